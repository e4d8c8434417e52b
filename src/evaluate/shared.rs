//! What the plans of a run share. Most rules are the same in all provinces, and tell few kinds of
//! filing and subject apart, so that they are laid out once for all that are alike to them, and a
//! plan is little more than a list of them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use chrono::NaiveDate;

use super::fold::Pool;
use super::index::Index;
use super::likeness::Likeness;
use super::plan::Key;
use super::prepared::{Asked, Laid};
use crate::ruleset::{Period, Require, Rule, Ruleset};

/// What the plans of a run share.
#[derive(Debug, Default)]
pub struct Shared<'r> {
    pool: Pool<'r>,
    // By the address: rulesets that have the same rule have it at one place, where it stays as long
    // as it is borrowed.
    rules: Addressed<Known<Laid<'r>>>,
    requires: Addressed<Known<Asked<'r>>>,
    indexes: Addressed<Arc<Index<'r>>>,
}

/// An index in the ruleset, and the key that something was laid out for.
type At = (usize, Key);

/// By addresses. Nobody chooses them, so that they need no costly hash.
type Addressed<T> = HashMap<usize, T, BuildHasherDefault<Address>>;

/// The hash of an address.
#[derive(Default)]
struct Address(u64);

impl Hasher for Address {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, part: u64) {
        let mixed = (self.0 ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed.wrapping_shr(32);
    }

    fn write_usize(&mut self, part: usize) {
        self.write_u64(u64::try_from(part).unwrap_or(u64::MAX));
    }
}

/// What was laid out of one rule or requirement.
#[derive(Debug)]
struct Known<T> {
    /// The first days of the stretches of time in which it says the same, ascending.
    turns: Vec<NaiveDate>,
    likeness: Likeness,
    /// By its index in the ruleset and the first key of those it was laid out for; none where it says nothing.
    /// They are few.
    laid: Vec<(At, Option<Arc<T>>)>,
}

impl<'r> Shared<'r> {
    /// A rule laid out.
    pub(super) fn rule(&mut self, index: usize, rule: &'r Rule, key: Key) -> Option<Arc<Laid<'r>>> {
        let known = self.rules.entry(std::ptr::from_ref(rule).addr());
        let known = known.or_insert_with(|| Known::new(rule.periods(), Likeness::of_rule(rule)));
        let pool = &mut self.pool;
        known.get(index, key, |key| Laid::new(index, rule, key, pool))
    }

    /// A requirement that stands in no rule.
    pub(super) fn require(&mut self, require: &'r Require, key: Key) -> Option<Arc<Asked<'r>>> {
        let known = self.requires.entry(std::ptr::from_ref(require).addr());
        let period = std::iter::once(&require.selection.period);
        let known = known.or_insert_with(|| Known::new(period, Likeness::of_require(require)));
        let pool = &mut self.pool;
        known.get(0, key, |key| Asked::new(require, key, pool))
    }

    /// Where what a ruleset has stands in it.
    pub(super) fn index(&mut self, ruleset: &'r Ruleset) -> Arc<Index<'r>> {
        let known = self.indexes.entry(std::ptr::from_ref(ruleset).addr());
        Arc::clone(known.or_insert_with(|| Arc::new(Index::new(ruleset))))
    }

    /// What plans test.
    pub(super) fn pool(&mut self) -> &mut Pool<'r> {
        &mut self.pool
    }
}

impl<T> Known<T> {
    fn new<'p>(periods: impl Iterator<Item = &'p Period>, likeness: Likeness) -> Self {
        let mut turns: Vec<NaiveDate> = periods.flat_map(Period::turns).collect();
        turns.sort_unstable();
        turns.dedup();
        Self {
            turns,
            likeness,
            laid: Vec::new(),
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
            ..self.likeness.first(key)
        };
        let own = (index, key);
        if let Some((_, known)) = self.laid.iter().find(|(known, _)| *known == own) {
            return known.clone();
        }
        let laid = lay(key);
        self.laid.push((own, laid.clone()));
        laid
    }
}
