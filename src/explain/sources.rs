//! The evidence that something rests on: every fact with who says so and as of when, what speaks
//! against it, and what of it is old.

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;

use crate::report::{EvidenceSource, YOUNG_YEARS};
use crate::ruleset::{EvidenceEntry, Library};
use crate::text::Lang;

/// A fact of the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactWords {
    /// Its id.
    pub id: String,
    /// Whose rules rest on it; absent: the national ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What it says.
    pub statement: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// Whether even its newest source is old, or none has a date.
    pub old: bool,
    /// Where it was read, newest first.
    pub sources: Vec<SourceWords>,
    /// What another source says against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflicts: Option<String>,
}

/// Where a fact was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceWords {
    /// Who says it.
    pub who: String,
    /// What the page is called.
    pub title: String,
    /// Where it is: an address, or a repository and path.
    #[serde(rename = "ref")]
    pub place: String,
    /// As of when, as it was noted down.
    pub as_of: String,
    /// Whether it shows a day, month or year.
    pub dated: bool,
    /// Whether it is old, or shows no date.
    pub old: bool,
    /// All of it in a few words.
    #[serde(skip)]
    pub brief: String,
}

/// How sure and how new evidence is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Standing {
    /// The best confidence among the facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
    /// The newest date among their sources, `2026-07` or `2023`; absent: none is dated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest: Option<String>,
    #[serde(skip)]
    date: Option<(i32, u32)>,
}

const CONFIDENCE: &[&str] = &["low", "medium", "high"];

/// Looks evidence up and judges how old it is.
#[derive(Debug)]
pub struct Sources<'l> {
    library: &'l Library,
    /// What was looked up already: many parts rest on the same facts.
    known: RefCell<HashMap<String, Option<EvidenceEntry>>>,
    lang: Lang,
    /// The year before which a source is old.
    before: i32,
}

impl<'l> Sources<'l> {
    /// Evidence of a library; `as_of` is the month up to which its rules were read.
    pub fn new(library: &'l Library, as_of: &str, lang: Lang) -> Self {
        let year: Option<i32> = as_of.get(..4).and_then(|year| year.parse().ok());
        Self {
            library,
            known: RefCell::default(),
            lang,
            before: year.map_or(i32::MIN, |year| year.saturating_sub(YOUNG_YEARS)),
        }
    }

    fn entry(&self, id: &str) -> Option<EvidenceEntry> {
        let mut known = self.known.borrow_mut();
        if let Some(entry) = known.get(id) {
            return entry.clone();
        }
        let entry = self.library.evidence(id);
        known.insert(id.to_owned(), entry.clone());
        entry
    }

    /// A fact in words; an id that nothing says is left out.
    pub fn fact(&self, id: &str, of: Option<&str>) -> Option<FactWords> {
        let entry = self.entry(id)?;
        let mut sources: Vec<(Option<(i32, u32)>, SourceWords)> = entry
            .sources
            .into_iter()
            .map(|source| {
                let place = source.place;
                let source = EvidenceSource {
                    who: source.who,
                    title: source.title,
                    as_of: source.as_of,
                };
                let date = source.date();
                let words = SourceWords {
                    brief: source.brief(self.lang),
                    dated: date.is_some(),
                    old: date.is_none_or(|(year, _)| year < self.before),
                    who: source.who,
                    title: source.title,
                    place,
                    as_of: source.as_of,
                };
                (date, words)
            })
            .collect();
        sources.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
        let sources: Vec<SourceWords> = sources.into_iter().map(|(_, words)| words).collect();
        Some(FactWords {
            id: entry.id,
            of: of.map(str::to_owned),
            statement: entry.statement,
            confidence: entry.confidence,
            old: sources.iter().all(|source| source.old),
            sources,
            conflicts: Some(entry.conflicts).filter(|text| !text.is_empty()),
        })
    }

    /// How sure and how new the evidence of some facts is together.
    pub fn standing<'i>(&self, ids: impl IntoIterator<Item = &'i String>) -> Standing {
        let mut standing = Standing::default();
        let mut best = None;
        for id in ids {
            let Some(entry) = self.entry(id) else {
                continue;
            };
            best = best.max(
                CONFIDENCE
                    .iter()
                    .position(|known| *known == entry.confidence),
            );
            for source in entry.sources {
                let date = EvidenceSource {
                    who: source.who,
                    title: source.title,
                    as_of: source.as_of,
                }
                .date();
                standing.date = standing.date.max(date);
            }
        }
        standing.confidence = best
            .and_then(|rank| CONFIDENCE.get(rank))
            .map(|id| (*id).to_owned());
        standing.newest = standing.date.map(|(year, month)| match month {
            0 => year.to_string(),
            _ => format!("{year}-{month:02}"),
        });
        standing
    }
}

impl Standing {
    /// Whether even the newest source is from before some months ago; without a date it is. A
    /// source that names only a year is taken for one of its end.
    pub fn is_stale(&self, as_of: NaiveDate, months: u32) -> bool {
        let Some((year, month)) = self.date else {
            return true;
        };
        let Some(limit) = as_of.checked_sub_months(Months::new(months)) else {
            return false;
        };
        let month = if month == 0 { 12 } else { month };
        (year, month) < (limit.year(), limit.month())
    }
}
