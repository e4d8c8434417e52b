//! Which parameters a rule uses.

use super::condition::{Condition, Operand, Test};
use super::model::{Branch, Papers, Rule};
use super::template::{Hole, Message};
use crate::fields::FactRef;
use crate::text::Lang;

/// Whether a rule uses one of its parameters, anywhere.
pub fn rule_uses(rule: &Rule, param: usize) -> bool {
    let papers = |papers: &Papers| *papers == Papers::Param(param);
    condition_uses(&rule.when, param)
        || rule.branches.iter().any(|branch| {
            branch_uses(branch, param)
                || message_uses(&branch.message, param)
                || branch
                    .help
                    .as_ref()
                    .is_some_and(|help| message_uses(help, param))
                || branch
                    .waiver
                    .as_ref()
                    .is_some_and(|waiver| papers(&waiver.papers))
        })
        || rule.requires.iter().any(|require| {
            papers(&require.papers) || condition_uses(&require.selection.when, param)
        })
}

/// Whether a branch decides by a parameter.
pub fn branch_uses(branch: &Branch, param: usize) -> bool {
    let waiver = branch.waiver.as_ref();
    condition_uses(&branch.fails, param)
        || waiver.is_some_and(|waiver| condition_uses(&waiver.when, param))
}

/// Whether a condition decides by a parameter, so that without a value of it nothing can be said.
pub fn condition_uses(condition: &Condition, param: usize) -> bool {
    condition_uses_any(condition, &|own| own == param)
}

/// The same of any of some parameters.
pub fn condition_uses_any(condition: &Condition, is_one: &impl Fn(usize) -> bool) -> bool {
    match condition {
        Condition::Constant(_) => false,
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().any(|part| condition_uses_any(part, is_one))
        }
        Condition::Not(inner) => condition_uses_any(inner, is_one),
        Condition::Fact { test, .. } => test_param(test).is_some_and(is_one),
        Condition::Param { param, test } => is_one(*param) || test_param(test).is_some_and(is_one),
        Condition::Each { condition, .. } => condition_uses_any(condition, is_one),
        Condition::Count {
            condition, with, ..
        } => condition_uses_any(condition, is_one) || param_of(with).is_some_and(is_one),
        Condition::Distinct { with, .. } => param_of(with).is_some_and(is_one),
    }
}

/// The facts that a condition reads, each as often as it stands there.
pub fn facts_read(condition: &Condition) -> Vec<FactRef> {
    match condition {
        Condition::Constant(_) => Vec::new(),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().flat_map(facts_read).collect()
        }
        Condition::Not(inner) => facts_read(inner),
        Condition::Fact { fact, test, .. } => match test {
            Test::SameAs(other, _)
            | Test::WordOf(_, other)
            | Test::WordsBut(_, _, other)
            | Test::Versus(_, other) => {
                vec![*fact, *other]
            }
            _ => vec![*fact],
        },
        Condition::Param { .. } => Vec::new(),
        Condition::Each { condition, .. } | Condition::Count { condition, .. } => {
            facts_read(condition)
        }
        Condition::Distinct { facts, .. } => facts.iter().map(|(_, fact)| *fact).collect(),
    }
}

/// The parameter that a test compares with.
fn test_param(test: &Test) -> Option<usize> {
    match test {
        Test::Bool(with) | Test::NotBool(with) => param_of(with),
        Test::Int(_, with) | Test::Han(_, with) | Test::Chars(_, with) => param_of(with),
        Test::Day(_, with) => param_of(with),
        Test::OneOf(with) | Test::NoneOf(with) | Test::Set(_, with) => param_of(with),
        Test::TextIn(with)
        | Test::TextNotIn(with)
        | Test::Words(_, with)
        | Test::WordsBut(_, with, _)
        | Test::ListHas(with) => param_of(with),
        Test::Division(_)
        | Test::NotDivision(_)
        | Test::Matches(_)
        | Test::OnlyChars(_)
        | Test::IsEmpty(_)
        | Test::Known(_)
        | Test::IsNone(_)
        | Test::SameAs(..)
        | Test::WordOf(..)
        | Test::Versus(..) => None,
    }
}

fn param_of<T>(operand: &Operand<T>) -> Option<usize> {
    match operand {
        Operand::Param(index) => Some(*index),
        Operand::Constant(_) => None,
    }
}

fn message_uses(message: &Message, param: usize) -> bool {
    [Lang::Zh, Lang::En]
        .into_iter()
        .flat_map(|lang| message.get(lang).holes())
        .any(|hole| hole == Hole::Param(param))
}
