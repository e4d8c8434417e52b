//! Lists of words looked for in a text together. Most texts have none of them, which the pairs of
//! characters that words begin with tell: all pairs of a text are looked up at once, however many
//! lists and words there are.

use std::sync::Arc;

use super::desk::Looked;
use super::words::{How, Words};
use crate::identifiers::{fold_lower, usual_lower};

/// At most so many lists, for a bit each.
pub(super) const MOST_LISTS: usize = 64;

/// Lists of words.
#[derive(Debug)]
pub(super) struct Lexicon {
    lists: Box<[Arc<Words>]>,
    /// The words, by the hashes of what they begin with, ascending.
    entries: Box<[Entry]>,
    /// Words that are no pair of characters, which have to be looked for.
    short: Box<[Entry]>,
    /// Marks, a bit each, of which few are set: those of the first bits of the hashes.
    marks: Box<[u64]>,
    /// How far a hash goes down to the number of its mark.
    shift: u32,
}

/// A word, by the position of its list and its own there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    hash: u32,
    list: u16,
    word: u16,
}

/// So many marks a word are enough for few to be set.
const MARKS: usize = 16;

/// There are 2 to this power of marks in a part of them.
const PART: u32 = 6;

impl Lexicon {
    /// A lexicon of lists; see [`Lexicon::takes`].
    pub fn new(lists: Vec<Arc<Words>>) -> Self {
        let (mut entries, mut short) = (Vec::new(), Vec::new());
        for (list, words) in (0u16..).zip(&lists) {
            for (word, text) in (0u16..).zip(words.all()) {
                // What is compared without regard to small letters begins as its small letters do.
                let text = match words.how {
                    How::Whole => &fold_lower(text),
                    _ => text,
                };
                let mut pair = Pair::default();
                let hash = text.chars().map(|c| pair.next(c)).nth(1);
                let into = if hash.is_some() {
                    &mut entries
                } else {
                    &mut short
                };
                let hash = hash.unwrap_or_default();
                into.push(Entry { hash, list, word });
            }
        }
        entries.sort_unstable();
        let size = entries.len().saturating_mul(MARKS).next_power_of_two();
        let size = size.clamp(1 << PART, 1 << 24);
        let shift = u32::BITS.saturating_sub(size.trailing_zeros());
        let mut marks = vec![0u64; size >> PART];
        for entry in &entries {
            let (part, bit) = place(entry.hash, shift);
            if let Some(marks) = marks.get_mut(part) {
                *marks |= bit;
            }
        }
        Self {
            lists: lists.into(),
            entries: entries.into(),
            short: short.into(),
            marks: marks.into(),
            shift,
        }
    }

    /// Whether words are looked for in a way that a lexicon can help with.
    pub fn takes(words: &Words) -> bool {
        !matches!(words.how, How::Written | How::Under) && words.len() < usize::from(u16::MAX)
    }

    /// Which lists have a word that occurs in a text, a bit each.
    pub fn lists_in(&self, text: &mut Looked<'_>) -> u64 {
        let usual = self.lists_by_pairs(usual_lower(text.written), text);
        let mut found = usual.unwrap_or_else(|| {
            let lower = fold_lower(text.written);
            let found = self.lists_by_pairs(lower.chars().map(Some), text);
            found.unwrap_or_default()
        });
        for entry in &self.short {
            let own = bit(entry.list);
            let words = self.lists.get(usize::from(entry.list));
            if found & own == 0 && words.is_some_and(|words| words.has_in(entry.word, text)) {
                found |= own;
            }
        }
        found
    }

