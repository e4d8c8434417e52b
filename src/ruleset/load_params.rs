//! `params` of a rule from their written form.

use super::keys::Keys;
use super::load_members::read_members;
use super::model::{Origin, Param};
use super::parse_condition::Reach;
use super::parse_test::read_value;
use super::selection::{SUBJECTS, subjects_of};
use super::value::{ParamKind, Value};
use crate::fields::{FactRef, Unit};
use crate::source::{Node, Value as Raw};
use crate::text::Text;

/// Keys of rules and sets that no parameter may be called.
pub const RESERVED: &[&str] = &[
    "rule", "document", "when", "facts", "filings", "subjects", "from", "until", "severity",
    "reason", "note", "province", "provider",
];

/// The parameters that a rule declares.
pub fn read_params(keys: &Keys<'_>, file: usize, reach: Reach<'_>) -> Vec<Param> {
    let Some(node) = keys.node("params") else {
        return Vec::new();
    };
    let mut params = Vec::new();
    for entry in node
        .as_table()
        .map(|table| &table.entries)
        .into_iter()
        .flatten()
    {
        if RESERVED.contains(&entry.key.as_str()) {
            reach.faults.add(
                entry.key_span,
                Text::new(
                    format!("参数不能叫 {}，它另有用处", entry.key),
                    format!(
                        "no parameter may be called `{}`, which means something else",
                        entry.key
                    ),
                ),
            );
            continue;
        }
        let Some(inner) = Keys::of(&entry.node, reach.faults) else {
            continue;
        };
        let Some(kind) = inner.node("type").and_then(|node| read_kind(node, reach)) else {
            if inner.node("type").is_none() {
                inner.missing("type");
            }
            continue;
        };
        let defaults = inner
            .node("default")
            .map(|node| read_defaults(node, &kind, reach))
            .unwrap_or_default();
        params.push(Param {
            name: entry.key.clone(),
            defaults,
            label: inner.read_text_pair(),
            members: read_members(&inner, &kind, reach),
            like: inner.text("like").and_then(|like| {
                let (rule, param) = like.split_once('.')?;
                Some((rule.to_owned(), param.to_owned()))
            }),
            kind,
            origin: Origin {
                file,
                span: entry.key_span,
            },
        });
        inner.finish();
    }
    params
}

/// A default for all, or a table of them by kind of subject.
fn read_defaults(node: &Node, kind: &ParamKind, reach: Reach<'_>) -> Vec<(u64, Value)> {
    let Raw::Table(table) = &node.value else {
        return read_value(node, kind, reach)
            .map(|value| (SUBJECTS, value))
            .into_iter()
            .collect();
    };
    let mut defaults = Vec::new();
    // A kind named beside `unit` wins, so it comes first.
    for narrow in [true, false] {
        for entry in &table.entries {
            match subjects_of(&entry.key) {
                Some(subjects) if (entry.key != "unit") == narrow => {
                    if let Some(value) = read_value(&entry.node, kind, reach) {
                        defaults.push((subjects, value));
                    }
                }
                Some(_) => {}
                None if narrow => reach.faults.add(
                    entry.key_span,
                    Text::fixed(
                        "写 personal、unit 或一种主办单位性质",
                        "write personal, unit or a kind of subject",
                    ),
                ),
                None => {}
            }
        }
    }
    defaults
}

/// The types of parameters that are one word.
pub const PARAM_TYPES: &[(&str, ParamKind)] = &[
    ("days", ParamKind::Int(Unit::Days)),
    ("working-days", ParamKind::Int(Unit::WorkingDays)),
    ("months", ParamKind::Int(Unit::Months)),
    ("years", ParamKind::Int(Unit::Years)),
    ("count", ParamKind::Int(Unit::Count)),
    ("chars", ParamKind::Int(Unit::Chars)),
    ("bytes", ParamKind::Int(Unit::Bytes)),
    ("percent", ParamKind::Int(Unit::Percent)),
    ("bool", ParamKind::Bool),
    ("date", ParamKind::Day),
    ("text", ParamKind::Text),
    ("words", ParamKind::Words),
    ("documents", ParamKind::Documents),
];

fn read_kind(node: &Node, reach: Reach<'_>) -> Option<ParamKind> {
    if let Some(table) = node.as_table() {
        if let Some(list) = table.get("one_of").and_then(Node::as_array) {
            return ids(list).map(ParamKind::OneOf);
        }
        if let Some(some) = table.get("some_of") {
            if let Some(list) = some.as_array() {
                return ids(list).map(ParamKind::SomeOf);
            }
            let path = some.as_str().unwrap_or_default();
            // The list of a fact, wherever the fact is.
            match FactRef::of_path(path).and_then(|fact| fact.kind().choices()) {
                Some(choices) => return Some(ParamKind::SomeOfFact(choices)),
                None => {
                    reach.faults.add(
                        some.span,
                        Text::new(
                            format!("{path} 不是有选项的事实"),
                            format!("`{path}` is no fact with a closed list"),
                        ),
                    );
                    return None;
                }
            }
        }
    }
    let word = node.as_str().unwrap_or_default();
    let kind = match PARAM_TYPES.iter().find(|(name, _)| *name == word) {
        Some((_, kind)) => kind.clone(),
        None => {
            reach.faults.add(
                node.span,
                Text::fixed(
                    "参数的类型：days working-days months years count chars bool date text words documents，或 { one_of = […] }、{ some_of = […] }",
                    "a type of parameter: days working-days months years count chars bool date text words documents, or { one_of = […] }, { some_of = […] }",
                ),
            );
            return None;
        }
    };
    Some(kind)
}

fn ids(list: &[Node]) -> Option<Vec<String>> {
    list.iter()
        .map(|node| node.as_str().map(str::to_owned))
        .collect()
}
