//! The plan as a page that stands for itself: it needs no script and no other file.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::chart::{reach, share};
use super::words::{codes, head, phase, submission, through, when, years};
use crate::render::checklist::words::{age, what};
use crate::report::{PlanReport, StepReport};
use crate::ruleset::Phase;
use crate::source::escape_control;
use crate::text::Lang;

const STYLE: &str = include_str!("../checklist/page.css");
/// The bars of the steps.
const BARS: &str = "
.step { border-top: 1px solid var(--line); padding: .6rem 1rem; }
.step:first-child { border-top: 0; }
.step h3 { font-size: 1rem; margin: 0; }
.days { font-weight: 600; color: var(--mark); }
.bar { display: block; width: 100%; height: .6rem; margin: .3rem 0; }
.bar .ground { fill: var(--ground); stroke: var(--line); stroke-width: .1; }
.bar .span { fill: var(--mark); }
@media print { .step { break-inside: avoid; } }
";
/// Nothing may be loaded and nothing may run, whatever a text should hold.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'";

/// The plan of a draft as a page.
pub fn plan_html(plan: &PlanReport) -> String {
    let say = |zh: &'static str, en: &'static str| match plan.lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let title = say("办理计划", "Plan");
    let what = clean(&what(&plan.draft));
    html! {
        (DOCTYPE)
        html lang=(say("zh-CN", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                meta name="referrer" content="no-referrer";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) " · " (what) }
                style { (PreEscaped(STYLE)) (PreEscaped(BARS)) }
            }
            body {
                main {
                    h1 { (title) }
                    p { (what) }
                    @if let Some(id) = &plan.id { p.soft { (clean(id)) } }
                    @if !plan.warnings.is_empty() {
                        section.box.warn {
                            h2 { (say("办之前先看", "Read this first")) }
                            ul { @for line in &plan.warnings { li { (clean(line)) } } }
                        }
                    }
                    (days_of_submission(plan, say("哪天提交", "When to submit")))
                    @for part in Phase::ALL { (steps(plan, part)) }
                    @if let Some(text) = years(plan) { p.box.warn { (clean(&text)) } }
                    footer { (clean(&age(&plan.draft, &plan.ruleset))) }
                }
            }
        }
    }
    .into_string()
}

fn days_of_submission(plan: &PlanReport, title: &str) -> Markup {
    html! {
        @if let Some(own) = &plan.submission {
            section.box {
                h2 { (title) }
                ul {
                    @for told in submission(plan, own) {
                        li {
                            (clean(&told.text))
                            @if !told.reasons.is_empty() {
                                ul { @for reason in &told.reasons { li.soft { (clean(reason)) } } }
                            }
                        }
                    }
                    @if let Some(text) = through(plan) { li { (clean(&text)) } }
                }
            }
        }
    }
}

fn steps(plan: &PlanReport, part: Phase) -> Markup {
    let steps: Vec<&StepReport> = plan.steps.iter().filter(|own| own.is_in(part)).collect();
    html! {
        @if !steps.is_empty() {
            section {
                h2 { (phase(part, plan.lang)) }
                div.papers { @for step in steps { (one(plan, step)) } }
            }
        }
    }
}

fn one(plan: &PlanReport, step: &StepReport) -> Markup {
    html! {
        article.step {
            h3 { (clean(&head(step, plan.lang))) }
            p.days { (clean(&when(step, plan.lang))) }
            @if let Some((first, last)) = reach(plan) {
                @let (from, length, whole) = share(step, first, last);
                svg.bar viewBox=(format!("0 0 {whole} 1")) preserveAspectRatio="none" aria-hidden="true" {
                    rect.ground x="0" y="0" width=(whole) height="1" {}
                    rect.span x=(from) y="0" width=(length) height="1" {}
                }
            }
            p { (clean(&step.text)) }
            @if let Some(text) = codes(step, plan.lang) { p { (clean(&text)) } }
            @if !step.sources.is_empty() {
                p.soft { (clean(&step.sources.iter().take(2).cloned().collect::<Vec<_>>().join(" · "))) }
            }
        }
    }
}

fn clean(text: &str) -> String {
    escape_control(text).into_owned()
}
