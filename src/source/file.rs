//! A source file: its text, and where an offset stands in lines and columns.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::line::floor;

/// A name and a text that spans point into.
///
/// A byte order mark is not part of the text, so column 1 is the first character after it.
#[derive(Debug, Clone, Default)]
pub struct SourceFile {
    /// What the user calls it: a path as given, or `-`.
    pub name: String,
    /// The text, without a byte order mark, line endings as they are.
    pub text: Cow<'static, str>,
    byte_order_mark: bool,
    // Most files have no finding, so lines are counted only when a place is asked for.
    line_starts: OnceLock<Vec<u32>>,
    /// How many characters there are before every so many bytes, where a line is long.
    counts: OnceLock<Vec<usize>>,
}

/// Characters of longer lines are counted from marks so far apart, in bytes: a page in one line may
/// have a finding every few words.
const MARKS: usize = 4096;

impl SourceFile {
    /// A file from its name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::of(name.into(), Cow::Owned(text.into()))
    }

    /// A file whose text is part of the program; it is not copied.
    pub fn embedded(name: impl Into<String>, text: &'static str) -> Self {
        Self::of(name.into(), Cow::Borrowed(text))
    }

    fn of(name: String, mut text: Cow<'static, str>) -> Self {
        let byte_order_mark = text.starts_with('\u{feff}');
        if byte_order_mark {
            // Joined files have two; the TOML parser would take the second for its own to remove.
            let rest = text.trim_start_matches('\u{feff}').len();
            let mark = text.len().saturating_sub(rest);
            text.to_mut().drain(..mark);
        }
        Self {
            name,
            text,
            byte_order_mark,
            line_starts: OnceLock::new(),
            counts: OnceLock::new(),
        }
    }

    /// Whether the file began with a byte order mark (an editor that writes it back needs to know).
    pub fn has_byte_order_mark(&self) -> bool {
        self.byte_order_mark
    }

    /// Line and column of a byte offset, both from 1, the column in characters (Unicode scalar
    /// values). An offset past the end or inside a character is taken back to the nearest one.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let offset = floor(&self.text, to_usize(offset));
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| to_usize(start) <= offset);
        let start = starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self.characters(to_usize(start), offset);
        (line.max(1), column.saturating_add(1))
    }

    /// How many characters there are between two offsets.
    fn characters(&self, start: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        if end.saturating_sub(start) <= MARKS {
            return begun(bytes.get(start..end).unwrap_or_default());
        }
        let counts = self.counts.get_or_init(|| {
            let mut sum = 0usize;
            let chunks = bytes.chunks(MARKS);
            let counts = chunks.map(|chunk| {
                let before = sum;
                sum = sum.saturating_add(begun(chunk));
                before
            });
            counts.collect()
        });
        let before = |offset: usize| {
            let mark = offset.checked_div(MARKS).unwrap_or(0);
            let counted = counts.get(mark).copied().unwrap_or(0);
            let rest = bytes.get(mark.saturating_mul(MARKS)..offset);
            counted.saturating_add(begun(rest.unwrap_or_default()))
        };
        before(end).saturating_sub(before(start))
    }

    /// The text of a line (from 1) without its ending; empty when there is no such line.
    pub fn line_text(&self, line: usize) -> &str {
        let starts = self.line_starts();
        let Some(&start) = line.checked_sub(1).and_then(|index| starts.get(index)) else {
            return "";
        };
        let end = starts
            .get(line)
            .map_or(self.text.len(), |&next| to_usize(next));
        let text = self.text.get(to_usize(start)..end).unwrap_or("");
        let text = text.strip_suffix('\n').unwrap_or(text);
        text.strip_suffix('\r').unwrap_or(text)
    }

    /// How many lines there are; a text that ends with a line ending has an empty last one.
    pub fn line_count(&self) -> usize {
        self.line_starts().len()
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let after = |at: usize| u32::try_from(at.saturating_add(1)).ok();
            std::iter::once(0)
                .chain(memchr::memchr_iter(b'\n', self.text.as_bytes()).filter_map(after))
                .collect()
        })
    }
}

/// How many characters begin in some bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

fn to_usize(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let file = SourceFile::new("t", "a山𠮷b\nc");
        assert_eq!(file.line_column(0), (1, 1));
        assert_eq!(file.line_column(1), (1, 2));
        assert_eq!(file.line_column(4), (1, 3));
        assert_eq!(file.line_column(8), (1, 4));
        assert_eq!(file.line_column(9), (1, 5));
        assert_eq!(file.line_column(10), (2, 1));
        assert_eq!(file.line_column(11), (2, 2));
    }

    #[test]
    fn columns_of_long_lines_are_counted_alike() {
        let text = format!("ab\n{}", "山a".repeat(5000));
        let file = SourceFile::new("t", text.as_str());
        for at in [0usize, 3, 4095, 4096, 4099, 8191, 8195, 12_291, text.len()] {
            let at = floor(&text, at);
            let start = if at >= 3 { 3 } else { 0 };
            let column = text.get(start..at).unwrap().chars().count() + 1;
            let line = if start == 0 { 1 } else { 2 };
            assert_eq!(file.line_column(u32::try_from(at).unwrap()), (line, column));
        }
    }

    #[test]
    fn an_offset_inside_a_character_or_past_the_end_is_taken_back() {
        let file = SourceFile::new("t", "山\n");
        assert_eq!(file.line_column(2), (1, 1));
        assert_eq!(file.line_column(u32::MAX), (2, 1));
        assert_eq!(SourceFile::new("t", "").line_column(5), (1, 1));
    }

    #[test]
    fn byte_order_mark_is_removed_and_noted() {
        let file = SourceFile::new("t", "\u{feff}\u{feff}a");
        assert_eq!(file.text, "a");
        assert!(file.has_byte_order_mark());
        assert_eq!(file.line_column(0), (1, 1));
    }

    #[test]
    fn lines_come_without_their_endings() {
        let file = SourceFile::new("t", "一\r\n\n三\n");
        assert_eq!(file.line_text(1), "一");
        assert_eq!(file.line_text(2), "");
        assert_eq!(file.line_text(3), "三");
        assert_eq!(file.line_text(4), "");
        assert_eq!(file.line_text(0), "");
        assert_eq!(file.line_text(9), "");
        assert_eq!(file.line_count(), 4);
        assert_eq!(file.line_column(5), (2, 1));
    }
}
