//! Records from rows of a sheet.

use std::sync::{Arc, Mutex, PoisonError};

use super::record::{Chunk, Content, Corner, Mark, Place, Record, Records, Unread};
use super::source::Source;
use crate::report::Masker;
use crate::sheet::{Drafts, Piece};
use crate::text::Text;

/// So many rows are a chunk, or so many and the rest of a draft.
const ROWS: usize = 256;

/// Sentences that are to be told once, from whichever thread they come.
#[derive(Debug, Clone, Default)]
pub struct Notes(Arc<Mutex<Vec<Text>>>);

impl Notes {
    /// Adds a sentence. What it quotes of a sheet may be anything.
    pub fn add(&self, text: Text) {
        let masker = Masker::default();
        let text = Text::new(
            masker.free(&text.zh).into_owned(),
            masker.free(&text.en).into_owned(),
        );
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.push(text);
    }

    /// The sentences that came since they were last taken.
    pub fn take(&self) -> Vec<Text> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The drafts of a file of rows.
pub struct SheetSource {
    file: Arc<str>,
    drafts: Drafts,
    size: Option<u64>,
    notes: Notes,
    at: Mark,
}

impl SheetSource {
    /// The records of drafts; `size` is how many bytes their file has.
    pub fn new(file: Arc<str>, drafts: Drafts, size: Option<u64>, notes: Notes) -> Self {
        Self {
            file,
            drafts,
            size,
            notes,
            at: Mark::default(),
        }
    }
}

impl Source for SheetSource {
    fn next(&mut self) -> Option<Chunk> {
        let mut records = Vec::new();
        let mut count = 0usize;
        while count < ROWS {
            let Some(piece) = self.drafts.next() else {
                break;
            };
            let record = match piece {
                Piece::Note(text) => {
                    self.notes.add(text);
                    continue;
                }
                Piece::Draft(sheet, rows) => {
                    count = count.saturating_add(rows.rows.len());
                    let row = rows.rows.first().map_or(0, |row| row.number);
                    Record {
                        place: Place::Row {
                            file: Arc::clone(&self.file),
                            sheet: sheet.name.clone(),
                            row: row.into(),
                        },
                        content: Content::Rows(sheet, rows),
                    }
                }
                Piece::Broken {
                    sheet,
                    row,
                    message,
                    help,
                } => Record {
                    place: match row {
                        Some(row) => Place::Row {
                            file: Arc::clone(&self.file),
                            sheet,
                            row: row.into(),
                        },
                        None => Place::Whole(Arc::clone(&self.file)),
                    },
                    content: Content::Unread(Unread {
                        message,
                        help,
                        at: row.map(|row| Corner {
                            line: row.into(),
                            column: 1,
                        }),
                    }),
                },
            };
            self.at.index = self.at.index.saturating_add(1);
            records.push(record);
        }
        if records.is_empty() {
            return None;
        }
        Some(Chunk {
            records: Records::Single(records),
            end: self.at,
        })
    }

    fn size(&self) -> Option<u64> {
        self.size
    }
}
