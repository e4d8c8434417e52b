//! Where a reader is in a draft, as the draft writes it, and which key was probably meant there.

use std::fmt::Write as _;

use super::shape::{Level, Part};
use crate::fields::nearest;

/// How many places of a misplaced key are named.
const MOST_PLACES: usize = 3;
/// Beyond this length no key is near, and likeness costs the product of the lengths.
const LONGEST_KEY: usize = 64;

/// The path to the value at hand and the tables that it goes through.
#[derive(Debug, Default)]
pub(super) struct Trail {
    path: String,
    levels: Vec<(&'static Level, usize)>,
}

/// A length of the path to go back to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark(usize);

impl Trail {
    /// The path.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Goes to a key of the table at hand.
    pub(super) fn enter_key(&mut self, key: &str) -> Mark {
        let mark = Mark(self.path.len());
        push_key(&mut self.path, key);
        mark
    }

    /// Goes to an element of the list at hand.
    pub(super) fn enter_element(&mut self, index: usize) -> Mark {
        let mark = Mark(self.path.len());
        // Writing to a string cannot fail.
        let _ = write!(self.path, "[{index}]");
        mark
    }

    /// Goes back.
    pub(super) fn leave(&mut self, mark: Mark) {
        self.path.truncate(mark.0);
    }

    /// The table at hand is of this level.
    pub(super) fn enter_level(&mut self, level: &'static Level) {
        self.levels.push((level, self.path.len()));
    }

    /// Back to the table around it.
    pub(super) fn leave_level(&mut self) {
        self.levels.pop();
    }

    /// The path of a key of the table at hand.
    pub(super) fn with(&self, key: &str) -> String {
        let mut path = self.path.clone();
        push_key(&mut path, key);
        path
    }

    /// The path of a field of the record at hand, whose key may be dotted.
    pub(super) fn with_field(&self, key: &str) -> String {
        let separator = if self.path.is_empty() { "" } else { "." };
        format!("{}{separator}{key}", self.path)
    }

    /// Paths that an unknown key of the table at hand may have meant: the same key in a table
    /// inside, else the nearest key here, else the same key in a table around.
    pub(super) fn suggestions(&self, key: &str) -> Vec<String> {
        let mut around = self.levels.iter().rev();
        let Some((here, _)) = around.next() else {
            return Vec::new();
        };
        let mut found = Vec::new();
        find_below(here, key, &self.path, &mut found);
        if found.is_empty() && key.len() <= LONGEST_KEY {
            found.extend(nearest_key(here, key).map(|near| self.with(near)));
        }
        for (level, length) in around {
            if !found.is_empty() {
                break;
            }
            let path = self.path.get(..*length).unwrap_or_default();
            find_below(level, key, path, &mut found);
        }
        found.truncate(MOST_PLACES);
        found
    }
}

/// The key of a table that is most like a misspelt one.
pub(super) fn nearest_key(level: &Level, key: &str) -> Option<&'static str> {
    let given = key.to_lowercase().replace(['-', ' '], "_");
    nearest(&given, level.keys())
}

/// Collects the places of a key in a table and the tables below it, the outer ones first.
fn find_below(level: &Level, key: &str, path: &str, found: &mut Vec<String>) {
    if level.child(key).is_some() {
        let mut path = path.to_owned();
        push_key(&mut path, key);
        found.push(path);
    }
    for child in &level.children {
        let Some(below) = child.part.level() else {
            continue;
        };
        // What is on record repeats every key.
        if matches!(child.part, Part::Previous(_)) {
            continue;
        }
        let mut path = path.to_owned();
        push_key(&mut path, child.key);
        if matches!(child.part, Part::List(..)) {
            path.push_str("[]");
        }
        find_below(below, key, &path, found);
    }
}

/// Appends a key, quoted where a bare one could not be read as what it is.
fn push_key(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    let is_bare = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    if !key.is_empty() && key.len() <= LONGEST_KEY && key.chars().all(is_bare) {
        path.push_str(key);
        return;
    }
    let short: String = key.chars().take(LONGEST_KEY).collect();
    let dots = if short.len() < key.len() { "…" } else { "" };
    // Writing to a string cannot fail.
    let _ = write!(path, "{short:?}{dots}");
}
