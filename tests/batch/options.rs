//! What is written of what is checked, and the exit status.

use std::collections::BTreeMap;

use super::{batch, folder, lines, sources, text};

#[test]
fn only_some_are_written_but_all_count() {
    let input = lines(41, 150) + "{\n";
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let all = batch(folder.path(), &["a.jsonl", "--detail", "compact"]);
    assert_eq!(all.status, 2);
    let all_records = all.records();
    for only in [
        "ready",
        "incomplete",
        "blocked",
        "unreadable",
        "ready,unreadable",
    ] {
        let some = batch(
            folder.path(),
            &["a.jsonl", "--detail", "compact", "--only", only],
        );
        let wanted: Vec<&str> = all_records
            .iter()
            .filter(|own| only.split(',').any(|id| id == text(own, "/verdict")))
            .map(|own| text(own, "/source"))
            .collect();
        assert!(!wanted.is_empty(), "{only}");
        assert_eq!(sources(&some.records()), wanted);
        assert_eq!((some.status, some.told), (2, all.told.clone()));
    }
}

#[test]
fn limit_takes_the_first() {
    let input = lines(42, 60);
    let folder = folder(&[("a.jsonl", input.as_bytes()), ("b.jsonl", input.as_bytes())]);
    let all = batch(folder.path(), &["a.jsonl", "b.jsonl"]);
    let whole = String::from_utf8(all.out).unwrap();
    for most in [0, 1, 7, 59, 60, 61, 10_000] {
        let run = batch(
            folder.path(),
            &[
                "a.jsonl",
                "b.jsonl",
                "-j",
                "4",
                "--limit",
                &most.to_string(),
            ],
        );
        let wanted: String = whole.split_inclusive('\n').take(most).collect();
        assert!(run.out == wanted.as_bytes(), "{most}");
    }
}

#[test]
fn fail_fast_ends_with_the_first_that_fails() {
    let input = lines(43, 300);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let all = batch(folder.path(), &["a.jsonl"]);
    let records = all.records();
    let first = |fails: &dyn Fn(&str) -> bool| {
        let own = records.iter().position(|own| fails(text(own, "/verdict")));
        own.unwrap() + 1
    };
    let whole = String::from_utf8(all.out).unwrap();
    for (fail_on, count) in [
        ("error", first(&|verdict| verdict == "blocked")),
        ("incomplete", first(&|verdict| verdict != "ready")),
    ] {
        for jobs in ["1", "2", "8"] {
            let run = batch(
                folder.path(),
                &["a.jsonl", "--fail-fast", "--fail-on", fail_on, "-j", jobs],
            );
            let out = String::from_utf8(run.out).unwrap();
            assert_eq!(run.status, 1);
            assert!(whole.starts_with(&out));
            // A warning counts before what is incomplete.
            assert!(out.lines().count() <= count, "{fail_on}: {count}");
            assert!(out.lines().count() > 0);
        }
    }
}

#[test]
fn the_exit_status_is_that_of_the_gravest() {
    let ready = include_str!("../../examples/enterprise-ready.toml");
    let blocked = include_str!("../../examples/enterprise-blocked.toml");
    let incomplete = include_str!("../../examples/personal-incomplete.toml");
    let folder = folder(&[
        ("ready/a.toml", ready.as_bytes()),
        ("blocked/a.toml", blocked.as_bytes()),
        ("blocked/b.toml", ready.as_bytes()),
        ("incomplete/a.toml", incomplete.as_bytes()),
        ("broken/a.toml", b"format = 1\n[filing]\nkind = 3\n"),
        ("broken/b.toml", blocked.as_bytes()),
    ]);
    let wanted = BTreeMap::from([
        ("ready", [0, 0, 0, 0]),
        ("blocked", [0, 1, 1, 1]),
        ("incomplete", [0, 0, 1, 1]),
        ("broken", [2, 2, 2, 2]),
    ]);
    for (input, wanted) in wanted {
        for (level, status) in ["never", "error", "incomplete", "documents"]
            .iter()
            .zip(wanted)
        {
            if (input, *level) == ("ready", "documents") {
                continue;
            }
            for format in ["jsonl", "csv", "summary"] {
                let args = [input, "--fail-on", level, "--format", format];
                let run = Command::of(folder.path(), &args);
                assert_eq!(run, status, "{input} {level} {format}");
            }
        }
    }
}

/// The examples are of another day than the generated drafts.
struct Command;

impl Command {
    fn of(folder: &std::path::Path, args: &[&str]) -> i32 {
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_beian"))
            .current_dir(folder)
            .env("BEIAN_LANG", "zh")
            .arg("batch")
            .args(args)
            .args(["--as-of", "2026-11-21"])
            .output()
            .unwrap()
            .status;
        status.code().unwrap()
    }
}

#[test]
fn the_summary_counts_what_the_records_say() {
    let input = lines(44, 200) + "[]\n";
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let run = batch(folder.path(), &["a.jsonl", "--summary-json", "s.json"]);
    let summary: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("s.json")).unwrap()).unwrap();
    let records = run.records();
    assert_eq!(summary["records"], records.len());
    let mut rules: BTreeMap<&str, u64> = BTreeMap::new();
    for verdict in ["ready", "incomplete", "blocked", "unreadable"] {
        let count = records
            .iter()
            .filter(|own| text(own, "/verdict") == verdict);
        assert_eq!(summary["summary"][verdict], count.count(), "{verdict}");
    }
    for record in &records {
        let mut own: Vec<&str> = record["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| text(finding, "/rule"))
            .collect();
        own.sort_unstable();
        own.dedup();
        for rule in own {
            *rules.entry(rule).or_default() += 1;
        }
    }
    let told: BTreeMap<&str, u64> = summary["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| (text(own, "/rule"), own["drafts"].as_u64().unwrap()))
        .collect();
    assert_eq!(told, rules);
    let provinces: u64 = summary["provinces"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| own["ready"].as_u64().unwrap())
        .sum();
    assert_eq!(summary["summary"]["ready"], provinces);
}

#[test]
fn a_directory_without_rules_is_refused() {
    let input = lines(21, 1);
    let folder = folder(&[("a.jsonl", input.as_bytes()), ("rules/read.me", b"")]);
    let run = batch(folder.path(), &["a.jsonl", "--rules", "rules"]);
    assert_eq!(run.status, 2);
    assert!(run.told.contains("没有规则文件"), "{}", run.told);
}

#[test]
fn a_column_that_was_not_read_is_told_to_the_quiet_too() {
    let folder = folder(&[(
        "a.csv",
        "备案类型,备案省份,别的\n首次备案,山西,甲\n".as_bytes(),
    )]);
    let run = batch(folder.path(), &["a.csv", "-q"]);
    assert!(run.told.contains("“别的”"), "{}", run.told);
}
