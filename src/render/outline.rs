//! A result as headings, entries and tables, written as plain text for people or as Markdown.

use unicode_width::UnicodeWidthStr;

use super::page::Page;
use crate::source::escape_control;
use crate::text::Lang;

/// How an outline is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Plain text.
    Text {
        /// How wide it is.
        width: usize,
    },
    /// Markdown with tables.
    Markdown,
}

/// A result being laid out.
#[derive(Debug)]
pub(super) struct Outline {
    pub lang: Lang,
    blocks: Vec<Block>,
}

#[derive(Debug)]
enum Block {
    Title(String),
    Heading(String),
    Paragraph(String),
    Note(String),
    Item(Item),
    Table(Vec<String>, Vec<Vec<String>>),
}

/// An entry of a list, or of a list within it.
#[derive(Debug)]
struct Item {
    level: usize,
    /// Whether it has a mark in plain text.
    is_marked: bool,
    label: String,
    /// How many columns the label is given in plain text.
    column: usize,
    text: String,
}

impl Outline {
    pub const fn new(lang: Lang) -> Self {
        Self {
            lang,
            blocks: Vec::new(),
        }
    }

    /// One of two constant forms.
    pub const fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// What the whole is about.
    pub fn title(&mut self, text: String) {
        self.blocks.push(Block::Title(text));
    }

    /// What the following is about.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    /// Sentences.
    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Sentences apart from what stands before them.
    pub fn note(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Note(text.into()));
    }

    /// An entry at a level of nesting, from 0.
    pub fn item(&mut self, level: usize, text: impl Into<String>) {
        self.entry(level, level > 0, text.into());
    }

    /// An entry with a mark, where entries are sentences that may be longer than a line.
    pub fn bullet(&mut self, text: impl Into<String>) {
        self.entry(0, true, text.into());
    }

    fn entry(&mut self, level: usize, is_marked: bool, text: String) {
        self.blocks.push(Block::Item(Item {
            level,
            is_marked,
            label: String::new(),
            column: 0,
            text,
        }));
    }

    /// Entries with labels, whose texts stand in one column.
    pub fn labelled(&mut self, level: usize, entries: Vec<(String, String)>) {
        let column = entries.iter().map(|(label, _)| label.width()).max();
        // A long label would leave its text no room.
        let column = column.unwrap_or(0).min(MOST_LABEL);
        for (label, text) in entries {
            self.blocks.push(Block::Item(Item {
                level,
                is_marked: false,
                label,
                column,
                text,
            }));
        }
    }

    /// A table.
    pub fn table(&mut self, head: &[&str], rows: Vec<Vec<String>>) {
        let head = head.iter().map(|cell| (*cell).to_owned()).collect();
        self.blocks.push(Block::Table(head, rows));
    }

    /// The whole.
    pub fn write(self, markup: Markup) -> String {
        match markup {
            Markup::Text { width } => self.text(width),
            Markup::Markdown => self.markdown(),
        }
    }

    fn text(self, width: usize) -> String {
        let mut page = Page::new(self.lang, width);
        let mut is_first = true;
        for block in self.blocks {
            match block {
                Block::Title(text) | Block::Paragraph(text) => page.line(0, &text),
                Block::Heading(text) | Block::Note(text) => {
                    if !is_first {
                        page.blank();
                    }
                    page.line(0, &text);
                }
                Block::Item(item) => {
                    let indent = item.level.saturating_add(1).saturating_mul(2);
                    if item.label.is_empty() {
                        let mark = if item.is_marked { "· " } else { "" };
                        page.hanging(indent, mark, &item.text);
                    } else if item.label.width() > item.column {
                        // Such a label has a line of its own.
                        page.line(indent, &item.label);
                        page.line(indent.saturating_add(2), &item.text);
                    } else {
                        let gap = item.column.saturating_sub(item.label.width());
                        let mark = format!("{}{}  ", item.label, " ".repeat(gap));
                        page.hanging(indent, &mark, &item.text);
                    }
                }
                Block::Table(head, rows) => {
                    let head: Vec<&str> = head.iter().map(String::as_str).collect();
                    page.table(&head, rows);
                }
            }
            is_first = false;
        }
        page.done()
    }

    fn markdown(self) -> String {
        let mut out = String::new();
        let mut in_list = false;
        for block in self.blocks {
            let is_item = matches!(block, Block::Item(_));
            // A list ends with an empty line, and so does every other block.
            let goes_on = in_list && is_item;
            if !out.is_empty() && !goes_on {
                out.push('\n');
            }
            in_list = is_item;
            match block {
                Block::Title(text) => out.push_str(&format!("# {}\n", inline(&text))),
                Block::Heading(text) => out.push_str(&format!("## {}\n", inline(&text))),
                Block::Paragraph(text) | Block::Note(text) => {
                    out.push_str(&format!("{}\n", inline(&text)))
                }
                Block::Item(item) => {
                    let indent = "  ".repeat(item.level);
                    let label = match item.label.as_str() {
                        "" => String::new(),
                        label => format!("**{}** ", inline(label)),
                    };
                    out.push_str(&format!("{indent}- {label}{}\n", inline(&item.text)));
                }
                Block::Table(head, rows) => {
                    let line = |cells: &[String]| {
                        let cells: Vec<String> = cells.iter().map(|cell| inline(cell)).collect();
                        format!("| {} |\n", cells.join(" | "))
                    };
                    out.push_str(&line(&head));
                    out.push_str(&format!("|{}\n", "---|".repeat(head.len())));
                    for row in rows {
                        out.push_str(&line(&row));
                    }
                }
            }
        }
        out
    }
}

/// A longer label stands on a line of its own.
const MOST_LABEL: usize = 24;

/// Text within a line of Markdown: what would be markup is made plain, line breaks are kept.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push_str("<br>");
        }
        let line = escape_control(line);
        for (at, c) in line.char_indices() {
            match c {
                '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                    out.push('\\');
                    out.push(c);
                }
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '&' => out.push_str("&amp;"),
                // Only at the beginning of a line do these make a heading or a list.
                '#' | '+' | '-' if at == 0 => {
                    out.push('\\');
                    out.push(c);
                }
                _ => out.push(c),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline() -> Outline {
        let mut outline = Outline::new(Lang::Zh);
        outline.title("题目".to_owned());
        outline.heading("一节");
        outline.item(0, "条目 <a|b>");
        outline.labelled(
            1,
            vec![
                ("上海".to_owned(), "180 天".to_owned()),
                ("内蒙古".to_owned(), "90 天".to_owned()),
            ],
        );
        outline.table(&["甲", "乙"], vec![vec!["1\n2".to_owned(), "*".to_owned()]]);
        outline
    }

    #[test]
    fn labels_make_a_column() {
        let text = outline().write(Markup::Text { width: 80 });
        assert!(
            text.starts_with("题目\n\n一节\n  条目 <a|b>\n    上海    180 天\n    内蒙古  90 天\n"),
            "{text}"
        );
    }

    #[test]
    fn markdown_is_plain_where_it_must_be() {
        assert_eq!(
            outline().write(Markup::Markdown),
            "# 题目\n\n## 一节\n\n- 条目 &lt;a\\|b&gt;\n  - **上海** 180 天\n  - **内蒙古** 90 天\n\n\
             | 甲 | 乙 |\n|---|---|\n| 1<br>2 | \\* |\n"
        );
    }
}
