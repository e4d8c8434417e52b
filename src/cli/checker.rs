//! Drafts checked by the rules of their province and provider: what `check` and `checklist` share.

use std::collections::HashMap;
use std::path::Path;

use super::args::HowArgs;
use super::evaluated::{Against, DraftText};
use super::output::Failure;
use super::{clock, setup};
use crate::casebook::choice_of;
use crate::draft::Overrides;
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
    /// Whether reports list all rules that were applied.
    list_rules: bool,
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
            list_rules: false,
        })
    }

    /// The same, listing all rules that were applied.
    pub fn listing_rules(mut self, list_rules: bool) -> Self {
        self.list_rules = list_rules;
        self
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
        let against = Against {
            ruleset,
            evidence: library,
            as_of: self.how.as_of,
            manner,
        };
        Ok(match self.list_rules {
            true => text.report_with_rules(&reading, against),
            false => text.report(&reading, against),
        })
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
