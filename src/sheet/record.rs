//! The rows of one draft to its tree, whose every value knows its cell.

use super::cell::{Cell, Row};
use super::column::{Column, List, What};
use super::header::Known;
use super::layout::{Group, Layout, required_key, tells_services_apart};
use super::tree::{Conflict, Element, put, same};
use super::value::{Numbered, Read, number, read_within, unclosed_help};
use crate::draft::ListName;
use crate::fields::Kind;
use crate::identifiers::{division_named, fold};
use crate::source::{Node, Parsed, Problem, SourceFile, Span, Table, Value};
use crate::text::Text;

/// The rows of one draft.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// The rows, one at least; blank ones are left out.
    pub rows: Vec<Row>,
    /// What is wrong with how they stand to other drafts.
    pub fault: Option<Misplaced>,
}

/// What is wrong with how the rows of a draft stand to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misplaced {
    /// Rows of the same draft stand elsewhere.
    Scattered,
    /// There are more rows than a draft can have.
    TooMany,
}

/// A draft read from rows.
#[derive(Debug)]
pub struct SheetDraft {
    /// A text of one character for each cell, a line for each row from the draft's first one on:
    /// what spans point into.
    pub file: SourceFile,
    /// The tree, and what of the cells could not be read.
    pub parsed: Parsed,
    /// The number of the draft's first row, from 1.
    pub first_row: u32,
    /// The path of each element of a list, with the number of the row in which it begins.
    pub elements: Vec<(String, u32)>,
    /// How many numbers got the zero back that they had lost.
    pub restored: usize,
}

impl SheetDraft {
    /// The path of the value that stands in a cell, by its row and column from 1.
    pub fn path_at(&self, row: usize, column: usize) -> Option<String> {
        let first = usize::try_from(self.first_row).ok()?;
        let line = row.checked_sub(first)?.checked_add(1)?;
        let mut left = vec![(String::new(), &self.parsed.root)];
        while let Some((path, table)) = left.pop() {
            for entry in &table.entries {
                let inside = match path.as_str() {
                    "" => entry.key.clone(),
                    _ => format!("{path}.{}", entry.key),
                };
                match &entry.node.value {
                    Value::Table(inner) => left.push((inside, inner)),
                    Value::Array(items) if items.iter().any(|item| item.as_table().is_some()) => {
                        for (index, item) in (0usize..).zip(items) {
                            if let Some(inner) = item.as_table() {
                                left.push((format!("{inside}[{index}]"), inner));
                            }
                        }
                    }
                    // The format is no cell's; it points at the draft.
                    _ if self.file.line_column(entry.node.span.start) == (line, column)
                        && inside != "format"
                        && inside != "meta.id" =>
                    {
                        return Some(inside);
                    }
                    _ => {}
                }
            }
        }
        None
    }
}

impl Layout {
    /// The draft of some rows; `name` is what the user calls them.
    pub fn draft(&self, name: &str, rows: &Rows) -> SheetDraft {
        let grid = Grid::new(&rows.rows, self.header.headings.len());
        let mut building = Building {
            layout: self,
            rows: &rows.rows,
            grid,
            problems: Vec::new(),
            restored: 0,
            root: Element::default(),
        };
        building.draft_id();
        if let Some(fault) = rows.fault {
            building.misplaced(fault);
        }
        building.unsettled();
        for (index, row) in (0usize..).zip(&rows.rows) {
            building.row(index, row);
        }
        building.finish(name)
    }
}

/// Where cells stand in the text that is made for them.
#[derive(Debug)]
struct Grid {
    text: String,
    /// The offset of each row's first cell.
    starts: Vec<usize>,
}

impl Grid {
    fn new(rows: &[Row], width: usize) -> Self {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(rows.len());
        let mut line = rows.first().map_or(0, |row| row.number);
        for row in rows {
            while line < row.number {
                text.push('\n');
                line = line.saturating_add(1);
            }
            starts.push(text.len());
            text.extend(std::iter::repeat_n('.', row.cells.len().max(width)));
        }
        Self { text, starts }
    }

