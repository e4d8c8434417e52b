//! A tree as JSON.

use serde_json::{Map, Number, Value as Json};

use super::node::{Table, Value};

/// A table as a JSON object; days and times become strings, as a draft in JSON has them.
pub fn to_json(table: &Table) -> Json {
    let entries = table.entries.iter();
    Json::Object(
        entries
            .map(|entry| (entry.key.clone(), json(&entry.node.value)))
            .collect::<Map<_, _>>(),
    )
}

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Integer(number) => Json::Number((*number).into()),
        Value::Float(number) => Number::from_f64(*number).map_or(Json::Null, Json::Number),
        Value::String(text) | Value::DateTime(text) => Json::String(text.clone()),
        Value::Date(day) => Json::String(day.to_string()),
        Value::Array(items) => items.iter().map(|item| json(&item.value)).collect(),
        Value::Table(table) => to_json(table),
    }
}
