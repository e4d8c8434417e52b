//! Which kinds of filing and of subject a rule does not tell apart: what is laid out for one of them
//! serves the others.

use super::plan::Key;
use crate::fields::choices::SUBJECT_KINDS;
use crate::fields::{FactItem, FactRef, Mount, OrderField};
use crate::ruleset::{Condition, FILINGS, Operand, Require, Rule, Selection, Test, has_bit};

/// The kinds that a rule or a requirement does not tell apart.
#[derive(Debug)]
pub(super) struct Likeness {
    filings: Classes<FILINGS>,
    subjects: Classes<SUBJECTS>,
}

/// Kinds of one sort in classes of those that are like one another, numbered in the order of their
/// first ones.
#[derive(Debug)]
struct Classes<const KINDS: usize> {
    of: [u8; KINDS],
    count: usize,
}

/// How many kinds of subject there are.
const SUBJECTS: usize = SUBJECT_KINDS.len();

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

    /// How many numbers there are for keys that are not like one another.
    pub fn count(&self) -> usize {
        self.filings.count.saturating_mul(self.subjects_and_none())
    }

    /// The number of a key, and of all that are like it on the same day; `None` where there are no
    /// such kinds.
    pub fn number(&self, key: Key) -> Option<usize> {
        let filing = self.filings.class(key.filing)?;
        let subject = match key.subject {
            Some(kind) => self.subjects.class(kind)?,
            None => self.subjects.count,
        };
        let filings = filing.saturating_mul(self.subjects_and_none());
        Some(filings.saturating_add(subject))
    }

    /// The key of the first kinds like those of a key.
    pub fn first(&self, key: Key) -> Key {
        Key {
            filing: self.filings.first(key.filing),
            subject: key.subject.map(|kind| self.subjects.first(kind)),
            ..key
        }
    }

    fn subjects_and_none(&self) -> usize {
        self.subjects.count.saturating_add(1)
    }
}

impl<const KINDS: usize> Classes<KINDS> {
    /// The class of a kind.
    fn class(&self, kind: u8) -> Option<usize> {
        self.of.get(usize::from(kind)).copied().map(usize::from)
    }

    /// The first kind of a kind's class.
    fn first(&self, kind: u8) -> u8 {
        let class = self.of.get(usize::from(kind));
        let first = self.of.iter().position(|own| Some(own) == class);
        first
            .and_then(|first| u8::try_from(first).ok())
            .unwrap_or(kind)
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
            filings: self.filings.classes(of_filing),
            subjects: self.subjects.classes(|_| ()),
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

    /// Kinds are alike that are in the same sets, and of which the same is so otherwise.
    fn classes<T: PartialEq, const KINDS: usize>(
        &mut self,
        other: impl Fn(usize) -> T,
    ) -> Classes<KINDS> {
        self.sets.sort_unstable();
        self.sets.dedup();
        let is_like = |left: usize, right: usize| {
            let alike = |set: &u64| has_bit(*set, left) == has_bit(*set, right);
            other(left) == other(right) && self.sets.iter().all(alike)
        };
        let mut classes = Classes {
            of: [0; KINDS],
            count: 0,
        };
        let mut firsts = Vec::new();
        for (kind, class) in classes.of.iter_mut().enumerate() {
            let known = firsts
                .iter()
                .position(|first| !self.all && is_like(*first, kind));
            let own = known.unwrap_or(firsts.len());
            if known.is_none() {
                firsts.push(kind);
            }
            *class = u8::try_from(own).unwrap_or(u8::MAX);
        }
        classes.count = firsts.len();
        classes
    }
}
