//! From a place in a draft to its place in the file.

use super::path::{Item, Node as RecordNode, Path, Position};
use crate::source::{Node, Span, Table, Value};

/// Where a path stands in the file: its value; where that is absent, the innermost table around it
/// that is there (for a table the header, for an element of a list the element).
pub fn locate(root: &Table, root_span: Span, path: &Path) -> Span {
    let mut at = Cursor {
        node: None,
        table: Some(root),
        span: root_span,
    };
    if path.place.previous {
        at.key("previous");
    }
    at.record(path.place.node);
    match path.item {
        Item::Whole => {}
        Item::Field(slot) => {
            if let Some(field) = path.place.kind().field(slot.into()) {
                at.keys(field.key);
            }
        }
        Item::List(name) => at.key(name.key()),
    }
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

    fn key(&mut self, key: &str) {
        self.go(self.table.and_then(|table| table.get(key)));
    }

    fn keys(&mut self, key: &str) {
        for key in key.split('.') {
            self.key(key);
        }
    }

    fn element(&mut self, list: &str, index: Position) {
        self.key(list);
        let items = match self.node.map(|node| &node.value) {
            Some(Value::Array(items)) => items.as_slice(),
            _ => &[],
        };
        self.go(items.get(usize::from(index)));
    }

    fn record(&mut self, node: RecordNode) {
        match node {
            RecordNode::Order => {}
            RecordNode::LegalRepresentative => self.key("legal_representative"),
            RecordNode::Principal => self.key("principal"),
            RecordNode::Service(i) => self.element("services", i),
            RecordNode::ServicePrincipal(i) => {
                self.element("services", i);
                self.key("principal");
            }
            RecordNode::Domain(i, j) => self.part(i, "domains", j),
            RecordNode::Platform(i, j) => self.part(i, "platforms", j),
            RecordNode::PreApproval(i, j) => self.part(i, "pre_approvals", j),
            RecordNode::Attachment(i) => self.element("attachments", i),
        }
    }

    fn part(&mut self, service: Position, list: &str, index: Position) {
        self.element("services", service);
        self.element(list, index);
    }
}
