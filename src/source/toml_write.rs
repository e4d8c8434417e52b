//! A tree as TOML text.

use super::node::{Node, Table, Value};

/// A table as a TOML document: values first, then tables under headers, each list of tables under
/// double brackets. Parsing the text gives the same tree, except for the order of keys.
pub fn write_toml(table: &Table) -> String {
    let mut out = String::new();
    body(table, "", &mut out);
    out
}

/// A value in one line.
pub fn write_toml_value(value: &Value) -> String {
    match value {
        // TOML has no null; nothing that is read from TOML or from a sheet holds one.
        Value::Null => "\"\"".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => toml::Value::Float(*number).to_string(),
        Value::String(text) => string(text),
        Value::Date(day) => day.to_string(),
        Value::DateTime(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| write_toml_value(&item.value))
                .collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) if table.entries.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let entries = table.entries.iter();
            let entries: Vec<String> = entries
                .map(|entry| {
                    format!(
                        "{} = {}",
                        key(&entry.key),
                        write_toml_value(&entry.node.value)
                    )
                })
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

fn body(table: &Table, path: &str, out: &mut String) {
    let (later, now): (Vec<_>, Vec<_>) = table
        .entries
        .iter()
        .partition(|entry| has_header(&entry.node));
    for entry in now {
        out.push_str(&key(&entry.key));
        out.push_str(" = ");
        out.push_str(&write_toml_value(&entry.node.value));
        out.push('\n');
    }
    for entry in later {
        let inside = match path {
            "" => key(&entry.key),
            _ => format!("{path}.{}", key(&entry.key)),
        };
        match &entry.node.value {
            Value::Table(table) => part(table, &inside, ("[", "]"), out),
            Value::Array(items) => {
                for table in items.iter().filter_map(Node::as_table) {
                    part(table, &inside, ("[[", "]]"), out);
                }
            }
            _ => {}
        }
    }
}

fn part(table: &Table, path: &str, (open, close): (&str, &str), out: &mut String) {
    // A table that only holds tables needs no header of its own.
    let only_tables =
        !table.entries.is_empty() && table.entries.iter().all(|entry| has_header(&entry.node));
    if open == "[[" || !only_tables {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(open);
        out.push_str(path);
        out.push_str(close);
        out.push('\n');
    }
    body(table, path, out);
}

fn has_header(node: &Node) -> bool {
    match &node.value {
        Value::Table(_) => true,
        Value::Array(items) => {
            !items.is_empty() && items.iter().all(|item| item.as_table().is_some())
        }
        _ => false,
    }
}

fn key(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    match !key.is_empty() && key.chars().all(bare) {
        true => key.to_owned(),
        false => string(key),
    }
}

fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, parse_toml};

    fn read(text: &str) -> Table {
        let parsed = parse_toml(&SourceFile::new("t", text));
        assert!(parsed.problems.is_empty(), "{text}\n{:?}", parsed.problems);
        parsed.root
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "format = 1\n\n[filing]\nkind = \"first\"\n",
            "a = [\"x\", \"y\"]\nb = []\nc = {}\nd = 2026-01-02\ne = 1.5\nf = true\n",
            "[a.b]\nc = 1\n\n[[s]]\nn = 1\n\n[[s.d]]\nm = 2\n\n[[s]]\n\n[[s.d]]\n\n[s.r]\nx = \"\\\"\\\\\\n\\u0001\"\n",
            "\"键 a\" = 1\n\n[\"表.甲\"]\nx = [{ a = 1 }, 2]\n",
            "[e]\n\n[f.g]\n",
            "t = 2026-01-02T03:04:05Z\nu = 03:04:05\n",
        ] {
            let written = write_toml(&read(text));
            assert_eq!(write_toml(&read(&written)), written);
            assert_eq!(plain(&read(&written)), plain(&read(text)), "{written}");
        }
    }

    /// The tree without places, keys sorted.
    fn plain(table: &Table) -> String {
        let mut entries: Vec<String> = table
            .entries
            .iter()
            .map(|entry| format!("{:?}:{}", entry.key, value(&entry.node.value)))
            .collect();
        entries.sort();
        format!("{{{}}}", entries.join(","))
    }

    fn value(given: &Value) -> String {
        match given {
            Value::Table(table) => plain(table),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| value(&item.value)).collect();
                format!("[{}]", items.join(","))
            }
            other => format!("{other:?}"),
        }
    }
}
