//! From a place in a draft to its place in the file.

use super::path::{Path, Position};
use super::walk::Walk;
use crate::source::{Node, Span, Table, Value};

/// Where a path stands in the file: its value; where that is absent, the innermost table around it
/// that is there (for a table the header, for an element of a list the element).
pub fn locate(root: &Table, root_span: Span, path: &Path) -> Span {
    let mut at = Cursor {
        node: None,
        table: Some(root),
        span: root_span,
    };
    at.record(path.place);
    at.item(path);
    at.span
}

/// Where a dotted key below a table stands, by the same rule.
pub(super) fn within(table: &Table, span: Span, key: &str) -> Span {
    let mut at = Cursor {
        node: None,
        table: Some(table),
        span,
    };
    at.keys(key);
    at.span
}

/// The innermost thing found so far. Once something is missing, nothing further is found.
struct Cursor<'t> {
    node: Option<&'t Node>,
    table: Option<&'t Table>,
    span: Span,
}

impl<'t> Cursor<'t> {
    fn go(&mut self, found: Option<&'t Node>) {
        self.node = found;
        self.table = found.and_then(Node::as_table);
        if let Some(node) = found {
            self.span = node.span;
        }
    }
}

impl Walk for Cursor<'_> {
    fn key(&mut self, key: &str) {
        self.go(self.table.and_then(|table| table.get(key)));
    }

    fn element(&mut self, list: &str, index: Position) {
        self.key(list);
        let items = match self.node.map(|node| &node.value) {
            Some(Value::Array(items)) => items.as_slice(),
            _ => &[],
        };
        self.go(items.get(usize::from(index)));
    }
}
