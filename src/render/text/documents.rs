//! The documents as a table of three columns, parted by whom they concern; those that may come to
//! be needed in a table of their own.

use std::fmt::Write;

use comfy_table::{ColumnConstraint, Table, Width, presets::UTF8_FULL_CONDENSED};
use unicode_width::UnicodeWidthStr;

use super::guidance::item;
use super::{Detail, Writer};
use crate::render::checklist::form;
use crate::render::checklist::sheet::{Entry, Group, Sheet};
use crate::render::checklist::words::{asks, basis, common_file, standing, what};
use crate::render::page::wrap;
use crate::report::{DocumentReport, DocumentStatus};
use crate::source::escape_control;
use crate::text::Lang;

/// The narrowest that the table is made; where there is less, the documents are a list.
const NARROWEST: usize = 60;
/// What the frame takes of the width.
const FRAME: usize = 10;
/// The widest that the names of documents are made, of the width in percent.
const NAMES: usize = 38;
/// So many questions are told that a document depends on, and all of them.
const QUESTIONS: (usize, usize) = (2, 6);
/// So many sources are named with a document.
const SOURCES: usize = 1;
/// Marks rows that are headings. No text of a report has it: control characters are made visible.
const HEADING: char = '\u{1}';
/// Stands in front of what belongs to an alternative; ordinary blanks would be lost.
const INDENT: &str = "\u{a0}\u{a0}\u{a0}";

/// How much is told of each document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Its form, as `check` does.
    Form,
    /// Its form, why it is asked for and where that was read, as a checklist does.
    Reasons,
}

