//! A draft's tree to rows, so that reading the rows gives the draft again.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::cell::{Cell, clean};
use super::column::{Column, List, What, catalogue};
use super::header::{Header, Heading, Known, Meaning};
use super::layout::Layout;
use super::record::{Rows, is_nameless};
use super::spoilt::is_rounded;
use super::template::EXAMPLE;
use super::tree::same;
use super::value::{LITERAL, Read, read};
use super::words::{choice, is_none};
use crate::draft::{ListName, Overrides, read_tree};
use crate::fields::{Choices, Field, Kind, Need};
use crate::identifiers::division_named;
use crate::source::{Entry, Node, Span, Table, Value, write_toml_value};
use crate::text::{Lang, Text};

/// A column of what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Head<'t> {
    /// The draft that a row belongs to.
    Draft,
    /// A column of the catalogue, by its index.
    Column(usize),
    /// A text of the user's own, by its key in `meta`.
    Meta(&'t str),
}

/// The rows of a draft: what stands in which column.
#[derive(Debug, Clone, Default)]
pub struct DraftRows<'t> {
    /// The rows, one at least.
    pub rows: Vec<BTreeMap<Head<'t>, Cell>>,
}

/// How rows are written.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'n> {
    /// Whether the file keeps numbers and texts apart; CSV does not.
    pub typed: bool,
    /// What the draft column says where the draft has no id, or one that an earlier draft has:
    /// `#` and a number.
    pub nameless: &'n str,
    /// Whether `meta.id` is left to the column of what is the user's own.
    pub id_is_taken: bool,
    /// Whether all that is the user's own goes into one column.
    pub meta_in_one: bool,
}

impl Head<'_> {
    /// What stands above the column.
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Head::Draft, Lang::Zh) => "草稿".to_owned(),
            (Head::Draft, Lang::En) => "draft".to_owned(),
            (Head::Column(_), Lang::Zh) => self
                .column()
                .map(|column| column.label.zh.clone().into_owned())
                .unwrap_or_default(),
            (Head::Column(_), Lang::En) => self
                .column()
                .map(|column| column.path.clone())
                .unwrap_or_default(),
            (Head::Meta(key), _) => format!("meta.{key}"),
        }
    }

    /// The column of the catalogue.
    pub fn column(&self) -> Option<&'static Column> {
        match self {
            Head::Column(index) => catalogue().columns().get(*index),
            _ => None,
        }
    }

    fn meaning(&self) -> Meaning {
        match self {
            Head::Draft => Meaning::Draft,
            Head::Meta(key) => Meaning::Meta((*key).to_owned()),
            Head::Column(_) => self.column().map_or(Meaning::Ignored, |column| {
                Meaning::Known(Known {
                    column,
                    parent: None,
                    own: None,
                })
            }),
        }
    }
}

/// The header of some columns.
pub fn header_of(heads: &[Head<'_>], lang: Lang) -> Header {
    Header {
        headings: heads
            .iter()
            .map(|head| Heading {
                text: head.text(lang),
                meaning: head.meaning(),
            })
            .collect(),
        row: 1,
        draft: heads.iter().position(|head| *head == Head::Draft),
        ..Header::default()
    }
}

/// The rows of a draft.
///
/// # Errors
///
/// It cannot be written so that reading gives the same again; which no draft is known to do.
pub fn draft_rows<'t>(root: &'t Table, manner: Manner<'_>) -> Result<DraftRows<'t>, Text> {
    // Numbers of services and domains are only written where rows would not tell them apart.
    for numbered in [false, true] {
        let rows = written(root, manner, numbered);
        if is_same(root, &rows, manner.typed) {
            return Ok(rows);
        }
    }
    Err(Text::fixed(
        "这份草稿写不成表格的行而不丢内容",
        "this draft cannot be written as rows without loss",
    ))
}

/// The rows of a draft as far as they can be written, for those who only look at them.
pub fn shown_rows<'t>(root: &'t Table, manner: Manner<'_>) -> DraftRows<'t> {
    let rows = written(root, manner, false);
    match is_same(root, &rows, manner.typed) {
        true => rows,
        false => written(root, manner, true),
    }
}

fn written<'t>(root: &'t Table, manner: Manner<'_>, numbered: bool) -> DraftRows<'t> {
    let mut writer = Writer {
        manner,
        numbered,
        rows: DraftRows {
            rows: vec![BTreeMap::new()],
        },
    };
    writer.root(root);
    writer.rows
}

/// Whether reading the rows gives the draft again.
fn is_same(root: &Table, rows: &DraftRows<'_>, typed: bool) -> bool {
    let mut heads: Vec<Head<'_>> = rows
        .rows
        .iter()
        .flat_map(|row| row.keys().copied())
        .collect();
    heads.sort();
    heads.dedup();
    let layout = Layout::new(header_of(&heads, Lang::Zh), typed);
    let cells = |row: &BTreeMap<Head<'_>, Cell>| super::cell::Row {
        number: 2,
        cells: heads
            .iter()
            .map(|head| row.get(head).cloned().unwrap_or_default())
            .collect(),
        joined: Vec::new(),
    };
    let rows = Rows {
        rows: rows.rows.iter().map(cells).collect(),
        fault: None,
    };
    let again = layout.draft("", &rows);
    let read = |root: &Table| read_tree(root, Span::default(), &Overrides::default()).draft;
    again.parsed.problems.is_empty()
        && read(&again.parsed.root) == read(root)
        && same_meta(root, &again.parsed.root)
}

