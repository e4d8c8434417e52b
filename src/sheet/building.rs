//! The rows of one draft to its tree, whose every value knows its cell.

use super::cell::{Cell, Row};
use super::column::{Column, List, What};
use super::grid::Grid;
use super::header::Known;
use super::layout::{Layout, required_key};
use super::record::{SheetDraft, is_identity, is_nameless};
use super::spoilt::is_rounded;
use super::tree::{Element, put};
use super::value::{Read, read_within, unclosed_help};
use crate::fields::Kind;
use crate::identifiers::{division_named, fold};
use crate::source::{Node, Parsed, Problem, SourceFile, Table, Value};
use crate::text::Text;

/// A draft that is being read from its rows.
pub(super) struct Building<'l> {
    pub layout: &'l Layout,
    /// One at least.
    pub rows: &'l [Row],
    pub grid: Grid,
    pub problems: Vec<Problem>,
    /// How many numbers got the zero back that they had lost.
    pub restored: usize,
    pub root: Element,
}

impl<'l> Building<'l> {
    /// Nothing read yet.
    pub(super) fn new(layout: &'l Layout, rows: &'l [Row]) -> Self {
        Self {
            layout,
            rows,
            grid: Grid::new(rows, layout.header.headings.len()),
            problems: Vec::new(),
            restored: 0,
            root: Element::default(),
        }
    }

    /// The draft column's value is `meta.id`.
    pub(super) fn draft_id(&mut self) {
        let Some(column) = self.layout.header.draft else {
            return;
        };
        let found = self
            .rows
            .iter()
            .position(|row| !row.cell(column).is_blank());
        if let Some((index, row)) = found.and_then(|index| Some((index, self.rows.get(index)?))) {
            let shown = row.cell(column).shown();
            let cleaned = super::cell::clean(&shown);
            if is_nameless(&cleaned) || row.cell(column) == &Cell::Unclosed {
                return;
            }
            if row.cell(column).is_lost() {
                let span = self.grid.span(index, column);
                let problem = Problem::new(
                    span,
                    Text::new(
                        format!("草稿一列是 {cleaned}，分不清是哪份草稿"),
                        format!("the draft column holds {cleaned}, which names no draft"),
                    ),
                );
                self.problems.push(problem.with_help(Some(Text::fixed(
                    "改正公式，或直接填写草稿编号",
                    "mend the formula, or write the draft's id itself",
                ))));
                return;
            }
            if let Some((message, help)) = self.no_id(row.cell(column), column) {
                let problem = Problem::new(self.grid.span(index, column), message);
                self.problems.push(problem.with_help(Some(help)));
                return;
            }
            let id = match row.cell(column) {
                Cell::Text(text) => text.strip_prefix('\'').unwrap_or(&cleaned),
                _ => &cleaned,
            };
            let id = id.to_owned();
            let node = Node {
                value: Value::String(id),
                span: self.grid.span(index, column),
            };
            let _ = put(&mut self.root.table, &["meta", "id"], node);
        }
    }

    /// Why what stands in the draft column is no draft's id, and what to do.
    fn no_id(&self, cell: &Cell, column: usize) -> Option<(Text, Text)> {
        let heading = self.layout.header.headings.get(column);
        let name = heading.map_or("", |heading| heading.text.as_str());
        if is_rounded(cell, self.layout.typed) {
            return Some((
                Text::fixed(
                    "草稿编号被表格软件当成了数字：后面的几位已经丢失或变成 0，不能用",
                    "the draft's id was taken for a number by the spreadsheet: its last digits are lost or have become 0, so it cannot be used",
                ),
                Text::fixed(
                    "把这一列设成“文本”格式，再重新填写",
                    "format the column as text, then write the ids again",
                ),
            ));
        }
        is_identity(name, &cell.shown()).then(|| {
            (
                Text::new(
                    format!("“{name}”一列写的是身份证号，不是草稿编号"),
                    format!("column “{name}” holds the number of an ID card, not a draft's id"),
                ),
                Text::fixed(
                    "列名写明是谁的，如 主体负责人证件号码；草稿编号的列名写“草稿”",
                    "say in the header whose it is, such as principal.certificate.number; ids of drafts stand in a column “draft”",
                ),
            )
        })
    }

    pub(super) fn row(&mut self, index: usize, row: &Row) {
        let layout = self.layout;
        let open = row.cells.iter().position(|cell| *cell == Cell::Unclosed);
        if let Some(column) = open {
            let problem = Problem::new(
                self.grid.span(index, column),
                Text::fixed(
                    "引号没有配对：从这里起分不清各列的内容",
                    "a quotation mark is not closed: from here on no cell can be told from the next",
                ),
            );
            self.problems.push(problem.with_help(unclosed_help()));
        }
        for (column, known) in &layout.roots {
            // A merge was read in its first row.
            if index > 0 && row.joined.contains(column) {
                continue;
            }
            let Some(node) = self.cell(index, row, *column, known.column) else {
                continue;
            };
            match (known.column.what, node.value) {
                // What is kept of one's own may stand in columns of its own besides.
                (What::Meta, Value::Table(table)) => {
                    for entry in table.entries {
                        let outcome = put(&mut self.root.table, &["meta", &entry.key], entry.node);
                        self.settle(outcome, index, *column, None);
                    }
                }
                (_, value) => {
                    let node = Node { value, ..node };
                    let outcome = self.root.put(&known.column.keys, node);
                    self.settle(outcome, index, *column, None);
                }
            }
        }
        for (column, key) in &layout.metas {
            self.meta(index, row, *column, key);
        }
        // The row's own services come before what lies in them.
        let mut touched: Vec<(List, Option<u32>, usize)> = Vec::new();
        for group in &layout.groups {
            if group.list.parent().is_none() {
                if let Some(element) = self.top(index, row, group) {
                    touched.push((group.list, group.own, element));
                }
            } else {
                self.nested(index, row, group, &touched);
            }
        }
    }

