//! Rules and requirements laid out for one kind of filing and subject on one day.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use super::binding::lacks_value;
use super::binding::{Binding, Bindings};
use super::fold::{Looks, Pool, Scoped};
use super::plan::Key;
use super::shared::lock;
use crate::fields::{FactItem, FactRef, Mount, OrderField, Scope};
use crate::ruleset::{
    Condition, Operand, Papers, Require, Rule, SUBJECTS, Selection, Severity, Test, has_bit,
};

/// A rule that can apply, as far as every draft needs it.
#[derive(Debug)]
pub(super) struct Laid<'r> {
    /// Its index in the ruleset.
    pub index: usize,
    pub rule: &'r Rule,
    /// What tells where it need not be looked at; nothing where the subject's kind is unknown.
    pub looks: Looks<'r>,
    /// The rule in full: few drafts need it, so that it stands apart.
    pub full: Box<Prepared<'r>>,
}

/// A rule laid out in full.
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

/// A requirement that stands in no rule and can hold.
#[derive(Debug)]
pub(super) struct Asked<'r> {
    pub require: &'r Require,
    pub condition: Cow<'r, Condition>,
    /// What tells where it need not be looked at.
    pub look: Option<Scoped<'r>>,
}

impl<'r> Laid<'r> {
    /// Lays out a rule; `None` where it cannot apply.
    pub fn new(
        index: usize,
        rule: &'r Rule,
        key: Key,
        pool: &Mutex<Pool<'r>>,
    ) -> Option<Arc<Self>> {
        let prepared = prepare(index, rule, key)?;
        let looks = match key.subject {
            Some(_) => lock(pool).of_rule(&prepared, key),
            None => Looks::default(),
        };
        Some(Arc::new(Self {
            index,
            rule,
            looks,
            full: Box::new(prepared),
        }))
    }
}

impl<'r> Asked<'r> {
    /// Lays out a requirement; `None` where it cannot hold.
    pub fn new(require: &'r Require, key: Key, pool: &Mutex<Pool<'r>>) -> Option<Arc<Self>> {
        let condition = condition_of(&require.selection, key)?;
        let look = key
            .subject
            .and_then(|_| lock(pool).of_require(require, key));
        Some(Arc::new(Self {
            require,
            condition,
            look,
        }))
    }
}

fn prepare<'r>(index: usize, rule: &'r Rule, key: Key) -> Option<Prepared<'r>> {
    let cap = rule.caps.get(usize::from(key.filing)).copied().flatten()?;
    if !rule.period.contains(key.as_of) {
        return None;
    }
    let subject = subject_condition(rule.subjects, key)?;
    let guard = if subject.is_always() {
        Cow::Borrowed(&*rule.when)
    } else {
        Cow::Owned(Condition::All(vec![subject, Condition::clone(&rule.when)]))
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
        .filter(|(_, condition)| can_hold(condition, bindings.all()))
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

/// Whether a condition has the values that it turns on under any binding.
fn can_hold(condition: &Condition, bindings: &[Binding<'_>]) -> bool {
    bindings
        .iter()
        .any(|binding| !lacks_value(condition, &binding.values))
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
