//! The eighteen characters that citizens' numbers and those of residents share: six digits, a date
//! of birth, a sequence number of three, and a check character of ISO 7064 MOD 11-2.

use chrono::NaiveDate;

use super::check::{Detail, Problem};
use super::checksum::{length, mod_11_2, wrong_check_digit};
use super::normalise::fold_identifier;

const CHARACTER: Problem = Problem::new(&[
    "character",
    "出现“{}”，应为数字，末位可为 X",
    "“{}” is not allowed, digits were expected (the last may be X)",
]);
const LENGTH: Problem = Problem::new(&[
    "length",
    "有 {} 位，应为 18 位",
    "{} characters, 18 were expected",
]);
const OLD_FORM: Problem = Problem::new(&[
    "old-form",
    "15 位的旧号码已停用，应填证件上的 18 位号码",
    "the old form of 15 digits is no longer valid, the 18 characters on the card were expected",
]);
const NO_SUCH_DATE: Problem = Problem::new(&[
    "birth-date",
    "第 7 至 14 位不是真实存在的日期，应为出生日期",
    "characters 7 to 14 are not a real date, the date of birth was expected",
]);
const FUTURE: Problem = Problem::new(&[
    "birth-in-future",
    "第 7 至 14 位的日期尚未到来，应为出生日期",
    "characters 7 to 14 are a date in the future, the date of birth was expected",
]);

/// The values of seventeen digits, and a check character.
#[derive(Clone, Copy)]
pub(super) struct Eighteen {
    body: [u8; 17],
    check: u8,
}

impl Eighteen {
    /// Reads a value as it is typed; looks at its length and characters only.
    pub(super) fn written(value: &str) -> Result<Self, Problem> {
        match Self::plain(value) {
            Some(number) => Ok(number),
            None => Self::read(&fold_identifier(value)),
        }
    }

    /// The same of a folded value.
    pub(super) fn read(value: &str) -> Result<Self, Problem> {
        Self::plain(value).ok_or_else(|| {
            // An X is a check character, so none is allowed before it.
            let is_allowed = |c: char| c.is_ascii_digit() || c == 'X';
            match (value.chars().find(|c| !is_allowed(*c)), value.len()) {
                (Some(other), _) => CHARACTER.with(Detail::Char(other)),
                (None, 18) => CHARACTER.with(Detail::Char('X')),
                (None, 15) => OLD_FORM,
                (None, _) => LENGTH.with(length(value)),
            }
        })
    }

    /// Reads seventeen digits with a digit or X behind them.
    fn plain(value: &str) -> Option<Self> {
        let [mut body @ .., check] = <[u8; 18]>::try_from(value.as_bytes()).ok()?;
        let mut are_digits = true;
        for byte in &mut body {
            // Digits alone give values below ten.
            *byte ^= b'0';
            are_digits &= *byte < 10;
        }
        let is_check = check.is_ascii_digit() || check == b'X';
        (are_digits && is_check).then_some(Self { body, check })
    }

    /// The number in some places, counted from 0.
    fn part(&self, places: std::ops::Range<usize>) -> u32 {
        let digits = self.body.get(places).unwrap_or_default();
        digits.iter().fold(0, |number: u32, digit| {
            number.wrapping_mul(10).wrapping_add((*digit).into())
        })
    }

    /// The first six digits.
    pub(super) fn region(&self) -> u32 {
        self.part(0..6)
    }

    /// Whether the sequence number is odd.
    pub(super) fn male(&self) -> bool {
        self.part(16..17) % 2 == 1
    }

    /// The date of birth, which must exist and have come.
    pub(super) fn birth(&self, today: NaiveDate) -> Result<NaiveDate, Problem> {
        let year = i32::try_from(self.part(6..10)).unwrap_or(0);
        let date = NaiveDate::from_ymd_opt(year, self.part(10..12), self.part(12..14));
        match date {
            Some(date) if date > today => Err(FUTURE),
            Some(date) if year >= 1800 => Ok(date),
            _ => Err(NO_SUCH_DATE),
        }
    }

    /// Whether the check character is right.
    pub(super) fn verify(&self) -> Result<(), Problem> {
        match mod_11_2(&self.body) {
            expected if expected == self.check => Ok(()),
            expected => Err(wrong_check_digit(char::from(expected))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn characters_and_length_are_told(
            value in "[0-9]{17}[0-9X]|[0-9X]{14,19}|[0-9Xx ０-９码]{0,19}|\\PC*",
        ) {
            let value = fold_identifier(&value);
            let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let expected = match value.strip_suffix('X') {
                Some(body) => body.len() == 17 && is_number(body),
                None => value.len() == 18 && is_number(&value),
            };
            match Eighteen::read(&value) {
                Ok(number) => {
                    prop_assert!(expected);
                    prop_assert_eq!(Some(number.region()), value.get(..6).map(|six| six.parse().unwrap()));
                    prop_assert_eq!(number.check, value.bytes().last().unwrap());
                }
                Err(problem) => {
                    prop_assert!(!expected);
                    let length = value.chars().count();
                    let other = value.chars().any(|c| !c.is_ascii_digit() && c != 'X');
                    prop_assert_eq!(problem.code(), match length {
                        _ if other => "character",
                        18 => "character",
                        15 => "old-form",
                        _ => "length",
                    });
                }
            }
        }
    }
}
