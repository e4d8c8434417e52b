//! 护照, passports.
//!
//! Chinese ordinary passports have E and eight digits, or E, a letter but I and O, and seven digits;
//! official ones DE, SE or PE and seven digits. Older ones, expired by now, had G and eight digits, or
//! 14 or 15 and seven. Hong Kong: K or H and eight digits, KJ and seven; Macao: MA or MB and seven.
//! Other states: five to nine letters and digits (the field of ICAO 9303 has nine), of which nothing
//! more can be verified outside the machine-readable zone.

use super::check::{Check, Detail, Problem};
use super::checksum::length;
use super::normalise::fold_identifier;

const CHARACTER: Problem = Problem::new(&[
    "character",
    "出现“{}”，护照号应为字母和数字",
    "“{}” is not allowed, letters and digits were expected",
]);
const LENGTH: Problem = Problem::new(&[
    "length",
    "有 {} 位，护照号应为 5 至 9 位",
    "{} characters, 5 to 9 were expected",
]);
const EXPIRED: Problem = Problem::new(&[
    "old-form",
    "像旧版中国护照的号码，可能已过期，现行普通护照以 E 开头",
    "looks like an old Chinese passport, likely expired; ordinary ones now begin with E",
]);
const FOREIGN: Problem = Problem::new(&[
    "unverifiable",
    "不是中国护照的号码格式，外国护照的号码无法核验，请与证件核对",
    "not of the form of Chinese passports and not verifiable for others, compare with the document",
]);

/// Which passport a number looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passport {
    /// A Chinese ordinary passport.
    Ordinary,
    /// A Chinese diplomatic, service or public affairs passport.
    Official,
    /// A Chinese passport of a form no longer in force.
    Old,
    /// A passport of the Hong Kong region.
    HongKong,
    /// A passport of the Macao region.
    Macao,
    /// A passport of another state, or a mistyped one.
    Other,
}

/// Checks the number of a passport.
///
/// Malformed with the code `character` or `length`; doubtful with `old-form` or `unverifiable`.
pub fn check_passport(value: &str) -> Check<Passport> {
    let value = fold_identifier(value);
    if let Some(c) = value.chars().find(|c| !c.is_ascii_alphanumeric()) {
        return Check::Malformed(CHARACTER.with(Detail::Char(c)));
    }
    if !(5..=9).contains(&value.len()) {
        return Check::Malformed(LENGTH.with(length(&value)));
    }
    match kind(value.as_bytes()) {
        Passport::Old => Check::Doubtful(Passport::Old, EXPIRED),
        Passport::Other => Check::Doubtful(Passport::Other, FOREIGN),
        passport => Check::Ok(passport),
    }
}

/// The kind of folded letters and digits.
fn kind(number: &[u8]) -> Passport {
    let [first, second, rest @ ..] = number else {
        return Passport::Other;
    };
    if rest.len() != 7 || !rest.iter().all(u8::is_ascii_digit) {
        return Passport::Other;
    }
    match (first, second) {
        (b'E', b'0'..=b'9' | b'A'..=b'H' | b'J'..=b'N' | b'P'..=b'Z') => Passport::Ordinary,
        (b'D' | b'S' | b'P', b'E') => Passport::Official,
        (b'G', b'0'..=b'9') | (b'1', b'4' | b'5') => Passport::Old,
        (b'K', b'0'..=b'9' | b'J') | (b'H', b'0'..=b'9') => Passport::HongKong,
        (b'M', b'A' | b'B') => Passport::Macao,
        _ => Passport::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn well_formed() {
        for (value, passport) in [
            ("E00000000", Passport::Ordinary),
            ("EA0000000", Passport::Ordinary),
            ("ｅa0000000", Passport::Ordinary),
            ("DE0000000", Passport::Official),
            ("SE0000000", Passport::Official),
            ("PE0000000", Passport::Official),
            ("K00000000", Passport::HongKong),
            ("KJ0000000", Passport::HongKong),
            ("H00000000", Passport::HongKong),
            ("MA0000000", Passport::Macao),
            ("MB0000000", Passport::Macao),
        ] {
            assert_eq!(check_passport(value), Check::Ok(passport), "{value}");
        }
    }

    #[test]
    fn doubtful() {
        for (value, passport, code) in [
            ("G00000000", Passport::Old, "old-form"),
            ("140000000", Passport::Old, "old-form"),
            ("150000000", Passport::Old, "old-form"),
            ("X0000000", Passport::Other, "unverifiable"),
            ("EI0000000", Passport::Other, "unverifiable"),
            ("EO0000000", Passport::Other, "unverifiable"),
            ("E0000000", Passport::Other, "unverifiable"),
            ("MC0000000", Passport::Other, "unverifiable"),
        ] {
            let check = check_passport(value);
            assert_eq!(check.value(), Some(&passport), "{value}");
            assert_eq!(check.problem().unwrap().code(), code, "{value}");
        }
    }

    #[test]
    fn ill_formed() {
        for (value, code) in [
            ("E000000000", "length"),
            ("E000", "length"),
            ("", "length"),
            ("E-0000000", "character"),
            ("护照0000000", "character"),
        ] {
            let check = check_passport(value);
            assert!(check.is_malformed(), "{value}");
            assert_eq!(check.problem().unwrap().code(), code, "{value}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(any in any::<String>(), near in "[0-9A-Z]{4,10}") {
            check_passport(&any);
            check_passport(&near);
        }
    }
}
