//! One record to its result.

use chrono::NaiveDate;

use super::across::{Hits, NOTHING};
use super::astray::Strays;
use super::line_index::{Line, as_read};
use super::plans::Plans;
use super::reading::{Reader, Reading, pair, read_lines, read_record};
use super::record::{Lines, Place, Record, Unread};
use super::rulebook::Faulty;
use crate::casebook::choice_of;
use crate::draft::{Draft, Overrides, Slot};
use crate::evaluate::{Extent, Key, Severities, evaluate_for};
use crate::facts::{Elsewhere, Facts, Files, Papers};
use crate::fields::OrderField;
use crate::report::{Astray, Checked, Detail, DraftReport, Manner, Masker, Remark, Usual, Within};
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
    extent: Extent,
    severities: Option<&'p Severities>,
    strays: Option<&'p Strays>,
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

    /// How results are made.
    pub(super) fn manner(&self) -> Manner {
        Manner {
            lang: self.lang,
            unmask: self.unmask,
            quote: false,
        }
    }
}

impl<'p, 'r> Checker<'p, 'r> {
    /// A checker that makes as much of each report as is wanted.
    pub fn new(plans: &'p Plans<'r>, terms: Terms, detail: Detail) -> Self {
        Self {
            plans,
            terms,
            detail,
            extent: match detail {
                Detail::Compact | Detail::Findings => Extent::Documents,
                Detail::Full => Extent::Related,
                Detail::Guided => Extent::Everything,
            },
            severities: None,
            strays: None,
        }
    }

    /// The same, with severities that a configuration gives.
    #[must_use]
    pub fn graded(mut self, severities: Option<&'p Severities>) -> Self {
        self.severities = severities;
        self
    }

    /// The same, gathering what of sheets counts for nothing.
    #[must_use]
    pub fn gathering(mut self, strays: Option<&'p Strays>) -> Self {
        self.strays = strays;
        self
    }

    /// The same, but with nothing that only the list of documents is needed for.
    #[must_use]
    pub fn without_documents(mut self) -> Self {
        self.extent = Extent::Findings;
        self
    }

    /// Checks lines of JSON, one record each; blank ones are none. `hits` is what each record has in
    /// common with earlier ones; empty: records are not compared. The desk says whether to go on.
    ///
    /// # Errors
    ///
    /// A ruleset that a draft needs has a fault.
    pub fn lines<D: Desk<'r>>(
        &self,
        lines: &Lines,
        hits: &[Hits],
        desk: &mut D,
    ) -> Result<(), Faulty> {
        self.ordered(lines, &as_read(lines), hits, desk)
    }

    /// The same, in some order.
    pub(super) fn ordered<D: Desk<'r>>(
        &self,
        lines: &Lines,
        order: &[Line],
        hits: &[Hits],
        desk: &mut D,
    ) -> Result<(), Faulty> {
        let mut faulty = None;
        // Each record is checked with its own hits.
        let compared = !hits.is_empty();
        let ordered = order.iter().filter_map(|line| hits.get(line.rank));
        let hits: Vec<&Hits> = ordered.collect();
        let mut check = Check {
            checker: self,
            files: None,
            compared,
            hits: &hits,
            desk,
            source: String::new(),
        };
        let given = &self.terms.given;
        read_lines(lines, order, given, &mut check, &mut |_, out| {
            out.unwrap_or_else(|fault| {
                faulty = Some(fault);
                false
            })
        });
        faulty.map_or(Ok(()), Err)
    }

    /// Checks a record that came alone; gives whether to go on, as the desk says.
    ///
    /// # Errors
    ///
    /// The ruleset that the draft needs has a fault.
    pub fn record<D: Desk<'r>>(
        &self,
        record: &Record,
        files: Option<&dyn Files>,
        hits: Option<&Hits>,
        desk: &mut D,
    ) -> Result<bool, Faulty> {
        let mut check = Check {
            checker: self,
            files,
            compared: hits.is_some(),
            hits: hits.as_slice(),
            desk,
            source: String::new(),
        };
        read_record(record, &self.terms.given, &mut check)
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

/// Takes what comes of records, one after another, and says whether to go on.
pub trait Desk<'r> {
    /// Takes a usual draft, if it wants no report of it.
    fn usual(&mut self, usual: &Usual<'_, 'r>, cost: Cost) -> Option<bool>;

    /// Takes a report.
    fn report(&mut self, report: DraftReport, cost: Cost) -> bool;
}

