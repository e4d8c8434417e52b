//! Rows of a workbook. A thread of its own reads it and waits while nobody asks, so that a large
//! sheet is never in memory as a whole.

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{
    CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, Ods, OdsError, Reader, SheetType,
    SheetVisible, Xls, Xlsb, Xlsx, XlsxError,
};
use chrono::NaiveDate;

use super::archive;
use super::cell::{Cell, Row};
use super::event::{Event, Events};
use super::own::{Placed, is_ours, may_be_ours};
use crate::source::guarded;
use crate::text::Text;

/// Events that may wait to be fetched.
const WAITING: usize = 1024;
/// So many rows of a sheet show whether it is one of ours.
const LOOKED_AT: u32 = 40;
/// Beyond this a column holds nothing that anybody wrote there.
const MOST_COLUMNS: u32 = 16_384;

/// What a file's first bytes say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip archive: XLSX, XLSB or ODS.
    Zip,
    /// A compound file: XLS, or a workbook under a password.
    Compound,
}

impl Kind {
    /// The kind of a file that begins so; none where it is no workbook.
    pub fn of(start: &[u8]) -> Option<Kind> {
        if start.starts_with(b"PK\x03\x04") {
            Some(Kind::Zip)
        } else if start.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            Some(Kind::Compound)
        } else {
            None
        }
    }
}

/// The rows of a workbook's sheets, or of the one called `only`.
pub(super) fn rows(
    from: impl Read + Seek + Send + 'static,
    kind: Kind,
    only: Option<String>,
) -> Events {
    let (sender, receiver) = sync_channel(WAITING);
    let work = move || {
        let teller = Teller { sender };
        // The readers promise not to panic; what a stranger's file makes of that is told, as the rows behind
        // it would else be missing without a word. Nobody is left to tell where the receiver is gone.
        if let Err(error) = guarded(|| read(from, kind, only.as_deref(), &teller)) {
            let _ = broken_book(&error.to_string(), &teller);
        }
    };
    // A thread that cannot be started leaves an empty channel behind, which would look like an
    // empty workbook.
    match std::thread::Builder::new()
        .name("workbook".to_owned())
        .spawn(work)
    {
        Ok(_) => Box::new(Incoming { receiver }),
        Err(error) => Box::new(std::iter::once(Event::Broken {
            row: None,
            message: Text::new(
                format!("开不了读取线程：{error}"),
                format!("cannot start a thread to read: {error}"),
            ),
            help: None,
        })),
    }
}

struct Incoming {
    receiver: Receiver<Event>,
}

impl Iterator for Incoming {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        self.receiver.recv().ok()
    }
}

/// Nobody listens any more.
struct Gone;

struct Teller {
    sender: SyncSender<Event>,
}

impl Teller {
    fn tell(&self, event: Event) -> Result<(), Gone> {
        self.sender.send(event).map_err(|_| Gone)
    }

    fn broken(&self, row: Option<u32>, message: Text, help: Option<Text>) -> Result<(), Gone> {
        self.tell(Event::Broken { row, message, help })
    }
}

fn read<R: Read + Seek>(
    mut from: R,
    kind: Kind,
    only: Option<&str>,
    teller: &Teller,
) -> Result<(), Gone> {
    // Each reader takes the file; one that refuses gives it back by the next one's rewinding.
    let from = &mut from;
    if kind == Kind::Zip {
        if let Err(message) = archive::check(&mut *from) {
            return teller.broken(None, message, Some(TOO_LARGE));
        }
        // Whoever cannot go back to the start cannot read it either, and says so.
        let _ = from.rewind();
    }
    match kind {
        Kind::Zip => match Xlsx::new(&mut *from) {
            Ok(book) => xlsx(book, only, teller),
            Err(error) => {
                if from.rewind().is_ok() {
                    match Ods::new(&mut *from) {
                        Ok(book) => {
                            return whole(book, Count::From1900, only, teller, |_, _| Vec::new());
                        }
                        Err(OdsError::CellLimitExceeded { .. }) => return too_many_cells(teller),
                        Err(_) => {}
                    }
                }
                if from.rewind().is_ok()
                    && let Ok(book) = Xlsb::new(&mut *from)
                {
                    let count = Count::of(book.has_1904_epoch());
                    return whole(book, count, only, teller, |_, _| Vec::new());
                }
                refused(&error, teller)
            }
        },
        Kind::Compound => match Xls::new(&mut *from) {
            Ok(book) => {
                let count = Count::of(book.has_1904_epoch());
                whole(book, count, only, teller, |book, name| {
                    book.merge_cells_by_sheet_name(name).unwrap_or_default()
                })
            }
            Err(error) => {
                // A workbook under a password is a compound file as well.
                if from.rewind().is_ok()
                    && let Err(XlsxError::Password) = Xlsx::new(&mut *from)
                {
                    return refused(&XlsxError::Password, teller);
                }
                broken_book(&error.to_string(), teller)
            }
        },
    }
}

