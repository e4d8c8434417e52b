//! `beian check`: drafts in, findings and the document checklist out.

use std::collections::HashMap;
use std::path::Path;

use super::args::{CheckArgs, Cli, FormatArg};
use super::evaluated::{Against, DraftText};
use super::output::{Failure, style, write_result};
use super::{clock, setup};
use crate::casebook::choice_of;
use crate::draft::Overrides;
use crate::render::{Detail, Style, json, text};
use crate::report::{DraftReport, FailOn, Manner, Report, RulesetInfo};
use crate::ruleset::{Choice, Library, Ruleset};
use crate::text::Lang;

/// Checks the drafts of a command line.
pub fn run(cli: &Cli, args: &CheckArgs) -> Result<u8, Failure> {
    report_on(cli, args, |checker| {
        let mut drafts = Vec::new();
        for path in &args.drafts {
            drafts.push(checker.check(path)?);
        }
        Ok(drafts)
    })
}

/// Checks a draft that no file could be found for.
pub fn run_text(cli: &Cli, args: &CheckArgs, name: &str, text: &str) -> Result<u8, Failure> {
    report_on(cli, args, |checker| {
        let text = DraftText::in_memory(name, text);
        Ok(vec![checker.check_text(&text)?])
    })
}

fn report_on(
    cli: &Cli,
    args: &CheckArgs,
    drafts: impl FnOnce(&mut Checker<'_>) -> Result<Vec<DraftReport>, Failure>,
) -> Result<u8, Failure> {
    let lang: Lang = cli.lang.into();
    let library = setup::library(cli, None)?;
    let mut checker = Checker {
        given: Overrides {
            province: setup::province(args.province.as_deref())?,
            provider: args.provider,
            filing: args.filing,
        },
        library: &library,
        rulesets: HashMap::new(),
        lang,
        args,
    };
    let drafts = drafts(&mut checker)?;
    let report = checker.report(drafts)?;
    let status = FailOn::from(args.fail_on).status(&report);
    let (color, width) = style(cli.color, args.output.as_deref());
    let written = match args.format {
        FormatArg::Json => json(&report),
        FormatArg::Text => text(
            &report,
            Style {
                color,
                width,
                detail: match (args.quiet, args.verbose) {
                    (true, _) => Detail::Quiet,
                    (_, true) => Detail::Verbose,
                    _ => Detail::Normal,
                },
            },
        ),
    };
    write_result(&written, args.output.as_deref())?;
    // The program ends here; taking the rules apart piece by piece would only delay it.
    std::mem::forget(checker);
    Ok(status)
}

/// What drafts are checked with.
struct Checker<'c> {
    given: Overrides,
    library: &'c Library,
    rulesets: HashMap<Choice, Ruleset>,
    lang: Lang,
    args: &'c CheckArgs,
}

impl Checker<'_> {
    fn check(&mut self, path: &Path) -> Result<DraftReport, Failure> {
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
            unmask: self.args.unmask,
            quote: self.args.format == FormatArg::Text,
        };
        Ok(text.report(
            &reading,
            Against {
                ruleset,
                evidence: library,
                as_of: self.args.as_of,
                manner,
            },
        ))
    }

    fn report(&self, drafts: Vec<DraftReport>) -> Result<Report, Failure> {
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
        let day = self.args.as_of.unwrap_or_else(clock::today);
        Ok(Report::new(ruleset, day.to_string(), drafts))
    }
}
