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

type Format = (&'static str, fn() -> Value);

/// Every format that has a schema.
const FORMATS: [Format; 4] = [
    ("draft", schema::draft),
    ("ruleset", schema::ruleset),
    ("report", schema::report),
    ("plan", schema::plan),
];

#[test]
fn they_are_schemas() {
    for (name, schema) in FORMATS {
        let schema = schema();
        let meta = jsonschema::draft202012::meta::validate(&schema);
        assert!(meta.is_ok(), "{name}: {:?}", meta.err());
        validator(&schema);
    }
}

#[test]
fn the_copies_are_fresh() {
    let folder = root().join("docs/schema");
    let update = std::env::var_os("UPDATE_SCHEMAS").is_some();
    for (name, schema) in FORMATS {
        let path = folder.join(format!("{name}.json"));
        let fresh = schema::to_text(&schema());
        if update {
            std::fs::write(&path, &fresh).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == fresh,
            "docs/schema/{name}.json is stale: UPDATE_SCHEMAS=1 cargo test --test schema"
        );
    }
    let copies = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(copies, FORMATS.len(), "a copy of no format");
}

/// A format that the command line gains has its copy too.
#[test]
fn every_format_of_the_command_has_its_copy() {
    let beian = || std::process::Command::new(env!("CARGO_BIN_EXE_beian"));
    let refused = beian()
        .args(["--lang", "zh", "schema", "no-such-format"])
        .output()
        .unwrap();
    let told = String::from_utf8(refused.stderr).unwrap();
    let names: Vec<&str> = told
        .lines()
        .flat_map(|line| line.split(['、', '：']))
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()) && !word.is_empty())
        .collect();
    assert_eq!(names, FORMATS.map(|(name, _)| name), "{told}");
    for (name, schema) in FORMATS {
        let said = beian().args(["schema", name]).output().unwrap().stdout;
        assert!(said == schema::to_text(&schema()).as_bytes(), "{name}");
    }
}
