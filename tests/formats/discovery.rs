//! Which drafts of a directory are checked, by what git ignores.

use std::path::Path;

use serde_json::Value;

use crate::run::{check, example};

fn put(root: &Path, name: &str) {
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, example("cancel-service.toml")).unwrap();
}

/// The drafts found, and the status.
fn found(dir: &Path, given: &[&str]) -> (Vec<String>, i32) {
    let run = check(dir, &[given, &["--format", "jsonl"]].concat());
    let names = run.stdout.lines().map(|line| {
        let report: Value = serde_json::from_str(line).unwrap();
        report["source"].as_str().unwrap().to_owned()
    });
    (names.collect(), run.status)
}

#[test]
fn what_git_ignores_is_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    for name in [
        "a.beian.toml",
        "old/b.beian.toml",
        "sub/c.beian.toml",
        "sub/draft-1.beian.toml",
        ".hidden/d.beian.toml",
    ] {
        put(root, name);
    }
    let all = [
        "a.beian.toml",
        "old/b.beian.toml",
        "sub/c.beian.toml",
        "sub/draft-1.beian.toml",
    ];
    assert_eq!(found(root, &["."]), (all.map(str::to_owned).to_vec(), 0));
    std::fs::write(root.join(".gitignore"), "/old/\n").unwrap();
    std::fs::write(root.join("sub/.gitignore"), "draft-*\n").unwrap();
    let rest = ["a.beian.toml", "sub/c.beian.toml"].map(str::to_owned);
    assert_eq!(found(root, &["."]), (rest.to_vec(), 0));
    // A draft that is named is checked, ignored or not; one found twice is checked once.
    let named = found(root, &["old/b.beian.toml", "sub", "sub/c.beian.toml"]);
    let wanted = ["old/b.beian.toml", "sub/c.beian.toml"].map(str::to_owned);
    assert_eq!(named, (wanted.to_vec(), 0));
    // A directory in which all is ignored has nothing.
    std::fs::write(root.join("sub/.gitignore"), "*.toml\n").unwrap();
    let run = check(root, &["sub"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("sub 里没有草稿"), "{}", run.stderr);
}