/// What to do about a workbook that is too large.
const TOO_LARGE: Text = Text::fixed(
    "用表格软件打开，删去空的行和列，另存为 xlsx 或 CSV",
    "open it in a spreadsheet, delete empty rows and columns, and save it as xlsx or CSV",
);

/// A cell that is repeated a million times takes a line of the file.
fn too_many_cells(teller: &Teller) -> Result<(), Gone> {
    let message = Text::fixed(
        "工作表的单元格太多，没有读",
        "a sheet has too many cells and was not read",
    );
    teller.broken(None, message, Some(TOO_LARGE))
}

fn refused(error: &XlsxError, teller: &Teller) -> Result<(), Gone> {
    match error {
        XlsxError::Password => teller.broken(
            None,
            Text::fixed("工作簿有密码，打不开", "the workbook is under a password"),
            Some(Text::fixed(
                "在表格软件里去掉密码，再保存一次",
                "take the password off in a spreadsheet and save it again",
            )),
        ),
        _ => broken_book(&error.to_string(), teller),
    }
}

fn broken_book(error: &str, teller: &Teller) -> Result<(), Gone> {
    teller.broken(
        None,
        Text::new(
            format!("工作簿坏了，读不出来：{error}"),
            format!("the workbook is damaged and cannot be read: {error}"),
        ),
        Some(Text::fixed(
            "用表格软件打开，另存为 xlsx",
            "open it in a spreadsheet and save it as xlsx",
        )),
    )
}

/// A sheet to read, and what it is called where there are several.
type Wanted = (String, Option<Arc<str>>);

/// The sheets to read, in the workbook's order, each with what it is called where there are several.
/// `start` gives the first cells of one.
fn wanted(
    sheets: &[calamine::Sheet],
    only: Option<&str>,
    teller: &Teller,
    mut start: impl FnMut(&str) -> Vec<Placed>,
) -> Result<Vec<Wanted>, Gone> {
    let mut names = Vec::new();
    for sheet in sheets {
        let is_named = only == Some(sheet.name.as_str());
        if !is_named && (only.is_some() || sheet.typ != SheetType::WorkSheet) {
            continue;
        }
        // Clients call sheets so as well.
        if !is_named && may_be_ours(&sheet.name) && is_ours(&start(&sheet.name)) {
            continue;
        }
        if sheet.visible != SheetVisible::Visible && !is_named {
            let name = &sheet.name;
            teller.tell(Event::Note(Text::new(
                format!("工作表“{name}”是隐藏的，没有读；要读就写 --sheet {name}"),
                format!("sheet “{name}” is hidden and was not read; --sheet {name} reads it"),
            )))?;
            continue;
        }
        names.push(sheet.name.clone());
    }
    if let (Some(only), true) = (only, names.is_empty()) {
        let all: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        teller.broken(
            None,
            Text::new(
                format!("没有叫“{only}”的工作表"),
                format!("there is no sheet “{only}”"),
            ),
            Some(Text::new(
                format!("有：{}", all.join("、")),
                format!("there are: {}", all.join(", ")),
            )),
        )?;
    }
    let alone = names.len() == 1;
    let called = |name: String| {
        let shown = (!alone).then(|| Arc::from(name.as_str()));
        (name, shown)
    };
    Ok(names.into_iter().map(called).collect())
}

