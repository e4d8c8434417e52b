//! The evaluation of a draft by a plan.

use std::borrow::Cow;

use super::binding::Binding;
use super::condition::View;
use super::desk::Desk;
use super::elements::Elements;
use super::outcome::{Evaluation, Failure, Open};
use super::papers::papers;
use super::plan::Plan;
use super::prepared::Prepared;
use super::screen::Target;
use super::truth::Truth;
use crate::draft::Path;
use crate::facts::{Element, Facts};
use crate::ruleset::{At, Condition, MOST_PLACES, Severity};

/// What came out at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct PlaceOutcome {
    /// The branch that fails, and how gravely.
    failing: Option<(usize, Severity)>,
    /// How gravely something undecided might fail beyond that.
    unknown: Option<Severity>,
    /// The same, but left open by malformed values only.
    withheld: Option<Severity>,
}

type Places = [PlaceOutcome; MOST_PLACES];

/// How much an evaluation gives; the rest stays empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// What the verdict and the findings rest on, but for related fields.
    Findings,
    /// Also the documents.
    Documents,
    /// Also the fields that findings were decided by, and what warnings are given whatever a draft has.
    Related,
    /// Also what else is good to know.
    Everything,
}

/// Evaluates a draft.
pub fn evaluate(plan: &Plan<'_>, facts: &Facts<'_>) -> Evaluation {
    evaluate_for(plan, facts, Extent::Everything)
}

/// Evaluates a draft as far as is wanted.
pub fn evaluate_for(plan: &Plan<'_>, facts: &Facts<'_>, extent: Extent) -> Evaluation {
    let with_papers = extent >= Extent::Documents;
    let mut evaluation = Evaluation::default();
    let mut desk = Desk::of_draft();
    let elements = Elements::of(facts);
    match &plan.quick {
        Some(quick) => {
            evaluation.instances = quick.instances(&elements);
            for said in quick.rules(facts, &elements, &mut desk) {
                if let Target::Rule(position) = said.target
                    && let Some(prepared) = plan.rule_at(position)
                {
                    run(prepared, facts, said.element, extent, &mut evaluation);
                }
            }
        }
        None => {
            for prepared in plan.rules_in_full() {
                for scope in &prepared.scopes {
                    facts.for_each_element(*scope, Element::Order, &mut |element| {
                        evaluation.instances = evaluation.instances.saturating_add(1);
                        run(prepared, facts, element, extent, &mut evaluation);
                        true
                    });
                }
            }
        }
    }
    if with_papers {
        let open = match &plan.quick {
            Some(quick) => quick.papers(facts, &elements, &mut desk),
            None => plan.all_papers(facts),
        };
        evaluation.papers = papers(plan, facts, &open);
    }
    if extent >= Extent::Related {
        let order = View::new(facts, Element::Order, &[]);
        evaluation.guidance = plan.guidance(&order, extent == Extent::Everything);
    }
    evaluation
}

/// Evaluates a rule for an element.
fn run(
    prepared: &Prepared<'_>,
    facts: &Facts<'_>,
    element: Element,
    extent: Extent,
    into: &mut Evaluation,
) {
    let view = View::new(facts, element, &[]);
    let applies = applies(prepared, &view);
    if applies == Truth::False {
        return;
    }
    let Some((mask, places)) = under_all_bindings(prepared, &view) else {
        return;
    };
    for (place, outcome) in places.iter().enumerate() {
        let gravest = outcome.failing.map(|(_, severity)| severity);
        if let (Truth::True, Some((branch, severity))) = (applies, outcome.failing) {
            let failure = failure(prepared, &view, mask, branch, severity);
            into.failures.extend(failure.map(|mut failure| {
                if extent >= Extent::Related {
                    failure.related = related(prepared, &view, &failure);
                }
                failure
            }));
        }
        // Where it is open whether the rule holds at all, what fails is open too.
        let unknown = match applies {
            Truth::Unknown => outcome.unknown.max(gravest).max(outcome.withheld),
            _ => outcome.unknown,
        };
        let withheld = match applies {
            Truth::Withheld => outcome.withheld.max(gravest),
            _ => outcome.withheld,
        };
        if let Some(severity) = unknown {
            let mut needs = Vec::new();
            needs_of(prepared, &view, place, &mut needs);
            into.open.push(Open {
                rule: prepared.index,
                severity,
                element,
                needs,
            });
        } else if let Some(severity) = withheld {
            into.open.push(Open {
                rule: prepared.index,
                severity,
                element,
                needs: Vec::new(),
            });
        }
    }
}

/// Whether a rule says anything for an element.
pub(super) fn applies(prepared: &Prepared<'_>, view: &View<'_, '_>) -> Truth {
    let mut applies = view.holds(&prepared.guard);
    for exception in &prepared.exceptions {
        if applies == Truth::False {
            break;
        }
        applies = applies.and(!view.holds(exception));
    }
    applies
}

/// The outcome at every place, under the binding that is in force; where that is not known, under
/// all that may be: what is the same under all is the outcome, the rest is open.
fn under_all_bindings(prepared: &Prepared<'_>, view: &View<'_, '_>) -> Option<(usize, Places)> {
    let mut possible = prepared.bindings.possible(view);
    let first = possible.next()?;
    let mut whole = outcome_under(prepared, prepared.bindings.get(first)?, view);
    for index in possible {
        let next = outcome_under(prepared, prepared.bindings.get(index)?, view);
        for (place, other) in whole.iter_mut().zip(next) {
            *place = either(*place, other);
        }
    }
    Some((first, whole))
}

