//! The published reasons for which filings are turned back: for each a case of a draft that would
//! meet it, or why no draft can show it.

#![allow(clippy::expect_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use beian::casebook::{Casebook, Subject};
use beian::ruleset::Library;
use beian::source::SourceFile;
use serde::Deserialize;

/// How many reasons were published when the list was read.
const PUBLISHED: usize = 81;

#[derive(Deserialize)]
struct Table {
    rejection: Vec<Rejection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rejection {
    id: String,
    stage: String,
    reason: BTreeMap<String, String>,
    words: Vec<Vec<String>>,
    repair: BTreeMap<String, String>,
    field: String,
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    documents: Vec<String>,
    unseen: Option<BTreeMap<String, String>>,
    source: String,
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}

fn table() -> Vec<Rejection> {
    let text = fs::read_to_string(home().join("accounts/rejections.toml"));
    let table: Table = toml::from_str(&text.expect("the list can be read")).expect("it is TOML");
    table.rejection
}

/// The embedded cases.
fn casebook() -> Casebook {
    let mut book = Casebook::default();
    for (name, text) in Library::embedded_files("cases") {
        book.add(SourceFile::embedded(name, text));
    }
    book
}

#[test]
fn every_published_reason_is_seen_or_it_is_said_why_not() {
    let table = table();
    let book = casebook();
    assert_eq!(table.len(), PUBLISHED);
    let mut wrong = Vec::new();
    for rejection in &table {
        let id = rejection.id.as_str();
        let cases: Vec<_> = book
            .cases
            .iter()
            .filter(|case| case.rejection.as_deref() == Some(id))
            .collect();
        let names: Vec<&String> = rejection.rules.iter().chain(&rejection.documents).collect();
        for name in &names {
            let shown = cases.iter().any(|case| match &case.subject {
                Subject::Rule(rule) => {
                    rejection.rules.contains(rule)
                        && rule == *name
                        && ["error", "warning", "notice"].contains(&case.expect.as_str())
                }
                Subject::Step(_) => false,
                Subject::Document(document) => {
                    rejection.documents.contains(document)
                        && document == *name
                        && ["missing", "invalid"].contains(&case.expect.as_str())
                }
            });
            if !shown {
                wrong.push(format!("{id}: no case shows {name}"));
            }
        }
        if names.is_empty() == rejection.unseen.is_none() {
            wrong.push(format!("{id}: what finds it, or why nothing does"));
        }
        if !["submission", "audit"].contains(&rejection.stage.as_str())
            || rejection.reason.len() != 2
            || rejection.repair.len() != 2
            || rejection.source.is_empty()
            || rejection.field.is_empty()
        {
            wrong.push(format!(
                "{id}: stage, reason and repair in two languages, field, source"
            ));
        }
        if rejection.words.is_empty() || rejection.words.iter().any(Vec::is_empty) {
            wrong.push(format!("{id}: words"));
        }
    }
    for case in &book.cases {
        let known = |id: &String| table.iter().any(|rejection| rejection.id == *id);
        if case.rejection.as_ref().is_some_and(|id| !known(id)) {
            wrong.push(format!(
                "a case shows {:?}, which is not listed",
                case.rejection
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
