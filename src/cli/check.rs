//! `beian check`: drafts in, findings and the document checklist out, in one format or in several.

use std::path::{Path, PathBuf};

use super::args::{CheckArgs, Cli};
use super::baseline::Baseline;
use super::checker::Checker;
use super::evaluated::DraftText;
use super::option_values::FormatArg;
use super::output::{Failure, is_on_github, tell, text_style, write_result};
use super::request::{Request, plan};
use super::setup;
use crate::draft::{drafts, nothing_in};
use crate::render::{
    Base, annotations, code_quality, harmless, json, json_lines, junit, markdown, report_html,
    sarif, text,
};
use crate::report::{DraftReport, FailOn, Report};

/// Checks the drafts of a command line.
pub fn run(cli: &Cli, args: &CheckArgs) -> Result<u8, Failure> {
    let paths = inputs(&args.drafts)?;
    report_on(cli, args, &paths, |checker| {
        paths.iter().map(|path| checker.check(path)).collect()
    })
}

/// Checks a draft that could not be saved.
pub fn run_text(cli: &Cli, args: &CheckArgs, name: &str, text: &str) -> Result<u8, Failure> {
    report_on(cli, args, &[], |checker| {
        let text = DraftText::in_memory(name, text);
        Ok(vec![checker.check_text(&text)?])
    })
}

fn report_on(
    cli: &Cli,
    args: &CheckArgs,
    paths: &[PathBuf],
    drafts: impl FnOnce(&mut Checker<'_>) -> Result<Vec<DraftReport>, Failure>,
) -> Result<u8, Failure> {
    let requests = plan(&args.formats, args.output.as_deref(), paths)?;
    let mut baseline = match &args.baseline {
        Some(path) => Some(Baseline::read(path, args.write_baseline)?),
        None => None,
    };
    let asked = |formats: &[FormatArg]| {
        let mut asked = requests.iter().map(|request| request.format);
        asked.any(|format| formats.contains(&format))
    };
    let library = setup::library(cli, None)?;
    let quote = asked(&[FormatArg::Text]);
    let list_rules = asked(&[FormatArg::Sarif, FormatArg::Junit]);
    let mut checker = Checker::new(&library, &args.how, &cli.settings, cli.lang.into(), quote)?
        .listing_rules(list_rules);
    let mut drafts = drafts(&mut checker)?;
    if let Some(baseline) = &mut baseline {
        if args.write_baseline {
            baseline.write(&drafts)?;
        }
        baseline.set_aside(&mut drafts, cli.lang.into());
    }
    checker.tell_unknown_severities();
    let report = checker.report(drafts)?;
    let fail_on = FailOn::from(args.fail_on);
    let status = fail_on.status(&report);
    let mut failed = None;
    let look = Look {
        fail_on,
        quiet: args.quiet,
        verbose: args.verbose,
    };
    for request in &requests {
        let written = written(cli, look, &report, request);
        // Where one file cannot be written the others still can; the first failure is told last.
        if let Err(failure) = write_result(&written, request.file.as_deref()) {
            match (&failed, failure) {
                (Some(_), Failure::Told(message)) => tell(message.get(cli.lang.into())),
                // Whoever has read enough changes nothing about what came out.
                (_, Failure::ClosedPipe) => {}
                (None, failure) => failed = Some(failure),
            }
        }
    }
    // The program ends here; taking the rules apart piece by piece would only delay it.
    std::mem::forget(checker);
    failed.map_or(Ok(status), Err)
}

/// How a report is to look.
#[derive(Clone, Copy)]
pub struct Look {
    /// From what on the run fails.
    pub fail_on: FailOn,
    /// Whether only errors are told.
    pub quiet: bool,
    /// Whether everything is told.
    pub verbose: bool,
}

/// The drafts of a command line, directories searched.
fn inputs(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for path in given {
        let found = drafts(path);
        if found.is_empty() {
            return Err(nothing_in(path).into());
        }
        // A directory and a file in it may both be given.
        for path in found {
            if path.as_os_str() == "-" || !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    Ok(paths)
}

/// The report in a format.
pub fn written(cli: &Cli, look: Look, report: &Report, request: &Request) -> String {
    let fail_on = look.fail_on;
    match request.format {
        FormatArg::Json => json(report),
        FormatArg::Jsonl => json_lines(report),
        FormatArg::Sarif => sarif(report, fail_on, &base(None)),
        FormatArg::Junit => junit(report, fail_on),
        FormatArg::Github => annotations(report, fail_on, &base(Some("GITHUB_WORKSPACE"))),
        FormatArg::Gitlab => code_quality(report, fail_on, &base(Some("CI_PROJECT_DIR"))),
        FormatArg::Markdown => markdown(report),
        FormatArg::Html => report_html(report),
        FormatArg::Text => {
            let file = request.file.as_deref();
            let style = text_style(cli.color, file, look.quiet, look.verbose);
            let text = text(report, style);
            if request.file.is_some() || !is_on_github() {
                return text;
            }
            let annotations = annotations(report, fail_on, &base(Some("GITHUB_WORKSPACE")));
            format!("{}{annotations}", harmless(&text))
        }
    }
}

/// What paths are told relative to: the root of the repository where the environment names it and
/// the current directory lies in it, else the current directory.
fn base(root: Option<&str>) -> Base {
    let here = std::env::current_dir().unwrap_or_default();
    let root = root
        .and_then(std::env::var_os)
        .map(PathBuf::from)
        .filter(|root| root.is_absolute() && here.starts_with(root));
    Base::new(&here, root.as_deref().unwrap_or(Path::new(&here)))
}
