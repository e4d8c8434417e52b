//! Drafts of cases as trees: one laid over another, keys taken out, values put in.

use crate::source::{Entry, Node, Span, Table, Value};

/// Lays a table over another: tables merge, lists merge by index, anything else is replaced.
pub fn overlay(base: &mut Table, over: &Table) {
    for entry in &over.entries {
        match base.entries.iter_mut().find(|own| own.key == entry.key) {
            Some(own) => overlay_node(&mut own.node, &entry.node),
            None => base.entries.push(entry.clone()),
        }
    }
}

fn overlay_node(base: &mut Node, over: &Node) {
    match (&mut base.value, &over.value) {
        (Value::Table(base), Value::Table(over)) => overlay(base, over),
        (Value::Array(base), Value::Array(over)) if !over.is_empty() => {
            for (index, node) in over.iter().enumerate() {
                match base.get_mut(index) {
                    Some(own) => overlay_node(own, node),
                    None => base.push(node.clone()),
                }
            }
        }
        _ => *base = over.clone(),
    }
}

/// Takes a key out, by its path (`services[0].domains[0].expires`); false where it is not there.
pub fn take_out(root: &mut Table, path: &str) -> bool {
    match path.rsplit_once('.') {
        Some((parent, key)) => table_at(root, parent).is_some_and(|table| remove(table, key)),
        None => remove(root, path),
    }
}

/// Puts a string at `table.key`, making the table where it is absent.
pub fn put(root: &mut Table, table: &str, key: &str, value: &str) {
    let text = |value| Node {
        value,
        span: Span::default(),
    };
    let entry = |key: &str, node| Entry {
        key: key.to_owned(),
        key_span: Span::default(),
        node,
    };
    let mut inner = Table::default();
    inner
        .entries
        .push(entry(key, text(Value::String(value.to_owned()))));
    let mut outer = Table::default();
    outer.entries.push(entry(table, text(Value::Table(inner))));
    overlay(root, &outer);
}

fn remove(table: &mut Table, last: &str) -> bool {
    match split_index(last) {
        (key, None) => {
            let before = table.entries.len();
            table.entries.retain(|entry| entry.key != key);
            table.entries.len() < before
        }
        (key, Some(index)) => {
            let entry = table.entries.iter_mut().find(|entry| entry.key == key);
            match entry.map(|entry| &mut entry.node.value) {
                Some(Value::Array(items)) if index < items.len() => {
                    items.remove(index);
                    true
                }
                _ => false,
            }
        }
    }
}

fn table_at<'t>(root: &'t mut Table, path: &str) -> Option<&'t mut Table> {
    let mut table = root;
    for segment in path.split('.') {
        let (key, index) = split_index(segment);
        let node = &mut table
            .entries
            .iter_mut()
            .find(|entry| entry.key == key)?
            .node;
        let node = match (index, &mut node.value) {
            (Some(index), Value::Array(items)) => &mut items.get_mut(index)?.value,
            (None, value) => value,
            _ => return None,
        };
        table = match node {
            Value::Table(table) => table,
            _ => return None,
        };
    }
    Some(table)
}

/// `services[0]` to the key and the index.
fn split_index(segment: &str) -> (&str, Option<usize>) {
    match segment
        .strip_suffix(']')
        .and_then(|rest| rest.split_once('['))
    {
        Some((key, index)) => (key, index.parse().ok()),
        None => (segment, None),
    }
}
