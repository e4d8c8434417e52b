//! Facts and parameters as people read them: dates, labels, lists, names of provinces, and private
//! values as the masker lets them be seen.

use std::borrow::Cow;

use super::discretion::Discretion;
use super::mask::Masker;
use super::names::Names;
use crate::draft::{Path, Private};
use crate::facts::{Element, Fact, Facts};
use crate::fields::{FactRef, Kind, Mount, OrderField, Privacy};
use crate::ruleset::{Param, Ruleset, Value};
use crate::source::escape_control;
use crate::text::{Lang, Text};

/// Longer values say no more to a reader.
const LONGEST: usize = 80;

/// What speaks of one draft in one language.
#[derive(Clone, Copy)]
pub(crate) struct Speech<'a> {
    pub facts: &'a Facts<'a>,
    pub ruleset: &'a Ruleset,
    pub masker: Masker,
    pub lang: Lang,
}

impl<'a> Speech<'a> {
    /// A fact, seen from an element, as it stands there where it can be.
    pub fn told(&self, fact: FactRef, element: Element) -> Cow<'a, str> {
        let fixed = |zh: &'static str, en: &'static str| match self.lang {
            Lang::Zh => Cow::Borrowed(zh),
            Lang::En => Cow::Borrowed(en),
        };
        let path = || self.facts.path(fact, element);
        match self.facts.get(fact, element) {
            Fact::Unknown => fixed("未知", "unknown"),
            Fact::Withheld => fixed("（格式不对）", "(malformed)"),
            Fact::None => fixed("无", "none"),
            Fact::Bool(flag) => self.names().flag(flag).into(),
            Fact::Int(number) => match fact.kind() {
                Kind::Int(unit) => self.names().number(number, unit).into(),
                _ => number.to_string().into(),
            },
            Fact::Between(least, _) => match self.lang {
                Lang::Zh => format!("至少 {least}").into(),
                Lang::En => format!("at least {least}").into(),
            },
            Fact::Endless => fixed("长期", "long-term"),
            Fact::Day(day) => self.masker.day(day, fact.privacy()).into(),
            Fact::Code(code) => {
                let choices = fact.kind().choices().unwrap_or(&[]);
                let choice = choices.get(usize::from(code));
                choice
                    .map_or("", |choice| choice.label.get(self.lang))
                    .into()
            }
            Fact::Set { yes, .. } => {
                let choices = fact.kind().choices().unwrap_or(&[]);
                self.names().labels(choices, yes).into()
            }
            Fact::Division(code) => self.names().division(code).into(),
            Fact::Text(text) => self.text(path(), fact, text),
            Fact::Texts(texts) => self.texts(path(), fact, texts).into(),
            Fact::Problem(problem) => self.say(&problem.text()).into(),
        }
    }

    fn text<'t>(&self, path: Path, fact: FactRef, text: &'t str) -> Cow<'t, str> {
        self.shown(text, self.privacy(path, fact, text))
    }
}

impl Speech<'_> {
    /// One form of a sentence.
    pub fn say(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    /// A fact, seen from an element.
    pub fn fact(&self, fact: FactRef, element: Element) -> String {
        self.told(fact, element).into_owned()
    }

    /// A parameter with the value that is in force.
    pub fn param(&self, param: &Param, value: Option<&Value>) -> String {
        self.names().param(param, value)
    }

    /// The province that the draft is filed in, by its code.
    pub fn province(&self) -> Option<u32> {
        match self
            .facts
            .get(order_fact(OrderField::FilingProvince), Element::Order)
        {
            Fact::Division(code) => Some(code),
            _ => None,
        }
    }

    /// What names things in this language.
    pub fn names(&self) -> Names<'_> {
        Names {
            ruleset: self.ruleset,
            lang: self.lang,
        }
    }

    /// Text of a draft that is no field's value: searched, cut and made harmless.
    pub fn free<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.shown(text, Privacy::FreeText)
    }

    fn texts(&self, path: Path, fact: FactRef, texts: &[Private<'_>]) -> String {
        let shown: Vec<Cow<'_, str>> = texts
            .iter()
            .take(LONGEST)
            .map(|text| self.text(path, fact, text.expose()))
            .collect();
        self.names().join(shown.iter().map(|text| &**text))
    }

    /// How private a text is. A derived text has its own declaration: where it is held is the
    /// field that it speaks of.
    fn privacy(&self, path: Path, fact: FactRef, text: &str) -> Privacy {
        match fact.field() {
            Some(_) => Discretion::new(self.facts.draft()).of(path, text),
            None => fact.privacy(),
        }
    }

    fn shown<'t>(&self, text: &'t str, privacy: Privacy) -> Cow<'t, str> {
        if matches!(privacy, Privacy::Open | Privacy::FreeText) && is_tame(text) {
            return Cow::Borrowed(text);
        }
        let masked = self.masker.hide(text, privacy);
        // No text has more characters than bytes.
        let is_long = masked.len() > LONGEST;
        let end = is_long
            .then(|| masked.char_indices().nth(LONGEST))
            .flatten();
        let cut = match end {
            Some((at, _)) => format!("{}…", masked.get(..at).unwrap_or("")).into(),
            None => masked,
        };
        match escape_control(&cut) {
            Cow::Borrowed(_) => cut,
            Cow::Owned(escaped) => escaped.into(),
        }
    }
}

/// Whether a text is short and certainly has nothing to hide or to make harmless, as most names: it is
/// letters, spaces, dots, hyphens, and characters from U+4E00 to U+9FFF.
fn is_tame(text: &str) -> bool {
    let mut rest = text.as_bytes();
    if rest.len() > LONGEST {
        return false;
    }
    loop {
        rest = match rest {
            [] => return true,
            [0xe5..=0xe9, _, _, rest @ ..] | [0xe4, 0xb8..=0xbf, _, rest @ ..] => rest,
            [b'a'..=b'z' | b'A'..=b'Z' | b' ' | b'.' | b'-', rest @ ..] => rest,
            _ => return false,
        }
    }
}

/// A field of the filing as a whole, as rules name it.
pub(crate) fn order_fact(field: OrderField) -> FactRef {
    FactRef {
        mount: Mount::Order,
        item: crate::fields::FactItem::Field(field as u16),
    }
}

#[cfg(test)]
mod tests {
    use super::is_tame;

    #[test]
    fn tame_texts_are_of_tame_characters() {
        let edges = [0x4dff, 0x4e00, 0x4e2d, 0x9fff, 0xa000, 0x10000, 0x2_4e00];
        let others = edges.into_iter().filter_map(char::from_u32);
        for c in (0..0x300).filter_map(char::from_u32).chain(others) {
            let is_it = matches!(
                c, 'a'..='z' | 'A'..='Z' | ' ' | '.' | '-' | '\u{4e00}'..='\u{9fff}'
            );
            for text in [c.to_string(), format!("示{c}"), format!("a{c}例")] {
                assert_eq!(is_tame(&text), is_it, "{c:?}");
            }
        }
        assert!(is_tame(&"a".repeat(80)) && !is_tame(&"a".repeat(81)));
    }
}
