//! Facts and parameters as people read them: dates, labels, lists, names of provinces, and private
//! values as the masker lets them be seen.

use super::discretion::Discretion;
use super::mask::Masker;
use crate::draft::{Path, Private};
use crate::facts::{Element, Fact, Facts};
use crate::fields::{Choices, FactRef, Kind, Mount, OrderField, Privacy};
use crate::identifiers::division;
use crate::ruleset::{Param, ParamKind, Ruleset, Value, has_bit};
use crate::source::escape_control;
use crate::text::{Lang, Text};

/// Longer values say no more to a reader.
const LONGEST: usize = 80;

/// What speaks of one draft in one language.
#[derive(Clone, Copy)]
pub(super) struct Speech<'a> {
    pub facts: &'a Facts<'a>,
    pub ruleset: &'a Ruleset,
    pub masker: Masker,
    pub lang: Lang,
}

impl Speech<'_> {
    /// One form of a sentence.
    pub fn say(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    /// A fact, seen from an element.
    pub fn fact(&self, fact: FactRef, element: Element) -> String {
        let value = self.facts.get(fact, element);
        let path = self.facts.path(fact, element);
        match value {
            Fact::Unknown => self.fixed("未知", "unknown"),
            Fact::Withheld => self.fixed("（格式不对）", "(malformed)"),
            Fact::None => self.fixed("无", "none"),
            Fact::Bool(flag) => self.flag(flag),
            Fact::Int(number) => number.to_string(),
            Fact::Between(least, _) => match self.lang {
                Lang::Zh => format!("至少 {least}"),
                Lang::En => format!("at least {least}"),
            },
            Fact::Endless => self.fixed("长期", "long-term"),
            Fact::Day(day) => self.masker.day(day, fact.privacy()),
            Fact::Code(code) => self.choice(fact.kind(), code),
            Fact::Set { yes, .. } => self.choices(fact.kind(), yes),
            Fact::Division(code) => self.division(code),
            Fact::Text(text) => self.text(path, fact, text),
            Fact::Texts(texts) => self.texts(path, fact, texts),
            Fact::Problem(problem) => self.say(&problem.text()),
        }
    }

    /// A parameter with the value that is in force.
    pub fn param(&self, param: &Param, value: Option<&Value>) -> String {
        let Some(value) = value else {
            return "…".to_owned();
        };
        match (value, &param.kind) {
            (Value::Int(number), _) => number.to_string(),
            (Value::Bool(flag), _) => self.flag(*flag),
            (Value::Day(day), _) => day.to_string(),
            (Value::Text(text), _) => text.clone(),
            (Value::Words(words), _) => self.join(words.iter().map(String::as_str)),
            (Value::Code(code), ParamKind::SomeOfFact(choices)) => {
                self.choice_label(choices, *code)
            }
            (Value::Codes(codes), ParamKind::SomeOfFact(choices)) => self.labels(choices, *codes),
            (Value::Code(code), kind) => kind
                .ids()
                .get(usize::from(*code))
                .map_or_else(String::new, |id| (*id).to_owned()),
            (Value::Codes(codes), kind) => {
                let ids = kind.ids();
                let held = ids
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| has_bit(*codes, *index));
                self.join(held.map(|(_, id)| *id))
            }
            (Value::Bundles(bundles), _) => self.bundles(bundles),
        }
    }

    /// A list in words.
    pub fn join<'t>(&self, parts: impl IntoIterator<Item = &'t str>) -> String {
        let separator = match self.lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        };
        let mut out = String::new();
        for part in parts {
            if !out.is_empty() {
                out.push_str(separator);
            }
            out.push_str(part);
        }
        if out.is_empty() {
            out = self.fixed("无", "none");
        }
        out
    }

    /// Text of a draft that is no field's value: searched, cut and made harmless.
    pub fn free(&self, text: &str) -> String {
        self.shown(text, Privacy::FreeText)
    }

    fn fixed(&self, zh: &'static str, en: &'static str) -> String {
        self.say(&Text::fixed(zh, en))
    }

    fn flag(&self, flag: bool) -> String {
        if flag {
            self.fixed("是", "yes")
        } else {
            self.fixed("否", "no")
        }
    }

    fn choice(&self, kind: Kind, code: u8) -> String {
        self.choice_label(kind.choices().unwrap_or(&[]), code)
    }

    fn choices(&self, kind: Kind, codes: u64) -> String {
        self.labels(kind.choices().unwrap_or(&[]), codes)
    }

    fn choice_label(&self, choices: Choices, code: u8) -> String {
        choices
            .get(usize::from(code))
            .map_or_else(String::new, |choice| self.say(&choice.label))
    }

    fn labels(&self, choices: Choices, codes: u64) -> String {
        let held = choices
            .iter()
            .enumerate()
            .filter(|(index, _)| has_bit(codes, *index));
        self.join(held.map(|(_, choice)| choice.label.get(self.lang)))
    }

    /// The short name of a province; a city has only its code.
    pub fn division(&self, code: u32) -> String {
        match (division(code), self.lang) {
            (Some(division), Lang::Zh) => division.short.to_owned(),
            (Some(division), Lang::En) => division.en.to_owned(),
            (None, _) => format!("{code:06}"),
        }
    }

    fn text(&self, path: Path, fact: FactRef, text: &str) -> String {
        self.shown(text, self.privacy(path, fact, text))
    }

    fn texts(&self, path: Path, fact: FactRef, texts: &[Private<'_>]) -> String {
        let shown: Vec<String> = texts
            .iter()
            .take(LONGEST)
            .map(|text| self.text(path, fact, text.expose()))
            .collect();
        self.join(shown.iter().map(String::as_str))
    }

    /// How private a text is. A derived text has its own declaration: where it is held is the
    /// field that it speaks of.
    fn privacy(&self, path: Path, fact: FactRef, text: &str) -> Privacy {
        match fact.field() {
            Some(_) => Discretion::new(self.facts.draft()).of(path, text),
            None => fact.privacy(),
        }
    }

    fn shown(&self, text: &str, privacy: Privacy) -> String {
        let masked = self.masker.hide(text, privacy);
        let cut = match masked.char_indices().nth(LONGEST) {
            Some((at, _)) => format!("{}…", masked.get(..at).unwrap_or("")),
            None => masked.into_owned(),
        };
        escape_control(&cut).into_owned()
    }

    fn bundles(&self, bundles: &[Vec<String>]) -> String {
        let name = |id: &String| match self.ruleset.document(id) {
            Some(document) => self.say(&document.name),
            None => id.clone(),
        };
        let bundles: Vec<String> = bundles
            .iter()
            .map(|bundle| {
                let names: Vec<String> = bundle.iter().map(name).collect();
                self.join(names.iter().map(String::as_str))
            })
            .collect();
        bundles.join(match self.lang {
            Lang::Zh => " 或 ",
            Lang::En => " or ",
        })
    }
}

/// A field of the filing as a whole, as rules name it.
pub(super) fn order_fact(field: OrderField) -> FactRef {
    FactRef {
        mount: Mount::Order,
        item: crate::fields::FactItem::Field(field as u16),
    }
}
