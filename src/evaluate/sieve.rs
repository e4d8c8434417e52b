//! Many clauses tested together. Every literal is tested once of an element, whatever the number of
//! clauses that it stands in; what it rules out is a bit for each. Tests that could only rule out
//! what is ruled out already are not made, so that costly ones, which come last, seldom are.

use std::sync::Arc;

use super::coded::{Coded, Facets, bit, facet};
use super::desk::Desk;
use super::literal::{Literal, Op};
use super::search::Search;
use super::truth::Truth;
use crate::facts::{Element, Fact, Facts};
use crate::fields::{FactRef, Mount};

/// Clauses, a bit each.
pub(super) type Mask = u64;

/// The clauses of several things that may be said of an element, sixty-four at a time. What is copied of
/// it has its lists in common with it.
#[derive(Debug, Default, Clone)]
pub(super) struct Sieve<'r> {
    /// What is tested of facts that are the same for all elements.
    pub outer: Tests<'r>,
    /// Of those that differ from element to element.
    pub inner: Tests<'r>,
    /// The clauses that parts are, and those that they stand in: these are ruled out where all of
    /// those are.
    pub parts: Arc<[(Mask, Mask)]>,
    /// The clauses that stand for themselves.
    pub all: Mask,
    /// Those of them that lack parts, so that none is known to hold.
    pub unsure: Mask,
    /// The number of the condition that each clause is of.
    pub owners: Arc<[u32]>,
}

/// What is tested: first what the bits of slots tell, row after row, then the rest, fact after fact.
#[derive(Debug, Default, Clone)]
pub(super) struct Tests<'r> {
    pub rows: Arc<[Row]>,
    /// The tests of rows, each with its slot.
    pub slots: Arc<[(u8, Code)]>,
    pub groups: Arc<[Group]>,
    /// The tests of groups by the bits of their facts.
    pub codes: Arc<[Code]>,
    /// The other tests of groups.
    pub steps: Arc<[Step<'r>]>,
}

/// Where something begins and ends.
pub(super) type Span = (u16, u16);

/// The tests of slots of a record.
#[derive(Debug)]
pub(super) struct Row {
    pub mount: Mount,
    pub slots: Span,
}

/// What is known of the clauses of a sieve.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    /// Those that are ruled out.
    pub out: Mask,
    /// Those that something undecided stands in, so that they do not certainly hold.
    pub open: Mask,
}

/// The tests of one fact.
#[derive(Debug)]
pub(super) struct Group {
    /// None where they are of no fact.
    pub fact: Option<FactRef>,
    /// The clauses that they stand in.
    pub reach: Mask,
    pub codes: Span,
    pub steps: Span,
}

/// A test by the bit of a fact, and the clauses that it stands in.
#[derive(Debug)]
pub(super) struct Code {
    pub members: Mask,
    pub coded: Coded,
}

/// A test, and the clauses that it stands in.
#[derive(Debug)]
pub(super) struct Step<'r> {
    pub members: Mask,
    pub ask: Ask<'r>,
}

/// What is tested.
#[derive(Debug)]
pub(super) enum Ask<'r> {
    /// A comparison with a constant, and what *none* gives.
    Plain(Op, Truth),
    /// Whether words occur.
    Search(Box<Search>),
    /// Anything else, and whether it is to be false.
    Literal(Arc<Literal<'r>>, bool),
}

/// A sieve with what of it concerns some plans. It has the sieve's head itself, so that no more than one
/// thing has to come from memory before the tests do.
#[derive(Debug)]
pub(super) struct Placed<'r> {
    sieve: Sieve<'r>,
    /// The clauses that do not.
    absent: Mask,
    /// The numbers of the conditions that do.
    pub forms: Box<[u32]>,
    /// Where among those the condition of each clause is.
    owners: Box<[u8]>,
}

impl<'r> Placed<'r> {
    /// A sieve of which only some conditions concern plans.
    pub fn new(sieve: Sieve<'r>, is_held: impl Fn(u32) -> bool) -> Self {
        let mut absent = 0;
        let mut forms: Vec<u32> = Vec::new();
        let mut owners = Vec::with_capacity(sieve.owners.len());
        let mut bit: Mask = 1;
        // Clauses of one condition come one after another.
        let mut last: Option<(u32, Option<usize>)> = None;
        for owner in &*sieve.owners {
            let place = match last {
                Some((own, place)) if own == *owner => place,
                _ => is_held(*owner).then(|| {
                    forms.push(*owner);
                    forms.len().saturating_sub(1)
                }),
            };
            last = Some((*owner, place));
            if place.is_none() {
                absent |= bit;
            }
            let place = place.and_then(|at| u8::try_from(at).ok());
            owners.push(place.unwrap_or(u8::MAX));
            bit = bit.wrapping_shl(1);
        }
        Self {
            sieve,
            absent,
            forms: forms.into(),
            owners: owners.into(),
        }
    }

