//! Workflow commands as the runner of GitHub Actions reads them, and what it does with text.

use std::collections::BTreeMap;

use beian::render::harmless;
use proptest::prelude::*;

use crate::fields::{every_field, toml_string, unknown_key};
use crate::injection::EVIL;
use crate::run::{check, check_with, example};

/// A command.
#[derive(Debug, PartialEq, Eq)]
pub struct Command {
    pub name: String,
    pub properties: BTreeMap<String, String>,
    pub data: String,
}

/// Reads a line like the runner: `::name key=value,key=value::data` after blanks, or
/// `##[name key=value;…]data` anywhere.
pub fn read(line: &str) -> Option<Command> {
    match line.trim_start().strip_prefix("::") {
        Some(rest) => {
            let (head, data) = rest.split_once("::")?;
            let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
            let properties = properties
                .split(',')
                .filter_map(|pair| pair.trim_start().split_once('='))
                .map(|(key, value)| (key.to_owned(), unescape(value, true)))
                .collect();
            Some(Command {
                name: name.to_owned(),
                properties,
                data: unescape(data, false),
            })
        }
        None => {
            let (_, rest) = line.split_once("##[")?;
            let (head, data) = rest.split_once(']')?;
            Some(Command {
                name: head.to_owned(),
                properties: BTreeMap::new(),
                data: data.to_owned(),
            })
        }
    }
}

fn unescape(text: &str, is_property: bool) -> String {
    let mut out = text.replace("%0D", "\r").replace("%0A", "\n");
    if is_property {
        out = out.replace("%3A", ":").replace("%2C", ",");
    }
    out.replace("%25", "%")
}

proptest! {
    #[test]
    fn harmless_text_holds_no_command(
        text in r"([ \t:#\[\]\na-c一　]|::|##\[|::error::){0,30}",
    ) {
        for line in harmless(&text).lines() {
            prop_assert_eq!(read(line), None, "{:?}", line);
        }
        prop_assert_eq!(harmless(&text).lines().count(), text.lines().count());
    }
}

#[test]
fn text_on_github_is_followed_by_annotations() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(
        dir.path().join("草稿.toml"),
        example("enterprise-blocked.toml"),
    )
    .unwrap();
    let plain = check(dir.path(), &["草稿.toml"]);
    let commands = check(dir.path(), &["草稿.toml", "--format", "github"]);
    let github = [("GITHUB_ACTIONS", "true")];
    let both = check_with(dir.path(), &["草稿.toml"], &github);
    assert_eq!(both.stdout, format!("{}{}", plain.stdout, commands.stdout));
    assert_eq!(both.status, 1);
    assert_eq!(
        commands
            .stdout
            .lines()
            .filter(|line| line.starts_with("::error "))
            .count(),
        4
    );
    // Other formats stay what they are.
    for format in ["json", "markdown"] {
        let there = check_with(dir.path(), &["草稿.toml", "--format", format], &github);
        let here = check(dir.path(), &["草稿.toml", "--format", format]);
        assert_eq!(there.stdout, here.stdout);
    }
    // A file of text is for people.
    check_with(dir.path(), &["草稿.toml", "-o", "结果.txt"], &github);
    let file = std::fs::read_to_string(dir.path().join("结果.txt")).unwrap();
    assert_eq!(file, plain.stdout);
}

#[test]
fn paths_are_those_of_the_repository() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    let inner = root.join("备案");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(inner.join("草稿.toml"), example("enterprise-blocked.toml")).unwrap();
    let root = root.to_str().unwrap();
    let file = |format: &str, variable: &str| {
        let args = ["草稿.toml", "--format", format];
        check_with(&inner, &args, &[(variable, root)]).stdout
    };
    assert!(file("github", "GITHUB_WORKSPACE").contains("file=备案/草稿.toml,"));
    assert!(file("github", "OTHER").contains("file=草稿.toml,"));
    assert!(file("gitlab", "CI_PROJECT_DIR").contains("\"path\": \"备案/草稿.toml\""));
    assert!(file("gitlab", "OTHER").contains("\"path\": \"草稿.toml\""));
}

#[test]
fn nothing_given_becomes_a_command() {
    let dir = tempfile::tempdir().unwrap();
    let evil = EVIL.concat();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write("草稿.toml", &every_field(&evil));
    write("::error::x.toml", &unknown_key(&evil));
    let quoted = toml_string(&evil);
    write("beian.toml", &format!("[severity]\n{quoted} = \"error\"\n"));
    let known = serde_json::json!({
        "format": 1,
        "drafts": {
            &evil: [{ "rule": &evil, "path": &evil }],
            "草稿.toml": [{ "rule": &evil, "path": &evil }],
        },
    });
    write("known.json", &known.to_string());
    let drafts = [
        "草稿.toml",
        "::error::x.toml",
        "##[error]x",
        "--baseline",
        "known.json",
    ];
    let github = [("GITHUB_ACTIONS", "true")];
    let text = check_with(dir.path(), &[&drafts[..], &["-v"]].concat(), &github);
    let alone = check_with(
        dir.path(),
        &[&drafts[..], &["--format", "github"]].concat(),
        &github,
    );
    assert_eq!((text.status, alone.status), (2, 2));
    let commands = |output: &str| -> Vec<Command> { output.lines().filter_map(read).collect() };
    let told = commands(&text.stdout);
    assert!(told.len() > 10);
    assert_eq!(told, commands(&alone.stdout));
    assert_eq!(told.len(), alone.stdout.lines().count());
    for run in [&text, &alone] {
        assert!(run.stderr.contains("基线失效"), "{}", run.stderr);
        assert_eq!(commands(&run.stderr), []);
    }
    // What is wrong with the settings is told on the same log.
    write(
        "beian.toml",
        &format!("{quoted} = {quoted}\nlang = {quoted}\n##[error]x\n"),
    );
    let refused = check_with(dir.path(), &["草稿.toml"], &github);
    assert_eq!((refused.status, refused.stdout.as_str()), (2, ""));
    assert!(!refused.stderr.is_empty());
    assert_eq!(commands(&refused.stderr), []);
}
