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

fn step<'v>(plan: &'v Value, id: &str) -> &'v Value {
    let mut steps = plan["steps"].as_array().unwrap().iter();
    steps.find(|step| step["id"] == id).unwrap()
}

/// What is said of the steps of a plan, one a line: when each ends, `?` where that is a guess.
fn days(plan: &Value) -> Vec<String> {
    let steps = plan["steps"].as_array().unwrap().iter();
    let of = |step: &Value, end: &str| text(step, &format!("/ends/{end}")).to_owned();
    steps
        .filter(|step| step["phase"] != "prepare")
        .map(|step| {
            let guess = if step["is_guessed"] == true { "?" } else { "" };
            let days = (of(step, "earliest"), of(step, "latest"));
            format!("{} {} {}{guess}", text(step, "/id"), days.0, days.1)
        })
        .collect()
}

/// Submitted on Tuesday 10 February 2026, before the Spring Festival: 15 to 23 February are off,
/// Saturdays 14 and 28 February are worked. Provider 1 to 2 working days, code within 24 hours,
/// bureau 3 to 20 working days, result within 7 hours.
#[test]
fn around_the_spring_festival_of_2026() {
    let plan = plan(&example("enterprise-ready.toml"), "2026-02-10");
    assert_eq!(plan["years_without_notice"], serde_json::json!([]));
    assert_eq!(
        days(&plan),
        [
            "submit 2026-02-10 2026-02-10",
            // 11 (1); 12 (2).
            "provider-review 2026-02-11 2026-02-12",
            // A day after either.
            "sms 2026-02-12 2026-02-13",
            // Verified at once on the 11th: 12 (1), 13 (2), Sat 14 worked (3).
            // Verified on the 13th: Sat 14 (1); 24 to 27 (2 to 5), Sat 28 worked (6);
            // March 2 to 6 (7 to 11), 9 to 13 (12 to 16), 16 to 19 (17 to 20).
            "bureau-review 2026-02-14 2026-03-19",
            // The same day, or past midnight.
            "notification 2026-02-14 2026-03-20",
            // Told on Sat 14 the next working day is Tue 24; told on Fri 20 it is Mon 23.
            "resolution 2026-02-24 2026-03-23",
            // Not before the site opens, which may be at once.
            "footer-number 2026-02-14 2026-03-23",
            // 14 February + 30 = 16 March (14 days left of the month, then 16); 23 March + 30 =
            // 22 April (8 left, then 22).
            "police-filing 2026-03-16 2026-04-22",
            // Filed on the first day: 30 from 14 February too. On the last: 22 April + 30 = 22 May.
            "police-number 2026-03-16 2026-05-22",
        ]
    );
    assert_eq!(text(&plan, "/through/earliest"), "2026-02-14");
    assert_eq!(text(&plan, "/through/latest"), "2026-03-20");
}

/// Submitted on Thursday 24 September 2026, by Tencent Cloud in Zhejiang, where the bureau takes up
/// to 30 working days: 25 to 27 September and 1 to 7 October are off, Sunday 20 September (before)
/// and Saturday 10 October are worked.
#[test]
fn around_national_day_of_2026() {
    let path = example("enterprise-ready.toml");
    let arguments = [
        "plan",
        &path,
        "--as-of",
        "2026-09-24",
        "--format",
        "json",
        "--province",
        "浙江",
        "--provider",
        "tencentcloud",
    ];
    let (written, _) = beian(&arguments);
    let plan: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(plan["years_without_notice"], serde_json::json!([]));
    assert_eq!(
        days(&plan)[..7],
        [
            "submit 2026-09-24 2026-09-24",
            // Fri 25 to Sun 27 are off: Mon 28 (1).
            "provider-review 2026-09-28 2026-09-28",
            // 45 days: 6 left of September, 31 of October, 8 of November.
            "order-validity 2026-11-08 2026-11-08",
            // Tue 29 (1); 29, 30 (2), October 8 (3).
            "forward 2026-09-29 2026-10-08",
            "sms 2026-09-30 2026-10-09",
            // Verified on 29 September: 30 (1).
            // Verified on Fri 9 October: Sat 10 worked (1); 12 to 16 (2 to 6), 19 to 23 (7 to 11),
            // 26 to 30 (12 to 16); November 2 to 6 (17 to 21), 9 to 13 (22 to 26), 16 to 19
            // (27 to 30).
            "bureau-review 2026-09-30 2026-11-19",
            // October 8 (1); November 20 (1), Mon 23 (2).
            "notification 2026-10-08 2026-11-23",
        ]
    );
}

