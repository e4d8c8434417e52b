//! Rows of a CSV file, read as they are asked for. Quotation marks are paired by ourselves: one
//! without its fellow would make one cell of all clients behind it.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

use super::cell::{Cell, Row};
use super::decode::{Decoding, Gauge, LONGEST_RECORD, SAMPLE, detect};
use super::event::{Event, Events};
use super::header::meaning;
use super::otherwise::no_csv;
use crate::text::Text;

/// Lines of which one may be the header.
const LOOKED_AT: usize = 30;

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
    let text = encoding.decode(&sample).0;
    if let Some((message, help)) = no_csv(&text) {
        let broken = Event::Broken {
            row: None,
            message,
            help: Some(help),
        };
        return Ok(Box::new(std::iter::once(broken)));
    }
    let separator = separator(&text);
    let again = std::io::Cursor::new(sample).chain(from);
    let (decoding, gauge) = Decoding::new(BufReader::new(again), encoding);
    let rows = Rows {
        lines: Lines {
            from: BufReader::new(decoding),
            gauge,
            part: Vec::new(),
            ahead: VecDeque::new(),
        },
        separator,
        number: 0,
        done: false,
    };
    Ok(Box::new(std::iter::once(Event::Sheet(None)).chain(rows)))
}

/// What separates the cells of the line with the most known headers, else of the first line that
/// has any.
fn separator(text: &str) -> u8 {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let mut best = (0usize, b',');
    for line in lines().take(LOOKED_AT) {
        for byte in [b',', b'\t', b';'] {
            let cells = literal_cells(line, byte);
            let known = cells.filter(|cell| {
                let cell = cell.trim().trim_matches('"');
                meaning(cell).is_of_use()
            });
            let known = known.count();
            // A single cell says nothing of what separates it from others.
            if known > best.0.max(1) {
                best = (known, byte);
            }
        }
    }
    if best.0 > 0 {
        return best.1;
    }
    // Separators inside quotes are text.
    let line = lines().next().unwrap_or_default();
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

/// The cells of a line in which quotation marks mean nothing.
fn literal_cells(line: &str, separator: u8) -> impl Iterator<Item = &str> {
    line.split(char::from(separator))
}

/// Lines, of which some may be looked at before they are taken.
struct Lines<R> {
    from: BufReader<Decoding<R>>,
    gauge: Gauge,
    /// What was read of a line that could not be read to its end.
    part: Vec<u8>,
    ahead: VecDeque<String>,
}

impl<R: Read> Lines<R> {
    /// The next line, without its end.
    fn take(&mut self) -> io::Result<Option<String>> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.read(),
        }
    }

    /// The line that comes so many lines behind the next.
    fn look(&mut self, behind: usize) -> io::Result<Option<&str>> {
        while self.ahead.len() <= behind {
            match self.read()? {
                Some(line) => self.ahead.push_back(line),
                None => break,
            }
        }
        Ok(self.ahead.get(behind).map(String::as_str))
    }

    fn read(&mut self) -> io::Result<Option<String>> {
        self.gauge.reset();
        self.from.read_until(b'\n', &mut self.part)?;
        let mut bytes = std::mem::take(&mut self.part);
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        }
        // What is decoded is UTF-8.
        let lossy = |error: std::string::FromUtf8Error| {
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        };
        Ok(Some(String::from_utf8(bytes).unwrap_or_else(lossy)))
    }
}

struct Rows<R> {
    lines: Lines<R>,
    separator: u8,
    /// The rows so far; a line end inside a cell begins none.
    number: u32,
    done: bool,
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        while !self.done {
            let line = match self.lines.take() {
                Ok(Some(line)) => line,
                Ok(None) => {
                    self.done = true;
                    break;
                }
                Err(error) => {
                    self.done = true;
                    return Some(self.broken(&error));
                }
            };
            self.number = self.number.saturating_add(1);
            let row = Row {
                number: self.number,
                cells: self.cells(&line),
                joined: Vec::new(),
            };
            if !row.is_blank() {
                return Some(Event::Row(row));
            }
        }
        None
    }
}

