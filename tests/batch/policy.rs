//! What a configuration, a draft or a baseline says of findings means here what it means to `check`.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{folder, records};

fn run(folder: &Path, args: &[&str]) -> (i32, Vec<u8>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .current_dir(folder)
        .env("BEIAN_LANG", "zh")
        .args(args)
        .args(["--as-of", "2026-11-21"])
        .output()
        .unwrap();
    (
        output.status.code().unwrap(),
        output.stdout,
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// A record without what is good to know and no warning.
fn warned(record: &Value) -> Value {
    let mut record = record.clone();
    let object = record.as_object_mut().unwrap();
    if let Some(Value::Array(guidance)) = object.get_mut("guidance") {
        let all = guidance.len();
        guidance.retain(|own| own["severity"] != "notice");
        assert!(guidance.len() < all, "no notice among {all}");
        if guidance.is_empty() {
            object.remove("guidance");
        }
    }
    record
}

/// The drafts of `d` as both commands see them.
fn both(folder: &Path, more: &[&str]) -> (i32, Vec<Value>) {
    let (status, out, told) = run(
        folder,
        &[&["check", "d", "--format", "json"], more].concat(),
    );
    let report: Value = serde_json::from_slice(&out).unwrap_or_else(|_| panic!("{told}"));
    let wanted = report["drafts"].as_array().unwrap().clone();
    let (own_status, out, own_told) = run(
        folder,
        &[&["batch", "d", "--detail", "full", "--guidance"], more].concat(),
    );
    let own = records(&out);
    assert_eq!(own, wanted);
    assert_eq!(own_status, status);
    let (_, out, _) = run(
        folder,
        &[&["batch", "d", "--detail", "full"], more].concat(),
    );
    assert_eq!(records(&out), own.iter().map(warned).collect::<Vec<_>>());
    for line in told.lines() {
        assert!(own_told.contains(line), "{line} not in {own_told}");
    }
    // What is set aside is set aside in short results as well.
    let (brief_status, out, _) = run(folder, &[&["batch", "d"], more].concat());
    assert_eq!(brief_status, status);
    for (brief, full) in records(&out).iter().zip(&own) {
        assert_eq!(brief["verdict"], full["verdict"]);
        let count = |record: &Value| record["findings"].as_array().unwrap().len();
        assert_eq!(count(brief), count(full));
    }
    (status, own)
}

fn drafts() -> tempfile::TempDir {
    let blocked = include_str!("../../examples/enterprise-blocked.toml");
    let allowed = format!(
        "{blocked}\n[[allow]]\nrule = \"phone-differs-from-emergency\"\npath = \"principal.emergency_phone\"\nreason = \"已同管局说明\"\n\n[[allow]]\nrule = \"minimum-age\"\npath = \"principal.birth_date\"\nreason = \"没有这回事\"\n"
    );
    let ready = include_str!("../../examples/enterprise-ready.toml");
    folder(&[
        ("d/a.beian.toml", blocked.as_bytes()),
        ("d/b.beian.toml", allowed.as_bytes()),
        ("d/c.beian.toml", ready.as_bytes()),
    ])
}

#[test]
fn severities_of_a_configuration() {
    let folder = drafts();
    let folder = folder.path();
    let (status, plain) = both(folder, &[]);
    assert_eq!(status, 1);
    assert_eq!(plain[0]["verdict"], "blocked");
    let rules = [
        "phone-differs-from-emergency",
        "domain-validity",
        "domain-real-name-match",
        "principal-is-legal-representative",
    ];
    let all: String = rules
        .iter()
        .map(|rule| format!("{rule} = \"notice\"\n"))
        .collect();
    std::fs::write(
        folder.join("beian.toml"),
        format!("[severity]\n{all}no-such-rule = \"error\"\n"),
    )
    .unwrap();
    let (status, graded) = both(folder, &[]);
    assert_eq!(status, 0);
    assert_eq!(
        graded[0]["findings"].as_array().unwrap().len(),
        plain[0]["findings"].as_array().unwrap().len()
    );
    std::fs::write(folder.join("beian.toml"), "fail-on = \"documents\"\n").unwrap();
    let (status, _) = both(folder, &[]);
    assert_eq!(status, 1);
}

#[test]
fn what_a_draft_allows_and_what_a_baseline_knows() {
    let folder = drafts();
    let folder = folder.path();
    let (_, own) = both(folder, &[]);
    assert_eq!(own[1]["suppressed"].as_array().unwrap().len(), 1);
    assert_eq!(own[1]["stale"].as_array().unwrap().len(), 1);
    let (status, _, told) = run(
        folder,
        &["check", "d", "--baseline", "known.json", "--write-baseline"],
    );
    assert_eq!(status, 0, "{told}");
    let (status, own) = both(folder, &["--baseline", "known.json"]);
    assert_eq!(status, 0);
    assert!(own[0]["suppressed"].as_array().unwrap().len() >= 4);
    // A draft that is mended, and one that is no more.
    std::fs::copy(folder.join("d/c.beian.toml"), folder.join("d/a.beian.toml")).unwrap();
    std::fs::remove_file(folder.join("d/b.beian.toml")).unwrap();
    let (_, own) = both(folder, &["--baseline", "known.json"]);
    assert!(!own[0]["stale"].as_array().unwrap().is_empty());
    let (status, _, _) = run(folder, &["batch", "d", "--baseline", "missing.json"]);
    assert_eq!(status, 2);
}
