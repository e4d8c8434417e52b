//! The laying out of clauses in sieves: what is tested of which fact, the cheapest first.

use std::sync::Arc;

use super::clause::{Clause, Form};
use super::coded::Coded;
use super::literal::Literal;
use super::sieve::{Ask, Code, Group, Mask, Sieve, Step};
use crate::fields::{FactItem, FactRef};

/// So many clauses are tested together.
pub(super) const MOST_CLAUSES: usize = 64;

/// The sieves of a condition that is too many clauses for one.
pub(super) fn split<'l, 'r>(form: &'l Form<'r>) -> impl Iterator<Item = Sieve<'r>> + use<'l, 'r> {
    let mut clauses = form.clauses.iter().peekable();
    std::iter::from_fn(move || {
        clauses.peek()?;
        let mut layout = Layout::default();
        while let Some(clause) = clauses.peek() {
            let mut needed = form.parts_of(clause);
            let mut more = layout.size_of(form, &needed).saturating_add(1);
            if more > MOST_CLAUSES {
                // Without its parts a clause is ruled out less often, never wrongly.
                needed.clear();
                more = 1;
            }
            if layout.owners.len().saturating_add(more) > MOST_CLAUSES {
                break;
            }
            layout.add(form, clause, &needed);
            clauses.next();
        }
        Some(layout.finish())
    })
}

/// A sieve that is being laid out.
#[derive(Default)]
pub(super) struct Layout<'r> {
    tested: Vec<Tested<'r>>,
    parts: Vec<(Mask, Mask)>,
    /// The parts of the condition at hand that are laid out: their positions there and here.
    known: Vec<(usize, usize)>,
    all: Mask,
    unsure: Mask,
    owners: Vec<u32>,
}

/// A literal and the clauses in which it has to hold, or has to fail.
struct Tested<'r> {
    literal: Arc<Literal<'r>>,
    negate: bool,
    members: Mask,
}

impl<'r> Layout<'r> {
    /// Whether a whole condition still fits.
    pub fn has_room_for(&self, form: &Form<'r>) -> bool {
        self.owners.len().saturating_add(form.len()) <= MOST_CLAUSES
    }

    /// Adds a whole condition.
    pub fn add_all(&mut self, form: &Form<'r>) {
        self.known.clear();
        for clause in &form.clauses {
            self.add(form, clause, &form.parts_of(clause));
        }
    }

    /// How many more clauses parts are than are laid out.
    fn size_of(&self, form: &Form<'r>, needed: &[usize]) -> usize {
        let new = needed.iter().filter(|part| self.part(**part).is_none());
        let sizes = new.map(|part| form.parts.get(*part).map_or(0, Vec::len));
        sizes.fold(0, usize::saturating_add)
    }

    fn part(&self, part: usize) -> Option<usize> {
        let known = self.known.iter().find(|(own, _)| *own == part);
        known.map(|(_, position)| *position)
    }

    /// Adds a clause with the parts that it stands on.
    fn add(&mut self, form: &Form<'r>, clause: &Clause<'r>, needed: &[usize]) {
        for part in needed {
            if self.part(*part).is_some() {
                continue;
            }
            let mut own = 0;
            for clause in form.parts.get(*part).into_iter().flatten() {
                own |= self.clause(form.number, clause);
            }
            self.known.push((*part, self.parts.len()));
            self.parts.push((own, 0));
        }
        self.all |= self.clause(form.number, clause);
    }

    /// Adds a clause; tells its bit.
    fn clause(&mut self, owner: u32, clause: &Clause<'r>) -> Mask {
        let position = u32::try_from(self.owners.len()).unwrap_or(Mask::BITS);
        let bit = Mask::from(1u8).checked_shl(position).unwrap_or(0);
        self.owners.push(owner);
        for (literal, negate) in &clause.literals {
            let is_same =
                |own: &&mut Tested<'r>| own.negate == *negate && Arc::ptr_eq(&own.literal, literal);
            match self.tested.iter_mut().find(is_same) {
                Some(known) => known.members |= bit,
                None => self.tested.push(Tested {
                    literal: Arc::clone(literal),
                    negate: *negate,
                    members: bit,
                }),
            }
        }
        for part in &clause.parts {
            let position = self.part(*part);
            match position.and_then(|at| self.parts.get_mut(at)) {
                Some((_, members)) => *members |= bit,
                None => self.unsure |= bit,
            }
        }
        bit
    }

