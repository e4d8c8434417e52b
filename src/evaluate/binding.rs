//! What is in force of a rule's parameters: every combination of its conditional sets, laid out in
//! advance. Where the subject's kind is not known, for every kind that makes a difference.

use super::condition::View;
use super::plan::Key;
use super::prepared::subject_test;
use super::test::Values;
use super::truth::Truth;
use crate::draft::Path;
use crate::fields::choices::SUBJECT_KINDS;
use crate::ruleset::{
    Condition, MOST_CONDITIONAL, Rule, Severity, Value, condition_uses_any, has_bit, ordered,
};

/// What is in force of a rule's parameters.
#[derive(Debug, Clone)]
pub(super) struct Binding<'r> {
    pub values: Vec<Option<&'r Value>>,
    pub cap: Severity,
    pub facts: Vec<String>,
    /// Of each branch, whether it turns on a parameter that has no value, so that it says nothing.
    silent: Box<[bool]>,
}

impl Binding<'_> {
    /// Whether a branch says nothing, since a parameter that it turns on has no value.
    pub fn is_silent(&self, branch: usize) -> bool {
        self.silent.get(branch).copied().unwrap_or(false)
    }
}

/// All that may be in force of a rule's parameters.
#[derive(Debug)]
pub(super) struct Bindings<'r> {
    /// One for the subject's kind; where that is not known, one for each kind that makes a
    /// difference.
    groups: Vec<Group<'r>>,
    /// Those of each group in turn. Where there are several groups, one more has what holds for
    /// all kinds.
    all: Vec<Binding<'r>>,
}

/// What may be in force for some kinds of subject.
#[derive(Debug)]
struct Group<'r> {
    /// The number of the first of its bindings.
    start: usize,
    /// The conditions of the conditional sets, those that go before others first: the bindings are
    /// numbered by which of them hold, a bit each.
    conditions: Vec<&'r Condition>,
}

/// A set, or a default of a parameter, as one layer of values.
struct Layer<'r> {
    subjects: u64,
    when: &'r Condition,
    values: Vec<(usize, &'r Value)>,
    cap: Option<Severity>,
    facts: &'r [String],
}

const ALWAYS: &Condition = &Condition::Constant(true);

impl<'r> Bindings<'r> {
    /// Lays out what may be in force for a key.
    pub fn new(rule: &'r Rule, key: Key) -> Self {
        let layers = layers(rule, key);
        let mut bindings = Self {
            groups: Vec::new(),
            all: Vec::new(),
        };
        for kind in kinds(rule, key, &layers) {
            let own: Vec<&Layer<'r>> = layers
                .iter()
                .filter(|layer| layer.subjects & kind != 0)
                .collect();
            bindings.add(rule, &own);
        }
        if bindings.groups.len() > 1 {
            let sure = layers
                .iter()
                .filter(|layer| rule.subjects & !layer.subjects == 0 && layer.when.is_always());
            bindings.all.push(bind(rule, sure));
        }
        bindings
    }

    fn add(&mut self, rule: &'r Rule, layers: &[&Layer<'r>]) {
        // The loader refuses more, so nothing is left out.
        let conditions: Vec<&'r Condition> = layers
            .iter()
            .filter(|layer| !layer.when.is_always())
            .map(|layer| layer.when)
            .take(MOST_CONDITIONAL)
            .collect();
        let count = u32::try_from(conditions.len()).unwrap_or(0);
        let start = self.all.len();
        for mask in 0..1u64.checked_shl(count).unwrap_or(1) {
            let mut bit = 0usize;
            let holding = layers.iter().copied().filter(|layer| {
                if layer.when.is_always() {
                    return true;
                }
                let holds = has_bit(mask, bit);
                bit = bit.saturating_add(1);
                holds
            });
            self.all.push(bind(rule, holding));
        }
        self.groups.push(Group { start, conditions });
    }

    /// A binding by its number.
    pub fn get(&self, index: usize) -> Option<&Binding<'r>> {
        self.all.get(index)
    }

    /// All bindings.
    pub fn all(&self) -> &[Binding<'r>] {
        &self.all
    }

    /// What bindings are chosen by: for each group the number of its first one, and the conditions
    /// whose holding is the bits of the others' distance from it.
    pub fn choices(&self) -> impl Iterator<Item = (usize, &[&'r Condition])> {
        let groups = self.groups.iter();
        groups.map(|group| (group.start, group.conditions.as_slice()))
    }

    /// The numbers of all that may be in force for the element of a view.
    pub fn possible(&self, view: &View<'_, '_>) -> impl Iterator<Item = usize> {
        self.groups.iter().flat_map(move |group| {
            let (held, open) = group.in_force(view);
            std::iter::once(0)
                .chain(subsets(open))
                .map(move |mask| group.start.saturating_add(held | mask))
        })
    }

    /// The number of what is in force without a doubt.
    pub fn sure(&self, view: &View<'_, '_>) -> usize {
        match self.groups.as_slice() {
            [only] => only.start.saturating_add(only.in_force(view).0),
            _ => self.all.len().saturating_sub(1),
        }
    }

    /// The fields to ask for, to know which is in force.
    pub fn needs(&self, view: &View<'_, '_>, found: &mut Vec<Path>) {
        if self.groups.len() > 1 {
            view.needs(&subject_test(1), found);
        }
        for condition in self.groups.iter().flat_map(|group| &group.conditions) {
            view.needs(condition, found);
        }
    }
}

