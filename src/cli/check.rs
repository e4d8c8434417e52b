//! `beian check`: drafts in, findings and the document checklist out.

use super::args::{CheckArgs, Cli, FormatArg};
use super::checker::Checker;
use super::evaluated::DraftText;
use super::output::{Failure, style, write_result};
use super::setup;
use crate::render::{Detail, Style, json, text};
use crate::report::{DraftReport, FailOn};

/// Checks the drafts of a command line.
pub fn run(cli: &Cli, args: &CheckArgs) -> Result<u8, Failure> {
    report_on(cli, args, |checker| {
        let drafts = args.drafts.iter();
        drafts.map(|path| checker.check(path)).collect()
    })
}

/// Checks a draft that could not be saved.
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
    let library = setup::library(cli, None)?;
    let quote = args.format == FormatArg::Text;
    let mut checker = Checker::new(&library, &args.how, cli.lang.into(), quote)?;
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
