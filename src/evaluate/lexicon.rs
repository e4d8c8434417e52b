//! Lists of words looked for in a text together. Most texts have none of them, which the pairs of
//! characters that words begin with tell: all pairs of a text are looked up at once, however many
//! lists and words there are.

use std::sync::Arc;

use super::desk::Looked;
use super::words::{How, Words};
use crate::identifiers::{each_usual_lower, fold_lower};

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

/// Of a pair of characters of a text the hash, and below that where in the text it begins, in bytes.
pub(super) type Beginning = u64;

/// So many marks a word are enough for few to be set.
const MARKS: usize = 16;

/// The shift at which hashes are numbers of marks, of which so many are in a part.
const WHOLE: u32 = Beginning::BITS;
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
                let mut chars = text.chars();
                let pair = chars.next().zip(chars.next());
                let hash = pair.map_or(0, |(first, second)| hash(first, second));
                let entry = Entry { hash, list, word };
                if pair.is_some() {
                    &mut entries
                } else {
                    &mut short
                }
                .push(entry);
            }
        }
        entries.sort_unstable();
        let size = entries.len().saturating_mul(MARKS).next_power_of_two();
        let size = size.clamp(1 << PART, 1 << 24);
        let mut lexicon = Self {
            lists: lists.into(),
            entries: entries.into(),
            short: short.into(),
            marks: vec![0; size >> PART].into(),
            shift: WHOLE.saturating_sub(size.trailing_zeros()),
        };
        for entry in &lexicon.entries {
            let (part, bit) = place(beginning(entry.hash, 0), lexicon.shift);
            if let Some(marks) = lexicon.marks.get_mut(part) {
                *marks |= bit;
            }
        }
        lexicon
    }

    /// Whether words are looked for in a way that a lexicon can help with.
    pub fn takes(words: &Words) -> bool {
        !matches!(words.how, How::Written | How::Under) && words.len() <= usize::from(u16::MAX)
    }

    /// Which lists have a word that occurs in a text with these beginnings, a bit each.
    pub fn lists_in(&self, beginnings: &[Beginning], text: &mut Looked<'_>) -> u64 {
        let mut found = 0;
        for own in beginnings {
            let (part, bit) = place(*own, self.shift);
            if self.marks.get(part).is_some_and(|marks| marks & bit != 0) {
                found |= self.lists_at(*own, found, text);
            }
        }
        for entry in &self.short {
            let own = bit(entry.list);
            let words = self.lists.get(usize::from(entry.list));
            if found & own == 0 && words.is_some_and(|words| words.has_in(entry.word, text)) {
                found |= own;
            }
        }
        found
    }

    /// Those, besides what was found, that have a word that begins so.
    fn lists_at(&self, beginning: Beginning, known: u64, text: &mut Looked<'_>) -> u64 {
        let (hash, start) = split(beginning);
        let first = self.entries.partition_point(|entry| entry.hash < hash);
        let entries = self.entries.get(first..).unwrap_or_default().iter();
        let mut found = 0;
        for entry in entries.take_while(|entry| entry.hash == hash) {
            let own = bit(entry.list);
            let words = self.lists.get(usize::from(entry.list));
            if (known | found) & own == 0
                && words.is_some_and(|words| words.begins_at(entry.word, text, start))
            {
                found |= own;
            }
        }
        found
    }
}

/// The pairs of characters of a text as it is folded, in small letters.
pub(super) fn beginnings(text: &str, into: &mut Vec<Beginning>) {
    let start = into.len();
    let is_usual = {
        let mut add = pairs(into);
        each_usual_lower(text, &mut add)
    };
    if !is_usual {
        into.truncate(start);
        fold_lower(text).chars().for_each(pairs(into));
    }
}

/// Adds the pairs of characters that come one after another.
fn pairs(into: &mut Vec<Beginning>) -> impl FnMut(char) + '_ {
    let mut last = None;
    let mut start = 0usize;
    move |next| {
        if let Some(first) = last.replace(next) {
            into.push(beginning(hash(first, next), start));
            start = start.saturating_add(first.len_utf8());
        }
    }
}

fn hash(first: char, second: char) -> u32 {
    let first = u32::from(first).wrapping_mul(0x9e37_79b1);
    (first ^ u32::from(second)).wrapping_mul(0x85eb_ca6b)
}

fn beginning(hash: u32, start: usize) -> Beginning {
    // What begins later than any text is long is found nowhere.
    let start = u32::try_from(start).unwrap_or(u32::MAX);
    u64::from(hash) << 32 | u64::from(start)
}

fn split(beginning: Beginning) -> (u32, usize) {
    let hash = u32::try_from(beginning >> 32).unwrap_or_default();
    let start = u32::try_from(beginning & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    (hash, usize::try_from(start).unwrap_or(usize::MAX))
}

/// The part and the bit of a mark.
fn place(beginning: Beginning, shift: u32) -> (usize, u64) {
    let number = beginning.wrapping_shr(shift);
    let part = usize::try_from(number >> PART).unwrap_or(usize::MAX);
    (part, 1u64.wrapping_shl((number & 63) as u32))
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
        let mut own = Vec::new();
        beginnings(text, &mut own);
        lexicon.lists_in(&own, &mut Looked::new(text))
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
