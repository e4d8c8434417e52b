//! Asking line by line: for screen readers and for terminals that cannot move their cursor. Every
//! list is numbered; nothing is drawn over.

use std::io::{Write, stderr, stdin};

use super::terminal::{Stop, Terminal, escape_lines};
use crate::identifiers::fold;
use crate::text::{Lang, Text};

/// A terminal that is written to from top to bottom.
pub struct Plain {
    lang: Lang,
}

impl Plain {
    /// In a language.
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    fn read(&mut self, prompt: &str) -> Result<String, Stop> {
        {
            let mut out = stderr().lock();
            let _ = write!(out, "{prompt}");
            let _ = out.flush();
        }
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            // Lines that are no UTF-8 are asked again; they are no reason to stop.
            match std::io::BufRead::read_until(&mut stdin().lock(), b'\n', &mut bytes) {
                Ok(0) => return Err(Stop::Closed),
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {
                    return Err(Stop::Interrupted);
                }
                Err(_) => return Err(Stop::Closed),
            }
            match String::from_utf8(std::mem::take(&mut bytes)) {
                Ok(line) => return Ok(line.trim().to_owned()),
                Err(_) => {
                    let again = Text::fixed(
                        "读不懂这一行（不是 UTF-8），请重新输入。",
                        "This line is not UTF-8; type it again.",
                    );
                    self.say(again.get(self.lang));
                }
            }
        }
    }

    fn number(&mut self, items: &[String]) {
        for (index, item) in items.iter().enumerate() {
            let number = index.saturating_add(1);
            self.say(&format!("{number}. {item}"));
        }
    }

    fn refuse(&mut self) {
        let refused = Text::fixed(
            "没有这一项；写它前面的数字。",
            "There is no such item; write the number before it.",
        );
        self.say(refused.get(self.lang));
    }
}

impl Terminal for Plain {
    fn say(&mut self, line: &str) {
        let mut out = stderr().lock();
        let _ = writeln!(out, "{}", escape_lines(line));
    }

    fn choose(&mut self, items: &[String], enter: Option<usize>) -> Result<Option<usize>, Stop> {
        self.number(items);
        let prompt = match enter {
            Some(enter) => {
                let number = enter.saturating_add(1);
                Text::new(
                    format!("写数字（回车是 {number}）："),
                    format!("Number (Enter is {number}): "),
                )
            }
            None => Text::fixed("写数字：", "Number: "),
        };
        loop {
            let line = self.read(prompt.get(self.lang))?;
            if line.is_empty() && enter.is_some() {
                return Ok(enter);
            }
            if line == "/" || line == "、" {
                return Ok(None);
            }
            if let Some(index) = find(items, &line) {
                return Ok(Some(index));
            }
            self.refuse();
        }
    }

    fn mark(&mut self, items: &[String], marked: &[bool]) -> Result<Option<Vec<usize>>, Stop> {
        self.number(items);
        let before: Vec<String> = marked
            .iter()
            .enumerate()
            .filter(|(_, marked)| **marked)
            .map(|(index, _)| index.saturating_add(1).to_string())
            .collect();
        let prompt = if before.is_empty() {
            Text::fixed(
                "写数字，几个就用空格分开（一个也没有直接回车）：",
                "Numbers, separated by blanks (none: Enter): ",
            )
        } else {
            let before = before.join(" ");
            Text::new(
                format!("写数字，几个就用空格分开（现在是 {before}；一个也没有直接回车）："),
                format!("Numbers, separated by blanks (now {before}; none: Enter): "),
            )
        };
        loop {
            let line = self.read(prompt.get(self.lang))?;
            if line == "/" || line == "、" {
                return Ok(None);
            }
            // Which of the two is asked next.
            if matches!(
                line.as_str(),
                "无" | "没有" | "不知道" | "?" | "？" | "none" | "unknown"
            ) {
                return Ok(Some(Vec::new()));
            }
            let chosen: Option<Vec<usize>> = line
                .split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、'))
                .filter(|part| !part.is_empty())
                .map(|part| find(items, part))
                .collect();
            if let Some(mut chosen) = chosen {
                chosen.sort_unstable();
                chosen.dedup();
                return Ok(Some(chosen));
            }
            self.refuse();
        }
    }

    fn line(&mut self, initial: &str) -> Result<String, Stop> {
        if initial.is_empty() {
            return self.read("> ");
        }
        let prompt = Text::new(
            format!("> （回车是 {initial}）"),
            format!("> (Enter is {initial}) "),
        );
        let line = self.read(prompt.get(self.lang))?;
        Ok(if line.is_empty() {
            initial.to_owned()
        } else {
            line
        })
    }

    fn again(&mut self, _refused: &str) -> Result<String, Stop> {
        self.read("> ")
    }
}

/// An item by its number, its text, or a part of it that no other has.
fn find(items: &[String], typed: &str) -> Option<usize> {
    // Full-width digits, and the number with the dot that it is shown with.
    let folded = fold(typed);
    if let Ok(number) = folded.trim_end_matches(['.', '。', '、']).parse::<usize>() {
        let index = number.checked_sub(1)?;
        return (index < items.len()).then_some(index);
    }
    if let Some(index) = items.iter().position(|item| item == typed) {
        return Some(index);
    }
    let typed = typed.to_lowercase();
    let mut found = items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.to_lowercase().contains(&typed));
    match (found.next(), found.next()) {
        (Some((index, _)), None) => Some(index),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn items_are_found_by_number_text_and_part() {
        let items = ["山西 shanxi", "陕西 shaanxi", "是"].map(str::to_owned);
        assert_eq!(find(&items, "2"), Some(1));
        for typed in ["２", "2.", "２．", "2、"] {
            assert_eq!(find(&items, typed), Some(1), "{typed}");
        }
        assert_eq!(find(&items, "是"), Some(2));
        assert_eq!(find(&items, "SHAANXI"), Some(1));
        assert_eq!(find(&items, "西"), None);
        assert_eq!(find(&items, "0"), None);
        assert_eq!(find(&items, "4"), None);
        assert_eq!(find(&items, "广东"), None);
    }
}
