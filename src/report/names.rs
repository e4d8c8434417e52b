//! What values of the vocabulary and of rulesets are called, in one language. It knows no draft.

use crate::fields::{Choices, FactRef, Unit};
use crate::identifiers::division_text;
use crate::ruleset::{Param, ParamKind, Ruleset, Value, has_bit};
use crate::text::{Lang, Text};

/// What names things of a ruleset in one language.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub ruleset: &'a Ruleset,
    pub lang: Lang,
}

impl Names<'_> {
    /// One form of a sentence.
    pub fn say(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    /// One form of a constant sentence.
    pub fn fixed(&self, zh: &'static str, en: &'static str) -> String {
        self.say(&Text::fixed(zh, en))
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

    /// Yes or no.
    pub fn flag(&self, flag: bool) -> String {
        if flag {
            self.fixed("是", "yes")
        } else {
            self.fixed("否", "no")
        }
    }

    /// A member of a closed list.
    pub fn choice(&self, choices: Choices, code: u8) -> String {
        choices
            .get(usize::from(code))
            .map_or_else(String::new, |choice| self.say(&choice.label))
    }

    /// Members of a closed list.
    pub fn labels(&self, choices: Choices, codes: u64) -> String {
        let held = choices
            .iter()
            .enumerate()
            .filter(|(index, _)| has_bit(codes, *index));
        self.join(held.map(|(_, choice)| choice.label.get(self.lang)))
    }

    /// The short name of a province; of a city its name and the code, which alone is told where no
    /// city has it.
    pub fn division(&self, code: u32) -> String {
        self.say(&division_text(code))
    }

    /// A value of a parameter; numbers without their unit, as sentences have it.
    pub fn param(&self, param: &Param, value: Option<&Value>) -> String {
        let Some(value) = value else {
            return "…".to_owned();
        };
        match (value, &param.kind) {
            (Value::Int(number), ParamKind::Int(unit)) => self.number(*number, *unit),
            (Value::Int(number), _) => number.to_string(),
            (Value::Bool(flag), _) => self.flag(*flag),
            (Value::Day(day), _) => day.to_string(),
            (Value::Text(text), _) => text.clone(),
            (Value::Words(words), _) => self.join(words.iter().map(String::as_str)),
            (Value::Code(code), ParamKind::SomeOfFact(choices)) => self.choice(choices, *code),
            (Value::Codes(codes), ParamKind::SomeOfFact(choices)) => self.labels(choices, *codes),
            (Value::Code(code), _) => {
                let mut members = self.members(param).into_iter();
                members.nth(usize::from(*code)).unwrap_or_default()
            }
            (Value::Codes(codes), _) => {
                let members = self.members(param);
                let members = members.iter().enumerate();
                let held = members.filter(|(index, _)| has_bit(*codes, *index));
                self.join(held.map(|(_, label)| label.as_str()))
            }
            (Value::Bundles(bundles), _) => self.bundles(bundles),
        }
    }

    /// What the members of a parameter's own list are called: by their labels; fields by theirs; else
    /// by their ids.
    pub fn members(&self, param: &Param) -> Vec<String> {
        let ids = param.kind.ids().into_iter().enumerate();
        ids.map(|(index, id)| match param.members.get(index) {
            Some(label) => self.say(label),
            None => {
                FactRef::of_place(id).map_or_else(|| id.to_owned(), |fact| self.say(&fact.label()))
            }
        })
        .collect()
    }

    /// What a number counts, after the number; empty for things.
    pub fn unit(&self, unit: Unit) -> &'static str {
        let text = match unit {
            Unit::Days => (" 天", " days"),
            Unit::WorkingDays => (" 个工作日", " working days"),
            Unit::Months => (" 个月", " months"),
            Unit::Years => (" 周岁", " years"),
            Unit::Count => ("", ""),
            Unit::Chars => (" 个字", " characters"),
            // Written out with the number.
            Unit::Bytes => ("", ""),
            Unit::Percent => ("%", "%"),
        };
        match self.lang {
            Lang::Zh => text.0,
            Lang::En => text.1,
        }
    }

    /// A number as sentences have it: without its unit, but bytes in the largest that fits.
    pub fn number(&self, number: i64, unit: Unit) -> String {
        match unit {
            Unit::Bytes => self.bytes(u64::try_from(number).unwrap_or(0)),
            _ => number.to_string(),
        }
    }

    /// A size of a file: `4 MB`, `153.2 KB`. What would be rounded to a limit that it does not keep
    /// to is told to the byte.
    fn bytes(&self, bytes: u64) -> String {
        for (size, name) in [(1024 * 1024, "MB"), (1024, "KB")] {
            if bytes < size {
                continue;
            }
            let tenths = bytes.saturating_mul(10).div_euclid(size);
            let (whole, tenth) = (tenths.div_euclid(10), tenths.rem_euclid(10));
            return match (tenth, bytes.rem_euclid(size)) {
                (_, 0) => format!("{whole} {name}"),
                (1..=8, _) => format!("{whole}.{tenth} {name}"),
                _ => format!("{bytes}{}", self.fixed(" 字节", " bytes")),
            };
        }
        format!("{bytes}{}", self.fixed(" 字节", " bytes"))
    }

    /// A document's name, after its id.
    pub fn document(&self, id: &str) -> String {
        match self.ruleset.document(id) {
            Some(document) => self.say(&document.name),
            None => id.to_owned(),
        }
    }

    /// Alternative bundles of documents.
    pub fn bundles(&self, bundles: &[Vec<String>]) -> String {
        let bundles: Vec<String> = bundles
            .iter()
            .map(|bundle| {
                let names: Vec<String> = bundle.iter().map(|id| self.document(id)).collect();
                self.join(names.iter().map(String::as_str))
            })
            .collect();
        bundles.join(match self.lang {
            Lang::Zh => " 或 ",
            Lang::En => " or ",
        })
    }
}
