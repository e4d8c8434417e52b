//! The rows of one draft, and what comes of them.

use chrono::NaiveDate;

use super::building::Building;
use super::cell::{Row, clean};
use super::layout::Layout;
use super::spelling::squeeze;
use crate::identifiers::{check_id_card, fold};
use crate::source::{Parsed, SourceFile, Value};

/// The rows of one draft.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// The rows, one at least; blank ones are left out.
    pub rows: Vec<Row>,
    /// What is wrong with how they stand to other drafts.
    pub fault: Option<Misplaced>,
}

/// What is wrong with how the rows of a draft stand to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misplaced {
    /// Rows of the same draft stand elsewhere.
    Scattered,
    /// A draft of the same name stands in another sheet.
    Elsewhere,
    /// There are more rows than a draft can have.
    TooMany,
}

/// A draft read from rows.
#[derive(Debug)]
pub struct SheetDraft {
    /// A text of one character for each cell, a line for each row from the draft's first one on:
    /// what spans point into.
    pub file: SourceFile,
    /// The tree, and what of the cells could not be read.
    pub parsed: Parsed,
    /// The number of the draft's first row, from 1.
    pub first_row: u32,
    /// The path of each element of a list, with the number of the row in which it begins.
    pub elements: Vec<(String, u32)>,
    /// How many numbers got the zero back that they had lost.
    pub restored: usize,
}

impl SheetDraft {
    /// The path of the value that stands in a cell, by its row and column from 1.
    pub fn path_at(&self, row: usize, column: usize) -> Option<String> {
        let first = usize::try_from(self.first_row).ok()?;
        let line = row.checked_sub(first)?.checked_add(1)?;
        let mut left = vec![(String::new(), &self.parsed.root)];
        while let Some((path, table)) = left.pop() {
            for entry in &table.entries {
                let inside = match path.as_str() {
                    "" => entry.key.clone(),
                    _ => format!("{path}.{}", entry.key),
                };
                match &entry.node.value {
                    Value::Table(inner) => left.push((inside, inner)),
                    Value::Array(items) if items.iter().any(|item| item.as_table().is_some()) => {
                        for (index, item) in (0usize..).zip(items) {
                            if let Some(inner) = item.as_table() {
                                left.push((format!("{inside}[{index}]"), inner));
                            }
                        }
                    }
                    // The format is no cell's; it points at the draft.
                    _ if self.file.line_column(entry.node.span.start) == (line, column)
                        && inside != "format"
                        && inside != "meta.id" =>
                    {
                        return Some(inside);
                    }
                    _ => {}
                }
            }
        }
        None
    }
}

impl Layout {
    /// The draft of some rows; `name` is what the user calls them.
    pub fn draft(&self, name: &str, rows: &Rows) -> SheetDraft {
        let mut building = Building::new(self, &rows.rows);
        building.draft_id();
        if let Some(fault) = rows.fault {
            building.misplaced(fault);
        }
        building.unsettled();
        building.unlike_twins();
        for (index, row) in (0usize..).zip(&rows.rows) {
            building.row(index, row);
        }
        building.finish(name)
    }
}

/// Whether a column that is called `ID` holds not the id of a draft but the number of a person's card.
pub(super) fn is_identity(header: &str, text: &str) -> bool {
    let text = fold(clean(text).as_ref()).into_owned();
    squeeze(header) == "id"
        && matches!(text.len(), 15 | 18)
        && !check_id_card(&text, NaiveDate::MAX).is_malformed()
}

/// Whether the draft column says only that rows belong together: `#1`.
pub(super) fn is_nameless(name: &str) -> bool {
    name.strip_prefix('#')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}
