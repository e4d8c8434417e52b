//! Numbers that programs have spoilt on their way through a spreadsheet, and those that they have only
//! written otherwise.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::cell::{Cell, clean};
use crate::identifiers::{
    check_credit_code, check_hk_macao_residence, check_id_card, check_taiwan_residence,
};

/// The most digits that a spreadsheet keeps of a number.
pub(super) const KEPT_DIGITS: f64 = 1e15;

/// Whether a spreadsheet has made a number of a long text, so that its last digits are lost.
/// `typed` says that the file keeps numbers and texts apart.
pub(super) fn is_rounded(cell: &Cell, typed: bool) -> bool {
    match cell {
        Cell::Number(number) | Cell::Number1904(number) => number.abs() >= KEPT_DIGITS,
        Cell::Text(text) => {
            let text = clean(text);
            is_scientific(&text) || (!typed && ends_like_rounded(&text))
        }
        _ => false,
    }
}

/// A whole number without the `.0` that programs write behind one where a column has gaps, and without
/// the exponent of `1.3900000002E10`, which has all its digits.
pub(super) fn whole(text: &str) -> Cow<'_, str> {
    let is_number = |digits: &str| {
        (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if is_scientific(text)
        && let Some((digits, exponent)) = text.split_once(['E', 'e'])
        && let Some((first, rest)) = digits.split_once('.')
        && exponent.trim_start_matches('+').parse() == Ok(rest.len())
        && is_number(&[first, rest].concat())
    {
        return [first, rest].concat().into();
    }
    let digits = text.trim_end_matches('0').strip_suffix('.');
    digits
        .filter(|digits| digits.len() < text.len().saturating_sub(1))
        .filter(|digits| is_number(digits))
        .unwrap_or(text)
        .into()
}

/// A number without the blanks and line breaks inside that only part its digits for the eye: its check
/// digit is right without them.
pub(super) fn unbroken(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_whitespace) {
        return text.into();
    }
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match is_wrong(&joined) {
        true => text.into(),
        false => joined.into(),
    }
}

/// `1.40105E+17`, as a spreadsheet writes a long number to CSV.
pub(super) fn is_scientific(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    whole.len() == 1
        && number(whole)
        && number(fraction)
        // Some programs leave the sign out; without sign and point it may be a number of letters.
        && match exponent.strip_prefix('+') {
            Some(exponent) => number(exponent),
            None => digits.contains('.') && number(exponent),
        }
}

/// Eighteen digits of which the spreadsheet may have made the last three zeros.
pub(super) fn ends_like_rounded(text: &str) -> bool {
    text.len() == 18 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.ends_with("000")
}

/// Whether an 18-digit number is none of those that have a check digit.
pub(super) fn is_wrong(text: &str) -> bool {
    let late = NaiveDate::MAX;
    check_id_card(text, late).is_malformed()
        && check_credit_code(text).is_malformed()
        && check_hk_macao_residence(text, late).is_malformed()
        && check_taiwan_residence(text, late).is_malformed()
}

/// Whether a text is a day as spreadsheets count them; from when on they count, a text does not say.
pub(super) fn is_serial(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if {
        let text = clean(text);
        text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit())
    })
}
