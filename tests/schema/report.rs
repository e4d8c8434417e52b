//! The report's schema beside the reports of the examples.

use std::process::Command;

use beian::schema;
use serde_json::{Value, json};

use super::{complaints, examples, root, validator};

fn report(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .current_dir(root())
        .args(["check", "--as-of", "2026-11-21", "--format", "json"])
        .args(arguments)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn reports_are_as_the_schema_says() {
    let schema = validator(&schema::report());
    let mut reports: Vec<Value> = examples()
        .iter()
        .map(|path| report(&[path.to_str().unwrap()]))
        .collect();
    assert!(reports.len() >= 4);
    // A file that is no draft, one that is not there, and one in English.
    reports.push(report(&["Cargo.toml", "nowhere.toml"]));
    reports.push(report(&[
        "examples/enterprise-blocked.toml",
        "--lang",
        "en",
    ]));
    for report in &reports {
        let found = complaints(&schema, report);
        assert!(found.is_empty(), "{report:#}\n{found:#?}");
    }
}

#[test]
fn something_else_is_refused() {
    let schema = validator(&schema::report());
    let whole = report(&["examples/enterprise-blocked.toml"]);
    for (pointer, value) in [
        ("/format", json!(2)),
        ("/drafts/0/verdict", json!("fine")),
        ("/drafts/0/filing", json!("second")),
        ("/drafts/0/findings/0/severity", json!("fatal")),
        ("/drafts/0/findings/0/line", json!(-1)),
        ("/drafts/0/findings/0/rule", json!(null)),
        ("/drafts/0/documents/0/status", json!("lost")),
        ("/drafts/0/documents/0/stage", json!("later")),
        ("/summary", json!({})),
    ] {
        let mut whole = whole.clone();
        *whole.pointer_mut(pointer).unwrap() = value;
        assert!(!schema.is_valid(&whole), "{pointer}");
    }
}
