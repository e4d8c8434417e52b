//! Conditions as they are looked at quickly: what is fixed for the kind of filing is folded away, the
//! values of parameters stand in them, and every test is a literal that rules have in common.

use std::sync::Arc;

use super::literal::Literal;
use super::truth::Truth;
use crate::facts::{Element, Facts};

/// A condition.
#[derive(Debug, Clone)]
pub(super) enum Node<'r> {
    Constant(Truth),
    All(Vec<Node<'r>>),
    Any(Vec<Node<'r>>),
    Not(Box<Node<'r>>),
    Leaf(Arc<Literal<'r>>),
}

impl Node<'_> {
    /// Whether it is certainly false of every draft.
    pub fn is_never(&self) -> bool {
        matches!(self, Node::Constant(Truth::False))
    }

    /// Whether it holds of an element.
    pub fn holds(&self, facts: &Facts<'_>, element: Element) -> Truth {
        match self {
            Node::Constant(truth) => *truth,
            Node::All(parts) => {
                let mut whole = Truth::True;
                for part in parts {
                    whole = whole.and(part.holds(facts, element));
                    if whole == Truth::False {
                        break;
                    }
                }
                whole
            }
            Node::Any(parts) => {
                let mut whole = Truth::False;
                for part in parts {
                    whole = whole.or(part.holds(facts, element));
                    if whole == Truth::True {
                        break;
                    }
                }
                whole
            }
            Node::Not(inner) => !inner.holds(facts, element),
            Node::Leaf(literal) => literal.holds(facts, element),
        }
    }
}

pub(super) fn negated(node: Node<'_>) -> Node<'_> {
    match node {
        Node::Constant(truth) => Node::Constant(!truth),
        Node::Not(inner) => *inner,
        other => Node::Not(Box::new(other)),
    }
}

/// What holds where all parts do.
pub(super) fn all<'r>(parts: impl IntoIterator<Item = Node<'r>>) -> Node<'r> {
    let mut whole = None;
    for part in parts {
        match (part, whole.take()) {
            (Node::Constant(Truth::False), _) => return Node::Constant(Truth::False),
            (Node::Constant(Truth::True), before) => whole = before,
            (part, None) => whole = Some(part),
            (part, Some(before)) => {
                let mut flat = match before {
                    Node::All(parts) => parts,
                    only => vec![only],
                };
                match part {
                    Node::All(inner) => flat.extend(inner),
                    other => flat.push(other),
                }
                whole = Some(Node::All(flat));
            }
        }
    }
    whole.unwrap_or(Node::Constant(Truth::True))
}

/// What holds where one part does.
pub(super) fn any<'r>(parts: impl IntoIterator<Item = Node<'r>>) -> Node<'r> {
    let mut whole = None;
    for part in parts {
        match (part, whole.take()) {
            (Node::Constant(Truth::True), _) => return Node::Constant(Truth::True),
            (Node::Constant(Truth::False), before) => whole = before,
            (part, None) => whole = Some(part),
            (part, Some(before)) => {
                let mut flat = match before {
                    Node::Any(parts) => parts,
                    only => vec![only],
                };
                match part {
                    Node::Any(inner) => flat.extend(inner),
                    other => flat.push(other),
                }
                whole = Some(Node::Any(flat));
            }
        }
    }
    whole.unwrap_or(Node::Constant(Truth::False))
}
