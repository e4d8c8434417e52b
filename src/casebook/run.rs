//! Running cases: each draft is evaluated like a user's, and what comes out is compared.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::read::{Case, Casebook, Subject};
use crate::draft::{Draft, Overrides, Slot, read_tree};
use crate::evaluate::{Evaluation, Key, Need, Plan, evaluate, is_provided, owner_path};
use crate::facts::Facts;
use crate::fields::OrderField;
use crate::ruleset::{Choice, Library, Ruleset, Severity};
use crate::source::{Span, Table};
use crate::text::Text;

/// A case that came out otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Miss {
    /// The case, by its index in the book.
    pub case: usize,
    /// What came out instead.
    pub message: Text,
}

/// Rulesets by what they are built for, built when they are first needed.
#[derive(Default)]
pub struct Rulesets(HashMap<Choice, Ruleset>);

impl Rulesets {
    /// The ruleset for a choice.
    pub fn get(&mut self, library: &Library, choice: Choice) -> &Ruleset {
        self.0
            .entry(choice)
            .or_insert_with(|| library.ruleset(choice).0)
    }
}

/// Runs all cases; tells which came out otherwise.
pub fn run(book: &Casebook, library: &Library) -> Vec<Miss> {
    let mut rulesets = Rulesets::default();
    book.cases
        .iter()
        .enumerate()
        .filter_map(|(index, case)| {
            run_case(book, case, library, &mut rulesets)
                .err()
                .map(|message| Miss {
                    case: index,
                    message,
                })
        })
        .collect()
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

fn run_case(
    book: &Casebook,
    case: &Case,
    library: &Library,
    rulesets: &mut Rulesets,
) -> Result<(), Text> {
    let tree = book.draft(case)?;
    let draft = read(&tree)?;
    let ruleset = rulesets.get(library, choice_of(&draft));
    let day = case.as_of.or(book.as_of).or_else(|| submit_on(&draft));
    let Some(as_of) = day else {
        return Err(Text::fixed(
            "没有提交日（as_of）",
            "there is no day of submission (`as_of`)",
        ));
    };
    let facts = Facts::new(&draft, as_of, &ruleset.calendar);
    let Some(key) = Key::of(&facts) else {
        return Err(Text::fixed(
            "草稿没有备案类型",
            "the draft has no kind of filing",
        ));
    };
    let plan = Plan::new(ruleset, key);
    let evaluation = evaluate(&plan, &facts);
    match &case.subject {
        Subject::Rule(id) => check_rule(case, id, ruleset, &evaluation),
        Subject::Document(id) => check_document(case, id, ruleset, &facts, &evaluation),
    }
}

fn read(tree: &Table) -> Result<Draft<'static>, Text> {
    let reading = read_tree(tree, Span::default(), &Overrides::default());
    match reading.faults.into_iter().next() {
        None => Ok(reading.draft),
        Some(fault) => Err(Text::new(
            format!("草稿读不出：{}：{}", fault.path, fault.message.zh),
            format!(
                "the draft cannot be read: {}: {}",
                fault.path, fault.message.en
            ),
        )),
    }
}

fn submit_on(draft: &Draft<'_>) -> Option<NaiveDate> {
    match draft.order.slot(OrderField::SubmitOn as usize) {
        Slot::Day(day) => Some(*day),
        _ => None,
    }
}

fn check_rule(
    case: &Case,
    id: &str,
    ruleset: &Ruleset,
    evaluation: &Evaluation,
) -> Result<(), Text> {
    let Some(rule) = ruleset
        .rules
        .iter()
        .position(|rule| rule.id == id || rule.aliases.iter().any(|alias| alias == id))
    else {
        return Err(Text::new(
            format!("没有叫 {id} 的规则"),
            format!("no rule is called `{id}`"),
        ));
    };
    let here = |path: String| case.at.as_ref().is_none_or(|at| *at == path);
    let failing = evaluation
        .failures
        .iter()
        .filter(|failure| failure.rule == rule && here(failure.at.to_string()))
        .map(|failure| failure.severity)
        .max();
    let open = evaluation
        .open
        .iter()
        .any(|open| open.rule == rule && !open.needs.is_empty());
    let came = match failing {
        Some(severity) => severity.id(),
        None if open => "unknown",
        None => "pass",
    };
    if came != case.expect {
        let elsewhere: Vec<String> = evaluation
            .failures
            .iter()
            .filter(|failure| failure.rule == rule)
            .map(|failure| failure.at.to_string())
            .collect();
        return Err(Text::new(
            format!(
                "应为 {}，实为 {came}（{}）",
                case.expect,
                elsewhere.join(" ")
            ),
            format!(
                "{} was expected and {came} came out ({})",
                case.expect,
                elsewhere.join(" ")
            ),
        ));
    }
    let other = evaluation
        .failures
        .iter()
        .find(|failure| failure.severity == Severity::Error && failure.rule != rule);
    match other.filter(|_| case.only) {
        Some(other) => {
            let name = ruleset.rules.get(other.rule).map_or("", |rule| &rule.id);
            Err(Text::new(
                format!("另有错误：{name}，在 {}", other.at),
                format!("there is another error: {name} at {}", other.at),
            ))
        }
        None => Ok(()),
    }
}

fn check_document(
    case: &Case,
    id: &str,
    ruleset: &Ruleset,
    facts: &Facts<'_>,
    evaluation: &Evaluation,
) -> Result<(), Text> {
    let Some(document) = ruleset
        .documents
        .iter()
        .position(|document| document.id == id)
    else {
        return Err(Text::new(
            format!("没有叫 {id} 的材料"),
            format!("no document is called `{id}`"),
        ));
    };
    let listed = evaluation.papers.iter().filter(|paper| {
        let of = owner_path(paper.of);
        paper.document == document && case.at.as_ref().is_none_or(|at| *at == of)
    });
    let came = listed
        .map(|paper| match paper.need {
            Need::Open => "undetermined",
            Need::Certain if is_provided(ruleset, facts, paper) => "provided",
            Need::Certain => "missing",
        })
        .next()
        .unwrap_or("absent");
    if came == case.expect {
        Ok(())
    } else {
        let whose: Vec<String> = evaluation
            .papers
            .iter()
            .filter(|paper| paper.document == document)
            .map(|paper| owner_path(paper.of))
            .collect();
        Err(Text::new(
            format!("应为 {}，实为 {came}（{}）", case.expect, whose.join(" ")),
            format!(
                "{} was expected and {came} came out ({})",
                case.expect,
                whose.join(" ")
            ),
        ))
    }
}
