//! The rules that can apply to one kind of filing and subject on one day, with what layers set of
//! them laid out, so that other rules are never visited.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::binding::{Binding, Bindings};
use super::quick::{Quick, Shared, Target};
use super::test::Values;
use crate::draft::Slot;
use crate::facts::Facts;
use crate::fields::choices::{FILING_KINDS, SUBJECT_KINDS};
use crate::fields::{FactItem, FactRef, Mount, OrderField, Scope};
use crate::ruleset::{
    Condition, Operand, Papers, Require, Rule, Ruleset, SUBJECTS, Selection, Severity, Test,
    has_bit,
};

/// The rules for one kind of filing and subject on one day.
#[derive(Debug)]
pub struct Plan<'r> {
    /// The ruleset.
    pub ruleset: &'r Ruleset,
    pub(super) rules: Vec<Prepared<'r>>,
    pub(super) requires: Vec<(&'r Require, Cow<'r, Condition>)>,
    /// Sentences that are good to know, by their index in the ruleset.
    pub(super) guidance: Vec<(usize, Cow<'r, Condition>)>,
    /// The same as far as it tells what need not be looked at; none where the subject's kind is
    /// unknown.
    pub(super) quick: Option<Quick<'r>>,
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
    pub guard: Cow<'r, Condition>,
    /// Where it says nothing after all.
    pub exceptions: Vec<Cow<'r, Condition>>,
    /// Where single branches do not, by their index.
    pub branch_exceptions: Vec<(usize, Cow<'r, Condition>)>,
    /// What may be in force of its parameters.
    pub bindings: Bindings<'r>,
    pub requires: Vec<(&'r Require, Cow<'r, Condition>)>,
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

impl<'r> Plan<'r> {
    /// Lays out a ruleset for one kind of filing and subject on one day.
    pub fn new(ruleset: &'r Ruleset, key: Key) -> Self {
        let rules = ruleset.rules.iter().enumerate();
        Self::of(ruleset, key, rules, &ruleset.requires)
    }

    /// The same, sharing what it can with the other plans of a run. A run that meets all provinces is
    /// several times faster so.
    pub fn sharing(ruleset: &'r Ruleset, key: Key, shared: &mut Shared<'r>) -> Self {
        let rules = ruleset.rules.iter().enumerate();
        Self::laid(ruleset, key, rules, &ruleset.requires, shared)
    }

    /// Lays out only some rules, each with its index in the ruleset, and some requirements. They
    /// need not be the ruleset's own: what would come out if one were otherwise is asked so.
    pub fn of(
        ruleset: &'r Ruleset,
        key: Key,
        rules: impl IntoIterator<Item = (usize, &'r Rule)>,
        requires: impl IntoIterator<Item = &'r Require>,
    ) -> Self {
        Self::laid(ruleset, key, rules, requires, &mut Shared::default())
    }

    fn laid(
        ruleset: &'r Ruleset,
        key: Key,
        rules: impl IntoIterator<Item = (usize, &'r Rule)>,
        requires: impl IntoIterator<Item = &'r Require>,
        shared: &mut Shared<'r>,
    ) -> Self {
        let rules: Vec<Prepared<'r>> = rules
            .into_iter()
            .filter_map(|(index, rule)| prepare(index, rule, key))
            .collect();
        let requires: Vec<_> = requires
            .into_iter()
            .filter_map(|require| Some((require, condition_of(&require.selection, key)?)))
            .collect();
        let quick = Quick::new(key, &rules, &requires, shared);
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
            quick,
        }
    }

    /// The rules that can apply, with the gravest severity that each may have here.
    pub fn rules(&self) -> impl Iterator<Item = (&'r Rule, Severity)> + '_ {
        self.rules.iter().map(|own| (own.rule, own.cap))
    }

    /// The values of a rule's parameters under a binding of an evaluation.
    pub fn values(&self, rule: usize, binding: usize) -> &Values<'r> {
        self.binding(rule, binding)
            .map_or(&[], |binding| &binding.values)
    }

    /// The evidence that the values of a rule's parameters rest on under a binding.
    pub fn facts(&self, rule: usize, binding: usize) -> &[String] {
        self.binding(rule, binding)
            .map_or(&[], |binding| &binding.facts)
    }

    /// All that can be evaluated in full.
    pub(super) fn everything(&self, with_papers: bool) -> Vec<Target> {
        let mut targets: Vec<Target> = (0..self.rules.len()).map(Target::Rule).collect();
        if with_papers {
            targets.extend((0..self.requires.len()).map(Target::Require));
            targets.extend((0..self.rules.len()).map(Target::Papers));
        }
        targets
    }

    fn binding(&self, rule: usize, binding: usize) -> Option<&Binding<'r>> {
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
    let subject = subject_condition(rule.subjects, key)?;
    let guard = if subject.is_always() {
        Cow::Borrowed(&rule.when)
    } else {
        Cow::Owned(Condition::All(vec![subject, rule.when.clone()]))
    };
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
    let bindings = Bindings::new(rule, key);
    let requires = rule
        .requires
        .iter()
        .filter(|require| names_papers(require, bindings.all()))
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
fn names_papers(require: &Require, bindings: &[Binding<'_>]) -> bool {
    match &require.papers {
        Papers::Fixed(_) => true,
        Papers::Param(param) => bindings
            .iter()
            .any(|binding| matches!(binding.values.get(*param), Some(Some(_)))),
    }
}

/// The condition that is left of a selection for a key; `None` where it cannot hold.
pub(super) fn condition_of(selection: &Selection, key: Key) -> Option<Cow<'_, Condition>> {
    if !has_bit(selection.filings, usize::from(key.filing)) || !selection.period.contains(key.as_of)
    {
        return None;
    }
    let subject = subject_condition(selection.subjects, key)?;
    Some(match (subject.is_always(), selection.when.is_always()) {
        (_, true) => Cow::Owned(subject),
        (true, false) => Cow::Borrowed(&selection.when),
        (false, false) => Cow::Owned(Condition::All(vec![subject, selection.when.clone()])),
    })
}

/// A selection of subjects: decided where the kind is known, a condition on it where it is not.
fn subject_condition(subjects: u64, key: Key) -> Option<Condition> {
    match key.subject {
        Some(subject) => {
            has_bit(subjects, usize::from(subject)).then_some(Condition::Constant(true))
        }
        None if subjects & SUBJECTS == SUBJECTS => Some(Condition::Constant(true)),
        None => Some(subject_test(subjects)),
    }
}

/// Whether the subject is one of some kinds.
pub(super) fn subject_test(subjects: u64) -> Condition {
    Condition::Fact {
        fact: FactRef {
            mount: Mount::Order,
            item: FactItem::Field(OrderField::SubjectKind as u16),
        },
        test: Test::OneOf(Operand::Constant(subjects)),
        or_none: false,
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
