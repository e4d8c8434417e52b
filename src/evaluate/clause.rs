//! Conditions as clauses: a rule may say something where one of its clauses holds, and a clause
//! holds where all of its literals do. A literal that is false rules out every clause it stands in,
//! so that few tests decide about many rules.

use std::sync::Arc;

use super::literal::Literal;
use super::node::Node;
use super::truth::Truth;

/// Parts that hold together make so many clauses at most; beyond that they stay parts.
const MOST: usize = 4;

/// A literal, and whether it has to be false.
pub(super) type Signed<'r> = (Arc<Literal<'r>>, bool);

/// What holds together.
#[derive(Debug, Clone, Default)]
pub(super) struct Clause<'r> {
    pub literals: Vec<Signed<'r>>,
    /// Parts, by their position among those of the condition.
    pub parts: Vec<usize>,
}

/// A condition in clauses. Kleene's logic is distributive: where the condition is false so are all of
/// them, and where it is true one is.
#[derive(Debug, Default)]
pub(super) struct Form<'r> {
    pub clauses: Vec<Clause<'r>>,
    /// What stands in clauses by its position, each in clauses of its own and of parts before it.
    pub parts: Vec<Vec<Clause<'r>>>,
    /// Its number in its pool: one number, one content.
    pub number: u32,
}

impl<'r> Form<'r> {
    /// The clauses of a condition; none where it is always false.
    pub fn new(node: &Node<'r>) -> Self {
        let mut form = Self::default();
        form.clauses = form.signed(node, false);
        form
    }

    /// How many clauses there are, those of parts with them.
    pub fn len(&self) -> usize {
        let parts = self.parts.iter().map(Vec::len);
        parts.fold(self.clauses.len(), usize::saturating_add)
    }

    /// The parts that a clause stands on, others' parts first.
    pub fn parts_of(&self, clause: &Clause<'r>) -> Vec<usize> {
        let mut needed = clause.parts.clone();
        // What a part stands on comes before it.
        let mut next = 0;
        while let Some(part) = needed.get(next) {
            let own = self.parts.get(*part).into_iter().flatten();
            let more: Vec<usize> = own.flat_map(|clause| &clause.parts).copied().collect();
            needed.extend(more);
            next = next.saturating_add(1);
        }
        needed.sort_unstable();
        needed.dedup();
        needed
    }

    /// The same for the same clauses of the same literals, and for nothing else.
    pub fn key(&self) -> Vec<usize> {
        let mut key = Vec::new();
        let mut add = |clauses: &[Clause<'r>]| {
            key.push(clauses.len());
            for clause in clauses {
                key.push(clause.literals.len());
                for (literal, negate) in &clause.literals {
                    key.push(Arc::as_ptr(literal).addr());
                    key.push(usize::from(*negate));
                }
                key.push(clause.parts.len());
                key.extend(&clause.parts);
            }
        };
        add(&self.clauses);
        for part in &self.parts {
            add(part);
        }
        key
    }

    fn signed(&mut self, node: &Node<'r>, negate: bool) -> Vec<Clause<'r>> {
        match node {
            Node::Constant(truth) => match if negate { !*truth } else { *truth } {
                Truth::False => Vec::new(),
                Truth::True => vec![Clause::default()],
                _ => vec![of_literal(Arc::new(Literal::tree(node.clone())), negate)],
            },
            Node::Not(inner) => self.signed(inner, !negate),
            Node::Leaf(literal) => vec![of_literal(Arc::clone(literal), negate)],
            // What is negated changes places.
            Node::All(parts) if !negate => self.together(parts, negate),
            Node::Any(parts) if negate => self.together(parts, negate),
            Node::All(parts) | Node::Any(parts) => {
                let parts = parts.iter();
                parts.flat_map(|part| self.signed(part, negate)).collect()
            }
        }
    }

    /// The clauses of parts that hold together.
    fn together(&mut self, parts: &[Node<'r>], negate: bool) -> Vec<Clause<'r>> {
        let mut whole = vec![Clause::default()];
        for part in parts {
            let mut own = self.signed(part, negate);
            if own.len() > 1 && own.len().saturating_mul(whole.len()) > MOST {
                let position = self.parts.len();
                self.parts.push(own);
                own = vec![Clause {
                    parts: vec![position],
                    ..Clause::default()
                }];
            }
            // Nearly always it is one clause, which needs no copies.
            if let [only] = own.as_slice() {
                whole.iter_mut().for_each(|clause| clause.add(only));
                continue;
            }
            let combined = whole.iter().flat_map(|clause| {
                own.iter().map(|more| {
                    let mut both = clause.clone();
                    both.add(more);
                    both
                })
            });
            whole = combined.collect();
        }
        whole
    }
}

fn of_literal(literal: Arc<Literal<'_>>, negate: bool) -> Clause<'_> {
    Clause {
        literals: vec![(literal, negate)],
        parts: Vec::new(),
    }
}

impl<'r> Clause<'r> {
    /// Adds another to be one with it.
    fn add(&mut self, more: &Clause<'r>) {
        for (literal, negate) in &more.literals {
            let is_same = |own: &Signed<'r>| Arc::ptr_eq(&own.0, literal) && own.1 == *negate;
            if !self.literals.iter().any(is_same) {
                self.literals.push((Arc::clone(literal), *negate));
            }
        }
        self.parts.extend(&more.parts);
    }
}
