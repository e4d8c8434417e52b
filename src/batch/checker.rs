//! One record to its result.

use chrono::NaiveDate;

use super::across::{Hits, NOTHING};
use super::reading::{Reader, Reading, pair, read_lines, read_record};
use super::record::{Lines, Place, Record, Unread};
use super::rulebook::{Faulty, Plans};
use crate::casebook::choice_of;
use crate::draft::{Draft, Overrides, Slot};
use crate::evaluate::{Extent, Key, Severities, evaluate_for};
use crate::facts::{Elsewhere, Facts, Files};
use crate::fields::OrderField;
use crate::report::{Checked, Detail, DraftReport, Manner, Within};
use crate::text::{Lang, Text};

/// What every record of a batch is checked with.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// What the command line says of every draft.
    pub given: Overrides,
    /// The day of submission that the command line gives.
    pub as_of: Option<NaiveDate>,
    /// Today.
    pub today: NaiveDate,
    /// The language of the results.
    pub lang: Lang,
    /// Whether personal numbers are shown in full.
    pub unmask: bool,
}

/// Checks records, one after another.
#[derive(Debug, Clone, Copy)]
pub struct Checker<'p, 'r> {
    plans: &'p Plans<'r>,
    terms: Terms,
    detail: Detail,
    severities: Option<&'p Severities>,
}

/// What a check gives besides its report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// How many rule instances were evaluated.
    pub instances: usize,
}

impl Terms {
    /// The day of submission of a draft: the option, else the draft's, else today.
    pub fn day_of(&self, draft: &Draft<'_>) -> NaiveDate {
        let stated = match draft.order.slot(OrderField::SubmitOn as usize) {
            Slot::Day(day) => Some(*day),
            _ => None,
        };
        self.as_of.or(stated).unwrap_or(self.today)
    }
}

impl<'p, 'r> Checker<'p, 'r> {
    /// A checker that makes as much of each report as is wanted.
    pub fn new(plans: &'p Plans<'r>, terms: Terms, detail: Detail) -> Self {
        Self {
            plans,
            terms,
            detail,
            severities: None,
        }
    }

    /// The same, with severities that a configuration gives.
    #[must_use]
    pub fn graded(mut self, severities: Option<&'p Severities>) -> Self {
        self.severities = severities;
        self
    }

    /// Checks lines of JSON, one record each; blank ones are none. `hits` is what each record has in
    /// common with earlier ones; empty: records are not compared. `each` says whether to go on.
    ///
    /// # Errors
    ///
    /// A ruleset that a draft needs has a fault.
    pub fn lines(
        &self,
        lines: &Lines,
        hits: &[Hits],
        each: &mut dyn FnMut(DraftReport, Cost) -> bool,
    ) -> Result<(), Faulty> {
        let mut faulty = None;
        let mut next = 0usize;
        let compared = !hits.is_empty();
        // Each record is checked with its own hits, so that the reader changes from one to the next.
        let own = std::cell::Cell::new(compared.then(|| hits.first().unwrap_or(&NOTHING)));
        let check = Check {
            checker: self,
            files: None,
            elsewhere: &own,
        };
        read_lines(lines, &self.terms.given, &check, &mut |_, out| {
            next = next.saturating_add(1);
            own.set(compared.then(|| hits.get(next).unwrap_or(&NOTHING)));
            match out {
                Ok((report, cost)) => each(report, cost),
                Err(fault) => {
                    faulty = Some(fault);
                    false
                }
            }
        });
        faulty.map_or(Ok(()), Err)
    }

    /// Checks a record that came alone.
    ///
    /// # Errors
    ///
    /// The ruleset that the draft needs has a fault.
    pub fn record(
        &self,
        record: &Record,
        files: Option<&dyn Files>,
        hits: Option<&Hits>,
    ) -> Result<(DraftReport, Cost), Faulty> {
        let check = Check {
            checker: self,
            files,
            elsewhere: &std::cell::Cell::new(hits),
        };
        read_record(record, &self.terms.given, &check)
    }

    fn check(
        &self,
        read: &Reading<'_>,
        files: Option<&dyn Files>,
        hits: Option<&Hits>,
    ) -> Result<(DraftReport, Cost), Faulty> {
        let draft = read.draft;
        let choice = choice_of(draft);
        let rulebook = self.plans.rulebook();
        let sheet = rulebook.sheet(choice)?;
        let as_of = self.terms.day_of(draft);
        let facts = Facts::new(draft, as_of, &sheet.ruleset.calendar)
            .looking_at(files)
            .looking_elsewhere(hits.map(|hits| hits as &dyn Elsewhere))
            .asking(&sheet.ruleset);
        let plan = Key::of(&facts)
            .filter(|_| choice.province.is_some())
            .map(|key| self.plans.plan(sheet, key));
        let extent = match self.detail {
            Detail::Compact | Detail::Findings => Extent::Documents,
            Detail::Full => Extent::Everything,
        };
        let mut evaluation = plan.as_ref().map(|plan| evaluate_for(plan, &facts, extent));
        if let (Some(severities), Some(evaluation)) = (self.severities, &mut evaluation) {
            evaluation.regrade(&sheet.ruleset, severities);
        }
        let checked = Checked {
            source: &read.place.to_string(),
            origin: read.origin,
            problems: read.problems,
            faults: read.faults,
            facts: &facts,
            outcome: plan.as_deref().zip(evaluation.as_ref()),
            evidence: self.plans.evidence(),
        };
        let manner = Manner {
            lang: self.terms.lang,
            unmask: self.terms.unmask,
            quote: false,
        };
        let within = Within {
            start: read.start,
            json: read.json,
            detail: self.detail,
        };
        let cost = Cost {
            instances: evaluation
                .as_ref()
                .map_or(0, |evaluation| evaluation.instances),
        };
        let mut report = DraftReport::within(&checked, manner, within);
        if let Some(rows) = read.rows {
            let errors = report.errors.iter_mut();
            for error in errors.filter(|error| error.path.is_none()) {
                let cell = error.line.zip(error.column);
                error.path = cell.and_then(|(row, column)| rows.path_at(row, column));
            }
        }
        Ok((report, cost))
    }

    fn unread(&self, place: &Place, unread: &Unread) -> (DraftReport, Cost) {
        let lang = self.terms.lang;
        let say = |text: &Text| text.get(lang).to_owned();
        let report = DraftReport::refused(
            &place.to_string(),
            say(&unread.message),
            unread.help.as_ref().map(say),
            unread.at.map(pair),
            lang,
        );
        (report, Cost::default())
    }
}

/// The checking of what was read.
struct Check<'c, 'p, 'r> {
    checker: &'c Checker<'p, 'r>,
    files: Option<&'c dyn Files>,
    elsewhere: &'c std::cell::Cell<Option<&'c Hits>>,
}

impl Reader for Check<'_, '_, '_> {
    type Out = Result<(DraftReport, Cost), Faulty>;

    fn draft(&self, reading: &Reading<'_>) -> Self::Out {
        self.checker
            .check(reading, self.files, self.elsewhere.get())
    }

    fn unread(&self, place: &Place, unread: &Unread) -> Self::Out {
        Ok(self.checker.unread(place, unread))
    }
}
