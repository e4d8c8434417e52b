//! Sheets of which only the user knows what their columns are, by letters (`--map C=域名`). Letters
//! say nothing of where the data begin, so that is judged by what stands in the columns.

use super::cell::{Cell, Row, clean};
use super::column::{Column, What};
use super::header::{Header, Meaning};
use super::map::Map;
use super::value::{Read, read};
use crate::fields::Kind;
use crate::source::Span;
use crate::text::Text;

/// How the names of units end.
const UNITS: &[&str] = &[
    "公司",
    "集团",
    "中心",
    "工作室",
    "事务所",
    "商行",
    "经营部",
    "厂",
    "店",
    "院",
    "学校",
    "大学",
    "协会",
    "学会",
    "基金会",
    "合作社",
    "政府",
    "委员会",
    "局",
];

/// The header of rows of which none is known for one: the first row, unless it holds data already.
/// With it comes the index of that row, if one is the header.
pub(super) fn header(rows: &[Row], map: &Map) -> Option<(Option<usize>, Header)> {
    let all = Header::of_map(map)?;
    // A title stands alone over a table of several columns.
    let is_title = |row: &&Row| all.headings.len() > 1 && filled(row) < 2;
    let index = rows.iter().take_while(is_title).count();
    let Some(row) = rows.get(index).filter(|row| !is_data(row, map)) else {
        let first = rows.first().map_or(1, |row| row.number);
        let mut all = all;
        all.notes.push(Text::new(
            format!("没有认得的表头，从第 {first} 行起都当作内容读"),
            format!("no header is known; all rows from {first} on were read as data"),
        ));
        return Some((None, all));
    };
    let mut header = Header::under_letters(row, map);
    let number = row.number;
    // It is a guess, so it is told.
    header.notes.push(Text::new(
        format!("第 {number} 行当作列名，没有当作内容读"),
        format!("row {number} was taken for the header, not for data"),
    ));
    Some((Some(index), header))
}

/// Whether a row holds data in columns that the user names by letters.
pub(super) fn is_data(row: &Row, map: &Map) -> bool {
    let mut cells = (0usize..).zip(&row.cells);
    cells.any(|(index, cell)| match map.by_letters(index) {
        Some(Meaning::Known(known)) => is_value(cell, known.column),
        Some(Meaning::Draft | Meaning::Meta(_)) => has_marks(cell),
        _ => false,
    })
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_blank()).count()
}

/// Whether a cell is what a column holds rather than what it could be called.
fn is_value(cell: &Cell, column: &Column) -> bool {
    let Cell::Text(text) = cell else {
        return *cell != Cell::Empty;
    };
    let is_free = match (column.what, column.field().map(|field| field.kind)) {
        (_, Some(kind)) => matches!(kind, Kind::Text(_) | Kind::Texts(_)),
        (What::Presence(_), _) => false,
        _ => true,
    };
    if !is_free {
        return matches!(read(cell, column, true, Span::default()), Read::Value(_));
    }
    let text = clean(text);
    has_marks(cell) || UNITS.iter().any(|end| text.ends_with(end))
}

/// Whether there is something in a cell that names of columns hardly have.
fn has_marks(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => false,
        Cell::Text(text) => text
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, '@' | '.' | '/')),
        _ => true,
    }
}
