//! Tests in the order in which they are made: those that bits tell before all, then the others fact by
//! fact, the cheapest first.

use std::sync::Arc;

use super::coded::Coded;
use super::literal::{Literal, Op, SEARCH};
use super::search::{Lexicons, Search};
use super::sieve::{Ask, Code, Group, Mask, Row, Step, Tests};
use super::truth::Truth;
use crate::facts::is_plain;
use crate::fields::{FactItem, FactRef, Mount};

/// A literal and the clauses in which it has to hold, or has to fail.
pub(super) struct Tested<'r> {
    pub literal: Arc<Literal<'r>>,
    pub negate: bool,
    pub members: Mask,
}

/// The tests of facts that are the same for all elements, and of those that are not.
pub(super) fn arranged<'r>(
    all: Vec<Tested<'r>>,
    lexicons: &mut Lexicons,
) -> (Tests<'r>, Tests<'r>) {
    let (mut outer, mut inner) = (Arrangement::default(), Arrangement::default());
    let mut gathered: Vec<Gathered<'r>> = Vec::new();
    for tested in all {
        let fact = tested.literal.fact;
        if let Some((mount, slot)) = fact.and_then(slot_of)
            && let Some(coded) = tested.coded()
        {
            let members = tested.members;
            let is_bound = tested.literal.is_bound();
            let into = if is_bound { &mut inner } else { &mut outer };
            into.add_slot(mount, (slot, Code { members, coded }));
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
    for group in gathered {
        let is_bound = group.tested.iter().any(|tested| tested.literal.is_bound());
        let into = if is_bound { &mut inner } else { &mut outer };
        into.add(group, lexicons);
    }
    (outer.finish(), inner.finish())
}

/// The slot that a fact stands in, if that alone tells it.
fn slot_of(fact: FactRef) -> Option<(Mount, u8)> {
    match fact.item {
        FactItem::Field(slot) if is_plain(fact) => Some((fact.mount, u8::try_from(slot).ok()?)),
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

/// Tests that are being arranged.
#[derive(Default)]
struct Arrangement<'r> {
    rows: Vec<(Mount, Vec<(u8, Code)>)>,
    groups: Vec<Group>,
    codes: Vec<Code>,
    steps: Vec<Step<'r>>,
}

impl<'r> Arrangement<'r> {
    /// Adds a test of a record's slot.
    fn add_slot(&mut self, mount: Mount, code: (u8, Code)) {
        match self.rows.iter_mut().find(|(own, _)| *own == mount) {
            Some((_, codes)) => codes.push(code),
            None => self.rows.push((mount, vec![code])),
        }
    }

    /// Adds the tests of a fact.
    fn add(&mut self, group: Gathered<'r>, lexicons: &mut Lexicons) {
        let start = (short(self.codes.len()), short(self.steps.len()));
        let mut reach = 0;
        let (mut sought, mut own) = (Vec::new(), Vec::new());
        for tested in group.tested {
            let members = tested.members;
            reach |= members;
            if let Some(listed) = tested.literal.as_listed() {
                sought.push(listed.sought(tested.negate, members));
                continue;
            }
            if let Some(coded) = tested.coded() {
                self.codes.push(Code { members, coded });
                continue;
            }
            let cost = tested.literal.cost();
            let ask = match tested.plain() {
                Some((op, none)) => Ask::Plain(op, none),
                None => Ask::Literal(tested.literal, tested.negate),
            };
            own.push((cost, Step { members, ask }));
        }
        for search in Search::all(&sought, lexicons) {
            let members = search.members;
            let ask = Ask::Search(Box::new(search));
            own.push((SEARCH, Step { members, ask }));
        }
        own.sort_by_key(|(cost, _)| *cost);
        self.steps.extend(own.into_iter().map(|(_, step)| step));
        self.groups.push(Group {
            fact: group.fact,
            reach,
            codes: (start.0, short(self.codes.len())),
            steps: (start.1, short(self.steps.len())),
        });
    }

    fn finish(self) -> Tests<'r> {
        let (mut rows, mut slots) = (Vec::new(), Vec::new());
        for (mount, own) in self.rows {
            let start = short(slots.len());
            slots.extend(own);
            rows.push(Row {
                mount,
                slots: (start, short(slots.len())),
            });
        }
        Tests {
            rows: rows.into(),
            slots: slots.into(),
            groups: self.groups.into(),
            codes: self.codes.into(),
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
