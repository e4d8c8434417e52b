//! Many clauses tested together. Every literal is tested once of an element, whatever the number of
//! clauses that it stands in; what it rules out is a bit for each. Tests that could only rule out
//! what is ruled out already are not made, so that costly ones, which come last, seldom are.

use std::sync::Arc;

use super::clause::{Clause, Form};
use super::coded::{Coded, facet};
use super::fold::Clauses;
use super::literal::{Literal, Op};
use super::mix::Mixed;
use super::truth::Truth;
use super::words::Desk;
use crate::facts::{Element, Fact, Facts};
use crate::fields::{FactItem, FactRef};

/// Clauses, a bit each.
pub(super) type Mask = u64;

/// So many clauses are tested together.
const MOST_CLAUSES: usize = 64;

/// A sieve serves a plan of which it holds this part of its clauses: a third.
const GOOD_PART: usize = 3;

/// The clauses of several things that may be said of an element, sixty-four at a time.
#[derive(Debug, Default)]
pub(super) struct Sieve<'r> {
    /// The facts that are the same for all elements.
    outer: Box<[Group]>,
    /// Those that differ from element to element.
    inner: Box<[Group]>,
    /// What is tested of the facts, group after group: first what their bits tell.
    codes: Box<[Code]>,
    /// Then the rest.
    steps: Box<[Step]>,
    /// What is more than a comparison with a constant.
    literals: Box<[Arc<Literal<'r>>]>,
    /// The clauses that parts are, and those that they stand in: these are ruled out where all of
    /// those are.
    parts: Box<[(Mask, Mask)]>,
    /// The clauses that stand for themselves.
    all: Mask,
    /// Those of them that lack parts, so that none is known to hold.
    unsure: Mask,
    /// The number of the condition that each clause is of.
    owners: Box<[u32]>,
}

/// What is known of the clauses of a sieve.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    /// Those that are ruled out.
    out: Mask,
    /// Those that something undecided stands in, so that they do not certainly hold.
    open: Mask,
}

/// The tests of one fact.
#[derive(Debug)]
struct Group {
    fact: Option<FactRef>,
    /// The clauses that they stand in.
    reach: Mask,
    /// Where its tests begin and end: those by its bit, and the others.
    codes: (u16, u16),
    steps: (u16, u16),
}

/// A test by the bit of a fact, and the clauses that it stands in.
#[derive(Debug)]
struct Code {
    members: Mask,
    coded: Coded,
}

/// A test, and the clauses that it stands in.
#[derive(Debug)]
struct Step {
    members: Mask,
    ask: Ask,
}

/// What is tested.
#[derive(Debug, Clone, Copy)]
enum Ask {
    /// A comparison with a constant, and what *none* gives.
    Plain(Op, Truth),
    /// A literal by its position, and whether it is to be false.
    Literal(u16, bool),
}

/// The sieves of a run. What the plans of many provinces have in common lies in sieves that they
/// share, so that little has to come from memory where drafts of all provinces take turns.
#[derive(Debug, Default)]
pub(super) struct Sieves<'r> {
    all: Vec<Arc<Sieve<'r>>>,
    /// The sieves that conditions lie in, by their number.
    places: Mixed<u32, Vec<usize>>,
    /// The sieves of conditions that are too many clauses for one.
    wide: Mixed<u32, Vec<Arc<Sieve<'r>>>>,
    /// What was placed together.
    known: Mixed<Arc<[u32]>, Arc<[Placed<'r>]>>,
}

/// Conditions placed together: their numbers, and where they lie.
pub(super) type Together<'r> = (Arc<[u32]>, Arc<[Placed<'r>]>);

/// A sieve with what of it concerns a plan.
#[derive(Debug)]
pub(super) struct Placed<'r> {
    sieve: Arc<Sieve<'r>>,
    /// The clauses that do not.
    absent: Mask,
}

