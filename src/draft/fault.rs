//! What keeps a draft from being read, in words. A value's own text is never in them: at the wrong
//! place a harmless field can hold a number of a certificate.

use super::divisions;
use super::hint::{instead_of_none, likely_choice, likely_end, perhaps, retyped};
use super::shape::{Child, Level, Part};
use super::value::{Bad, MOST_ELEMENTS};
use crate::fields::{Field, Kind};
use crate::source::{Node, Span, Value};
use crate::text::Text;

/// Something in a draft that cannot be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Where, as the draft writes it (`services[0].domain`).
    pub path: String,
    /// Where, in the file. Something missing points at the table that it is missing from.
    pub span: Span,
    /// What is wrong.
    pub message: Text,
    /// What to write instead.
    pub help: Option<Text>,
    /// What sort of thing it is.
    pub kind: FaultKind,
}

/// Sorts of faults, for those who treat them differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A value that its key does not accept.
    Value,
    /// `null`, which is also what a parser leaves of a value that it could not read.
    Null,
    /// A key that nothing is called.
    Key,
    /// A key that must be there and is not.
    Missing,
}

/// Words and what to do about them.
pub(super) type Words = (Text, Option<Text>);

/// A value that its field does not accept.
pub(super) fn bad_value(path: &str, field: &Field, node: &Node, bad: Bad) -> Words {
    let wanted = field.kind.expectation();
    match bad {
        Bad::Type => match node.value {
            Value::Null => null(path),
            _ => (wrong_type(path, &wanted, node), retyped(field.kind, node)),
        },
        Bad::None => (
            Text::new(
                format!("{path} 不能是 \"none\""),
                format!("{path} cannot be \"none\""),
            ),
            Some(instead_of_none(field.kind)),
        ),
        Bad::Choice => (
            Text::new(
                format!("{path} 的值不在可选的值里"),
                format!("{path} is not one of the known values"),
            ),
            Some(
                likely_choice(field.kind.choices().unwrap_or(&[]), node).unwrap_or_else(|| {
                    let ids = field.kind.expectation();
                    Text::new(format!("可选：{}", ids.zh), format!("choose {}", ids.en))
                }),
            ),
        ),
        Bad::NoSuchDay => (
            Text::new(
                format!("{path} 的日期不存在"),
                format!("{path} is a date that the calendar does not have"),
            ),
            None,
        ),
        Bad::NotADay => (must_be(path, &wanted), likely_end(field, node)),
        Bad::Province => (
            Text::new(
                format!("{path} 的值不是省份"),
                format!("the value of {path} is not a province"),
            ),
            Some(
                node.as_str()
                    .and_then(divisions::nearest_province)
                    .map_or_else(|| write_so(&wanted), perhaps),
            ),
        ),
        Bad::City => (must_be(path, &wanted), None),
        Bad::Negative => (
            Text::new(
                format!("{path} 不能小于 0"),
                format!("{path} cannot be below zero"),
            ),
            None,
        ),
        Bad::Large => (
            Text::new(
                format!("{path} 的数太大"),
                format!("{path} is too large a number"),
            ),
            None,
        ),
    }
}

/// Text that has to say something and is blank.
pub(super) fn blank(path: &str) -> Words {
    (
        Text::new(format!("{path} 是空的"), format!("{path} is blank")),
        Some(Text::fixed(
            "写明理由，以后看的人要知道为什么",
            "say why, for whoever reads it later",
        )),
    )
}

/// `null`, which JSON allows and a draft does not: it could mean unknown as well as none.
pub(super) fn null(path: &str) -> Words {
    (
        Text::new(
            format!("{path} 不能是 null"),
            format!("{path} cannot be null"),
        ),
        Some(Text::fixed(
            "不知道就不写这个键；没有就写 \"none\"（列表写 []）",
            "leave the key out while it is not known; if there is none, write \"none\" (for a list [])",
        )),
    )
}

/// Something else than a table where one is wanted.
pub(super) fn not_a_table(path: &str, node: &Node, none_is_allowed: bool, first: &str) -> Words {
    let wanted = if none_is_allowed {
        Kind::Table.expectation()
    } else {
        Text::fixed("一张表", "a table")
    };
    let help = match node.value {
        Value::Null => return null(path),
        Value::Array(_) => Text::fixed(
            "这里只有一项，不用列表（TOML 用单层方括号 [ ]）",
            "there is only one: no list (in TOML single brackets [ ])",
        ),
        Value::String(ref text) if text == super::value::NONE => {
            return (
                Text::new(
                    format!("{path} 不能是 \"none\""),
                    format!("{path} cannot be \"none\""),
                ),
                Some(Text::fixed(
                    "不写这张表，或写它的各个键",
                    "leave the table out, or write its keys",
                )),
            );
        }
        _ => Text::new(
            format!("写成 {{ {first} = … }}"),
            format!("write {{ {first} = … }}"),
        ),
    };
    (wrong_type(path, &wanted, node), Some(help))
}

