//! Which files of a directory are drafts. What git ignores, an `.ignore` file names or begins with a
//! dot is passed over. A batch takes all others that are drafts.
//!
//! Where a repository is checked, drafts are told by their names: `*.beian.toml`, `*.beian.json`, and
//! the TOML files in a directory called `beian`. Only where nothing is so named are the other TOML and
//! JSON files looked into: one that has `format` and `filing` is a draft, and so is one that speaks of
//! both and is broken.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use memchr::memmem;

use crate::source::{Format, MAX_BYTES, ReadError, Table, from_bytes, parse, read_bytes};
use crate::text::Text;

/// Directories are searched no deeper than this.
const DEEPEST: usize = 32;
/// Keys that every draft has.
const OWN_KEYS: [&str; 2] = ["format", "filing"];
/// Keys that no draft has, and what the program itself writes as JSON: reports, plans and totals,
/// baselines, results, schemas, settings, explanations, comparisons, answers.
const WRITTEN_HERE: [&[&str]; 8] = [
    &["format", "settings"],
    &["format", "explains"],
    &["format", "same_rules"],
    &["format", "answer", "answers"],
    &["tool", "ruleset"],
    &["format", "drafts"],
    &["verdict", "findings"],
    &["$schema", "properties"],
];
/// The directory whose TOML files are drafts.
const FOLDER: &str = "beian";
/// The file of settings, which is no draft wherever it lies.
pub const SETTINGS_FILE: &str = "beian.toml";

/// How sure a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// It says that it is a draft.
    Draft,
    /// It lies where drafts lie.
    InFolder,
    /// It says nothing.
    Other,
}

/// What lies in a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A file that has a format of drafts.
    File(PathBuf),
    /// A directory that cannot be looked into, and why. What else there is is found all the same.
    Closed(PathBuf, ReadError),
}

/// The drafts below a directory, by name, and the directories in it that cannot be looked into, which
/// no reader can read either; of a file, itself.
pub fn drafts(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_path_buf()];
    }
    let all: Vec<(PathBuf, Option<Named>)> = files(path)
        .into_iter()
        .map(|found| match found {
            Found::File(file) => {
                let named = name(&file);
                (file, Some(named))
            }
            Found::Closed(folder, _) => (folder, None),
        })
        .filter(|(file, named)| *named != Some(Named::InFolder) || is_draft(file))
        .collect();
    let tells = |named: &Option<Named>| matches!(named, Some(Named::Draft | Named::InFolder));
    let has_named = all.iter().any(|(_, named)| tells(named));
    let counts = |(file, named): &(PathBuf, Option<Named>)| match named {
        None | Some(Named::Draft | Named::InFolder) => true,
        Some(Named::Other) => !has_named && is_draft(file),
    };
    all.into_iter()
        .filter(counts)
        .map(|(file, _)| file)
        .collect()
}

/// The files below a directory that have a format of drafts and are not passed over, by name.
pub fn files(path: &Path) -> Vec<Found> {
    let mut found = Vec::new();
    let walk = WalkBuilder::new(path)
        .max_depth(Some(DEEPEST))
        // What is ignored stays so in a copy without history.
        .require_git(false)
        .sort_by_file_path(Ord::cmp)
        .build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.push(closed(path, &error));
                continue;
            }
        };
        // Links to files count, as they would on the command line.
        let is_settings = entry.file_name() == SETTINGS_FILE;
        // A named pipe would be waited for; a link that leads nowhere is told of where it is read.
        let is_no_file = entry.path().exists() && !entry.path().is_file();
        if is_settings || is_no_file || Format::of_path(entry.path()).is_none() {
            continue;
        }
        found.push(Found::File(shown(entry.path())));
    }
    found
}

/// What cannot be looked into below a directory, as far as the walk names it.
fn closed(root: &Path, error: &ignore::Error) -> Found {
    let folder = shown(place_of(error).unwrap_or(root));
    let name = folder.display().to_string();
    let error = match error.io_error() {
        Some(error) => ReadError::of(&name, error),
        None => ReadError::Unreadable {
            name,
            reason: error.to_string(),
        },
    };
    Found::Closed(folder, error)
}

/// The path that an error of the walk is of.
fn place_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            place_of(err)
        }
        _ => None,
    }
}

/// That nothing was found.
pub fn nothing_in(path: &Path) -> Text {
    let name = path.display();
    Text::new(
        format!(
            "{name} 里没有草稿：要叫 *.beian.toml、*.beian.json，或放在 beian 目录里（被 .gitignore 忽略的不算）"
        ),
        format!(
            "there is no draft in {name}: drafts are called *.beian.toml or *.beian.json, or lie in a directory `beian` (what .gitignore names is passed over)"
        ),
    )
}

/// A path without the `./` that the walk of the current directory puts before it.
fn shown(path: &Path) -> PathBuf {
    match path.strip_prefix(".") {
        Ok(rest) if !rest.as_os_str().is_empty() => rest.to_path_buf(),
        _ => path.to_path_buf(),
    }
}

