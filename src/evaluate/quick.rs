//! What a draft certainly passes, told without tracing: the plan's conditions once more, as clauses,
//! with what is fixed for the kind of filing folded away. Most rules say nothing of most drafts; only
//! what may say something is evaluated in full (`run`, `papers`), so that this decides nothing but
//! what need not be looked at.

use std::hint::black_box;
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

/// What tells what of a plan need not be looked at.
#[derive(Debug)]
pub(super) struct Quick<'r> {
    rules: Screens<'r>,
    /// Those of attachments, where nobody looks at their files.
    unseen: Screens<'r>,
    papers: Screens<'r>,
    /// How many rules are evaluated for each element of a scope.
    counts: Box<[(Scope, u16)]>,
}

/// What may be said, by the scope of the elements that it may be said of. There are thousands of
/// plans, and what every draft of one goes through lies close together.
#[derive(Debug)]
struct Screens<'r> {
    own: Box<[Screen<'r>]>,
    /// What may be said, screen after screen.
    targets: Box<[Target]>,
}

/// What may be said of the elements of a scope.
#[derive(Debug)]
struct Screen<'r> {
    scope: Scope,
    /// Where its targets begin, in the order of the conditions.
    start: u16,
    /// Where the conditions lie.
    sieves: Arc<[Placed<'r>]>,
    /// Their numbers.
    forms: Arc<[u32]>,
}

/// By scope, what may be said, while it is gathered.
type Gathered<'l, 'r> = Vec<(Scope, Vec<(Target, &'l Clauses<'r>)>)>;

impl<'r> Quick<'r> {
    /// What tells what need not be looked at of what a plan has laid out.
    pub fn new(rules: &[Arc<Laid<'r>>], requires: &[Arc<Asked<'r>>], pool: &mut Pool<'r>) -> Self {
        let mut counts: Vec<(Scope, u16)> = Vec::new();
        let (mut findings, mut unseen, mut papers) = (Vec::new(), Vec::new(), Vec::new());
        for (position, laid) in (0u16..).zip(rules) {
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
        for (position, asked) in (0u16..).zip(requires) {
            if let Some(look) = &asked.look {
                gather(&mut papers, Target::Require(position), look);
            }
        }
        Self {
            rules: Screens::new(findings, pool),
            unseen: Screens::new(unseen, pool),
            papers: Screens::new(papers, pool),
            counts: counts.into(),
        }
    }

    /// Has all of it come from memory at once, not one after another when it is needed: there are
    /// thousands of plans, and nearly every draft of a batch has another than the one before.
    pub fn touch(&self, with_papers: bool) {
        let papers = with_papers.then_some(&self.papers);
        let sieves = [&self.rules, &self.unseen]
            .into_iter()
            .chain(papers)
            .flat_map(|screens| &screens.own)
            .flat_map(|screen| &*screen.sieves);
        black_box(sieves.fold(0, |all, sieve| all ^ sieve.touch()));
    }

    /// How many rules are evaluated for elements.
    pub fn instances(&self, facts: &Facts<'_>) -> usize {
        let mut instances = 0usize;
        for (scope, count) in &self.counts {
            facts.for_each_element(*scope, Element::Order, &mut |_| {
                instances = instances.saturating_add((*count).into());
                true
            });
        }
        instances
    }

    /// The rules of which a draft must be evaluated in full, each with an element that it may say
    /// something of, in order.
    pub fn rules<'d>(&self, facts: &Facts<'d>, desk: &mut Desk<'d>) -> Vec<(Target, Element)> {
        let mut found = Vec::new();
        let mut each = |target, element, _| found.push((target, element));
        let files = facts.tells_of_files();
        let is_seen = |scope| files || scope != Scope::Attachment;
        self.rules.sift(facts, desk, is_seen, &mut each);
        if !files {
            self.unseen.sift(facts, desk, |_| true, &mut each);
        }
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
        self.papers.sift(facts, desk, |_| true, &mut each);
        // Stable, as above.
        found.sort_by_key(|own| own.target);
        found.dedup_by(|next, known| {
            let is_same = next.target == known.target && next.element == known.element;
            known.is_sure |= is_same && next.is_sure;
            is_same
        });
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

impl<'r> Screens<'r> {
    fn new(mut gathered: Gathered<'_, 'r>, pool: &mut Pool<'r>) -> Self {
        // In the order of the draft's own parts, in which the elements of a rule are visited.
        gathered.sort_by_key(|(scope, _)| *scope);
        let mut targets = Vec::new();
        let own = gathered.into_iter().map(|(scope, own)| {
            let start = u16::try_from(targets.len()).unwrap_or(u16::MAX);
            targets.extend(own.iter().map(|(target, _)| *target));
            let clauses: Vec<&Clauses<'r>> = own.iter().map(|(_, clauses)| *clauses).collect();
            let (forms, sieves) = pool.sieves().of(&clauses);
            Screen {
                scope,
                start,
                sieves,
                forms,
            }
        });
        Self {
            own: own.collect(),
            targets: targets.into(),
        }
    }

    /// Visits what is left of every element of some scopes, element after element.
    fn sift<'d>(
        &self,
        facts: &Facts<'d>,
        desk: &mut Desk<'d>,
        is_wanted: impl Fn(Scope) -> bool,
        each: &mut dyn FnMut(Target, Element, bool),
    ) {
        for screen in self.own.iter().filter(|screen| is_wanted(screen.scope)) {
            let mut before = [None; KEPT];
            facts.for_each_element(screen.scope, Element::Order, &mut |element| {
                for (position, sieve) in screen.sieves.iter().enumerate() {
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
        let targets = self.targets.get(usize::from(screen.start)..);
        let own = screen.forms.iter().zip(targets.into_iter().flatten());
        let own = own.filter(|(own, _)| **own == form);
        own.map(|(_, target)| *target).for_each(each);
    }
}
