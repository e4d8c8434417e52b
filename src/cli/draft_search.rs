//! The drafts in a directory.

use std::path::{Path, PathBuf};

use super::evaluated::DraftText;
use crate::source::ReadError;

/// Directories are searched no deeper than this.
const DEEPEST: usize = 16;
/// Keys of which every draft has one.
const OWN_KEYS: [&str; 2] = ["format", "filing"];

/// The TOML and JSON files below a directory, by name, hidden ones left out; of a file, itself.
pub fn candidates(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if path.is_dir() {
        search(path, &mut found, 0)?;
        found.sort();
    } else {
        found.push(path.to_path_buf());
    }
    Ok(found)
}

/// A candidate as a draft; `None` where it is something else that is well formed.
pub fn draft(path: &Path) -> Option<Result<DraftText, ReadError>> {
    let text = match DraftText::read(path) {
        Ok(text) => text,
        Err(error) => return Some(Err(error)),
    };
    let parsed = &text.parsed;
    let is_draft = OWN_KEYS.iter().any(|key| parsed.root.get(key).is_some());
    (is_draft || !parsed.problems.is_empty()).then_some(Ok(text))
}

fn search(path: &Path, found: &mut Vec<PathBuf>, depth: usize) -> std::io::Result<()> {
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if is_hidden {
            continue;
        }
        if entry.file_type()?.is_dir() {
            if depth < DEEPEST {
                search(&path, found, depth.saturating_add(1))?;
            }
        } else if path
            .extension()
            .is_some_and(|ending| ending == "toml" || ending == "json")
        {
            found.push(path);
        }
    }
    Ok(())
}
