//! What was probably meant by a value that its field does not accept.

use super::value::LONG_TERM;
use crate::fields::{Choices, Field, Kind, Need, nearest};
use crate::source::{Node, Value};
use crate::text::Text;

/// A name that was probably meant.
pub(super) fn perhaps(name: &str) -> Text {
    Text::new(
        format!("是不是 \"{name}\"？"),
        format!("did you mean \"{name}\"?"),
    )
}

/// How to write the same value in the type that is wanted, where that is plain.
pub(super) fn retyped(kind: Kind, node: &Node) -> Option<Text> {
    match (kind, &node.value) {
        (
            Kind::Text(_) | Kind::Province | Kind::City | Kind::Enum(_),
            Value::Integer(_) | Value::Float(_) | Value::Date(_) | Value::DateTime(_),
        ) => Some(Text::fixed("加上引号", "put it in quotes")),
        (Kind::Int(_), Value::String(text)) if text.parse::<i64>().is_ok() => {
            Some(Text::fixed("去掉引号", "leave the quotes out"))
        }
        (Kind::Bool, Value::String(_) | Value::Integer(_)) => Some(Text::fixed(
            "写 true（是）或 false（否），不加引号；不知道就不写这个键",
            "write true or false, without quotes; leave the key out while it is not known",
        )),
        (Kind::Day | Kind::DayOrLongTerm, Value::DateTime(_)) => Some(Text::fixed(
            "只写日期，不写时间",
            "write the date without the time",
        )),
        (Kind::Set(_) | Kind::Texts(_), Value::String(_)) => Some(Text::fixed(
            "写成列表：[\"…\"]，没有就写 []",
            "write a list: [\"…\"], or [] if there are none",
        )),
        _ => None,
    }
}

/// What to write where "none" cannot be.
pub(super) fn instead_of_none(kind: Kind) -> Text {
    match kind {
        Kind::Set(_) | Kind::Texts(_) => Text::fixed(
            "没有就写 []，不知道就不写这个键",
            "write [] if there are none, leave the key out while it is not known",
        ),
        Kind::Bool => Text::fixed(
            "没有就写 false，不知道就不写这个键",
            "write false if not, leave the key out while it is not known",
        ),
        _ => Text::fixed(
            "不知道就不写这个键",
            "leave the key out while it is not known",
        ),
    }
}

/// The choice that was probably meant: one whose label was written instead of its id, else the
/// nearest id, else one whose label shares what was written.
pub(super) fn likely_choice(choices: Choices, node: &Node) -> Option<Text> {
    let given = node.as_str()?.trim();
    // Beyond this no id or label is near, and likeness costs the product of the lengths.
    if given.is_empty() || given.len() > 100 {
        return None;
    }
    let by_label = choices
        .iter()
        .find(|choice| choice.label.zh == given || choice.label.en.eq_ignore_ascii_case(given));
    let lower = given.to_ascii_lowercase().replace(['_', ' '], "-");
    by_label
        .map(|choice| choice.id)
        .or_else(|| nearest(&lower, choices.iter().map(|choice| choice.id)))
        .or_else(|| {
            let alike = |label: &str| label.contains(given) || given.contains(label);
            let long_enough = given.chars().count() > 1;
            choices
                .iter()
                .find(|choice| long_enough && alike(&choice.label.zh))
                .map(|choice| choice.id)
        })
        .map(perhaps)
}

/// `"long-term"` for those who write it in Chinese, or nearly so.
pub(super) fn likely_end(field: &Field, node: &Node) -> Option<Text> {
    let text = node.as_str()?.trim();
    if field.kind == Kind::DayOrLongTerm
        && (text.contains("长期") || nearest(text, [LONG_TERM, "longterm", "forever"]).is_some())
    {
        return Some(Text::fixed(
            "长期有效写 \"long-term\"",
            "write \"long-term\"",
        ));
    }
    (field.need == Need::Loose && (text.is_empty() || text == "无")).then(|| {
        Text::fixed(
            "没有就写 \"none\"，不知道就不写这个键",
            "write \"none\" if there is none, leave the key out while it is not known",
        )
    })
}
