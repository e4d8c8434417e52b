//! 营业执照注册号, the registration number on business licences before the unified code (GS 15-2006).
//!
//! Fifteen digits: six for the region of the registering organ (100000 is the national one), eight
//! in sequence, and a check digit of ISO 7064 MOD 11,10. The unified social credit code replaced it
//! from October 2015 (individual businesses: December 2016), so a good number is doubtful too.

use super::check::{Check, Detail, Problem};
use super::checksum::{length, mod_11_10, number, wrong_check_digit};
use super::normalise::fold;

const CHARACTER: Problem = Problem::new(&[
    "character",
    "出现“{}”，注册号应为 15 位数字",
    "“{}” is not allowed, 15 digits were expected",
]);
const LENGTH: Problem = Problem::new(&[
    "length",
    "有 {} 位，注册号应为 15 位数字",
    "{} characters, 15 digits were expected",
]);
const OUTDATED: Problem = Problem::new(&[
    "outdated",
    "是旧版营业执照的 15 位注册号，应为新版执照上的 18 位统一社会信用代码",
    "the 15 digits of an outdated licence, the 18 characters of the unified code were expected",
]);

/// What a registration number tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LicenseNumber {
    /// The six-digit region of the organ that registered the unit.
    pub region: u32,
}

/// Checks an old registration number of a business licence.
///
/// Malformed with the code `character`, `length` or `check-digit`; else doubtful with `outdated`.
pub fn check_license_number(value: &str) -> Check<LicenseNumber> {
    let value = fold(value);
    if let Some(c) = value.chars().find(|c| !c.is_ascii_digit()) {
        return Check::Malformed(CHARACTER.with(Detail::Char(c)));
    }
    let Ok([body @ .., check]) = <[u8; 15]>::try_from(value.as_bytes()) else {
        return Check::Malformed(LENGTH.with(length(&value)));
    };
    match mod_11_10(&body) {
        expected if expected == char::from(check) => {
            let region = number(body.get(..6).unwrap_or_default());
            Check::Doubtful(LicenseNumber { region }, OUTDATED)
        }
        expected => Check::Malformed(wrong_check_digit(expected)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn well_formed_but_outdated() {
        for (value, region) in [
            ("110000000000017", 110_000),
            ("310000500000022", 310_000),
            ("440300600000034", 440_300),
            ("123456789012345", 123_456),
            ("１１0000000000017", 110_000),
        ] {
            let check = check_license_number(value);
            assert_eq!(check.value(), Some(&LicenseNumber { region }), "{value}");
            assert_eq!(check.problem().unwrap().code(), "outdated");
        }
    }

    #[test]
    fn ill_formed() {
        for (value, code) in [
            ("110000000000018", "check-digit"),
            ("11000000000001", "length"),
            ("1100000000000177", "length"),
            ("", "length"),
            ("11000000000001X", "character"),
            ("110000 00000017", "character"),
        ] {
            let check = check_license_number(value);
            assert!(check.is_malformed(), "{value}");
            assert_eq!(check.problem().unwrap().code(), code, "{value}");
        }
        assert_eq!(
            &*check_license_number("110000000000018")
                .problem()
                .unwrap()
                .text()
                .zh,
            "校验位不对，应为 7"
        );
    }

    proptest! {
        #[test]
        fn never_panics(any in any::<String>(), near in "[0-9]{14,16}") {
            check_license_number(&any);
            check_license_number(&near);
        }
    }
}
