//! The quoted lines with the culprit underlined.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::Writer;
use crate::report::{ErrorReport, Finding};
use crate::ruleset::Severity;
use crate::source::escape_control;

/// At most so many fields are marked besides the culprit.
const MOST_RELATED: usize = 3;
/// A field further away than this many lines is not quoted with the culprit.
const FARTHEST: usize = 2000;

/// A stretch of a line to be underlined.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    line: usize,
    column: usize,
    end_column: usize,
    label: Option<String>,
}

/// What is underlined: the culprit, and what it has to do with.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    primary: Option<Mark>,
    related: Vec<Mark>,
}

impl Marks {
    pub fn of_finding(finding: &Finding) -> Self {
        let primary = mark(finding.line, finding.column, finding.end_column, None);
        let mut related: Vec<Mark> = Vec::new();
        for field in &finding.related {
            let label = escape_control(&field.label).into_owned();
            let Some(found) = mark(field.line, field.column, field.end_column, Some(label)) else {
                continue;
            };
            let is_here = |known: &Mark| (known.line, known.column) == (found.line, found.column);
            let is_near = primary
                .as_ref()
                .is_some_and(|primary| primary.line.abs_diff(found.line) <= FARTHEST);
            if is_near && !primary.iter().chain(&related).any(is_here) {
                related.push(found);
            }
            if related.len() == MOST_RELATED {
                break;
            }
        }
        Self { primary, related }
    }

    pub fn of_error(error: &ErrorReport) -> Self {
        Self {
            primary: mark(error.line, error.column, error.end_column, None),
            related: Vec::new(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Mark> {
        self.primary.iter().chain(&self.related)
    }

    /// The blanks before a note below the snippet.
    pub fn indent(&self) -> String {
        let last = self.all().map(|mark| mark.line).max().unwrap_or(0);
        let digits = last.checked_ilog10().unwrap_or(0).saturating_add(2);
        " ".repeat(usize::try_from(digits).unwrap_or(0))
    }
}

fn mark(
    line: Option<usize>,
    column: Option<usize>,
    end_column: Option<usize>,
    label: Option<String>,
) -> Option<Mark> {
    let (line, column) = (line?, column?);
    Some(Mark {
        line,
        column,
        end_column: end_column.unwrap_or(column),
        label,
    })
}

/// The lines around the marks; only the place where there are no lines to quote.
pub(super) fn snippet(writer: &Writer<'_>, severity: Severity, marks: &Marks) -> String {
    let excerpt = &writer.draft.excerpt;
    let Some(primary) = &marks.primary else {
        return format!("  {} {}\n", writer.paint.frame("╭▸"), excerpt.name);
    };
    let first = marks.all().map(|mark| mark.line).min().unwrap_or(1);
    let last = marks.all().map(|mark| mark.line).max().unwrap_or(1);
    // A line may be quoted in part only.
    let is_quoted = |mark: &Mark| {
        excerpt
            .line(mark.line)
            .is_some_and(|text| text.chars().count().saturating_add(1) >= mark.column)
    };
    if !marks.all().all(is_quoted) {
        let place = writer.place(Some(primary.line), Some(primary.column));
        let place = place.trim_end_matches(':');
        return format!("{}{} {place}\n", marks.indent(), writer.paint.frame("╭▸"));
    }
    // Lines that are not quoted are empty here, and folded away in the picture.
    let mut source = String::new();
    let mut starts = Vec::new();
    for line in first..=last {
        starts.push(source.len());
        source.push_str(excerpt.line(line).unwrap_or(""));
        source.push('\n');
    }
    let range = |mark: &Mark| {
        let index = mark.line.saturating_sub(first);
        let start = starts.get(index).copied().unwrap_or(0);
        let text = excerpt.line(mark.line).unwrap_or("");
        let from = byte_of(text, mark.column);
        let to = byte_of(text, mark.end_column).max(from);
        start.saturating_add(from)..start.saturating_add(to)
    };
    let mut quoted = Snippet::source(source.as_str())
        .line_start(first)
        .path(excerpt.name.as_str())
        .fold(true)
        .annotation(AnnotationKind::Primary.span(range(primary)));
    for mark in &marks.related {
        quoted = quoted.annotation(
            AnnotationKind::Context
                .span(range(mark))
                .label(mark.label.as_deref()),
        );
    }
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Notice => Level::NOTE,
    };
    let renderer = if writer.style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let group = Group::with_level(level).element(quoted);
    let mut text = renderer
        .decor_style(DecorStyle::Unicode)
        .term_width(writer.style.width.max(40))
        .render(&[group]);
    text.push('\n');
    text
}

/// The byte at which a column (from 1, in characters) begins.
fn byte_of(text: &str, column: usize) -> usize {
    text.char_indices()
        .nth(column.saturating_sub(1))
        .map_or(text.len(), |(at, _)| at)
}