/// The outcome where it is not known which of two it is.
fn either(one: PlaceOutcome, other: PlaceOutcome) -> PlaceOutcome {
    if one == other {
        return one;
    }
    let gravest = |outcome: PlaceOutcome| {
        outcome
            .unknown
            .max(outcome.withheld)
            .max(outcome.failing.map(|(_, severity)| severity))
    };
    match (one.failing, other.failing) {
        // The branch may differ, and so may what it says; what it means is the same.
        (Some((branch, left)), Some((_, right))) if left == right => PlaceOutcome {
            failing: Some((branch, left)),
            unknown: None,
            withheld: one.withheld.max(other.withheld),
        },
        _ => PlaceOutcome {
            failing: None,
            unknown: gravest(one).max(gravest(other)),
            withheld: None,
        },
    }
}

fn outcome_under(prepared: &Prepared<'_>, binding: &Binding<'_>, view: &View<'_, '_>) -> Places {
    let mut places = [PlaceOutcome::default(); MOST_PLACES];
    let view = View {
        values: &binding.values,
        ..*view
    };
    for (index, branch) in prepared.rule.branches.iter().enumerate() {
        let Some(place) = places.get_mut(branch.place) else {
            continue;
        };
        if branch.scope != view.element.scope() {
            continue;
        }
        let severity = branch.severity.min(prepared.cap).min(binding.cap);
        let graver = |known: Option<Severity>| known.is_some_and(|known| known >= severity);
        if graver(place.failing.map(|(_, severity)| severity)) || binding.is_silent(index) {
            continue;
        }
        match fails(prepared, index, &view) {
            Truth::True => place.failing = Some((index, severity)),
            Truth::False => {}
            Truth::Unknown => place.unknown = place.unknown.max(Some(severity)),
            Truth::Withheld => place.withheld = place.withheld.max(Some(severity)),
        }
    }
    for place in &mut places {
        // What is no graver than what fails already does not matter; where something graver is
        // open, so is the outcome.
        if let Some((_, severity)) = place.failing {
            place.unknown = place.unknown.filter(|open| *open > severity);
            place.withheld = place.withheld.filter(|open| *open > severity);
            if place.unknown.is_some() {
                place.failing = None;
            }
        }
    }
    places
}

/// Whether a branch fails: its condition holds, no exception does, and no document is accepted
/// instead.
fn fails(prepared: &Prepared<'_>, index: usize, view: &View<'_, '_>) -> Truth {
    let Some(branch) = prepared.rule.branches.get(index) else {
        return Truth::False;
    };
    let mut fails = view.holds(&branch.fails);
    if fails != Truth::False
        && let Some(waiver) = &branch.waiver
    {
        fails = fails.and(!view.holds(&waiver.when));
    }
    for (_, exception) in exceptions_of(prepared, index) {
        fails = fails.and(!view.holds(exception));
    }
    fails
}

/// When a branch says nothing.
pub(super) fn exceptions_of<'p>(
    prepared: &'p Prepared<'_>,
    index: usize,
) -> impl Iterator<Item = &'p (usize, Cow<'p, Condition>)> {
    prepared
        .branch_exceptions
        .iter()
        .filter(move |(branch, _)| *branch == index)
}

fn failure(
    prepared: &Prepared<'_>,
    view: &View<'_, '_>,
    mask: usize,
    index: usize,
    severity: Severity,
) -> Option<Failure> {
    let branch = prepared.rule.branches.get(index)?;
    let binding = prepared.bindings.get(mask)?;
    let view = View {
        values: &binding.values,
        ..*view
    };
    let at = resolve(branch.at, &view);
    Some(Failure {
        rule: prepared.index,
        branch: index,
        severity,
        own_severity: None,
        element: view.element,
        at,
        related: Vec::new(),
        binding: mask,
    })
}

/// The known fields that a failure was decided by, other than where it is reported.
fn related(prepared: &Prepared<'_>, view: &View<'_, '_>, failure: &Failure) -> Vec<Path> {
    let branch = prepared.rule.branches.get(failure.branch);
    let binding = prepared.bindings.get(failure.binding);
    let Some((branch, binding)) = branch.zip(binding) else {
        return Vec::new();
    };
    let view = View {
        values: &binding.values,
        ..*view
    };
    let mut related = view.known_reads(&branch.fails);
    related.retain(|path| *path != failure.at);
    related
}

/// Where a finding is reported.
pub(super) fn resolve(at: At, view: &View<'_, '_>) -> Path {
    let facts = view.facts;
    let place = |mount| {
        facts
            .place(mount, view.element)
            .unwrap_or(crate::draft::Place::now(crate::draft::Node::Order))
    };
    match at {
        At::Fact(fact) => facts.path(fact, view.element),
        At::Record(mount) => place(mount).whole(),
        At::List(mount, list) => place(mount).list(list),
    }
}

/// The fields to ask for, for one place of a rule.
fn needs_of(prepared: &Prepared<'_>, view: &View<'_, '_>, place: usize, found: &mut Vec<Path>) {
    view.needs(&prepared.guard, found);
    for exception in &prepared.exceptions {
        view.needs(exception, found);
    }
    prepared.bindings.needs(view, found);
    for index in prepared.bindings.possible(view) {
        let Some(binding) = prepared.bindings.get(index) else {
            continue;
        };
        let view = View {
            values: &binding.values,
            ..*view
        };
        let branches = prepared.rule.branches.iter().enumerate();
        for (index, branch) in branches.filter(|(_, branch)| branch.place == place) {
            if branch.scope != view.element.scope()
                || binding.is_silent(index)
                || fails(prepared, index, &view).is_decided()
            {
                continue;
            }
            for (_, exception) in exceptions_of(prepared, index) {
                view.needs(exception, found);
            }
            view.needs(&branch.fails, found);
            if let Some(waiver) = &branch.waiver {
                view.needs(&waiver.when, found);
            }
        }
    }
}
