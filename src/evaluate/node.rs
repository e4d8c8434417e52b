//! The conditions of the quick look: what is fixed for the kind of filing is folded away, and every
//! fact has a number.

use super::test::{Values, compare_int, resolve_bool, resolve_int, resolve_mask};
use super::truth::Truth;
use super::words::Words;
use crate::facts::Fact;
use crate::fields::FactRef;
use crate::ruleset::{Compare, Condition, Test, Value};

/// A condition.
#[derive(Debug)]
pub(super) enum Node<'r> {
    Constant(Truth),
    All(Box<[Node<'r>]>),
    Any(Box<[Node<'r>]>),
    Not(Box<Node<'r>>),
    Test {
        slot: u16,
        /// The other fact of a comparison; the same where there is none.
        other: u16,
        or_none: bool,
        test: &'r Test,
    },
    /// A test with a constant.
    Plain {
        slot: u16,
        /// What *none* gives.
        none: Truth,
        op: Op,
    },
    /// A test for words.
    Words {
        slot: u16,
        none: Truth,
        words: Box<Words>,
    },
    /// What ranges over elements: evaluated as it stands.
    Nested(&'r Condition),
}

/// A comparison with a constant, parameters' values being in it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Op {
    Bool(bool),
    Int(Compare, i64),
    /// Whether a code is among these is so or not.
    Mask(u64, bool),
    Known(bool),
    IsNone(bool),
}

/// What must not be false for something to be said.
#[derive(Debug)]
pub(super) struct Body<'r> {
    pub node: Node<'r>,
    /// The values of the rule's parameters, where the condition reads any.
    pub values: Box<[Option<&'r Value>]>,
}

/// What tells whether a rule or a requirement may say anything of an element.
#[derive(Debug)]
pub(super) enum Program<'r> {
    /// The same whatever is in force.
    One(Body<'r>),
    /// By what is in force of the rule's parameters.
    Several {
        guard: Node<'r>,
        /// The conditions that bindings are chosen by, for each group: the number of its first
        /// binding.
        groups: Vec<(usize, Vec<Node<'r>>)>,
        /// By binding.
        bodies: Vec<Body<'r>>,
    },
}

impl<'r> Body<'r> {
    pub fn new(node: Node<'r>, values: &Values<'r>) -> Self {
        let values = if node.reads_values() { values } else { &[] };
        Self {
            node,
            values: values.into(),
        }
    }

    fn is_false(&self) -> bool {
        matches!(self.node, Node::Constant(Truth::False))
    }
}

impl<'r> Program<'r> {
    /// A program; none where it would never say anything.
    pub fn new(
        guard: Node<'r>,
        groups: Vec<(usize, Vec<Node<'r>>)>,
        mut bodies: Vec<Body<'r>>,
    ) -> Option<Self> {
        if matches!(guard, Node::Constant(Truth::False)) || bodies.iter().all(Body::is_false) {
            return None;
        }
        let is_one = matches!(groups.as_slice(), [(0, conditions)] if conditions.is_empty())
            && bodies.len() == 1
            && !guard.reads_values();
        match bodies.pop() {
            Some(body) if is_one => Some(Program::One(Body {
                node: all(vec![guard, body.node]),
                values: body.values,
            })),
            last => {
                bodies.extend(last);
                Some(Program::Several {
                    guard,
                    groups,
                    bodies,
                })
            }
        }
    }
}

/// A test with a constant, if it is a simple one.
pub(super) fn plain(test: &Test, values: &Values<'_>) -> Option<Op> {
    Some(match test {
        Test::Bool(with) => Op::Bool(resolve_bool(with, values)?),
        Test::NotBool(with) => Op::Bool(!resolve_bool(with, values)?),
        Test::Int(compare, with) => Op::Int(*compare, resolve_int(with, values)?),
        Test::OneOf(with) => Op::Mask(resolve_mask(with, values)?, true),
        Test::NoneOf(with) => Op::Mask(resolve_mask(with, values)?, false),
        Test::Known(wanted) => Op::Known(*wanted),
        Test::IsNone(wanted) => Op::IsNone(*wanted),
        _ => return None,
    })
}

impl Op {
    pub fn decide(self, none: Truth, fact: Fact<'_>) -> Truth {
        match (self, fact) {
            (_, Fact::Withheld) => Truth::Withheld,
            (Op::Known(wanted), Fact::Unknown) => Truth::from(!wanted),
            (Op::Known(wanted), _) => Truth::from(wanted),
            (_, Fact::Unknown) => Truth::Unknown,
            (Op::IsNone(wanted), Fact::None) => Truth::from(wanted),
            (Op::IsNone(wanted), _) => Truth::from(!wanted),
            (_, Fact::None) => none,
            (Op::Bool(wanted), Fact::Bool(flag)) => Truth::from(flag == wanted),
            (Op::Mask(mask, wanted), Fact::Code(code)) => {
                let has = mask.checked_shr(u32::from(code)).unwrap_or(0) & 1 == 1;
                Truth::from(has == wanted)
            }
            (Op::Int(compare, with), number) => compare_int(compare, number, with),
            _ => Truth::Withheld,
        }
    }
}

/// The fact that a test compares with.
pub(super) fn reference(test: &Test) -> Option<FactRef> {
    match test {
        Test::SameAs(other, _) | Test::Versus(_, other) | Test::WordOf(_, other) => Some(*other),
        _ => None,
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
    join: impl FnOnce(Box<[Node<'r>]>) -> Node<'r>,
) -> Node<'r> {
    // The order decides nothing but what it costs.
    parts.sort_by_key(Node::cost);
    if parts.len() > 1 {
        return join(parts.into_boxed_slice());
    }
    parts.pop().unwrap_or(Node::Constant(empty))
}

impl Node<'_> {
    /// About how long it takes, for the cheapest to go first.
    fn cost(&self) -> u32 {
        match self {
            Node::Constant(_) => 0,
            Node::All(parts) | Node::Any(parts) => {
                let sum = parts.iter().map(Node::cost).fold(0u32, u32::saturating_add);
                sum.saturating_add(1)
            }
            Node::Not(inner) => inner.cost(),
            Node::Test { test, .. } => match test {
                Test::Set(..) | Test::IsEmpty(_) | Test::Day(..) | Test::Versus(..) => 2,
                Test::Division(_) | Test::NotDivision(_) => 2,
                Test::SameAs(..) => 4,
                _ => 16,
            },
            Node::Plain { .. } => 1,
            Node::Words { words, .. } => {
                let words = u32::try_from(words.len()).unwrap_or(u32::MAX);
                words.saturating_add(8)
            }
            Node::Nested(_) => 32,
        }
    }

    /// Whether it may look at the values of the rule's parameters.
    fn reads_values(&self) -> bool {
        match self {
            Node::Constant(_) | Node::Plain { .. } | Node::Words { .. } => false,
            Node::All(parts) | Node::Any(parts) => parts.iter().any(Node::reads_values),
            Node::Not(inner) => inner.reads_values(),
            Node::Test { test, .. } => reference(test).is_none(),
            Node::Nested(_) => true,
        }
    }
}
