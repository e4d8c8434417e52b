//! What the readers ask of the table of divisions.

use std::sync::OnceLock;

use crate::fields::nearest;
use crate::identifiers::{division, division_named, divisions, province_of};

/// The code of a province written as code, name or pinyin.
pub(super) fn province(text: &str) -> Option<u32> {
    match six_digits(text) {
        Some(code) => is_province(code).then_some(code),
        None => division_named(text).map(|division| division.code),
    }
}

/// Whether a six-digit code is one of a known province.
pub(super) fn is_in_a_province(code: u32) -> bool {
    is_province(province_of(code))
}

/// The number that six digits are.
pub(super) fn six_digits(text: &str) -> Option<u32> {
    let digits: &[u8; 6] = text.as_bytes().try_into().ok()?;
    digits.iter().try_fold(0_u32, |sum, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| sum.wrapping_mul(10).wrapping_add(digit.into()))
    })
}

/// Whether a code is that of a province itself. Every draft says several, so those that were known
/// when the first was asked for are found by their first two digits.
fn is_province(code: u32) -> bool {
    static KNOWN: OnceLock<[u32; 100]> = OnceLock::new();
    let place = |code: u32| usize::try_from(code / 10_000).unwrap_or(usize::MAX);
    let known = KNOWN.get_or_init(|| {
        let mut known = [u32::MAX; 100];
        for division in divisions() {
            if let Some(known) = known.get_mut(place(division.code)) {
                *known = division.code;
            }
        }
        known
    });
    known.get(place(code)) == Some(&code) || division(code).is_some()
}

/// The province's name or pinyin that is most like a misspelt one.
pub(super) fn nearest_province(text: &str) -> Option<&'static str> {
    // Beyond this no name is near, and likeness costs the product of the lengths.
    if text.len() > 100 {
        return None;
    }
    let lower = text.trim().to_lowercase();
    nearest(&lower, divisions().map(|known| known.pinyin)).or_else(|| {
        let names = divisions().flat_map(|known| [known.short, known.name]);
        nearest(&lower, names)
    })
}

#[cfg(test)]
mod tests {
    use super::{is_in_a_province, province};
    use crate::identifiers::divisions;

    #[test]
    fn a_province_is_known_by_code_and_by_name() {
        for division in divisions() {
            let code = format!("{:06}", division.code);
            assert_eq!(province(&code), Some(division.code));
            assert_eq!(province(&format!(" {code} ")), Some(division.code));
            assert_eq!(province(division.pinyin), Some(division.code));
            assert!(is_in_a_province(division.code.saturating_add(9_999)));
        }
        for other in [
            "000000",
            "990000",
            "140100",
            "14000",
            "1400000",
            "１４００００",
            "",
        ] {
            assert_eq!(province(other), None, "{other}");
        }
        for other in [0, 9_999, 990_000] {
            assert!(!is_in_a_province(other), "{other}");
        }
    }
}
