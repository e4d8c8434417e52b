//! Plans against what must hold of each: days in order, a last day after which a rule says no, a
//! calendar that another library reads, and no number of a person in any of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "these are tests"
)]

use std::path::Path;
use std::process::Command;

use icalendar::{Component, DatePerhapsTime};
use proptest::prelude::*;
use serde_json::Value;

const MOBILE: &str = "13800000001";

fn beian(arguments: &[&str]) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .args(arguments)
        .env("BEIAN_LANG", "zh")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (text, output.status.code().unwrap())
}

fn example(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("examples").join(name).display().to_string()
}

fn plan(path: &str, as_of: &str) -> Value {
    let (text, status) = beian(&["plan", path, "--as-of", as_of, "--format", "json"]);
    assert_eq!(status, 0);
    serde_json::from_str(&text).unwrap()
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or("")
}

/// The example with another day of expiry, beside nothing.
fn expiring(directory: &Path, expires: &str) -> String {
    let draft = std::fs::read_to_string(example("enterprise-ready.toml")).unwrap();
    let path = directory.join("draft.toml");
    let changed = draft.replace("expires = 2030-03-01", &format!("expires = {expires}"));
    assert_ne!(changed, draft);
    std::fs::write(&path, changed).unwrap();
    path.display().to_string()
}

/// Whether a date keeps a draft from being submitted on a day: by `check`, not by the plan.
fn date_errors(path: &str, day: &str) -> Vec<String> {
    let (text, _) = beian(&["check", path, "--as-of", day, "--format", "json"]);
    let report: Value = serde_json::from_str(&text).unwrap();
    let findings = report.pointer("/drafts/0/findings").unwrap();
    let errors = findings.as_array().unwrap().iter();
    errors
        .filter(|finding| finding["severity"] == "error")
        .map(|finding| finding["rule"].as_str().unwrap().to_owned())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn the_last_day_is_the_last(days in 100u64..700) {
        let as_of = chrono::NaiveDate::from_ymd_opt(2026, 9, 18).unwrap();
        let expires = as_of + chrono::Days::new(days);
        let directory = tempfile::tempdir().unwrap();
        let path = expiring(directory.path(), &expires.to_string());
        let plan = plan(&path, "2026-09-18");
        let last = text(&plan, "/submission/last/day");
        let beyond = text(&plan, "/submission/last/beyond");
        prop_assert_eq!(text(&plan, "/submission/last/reasons/0/rule"), "domain-validity");
        prop_assert_eq!(date_errors(&path, last), Vec::<String>::new());
        prop_assert_eq!(date_errors(&path, beyond), ["domain-validity"]);
        // Ninety days have to be left, by the rule of Shanxi.
        prop_assert_eq!(last, (expires - chrono::Days::new(90)).to_string());
    }

    #[test]
    fn days_stand_in_order(offset in 0u64..600) {
        let as_of = chrono::NaiveDate::from_ymd_opt(2025, 12, 20).unwrap() + chrono::Days::new(offset);
        let plan = plan(&example("enterprise-ready.toml"), &as_of.to_string());
        let steps = plan["steps"].as_array().unwrap();
        prop_assert!(steps.len() > 8);
        for step in steps {
            let (begins, ends) = (&step["begins"], &step["ends"]);
            let of = |value: &Value, key: &str| value[key].as_str().unwrap().to_owned();
            prop_assert!(of(begins, "earliest") <= of(begins, "latest"));
            prop_assert!(of(ends, "earliest") <= of(ends, "latest"));
            prop_assert!(of(begins, "earliest") <= of(ends, "earliest"));
            prop_assert!(of(begins, "latest") <= of(ends, "latest"));
            for before in step["after"].as_array().unwrap() {
                let before = steps.iter().find(|own| own["id"] == *before).unwrap();
                prop_assert!(of(&before["begins"], "earliest") <= of(begins, "earliest"));
                prop_assert!(of(&before["ends"], "latest") <= of(begins, "latest"));
            }
        }
    }
}

#[test]
fn a_year_without_a_notice_is_told() {
    let ready = example("enterprise-ready.toml");
    let known = plan(&ready, "2026-09-18");
    // The latest way through reaches no working day of 2027.
    assert_eq!(known["years_without_notice"], serde_json::json!([]));
    let unknown = plan(&ready, "2026-12-21");
    assert_eq!(unknown["years_without_notice"], serde_json::json!([2027]));
    let review = unknown["steps"].as_array().unwrap();
    let review = review
        .iter()
        .find(|step| step["id"] == "bureau-review")
        .unwrap();
    assert_eq!(review["ends"]["latest"], "2027-01-22");
    assert_eq!(review["is_guessed"], true);
}

