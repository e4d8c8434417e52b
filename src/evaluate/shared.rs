//! What the plans of a run share. Most rules are the same in all provinces, so that they are laid out
//! once for a kind of filing and subject, and a plan is little more than a list of them.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::fold::{Pool, Slots};
use super::plan::Key;
use super::prepared::{Asked, Laid};
use crate::ruleset::{Period, Require, Rule};

/// What the plans of a run share.
#[derive(Debug, Default)]
pub struct Shared<'r> {
    pool: Pool<'r>,
    // By the address: rulesets that have the same rule have it at one place, where it stays as long
    // as it is borrowed.
    rules: HashMap<usize, Known<Laid<'r>>>,
    requires: HashMap<usize, Known<Asked<'r>>>,
}

/// What was laid out of one rule or requirement.
#[derive(Debug)]
struct Known<T> {
    /// The first days of the stretches of time in which it says the same, ascending.
    turns: Vec<NaiveDate>,
    /// By its index in the ruleset and what it was laid out for; none where it says nothing.
    laid: HashMap<(usize, Key), Option<Arc<T>>>,
}

impl<'r> Shared<'r> {
    /// A rule laid out.
    pub(super) fn rule(&mut self, index: usize, rule: &'r Rule, key: Key) -> Option<Arc<Laid<'r>>> {
        let known = self.rules.entry(std::ptr::from_ref(rule).addr());
        let known = known.or_insert_with(|| Known::new(rule.periods()));
        let pool = &mut self.pool;
        known.get(index, key, |key| Laid::new(index, rule, key, pool))
    }

    /// A requirement that stands in no rule.
    pub(super) fn require(&mut self, require: &'r Require, key: Key) -> Option<Arc<Asked<'r>>> {
        let known = self.requires.entry(std::ptr::from_ref(require).addr());
        let period = std::iter::once(&require.selection.period);
        let known = known.or_insert_with(|| Known::new(period));
        let pool = &mut self.pool;
        known.get(0, key, |key| Asked::new(require, key, pool))
    }

    /// The facts that are tested by now.
    pub(super) fn slots(&self) -> Arc<Slots> {
        self.pool.slots()
    }
}

impl<T> Known<T> {
    fn new<'p>(periods: impl Iterator<Item = &'p Period>) -> Self {
        let mut turns: Vec<NaiveDate> = periods.flat_map(Period::turns).collect();
        turns.sort_unstable();
        turns.dedup();
        Self {
            turns,
            laid: HashMap::new(),
        }
    }

    fn get(
        &mut self,
        index: usize,
        key: Key,
        lay: impl FnOnce(Key) -> Option<Arc<T>>,
    ) -> Option<Arc<T>> {
        let after = self.turns.partition_point(|turn| *turn <= key.as_of);
        let turn = after.checked_sub(1).and_then(|at| self.turns.get(at));
        let key = Key {
            as_of: turn.copied().unwrap_or(NaiveDate::MIN),
            ..key
        };
        let laid = self.laid.entry((index, key));
        laid.or_insert_with(|| lay(key)).clone()
    }
}
