//! What a draft certainly passes, told without tracing: the plan's conditions once more, as clauses,
//! with what is fixed for the kind of filing folded away. Most rules say nothing of most drafts; only
//! what may say something is evaluated in full (`run`, `papers`), so that this decides nothing but
//! what need not be looked at.

use std::hint::black_box;
use std::sync::Arc;

use super::desk::Desk;
use super::fold::{Clauses, Pool, Scoped};
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
    /// The rules that may find something, screen after screen.
    rules: Box<[u16]>,
    /// What may ask for documents, likewise.
    papers: Box<[Target]>,
    /// How many rules are evaluated for each element of a scope.
    counts: [u16; Scope::COUNT],
}

/// What may be said of the elements of a scope.
#[derive(Debug)]
struct Screen<'r> {
    part: Part,
    scope: Scope,
    /// Where its rules begin, or what may ask for documents, in the order of the conditions.
    start: u16,
    conditions: Arc<Together<'r>>,
}

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What rules find.
    Findings,
    /// The same of attachments, where nobody looks at their files.
    Unseen,
    /// What documents are asked for.
    Papers,
}

/// By scope, what may be said, while it is gathered.
type Gathered<'l, 'r, T> = Vec<(Scope, Vec<(T, &'l Clauses<'r>)>)>;

impl<'r> Quick<'r> {
    /// What tells what need not be looked at of what a plan has laid out.
    pub fn new(rules: &[Arc<Laid<'r>>], requires: &[Arc<Asked<'r>>], pool: &mut Pool<'r>) -> Self {
        let mut counts = [0u16; Scope::COUNT];
        let (mut findings, mut unseen, mut papers) = (Vec::new(), Vec::new(), Vec::new());
        for (position, laid) in (0u16..).zip(rules) {
            for scope in &laid.full.scopes {
                if let Some(count) = counts.get_mut(*scope as usize) {
                    *count = count.saturating_add(1);
                }
            }
            for look in &laid.looks.findings {
                gather(&mut findings, position, look);
            }
            for look in &laid.looks.unseen {
                gather(&mut unseen, position, look);
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
        let (mut screens, mut own_rules, mut own_papers) = (Vec::new(), Vec::new(), Vec::new());
        screened(findings, Part::Findings, &mut own_rules, &mut screens, pool);
        screened(unseen, Part::Unseen, &mut own_rules, &mut screens, pool);
        screened(papers, Part::Papers, &mut own_papers, &mut screens, pool);
        Self {
            screens: screens.into(),
            rules: own_rules.into(),
            papers: own_papers.into(),
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
        own.filter_map(|(at, _)| match screen.part {
            Part::Papers => self.papers.get(at).copied(),
            _ => self.rules.get(at).map(|position| Target::Rule(*position)),
        })
        .for_each(each);
    }
}

fn gather<'l, 'r, T>(into: &mut Gathered<'l, 'r, T>, target: T, look: &'l Scoped<'r>) {
    let (scope, clauses) = look;
    match into.iter_mut().find(|(own, _)| own == scope) {
        Some((_, known)) => known.push((target, clauses)),
        None => {
            let mut own = Vec::with_capacity(64);
            own.push((target, clauses));
            into.push((*scope, own));
        }
    }
}

/// Places what was gathered: in the order of the draft's own parts, in which the elements of a rule
/// are visited.
fn screened<'r, T>(
    mut gathered: Gathered<'_, 'r, T>,
    part: Part,
    targets: &mut Vec<T>,
    screens: &mut Vec<Screen<'r>>,
    pool: &mut Pool<'r>,
) {
    gathered.sort_by_key(|(scope, _)| *scope);
    for (scope, own) in gathered {
        let start = u16::try_from(targets.len()).unwrap_or(u16::MAX);
        let clauses: Vec<&Clauses<'r>> = own.iter().map(|(_, clauses)| *clauses).collect();
        let conditions = pool.sieves().of(&clauses);
        targets.extend(own.into_iter().map(|(target, _)| target));
        screens.push(Screen {
            part,
            scope,
            start,
            conditions,
        });
    }
}
