//! How much of a large broken text is read: the parser keeps every complaint, so that megabytes of
//! nonsense would cost gigabytes.

use ::toml::de::DeTable;

use super::line::{floor, line_at};
use super::node::Span;
use super::problem::Problem;
use crate::text::Text;

/// A text larger than this is read only to a little after its first mistake.
pub(super) const LARGE: usize = 1024 * 1024;
/// How much is read after the first mistake.
const MORE: usize = 16 * 1024;
/// How often the cut text is looked at again: mistakes are not found in the order of the text.
const LOOKS: usize = 3;

/// The part of a text from its start that is read.
pub(super) fn readable(text: &str) -> &str {
    let mut part = text;
    for _ in 0..LOOKS {
        if part.len() <= LARGE {
            break;
        }
        let Err(error) = DeTable::parse(part) else {
            break;
        };
        let Some(range) = error.span() else {
            break;
        };
        let end = floor(part, range.start.saturating_add(MORE));
        let line = line_at(part, end).start;
        // A line that does not end is cut where it is.
        let end = if line > range.start { line } else { end };
        match part.get(..end) {
            Some(shorter) if shorter.len() < part.len() => part = shorter,
            _ => break,
        }
    }
    part
}

/// What is told where the reading ends.
pub(super) fn rest_not_read(end: usize) -> Problem {
    let message = Text::fixed(
        "文件太大，又有错误：从这里开始没有读",
        "a large file with mistakes: it is not read from here on",
    );
    Problem::new(Span::of(&(end..end)), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_mistakes_is_read_whole() {
        let text = "# x\n".repeat(LARGE / 2);
        assert_eq!(readable(&text).len(), text.len());
        assert_eq!(readable("= = ="), "= = =");
    }

    #[test]
    fn a_large_text_is_read_to_its_first_mistake() {
        let nonsense = "=\n".repeat(LARGE);
        assert!(readable(&nonsense).len() < 2 * MORE);
        let late = format!("{}a = x\n{nonsense}", "# x\n".repeat(LARGE / 2));
        assert!(readable(&late).len() < 4 * LARGE + 2 * MORE);
        let two_kinds = format!("{}= 1\n", "a = x\n".repeat(LARGE / 4));
        assert!(readable(&two_kinds).len() < 2 * MORE);
        let one_line = format!("a = [{}", ",".repeat(2 * LARGE));
        let part = readable(&one_line).len();
        assert!((MORE..2 * MORE).contains(&part));
    }
}
