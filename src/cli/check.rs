//! `beian check`: drafts in, findings and the document checklist out.

use std::collections::HashMap;
use std::path::Path;

use chrono::NaiveDate;

use super::args::{CheckArgs, Cli, FormatArg};
use super::files::DraftFiles;
use super::output::{Failure, style, write_result};
use super::{clock, setup};
use crate::casebook::choice_of;
use crate::draft::{Draft, Overrides, Slot, read_parsed};
use crate::evaluate::{Key, Plan, evaluate};
use crate::facts::{Facts, Files};
use crate::fields::OrderField;
use crate::render::{Detail, Style, json, text};
use crate::report::{Checked, DraftReport, FailOn, Manner, Origin, Report, RulesetInfo};
use crate::ruleset::{Choice, Library, Ruleset};
use crate::source::{Format, MAX_BYTES, SourceFile, parse, read_path, read_stdin};
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
        let file = SourceFile::new(name, text);
        Ok(vec![checker.check_file(&file, Format::Toml, None)?])
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
            unmask: self.args.unmask,
            quote: self.args.format == FormatArg::Text,
        };
        Ok(DraftReport::new(&checked, manner))
    }

    /// The day of submission: the option, else the draft's, else today.
    fn as_of(&self, draft: &Draft<'_>) -> NaiveDate {
        let stated = match draft.order.slot(OrderField::SubmitOn as usize) {
            Slot::Day(day) => Some(*day),
            _ => None,
        };
        self.args.as_of.or(stated).unwrap_or_else(clock::today)
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
