//! The rules of a batch: one ruleset for each province and provider, one plan for each kind of
//! filing, each made once, by whichever worker needs it first.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use chrono::NaiveDate;

use crate::evaluate::{Key, Plan, Shared};
use crate::fields::choices::PROVIDERS;
use crate::identifiers::divisions;
use crate::report::Archive;
use crate::ruleset::{Choice, Library, Ruleset};

/// The rulesets that a batch may need.
#[derive(Debug)]
pub struct Rulebook<'l> {
    library: &'l Library,
    sheets: HashMap<Choice, OnceLock<Option<Sheet>>>,
}

/// A ruleset, and the days on which what it says changes.
#[derive(Debug)]
pub struct Sheet {
    /// The ruleset.
    pub ruleset: Ruleset,
    /// The first days of the stretches of time in which the same rules hold, ascending.
    turns: Vec<NaiveDate>,
}

/// A ruleset that has a fault is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Faulty(pub Choice);

/// The plans that have been made of a rulebook.
#[derive(Debug)]
pub struct Plans<'r> {
    rulebook: &'r Rulebook<'r>,
    known: RwLock<Known<'r>>,
    shared: Mutex<Shared<'r>>,
    evidence: Archive<'r>,
}

type Known<'r> = HashMap<(Choice, Key), Arc<Plan<'r>>>;

/// At most so many plans are kept; a plan takes some 4 kB beside what it shares with others.
const MOST_PLANS: usize = 4096;

impl<'l> Rulebook<'l> {
    /// The rulebook of a library; nothing is read yet.
    pub fn new(library: &'l Library) -> Self {
        let provinces = divisions().map(|division| Some(division.code));
        let providers = (0u8..).take(PROVIDERS.len()).map(Some);
        let providers: Vec<Option<u8>> = std::iter::once(None).chain(providers).collect();
        let sheets = std::iter::once(None)
            .chain(provinces)
            .flat_map(|province| providers.iter().map(move |provider| (province, *provider)))
            .map(|(province, provider)| (Choice { province, provider }, OnceLock::new()))
            .collect();
        Self { library, sheets }
    }

    /// The library.
    pub fn library(&self) -> &'l Library {
        self.library
    }

    /// The rulesets that were needed so far.
    pub fn used(&self) -> impl Iterator<Item = &Ruleset> {
        let made = self.sheets.values().filter_map(OnceLock::get);
        made.flatten().map(|sheet| &sheet.ruleset)
    }

    /// The ruleset of a province and a provider.
    ///
    /// # Errors
    ///
    /// It has a fault.
    pub fn sheet(&self, choice: Choice) -> Result<&Sheet, Faulty> {
        let national = Choice::NATIONAL;
        // The readers admit known provinces and providers only.
        let cell = self.sheets.get(&choice).or(self.sheets.get(&national));
        cell.and_then(|cell| {
            cell.get_or_init(|| {
                let province = Choice {
                    provider: None,
                    ..choice
                };
                let of_province = match choice.provider {
                    Some(_) => self.sheet(province).ok().map(|sheet| &sheet.ruleset),
                    None => None,
                };
                let (ruleset, faults) = self.library.shared_ruleset(choice, of_province);
                let turns = ruleset.turns();
                faults.is_empty().then_some(Sheet { ruleset, turns })
            })
            .as_ref()
        })
        .ok_or(Faulty(choice))
    }
}

impl Sheet {
    /// The first day of the stretch that a day lies in: plans of one stretch are the same.
    fn stretch(&self, day: NaiveDate) -> NaiveDate {
        let after = self.turns.partition_point(|turn| *turn <= day);
        let turn = after.checked_sub(1).and_then(|at| self.turns.get(at));
        turn.copied().unwrap_or(NaiveDate::MIN)
    }
}

impl<'r> Plans<'r> {
    /// No plans yet.
    pub fn new(rulebook: &'r Rulebook<'r>) -> Self {
        Self {
            rulebook,
            known: RwLock::default(),
            shared: Mutex::default(),
            evidence: Archive::new(rulebook.library),
        }
    }

    /// The rulebook.
    pub fn rulebook(&self) -> &'r Rulebook<'r> {
        self.rulebook
    }

    /// Where sources are looked up.
    pub fn evidence(&self) -> &Archive<'r> {
        &self.evidence
    }

    /// The plan for a kind of filing.
    pub fn plan(&self, choice: Choice, sheet: &'r Sheet, key: Key) -> Arc<Plan<'r>> {
        let key = Key {
            as_of: sheet.stretch(key.as_of),
            ..key
        };
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = known.get(&(choice, key)) {
            return Arc::clone(plan);
        }
        drop(known);
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let plan = Arc::new(Plan::sharing(&sheet.ruleset, key, &mut shared));
        drop(shared);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_PLANS {
            known.clear();
        }
        Arc::clone(known.entry((choice, key)).or_insert(plan))
    }
}
