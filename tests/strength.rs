//! `beian rules test`: what it says of a ruleset whose cases hold it fast, and of one whose cases do
//! not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "these are tests"
)]

use std::path::Path;
use std::process::Command;

const RULES: &str = r#"
[[list]]
id = "house-words"
words = ["甲甲", "乙乙", "丙丙", "丁丁"]
facts = ["house-01"]

[[fact]]
id = "house-01"
statement = "自家的规矩"
confidence = "high"
sources = [{ who = "house", title = "rules", as_of = "2026-07" }]

[[document]]
id = "house-letter"
name = { zh = "自家的信", en = "House letter" }
of = "subject"
facts = ["house-01"]

[[require]]
document = "house-letter"
filings = ["new"]
when.subject.has_seal = false
facts = ["house-01"]

[[rule]]
id = "house-rule"
title = { zh = "自家的规则", en = "House rule" }
each = "domain"
filings = ["new"]
at = "domain.name"
params.least = { type = "days", default = 100, zh = "天数", en = "days" }
params.mode = { type = { one_of = ["strict", "lax"] }, default = "strict", zh = "方式", en = "mode" }
facts = ["house-01"]
message = { zh = "太短", en = "too short" }

[[rule.branch]]
id = "short"
severity = "warning"
if = { param.mode = "strict", domain.days_to_expiry.below = "$least" }

[[rule.branch]]
id = "word"
severity = "notice"
if.service.name.contains_any = "@house-words"

[[except]]
rule = "house-rule"
when.subject.kind = "institution"
facts = ["house-01"]
"#;

/// Cases that hold the rules above fast, but for the digest.
const CASES: &str = r#"
[[case]]
rule = "house-rule"
name = "99 days"
draft.services = [{ domains = [{ expires = 2027-02-28 }] }]
expect = "warning"

[[case]]
rule = "house-rule"
name = "100 days"
draft.services = [{ domains = [{ expires = 2027-03-01 }] }]
expect = "pass"

[[case]]
rule = "house-rule"
name = "institutions are excepted"
base = "institution"
draft.services = [{ domains = [{ expires = 2027-02-28 }] }]
expect = "pass"
only = false

[[case]]
rule = "house-rule"
name = "the first word"
draft.services = [{ name = "太原甲甲网络科技" }]
expect = "notice"
only = false

[[case]]
rule = "house-rule"
name = "a word of the middle"
draft.services = [{ name = "太原乙乙网络科技" }]
expect = "notice"
only = false

[[case]]
rule = "house-rule"
name = "the last word"
draft.services = [{ name = "太原丁丁网络科技" }]
expect = "notice"
only = false

[[case]]
document = "house-letter"
name = "without a seal"
draft.subject.has_seal = false
expect = "missing"

[[case]]
document = "house-letter"
name = "with a seal"
expect = "absent"
"#;

/// What `beian rules test` prints for a directory, and whether it found nothing.
fn test(directory: &Path, arguments: &[&str]) -> (String, bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .args(["--lang", "en", "rules", "test"])
        .args(arguments)
        .arg(directory)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{text}");
    (text, output.status.success())
}

fn directory(rules: &str, cases: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("house.toml"), rules).unwrap();
    std::fs::write(directory.path().join("cases.toml"), cases).unwrap();
    directory
}

/// The directory above, with its digests written.
fn sound() -> tempfile::TempDir {
    let directory = directory(RULES, CASES);
    let (text, sound) = test(directory.path(), &["--update-digests"]);
    assert!(
        !sound && text.contains("1 word lists were written"),
        "{text}"
    );
    directory
}

/// What is printed after something in a file is replaced.
fn after(file: &str, from: &str, to: &str) -> String {
    let directory = sound();
    let path = directory.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    let (text, sound) = test(directory.path(), &[]);
    assert!(!sound, "{text}");
    text
}

