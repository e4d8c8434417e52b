//! Drafts at random. They follow the vocabulary's own tables, so a field declared there is in them.

use beian::draft::{Child, Level, Part};
use beian::fields::{Choices, Field, Kind, Need};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Of how many values one is irregular; none if zero.
#[derive(Debug, Clone, Copy)]
pub struct Irregular(pub u32);

/// A table of a level.
pub fn table(level: &'static Level, irregular: Irregular) -> BoxedStrategy<Value> {
    let children: Vec<_> = level
        .children
        .iter()
        .map(|child| {
            let kept = if must_be_there(child, level) { 100 } else { 35 };
            let value = or_irregular(part(child, irregular), irregular, 1);
            // A missing key that is required is an irregularity too.
            let dropped = if kept == 100 { irregular.0.min(3) } else { 65 };
            prop_oneof![
                kept * 10 => value.prop_map(move |value| Some((child.key.to_owned(), value))),
                dropped * 10 => Just(None),
            ]
            .boxed()
        })
        .collect();
    let unknown = match irregular.0 {
        0 => Just(None).boxed(),
        most => prop_oneof![
            most * 3 => Just(None),
            1 => ("[a-z_]{0,9}|domian|moblie|.{0,5}", wrong_value())
                .prop_map(Some),
        ]
        .boxed(),
    };
    (children, unknown)
        .prop_map(|(entries, unknown)| {
            let mut table: Map<String, Value> = entries.into_iter().flatten().collect();
            if let Some((key, value)) = unknown {
                table.entry(key).or_insert(value);
            }
            Value::Object(table)
        })
        .boxed()
}

fn must_be_there(child: &Child, level: &Level) -> bool {
    match &child.part {
        Part::Field(_, slot) => level.required.contains(slot),
        Part::Table { level: inner, .. } => !inner.required.is_empty(),
        Part::Format => true,
        _ => false,
    }
}

fn or_irregular(
    value: BoxedStrategy<Value>,
    irregular: Irregular,
    share: u32,
) -> BoxedStrategy<Value> {
    match irregular.0 {
        0 => value,
        most => prop_oneof![most => value, share => wrong_value()].boxed(),
    }
}

fn part(child: &'static Child, irregular: Irregular) -> BoxedStrategy<Value> {
    match &child.part {
        Part::Field(field, _) => {
            let value = field_value(field);
            match field.need {
                Need::Loose => prop_oneof![9 => value, 1 => Just(json!("none"))].boxed(),
                Need::Firm | Need::Required => value,
            }
        }
        Part::Table { need, level, .. } => {
            let value = table(level, irregular);
            match need {
                Need::Loose => prop_oneof![9 => value, 1 => Just(json!("none"))].boxed(),
                Need::Firm | Need::Required => value,
            }
        }
        Part::Person(_, level) | Part::Previous(level) => table(level, irregular),
        Part::List(_, level) => {
            let element = or_irregular(table(level, irregular), irregular, 1);
            prop::collection::vec(element, 0..3)
                .prop_map(Value::Array)
                .boxed()
        }
        Part::Format => Just(json!(1)).boxed(),
        Part::Meta => meta(),
    }
}

fn field_value(field: &'static Field) -> BoxedStrategy<Value> {
    match field.kind {
        Kind::Bool => any::<bool>().prop_map(Value::from).boxed(),
        Kind::Int(_) => (0_i64..=1_000_000).prop_map(Value::from).boxed(),
        Kind::Day => day(),
        Kind::DayOrLongTerm => prop_oneof![day(), Just(json!("long-term"))].boxed(),
        Kind::Province => choose(&["140000", "上海", "shaanxi", "shanxi", "320000"]),
        Kind::City => choose(&["140100", "310100", "610124"]),
        Kind::Enum(choices) => id(choices),
        Kind::Set(choices) => list(id(choices)),
        // A blank reason is none.
        Kind::Text(_) if field.key == "reason" => text()
            .prop_map(|text| format!("因 {}", text.as_str().unwrap_or_default()).into())
            .boxed(),
        Kind::Text(_) => text(),
        Kind::Texts(_) => list(text()),
        Kind::Table => panic!("a table is no leaf: {}", field.key),
    }
}

fn list(element: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop::collection::vec(element, 0..4)
        .prop_map(Value::Array)
        .boxed()
}

fn choose(values: &'static [&'static str]) -> BoxedStrategy<Value> {
    prop::sample::select(values).prop_map(Value::from).boxed()
}

fn id(choices: Choices) -> BoxedStrategy<Value> {
    let ids: Vec<_> = choices.iter().map(|choice| choice.id).collect();
    prop::sample::select(ids).prop_map(Value::from).boxed()
}

fn day() -> BoxedStrategy<Value> {
    (1900_u32..2100, 1_u32..13, 1_u32..29)
        .prop_map(|(year, month, day)| json!(format!("{year:04}-{month:02}-{day:02}")))
        .boxed()
}

fn text() -> BoxedStrategy<Value> {
    prop_oneof![
        3 => choose(&["张示例", "example.cn", " 前后空白 ", "", "a\"b\\c/\n\t", "\u{0}\u{7f}\u{202e}", "𠮷🙂", "None"]),
        2 => ".{1,12}".prop_filter("that is no text", |text| text != "none").prop_map(Value::from),
    ]
    .boxed()
}

fn meta() -> BoxedStrategy<Value> {
    let id = prop_oneof![text(), any::<i64>().prop_map(Value::from), wrong_value()];
    let leaf = prop_oneof![text(), wrong_value(), Just(json!(0.5))];
    let inner = prop::collection::btree_map("[a-c]", leaf, 0..3)
        .prop_map(|table| Value::Object(table.into_iter().collect()));
    (id, inner)
        .prop_map(|(id, inner)| json!({ "id": id, "note": inner }))
        .boxed()
}

fn wrong_value() -> BoxedStrategy<Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..3).prop_map(Value::from),
        Just(json!(1_000_001)),
        Just(json!(1.5)),
        choose(&[
            "none",
            " \u{3000}",
            "2026-02-30",
            "2026-1-1",
            "企业",
            "140105199003070012",
            "999999"
        ]),
        Just(json!([])),
        Just(json!(["none", 1])),
        Just(json!({})),
        Just(json!({ "name": "张示例" })),
    ]
    .boxed()
}
