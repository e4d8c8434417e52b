//! The rows of an input with what came out beside them, masked: what the result workbook shows.

use std::sync::Arc;

use super::cell::{Cell, Row};
use super::column::{Column, catalogue};
use super::drafts::Sheet;
use super::header::{Header, Heading, Meaning};
use super::heads::all_heads;
use super::layout::{Layout, unnumbered};
use super::record::{Rows, SheetDraft, is_identity};
use super::spoilt::is_rounded;
use super::value::{Read, read};
use super::write::{Manner, header_of, shown_rows};
use crate::evaluate::Verdict;
use crate::fields::{Field, Kind, Privacy, TextRole};
use crate::identifiers::same_number;
use crate::report::{DraftReport, Finding, Masker, open_privacy, unit_number_privacy};
use crate::ruleset::Severity;
use crate::source::{Node, Span, Table, Value};
use crate::text::{Lang, Text};

/// The rows of a draft and its result.
#[derive(Debug, Clone)]
pub struct Block {
    /// The columns, shared by the drafts of a sheet.
    pub sheet: Arc<Sheet>,
    /// What the user calls the input.
    pub source: String,
    /// How it stands with the draft.
    pub verdict: Verdict,
    /// The rows.
    pub rows: Vec<OutRow>,
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct OutRow {
    /// Its number in the input, from 1; none where the input has no rows.
    pub number: Option<u32>,
    /// What fails in this row.
    pub findings: String,
    /// What would have to be known.
    pub questions: String,
    /// The documents that are missing.
    pub documents: String,
    /// Its cells, masked.
    pub cells: Vec<OutCell>,
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub struct OutCell {
    /// What stands in it.
    pub cell: Cell,
    /// How it is coloured.
    pub mark: Option<Mark>,
    /// What is said of it.
    pub note: String,
}

/// Why a cell is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It should be filled in.
    Asked,
    /// A notice is about it.
    Notice,
    /// A warning is about it.
    Warning,
    /// An error is about it, or it cannot be read.
    Error,
}

/// How results are shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// The language of what is said.
    pub lang: Lang,
    /// Whether personal numbers are shown in full.
    pub unmask: bool,
}

/// The columns of drafts that did not come from a sheet.
pub fn standard_sheet(lang: Lang) -> Arc<Sheet> {
    Arc::new(Sheet {
        name: None,
        layout: Layout::new(
            Header {
                row: 0,
                ..header_of(all_heads(), lang)
            },
            true,
        ),
    })
}

/// The rows of a draft that did not come from a sheet.
pub fn rows_of_tree(root: &Table) -> Rows {
    let manner = Manner {
        typed: true,
        nameless: "",
        id_is_taken: false,
        meta_in_one: true,
    };
    let written = shown_rows(root, manner);
    let rows = (1u32..).zip(&written.rows).map(|(number, row)| Row {
        number,
        cells: all_heads()
            .iter()
            .map(|head| row.get(head).cloned().unwrap_or_default())
            .collect(),
        joined: Vec::new(),
    });
    Rows {
        rows: rows.collect(),
        fault: None,
    }
}

impl Shown {
    /// What the result workbook shows of a draft. `numbered` says that the rows are the input's.
    pub fn block(
        &self,
        sheet: &Arc<Sheet>,
        rows: &Rows,
        numbered: bool,
        report: &DraftReport,
    ) -> Block {
        let layout = &sheet.layout;
        let draft = layout.draft(&report.source, rows);
        let view = View {
            shown: *self,
            layout,
            rows: &rows.rows,
            draft: &draft,
            report,
            number: unit_number(&draft.parsed.root, report),
        };
        let mut out: Vec<OutRow> = rows
            .rows
            .iter()
            .map(|row| view.row(row, numbered))
            .collect();
        view.errors(&mut out, numbered);
        view.findings(&mut out);
        view.questions(&mut out);
        view.remarks(&mut out);
        if let Some(first) = out.first_mut() {
            first.documents = self.documents(report);
        }
        Block {
            sheet: Arc::clone(sheet),
            source: report.source.clone(),
            verdict: report.verdict,
            rows: out,
        }
    }

    /// A draft of which nothing could be read.
    pub fn unread(&self, sheet: &Arc<Sheet>, report: &DraftReport) -> Block {
        let said = report.errors.iter().map(|error| match &error.help {
            Some(help) => format!("{}；{help}", error.message),
            None => error.message.clone(),
        });
        Block {
            sheet: Arc::clone(sheet),
            source: report.source.clone(),
            verdict: report.verdict,
            rows: vec![OutRow {
                findings: lines(said.collect()),
                ..OutRow::default()
            }],
        }
    }

