//! Why a draft cannot be read, as the report tells it.

use super::mask::Masker;
use super::model::ErrorReport;
use super::places::{Within, mark};
use crate::draft::Fault;
use crate::source::{Problem, SourceFile, Span, escape_control};
use crate::text::{Lang, Text};

/// Makes errors of faults.
#[derive(Clone, Copy)]
pub(super) struct Teller<'a> {
    pub file: Option<&'a SourceFile>,
    pub within: Within<'a>,
    pub masker: Masker,
    pub lang: Lang,
}

impl Teller<'_> {
    /// What is wrong with the text, then with what stands in it, in the order of the file.
    pub fn errors(&self, problems: &[Problem], faults: &[Fault]) -> Vec<ErrorReport> {
        let mut errors: Vec<(u32, ErrorReport)> = Vec::new();
        for problem in problems {
            errors.push((
                problem.span.start,
                self.error(problem.span, None, &problem.message, problem.help.as_ref()),
            ));
        }
        for fault in faults {
            errors.push((
                fault.span.start,
                self.error(
                    fault.span,
                    Some(&fault.path),
                    &fault.message,
                    fault.help.as_ref(),
                ),
            ));
        }
        // The sort is stable: at one place the text comes first.
        errors.sort_by_key(|(start, _)| *start);
        errors.into_iter().map(|(_, error)| error).collect()
    }

    fn error(
        &self,
        span: Span,
        path: Option<&str>,
        message: &Text,
        help: Option<&Text>,
    ) -> ErrorReport {
        let mark = self.file.map(|file| self.within.shift(mark(file, span)));
        ErrorReport {
            message: self.shown(message.get(self.lang)),
            path: path.map(|path| self.shown(path)),
            line: mark.map(|mark| mark.line),
            column: mark.map(|mark| mark.column),
            help: help.map(|help| self.shown(help.get(self.lang))),
            end_column: mark.map(|mark| mark.end_column),
        }
    }

    /// Keys of the draft are in these sentences, and a key may be anything.
    fn shown(&self, text: &str) -> String {
        escape_control(&self.masker.free(text)).into_owned()
    }
}
