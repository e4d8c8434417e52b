//! The lines of a draft's file that a report quotes: masked, and harmless for a terminal.

use std::collections::BTreeMap;

use super::line::Lines;
use crate::source::{SourceFile, escape_control};

/// Longer lines are quoted only so far; nobody reads a file of one line in a quotation.
const LONGEST: usize = 20_000;
/// The same of pages, in bytes.
const LONGEST_OF_PAGE: usize = 400;

/// Quoted lines by their number, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Excerpt {
    /// The name of the file, escaped for a terminal.
    pub name: String,
    lines: BTreeMap<usize, String>,
}

impl Excerpt {
    /// No lines.
    pub(super) fn of_nothing(name: &str) -> Self {
        Self {
            name: escape_control(name).into_owned(),
            lines: BTreeMap::new(),
        }
    }

    pub(super) fn new(name: &str, lines: &Lines<'_>, wanted: Vec<usize>) -> Self {
        let mut wanted = wanted;
        wanted.sort_unstable();
        wanted.dedup();
        let mut quoted = BTreeMap::new();
        let mut before = None;
        for line in wanted {
            // A single line between two quoted ones is quoted too, as a snippet shows it.
            if let Some(gap) = line.checked_sub(1)
                && before == gap.checked_sub(1)
                && before.is_some()
            {
                quoted.insert(gap, quote(lines, gap));
            }
            quoted.insert(line, quote(lines, line));
            before = Some(line);
        }
        Self {
            name: escape_control(name).into_owned(),
            lines: quoted,
        }
    }

    /// Lines of a page. One that is longer than a few terminals are wide is not quoted: pages are
    /// often written in one line, and the column tells the place.
    pub(super) fn of_page(
        file: &SourceFile,
        mask: impl Fn(&str) -> String,
        wanted: Vec<usize>,
    ) -> Self {
        let mut lines = BTreeMap::new();
        for line in wanted {
            let text = file.line_text(line);
            if text.len() <= LONGEST_OF_PAGE {
                let text = mask(text);
                lines.insert(line, escape_control(&text).into_owned());
            }
        }
        Self {
            name: escape_control(&file.name).into_owned(),
            lines,
        }
    }

    /// A quoted line.
    pub fn line(&self, number: usize) -> Option<&str> {
        self.lines.get(&number).map(String::as_str)
    }

    /// Whether nothing is quoted.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

fn quote(lines: &Lines<'_>, number: usize) -> String {
    let masked = lines.masked(number);
    let cut = match masked.char_indices().nth(LONGEST) {
        Some((at, _)) => masked.get(..at).unwrap_or(""),
        None => &masked,
    };
    escape_control(cut).into_owned()
}
