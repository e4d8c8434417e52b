//! Words looked for in a text: most texts have none of them, which a mark for each character tells
//! without comparing any.

use std::borrow::Cow;

use crate::identifiers::fold_lower;
use crate::ruleset::WordMatch;

/// Words ready to be looked for.
#[derive(Debug)]
pub(super) struct Words {
    how: WordMatch,
    /// As texts are when words are looked for in them.
    words: Box<[String]>,
    /// A mark of the first character of each word.
    marks: Box<[u8]>,
    /// All of the marks, a bit each.
    mask: u64,
}

impl Words {
    /// Makes words ready; none where one is empty, or for what is not looked for in folded texts.
    pub fn new(how: WordMatch, words: &[String]) -> Option<Self> {
        if matches!(how, WordMatch::Under | WordMatch::Written) {
            return None;
        }
        let words: Box<[String]> = words
            .iter()
            .map(|word| fold_lower(word).into_owned())
            .collect();
        let marks = words.iter().map(|word| word.chars().next().map(mark));
        let marks: Box<[u8]> = marks.collect::<Option<_>>()?;
        let mask = marks.iter().fold(0, |mask, own| mask | bit(*own));
        Some(Self {
            how,
            words,
            marks,
            mask,
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }
}

/// A number below 64 for a character.
fn mark(character: char) -> u8 {
    let mixed = u32::from(character).wrapping_mul(0x9e37_79b1) >> 26;
    u8::try_from(mixed).unwrap_or(0)
}

fn bit(mark: u8) -> u64 {
    1u64.checked_shl(u32::from(mark)).unwrap_or(0)
}

/// A text made ready to look for words in.
#[derive(Debug)]
pub(super) struct Looked<'d> {
    text: Cow<'d, str>,
    /// The marks of its characters, a bit each.
    marks: u64,
}

impl<'d> Looked<'d> {
    pub fn new(text: &'d str) -> Self {
        let text = fold_lower(text);
        let marks = text
            .chars()
            .fold(0, |marks, character| marks | bit(mark(character)));
        Self { text, marks }
    }

    /// Whether one of some words is in it.
    pub fn has(&self, words: &Words) -> bool {
        self.marks & words.mask != 0
            && words.marks.iter().zip(&words.words).any(|(mark, word)| {
                self.marks & bit(*mark) != 0
                    && match words.how {
                        WordMatch::Contains => self.text.contains(word.as_str()),
                        WordMatch::StartsWith => self.text.starts_with(word.as_str()),
                        WordMatch::EndsWith => self.text.ends_with(word.as_str()),
                        _ => self.text == *word,
                    }
            })
    }
}
