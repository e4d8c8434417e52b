//! What a draft certainly passes, told without tracing: the plan's conditions once more, as clauses,
//! with what is fixed for the kind of filing folded away. Most rules say nothing of most drafts; only
//! what may say something is evaluated in full (`run`, `papers`), so that this decides nothing but
//! what need not be looked at.

use std::sync::Arc;

use super::desk::Desk;
use super::fold::{Look, Part, Pool};
use super::prepared::{Asked, Laid};
use super::sieves::Together;
use crate::facts::{Element, Facts};
use crate::fields::Scope;

/// Of so many sieves of a scope it is kept what is the same for all elements; there are seldom more.
const KEPT: usize = 8;

/// Few plans have more that may be said.
const MANY: usize = 320;

/// Few drafts need more documents of what asks for them.
const SEVERAL: usize = 8;

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
        let mut all: Vec<(&Look, Target)> = Vec::with_capacity(MANY);
        for (position, laid) in rules {
            for (scope, count) in Scope::all().zip(&mut counts) {
                *count = count.saturating_add(u16::from(laid.scopes & scope.bit() != 0));
            }
            all.extend(laid.looks.iter().map(|look| {
                let target = match look.part {
                    Part::Papers => Target::Papers(position, look.asking),
                    _ => Target::Rule(position),
                };
                (look, target)
            }));
        }
        for (position, asked) in requires {
            let look = asked.look.as_ref();
            all.extend(look.map(|look| (look, Target::Require(position))));
        }
        // Stable, so that what is said stays in the order of the rules.
        let place = |(look, _): &(&Look, Target)| (look.part, look.scope);
        all.sort_by_key(place);
        let mut screens = Vec::with_capacity(Part::COUNT.saturating_mul(Scope::COUNT));
        let mut forms = Vec::with_capacity(MANY);
        let mut start = 0u16;
        for own in all.chunk_by(|one, other| place(one) == place(other)) {
            let Some(((part, scope), count)) =
                own.first().map(place).zip(own.len().try_into().ok())
            else {
                continue;
            };
            forms.clear();
            forms.extend(own.iter().map(|(look, _)| look.form));
            screens.push(Screen {
                part,
                scope,
                start,
                conditions: pool.together(&forms),
            });
            start = start.saturating_add(count);
        }
        let targets = all.iter().map(|(_, target)| *target);
        Self {
            screens: screens.into(),
            targets: targets.collect(),
            counts,
        }
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
        let mut found = Vec::with_capacity(SEVERAL);
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