fn name(path: &Path) -> Named {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().and_then(Path::file_name);
    let has_stem = |ending: &str| {
        file.strip_suffix(ending)
            .is_some_and(|stem| !stem.is_empty())
    };
    if has_stem(".beian.toml") || has_stem(".beian.json") {
        Named::Draft
    } else if folder.is_some_and(|folder| folder == FOLDER)
        && file.ends_with(".toml")
        && file != SETTINGS_FILE
    {
        Named::InFolder
    } else {
        Named::Other
    }
}

/// Whether a file is a draft by what stands in it, or so broken that nobody can tell though it has
/// the name for it, or speaks of what drafts have.
fn is_draft(path: &Path) -> bool {
    let has_place = name(path) == Named::InFolder;
    let Ok(bytes) = read_bytes(path, MAX_BYTES) else {
        return has_place;
    };
    let speaks = speaks_of_own_keys(&bytes);
    if !speaks && !has_place {
        return false;
    }
    let Ok(file) = from_bytes("", bytes) else {
        return true;
    };
    let format = Format::of_path(path).unwrap_or_else(|| Format::sniff(&file.text));
    // Many drafts, or the report of another tool.
    if format == Format::Json && file.text.trim_start().starts_with('[') {
        return false;
    }
    let parsed = parse(&file, format);
    if format == Format::Json && is_written_here(&parsed.root) {
        return false;
    }
    if format == Format::Toml && is_of_rules(&parsed.root) {
        return false;
    }
    let has = |key: &&str| parsed.root.get(key).is_some();
    let own = OWN_KEYS.iter().filter(|key| has(key)).count();
    let is_broken = !parsed.problems.is_empty();
    own == OWN_KEYS.len() || is_broken || (own > 0 && has_place)
}

/// Whether JSON may be what the program itself writes, by the keys that stand somewhere in it.
pub fn may_be_written_here(bytes: &[u8]) -> bool {
    let has = |key: &&str| memmem::find(bytes, format!("\"{key}\"").as_bytes()).is_some();
    WRITTEN_HERE.iter().any(|keys| keys.iter().all(has))
}

/// Whether JSON is what the program itself writes, by its keys.
pub fn is_written_here(root: &Table) -> bool {
    let has = |key: &&str| root.get(key).is_some();
    WRITTEN_HERE.iter().any(|keys| keys.iter().all(has))
}

/// Tables of which rulesets and their cases have one at least, and no draft any.
const OF_RULES: [&str; 13] = [
    "base",
    "case",
    "document",
    "form",
    "guidance",
    "layer",
    "list",
    "question",
    "rejection",
    "require",
    "rule",
    "set",
    "step",
];

/// Whether TOML may be of a ruleset, by the tables that are written somewhere in it.
pub fn may_be_rules(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    lines.any(|line| {
        let name = line
            .strip_prefix(b"[")
            .and_then(|line| line.strip_suffix(b"]"));
        let name = name.map(|name| {
            let inner = name
                .strip_prefix(b"[")
                .and_then(|name| name.strip_suffix(b"]"));
            inner.unwrap_or(name)
        });
        name.is_some_and(|name| OF_RULES.iter().any(|own| own.as_bytes() == name))
    })
}

/// Whether TOML is of a ruleset, by its tables.
pub fn is_of_rules(root: &Table) -> bool {
    let has = |key: &&str| root.get(key).is_some();
    OF_RULES.iter().any(has) && !OWN_KEYS.iter().any(has)
}

/// Whether all keys that drafts have are written somewhere, in whatever encoding.
fn speaks_of_own_keys(bytes: &[u8]) -> bool {
    let has_all = |bytes: &[u8]| OWN_KEYS.iter().all(|key| has_word(bytes, key.as_bytes()));
    if memchr::memchr(0, bytes).is_none() {
        return has_all(bytes);
    }
    // UTF-16.
    let narrow: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    has_all(&narrow)
}

/// Whether a word stands somewhere by itself.
fn has_word(bytes: &[u8], word: &[u8]) -> bool {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    memmem::find_iter(bytes, word).any(|at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let after = bytes.get(at.saturating_add(word.len()));
        !is_letter(before) && !is_letter(after)
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Named, name};

    #[test]
    fn drafts_are_told_by_their_names() {
        for (path, wanted) in [
            ("a.beian.toml", Named::Draft),
            ("x/a.beian.json", Named::Draft),
            ("beian/a.toml", Named::InFolder),
            ("x/beian/a.toml", Named::InFolder),
            ("beian/beian.toml", Named::Other),
            ("beian.toml", Named::Other),
            (".beian.toml", Named::Other),
            ("beian/x/a.toml", Named::Other),
            ("beian/a.json", Named::Other),
            ("a.toml", Named::Other),
        ] {
            assert_eq!(name(Path::new(path)), wanted, "{path}");
        }
    }
}
