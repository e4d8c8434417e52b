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
    /// The codes of the provinces, ascending.
    provinces: Vec<u32>,
    /// For no province and for each, a ruleset for no provider and for each.
    sheets: Vec<OnceLock<Option<Box<Sheet>>>>,
    /// Of each provider, where its rulesets stand among those of a province.
    columns: Vec<usize>,
}

/// A ruleset, and the days on which what it says changes.
#[derive(Debug)]
pub struct Sheet {
    /// The ruleset.
    pub ruleset: Ruleset,
    /// The first days of the stretches of time in which the same rules hold, ascending.
    turns: Vec<NaiveDate>,
    /// Where it stands in the rulebook.
    number: usize,
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

/// By the number of the ruleset and the kind of filing.
type Known<'r> = HashMap<(usize, Key), Arc<Plan<'r>>>;

/// At most so many plans are kept; a plan takes some 4 kB beside what it shares with others.
const MOST_PLANS: usize = 4096;

impl<'l> Rulebook<'l> {
    /// The rulebook of a library; nothing is read yet.
    pub fn new(library: &'l Library) -> Self {
        let mut provinces: Vec<u32> = divisions().map(|division| division.code).collect();
        provinces.sort_unstable();
        let providers = (0u8..).take(PROVIDERS.len());
        // Providers without rules of their own have the province's.
        let columns = providers.zip(1..).map(|(provider, column)| {
            let choice = Choice {
                province: None,
                provider: Some(provider),
            };
            let plainest = library.plainest(choice);
            plainest.provider.map_or(0, |_| column)
        });
        let columns: Vec<usize> = columns.collect();
        let count = provinces.len().saturating_add(1);
        let sheets = count.saturating_mul(columns.len().saturating_add(1));
        Self {
            library,
            provinces,
            sheets: std::iter::repeat_with(OnceLock::new).take(sheets).collect(),
            columns,
        }
    }

    /// The library.
    pub fn library(&self) -> &'l Library {
        self.library
    }

    /// The rulesets that were needed so far.
    pub fn used(&self) -> impl Iterator<Item = &Ruleset> {
        let made = self.sheets.iter().filter_map(OnceLock::get);
        made.flatten().map(|sheet| &sheet.ruleset)
    }

    /// The ruleset of a province and a provider.
    ///
    /// # Errors
    ///
    /// It has a fault.
    pub fn sheet(&self, choice: Choice) -> Result<&Sheet, Faulty> {
        let number = self.number(choice);
        let made = self.sheets.get(number).and_then(|cell| {
            cell.get_or_init(|| self.made(choice, number).map(Box::new))
                .as_deref()
        });
        made.ok_or(Faulty(choice))
    }

    /// Where the ruleset for a choice stands. The readers admit known provinces and providers only;
    /// others have the national rules.
    fn number(&self, choice: Choice) -> usize {
        let row = choice.province.map_or(Some(0), |code| {
            let found = self.provinces.binary_search(&code).ok();
            found.map(|row| row.saturating_add(1))
        });
        let column = choice.provider.map_or(Some(0), |provider| {
            self.columns.get(usize::from(provider)).copied()
        });
        let width = self.columns.len().saturating_add(1);
        row.zip(column).map_or(0, |(row, column)| {
            row.saturating_mul(width).saturating_add(column)
        })
    }

    fn made(&self, choice: Choice, number: usize) -> Option<Sheet> {
        let choice = self.library.plainest(choice);
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
        faults.is_empty().then_some(Sheet {
            ruleset,
            turns,
            number,
        })
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
    pub fn plan(&self, sheet: &'r Sheet, key: Key) -> Arc<Plan<'r>> {
        let key = Key {
            as_of: sheet.stretch(key.as_of),
            ..key
        };
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = known.get(&(sheet.number, key)) {
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
        Arc::clone(known.entry((sheet.number, key)).or_insert(plan))
    }
}
