//! Markdown as GitHub and Gitee read it.

use std::fmt::Write as _;

/// A page as it is written, line by line.
#[derive(Default)]
pub struct Page(String);

impl Page {
    /// A page with its title.
    pub fn new(title: &str) -> Self {
        let mut page = Self::default();
        page.line(&format!("# {}", escape(title)));
        page
    }

    /// A line of markdown; of empty lines one is enough.
    pub fn line(&mut self, text: &str) {
        if text.is_empty() && self.0.ends_with("\n\n") {
            return;
        }
        self.0.push_str(text.trim_end());
        self.0.push('\n');
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) {
        self.line("");
        self.line(text);
    }

    /// A heading below the title.
    pub fn heading(&mut self, level: usize, text: &str) {
        self.line("");
        self.line(&format!("{} {}", "#".repeat(level), escape(text)));
        self.line("");
    }

    /// A list; nothing where it is empty.
    pub fn list(&mut self, items: &[String]) {
        for item in items {
            self.line(&format!("- {item}"));
        }
    }

    /// A table; nothing where it has no rows.
    pub fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        if rows.is_empty() {
            return;
        }
        self.line("");
        self.line(&format!("| {} |", head.join(" | ")));
        self.line(&format!("|{}", "---|".repeat(head.len())));
        for row in rows {
            self.line(&format!("| {} |", row.join(" | ")));
        }
    }

    /// The whole text.
    pub fn finish(self) -> String {
        self.0
    }
}

/// Plain text with whatever markdown would take for its own.
pub fn escape(text: &str) -> String {
    let text = plain(text.trim());
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    if out.starts_with(['#', '+', '-']) {
        out.insert(0, '\\');
    }
    out
}

/// Terms that are exact in a report, in fewer words. Patterns are nothing for people.
fn plain(text: &str) -> String {
    let mut text = text
        .replace("单位（个人以外）", "单位")
        .replace("新办（首次、新增）", "首次备案和新增")
        .replace("（至多警告）", "（不符合可能被退回）")
        .replace("（至多提示）", "（不符合只提醒）")
        .replace("有一个互联网信息服务符合", "有一个网站或 App 符合");
    while let Some((before, rest)) = text.split_once("的写法符合 /") {
        let (_, after) = rest.split_once("$/").expect("patterns are anchored");
        text = format!("{before}是特定的写法{after}");
    }
    text
}

/// A link to a file and, perhaps, a heading in it.
pub fn link(text: &str, target: &str) -> String {
    format!("[{}]({target})", escape(text))
}

/// What a heading is called in addresses: letters and digits of all scripts, spaces as hyphens.
pub fn anchor(heading: &str) -> String {
    let mut out = String::new();
    for c in heading.trim().to_lowercase().chars() {
        match c {
            ' ' => out.push('-'),
            '-' | '_' => out.push(c),
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

/// A sentence with its stop.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    // Sentences of the evidence mix both kinds of commas.
    let mut out = String::new();
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1);
        let han = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
        let stop = match c {
            ',' => '，',
            ';' => '；',
            ':' => '：',
            '(' if han(before) || han(after.copied()) => '（',
            ')' if out.matches('（').count() > out.matches('）').count() => '）',
            _ => *c,
        };
        let converts = stop == '（' || stop == '）' || han(before) || han(after.copied());
        out.push(if converts { stop } else { *c });
    }
    if !out.ends_with(['。', '！', '？', '；', '”', '）', '!', '?']) {
        out.push('。');
    } else if out.ends_with(['”', '）']) {
        let _ = write!(out, "。");
    }
    out
}
