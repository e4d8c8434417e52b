//! Trees of TOML files as JSON, days as strings.

use beian::source::{Node, SourceFile, Table, Value as Raw, parse_toml};
use serde_json::Value;

/// The tree of a TOML text; it must have no syntax error.
pub fn toml(text: &str) -> Value {
    let parsed = parse_toml(&SourceFile::new("file.toml", text));
    assert_eq!(parsed.problems, [], "{text}");
    table(&parsed.root)
}

fn table(table: &Table) -> Value {
    table
        .entries
        .iter()
        .map(|entry| (entry.key.clone(), node(&entry.node)))
        .collect()
}

fn node(node: &Node) -> Value {
    match &node.value {
        Raw::Table(inner) => table(inner),
        Raw::Array(items) => items.iter().map(self::node).collect(),
        Raw::String(text) => text.as_str().into(),
        Raw::Integer(number) => (*number).into(),
        Raw::Float(number) => (*number).into(),
        Raw::Bool(flag) => (*flag).into(),
        Raw::Date(day) => day.to_string().into(),
        other => panic!("{other:?} stands in no file"),
    }
}
