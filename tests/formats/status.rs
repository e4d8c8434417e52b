//! The exit status is the same for every format, and every format that counts counts the same.

use std::path::Path;

use serde_json::Value;

use crate::junit::root;
use crate::run::{Run, check, example, site};

const FORMATS: [&str; 9] = [
    "text", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown", "html",
];
const LEVELS: [&str; 5] = ["error", "warning", "incomplete", "documents", "never"];
/// Where the domain of the examples expires.
const EXPIRES: &str = "services[0].domains[0].expires";

/// A draft, what it is checked with, and the status by level.
struct Outcome {
    name: &'static str,
    draft: String,
    options: &'static [&'static str],
    statuses: [i32; 5],
}

fn allow(rule: &str, path: &str, more: &str) -> String {
    format!("\n[[allow]]\nrule = \"{rule}\"\npath = \"{path}\"\nreason = \"已在办理\"\n{more}")
}

fn outcomes() -> Vec<Outcome> {
    let ready = example("enterprise-ready.toml");
    let expiring = |day: &str| {
        let changed = ready.replace("expires = 2030-03-01", &format!("expires = {day}"));
        assert_ne!(changed, ready);
        changed
    };
    let (warned, failing) = (expiring("2027-02-20"), expiring("2026-12-31"));
    let blocked = example("enterprise-blocked.toml");
    let half = failing.replace("months = 12\n", "");
    assert_ne!(half, failing);
    let allowed = |draft: &str, more: &str| {
        let entry = allow("domain-validity", EXPIRES, more);
        format!("{draft}{entry}")
    };
    let of_no_rule = failing.clone() + &allow("domain-validty", EXPIRES, "");
    let unreasoned =
        format!("{failing}\n[[allow]]\nrule = \"domain-validity\"\npath = \"{EXPIRES}\"\n");
    let plain = [
        ("ready", example("cancel-service.toml"), [0, 0, 0, 0, 0]),
        ("documents", ready.clone(), [0, 0, 0, 1, 0]),
        ("warned", warned.clone(), [0, 1, 1, 1, 0]),
        (
            "incomplete",
            example("personal-incomplete.toml"),
            [0, 0, 1, 1, 0],
        ),
        ("blocked", blocked.clone(), [1, 1, 1, 1, 0]),
        (
            "unreadable",
            "format = 1\n[filing\n".to_owned(),
            [2, 2, 2, 2, 2],
        ),
        (
            "allowed-error",
            allowed(&failing, "until = 2026-11-21\n"),
            [0, 0, 0, 1, 0],
        ),
        ("allowed-warning", allowed(&warned, ""), [0, 0, 0, 1, 0]),
        // What is not known yet is left all the same.
        ("allowed-incomplete", allowed(&half, ""), [0, 0, 1, 1, 0]),
        (
            "allowed-one-of-four",
            allowed(&blocked, ""),
            [1, 1, 1, 1, 0],
        ),
        (
            "lapsed",
            allowed(&failing, "until = 2026-11-20\n"),
            [1, 1, 1, 1, 0],
        ),
        ("of-no-rule", of_no_rule, [1, 1, 1, 1, 0]),
        // An entry that accepts nothing fails nothing.
        ("stale", allowed(&ready, ""), [0, 0, 0, 1, 0]),
        ("without-reason", unreasoned, [2, 2, 2, 2, 2]),
    ];
    let plain = plain.map(|(name, draft, statuses)| Outcome {
        name,
        draft,
        options: &[],
        statuses,
    });
    let mut outcomes = Vec::from(plain);
    outcomes.extend([
        Outcome {
            name: "baselined",
            draft: blocked.clone(),
            options: &["--baseline", "known.json"],
            statuses: [0, 0, 0, 1, 0],
        },
        Outcome {
            name: "newer-than-baseline",
            draft: blocked,
            options: &["--baseline", "older.json"],
            statuses: [1, 1, 1, 1, 0],
        },
        Outcome {
            name: "lowered",
            draft: failing,
            options: &["--config", "lower.toml"],
            statuses: [0, 1, 1, 1, 0],
        },
        Outcome {
            name: "raised",
            draft: warned,
            options: &["--config", "raise.toml"],
            statuses: [1, 1, 1, 1, 0],
        },
    ]);
    outcomes
}

