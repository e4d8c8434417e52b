//! Values that rulesets give to parameters, and their types.

use chrono::NaiveDate;

use crate::facts::Fact;
use crate::fields::{Choices, Unit};

/// The type of a parameter.
#[derive(Debug, Clone, PartialEq)]
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
    SomeOfFact(Choices),
    /// Alternative bundles of document ids.
    Documents,
}

/// A value of a parameter, or a constant in a condition.
#[derive(Debug, Clone, PartialEq)]
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
