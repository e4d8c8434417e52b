//! The pieces that schemas are put together from.

use serde_json::{Map, Value, json};

use crate::fields::Choices;
use crate::text::Text;

/// The dialect of every schema.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A day that the calendar has, written `YYYY-MM-DD`.
const DAY: &str = concat!(
    r"^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))",
    r"|(?:[0-9][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$"
);

/// Both languages on one line, as a title.
pub fn both(text: &Text) -> String {
    format!("{} · {}", text.zh, text.en)
}

/// Puts a title before a schema's other keywords.
pub fn titled(text: &Text, schema: Value) -> Value {
    let mut map = Map::new();
    map.insert("title".to_owned(), both(text).into());
    extend(&mut map, schema);
    Value::Object(map)
}

/// Puts a title and a description before a schema's other keywords.
pub fn described(title: &Text, description: &Text, schema: Value) -> Value {
    let mut map = Map::new();
    map.insert("title".to_owned(), both(title).into());
    let sentence = format!("{}\n{}", description.zh, description.en);
    map.insert("description".to_owned(), sentence.into());
    extend(&mut map, schema);
    Value::Object(map)
}

/// Adds a schema's keywords to another's.
pub fn extend(map: &mut Map<String, Value>, schema: Value) {
    if let Value::Object(more) = schema {
        map.extend(more);
    }
}

/// A table with these keys and no others.
pub fn closed(properties: Map<String, Value>, required: &[&str]) -> Value {
    let mut schema = json!({ "type": "object", "properties": properties });
    if let Value::Object(map) = &mut schema {
        if !required.is_empty() {
            map.insert("required".to_owned(), json!(required));
        }
        map.insert("additionalProperties".to_owned(), false.into());
    }
    schema
}

/// Keys with their schemas.
pub fn keys<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    entries
        .into_iter()
        .map(|(key, schema)| (key.to_owned(), schema))
        .collect()
}

/// The members of a closed list, each with what it is called.
pub fn members(choices: Choices) -> Vec<Value> {
    choices
        .iter()
        .map(|choice| {
            json!({ "const": choice.id, "title": choice.label.zh, "description": choice.label.en })
        })
        .collect()
}

/// One of a closed list.
pub fn one_of(choices: Choices) -> Value {
    json!({ "type": "string", "oneOf": members(choices) })
}

/// A day.
pub fn day() -> Value {
    json!({ "type": "string", "format": "date", "pattern": DAY, "examples": ["2026-11-21"] })
}

/// A reference to a definition.
pub fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}
