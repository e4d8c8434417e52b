//! Words looked for in a text, made ready once for all texts.

use super::desk::Looked;
use crate::identifiers::{fold, fold_lower, lies_under, readable_suffix};
use crate::ruleset::WordMatch;

/// A list of words ready to be looked for.
#[derive(Debug)]
pub(super) struct Words {
    pub how: How,
    list: Box<[Box<str>]>,
}

/// How words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum How {
    /// Both folded, in small letters: somewhere in the text.
    Contains,
    /// At its start.
    StartsWith,
    /// At its end.
    EndsWith,
    /// As all of it.
    Equals,
    /// As all of it, both folded.
    Whole,
    /// As they stand, somewhere in the text as it stands.
    Written,
    /// As suffixes of a domain name, both made readable.
    Under,
}

impl From<WordMatch> for How {
    fn from(how: WordMatch) -> Self {
        match how {
            WordMatch::Contains => How::Contains,
            WordMatch::StartsWith => How::StartsWith,
            WordMatch::EndsWith => How::EndsWith,
            WordMatch::Equals => How::Equals,
            WordMatch::Under => How::Under,
            WordMatch::Written => How::Written,
        }
    }
}

impl Words {
    /// Makes words ready.
    pub fn new(how: How, words: &[String]) -> Self {
        let list = words.iter().map(|word| match how {
            How::Contains | How::StartsWith | How::EndsWith | How::Equals => {
                fold_lower(word).into()
            }
            How::Whole => fold(word).into(),
            How::Written => word.as_str().into(),
            How::Under => readable_suffix(word).into(),
        });
        Self {
            how,
            list: list.collect(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The words as they are compared.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|word| &**word)
    }

    /// Whether one of them occurs in a text.
    pub fn occur_in(&self, text: &mut Looked<'_>) -> bool {
        let text = self.how.compared(text);
        match self.how {
            How::Under => self.all().any(|suffix| lies_under(text, suffix)),
            how => self.all().any(|word| how.has(text, word)),
        }
    }

    /// One of them, by its position.
    pub fn get(&self, word: u16) -> Option<&str> {
        self.list.get(usize::from(word)).map(|word| &**word)
    }

    /// Whether one of them, by its position, occurs in a text.
    pub fn has_in(&self, word: u16, text: &mut Looked<'_>) -> bool {
        let word = self.get(word);
        word.is_some_and(|word| self.how.has(self.how.compared(text), word))
    }
}

impl How {
    /// A text as it is compared with words.
    fn compared<'t>(self, text: &'t mut Looked<'_>) -> &'t str {
        match self {
            How::Contains | How::StartsWith | How::EndsWith | How::Equals => text.lower(),
            How::Whole => text.folded(),
            How::Written => text.written,
            How::Under => text.readable(),
        }
    }

    /// Whether a text has a word, as they are compared.
    pub fn has(self, text: &str, word: &str) -> bool {
        match self {
            How::Contains | How::Written => text.contains(word),
            How::StartsWith => text.starts_with(word),
            How::EndsWith => text.ends_with(word),
            How::Equals | How::Whole => text == word,
            How::Under => lies_under(text, word),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::evaluate::test::first_word;

    proptest! {
        #[test]
        fn words_are_found_as_they_stand_in_rules(
            text in "[a-cA-C网络金融（）Ａ。.]{0,12}",
            words in prop::collection::vec("[a-cA网络金融Ａ.]{1,3}", 1..5),
        ) {
            for how in [
                WordMatch::Contains,
                WordMatch::StartsWith,
                WordMatch::EndsWith,
                WordMatch::Equals,
                WordMatch::Under,
                WordMatch::Written,
            ] {
                let found = first_word(how, &text, &words).is_some();
                let ready = Words::new(how.into(), &words);
                prop_assert_eq!(ready.occur_in(&mut Looked::new(&text)), found, "{:?}", how);
            }
        }
    }
}
