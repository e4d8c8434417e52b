//! An account of how one rule came out: element by element, what was in force and what decided it.
//! It is given on request only; a plain evaluation keeps none of it.

use super::binding::lacks_value;
use super::condition::View;
use super::plan::{Key, Plan};
use super::run::applies;
use super::test::Values;
use super::truth::Truth;
use crate::facts::{Element, Facts};
use crate::ruleset::{Condition, Rule, Selection, has_bit, ordered};

/// How a rule stands for one element.
#[derive(Debug, Clone, Copy)]
pub struct Account<'p> {
    /// The element.
    pub element: Element,
    /// Whether the rule says anything of it.
    pub applies: Truth,
    /// The values of its parameters, as far as it is known which are in force.
    pub values: &'p Values<'p>,
}

/// What gives a parameter its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decider {
    /// The set, by its index in the rule; absent: the national value, or none.
    pub set: Option<usize>,
    /// Sets that would go before it, of which it is not known whether they hold.
    pub open: Vec<usize>,
}

impl Account<'_> {
    /// Whether a condition turns on a parameter that has no value here, so that it says nothing.
    pub fn lacks_value(&self, condition: &Condition) -> bool {
        lacks_value(condition, self.values)
    }
}

/// The account of a rule, by its index in the ruleset; `None` where the plan has no such rule, as
/// it does not hold for the kind of filing, the subject or the day.
pub fn accounts<'p>(
    plan: &'p Plan<'_>,
    rule: usize,
    facts: &Facts<'_>,
) -> Option<Vec<Account<'p>>> {
    let prepared = plan.rule_of(rule)?;
    let mut accounts = Vec::new();
    for scope in &prepared.scopes {
        let (elements, _) = facts.elements(*scope, Element::Order);
        accounts.extend(elements.into_iter().map(|element| {
            let view = View::new(facts, element, &[]);
            let sure = prepared.bindings.sure(&view);
            Account {
                element,
                applies: applies(prepared, &view),
                values: plan.values(rule, sure),
            }
        }));
    }
    Some(accounts)
}

/// What gives each parameter of a rule its value, for the element of a view.
pub fn deciders(rule: &Rule, key: Key, view: &View<'_, '_>) -> Vec<Decider> {
    let order = ordered(&rule.sets);
    (0..rule.params.len())
        .map(|param| {
            let mut open = Vec::new();
            for index in &order {
                let Some(set) = rule.sets.get(*index) else {
                    continue;
                };
                if !set.values.iter().any(|(own, _)| *own == param) {
                    continue;
                }
                match selected(&set.selection, key, view) {
                    Truth::True => {
                        return Decider {
                            set: Some(*index),
                            open,
                        };
                    }
                    Truth::False => {}
                    Truth::Unknown | Truth::Withheld => open.push(*index),
                }
            }
            Decider { set: None, open }
        })
        .collect()
}

/// Whether a selection holds.
fn selected(selection: &Selection, key: Key, view: &View<'_, '_>) -> Truth {
    if !has_bit(selection.filings, usize::from(key.filing)) || !selection.period.contains(key.as_of)
    {
        return Truth::False;
    }
    let subject = match key.subject {
        Some(subject) => Truth::from(has_bit(selection.subjects, usize::from(subject))),
        None if selection.subjects == crate::ruleset::SUBJECTS => Truth::True,
        None => Truth::Unknown,
    };
    subject.and(view.holds(&selection.when))
}
