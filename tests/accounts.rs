//! Every fact of the evidence is expressed somewhere, and every paper of it is a document of ours:
//! `rules/accounts/facts.toml` and `documents.toml` say where and which.
//!
//! The table of facts is written by `UPDATE_ACCOUNTS=1 cargo test --test accounts`.

#![allow(clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use beian::explain::{Atlas, accounts};
use beian::ruleset::{Choice, Library};
use serde::Deserialize;

const HEAD: &str = "\
# Where the rules express each fact of the evidence: a part of a rule file for every place.
# Written by `UPDATE_ACCOUNTS=1 cargo test --test accounts`; `beian explain FACT` tells it in words.

";

/// The table as it should be: all facts of the evidence, with the parts that cite them.
fn table() -> (BTreeMap<String, Vec<String>>, String) {
    let library = Library::embedded();
    let everywhere = Choice {
        province: None,
        provider: None,
    };
    let Ok(atlas) = Atlas::load(&library, everywhere) else {
        panic!("the embedded rules have faults");
    };
    let cited: BTreeMap<String, Vec<String>> = accounts(&atlas).into_iter().collect();
    let evidence = library.all_evidence();
    let all: BTreeMap<String, Vec<String>> = evidence
        .into_iter()
        .map(|entry| {
            let parts = cited.get(&entry.id).cloned().unwrap_or_default();
            (entry.id, parts)
        })
        .collect();
    let mut text = HEAD.to_owned();
    for (fact, parts) in &all {
        text.push_str(&format!("{fact} = [\n"));
        for part in parts {
            text.push_str(&format!("  \"{part}\",\n"));
        }
        text.push_str("]\n");
    }
    (all, text)
}

#[test]
fn every_fact_is_expressed_somewhere() {
    let (all, text) = table();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/accounts/facts.toml");
    if std::env::var_os("UPDATE_ACCOUNTS").is_some() {
        fs::create_dir_all(path.parent().expect("it has a parent"))
            .expect("the folder can be made");
        fs::write(&path, &text).expect("the table can be written");
    }
    assert!(all.len() > 1400, "{} facts", all.len());
    let nowhere: Vec<&str> = all
        .iter()
        .filter(|(_, parts)| parts.is_empty())
        .map(|(fact, _)| fact.as_str())
        .collect();
    assert!(nowhere.is_empty(), "nothing expresses {nowhere:?}");
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "rules/accounts/facts.toml is stale; write it anew: UPDATE_ACCOUNTS=1 cargo test --test accounts"
    );
}

/// How many papers the published table lists, and how many the provinces' files add.
const LISTED: usize = 75;
const ADDED: usize = 53;

/// `rules/accounts/documents.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Papers {
    listed: BTreeMap<String, String>,
    added: BTreeMap<String, String>,
    spellings: BTreeMap<String, String>,
    told: BTreeMap<String, String>,
    ours: BTreeMap<String, String>,
}

#[test]
fn every_paper_of_the_evidence_is_a_document() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/accounts/documents.toml");
    let text = fs::read_to_string(path).expect("the table can be read");
    let papers: Papers = toml::from_str(&text).expect("it is TOML");
    assert_eq!((papers.listed.len(), papers.added.len()), (LISTED, ADDED));

    let library = Library::embedded();
    let everywhere = Choice {
        province: None,
        provider: None,
    };
    let Ok(atlas) = Atlas::load(&library, everywhere) else {
        panic!("the embedded rules have faults");
    };
    // Our documents, and all their names.
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    let mut facts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for sheet in atlas.sheets() {
        for document in sheet.ruleset.documents.iter() {
            let id = document.id.as_str();
            names.insert(id, id);
            let aliases = document.aliases.iter();
            names.extend(aliases.map(|alias| (alias.as_str(), id)));
            facts.insert(id, document.facts.iter().map(String::as_str).collect());
        }
    }

    let mut wrong = Vec::new();
    let ids = papers.listed.iter().chain(&papers.added);
    for (paper, target) in ids.clone().chain(&papers.spellings) {
        if names.get(paper.as_str()) != Some(&target.as_str()) {
            wrong.push(format!("{paper} is not {target}"));
        }
    }
    let (cited, _) = table();
    for (paper, fact) in &papers.told {
        let is_told = cited
            .get(fact)
            .is_some_and(|parts| parts.iter().any(|part| part.starts_with("guidance")));
        if !is_told || names.contains_key(paper.as_str()) {
            wrong.push(format!("no guidance tells of {paper} by {fact}"));
        }
    }
    for (paper, fact) in &papers.ours {
        if !facts
            .get(paper.as_str())
            .is_some_and(|facts| facts.contains(&fact.as_str()))
        {
            wrong.push(format!("{paper} does not rest on {fact}"));
        }
    }
    // And the other way round: no name of ours is in no list.
    for (name, id) in &names {
        let is_listed = match name == id {
            true => ids.clone().any(|(_, target)| target == id) || papers.ours.contains_key(*id),
            false => papers.spellings.contains_key(*name),
        };
        if !is_listed {
            wrong.push(format!("{name} is in no list"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
