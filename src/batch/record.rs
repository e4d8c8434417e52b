//! What an input is cut into: records, each with its place, and chunks of them that one worker
//! takes at a time.

use std::fmt::{self, Write};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::line_index::LineIndex;
use crate::sheet::{Rows, Sheet};
use crate::source::{MAX_BYTES, ReadError};
use crate::text::Text;

/// Records that one worker takes at a time, in the order of the input.
#[derive(Debug)]
pub struct Chunk {
    /// The records.
    pub records: Records,
    /// Where the input stands after them: what `--resume` goes on from.
    pub end: Mark,
}

/// The records of a chunk.
#[derive(Debug)]
pub enum Records {
    /// Whole lines of JSON text as they were read. A worker cuts them and decodes them, so that the
    /// reading thread touches each byte once.
    Lines(Lines),
    /// Anything else, one by one.
    Single(Vec<Record>),
}

/// Lines of an input.
#[derive(Debug)]
pub struct Lines {
    /// What the user calls the input.
    pub file: Arc<str>,
    /// The number of the first line, from 1.
    pub first: u64,
    /// How many bytes of the input stand before the first line.
    pub offset: u64,
    /// The lines with their endings; the last one may lack its own.
    pub bytes: Vec<u8>,
    /// Where those are that are records.
    pub(super) found: LineIndex,
}

/// One record.
#[derive(Debug)]
pub struct Record {
    /// Where it stands, as its result says it in `source`.
    pub place: Place,
    /// What stands there.
    pub content: Content,
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file of its own, or standard input: `draft.toml`.
    Whole(Arc<str>),
    /// A line, from 1: `drafts.jsonl:17`.
    Line(Arc<str>, u64),
    /// An element of a JSON array, from 0: `drafts.json[16]`.
    Element(Arc<str>, u64),
    /// A row of a sheet, from 1: `clients.xlsx#17`.
    Row {
        /// What the user calls the workbook or file.
        file: Arc<str>,
        /// The sheet, where the file has several.
        sheet: Option<Arc<str>>,
        /// The first of its rows.
        row: u64,
    },
}

/// What stands at a record's place.
#[derive(Debug)]
pub enum Content {
    /// JSON text, not yet decoded, and where its first character stands in its file.
    Json(Vec<u8>, Corner),
    /// TOML text, not yet decoded.
    Toml(Vec<u8>),
    /// Rows of a sheet that are one draft, not yet read. Their tree's spans point into a text whose
    /// lines are rows and whose columns are cells, so that faults are told at cells.
    Rows(Arc<Sheet>, Rows),
    /// Nothing that could be read.
    Unread(Unread),
}

/// A place that could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Unread {
    /// Why.
    pub message: Text,
    /// What to do about it.
    pub help: Option<Text>,
    /// The line or row, and the column, from 1, where they are known.
    pub at: Option<Corner>,
}

/// A line (or row) and a column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Corner {
    /// The line or row.
    pub line: u64,
    /// The column in characters, or the column of the sheet.
    pub column: u64,
}

/// How far an input has been read. What its parts mean is the source's own affair; each source can
/// go on from the marks that it gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mark {
    /// The input, by its index among those of the run.
    pub input: usize,
    /// How many of its bytes were read.
    pub offset: u64,
    /// The line that comes next, from 1 (0: none was read).
    pub line: u64,
    /// The column that comes next, from 1.
    pub column: u64,
    /// The index of the element, file or row that comes next.
    pub index: u64,
}

impl Corner {
    /// The first line and column.
    pub const FIRST: Corner = Corner { line: 1, column: 1 };
}

impl From<ReadError> for Unread {
    fn from(error: ReadError) -> Self {
        let at = match &error {
            ReadError::NotUtf8 { line, column, .. } | ReadError::Binary { line, column, .. } => {
                let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
                Some(Corner {
                    line: count(*line),
                    column: count(*column),
                })
            }
            _ => None,
        };
        Self {
            message: error.text(),
            help: None,
            at,
        }
    }
}

