//! Which files of a directory are drafts, for every command that is given one.
//!
//! Drafts are told by their names: `*.beian.toml`, `*.beian.json`, and the TOML files in a
//! directory called `beian`. Only where nothing is so named are the other TOML and JSON files looked
//! into: one that has `format` and `filing` is a draft. What git ignores, an `.ignore` file names or
//! begins with a dot is passed over.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::evaluated::DraftText;
use super::settings::FILE_NAME;
use crate::source::{Format, ReadError};
use crate::text::Text;

/// Directories are searched no deeper than this.
const DEEPEST: usize = 32;
/// Keys that every draft has.
const OWN_KEYS: [&str; 2] = ["format", "filing"];
/// The directory whose TOML files are drafts.
const FOLDER: &str = "beian";

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

/// The drafts below a directory, by name; of a file, itself.
///
/// # Errors
///
/// A directory that cannot be read, in words.
pub fn drafts(path: &Path) -> Result<Vec<PathBuf>, Text> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut named = Vec::new();
    let mut others = Vec::new();
    let walk = WalkBuilder::new(path)
        .max_depth(Some(DEEPEST))
        // What is ignored stays so in a copy without history.
        .require_git(false)
        .sort_by_file_path(Ord::cmp)
        .build();
    for entry in walk {
        let entry = entry.map_err(|error| {
            let name = path.display();
            Text::new(
                format!("{name} 里有读不了的目录：{error}"),
                format!("part of {name} cannot be read: {error}"),
            )
        })?;
        // Links to files count, as they would on the command line.
        if entry.path().is_dir() || Format::of_path(entry.path()).is_none() {
            continue;
        }
        let found = shown(entry.path());
        match name(&found) {
            Named::Draft => named.push(found),
            Named::InFolder if is_draft(&found) => named.push(found),
            Named::InFolder => {}
            Named::Other => others.push(found),
        }
    }
    if !named.is_empty() {
        return Ok(named);
    }
    others.retain(|path| is_draft(path));
    Ok(others)
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
    path.strip_prefix(".").unwrap_or(path).to_path_buf()
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
        && file != FILE_NAME
    {
        Named::InFolder
    } else {
        Named::Other
    }
}

/// Whether a file is a draft by what stands in it, or so broken that nobody can tell though it has
/// the name for it.
fn is_draft(path: &Path) -> bool {
    let has_place = name(path) == Named::InFolder;
    match DraftText::read(path) {
        Err(ReadError::NotUtf8 { .. }) => has_place,
        Err(_) => has_place,
        Ok(text) => {
            let has = |key: &&str| text.parsed.root.get(key).is_some();
            let own = OWN_KEYS.iter().filter(|key| has(key)).count();
            own == OWN_KEYS.len() || (own > 0 || !text.parsed.problems.is_empty()) && has_place
        }
    }
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
