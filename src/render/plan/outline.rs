//! A plan as headings and entries: as Markdown, and what the text has around its chart.

use super::words::{codes, head, phase, submission, takes, through, when, years};
use crate::render::checklist::words::{age, what};
use crate::render::outline::{Markup, Outline};
use crate::report::{PlanReport, StepReport};
use crate::ruleset::Phase;
use crate::text::Lang;

/// So many sources are named with a step.
const SOURCES: usize = 2;

/// The plan of a draft as Markdown.
pub fn plan_markdown(plan: &PlanReport) -> String {
    let mut outline = Outline::new(plan.lang);
    opening(plan, &mut outline);
    for part in Phase::ALL {
        let steps: Vec<&StepReport> = plan.steps.iter().filter(|own| own.is_in(part)).collect();
        if steps.is_empty() {
            continue;
        }
        outline.heading(phase(part, plan.lang));
        let head = match plan.lang {
            Lang::Zh => ["步骤", "谁", "多久", "日子", "做什么"],
            Lang::En => ["Step", "Who", "How long", "Days", "What"],
        };
        let rows = steps.iter().map(|step| {
            vec![
                step.name.clone(),
                step.who_name.clone(),
                takes(step, plan.lang).unwrap_or_default(),
                when(step, plan.lang),
                [Some(step.text.clone()), codes(step, plan.lang)]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join("\n"),
            ]
        });
        outline.table(&head, rows.collect());
    }
    closing(plan, &mut outline);
    outline.write(Markup::Markdown)
}

/// The title, what to read first, and the days of submission.
pub fn opening(plan: &PlanReport, outline: &mut Outline) {
    let what = what(&plan.draft);
    outline.title(match plan.lang {
        Lang::Zh => format!("办理计划（{what}）"),
        Lang::En => format!("Plan ({what})"),
    });
    if !plan.warnings.is_empty() {
        outline.heading(outline.say("办之前先看", "Read this first"));
        for warning in &plan.warnings {
            outline.bullet(warning.clone());
        }
    }
    if let Some(own) = &plan.submission {
        outline.heading(outline.say("哪天提交", "When to submit"));
        for told in submission(plan, own) {
            outline.bullet(told.text);
            for reason in told.reasons {
                outline.item(1, reason);
            }
        }
        if let Some(text) = through(plan) {
            outline.bullet(text);
        }
    }
}

/// The steps one by one.
pub fn steps(plan: &PlanReport, is_verbose: bool, outline: &mut Outline) {
    for part in Phase::ALL {
        let mut is_first = true;
        for step in plan.steps.iter().filter(|step| step.is_in(part)) {
            if is_first {
                outline.heading(phase(part, plan.lang));
                is_first = false;
            }
            let colon = outline.say("：", ": ");
            let days = when(step, plan.lang);
            outline.item(0, format!("{}{colon}{days}", head(step, plan.lang)));
            outline.item(1, step.text.clone());
            if let Some(text) = codes(step, plan.lang) {
                outline.item(1, text);
            }
            if is_verbose {
                let label = outline.say("依据：", "source: ");
                let sources: Vec<&str> = step
                    .sources
                    .iter()
                    .take(SOURCES)
                    .map(String::as_str)
                    .collect();
                let facts = step.facts.join(" ");
                outline.item(1, format!("{label}{} · {facts}", sources.join(" · ")));
            }
        }
    }
}

/// What holds of the whole.
pub fn closing(plan: &PlanReport, outline: &mut Outline) {
    if let Some(text) = years(plan) {
        outline.note(text);
    }
    outline.note(age(&plan.draft, &plan.ruleset));
}
