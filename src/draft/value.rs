//! Values of fields from what stands in a file: one set of conversions for both readers, so that
//! they cannot disagree on what a field accepts.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::divisions;
use super::model::Slot;
use super::private::Private;
use super::shape::Child;
use crate::fields::{Field, Kind, Need};

/// What says that there is none.
pub(super) const NONE: &str = "none";
/// The end of a validity that has none.
pub(super) const LONG_TERM: &str = "long-term";
/// The longest list. A draft is one filing; longer is a mistake or an attack.
pub(super) const MOST_ELEMENTS: usize = 10_000;
/// The largest number. Fields count days, months and things.
const LARGEST: i64 = 1_000_000;

/// Why something is no value of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bad {
    /// It has another type.
    Type,
    /// It says "none" where that cannot be.
    None,
    /// It is not in the closed list.
    Choice,
    /// It is written like a date, but the calendar has no such day.
    NoSuchDay,
    /// It is not written like a date.
    NotADay,
    /// No province is called so.
    Province,
    /// It is no code of a city.
    City,
    /// It is below zero.
    Negative,
    /// It is too large to count anything.
    Large,
}

/// Text as the value of a field.
pub(super) fn from_text<'a>(
    field: &Field,
    child: &Child,
    text: impl Into<Cow<'a, str>>,
) -> Result<Slot<'a>, Bad> {
    let text = text.into();
    if is_kept(field, &text) {
        return Ok(Slot::Text(Private::new(text)));
    }
    from_word(field, child, &text).map(Word::slot)
}

/// Whether text is the value of a field as it stands.
#[inline]
pub(super) fn is_kept(field: &Field, text: &str) -> bool {
    matches!(field.kind, Kind::Text(_)) && text != NONE
}

/// What a text stands for that is no value itself. It fits a register, where a slot would go through
/// memory.
#[derive(Debug, Clone, Copy)]
pub(super) enum Word {
    None,
    LongTerm,
    Code(u8),
    Day(NaiveDate),
    Division(u32),
}

impl Word {
    /// The same as a slot.
    #[inline(always)]
    pub(super) fn slot<'a>(self) -> Slot<'a> {
        match self {
            Word::None => Slot::None,
            Word::LongTerm => Slot::LongTerm,
            Word::Code(code) => Slot::Code(code),
            Word::Day(day) => Slot::Day(day),
            Word::Division(code) => Slot::Division(code),
        }
    }
}

/// Text as the value of a field that does not keep it.
pub(super) fn from_word(field: &Field, child: &Child, text: &str) -> Result<Word, Bad> {
    if text == NONE {
        return match field.need {
            Need::Loose => Ok(Word::None),
            Need::Required | Need::Firm => Err(Bad::None),
        };
    }
    match field.kind {
        Kind::Enum(_) => choice(child, text).map(Word::Code),
        Kind::DayOrLongTerm if text == LONG_TERM => Ok(Word::LongTerm),
        Kind::Day | Kind::DayOrLongTerm => day(text).map(Word::Day),
        Kind::Province => divisions::province(text)
            .map(Word::Division)
            .ok_or(Bad::Province),
        Kind::City => city(text).map(Word::Division),
        Kind::Bool | Kind::Int(_) | Kind::Set(_) | Kind::Text(_) | Kind::Texts(_) | Kind::Table => {
            Err(Bad::Type)
        }
    }
}

/// A whole number as the value of a field.
pub(super) fn from_int(field: &Field, number: i64) -> Result<Slot<'static>, Bad> {
    match field.kind {
        Kind::Int(_) if number < 0 => Err(Bad::Negative),
        Kind::Int(_) if number > LARGEST => Err(Bad::Large),
        Kind::Int(_) => Ok(Slot::Int(number)),
        _ => Err(Bad::Type),
    }
}

/// A boolean as the value of a field.
pub(super) fn from_bool(field: &Field, flag: bool) -> Result<Slot<'static>, Bad> {
    match field.kind {
        Kind::Bool => Ok(Slot::Bool(flag)),
        _ => Err(Bad::Type),
    }
}

/// A day as the value of a field.
pub(super) fn from_day(field: &Field, day: NaiveDate) -> Result<Slot<'static>, Bad> {
    match field.kind {
        Kind::Day | Kind::DayOrLongTerm => Ok(Slot::Day(day)),
        _ => Err(Bad::Type),
    }
}

/// The number of an id in its field's closed list.
pub(super) fn choice(child: &Child, id: &str) -> Result<u8, Bad> {
    child
        .choices
        .find(id)
        .and_then(|index| u8::try_from(index).ok())
        .ok_or(Bad::Choice)
}

/// A set with one more member.
pub(super) fn with_member(set: u64, member: u8) -> u64 {
    set | 1_u64.checked_shl(member.into()).unwrap_or(0)
}

/// A day written `YYYY-MM-DD`.
fn day(text: &str) -> Result<NaiveDate, Bad> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
        return Err(Bad::NotADay);
    };
    let number = |digits: &[u8]| -> Option<u32> {
        digits.iter().try_fold(0_u32, |sum, digit| {
            let digit = char::from(*digit).to_digit(10)?;
            sum.checked_mul(10)?.checked_add(digit)
        })
    };
    let parts = || {
        Some((
            i32::try_from(number(&[y1, y2, y3, y4])?).ok()?,
            number(&[m1, m2])?,
            number(&[d1, d2])?,
        ))
    };
    let (year, month, day) = parts().ok_or(Bad::NotADay)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(Bad::NoSuchDay)
}

/// A city's code: that of its province followed by more than zeros, except that the four
/// municipalities are their own city.
fn city(text: &str) -> Result<u32, Bad> {
    let code = divisions::six_digits(text).ok_or(Bad::City)?;
    if divisions::is_in_a_province(code) {
        Ok(code)
    } else {
        Err(Bad::City)
    }
}
