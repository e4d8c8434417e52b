//! One complaint of the TOML parser: what it is about, where, and what it spoils.

use std::ops::Range;

use ::toml::de::Error;

use super::edit::Repaired;
use super::node::Span;
use super::toml_words::{NO_QUOTES, UNCLOSED_ARRAY, UNCLOSED_TABLE, in_own_words};
use crate::text::Text;

/// What a complaint is about, as far as anything depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A key that no `=` follows.
    KeyWithoutValue,
    /// A header that is not closed, and what would close it.
    UnclosedHeader(&'static str),
    /// A list that never ends, or swallows the next statement.
    UnclosedArray,
    /// `=` inside a list.
    AssignmentInArray,
    /// An inline table that never ends, or swallows the next statement.
    UnclosedTable,
    /// No comma before an element or a pair.
    MissingComma,
    /// No key where an inline table needs one.
    MissingKey,
    /// Something after the value on its line.
    AfterValue,
    /// No value, or one without quotes.
    Unquoted,
    /// A string whose line, or the text, ends before it does.
    UnclosedString,
    /// A backslash before something that it gives no meaning to.
    Escape,
    /// A key that is there already.
    Duplicate,
    /// A key below one that holds a plain value or an inline table.
    Extends,
    /// A key with characters that need quotes.
    Key,
    /// A date or time that does not exist or is not written as one.
    Date,
    /// A number that is none.
    Number,
    /// `true` or `false`, misspelt.
    Boolean,
    /// `null`, `none`, or another word that begins like `nan` or `inf`.
    Float,
    /// Anything else.
    Other,
}

/// One complaint of the parser.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slip {
    /// What it is about.
    pub(super) kind: Kind,
    /// Where, in the text that was parsed.
    pub(super) range: Range<usize>,
    /// Where, in the user's text.
    pub(super) span: Span,
    /// Where the value opens that it leaves open, once that is looked up.
    pub(super) opener: Option<usize>,
    /// What is wrong.
    pub(super) message: Text,
}

impl Slip {
    /// A complaint of the parser about a text.
    pub(super) fn new(error: &Error, source: &Repaired) -> Self {
        let range = error.span().unwrap_or_default();
        let (description, expected) = match error.message().split_once(", expected ") {
            Some(parts) => parts,
            None => (error.message(), ""),
        };
        let (kind, message) = in_own_words(description, expected);
        let here = source.text.get(range.clone()).unwrap_or("");
        let (kind, message) = guess_again(kind, here).unwrap_or((kind, message));
        Self {
            kind,
            span: source.span(&range),
            range,
            opener: None,
            message,
        }
    }

    /// A list or inline table that is known to be the one not closed.
    pub(super) fn unclosed(kind: Kind, opener: usize, source: &Repaired) -> Self {
        let range = opener..opener.saturating_add(1);
        let message = match kind {
            Kind::UnclosedTable => UNCLOSED_TABLE,
            _ => UNCLOSED_ARRAY,
        };
        Self {
            kind,
            span: source.span(&range),
            range,
            opener: Some(opener),
            message,
        }
    }

    /// Whether it says that the line's structure is broken, which makes others on it mere echoes.
    pub(super) fn is_structural(&self) -> bool {
        matches!(
            self.kind,
            Kind::KeyWithoutValue | Kind::UnclosedHeader(_) | Kind::AfterValue
        )
    }

    /// Whether what follows it in the text may have been read as something else.
    pub(super) fn gives_up(&self, text: &str) -> bool {
        match self.kind {
            Kind::KeyWithoutValue
            | Kind::UnclosedHeader(_)
            | Kind::UnclosedArray
            | Kind::AssignmentInArray
            | Kind::UnclosedTable => true,
            Kind::UnclosedString => self.opener.is_some_and(|opener| {
                let swallowed = text.get(opener..self.range.start);
                swallowed.is_some_and(|swallowed| swallowed.contains('\n'))
            }),
            _ => false,
        }
    }

    /// The place where a value or key stands that is not what the user meant, because of this.
    pub(super) fn spoilt(&self) -> Option<Range<usize>> {
        match self.kind {
            // Found missing after the last character of the string.
            Kind::UnclosedString => Some(self.range.start.saturating_sub(1)..self.range.start),
            Kind::Unquoted
            | Kind::Escape
            | Kind::Key
            | Kind::Date
            | Kind::Number
            | Kind::Boolean
            | Kind::Float
            | Kind::Other => Some(self.range.clone()),
            _ => None,
        }
    }
}

/// The parser guesses the type of a value without quotes by its first character; this corrects it
/// where the rest does not look like that type.
fn guess_again(kind: Kind, here: &str) -> Option<(Kind, Text)> {
    let is_any = |words: &[&str]| words.iter().any(|word| here.eq_ignore_ascii_case(word));
    match kind {
        Kind::Boolean if !is_any(&["true", "false"]) => Some((Kind::Unquoted, NO_QUOTES)),
        Kind::Float if !is_any(&["null", "none", "nil", "nan", "inf"]) => {
            Some((Kind::Unquoted, NO_QUOTES))
        }
        Kind::Date if !is_dated(here) && !here.contains(':') => Some((Kind::Number, NO_QUOTES)),
        _ => None,
    }
}

/// Whether a value begins like a date, in any of the ways that people write one.
pub(super) fn is_dated(text: &str) -> bool {
    let mut parts = text.split(['/', '.', '-', '年', '月']);
    let year = parts.next().unwrap_or("");
    let number = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    year.len() == 4 && number(year) && parts.next().is_some_and(number)
}
