//! When what comes of a draft can turn. As days go by, a draft changes by nothing but what is told
//! of it from the day of submission, and that goes one way: what is left becomes less, what has
//! passed becomes more. So where every test on such a fact says the same on two days, it does on
//! all between them, and so does everything that rests on those tests.

use std::cmp::Ordering;

use chrono::Datelike;

use super::condition::View;
use super::plan::Plan;
use super::prepared::Prepared;
use super::run::{applies, exceptions_of};
use super::test::{resolve_day, resolve_int};
use super::truth::Truth;
use crate::facts::{Element, Fact, Facts};
use crate::fields::{DerivedId, FactItem, FactRef, Mount, OrderField, Scope};
use crate::ruleset::{Condition, FormChange, Test, facts_read};

/// The rules of a plan whose outcome the day decides, and what else the day changes that they read.
#[derive(Debug)]
pub struct Turning<'p, 'r> {
    rules: Vec<&'p Prepared<'r>>,
    forms: Vec<&'r FormChange>,
}

/// What all tests on the day say of a draft on one day: days with equal ones have equal failures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stance(Vec<Said>);

/// What a test on a fact that follows the day comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// How the fact compares with what it is tested by. Of a fact that goes one way this does, too;
    /// being equal to something does not.
    Compared(Ordering),
    /// The answer, of a test that turns once.
    Holds(Truth),
    /// The fact itself: nothing is known of when the answer turns.
    Is(i64),
    /// Where the tests on another element begin.
    Next,
}

impl<'p, 'r> Turning<'p, 'r> {
    /// Looks for what the day decides in a plan.
    pub fn new(plan: &'p Plan<'r>) -> Self {
        let forms = plan.ruleset.forms.iter();
        Self {
            rules: plan.rules_in_full().filter(|rule| turns(rule)).collect(),
            forms: forms
                .filter(|change| reads_day(&change.selection.when))
                .collect(),
        }
    }

    /// What the tests say on the day of some facts. Compare only what is said of one draft.
    pub fn stance(&self, facts: &Facts<'_>) -> Stance {
        let mut said = Vec::new();
        // Whether a number may be used at all is told from the day too: nobody is born after it.
        facts.for_each_element(Scope::Person, Element::Order, &mut |element| {
            let state = FactRef {
                mount: Mount::Person,
                item: FactItem::Derived(DerivedId::NumberState),
            };
            said.push(match facts.get(state, element) {
                Fact::Code(code) => Said::Is(code.into()),
                _ => Said::Next,
            });
            true
        });
        for rule in &self.rules {
            for scope in &rule.scopes {
                facts.for_each_element(*scope, Element::Order, &mut |element| {
                    said.push(Said::Next);
                    of_rule(rule, &View::new(facts, element, &[]), &mut said);
                    true
                });
            }
        }
        for change in &self.forms {
            for element in owners(facts) {
                said.push(Said::Next);
                let view = View::new(facts, element, &[]);
                of_condition(&change.selection.when, &view, &mut said);
            }
        }
        Stance(said)
    }
}

/// All elements that a document may be of.
fn owners(facts: &Facts<'_>) -> Vec<Element> {
    Scope::all()
        .flat_map(|scope| facts.elements(scope, Element::Order).0)
        .collect()
}

/// Whether the day has a part in a rule's outcome.
fn turns(rule: &Prepared<'_>) -> bool {
    let choices = rule.bindings.choices();
    let mut sets = choices.flat_map(|(_, conditions)| conditions.iter().copied());
    let waived = |own: &crate::ruleset::Branch| {
        let waiver = own.waiver.as_ref();
        waiver.is_some_and(|waiver| reads_day(&waiver.when))
    };
    reads_day(&rule.guard)
        || rule.exceptions.iter().any(|own| reads_day(own))
        || rule.branch_exceptions.iter().any(|(_, own)| reads_day(own))
        || sets.any(reads_day)
        || rule
            .rule
            .branches
            .iter()
            .any(|branch| reads_day(&branch.fails) || waived(branch))
}

