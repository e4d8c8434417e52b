//! Values that rulesets give to parameters, and their types.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::facts::Fact;
use crate::fields::{Choices, Unit};

/// The type of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ParamKind {
    /// A whole number.
    Int(Unit),
    /// Yes or no.
    Bool,
    /// A day.
    Day,
    /// A text.
    Text,
    /// Words, sorted out by the loader (`"@list"` is spelt out).
    Words,
    /// One of the parameter's own list.
    OneOf(Vec<String>),
    /// Several of the parameter's own list.
    SomeOf(Vec<String>),
    /// Several of a fact's closed list.
    SomeOfFact(#[serde(with = "closed_list")] Choices),
    /// Alternative bundles of document ids.
    Documents,
}

/// A value of a parameter, or a constant in a condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Day(NaiveDate),
    /// A text.
    Text(String),
    /// Words.
    Words(Vec<String>),
    /// A member of a closed list, by index.
    Code(u8),
    /// Members of a closed list, a bit each.
    Codes(u64),
    /// Alternative bundles of document ids.
    Bundles(Vec<Vec<String>>),
}

impl Value {
    /// The value as a fact, so that conditions test parameters as they test facts.
    pub fn as_fact(&self) -> Fact<'_> {
        match self {
            Value::Int(number) => Fact::Int(*number),
            Value::Bool(flag) => Fact::Bool(*flag),
            Value::Day(day) => Fact::Day(*day),
            Value::Text(text) => Fact::Text(text),
            Value::Code(code) => Fact::Code(*code),
            Value::Codes(codes) => Fact::Set {
                yes: *codes,
                maybe: 0,
            },
            Value::Words(_) | Value::Bundles(_) => Fact::None,
        }
    }
}

impl ParamKind {
    /// The ids of the parameter's list, if it has one.
    pub fn ids(&self) -> Vec<&str> {
        match self {
            ParamKind::OneOf(ids) | ParamKind::SomeOf(ids) => {
                ids.iter().map(String::as_str).collect()
            }
            ParamKind::SomeOfFact(choices) => choices.iter().map(|choice| choice.id).collect(),
            _ => Vec::new(),
        }
    }
}

/// A closed list of the vocabulary is written as the first fact that has it.
mod closed_list {
    use serde::de::Error as _;
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::fields::{Choices, FactRef, all_facts};

    pub fn serialize<S: Serializer>(choices: &Choices, serializer: S) -> Result<S::Ok, S::Error> {
        all_facts()
            .find(|fact| fact.kind().choices() == Some(*choices))
            .ok_or_else(|| S::Error::custom("a closed list of no fact"))?
            .serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Choices, D::Error> {
        FactRef::deserialize(deserializer)?
            .kind()
            .choices()
            .ok_or_else(|| D::Error::custom("a fact without a closed list"))
    }
}