/// What comes of a quotation mark that begins a cell.
enum Quoted {
    /// The cell, how many further lines it takes, and where it ends in the last of them.
    Cell(String, usize, usize),
    /// It has no fellow.
    Open,
}

impl<R: Read> Rows<R> {
    /// The cells of the row that begins with a line; takes the lines that its cells go on in.
    fn cells(&mut self, first: &str) -> Vec<Cell> {
        let separator = char::from(self.separator);
        if !first.contains('"') {
            return literal_cells(first, self.separator).map(cell).collect();
        }
        let mut cells = Vec::new();
        let mut line = first.to_owned();
        let mut at = 0usize;
        loop {
            let rest = line.get(at..).unwrap_or_default();
            let Some(inside) = rest.strip_prefix('"') else {
                let (text, after) = match rest.split_once(separator) {
                    Some((text, after)) => (text, Some(after)),
                    None => (rest, None),
                };
                cells.push(cell(text));
                match after {
                    Some(after) => at = line.len().saturating_sub(after.len()),
                    None => return cells,
                }
                continue;
            };
            match self.quoted(inside) {
                Quoted::Cell(text, more, end) => {
                    cells.push(cell(&text));
                    let mut last = inside.to_owned();
                    for _ in 0..more {
                        // They were looked at, so they are there.
                        last = self.lines.take().ok().flatten().unwrap_or_default();
                    }
                    let behind = last.get(end..).unwrap_or_default();
                    match behind.strip_prefix(separator) {
                        Some(next) => {
                            line = next.to_owned();
                            at = 0;
                        }
                        None => return cells,
                    }
                }
                Quoted::Open => {
                    // Where its cells end nobody knows, nor what stands in which.
                    let open = literal_cells(rest, self.separator).map(|_| Cell::Unclosed);
                    cells.extend(open);
                    return cells;
                }
            }
        }
    }

    /// What a quotation mark encloses that stands before `inside`, which ends with its line.
    fn quoted(&mut self, inside: &str) -> Quoted {
        let mut text = String::new();
        let mut more = 0usize;
        let mut current = Some(inside);
        while let Some(line) = current {
            let mut at = 0usize;
            while let Some(found) = memchr::memchr(b'"', line.as_bytes().get(at..).unwrap_or(&[])) {
                let mark = at.saturating_add(found);
                text.push_str(line.get(at..mark).unwrap_or_default());
                let behind = line.get(mark.saturating_add(1)..).unwrap_or_default();
                if behind.starts_with('"') {
                    text.push('"');
                    at = mark.saturating_add(2);
                    continue;
                }
                let next = behind.trim_start_matches(' ');
                if next.is_empty() || next.starts_with(char::from(self.separator)) {
                    return Quoted::Cell(text, more, line.len().saturating_sub(next.len()));
                }
                let end = mark.saturating_add(1);
                // A mark amid a cell's text closes nothing, unless the cell is plain.
                if more > 0 || text.contains(char::from(self.separator)) {
                    return Quoted::Open;
                }
                let tail = literal_cells(behind, self.separator).next();
                let tail = tail.unwrap_or_default();
                text.push_str(tail);
                return Quoted::Cell(text, more, end.saturating_add(tail.len()));
            }
            text.push_str(line.get(at..).unwrap_or_default());
            text.push('\n');
            if u64::try_from(text.len()).unwrap_or(u64::MAX) > LONGEST_RECORD {
                return Quoted::Open;
            }
            // What cannot be read closes nothing; it is told of where it comes.
            current = self.lines.look(more).ok().flatten();
            more = more.saturating_add(1);
        }
        Quoted::Open
    }

