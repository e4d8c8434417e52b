//! Spreadsheets: what goes into one comes out again, what people do to one is told, and the result
//! workbook hides what is private.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "these are tests"
)]

mod habits;
mod offices;
mod result;
mod roundtrip;

#[path = "../readers/generate.rs"]
mod generate;

use beian::draft::{Draft, Overrides, read_parsed};
use beian::sheet::{Drafts, Options, Piece, SheetDraft, pipe};

/// The drafts of a file.
fn open(bytes: Vec<u8>) -> Drafts {
    pipe(std::io::Cursor::new(bytes), &Options::default()).unwrap()
}

/// The drafts of a file that has nothing wrong with it, and what is told of it.
fn read(bytes: Vec<u8>) -> (Vec<SheetDraft>, Vec<String>) {
    let mut drafts = Vec::new();
    let mut notes = Vec::new();
    for piece in open(bytes) {
        match piece {
            Piece::Draft(sheet, rows) => drafts.push(sheet.layout.draft("t", &rows)),
            Piece::Note(text) => notes.push(text.zh.into_owned()),
            broken @ Piece::Broken { .. } => panic!("{broken:?}"),
        }
    }
    (drafts, notes)
}

/// The draft that rows are, which nothing is wrong with but what it lacks.
fn draft(read: &SheetDraft) -> Draft<'static> {
    assert_eq!(read.parsed.problems, []);
    read_parsed(&read.parsed, &Overrides::default()).draft
}
