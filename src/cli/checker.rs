//! Drafts checked by the rules of their province and provider: what `check` and `checklist` share.

use std::collections::HashMap;
use std::path::Path;

use chrono::NaiveDate;

use super::args::HowArgs;
use super::files::DraftFiles;
use super::output::Failure;
use super::{clock, setup};
use crate::casebook::choice_of;
use crate::draft::{Draft, Overrides, Slot, read_parsed};
use crate::evaluate::{Key, Plan, evaluate};
use crate::facts::{Facts, Files};
use crate::fields::OrderField;
use crate::report::{Checked, DraftReport, Manner, Origin, Report, RulesetInfo};
use crate::ruleset::{Choice, Library, Ruleset};
use crate::source::{Format, MAX_BYTES, SourceFile, parse, read_path, read_stdin};
use crate::text::Lang;

/// What drafts are checked with.
pub struct Checker<'c> {
    given: Overrides,
    library: &'c Library,
    rulesets: HashMap<Choice, Ruleset>,
    how: &'c HowArgs,
    lang: Lang,
    /// Whether the lines are kept that findings point at.
    quote: bool,
}

impl<'c> Checker<'c> {
    /// What checks drafts as a command line says.
    pub fn new(
        library: &'c Library,
        how: &'c HowArgs,
        lang: Lang,
        quote: bool,
    ) -> Result<Self, Failure> {
        Ok(Self {
            given: Overrides {
                province: setup::province(how.province.as_deref())?,
                provider: how.provider,
                filing: how.filing,
            },
            library,
            rulesets: HashMap::new(),
            how,
            lang,
            quote,
        })
    }

    /// The report of the draft of a path; `-` is standard input.
    pub fn check(&mut self, path: &Path) -> Result<DraftReport, Failure> {
        let name = path.display().to_string();
        let read = if name == "-" {
            read_stdin("-", MAX_BYTES)
        } else {
            read_path(path, MAX_BYTES)
        };
        match read {
            Ok(file) => {
                let format = Format::of_path(path).unwrap_or_else(|| Format::sniff(&file.text));
                self.check_file(&file, format, (name != "-").then_some(path))
            }
            Err(error) => Ok(DraftReport::unread(&name, &error, self.lang)),
        }
    }

    fn check_file(
        &mut self,
        file: &SourceFile,
        format: Format,
        path: Option<&Path>,
    ) -> Result<DraftReport, Failure> {
        let parsed = parse(file, format);
        let reading = read_parsed(&parsed, &self.given);
        let draft = &reading.draft;
        let choice = choice_of(draft);
        let library = self.library;
        let as_of = self.as_of(draft);
        let ruleset = match self.rulesets.entry(choice) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(setup::ruleset(library, choice, self.lang)?)
            }
        };
        let files = path.map(DraftFiles::beside);
        let files = files.as_ref().map(|files| files as &dyn Files);
        let facts = Facts::new(draft, as_of, &ruleset.calendar).looking_at(files);
        let plan = Key::of(&facts)
            .filter(|_| choice.province.is_some())
            .map(|key| Plan::new(ruleset, key));
        let evaluation = plan.as_ref().map(|plan| evaluate(plan, &facts));
        let checked = Checked {
            source: &file.name,
            origin: Some(Origin {
                file,
                root: &parsed.root,
                root_span: parsed.root_span,
            }),
            problems: &parsed.problems,
            faults: &reading.faults,
            facts: &facts,
            outcome: plan.as_ref().zip(evaluation.as_ref()),
            evidence: library,
        };
        let manner = Manner {
            lang: self.lang,
            unmask: self.how.unmask,
            quote: self.quote,
        };
        Ok(DraftReport::new(&checked, manner))
    }

    /// The day of submission: the option, else the draft's, else today.
    fn as_of(&self, draft: &Draft<'_>) -> NaiveDate {
        let stated = match draft.order.slot(OrderField::SubmitOn as usize) {
            Slot::Day(day) => Some(*day),
            _ => None,
        };
        self.how.as_of.or(stated).unwrap_or_else(clock::today)
    }

    /// The report of a run.
    pub fn report(&self, drafts: Vec<DraftReport>) -> Result<Report, Failure> {
        let national = Choice {
            province: None,
            provider: None,
        };
        let (version, as_of) = match self.rulesets.values().next() {
            Some(ruleset) => (ruleset.version.clone(), ruleset.as_of.clone()),
            None => {
                let ruleset = setup::ruleset(self.library, national, self.lang)?;
                (ruleset.version, ruleset.as_of)
            }
        };
        let ruleset = RulesetInfo {
            version,
            digest: self.library.digest(),
            as_of,
        };
        let day = self.how.as_of.unwrap_or_else(clock::today);
        Ok(Report::new(ruleset, day.to_string(), drafts))
    }
}