impl<'r> Sieves<'r> {
    /// The sieves of what may be said of the elements of a scope.
    pub fn of(&mut self, all: &[&Clauses<'r>]) -> Together<'r> {
        let forms: Vec<u32> = all.iter().map(|form| form.number).collect();
        if let Some((forms, placed)) = self.known.get_key_value(forms.as_slice()) {
            return (Arc::clone(forms), Arc::clone(placed));
        }
        let together: Together<'r> = (forms.into(), self.placed(all).into());
        self.known.extend([together.clone()]);
        together
    }

    fn placed(&mut self, all: &[&Clauses<'r>]) -> Vec<Placed<'r>> {
        let mut placed = Vec::new();
        let mut left: Vec<&Clauses<'r>> = Vec::new();
        for form in all {
            if form.len() <= MOST_CLAUSES {
                left.push(form);
                continue;
            }
            let own = self.wide.entry(form.number);
            let own = own.or_insert_with(|| split(form).map(Arc::new).collect());
            placed.extend(own.iter().map(|sieve| Placed {
                sieve: Arc::clone(sieve),
                absent: 0,
            }));
        }
        while let Some(next) = self.fullest(&left) {
            placed.push(self.place(next, &mut left));
        }
        while !left.is_empty() {
            let next = self.lay_out(&left);
            placed.push(self.place(next, &mut left));
        }
        placed
    }

    /// The sieve that holds most of what is left, if that is a good part of it.
    fn fullest(&self, left: &[&Clauses<'r>]) -> Option<usize> {
        let mut held: Mixed<usize, usize> = Mixed::default();
        for form in left {
            for sieve in self.places.get(&form.number).into_iter().flatten() {
                let sum = held.entry(*sieve).or_default();
                *sum = sum.saturating_add(form.len());
            }
        }
        let is_worth = |(sieve, held): &(usize, usize)| {
            let size = self
                .all
                .get(*sieve)
                .map_or(usize::MAX, |own| own.owners.len());
            held.saturating_mul(GOOD_PART) >= size
        };
        let most = held.into_iter().filter(is_worth);
        // Of as full ones the oldest, so that runs are alike.
        let most = most.max_by_key(|(sieve, held)| (*held, std::cmp::Reverse(*sieve)));
        most.map(|(sieve, _)| sieve)
    }

    /// Takes what a sieve holds from what is left.
    fn place(&self, sieve: usize, left: &mut Vec<&Clauses<'r>>) -> Placed<'r> {
        let mut members = Vec::new();
        left.retain(|form| {
            let places = self.places.get(&form.number);
            let is_held = places.is_some_and(|own| own.contains(&sieve));
            if is_held {
                members.push(form.number);
            }
            !is_held
        });
        let sieve = self.all.get(sieve).map(Arc::clone).unwrap_or_default();
        let mut absent = 0;
        let mut bit: Mask = 1;
        for owner in &sieve.owners {
            if !members.contains(owner) {
                absent |= bit;
            }
            bit = bit.wrapping_shl(1);
        }
        Placed { sieve, absent }
    }

    /// Lays out in a new sieve as much of what is left as it takes; tells its number.
    fn lay_out(&mut self, left: &[&Clauses<'r>]) -> usize {
        let number = self.all.len();
        let mut layout = Layout::default();
        let mut held: Vec<u32> = Vec::new();
        for form in left {
            if held.contains(&form.number) {
                continue;
            }
            if layout.owners.len().saturating_add(form.len()) > MOST_CLAUSES {
                break;
            }
            held.push(form.number);
            layout.known.clear();
            for clause in &form.clauses {
                layout.add(form, clause, &form.parts_of(clause));
            }
            self.places.entry(form.number).or_default().push(number);
        }
        self.all.push(Arc::new(layout.finish()));
        number
    }
}

/// The sieves of a condition that is too many clauses for one.
fn split<'l, 'r>(form: &'l Form<'r>) -> impl Iterator<Item = Sieve<'r>> + use<'l, 'r> {
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
struct Layout<'r> {
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

    fn finish(self) -> Sieve<'r> {
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

fn part<T>(all: &[T], (start, end): (u16, u16)) -> &[T] {
    all.get(usize::from(start)..usize::from(end))
        .unwrap_or_default()
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

impl Placed<'_> {
    /// What facts tell of the clauses that are the same for all elements.
    pub fn before<'d>(&self, facts: &Facts<'d>, desk: &mut Desk<'d>) -> Marks {
        let marks = Marks {
            out: self.absent,
            open: self.sieve.unsure,
        };
        let outer = &self.sieve.outer;
        self.sieve.pass(outer, facts, Element::Order, marks, desk)
    }

    /// Something of what it holds, for it to come from memory.
    pub fn touch(&self) -> Mask {
        let sieve = &self.sieve;
        let outer = sieve.outer.first().map_or(0, |group| group.reach);
        let inner = sieve.inner.first().map_or(0, |group| group.reach);
        let codes = sieve.codes.first().map_or(0, |code| code.members);
        let steps = sieve.steps.first().map_or(0, |step| step.members);
        sieve.all ^ outer ^ inner ^ codes ^ steps
    }

    /// Whether nothing is left to be told of any element.
    pub fn is_done(&self, marks: Marks) -> bool {
        self.sieve.all & !marks.out == 0
    }

    /// What is left of an element besides what is ruled out, by the number of its condition, and
    /// whether that certainly holds.
    pub fn open<'d>(
        &self,
        facts: &Facts<'d>,
        element: Element,
        marks: Marks,
        desk: &mut Desk<'d>,
        mut each: impl FnMut(u32, bool),
    ) {
        let sieve = &*self.sieve;
        let marks = sieve.pass(&sieve.inner, facts, element, marks, desk);
        let mut left = sieve.all & !marks.out;
        // Clauses of one condition come one after another: it holds where one of them does.
        let mut last: Option<(u32, bool)> = None;
        while left != 0 {
            let at = usize::try_from(left.trailing_zeros()).unwrap_or(0);
            let rest = left & left.wrapping_sub(1);
            let is_sure = left & !rest & !marks.open != 0;
            left = rest;
            let Some(owner) = sieve.owners.get(at) else {
                continue;
            };
            match &mut last {
                Some((own, holds)) if own == owner => *holds |= is_sure,
                _ => {
                    let before = last.replace((*owner, is_sure));
                    before.into_iter().for_each(|(own, holds)| each(own, holds));
                }
            }
        }
        last.into_iter().for_each(|(own, holds)| each(own, holds));
    }
}

impl Sieve<'_> {
    /// What is known after the tests of some facts.
    fn pass<'d>(
        &self,
        groups: &[Group],
        facts: &Facts<'d>,
        element: Element,
        marks: Marks,
        desk: &mut Desk<'d>,
    ) -> Marks {
        let Marks { mut out, mut open } = marks;
        let mut reader = facts.reader(element);
        for group in groups {
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
            let facet = facet(fact);
            for code in part(&self.codes, group.codes) {
                if code.coded.fails & facet != 0 {
                    out |= code.members;
                } else if code.coded.opens & facet != 0 {
                    open |= code.members;
                }
            }
            if group.reach & !out == 0 {
                continue;
            }
            let mut spot = None;
            for step in part(&self.steps, group.steps) {
                if step.members & !out == 0 {
                    continue;
                }
                let truth = match step.ask {
                    Ask::Plain(op, none) => op.decide(none, fact),
                    Ask::Literal(position, negate) => {
                        let Some(literal) = self.literals.get(usize::from(position)) else {
                            continue;
                        };
                        let truth = literal.decide(fact, &mut spot, desk, facts, element);
                        if negate { !truth } else { truth }
                    }
                };
                match truth {
                    Truth::True => {}
                    Truth::False => out |= step.members,
                    Truth::Unknown | Truth::Withheld => open |= step.members,
                }
            }
        }
        for (own, members) in &self.parts {
            if own & !out == 0 {
                out |= members;
            } else if own & !(out | open) == 0 {
                open |= members;
            }
        }
        Marks { out, open }
    }
}
