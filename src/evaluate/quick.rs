//! What a draft certainly passes, told without tracing: the plan's conditions once more, as clauses,
//! with what is fixed for the kind of filing folded away. Most rules say nothing of most drafts; only
//! what may say something is evaluated in full (`run`, `papers`), so that this decides nothing but
//! what need not be looked at.

use std::sync::Arc;

use super::desk::Desk;
use super::elements::Elements;
use super::fold::{Look, Part, Pool};
use super::prepared::{Asked, Laid};
use super::sieve::Placed;
use crate::facts::{Element, Facts};
use crate::fields::Scope;

/// Few plans have more that may be said.
const MANY: usize = 320;

/// Few drafts need more documents of what asks for them.
const SEVERAL: usize = 8;

/// How many screens a plan has.
const SCREENS: usize = Part::ALL.len().saturating_mul(Scope::COUNT);

/// What may have to be evaluated in full, by its position in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A rule.
    Rule(u16),
    /// A requirement of the ruleset.
    Require(u16),
    /// Documents that a rule asks for, or accepts instead of passing: the rule, and what of it does.
    Papers(u16, u16),
}

/// Something that may be said of an element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    pub target: Target,
    pub element: Element,
    /// The number of the element among all of the draft.
    pub number: usize,
    /// Whether what may ask for documents certainly does.
    pub is_sure: bool,
}

/// What tells what of a plan need not be looked at. There are thousands of plans, so that each comes
/// from memory anew: what every draft of one goes through is small and lies together.
#[derive(Debug)]
pub(super) struct Quick<'r> {
    /// What may be said of the elements of each scope, part after part.
    screens: [Screen; SCREENS],
    /// How many rules are evaluated for each element of a scope.
    counts: [u16; Scope::COUNT],
    /// What is tested, screen after screen.
    sieves: Box<[Arc<Placed<'r>>]>,
    /// What has the conditions of the sieves, condition after condition.
    targets: Box<[Aim]>,
    /// What has one condition, where that is not one thing.
    shared: Box<[Target]>,
}

/// What may be said of the elements of a scope.
#[derive(Debug, Clone, Copy, Default)]
struct Screen {
    /// Where its sieves end: they begin where those of the screen before it end.
    end: u16,
    /// Where its targets begin.
    targets: u16,
}

/// What has a condition.
#[derive(Debug, Clone, Copy)]
enum Aim {
    One(Target),
    /// From here to there of what is shared.
    Shared(u16, u16),
}

impl<'r> Quick<'r> {
    /// What tells what need not be looked at of what is laid out for a plan, by its position.
    pub fn new<'l>(
        rules: &[(u16, &'l Laid<'r>)],
        requires: &[(u16, &'l Asked<'r>)],
        pool: &mut Pool<'r>,
    ) -> Self
    where
        'r: 'l,
    {
        let mut counts = [0u16; Scope::COUNT];
        let mut all: Vec<Given> = Vec::with_capacity(MANY);
        for &(position, laid) in rules {
            for (count, own) in counts.iter_mut().zip(laid.scopes) {
                *count = count.saturating_add(own);
            }
            all.extend(laid.looks.iter().map(|look| {
                let target = match look.part {
                    Part::Papers => Target::Papers(position, look.asking),
                    _ => Target::Rule(position),
                };
                Given::new(look, target)
            }));
        }
        for &(position, asked) in requires {
            let look = asked.look.as_ref();
            all.extend(look.map(|look| Given::new(look, Target::Require(position))));
        }
        let mut quick = Gathering::default();
        let mut screens = [Screen::default(); SCREENS];
        let (all, ends) = by_screen(&all);
        let mut start = 0;
        for (screen, end) in screens.iter_mut().zip(ends) {
            screen.targets = short(quick.targets.len());
            if let Some(own) = all.get(start..end).filter(|own| !own.is_empty()) {
                quick.add(own, pool);
            }
            screen.end = short(quick.sieves.len());
            start = end;
        }
        Self {
            screens,
            counts,
            sieves: quick.sieves.into(),
            targets: quick.targets.into(),
            shared: quick.shared.into(),
        }
    }

    /// How many rules are evaluated for elements.
    pub fn instances(&self, elements: &Elements) -> usize {
        let scopes = Scope::all().zip(self.counts);
        scopes.fold(0, |sum, (scope, rules)| {
            let own = elements.in_scope(scope).len();
            sum.saturating_add(own.saturating_mul(rules.into()))
        })
    }

    /// The rules of which a draft must be evaluated in full, each with an element that it may say
    /// something of, in order.
    pub fn rules<'d>(
        &self,
        facts: &Facts<'d>,
        elements: &Elements,
        desk: &mut Desk<'d>,
    ) -> Vec<Said> {
        let files = facts.tells_of_files();
        let is_wanted = |part, scope| match part {
            Part::Findings => files || scope != Scope::Attachment,
            Part::Unseen => !files,
            Part::Papers => false,
        };
        self.sift(facts, elements, desk, is_wanted, Vec::new())
    }

    /// What may ask for documents, in order.
    pub fn papers<'d>(
        &self,
        facts: &Facts<'d>,
        elements: &Elements,
        desk: &mut Desk<'d>,
    ) -> Vec<Said> {
        let is_wanted = |part, _| part == Part::Papers;
        let room = Vec::with_capacity(SEVERAL);
        self.sift(facts, elements, desk, is_wanted, room)
    }

    /// What is left of the elements of some scopes, in order, each once: where several sieves tell of it,
    /// it is sure where one of them is.
    fn sift<'d>(
        &self,
        facts: &Facts<'d>,
        elements: &Elements,
        desk: &mut Desk<'d>,
        is_wanted: impl Fn(Part, Scope) -> bool,
        mut found: Vec<Said>,
    ) -> Vec<Said> {
        let mut start = 0;
        for ((part, scope), screen) in all_screens().zip(&self.screens) {
            let end = usize::from(screen.end);
            let sieves = self.sieves.get(start..end).unwrap_or_default();
            start = end;
            if sieves.is_empty() || !is_wanted(part, scope) {
                continue;
            }
            let elements = elements.in_scope(scope);
            if elements.len() == 0 {
                continue;
            }
            let mut targets = usize::from(screen.targets);
            for placed in sieves {
                let marks = placed.before(facts, desk);
                if !placed.is_done(marks) {
                    for (number, element) in elements.clone() {
                        placed.open(facts, element, marks, desk, |at, is_sure| {
                            let own = self.targets_at(targets.saturating_add(at));
                            found.extend(own.iter().map(|target| Said {
                                target: *target,
                                element,
                                number,
                                is_sure,
                            }));
                        });
                    }
                }
                targets = targets.saturating_add(placed.forms.len());
            }
        }
        found.sort_unstable_by_key(|own| (own.target, own.number));
        found.dedup_by(|next, known| {
            let is_same = (next.target, next.number) == (known.target, known.number);
            known.is_sure |= is_same && next.is_sure;
            is_same
        });
        found
    }

    /// What has a condition, by the condition's place.
    fn targets_at(&self, at: usize) -> &[Target] {
        match self.targets.get(at) {
            Some(Aim::One(target)) => std::slice::from_ref(target),
            Some(Aim::Shared(start, end)) => {
                let shared = self.shared.get(usize::from(*start)..usize::from(*end));
                shared.unwrap_or_default()
            }
            None => &[],
        }
    }
}

