//! SARIF by its schema, and what the schema cannot say.

use std::collections::HashSet;

use beian::render::sarif;
use beian::report::FailOn;
use jsonschema::Validator;
use serde_json::Value;

use crate::package::file_of;
use crate::run::{check, example};
use crate::said::base;
use crate::support::{ENTERPRISE, PERSONAL, QUOTING, report};

pub fn validator() -> Validator {
    let schema = file_of("serde-sarif", "src/schema.json");
    // The pattern of languages has a bracket too many, which a strict reader of patterns refuses.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    jsonschema::draft7::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

pub fn assert_valid(validator: &Validator, log: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(log)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, [] as [String; 0]);
}

#[test]
fn the_schema_accepts_it_and_refuses_another() {
    let validator = validator();
    let broken = ENTERPRISE.replace("format = 1", "frmat = 1");
    for draft in [ENTERPRISE, PERSONAL, &broken, "x = [", ""] {
        for fail_on in FailOn::ALL {
            let report = report("草稿 一.toml", draft, QUOTING);
            let log: Value = serde_json::from_str(&sarif(&report, fail_on, &base())).unwrap();
            assert_valid(&validator, &log);
            let mut wrong = log.clone();
            wrong["runs"][0]["columnKind"] = "bytes".into();
            assert!(!validator.is_valid(&wrong));
        }
    }
}

#[test]
fn a_log_of_the_program() {
    let dir = tempfile::tempdir().unwrap();
    let drafts = [
        "enterprise-blocked",
        "personal-incomplete",
        "cancel-service",
    ];
    let mut args = Vec::new();
    for name in drafts {
        let name = format!("{name}.toml");
        std::fs::write(dir.path().join(format!("我的 {name}")), example(&name)).unwrap();
        args.push(format!("我的 {name}"));
    }
    std::fs::write(dir.path().join("坏.toml"), "format = 1\n[filing\n").unwrap();
    args.extend(["坏.toml", "没有.toml", "--format", "sarif"].map(str::to_owned));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let run = check(dir.path(), &args);
    assert_eq!(run.status, 2);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_valid(&validator(), &log);
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert_eq!(run["invocations"][0]["exitCode"], 2);
    let uris: Vec<&str> = run["artifacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| own["location"]["uri"].as_str().unwrap())
        .collect();
    assert_eq!(uris[0], "%E6%88%91%E7%9A%84%20enterprise-blocked.toml");
    assert_eq!(uris.len(), 5);
    // Rules are told whether they fail or not, each once, in words.
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: HashSet<&str> = rules
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), rules.len());
    assert!(ids.contains("domain-validity") && ids.contains("cancelled-suffix"));
    for rule in rules {
        for field in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[field]["text"].as_str().unwrap().is_empty(), "{rule}");
        }
        let help = rule["help"]["text"].as_str().unwrap();
        assert!(help.contains(&format!("beian explain {}", rule["id"].as_str().unwrap())));
        let is_told = help.contains("\n- ") || help.contains("只决定要哪些材料");
        assert!(is_told, "{help} tells no way to fail");
    }
    // Which drafts cannot be read, with the place.
    let notifications = run["invocations"][0]["toolExecutionNotifications"]
        .as_array()
        .unwrap();
    let unreadable: Vec<&Value> = notifications
        .iter()
        .filter(|own| own["descriptor"]["id"] == "unreadable-draft")
        .collect();
    let place = |own: &Value| own["locations"][0]["physicalLocation"].clone();
    let broken = unreadable
        .iter()
        .find(|own| place(own)["artifactLocation"]["uri"] == "%E5%9D%8F.toml")
        .unwrap();
    assert_eq!(place(broken)["region"]["startLine"], 2);
    assert!(
        unreadable
            .iter()
            .any(|own| { place(own)["artifactLocation"]["uri"] == "%E6%B2%A1%E6%9C%89.toml" })
    );
}

/// Fingerprints by rule, of a run over one draft.
fn fingerprints(draft: &str) -> Vec<(String, String)> {
    let report = report("草稿.toml", draft, QUOTING);
    let log: Value = serde_json::from_str(&sarif(&report, FailOn::Error, &base())).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let mut found: Vec<(String, String)> = results
        .iter()
        .map(|own| {
            (
                own["ruleId"].as_str().unwrap().to_owned(),
                own["partialFingerprints"].to_string(),
            )
        })
        .collect();
    found.sort();
    found
}

#[test]
fn fingerprints_tell_rule_and_path_but_no_value_and_no_line() {
    let one = ENTERPRISE.replace("expires = 2028-03-01", "expires = 2026-12-31");
    assert_ne!(one, ENTERPRISE);
    let another = ENTERPRISE
        .replace("expires = 2028-03-01", "expires = 2027-01-05")
        .replace("format = 1", "# 上移一行\n\nformat = 1");
    let found = fingerprints(&one);
    assert!(found.iter().any(|(rule, _)| rule == "domain-validity"));
    let own = |all: &[(String, String)]| {
        let own = all.iter().find(|(rule, _)| rule == "domain-validity");
        own.unwrap().1.clone()
    };
    assert_eq!(own(&found), own(&fingerprints(&another)));
    let distinct: HashSet<&String> = found.iter().map(|(_, mark)| mark).collect();
    assert_eq!(distinct.len(), found.len());
}
