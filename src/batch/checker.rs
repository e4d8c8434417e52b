//! One record to its result.

use chrono::NaiveDate;

use super::record::{Content, Corner, Lines, Place, Record, Tree, Unread};
use super::rulebook::{Faulty, Plans};
use crate::casebook::choice_of;
use crate::draft::{Draft, Fault, Overrides, Slot, read_json, read_parsed};
use crate::evaluate::{Key, evaluate};
use crate::facts::{Facts, Files};
use crate::fields::OrderField;
use crate::report::{Checked, Detail, DraftReport, Manner, Origin, Within};
use crate::source::{Parsed, Problem, ReadError, SourceFile, from_bytes, parse_json, parse_toml};
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
}

/// What a check gives besides its report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// How many rule instances were evaluated.
    pub instances: usize,
}

/// A draft as it was read.
struct Read<'a> {
    source: &'a str,
    draft: &'a Draft<'a>,
    problems: &'a [Problem],
    faults: &'a [Fault],
    origin: Option<Origin<'a>>,
    within: Within<'a>,
    files: Option<&'a dyn Files>,
}

impl<'p, 'r> Checker<'p, 'r> {
    /// A checker that makes as much of each report as is wanted.
    pub fn new(plans: &'p Plans<'r>, terms: Terms, detail: Detail) -> Self {
        Self {
            plans,
            terms,
            detail,
        }
    }

    /// Checks lines of JSON, one record each; blank ones are none. `each` says whether to go on.
    ///
    /// # Errors
    ///
    /// A ruleset that a draft needs has a fault.
    pub fn lines(
        &self,
        lines: &Lines,
        each: &mut dyn FnMut(DraftReport, Cost) -> bool,
    ) -> Result<(), Faulty> {
        // One look at the whole is cheaper than one at each line.
        let decoded = std::str::from_utf8(&lines.bytes).ok();
        let mut at = 0usize;
        let ends =
            memchr::memchr_iter(b'\n', &lines.bytes).chain(std::iter::once(lines.bytes.len()));
        for (number, end) in (lines.first..).zip(ends) {
            let range = at..end;
            at = end.saturating_add(1);
            let bytes = lines.bytes.get(range.clone()).unwrap_or_default();
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let place = Place::Line(lines.file.clone(), number);
            let start = Corner {
                line: number,
                column: 1,
            };
            let (report, cost) = match decoded.and_then(|text| text.get(range)) {
                Some(text) => self.json(&place, text, start, None)?,
                None => self.json_bytes(&place, bytes, start, None)?,
            };
            if !each(report, cost) {
                break;
            }
        }
        Ok(())
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
    ) -> Result<(DraftReport, Cost), Faulty> {
        let place = &record.place;
        match &record.content {
            Content::Json(bytes, start) => self.json_bytes(place, bytes, *start, files),
            Content::Toml(bytes) => match self.decoded(place, bytes, Corner::FIRST) {
                Ok(file) => {
                    let parsed = parse_toml(&file);
                    self.tree(place, &file, &parsed, Corner::FIRST, files)
                }
                Err(unread) => Ok(self.unread(place, &unread)),
            },
            Content::Tree(tree) => {
                let Tree {
                    file,
                    parsed,
                    corner,
                    ..
                } = &**tree;
                self.tree(place, file, parsed, *corner, files)
            }
            Content::Unread(unread) => Ok(self.unread(place, unread)),
        }
    }

