//! The rules that can apply to one kind of filing and subject on one day, with what layers set of
//! them laid out, so that other rules are never visited.

use chrono::NaiveDate;

use super::test::Values;
use crate::draft::Slot;
use crate::facts::Facts;
use crate::fields::choices::{FILING_KINDS, SUBJECT_KINDS};
use crate::fields::{FactItem, FactRef, Mount, OrderField, Scope};
use crate::ruleset::{
    Condition, MOST_CONDITIONAL, Operand, Papers, Require, Rule, Ruleset, SUBJECTS, Selection,
    Severity, Test, Value, has_bit, ordered,
};

/// Conditions laid out at most: those of sets, and where the kind of subject is unknown those of
/// sets and defaults for some kinds too. What is beyond is laid out as if it did not hold.
const MOST_LAID_OUT: usize = MOST_CONDITIONAL.saturating_add(4);

/// The rules for one kind of filing and subject on one day.
#[derive(Debug)]
pub struct Plan<'r> {
    /// The ruleset.
    pub ruleset: &'r Ruleset,
    pub(super) rules: Vec<Prepared<'r>>,
    pub(super) requires: Vec<(&'r Require, Condition)>,
    /// Sentences that are good to know, by their index in the ruleset.
    pub(super) guidance: Vec<(usize, Condition)>,
}

/// A rule laid out.
#[derive(Debug)]
pub(super) struct Prepared<'r> {
    pub index: usize,
    pub rule: &'r Rule,
    /// The elements that its branches are evaluated for.
    pub scopes: Vec<Scope>,
    pub cap: Severity,
    /// When it says anything.
    pub guard: Condition,
    /// Where it says nothing after all.
    pub exceptions: Vec<Condition>,
    /// Where single branches do not, by their index.
    pub branch_exceptions: Vec<(usize, Condition)>,
    /// The conditions of its conditional sets, those that go before others first.
    pub conditions: Vec<Condition>,
    /// What is in force, by which of the conditions hold (a bit each).
    pub bindings: Vec<Binding>,
    pub requires: Vec<(&'r Require, Condition)>,
}

/// What is in force of a rule's parameters.
#[derive(Debug, Clone)]
pub(super) struct Binding {
    pub values: Vec<Option<Value>>,
    pub cap: Severity,
    pub facts: Vec<String>,
}

/// What a plan is made for: it serves every draft of the same kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The kind of filing, by its index in the closed list.
    pub filing: u8,
    /// The kind of subject; absent: unknown.
    pub subject: Option<u8>,
    /// The day of submission.
    pub as_of: NaiveDate,
}

impl Key {
    /// The key of a draft; `None` where the kind of filing could not be read.
    pub fn of(facts: &Facts<'_>) -> Option<Key> {
        let order = &facts.draft().order;
        let code = |field: OrderField| match order.slot(field as usize) {
            Slot::Code(code) => Some(*code),
            _ => None,
        };
        Some(Key {
            filing: code(OrderField::FilingKind)?,
            subject: code(OrderField::SubjectKind),
            as_of: facts.as_of(),
        })
    }
}

/// A set, or a default of a parameter, as one layer of values.
struct Layer<'r> {
    condition: Condition,
    values: Vec<(usize, &'r Value)>,
    cap: Option<Severity>,
    facts: &'r [String],
}

impl<'r> Plan<'r> {
    /// Lays out a ruleset for one kind of filing and subject on one day.
    pub fn new(ruleset: &'r Ruleset, key: Key) -> Self {
        let rules = ruleset.rules.iter().enumerate();
        Self::of(ruleset, key, rules, &ruleset.requires)
    }

