//! The plans of a batch: one for each kind of filing under each ruleset, made once, by whichever
//! worker needs it first.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use chrono::NaiveDate;

use super::rulebook::{Rulebook, Sheet};
use crate::evaluate::{Key, Plan, Shared};
use crate::fields::choices::{FILING_KINDS, SUBJECT_KINDS};
use crate::report::Archive;

/// The plans that have been made of a rulebook.
#[derive(Debug)]
pub struct Plans<'r> {
    rulebook: &'r Rulebook<'r>,
    /// By the number of the ruleset, so that workers seldom meet at a lock.
    known: Vec<RwLock<Known<'r>>>,
    /// How many are known.
    count: AtomicUsize,
    shared: Shared<'r>,
    evidence: Archive<'r>,
}

/// The plans of a ruleset, by the first day of the stretch of time that they are for. Few batches
/// have days in more than a stretch or two.
type Known<'r> = Vec<(NaiveDate, Table<'r>)>;

/// Plans by the kinds of filing and of subject.
type Table<'r> = [[Option<Arc<Plan<'r>>>; SUBJECTS]; FILING_KINDS.len()];

/// How many kinds of subject there are, and none.
const SUBJECTS: usize = SUBJECT_KINDS.len().saturating_add(1);

/// At most about so many plans are kept; a plan takes some 2 kB beside what it shares with others.
const MOST_PLANS: usize = 16_384;

impl<'r> Plans<'r> {
    /// No plans yet.
    pub fn new(rulebook: &'r Rulebook<'r>) -> Self {
        let known = std::iter::repeat_with(RwLock::default);
        Self {
            rulebook,
            known: known.take(rulebook.count()).collect(),
            count: AtomicUsize::new(0),
            shared: Shared::default(),
            evidence: Archive::new(rulebook.library()),
        }
    }

    /// The rulebook.
    pub fn rulebook(&self) -> &'r Rulebook<'r> {
        self.rulebook
    }

    /// How many are kept.
    pub fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    /// Where sources are looked up.
    pub fn evidence(&self) -> &Archive<'r> {
        &self.evidence
    }

    /// The plan for a kind of filing.
    pub fn plan(&self, sheet: &'r Sheet, key: Key) -> Arc<Plan<'r>> {
        let key = Key {
            as_of: sheet.stretch(key.as_of),
            ..key
        };
        let plans = self.known.get(sheet.number);
        let known = plans.and_then(|plans| {
            let known = plans.read().unwrap_or_else(PoisonError::into_inner);
            let (_, table) = known.iter().find(|(turn, _)| *turn == key.as_of)?;
            let (filing, subject) = place(key);
            table.get(filing)?.get(subject)?.clone()
        });
        known.unwrap_or_else(|| self.made(sheet, key))
    }

    fn made(&self, sheet: &'r Sheet, key: Key) -> Arc<Plan<'r>> {
        let plan = Arc::new(Plan::sharing(&sheet.ruleset, key, &self.shared));
        if self.count.fetch_add(1, Ordering::Relaxed) >= MOST_PLANS {
            self.count.store(0, Ordering::Relaxed);
            self.known.iter().for_each(|plans| write(plans).clear());
        }
        if let Some(plans) = self.known.get(sheet.number) {
            let mut known = write(plans);
            if !known.iter().any(|(turn, _)| *turn == key.as_of) {
                known.push((key.as_of, Table::default()));
            }
            let table = known.iter_mut().find(|(turn, _)| *turn == key.as_of);
            let (filing, subject) = place(key);
            let row = table.and_then(|(_, table)| table.get_mut(filing));
            if let Some(own) = row.and_then(|row| row.get_mut(subject)) {
                *own = Some(Arc::clone(&plan));
            }
        }
        plan
    }
}

/// Where the plan of a key stands in a table.
fn place(key: Key) -> (usize, usize) {
    let subject = key.subject.map(|kind| usize::from(kind).saturating_add(1));
    (key.filing.into(), subject.unwrap_or(0))
}

fn write<'k, 'r>(plans: &'k RwLock<Known<'r>>) -> RwLockWriteGuard<'k, Known<'r>> {
    plans.write().unwrap_or_else(PoisonError::into_inner)
}