/// The parts and scopes of screens, in their order.
fn all_screens() -> impl Iterator<Item = (Part, Scope)> {
    let scopes = |part| Scope::all().map(move |scope| (part, scope));
    Part::ALL.into_iter().flat_map(scopes)
}

/// What may be said screen after screen, in the order in which it was given, and where each screen's ends.
fn by_screen(all: &[Given]) -> (Vec<Given>, [usize; SCREENS]) {
    let mut counts = [0usize; SCREENS];
    for given in all {
        if let Some(count) = counts.get_mut(given.screen) {
            *count = count.saturating_add(1);
        }
    }
    let mut next = 0usize;
    let mut ends = counts.map(|count| {
        let start = next;
        next = next.saturating_add(count);
        start
    });
    let mut sorted = all.to_vec();
    for given in all {
        if let Some(end) = ends.get_mut(given.screen)
            && let Some(place) = sorted.get_mut(*end)
        {
            *place = *given;
            *end = end.saturating_add(1);
        }
    }
    (sorted, ends)
}

/// What of a plan is being gathered.
#[derive(Default)]
struct Gathering<'r> {
    forms: Vec<u32>,
    sieves: Vec<Arc<Placed<'r>>>,
    targets: Vec<Aim>,
    shared: Vec<Target>,
}

impl<'r> Gathering<'r> {
    /// Adds a screen: what may be said, each with its condition.
    fn add(&mut self, own: &[Given], pool: &mut Pool<'r>) {
        self.forms.clear();
        self.forms.extend(own.iter().map(|given| given.form));
        let together = pool.together(&self.forms);
        for (first, is_only) in &together.places {
            let start = short(self.shared.len());
            let aim = match own.get(*first) {
                Some(only) if *is_only => Aim::One(only.target),
                first => {
                    let is_same = |given: &&Given| first.is_some_and(|own| own.form == given.form);
                    let all = own.iter().filter(is_same);
                    self.shared.extend(all.map(|given| given.target));
                    Aim::Shared(start, short(self.shared.len()))
                }
            };
            self.targets.push(aim);
        }
        self.sieves.extend(together.sieves.iter().cloned());
    }
}

/// Something that may be said, while it is gathered.
#[derive(Clone, Copy)]
struct Given {
    form: u32,
    target: Target,
    /// The number of its screen.
    screen: usize,
}

impl Given {
    fn new(look: &Look, target: Target) -> Self {
        let part = (look.part as usize).saturating_mul(Scope::COUNT);
        Self {
            form: look.form,
            target,
            screen: part.saturating_add(look.scope as usize),
        }
    }
}

fn short(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(u16::MAX)
}
