//! Where results go. Workers render them side by side, each chunk of records to a piece; the pieces
//! are written in the order of the input.

use std::io;

use super::bundle::Bundle;
use super::record::Record;
use crate::report::{Detail, DraftReport};

/// What is read and what is written of so many bytes of lines stays in a processor's cache.
pub const SMALL_WINDOW: usize = 32 * 1024;

/// So many bytes of lines are some thousands of drafts, of which dozens are of one province and one
/// provider where all are alike.
pub const LARGE_WINDOW: usize = 10 * 1024 * 1024;

/// The same where each result is longer than what was read of it, and is held as well.
pub const MIDDLE_WINDOW: usize = 2 * 1024 * 1024;

/// How a result looks: shared by all workers.
pub trait Form: Sync {
    /// What the results of a chunk are gathered in: bytes, or rows of a workbook.
    type Piece: Send + Default;

    /// How much of a report it shows; the rest is not even made.
    fn detail(&self) -> Detail;

    /// Whether it repeats records, so that each has to come alone.
    fn repeats(&self) -> bool {
        false
    }

    /// What of a usual draft is added to a piece without a report of it.
    fn room<'p>(&self, _: &'p mut Self::Piece) -> Room<'p> {
        Room::Report
    }

    /// About how many bytes of lines all workers together take at a time. Of more than few, those that
    /// the same rules are for are checked one after another; what comes of them is held until all are.
    fn window(&self) -> usize {
        SMALL_WINDOW
    }

    /// Adds a result to a piece.
    fn render(&self, judged: &Judged<'_>, piece: &mut Self::Piece);
}

/// What is added of a draft.
#[derive(Debug)]
pub enum Room<'p> {
    /// What [`Form::render`] makes of its report.
    Report,
    /// Its line of JSON.
    Line(&'p mut Bundle),
    /// Nothing.
    Nothing,
}

/// A record and its result.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The result, masked.
    pub report: &'a DraftReport,
    /// The record, where it came alone; lines are not kept.
    pub record: Option<&'a Record>,
}

/// Takes pieces in the order of the input.
pub trait Sink: Send {
    /// What it takes.
    type Piece: Send;

    /// Writes a piece. Nothing of it is left in it but its room.
    ///
    /// # Errors
    ///
    /// As the file or pipe says it: a full disk, a closed pipe.
    fn write(&mut self, piece: &mut Self::Piece) -> io::Result<()>;

    /// Writes what comes last.
    ///
    /// # Errors
    ///
    /// As the file or pipe says it.
    fn finish(&mut self) -> io::Result<()>;
}
