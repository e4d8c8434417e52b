//! Positions: every record of a draft, and where a path stands in the file.

use crate::draft::{Draft, Node, Path, Record, locate, locate_json};
use crate::source::{SourceFile, Span, Table, parse_json};

/// The text that a draft was read from, and its tree.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The text.
    pub file: &'a SourceFile,
    /// The top level.
    pub root: &'a Table,
    /// Where to point for something that the top level lacks.
    pub root_span: Span,
}

/// A draft that is one of many in an input, or the whole of it (the default).
#[derive(Debug, Clone, Copy)]
pub struct Within<'a> {
    /// Where its text begins in the input: line and column, both from 1.
    pub start: (usize, usize),
    /// Its text, where that is regular JSON, which has no [`Origin`].
    pub json: Option<&'a str>,
    /// How much of the report is made.
    pub detail: Detail,
}

/// How much of a draft's report is made; what is left out is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Detail {
    /// The verdict, which rules fail where, how many documents are missing.
    Compact,
    /// Also what is said of failures, and which documents are missing.
    Findings,
    /// Everything that is said of this draft in particular: of what is good to know, the warnings.
    Full,
    /// Also what is good to know of every draft of its kind: some sixty sentences, 12 kB.
    #[default]
    Guided,
}

impl Default for Within<'_> {
    fn default() -> Self {
        Self {
            start: (1, 1),
            json: None,
            detail: Detail::Guided,
        }
    }
}

impl Within<'_> {
    /// A place in the draft's text as a place in the input.
    pub(super) fn shift(&self, mark: Mark) -> Mark {
        let (line, column) = self.start;
        let columns = match mark.line {
            1 => column.saturating_sub(1),
            _ => 0,
        };
        Mark {
            line: mark.line.saturating_add(line).saturating_sub(1),
            column: mark.column.saturating_add(columns),
            end_column: mark.end_column.saturating_add(columns),
        }
    }
}

/// A stretch of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub line: usize,
    pub column: usize,
    /// The column after its last character.
    pub end_column: usize,
}

impl Origin<'_> {
    /// Where a path stands.
    pub(super) fn mark(&self, path: &Path) -> Mark {
        mark(self.file, locate(self.root, self.root_span, path))
    }
}

/// The part of a span that is on its first line.
pub(super) fn mark(file: &SourceFile, span: Span) -> Mark {
    let (line, column) = file.line_column(span.start);
    let (end_line, end_column) = file.line_column(span.end.max(span.start));
    let end_column = if end_line == line {
        end_column.max(column)
    } else {
        let length = file.line_text(line).chars().count();
        length.saturating_add(1).max(column)
    };
    Mark {
        line,
        column,
        end_column,
    }
}

/// Where a path stands in JSON text that is regular, which a draft was read from.
pub(super) fn json_mark(text: &str, draft: &Draft<'_>, path: &Path) -> Mark {
    if let Some(span) = locate_json(text, draft, path) {
        let before = text.as_bytes().get(..span.range().start);
        let before = before.unwrap_or(text.as_bytes());
        let last = memchr::memrchr(b'\n', before);
        let line = last.map_or(0, |at| at.saturating_add(1));
        let inside = text.get(span.range()).unwrap_or_default();
        let inside = inside.lines().next().unwrap_or_default();
        let column = characters(before.get(line..).unwrap_or_default()).saturating_add(1);
        // Most texts are one line.
        let lines_before = last.map_or(0, |_| memchr::memchr_iter(b'\n', before).count());
        return Mark {
            line: lines_before.saturating_add(1),
            column,
            end_column: column.saturating_add(inside.chars().count()),
        };
    }
    let file = SourceFile::new("", text);
    let parsed = parse_json(&file);
    mark(&file, locate(&parsed.root, parsed.root_span, path))
}

/// How many characters there are in text, by the bytes that one begins with: many are counted at
/// once.
fn characters(text: &[u8]) -> usize {
    let begins = |byte: &u8| u8::from(byte & 0xc0 != 0x80);
    let count = |bytes: &[u8]| bytes.iter().map(begins).sum::<u8>();
    let (chunks, rest) = text.as_chunks::<128>();
    let chunks = chunks.iter().map(|chunk| usize::from(count(chunk)));
    let whole: usize = chunks.sum();
    whole.saturating_add(usize::from(count(rest)))
}

/// Visits the records of a draft, not those under its `previous`.
pub(super) fn each_record<'a>(draft: &'a Draft<'a>, visit: &mut dyn FnMut(Node, &'a Record<'a>)) {
    visit(Node::Order, &draft.order);
    if let Some(record) = &draft.legal_representative {
        visit(Node::LegalRepresentative, record);
    }
    if let Some(record) = &draft.principal {
        visit(Node::Principal, record);
    }
    for (i, service) in (0u16..).zip(draft.services.items()) {
        visit(Node::Service(i), &service.record);
        if let Some(record) = &service.principal {
            visit(Node::ServicePrincipal(i), record);
        }
        for (j, record) in (0u16..).zip(service.domains.items()) {
            visit(Node::Domain(i, j), record);
        }
        for (j, record) in (0u16..).zip(service.platforms.items()) {
            visit(Node::Platform(i, j), record);
        }
        for (j, record) in (0u16..).zip(service.pre_approvals.items()) {
            visit(Node::PreApproval(i, j), record);
        }
    }
    for (i, record) in (0u16..).zip(draft.attachments.items()) {
        visit(Node::Attachment(i), record);
    }
}
