//! A fact's value as rules see it.

use chrono::NaiveDate;

use crate::draft::Private;
use crate::identifiers::Problem;

/// What is known of a fact. It borrows from the draft; what it holds may be personal, so it has no
/// way to be printed.
#[derive(Clone, Copy)]
pub enum Fact<'d> {
    /// Not known yet: a question.
    Unknown,
    /// Not to be used: the value it rests on is malformed and reported elsewhere. No question.
    Withheld,
    /// There is none.
    None,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A count that unknown fields leave open between two bounds, both possible.
    Between(i64, i64),
    /// More than any number: the days left of what is valid without end.
    Endless,
    /// A day.
    Day(NaiveDate),
    /// A member of the fact's closed list, by index.
    Code(u8),
    /// Members of the fact's closed list: those it has, and those it may have.
    Set {
        /// Certain members.
        yes: u64,
        /// Possible members, of which more would have to be known.
        maybe: u64,
    },
    /// A six-digit division code.
    Division(u32),
    /// Text.
    Text(&'d str),
    /// Texts.
    Texts(&'d [Private<'d>]),
    /// What is wrong with a value.
    Problem(Problem),
}

impl Fact<'_> {
    /// Whether nothing can be decided from it.
    pub fn is_open(&self) -> bool {
        matches!(self, Fact::Unknown | Fact::Withheld)
    }
}