    fn json_bytes(
        &self,
        place: &Place,
        bytes: &[u8],
        start: Corner,
        files: Option<&dyn Files>,
    ) -> Result<(DraftReport, Cost), Faulty> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.json(place, text, start, files),
            Err(_) => match self.decoded(place, bytes, start) {
                Ok(file) => self.json(place, &file.text, start, files),
                Err(unread) => Ok(self.unread(place, &unread)),
            },
        }
    }

    /// A record of JSON text: by the fast reader where it is regular, else by the tolerant one.
    fn json(
        &self,
        place: &Place,
        text: &str,
        start: Corner,
        files: Option<&dyn Files>,
    ) -> Result<(DraftReport, Cost), Faulty> {
        if let Some(draft) = read_json(text, &self.terms.given) {
            return self.check(&Read {
                source: &place.to_string(),
                draft: &draft,
                problems: &[],
                faults: &[],
                origin: None,
                within: Within {
                    start: pair(start),
                    json: Some(text),
                    detail: self.detail,
                },
                files,
            });
        }
        match self.decoded(place, text.as_bytes(), start) {
            Ok(file) => {
                let parsed = parse_json(&file);
                self.tree(place, &file, &parsed, start, files)
            }
            Err(unread) => Ok(self.unread(place, &unread)),
        }
    }

    fn tree(
        &self,
        place: &Place,
        file: &SourceFile,
        parsed: &Parsed,
        start: Corner,
        files: Option<&dyn Files>,
    ) -> Result<(DraftReport, Cost), Faulty> {
        let reading = read_parsed(parsed, &self.terms.given);
        self.check(&Read {
            source: &place.to_string(),
            draft: &reading.draft,
            problems: &parsed.problems,
            faults: &reading.faults,
            origin: Some(Origin {
                file,
                root: &parsed.root,
                root_span: parsed.root_span,
            }),
            within: Within {
                start: pair(start),
                json: None,
                detail: self.detail,
            },
            files,
        })
    }

    fn check(&self, read: &Read<'_>) -> Result<(DraftReport, Cost), Faulty> {
        let draft = read.draft;
        let choice = choice_of(draft);
        let rulebook = self.plans.rulebook();
        let sheet = rulebook.sheet(choice)?;
        let as_of = self.as_of(draft);
        let facts = Facts::new(draft, as_of, &sheet.ruleset.calendar)
            .looking_at(read.files)
            .asking(&sheet.ruleset);
        let plan = Key::of(&facts)
            .filter(|_| choice.province.is_some())
            .map(|key| self.plans.plan(choice, sheet, key));
        let evaluation = plan.as_ref().map(|plan| evaluate(plan, &facts));
        let checked = Checked {
            source: read.source,
            origin: read.origin,
            problems: read.problems,
            faults: read.faults,
            facts: &facts,
            outcome: plan.as_deref().zip(evaluation.as_ref()),
            evidence: rulebook.library(),
        };
        let manner = Manner {
            lang: self.terms.lang,
            unmask: self.terms.unmask,
            quote: false,
        };
        let cost = Cost {
            instances: evaluation
                .as_ref()
                .map_or(0, |evaluation| evaluation.instances),
        };
        Ok((DraftReport::within(&checked, manner, read.within), cost))
    }

    /// The day of submission: the option, else the draft's, else today.
    fn as_of(&self, draft: &Draft<'_>) -> NaiveDate {
        let stated = match draft.order.slot(OrderField::SubmitOn as usize) {
            Slot::Day(day) => Some(*day),
            _ => None,
        };
        self.terms.as_of.or(stated).unwrap_or(self.terms.today)
    }

    /// The text of a record, or why it is none, told at its place in the input.
    fn decoded(&self, place: &Place, bytes: &[u8], start: Corner) -> Result<SourceFile, Unread> {
        from_bytes(&place.to_string(), bytes.to_vec()).map_err(|mut error| {
            if let ReadError::NotUtf8 { line, column, .. }
            | ReadError::Binary { line, column, .. } = &mut error
            {
                let (first, before) = pair(start);
                if *line == 1 {
                    *column = column.saturating_add(before).saturating_sub(1);
                }
                *line = line.saturating_add(first).saturating_sub(1);
            }
            Unread::from(error)
        })
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

fn pair(corner: Corner) -> (usize, usize) {
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    (count(corner.line), count(corner.column))
}
