//! The permits with which people from Hong Kong, Macao and Taiwan travel to the mainland.
//!
//! 港澳居民来往内地通行证 (回乡证): H for Hong Kong or M for Macao and a lifetime number of eight digits;
//! older cards print two more for the issue. 台湾居民来往大陆通行证 (台胞证): eight digits on the cards
//! issued since 2015; booklets and single-entry permits before them had 10 to 12 letters and digits.
//! Neither number has a check digit.

use super::check::{Check, Detail, Problem};
use super::checksum::length;
use super::normalise::fold_identifier;

const HK_MACAO_LETTER: Problem = Problem::new(&[
    "letter",
    "首位不对，应为 H（香港）或 M（澳门）",
    "wrong first letter, H (Hong Kong) or M (Macao) was expected",
]);
const HK_MACAO_CHARACTER: Problem = Problem::new(&[
    "character",
    "首位之后出现“{}”，应为数字",
    "“{}” after the first letter, digits were expected",
]);
const HK_MACAO_LENGTH: Problem = Problem::new(&[
    "length",
    "有 {} 位，应为 1 个字母加 8 位数字（旧证另加 2 位）",
    "{} characters, a letter and 8 digits (2 more on old cards) were expected",
]);
const TAIWAN_CHARACTER: Problem = Problem::new(&[
    "character",
    "出现“{}”，应为 8 位数字",
    "“{}” is not allowed, 8 digits were expected",
]);
const TAIWAN_LENGTH: Problem = Problem::new(&[
    "length",
    "有 {} 位，应为 8 位数字",
    "{} characters, 8 digits were expected",
]);
const TAIWAN_OLD: Problem = Problem::new(&[
    "old-form",
    "像旧版本式或一次性通行证的号码，可能已过期，现行卡式证件为 8 位数字",
    "looks like an old booklet or single-entry permit, likely expired; cards now have 8 digits",
]);

/// What the number of a 港澳居民来往内地通行证 tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HkMacaoPermit {
    /// H: a resident of Hong Kong.
    HongKong,
    /// M: a resident of Macao.
    Macao,
}

/// Checks the number of a 港澳居民来往内地通行证.
///
/// Malformed with the code `letter`, `character` or `length`.
pub fn check_hk_macao_permit(value: &str) -> Check<HkMacaoPermit> {
    let value = fold_identifier(value);
    let (origin, digits) = if let Some(digits) = value.strip_prefix('H') {
        (HkMacaoPermit::HongKong, digits)
    } else if let Some(digits) = value.strip_prefix('M') {
        (HkMacaoPermit::Macao, digits)
    } else {
        return Check::Malformed(HK_MACAO_LETTER);
    };
    if let Some(c) = digits.chars().find(|c| !c.is_ascii_digit()) {
        return Check::Malformed(HK_MACAO_CHARACTER.with(Detail::Char(c)));
    }
    match digits.len() {
        8 | 10 => Check::Ok(origin),
        _ => Check::Malformed(HK_MACAO_LENGTH.with(length(&value))),
    }
}

/// Checks the number of a 台湾居民来往大陆通行证.
///
/// Malformed with the code `character` or `length`; doubtful with `old-form`.
pub fn check_taiwan_permit(value: &str) -> Check<()> {
    let value = fold_identifier(value);
    if let Some(c) = value.chars().find(|c| !c.is_ascii_alphanumeric()) {
        return Check::Malformed(TAIWAN_CHARACTER.with(Detail::Char(c)));
    }
    match (value.len(), value.chars().find(char::is_ascii_alphabetic)) {
        (8, None) => Check::Ok(()),
        (8, Some(c)) => Check::Malformed(TAIWAN_CHARACTER.with(Detail::Char(c))),
        (10..=12, _) => Check::Doubtful((), TAIWAN_OLD),
        _ => Check::Malformed(TAIWAN_LENGTH.with(length(&value))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hk_macao() {
        for (value, origin) in [
            ("H00000000", HkMacaoPermit::HongKong),
            ("M12345678", HkMacaoPermit::Macao),
            ("H0000000001", HkMacaoPermit::HongKong),
            ("ｈ00000000", HkMacaoPermit::HongKong),
        ] {
            assert_eq!(check_hk_macao_permit(value), Check::Ok(origin), "{value}");
        }
        for (value, code) in [
            ("K12345678", "letter"),
            ("", "letter"),
            ("H1234567", "length"),
            ("H123456789", "length"),
            ("HA1234567", "character"),
            ("H1234 5678", "character"),
        ] {
            let check = check_hk_macao_permit(value);
            assert!(check.is_malformed(), "{value}");
            assert_eq!(check.problem().unwrap().code(), code, "{value}");
        }
    }

    #[test]
    fn taiwan() {
        for value in ["00000000", "12345678", "１２３４５６７８"] {
            assert_eq!(check_taiwan_permit(value), Check::Ok(()), "{value}");
        }
        for value in ["1234567890B", "1234567890", "123456789012"] {
            let check = check_taiwan_permit(value);
            assert_eq!(check.value(), Some(&()), "{value}");
            assert_eq!(check.problem().unwrap().code(), "old-form");
        }
        for (value, code) in [
            ("1234567", "length"),
            ("123456789", "length"),
            ("1234567890123", "length"),
            ("1234567A", "character"),
            ("1234-5678", "character"),
        ] {
            let check = check_taiwan_permit(value);
            assert!(check.is_malformed(), "{value}");
            assert_eq!(check.problem().unwrap().code(), code, "{value}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(any in any::<String>(), near in "[HM0-9][0-9A-Z]{6,12}") {
            for value in [any, near] {
                check_hk_macao_permit(&value);
                check_taiwan_permit(&value);
            }
        }
    }
}
