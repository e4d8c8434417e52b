//! Positions: every record of a draft, and where a path stands in the file.

use crate::draft::{Draft, Node, Path, Record, locate};
use crate::source::{SourceFile, Span, Table};

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

/// Visits the records of a draft, not those under its `previous`.
pub(super) fn each_record<'a>(draft: &'a Draft<'a>, visit: &mut dyn FnMut(Node, &'a Record<'a>)) {
    visit(Node::Order, &draft.order);
    if let Some(record) = &draft.legal_representative {
        visit(Node::LegalRepresentative, record);
    }
    if let Some(record) = &draft.principal {
        visit(Node::Principal, record);
    }
    for (i, service) in (0u32..).zip(draft.services.items()) {
        visit(Node::Service(i), &service.record);
        if let Some(record) = &service.principal {
            visit(Node::ServicePrincipal(i), record);
        }
        for (j, record) in (0u32..).zip(service.domains.items()) {
            visit(Node::Domain(i, j), record);
        }
        for (j, record) in (0u32..).zip(service.platforms.items()) {
            visit(Node::Platform(i, j), record);
        }
        for (j, record) in (0u32..).zip(service.pre_approvals.items()) {
            visit(Node::PreApproval(i, j), record);
        }
    }
    for (i, record) in (0u32..).zip(draft.attachments.items()) {
        visit(Node::Attachment(i), record);
    }
}
