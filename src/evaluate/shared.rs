//! What the plans of a run share. Most rules are the same in all provinces, and tell few kinds of
//! filing and subject apart, so that they are laid out once for all that are alike to them, and a
//! plan is little more than a list of them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use chrono::NaiveDate;

use super::fold::Pool;
use super::index::{Documents, Index};
use super::likeness::Likeness;
use super::plan::Key;
use super::prepared::{Asked, Laid};
use crate::ruleset::{Period, Require, Rule, Ruleset};

/// What the plans of a run share.
#[derive(Debug, Default)]
pub struct Shared<'r> {
    pool: Pool<'r>,
    rules: Store<Laid<'r>>,
    requires: Store<Asked<'r>>,
    outlines: Addressed<Outline<'r>>,
    documents: Vec<Arc<Documents<'r>>>,
}

/// Where what is laid out of a ruleset is found, and what is declared in it.
#[derive(Debug, Clone)]
struct Outline<'r> {
    /// Of each rule its number in the store.
    rules: Arc<[usize]>,
    /// The same of each requirement.
    requires: Arc<[usize]>,
    index: Arc<Index<'r>>,
}

/// What was laid out of rules or of requirements.
#[derive(Debug)]
struct Store<T> {
    // By the address and the index in the ruleset: rulesets that have the same rule have it at one
    // place, where it stays as long as it is borrowed.
    numbers: HashMap<(usize, usize), usize, BuildHasherDefault<Address>>,
    known: Vec<Known<T>>,
}

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
    /// Its index in the ruleset.
    index: usize,
    /// The first days of the stretches of time in which it says the same, ascending.
    turns: Vec<NaiveDate>,
    likeness: Likeness,
    /// For each stretch of time, and each of the keys that it tells apart, once it was laid out; none
    /// where it says nothing.
    laid: Vec<Option<Option<Arc<T>>>>,
}

/// All of a ruleset that a plan may have.
pub(super) type Whole<'r> = (Vec<Arc<Laid<'r>>>, Vec<Arc<Asked<'r>>>);

impl<'r> Shared<'r> {
    /// The rules and requirements of a ruleset that can apply, laid out, in its order.
    pub(super) fn whole(&mut self, ruleset: &'r Ruleset, key: Key) -> Whole<'r> {
        let outline = self.outline(ruleset);
        let mut rules = Vec::with_capacity(outline.rules.len());
        for (rule, number) in ruleset.rules.iter().zip(&*outline.rules) {
            if let Some(known) = self.rules.known.get_mut(*number) {
                let pool = &mut self.pool;
                rules.extend(known.get(key, |index, key| Laid::new(index, rule, key, pool)));
            }
        }
        let mut requires = Vec::with_capacity(outline.requires.len());
        for (require, number) in ruleset.requires.iter().zip(&*outline.requires) {
            if let Some(known) = self.requires.known.get_mut(*number) {
                let pool = &mut self.pool;
                requires.extend(known.get(key, |_, key| Asked::new(require, key, pool)));
            }
        }
        rules.shrink_to_fit();
        requires.shrink_to_fit();
        (rules, requires)
    }

    /// A rule laid out that need not be a ruleset's.
    pub(super) fn rule(&mut self, index: usize, rule: &'r Rule, key: Key) -> Option<Arc<Laid<'r>>> {
        Laid::new(index, rule, key, &mut self.pool)
    }

    /// The same of a requirement.
    pub(super) fn require(&mut self, require: &'r Require, key: Key) -> Option<Arc<Asked<'r>>> {
        Asked::new(require, key, &mut self.pool)
    }

    /// Where what a ruleset has stands in it.
    pub(super) fn index(&mut self, ruleset: &'r Ruleset) -> Arc<Index<'r>> {
        self.outline(ruleset).index
    }

    /// What plans test.
    pub(super) fn pool(&mut self) -> &mut Pool<'r> {
        &mut self.pool
    }

    fn outline(&mut self, ruleset: &'r Ruleset) -> Outline<'r> {
        let address = std::ptr::from_ref(ruleset).addr();
        if let Some(known) = self.outlines.get(&address) {
            return known.clone();
        }
        let rules = ruleset.rules.iter().enumerate();
        let rules = rules.map(|(index, rule)| {
            let made = || Known::new(index, rule.periods(), Likeness::of_rule(rule));
            self.rules.number(&**rule, index, made)
        });
        let rules = rules.collect();
        let requires = ruleset.requires.iter().map(|require| {
            let period = std::iter::once(&require.selection.period);
            let made = || Known::new(0, period, Likeness::of_require(require));
            self.requires.number(&**require, 0, made)
        });
        let requires = requires.collect();
        let same = self.documents.iter().find(|own| own.are_of(ruleset));
        let documents = same.cloned().unwrap_or_else(|| {
            let own = Arc::new(Documents::new(ruleset));
            self.documents.push(Arc::clone(&own));
            own
        });
        let outline = Outline {
            rules,
            requires,
            index: Arc::new(Index::new(ruleset, documents)),
        };
        self.outlines.insert(address, outline.clone());
        outline
    }
}

impl<T> Default for Store<T> {
    fn default() -> Self {
        Self {
            numbers: HashMap::default(),
            known: Vec::new(),
        }
    }
}

impl<T> Store<T> {
    /// The number of what stands at an address, with its index in the ruleset.
    fn number<R>(&mut self, own: &R, index: usize, make: impl FnOnce() -> Known<T>) -> usize {
        let at = (std::ptr::from_ref(own).addr(), index);
        *self.numbers.entry(at).or_insert_with(|| {
            self.known.push(make());
            self.known.len().saturating_sub(1)
        })
    }
}

impl<T> Known<T> {
    fn new<'p>(
        index: usize,
        periods: impl Iterator<Item = &'p Period>,
        likeness: Likeness,
    ) -> Self {
        let mut turns: Vec<NaiveDate> = periods.flat_map(Period::turns).collect();
        turns.sort_unstable();
        turns.dedup();
        let stretches = turns.len().saturating_add(1);
        let keys = stretches.saturating_mul(likeness.count());
        Self {
            index,
            turns,
            likeness,
            laid: std::iter::repeat_with(|| None).take(keys).collect(),
        }
    }

    fn get(&mut self, key: Key, lay: impl FnOnce(usize, Key) -> Option<Arc<T>>) -> Option<Arc<T>> {
        let stretch = self.turns.partition_point(|turn| *turn <= key.as_of);
        let number = self.likeness.number(key);
        let at = number.and_then(|number| {
            let before = stretch.checked_mul(self.likeness.count())?;
            before.checked_add(number)
        });
        if let Some(Some(known)) = at.and_then(|at| self.laid.get(at)) {
            return known.clone();
        }
        let turn = stretch.checked_sub(1).and_then(|at| self.turns.get(at));
        let first = Key {
            as_of: turn.copied().unwrap_or(NaiveDate::MIN),
            ..self.likeness.first(key)
        };
        let laid = lay(self.index, first);
        if let Some(slot) = at.and_then(|at| self.laid.get_mut(at)) {
            *slot = Some(laid.clone());
        }
        laid
    }
}