/// Something else than a list of tables where one is wanted.
pub(super) fn not_a_list(path: &str, node: &Node) -> Words {
    let help = match node.value {
        Value::Null => return null(path),
        Value::Table(_) => Text::fixed(
            "即使只有一项也写成列表（TOML 用双层方括号 [[ ]]）",
            "write a list even of one (in TOML double brackets [[ ]])",
        ),
        _ => Text::fixed(
            "没有就写 []，不知道就不写这个键",
            "write [] if there are none, leave the key out while it is not known",
        ),
    };
    let wanted = Text::fixed("列表", "a list");
    (wrong_type(path, &wanted, node), Some(help))
}

/// A list of more elements than a filing can have.
pub(super) fn too_long(path: &str) -> Words {
    (
        Text::new(
            format!("{path} 超过 {MOST_ELEMENTS} 项"),
            format!("{path} has more than {MOST_ELEMENTS} elements"),
        ),
        None,
    )
}

/// Something else than text in a list of texts or ids.
pub(super) fn not_text(path: &str, node: &Node) -> Words {
    match node.value {
        Value::Null => null(path),
        _ => (
            wrong_type(path, &Text::fixed("文字（加引号）", "a string"), node),
            None,
        ),
    }
}

/// `format` that is not 1.
pub(super) fn bad_format(node: &Node) -> Words {
    let message = match node.value {
        Value::Integer(_) => Text::fixed(
            "format 只能是 1，这份草稿用的是别的版本的格式",
            "format must be 1; this draft is of another version of the format",
        ),
        _ => wrong_type("format", &Text::fixed("整数 1", "the number 1"), node),
    };
    (
        message,
        Some(Text::fixed("写 1，不加引号", "write 1, without quotes")),
    )
}

/// A key that must be there and is not.
pub(super) fn missing(path: &str, field: Option<&Field>) -> Words {
    match field {
        None => (
            Text::new(format!("缺少 {path}"), format!("{path} is missing")),
            Some(Text::fixed(
                "加上 format，值为 1",
                "add format, with the value 1",
            )),
        ),
        Some(field) => (
            Text::new(
                format!("缺少 {path}（{}）", field.label.zh),
                format!("{path} ({}) is missing", field.label.en),
            ),
            Some(match field.kind {
                // That a text is wanted tells nobody which.
                Kind::Text(_) => Text::new(
                    format!("{}写{}", field.ask.zh, field.kind.expectation().zh),
                    format!("{} Write {}", field.ask.en, field.kind.expectation().en),
                ),
                kind => write_so(&kind.expectation()),
            }),
        ),
    }
}

/// A key that nothing is called.
pub(super) fn unknown_key(path: &str, suggestions: &[String]) -> Words {
    let message = Text::new(
        format!("没有叫 {path} 的键"),
        format!("there is no key {path}"),
    );
    let help = (!suggestions.is_empty()).then(|| {
        Text::new(
            format!("是不是 {}？", suggestions.join("、")),
            format!("did you mean {}?", suggestions.join(", ")),
        )
    });
    (message, help)
}

/// The key that a table is most likely to be written with, for an example.
pub(super) fn first_key(level: &Level) -> &'static str {
    level
        .children
        .iter()
        .find(|child: &&Child| matches!(child.part, Part::Field(..)))
        .map_or("…", |child| child.key)
}

fn wrong_type(path: &str, wanted: &Text, node: &Node) -> Text {
    let found = found(&node.value);
    Text::new(
        format!("{path} 应为{}，这里是{}", wanted.zh, found.zh),
        format!("{path} must be {}, not {}", wanted.en, found.en),
    )
}

fn must_be(path: &str, wanted: &Text) -> Text {
    Text::new(
        format!("{path} 应为{}", wanted.zh),
        format!("{path} must be {}", wanted.en),
    )
}

fn write_so(wanted: &Text) -> Text {
    Text::new(format!("写{}", wanted.zh), format!("write {}", wanted.en))
}

fn found(value: &Value) -> Text {
    match value {
        Value::Null => Text::fixed(" null", "null"),
        Value::Bool(_) => Text::fixed("布尔值（true 或 false）", "a boolean"),
        Value::Integer(_) => Text::fixed("整数", "a whole number"),
        Value::Float(_) => {
            Text::fixed("小数或过大的数", "a number that is not whole, or too large")
        }
        Value::String(_) => Text::fixed("文字", "a string"),
        Value::Date(_) => Text::fixed("日期", "a date"),
        Value::DateTime(_) => Text::fixed("带时间的日期或时间", "a date with a time, or a time"),
        Value::Array(_) => Text::fixed("列表", "a list"),
        Value::Table(_) => Text::fixed("一张表", "a table"),
    }
}
