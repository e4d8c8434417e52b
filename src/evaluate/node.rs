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
    let inner = |node| match node {
        Node::All(parts) => Ok(parts),
        other => Err(other),
    };
    joined(parts, Truth::True, inner, Node::All)
}

/// What holds where one part does.
pub(super) fn any<'r>(parts: impl IntoIterator<Item = Node<'r>>) -> Node<'r> {
    let inner = |node| match node {
        Node::Any(parts) => Ok(parts),
        other => Err(other),
    };
    joined(parts, Truth::False, inner, Node::Any)
}

/// Parts as one, flat: without those that are as good as `empty`, which is what none of them is; its
/// contrary alone is the whole. `inner` gives the parts of what is joined so itself.
fn joined<'r>(
    parts: impl IntoIterator<Item = Node<'r>>,
    empty: Truth,
    inner: impl Fn(Node<'r>) -> Result<Vec<Node<'r>>, Node<'r>>,
    join: fn(Vec<Node<'r>>) -> Node<'r>,
) -> Node<'r> {
    let mut whole = None;
    for part in parts {
        match (part, whole.take()) {
            (Node::Constant(truth), _) if truth == !empty => return Node::Constant(truth),
            (Node::Constant(truth), before) if truth == empty => whole = before,
            (part, None) => whole = Some(part),
            (part, Some(before)) => {
                let mut flat = inner(before).unwrap_or_else(|only| vec![only]);
                match inner(part) {
                    Ok(parts) => flat.extend(parts),
                    Err(other) => flat.push(other),
                }
                whole = Some(join(flat));
            }
        }
    }
    whole.unwrap_or(Node::Constant(empty))
}
