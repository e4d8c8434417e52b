//! What a parser hands back: a tree, and what is wrong with the text.

use super::node::{Span, Table};
use crate::text::Text;

/// At most this many problems are told; a text with more is broken in one way many times.
pub const MAX_PROBLEMS: usize = 100;

/// One thing wrong with a text, in the program's own words.
///
/// No message repeats a value of the text: values are personal data, and these lines end up in
/// logs. Keys and punctuation may be named.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: Text,
    /// What to do about it, where that is known.
    pub help: Option<Text>,
}

/// The outcome of parsing: as much of the tree as could be read, and every problem.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// The top level. A value that could not be read stands here as [`Value::Null`], so that its
    /// key is not taken for absent.
    ///
    /// [`Value::Null`]: super::Value::Null
    pub root: Table,
    /// Where to point for something that the top level lacks.
    pub root_span: Span,
    /// What is wrong, in the order of the text, at most [`MAX_PROBLEMS`] and one line that says
    /// how many more.
    pub problems: Vec<Problem>,
    /// Whether part of the text was given up, so that an absent key may stand in that part.
    pub incomplete: bool,
}

impl Problem {
    /// A problem without advice.
    pub fn new(span: Span, message: Text) -> Self {
        Self {
            span,
            message,
            help: None,
        }
    }

    /// The same with advice.
    pub fn with_help(mut self, help: Option<Text>) -> Self {
        self.help = help;
        self
    }
}

impl Parsed {
    /// An outcome with no tree, for a text that had to be given up.
    pub(super) fn refused(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
            incomplete: true,
            ..Self::default()
        }
    }

    /// Whether a problem was told inside a place: a null there is not the user's own.
    pub fn has_problem_in(&self, span: Span) -> bool {
        let inside = |p: &Problem| span.start <= p.span.start && p.span.end <= span.end;
        self.problems.iter().any(inside)
    }

    /// Puts the problems in order and cuts them to the most that is told; `untold` more were not
    /// even collected.
    pub(super) fn finish(mut self, untold: usize) -> Self {
        self.problems.sort_by_key(|problem| problem.span);
        // Of two that begin at one place the longer, or later told, is an echo.
        self.problems.dedup_by_key(|problem| problem.span.start);
        let more = self
            .problems
            .len()
            .saturating_sub(MAX_PROBLEMS)
            .saturating_add(untold);
        if more > 0 {
            self.problems.truncate(MAX_PROBLEMS);
            let span = self.problems.last().map(|p| p.span).unwrap_or_default();
            self.problems.push(Problem::new(
                span,
                Text::new(
                    format!("还有 {more} 处问题没有列出"),
                    format!("… and {more} more problems"),
                ),
            ));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_ordered_and_capped() {
        let problem = |start| Problem::new(Span { start, end: start }, Text::fixed("错", "bad"));
        let parsed = Parsed {
            problems: (0..250).rev().map(problem).collect(),
            ..Parsed::default()
        }
        .finish(0);
        assert_eq!(parsed.problems.len(), MAX_PROBLEMS + 1);
        assert_eq!(parsed.problems[0].span.start, 0);
        assert_eq!(
            parsed.problems[MAX_PROBLEMS].message.en,
            "… and 150 more problems"
        );
    }

    #[test]
    fn a_problem_is_found_by_its_place() {
        let parsed = Parsed::refused(Problem::new(Span { start: 4, end: 6 }, Text::default()));
        assert!(parsed.has_problem_in(Span { start: 4, end: 9 }));
        assert!(!parsed.has_problem_in(Span { start: 5, end: 9 }));
    }
}
