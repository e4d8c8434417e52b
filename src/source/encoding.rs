//! Guesses which encoding a text is in that is not UTF-8, to tell its user what to convert from.

use encoding_rs::GB18030;

/// An encoding that a text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// GB18030, or GBK or GB 2312, which it contains.
    Gb18030,
    /// UTF-16 of either byte order.
    Utf16,
}

/// How much of a text is looked at.
const SAMPLE: usize = 64 * 1024;

/// UTF-16 by its byte order mark, or by the zeros beside its ASCII characters.
pub(super) fn utf_16(bytes: &[u8]) -> Option<Encoding> {
    let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let zeros_at = |parity: usize| {
        let every_other = sample.iter().skip(parity).step_by(2);
        every_other.filter(|byte| **byte == 0).count()
    };
    let pairs = sample.len().div_ceil(2);
    let (even, odd) = (zeros_at(0), zeros_at(1));
    let many =
        |some: usize, others: usize| others == 0 && some > 0 && some.saturating_mul(4) >= pairs;
    (marked || many(even, odd) || many(odd, even)).then_some(Encoding::Utf16)
}

/// GB18030, when all of it decodes and what comes out is Chinese as people write it.
pub(super) fn gb18030(bytes: &[u8]) -> Option<Encoding> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    let wide = || text.chars().filter(|c| !c.is_ascii());
    let chinese = wide().filter(|c| is_chinese(*c)).count();
    let most = chinese.saturating_mul(10) >= wide().count().saturating_mul(9);
    (chinese > 0 && most).then_some(Encoding::Gb18030)
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '\u{2010}'..='\u{2026}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAFT: &str = "[subject]\nname = \"太原某某科技有限公司\" # “全角”\n";

    #[test]
    fn gbk_text_is_recognised() {
        let (bytes, _, _) = GB18030.encode(DRAFT);
        assert_eq!(gb18030(&bytes), Some(Encoding::Gb18030));
        assert_eq!(utf_16(&bytes), None);
    }

    #[test]
    fn latin_text_and_noise_are_not_gbk() {
        assert_eq!(gb18030(b"name = \"caf\xe9\"\n"), None);
        assert_eq!(gb18030(&[0x80, 0xff, 0x00, 0x99]), None);
        assert_eq!(gb18030(b"plain"), None);
    }

    #[test]
    fn utf_16_is_recognised_with_and_without_a_mark() {
        for mark in ["\u{feff}", ""] {
            let units: Vec<u16> = format!("{mark}{DRAFT}").encode_utf16().collect();
            let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
            assert_eq!(utf_16(&little), Some(Encoding::Utf16));
            assert_eq!(utf_16(&big), Some(Encoding::Utf16));
        }
        assert_eq!(utf_16(DRAFT.as_bytes()), None);
        assert_eq!(utf_16(b"a\0"), Some(Encoding::Utf16));
        assert_eq!(utf_16(b"abcdefgh\0ijk"), None);
    }
}
