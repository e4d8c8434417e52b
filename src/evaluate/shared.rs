//! What the plans of a run share. Most rules are the same in all provinces, and tell few kinds of
//! filing and subject apart, so that they are laid out once for all that are alike to them, and a
//! plan is little more than a list of them.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use chrono::NaiveDate;

use super::fold::Pool;
use super::guidance::Lists;
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
    /// What plans test.
    pub(super) pool: Mutex<Pool<'r>>,
    rules: Store<Laid<'r>>,
    requires: Store<Asked<'r>>,
    outlines: RwLock<Mixed<usize, Arc<Outline<'r>>>>,
    documents: Mutex<Vec<Arc<Documents<'r>>>>,
    lists: Arc<Lists>,
}

/// Where what is laid out of a ruleset is found, and what is declared in it.
#[derive(Debug)]
pub(super) struct Outline<'r> {
    rules: Box<[Held<'r, Rule, Laid<'r>>]>,
    requires: Box<[Held<'r, Require, Asked<'r>>]>,
    pub index: Arc<Index<'r>>,
}

/// Rules and requirements that are laid out, with their positions.
pub(super) type LaidOut<'l, 'r> = (Vec<(u16, &'l Laid<'r>)>, Vec<(u16, &'l Asked<'r>)>);

/// A rule or a requirement, and what was laid out of it.
type Held<'r, R, T> = (&'r R, Arc<Known<T>>);

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
    /// Which keys it does not tell apart; none where it is laid out for one key alone.
    likeness: Option<Likeness>,
    /// For each stretch of time, and each of the keys that it tells apart, once it was laid out; none
    /// where it says nothing.
    laid: Vec<OnceLock<Option<Arc<T>>>>,
}

impl<'r> Shared<'r> {
    /// What is laid out of a ruleset.
    pub(super) fn outline(&self, ruleset: &'r Ruleset) -> Arc<Outline<'r>> {
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
            (&**rule, self.rules.known(&**rule, index, made))
        });
        let requires = ruleset.requires.iter().map(|require| {
            let period = std::iter::once(&require.selection.period);
            let made = || Known::new(0, period, Likeness::of_require(require));
            (&**require, self.requires.known(&**require, 0, made))
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
            index: Arc::new(Index::new(ruleset, own, Arc::clone(&self.lists))),
        }
    }
}

impl<'r> Outline<'r> {
    /// Only some rules of a ruleset, each with its index there, and some requirements, for one key.
    pub fn of(
        ruleset: &'r Ruleset,
        rules: impl Iterator<Item = (usize, &'r Rule)>,
        requires: impl Iterator<Item = &'r Require>,
    ) -> Self {
        let rules = rules.map(|(index, rule)| (rule, Arc::new(Known::alone(index))));
        let mut rules: Vec<_> = rules.collect();
        rules.sort_by_key(|(_, known)| known.index);
        let requires = requires.map(|require| (require, Arc::new(Known::alone(0))));
        Self {
            rules: rules.into(),
            requires: requires.collect(),
            index: Arc::new(Index::of(ruleset)),
        }
    }

    /// Lays out what a key needs and was not laid out yet. Tells the rules that can apply and the
    /// requirements that can hold, with their positions.
    pub fn lay(&self, key: Key, pool: &Mutex<Pool<'r>>) -> LaidOut<'_, 'r> {
        let mut rules = Vec::with_capacity(self.rules.len());
        for (position, (rule, known)) in (0u16..).zip(&self.rules) {
            let laid = known.lay(key, |index, key| Laid::new(index, rule, key, pool));
            rules.extend(laid.map(|laid| (position, laid)));
        }
        let mut requires = Vec::with_capacity(self.requires.len());
        for (position, (require, known)) in (0u16..).zip(&self.requires) {
            let asked = known.lay(key, |_, key| Asked::new(require, key, pool));
            requires.extend(asked.map(|asked| (position, asked)));
        }
        (rules, requires)
    }

    /// The rules that can apply, once they are laid out, with their positions.
    pub fn rules(&self, key: Key) -> impl Iterator<Item = (u16, &Laid<'r>)> {
        let all = (0u16..).zip(&self.rules);
        all.filter_map(move |(position, (_, known))| Some((position, known.get(key)?)))
    }

    /// The requirements that can hold, likewise.
    pub fn requires(&self, key: Key) -> impl Iterator<Item = (u16, &Asked<'r>)> {
        let all = (0u16..).zip(&self.requires);
        all.filter_map(move |(position, (_, known))| Some((position, known.get(key)?)))
    }

    /// A rule by its position.
    pub fn rule(&self, position: u16, key: Key) -> Option<&Laid<'r>> {
        self.rules.get(usize::from(position))?.1.get(key)
    }

    /// A requirement by its position.
    pub fn require(&self, position: u16, key: Key) -> Option<&Asked<'r>> {
        self.requires.get(usize::from(position))?.1.get(key)
    }

    /// A rule by its index in the ruleset.
    pub fn rule_of(&self, index: usize, key: Key) -> Option<&Laid<'r>> {
        let at = self
            .rules
            .binary_search_by_key(&index, |(_, known)| known.index);
        self.rules.get(at.ok()?)?.1.get(key)
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
            likeness: Some(likeness),
            laid: std::iter::repeat_with(OnceLock::new).take(keys).collect(),
        }
    }

    /// Of something that is laid out for one key alone.
    fn alone(index: usize) -> Self {
        Self {
            index,
            turns: Vec::new(),
            likeness: None,
            laid: vec![OnceLock::new()],
        }
    }

    /// What is laid out for a key, once it is; none where it says nothing.
    fn get(&self, key: Key) -> Option<&T> {
        self.place(key)?.get()?.as_deref()
    }

    /// Lays it out for a key, unless it is; none where it says nothing.
    fn lay(&self, key: Key, lay: impl FnOnce(usize, Key) -> Option<Arc<T>>) -> Option<&T> {
        let place = self.place(key)?;
        let laid = place.get_or_init(|| lay(self.index, self.first(key)));
        laid.as_deref()
    }

    /// The key that all are laid out for that are like one.
    fn first(&self, key: Key) -> Key {
        let Some(likeness) = &self.likeness else {
            return key;
        };
        let turn = self.stretch(key).checked_sub(1);
        let turn = turn.and_then(|at| self.turns.get(at));
        Key {
            as_of: turn.copied().unwrap_or(NaiveDate::MIN),
            ..likeness.first(key)
        }
    }

    fn place(&self, key: Key) -> Option<&OnceLock<Option<Arc<T>>>> {
        let Some(likeness) = &self.likeness else {
            return self.laid.first();
        };
        let before = self.stretch(key).checked_mul(likeness.count())?;
        self.laid.get(before.checked_add(likeness.number(key)?)?)
    }

    /// The stretch of time that a key is in.
    fn stretch(&self, key: Key) -> usize {
        if self.turns.is_empty() {
            return 0;
        }
        self.turns.partition_point(|turn| *turn <= key.as_of)
    }
}

/// What a lock guards is whole between any two steps.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
