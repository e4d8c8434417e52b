//! Conditions that can never hold, or always do: mistakes that no draft would show.

use std::collections::HashMap;

use super::build::RulesetFault;
use super::condition::{Compare, Condition, Operand, Test};
use super::model::{Origin, Rule};
use crate::fields::FactRef;
use crate::source::Problem;
use crate::text::Text;

/// What a conjunction leaves open of a fact.
#[derive(Debug, Clone, Copy)]
struct Left {
    members: u64,
    least: i64,
    most: i64,
}

impl Default for Left {
    fn default() -> Self {
        Self {
            members: u64::MAX,
            least: i64::MIN,
            most: i64::MAX,
        }
    }
}

/// Whether a condition can hold at all, by the tests on single facts in its conjunctions.
fn possible(condition: &Condition) -> bool {
    let mut left: HashMap<FactRef, Left> = HashMap::new();
    narrow(condition, &mut left) && inner(condition).into_iter().all(possible)
}

/// Narrows what is left by every test of a conjunction; false where nothing is.
fn narrow(condition: &Condition, left: &mut HashMap<FactRef, Left>) -> bool {
    match condition {
        Condition::Constant(flag) => *flag,
        Condition::All(parts) => parts.iter().all(|part| narrow(part, left)),
        Condition::Fact {
            fact,
            test,
            or_none: false,
        } => {
            let open = left.entry(*fact).or_default();
            match test {
                Test::OneOf(Operand::Constant(mask)) => open.members &= mask,
                Test::NoneOf(Operand::Constant(mask)) => open.members &= !mask,
                Test::Bool(Operand::Constant(flag)) => open.members &= if *flag { 1 } else { 2 },
                Test::NotBool(Operand::Constant(flag)) => {
                    open.members &= if *flag { !1 } else { !2 }
                }
                Test::Int(compare, Operand::Constant(number)) => match compare {
                    Compare::Is => {
                        open.least = open.least.max(*number);
                        open.most = open.most.min(*number);
                    }
                    Compare::AtLeast => open.least = open.least.max(*number),
                    Compare::Above => open.least = open.least.max(number.saturating_add(1)),
                    Compare::AtMost => open.most = open.most.min(*number),
                    Compare::Below => open.most = open.most.min(number.saturating_sub(1)),
                    Compare::IsNot => {}
                },
                _ => {}
            }
            open.members != 0 && open.least <= open.most
        }
        _ => true,
    }
}

/// Conditions inside a condition that stand for themselves.
fn inner(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Condition::Any(parts) => parts.iter().collect(),
        Condition::All(parts) => parts.iter().flat_map(inner).collect(),
        Condition::Each { condition, .. } | Condition::Count { condition, .. } => vec![condition],
        _ => Vec::new(),
    }
}

/// Whether a condition holds of every value: a test that lists all members.
fn always(condition: &Condition) -> bool {
    match condition {
        Condition::Fact {
            fact,
            test: Test::OneOf(Operand::Constant(mask)),
            ..
        } => fact.kind().choices().is_some_and(|choices| {
            (0..choices.len()).all(|index| super::selection::has_bit(*mask, index))
        }),
        Condition::Any(parts) => parts.iter().any(always),
        Condition::All(parts) => !parts.is_empty() && parts.iter().all(always),
        Condition::Not(inner) => !possible(inner),
        _ => false,
    }
}

/// Tells of impossible conditions, and of branches that would always fail.
pub fn tell_impossible(rule: &Rule, faults: &mut Vec<RulesetFault>) {
    check(&rule.when, rule.origin, faults);
    for branch in &rule.branches {
        check(&branch.fails, branch.origin, faults);
        if let Some(waiver) = &branch.waiver {
            check(&waiver.when, branch.origin, faults);
        }
    }
    for require in &rule.requires {
        check(&require.selection.when, require.origin, faults);
    }
    for set in &rule.sets {
        check(&set.selection.when, set.origin, faults);
    }
    for exception in &rule.exceptions {
        check(&exception.selection.when, exception.origin, faults);
    }
}

fn check(condition: &Condition, origin: Origin, faults: &mut Vec<RulesetFault>) {
    let negative = matches!(condition, Condition::Not(inner) if !possible(inner));
    let message = if negative || !possible(condition) {
        Text::fixed("这里的条件永远不成立", "the condition here can never hold")
    } else if always(condition) {
        Text::fixed("这里的条件永远成立", "the condition here always holds")
    } else {
        return;
    };
    faults.push(RulesetFault {
        file: origin.file,
        problem: Problem::new(origin.span, message),
    });
}