fn xlsx<R: Read + Seek>(
    mut book: Xlsx<R>,
    only: Option<&str>,
    teller: &Teller,
) -> Result<(), Gone> {
    let sheets = book.sheets_metadata().to_vec();
    let count = Count::of(book.has_1904_epoch());
    let start = |name: &str| start_of_xlsx(&mut book, count, name);
    for (name, shown) in wanted(&sheets, only, teller, start)? {
        teller.tell(Event::Sheet(shown))?;
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut rows = Rows::new(&merges, teller);
        let mut outcome = book.worksheet_cells_reader(&name).map(Some);
        if let Ok(Some(cells)) = &mut outcome {
            loop {
                match cells.next_cell_with_formula() {
                    Ok(Some(cell)) => {
                        let formula = cell.formula.as_deref().unwrap_or_default();
                        let value = result_of(&cell.value, !formula.is_empty(), count);
                        rows.put(cell.pos.0, cell.pos.1, value)?;
                    }
                    Ok(None) => break,
                    Err(error) => {
                        outcome = Err(error);
                        break;
                    }
                }
            }
        }
        // A row that was begun may lack its end, and so is none.
        if outcome.is_ok() {
            rows.flush()?;
        }
        if let Err(error) = outcome {
            teller.broken(
                Some(rows.number()),
                Text::new(
                    format!("工作表从这一行起坏了，读不下去：{error}"),
                    format!("the sheet is damaged from this row on: {error}"),
                ),
                None,
            )?;
        }
    }
    Ok(())
}

/// The cells of a sheet's first rows.
fn start_of_xlsx<R: Read + Seek>(book: &mut Xlsx<R>, count: Count, name: &str) -> Vec<Placed> {
    let mut start = Vec::new();
    if let Ok(mut cells) = book.worksheet_cells_reader(name) {
        while let Ok(Some(cell)) = cells.next_cell()
            && cell.get_position().0 < LOOKED_AT
        {
            let (row, column) = cell.get_position();
            start.push((row, column, cell_of(cell.get_value(), count)));
        }
    }
    start
}

/// Formats whose sheets are read as a whole.
fn whole<R: Read + Seek, B: Reader<R>>(
    mut book: B,
    count: Count,
    only: Option<&str>,
    teller: &Teller,
    merges: impl Fn(&B, &str) -> Vec<Dimensions>,
) -> Result<(), Gone> {
    let sheets = book.sheets_metadata().to_vec();
    let start = |name: &str| {
        let range = book.worksheet_range(name).unwrap_or_default();
        let start = placed(&range, count).take_while(|(row, ..)| *row < LOOKED_AT);
        start.collect()
    };
    for (name, shown) in wanted(&sheets, only, teller, start)? {
        teller.tell(Event::Sheet(shown))?;
        let merges = merges(&book, &name);
        match book.worksheet_range(&name) {
            Ok(range) => {
                let mut rows = Rows::new(&merges, teller);
                for (row, column, value) in placed(&range, count) {
                    rows.put(row, column, value)?;
                }
                rows.flush()?;
            }
            Err(error) => broken_book(&format!("{error:?}"), teller)?,
        }
    }
    Ok(())
}

/// The cells of a range that are not empty.
fn placed(range: &calamine::Range<Data>, count: Count) -> impl Iterator<Item = Placed> {
    let start = range.start().unwrap_or((0, 0));
    let place = |at: usize, from: u32| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(from);
    range.used_cells().map(move |(row, column, value)| {
        let value = cell_of(&borrowed(value), count);
        (place(row, start.0), place(column, start.1), value)
    })
}

/// Gathers cells to rows and fills merges downwards.
struct Rows<'t> {
    teller: &'t Teller,
    row: u32,
    cells: Vec<Cell>,
    /// Merges of several rows by their first row: column and last row.
    merges: BTreeMap<u32, Vec<(u32, u32)>>,
    /// Merges that the row at hand is in: column, last row and value.
    open: Vec<(u32, u32, Cell)>,
}

impl<'t> Rows<'t> {
    fn new(merges: &[Dimensions], teller: &'t Teller) -> Self {
        let mut by_row: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for merge in merges.iter().filter(|merge| merge.end.0 > merge.start.0) {
            let below = by_row.entry(merge.start.0).or_default();
            below.push((merge.start.1, merge.end.0));
        }
        Self {
            teller,
            row: 0,
            cells: Vec::new(),
            merges: by_row,
            open: Vec::new(),
        }
    }

    fn put(&mut self, row: u32, column: u32, value: Cell) -> Result<(), Gone> {
        if row != self.row {
            self.flush()?;
            self.row = row;
        }
        if column < MOST_COLUMNS && value != Cell::Empty {
            let column = usize::try_from(column).unwrap_or(0);
            if self.cells.len() <= column {
                self.cells.resize(column.saturating_add(1), Cell::Empty);
            }
            if let Some(cell) = self.cells.get_mut(column) {
                *cell = value;
            }
        }
        Ok(())
    }

