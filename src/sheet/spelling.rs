//! What of a header counts, however it is spelt.

use crate::identifiers::fold;

/// What of a header counts: no blanks, no number before it, no marks, no case.
pub(super) fn squeeze(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || ('①'..='⑳').contains(&c));
    unnumbered(&fold(text))
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '(' | ')' | '[' | ']' | '【' | '】'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A header without the number before it: `4.主办单位名称`, `(四) 主办单位名称`.
fn unnumbered(text: &str) -> &str {
    let text = text.trim_start();
    let rest = text.strip_prefix('(').unwrap_or(text);
    let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let behind = rest.trim_start_matches(is_digit);
    let is_numbered = behind.len() < rest.len();
    let name = behind.strip_prefix(['.', '、', ')', ':']);
    name.filter(|_| is_numbered).unwrap_or(text)
}

/// A header without what stands in brackets.
pub(super) fn without_remarks(text: &str) -> String {
    let folded = fold(text);
    let mut depth = 0usize;
    let mut kept = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            '(' | '【' | '[' => depth = depth.saturating_add(1),
            ')' | '】' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}
