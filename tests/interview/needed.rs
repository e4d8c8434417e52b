//! Nothing is asked that decides nothing.

use std::process::Command;

use serde_json::Value;
use toml_edit::{DocumentMut, Item, Table};

use crate::answers::{Answers, CITIES, ENTERPRISE, PERSON};
use crate::breaks::{OF_ENTERPRISE, OF_PERSON};
use crate::pty::{BEIAN, FILE, Outcome, talk, text};

/// What is answered that a draft has no place for, or that only the conversation needs: what is
/// wanted, two questions on what is on record, whether there is another service, the documents at
/// hand, and the last look.
const BESIDES: usize = 6;
/// Fields that a draft may go without since that means the same as what was answered.
const DEFAULTS: [&str; 2] = ["filing.provider", "services.0.kind"];

/// What the rules make of drafts, but for the places of their lines.
fn outcomes(texts: &[String]) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..texts.len())
        .map(|number| format!("trial-{number}.toml"))
        .collect();
    for (name, text) in names.iter().zip(texts) {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let output = Command::new(BEIAN)
        .args(["check", "--format", "json"])
        .args(&names)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let drafts = report["drafts"].as_array().unwrap();
    assert_eq!(drafts.len(), texts.len());
    let outcome = |(draft, name): (&Value, &String)| {
        let mut draft = draft.clone();
        for finding in draft["findings"].as_array_mut().unwrap() {
            finding["line"].take();
            finding["column"].take();
        }
        let parts = ["verdict", "findings", "questions", "documents", "errors"];
        let outcome: Value = parts.iter().map(|part| draft[part].clone()).collect();
        // Else no two would be the same.
        assert!(!outcome.to_string().contains(name.as_str()), "{outcome}");
        outcome
    };
    drafts.iter().zip(&names).map(outcome).collect()
}

/// The values of a table, by where they stand.
fn values(table: &Table, within: &[String], found: &mut Vec<Vec<String>>) {
    for (key, item) in table {
        let at: Vec<String> = within.iter().cloned().chain([key.to_owned()]).collect();
        match item {
            Item::Table(table) => values(table, &at, found),
            Item::ArrayOfTables(tables) => {
                for (index, table) in tables.iter().enumerate() {
                    let at: Vec<String> = at.iter().cloned().chain([index.to_string()]).collect();
                    values(table, &at, found);
                }
            }
            _ => found.push(at),
        }
    }
}

fn without(draft: &DocumentMut, path: &[String]) -> String {
    let mut draft = draft.clone();
    let (last, tables) = path.split_last().unwrap();
    let mut item = draft.as_item_mut();
    for key in tables {
        item = match key.parse::<usize>() {
            Ok(index) => &mut item[index],
            Err(_) => &mut item[key.as_str()],
        };
    }
    item.as_table_mut().unwrap().remove(last);
    draft.to_string()
}

#[allow(
    clippy::print_stdout,
    reason = "the figures, for who wants to see them"
)]
fn every_answer_decides_something((talked, text): &(Outcome, String)) {
    let draft: DocumentMut = text.parse().unwrap();
    let mut paths = Vec::new();
    values(draft.as_table(), &[], &mut paths);
    paths.retain(|path| !matches!(path[0].as_str(), "format" | "attachments"));
    let asked = talked.questions.len();
    println!("{asked} questions, {} fields", paths.len());
    assert!(asked <= paths.len() + BESIDES, "{:?}", talked.questions);
    let less = paths.iter().map(|path| without(&draft, path));
    let texts: Vec<String> = std::iter::once(text.clone()).chain(less).collect();
    let outcomes = outcomes(&texts);
    let (whole, less) = outcomes.split_first().unwrap();
    for (path, less) in paths.iter().zip(less) {
        let name = path.join(".");
        assert!(less != whole || DEFAULTS.contains(&name.as_str()), "{name}");
    }
}

/// The same interview with other answers to some questions.
fn answered(answers: Answers<'_>, others: Answers<'_>) -> (Outcome, String) {
    let folder = tempfile::tempdir().unwrap();
    let answers: Vec<(&str, &str)> = others.iter().chain(answers).copied().collect();
    let talked = talk(folder.path(), &["new", FILE], &answers);
    (talked, text(folder.path()))
}

#[test]
fn of_a_person() {
    every_answer_decides_something(&OF_PERSON);
    every_answer_decides_something(&answered(PERSON, &[("住址在哪个省", "上海")]));
}

#[test]
fn of_an_enterprise() {
    every_answer_decides_something(&OF_ENTERPRISE);
    every_answer_decides_something(&answered(ENTERPRISE, CITIES));
}