/// The cases without the one of a name.
fn without_case(name: &str) -> String {
    let cases: Vec<&str> = CASES.split("[[case]]").collect();
    let left: Vec<&str> = cases
        .into_iter()
        .filter(|case| !case.contains(&format!("name = \"{name}\"\n")))
        .collect();
    assert_eq!(left.len() + 1, CASES.split("[[case]]").count());
    left.join("[[case]]")
}

#[test]
fn cases_that_hold_everything_pass() {
    let directory = sound();
    let (text, sound) = test(directory.path(), &[]);
    assert!(sound, "{text}");
    assert!(text.contains("8 cases: 8 passed, 0 failed"), "{text}");
    assert!(
        text.contains("changes were tried and all were noticed"),
        "{text}"
    );
}

#[test]
fn what_no_case_notices_is_told() {
    for (name, wanted) in [
        ("99 days", "changed to 99"),
        ("100 days", "changed to 101"),
        ("institutions are excepted", "if the exception is taken out"),
        ("the first word", "without 甲甲"),
        ("a word of the middle", "without 乙乙"),
        ("the last word", "without 丁丁"),
        ("without a seal", "asks for its documents: house-letter"),
    ] {
        let directory = directory(RULES, &without_case(name));
        let (text, sound) = test(directory.path(), &[]);
        assert!(!sound && text.contains(wanted), "{name}: {text}");
        assert!(text.contains("house.toml:"), "{text}");
        let (text, sound) = test(directory.path(), &["--quick"]);
        assert!(sound && !text.contains("changes"), "{text}");
    }
    let directory = directory(RULES, "");
    let (text, _) = test(directory.path(), &[]);
    for wanted in [
        "no case makes its branch `short` fail",
        "no case makes its branch `word` fail",
        "mode = strict: changed to lax",
        "`house-words` has no digest",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}

#[test]
fn a_changed_list_is_told_until_its_digest_is_written_anew() {
    let text = after("house.toml", "\"丙丙\"", "\"丙丙丙\"");
    assert!(text.contains("its digest differs"), "{text}");
    let directory = sound();
    let path = directory.path().join("house.toml");
    std::fs::write(&path, RULES.replace("\"丙丙\"", "\"丙丙丙\"")).unwrap();
    test(directory.path(), &["--update-digests"]);
    let (text, sound) = test(directory.path(), &[]);
    assert!(sound, "{text}");
    let text = after("digests.toml", "house-words", "horse-words");
    assert!(
        text.contains("no word list is called `horse-words`"),
        "{text}"
    );
}

#[test]
fn a_case_may_look_at_one_branch() {
    let text = after(
        "cases.toml",
        "expect = \"warning\"",
        "expect = \"warning\"\nbranch = \"word\"",
    );
    assert!(
        text.contains("warning was expected and pass came out"),
        "{text}"
    );
    let text = after(
        "cases.toml",
        "expect = \"warning\"",
        "expect = \"warning\"\nbranch = \"long\"",
    );
    assert!(text.contains("has no branch called `long`"), "{text}");
}

#[test]
fn a_change_that_makes_no_difference_can_be_said_to() {
    let said = "\n[[indifferent]]\nrule = \"house-rule\"\nparam = \"least\"\nvalues = [\"101\"]\nreason = { zh = \"例\", en = \"example\" }\n";
    let directory = sound();
    let cases = without_case("100 days") + said;
    std::fs::write(directory.path().join("cases.toml"), cases).unwrap();
    let (text, sound) = test(directory.path(), &[]);
    assert!(sound, "{text}");
    std::fs::write(
        directory.path().join("cases.toml"),
        format!("{CASES}{said}"),
    )
    .unwrap();
    let (text, sound) = test(directory.path(), &[]);
    assert!(
        !sound && text.contains("cases notice these changes"),
        "{text}"
    );
}

#[test]
fn the_embedded_cases_pass() {
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .args(["rules", "test", "--quick"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
}
