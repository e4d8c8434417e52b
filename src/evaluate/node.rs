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

pub(super) fn all(parts: Vec<Node<'_>>) -> Node<'_> {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Node::Constant(Truth::True) => {}
            Node::Constant(Truth::False) => return Node::Constant(Truth::False),
            Node::All(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    joined(flat, Truth::True, Node::All)
}

pub(super) fn any(parts: Vec<Node<'_>>) -> Node<'_> {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Node::Constant(Truth::False) => {}
            Node::Constant(Truth::True) => return Node::Constant(Truth::True),
            Node::Any(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    joined(flat, Truth::False, Node::Any)
}

fn joined<'r>(
    mut parts: Vec<Node<'r>>,
    empty: Truth,
    join: impl FnOnce(Vec<Node<'r>>) -> Node<'r>,
) -> Node<'r> {
    if parts.len() > 1 {
        return join(parts);
    }
    parts.pop().unwrap_or(Node::Constant(empty))
}