/// The checking of what was read.
struct Check<'c, 'p, 'r, D> {
    checker: &'c Checker<'p, 'r>,
    files: Option<&'c dyn Files>,
    /// Whether records are compared with earlier ones, and what those that come have in common
    /// with them.
    compared: bool,
    hits: &'c [&'c Hits],
    desk: &'c mut D,
    /// What the user calls the record.
    source: String,
}

impl<'r, D: Desk<'r>> Reader for Check<'_, '_, 'r, D> {
    /// Whether to go on.
    type Out = Result<bool, Faulty>;

    fn draft(&mut self, read: &Reading<'_>) -> Self::Out {
        let hits = self.hits();
        let Checker {
            plans,
            terms,
            detail,
            extent,
            severities,
            strays,
        } = *self.checker;
        let draft = read.draft;
        let choice = choice_of(draft);
        let sheet = plans.rulebook().sheet(choice)?;
        let as_of = terms.day_of(draft);
        let facts = Facts::new(draft, as_of, &sheet.ruleset.calendar)
            .looking_at(self.files)
            .looking_elsewhere(hits.map(|hits| hits as &dyn Elsewhere));
        let plan = Key::of(&facts)
            .filter(|_| choice.province.is_some())
            .map(|key| plans.plan(sheet, key));
        let papers: &dyn Papers = match &plan {
            Some(plan) => plan.papers_asked(),
            None => &sheet.ruleset,
        };
        let facts = facts.asking(papers);
        let mut evaluation = plan.as_ref().map(|plan| evaluate_for(plan, &facts, extent));
        if let (Some(severities), Some(evaluation)) = (severities, &mut evaluation) {
            evaluation.regrade(&sheet.ruleset, severities);
        }
        let cost = Cost {
            instances: evaluation
                .as_ref()
                .map_or(0, |evaluation| evaluation.instances),
        };
        let masker = Masker {
            unmask: terms.unmask,
        };
        if let (Some(strays), None) = (strays, read.rows) {
            strays.look(draft, papers, &sheet.ruleset, masker);
        }
        self.name(read.place);
        let outcome = plan.as_deref().zip(evaluation.as_ref());
        if let (Some((plan, evaluation)), Some(json)) = (outcome, read.json)
            && Usual::is_usual(draft)
        {
            let usual = Usual {
                source: &self.source,
                json,
                start: read.start,
                facts: &facts,
                plan,
                evaluation,
                evidence: plans.evidence(),
            };
            if let Some(goes_on) = self.desk.usual(&usual, cost) {
                return Ok(goes_on);
            }
        }
        let checked = Checked {
            source: &self.source,
            origin: read.origin,
            problems: read.problems,
            faults: read.faults,
            facts: &facts,
            outcome,
            evidence: plans.evidence(),
        };
        let within = Within {
            start: read.start,
            json: read.json,
            detail,
        };
        let mut report = DraftReport::within(&checked, terms.manner(), within);
        if let Some(rows) = read.rows {
            let errors = report.errors.iter_mut();
            for error in errors.filter(|error| error.path.is_none()) {
                let cell = error.line.zip(error.column);
                error.path = cell.and_then(|(row, column)| rows.path_at(row, column));
            }
            for astray in Astray::of(&rows.parsed.root, draft, &sheet.ruleset, masker) {
                let (line, column) = rows.file.line_column(astray.span.start);
                report.remarks.push(Remark {
                    row: line.saturating_add(read.start.0).saturating_sub(1),
                    column,
                    message: astray.in_sheet().get(terms.lang).to_owned(),
                });
                if let Some(strays) = strays {
                    strays.add(&astray);
                }
            }
        }
        Ok(self.desk.report(report, cost))
    }

    fn unread(&mut self, place: &Place, unread: &Unread) -> Self::Out {
        // It has its hits like any other.
        self.hits();
        let (report, cost) = self.checker.unread(place, unread);
        Ok(self.desk.report(report, cost))
    }
}

impl<'c, D> Check<'c, '_, '_, D> {
    /// What the next record has in common with earlier ones; `None`: it is not compared.
    fn hits(&mut self) -> Option<&'c Hits> {
        let next = self.hits.split_off_first().copied();
        self.compared.then(|| next.unwrap_or(&NOTHING))
    }

    fn name(&mut self, place: &Place) {
        self.source.clear();
        place.name(&mut self.source);
    }
}
