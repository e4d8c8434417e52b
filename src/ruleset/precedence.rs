//! Which of several `[[set]]`s of one parameter decides: the later layer, then the more specific.
//! Two of one layer that can both hold while neither is more specific are refused on load.

use super::build::RulesetFault;
use super::condition::{Condition, Operand, Test};
use super::model::{Rule, Selection, Set};
use super::shared::Shared;
use crate::source::Problem;
use crate::text::Text;

/// The atoms of a conjunction; whatever is no conjunction is one atom.
fn atoms(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Condition::All(parts) => parts.iter().flat_map(atoms).collect(),
        Condition::Constant(true) => Vec::new(),
        other => vec![other],
    }
}

/// Whether one atom, where it holds, makes the other hold. Unlike conditions are told apart by
/// their written form.
fn implies(one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        (
            Condition::Fact {
                fact: left,
                test: Test::OneOf(Operand::Constant(narrow)),
                ..
            },
            Condition::Fact {
                fact: right,
                test: Test::OneOf(Operand::Constant(wide)),
                ..
            },
        ) => left == right && narrow & !wide == 0,
        (
            Condition::Fact {
                fact: left,
                test: Test::TextIn(Operand::Constant(narrow)),
                ..
            },
            Condition::Fact {
                fact: right,
                test: Test::TextIn(Operand::Constant(wide)),
                ..
            },
        ) => left == right && narrow.iter().all(|word| wide.contains(word)),
        _ => format!("{one:?}") == format!("{other:?}"),
    }
}

/// Whether two atoms can never hold together.
fn exclude(one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        (
            Condition::Fact {
                fact: left,
                test: a,
                ..
            },
            Condition::Fact {
                fact: right,
                test: b,
                ..
            },
        ) if left == right => match (a, b) {
            (Test::OneOf(Operand::Constant(a)), Test::OneOf(Operand::Constant(b))) => a & b == 0,
            (Test::OneOf(Operand::Constant(a)), Test::NoneOf(Operand::Constant(b)))
            | (Test::NoneOf(Operand::Constant(b)), Test::OneOf(Operand::Constant(a))) => {
                a & !b == 0
            }
            (Test::Bool(Operand::Constant(a)), Test::Bool(Operand::Constant(b))) => a != b,
            (Test::TextIn(Operand::Constant(a)), Test::TextIn(Operand::Constant(b))) => {
                !a.iter().any(|word| b.contains(word))
            }
            _ => false,
        },
        (Condition::Not(inner), other) | (other, Condition::Not(inner)) => {
            atoms(inner).iter().all(|atom| implies(other, atom))
        }
        _ => false,
    }
}

/// Whether one selection holds only where the other does.
fn is_within(one: &Selection, other: &Selection) -> bool {
    let inside = one.filings & !other.filings == 0
        && one.subjects & !other.subjects == 0
        && other
            .period
            .from
            .is_none_or(|from| one.period.from >= Some(from))
        && other
            .period
            .until
            .is_none_or(|until| one.period.until.is_some_and(|own| own <= until));
    let (left, right) = (atoms(&one.when), atoms(&other.when));
    inside
        && right
            .iter()
            .all(|wide| left.iter().any(|narrow| implies(narrow, wide)))
}

/// Whether two selections can hold together.
fn can_meet(one: &Selection, other: &Selection) -> bool {
    let apart = one.filings & other.filings == 0
        || one.subjects & other.subjects == 0
        || !one.period.overlaps(&other.period);
    let (left, right) = (atoms(&one.when), atoms(&other.when));
    !apart && !left.iter().any(|a| right.iter().any(|b| exclude(a, b)))
}

/// Whether the first set goes before the second where both hold.
pub fn goes_before(one: &Set, other: &Set) -> bool {
    if one.layer != other.layer {
        return one.layer > other.layer;
    }
    is_within(&one.selection, &other.selection) && !is_within(&other.selection, &one.selection)
}

/// The order in which sets are asked: those that go before others first.
pub fn ordered(sets: &[Shared<Set>]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    for (index, set) in sets.iter().enumerate() {
        let place = order
            .iter()
            .position(|known| {
                sets.get(*known)
                    .is_some_and(|known| goes_before(set, known))
            })
            .unwrap_or(order.len());
        order.insert(place, index);
    }
    order
}

/// Tells of sets between which nothing decides.
pub fn tell_ambiguities(rule: &Rule, faults: &mut Vec<RulesetFault>) {
    for (index, one) in rule.sets.iter().enumerate() {
        for other in rule.sets.iter().skip(index.saturating_add(1)) {
            let shared = one.values.iter().any(|(param, value)| {
                other
                    .values
                    .iter()
                    .any(|(second, different)| param == second && value != different)
            });
            let decided = one.layer != other.layer
                || goes_before(one, other)
                || goes_before(other, one)
                || !can_meet(&one.selection, &other.selection);
            if shared && !decided {
                faults.push(RulesetFault {
                    file: other.origin.file,
                    problem: Problem::new(
                        other.origin.span,
                        Text::new(
                            format!("{} 的两个 set 可能同时成立，又分不出先后；给其中一个加上条件", rule.id),
                            format!("two sets of `{}` can hold together and neither is more specific; add a condition to one", rule.id),
                        ),
                    ),
                });
            }
        }
    }
}
