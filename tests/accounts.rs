//! Every fact of the evidence is expressed somewhere: `rules/accounts/facts.toml` says where.
//!
//! The table is written by `UPDATE_ACCOUNTS=1 cargo test --test accounts`.

#![allow(clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use beian::explain::{Atlas, accounts};
use beian::ruleset::{Choice, Library};

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
