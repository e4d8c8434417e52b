//! Word lists where they are used: spelt out in conditions and values.

use crate::ruleset::{Condition, Operand, Require, Rule, Shared, Test, Value};

/// Takes a word of a list out wherever a rule spells the list out; false where it nowhere does.
pub(super) fn take_from_rule(rule: &mut Rule, list: &[String], place: usize) -> bool {
    let mut taken = take(&mut rule.when, list, place);
    for branch in rule.branches.iter_mut() {
        taken |= take(&mut branch.fails, list, place);
        if let Some(waiver) = &mut branch.waiver {
            taken |= take(&mut waiver.when, list, place);
        }
    }
    for require in rule.requires.iter_mut() {
        taken |= take(&mut require.selection.when, list, place);
    }
    for param in rule.params.iter_mut() {
        for (_, value) in &mut param.defaults {
            taken |= take_from_value(value, list, place);
        }
    }
    for set in &mut rule.sets {
        taken |= take(&mut set.selection.when, list, place);
        for (_, value) in &mut set.values {
            taken |= take_from_value(value, list, place);
        }
    }
    for exception in &mut rule.exceptions {
        taken |= take(&mut exception.selection.when, list, place);
    }
    taken
}

/// The same for requirements.
pub(super) fn take_from_requires(
    requires: &mut [Shared<Require>],
    list: &[String],
    place: usize,
) -> bool {
    let mut taken = false;
    for require in requires {
        taken |= take(&mut require.selection.when, list, place);
    }
    taken
}

fn take_from_value(value: &mut Value, list: &[String], place: usize) -> bool {
    match value {
        Value::Words(words) => take_word(words, list, place),
        _ => false,
    }
}

fn take(condition: &mut Condition, list: &[String], place: usize) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            let mut taken = false;
            for part in parts {
                taken |= take(part, list, place);
            }
            taken
        }
        Condition::Not(inner) => take(inner, list, place),
        Condition::Each { condition, .. } | Condition::Count { condition, .. } => {
            take(condition, list, place)
        }
        Condition::Fact { test, .. } | Condition::Param { test, .. } => {
            take_from_test(test, list, place)
        }
        Condition::Constant(_) | Condition::Distinct { .. } => false,
    }
}

fn take_from_test(test: &mut Test, list: &[String], place: usize) -> bool {
    match test {
        Test::TextIn(Operand::Constant(words))
        | Test::TextNotIn(Operand::Constant(words))
        | Test::Words(_, Operand::Constant(words))
        | Test::WordsBut(_, Operand::Constant(words), _)
        | Test::ListHas(Operand::Constant(words)) => take_word(words, list, place),
        _ => false,
    }
}

/// Takes a word of a list out of words that hold the list whole.
fn take_word(words: &mut Vec<String>, list: &[String], place: usize) -> bool {
    if list.is_empty() {
        return false;
    }
    let start = words.windows(list.len()).position(|window| window == list);
    let Some(at) = start.and_then(|start| start.checked_add(place)) else {
        return false;
    };
    if at < words.len() {
        words.remove(at);
    }
    true
}