    /// The sieve.
    pub fn finish(self) -> Sieve<'r> {
        let mut gathered: Vec<Gathered<'r>> = Vec::new();
        for tested in self.tested {
            let fact = tested.literal.fact;
            let own = |group: &&mut Gathered<'r>| fact.is_some() && group.fact == fact;
            match gathered.iter_mut().find(own) {
                Some(group) => group.tested.push(tested),
                None => gathered.push(Gathered {
                    fact,
                    tested: vec![tested],
                }),
            }
        }
        gathered.sort_by_cached_key(Gathered::rank);
        let mut sieve = Sieve {
            outer: Box::default(),
            inner: Box::default(),
            codes: Box::default(),
            steps: Box::default(),
            literals: Box::default(),
            parts: self.parts.into(),
            all: self.all,
            unsure: self.unsure,
            owners: self.owners.into(),
        };
        let (mut codes, mut steps, mut literals) = (Vec::new(), Vec::new(), Vec::new());
        let (mut outer, mut inner) = (Vec::new(), Vec::new());
        for mut group in gathered {
            group.tested.sort_by_key(|tested| tested.literal.cost());
            let start = (short(codes.len()), short(steps.len()));
            let mut reach = 0;
            let mut is_bound = false;
            for tested in group.tested {
                reach |= tested.members;
                is_bound |= tested.literal.is_bound();
                let plain = match tested.literal.as_plain() {
                    Some((op, none)) if tested.negate => Some((op.negated(), !none)),
                    plain => plain,
                };
                let kind = group.fact.map(|fact| fact.kind());
                let coded = plain
                    .zip(kind)
                    .and_then(|((op, none), kind)| Coded::new(op, none, kind));
                if let Some(coded) = coded {
                    codes.push(Code {
                        members: tested.members,
                        coded,
                    });
                    continue;
                }
                let ask = match plain {
                    Some((op, none)) => Ask::Plain(op, none),
                    None => {
                        literals.push(tested.literal);
                        Ask::Literal(short(literals.len().saturating_sub(1)), tested.negate)
                    }
                };
                steps.push(Step {
                    members: tested.members,
                    ask,
                });
            }
            let group = Group {
                fact: group.fact,
                reach,
                codes: (start.0, short(codes.len())),
                steps: (start.1, short(steps.len())),
            };
            if is_bound { &mut inner } else { &mut outer }.push(group);
        }
        sieve.outer = outer.into();
        sieve.inner = inner.into();
        sieve.codes = codes.into();
        sieve.steps = steps.into();
        sieve.literals = literals.into();
        sieve
    }
}

fn short(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(u16::MAX)
}

/// The tests of one fact, while they are gathered.
struct Gathered<'r> {
    fact: Option<FactRef>,
    tested: Vec<Tested<'r>>,
}

impl Gathered<'_> {
    /// About how long it takes, for the cheapest to go first; of as costly ones those that stand in
    /// most clauses, and facts of a record together.
    fn rank(&self) -> (u32, Option<u8>, std::cmp::Reverse<u32>) {
        let literals = self.tested.iter().map(|tested| tested.literal.cost()).max();
        let fact = match self.fact.map(|fact| fact.item) {
            Some(FactItem::Derived(_)) => 2,
            _ => 0,
        };
        let members = self.tested.iter();
        let reach = members.fold(0, |reach: Mask, tested| reach | tested.members);
        (
            literals.unwrap_or(0).saturating_add(fact),
            self.fact.map(|fact| fact.mount as u8),
            std::cmp::Reverse(reach.count_ones()),
        )
    }
}