    /// By what it is known.
    pub fn key(&self) -> (usize, Mask) {
        (self.sieve.owners.as_ptr().addr(), self.absent)
    }

    /// What facts tell of the clauses that are the same for all elements.
    pub fn before<'d>(&self, facts: &Facts<'d>, desk: &mut Desk<'d>) -> Marks {
        let marks = Marks {
            out: self.absent,
            open: self.sieve.unsure,
        };
        self.sieve
            .pass(&self.sieve.outer, facts, Element::Order, marks, desk)
    }

    /// Whether nothing is left to be told of any element.
    pub fn is_done(&self, marks: Marks) -> bool {
        self.sieve.all & !marks.out == 0
    }

    /// What is left of an element besides what is ruled out, by the place of its condition, and
    /// whether that certainly holds.
    pub fn open<'d>(
        &self,
        facts: &Facts<'d>,
        element: Element,
        marks: Marks,
        desk: &mut Desk<'d>,
        mut each: impl FnMut(usize, bool),
    ) {
        let sieve = &self.sieve;
        let marks = if sieve.inner.is_empty() {
            marks
        } else {
            sieve.pass(&sieve.inner, facts, element, marks, desk)
        };
        let mut left = sieve.all & !marks.out;
        // Clauses of one condition come one after another: it holds where one of them does.
        let mut last: Option<(u8, bool)> = None;
        while left != 0 {
            let at = usize::try_from(left.trailing_zeros()).unwrap_or(0);
            let rest = left & left.wrapping_sub(1);
            let is_sure = left & !rest & !marks.open != 0;
            left = rest;
            let Some(owner) = self.owners.get(at) else {
                continue;
            };
            match &mut last {
                Some((own, holds)) if own == owner => *holds |= is_sure,
                _ => {
                    let before = last.replace((*owner, is_sure));
                    before
                        .into_iter()
                        .for_each(|(own, holds)| each(own.into(), holds));
                }
            }
        }
        last.into_iter()
            .for_each(|(own, holds)| each(own.into(), holds));
    }
}

impl Tests<'_> {
    fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.groups.is_empty()
    }
}

impl Sieve<'_> {
    /// What is known after the tests of some facts.
    fn pass<'d>(
        &self,
        tests: &Tests<'_>,
        facts: &Facts<'d>,
        element: Element,
        marks: Marks,
        desk: &mut Desk<'d>,
    ) -> Marks {
        let Marks { mut out, mut open } = marks;
        let mut reader = facts.reader(element);
        for row in &*tests.rows {
            let bits = reader.bits(row.mount);
            for (slot, code) in part(&tests.slots, row.slots) {
                let held = bits.get(usize::from(*slot));
                code.mark(bit(held.copied().unwrap_or_default()), &mut out, &mut open);
            }
        }
        for group in &*tests.groups {
            if self.all & !out == 0 {
                return Marks { out, open };
            }
            if group.reach & !out == 0 {
                continue;
            }
            let fact = match group.fact {
                Some(fact) => reader.get(fact),
                None => Fact::Unknown,
            };
            let codes = part(&tests.codes, group.codes);
            if !codes.is_empty() {
                let facet = facet(fact);
                for code in codes {
                    code.mark(facet, &mut out, &mut open);
                }
                if group.reach & !out == 0 {
                    continue;
                }
            }
            for step in part(&tests.steps, group.steps) {
                if step.members & !out == 0 {
                    continue;
                }
                let truth = match &step.ask {
                    Ask::Plain(op, none) => op.decide(*none, fact),
                    Ask::Search(search) => {
                        let told = search.test(fact, desk);
                        out |= told.out;
                        open |= told.open;
                        continue;
                    }
                    Ask::Literal(literal, negate) => {
                        let truth = literal.decide(fact, desk, facts, element);
                        if *negate { !truth } else { truth }
                    }
                };
                match truth {
                    Truth::True => {}
                    Truth::False => out |= step.members,
                    Truth::Unknown | Truth::Withheld => open |= step.members,
                }
            }
        }
        for (own, members) in &*self.parts {
            if own & !out == 0 {
                out |= members;
            } else if own & !(out | open) == 0 {
                open |= members;
            }
        }
        Marks { out, open }
    }
}

impl Code {
    /// Marks what the bit of a fact tells, without a branch: no pattern is in which of them it is.
    #[inline]
    fn mark(&self, facet: Facets, out: &mut Mask, open: &mut Mask) {
        let (fails, opens) = (self.coded.fails & facet != 0, self.coded.opens & facet != 0);
        *out |= if fails { self.members } else { 0 };
        *open |= if opens { self.members } else { 0 };
    }
}

fn part<T>(all: &[T], (start, end): Span) -> &[T] {
    all.get(usize::from(start)..usize::from(end))
        .unwrap_or_default()
}
