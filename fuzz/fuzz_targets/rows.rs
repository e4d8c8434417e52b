//! Any bytes as a file of rows: `cargo +nightly fuzz run rows`.
//!
//! Every place lies in the rows, and drafts that can be converted are the same in a file of our own.
#![no_main]

use std::io::Cursor;

use beian::draft::{Draft, Overrides, read_parsed};
use beian::sheet::{Convertible, Options, Piece, SheetDraft, convertible_rows, pipe, sheet_of};
use beian::source::{Parsed, Table};
use beian::text::Lang;
use libfuzzer_sys::fuzz_target;

fn drafts(bytes: Vec<u8>) -> Vec<SheetDraft> {
    let Ok(pieces) = pipe(Cursor::new(bytes), &Options::default()) else {
        return Vec::new();
    };
    pieces
        .filter_map(|piece| match piece {
            Piece::Draft(sheet, rows) => Some(sheet.layout.draft("t.csv", &rows)),
            _ => None,
        })
        .collect()
}

fn of(parsed: &Parsed) -> Draft<'static> {
    read_parsed(parsed, &Overrides::default()).draft
}

fuzz_target!(|bytes: &[u8]| {
    let found = drafts(bytes.to_vec());
    for draft in &found {
        let reading = read_parsed(&draft.parsed, &Overrides::default());
        let problems = draft.parsed.problems.iter().map(|problem| problem.span);
        for span in problems.chain(reading.faults.iter().map(|fault| fault.span)) {
            assert!(draft.file.text.get(span.range()).is_some(), "{span:?}");
        }
    }
    let whole: Option<Vec<_>> = found
        .iter()
        .map(|draft| convertible_rows(draft).ok())
        .collect();
    let Some(whole) = whole else {
        return;
    };
    // Of a draft with nothing but an id there is no row to read.
    let is_bare = |draft: &Convertible| {
        let mut entries = draft.root.entries.iter();
        entries.all(|entry| {
            let is_empty = |table: &Table| table.entries.is_empty();
            ["format", "meta"].contains(&entry.key.as_str())
                || entry.node.as_table().is_some_and(is_empty)
        })
    };
    if whole.iter().any(is_bare) {
        return;
    }
    let Ok(sheet) = sheet_of(&whole, false) else {
        return;
    };
    let again = drafts(sheet.csv(Lang::Zh));
    let wanted: Vec<_> = found.iter().map(|draft| of(&draft.parsed)).collect();
    let found: Vec<_> = again.iter().map(|draft| of(&draft.parsed)).collect();
    assert_eq!(found, wanted);
});
