//! Where the cells of a draft stand in the text that is made for them.

use super::cell::Row;
use crate::source::Span;

/// Where cells stand in the text that is made for them.
#[derive(Debug)]
pub(super) struct Grid {
    /// A character for each cell, a line for each row.
    pub text: String,
    /// The offset of each row's first cell.
    starts: Vec<usize>,
}

impl Grid {
    /// Of so many columns at least.
    pub fn new(rows: &[Row], width: usize) -> Self {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(rows.len());
        let mut line = rows.first().map_or(0, |row| row.number);
        for row in rows {
            while line < row.number {
                text.push('\n');
                line = line.saturating_add(1);
            }
            starts.push(text.len());
            text.extend(std::iter::repeat_n('.', row.cells.len().max(width)));
        }
        Self { text, starts }
    }

    /// Of a cell, by the index of its row.
    pub fn span(&self, row: usize, column: usize) -> Span {
        let start = self
            .starts
            .get(row)
            .copied()
            .unwrap_or(0)
            .saturating_add(column);
        Span::of(&(start..start.saturating_add(1)))
    }

    /// The index of the row of an offset.
    pub fn row_of(&self, offset: u32) -> usize {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        self.starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }
}
