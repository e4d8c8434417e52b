//! Rulesets laid over the embedded one, and those shown in the documentation: they load, and all
//! their cases pass.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs `beian rules COMMAND… DIRECTORY`; tells what it printed where it found a fault.
fn run(command: &str, directory: &Path) -> Result<(), String> {
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .arg("rules")
        .args(command.split(' '))
        .arg(directory)
        .output()
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(format!("{}: {out}{err}", directory.display()))
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The TOML blocks of a page that begin with a comment naming their file, by the heading they
/// stand under.
fn snippets(page: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut heading = String::new();
    let mut block: Option<String> = None;
    for line in page.lines() {
        match &mut block {
            None if line.starts_with("## ") => heading = line.to_owned(),
            None if line == "```toml" => block = Some(String::new()),
            None => {}
            Some(text) if line == "```" => {
                let name = text
                    .lines()
                    .next()
                    .and_then(|first| first.strip_prefix("# "))
                    .filter(|name| name.ends_with(".toml"));
                if let Some(name) = name {
                    found.push((heading.clone(), name.to_owned(), text.clone()));
                }
                block = None;
            }
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    found
}

#[test]
fn the_trial_of_national_rules() {
    // Its values are there to be tried, not to be guarded; its cases run with the embedded ones.
    run("check", &project("rules/trial")).unwrap();
}

#[test]
fn house_rules_of_the_examples() {
    let directory = project("examples/house-rules");
    run("check", &directory).unwrap();
    run("test", &directory).unwrap();
}

#[test]
fn the_worked_example_of_the_rules_page() {
    let page = std::fs::read_to_string(project("rules/README.md")).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let snippets = snippets(&page);
    assert_eq!(snippets.len(), 2, "the rules and their cases");
    for (_, name, text) in snippets {
        std::fs::write(directory.path().join(name), text).unwrap();
    }
    run("check", directory.path()).unwrap();
    run("test", directory.path()).unwrap();
}

#[test]
fn the_hard_facts_load() {
    let page = std::fs::read_to_string(project("docs/hard-facts.md")).unwrap();
    let snippets = snippets(&page);
    assert!(snippets.len() > 15, "{}", snippets.len());
    let mut failed = Vec::new();
    for section in snippets.chunk_by(|left, right| left.0 == right.0) {
        let directory = tempfile::tempdir().unwrap();
        for (number, (_, name, text)) in section.iter().enumerate() {
            let name = format!("{number}-{}", name.replace('/', "-"));
            std::fs::write(directory.path().join(name), text).unwrap();
        }
        if let Err(told) = run("check", directory.path()) {
            failed.push(told);
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
