//! The schemas: that they are schemas, that the copies in `docs/schema/` are fresh, and that they
//! accept and refuse what the program does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "these are tests"
)]

mod draft;
#[allow(dead_code, reason = "shared with the readers' tests")]
#[path = "../readers/generate.rs"]
mod generate;
mod plan;
mod report;
mod ruleset;
mod tree;

use std::path::{Path, PathBuf};

use beian::schema;
use jsonschema::Validator;
use serde_json::Value;

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap()
}

/// What a schema says against a value; empty where it is accepted.
fn complaints(validator: &Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|error| format!("{}: {}", error.instance_path(), error))
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The TOML files below a folder of the repository.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The drafts among the examples.
fn examples() -> Vec<PathBuf> {
    let folder = root().join("examples");
    let mut found = files("examples");
    found.retain(|path| path.parent() == Some(folder.as_path()));
    found
}

#[test]
fn they_are_schemas() {
    for (name, schema) in [
        ("draft", schema::draft()),
        ("ruleset", schema::ruleset()),
        ("report", schema::report()),
        ("plan", schema::plan()),
    ] {
        let meta = jsonschema::draft202012::meta::validate(&schema);
        assert!(meta.is_ok(), "{name}: {:?}", meta.err());
        validator(&schema);
    }
}

#[test]
fn the_copies_are_fresh() {
    for (name, schema) in [
        ("draft", schema::draft()),
        ("ruleset", schema::ruleset()),
        ("report", schema::report()),
        ("plan", schema::plan()),
    ] {
        let path = root().join(format!("docs/schema/{name}.json"));
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        let fresh = schema::to_text(&schema);
        assert!(
            kept == fresh,
            "docs/schema/{name}.json is stale: cargo run -- schema {name} -o docs/schema/{name}.json"
        );
    }
}
