//! Pages of plain text for people: headings, fields, paragraphs and tables of a width, in which
//! Chinese characters count two columns.

use comfy_table::{
    ColumnConstraint, ContentArrangement, Table, Width, presets::UTF8_FULL_CONDENSED,
};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::source::escape_control;
use crate::text::Lang;

/// The first column of a table is made so wide for the ids in it.
const WIDEST_ID: usize = 36;
/// Lines are never wrapped narrower than this, however far they are indented.
const LEAST: usize = 20;

/// A page being written.
#[derive(Debug)]
pub(super) struct Page {
    pub lang: Lang,
    width: usize,
    out: String,
}

impl Page {
    /// An empty page of a width.
    pub fn new(lang: Lang, width: usize) -> Self {
        Self {
            lang,
            width,
            out: String::new(),
        }
    }

    /// One of two constant forms.
    pub fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A heading, after an empty line.
    pub fn heading(&mut self, zh: &'static str, en: &'static str) {
        let text = self.say(zh, en);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.line(0, text);
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A paragraph; further lines stand as far in as the first.
    pub fn line(&mut self, indent: usize, text: &str) {
        self.hanging(indent, "", text);
    }

    /// A paragraph after a mark; further lines stand under its text.
    pub fn hanging(&mut self, indent: usize, mark: &str, text: &str) {
        let mut mark = escape_control(mark).into_owned();
        let mut text = escape_control(text).into_owned();
        let mut inner = indent.saturating_add(mark.width());
        if inner.saturating_add(LEAST) > self.width {
            // A label that leaves its text no room begins the text.
            text.insert_str(0, &std::mem::take(&mut mark));
            inner = indent;
        }
        let width = self.width.saturating_sub(inner).max(LEAST);
        for (index, line) in wrap(&text, width).iter().enumerate() {
            if index == 0 {
                self.out.push_str(&" ".repeat(indent));
                self.out.push_str(&mark);
            } else {
                self.out.push_str(&" ".repeat(inner));
            }
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    /// A field: a label in a column of its own.
    pub fn field(&mut self, zh: &'static str, en: &'static str, text: &str) {
        let label = self.say(zh, en);
        let column: usize = match self.lang {
            Lang::Zh => 10,
            Lang::En => 14,
        };
        let gap = column.saturating_sub(label.width()).max(1);
        self.hanging(0, &format!("{label}{}", " ".repeat(gap)), text);
    }

    /// A table.
    pub fn table(&mut self, head: &[&str], rows: Vec<Vec<String>>) {
        let mut table = Table::new();
        table
            .load_style(UTF8_FULL_CONDENSED)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(self.width).unwrap_or(u16::MAX))
            .set_header(head.iter().map(|cell| (*cell).to_owned()));
        // Ids are not broken.
        let widest = rows
            .iter()
            .flat_map(|row| row.first())
            .flat_map(|cell| cell.split(|c: char| !c.is_ascii_graphic()))
            .map(str::len)
            .max()
            .unwrap_or(0)
            .min(WIDEST_ID);
        let least = u16::try_from(widest.saturating_add(2)).unwrap_or(u16::MAX);
        for row in rows {
            table.add_row(row.iter().map(|cell| {
                // Line breaks within a cell are meant.
                let lines: Vec<_> = cell.lines().map(escape_control).collect();
                lines.join("\n")
            }));
        }
        if let Some(column) = table.column_mut(0) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
        }
        self.out.push_str(&table.trim_fmt());
        self.out.push('\n');
    }

    /// The text.
    pub fn done(self) -> String {
        self.out
    }
}

/// Lines no wider than `width`, broken at blanks and between Chinese characters.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0usize;
    for unit in units(text) {
        let length = unit.trim_end().width();
        if used > 0 && used.saturating_add(length) > width {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        let unit = if used == 0 { unit.trim_start() } else { &unit };
        // What is longer than a line is broken anywhere.
        for c in unit.chars() {
            let own = c.width().unwrap_or(0);
            if used.saturating_add(own) > width && c != ' ' {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                used = 0;
            }
            line.push(c);
            used = used.saturating_add(own);
        }
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// What must stay on one line: words, and single Chinese characters with the punctuation that may
/// not stand apart from them.
fn units(text: &str) -> Vec<String> {
    const CLOSING: &str = "，。、；：？！）》”’」】…}";
    const OPENING: &str = "（《“‘「【{";
    let mut units: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let breaks = match before {
            None => true,
            Some(before) if CLOSING.contains(c) || c == ' ' || OPENING.contains(before) => false,
            Some(' ') => true,
            Some(before) => is_wide(before) || is_wide(c) || c == '{',
        };
        match units.last_mut() {
            Some(unit) if !breaks => unit.push(c),
            _ => units.push(c.to_string()),
        }
        before = Some(c);
    }
    units
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2) || "“”‘’…".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_they_may() {
        assert_eq!(wrap("域名还有四十天", 6), ["域名还", "有四十", "天"]);
        assert_eq!(wrap("一二三，四", 6), ["一二", "三，四"]);
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn no_line_is_too_wide() {
        let text = "网站“example-tech.cn”填了 2 个域名，一个网站只能备 1 个（rules/national/order.toml:9）";
        for width in 8..60 {
            for line in wrap(text, width) {
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
    }
}
