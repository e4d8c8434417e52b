//! Results as a workbook that repeats its input.

use std::io::{self, Write};
use std::sync::Arc;

use super::record::{Content, Record};
use super::sink::{Form, Judged, Sink};
use crate::evaluate::Verdict;
use crate::report::{Detail, DraftReport};
use crate::sheet::{Block, ResultBook, Sheet, Shown, XlsxError, rows_of_tree, standard_sheet};
use crate::source::{Parsed, from_bytes, parse_json, parse_toml};
use crate::text::{Lang, Text};

/// One row of results for each row of the input.
#[derive(Debug)]
pub struct Workbook {
    shown: Shown,
    /// The columns of records that are no rows.
    standard: Arc<Sheet>,
}

/// Gathers rows; the workbook is written at the end.
pub struct WorkbookSink<W> {
    out: W,
    /// Gone when it is written.
    book: Option<ResultBook>,
    rules: Text,
    /// The first draft that could not be read, and why.
    unread: Option<(String, String)>,
}

impl Workbook {
    /// A form in a language.
    pub fn new(lang: Lang, unmask: bool) -> Self {
        Self {
            shown: Shown { lang, unmask },
            standard: standard_sheet(lang),
        }
    }

    fn block(&self, record: &Record, report: &DraftReport) -> Block {
        let parsed = match &record.content {
            Content::Rows(sheet, rows) => return self.shown.block(sheet, rows, true, report),
            Content::Json(bytes, _) => tree(bytes, parse_json),
            Content::Toml(bytes) => tree(bytes, parse_toml),
            Content::Unread(_) => None,
        };
        match parsed {
            Some(parsed) => {
                let rows = rows_of_tree(&parsed.root);
                self.shown.block(&self.standard, &rows, false, report)
            }
            None => self.shown.unread(&self.standard, report),
        }
    }
}

fn tree(bytes: &[u8], parse: impl Fn(&crate::source::SourceFile) -> Parsed) -> Option<Parsed> {
    let file = from_bytes("", bytes.to_vec()).ok()?;
    Some(parse(&file))
}

impl Form for Workbook {
    type Piece = Vec<Block>;

    fn detail(&self) -> Detail {
        Detail::Full
    }

    fn repeats(&self) -> bool {
        true
    }

    fn render(&self, judged: &Judged<'_>, piece: &mut Vec<Block>) {
        if let Some(record) = judged.record {
            piece.push(self.block(record, judged.report));
        }
    }
}

impl<W: Write> WorkbookSink<W> {
    /// A workbook that goes to `out`; `rules` says how old the rules are.
    ///
    /// # Errors
    ///
    /// No temporary file can be made.
    pub fn new(out: W, lang: Lang, rules: Text) -> io::Result<Self> {
        let book = ResultBook::new(lang).map_err(told)?;
        Ok(Self {
            out,
            book: Some(book),
            rules,
            unread: None,
        })
    }

    /// The place of the first draft that could not be read, and what is said of it.
    pub fn unread(&self) -> Option<&(String, String)> {
        self.unread.as_ref()
    }

    /// What it writes to.
    pub fn into_out(self) -> W {
        self.out
    }
}

impl<W: Write + Send> Sink for WorkbookSink<W> {
    type Piece = Vec<Block>;

    fn write(&mut self, piece: Vec<Block>) -> io::Result<()> {
        let Some(book) = &mut self.book else {
            return Ok(());
        };
        let unread = |block: &&Block| block.verdict == Verdict::Unreadable;
        if let (None, Some(block)) = (&self.unread, piece.iter().find(unread)) {
            let said = block.rows.iter().find(|row| !row.findings.is_empty());
            let said = said.and_then(|row| row.findings.lines().next());
            let said = said.unwrap_or_default().to_owned();
            self.unread = Some((block.source.clone(), said));
        }
        piece
            .iter()
            .try_for_each(|block| book.add(block))
            .map_err(told)
    }

    fn finish(&mut self) -> io::Result<()> {
        let Some(book) = self.book.take() else {
            return Ok(());
        };
        let bytes = book.finish(&self.rules).map_err(told)?;
        self.out.write_all(&bytes)?;
        self.out.flush()
    }
}

fn told(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    }
}
