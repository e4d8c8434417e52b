//! What is good to know of a filing: the sentences that a plan has, and which of them hold.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::sync::{Arc, Mutex};

use super::condition::View;
use super::mix::Mix;
use super::plan::Key;
use super::prepared::{condition_of, is_always};
use super::shared::lock;
use super::truth::Truth;
use crate::ruleset::{Condition, Guidance, Severity, Shared};

/// The sentences that are good to know of some filings of a key. They borrow nothing, so that a plan
/// for long serves as one for short.
#[derive(Debug)]
pub(super) struct Sentences {
    all: Arc<[Sentence]>,
    /// Those of them that warn.
    warnings: Arc<[Sentence]>,
}

/// The index of a sentence, four times, and when it holds: plans have many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Sentence(u16);

/// The lists of sentences of a run, each once: many plans have the same, by their indices.
#[derive(Debug, Default)]
pub(super) struct Lists(Mutex<HashSet<Arc<[Sentence]>, BuildHasherDefault<Mix>>>);

impl Lists {
    fn kept(&self, list: Vec<Sentence>) -> Arc<[Sentence]> {
        let mut known = lock(&self.0);
        if let Some(same) = known.get(list.as_slice()) {
            return Arc::clone(same);
        }
        let list: Arc<[Sentence]> = list.into();
        known.insert(Arc::clone(&list));
        list
    }
}

/// When a sentence holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// As its condition says.
    Asked,
    /// As the last one that was asked: it has the same condition.
    Again,
}

impl Sentence {
    fn new(index: u16, when: When) -> Self {
        Self(index.saturating_mul(4) | when as u16)
    }

    fn index(self) -> usize {
        usize::from(self.0 >> 2)
    }

    fn when(self) -> When {
        const ALWAYS: u16 = When::Always as u16;
        const AGAIN: u16 = When::Again as u16;
        match self.0 & 3 {
            ALWAYS => When::Always,
            AGAIN => When::Again,
            _ => When::Asked,
        }
    }
}

impl Sentences {
    /// Those of a ruleset.
    pub fn new(all: &[Shared<Guidance>], key: Key, lists: &Lists) -> Self {
        let warns = |own: &Guidance| own.severity > Severity::Notice;
        Self {
            all: list(all, key, lists, |_| true),
            warnings: list(all, key, lists, warns),
        }
    }

    /// The indices of those that hold of the filing of a view.
    pub fn holding(
        &self,
        all: &[Shared<Guidance>],
        key: Key,
        view: &View<'_, '_>,
        with_notices: bool,
    ) -> Vec<usize> {
        let own = match with_notices {
            true => &self.all,
            false => &self.warnings,
        };
        let asked = |index: usize| {
            let selection = &all.get(index)?.selection;
            Some(match key.subject {
                Some(_) => view.holds(&selection.when),
                None => view.holds(&*condition_of(selection, key)?),
            })
        };
        let mut found = Vec::with_capacity(own.len());
        let mut last = false;
        for sentence in &**own {
            let index = sentence.index();
            let holds = match sentence.when() {
                When::Always => true,
                When::Again => last,
                When::Asked => {
                    last = asked(index) == Some(Truth::True);
                    last
                }
            };
            if holds {
                found.push(index);
            }
        }
        found
    }
}

/// Those of a key that are wanted.
fn list(
    all: &[Shared<Guidance>],
    key: Key,
    lists: &Lists,
    is_wanted: impl Fn(&Guidance) -> bool,
) -> Arc<[Sentence]> {
    let mut last: Option<&Condition> = None;
    let wanted = (0u16..).zip(all).filter(|(_, own)| is_wanted(own));
    let list = wanted.filter_map(|(index, own)| {
        let condition = &own.selection.when;
        let when = if is_always(&own.selection, key)? {
            When::Always
        } else if key.subject.is_some() && last == Some(condition) {
            When::Again
        } else {
            last = Some(condition);
            When::Asked
        };
        Some(Sentence::new(index, when))
    });
    lists.kept(list.collect())
}
