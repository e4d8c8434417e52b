//! A whole tree of rules in place of the embedded one: another version of `rules/`.

use std::path::Path;

use super::library::{Library, list};
use crate::source::{MAX_BYTES, ReadError, SourceFile, read_path};

/// The folders of a tree that are read; cases and what only they use are not.
const FOLDERS: &[&str] = &["national", "provinces", "providers", "tables", "evidence"];

/// What makes a directory a whole tree, not one that is laid over the embedded rules.
const HEAD: &str = "ruleset.toml";

/// The files of a tree, by their names below it as in `rules/`, sorted.
#[derive(Debug, Default)]
pub struct Tree {
    files: Vec<(String, SourceFile)>,
}

impl Tree {
    /// The files, by their names below the tree.
    pub fn files(&self) -> impl Iterator<Item = (&str, &SourceFile)> {
        self.files.iter().map(|(name, file)| (name.as_str(), file))
    }
}

impl Library {
    /// Whether a directory is a whole tree of rules: whether it has a `ruleset.toml`.
    pub fn is_tree(path: &Path) -> bool {
        path.join(HEAD).is_file()
    }

    /// The library of a whole tree of rules, which takes the place of the embedded one. Fails where
    /// a file cannot be read.
    pub fn of_tree(path: &Path) -> Result<Self, ReadError> {
        let mut files = vec![(HEAD.to_owned(), read_path(&path.join(HEAD), MAX_BYTES)?)];
        for folder in FOLDERS {
            let inside = path.join(folder);
            if !inside.is_dir() {
                continue;
            }
            let mut paths = Vec::new();
            list(&inside, &mut paths, 0).map_err(|error| ReadError::Unreadable {
                name: inside.display().to_string(),
                reason: error.to_string(),
            })?;
            for own in paths {
                let below = own.strip_prefix(path).unwrap_or(&own);
                let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
                match read_path(&own, MAX_BYTES) {
                    Ok(file) => files.push((parts.join("/"), file)),
                    // A file without a rule is no fault.
                    Err(ReadError::Empty { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        files.sort_by(|left, right| left.0.cmp(&right.0));
        Ok(Self::standing_on(Tree { files }))
    }
}
