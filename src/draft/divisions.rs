//! What the readers ask of the table of divisions.

use crate::fields::nearest;
use crate::identifiers::{division, division_named, divisions, province_of};

/// The code of a province written as code, name or pinyin.
pub(super) fn province(text: &str) -> Option<u32> {
    division_named(text).map(|division| division.code)
}

/// Whether a six-digit code is one of a known province.
pub(super) fn is_in_a_province(code: u32) -> bool {
    division(province_of(code)).is_some()
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
