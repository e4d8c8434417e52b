//! `beian plan`: the steps of a filing with their days, and the days on which it can be submitted.

use std::path::Path;

use chrono::NaiveDate;

use super::args::Cli;
use super::checker::{Checker, Dossier};
use super::draft_args::{PlanArgs, PlanFormatArg};
use super::evaluated::{Against, submitted_on};
use super::output::{Failure, is_standard_output, tell, text_style, write_bytes};
use super::setup;
use super::targets::{refuse_foreign, spare};
use crate::draft::Draft;
use crate::facts::{Element, Fact, Facts};
use crate::fields::{DomainField, FactItem, FactRef, Mount, Scope};
use crate::plan::{Outlook, Timeline, courses};
use crate::render::{Style, plan_html, plan_ics, plan_markdown, plan_text, pretty, text_of_draft};
use crate::report::{DraftReport, FailOn, Masker, PlanReport, Planning, Report};
use crate::text::Text;

/// Writes the plan of a draft. Of one that cannot be read there is none: why, goes to standard
/// error, and nothing is written but JSON, which says so itself.
pub fn run(cli: &Cli, args: &PlanArgs) -> Result<u8, Failure> {
    let output = args.output.as_deref();
    let format = args
        .format
        .or_else(|| output.and_then(by_ending))
        .unwrap_or(PlanFormatArg::Text);
    spare(&[output, args.ics.as_deref()], &[&args.draft])?;
    if args.format.is_none() {
        refuse_foreign(output)?;
    }
    let calendar = args.ics.as_deref();
    let both = match calendar.is_some_and(is_standard_output) {
        true => output.is_none(),
        false => calendar.is_some() && calendar == output,
    };
    if both {
        return Err(Failure::Told(Text::fixed(
            "--ics 和 -o 写的是同一个文件；只要日历就写 -o 文件名.ics",
            "--ics and -o name the same file; for the calendar alone write -o NAME.ics",
        )));
    }
    let library = setup::library(cli, None)?;
    let checker = Checker::new(&library, &args.how, &cli.settings, cli.lang.into(), true)?;
    let plan = match checker.open(&args.draft)? {
        Ok(dossier) => {
            checker.tell_severities_unknown_in(&[&dossier.ruleset]);
            planned(&checker, &dossier, args)?
        }
        Err(unread) => {
            let report = checker.report(vec![unread])?;
            let ruleset = report.ruleset.clone();
            let mut drafts = report.drafts.into_iter();
            let Some(draft) = drafts.next() else {
                return Ok(2);
            };
            PlanReport::unplanned(draft, ruleset)
        }
    };
    let style = text_style(cli.color, output, args.quiet, args.verbose);
    let fail_on = args.fail_on.map_or(FailOn::Never, FailOn::from);
    let report = Report::new(
        plan.ruleset.clone(),
        plan.as_of.clone().unwrap_or_default(),
        vec![plan.draft.clone()],
    );
    let status = fail_on.status(&report);
    if plan.submission.is_none() {
        if format == PlanFormatArg::Json {
            write_bytes(pretty(&plan).as_bytes(), output)?;
        } else {
            let style = Style {
                color: false,
                ..style
            };
            tell(&text_of_draft(&plan.draft, &plan.ruleset, style));
        }
        return Ok(status);
    }
    let text = match format {
        PlanFormatArg::Text => plan_text(&plan, style),
        PlanFormatArg::Markdown => plan_markdown(&plan),
        PlanFormatArg::Html => plan_html(&plan),
        PlanFormatArg::Ics => plan_ics(&plan),
        PlanFormatArg::Json => pretty(&plan),
    };
    if let Some(path) = &args.ics {
        write_bytes(plan_ics(&plan).as_bytes(), Some(path))?;
    }
    write_bytes(text.as_bytes(), output)?;
    std::mem::forget(checker);
    Ok(status)
}

/// The plan of a draft that could be read.
fn planned(
    checker: &Checker<'_>,
    dossier: &Dossier,
    args: &PlanArgs,
) -> Result<PlanReport, Failure> {
    let Dossier {
        text,
        reading,
        ruleset,
    } = dossier;
    let draft = &reading.draft;
    let as_of = submitted_on(draft, args.how.as_of);
    let on = |day: NaiveDate| -> DraftReport {
        text.report(
            reading,
            Against {
                ruleset,
                evidence: checker.library(),
                as_of: Some(day),
                severities: Some(checker.severities()),
                manner: checker.manner(),
            },
        )
    };
    let info = checker.info(ruleset);
    let today = on(as_of);
    let outlook = match today.errors.is_empty() {
        true => {
            let severities = checker.severities();
            Outlook::new(ruleset, draft, text.files(), severities, as_of)
        }
        false => None,
    };
    let Some(outlook) = outlook else {
        return Ok(PlanReport::unplanned(today, info));
    };
    let first = |day: Option<&crate::plan::Edge>| day.map(|edge| edge.day);
    // It is submitted on the day asked for, or once no date keeps it back.
    let submit = first(outlook.possible.first.as_ref()).unwrap_or(as_of);
    let facts = Facts::new(draft, submit, &ruleset.calendar)
        .looking_at(text.files())
        .asking(ruleset);
    let passes = |id: &str| {
        let rule = ruleset.rules.iter().position(|rule| rule.id == id)?;
        outlook.passes(rule)
    };
    let courses = courses(ruleset, &facts, None);
    let timeline = Timeline::new(courses, &ruleset.calendar, as_of, submit, &passes);
    let planning = Planning {
        ruleset,
        facts: &facts,
        outlook: &outlook,
        timeline: &timeline,
        evidence: checker.library(),
        on: &on,
        masker: Masker {
            unmask: args.how.unmask,
        },
        key: key(draft, &facts, &args.draft),
    };
    Ok(PlanReport::new(&planning, info))
}

/// What tells a draft's calendar entries from another's: its id, else its first domain, else the
/// name of its file. Nothing of a person is in it.
fn key(draft: &Draft<'_>, facts: &Facts<'_>, path: &Path) -> String {
    if let Some(id) = &draft.id {
        return format!("id:{id}");
    }
    let (domains, _) = facts.elements(Scope::Domain, Element::Order);
    let name = FactRef {
        mount: Mount::Domain,
        item: FactItem::Field(DomainField::Name as u16),
    };
    let first = domains.first().map(|element| facts.get(name, *element));
    match first {
        Some(Fact::Text(name)) => format!("domain:{}", name.to_lowercase()),
        _ => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            format!("file:{name}")
        }
    }
}

/// The format that a file's name asks for.
fn by_ending(path: &Path) -> Option<PlanFormatArg> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match ending.as_str() {
        "md" | "markdown" => PlanFormatArg::Markdown,
        "html" | "htm" => PlanFormatArg::Html,
        "ics" => PlanFormatArg::Ics,
        "json" => PlanFormatArg::Json,
        _ => return None,
    })
}
