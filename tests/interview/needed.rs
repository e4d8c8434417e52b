//! Nothing is asked that decides nothing.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use toml_edit::{DocumentMut, Item, Table};

use crate::answers::{Answers, CITIES, ENTERPRISE, PERSON};
use crate::pty::{BEIAN, FILE, talk, text};

/// What is answered that a draft has no place for, or that only the conversation needs: what is
/// wanted, two questions on what is on record, whether there is another service, the documents at
/// hand, and the last look.
const BESIDES: usize = 6;
/// Fields that a draft may go without since that means the same as what was answered.
const DEFAULTS: [&str; 2] = ["filing.provider", "services.0.kind"];

/// What the rules make of a draft, but for the places of its lines.
fn outcome(folder: &Path, text: &str) -> Value {
    let path = folder.join("trial.toml");
    std::fs::write(&path, text).unwrap();
    let output = Command::new(BEIAN)
        .args(["check", "trial.toml", "--format", "json"])
        .current_dir(folder)
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut draft = report["drafts"][0].clone();
    for finding in draft["findings"].as_array_mut().unwrap() {
        finding["line"].take();
        finding["column"].take();
    }
    let parts = ["verdict", "findings", "questions", "documents", "errors"];
    parts.iter().map(|part| draft[part].clone()).collect()
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
fn every_answer_decides_something(answers: Answers<'_>) {
    let folder = tempfile::tempdir().unwrap();
    let talked = talk(folder.path(), &["new", FILE], answers);
    let text = text(folder.path());
    let draft: DocumentMut = text.parse().unwrap();
    let mut paths = Vec::new();
    values(draft.as_table(), &[], &mut paths);
    paths.retain(|path| !matches!(path[0].as_str(), "format" | "attachments"));
    let asked = talked.questions.len();
    println!("{asked} questions, {} fields", paths.len());
    assert!(asked <= paths.len() + BESIDES, "{:?}", talked.questions);
    let whole = outcome(folder.path(), &text);
    for path in paths {
        let name = path.join(".");
        let less = outcome(folder.path(), &without(&draft, &path));
        assert!(less != whole || DEFAULTS.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn of_a_person() {
    every_answer_decides_something(PERSON);
    let local: Vec<(&str, &str)> = [("住址在哪个省", "上海")]
        .iter()
        .chain(PERSON)
        .copied()
        .collect();
    every_answer_decides_something(&local);
}

#[test]
fn of_an_enterprise() {
    every_answer_decides_something(ENTERPRISE);
    let cities: Vec<(&str, &str)> = CITIES.iter().chain(ENTERPRISE).copied().collect();
    every_answer_decides_something(&cities);
}
