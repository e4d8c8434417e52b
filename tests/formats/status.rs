//! The exit status is the same for every format, and every format that counts counts the same.

use serde_json::Value;

use crate::junit::root;
use crate::run::{Run, check, example, site};

const FORMATS: [&str; 9] = [
    "text", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown", "html",
];
const LEVELS: [&str; 5] = ["error", "warning", "incomplete", "documents", "never"];

/// Drafts, and the status by level.
fn outcomes() -> Vec<(&'static str, String, [i32; 5])> {
    let ready = example("enterprise-ready.toml");
    let warned = ready.replace("expires = 2030-03-01", "expires = 2027-02-20");
    assert_ne!(warned, ready);
    vec![
        ("ready", example("cancel-service.toml"), [0, 0, 0, 0, 0]),
        ("documents", ready, [0, 0, 0, 1, 0]),
        ("warned", warned, [0, 1, 1, 1, 0]),
        (
            "incomplete",
            example("personal-incomplete.toml"),
            [0, 0, 1, 1, 0],
        ),
        (
            "blocked",
            example("enterprise-blocked.toml"),
            [1, 1, 1, 1, 0],
        ),
        (
            "unreadable",
            "format = 1\n[filing\n".to_owned(),
            [2, 2, 2, 2, 2],
        ),
    ]
}

/// Whether a report of a format says that the run fails.
fn is_failing(format: &str, level: &str, run: &Run) -> Option<bool> {
    let value = || serde_json::from_str::<Value>(&run.stdout).unwrap();
    Some(match format {
        "junit" => {
            let root = root(&run.stdout);
            let suite = &root.children[0].attributes;
            suite["failures"] != "0" || suite["errors"] != "0"
        }
        // Warnings stay warnings, whatever the level.
        "github" if level != "warning" => {
            let is_error = |line: &str| line.starts_with("::error ");
            let is_warning = |line: &str| line.starts_with("::warning ");
            run.stdout.lines().any(|line| {
                is_error(line) || (is_warning(line) && ["incomplete", "documents"].contains(&level))
            })
        }
        "sarif" => value()["runs"][0]["invocations"][0]["exitCode"] != 0,
        _ => return None,
    })
}

#[test]
fn the_status_is_the_same_in_every_format() {
    let dir = tempfile::tempdir().unwrap();
    for (name, draft, statuses) in outcomes() {
        let file = format!("{name}.toml");
        std::fs::write(dir.path().join(&file), draft).unwrap();
        for (level, status) in LEVELS.into_iter().zip(statuses) {
            for format in FORMATS {
                let args = [file.as_str(), "--fail-on", level, "--format", format];
                let run = check(dir.path(), &args);
                assert_eq!(
                    run.status, status,
                    "{name} {level} {format}: {}",
                    run.stderr
                );
                assert_eq!(run.stderr, "");
                // With `never` a failure is still shown as one.
                if level != "never"
                    && let Some(is_failing) = is_failing(format, level, &run)
                {
                    assert_eq!(is_failing, status > 0, "{name} {level} {format}");
                }
            }
        }
    }
}

#[test]
fn the_gravest_draft_decides_in_every_format() {
    let dir = tempfile::tempdir().unwrap();
    for (name, draft, _) in outcomes() {
        std::fs::write(dir.path().join(name).with_extension("toml"), draft).unwrap();
    }
    for format in FORMATS {
        let status = |drafts: &[&str]| {
            let args = [drafts, &["--format", format]].concat();
            check(dir.path(), &args).status
        };
        assert_eq!(status(&["ready.toml", "blocked.toml"]), 1);
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
    for (name, text, statuses) in PAGES {
        let mut bytes = text.as_bytes().to_vec();
        if statuses[0] == 2 {
            bytes.push(0xff);
        }
        std::fs::write(dir.path().join(name), bytes).unwrap();
        for (level, status) in LEVELS.into_iter().zip(statuses) {
            for format in FORMATS {
                let args = [name, "--fail-on", level, "--format", format];
                let run = site(dir.path(), &args);
                assert_eq!(
                    run.status, status,
                    "{name} {level} {format}: {}",
                    run.stderr
                );
                assert_eq!(run.stderr, "");
                if level != "never"
                    && let Some(is_failing) = is_failing(format, level, &run)
                {
                    assert_eq!(is_failing, status > 0, "{name} {level} {format}");
                }
            }
        }
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