/// The documents under their headings.
pub(super) fn documents(writer: &Writer<'_>, depth: Depth) -> String {
    let sheet = Sheet::of(writer.draft);
    let common = common_file(sheet.documents(), writer.lang);
    let tables = Tables {
        writer,
        sheet: &sheet,
        common: common.as_deref(),
        depth,
    };
    let mut out = String::new();
    if !sheet.needed.is_empty() {
        let heading = writer.say("需要准备的材料", "Documents to prepare");
        let heading = match depth {
            Depth::Form => with_what(writer, heading),
            Depth::Reasons => heading.to_owned(),
        };
        out.push_str(&title(writer, &heading));
        out.push_str(&tables.table(&sheet.needed));
        if !sheet.perhaps.is_empty() {
            out.push('\n');
        }
    }
    if !sheet.perhaps.is_empty() {
        let heading = writer.say(
            "可能需要，取决于还没有答的问题",
            "May be needed, depending on questions that are open",
        );
        out.push_str(&title(writer, heading));
        out.push_str(&tables.table(&sheet.perhaps));
    }
    if let Some(common) = &common {
        let label = writer.say("上传的图片：", "pictures to upload: ");
        let rest = match writer.lang {
            Lang::Zh => "（另有写明的除外）",
            Lang::En => " (unless it says otherwise)",
        };
        let differs = |document: &DocumentReport| {
            let file = form::file(&document.form, writer.lang);
            !file.is_empty() && file != *common
        };
        let rest = if sheet.documents().any(differs) {
            rest
        } else {
            ""
        };
        let text = format!("{label}{common}{rest}");
        item(&mut out, "", &text, writer.style.width);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// A heading in lines that fit.
pub(super) fn title(writer: &Writer<'_>, heading: &str) -> String {
    let mut out = String::new();
    for line in wrap(&escape_control(heading), writer.style.width) {
        let _ = writeln!(out, "{}", writer.paint.strong(&line));
    }
    out
}

/// 「材料清单（首次备案 · 企业 · 山西 · 阿里云）」.
pub(super) fn with_what(writer: &Writer<'_>, heading: &str) -> String {
    let what = what(writer.draft);
    match writer.lang {
        Lang::Zh => format!("{heading}（{what}）"),
        Lang::En => format!("{heading} ({what})"),
    }
}

/// What tables are made with.
struct Tables<'a, 'd> {
    writer: &'a Writer<'a>,
    sheet: &'a Sheet<'d>,
    common: Option<&'a str>,
    depth: Depth,
}

/// A row: how it stands, what it is, what is asked of it in paragraphs.
struct Row {
    standing: String,
    name: String,
    asked: Vec<String>,
}

impl Tables<'_, '_> {
    fn table(&self, groups: &[Group<'_>]) -> String {
        let writer = self.writer;
        let head = match writer.lang {
            Lang::Zh => ["状态", "材料", "形式与要求"],
            Lang::En => ["status", "document", "form"],
        };
        let rows: Vec<(&str, Vec<Row>)> = groups
            .iter()
            .map(|group| {
                let entries = group.entries.iter();
                let rows = entries.flat_map(|entry| self.rows(group, entry));
                (group.heading, rows.collect())
            })
            .collect();
        if writer.style.width < NARROWEST {
            return self.list(&rows);
        }
        let widths = self.widths(head, rows.iter().flat_map(|(_, rows)| rows));
        let mut table = Table::new();
        table.load_style(UTF8_FULL_CONDENSED).set_header(head);
        for (column, width) in table.column_iter_mut().zip(widths) {
            let width = u16::try_from(width.saturating_add(2)).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
        let mut headings = Vec::new();
        for (heading, rows) in rows {
            headings.push(heading);
            table.add_row([HEADING.to_string(), String::new(), String::new()]);
            for row in rows {
                table.add_row([
                    fit(&row.standing, widths[0]),
                    fit(&row.name, widths[1]),
                    row.asked
                        .iter()
                        .map(|text| fit(text, widths[2]))
                        .collect::<Vec<_>>()
                        .join("\n"),
                ]);
            }
        }
        let width = widths
            .iter()
            .fold(FRAME, |sum, width| sum.saturating_add(*width));
        self.with_headings(&table.trim_fmt(), &headings, width)
    }

    /// The same without a frame: how each stands and what it is, what is asked of it below.
    fn list(&self, groups: &[(&str, Vec<Row>)]) -> String {
        let width = self.writer.style.width;
        let mut out = String::new();
        for (heading, rows) in groups {
            item(&mut out, "── ", heading, width);
            for row in rows {
                match row.standing.as_str() {
                    "" => item(&mut out, "  ", &row.name, width),
                    standing => item(&mut out, &format!("  {standing} "), &row.name, width),
                }
                for asked in &row.asked {
                    item(&mut out, "     ", asked, width);
                }
            }
        }
        out
    }

    /// The rows that are headings become titled rules; the one below the table's head takes the
    /// place of the rule there.
    fn with_headings(&self, table: &str, headings: &[&str], width: usize) -> String {
        let mut headings = headings.iter();
        let mut out = String::new();
        for line in table.lines() {
            if line.starts_with('╞') {
                continue;
            }
            if line.contains(HEADING) {
                let heading = headings.next().copied().unwrap_or_default();
                let _ = writeln!(out, "{}", self.rule(heading, width));
            } else {
                let _ = writeln!(out, "{line}");
            }
        }
        out
    }

    /// `├─ 主体 示例公司 ───┤`.
    fn rule(&self, heading: &str, width: usize) -> String {
        let room = width.saturating_sub(6);
        let heading = escape_control(heading);
        let mut lines = wrap(&heading, room.saturating_sub(1));
        let cut = lines.len() > 1;
        let mut first = lines.drain(..).next().unwrap_or_default();
        if cut {
            first.push('…');
        }
        let fill = room.saturating_sub(first.width());
        let first = self.writer.paint.strong(&first);
        format!("├─ {first} {}─┤", "─".repeat(fill))
    }

    fn widths<'r>(&self, head: [&str; 3], rows: impl Iterator<Item = &'r Row>) -> [usize; 3] {
        let room = self.writer.style.width.saturating_sub(FRAME);
        let [mut standing, mut name, mut asked] = head.map(UnicodeWidthStr::width);
        for row in rows {
            standing = standing.max(row.standing.split(' ').map(str::width).max().unwrap_or(0));
            name = name.max(row.name.width());
            for text in &row.asked {
                asked = asked.max(text.width());
            }
        }
        let most = room.saturating_mul(NAMES).checked_div(100).unwrap_or(room);
        name = name.min(most);
        let rest = room.saturating_sub(standing).saturating_sub(name);
        [standing, name, asked.min(rest)]
    }

    fn rows(&self, group: &Group<'_>, entry: &Entry<'_>) -> Vec<Row> {
        let bundles = match entry {
            Entry::Paper(document) => return vec![self.row(group, String::new(), document)],
            Entry::Choice(bundles) => bundles,
        };
        let mut rows = vec![Row {
            standing: String::new(),
            name: self.writer.say("任选其一", "one of these").to_owned(),
            asked: Vec::new(),
        }];
        for (number, bundle) in (1usize..).zip(bundles) {
            for (index, document) in bundle.iter().enumerate() {
                let prefix = match (index, self.writer.lang) {
                    (0, _) => format!("{number})\u{a0}"),
                    (_, Lang::Zh) => format!("{INDENT}和\u{a0}"),
                    (_, Lang::En) => format!("{INDENT}and\u{a0}"),
                };
                rows.push(self.row(group, prefix, document));
            }
        }
        rows
    }

    fn row(&self, group: &Group<'_>, prefix: String, document: &DocumentReport) -> Row {
        let lang = self.writer.lang;
        Row {
            standing: standing(document).get(lang).to_owned(),
            name: format!("{prefix}{}", escape_control(&group.name(document))),
            asked: self
                .asked(document)
                .iter()
                .map(|text| escape_control(text).into_owned())
                .collect(),
        }
    }

    /// What is asked of a document, a paragraph each.
    fn asked(&self, document: &DocumentReport) -> Vec<String> {
        let lang = self.writer.lang;
        let is_open = document.status == DocumentStatus::Undetermined;
        let verbose = self.writer.style.detail == Detail::Verbose;
        let mut told = Vec::new();
        let form = self.form(document);
        if !form.is_empty() {
            told.push(form);
        }
        if self.depth == Depth::Reasons {
            told.extend(document.note.iter().cloned());
            told.extend(self.sheet.about(document).into_iter().map(str::to_owned));
        }
        if is_open {
            let most = if verbose { QUESTIONS.1 } else { QUESTIONS.0 };
            let label = self.writer.say("取决于：", "depends on: ");
            let asks = asks(document, most, lang);
            if !asks.is_empty() {
                let asks = asks.join(match lang {
                    Lang::Zh => "；",
                    Lang::En => "; ",
                });
                told.push(format!("{label}{asks}"));
            }
        }
        if self.depth == Depth::Reasons {
            let label = self.writer.say("为什么：", "why: ");
            told.extend(document.why.iter().map(|why| format!("{label}{why}")));
            let label = self.writer.say("依据：", "source: ");
            let most = if verbose { usize::MAX } else { SOURCES };
            let basis = basis(document, most, lang);
            told.extend(basis.map(|basis| format!("{label}{basis}")));
        }
        if told.is_empty() {
            told.extend(document.note.iter().cloned());
        }
        told
    }

    /// The form of the paper, and of the file where that is not what all have.
    fn form(&self, document: &DocumentReport) -> String {
        let lang = self.writer.lang;
        let mut form = form::paper(&document.form, lang);
        let file = form::file(&document.form, lang);
        if !file.is_empty() && Some(file.as_str()) != self.common {
            if !form.is_empty() {
                form.push_str(match lang {
                    Lang::Zh => "，",
                    Lang::En => ", ",
                });
            }
            form.push_str(&file);
        }
        form
    }
}

/// A paragraph broken into lines that fit.
fn fit(text: &str, width: usize) -> String {
    wrap(text, width).join("\n")
}