    /// The number of the row at hand, from 1.
    fn number(&self) -> u32 {
        self.row.saturating_add(1)
    }

    fn flush(&mut self) -> Result<(), Gone> {
        let mut row = Row {
            number: self.row.saturating_add(1),
            cells: std::mem::take(&mut self.cells),
            joined: Vec::new(),
        };
        // A row that only merges reach into says nothing of its own.
        let own = !row.is_blank();
        let this = self.row;
        // Merges that begin above, in rows without cells too.
        let begun = self.merges.split_off(&this.saturating_add(1));
        for (start, merges) in std::mem::replace(&mut self.merges, begun) {
            for (column, last) in merges {
                let index = usize::try_from(column).unwrap_or(0);
                if start == this && last > this {
                    self.open.push((column, last, row.cell(index).clone()));
                }
            }
        }
        self.open.retain(|(_, last, _)| *last >= this);
        for (column, _, value) in &self.open {
            let index = usize::try_from(*column).unwrap_or(0);
            if row.cell(index) == &Cell::Empty && *value != Cell::Empty {
                if row.cells.len() <= index {
                    row.cells.resize(index.saturating_add(1), Cell::Empty);
                }
                if let Some(cell) = row.cells.get_mut(index) {
                    *cell = value.clone();
                    row.joined.push(index);
                }
            }
        }
        if own {
            self.teller.tell(Event::Row(row))?;
        }
        Ok(())
    }
}

/// The same cell, as the reader of single cells gives it.
fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Empty => DataRef::Empty,
        Data::String(text) => DataRef::SharedString(text),
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
    }
}

/// The cell of a value that a formula may have made. An empty text is a result as well, which
/// =IF(A1="","",A1) gives.
fn result_of(value: &DataRef<'_>, has_formula: bool, count: Count) -> Cell {
    match value {
        DataRef::Empty if has_formula => Cell::Formula,
        _ => cell_of(value, count),
    }
}

fn cell_of(value: &DataRef<'_>, count: Count) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) if text.is_empty() => Cell::Empty,
        DataRef::SharedString("") => Cell::Empty,
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Int(number) => {
            #[allow(clippy::cast_precision_loss, reason = "spreadsheets keep 15 digits")]
            let number = *number as f64;
            count.number(number)
        }
        DataRef::Float(number) => count.number(*number),
        DataRef::Bool(flag) => Cell::Bool(*flag),
        DataRef::DateTime(moment) => day_of(moment, count),
        DataRef::Error(error) => Cell::Error(match error {
            CellErrorType::Div0 => "#DIV/0!",
            CellErrorType::NA => "#N/A",
            CellErrorType::Name => "#NAME?",
            CellErrorType::Null => "#NULL!",
            CellErrorType::Num => "#NUM!",
            CellErrorType::Ref => "#REF!",
            CellErrorType::Value => "#VALUE!",
            CellErrorType::GettingData => "#DATA!",
        }),
    }
}

/// From when a workbook counts its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    From1900,
    From1904,
}

impl Count {
    fn of(is_1904: bool) -> Self {
        match is_1904 {
            true => Count::From1904,
            false => Count::From1900,
        }
    }

    /// A number in a cell that is not shown as a day, which may be one all the same.
    fn number(self, number: f64) -> Cell {
        match self {
            Count::From1900 => Cell::Number(number),
            Count::From1904 => Cell::Number1904(number),
        }
    }

    /// Beyond the serial of 9999-12-31 the calendar of spreadsheets has no day.
    fn beyond(self) -> f64 {
        match self {
            Count::From1900 => 2_958_466.0,
            Count::From1904 => 2_957_004.0,
        }
    }
}

fn day_of(moment: &ExcelDateTime, count: Count) -> Cell {
    // It is a number that was typed into a cell of days, such as 20261231. The library would make
    // the calendar's last day of it.
    if moment.as_f64() >= count.beyond() {
        return count.number(moment.as_f64());
    }
    // Below the first day there is only a time of day, and durations are none.
    if moment.as_f64() < 1.0 || moment.is_duration() {
        return Cell::NoDay;
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()).map_or(Cell::NoDay, Cell::Day)
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
