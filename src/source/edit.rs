//! A text with small changes, whose offsets still lead back to the user's text.

use std::ops::Range;

use super::node::Span;

/// A change to the text that the parser is given; places are those of the user's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Edit {
    /// Adds text before a place.
    Insert(usize, &'static str),
    /// Overwrites with spaces.
    Blank(Range<usize>),
    /// Overwrites with one character and spaces.
    Replace(Range<usize>, char),
}

/// The text that the parser is given, and how its offsets lead back to the user's text.
#[derive(Debug)]
pub(super) struct Repaired {
    /// The text.
    pub(super) text: String,
    /// The offsets in it of bytes that the user's text does not have, in order.
    added: Vec<usize>,
    /// The ranges of the user's text that were overwritten, in order.
    overwritten: Vec<Range<usize>>,
}

impl Repaired {
    /// A text with changes made. Changes that overlap an earlier one are left out.
    pub(super) fn new(original: &str, edits: &[Edit]) -> Self {
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| edit.range().start);
        let mut text = String::with_capacity(original.len().saturating_add(edits.len()));
        let mut added = Vec::new();
        let mut overwritten = Vec::new();
        let mut done = 0;
        for edit in edits {
            let range = edit.range();
            let Some(kept) = original.get(done..range.start) else {
                continue;
            };
            text.push_str(kept);
            done = range.end;
            match edit {
                Edit::Insert(_, new) => {
                    let from = text.len();
                    text.push_str(new);
                    added.extend(from..text.len());
                }
                Edit::Blank(_) => {
                    overwritten.push(range.clone());
                    text.extend(range.map(|_| ' '));
                }
                Edit::Replace(_, new) => {
                    overwritten.push(range.clone());
                    text.push(*new);
                    text.extend(range.skip(1).map(|_| ' '));
                }
            }
        }
        text.push_str(original.get(done..).unwrap_or(""));
        Self {
            text,
            added,
            overwritten,
        }
    }

    /// The offset in the user's text.
    pub(super) fn original(&self, offset: usize) -> usize {
        let added = self.added.partition_point(|&at| at < offset);
        let offset = offset.saturating_sub(added);
        // Inside what was overwritten there may be no character boundary.
        let after = self
            .overwritten
            .partition_point(|range| range.end <= offset);
        match self.overwritten.get(after) {
            Some(range) if range.start < offset => range.end,
            _ => offset,
        }
    }

    /// Whether an offset of this text is one that the user's text does not have.
    pub(super) fn is_added(&self, offset: usize) -> bool {
        self.added.binary_search(&offset).is_ok()
    }

    /// The range in the user's text.
    pub(super) fn original_range(&self, range: &Range<usize>) -> Range<usize> {
        self.original(range.start)..self.original(range.end)
    }

    /// The place in the user's text.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::of(&self.original_range(range))
    }
}

impl Edit {
    fn range(&self) -> Range<usize> {
        match self {
            Self::Insert(at, _) => *at..*at,
            Self::Blank(range) | Self::Replace(range, _) => range.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_original() {
        let original = "[a\nk：1\n";
        let repaired = Repaired::new(original, &[Edit::Replace(4..7, '='), Edit::Insert(2, "]")]);
        assert_eq!(repaired.text, "[a]\nk=  1\n");
        assert_eq!(repaired.span(&(0..3)), Span { start: 0, end: 2 });
        assert_eq!(repaired.span(&(8..9)), Span { start: 7, end: 8 });
    }

    #[test]
    fn offsets_lead_back_to_characters() {
        let repaired = Repaired::new("a＝1", &[Edit::Replace(1..4, '=')]);
        assert_eq!(repaired.text, "a=  1");
        assert_eq!(
            [0, 1, 2, 3, 4, 5].map(|at| repaired.original(at)),
            [0, 1, 4, 4, 4, 5]
        );
    }

    #[test]
    fn overlapping_edits_do_not_break_the_text() {
        let edits = [Edit::Blank(0..5), Edit::Insert(2, "]"), Edit::Blank(3..99)];
        assert_eq!(Repaired::new("abcdef", &edits).text, "     f");
    }
}