/// Submitted on Thursday 28 January 2027. The notice of 2027 is not known: of the Spring Festival
/// the four statutory days count, 5 to 8 February, and no weekend is worked.
#[test]
fn into_the_spring_festival_of_a_year_without_a_notice() {
    let path = example("enterprise-ready.toml");
    let plan = plan(&path, "2027-01-28");
    assert_eq!(plan["years_without_notice"], serde_json::json!([2027]));
    assert_eq!(
        days(&plan)[..5],
        [
            "submit 2027-01-28 2027-01-28",
            // Fri 29 (1); Mon 1 February (2).
            "provider-review 2027-01-29 2027-02-01?",
            // What follows a guess is one.
            "sms 2027-01-30 2027-02-02?",
            // From Fri 29: February 1, 2, 3.
            // From Tue 2: 3, 4 (2); Fri 5 and Mon 8 are off; 9 to 12 (3 to 6), 15 to 19 (7 to 11),
            // 22 to 26 (12 to 16), March 1 to 4 (17 to 20).
            "bureau-review 2027-02-03 2027-03-04?",
            "notification 2027-02-03 2027-03-05?",
        ]
    );
    let (shown, _) = beian(&["plan", &path, "--as-of", "2027-01-28"]);
    assert!(shown.contains("2027 年的放假通知还不知道"), "{shown}");
}

/// Over New Year: what ends in 2026 is certain, what reaches into 2027 is a guess. 1 January 2027 is
/// a Friday and off; whether a Sunday is worked for it nobody knows yet.
#[test]
fn a_guess_begins_with_the_year() {
    let plan = plan(&example("enterprise-ready.toml"), "2026-12-28");
    assert_eq!(
        days(&plan)[..4],
        [
            "submit 2026-12-28 2026-12-28",
            // Tue 29 (1), Wed 30 (2).
            "provider-review 2026-12-29 2026-12-30",
            "sms 2026-12-30 2026-12-31",
            // From Tue 29: 30 (1), 31 (2), Mon 4 January (3).
            // From Thu 31: 4 to 8 (1 to 5), 11 to 15 (6 to 10), 18 to 22 (11 to 15), 25 to 29
            // (16 to 20).
            "bureau-review 2027-01-04 2027-01-29?",
        ]
    );
}

/// Verified on Friday 13 February 2026, the last but one working day before the Spring Festival:
/// Sat 14 is worked (1), 15 to 23 are off, Tue 24 (2), Wed 25 (3). Three working days have to pass.
#[test]
fn waiting_after_the_verification_leaves_holidays_out() {
    let directory = tempfile::tempdir().unwrap();
    let draft = std::fs::read_to_string(example("enterprise-ready.toml")).unwrap();
    let changed = draft.replace("verified_on = 2024-03-05", "verified_on = 2026-02-13");
    assert_ne!(changed, draft);
    let path = directory.path().join("draft.toml");
    std::fs::write(&path, changed).unwrap();
    let path = path.display().to_string();
    let waiting = plan(&path, "2026-02-16");
    let sync = step(&waiting, "domain-registry-sync");
    assert_eq!(text(sync, "/ends/latest"), "2026-02-25");
    assert_eq!(
        text(&waiting, "/submission/first_advised/day"),
        "2026-02-25"
    );
    assert_eq!(
        text(&waiting, "/submission/first_advised/beyond"),
        "2026-02-24"
    );
    // After a transfer it is five: 26 (4), 27 (5).
    let draft = std::fs::read_to_string(&path).unwrap();
    let moved = draft.replace(
        "verified_on = 2026-02-13",
        "verified_on = 2024-03-05\ntransferred_on = 2026-02-13",
    );
    std::fs::write(&path, moved).unwrap();
    let waiting = plan(&path, "2026-02-16");
    assert_eq!(
        text(&waiting, "/submission/first_advised/day"),
        "2026-02-27"
    );
}

/// A verification that is not known is not waited out.
#[test]
fn what_is_not_known_is_not_done() {
    let plan = plan(&example("personal-incomplete.toml"), "2026-09-18");
    let sync = step(&plan, "domain-registry-sync");
    assert_eq!(sync["is_done"], false);
    assert_eq!(sync["ends"]["latest"], Value::Null);
    let missing = plan["submission"]["missing"].as_array().unwrap();
    let paths: Vec<&str> = missing.iter().map(|own| text(own, "/path")).collect();
    assert!(
        paths.contains(&"services[0].domains[0].verified_on"),
        "{paths:?}"
    );
}

/// The severities of `beian.toml` hold in plans as in checks.
#[test]
fn severities_of_the_settings_hold() {
    let directory = tempfile::tempdir().unwrap();
    let path = expiring(directory.path(), "2027-03-01");
    let settings = directory.path().join("beian.toml");
    let run = || {
        let output = Command::new(env!("CARGO_BIN_EXE_beian"))
            .current_dir(directory.path())
            .args(["plan", &path, "--as-of", "2026-09-18", "--format", "json"])
            .output()
            .unwrap();
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    assert_eq!(text(&run(), "/submission/last/day"), "2026-12-01");
    std::fs::write(&settings, "[severity]\ndomain-validity = \"warning\"\n").unwrap();
    let lenient = run();
    assert_eq!(lenient["submission"]["last"], Value::Null);
    assert_eq!(
        text(&lenient, "/submission/last_advised/reasons/0/rule"),
        "lapses-during-review"
    );
}