    fn documents(&self, report: &DraftReport) -> String {
        let missing = report
            .documents
            .iter()
            // What is handed in later is not missing yet.
            .filter(|document| document.is_missing_upload());
        let mut said = Vec::new();
        let mut choices: Vec<usize> = Vec::new();
        for document in missing {
            let name = match (document.owner.is_empty(), self.lang) {
                (true, _) => document.name.clone(),
                (_, Lang::Zh) => format!("{}（{}）", document.name, document.owner),
                (_, Lang::En) => format!("{} ({})", document.name, document.owner),
            };
            match document.any_of {
                // Of alternatives one suffices; they stand on one line.
                Some(choice) if choices.contains(&choice.group) => {
                    let or = Text::fixed(" 或 ", " or ");
                    if let Some(last) = said.last_mut() {
                        *last = format!("{last}{}{name}", or.get(self.lang));
                    }
                }
                Some(choice) => {
                    choices.push(choice.group);
                    said.push(name);
                }
                None => said.push(name),
            }
        }
        lines(said)
    }
}

/// What a draft's rows are shown with.
struct View<'a> {
    shown: Shown,
    layout: &'a Layout,
    rows: &'a [Row],
    draft: &'a SheetDraft,
    report: &'a DraftReport,
    /// The number of the subject's certificate where it is a unit's and so public.
    number: Option<String>,
}