fn of_rule(rule: &Prepared<'_>, view: &View<'_, '_>, said: &mut Vec<Said>) {
    of_condition(&rule.guard, view, said);
    for exception in &rule.exceptions {
        of_condition(exception, view, said);
    }
    if applies(rule, view) == Truth::False {
        return;
    }
    for condition in rule.bindings.choices().flat_map(|(_, own)| own) {
        of_condition(condition, view, said);
    }
    for index in rule.bindings.possible(view) {
        let Some(binding) = rule.bindings.get(index) else {
            continue;
        };
        let view = View {
            values: &binding.values,
            ..*view
        };
        for (index, branch) in rule.rule.branches.iter().enumerate() {
            if branch.scope != view.element.scope() {
                continue;
            }
            of_condition(&branch.fails, &view, said);
            if let Some(waiver) = &branch.waiver {
                of_condition(&waiver.when, &view, said);
            }
            for (_, exception) in exceptions_of(rule, index) {
                of_condition(exception, &view, said);
            }
        }
    }
}

/// What the tests in a condition say, each of them: none is left out because another decides.
fn of_condition(condition: &Condition, view: &View<'_, '_>, said: &mut Vec<Said>) {
    match condition {
        Condition::Constant(_) => {}
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                of_condition(part, view, said);
            }
        }
        Condition::Not(inner) => of_condition(inner, view, said),
        Condition::Each {
            scope,
            condition: inner,
            ..
        }
        | Condition::Count {
            scope,
            condition: inner,
            ..
        } => {
            if reads_day(inner) {
                let facts = view.facts;
                facts.for_each_element(*scope, view.element, &mut |element| {
                    said.push(Said::Next);
                    of_condition(inner, &view.at(element), said);
                    true
                });
            }
        }
        Condition::Fact { fact, test, .. } => {
            if reads_day(condition) {
                of_test(condition, *fact, test, view, said);
            }
        }
        Condition::Param { .. } | Condition::Distinct { .. } => {
            if reads_day(condition) {
                said.push(Said::Is(number(Fact::Day(view.facts.as_of()))));
            }
        }
    }
}

fn of_test(
    condition: &Condition,
    fact: FactRef,
    test: &Test,
    view: &View<'_, '_>,
    said: &mut Vec<Said>,
) {
    let own = view.fact(fact);
    let compared = match (test, own) {
        (Test::Int(_, with), Fact::Int(own)) => {
            resolve_int(with, view.values).map(|with| own.cmp(&with))
        }
        (Test::Day(_, with), Fact::Day(own)) => {
            resolve_day(with, view.values).map(|with| own.cmp(&with))
        }
        (Test::Versus(_, other) | Test::SameAs(other, _), own) => {
            let other_fact = view.fact(*other);
            if follows_day(fact) && follows_day(*other) {
                said.push(Said::Is(number(own)));
                said.push(Said::Is(number(other_fact)));
            }
            match (own, other_fact) {
                (Fact::Int(own), Fact::Int(other)) => Some(own.cmp(&other)),
                (Fact::Day(own), Fact::Day(other)) => Some(own.cmp(&other)),
                _ => None,
            }
        }
        _ => None,
    };
    said.push(match compared {
        Some(ordering) => Said::Compared(ordering),
        None => Said::Holds(view.holds(condition)),
    });
}

/// A number that tells days and numbers apart.
fn number(fact: Fact<'_>) -> i64 {
    match fact {
        Fact::Int(number) => number,
        Fact::Day(day) => i64::from(day.num_days_from_ce()),
        _ => i64::MIN,
    }
}

fn reads_day(condition: &Condition) -> bool {
    facts_read(condition).into_iter().any(follows_day)
}

/// Whether a fact is told from the day of submission.
fn follows_day(fact: FactRef) -> bool {
    match fact.item {
        FactItem::Field(slot) => {
            fact.mount == Mount::Order && usize::from(slot) == OrderField::SubmitOn as usize
        }
        FactItem::Derived(id) => id.follows_day(),
    }
}
