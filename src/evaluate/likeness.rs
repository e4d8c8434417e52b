//! Which kinds of filing and of subject a rule does not tell apart: what is laid out for one of them
//! serves the others.

use super::plan::Key;
use crate::fields::choices::SUBJECT_KINDS;
use crate::fields::{FactItem, FactRef, Mount, OrderField};
use crate::ruleset::{Condition, FILINGS, Operand, Require, Rule, Selection, Test, has_bit};

/// The kinds that a rule or a requirement does not tell apart.
#[derive(Debug)]
pub(super) struct Likeness {
    /// Of each kind of filing, the first that is like it.
    filings: Vec<u8>,
    /// The same of each kind of subject.
    subjects: Vec<u8>,
}

/// What tells kinds apart.
#[derive(Debug, Default)]
struct Marks {
    filings: Side,
    subjects: Side,
}

/// What tells kinds of one sort apart: sets of them, a bit each.
#[derive(Debug, Default)]
struct Side {
    sets: Vec<u64>,
    /// Whether something was found that is no set, so that each is taken for different.
    all: bool,
}

impl Likeness {
    /// What a rule does not tell apart.
    pub fn of_rule(rule: &Rule) -> Self {
        let mut marks = Marks::default();
        marks.subjects.sets.push(rule.subjects);
        marks.condition(&rule.when);
        let sets = rule.sets.iter().map(|set| &set.selection);
        let exceptions = rule.exceptions.iter().map(|own| &own.selection);
        let requires = rule.requires.iter().map(|require| &require.selection);
        for selection in sets.chain(exceptions).chain(requires) {
            marks.selection(selection);
        }
        for param in rule.params.iter() {
            let defaults = param.defaults.iter();
            marks
                .subjects
                .sets
                .extend(defaults.map(|(kinds, _)| *kinds));
        }
        for branch in rule.branches.iter() {
            marks.condition(&branch.fails);
            if let Some(waiver) = &branch.waiver {
                marks.condition(&waiver.when);
            }
        }
        marks.likeness(|filing| rule.caps.get(filing))
    }

    /// What a requirement does not tell apart.
    pub fn of_require(require: &Require) -> Self {
        let mut marks = Marks::default();
        marks.selection(&require.selection);
        marks.likeness(|_| ())
    }

    /// The key of the first kinds like those of a key.
    pub fn first(&self, key: Key) -> Key {
        let first = |of: &[u8], kind: u8| of.get(usize::from(kind)).copied().unwrap_or(kind);
        Key {
            filing: first(&self.filings, key.filing),
            subject: key.subject.map(|kind| first(&self.subjects, kind)),
            ..key
        }
    }
}

impl Marks {
    fn selection(&mut self, selection: &Selection) {
        self.filings.sets.push(selection.filings);
        self.subjects.sets.push(selection.subjects);
        self.condition(&selection.when);
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.condition(part);
                }
            }
            Condition::Not(inner) => self.condition(inner),
            Condition::Each { condition, .. } | Condition::Count { condition, .. } => {
                self.condition(condition);
            }
            Condition::Fact { fact, test, .. } => {
                if let Some(side) = self.side(*fact) {
                    side.test(test);
                }
            }
            Condition::Constant(_) | Condition::Param { .. } | Condition::Distinct { .. } => {}
        }
    }

    /// Whose kinds a fact is.
    fn side(&mut self, fact: FactRef) -> Option<&mut Side> {
        match fact.item {
            _ if fact.mount != Mount::Order => None,
            FactItem::Field(slot) if slot == OrderField::FilingKind as u16 => {
                Some(&mut self.filings)
            }
            FactItem::Field(slot) if slot == OrderField::SubjectKind as u16 => {
                Some(&mut self.subjects)
            }
            _ => None,
        }
    }

    fn likeness<T: PartialEq>(mut self, of_filing: impl Fn(usize) -> T) -> Likeness {
        Likeness {
            filings: self.filings.firsts(FILINGS, of_filing),
            subjects: self.subjects.firsts(SUBJECT_KINDS.len(), |_| ()),
        }
    }
}

impl Side {
    fn test(&mut self, test: &Test) {
        match test {
            Test::OneOf(Operand::Constant(kinds)) | Test::NoneOf(Operand::Constant(kinds)) => {
                self.sets.push(*kinds);
            }
            Test::Known(_) | Test::IsNone(_) => {}
            _ => self.all = true,
        }
    }

    /// Of each kind, the first that is in the same sets, and of which the same is so otherwise.
    fn firsts<T: PartialEq>(&mut self, count: usize, other: impl Fn(usize) -> T) -> Vec<u8> {
        self.sets.sort_unstable();
        self.sets.dedup();
        let is_like = |left: usize, right: usize| {
            let alike = |set: &u64| has_bit(*set, left) == has_bit(*set, right);
            other(left) == other(right) && self.sets.iter().all(alike)
        };
        (0..count)
            .map(|kind| {
                let first = (0..kind).find(|first| !self.all && is_like(*first, kind));
                u8::try_from(first.unwrap_or(kind)).unwrap_or(u8::MAX)
            })
            .collect()
    }
}