fn same_meta(left: &Table, right: &Table) -> bool {
    let own = |root: &Table| -> Vec<(String, Value)> {
        let table = root.get("meta").and_then(Node::as_table);
        let entries = table
            .map(|table| table.entries.as_slice())
            .unwrap_or_default();
        let mut own: Vec<(String, Value)> = entries
            .iter()
            .filter(|entry| entry.key != "id")
            .map(|entry| (entry.key.clone(), entry.node.value.clone()))
            .collect();
        own.sort_by(|left, right| left.0.cmp(&right.0));
        own
    };
    let (left, right) = (own(left), own(right));
    left.len() == right.len()
        && left
            .iter()
            .zip(&right)
            .all(|(left, right)| left.0 == right.0 && same(&left.1, &right.1))
}

struct Writer<'t, 'n> {
    manner: Manner<'n>,
    numbered: bool,
    rows: DraftRows<'t>,
}

impl<'t> Writer<'t, '_> {
    fn put(&mut self, row: usize, head: Head<'t>, cell: Cell) {
        while self.rows.rows.len() <= row {
            self.rows.rows.push(BTreeMap::new());
        }
        if let Some(row) = self.rows.rows.get_mut(row) {
            row.insert(head, cell);
        }
    }

    /// How many cells are written.
    fn count(&self) -> usize {
        self.rows.rows.iter().map(BTreeMap::len).sum()
    }

    fn root(&mut self, root: &'t Table) {
        self.table(root, None, &mut Vec::new(), 0);
        let id = self.meta(root);
        for row in 0..self.rows.rows.len() {
            self.put(row, Head::Draft, Cell::Text(id.clone()));
        }
    }

    /// Writes what is the user's own; gives what the draft column says.
    fn meta(&mut self, root: &'t Table) -> String {
        let mut id = None;
        let mut rest = Table::default();
        let meta = root.get("meta").and_then(Node::as_table);
        for entry in meta
            .map(|table| table.entries.as_slice())
            .unwrap_or_default()
        {
            match (entry.key.as_str(), &entry.node.value) {
                ("id", Value::String(text)) if !self.manner.id_is_taken => id = Some(literal(text)),
                ("id", Value::Integer(number)) if !self.manner.id_is_taken => {
                    id = Some(number.to_string());
                }
                (key, Value::String(text))
                    if key != "id"
                        && !self.manner.meta_in_one
                        && clean(key) == key
                        && !key.is_empty() =>
                {
                    self.put(0, Head::Meta(key), Cell::Text(literal(text)));
                }
                _ => rest.entries.push(Entry::clone(entry)),
            }
        }
        if !rest.entries.is_empty()
            && let Some(head) = head_of("meta")
        {
            let text = write_toml_value(&Value::Table(rest));
            self.put(0, head, Cell::Text(text));
        }
        id.unwrap_or_else(|| self.manner.nameless.to_owned())
    }

    /// Writes a table of the draft or of an element; gives how many rows its lists take.
    fn table(
        &mut self,
        table: &'t Table,
        list: Option<List>,
        keys: &mut Vec<&'t str>,
        row: usize,
    ) -> usize {
        let mut height = 1;
        for entry in &table.entries {
            keys.push(&entry.key);
            let inside = list_of(list, keys);
            let taken = match (inside, &entry.node.value) {
                (Some(inside), Value::Array(items)) => self.list(items, inside, row),
                _ => self.entry(entry, list, keys, row),
            };
            height = height.max(taken);
            keys.pop();
        }
        height
    }

    fn entry(
        &mut self,
        entry: &'t Entry,
        list: Option<List>,
        keys: &mut Vec<&'t str>,
        row: usize,
    ) -> usize {
        let path = match list {
            Some(list) => format!("{}.{}", list.path(), keys.join(".")),
            None => keys.join("."),
        };
        if path == "meta" || (path == "format" && entry.node.value == Value::Integer(1)) {
            return 1;
        }
        let head = head_of(&path);
        match (&entry.node.value, head.as_ref().and_then(Head::column)) {
            (Value::Table(inner), column) => {
                let before = self.count();
                let height = self.table(inner, list, keys, row);
                // A table that leaves no trace is there all the same.
                if self.count() == before
                    && let (Some(head), Some(_)) = (head, column)
                {
                    self.put(row, head, Cell::Text("有".to_owned()));
                }
                height
            }
            (value, Some(column)) => {
                if let Some(head) = head {
                    let cell = cell_of(column, value, self.manner.typed);
                    self.put(row, head, cell);
                }
                1
            }
            (_, None) => 1,
        }
    }

    fn list(&mut self, items: &'t [Node], list: List, row: usize) -> usize {
        let number = head_of(&list.path());
        if items.is_empty() {
            if let Some(head) = number {
                self.put(row, head, Cell::Text("无".to_owned()));
            }
            return 1;
        }
        let mut height = 0usize;
        for (index, item) in (1u32..).zip(items) {
            let from = row.saturating_add(height);
            let taken = match &item.value {
                Value::Table(table) => self.table(table, Some(list), &mut Vec::new(), from),
                // A pre-approval may be its kind alone.
                bare => {
                    let head = head_of(&format!("{}.kind", list.path()));
                    if let Some((head, column)) = head.zip(head.as_ref().and_then(Head::column)) {
                        let cell = cell_of(column, bare, self.manner.typed);
                        self.put(from, head, cell);
                    }
                    1
                }
            };
            if self.numbered
                && let Some(head) = number
            {
                // A service says its number in all its rows.
                let rows = match list.name {
                    ListName::Services => taken,
                    _ => 1,
                };
                for row in from..from.saturating_add(rows) {
                    self.put(row, head, Cell::Number(f64::from(index)));
                }
            }
            height = height.saturating_add(taken);
        }
        height
    }
}

