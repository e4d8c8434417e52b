//! `beian rules compare`: what differs between provinces, and what a draft faces in each.

use std::path::Path;

use super::args::Cli;
use super::evaluated::{Against, DraftText, submitted_on};
use super::option_values::ProseFormatArg;
use super::output::{Failure, tell, width, write_result};
use super::rules_args::CompareArgs;
use super::targets::spare;
use super::{clock, setup};
use crate::casebook::choice_of;
use crate::compare::{Comparison, Extent, Heading, Manner};
use crate::draft::Overrides;
use crate::explain::{Atlas, Sheet, near};
use crate::fields::choices::{FILING_KINDS, SUBJECT_KINDS};
use crate::identifiers::division;
use crate::render::{Markup, comparison_text, pretty};
use crate::report::DraftReport;
use crate::ruleset::{Choice, Library, SiteCheck};
use crate::text::{Lang, Text};

/// Compares the provinces of a command line.
pub fn run(cli: &Cli, args: &CompareArgs) -> Result<u8, Failure> {
    if let Some(draft) = &args.draft {
        spare(&[args.output.as_deref()], &[draft])?;
    }
    let lang: Lang = cli.lang.into();
    let library = setup::library(cli, None)?;
    let provinces = provinces(args)?;
    let text = match &args.draft {
        Some(path) => Some(read(path)?),
        None => None,
    };
    let own = text.as_ref().map(|text| {
        let reading = text.reading(&Overrides::default());
        let day = submitted_on(&reading.draft, args.as_of);
        (choice_of(&reading.draft), day)
    });
    let day = own.map_or_else(|| args.as_of.unwrap_or_else(clock::today), |(_, day)| day);
    let provider = args
        .provider
        .or(own.and_then(|(choice, _)| choice.provider));
    let mut sheets = Vec::new();
    for province in &provinces {
        let choice = Choice {
            province: Some(*province),
            provider,
        };
        let ruleset = setup::ruleset(&library, choice, lang)?;
        sheets.push(Sheet { choice, ruleset });
    }
    let reports = text
        .as_ref()
        .map(|text| reports(&library, text, &sheets, args, lang));
    for sheet in &mut sheets {
        sheet.ruleset = std::mem::take(&mut sheet.ruleset).on(day);
    }
    let sides: Vec<&Sheet> = sheets.iter().collect();
    let heading = Heading {
        day,
        filing: id_of(FILING_KINDS, args.filing),
        subject: id_of(SUBJECT_KINDS, args.subject),
    };
    let mut comparison = Comparison::new(&library, &sides, heading, lang);
    if args.draft.is_none() || args.rule.is_some() {
        let manner = Manner {
            extent: Extent::of(args.filing, args.subject),
            lang,
            guidance: args.guidance,
            only: args.rule.as_deref(),
            but: &[],
        };
        if !comparison.rules(&sides, &manner) {
            return Err(unknown(&library, args.rule.as_deref(), lang)?);
        }
    }
    let mut status = 0;
    if let Some(reports) = &reports {
        let own = own
            .and_then(|(choice, _)| choice.province)
            .and_then(division);
        let own = own.map(|division| match lang {
            Lang::Zh => division.short.to_owned(),
            Lang::En => division.en.to_owned(),
        });
        comparison.draft(reports, own, lang);
        status = told_errors(reports);
    }
    let width = width(args.output.as_deref());
    let text = match args.format {
        ProseFormatArg::Json => pretty(&comparison),
        ProseFormatArg::Text => comparison_text(&comparison, Markup::Text { width }, lang),
        ProseFormatArg::Markdown => comparison_text(&comparison, Markup::Markdown, lang),
    };
    write_result(&text, args.output.as_deref())?;
    Ok(status)
}

/// The provinces that are asked for, each once.
fn provinces(args: &CompareArgs) -> Result<Vec<u32>, Failure> {
    if args.all {
        if args.rule.is_none() && args.draft.is_none() {
            return Err(Failure::Told(Text::fixed(
                "--all 要同时给出 --rule 规则 或 --draft 草稿：所有省份的全部规则放在一起读不了",
                "--all needs --rule RULE or --draft DRAFT: all rules of all provinces side by side cannot be read",
            )));
        }
        let choices = Library::choices();
        return Ok(choices
            .iter()
            .filter_map(|choice| choice.province)
            .collect());
    }
    let mut found: Vec<u32> = Vec::new();
    for name in &args.provinces {
        if let Some(code) = setup::province(Some(name))? {
            if found.contains(&code) {
                return Err(Failure::Told(Text::new(
                    format!("“{name}”写了两次"),
                    format!("“{name}” is given twice"),
                )));
            }
            found.push(code);
        }
    }
    if found.len() < 2 {
        return Err(Failure::Told(Text::fixed(
            "至少写两个省份，如 beian rules compare 上海 江苏；只看一个省用 beian rules show",
            "give two provinces at least, such as beian rules compare 上海 江苏; beian rules show shows one",
        )));
    }
    Ok(found)
}

fn read(path: &Path) -> Result<DraftText, Failure> {
    DraftText::read(path).map_err(|error| Failure::Told(error.text()))
}

/// What comes of the draft in each province.
fn reports(
    library: &Library,
    text: &DraftText,
    sheets: &[Sheet],
    args: &CompareArgs,
    lang: Lang,
) -> Vec<DraftReport> {
    sheets
        .iter()
        .map(|sheet| {
            let given = Overrides {
                province: sheet.choice.province,
                provider: args.provider,
                filing: args.filing,
                ..Overrides::default()
            };
            let against = Against {
                ruleset: &sheet.ruleset,
                evidence: library,
                as_of: args.as_of,
                severities: None,
                manner: crate::report::Manner {
                    lang,
                    unmask: args.unmask,
                    quote: false,
                },
            };
            text.report(&text.reading(&given), against)
        })
        .collect()
}

/// Tells why a draft could not be read whole; gives the exit status.
fn told_errors(reports: &[DraftReport]) -> u8 {
    let Some(report) = reports.first() else {
        return 0;
    };
    for error in &report.errors {
        let place = match (error.line, error.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column} ", report.source),
            _ => String::new(),
        };
        tell(&format!("{place}{}", error.message));
    }
    if report.errors.is_empty() { 0 } else { 2 }
}

fn id_of(choices: crate::fields::Choices, index: Option<u8>) -> Option<&'static str> {
    let choice = choices.get(usize::from(index?))?;
    Some(choice.id)
}

/// That no rule is called so here, with the nearest ids.
fn unknown(library: &Library, id: Option<&str>, lang: Lang) -> Result<Failure, Failure> {
    let everywhere = Choice::NATIONAL;
    let id = id.unwrap_or_default();
    let atlas: Atlas = setup::atlas(library, everywhere, lang)?;
    if !atlas.rule(id).is_empty() {
        return Ok(Failure::Told(Text::new(
            format!(
                "这些省份没有规则 {id}，或不管所选的备案和主体；beian explain {id} 说明它在哪里适用"
            ),
            format!(
                "none of these provinces has the rule `{id}` for such filings; beian explain {id} tells where it holds"
            ),
        )));
    }
    let what = Text::fixed("规则", "rule");
    let mut ids = atlas.rule_ids();
    ids.extend(SiteCheck::ALL.iter().map(|check| check.id()));
    Ok(setup::unknown_id(&what, id, &near(id, &ids)))
}
