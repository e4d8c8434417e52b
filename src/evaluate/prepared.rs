//! Rules and requirements laid out for one kind of filing and subject on one day.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use super::binding::lacks_value;
use super::binding::{Binding, Bindings};
use super::fold::{Look, Pool};
use super::outcome::Lister;
use super::plan::Key;
use super::shared::lock;
use crate::fields::{FactItem, FactRef, Mount, OrderField, Scope};
use crate::ruleset::{
    Branch, Condition, Operand, Papers, Require, Rule, SUBJECTS, Selection, Severity, Test, has_bit,
};

/// A rule that can apply, as far as every draft needs it.
#[derive(Debug)]
pub(super) struct Laid<'r> {
    pub rule: &'r Rule,
    /// For each scope, 1 where it is evaluated for the scope's elements, else 0.
    pub scopes: [u16; Scope::COUNT],
    /// What tells where it need not be looked at; nothing where the subject's kind is unknown.
    pub looks: Box<[Look]>,
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
    /// What asks for documents: its requirements, then the branches that documents stand in for.
    pub asking: Vec<Asking<'r>>,
}

/// What of a rule asks for documents.
#[derive(Debug)]
pub(super) struct Asking<'r> {
    pub cause: Cause<'r>,
    /// Where it does, whatever the kind of subject.
    pub when: &'r Condition,
    /// The same, the kind of subject with it.
    pub condition: Cow<'r, Condition>,
    /// The branch, by its index in the rule, that documents stand in for: it has to fail.
    pub branch: Option<usize>,
    /// By binding, whether it turns on a parameter that has no value, so that it asks for nothing.
    silent: Box<[bool]>,
}

/// What asks for documents, and for which.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cause<'r> {
    pub by: Lister,
    pub papers: &'r Papers,
    /// Whose the documents are, where that is said.
    pub of: Option<Mount>,
    /// The elements that it is asked of.
    pub scope: Scope,
    /// Whether nothing is listed while it is open.
    pub is_silent: bool,
    /// Whether something decides it that no draft tells.
    pub is_open: bool,
}

/// A requirement that stands in no rule and can hold.
#[derive(Debug)]
pub(super) struct Asked<'r> {
    pub cause: Cause<'r>,
    pub condition: Cow<'r, Condition>,
    /// What tells where it need not be looked at.
    pub look: Option<Look>,
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
            None => Box::default(),
        };
        let mut scopes = [0; Scope::COUNT];
        for (scope, own) in Scope::all().zip(&mut scopes) {
            *own = u16::from(prepared.scopes.contains(&scope));
        }
        Some(Arc::new(Self {
            rule,
            scopes,
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
            cause: Cause::of(require),
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
        .filter_map(|require| Asking::required(require, key, bindings.all()));
    let branches = rule.branches.iter().enumerate();
    let waivers = branches.filter_map(|(index, branch)| {
        let exceptions = branch_exceptions.iter().filter(|(of, _)| *of == index);
        let exceptions = exceptions.map(|(_, exception)| &**exception);
        Asking::waived(rule, index, branch, exceptions, bindings.all())
    });
    let asking = requires.chain(waivers).collect();
    Some(Prepared {
        index,
        rule,
        scopes: scopes_of(rule),
        cap,
        guard,
        exceptions,
        branch_exceptions,
        bindings,
        asking,
    })
}

impl<'r> Cause<'r> {
    /// A requirement.
    pub fn of(require: &'r Require) -> Self {
        Self {
            by: Lister::Require(require.origin),
            papers: &require.papers,
            of: require.of,
            scope: require.scope,
            is_silent: require.silent,
            is_open: require.asks.is_some(),
        }
    }
}

impl<'r> Asking<'r> {
    /// A requirement of a rule; `None` where it cannot hold.
    fn required(require: &'r Require, key: Key, bindings: &[Binding<'_>]) -> Option<Self> {
        let condition = condition_of(&require.selection, key)?;
        let silent: Box<[bool]> = bindings
            .iter()
            .map(|binding| lacks_value(&condition, &binding.values))
            .collect();
        let can_hold = silent.contains(&false);
        can_hold.then_some(Self {
            cause: Cause::of(require),
            when: &require.selection.when,
            condition,
            branch: None,
            silent,
        })
    }

    /// What stands in for passing a branch, if anything does.
    fn waived<'e>(
        rule: &'r Rule,
        index: usize,
        branch: &'r Branch,
        exceptions: impl Iterator<Item = &'e Condition> + Clone,
        bindings: &[Binding<'_>],
    ) -> Option<Self> {
        let waiver = branch.waiver.as_ref()?;
        let silent = bindings.iter().map(|binding| {
            let lacks = |condition: &Condition| lacks_value(condition, &binding.values);
            binding.is_silent(index) || lacks(&waiver.when) || exceptions.clone().any(lacks)
        });
        Some(Self {
            cause: Cause {
                by: Lister::Branch(index),
                papers: &waiver.papers,
                of: waiver.of,
                scope: rule.scope,
                is_silent: false,
                is_open: false,
            },
            when: &waiver.when,
            condition: Cow::Borrowed(&waiver.when),
            branch: Some(index),
            silent: silent.collect(),
        })
    }

    /// Whether it asks for nothing under a binding, since a parameter that it turns on has no value.
    pub fn is_silent(&self, binding: usize) -> bool {
        self.silent.get(binding).copied().unwrap_or(false)
    }
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

/// Whether all of a key is selected, or only some; `None` where nothing of it can be.
pub(super) fn is_always(selection: &Selection, key: Key) -> Option<bool> {
    if !has_bit(selection.filings, usize::from(key.filing)) || !selection.period.contains(key.as_of)
    {
        return None;
    }
    let subject = match key.subject {
        Some(subject) => has_bit(selection.subjects, subject.into()).then_some(true)?,
        None => selection.subjects & SUBJECTS == SUBJECTS,
    };
    Some(subject && selection.when.is_always())
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