/// The list of records that some keys lead to.
fn list_of(list: Option<List>, keys: &[&str]) -> Option<List> {
    let (previous, name) = match (list, keys) {
        (None, ["services"]) => (false, ListName::Services),
        (None, ["attachments"]) => (false, ListName::Attachments),
        (None, ["allow"]) => (false, ListName::Allow),
        (None, ["previous", "services"]) => (true, ListName::Services),
        (Some(list), [key]) if list.name == ListName::Services => (
            list.previous,
            match *key {
                "domains" => ListName::Domains,
                "platforms" => ListName::Platforms,
                "pre_approvals" => ListName::PreApprovals,
                _ => return None,
            },
        ),
        _ => return None,
    };
    Some(List { previous, name })
}

fn head_of<'t>(path: &str) -> Option<Head<'t>> {
    let columns = catalogue().columns();
    let column = catalogue().of_path(path)?;
    let index = columns
        .iter()
        .position(|other| std::ptr::eq(other, column))?;
    Some(Head::Column(index))
}

/// The cell of a value, as a person would fill it in.
pub(super) fn cell_of(column: &Column, value: &Value, typed: bool) -> Cell {
    let cell = match (column.what, value) {
        (What::Presence(_), Value::String(text)) if text == "none" => Cell::Text("无".to_owned()),
        (What::Field(field), value) => field_cell(field, value),
        (_, value) => plain(value),
    };
    let reads = |cell: &Cell| match read(cell, column, typed, Span::default()) {
        Read::Value(found) => means_same(column, &found, value),
        _ => false,
    };
    match (&cell, value) {
        (Cell::Text(text), Value::String(given)) => {
            let long = text.len() > 15 || text.starts_with('0');
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            // A spreadsheet that opens CSV makes a number of what looks like one.
            let kept = !typed && long && digits && column.field().is_some_and(is_text);
            match kept || !reads(&cell) {
                true => Cell::Text(format!("{LITERAL}{given}")),
                false => cell,
            }
        }
        (Cell::Text(_), Value::Array(items)) if !reads(&cell) => Cell::Text(json_list(items)),
        _ => cell,
    }
}

