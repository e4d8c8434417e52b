//! The laying out of clauses in sieves: what is tested of which fact, the cheapest first.

use std::sync::Arc;

use super::clause::{Clause, Form};
use super::coded::Coded;
use super::literal::{Literal, Op};
use super::sieve::{Ask, Code, Group, Mask, Row, Sieve, Step, Tests};
use super::truth::Truth;
use crate::facts::is_plain;
use crate::fields::{FactItem, FactRef, Mount};

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
        let (mut outer, mut inner) = (Draft::default(), Draft::default());
        let mut gathered: Vec<Gathered<'r>> = Vec::new();
        for tested in self.tested {
            let fact = tested.literal.fact;
            if let Some((fact, slot)) = fact.and_then(slot_of)
                && let Some(coded) = tested.coded()
            {
                let into = if tested.literal.is_bound() {
                    &mut inner
                } else {
                    &mut outer
                };
                into.add_row(
                    fact.mount,
                    Code {
                        members: tested.members,
                        coded,
                        slot,
                    },
                );
                continue;
            }
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
        let mut literals = Vec::new();
        for group in gathered {
            let is_bound = group.tested.iter().any(|tested| tested.literal.is_bound());
            let into = if is_bound { &mut inner } else { &mut outer };
            into.add_group(group, &mut literals);
        }
        Sieve {
            outer: outer.finish(),
            inner: inner.finish(),
            literals: literals.into(),
            parts: self.parts.into(),
            all: self.all,
            unsure: self.unsure,
            owners: self.owners.into(),
        }
    }
}

/// The slot that a fact stands in, if that alone tells it.
fn slot_of(fact: FactRef) -> Option<(FactRef, u8)> {
    match fact.item {
        FactItem::Field(slot) if is_plain(fact) => Some((fact, u8::try_from(slot).ok()?)),
        _ => None,
    }
}

impl Tested<'_> {
    /// The comparison with a constant that it is, if it is one, and what *none* gives.
    fn plain(&self) -> Option<(Op, Truth)> {
        match self.literal.as_plain() {
            Some((op, none)) if self.negate => Some((op.negated(), !none)),
            plain => plain,
        }
    }

    /// The same in bits.
    fn coded(&self) -> Option<Coded> {
        let (op, none) = self.plain()?;
        Coded::new(op, none, self.literal.fact?.kind())
    }
}

/// Tests that are being laid out.
#[derive(Default)]
struct Draft {
    rows: Vec<(Mount, Vec<Code>)>,
    groups: Vec<Group>,
    codes: Vec<Code>,
    steps: Vec<Step>,
}

impl Draft {
    /// Adds a test of a slot.
    fn add_row(&mut self, mount: Mount, code: Code) {
        match self.rows.iter_mut().find(|(own, _)| *own == mount) {
            Some((_, codes)) => codes.push(code),
            None => self.rows.push((mount, vec![code])),
        }
    }

    /// Adds the tests of a fact.
    fn add_group<'r>(&mut self, mut group: Gathered<'r>, literals: &mut Vec<Arc<Literal<'r>>>) {
        group.tested.sort_by_key(|tested| tested.literal.cost());
        let start = (short(self.codes.len()), short(self.steps.len()));
        let mut reach = 0;
        for tested in group.tested {
            let members = tested.members;
            reach |= members;
            if let Some(coded) = tested.coded() {
                self.codes.push(Code {
                    members,
                    coded,
                    slot: 0,
                });
                continue;
            }
            let ask = match tested.plain() {
                Some((Op::Int(compare, with), none)) => Ask::Number(compare, with, none),
                Some((op, none)) => Ask::Plain(op, none),
                None => {
                    literals.push(tested.literal);
                    Ask::Literal(short(literals.len().saturating_sub(1)), tested.negate)
                }
            };
            self.steps.push(Step { members, ask });
        }
        self.groups.push(Group {
            fact: group.fact,
            reach,
            codes: (start.0, short(self.codes.len())),
            steps: (start.1, short(self.steps.len())),
        });
    }

    fn finish(self) -> Tests {
        let mut codes = self.codes;
        let mut rows = Vec::new();
        for (mount, own) in self.rows {
            let start = short(codes.len());
            codes.extend(own);
            rows.push(Row {
                mount,
                codes: (start, short(codes.len())),
            });
        }
        Tests {
            rows: rows.into(),
            groups: self.groups.into(),
            codes: codes.into(),
            steps: self.steps.into(),
        }
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
