//! Which kind of file of rows something is, and its drafts.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use super::book::{self, Kind};
use super::csv_rows;
use super::decode::detect;
use super::drafts::Drafts;
use super::header::meaning;
use super::map::Map;

/// What the user says of files of rows.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What columns mean.
    pub map: Map,
    /// The only sheet to read.
    pub sheet: Option<String>,
}

/// How large a workbook may be that comes through a pipe and so has to be kept.
const LARGEST_PIPED: u64 = 512 * 1024 * 1024;

/// Whether a path's ending is that of a file of rows.
pub fn is_sheet(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        ["csv", "tsv", "xlsx", "xlsm", "xls", "xlsb", "ods", "et"]
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// Whether something that begins so is a workbook, whatever it is called.
pub fn is_workbook(start: &[u8]) -> bool {
    Kind::of(start).is_some()
}

/// Whether text without a telling name is rows of cells: its first line separates some of which
/// one at least is a known header.
pub fn looks_like_rows(head: &[u8]) -> bool {
    let (text, _, _) = detect(head, false).decode(head);
    let line = text.lines().find(|line| !line.trim().is_empty());
    let line = line.unwrap_or_default();
    let cells = line.split([',', '\t', ';']);
    let known = |cell: &str| meaning(cell.trim().trim_matches('"')).is_of_use();
    line.contains([',', '\t', ';']) && cells.clone().any(known)
}

/// The drafts of a file of rows. What it is is told by what it holds, not by its name.
///
/// # Errors
///
/// The file cannot be opened.
pub fn open(path: &Path, options: &Options) -> io::Result<Drafts> {
    let file = File::open(path).and_then(|mut file| {
        let start = start(&mut file)?;
        io::Seek::rewind(&mut file)?;
        Ok((file, start))
    });
    file.and_then(|(file, start)| match Kind::of(&start) {
        Some(kind) => Ok(workbook(io::BufReader::new(file), kind, options)),
        None => text(file, options),
    })
}

/// The drafts of rows that come through a pipe. A workbook is kept in memory, CSV is not.
///
/// # Errors
///
/// What is read cannot be, or is a workbook that is too large to keep.
pub fn pipe(mut from: impl Read + Send + 'static, options: &Options) -> io::Result<Drafts> {
    let start = start(&mut from)?;
    let Some(kind) = Kind::of(&start) else {
        return text(Cursor::new(start).chain(from), options);
    };
    let mut bytes = start;
    from.take(LARGEST_PIPED).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST_PIPED {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    Ok(workbook(Cursor::new(bytes), kind, options))
}

fn start(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    from.by_ref().take(8).read_to_end(&mut start)?;
    Ok(start)
}

fn workbook(from: impl Read + io::Seek + Send + 'static, kind: Kind, options: &Options) -> Drafts {
    let events = book::rows(from, kind, options.sheet.clone());
    Drafts::new(events, options.map.clone(), true)
}

fn text(from: impl Read + Send + 'static, options: &Options) -> io::Result<Drafts> {
    let events = csv_rows::rows(from)?;
    Ok(Drafts::new(events, options.map.clone(), false))
}