/// Drafts, baselines and configurations in a directory.
fn world(outcomes: &[Outcome]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    for outcome in outcomes {
        write(&format!("{}.toml", outcome.name), &outcome.draft);
    }
    write(
        "lower.toml",
        "severity = { domain-validity = \"warning\" }\n",
    );
    write("raise.toml", "severity = { domain-validity = \"error\" }\n");
    let args = [
        "baselined.toml",
        "--baseline",
        "known.json",
        "--write-baseline",
    ];
    assert_eq!(check(dir.path(), &args).status, 0);
    let known = std::fs::read_to_string(dir.path().join("known.json")).unwrap();
    let mut older: Value = serde_json::from_str(&known).unwrap();
    let mut entries = older["drafts"]["baselined.toml"].take();
    entries.as_array_mut().unwrap().remove(0);
    older["drafts"] = serde_json::json!({ "newer-than-baseline.toml": entries });
    write("older.json", &older.to_string());
    dir
}

/// Whether a report of a format says that the run fails.
fn is_failing(format: &str, level: &str, output: &str) -> Option<bool> {
    let value = || serde_json::from_str::<Value>(output).unwrap();
    Some(match format {
        "junit" => {
            let root = root(output);
            let suite = &root.children[0].attributes;
            suite["failures"] != "0" || suite["errors"] != "0"
        }
        // Warnings stay warnings, whatever the level.
        "github" if level != "warning" => {
            let is_error = |line: &str| line.starts_with("::error ");
            let is_warning = |line: &str| line.starts_with("::warning ");
            output.lines().any(|line| {
                is_error(line) || (is_warning(line) && ["incomplete", "documents"].contains(&level))
            })
        }
        "sarif" => value()["runs"][0]["invocations"][0]["exitCode"] != 0,
        _ => return None,
    })
}

/// A command with its options: gives what came of it.
type Command<'c> = &'c dyn Fn(&[&str]) -> Run;

/// One format on standard output. Every format comes with every draft and with every level; all
/// three together are those of all formats at once.
fn assert_each_format(number: usize, name: &str, statuses: [i32; 5], command: Command<'_>) {
    for (shift, format) in FORMATS.into_iter().enumerate() {
        let at = (number + shift) % LEVELS.len();
        let (level, status) = (LEVELS[at], statuses[at]);
        let run = command(&["--fail-on", level, "--format", format]);
        assert_eq!(
            run.status, status,
            "{name} {level} {format}: {}",
            run.stderr
        );
        assert_eq!(run.stderr, "", "{name} {level} {format}");
        assert_shown(name, level, format, &run.stdout, status);
    }
}

/// All formats in files, at every level.
fn assert_all_formats(dir: &Path, name: &str, statuses: [i32; 5], command: Command<'_>) {
    let requests = FORMATS.map(|format| format!("{format}={format}.out"));
    for (level, status) in LEVELS.into_iter().zip(statuses) {
        let mut args = vec!["--fail-on", level];
        for request in &requests {
            args.extend(["--format", request]);
        }
        let run = command(&args);
        assert_eq!(run.status, status, "{name} {level}: {}", run.stderr);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
        for format in FORMATS {
            let path = dir.join(format!("{format}.out"));
            let written = std::fs::read_to_string(&path).unwrap();
            assert!(written.ends_with('\n') || format == "github" || format == "html");
            assert_shown(name, level, format, &written, status);
            std::fs::remove_file(path).unwrap();
        }
    }
}

/// A failure is shown as one; with `never` what is shown says nothing of the status.
fn assert_shown(name: &str, level: &str, format: &str, output: &str, status: i32) {
    if level != "never"
        && let Some(is_failing) = is_failing(format, level, output)
    {
        assert_eq!(is_failing, status > 0, "{name} {level} {format}");
    }
}

