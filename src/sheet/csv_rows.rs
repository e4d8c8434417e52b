//! Rows of a CSV file, read as they are asked for.

use std::io::{BufReader, Read};

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};

use super::cell::{Cell, Row};
use super::decode::{Decoding, Gauge, SAMPLE, detect};
use super::event::{Event, Events};
use crate::text::Text;

/// The rows of a CSV file.
///
/// # Errors
///
/// As the file says it.
pub(super) fn rows(mut from: impl Read + Send + 'static) -> std::io::Result<Events> {
    let mut sample = Vec::new();
    let limit = u64::try_from(SAMPLE).unwrap_or(u64::MAX);
    from.by_ref().take(limit).read_to_end(&mut sample)?;
    let encoding = detect(&sample, sample.len() < SAMPLE);
    let separator = separator(&encoding.decode(&sample).0);
    let again = std::io::Cursor::new(sample).chain(from);
    let (decoding, gauge) = Decoding::new(BufReader::new(again), encoding);
    let reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(decoding);
    let rows = Rows {
        reader,
        gauge,
        record: StringRecord::new(),
        inner_lines: 0,
        done: false,
    };
    Ok(Box::new(std::iter::once(Event::Sheet(None)).chain(rows)))
}

/// What separates the cells of the first line that has any.
fn separator(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty());
    let line = line.unwrap_or_default();
    // Separators inside quotes are text.
    let bare: String = line.split('"').step_by(2).collect();
    let count = |separator: char| bare.matches(separator).count();
    let mut best = (count(','), b',');
    for (separator, byte) in [('\t', b'\t'), (';', b';')] {
        let found = count(separator);
        if found > best.0 {
            best = (found, byte);
        }
    }
    best.1
}

struct Rows<R> {
    reader: Reader<R>,
    gauge: Gauge,
    record: StringRecord,
    /// Line ends inside cells so far, which a spreadsheet does not count as rows.
    inner_lines: u64,
    done: bool,
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        while !self.done {
            self.gauge.reset();
            match self.reader.read_record(&mut self.record) {
                Ok(true) => {
                    if let Some(row) = self.row() {
                        return Some(Event::Row(row));
                    }
                }
                Ok(false) => self.done = true,
                Err(error) => {
                    self.done = true;
                    return Some(self.broken(&error));
                }
            }
        }
        None
    }
}

impl<R: Read> Rows<R> {
    /// The row of the record; none where it is empty.
    fn row(&mut self) -> Option<Row> {
        // Behind the record, where blank lines before it are counted.
        let line = self.reader.position().line();
        let breaks = |text: &str| memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let inner: usize = self.record.iter().map(breaks).sum();
        self.inner_lines = self
            .inner_lines
            .saturating_add(u64::try_from(inner).unwrap_or(0));
        let number = line.saturating_sub(self.inner_lines).saturating_sub(1);
        let row = Row {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            cells: self.record.iter().map(cell).collect(),
            joined: Vec::new(),
        };
        (!row.is_blank()).then_some(row)
    }

    fn broken(&self, error: &csv::Error) -> Event {
        let line = self.reader.position().line();
        let row = u32::try_from(line.saturating_sub(self.inner_lines)).ok();
        let (message, help) = match error.kind() {
            ErrorKind::Io(io) if io.kind() == std::io::ErrorKind::FileTooLarge => (
                Text::fixed(
                    "一行超过 16 MB，后面的读不下去了",
                    "a row has more than 16 MB; the rest cannot be read",
                ),
                Some(Text::fixed(
                    "多半是有个引号没有配对",
                    "most likely a quotation mark is not closed",
                )),
            ),
            ErrorKind::Io(io) => (
                Text::new(
                    format!("读不下去：{io}"),
                    format!("cannot be read further: {io}"),
                ),
                None,
            ),
            _ => (
                Text::fixed(
                    "读不下去：不是 CSV",
                    "cannot be read further: it is not CSV",
                ),
                None,
            ),
        };
        Event::Broken { row, message, help }
    }
}

fn cell(text: &str) -> Cell {
    if text.is_empty() {
        return Cell::Empty;
    }
    // `="0351…"` is how some programs keep a spreadsheet from making a number of a text.
    let kept = text
        .strip_prefix("=\"")
        .and_then(|text| text.strip_suffix('"'));
    match kept {
        Some(kept) => Cell::Text(format!("'{kept}")),
        None => Cell::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Event> {
        rows(std::io::Cursor::new(text.as_bytes().to_vec()))
            .unwrap()
            .skip(1)
            .collect()
    }

    fn numbers(text: &str) -> Vec<u32> {
        let number = |event| match event {
            Event::Row(row) => row.number,
            other => panic!("{other:?}"),
        };
        read(text).into_iter().map(number).collect()
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        assert_eq!(numbers("a,b\nc,d\n"), [1, 2]);
        assert_eq!(numbers("a,b\r\nc,d"), [1, 2]);
        assert_eq!(numbers("a,b\n\n\nc,d\n"), [1, 4]);
        assert_eq!(numbers("a,b\n,\nc,d\n"), [1, 3]);
        assert_eq!(numbers("a,\"b\nb\nb\"\nc,d\n\ne,f\n"), [1, 2, 4]);
        assert_eq!(numbers(""), [0u32; 0]);
    }

    #[test]
    fn separators_are_told_apart() {
        for text in ["a,b;x,c\n", "a;b,x;c;d\n", "a\tb\tc\n", "\"a,b,c,d\";b;c\n"] {
            let Some(Event::Row(row)) = read(text).into_iter().next() else {
                panic!("{text}");
            };
            assert!(row.cells.len() > 2, "{text}: {row:?}");
        }
    }

    #[test]
    fn a_kept_text_is_literal() {
        let Some(Event::Row(row)) = read("=\"\"0351\"\",=\"0351\",x\n").into_iter().next() else {
            panic!("a row");
        };
        assert_eq!(row.cells[1], Cell::Text("'0351".to_owned()));
    }

    #[test]
    fn a_quotation_mark_without_its_fellow_does_not_eat_the_machine() {
        let rows = rows(std::io::Cursor::new(b"a,b\n\"".to_vec()).chain(std::io::repeat(b'x')));
        let last = rows.unwrap().last();
        assert!(
            matches!(last, Some(Event::Broken { row: Some(2), .. })),
            "{last:?}"
        );
    }
}
