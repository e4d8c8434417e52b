//! What the readers ask of the table of divisions.

const PROVINCES: &[(u32, &str, &str)] = &[
    (110_000, "北京", "beijing"),
    (120_000, "天津", "tianjin"),
    (130_000, "河北", "hebei"),
    (140_000, "山西", "shanxi"),
    (310_000, "上海", "shanghai"),
    (320_000, "江苏", "jiangsu"),
    (610_000, "陕西", "shaanxi"),
];

/// The code of a province written as code, name or pinyin.
pub(super) fn province(text: &str) -> Option<u32> {
    let code = text.parse::<u32>().ok();
    PROVINCES
        .iter()
        .find(|(known, name, pinyin)| code == Some(*known) || *name == text || *pinyin == text)
        .map(|(code, ..)| *code)
}

/// Whether the first two digits of a six-digit code are a province's.
pub(super) fn is_in_a_province(code: u32) -> bool {
    PROVINCES
        .iter()
        .any(|(known, ..)| known / 10_000 == code / 10_000)
}

/// The province name most like a misspelt one.
pub(super) fn nearest_province(text: &str) -> Option<&'static str> {
    let names = PROVINCES
        .iter()
        .flat_map(|(_, name, pinyin)| [*name, *pinyin]);
    crate::fields::nearest(text, names)
}