fn is_text(field: &Field) -> bool {
    matches!(field.kind, Kind::Text(_))
}

/// Whether what was read of a cell is the value that it was written for.
fn means_same(column: &Column, found: &Value, value: &Value) -> bool {
    if same(found, value) {
        return true;
    }
    match (column.field().map(|field| field.kind), found, value) {
        (Some(Kind::Province), Value::String(found), Value::String(value)) => {
            division_named(found).map(|d| d.code) == division_named(value).map(|d| d.code)
        }
        (_, Value::Date(found), Value::String(value)) => found.to_string() == *value,
        _ => false,
    }
}

fn field_cell(field: &Field, value: &Value) -> Cell {
    let text = match value {
        Value::String(text) => text,
        Value::Array(items) => return list_cell(field, items),
        other => return plain(other),
    };
    if text == "none" && field.need == Need::Loose {
        return Cell::Text("无".to_owned());
    }
    match field.kind {
        Kind::Enum(choices) => Cell::Text(label(choices, text)),
        Kind::DayOrLongTerm if text == "long-term" => Cell::Text("长期".to_owned()),
        Kind::Day | Kind::DayOrLongTerm => NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .map_or_else(|_| Cell::Text(text.clone()), Cell::Day),
        Kind::Province => Cell::Text(match division_named(text) {
            Some(division) => division.short.to_owned(),
            None => text.clone(),
        }),
        _ => Cell::Text(text.clone()),
    }
}

fn list_cell(field: &Field, items: &[Node]) -> Cell {
    let texts = items.iter().map(|item| match (&item.value, field.kind) {
        (Value::String(text), Kind::Set(choices)) => label(choices, text),
        (Value::String(text), _) => text.clone(),
        (other, _) => plain(other).shown().into_owned(),
    });
    let texts: Vec<String> = texts.collect();
    match texts.is_empty() {
        true => Cell::Text("无".to_owned()),
        false => Cell::Text(texts.join("、")),
    }
}

/// What people call a choice, where that leads back to it.
fn label(choices: Choices, id: &str) -> String {
    let known = choices.iter().find(|known| known.id == id);
    known
        .map(|known| known.label.zh.as_ref())
        .filter(|label| choice(choices, label) == Some(id))
        .unwrap_or(id)
        .to_owned()
}

fn plain(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(true) => Cell::Text("是".to_owned()),
        Value::Bool(false) => Cell::Text("否".to_owned()),
        Value::Integer(number) => {
            #[allow(clippy::cast_precision_loss, reason = "fields count to a million")]
            let float = *number as f64;
            Cell::Number(float)
        }
        Value::Float(number) => Cell::Number(*number),
        Value::String(text) => Cell::Text(text.clone()),
        Value::Date(day) => Cell::Day(*day),
        other => Cell::Text(write_toml_value(other)),
    }
}

fn json_list(items: &[Node]) -> String {
    let texts: Vec<&str> = items.iter().filter_map(Node::as_str).collect();
    serde_json::to_string(&texts).unwrap_or_default()
}

/// A text of the user's own, so that it is read as it is.
fn literal(text: &str) -> String {
    let plain = clean(text) == text
        && !text.is_empty()
        && !text.starts_with(LITERAL)
        && !is_nameless(text)
        && !is_rounded(&Cell::Text(text.to_owned()), false)
        && !is_none(text)
        && !EXAMPLE.contains(&text);
    match plain {
        true => text.to_owned(),
        false => format!("{LITERAL}{text}"),
    }
}
