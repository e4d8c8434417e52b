//! Several formats at once, and where they go.

use std::path::Path;

use crate::run::{check, example};

const ALL: [&str; 9] = [
    "text", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown", "html",
];

fn with_draft() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(
        dir.path().join("草稿.toml"),
        example("enterprise-blocked.toml"),
    )
    .unwrap();
    dir
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn several_at_once_are_what_each_is_alone() {
    let dir = with_draft();
    let requests: Vec<String> = ALL
        .iter()
        .map(|format| format!("{format}={format}.out"))
        .collect();
    let mut args = vec!["草稿.toml", "--format", "text"];
    for request in &requests {
        args.extend(["--format", request]);
    }
    let run = check(dir.path(), &args);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    for format in ALL {
        let alone = check(dir.path(), &["草稿.toml", "--format", format]);
        let file = std::fs::read_to_string(dir.path().join(format!("{format}.out"))).unwrap();
        assert_eq!(file, alone.stdout, "{format}");
        if format == "text" {
            assert_eq!(run.stdout, alone.stdout);
        }
    }
    assert_eq!(
        names(dir.path()).len(),
        ALL.len() + 1,
        "nothing is left behind"
    );
}

#[test]
fn the_option_for_one_file_takes_the_format_that_has_none() {
    let dir = with_draft();
    let args = [
        "草稿.toml",
        "--format",
        "sarif=a.sarif",
        "--format",
        "junit",
        "-o",
        "b.xml",
    ];
    let run = check(dir.path(), &args);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    let file = |name: &str| std::fs::read_to_string(dir.path().join(name)).unwrap();
    assert!(file("a.sarif").starts_with('{'));
    assert!(file("b.xml").starts_with("<?xml"));
    // A hyphen is standard output.
    let run = check(dir.path(), &["草稿.toml", "--format", "json=-"]);
    assert!(run.stdout.starts_with('{'));
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_written() {
    let dir = with_draft();
    std::fs::create_dir(dir.path().join("夹")).unwrap();
    let before = names(dir.path());
    let draft = std::fs::read_to_string(dir.path().join("草稿.toml")).unwrap();
    let refused: [(&[&str], &str); 8] = [
        (
            &["--format", "text", "--format", "json"],
            "标准输出只能有一种格式",
        ),
        (&["--format", "json=a", "--format", "sarif=a"], "a 写了两次"),
        (
            &["--format", "json=a", "--format", "sarif=./夹/../a"],
            "写了两次",
        ),
        (
            &["--format", "json=a", "--format", "text", "-o", "a"],
            "写了两次",
        ),
        (&["--format", "json=a", "-o", "b"], "没有格式可写"),
        (&["--format", "json=草稿.toml"], "不能把结果写在上面"),
        (
            &["--format", "xml"],
            "sarif、junit、github、gitlab、markdown、html",
        ),
        (&["--format", "json="], "json="),
    ];
    for (args, message) in refused {
        let run = check(dir.path(), &[&["草稿.toml"], args].concat());
        assert_eq!(run.status, 2, "{args:?}");
        assert!(run.stderr.contains(message), "{args:?}: {}", run.stderr);
        assert_eq!(run.stdout, "");
        assert_eq!(names(dir.path()), before, "{args:?}");
    }
    assert_eq!(
        std::fs::read_to_string(dir.path().join("草稿.toml")).unwrap(),
        draft
    );
}

#[test]
fn one_file_that_cannot_be_written_takes_no_other_with_it() {
    let dir = with_draft();
    let args = [
        "草稿.toml",
        "--format",
        "json=没有/a.json",
        "--format",
        "junit=b.xml",
        "--format",
        "text",
    ];
    let run = check(dir.path(), &args);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("没有/a.json"), "{}", run.stderr);
    assert!(run.stdout.contains("不能提交"));
    assert!(dir.path().join("b.xml").is_file());
    assert_eq!(names(dir.path()), ["b.xml", "草稿.toml"]);
}

#[test]
fn a_draft_on_standard_input_has_no_file() {
    let dir = with_draft();
    for format in ALL {
        let run = check(dir.path(), &["-", "--format", format]);
        assert_eq!(run.status, 2, "an empty draft");
        assert!(!run.stdout.is_empty(), "{format}");
        if format == "github" {
            assert!(!run.stdout.contains("file="), "{}", run.stdout);
        }
    }
}
