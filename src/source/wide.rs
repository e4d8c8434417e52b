//! Full-width punctuation and invisible characters: what an input method leaves behind.

use super::line::{floor, line_at};
use super::node::Span;
use crate::text::Text;

/// The language whose strings and comments hide such characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// TOML.
    Toml,
    /// JSON.
    Json,
}

impl Language {
    fn name(self) -> &'static str {
        match self {
            Self::Toml => "TOML",
            Self::Json => "JSON",
        }
    }
}

/// Beyond this length a line is looked at only from the mistake on.
const LONG_LINE: usize = 4096;

/// Advice on such a character in a line outside strings and comments: the first one from the
/// mistake on, else the first of the line.
pub(super) fn wide_sign(text: &str, span: Span, language: Language) -> Option<Text> {
    let at = span.range().start;
    let mut line = line_at(text, at);
    if line.len() > LONG_LINE {
        line = at..floor(text, line.end.min(at.saturating_add(LONG_LINE)));
    }
    let content = text.get(line.clone())?;
    let outside = outside_strings(content, language);
    let signs = || {
        let sign = |(offset, c): &(usize, char)| {
            Some((line.start.saturating_add(*offset), *c, meant(*c, language)?))
        };
        outside.iter().filter_map(sign)
    };
    let (_, sign, meant) = signs()
        .find(|(offset, _, _)| *offset >= at)
        .or_else(|| signs().next())?;
    Some(advice(sign, meant, language))
}

/// The characters of a line outside strings and comments. A string without its end counts as
/// outside: its end may be the full-width quote that is looked for.
fn outside_strings(line: &str, language: Language) -> Vec<(usize, char)> {
    let mut outside = Vec::new();
    let mut inside = Vec::new();
    let mut open = None;
    let mut escaped = false;
    for (offset, c) in line.char_indices() {
        match open {
            None if c == '#' && language == Language::Toml => return outside,
            None if c == '"' || (c == '\'' && language == Language::Toml) => open = Some(c),
            None => outside.push((offset, c)),
            Some(_) if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(quote) if c == quote => {
                open = None;
                inside.clear();
            }
            // Only a quote can be meant to end the string.
            Some(_) if matches!(meant(c, language), Some(Meant::Quote(_))) => {
                inside.push((offset, c))
            }
            Some(_) => {}
        }
    }
    outside.extend(inside);
    outside
}

#[derive(Clone, Copy)]
enum Meant {
    Quote(char),
    Sign(char),
    Nothing,
}

fn meant(c: char, language: Language) -> Option<Meant> {
    Some(match c {
        '“' | '”' | '„' | '〝' | '〞' | '＂' => Meant::Quote('"'),
        '‘' | '’' | '＇' if language == Language::Toml => Meant::Quote('\''),
        '‘' | '’' | '＇' => Meant::Quote('"'),
        '＝' => Meant::Sign('='),
        '：' if language == Language::Toml => Meant::Sign('='),
        '：' => Meant::Sign(':'),
        '，' | '、' | '；' => Meant::Sign(','),
        '【' | '［' => Meant::Sign('['),
        '】' | '］' => Meant::Sign(']'),
        '｛' => Meant::Sign('{'),
        '｝' => Meant::Sign('}'),
        '＃' if language == Language::Toml => Meant::Sign('#'),
        '．' => Meant::Sign('.'),
        '－' | '—' | '–' => Meant::Sign('-'),
        '＿' => Meant::Sign('_'),
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => Meant::Nothing,
        _ if c.is_whitespace() && !c.is_ascii() => Meant::Nothing,
        _ => return None,
    })
}

fn advice(sign: char, meant: Meant, language: Language) -> Text {
    let name = language.name();
    match meant {
        Meant::Quote(ascii) => Text::new(
            format!("这里用了全角引号 {sign}，{name} 要用半角的 {ascii}"),
            format!("{sign} is a full-width quote; {name} needs the straight {ascii}"),
        ),
        Meant::Sign(ascii) => Text::new(
            format!("这里用了全角的 {sign}，{name} 要用半角的 {ascii}"),
            format!("{sign} is a full-width sign; {name} needs {ascii}"),
        ),
        Meant::Nothing => {
            let code = u32::from(sign);
            let (zh, en) = match sign {
                '\u{3000}' => ("全角空格", "a full-width space"),
                '\u{a0}' => ("不换行空格", "a no-break space"),
                _ => ("看不见的字符", "an invisible character"),
            };
            Text::new(
                format!("这里有{zh}（U+{code:04X}），要换成普通空格或删掉"),
                format!(
                    "there is {en} (U+{code:04X}) here; replace it by a plain space or delete it"
                ),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zh(line: &str, at: u32, language: Language) -> Option<String> {
        wide_sign(line, Span { start: at, end: at }, language).map(|text| text.zh.into_owned())
    }

    #[test]
    fn the_sign_at_the_mistake_is_named() {
        let text = zh("name = “山西”", 7, Language::Toml).unwrap();
        assert_eq!(text, "这里用了全角引号 “，TOML 要用半角的 \"");
        let text = zh("{\"a\"：1}", 4, Language::Json).unwrap();
        assert_eq!(text, "这里用了全角的 ：，JSON 要用半角的 :");
        let text = zh("\u{3000}a = 1", 0, Language::Toml).unwrap();
        assert!(text.contains("全角空格（U+3000）"), "{text}");
    }

    #[test]
    fn signs_inside_strings_and_comments_are_meant() {
        assert_eq!(zh("a = \"“某某”，\" x # ，", 20, Language::Toml), None);
        assert_eq!(zh("a = '，' x", 9, Language::Toml), None);
        assert_eq!(zh("a = \"\\\"，\" x", 12, Language::Toml), None);
    }

    #[test]
    fn a_full_width_quote_that_should_end_a_string_is_found() {
        let text = zh("a = \"某某，公司”", 5, Language::Toml).unwrap();
        assert!(text.contains('”'), "{text}");
    }

    #[test]
    fn a_long_line_is_not_read_whole() {
        let line = format!("a = [{}，1]", "1,".repeat(100_000));
        assert!(zh(&line, 200_005, Language::Toml).is_some());
        assert_eq!(zh(&line, 5, Language::Toml), None);
    }
}
