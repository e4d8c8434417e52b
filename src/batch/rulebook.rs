//! The rules of a batch: one ruleset for each province and provider, each made once, by whichever
//! worker needs it first.

use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::fields::choices::PROVIDERS;
use crate::identifiers::divisions;
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
    pub number: usize,
}

/// A ruleset that has a fault is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Faulty(pub Choice);

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

    /// How many rulesets there may be: their numbers are less.
    pub fn count(&self) -> usize {
        self.sheets.len()
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
    pub fn stretch(&self, day: NaiveDate) -> NaiveDate {
        let after = self.turns.partition_point(|turn| *turn <= day);
        let turn = after.checked_sub(1).and_then(|at| self.turns.get(at));
        turn.copied().unwrap_or(NaiveDate::MIN)
    }
}
