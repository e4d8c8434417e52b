//! `beian rules list` and `beian rules show`: the rules as a list, and as they are in one province.

use super::args::Cli;
use super::option_values::PlainFormatArg;
use super::output::{Failure, width, write_result};
use super::rules_args::{ListArgs, ShowArgs};
use super::{clock, setup};
use crate::explain::{Filter, Sheet, Sources, catalogue, merged};
use crate::render::{catalogue_text, merged_text, pretty};
use crate::ruleset::Choice;
use crate::text::Lang;

/// Lists the rules.
pub fn list(cli: &Cli, args: &ListArgs) -> Result<u8, Failure> {
    let lang: Lang = cli.lang.into();
    let library = setup::library(cli, None)?;
    let within = Choice {
        province: setup::province(args.province.as_deref())?,
        provider: args.provider,
    };
    let atlas = setup::atlas(&library, within, lang)?;
    let as_of = atlas.national().map_or("", |ruleset| &ruleset.as_of);
    let sources = Sources::new(&library, as_of, lang);
    let filter = Filter {
        subject: args.subject,
        filing: args.filing,
        severity: args.severity.map(Into::into),
        confidence: args.confidence.map(|confidence| confidence.id()),
        stale: args
            .stale
            .map(|months| (args.as_of.unwrap_or_else(clock::today), months)),
    };
    let listed = catalogue(&atlas, &sources, &filter, lang);
    let width = width(args.output.as_deref());
    let text = match args.format {
        PlainFormatArg::Json => pretty(&listed),
        PlainFormatArg::Text => {
            let sets = filter.asks_for_evidence()
                || within.province.is_some()
                || within.provider.is_some();
            catalogue_text(&listed, sets, lang, width)
        }
    };
    write_result(&text, args.output.as_deref())?;
    Ok(0)
}

/// Shows the merged ruleset of a province and a provider.
pub fn show(cli: &Cli, args: &ShowArgs) -> Result<u8, Failure> {
    let lang: Lang = cli.lang.into();
    let library = setup::library(cli, None)?;
    let choice = Choice {
        province: setup::province(args.province.as_deref())?,
        provider: args.provider,
    };
    let sheet = Sheet {
        choice,
        ruleset: setup::ruleset(&library, choice, lang)?,
    };
    let shown = merged(&sheet, lang);
    let width = width(args.output.as_deref());
    let text = match args.format {
        PlainFormatArg::Json => pretty(&shown),
        PlainFormatArg::Text => merged_text(&shown, lang, width),
    };
    write_result(&text, args.output.as_deref())?;
    Ok(0)
}
