//! The tree of a draft while its rows are read: values are put in one by one, and what contradicts
//! an earlier one is noticed.

use super::column::List;
use crate::identifiers::{same_name, same_number, same_phone};
use crate::source::{Entry, Node, Span, Table, Value};

/// The filing, or an element of a list.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its number, where the sheet gives it.
    pub number: Option<u32>,
    /// The index of the row in which it begins, among the draft's rows.
    pub row: usize,
    /// Where to point for what it lacks.
    pub span: Span,
    /// Its values.
    pub table: Table,
    /// Its lists.
    pub lists: Vec<Filled>,
}

/// A list as far as rows have filled it.
#[derive(Debug)]
pub(super) struct Filled {
    /// Which list.
    pub list: List,
    /// Its elements.
    pub elements: Vec<Element>,
    /// The element that rows are filling.
    pub current: Option<usize>,
    /// Where it says that there are none.
    pub empty: Option<Span>,
}

/// A value that was there already, and another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Conflict {
    /// Where the earlier one stands.
    pub earlier: Span,
}

impl Element {
    /// A list of the element.
    pub fn list(&mut self, list: List) -> &mut Filled {
        let known = self.lists.iter().position(|filled| filled.list == list);
        let index = known.unwrap_or_else(|| {
            self.lists.push(Filled {
                list,
                elements: Vec::new(),
                current: None,
                empty: None,
            });
            self.lists.len().saturating_sub(1)
        });
        // The list is there by now.
        #[allow(
            clippy::indexing_slicing,
            reason = "the index was found or pushed above"
        )]
        &mut self.lists[index]
    }

    /// Puts a value.
    pub fn put(&mut self, keys: &[&'static str], node: Node) -> Result<(), Conflict> {
        put(&mut self.table, keys, node)
    }

    /// The value at a key.
    pub fn get(&self, keys: &[&'static str]) -> Option<&Node> {
        let (last, tables) = keys.split_last()?;
        let mut table = &self.table;
        for key in tables {
            table = table.get(key)?.as_table()?;
        }
        table.get(last)
    }

    /// The table of it and its lists. `visit` is told each element's path and row.
    pub fn finish(mut self, path: &str, visit: &mut dyn FnMut(String, usize)) -> Table {
        for mut filled in std::mem::take(&mut self.lists) {
            if filled.elements.is_empty() && filled.empty.is_none() {
                continue;
            }
            if filled
                .elements
                .iter()
                .all(|element| element.number.is_some())
            {
                filled.elements.sort_by_key(|element| element.number);
            }
            let keys = filled.list.keys();
            let first = filled.elements.first().map(|element| element.span);
            let span = first.or(filled.empty).unwrap_or_default();
            let mut items = Vec::with_capacity(filled.elements.len());
            for (index, element) in (0usize..).zip(filled.elements) {
                let own = keys.join(".");
                let inside = match path {
                    "" => format!("{own}[{index}]"),
                    _ => format!("{path}.{own}[{index}]"),
                };
                visit(inside.clone(), element.row);
                let span = element.span;
                let table = element.finish(&inside, visit);
                items.push(Node {
                    value: Value::Table(table),
                    span,
                });
            }
            // Nothing else is put at a list's key, so it cannot be there already.
            let _ = put(
                &mut self.table,
                &keys,
                Node {
                    value: Value::Array(items),
                    span,
                },
            );
        }
        self.table
    }
}

impl Filled {
    /// The element with a number, made where there is none; it becomes the one being filled.
    pub fn numbered(&mut self, number: u32, row: usize, span: Span) -> usize {
        let known = self
            .elements
            .iter()
            .position(|element| element.number == Some(number));
        let index = known.unwrap_or_else(|| {
            self.add(row, span);
            let index = self.elements.len().saturating_sub(1);
            if let Some(element) = self.elements.get_mut(index) {
                element.number = Some(number);
            }
            index
        });
        self.current = Some(index);
        index
    }

    /// A further element, which becomes the one being filled.
    pub fn add(&mut self, row: usize, span: Span) -> usize {
        self.elements.push(Element {
            row,
            span,
            ..Element::default()
        });
        let index = self.elements.len().saturating_sub(1);
        self.current = Some(index);
        index
    }

    /// The element being filled.
    pub fn current(&self) -> Option<&Element> {
        self.elements.get(self.current?)
    }
}

/// Puts a value below a table.
pub(super) fn put(table: &mut Table, keys: &[&str], node: Node) -> Result<(), Conflict> {
    let Some((key, rest)) = keys.split_first() else {
        return Ok(());
    };
    let Some(at) = table.entries.iter().position(|entry| entry.key == *key) else {
        let span = node.span;
        let node = match rest {
            [] => node,
            _ => {
                let mut inner = Table::default();
                put(&mut inner, rest, node)?;
                Node {
                    value: Value::Table(inner),
                    span,
                }
            }
        };
        table.entries.push(Entry {
            key: (*key).to_owned(),
            key_span: span,
            node,
        });
        return Ok(());
    };
    let Some(entry) = table.entries.get_mut(at) else {
        return Ok(());
    };
    let earlier = entry.node.span;
    match (&mut entry.node.value, rest) {
        (Value::Table(inner), [_, ..]) => put(inner, rest, node),
        // That a table is there says nothing new of one that is.
        (Value::Table(_), []) => match node.value {
            Value::Table(empty) if empty.entries.is_empty() => Ok(()),
            Value::Null => Ok(()),
            _ => Err(Conflict { earlier }),
        },
        // Of what there is none, there are none either.
        (Value::String(none), [_, ..]) if none == "none" && node.value == Value::Integer(0) => {
            Ok(())
        }
        // What could not be read is told once; it contradicts nothing.
        (Value::Null, _) => Ok(()),
        (_, []) if node.value == Value::Null => Ok(()),
        (known, []) if alike(known, &node.value) => Ok(()),
        _ => Err(Conflict { earlier }),
    }
}

/// Whether two values are the same, wherever they stand.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(a, b)| same(&a.value, &b.value))
        }
        (Value::Table(left), Value::Table(right)) => {
            left.entries.len() == right.entries.len()
                && left.entries.iter().all(|entry| {
                    right
                        .get(&entry.key)
                        .is_some_and(|other| same(&entry.node.value, &other.value))
                })
        }
        _ => left == right,
    }
}

/// Whether two values say the same, however they are written.
pub(super) fn alike(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::String(left), Value::String(right)) => {
            left == right
                || same_name(left, right)
                || same_phone(left, right)
                || same_number(left, right)
        }
        _ => same(left, right),
    }
}