    fn span(&self, row: usize, column: usize) -> Span {
        let start = self
            .starts
            .get(row)
            .copied()
            .unwrap_or(0)
            .saturating_add(column);
        Span::of(&(start..start.saturating_add(1)))
    }

    /// The index of the row of an offset.
    fn row_of(&self, offset: u32) -> usize {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        self.starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }
}

struct Building<'l> {
    layout: &'l Layout,
    rows: &'l [Row],
    grid: Grid,
    problems: Vec<Problem>,
    restored: usize,
    root: Element,
}

impl<'l> Building<'l> {
    /// The draft column's value is `meta.id`.
    fn draft_id(&mut self) {
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

    /// What stands in columns of which nobody can say what they mean.
    fn unsettled(&mut self) {
        for fault in &self.layout.header.faults {
            let place = (0usize..).zip(self.rows).find_map(|(index, row)| {
                let mut columns = fault.columns.iter();
                let column = columns.find(|column| !row.cell(**column).is_blank())?;
                Some(self.grid.span(index, *column))
            });
            if let Some(span) = place {
                let problem = Problem::new(span, fault.message.clone());
                self.problems
                    .push(problem.with_help(Some(fault.help.clone())));
            }
        }
    }

    fn misplaced(&mut self, fault: Misplaced) {
        let span = self.grid.span(0, self.layout.first_column());
        let (message, help) = match fault {
            Misplaced::Scattered => (
                Text::fixed(
                    "这份草稿的行没有排在一起：上面别处有同样的草稿编号",
                    "the rows of this draft do not stand together: the same draft stands further up",
                ),
                Text::fixed(
                    "按草稿一列排序，或给另一份草稿另一个编号",
                    "sort by the draft column, or give the other draft another id",
                ),
            ),
            Misplaced::TooMany => (
                Text::fixed(
                    "一份草稿的行太多，从这里起当作另一份",
                    "a draft cannot have so many rows; what follows is taken for another",
                ),
                Text::fixed(
                    "检查草稿一列：每份草稿写自己的编号",
                    "check the draft column: each draft has its own id",
                ),
            ),
        };
        self.problems
            .push(Problem::new(span, message).with_help(Some(help)));
    }

    fn row(&mut self, index: usize, row: &Row) {
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
    fn cell(&mut self, index: usize, row: &Row, column: usize, of: &Column) -> Option<Node> {
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

    /// Tells of a value that contradicts an earlier one. `numbered` is what calls them the same: the
    /// column of the element's number, and the number.
    fn settle(
        &mut self,
        outcome: Result<(), Conflict>,
        index: usize,
        column: usize,
        numbered: Option<(&Text, u32)>,
    ) {
        if let Err(conflict) = outcome {
            let name = self.layout.called(column);
            self.contradiction(conflict, index, column, name, numbered);
        }
    }

    fn contradiction(
        &mut self,
        conflict: Conflict,
        index: usize,
        column: usize,
        name: &Text,
        numbered: Option<(&Text, u32)>,
    ) {
        let earlier = self.grid.row_of(conflict.earlier.start);
        let number = self.rows.get(earlier).map_or(0, |row| row.number);
        let span = self.grid.span(index, column);
        if let Some((by, own)) = numbered.filter(|_| earlier != index) {
            let message = Text::new(
                format!("{}和第 {number} 行不同，{}却都是 {own}", name.zh, by.zh),
                format!(
                    "{} differs from row {number}, though {} is {own} in both",
                    name.en, by.en
                ),
            );
            let help = Text::new(
                format!(
                    "另一项写另一个{}；同一项的各行写同样的内容，或只在第一行写",
                    by.zh
                ),
                format!(
                    "another one has another {}; of the same one repeat it in all rows, or write it in the first only",
                    by.en
                ),
            );
            self.problems
                .push(Problem::new(span, message).with_help(Some(help)));
            return;
        }
        let message = match earlier == index {
            true => Text::new(
                format!("{}和同一行里另一处矛盾", name.zh),
                format!("{} contradicts another cell of the row", name.en),
            ),
            false => Text::new(
                format!(
                    "{}和第 {number} 行不同，它们是同一份草稿里的同一项",
                    name.zh
                ),
                format!(
                    "{} differs from row {number}, which says the same of the same draft",
                    name.en
                ),
            ),
        };
        let help = Text::fixed(
            "一份草稿的各行写同样的内容，或只在第一行写；另一份草稿写另一个草稿编号，另一项服务写另一个服务序号",
            "repeat it in all rows of a draft, or write it in the first only; another draft has another id, another service another number",
        );
        self.problems
            .push(Problem::new(span, message).with_help(Some(help)));
    }

    /// The row's part of a list of the draft: the element that it fills, if it fills one.
    fn top(&mut self, index: usize, row: &Row, group: &Group) -> Option<usize> {
        let cells = self.cells(index, row, group);
        let numbered = self.number(index, row, group);
        let inside = self.fills_inside(row, group);
        let span = self.element_span(index, group, &cells);
        let filled = self.root.list(group.list);
        let element = match numbered {
            Some(Numbered::Element(number)) => filled.numbered(number, index, span),
            Some(Numbered::Empty) => {
                filled.empty = Some(span);
                if cells.is_empty() {
                    return None;
                }
                filled.add(index, span)
            }
            _ if cells.is_empty() && !inside => return None,
            _ => match (group.own, group.list.name) {
                (Some(number), _) => filled.numbered(number, index, span),
                (None, ListName::Services) => {
                    let known = service(&filled.elements, filled.current, &cells);
                    filled.current = known;
                    known.unwrap_or_else(|| filled.add(index, span))
                }
                _ => leaf(filled, index, span, &cells),
            },
        };
        self.fill(index, group, None, element, cells);
        Some(element)
    }

    /// The row's part of a list of a service.
    fn nested(
        &mut self,
        index: usize,
        row: &Row,
        group: &Group,
        touched: &[(List, Option<u32>, usize)],
    ) {
        let Some(parent) = group.list.parent() else {
            return;
        };
        let cells = self.cells(index, row, group);
        let numbered = self.number(index, row, group);
        if cells.is_empty() && matches!(numbered, None | Some(Numbered::Nothing)) {
            return;
        }
        let span = self.element_span(index, group, &cells);
        let services = self.root.list(parent);
        let chosen = touched
            .iter()
            .find(|(list, own, _)| *list == parent && *own == group.parent)
            .map(|(_, _, element)| *element);
        let service = match (group.parent, chosen) {
            (_, Some(element)) => element,
            (Some(number), None) => services.numbered(number, index, span),
            (None, None) => match services.current {
                Some(current) => current,
                None => services.add(index, span),
            },
        };
        let Some(holder) = services.elements.get_mut(service) else {
            return;
        };
        let filled = holder.list(group.list);
        let element = match numbered {
            Some(Numbered::Element(number)) => filled.numbered(number, index, span),
            Some(Numbered::Empty) => {
                filled.empty = Some(span);
                if cells.is_empty() {
                    return;
                }
                filled.add(index, span)
            }
            _ => match group.own {
                Some(number) => filled.numbered(number, index, span),
                None => leaf(filled, index, span, &cells),
            },
        };
        self.fill(index, group, Some(service), element, cells);
    }

    /// The values of the row in a group's columns.
    fn cells(&mut self, index: usize, row: &Row, group: &Group) -> Vec<(usize, Known, Node)> {
        let mut cells = Vec::new();
        for (column, known) in &group.columns {
            if let Some(node) = self.cell(index, row, *column, known.column) {
                cells.push((*column, *known, node));
            }
        }
        cells
    }

    fn number(&mut self, index: usize, row: &Row, group: &Group) -> Option<Numbered> {
        let (column, _) = group.number?;
        if row.cell(column) == &Cell::Unclosed {
            return Some(Numbered::Nothing);
        }
        let found = number(row.cell(column), self.layout.called(column));
        if let Numbered::Bad(message, help) = &found {
            let span = self.grid.span(index, column);
            self.problems
                .push(Problem::new(span, message.clone()).with_help(help.clone()));
        }
        Some(found)
    }

    /// Whether the row fills a list that lies in this group's.
    fn fills_inside(&self, row: &Row, group: &Group) -> bool {
        self.layout.groups.iter().any(|inner| {
            inner.list.parent() == Some(group.list)
                && inner.parent == group.own
                && (inner.columns.iter().chain(&inner.number))
                    .any(|(column, _)| !row.cell(*column).is_blank())
        })
    }

    /// Where to point for an element: the cell of the key that it must have, else its first.
    fn element_span(&self, index: usize, group: &Group, cells: &[(usize, Known, Node)]) -> Span {
        let required = required_key(Some(group.list));
        let column = group
            .columns
            .iter()
            .find(|(_, known)| known.column.keys == required)
            .or(group.number.as_ref())
            .map(|(column, _)| *column)
            .or_else(|| cells.first().map(|(column, _, _)| *column))
            .or_else(|| group.columns.first().map(|(column, _)| *column));
        self.grid.span(index, column.unwrap_or(0))
    }

    fn fill(
        &mut self,
        index: usize,
        group: &Group,
        service: Option<usize>,
        element: usize,
        cells: Vec<(usize, Known, Node)>,
    ) {
        for (column, known, node) in cells {
            let holder = match (service, group.list.parent()) {
                (Some(service), Some(parent)) => self.root.list(parent).elements.get_mut(service),
                _ => Some(&mut self.root),
            };
            let target =
                holder.and_then(|holder| holder.list(group.list).elements.get_mut(element));
            if let Some(target) = target {
                let number = target.number;
                let outcome = target.put(&known.column.keys, node);
                let by = group.number.map(|(at, _)| self.layout.called(at));
                let numbered = by.zip(number);
                self.settle(outcome, index, column, numbered);
            }
        }
    }

    fn finish(mut self, name: &str) -> SheetDraft {
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

/// Whether the draft column says only that rows belong together: `#1`.
pub(super) fn is_nameless(name: &str) -> bool {
    name.strip_prefix('#')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// The service that a row's cells are of: one with the same name, number and kind as far as both
/// say them; without a name or number, the one being filled.
fn service(
    known: &[Element],
    current: Option<usize>,
    cells: &[(usize, Known, Node)],
) -> Option<usize> {
    let keys: Vec<&(usize, Known, Node)> = cells
        .iter()
        .filter(|(_, known, _)| tells_services_apart(known))
        .collect();
    let agrees = |element: &Element| {
        let mut named = false;
        for (_, known, node) in &keys {
            let is_name = known.column.keys != ["kind"];
            match element.get(&known.column.keys) {
                Some(there) if !same(&there.value, &node.value) => return false,
                Some(_) => named |= is_name,
                None => {}
            }
        }
        named
    };
    let is_named = keys
        .iter()
        .any(|(_, known, _)| known.column.keys != ["kind"]);
    if is_named {
        return known.iter().position(agrees);
    }
    let element = known.get(current?)?;
    let differs = keys.iter().any(|(_, known, node)| {
        element
            .get(&known.column.keys)
            .is_some_and(|there| !same(&there.value, &node.value))
    });
    if differs { None } else { current }
}

/// The element that a row's cells are of: the last one where they say no more than it does, else a
/// further one.
fn leaf(
    filled: &mut super::tree::Filled,
    row: usize,
    span: Span,
    cells: &[(usize, Known, Node)],
) -> usize {
    let repeats = filled.current().is_some_and(|element| {
        cells.iter().all(|(_, known, node)| {
            element
                .get(&known.column.keys)
                .is_some_and(|there| same(&there.value, &node.value))
        })
    });
    match filled.current {
        Some(current) if repeats => current,
        _ => filled.add(row, span),
    }
}
