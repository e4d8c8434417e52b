//! A record to a draft, by whichever reader it takes, for whoever asks.

use super::line_index::Line;
use super::record::{Content, Corner, Lines, Place, Record, Unread};
use crate::draft::{Draft, Fault, Overrides, read_json, read_parsed};
use crate::report::Origin;
use crate::sheet::{Layout, SheetDraft};
use crate::source::{Parsed, Problem, ReadError, SourceFile, from_bytes, parse_json, parse_toml};

/// A draft as it was read.
pub(super) struct Reading<'a> {
    pub place: &'a Place,
    pub draft: &'a Draft<'a>,
    pub problems: &'a [Problem],
    pub faults: &'a [Fault],
    /// Its text and tree, where it has them.
    pub origin: Option<Origin<'a>>,
    /// Its text, where that is regular JSON, and where its first character stands.
    pub json: Option<&'a str>,
    pub start: (usize, usize),
    /// What else is known of a draft that is rows of a sheet.
    pub rows: Option<&'a SheetDraft>,
}

/// What is done with what was read.
pub(super) trait Reader {
    /// What comes of it.
    type Out;

    /// Takes a draft, faulty or not.
    fn draft(&mut self, reading: &Reading<'_>) -> Self::Out;

    /// Takes a record that is none.
    fn unread(&mut self, place: &Place, unread: &Unread) -> Self::Out;
}

/// Reads lines of JSON, one record each. `each` says whether to go on.
pub(super) fn read_lines<R: Reader>(
    lines: &Lines,
    order: &[Line],
    given: &Overrides,
    reader: &mut R,
    each: &mut dyn FnMut(&Line, R::Out) -> bool,
) {
    let mut place = Place::Line(lines.file.clone(), lines.first);
    for line in order {
        if let Place::Line(_, number) = &mut place {
            *number = line.number;
        }
        let start = Corner {
            line: line.number,
            column: 1,
        };
        let record = Json {
            place: &place,
            start,
            given,
        };
        let bytes = line.of(&lines.bytes);
        let out = match Unread::if_too_long(bytes, line.number) {
            None => record.bytes(bytes, reader),
            Some(unread) => reader.unread(&place, &unread),
        };
        if !each(line, out) {
            break;
        }
    }
}

/// Reads a record that came alone.
pub(super) fn read_record<R: Reader>(record: &Record, given: &Overrides, reader: &mut R) -> R::Out {
    let place = &record.place;
    match &record.content {
        Content::Json(bytes, start) => Json {
            place,
            start: *start,
            given,
        }
        .bytes(bytes, reader),
        Content::Toml(bytes) => match decoded(place, bytes, Corner::FIRST) {
            Ok(file) => {
                let parsed = parse_toml(&file);
                tree(place, (&file, &parsed), Corner::FIRST, given, None, reader)
            }
            Err(unread) => reader.unread(place, &unread),
        },
        Content::Rows(sheet, rows) => {
            let draft = sheet.layout.draft(place.file(), rows);
            let start = Corner {
                line: draft.first_row.into(),
                column: 1,
            };
            let text = (&draft.file, &draft.parsed);
            let rows = Some((&draft, &sheet.layout));
            tree(place, text, start, given, rows, reader)
        }
        Content::Unread(unread) => reader.unread(place, unread),
    }
}

/// A record of JSON.
struct Json<'a> {
    place: &'a Place,
    start: Corner,
    given: &'a Overrides,
}

impl Json<'_> {
    fn bytes<R: Reader>(&self, bytes: &[u8], reader: &mut R) -> R::Out {
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => self.text(text, reader),
            Err(_) => match decoded(self.place, bytes, self.start) {
                Ok(file) => self.text(&file.text, reader),
                Err(unread) => reader.unread(self.place, &unread),
            },
        }
    }

    /// By the fast reader where it is regular, else by the tolerant one.
    fn text<R: Reader>(&self, text: &str, reader: &mut R) -> R::Out {
        let (place, start, given) = (self.place, self.start, self.given);
        if let Some(draft) = read_json(text, given) {
            return reader.draft(&Reading {
                place,
                draft: &draft,
                problems: &[],
                faults: &[],
                origin: None,
                json: Some(text),
                start: pair(start),
                rows: None,
            });
        }
        match decoded(place, text.as_bytes(), start) {
            Ok(file) => {
                let parsed = parse_json(&file);
                tree(place, (&file, &parsed), start, given, None, reader)
            }
            Err(unread) => reader.unread(place, &unread),
        }
    }
}

fn tree<R: Reader>(
    place: &Place,
    (file, parsed): (&SourceFile, &Parsed),
    start: Corner,
    given: &Overrides,
    rows: Option<(&SheetDraft, &Layout)>,
    reader: &mut R,
) -> R::Out {
    let mut reading = read_parsed(parsed, given);
    if let Some((_, layout)) = rows {
        reading.faults = layout.retold(reading.faults);
    }
    reader.draft(&Reading {
        place,
        draft: &reading.draft,
        problems: &parsed.problems,
        faults: &reading.faults,
        origin: Some(Origin {
            file,
            root: &parsed.root,
            root_span: parsed.root_span,
        }),
        json: None,
        start: pair(start),
        rows: rows.map(|(draft, _)| draft),
    })
}

/// The text of a record, or why it is none, told at its place in the input.
fn decoded(place: &Place, bytes: &[u8], start: Corner) -> Result<SourceFile, Unread> {
    from_bytes(&place.to_string(), bytes.to_vec()).map_err(|mut error| {
        if let ReadError::NotUtf8 { line, column, .. } | ReadError::Binary { line, column, .. } =
            &mut error
        {
            let (first, before) = pair(start);
            if *line == 1 {
                *column = column.saturating_add(before).saturating_sub(1);
            }
            *line = line.saturating_add(first).saturating_sub(1);
        }
        Unread::from(error)
    })
}

pub(super) fn pair(corner: Corner) -> (usize, usize) {
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    (count(corner.line), count(corner.column))
}