    /// Lays out only some rules, each with its index in the ruleset, and some requirements. They
    /// need not be the ruleset's own: what would come out if one were otherwise is asked so.
    pub fn of(
        ruleset: &'r Ruleset,
        key: Key,
        rules: impl IntoIterator<Item = (usize, &'r Rule)>,
        requires: impl IntoIterator<Item = &'r Require>,
    ) -> Self {
        let rules = rules
            .into_iter()
            .filter_map(|(index, rule)| prepare(index, rule, key))
            .collect();
        let requires = requires
            .into_iter()
            .filter_map(|require| Some((require, condition_of(&require.selection, key)?)))
            .collect();
        let guidance = ruleset
            .guidance
            .iter()
            .enumerate()
            .filter_map(|(index, own)| Some((index, condition_of(&own.selection, key)?)))
            .collect();
        Self {
            ruleset,
            rules,
            requires,
            guidance,
        }
    }

    /// The values of a rule's parameters under a binding of an evaluation.
    pub fn values(&self, rule: usize, binding: usize) -> &Values {
        self.binding(rule, binding)
            .map_or(&[], |binding| &binding.values)
    }

    /// The evidence that the values of a rule's parameters rest on under a binding.
    pub fn facts(&self, rule: usize, binding: usize) -> &[String] {
        self.binding(rule, binding)
            .map_or(&[], |binding| &binding.facts)
    }

    fn binding(&self, rule: usize, binding: usize) -> Option<&Binding> {
        self.rules
            .iter()
            .find(|prepared| prepared.index == rule)?
            .bindings
            .get(binding)
    }
}

fn prepare<'r>(index: usize, rule: &'r Rule, key: Key) -> Option<Prepared<'r>> {
    let cap = rule.caps.get(usize::from(key.filing)).copied().flatten()?;
    if !rule.period.contains(key.as_of) {
        return None;
    }
    let guard = Condition::All(vec![
        subject_condition(rule.subjects, key)?,
        rule.when.clone(),
    ]);
    let mut exceptions = Vec::new();
    let mut branch_exceptions = Vec::new();
    for exception in &rule.exceptions {
        let Some(condition) = condition_of(&exception.selection, key) else {
            continue;
        };
        match &exception.branch {
            Some(id) => {
                let of = |own: &crate::ruleset::Branch| own.id.as_ref() == Some(id);
                let branches = rule.branches.iter().enumerate();
                branch_exceptions.extend(
                    branches
                        .filter(|(_, branch)| of(branch))
                        .map(|(index, _)| (index, condition.clone())),
                );
            }
            None if condition.is_always() => return None,
            None => exceptions.push(condition),
        }
    }
    let layers = layers(rule, key);
    let conditional: Vec<usize> = layers
        .iter()
        .enumerate()
        .filter(|(_, layer)| !layer.condition.is_always())
        .map(|(index, _)| index)
        .take(MOST_LAID_OUT)
        .collect();
    let count = u32::try_from(conditional.len()).unwrap_or(0);
    let masks = 1usize.checked_shl(count).unwrap_or(1);
    let bindings: Vec<Binding> = (0..masks)
        .map(|mask| {
            bind(rule, &layers, |index| {
                conditional
                    .iter()
                    .position(|known| *known == index)
                    .is_some_and(|bit| has_bit(mask as u64, bit))
            })
        })
        .collect();
    let requires = rule
        .requires
        .iter()
        .filter(|require| names_papers(require, &bindings))
        .filter_map(|require| Some((require, condition_of(&require.selection, key)?)))
        .collect();
    Some(Prepared {
        index,
        rule,
        scopes: scopes_of(rule),
        cap,
        guard,
        exceptions,
        branch_exceptions,
        conditions: conditional
            .iter()
            .filter_map(|index| layers.get(*index))
            .map(|layer| layer.condition.clone())
            .collect(),
        bindings,
        requires,
    })
}

fn scopes_of(rule: &Rule) -> Vec<Scope> {
    let mut scopes = Vec::new();
    for branch in &rule.branches {
        if !scopes.contains(&branch.scope) {
            scopes.push(branch.scope);
        }
    }
    // In the order of the draft's own parts, whatever the order of the branches.
    scopes.sort_unstable();
    scopes
}