    fn broken(&self, error: &io::Error) -> Event {
        let (message, help) = match error.kind() {
            io::ErrorKind::FileTooLarge => (
                Text::fixed(
                    "一行超过 16 MB，后面的读不下去了",
                    "a row has more than 16 MB; the rest cannot be read",
                ),
                None,
            ),
            _ => (
                Text::new(
                    format!("读不下去：{error}"),
                    format!("cannot be read further: {error}"),
                ),
                None,
            ),
        };
        Event::Broken {
            row: Some(self.number.saturating_add(1)),
            message,
            help,
        }
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
    use csv::WriterBuilder;
    use proptest::prelude::*;

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
    fn a_title_does_not_choose_the_separator() {
        for separator in [',', ';', '\t'] {
            let header = ["草稿", "备案类型", "域名"].join(&separator.to_string());
            let text = format!("填表说明：请填写,谢谢,电话\n{header}\n");
            let Some(Event::Row(row)) = read(&text).into_iter().nth(1) else {
                panic!("{text}");
            };
            assert_eq!(row.cells.len(), 3, "{text}");
        }
    }

    fn row(event: &Event) -> (u32, &[Cell]) {
        match event {
            Event::Row(row) => (row.number, &row.cells),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_quotation_mark_without_its_fellow_costs_its_own_row() {
        let text = |text: &str| Cell::Text(text.to_owned());
        for open in ["a,\"b,c", "a,\"b"] {
            for after in ["d,e,f\nd,e,f\n", "d,\"\",f\nd,e,f", "d,e,f\nd,\"e\",f\n"] {
                let found = read(&format!("x,y,z\n{open}\n{after}"));
                assert_eq!(found.len(), 4, "{open} {after}: {found:?}");
                let (number, cells) = row(&found[1]);
                assert_eq!((number, &cells[..2]), (2, &[text("a"), Cell::Unclosed][..]));
                assert!(!format!("{cells:?}").contains('b'));
                assert_eq!(row(&found[2]).0, 3);
                assert_eq!(row(&found[3]), (4, &[text("d"), text("e"), text("f")][..]));
            }
        }
        // A mark that is part of a text closes and opens nothing.
        let found = read("a,\"b\"c,d\ne,5\" x,f\n");
        assert_eq!(row(&found[0]).1[1], text("bc"));
        assert_eq!(row(&found[1]).1[1], text("5\" x"));
    }

    #[test]
    fn cells_of_several_lines_are_whole() {
        let found = read("a,\"b\n\n\"\"c\"\",d\",\"e\nf\"\n\"g\"\n");
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(
            row(&found[0]),
            (1, &[text("a"), text("b\n\n\"c\",d"), text("e\nf")][..])
        );
        assert_eq!(row(&found[1]), (2, &[text("g")][..]));
    }

    #[test]
    fn a_mark_without_its_fellow_is_found_in_a_long_file_as_well() {
        let line = format!("c,{}\n", "x".repeat(1000));
        let all = format!("a,b\n\"a,b\n{}", line.repeat(40_000));
        let found = read(&all);
        assert_eq!(found.len(), 40_002);
        assert_eq!(row(&found[1]).1[0], Cell::Unclosed);
        assert_eq!(row(&found[40_001]).0, 40_002);
    }

    proptest! {
        #[test]
        fn what_is_well_formed_is_read_as_by_others(
            rows in prop::collection::vec(prop::collection::vec("[ab甲\",; \n]{0,6}", 1..5), 1..6),
        ) {
            let mut text = "草稿,域名\n".as_bytes().to_vec();
            let mut writer = WriterBuilder::new().flexible(true).from_writer(&mut text);
            for row in &rows {
                // A row that says nothing is passed over.
                writer.write_record(std::iter::once("-").chain(row.iter().map(String::as_str))).unwrap();
            }
            drop(writer);
            let found = read(std::str::from_utf8(&text).unwrap());
            let found: Vec<&Event> = found.iter().skip(1).collect();
            prop_assert_eq!(found.len(), rows.len());
            for (found, wanted) in found.into_iter().zip(&rows) {
                let wanted = std::iter::once("-").chain(wanted.iter().map(String::as_str));
                prop_assert_eq!(row(found).1, &wanted.map(cell).collect::<Vec<_>>()[..]);
            }
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