impl View<'_> {
    fn row(&self, row: &Row, numbered: bool) -> OutRow {
        let width = row.cells.len().max(self.layout.header.headings.len());
        OutRow {
            number: numbered.then_some(row.number),
            cells: (0..width)
                .map(|index| {
                    let restored = self.is_restored(index, row.cell(index));
                    let note = Text::fixed(
                        "号码丢了开头的 0 或“+”，补上后检查",
                        "the number had lost the zero or the + it begins with and was checked with it",
                    );
                    OutCell {
                        cell: self.masked(index, row.cell(index)),
                        mark: restored.then_some(Mark::Notice),
                        note: match restored {
                            true => note.get(self.shown.lang).to_owned(),
                            false => String::new(),
                        },
                    }
                })
                .collect(),
            ..OutRow::default()
        }
    }

    fn is_restored(&self, index: usize, cell: &Cell) -> bool {
        let heading = self.layout.header.headings.get(index);
        match heading.map(|heading| &heading.meaning) {
            Some(Meaning::Known(known)) => matches!(
                read(cell, known.column, self.layout.typed, Span::default()),
                Read::Restored(_)
            ),
            _ => false,
        }
    }

    /// The day that a number was read as, which a workbook may count from elsewhere.
    fn counted_day(&self, index: usize, cell: &Cell) -> Option<Cell> {
        let Meaning::Known(known) = &self.layout.header.headings.get(index)?.meaning else {
            return None;
        };
        if !matches!(cell, Cell::Number(_) | Cell::Number1904(_)) {
            return None;
        }
        match read(cell, known.column, self.layout.typed, Span::default()) {
            Read::Value(Value::Date(day)) => Some(Cell::Day(day)),
            _ => None,
        }
    }

    /// The cell as it may be shown.
    fn masked(&self, index: usize, cell: &Cell) -> Cell {
        let counted = self.counted_day(index, cell);
        let cell = counted.as_ref().unwrap_or(cell);
        let masker = Masker {
            unmask: self.shown.unmask,
        };
        let shown = cell.shown();
        // An apostrophe that keeps a text literal is the input's affair.
        let text = match cell {
            Cell::Empty => return Cell::Empty,
            // What is rounded is shown so that it is not taken for a number again.
            Cell::Number(number) | Cell::Number1904(number) if is_rounded(cell, true) => {
                return Cell::Text(scientific(*number));
            }
            Cell::Text(text) => text.strip_prefix('\'').unwrap_or(text),
            _ => &shown,
        };
        let (privacy, is_typed) = match self.layout.header.headings.get(index) {
            Some(Heading {
                meaning: Meaning::Draft,
                text: header,
            }) => match is_identity(header, text) {
                true => (Privacy::PersonNumber, false),
                false => (Privacy::Open, false),
            },
            Some(Heading {
                meaning: Meaning::Known(known),
                ..
            }) => self.known(known.column, cell, text),
            Some(heading) if speaks_of_a_person(&heading.text) => (Privacy::PersonNumber, false),
            _ => (Privacy::FreeText, false),
        };
        let hidden = masker.hide(text, privacy);
        match is_typed && hidden == text {
            true => cell.clone(),
            false => Cell::Text(hidden.into_owned()),
        }
    }

    /// How private a cell of a known column is, and whether it is shown as the number or day it is.
    fn known(&self, column: &Column, cell: &Cell, text: &str) -> (Privacy, bool) {
        let Some(field) = column.field() else {
            return (Privacy::FreeText, false);
        };
        let previous = column.path.starts_with("previous.");
        match self.privacy(field, text, previous) {
            Privacy::Open => {
                let found = read(cell, column, self.layout.typed, Span::default());
                let is_number = matches!(field.kind, Kind::Int(_));
                let is_typed = is_number || matches!(cell, Cell::Day(_));
                match found {
                    Read::Bad(..) => (Privacy::FreeText, false),
                    _ if is_typed => (Privacy::FreeText, true),
                    // A domain may be the number of whoever's it is.
                    _ if field.kind == Kind::Text(TextRole::Domain) => (Privacy::FreeText, false),
                    _ => (open_privacy(field, text), false),
                }
            }
            other => (other, false),
        }
    }

    fn privacy(&self, field: &Field, text: &str, previous: bool) -> Privacy {
        let is_unit = !previous && self.report.subject.is_some_and(|kind| kind != "personal");
        match field.privacy {
            Privacy::SubjectNumber if is_unit => unit_number_privacy(text),
            Privacy::SubjectAddress if is_unit => Privacy::FreeText,
            Privacy::PersonNumber => match &self.number {
                Some(number) if same_number(text, number) => unit_number_privacy(text),
                _ => Privacy::PersonNumber,
            },
            other => other,
        }
    }

    fn errors(&self, out: &mut [OutRow], numbered: bool) {
        for error in &self.report.errors {
            let text = match &error.help {
                Some(help) => format!("{}\n→ {help}", error.message),
                None => error.message.clone(),
            };
            // The report's lines are rows where the rows are the input's, and ours otherwise.
            let by_path = error.path.as_deref().and_then(|path| self.place(path));
            let by_line = error.line.zip(error.column).and_then(|(line, column)| {
                let line = u32::try_from(line).ok()?;
                let row = self.rows.iter().position(|row| row.number == line)?;
                Some((row, Some(column.checked_sub(1)?)))
            });
            let (row, column) = by_line
                .filter(|_| numbered)
                .or(by_path)
                .unwrap_or((0, None));
            self.say(out, row, column, Mark::Error, &text);
        }
    }

    fn findings(&self, out: &mut [OutRow]) {
        for finding in &self.report.findings {
            let (row, column) = self.place(&finding.path).unwrap_or((0, None));
            let mark = match finding.severity {
                Severity::Error => Mark::Error,
                Severity::Warning => Mark::Warning,
                _ => Mark::Notice,
            };
            self.say(out, row, column, mark, &self.sentence(finding));
        }
    }

    fn sentence(&self, finding: &Finding) -> String {
        let Finding { message, rule, .. } = finding;
        match &finding.help {
            Some(help) => format!("{message}\n→ {help}\n[{rule}]"),
            None => format!("{message}\n[{rule}]"),
        }
    }

    fn say(&self, out: &mut [OutRow], row: usize, column: Option<usize>, mark: Mark, text: &str) {
        let Some(row) = out.get_mut(row) else {
            return;
        };
        let kind = match mark {
            Mark::Error => Text::fixed("错误", "error"),
            Mark::Warning => Text::fixed("警告", "warning"),
            Mark::Notice => Text::fixed("提示", "notice"),
            Mark::Asked => Text::fixed("待补", "to be filled in"),
        };
        let kind = kind.get(self.shown.lang);
        let head = column.and_then(|column| self.layout.header.headings.get(column));
        let name = head
            .map(|heading| heading.text.as_str())
            .unwrap_or_default();
        let first = text.lines().next().unwrap_or_default();
        let help = text.lines().find_map(|line| line.strip_prefix("→ "));
        let line = match help {
            Some(help) => format!("【{kind}】{first}；{help}"),
            None => format!("【{kind}】{first}"),
        };
        let into = match mark {
            Mark::Asked => &mut row.questions,
            _ => &mut row.findings,
        };
        let line = match (mark, name) {
            (Mark::Asked, "") => first.to_owned(),
            (Mark::Asked, name) => format!("{name}：{first}"),
            _ => line,
        };
        add_line(into, &line);
        if let Some(cell) = column.and_then(|column| row.cells.get_mut(column)) {
            cell.mark = cell.mark.max(Some(mark));
            // What is only asked for stands in the column of questions.
            if mark != Mark::Asked {
                add_line(&mut cell.note, &format!("【{kind}】{text}"));
            }
        }
    }

    fn questions(&self, out: &mut [OutRow]) {
        for question in &self.report.questions {
            let (row, column) = self.place(&question.path).unwrap_or((0, None));
            // Where no column says whose it is, the header does that such a column would have.
            let known = catalogue().of_path(&unnumbered(&question.path));
            let label = known.map_or(question.label.as_str(), |known| {
                known.label.get(self.shown.lang)
            });
            let asked = match (column, self.shown.lang) {
                (Some(_), _) => question.ask.clone(),
                (None, Lang::Zh) => format!("{label}：{}", question.ask),
                (None, Lang::En) => format!("{label}: {}", question.ask),
            };
            self.say(out, row, column, Mark::Asked, &asked);
        }
    }

    /// What counts for nothing, at its cell.
    fn remarks(&self, out: &mut [OutRow]) {
        for remark in &self.report.remarks {
            let is_its = |row: &Row| usize::try_from(row.number) == Ok(remark.row);
            if let Some(row) = self.rows.iter().position(is_its) {
                let column = remark.column.checked_sub(1);
                self.say(out, row, column, Mark::Notice, &remark.message);
            }
        }
    }

    /// The row (its index) and the column of a path: where its value stands, else where it would.
    fn place(&self, path: &str) -> Option<(usize, Option<usize>)> {
        if let Some(span) = exact(&self.draft.parsed.root, path) {
            let (line, column) = self.draft.file.line_column(span.start);
            let number = u32::try_from(line).ok()?.checked_sub(1)?;
            let number = number.saturating_add(self.draft.first_row);
            let row = self.rows.iter().position(|row| row.number == number)?;
            return Some((row, column.checked_sub(1)));
        }
        let element = self
            .draft
            .elements
            .iter()
            .filter(|(prefix, _)| path.starts_with(prefix.as_str()))
            .max_by_key(|(prefix, _)| prefix.len());
        let number = element.map_or(self.draft.first_row, |(_, row)| *row);
        let row = self.rows.iter().position(|row| row.number == number)?;
        Some((row, self.layout.header.column_of(path)))
    }
}

