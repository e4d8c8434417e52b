//! What a draft certainly passes, told without tracing: the plan's conditions once more, as clauses,
//! with what is fixed for the kind of filing folded away. Most rules say nothing of most drafts; only
//! what may say something is evaluated in full (`run`, `papers`), so that this decides nothing but
//! what need not be looked at.

use std::hint::black_box;
use std::sync::Arc;

use super::desk::Desk;
use super::fold::{Look, Part, Pool};
use super::prepared::{Asked, Laid};
use super::sieves::Together;
use crate::facts::{Element, Facts};
use crate::fields::Scope;

/// Of so many sieves of a scope it is kept what is the same for all elements; there are seldom more.
const KEPT: usize = 8;

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

/// What may ask for documents, and the element that it may ask them of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asks {
    pub target: Target,
    pub element: Element,
    /// Whether it certainly does.
    pub is_sure: bool,
}

/// What tells what of a plan need not be looked at. There are thousands of plans, and what every
/// draft of one goes through lies close together.
#[derive(Debug)]
pub(super) struct Quick<'r> {
    screens: Box<[Screen<'r>]>,
    /// What may say something, screen after screen.
    targets: Box<[Target]>,
    /// How many rules are evaluated for each element of a scope.
    counts: [u16; Scope::COUNT],
}

/// What may be said of the elements of a scope.
#[derive(Debug)]
struct Screen<'r> {
    part: Part,
    scope: Scope,
    /// Where what may say it begins, in the order of the conditions.
    start: u16,
    conditions: Arc<Together<'r>>,
}

/// What may be said of the elements of a scope, while it is gathered: the numbers of the conditions,
/// and what has them.
#[derive(Default)]
struct Gathered {
    forms: Vec<u32>,
    targets: Vec<Target>,
}

impl<'r> Quick<'r> {
    /// What tells what need not be looked at of what is laid out for a plan, by its position.
    pub fn new<'l>(
        rules: impl Iterator<Item = (u16, &'l Laid<'r>)>,
        requires: impl Iterator<Item = (u16, &'l Asked<'r>)>,
        pool: &mut Pool<'r>,
    ) -> Self
    where
        'r: 'l,
    {
        let mut counts = [0u16; Scope::COUNT];
        let mut all: [[Gathered; Scope::COUNT]; Part::COUNT] = Default::default();
        let mut gather = |look: &Look, target| {
            let part = all.get_mut(look.part as usize);
            if let Some(own) = part.and_then(|own| own.get_mut(look.scope as usize)) {
                own.forms.push(look.form);
                own.targets.push(target);
            }
        };
        for (position, laid) in rules {
            for (scope, count) in Scope::all().zip(&mut counts) {
                *count = count.saturating_add(u16::from(laid.scopes & scope.bit() != 0));
            }
            for look in &laid.looks {
                let target = match look.part {
                    Part::Papers => Target::Papers(position, look.asking),
                    _ => Target::Rule(position),
                };
                gather(look, target);
            }
        }
        for (position, asked) in requires {
            if let Some(look) = &asked.look {
                gather(look, Target::Require(position));
            }
        }
        let (mut screens, mut targets) = (Vec::new(), Vec::new());
        let parts = [Part::Findings, Part::Unseen, Part::Papers];
        for (part, own) in parts.into_iter().zip(all) {
            for (scope, own) in Scope::all().zip(own) {
                if own.forms.is_empty() {
                    continue;
                }
                screens.push(Screen {
                    part,
                    scope,
                    start: u16::try_from(targets.len()).unwrap_or(u16::MAX),
                    conditions: pool.together(&own.forms),
                });
                targets.extend(own.targets);
            }
        }
        Self {
            screens: screens.into(),
            targets: targets.into(),
            counts,
        }
    }

    /// Has all of it come from memory at once, not one after another when it is needed: nearly every
    /// draft of a batch has another plan than the one before.
    pub fn touch(&self, with_papers: bool) {
        let is_wanted = |screen: &&Screen<'_>| with_papers || screen.part != Part::Papers;
        let screens = self.screens.iter().filter(is_wanted);
        let sieves = screens.flat_map(|screen| &*screen.conditions.sieves);
        black_box(sieves.fold(0, |all, sieve| all ^ sieve.touch()));
    }

    /// How many rules are evaluated for elements.
    pub fn instances(&self, facts: &Facts<'_>) -> usize {
        let mut instances = 0usize;
        for (scope, count) in Scope::all().zip(self.counts) {
            if count > 0 {
                facts.for_each_element(scope, Element::Order, &mut |_| {
                    instances = instances.saturating_add(count.into());
                    true
                });
            }
        }
        instances
    }

    /// The rules of which a draft must be evaluated in full, each with an element that it may say
    /// something of, in order.
    pub fn rules<'d>(&self, facts: &Facts<'d>, desk: &mut Desk<'d>) -> Vec<(Target, Element)> {
        let mut found = Vec::new();
        let mut each = |target, element, _| found.push((target, element));
        let files = facts.tells_of_files();
        let is_wanted = |part, scope| match part {
            Part::Findings => files || scope != Scope::Attachment,
            Part::Unseen => !files,
            Part::Papers => false,
        };
        self.sift(facts, desk, is_wanted, &mut each);
        // Stable, so that the elements of a rule stay in the order of the draft.
        found.sort_by_key(|(target, _)| *target);
        found.dedup();
        found
    }

    /// What may ask for documents, in order.
    pub fn papers<'d>(&self, facts: &Facts<'d>, desk: &mut Desk<'d>) -> Vec<Asks> {
        let mut found = Vec::new();
        let mut each = |target, element, is_sure| {
            found.push(Asks {
                target,
                element,
                is_sure,
            });
        };
        let is_wanted = |part, _| part == Part::Papers;
        self.sift(facts, desk, is_wanted, &mut each);
        // Stable, as above.
        found.sort_by_key(|own| own.target);
        found.dedup_by(|next, known| {
            let is_same = next.target == known.target && next.element == known.element;
            known.is_sure |= is_same && next.is_sure;
            is_same
        });
        found
    }

    /// Visits what is left of every element of some scopes, element after element.
    fn sift<'d>(
        &self,
        facts: &Facts<'d>,
        desk: &mut Desk<'d>,
        is_wanted: impl Fn(Part, Scope) -> bool,
        each: &mut dyn FnMut(Target, Element, bool),
    ) {
        let wanted = |screen: &&Screen<'r>| is_wanted(screen.part, screen.scope);
        for screen in self.screens.iter().filter(wanted) {
            let mut before = [None; KEPT];
            facts.for_each_element(screen.scope, Element::Order, &mut |element| {
                for (position, sieve) in screen.conditions.sieves.iter().enumerate() {
                    let marks = match before.get_mut(position) {
                        Some(known) => *known.get_or_insert_with(|| sieve.before(facts, desk)),
                        None => sieve.before(facts, desk),
                    };
                    if !sieve.is_done(marks) {
                        sieve.open(facts, element, marks, desk, |form, is_sure| {
                            self.targets_of(screen, form, |target| each(target, element, is_sure));
                        });
                    }
                }
                true
            });
        }
    }

    /// Visits what has a condition, by the condition's number.
    fn targets_of(&self, screen: &Screen<'r>, form: u32, each: impl FnMut(Target)) {
        let positions = (usize::from(screen.start)..).zip(&*screen.conditions.forms);
        let own = positions.filter(|(_, own)| **own == form);
        own.filter_map(|(at, _)| self.targets.get(at).copied())
            .for_each(each);
    }
}