/// Whether a requirement names any document: one whose parameter nobody sets does not.
fn names_papers(require: &Require, bindings: &[Binding]) -> bool {
    match &require.papers {
        Papers::Fixed(_) => true,
        Papers::Param(param) => bindings
            .iter()
            .any(|binding| matches!(binding.values.get(*param), Some(Some(_)))),
    }
}

/// The sets that can hold, those that go before others first, then the defaults.
fn layers(rule: &Rule, key: Key) -> Vec<Layer<'_>> {
    let mut layers = Vec::new();
    for index in ordered(&rule.sets) {
        let Some(set) = rule.sets.get(index) else {
            continue;
        };
        if let Some(condition) = condition_of(&set.selection, key) {
            layers.push(Layer {
                condition,
                values: set
                    .values
                    .iter()
                    .map(|(param, value)| (*param, value))
                    .collect(),
                cap: set.cap,
                facts: &set.facts,
            });
        }
    }
    for (index, param) in rule.params.iter().enumerate() {
        for (subjects, value) in &param.defaults {
            if let Some(condition) = subject_condition(*subjects, key) {
                layers.push(Layer {
                    condition,
                    values: vec![(index, value)],
                    cap: None,
                    facts: &[],
                });
            }
        }
    }
    layers
}

/// What is in force where the layers' conditions hold as `holds` says.
fn bind(rule: &Rule, layers: &[Layer<'_>], holds: impl Fn(usize) -> bool) -> Binding {
    let mut binding = Binding {
        values: vec![None; rule.params.len()],
        cap: Severity::Error,
        facts: Vec::new(),
    };
    for (index, layer) in layers.iter().enumerate() {
        if !layer.condition.is_always() && !holds(index) {
            continue;
        }
        let mut decides = layer.values.is_empty();
        for (param, value) in &layer.values {
            if let Some(slot @ None) = binding.values.get_mut(*param) {
                *slot = Some((*value).clone());
                decides = true;
            }
        }
        if decides {
            binding.cap = binding.cap.min(layer.cap.unwrap_or(Severity::Error));
            for fact in layer.facts {
                if !binding.facts.contains(fact) {
                    binding.facts.push(fact.clone());
                }
            }
        }
    }
    binding
}

/// The condition that is left of a selection for a key; `None` where it cannot hold.
fn condition_of(selection: &Selection, key: Key) -> Option<Condition> {
    if !has_bit(selection.filings, usize::from(key.filing)) || !selection.period.contains(key.as_of)
    {
        return None;
    }
    let subject = subject_condition(selection.subjects, key)?;
    Some(match (subject.is_always(), selection.when.is_always()) {
        (_, true) => subject,
        (true, false) => selection.when.clone(),
        (false, false) => Condition::All(vec![subject, selection.when.clone()]),
    })
}

/// A selection of subjects: decided where the kind is known, a condition on it where it is not.
fn subject_condition(subjects: u64, key: Key) -> Option<Condition> {
    match key.subject {
        Some(subject) => {
            has_bit(subjects, usize::from(subject)).then_some(Condition::Constant(true))
        }
        None if subjects & SUBJECTS == SUBJECTS => Some(Condition::Constant(true)),
        None => Some(Condition::Fact {
            fact: FactRef {
                mount: Mount::Order,
                item: FactItem::Field(OrderField::SubjectKind as u16),
            },
            test: Test::OneOf(Operand::Constant(subjects)),
            or_none: false,
        }),
    }
}

/// Every kind of filing and subject, for checks over all plans.
pub fn all_keys(as_of: NaiveDate) -> impl Iterator<Item = Key> {
    let filings = (0u8..).take(FILING_KINDS.len());
    filings.flat_map(move |filing| {
        std::iter::once(None)
            .chain((0u8..).take(SUBJECT_KINDS.len()).map(Some))
            .map(move |subject| Key {
                filing,
                subject,
                as_of,
            })
    })
}
