//! `beian checklist`: the documents that a draft needs, to be read, printed, ticked or filled in.

use std::io::IsTerminal;
use std::path::Path;

use super::args::Cli;
use super::checker::Checker;
use super::draft_args::{ChecklistArgs, ChecklistFormatArg};
use super::output::{Failure, tell, text_style, write_bytes};
use super::setup;
use super::targets::{refuse_foreign, spare};
use crate::evaluate::Verdict;
use crate::render::{
    Style, checklist_csv, checklist_html, checklist_markdown, checklist_text, checklist_xlsx, json,
    text_of_draft,
};
use crate::report::{FailOn, Report};
use crate::text::Text;

/// Writes the checklist of a draft. Of one that cannot be read there is none: why, goes to standard
/// error, and nothing is written but JSON, which says so itself.
pub fn run(cli: &Cli, args: &ChecklistArgs) -> Result<u8, Failure> {
    let output = args.output.as_deref();
    let format = args
        .format
        .or_else(|| output.and_then(by_ending))
        .unwrap_or(ChecklistFormatArg::Text);
    spare(&[output], &[&args.draft])?;
    if args.format.is_none() && format != ChecklistFormatArg::Xlsx {
        refuse_foreign(output)?;
    }
    if format == ChecklistFormatArg::Xlsx && output.is_none() && std::io::stdout().is_terminal() {
        return Err(Failure::Told(Text::fixed(
            "工作簿不能写到终端；用 -o 文件名.xlsx 写到文件",
            "a workbook cannot be written to the terminal; write it to a file with -o NAME.xlsx",
        )));
    }
    let library = setup::library(cli, None)?;
    let mut checker = Checker::new(&library, &args.how, &cli.settings, cli.lang.into(), true)?;
    let draft = checker.check(&args.draft)?;
    let report = checker.report(vec![draft])?;
    let style = text_style(cli.color, output, args.quiet, args.verbose);
    let status = match args.fail_on {
        Some(level) => FailOn::from(level),
        None => FailOn::Never,
    }
    .status(&report);
    match written(&report, format, style)? {
        Some(bytes) => write_bytes(&bytes, output)?,
        None => {
            for draft in &report.drafts {
                let told = text_of_draft(
                    draft,
                    &report.ruleset,
                    Style {
                        color: false,
                        ..style
                    },
                );
                tell(&told);
            }
        }
    }
    std::mem::forget(checker);
    Ok(status)
}

/// The checklist in a format; `None` where the draft is unreadable and the format cannot say so.
fn written(
    report: &Report,
    format: ChecklistFormatArg,
    style: Style,
) -> Result<Option<Vec<u8>>, Failure> {
    if format == ChecklistFormatArg::Json {
        return Ok(Some(json(report).into_bytes()));
    }
    let ruleset = &report.ruleset;
    let readable = report
        .drafts
        .iter()
        .find(|draft| draft.verdict != Verdict::Unreadable);
    let Some(draft) = readable else {
        return Ok(None);
    };
    let bytes = match format {
        ChecklistFormatArg::Text | ChecklistFormatArg::Json => {
            checklist_text(draft, ruleset, style).into_bytes()
        }
        ChecklistFormatArg::Markdown => checklist_markdown(draft, ruleset).into_bytes(),
        ChecklistFormatArg::Html => checklist_html(draft, ruleset).into_bytes(),
        ChecklistFormatArg::Csv => checklist_csv(draft).map_err(|error| refused(&error))?,
        ChecklistFormatArg::Xlsx => {
            checklist_xlsx(draft, ruleset).map_err(|error| refused(&error))?
        }
    };
    Ok(Some(bytes))
}

fn refused(error: &dyn std::error::Error) -> Failure {
    Failure::Told(Text::new(
        format!("写不出这种格式：{error}"),
        format!("this format could not be written: {error}"),
    ))
}

/// The format that a file's name asks for.
fn by_ending(path: &Path) -> Option<ChecklistFormatArg> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match ending.as_str() {
        "md" | "markdown" => ChecklistFormatArg::Markdown,
        "html" | "htm" => ChecklistFormatArg::Html,
        "csv" => ChecklistFormatArg::Csv,
        "xlsx" => ChecklistFormatArg::Xlsx,
        "json" => ChecklistFormatArg::Json,
        _ => return None,
    })
}
