//! Words looked for in a text: most texts have none of them, which marks for the characters that
//! words begin with tell without comparing any.

use std::borrow::Cow;

use crate::facts::Element;
use crate::fields::FactRef;
use crate::identifiers::{fold, fold_lower};
use crate::ruleset::WordMatch;

/// Words ready to be looked for.
#[derive(Debug)]
pub(super) struct Words {
    how: WordMatch,
    /// As texts are when words are looked for in them, each with the mark of its beginning.
    words: Box<[(Mark, String)]>,
    /// All of the marks.
    marks: Marks,
}

/// A number for the two characters that something begins with, or the only one.
type Mark = u8;

/// Marks, a bit each.
#[derive(Debug, Clone, Copy, Default)]
struct Marks([u64; 4]);

impl Words {
    /// Makes words ready; none where one is empty, or for what is not looked for in folded texts.
    pub fn new(how: WordMatch, words: &[String]) -> Option<Self> {
        if matches!(how, WordMatch::Under | WordMatch::Written) {
            return None;
        }
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
            how,
            words: ready.into(),
            marks,
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.words.len()
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
}

fn place(mark: Mark) -> (usize, u64) {
    let bit = 1u64.wrapping_shl(u32::from(mark & 63));
    (usize::from(mark >> 6), bit)
}

fn mark(first: char, second: Option<char>) -> Mark {
    let second = second.map_or(0, u32::from);
    let mixed = u32::from(first)
        .wrapping_mul(0x9e37_79b1)
        .wrapping_add(second)
        .wrapping_mul(0x85eb_ca6b);
    u8::try_from(mixed >> 24).unwrap_or(0)
}

/// Texts made ready to be compared and to have words looked for in them, each once in a draft.
#[derive(Debug, Default)]
pub(super) struct Desk<'d> {
    texts: Vec<(FactRef, Element, Looked<'d>)>,
}

/// A text made ready.
#[derive(Debug)]
pub(super) struct Looked<'d> {
    text: &'d str,
    lower: Option<(Cow<'d, str>, Marks)>,
    folded: Option<Cow<'d, str>>,
}

impl<'d> Desk<'d> {
    /// Asks something of the text of a fact of an element.
    pub fn ask(
        &mut self,
        fact: FactRef,
        element: Element,
        text: &'d str,
        ask: impl FnOnce(&mut Looked<'d>) -> bool,
    ) -> bool {
        let mut known = self.texts.iter_mut();
        if let Some((_, _, looked)) = known.find(|own| own.0 == fact && own.1 == element) {
            return ask(looked);
        }
        let mut looked = Looked {
            text,
            lower: None,
            folded: None,
        };
        let told = ask(&mut looked);
        self.texts.push((fact, element, looked));
        told
    }
}

impl Looked<'_> {
    /// Whether one of some words is in it.
    pub fn has(&mut self, words: &Words) -> bool {
        let text = self.text;
        let (text, marks) = self.lower.get_or_insert_with(|| {
            let text = fold_lower(text);
            let marks = marks_of(&text);
            (text, marks)
        });
        marks.meets(&words.marks)
            && words.words.iter().any(|(mark, word)| {
                marks.has(*mark)
                    && match words.how {
                        WordMatch::Contains => text.contains(word.as_str()),
                        WordMatch::StartsWith => text.starts_with(word.as_str()),
                        WordMatch::EndsWith => text.ends_with(word.as_str()),
                        _ => *text == **word,
                    }
            })
    }

    /// Whether it is one of some texts, all folded.
    pub fn is_one_of(&mut self, texts: &[String]) -> bool {
        let text = self.text;
        let folded = self.folded.get_or_insert_with(|| fold(text));
        texts.iter().any(|own| *own == **folded)
    }
}

/// The marks of all characters, alone and with the next.
fn marks_of(text: &str) -> Marks {
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
