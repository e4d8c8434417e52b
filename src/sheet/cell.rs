//! Cells of a spreadsheet as they were read, and rows of them.

use std::borrow::Cow;

use chrono::NaiveDate;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, as it was typed.
    Text(String),
    /// A number. Spreadsheets keep numbers as floats of 15 digits.
    Number(f64),
    /// A number of a workbook that counts its days from 1904, as old ones of a Mac do.
    Number1904(f64),
    /// `TRUE` or `FALSE`.
    Bool(bool),
    /// A number shown as a date; a time of day is left out.
    Day(NaiveDate),
    /// A number shown as a date that the calendar does not have, or a time without a date.
    NoDay,
    /// An error value, such as `#N/A`.
    Error(&'static str),
    /// A formula without a stored result.
    Formula,
    /// Text behind a quotation mark that is never closed, which may be of several cells.
    Unclosed,
}

/// How a formula without a result is shown, ...
const FORMULA: &str = "=…";
/// ... an open quotation, ...
const UNCLOSED: &str = "\"…";
/// ... and a day that is none.
const NO_DAY: &str = "#####";

/// Error values, which stand as text in a CSV file.
const ERRORS: &[&str] = &[
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
];

/// A row that is not empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Its number as the spreadsheet shows it, from 1.
    pub number: u32,
    /// Its cells from the first column on; what is beyond is empty.
    pub cells: Vec<Cell>,
    /// The columns (from 0) whose cell belongs to a merge that began in a row above; the cell holds
    /// the value of the merge.
    pub joined: Vec<usize>,
}

impl Cell {
    /// Whether nothing is in it, or nothing but blanks.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => clean(text).is_empty(),
            _ => false,
        }
    }

    /// Whether what was written there is lost, so that it cannot even be told from other cells.
    pub fn is_lost(&self) -> bool {
        match self {
            Cell::Error(_) | Cell::Formula | Cell::Unclosed => true,
            Cell::Text(text) => ERRORS.contains(&clean(text).as_ref()) || self.is_mark(),
            _ => false,
        }
    }

    /// Whether it holds what a result workbook shows where a cell could not be read.
    pub(super) fn is_mark(&self) -> bool {
        matches!(self, Cell::Text(text) if matches!(clean(text).as_ref(), FORMULA | UNCLOSED | NO_DAY))
    }

    /// The cell in words, as a person would see it.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Number(number) | Cell::Number1904(number) => Cow::Owned(number_text(*number)),
            Cell::Bool(true) => Cow::Borrowed("TRUE"),
            Cell::Bool(false) => Cow::Borrowed("FALSE"),
            Cell::Day(day) => Cow::Owned(day.to_string()),
            Cell::NoDay => Cow::Borrowed(NO_DAY),
            Cell::Error(name) => Cow::Borrowed(name),
            Cell::Formula => Cow::Borrowed(FORMULA),
            Cell::Unclosed => Cow::Borrowed(UNCLOSED),
        }
    }
}

impl Row {
    /// A cell by its column, from 0.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

/// Text without outer blanks and without the invisible marks that messengers and web pages leave
/// when something is copied from them.
pub fn clean(text: &str) -> Cow<'_, str> {
    let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}');
    let outer = |c: char| c.is_whitespace() || invisible(c) || c == '\0';
    let trimmed = text.trim_matches(outer);
    if trimmed.contains(invisible) {
        Cow::Owned(trimmed.replace(invisible, ""))
    } else {
        Cow::Borrowed(trimmed)
    }
}

/// A number as a spreadsheet shows it in a cell that is wide enough.
pub fn number_text(number: f64) -> String {
    // Rust never writes an exponent, and the shortest digits that give the number back.
    let text = number.to_string();
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// The name of a column (from 0) as spreadsheets have it: `A`, `Z`, `AA`.
pub fn column_name(column: usize) -> String {
    let mut left = column;
    let mut name = Vec::new();
    loop {
        let letter = u8::try_from(left % 26).unwrap_or(0).saturating_add(b'A');
        name.push(char::from(letter));
        match (left / 26).checked_sub(1) {
            Some(rest) => left = rest,
            None => break,
        }
    }
    name.iter().rev().collect()
}

/// The column (from 0) of a name such as `AB`; spreadsheets have no more than three letters.
pub fn column_of(name: &str) -> Option<usize> {
    if name.is_empty() || name.len() > 3 {
        return None;
    }
    let mut column = 0usize;
    for byte in name.bytes() {
        let letter = byte.to_ascii_uppercase();
        if !letter.is_ascii_uppercase() {
            return None;
        }
        let digit = usize::from(letter.checked_sub(b'A')?).checked_add(1)?;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    column.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        for (column, name) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
        ] {
            assert_eq!(column_name(column), name);
            assert_eq!(column_of(name), Some(column));
        }
        assert_eq!(column_of("aa"), Some(26));
        assert_eq!(column_of("A1"), None);
        assert_eq!(column_of("域"), None);
        assert_eq!(column_of("ABCD"), None);
    }

    #[test]
    fn what_copying_leaves_is_taken_away() {
        assert_eq!(clean("\u{202d}13800000001\u{202c}"), "13800000001");
        assert_eq!(clean("\u{a0} a\u{200b}b \u{3000}"), "ab");
        assert!(Cell::Text("\u{3000}\n".to_owned()).is_blank());
        assert!(!Cell::Number(0.0).is_blank());
    }

    #[test]
    fn numbers_are_shown_without_an_exponent() {
        assert_eq!(number_text(13_800_000_001.0), "13800000001");
        assert_eq!(number_text(140_105_199_003_070_000.0), "140105199003070000");
        assert_eq!(number_text(0.5), "0.5");
    }
}