/// Where the value of a path stands, if it is there and is no table.
fn exact(root: &Table, path: &str) -> Option<Span> {
    let mut table = root;
    let mut keys = path.split('.').peekable();
    while let Some(key) = keys.next() {
        let (key, index) = match key.split_once('[') {
            Some((key, index)) => (key, index.strip_suffix(']')?.parse::<usize>().ok()),
            None => (key, None),
        };
        let node = table.get(key)?;
        let node = match (index, &node.value) {
            (Some(index), Value::Array(items)) => items.get(index)?,
            _ => node,
        };
        match (&node.value, keys.peek()) {
            (Value::Table(inner), Some(_)) => table = inner,
            (Value::Table(_), None) => return None,
            (_, None) => return Some(node.span),
            (_, Some(_)) => return None,
        }
    }
    None
}

fn unit_number(root: &Table, report: &DraftReport) -> Option<String> {
    let is_unit = report.subject.is_some_and(|kind| kind != "personal");
    let subject = root.get("subject").and_then(Node::as_table)?;
    let certificate = subject.get("certificate").and_then(Node::as_table)?;
    let number = certificate.get("number").and_then(Node::as_str)?;
    is_unit.then(|| number.to_owned())
}

fn add_line(into: &mut String, line: &str) {
    if !into.is_empty() {
        into.push('\n');
    }
    into.push_str(line);
}

fn lines(texts: Vec<String>) -> String {
    texts.join("\n")
}

/// A number as spreadsheets show a long one: `1.40105E+17`.
fn scientific(number: f64) -> String {
    format!("{number:.5E}").replace('E', "E+")
}

/// Whether a column that was not read holds what is a person's own affair, by its header.
fn speaks_of_a_person(header: &str) -> bool {
    const WORDS: &[&str] = &[
        "证件",
        "身份证",
        "护照",
        "通行证",
        "居住证",
        "驾驶证",
        "社保号",
        "出生",
        "生日",
        "住址",
        "电话",
        "手机",
        "座机",
        "邮箱",
        "邮件",
        "微信",
        "qq",
        "银行卡",
        "phone",
        "mobile",
        "mail",
        "address",
        "passport",
        "birth",
    ];
    let header = header.to_lowercase();
    let is_place = header.contains("地址")
        && !["网", "域名", "服务器", "ip"]
            .iter()
            .any(|word| header.contains(word));
    is_place || WORDS.iter().any(|word| header.contains(word))
}
