//! Lines around an offset, for advice that looks at what stands near a mistake.

use std::ops::Range;

/// The line that holds an offset, without its ending.
pub(super) fn line_at(text: &str, offset: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let before = bytes.get(..offset).unwrap_or(bytes);
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at.saturating_add(1));
    let rest = bytes.get(start..).unwrap_or_default();
    let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let line = rest.get(..length).unwrap_or_default();
    let length = line.strip_suffix(b"\r").unwrap_or(line).len();
    start..start.saturating_add(length)
}

/// The offset of the first character of a line that is no white space; its end if there is none.
pub(super) fn first_visible(text: &str, line: &Range<usize>) -> usize {
    let content = text.get(line.clone()).unwrap_or("").trim_start();
    line.end.saturating_sub(content.len())
}

/// The nearest character boundary at or before an offset.
pub fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_taken_back_to_a_character() {
        assert_eq!([0, 1, 2, 3, 9].map(|at| floor("山", at)), [0, 0, 0, 3, 3]);
    }

    #[test]
    fn a_line_is_found_from_any_offset_in_it() {
        let text = "一\r\n  ab\n";
        assert_eq!(line_at(text, 0), 0..3);
        assert_eq!(line_at(text, 4), 0..3);
        assert_eq!(line_at(text, 5), 5..9);
        assert_eq!(line_at(text, 9), 5..9);
        assert_eq!(line_at(text, 10), 10..10);
        assert_eq!(line_at(text, 99), 10..10);
        assert_eq!(first_visible(text, &(5..9)), 7);
        assert_eq!(first_visible("  ", &(0..2)), 2);
    }
}