impl Unread {
    /// A line that is longer than [`MAX_BYTES`].
    pub(super) fn too_long(line: u64) -> Self {
        let size = MAX_BYTES.checked_div(1024 * 1024).unwrap_or(0);
        Self {
            message: Text::new(
                format!("这一行超过 {size} MiB，没有读"),
                format!("this line is longer than {size} MiB and was not read"),
            ),
            help: Some(Text::fixed(
                "每行写一份草稿；若整个文件是一份 JSON，请用 .json 作扩展名",
                "write one draft a line; if the whole file is one JSON text, name it .json",
            )),
            at: Some(Corner { line, column: 1 }),
        }
    }

    /// The same of a line, if it is.
    pub(super) fn if_too_long(bytes: &[u8], line: u64) -> Option<Self> {
        let is_long = u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES);
        is_long.then(|| Self::too_long(line))
    }
}

impl Lines {
    /// Lines that nothing is known of yet.
    pub fn new(file: Arc<str>, first: u64, offset: u64, bytes: Vec<u8>) -> Self {
        let mut found = LineIndex::new(true, usize::MAX);
        found.look(&bytes);
        found.end(&bytes);
        Self {
            file,
            first,
            offset,
            bytes,
            found,
        }
    }

    /// Leaves out all records but the first; tells how many there are then.
    pub(super) fn truncate(&mut self, most: u64) -> u64 {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        if let Some(end) = self.found.truncate(most) {
            self.bytes.truncate(end);
        }
        u64::try_from(self.found.records()).unwrap_or(u64::MAX)
    }

    /// The lines that are not blank, each as a record of its own.
    pub fn alone(&self) -> Vec<Record> {
        let lines = self.bytes.split(|byte| *byte == b'\n');
        (self.first..)
            .zip(lines)
            .filter(|(_, line)| !line.trim_ascii().is_empty())
            .map(|(number, line)| {
                let start = Corner {
                    line: number,
                    column: 1,
                };
                let json = || Content::Json(line.to_vec(), start);
                Record {
                    place: Place::Line(Arc::clone(&self.file), number),
                    content: Unread::if_too_long(line, number).map_or_else(json, Content::Unread),
                }
            })
            .collect()
    }
}

impl Place {
    /// What the user calls its file.
    pub fn file(&self) -> &str {
        match self {
            Place::Whole(file)
            | Place::Line(file, _)
            | Place::Element(file, _)
            | Place::Row { file, .. } => file,
        }
    }
}

impl Place {
    /// Its number within its input or sheet.
    pub(super) fn number(&self) -> u64 {
        match self {
            Place::Whole(_) => 0,
            Place::Line(_, number) | Place::Element(_, number) | Place::Row { row: number, .. } => {
                *number
            }
        }
    }

    /// Adds what the result says in `source`, as it is displayed.
    pub(super) fn name(&self, out: &mut String) {
        match self {
            // There are many of these.
            Place::Line(file, line) => {
                out.push_str(file);
                out.push(':');
                out.push_str(itoa::Buffer::new().format(*line));
            }
            _ => {
                // Text takes everything.
                let _ = write!(out, "{self}");
            }
        }
    }

    /// The place of another number in the same input or sheet.
    pub(super) fn at(&self, number: u64) -> Place {
        match self {
            Place::Whole(file) => Place::Whole(file.clone()),
            Place::Line(file, _) => Place::Line(file.clone(), number),
            Place::Element(file, _) => Place::Element(file.clone(), number),
            Place::Row { file, sheet, .. } => Place::Row {
                file: file.clone(),
                sheet: sheet.clone(),
                row: number,
            },
        }
    }

    /// Whether another place is in the same input or sheet, so that only its number differs.
    pub(super) fn shares(&self, other: &Place) -> bool {
        self.at(0) == other.at(0)
    }
}

impl fmt::Display for Place {
    /// As the result says it in `source`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Whole(file) => f.write_str(file),
            Place::Line(file, line) => write!(f, "{file}:{line}"),
            Place::Element(file, index) => write!(f, "{file}[{index}]"),
            Place::Row {
                file,
                sheet: None,
                row,
            } => write!(f, "{file}#{row}"),
            Place::Row {
                file,
                sheet: Some(sheet),
                row,
            } => write!(f, "{file}#{sheet}!{row}"),
        }
    }
}
