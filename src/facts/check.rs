//! Format checks as facts: a state, and what is wrong.

use super::fact::Fact;
use crate::fields::choices::STATES;
use crate::fields::{Choice, place_of};
use crate::identifiers::{Check, Problem};

/// How a field stands to its format.
#[derive(Debug, Clone, Copy)]
pub(super) enum Checked {
    /// The field is unknown or withheld, or has no format to be checked by yet.
    Open(bool),
    /// There is no value, so nothing to check.
    Nothing,
    /// There is a value.
    Value(State, Option<Problem>),
}

/// A member of [`STATES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum State {
    Ok = place_of(STATES, "ok"),
    Doubtful = place_of(STATES, "doubtful"),
    Malformed = place_of(STATES, "malformed"),
}

impl Checked {
    /// The outcome of a check on a field's fact, if the field is a text.
    pub(super) fn of<T>(fact: Fact<'_>, check: impl FnOnce(&str) -> Check<T>) -> Self {
        match fact {
            Fact::Text(text) => match check(text) {
                Check::Ok(_) => Checked::Value(State::Ok, None),
                Check::Doubtful(_, problem) => Checked::Value(State::Doubtful, Some(problem)),
                Check::Malformed(problem) => Checked::Value(State::Malformed, Some(problem)),
            },
            Fact::Withheld => Checked::Open(false),
            Fact::None => Checked::Nothing,
            _ => Checked::Open(true),
        }
    }

    /// Whether the value can be built on.
    pub(super) fn is_malformed(self) -> bool {
        matches!(self, Checked::Value(State::Malformed, _))
    }

    pub(super) fn state(self) -> Fact<'static> {
        match self {
            Checked::Open(true) => Fact::Unknown,
            Checked::Open(false) => Fact::Withheld,
            Checked::Nothing => Fact::None,
            Checked::Value(state, _) => Fact::Code(state as u8),
        }
    }

    pub(super) fn problem(self) -> Fact<'static> {
        match self {
            Checked::Value(_, Some(problem)) => Fact::Problem(problem),
            Checked::Open(_) => self.state(),
            _ => Fact::None,
        }
    }
}

/// The place of a member in its closed list, which has to have it.
pub(super) const fn member(choices: &[Choice], id: &str) -> u8 {
    let place = place_of(choices, id);
    assert!((place as usize) < choices.len());
    place
}

/// A member of a closed list, as a fact.
pub(super) fn code(choices: &[Choice], id: &str) -> Fact<'static> {
    choices
        .iter()
        .position(|choice| choice.id == id)
        .and_then(|index| u8::try_from(index).ok())
        .map_or(Fact::Unknown, Fact::Code)
}

/// The id of a member of a closed list.
pub(super) fn id_of(choices: &'static [Choice], fact: Fact<'_>) -> Option<&'static str> {
    match fact {
        Fact::Code(code) => choices.get(usize::from(code)).map(|choice| choice.id),
        _ => None,
    }
}
