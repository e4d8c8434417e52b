//! What values a field or derived fact can have, and how private they are.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// One member of an enumeration: its id in drafts and rules, and what people call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The id, kebab-case.
    pub id: &'static str,
    /// What people call it.
    pub label: Text,
}

/// The place of an id in a closed list; the list's length where it is not there.
pub const fn place_of(choices: &[Choice], id: &str) -> u8 {
    let mut place = 0u8;
    let mut rest = choices;
    while let [first, others @ ..] = rest {
        if is_same(first.id.as_bytes(), id.as_bytes()) {
            break;
        }
        place = place.saturating_add(1);
        rest = others;
    }
    place
}

const fn is_same(mut left: &[u8], mut right: &[u8]) -> bool {
    while let ([one, left_rest @ ..], [other, right_rest @ ..]) = (left, right) {
        if *one != *other {
            return false;
        }
        left = left_rest;
        right = right_rest;
    }
    left.is_empty() && right.is_empty()
}

/// A closed list of choices (at most 64, so that a set of them fits a word).
pub type Choices = &'static [Choice];

/// What a whole number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Working days by the State Council's calendar.
    WorkingDays,
    /// Calendar months.
    Months,
    /// Full years.
    Years,
    /// Things.
    Count,
    /// Characters.
    Chars,
    /// Bytes of a file.
    Bytes,
    /// Hundredths.
    Percent,
}

/// What is written in a text field, for its format check, its comparison and its masking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextRole {
    /// Anything.
    Free,
    /// A name of a person or an organisation: compared after normalisation.
    Name,
    /// A telephone number: compared after normalisation.
    Phone,
    /// An e-mail address.
    Email,
    /// A certificate's number: compared folded and upper-cased.
    Number,
    /// A domain name.
    Domain,
    /// A code or id whose list the rulesets hold (`access.product`, a document's id).
    Id,
    /// A path of the draft (`services[0].principal`).
    Path,
    /// A sentence that the program itself wrote about a value, bilingual where it is made.
    Note,
}

/// The type of a field or derived fact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Yes or no.
    Bool,
    /// A whole number.
    Int(Unit),
    /// A calendar day.
    Day,
    /// A calendar day, or `"long-term"`.
    DayOrLongTerm,
    /// A province, as its GB/T 2260 code; read from a code, name or pinyin.
    Province,
    /// A city, as its six-digit GB/T 2260 code.
    City,
    /// One of a closed list.
    Enum(Choices),
    /// Several of a closed list.
    Set(Choices),
    /// Text.
    Text(TextRole),
    /// A list of texts.
    Texts(TextRole),
    /// A table of further fields, of which only its being there is a value.
    Table,
}

/// How much of a value may be shown without `--unmask`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// All of it.
    Open,
    /// A person's certificate number: all but the last character is masked.
    PersonNumber,
    /// A certificate number of the subject: open for units, masked for a person.
    SubjectNumber,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A date of birth, or a day from which one could be told.
    Birth,
    /// An address of a person.
    PersonAddress,
    /// An address of the subject: open for units, masked for a person.
    SubjectAddress,
    /// Text in which runs of ID and phone shape are masked.
    FreeText,
}

/// Builds a [`Choice`] in a constant.
pub(crate) const fn choice(id: &'static str, zh: &'static str, en: &'static str) -> Choice {
    Choice {
        id,
        label: Text::fixed(zh, en),
    }
}

impl Kind {
    /// The closed list of an enumeration or set.
    pub fn choices(&self) -> Option<Choices> {
        match self {
            Kind::Enum(choices) | Kind::Set(choices) => Some(choices),
            _ => None,
        }
    }

    /// What a value of this type looks like, for an error message.
    pub fn expectation(&self) -> Text {
        match self {
            Kind::Bool => Text::fixed("true 或 false", "true or false"),
            Kind::Int(_) => Text::fixed("整数", "a whole number"),
            Kind::Day => Text::fixed("日期，如 2026-11-21", "a date such as 2026-11-21"),
            Kind::DayOrLongTerm => Text::fixed(
                "日期（如 2026-11-21）或 \"long-term\"（长期）",
                "a date such as 2026-11-21, or \"long-term\"",
            ),
            Kind::Province => Text::fixed(
                "省份：代码 \"140000\"、名称 \"山西\" 或拼音 \"shanxi\"",
                "a province: a code \"140000\", a name \"山西\" or pinyin \"shanxi\"",
            ),
            Kind::City => Text::fixed(
                "六位行政区划代码，如 \"140100\"",
                "a six-digit division code such as \"140100\"",
            ),
            Kind::Enum(choices) => Text::new(
                format!("下列之一：{}", ids(choices)),
                format!("one of {}", ids(choices)),
            ),
            Kind::Set(choices) => Text::new(
                format!("列表，取自：{}", ids(choices)),
                format!("a list of {}", ids(choices)),
            ),
            Kind::Text(_) => Text::fixed("文字（加引号）", "a string"),
            Kind::Texts(_) => Text::fixed("文字的列表", "a list of strings"),
            Kind::Table => Text::fixed("一张表，或 \"none\"（没有）", "a table, or \"none\""),
        }
    }
}

fn ids(choices: Choices) -> String {
    let mut out = String::new();
    for (index, choice) in choices.iter().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(choice.id);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::place_of;
    use crate::fields::choices::{ADDRESS_STATES, REGISTRANT_ROLES};

    #[test]
    fn an_id_is_found_at_its_place() {
        for choices in [ADDRESS_STATES, REGISTRANT_ROLES] {
            for (place, choice) in (0u8..).zip(choices) {
                assert_eq!(place_of(choices, choice.id), place);
            }
            assert_eq!(usize::from(place_of(choices, "nobody")), choices.len());
        }
    }
}
