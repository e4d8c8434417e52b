//! Results as a workbook that repeats its input.

use std::io::{self, Write};
use std::sync::Arc;

use super::record::{Content, Record};
use super::sink::{Form, Judged, Sink};
use crate::evaluate::Verdict;
use crate::report::{Detail, DraftReport};
use crate::sheet::{Block, ResultBook, Sheet, Shown, XlsxError, rows_of_tree, standard_sheet};
use crate::source::{Parsed, from_bytes, guarded, parse_json, parse_toml};
use crate::text::{Lang, Text};

/// One row of results for each row of the input.
#[derive(Debug)]
pub struct Workbook {
    shown: Shown,
    /// The columns of records that are no rows.
    standard: Arc<Sheet>,
}

/// A draft's rows, and why it could not be read, if so.
#[derive(Debug)]
pub struct Written {
    block: Block,
    unread: Option<String>,
}

/// Gathers rows; the workbook is written at the end.
pub struct WorkbookSink<W> {
    out: W,
    lang: Lang,
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
    type Piece = Vec<Written>;

    fn detail(&self) -> Detail {
        Detail::Full
    }

    fn repeats(&self) -> bool {
        true
    }

    fn render(&self, judged: &Judged<'_>, piece: &mut Vec<Written>) {
        if let Some(record) = judged.record {
            let error = judged.report.errors.first();
            piece.push(Written {
                block: self.block(record, judged.report),
                unread: error.map(|error| error.message.clone()),
            });
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
            lang,
            book: Some(book),
            rules,
            unread: None,
        })
    }

    /// The place of the first draft that could not be read, and what is said of it.
    pub fn unread(&self) -> Option<&(String, String)> {
        self.unread.as_ref()
    }

    /// An error of the rows, which wait in a temporary file for the end.
    fn temporary(&self, error: &io::Error) -> io::Error {
        let folder = std::env::temp_dir();
        let folder = folder.display();
        io::Error::other(match self.lang {
            Lang::Zh => format!("临时目录 {folder} 里写不下：{error}"),
            Lang::En => format!("the temporary folder {folder} takes no more: {error}"),
        })
    }

    /// What it writes to.
    pub fn into_out(self) -> W {
        self.out
    }
}

impl<W: Write + Send> Sink for WorkbookSink<W> {
    type Piece = Vec<Written>;

    fn write(&mut self, piece: &mut Vec<Written>) -> io::Result<()> {
        let piece = std::mem::take(piece);
        let Some(book) = &mut self.book else {
            return Ok(());
        };
        let unread = |own: &&Written| own.block.verdict == Verdict::Unreadable;
        if let (None, Some(own)) = (&self.unread, piece.iter().find(unread)) {
            let said = own.unread.clone().unwrap_or_default();
            self.unread = Some((own.block.source.clone(), said));
        }
        let added = guarded(|| piece.iter().try_for_each(|own| book.add(&own.block)));
        if added.is_err() {
            // It is in the middle of something.
            let _ = guarded(|| drop(self.book.take()));
        }
        added
            .and_then(|added| added.map_err(told))
            .map_err(|error| self.temporary(&error))
    }

    fn finish(&mut self) -> io::Result<()> {
        let Some(book) = self.book.take() else {
            return Ok(());
        };
        let bytes = guarded(|| book.finish(&self.rules))
            .and_then(|bytes| bytes.map_err(told))
            .map_err(|error| self.temporary(&error))?;
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
