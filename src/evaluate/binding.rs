//! What is in force of a rule's parameters: every combination of its conditional sets, laid out in
//! advance. Where the subject's kind is not known, for every kind that makes a difference.

use super::condition::View;
use super::plan::{Key, subject_test};
use super::truth::Truth;
use crate::draft::Path;
use crate::fields::choices::SUBJECT_KINDS;
use crate::ruleset::{Condition, MOST_CONDITIONAL, Rule, Severity, Value, has_bit, ordered};

/// What is in force of a rule's parameters.
#[derive(Debug, Clone)]
pub(super) struct Binding {
    pub values: Vec<Option<Value>>,
    pub cap: Severity,
    pub facts: Vec<String>,
}

/// All that may be in force of a rule's parameters.
#[derive(Debug)]
pub(super) struct Bindings {
    /// The conditions of the conditional sets, those that go before others first.
    conditions: Vec<Condition>,
    /// How many groups of kinds of subject there are; more than one only where it is not known.
    groups: usize,
    /// By group, and by which of the conditions hold (a bit each). Where there are several groups,
    /// one more has what holds for all kinds.
    all: Vec<Binding>,
}

/// Which bindings may be in force.
#[derive(Debug, Clone, Copy)]
pub(super) struct InForce {
    held: usize,
    open: usize,
    groups: usize,
    masks: usize,
}

impl InForce {
    /// One that may be; where it is sure, the one.
    pub fn first(self) -> usize {
        self.held
    }

    /// What is in force without a doubt, and maybe more.
    pub fn sure(self) -> usize {
        match self.groups {
            0 | 1 => self.held,
            groups => groups.saturating_mul(self.masks) | self.held,
        }
    }

    /// All that may be, [`InForce::first`] first.
    pub fn possible(self) -> impl Iterator<Item = usize> {
        (0..self.groups).flat_map(move |group| {
            let base = group.saturating_mul(self.masks) | self.held;
            std::iter::once(0)
                .chain(subsets(self.open))
                .map(move |mask| base | mask)
        })
    }
}

/// All sets of the bits of a mask but the empty one.
fn subsets(mask: usize) -> impl Iterator<Item = usize> {
    (1..=mask).filter(move |subset| subset & !mask == 0)
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

impl Bindings {
    /// Lays out what may be in force for a key.
    pub fn new(rule: &Rule, key: Key) -> Self {
        let layers = layers(rule, key);
        let conditional: Vec<usize> = layers
            .iter()
            .enumerate()
            .filter(|(_, layer)| !layer.when.is_always())
            .map(|(index, _)| index)
            .take(MOST_CONDITIONAL)
            .collect();
        let count = u32::try_from(conditional.len()).unwrap_or(0);
        let masks = 1usize.checked_shl(count).unwrap_or(1);
        let mut kinds = kinds(rule, key, &layers);
        let groups = kinds.len();
        if groups > 1 {
            kinds.push(rule.subjects);
        }
        let mut all = Vec::new();
        for subjects in kinds {
            for mask in 0..masks {
                all.push(bind(rule, &layers, |index, layer| {
                    let holds = layer.when.is_always()
                        || conditional
                            .iter()
                            .position(|known| *known == index)
                            .is_some_and(|bit| has_bit(mask as u64, bit));
                    holds && subjects & !layer.subjects == 0
                }));
            }
        }
        Self {
            conditions: conditional
                .iter()
                .filter_map(|index| layers.get(*index))
                .map(|layer| layer.when.clone())
                .collect(),
            groups,
            all,
        }
    }

    /// A binding by its number.
    pub fn get(&self, index: usize) -> Option<&Binding> {
        self.all.get(index)
    }

    /// All bindings.
    pub fn all(&self) -> &[Binding] {
        &self.all
    }

    /// Which may be in force for the element of a view.
    pub fn in_force(&self, view: &View<'_, '_>) -> InForce {
        let (mut held, mut open) = (0usize, 0usize);
        let mut masks = 1usize;
        for condition in &self.conditions {
            match view.holds(condition) {
                Truth::True => held |= masks,
                Truth::False => {}
                Truth::Unknown | Truth::Withheld => open |= masks,
            }
            masks = masks.saturating_mul(2);
        }
        InForce {
            held,
            open,
            groups: self.groups,
            masks,
        }
    }

    /// The fields to ask for, to know which is in force.
    pub fn needs(&self, view: &View<'_, '_>, found: &mut Vec<Path>) {
        if self.groups > 1 {
            view.needs(&subject_test(1), found);
        }
        for condition in &self.conditions {
            view.needs(condition, found);
        }
    }
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

/// What is in force where the layers hold as `holds` says.
fn bind(rule: &Rule, layers: &[Layer<'_>], holds: impl Fn(usize, &Layer<'_>) -> bool) -> Binding {
    let mut binding = Binding {
        values: vec![None; rule.params.len()],
        cap: Severity::Error,
        facts: Vec::new(),
    };
    for (index, layer) in layers.iter().enumerate() {
        if !holds(index, layer) {
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