#[test]
fn the_status_is_the_same_in_every_format() {
    let outcomes = outcomes();
    let dir = world(&outcomes);
    for (number, outcome) in outcomes.iter().enumerate() {
        let file = format!("{}.toml", outcome.name);
        let command = |args: &[&str]| {
            check(
                dir.path(),
                &[&[file.as_str()], args, outcome.options].concat(),
            )
        };
        assert_each_format(number, outcome.name, outcome.statuses, &command);
    }
}

#[test]
fn the_status_is_the_same_with_all_formats_at_once() {
    let outcomes = outcomes();
    let dir = world(&outcomes);
    for outcome in &outcomes {
        let file = format!("{}.toml", outcome.name);
        let command = |args: &[&str]| {
            check(
                dir.path(),
                &[&[file.as_str()], args, outcome.options].concat(),
            )
        };
        assert_all_formats(dir.path(), outcome.name, outcome.statuses, &command);
    }
}

#[test]
fn the_gravest_draft_decides_in_every_format() {
    let outcomes = outcomes();
    let dir = world(&outcomes);
    for format in FORMATS {
        let status = |drafts: &[&str]| {
            let args = [drafts, &["--format", format]].concat();
            check(dir.path(), &args).status
        };
        assert_eq!(status(&["ready.toml", "blocked.toml"]), 1);
        assert_eq!(status(&["ready.toml", "allowed-error.toml"]), 0);
        assert_eq!(status(&["allowed-error.toml", "lapsed.toml"]), 1);
        assert_eq!(
            status(&["blocked.toml", "unreadable.toml", "ready.toml"]),
            2
        );
        assert_eq!(status(&["ready.toml", "nowhere.toml"]), 2);
    }
}

/// Pages, and the status by level.
const PAGES: [(&str, &str, [i32; 5]); 5] = [
    (
        "right.html",
        "<html><body><a href=https://beian.miit.gov.cn>京ICP备12345678号-1</a></body></html>",
        [0, 0, 0, 0, 0],
    ),
    (
        "warned.html",
        "<html><body><a href=https://beian.miit.gov.cn>京ICP备12345678-1</a></body></html>",
        [0, 1, 1, 1, 0],
    ),
    (
        "template.html",
        "<html><body>{{ footer }}</body></html>",
        [0, 0, 1, 1, 0],
    ),
    (
        "wrong.html",
        "<html><body>京ICP备12345678号-1</body></html>",
        [1, 1, 1, 1, 0],
    ),
    ("binary.html", "\u{0}\u{1}\u{0}", [2, 2, 2, 2, 2]),
];

#[test]
fn the_status_of_pages_is_the_same_in_every_format() {
    let dir = tempfile::tempdir().unwrap();
    for (number, (name, text, statuses)) in PAGES.into_iter().enumerate() {
        let mut bytes = text.as_bytes().to_vec();
        if statuses[0] == 2 {
            bytes.push(0xff);
        }
        std::fs::write(dir.path().join(name), bytes).unwrap();
        let command = |args: &[&str]| site(dir.path(), &[&[name], args].concat());
        assert_each_format(number, name, statuses, &command);
        assert_all_formats(dir.path(), name, statuses, &command);
    }
    for format in FORMATS {
        let status = |pages: &[&str]| {
            let args = [pages, &["--format", format]].concat();
            site(dir.path(), &args).status
        };
        assert_eq!(status(&["right.html", "wrong.html"]), 1);
        assert_eq!(status(&["wrong.html", "binary.html", "right.html"]), 2);
        assert_eq!(status(&["."]), 2);
    }
}

/// A full disk is told in the user's words, whatever writes.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_in_words() {
    for args in [
        &["check", "examples/enterprise-ready.toml"][..],
        &["batch", "examples/enterprise-ready.toml"],
        &["plan", "examples/enterprise-ready.toml"],
        &["rules", "list"],
    ] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_beian"))
            .args(args)
            .env("BEIAN_LANG", "zh")
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("磁盘满了"), "{told}");
        assert!(!told.contains("os error"), "{told}");
    }
}