#[test]
fn another_library_reads_the_calendar() {
    let directory = tempfile::tempdir().unwrap();
    let path = expiring(directory.path(), "2027-03-01");
    let (text, status) = beian(&["plan", &path, "--as-of", "2026-09-18", "--format", "ics"]);
    assert_eq!(status, 0);
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line}");
    }
    let calendar: icalendar::Calendar = text.parse().unwrap();
    let plan = plan(&path, "2026-09-18");
    let steps = plan["steps"].as_array().unwrap();
    let events: Vec<_> = calendar.events().collect();
    // The last day of submission, and every step that is still to come.
    let to_come = steps.iter().filter(|step| step["is_done"] == false);
    assert_eq!(events.len(), to_come.count() + 1);
    let mut uids: Vec<&str> = events
        .iter()
        .map(|event| event.get_uid().unwrap())
        .collect();
    for event in &events {
        let (Some(DatePerhapsTime::Date(first)), Some(DatePerhapsTime::Date(end))) =
            (event.get_start(), event.get_end())
        else {
            panic!("an event of whole days");
        };
        assert!(first < end);
        assert!(event.get_timestamp().is_some());
        let summary = event.get_summary().unwrap();
        assert!(summary.starts_with("备案"), "{summary}");
        assert!(!event.components().is_empty(), "{summary} reminds nobody");
    }
    let last = events
        .iter()
        .find(|event| event.get_uid().unwrap().contains("last-submission"));
    let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    assert_eq!(last.unwrap().get_start(), Some(DatePerhapsTime::Date(day)));
    // Another day of submission moves the events and keeps what they are known by.
    let (later, _) = beian(&["plan", &path, "--as-of", "2026-10-12", "--format", "ics"]);
    assert_ne!(later, text);
    let later: icalendar::Calendar = later.parse().unwrap();
    let mut kept: Vec<&str> = later
        .events()
        .map(|event| event.get_uid().unwrap())
        .collect();
    uids.sort_unstable();
    kept.sort_unstable();
    assert_eq!(uids, kept);
    uids.dedup();
    assert_eq!(uids.len(), events.len());
}

#[test]
fn no_format_shows_a_number() {
    for name in [
        "enterprise-ready.toml",
        "cancel-service.toml",
        "change-principal.toml",
    ] {
        let path = example(name);
        for format in ["text", "json", "markdown", "html", "ics"] {
            let arguments = [
                "plan",
                &path,
                "--as-of",
                "2026-09-18",
                "--format",
                format,
                "-v",
            ];
            let (text, status) = beian(&arguments);
            assert_eq!(status, 0);
            assert!(!text.is_empty());
            // Folding may part a number.
            assert!(
                !text.replace("\r\n ", "").contains(MOBILE),
                "{name} {format}"
            );
        }
        let (text, _) = beian(&["plan", &path, "--as-of", "2026-09-18", "--unmask"]);
        assert!(text.contains(MOBILE), "{name}");
    }
}

#[test]
fn a_day_of_an_age_has_no_reason() {
    let directory = tempfile::tempdir().unwrap();
    let draft = std::fs::read_to_string(example("enterprise-ready.toml")).unwrap();
    // Turns 18 on 2026-10-12; the check digit is that of the number.
    let changed = draft.replace("140105199003070012", "140105200810120012");
    let path = directory.path().join("young.toml");
    std::fs::write(&path, with_check_digit(&changed)).unwrap();
    let path = path.display().to_string();
    let plan = plan(&path, "2026-09-18");
    assert_eq!(text(&plan, "/submission/first/day"), "2026-10-12");
    assert_eq!(
        plan["submission"]["first"]["reasons"],
        serde_json::json!([])
    );
    let (shown, _) = beian(&["plan", &path, "--as-of", "2026-09-18"]);
    assert!(
        !shown.contains("周岁") && !shown.contains("年龄"),
        "{shown}"
    );
}

/// A draft with the right check digit behind the number used above.
fn with_check_digit(draft: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = "14010520081012001";
    let sum: u32 = body
        .chars()
        .zip(WEIGHTS)
        .map(|(c, weight)| c.to_digit(10).unwrap() * weight)
        .sum();
    let check = "10X98765432".chars().nth((sum % 11) as usize).unwrap();
    draft.replace("140105200810120012", &format!("{body}{check}"))
}
