//! 组织机构代码, the organisation code of GB 11714-1997.
//!
//! Eight digits or letters, an optional hyphen, and a check character (a digit or X): 11 less the
//! sum weighted 3 7 9 10 5 8 4 2, modulo 11. Not issued on its own since October 2015; it lives on
//! inside the unified social credit code.

use super::check::{Check, Detail, Problem};
use super::checksum::{self, decimal, length, values_of, weighted, wrong_check_digit};
use super::normalise::fold_identifier;

const CHARACTER: Problem = Problem::new(&[
    "character",
    "出现“{}”，应为 8 位数字或大写字母加 1 位校验码",
    "“{}” is not allowed, 8 digits or letters and a check character were expected",
]);
const LENGTH: Problem = Problem::new(&[
    "length",
    "有 {} 位，不计连字符应为 9 位",
    "{} characters, 9 were expected besides the hyphen",
]);
const WEIGHTS: [u16; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
static VALUES: [u8; 256] = checksum::values(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

/// Checks an organisation code, with or without its hyphen.
///
/// Malformed with the code `character`, `length` or `check-digit`.
pub fn check_organization_code(value: &str) -> Check<()> {
    let value = fold_identifier(value);
    let mut code = [0u8; 9];
    let mut count: usize = 0;
    for (place, c) in value.chars().enumerate() {
        match u8::try_from(c) {
            Ok(b'-') if place == 8 => continue,
            Ok(byte) if byte.is_ascii_alphanumeric() => {
                if let Some(slot) = code.get_mut(count) {
                    *slot = byte;
                }
                count = count.saturating_add(1);
            }
            _ => return Check::Malformed(CHARACTER.with(Detail::Char(c))),
        }
    }
    if count != code.len() {
        return Check::Malformed(LENGTH.with(length(&value)));
    }
    let [body @ .., check] = code;
    match check_character(&body) {
        _ if !check.is_ascii_digit() && check != b'X' => {
            Check::Malformed(CHARACTER.with(Detail::Char(char::from(check))))
        }
        expected if expected == check => Check::Ok(()),
        expected => Check::Malformed(wrong_check_digit(char::from(expected))),
    }
}

/// The check character that belongs to eight digits or upper-case letters.
pub(super) fn check_character(body: &[u8; 8]) -> u8 {
    let values = values_of(&VALUES, body);
    match 11u16.wrapping_sub(weighted(&values, &WEIGHTS) % 11) {
        10 => b'X',
        check => decimal(check % 11),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn well_formed() {
        for value in [
            "00000001-9",
            "12345678-8",
            "D2143569-X",
            "MA000001-5",
            "A0000001-1",
            "00000000-0",
            "123456788",
            "d2143569－x",
        ] {
            assert_eq!(check_organization_code(value), Check::Ok(()), "{value}");
        }
    }

    #[test]
    fn ill_formed() {
        for (value, code) in [
            ("12345678-9", "check-digit"),
            ("12345678-A", "character"),
            ("1234567-88", "character"),
            ("12345678--8", "character"),
            ("12345678 8", "character"),
            ("1234567", "length"),
            ("12345678-", "length"),
            ("12345678-88", "length"),
            ("", "length"),
        ] {
            let check = check_organization_code(value);
            assert!(check.is_malformed(), "{value}");
            assert_eq!(check.problem().unwrap().code(), code, "{value}");
        }
        assert_eq!(
            &*check_organization_code("12345678-9")
                .problem()
                .unwrap()
                .text()
                .en,
            "wrong check digit, 8 was expected"
        );
    }

    proptest! {
        #[test]
        fn never_panics(any in any::<String>(), near in "[0-9A-Z]{7,9}-?[0-9X]") {
            check_organization_code(&any);
            check_organization_code(&near);
        }
    }
}
