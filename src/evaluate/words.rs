//! Words looked for in a text: most texts have none of them, which marks for the characters that
//! words begin with tell without comparing any.

use std::borrow::Cow;

use crate::facts::Element;
use crate::fields::FactRef;
use crate::identifiers::{fold, fold_lower, lies_under, readable, readable_suffix};
use crate::ruleset::{Pattern, WordMatch};

/// Words ready to be looked for.
#[derive(Debug)]
pub(super) enum Words {
    /// In what texts are folded to.
    Folded(WordMatch, Marked),
    /// As they stand.
    Written(Box<[String]>),
    /// Suffixes of domain names, made readable.
    Under(Box<[String]>),
}

/// Folded words, each with the mark of its beginning, and all of the marks.
#[derive(Debug)]
pub(super) struct Marked {
    words: Box<[(Mark, String)]>,
    marks: Marks,
}

/// A number for the two characters that something begins with, or the only one.
type Mark = u16;

/// Marks, a bit each: so many that a text of a hundred characters has a fifth of them.
#[derive(Debug, Clone, Copy, Default)]
struct Marks([u64; 16]);

impl Words {
    /// Makes words ready; none where one is empty.
    pub fn new(how: WordMatch, words: &[String]) -> Option<Self> {
        Some(match how {
            WordMatch::Written => Words::Written(words.into()),
            WordMatch::Under => {
                Words::Under(words.iter().map(|word| readable_suffix(word)).collect())
            }
            _ => Words::Folded(how, Marked::new(words)?),
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Words::Folded(_, marked) => marked.words.len(),
            Words::Written(words) | Words::Under(words) => words.len(),
        }
    }
}

impl Marked {
    fn new(words: &[String]) -> Option<Self> {
        let mut marks = Marks::default();
        let mut ready = Vec::new();
        for word in words {
            let word = fold_lower(word).into_owned();
            let mut chars = word.chars();
            let mark = mark(chars.next()?, chars.next());
            marks.add(mark);
            ready.push((mark, word));
        }
        Some(Self {
            words: ready.into(),
            marks,
        })
    }
}

impl Marks {
    fn add(&mut self, mark: Mark) {
        let (part, bit) = place(mark);
        if let Some(own) = self.0.get_mut(part) {
            *own |= bit;
        }
    }

    fn has(&self, mark: Mark) -> bool {
        let (part, bit) = place(mark);
        self.0.get(part).is_some_and(|own| own & bit != 0)
    }

    fn meets(&self, other: &Marks) -> bool {
        let pairs = self.0.iter().zip(&other.0);
        pairs.fold(0, |common, (left, right)| common | (left & right)) != 0
    }

    /// The marks of all characters of a text, alone and with the next.
    fn of(text: &str) -> Self {
        let mut marks = Marks::default();
        let mut last = None;
        for character in text.chars() {
            marks.add(mark(character, None));
            if let Some(last) = last {
                marks.add(mark(last, Some(character)));
            }
            last = Some(character);
        }
        marks
    }
}

fn place(mark: Mark) -> (usize, u64) {
    let bit = 1u64.wrapping_shl(u32::from(mark & 63));
    (usize::from((mark >> 6) & 15), bit)
}

fn mark(first: char, second: Option<char>) -> Mark {
    let second = second.map_or(0, u32::from);
    let mixed = u32::from(first)
        .wrapping_mul(0x9e37_79b1)
        .wrapping_add(second)
        .wrapping_mul(0x85eb_ca6b);
    u16::try_from(mixed >> 22).unwrap_or(0)
}

/// Texts made ready to be compared and to have words looked for in them, each once in a draft.
#[derive(Debug, Default)]
pub(super) struct Desk<'d> {
    keys: Vec<(FactRef, Element)>,
    texts: Vec<Looked<'d>>,
}

/// Most drafts have no more texts on the desk.
const MANY: usize = 12;

/// Where on a desk the text lies that is asked about, once it has been looked for.
pub(super) type Spot = Option<usize>;

/// A text made ready.
#[derive(Debug)]
pub(super) struct Looked<'d> {
    text: &'d str,
    lower: Option<(Cow<'d, str>, Marks)>,
    folded: Option<Cow<'d, str>>,
    readable: Option<Cow<'d, str>>,
}

impl<'d> Desk<'d> {
    /// An empty desk with room for the texts of a draft.
    pub fn of_draft() -> Self {
        Self {
            keys: Vec::with_capacity(MANY),
            texts: Vec::with_capacity(MANY),
        }
    }

    /// The text of a fact of an element, made ready as far as was asked already.
    pub fn text(
        &mut self,
        fact: FactRef,
        element: Element,
        text: &'d str,
        spot: &mut Spot,
    ) -> Option<&mut Looked<'d>> {
        let at = *spot.get_or_insert_with(|| {
            let mut known = self.keys.iter();
            let known = known.position(|own| own.0 == fact && own.1 == element);
            known.unwrap_or_else(|| {
                self.keys.push((fact, element));
                self.texts.push(Looked::new(text));
                self.texts.len().saturating_sub(1)
            })
        });
        self.texts.get_mut(at)
    }
}

impl<'d> Looked<'d> {
    /// A text of which nothing was asked yet.
    pub fn new(text: &'d str) -> Self {
        Looked {
            text,
            lower: None,
            folded: None,
            readable: None,
        }
    }

    /// Whether one of some words is in it.
    pub fn has(&mut self, words: &Words) -> bool {
        let text = self.text;
        match words {
            Words::Written(words) => words.iter().any(|word| text.contains(word.as_str())),
            Words::Under(suffixes) => {
                let name = self.readable.get_or_insert_with(|| readable(text));
                suffixes.iter().any(|suffix| lies_under(name, suffix))
            }
            Words::Folded(how, marked) => {
                let (text, marks) = self.lower.get_or_insert_with(|| {
                    let text = fold_lower(text);
                    let marks = Marks::of(&text);
                    (text, marks)
                });
                marks.meets(&marked.marks)
                    && marked.words.iter().any(|(mark, word)| {
                        marks.has(*mark)
                            && match how {
                                WordMatch::StartsWith => text.starts_with(word.as_str()),
                                WordMatch::EndsWith => text.ends_with(word.as_str()),
                                WordMatch::Equals => *text == **word,
                                _ => text.contains(word.as_str()),
                            }
                    })
            }
        }
    }

    /// Whether it is one of some texts, all folded.
    pub fn is_one_of(&mut self, texts: &[String]) -> bool {
        let text = self.text;
        let folded = self.folded.get_or_insert_with(|| fold(text));
        texts.iter().any(|own| *own == **folded)
    }

    /// Whether it matches a pattern once folded; `None` where that is no pattern.
    pub fn matches(&mut self, pattern: &Pattern) -> Option<bool> {
        let text = self.text;
        pattern.is_match(self.folded.get_or_insert_with(|| fold(text)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::evaluate::test::first_word;

    proptest! {
        #[test]
        fn words_are_found_as_one_by_one(
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
                let ready = Words::new(how, &words).unwrap();
                let found = first_word(how, &text, &words).is_some();
                prop_assert_eq!(Looked::new(&text).has(&ready), found, "{:?}", how);
            }
        }
    }
}
