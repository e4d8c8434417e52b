//! Running cases: each draft is evaluated like a user's, and what comes out is compared.

use std::collections::HashMap;

use super::open::Ready;
use super::outcome::{of_document, of_rule};
use super::read::{Case, Subject};
use super::step::of_step;
use crate::draft::{Draft, Slot};
use crate::evaluate::{Evaluation, Key, Plan, evaluate, form_of, owner_path};
use crate::fields::OrderField;
use crate::ruleset::{Choice, Form, Severity};
use crate::text::Text;

/// A case that came out otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Miss {
    /// The case, by its index in the book.
    pub case: usize,
    /// What came out instead.
    pub message: Text,
}

/// Runs all cases; tells which came out otherwise.
pub fn run(cases: &[Ready<'_>]) -> Vec<Miss> {
    let mut plans: HashMap<(Choice, Key), Plan<'_>> = HashMap::new();
    let mut misses = Vec::new();
    for ready in cases {
        let plan = plans
            .entry((ready.choice, ready.key))
            .or_insert_with(|| Plan::new(ready.ruleset, ready.key));
        if let Err(message) = run_case(ready, plan) {
            misses.push(Miss {
                case: ready.index,
                message,
            });
        }
    }
    misses
}

/// The province and provider that a draft names.
pub fn choice_of(draft: &Draft<'_>) -> Choice {
    Choice {
        province: match draft.order.slot(OrderField::FilingProvince as usize) {
            Slot::Division(code) => Some(*code),
            _ => None,
        },
        provider: match draft.order.slot(OrderField::FilingProvider as usize) {
            Slot::Code(code) => Some(*code),
            _ => None,
        },
    }
}

fn run_case(ready: &Ready<'_>, plan: &Plan<'_>) -> Result<(), Text> {
    let evaluation = evaluate(plan, &ready.facts);
    match &ready.case.subject {
        Subject::Rule(_) => check_rule(ready, &evaluation),
        Subject::Document(_) => check_document(ready, &evaluation),
        Subject::Step(id) => check_step(ready, id),
    }
}

fn check_rule(ready: &Ready<'_>, evaluation: &Evaluation) -> Result<(), Text> {
    let (case, rule) = (ready.case, ready.about);
    let Some(own) = ready.ruleset.rules.get(rule) else {
        return Ok(());
    };
    if let Some(branch) = &case.branch
        && !own
            .branches
            .iter()
            .any(|known| known.id.as_ref() == Some(branch))
    {
        return Err(Text::new(
            format!("{} 没有叫 {branch} 的分支", own.id),
            format!("`{}` has no branch called `{branch}`", own.id),
        ));
    }
    let came = of_rule(case, (rule, own), evaluation);
    if came != case.expect {
        let elsewhere: Vec<String> = evaluation
            .failures
            .iter()
            .filter(|failure| failure.rule == rule)
            .map(|failure| failure.at.to_string())
            .collect();
        return Err(otherwise(case, came, &elsewhere));
    }
    let other = evaluation
        .failures
        .iter()
        .find(|failure| failure.severity == Severity::Error && failure.rule != rule);
    match other.filter(|_| case.only) {
        Some(other) => {
            let rules = &ready.ruleset.rules;
            let name = rules.get(other.rule).map_or("", |rule| &rule.id);
            Err(Text::new(
                format!("另有错误：{name}，在 {}", other.at),
                format!("there is another error: {name} at {}", other.at),
            ))
        }
        None => Ok(()),
    }
}

fn check_document(ready: &Ready<'_>, evaluation: &Evaluation) -> Result<(), Text> {
    let (case, ruleset, facts) = (ready.case, ready.ruleset, &ready.facts);
    let (came, of) = of_document(case, ready.about, ruleset, facts, evaluation);
    if came != case.expect {
        let whose: Vec<String> = evaluation
            .papers
            .iter()
            .filter(|paper| paper.document == ready.about)
            .map(|paper| owner_path(paper.of))
            .collect();
        return Err(otherwise(case, came, &whose));
    }
    if let (Some(of), Some(document)) = (of, ruleset.documents.get(ready.about)) {
        let form = form_of(&ruleset.forms, facts, document, of);
        if !is_as_told(&case.form, &form) {
            return Err(Text::new(
                format!("形式不是所写的，而是 {form:?}"),
                format!("the form is not as stated but {form:?}"),
            ));
        }
    }
    Ok(())
}

fn check_step(ready: &Ready<'_>, id: &str) -> Result<(), Text> {
    let case = ready.case;
    let step = of_step(ready, id, None);
    let came = step.word();
    let days: Vec<String> = step.ends.iter().map(|day| day.to_string()).collect();
    if came != case.expect {
        return Err(otherwise(case, came, &days));
    }
    if !step.is_as_told(case) {
        let text = step.text.unwrap_or_default();
        return Err(Text::new(
            format!("日子或说法不是所写的，而是 {}：{}", days.join(" "), text.zh),
            format!(
                "days or sentence are not as stated but {}: {}",
                days.join(" "),
                text.en
            ),
        ));
    }
    Ok(())
}

/// Whether a form is as a case says, wherever the case says anything.
pub(super) fn is_as_told(told: &Form, form: &Form) -> bool {
    form.overlaid(told) == *form
}

fn otherwise(case: &Case, came: &str, places: &[String]) -> Text {
    Text::new(
        format!("应为 {}，实为 {came}（{}）", case.expect, places.join(" ")),
        format!(
            "{} was expected and {came} came out ({})",
            case.expect,
            places.join(" ")
        ),
    )
}
