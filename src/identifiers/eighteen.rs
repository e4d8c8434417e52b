//! The eighteen characters that citizens' numbers and those of residents share: six digits, a date
//! of birth, a sequence number of three, and a check character of ISO 7064 MOD 11-2.

use chrono::NaiveDate;

use super::check::{Detail, Problem};
use super::checksum::{length, mod_11_2, number, wrong_check_digit};

const CHARACTER: Problem = Problem::new(
    "character",
    "出现“{}”，应为数字，末位可为 X",
    "“{}” is not allowed, digits were expected (the last may be X)",
);
const LENGTH: Problem = Problem::new(
    "length",
    "有 {} 位，应为 18 位",
    "{} characters, 18 were expected",
);
const OLD_FORM: Problem = Problem::new(
    "old-form",
    "15 位的旧号码已停用，应填证件上的 18 位号码",
    "the old form of 15 digits is no longer valid, the 18 characters on the card were expected",
);
const NO_SUCH_DATE: Problem = Problem::new(
    "birth-date",
    "第 7 至 14 位不是真实存在的日期，应为出生日期",
    "characters 7 to 14 are not a real date, the date of birth was expected",
);
const FUTURE: Problem = Problem::new(
    "birth-in-future",
    "第 7 至 14 位的日期尚未到来，应为出生日期",
    "characters 7 to 14 are a date in the future, the date of birth was expected",
);

/// Seventeen digits and a check character.
#[derive(Clone, Copy)]
pub(super) struct Eighteen {
    body: [u8; 17],
    check: u8,
}

impl Eighteen {
    /// Reads a folded value; looks at its length and characters only.
    pub(super) fn read(value: &str) -> Result<Self, Problem> {
        let is_allowed = |byte: u8| byte.is_ascii_digit() || byte == b'X';
        if !value.bytes().all(is_allowed) {
            let offending = value.chars().find(|c| !c.is_ascii_digit() && *c != 'X');
            return Err(CHARACTER.with(Detail::Char(offending.unwrap_or_default())));
        }
        let Ok([body @ .., check]) = <[u8; 18]>::try_from(value.as_bytes()) else {
            return Err(match value.len() {
                15 => OLD_FORM,
                _ => LENGTH.with(length(value)),
            });
        };
        if body.contains(&b'X') {
            return Err(CHARACTER.with(Detail::Char('X')));
        }
        Ok(Self { body, check })
    }

    /// The number in the given places, counted from 0.
    fn part(&self, places: std::ops::Range<usize>) -> u32 {
        number(self.body.get(places).unwrap_or_default())
    }

    /// The first six digits.
    pub(super) fn region(&self) -> u32 {
        self.part(0..6)
    }

    /// Whether the sequence number is odd.
    pub(super) fn male(&self) -> bool {
        self.part(14..17) % 2 == 1
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
            expected if expected == char::from(self.check) => Ok(()),
            expected => Err(wrong_check_digit(expected)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers whose only fault lies elsewhere: each has the right check character.
    #[test]
    fn check_character_is_judged_alone() {
        for value in [
            "11010519900230001X",
            "110105190002290017",
            "110105199013010018",
            "110105299901010014",
            "990105199001010014",
            "710000199001010015",
            "810001199001010015",
            "911840199001010018",
        ] {
            assert_eq!(Eighteen::read(value).and_then(|n| n.verify()), Ok(()));
        }
    }
}