    /// Those of words of at least two characters; `chars` are those of the text folded, in small
    /// letters. None where one of them is missing.
    fn lists_by_pairs<C>(&self, mut chars: C, text: &mut Looked<'_>) -> Option<u64>
    where
        C: Iterator<Item = Option<char>> + Clone,
    {
        let mut found = 0;
        let Some(mut first) = chars.next() else {
            return Some(found);
        };
        let mut pair = Pair::default();
        pair.next(first?);
        let mut is_start = true;
        while let Some(second) = chars.next() {
            let hash = pair.next(second?);
            if self.has_mark(hash) {
                let start = Start {
                    pair: [first, second],
                    rest: chars.clone(),
                    is_start,
                };
                found |= self.lists_at(hash, &start, found, text);
            }
            first = second;
            is_start = false;
        }
        Some(found)
    }

    #[inline]
    fn has_mark(&self, hash: u32) -> bool {
        let (part, bit) = place(hash, self.shift);
        self.marks.get(part).is_some_and(|marks| marks & bit != 0)
    }

    /// Those, besides what was found, that have a word where a pair of characters stands.
    #[inline(never)]
    fn lists_at<C>(&self, hash: u32, start: &Start<C>, known: u64, text: &mut Looked<'_>) -> u64
    where
        C: Iterator<Item = Option<char>> + Clone,
    {
        let first = self.entries.partition_point(|entry| entry.hash < hash);
        let entries = self.entries.get(first..).unwrap_or_default().iter();
        let mut found = 0;
        for entry in entries.take_while(|entry| entry.hash == hash) {
            let own = bit(entry.list);
            let words = self.lists.get(usize::from(entry.list));
            if (known | found) & own == 0
                && words.is_some_and(|words| start.has(words, entry.word, text))
            {
                found |= own;
            }
        }
        found
    }
}

/// Where a pair of characters of a text stands.
struct Start<C> {
    pair: [Option<char>; 2],
    /// What comes after it.
    rest: C,
    /// Whether nothing comes before it.
    is_start: bool,
}

impl<C: Iterator<Item = Option<char>> + Clone> Start<C> {
    /// Whether a word, by the position in its list, occurs here.
    fn has(&self, words: &Words, word: u16, text: &mut Looked<'_>) -> bool {
        if words.how == How::Whole {
            return self.is_start && words.has_in(word, text);
        }
        let Some(word) = words.get(word) else {
            return false;
        };
        let mut chars = self.pair.into_iter().chain(self.rest.clone());
        if !word.chars().all(|own| chars.next() == Some(Some(own))) {
            return false;
        }
        let mut is_end = || chars.next().is_none();
        match words.how {
            How::StartsWith => self.is_start,
            How::EndsWith => is_end(),
            How::Equals => self.is_start && is_end(),
            _ => true,
        }
    }
}

/// Makes hashes of characters that follow one another, two by two.
#[derive(Default)]
struct Pair(u32);

impl Pair {
    /// The hash of the next character with the one before, which of the first one is of no use.
    #[inline]
    fn next(&mut self, next: char) -> u32 {
        let next = u32::from(next);
        let first = std::mem::replace(&mut self.0, next.wrapping_mul(0x9e37_79b1));
        (first ^ next).wrapping_mul(0x85eb_ca6b)
    }
}

/// The part and the bit of a mark.
#[inline]
fn place(hash: u32, shift: u32) -> (usize, u64) {
    let number = hash.wrapping_shr(shift);
    let part = usize::try_from(number >> PART).unwrap_or(usize::MAX);
    (part, 1u64.wrapping_shl(number))
}

fn bit(list: u16) -> u64 {
    1u64.wrapping_shl(list.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::evaluate::test::first_word;
    use crate::identifiers::fold;
    use crate::ruleset::WordMatch;

    const HOW: [WordMatch; 4] = [
        WordMatch::Contains,
        WordMatch::StartsWith,
        WordMatch::EndsWith,
        WordMatch::Equals,
    ];

    fn lists_in(lexicon: &Lexicon, text: &str) -> u64 {
        lexicon.lists_in(&mut Looked::new(text))
    }

    proptest! {
        #[test]
        fn lists_are_found_as_one_by_one(
            texts in prop::collection::vec("[ a-cA-C网络金融（）Ａ。.ﬁΣσ́]{0,12}", 1..4),
            lists in prop::collection::vec(
                (0..5usize, prop::collection::vec("[a-cA网络金融Ａ.ﬁΣ]{1,4}", 0..9)),
                1..9,
            ),
        ) {
            let ready = lists.iter().map(|(how, words)| {
                let how = HOW.get(*how).map_or(How::Whole, |how| (*how).into());
                Arc::new(Words::new(how, words))
            });
            let lexicon = Lexicon::new(ready.collect());
            for text in &texts {
                let found = lists_in(&lexicon, text);
                for (at, (how, words)) in lists.iter().enumerate() {
                    let own = match HOW.get(*how) {
                        Some(how) => first_word(*how, text, words).is_some(),
                        None => words.iter().any(|word| fold(word) == fold(text)),
                    };
                    prop_assert_eq!(found >> at & 1 == 1, own, "{:?} {:?}", text, words);
                }
            }
        }
    }

    #[test]
    fn all_lists_of_a_full_lexicon_are_told_apart() {
        let words: Vec<String> = (0..64).map(|number| format!("词{number:02}")).collect();
        let lists = words
            .chunks(1)
            .map(|own| Arc::new(Words::new(How::Contains, own)));
        let lexicon = Lexicon::new(lists.collect());
        assert_eq!(lists_in(&lexicon, &words.concat()), u64::MAX);
        assert_eq!(lists_in(&lexicon, "甲词05乙词６３"), 1 << 5 | 1 << 63);
        assert_eq!(lists_in(&lexicon, "词"), 0);
        assert_eq!(lists_in(&lexicon, ""), 0);
    }
}