    /// A cell's value; what cannot be read is noted and stands as null.
    pub(super) fn cell(
        &mut self,
        index: usize,
        row: &Row,
        column: usize,
        of: &Column,
    ) -> Option<Node> {
        let span = self.grid.span(index, column);
        if row.cell(column) == &Cell::Unclosed {
            // It was told of where the quotation begins.
            let is_open = |cell: &Cell| *cell == Cell::Unclosed;
            let first = row.cells.iter().position(is_open).unwrap_or(column);
            return Some(Node {
                value: Value::Null,
                span: self.grid.span(index, first),
            });
        }
        let province = self.province_beside(row, column, of);
        let cell = row.cell(column);
        let name = self.layout.called(column);
        let value = match read_within(cell, of, name, self.layout.typed, span, province) {
            Read::Nothing => return None,
            Read::Value(value) => value,
            Read::Restored(value) => {
                self.restored = self.restored.saturating_add(1);
                value
            }
            Read::Bad(message, help) => {
                self.problems
                    .push(Problem::new(span, message).with_help(help));
                Value::Null
            }
        };
        Some(Node { value, span })
    }

    /// The province that is written beside a city's cell, or in the draft's first row that says it.
    fn province_beside(&self, row: &Row, column: usize, of: &Column) -> Option<u32> {
        if of.field()?.kind != Kind::City {
            return None;
        }
        let (_, place) = of.keys.split_last()?;
        let columns = match of.list {
            None => &self.layout.roots,
            Some(_) => {
                let mut groups = self.layout.groups.iter();
                let is_own = |(at, _): &(usize, Known)| *at == column;
                &groups
                    .find(|group| group.columns.iter().any(is_own))?
                    .columns
            }
        };
        let (at, _) = columns.iter().find(|(_, known)| {
            let keys = known.column.keys.split_last();
            keys.is_some_and(|(last, before)| *last == "province" && before == place)
        })?;
        let elsewhere = self.rows.iter().filter(|_| of.list.is_none());
        let mut cells = std::iter::once(row)
            .chain(elsewhere)
            .map(|row| row.cell(*at));
        let shown = cells.find(|cell| !cell.is_blank())?.shown();
        let named = division_named(&fold(&super::cell::clean(&shown)))?;
        Some(named.code)
    }

    fn meta(&mut self, index: usize, row: &Row, column: usize, key: &str) {
        let cell = row.cell(column);
        if cell.is_blank() || *cell == Cell::Unclosed || (index > 0 && row.joined.contains(&column))
        {
            return;
        }
        let shown = cell.shown();
        let cleaned = super::cell::clean(&shown);
        let text = match cell {
            Cell::Text(text) => text.strip_prefix('\'').unwrap_or(&cleaned),
            _ => &cleaned,
        };
        let node = Node {
            value: Value::String(text.to_owned()),
            span: self.grid.span(index, column),
        };
        let outcome = put(&mut self.root.table, &["meta", key], node);
        if let Err(conflict) = outcome {
            let name = Text::new(format!("meta.{key}"), format!("meta.{key}"));
            self.contradiction(conflict, index, column, &name, None);
        }
    }

    pub(super) fn finish(mut self, name: &str) -> SheetDraft {
        let first = self.layout.first_column();
        let root_span = self.grid.span(0, first);
        let given = self
            .layout
            .roots
            .iter()
            .any(|(_, known)| known.column.path == "format");
        if !given || self.root.get(&["format"]).is_none() {
            let node = Node {
                value: Value::Integer(1),
                span: root_span,
            };
            let _ = put(&mut self.root.table, &["format"], node);
        }
        self.point_at_kind();
        let rows = self.rows;
        let number_of = |index: usize| rows.get(index).map_or(0, |row| row.number);
        let mut elements = Vec::new();
        let root = self
            .root
            .finish("", &mut |path, row| elements.push((path, number_of(row))));
        self.problems.sort_by_key(|problem| problem.span);
        SheetDraft {
            file: SourceFile::new(name, self.grid.text),
            parsed: Parsed {
                root,
                root_span,
                problems: self.problems,
                incomplete: false,
            },
            first_row: number_of(0),
            elements,
            restored: self.restored,
        }
    }

    /// Makes the table `filing` point at the cell of its kind, so that a kind that is missing is
    /// told there.
    fn point_at_kind(&mut self) {
        let kind = required_key(None);
        let column = self
            .layout
            .roots
            .iter()
            .find(|(_, known)| known.column.keys == kind)
            .or_else(|| {
                let mut roots = self.layout.roots.iter();
                roots.find(|(_, known)| known.column.keys.first() == kind.first())
            });
        let Some((column, _)) = column else {
            return;
        };
        let span = self.grid.span(0, *column);
        let empty = Node {
            value: Value::Table(Table::default()),
            span,
        };
        let _ = put(&mut self.root.table, &["filing"], empty);
        let mut entries = self.root.table.entries.iter_mut();
        if let Some(entry) = entries.find(|entry| entry.key == "filing") {
            entry.node.span = span;
        }
    }
}