impl Group<'_> {
    /// Which conditions hold, and of which it is not known.
    fn in_force(&self, view: &View<'_, '_>) -> (usize, usize) {
        let (mut held, mut open) = (0usize, 0usize);
        let mut flag = 1usize;
        for condition in &self.conditions {
            match view.holds(condition) {
                Truth::True => held |= flag,
                Truth::False => {}
                Truth::Unknown | Truth::Withheld => open |= flag,
            }
            flag = flag.saturating_mul(2);
        }
        (held, open)
    }
}

/// All sets of the bits of a mask but the empty one.
fn subsets(mask: usize) -> impl Iterator<Item = usize> {
    (1..=mask).filter(move |subset| subset & !mask == 0)
}

/// The kind of subject of a key, as a bit; where it is not known, one of each group of kinds for
/// which the same layers hold.
fn kinds(rule: &Rule, key: Key, layers: &[Layer<'_>]) -> Vec<u64> {
    let bit = |kind: usize| 1u64.checked_shl(u32::try_from(kind).unwrap_or(u32::MAX));
    if let Some(subject) = key.subject {
        return bit(subject.into()).into_iter().collect();
    }
    let mut groups: Vec<(u64, Vec<bool>)> = Vec::new();
    for kind in (0..SUBJECT_KINDS.len()).filter(|kind| has_bit(rule.subjects, *kind)) {
        let holds: Vec<bool> = layers
            .iter()
            .map(|layer| has_bit(layer.subjects, kind))
            .collect();
        if !groups.iter().any(|(_, known)| *known == holds) {
            groups.extend(bit(kind).map(|bit| (bit, holds)));
        }
    }
    groups.into_iter().map(|(bit, _)| bit).collect()
}

/// The sets that can hold, those that go before others first, then the defaults.
fn layers(rule: &Rule, key: Key) -> Vec<Layer<'_>> {
    let mut layers = Vec::new();
    for index in ordered(&rule.sets) {
        let Some(set) = rule.sets.get(index) else {
            continue;
        };
        let selection = &set.selection;
        if has_bit(selection.filings, usize::from(key.filing))
            && selection.period.contains(key.as_of)
        {
            layers.push(Layer {
                subjects: selection.subjects,
                when: &selection.when,
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
            layers.push(Layer {
                subjects: *subjects,
                when: ALWAYS,
                values: vec![(index, value)],
                cap: None,
                facts: &[],
            });
        }
    }
    layers.retain(|layer| match key.subject {
        Some(kind) => has_bit(layer.subjects, kind.into()),
        None => layer.subjects & rule.subjects != 0,
    });
    layers
}

/// What is in force where some layers hold, those that go before others first.
fn bind<'r: 'l, 'l>(rule: &Rule, holding: impl IntoIterator<Item = &'l Layer<'r>>) -> Binding<'r> {
    let mut binding = Binding {
        values: vec![None; rule.params.len()],
        cap: Severity::Error,
        facts: Vec::new(),
        silent: Box::default(),
    };
    for layer in holding {
        let mut decides = layer.values.is_empty();
        for (param, value) in &layer.values {
            if let Some(slot @ None) = binding.values.get_mut(*param) {
                *slot = Some(*value);
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
    let branches = rule.branches.iter();
    binding.silent = branches
        .map(|branch| lacks_value(&branch.fails, &binding.values))
        .collect();
    binding
}

/// Whether a condition turns on a parameter that has no value, so that it says nothing.
pub(super) fn lacks_value(condition: &Condition, values: &Values<'_>) -> bool {
    if values.iter().all(Option::is_some) {
        return false;
    }
    condition_uses_any(condition, &|param| matches!(values.get(param), Some(None)))
}
