//! What a draft certainly passes, told without tracing: the plan's conditions once more, as clauses,
//! with what is fixed for the kind of filing folded away. Most rules say nothing of most drafts; only
//! what may say something is evaluated in full (`run`, `papers`), so that this decides nothing but
//! what need not be looked at.

use std::sync::Arc;

use super::desk::Desk;
use super::elements::Elements;
use super::fold::{Look, Part, Pool};
use super::prepared::{Asked, Laid};
use super::screen::{Given, Screen, Target};
use crate::facts::{Element, Facts};
use crate::fields::Scope;

/// Few drafts need more documents of what asks for them.
const SEVERAL: usize = 8;

/// How many screens a plan has.
pub(super) const SCREENS: usize = Part::ALL.len().saturating_mul(Scope::COUNT);

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

/// What tells what of a plan need not be looked at. There are thousands of plans, so that what is a
/// plan's own comes from memory anew in nearly every draft, and is little.
#[derive(Debug)]
pub(super) struct Quick<'r> {
    /// What may be said of the elements of each scope, part after part; none where nothing may.
    screens: [Option<Arc<Screen<'r>>>; SCREENS],
    /// How many rules are evaluated for each element of a scope.
    counts: [u16; Scope::COUNT],
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
        let mut all = pool.givens();
        let mut add = |look: &Look, target: Target| {
            if let Some(own) = all.get_mut(number(look.part, look.scope)) {
                let form = look.form;
                own.push(Given { form, target });
            }
        };
        for &(position, laid) in rules {
            for (count, own) in counts.iter_mut().zip(laid.scopes) {
                *count = count.saturating_add(own);
            }
            for look in &laid.looks {
                let target = match look.part {
                    Part::Papers => Target::Papers(position, look.asking),
                    _ => Target::Rule(position),
                };
                add(look, target);
            }
        }
        for &(position, asked) in requires {
            if let Some(look) = &asked.look {
                add(look, Target::Require(position));
            }
        }
        let mut screens = [const { None }; SCREENS];
        for (screen, own) in screens.iter_mut().zip(&all) {
            *screen = (!own.is_empty()).then(|| pool.screen(own));
        }
        pool.keep_givens(all);
        Self { screens, counts }
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
        for ((part, scope), screen) in all_screens().zip(&self.screens) {
            let Some(screen) = screen.as_ref().filter(|_| is_wanted(part, scope)) else {
                continue;
            };
            let elements = elements.in_scope(scope);
            if elements.len() == 0 {
                continue;
            }
            let mut before = 0usize;
            for placed in &screen.sieves {
                let marks = placed.before(facts, desk);
                if !placed.is_done(marks) {
                    for (number, element) in elements.clone() {
                        placed.open(facts, element, marks, desk, |at, is_sure| {
                            let own = screen.targets(before.saturating_add(at));
                            found.extend(own.iter().map(|target| Said {
                                target: *target,
                                element,
                                number,
                                is_sure,
                            }));
                        });
                    }
                }
                before = before.saturating_add(placed.forms.len());
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
}

/// The parts and scopes of screens, in their order.
fn all_screens() -> impl Iterator<Item = (Part, Scope)> {
    let scopes = |part| Scope::all().map(move |scope| (part, scope));
    Part::ALL.into_iter().flat_map(scopes)
}

/// The number of the screen of a part and a scope.
fn number(part: Part, scope: Scope) -> usize {
    let before = (part as usize).saturating_mul(Scope::COUNT);
    before.saturating_add(scope as usize)
}
