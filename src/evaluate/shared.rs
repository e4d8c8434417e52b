//! What the plans of a run share. Most rules are the same in all provinces, and tell few kinds of
//! filing and subject apart, so that they are laid out once for all that are alike to them, and a
//! plan is little more than a list of them.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use chrono::NaiveDate;

use super::fold::Pool;
use super::index::{Documents, Index};
use super::likeness::Likeness;
use super::mix::Mixed;
use super::plan::Key;
use super::prepared::{Asked, Laid};
use crate::ruleset::{Period, Require, Rule, Ruleset};

/// What the plans of a run share. Workers lay out different rules at the same time, and wait for one
/// another where they need the same.
#[derive(Debug, Default)]
pub struct Shared<'r> {
    pool: Mutex<Pool<'r>>,
    rules: Store<Laid<'r>>,
    requires: Store<Asked<'r>>,
    outlines: RwLock<Mixed<usize, Arc<Outline<'r>>>>,
    documents: Mutex<Vec<Arc<Documents<'r>>>>,
}

/// Where what is laid out of a ruleset is found, and what is declared in it.
#[derive(Debug)]
struct Outline<'r> {
    rules: Vec<Arc<Known<Laid<'r>>>>,
    requires: Vec<Arc<Known<Asked<'r>>>>,
    index: Arc<Index<'r>>,
}

/// What was laid out of rules or of requirements, by the address and the index in the ruleset:
/// rulesets that have the same rule have it at one place, where it stays as long as it is borrowed.
#[derive(Debug)]
struct Store<T>(Mutex<Standing<T>>);

type Standing<T> = Mixed<(usize, usize), Arc<Known<T>>>;

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
    laid: Vec<OnceLock<Option<Arc<T>>>>,
}

/// All of a ruleset that a plan may have.
pub(super) type Whole<'r> = (Vec<Arc<Laid<'r>>>, Vec<Arc<Asked<'r>>>);

impl<'r> Shared<'r> {
    /// The rules and requirements of a ruleset that can apply, laid out, in its order.
    pub(super) fn whole(&self, ruleset: &'r Ruleset, key: Key) -> Whole<'r> {
        let outline = self.outline(ruleset);
        let mut rules = Vec::with_capacity(outline.rules.len());
        for (rule, known) in ruleset.rules.iter().zip(&outline.rules) {
            rules.extend(known.get(key, |index, key| Laid::new(index, rule, key, &self.pool)));
        }
        let mut requires = Vec::with_capacity(outline.requires.len());
        for (require, known) in ruleset.requires.iter().zip(&outline.requires) {
            requires.extend(known.get(key, |_, key| Asked::new(require, key, &self.pool)));
        }
        rules.shrink_to_fit();
        requires.shrink_to_fit();
        (rules, requires)
    }

    /// A rule laid out that need not be a ruleset's.
    pub(super) fn rule(&self, index: usize, rule: &'r Rule, key: Key) -> Option<Arc<Laid<'r>>> {
        Laid::new(index, rule, key, &self.pool)
    }

    /// The same of a requirement.
    pub(super) fn require(&self, require: &'r Require, key: Key) -> Option<Arc<Asked<'r>>> {
        Asked::new(require, key, &self.pool)
    }

    /// Where what a ruleset has stands in it.
    pub(super) fn index(&self, ruleset: &'r Ruleset) -> Arc<Index<'r>> {
        Arc::clone(&self.outline(ruleset).index)
    }

    /// What plans test.
    pub(super) fn pool(&self) -> MutexGuard<'_, Pool<'r>> {
        lock(&self.pool)
    }

    fn outline(&self, ruleset: &'r Ruleset) -> Arc<Outline<'r>> {
        let address = std::ptr::from_ref(ruleset).addr();
        let outlines = self.outlines.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = outlines.get(&address) {
            return Arc::clone(known);
        }
        drop(outlines);
        let outline = Arc::new(self.outlined(ruleset));
        let mut outlines = self
            .outlines
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(outlines.entry(address).or_insert(outline))
    }

    fn outlined(&self, ruleset: &'r Ruleset) -> Outline<'r> {
        let rules = ruleset.rules.iter().enumerate();
        let rules = rules.map(|(index, rule)| {
            let made = || Known::new(index, rule.periods(), Likeness::of_rule(rule));
            self.rules.known(&**rule, index, made)
        });
        let requires = ruleset.requires.iter().map(|require| {
            let period = std::iter::once(&require.selection.period);
            let made = || Known::new(0, period, Likeness::of_require(require));
            self.requires.known(&**require, 0, made)
        });
        let mut documents = lock(&self.documents);
        let same = documents.iter().find(|own| own.are_of(ruleset));
        let own = same.cloned().unwrap_or_else(|| {
            let own = Arc::new(Documents::new(ruleset));
            documents.push(Arc::clone(&own));
            own
        });
        Outline {
            rules: rules.collect(),
            requires: requires.collect(),
            index: Arc::new(Index::new(ruleset, own)),
        }
    }
}

impl<T> Default for Store<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Store<T> {
    /// What stands at an address, with its index in the ruleset.
    fn known<R>(&self, own: &R, index: usize, make: impl FnOnce() -> Known<T>) -> Arc<Known<T>> {
        let at = (std::ptr::from_ref(own).addr(), index);
        let mut known = lock(&self.0);
        Arc::clone(known.entry(at).or_insert_with(|| Arc::new(make())))
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
            laid: std::iter::repeat_with(OnceLock::new).take(keys).collect(),
        }
    }

    fn get(&self, key: Key, lay: impl FnOnce(usize, Key) -> Option<Arc<T>>) -> Option<Arc<T>> {
        let stretch = self.turns.partition_point(|turn| *turn <= key.as_of);
        let laid = self.likeness.number(key).and_then(|number| {
            let before = stretch.checked_mul(self.likeness.count())?;
            self.laid.get(before.checked_add(number)?)
        });
        let lay = || {
            let turn = stretch.checked_sub(1).and_then(|at| self.turns.get(at));
            let first = Key {
                as_of: turn.copied().unwrap_or(NaiveDate::MIN),
                ..self.likeness.first(key)
            };
            lay(self.index, first)
        };
        match laid {
            Some(laid) => laid.get_or_init(lay).clone(),
            None => lay(),
        }
    }
}

/// What a lock guards is whole between any two steps.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
