//! The elements of a draft's lists, of which a row fills one or several.

use super::building::Building;
use super::cell::{Cell, Row};
use super::column::List;
use super::header::Known;
use super::layout::{Group, required_key, tells_services_apart};
use super::tree::{Element, Filled, alike};
use super::value::{Numbered, number};
use super::words;
use crate::draft::ListName;
use crate::source::{Node, Problem, Span};
use crate::text::Text;

impl Building<'_> {
    /// The row's part of a list of the draft: the element that it fills, if it fills one.
    pub(super) fn top(&mut self, index: usize, row: &Row, group: &Group) -> Option<usize> {
        let cells = self.cells(index, row, group);
        let mut numbered = self.number(index, row, group);
        if cells.is_empty() && says_none(row, group) {
            numbered = Some(Numbered::Empty);
        }
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
                self.is_not_empty(index, group);
                self.root.list(group.list).add(index, span)
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
    pub(super) fn nested(
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
        let mut numbered = self.number(index, row, group);
        if cells.is_empty() && says_none(row, group) {
            numbered = Some(Numbered::Empty);
        }
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
                let added = filled.add(index, span);
                self.is_not_empty(index, group);
                added
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

    /// Tells of an element beside a number that says that there is none.
    fn is_not_empty(&mut self, index: usize, group: &Group) {
        let Some((column, _)) = group.number else {
            return;
        };
        let name = self.layout.called(column);
        let message = Text::new(
            format!("{}写的是没有，旁边却有内容", name.zh),
            format!(
                "{} says that there is none, and beside it there is one",
                name.en
            ),
        );
        let help = Text::fixed(
            "写 1、2……，或去掉旁边的内容",
            "write 1, 2 …, or take out what stands beside it",
        );
        let span = self.grid.span(index, column);
        self.problems
            .push(Problem::new(span, message).with_help(Some(help)));
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
}

/// Whether the row says that a list has nothing in it where an element's name would stand.
fn says_none(row: &Row, group: &Group) -> bool {
    // A site without platforms is no app, and a filing without services says so by their number.
    let lists = [
        ListName::Domains,
        ListName::PreApprovals,
        ListName::Attachments,
    ];
    let required = required_key(Some(group.list));
    let mut columns = group.columns.iter();
    let own = columns.find(|(_, known)| known.column.keys == required);
    let shown = own.map(|(column, _)| row.cell(*column).shown());
    lists.contains(&group.list.name)
        && shown.is_some_and(|shown| words::is_none(&super::cell::clean(&shown)))
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
                Some(there) if !alike(&there.value, &node.value) => return false,
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
            .is_some_and(|there| !alike(&there.value, &node.value))
    });
    if differs { None } else { current }
}

/// The element that a row's cells are of: the last one where they say no more than it does, else a
/// further one.
fn leaf(filled: &mut Filled, row: usize, span: Span, cells: &[(usize, Known, Node)]) -> usize {
    let repeats = filled.current().is_some_and(|element| {
        cells.iter().all(|(_, known, node)| {
            element
                .get(&known.column.keys)
                .is_some_and(|there| alike(&there.value, &node.value))
        })
    });
    match filled.current {
        Some(current) if repeats => current,
        _ => filled.add(row, span),
    }
}
