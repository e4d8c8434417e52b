//! The rooms of the library depend on one another one way only.

use std::collections::BTreeMap;
use std::path::Path;

/// Which other rooms a room may use. What is not listed here does not exist, or is not a room.
const ALLOWED: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("source", &["text"]),
    ("fields", &["text"]),
    ("identifiers", &["text"]),
    ("calendar", &["source", "text"]),
    ("draft", &["source", "fields", "identifiers", "text"]),
    ("facts", &["draft", "fields", "identifiers", "calendar"]),
    ("attachments", &["facts"]),
    (
        "ruleset",
        &[
            "fields",
            "source",
            "identifiers",
            "calendar",
            "text",
            "facts",
            "draft",
        ],
    ),
    (
        "evaluate",
        &["facts", "ruleset", "draft", "fields", "identifiers"],
    ),
    (
        "plan",
        &[
            "evaluate", "facts", "ruleset", "draft", "fields", "calendar", "text",
        ],
    ),
    (
        "casebook",
        &[
            "plan",
            "evaluate",
            "facts",
            "ruleset",
            "draft",
            "fields",
            "identifiers",
            "source",
            "text",
        ],
    ),
    (
        "report",
        &[
            "plan",
            "evaluate",
            "facts",
            "ruleset",
            "draft",
            "fields",
            "identifiers",
            "source",
            "text",
        ],
    ),
    (
        "redact",
        &["draft", "fields", "identifiers", "source", "text"],
    ),
    ("which", &["ruleset", "fields", "source", "text"]),
    ("rejected", &["identifiers", "text"]),
    ("site", &["ruleset", "identifiers", "source", "text"]),
    (
        "explain",
        &[
            "which",
            "report",
            "casebook",
            "plan",
            "evaluate",
            "facts",
            "ruleset",
            "draft",
            "fields",
            "identifiers",
            "source",
            "text",
        ],
    ),
    (
        "compare",
        &[
            "explain", "report", "evaluate", "ruleset", "facts", "fields", "text",
        ],
    ),
    (
        "schema",
        &[
            "report",
            "casebook",
            "ruleset",
            "draft",
            "fields",
            "identifiers",
            "source",
            "text",
        ],
    ),
    (
        "sheet",
        &[
            "report",
            "evaluate",
            "ruleset",
            "draft",
            "fields",
            "identifiers",
            "source",
            "text",
        ],
    ),
    // Drafts and facts are out of a renderer's reach: what it gets is masked.
    (
        "render",
        &[
            "report",
            "explain",
            "compare",
            "which",
            "rejected",
            "ruleset",
            "evaluate",
            "fields",
            "identifiers",
            "source",
            "text",
        ],
    ),
];

/// Rooms of which only some names may be used from another.
const NARROW: &[(&str, &str, &[&str])] = &[
    // A parameter's value is tested as a fact is; the groups of filings are the vocabulary's.
    ("ruleset", "facts", &["Fact", "FilingGroup"]),
    // Where findings are reported may be a list of a record.
    ("ruleset", "draft", &["ListName"]),
    ("render", "evaluate", &["Truth", "Verdict"]),
    // A result is coloured by its verdict and by how grave its findings are, no more.
    ("sheet", "evaluate", &["Verdict"]),
    ("sheet", "ruleset", &["Severity"]),
    ("compare", "evaluate", &["Verdict"]),
];

/// Rooms on top, which may use any other but one another's likes.
const TOP: &[&str] = &["cli", "main", "lib", "interview", "batch"];

/// Every `crate::room::Name` of a file, tests left out.
fn uses(text: &str) -> Vec<(String, Vec<String>)> {
    let code: String = text
        .split("#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    code.split("crate::")
        .skip(1)
        .map(|rest| {
            let room: String = rest
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            let rest = rest[room.len()..].trim_start_matches("::");
            let names = match rest.strip_prefix('{') {
                Some(list) => list
                    .split('}')
                    .next()
                    .unwrap_or_default()
                    .split(',')
                    .map(|name| name.trim().to_owned())
                    .filter(|name| !name.is_empty())
                    .collect(),
                None => vec![
                    rest.chars()
                        .take_while(|c| c.is_alphanumeric() || *c == '_')
                        .collect(),
                ],
            };
            (room, names)
        })
        .collect()
}

fn files(path: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn rooms_depend_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&root, &mut all);
    assert!(all.len() > 50, "the files were not found");
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut wrong = Vec::new();
    for path in &all {
        let inside = path.strip_prefix(&root).unwrap();
        let first = inside.iter().next().unwrap().to_str().unwrap();
        let room = first.strip_suffix(".rs").unwrap_or(first);
        if TOP.contains(&room) {
            continue;
        }
        let Some(may) = allowed.get(room) else {
            wrong.push(format!("{room} is a new room: say what it may use"));
            continue;
        };
        // A test of a room may use what it likes.
        if inside.to_str().unwrap().ends_with("tests.rs") {
            continue;
        }
        for (used, names) in uses(&std::fs::read_to_string(path).unwrap()) {
            if used == room {
                continue;
            }
            if !may.contains(&used.as_str()) {
                wrong.push(format!("{} uses {used}", inside.display()));
            }
            if let Some((_, _, only)) = NARROW
                .iter()
                .find(|(from, to, _)| *from == room && *to == used)
            {
                for name in names.iter().filter(|name| !only.contains(&name.as_str())) {
                    wrong.push(format!("{} uses {used}::{name}", inside.display()));
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_allowed_uses_have_no_circle_but_what_is_narrow() {
    // Rooms are listed bottom up; only what is narrow may point upwards.
    let position = |room: &str| ALLOWED.iter().position(|(name, _)| *name == room);
    for (index, (room, may)) in ALLOWED.iter().enumerate() {
        for used in *may {
            assert!(
                position(used).is_some_and(|used| used < index),
                "{room} uses {used}, which stands above it"
            );
        }
    }
}
