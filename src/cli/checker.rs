//! Drafts checked by the rules of their province and provider: what `check` and `checklist` share.

use std::collections::HashMap;
use std::path::Path;

use super::args::HowArgs;
use super::evaluated::{Against, DraftText};
use super::output::Failure;
use super::{clock, setup};
use crate::casebook::choice_of;
use crate::draft::{Overrides, Reading};
use crate::report::{DraftReport, Manner, Report, RulesetInfo};
use crate::ruleset::{Choice, Library, Ruleset};
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

/// A draft that was read, with the rules that hold for it.
pub struct Dossier {
    /// Its file.
    pub text: DraftText,
    /// What was read.
    pub reading: Reading,
    /// The rules.
    pub ruleset: Ruleset,
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
        match DraftText::read(path) {
            Ok(text) => self.check_text(&text),
            Err(error) => Ok(DraftReport::unread(
                &path.display().to_string(),
                &error,
                self.lang,
            )),
        }
    }

    fn check_text(&mut self, text: &DraftText) -> Result<DraftReport, Failure> {
        let reading = text.reading(&self.given);
        let choice = choice_of(&reading.draft);
        let library = self.library;
        let ruleset = match self.rulesets.entry(choice) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(setup::ruleset(library, choice, self.lang)?)
            }
        };
        let manner = Manner {
            lang: self.lang,
            unmask: self.how.unmask,
            quote: self.quote,
        };
        Ok(text.report(
            &reading,
            Against {
                ruleset,
                evidence: library,
                as_of: self.how.as_of,
                manner,
            },
        ))
    }

    /// A draft with its rules, or why its file cannot be read.
    pub fn open(&self, path: &Path) -> Result<Result<Dossier, DraftReport>, Failure> {
        let text = match DraftText::read(path) {
            Ok(text) => text,
            Err(error) => {
                let name = path.display().to_string();
                return Ok(Err(DraftReport::unread(&name, &error, self.lang)));
            }
        };
        let reading = text.reading(&self.given);
        let choice = choice_of(&reading.draft);
        let ruleset = setup::ruleset(self.library, choice, self.lang)?;
        Ok(Ok(Dossier {
            text,
            reading,
            ruleset,
        }))
    }

    /// The layers of rules, where sources are looked up too.
    pub fn library(&self) -> &'c Library {
        self.library
    }

    /// How reports are made.
    pub fn manner(&self) -> Manner {
        Manner {
            lang: self.lang,
            unmask: self.how.unmask,
            quote: self.quote,
        }
    }

    /// What identifies the rules.
    pub fn info(&self, ruleset: &Ruleset) -> RulesetInfo {
        RulesetInfo {
            version: ruleset.version.clone(),
            digest: self.library.digest(),
            as_of: ruleset.as_of.clone(),
        }
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
