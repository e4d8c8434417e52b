//! What a draft certainly passes, told without tracing: the plan's conditions once more, as clauses,
//! with what is fixed for the kind of filing folded away. Most rules say nothing of most drafts; only
//! what may say something is evaluated in full (`run`, `papers`), so that this decides nothing but
//! what need not be looked at.

use std::sync::Arc;

use super::fold::{Clauses, Pool, Scoped};
use super::prepared::{Asked, Laid};
use super::sieve::Placed;
use super::words::Desk;
use crate::facts::{Element, Facts};
use crate::fields::Scope;

/// Of so many sieves of a scope it is kept what is the same for all elements; there are seldom more.
const KEPT: usize = 8;

/// What may have to be evaluated in full, by its position in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A rule.
    Rule(u32),
    /// A requirement of the ruleset.
    Require(u32),
    /// Documents that a rule asks for, or accepts instead of passing: the rule, and what of it does.
    Papers(u32, u16),
}

/// What tells what of a plan need not be looked at.
#[derive(Debug)]
pub(super) struct Quick<'r> {
    rules: Vec<Screen<'r>>,
    /// Those of attachments, where nobody looks at their files.
    unseen: Vec<Screen<'r>>,
    papers: Vec<Screen<'r>>,
    /// How many rules are evaluated for each element of a scope.
    counts: Vec<(Scope, usize)>,
}

/// What may be said of the elements of a scope.
#[derive(Debug)]
struct Screen<'r> {
    scope: Scope,
    targets: Box<[Target]>,
    sieves: Arc<[Placed<'r>]>,
}

/// By scope, what may be said, while it is gathered.
type Gathered<'l, 'r> = Vec<(Scope, Vec<(Target, &'l Clauses<'r>)>)>;

impl<'r> Quick<'r> {
    /// What tells what need not be looked at of what a plan has laid out.
    pub fn new(rules: &[Arc<Laid<'r>>], requires: &[Arc<Asked<'r>>], pool: &mut Pool<'r>) -> Self {
        let mut counts: Vec<(Scope, usize)> = Vec::new();
        let (mut findings, mut unseen, mut papers) = (Vec::new(), Vec::new(), Vec::new());
        for (position, laid) in (0u32..).zip(rules) {
            for scope in &laid.full.scopes {
                match counts.iter_mut().find(|(own, _)| own == scope) {
                    Some((_, count)) => *count = count.saturating_add(1),
                    None => counts.push((*scope, 1)),
                }
            }
            for look in &laid.looks.findings {
                gather(&mut findings, Target::Rule(position), look);
            }
            for look in &laid.looks.unseen {
                gather(&mut unseen, Target::Rule(position), look);
            }
            for (part, look) in &laid.looks.papers {
                gather(&mut papers, Target::Papers(position, *part), look);
            }
        }
        for (position, asked) in (0u32..).zip(requires) {
            if let Some(look) = &asked.look {
                gather(&mut papers, Target::Require(position), look);
            }
        }
        Self {
            rules: screens(findings, pool),
            unseen: screens(unseen, pool),
            papers: screens(papers, pool),
            counts,
        }
    }

    /// How many rules are evaluated for elements.
    pub fn instances(&self, facts: &Facts<'_>) -> usize {
        let mut instances = 0usize;
        for (scope, count) in &self.counts {
            facts.for_each_element(*scope, Element::Order, &mut |_| {
                instances = instances.saturating_add(*count);
                true
            });
        }
        instances
    }

    /// The rules of which a draft must be evaluated in full, each with an element that it may say
    /// something of, in order.
    pub fn rules<'d>(&self, facts: &Facts<'d>, desk: &mut Desk<'d>) -> Vec<(Target, Element)> {
        let mut found = Vec::new();
        let mut each = |target, element| found.push((target, element));
        let files = facts.tells_of_files();
        let is_seen = |screen: &&Screen<'_>| files || screen.scope != Scope::Attachment;
        sift(self.rules.iter().filter(is_seen), facts, desk, &mut each);
        if !files {
            sift(&self.unseen, facts, desk, &mut each);
        }
        // Stable, so that the elements of a rule stay in the order of the draft.
        found.sort_by_key(|(target, _)| *target);
        found.dedup();
        found
    }

    /// What may ask for documents, each with an element that it may ask them of, in order.
    pub fn papers<'d>(&self, facts: &Facts<'d>, desk: &mut Desk<'d>) -> Vec<(Target, Element)> {
        let mut found = Vec::new();
        let mut each = |target, element| found.push((target, element));
        sift(&self.papers, facts, desk, &mut each);
        // Stable, as above.
        found.sort_by_key(|(target, _)| *target);
        found.dedup();
        found
    }
}

fn gather<'l, 'r>(into: &mut Gathered<'l, 'r>, target: Target, look: &'l Scoped<'r>) {
    let (scope, clauses) = look;
    match into.iter_mut().find(|(own, _)| own == scope) {
        Some((_, known)) => known.push((target, clauses)),
        None => into.push((*scope, vec![(target, clauses)])),
    }
}

fn screens<'r>(mut gathered: Gathered<'_, 'r>, pool: &mut Pool<'r>) -> Vec<Screen<'r>> {
    // In the order of the draft's own parts, in which the elements of a rule are visited.
    gathered.sort_by_key(|(scope, _)| *scope);
    let screen = |(scope, own): (Scope, Vec<(Target, &Clauses<'r>)>)| {
        let clauses: Vec<&Clauses<'r>> = own.iter().map(|(_, clauses)| *clauses).collect();
        Screen {
            scope,
            targets: own.iter().map(|(target, _)| *target).collect(),
            sieves: pool.sieves().of(&clauses),
        }
    };
    gathered.into_iter().map(screen).collect()
}

/// Visits what is left of every element, element after element.
fn sift<'s, 'd, 'r: 's>(
    screens: impl IntoIterator<Item = &'s Screen<'r>>,
    facts: &Facts<'d>,
    desk: &mut Desk<'d>,
    each: &mut dyn FnMut(Target, Element),
) {
    for screen in screens {
        let mut before = [None; KEPT];
        facts.for_each_element(screen.scope, Element::Order, &mut |element| {
            for (position, sieve) in screen.sieves.iter().enumerate() {
                let marks = match before.get_mut(position) {
                    Some(known) => *known.get_or_insert_with(|| sieve.before(facts, desk)),
                    None => sieve.before(facts, desk),
                };
                if sieve.is_done(marks) {
                    continue;
                }
                sieve.open(facts, element, marks, desk, |owner| {
                    if let Some(target) = screen.targets.get(usize::from(owner)) {
                        each(*target, element);
                    }
                });
            }
            true
        });
    }
}
