//! A draft's file, read once, and what comes of it under a ruleset.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::clock;
use crate::attachments::DraftFiles;
use crate::draft::{Draft, Overrides, Reading, Slot, read_parsed};
use crate::evaluate::{Key, Plan, Severities, evaluate};
use crate::facts::{Facts, Files};
use crate::fields::OrderField;
use crate::report::{Checked, DraftReport, Evidence, Manner, Origin, applied};
use crate::ruleset::Ruleset;
use crate::source::{
    Format, MAX_BYTES, Parsed, ReadError, SourceFile, parse, read_path, read_stdin,
};

/// A draft's file and its tree.
pub struct DraftText {
    /// The file.
    pub file: SourceFile,
    /// Its tree.
    pub parsed: Parsed,
    /// Whether it is TOML or JSON.
    pub format: Format,
    /// Where it lies; absent: standard input.
    path: Option<PathBuf>,
    /// What lies beside it; absent: standard input.
    files: Option<DraftFiles>,
}

/// What a draft is evaluated with.
#[derive(Clone, Copy)]
pub struct Against<'a> {
    /// The ruleset.
    pub ruleset: &'a Ruleset,
    /// Where sources are looked up.
    pub evidence: &'a dyn Evidence,
    /// The day of submission that an option gives.
    pub as_of: Option<NaiveDate>,
    /// Severities that the configuration gives.
    pub severities: Option<&'a Severities>,
    /// How the report is made.
    pub manner: Manner,
}

impl DraftText {
    /// Reads a draft's file, or standard input for `-`.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let from_stdin = path.as_os_str() == "-";
        let file = if from_stdin {
            read_stdin("-", MAX_BYTES)?
        } else {
            read_path(path, MAX_BYTES)?
        };
        let format = Format::of_path(path).unwrap_or_else(|| Format::sniff(&file.text));
        let parsed = parse(&file, format);
        Ok(Self {
            file,
            parsed,
            format,
            path: (!from_stdin).then(|| path.to_path_buf()),
            files: (!from_stdin).then(|| DraftFiles::beside(path)),
        })
    }

    /// The same file with another text.
    pub fn rewritten(&self, text: &str) -> Self {
        let file = SourceFile::new(&self.file.name, text);
        Self {
            parsed: parse(&file, self.format),
            file,
            format: self.format,
            path: self.path.clone(),
            files: self.path.as_deref().map(DraftFiles::beside),
        }
    }

    /// A TOML draft in memory, for which no file could be found.
    pub fn in_memory(name: &str, text: &str) -> Self {
        let file = SourceFile::new(name, text);
        let parsed = parse(&file, Format::Toml);
        Self {
            file,
            parsed,
            format: Format::Toml,
            path: None,
            files: None,
        }
    }

    /// The draft, some of its values given by options.
    pub fn reading(&self, given: &Overrides) -> Reading {
        read_parsed(&self.parsed, given)
    }

    /// The files beside it, where it lies anywhere. Each is looked at once, however many rulesets
    /// the draft is held against.
    pub fn files(&self) -> Option<&dyn Files> {
        self.files.as_ref().map(|files| files as &dyn Files)
    }

    /// What comes of a reading of this file.
    pub fn report(&self, reading: &Reading, against: Against<'_>) -> DraftReport {
        self.reported(reading, against, false)
    }

    /// The same with all rules that were applied.
    pub fn report_with_rules(&self, reading: &Reading, against: Against<'_>) -> DraftReport {
        self.reported(reading, against, true)
    }

    fn reported(&self, reading: &Reading, against: Against<'_>, rules: bool) -> DraftReport {
        let draft = &reading.draft;
        let as_of = submitted_on(draft, against.as_of);
        let facts = Facts::new(draft, as_of, &against.ruleset.calendar)
            .looking_at(self.files())
            .asking(against.ruleset);
        let has_province = crate::casebook::choice_of(draft).province.is_some();
        let plan = Key::of(&facts)
            .filter(|_| has_province)
            .map(|key| Plan::new(against.ruleset, key));
        let evaluation = plan.as_ref().map(|plan| {
            let mut evaluation = evaluate(plan, &facts);
            if let Some(severities) = against.severities {
                evaluation.regrade(plan.ruleset, severities);
            }
            evaluation
        });
        let checked = Checked {
            source: &self.file.name,
            origin: Some(Origin {
                file: &self.file,
                root: &self.parsed.root,
                root_span: self.parsed.root_span,
            }),
            problems: &self.parsed.problems,
            faults: &reading.faults,
            facts: &facts,
            outcome: plan.as_ref().zip(evaluation.as_ref()),
            evidence: against.evidence,
        };
        let mut report = DraftReport::new(&checked, against.manner);
        if let Some(plan) = plan.as_ref().filter(|_| rules) {
            report.applied = applied(plan, against.manner.lang);
        }
        report
    }
}

/// The day of submission: an option, else the draft's, else today.
pub fn submitted_on(draft: &Draft<'_>, given: Option<NaiveDate>) -> NaiveDate {
    let stated = match draft.order.slot(OrderField::SubmitOn as usize) {
        Slot::Day(day) => Some(*day),
        _ => None,
    };
    given.or(stated).unwrap_or_else(clock::today)
}
