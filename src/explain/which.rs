//! An answer to which kind of filing is needed, with where it comes from.

use std::collections::BTreeMap;

use serde::Serialize;

use super::atlas::Sheet;
use super::place::place;
use super::rule::Gathered;
use super::sources::{FactWords, Sources};
use crate::fields::choices::FILING_KINDS;
use crate::fields::{Answers, SITUATION};
use crate::ruleset::{Value, WhichTest};
use crate::text::Lang;
use crate::which::{Answer, Known};

/// An answer in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhichWords {
    /// The version of this format.
    pub format: u32,
    /// The answer's id.
    pub answer: String,
    /// The kind of filing that is needed; absent: none is to be made here.
    pub filing: Option<&'static str>,
    /// The answer in a few words.
    pub title: String,
    /// Why.
    pub text: String,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The province's code, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// The answers that it follows from.
    pub answers: BTreeMap<&'static str, serde_json::Value>,
    /// What it rests on.
    pub facts: Vec<FactWords>,
    /// Where the row is written.
    pub place: String,
}

/// A row of the table in words.
pub fn explain_which(
    sheet: &Sheet,
    sources: &Sources<'_>,
    row: usize,
    known: &Known,
    lang: Lang,
) -> Option<WhichWords> {
    let ruleset = &sheet.ruleset;
    let row = ruleset.which.get(row)?;
    let mut gathered = Gathered::default();
    let of = sheet.name(lang);
    for test in &row.when {
        let WhichTest::Param { rule, param, value } = test else {
            continue;
        };
        let Some(rule) = ruleset.rule(rule) else {
            continue;
        };
        let index = rule.params.iter().position(|own| own.name == *param);
        for set in &rule.sets {
            let sets = set
                .values
                .iter()
                .any(|(own, set)| Some(*own) == index && *set == Value::Bool(*value));
            if sets {
                gathered.cite(&set.facts, of.as_deref());
            }
        }
    }
    gathered.cite(&row.facts, None);
    Some(WhichWords {
        format: 1,
        answer: row.id.clone(),
        filing: row
            .filing
            .and_then(|filing| FILING_KINDS.get(usize::from(filing)))
            .map(|choice| choice.id),
        title: row.title.get(lang).to_owned(),
        text: row.text.get(lang).to_owned(),
        next: row.next.as_ref().map(|next| next.get(lang).to_owned()),
        province: sheet.province(),
        answers: answers(known),
        facts: gathered.look_up(sources),
        place: place(ruleset, row.origin),
    })
}

fn answers(known: &Known) -> BTreeMap<&'static str, serde_json::Value> {
    let mut answers = BTreeMap::new();
    for (index, question) in SITUATION.iter().enumerate() {
        let value = match (known.get(index), question.answers) {
            (Some(Answer::Flag(flag)), _) => serde_json::Value::from(flag),
            (Some(Answer::Count(count)), _) => serde_json::Value::from(count),
            (Some(Answer::Choice(choice)), Answers::OneOf(choices)) => choices
                .get(usize::from(choice))
                .map_or(serde_json::Value::Null, |choice| choice.id.into()),
            _ => continue,
        };
        answers.insert(question.key, value);
    }
    answers
}
