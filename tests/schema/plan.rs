//! The plan's schema beside the plans of the examples.

use std::process::Command;

use beian::schema;
use serde_json::{Value, json};

use super::{complaints, examples, root, validator};

fn plan(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .current_dir(root())
        .args(["plan", "--as-of", "2026-11-21", "--format", "json"])
        .args(arguments)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn plans_are_as_the_schema_says() {
    let schema = validator(&schema::plan());
    let mut plans = Vec::new();
    for path in examples() {
        let path = path.to_str().unwrap();
        plans.push(plan(&[path]));
        for filing in [
            "first",
            "transfer-subject",
            "cancel-subject",
            "cancel-access",
        ] {
            plans.push(plan(&[path, "--filing", filing, "--lang", "en"]));
        }
    }
    assert!(plans.len() >= 20);
    // A file that is no draft, and one that is not there.
    plans.push(plan(&["Cargo.toml"]));
    plans.push(plan(&["nowhere.toml"]));
    for plan in &plans {
        let found = complaints(&schema, plan);
        assert!(found.is_empty(), "{plan:#}\n{found:#?}");
    }
}

#[test]
fn something_else_is_refused_in_a_plan() {
    let schema = validator(&schema::plan());
    let whole = plan(&["examples/enterprise-blocked.toml"]);
    for (pointer, value) in [
        ("/format", json!(2)),
        ("/verdict", json!("fine")),
        ("/filing", json!("second")),
        ("/as_of", json!("tomorrow")),
        ("/submission/planned", json!(null)),
        ("/submission/last/day", json!("2026-13-01")),
        ("/submission/last/reasons/0/rule", json!(1)),
        ("/steps/0/phase", json!("later")),
        ("/steps/0/who", json!("nobody")),
        ("/steps/0/begins/earliest", json!("soon")),
        ("/steps/4/takes/unit", json!("weeks")),
        ("/years_without_notice", json!(["2027"])),
    ] {
        let mut whole = whole.clone();
        *whole.pointer_mut(pointer).unwrap() = value;
        assert!(!schema.is_valid(&whole), "{pointer}");
    }
}
