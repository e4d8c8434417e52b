//! Drafts that hold a text wherever one may stand.

use std::fmt::Write;

use beian::fields::{Kind, RecordKind, TextRole};

use crate::support::ENTERPRISE;

/// The text as a string of TOML.
pub fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// All fields of a record that hold text, each with the text.
fn record(out: &mut String, prefix: &str, kind: RecordKind, text: &str) {
    let value = toml_string(text);
    for field in kind.fields() {
        let value = match field.kind {
            Kind::Text(TextRole::Note) => continue,
            Kind::Text(_) => value.clone(),
            Kind::Texts(_) => format!("[{value}]"),
            _ => continue,
        };
        writeln!(out, "{prefix}{} = {value}", field.key).unwrap();
    }
}

/// A draft in which every field that takes a text has this one. It can be read.
pub fn every_field(text: &str) -> String {
    let mut out = String::from(
        "format = 1\nfiling.kind = \"first\"\nfiling.province = \"140000\"\nfiling.provider = \"aliyun\"\nsubject.kind = \"enterprise\"\n",
    );
    let value = toml_string(text);
    writeln!(out, "meta.id = {value}\nmeta.note = {value}").unwrap();
    record(&mut out, "", RecordKind::Order, text);
    for person in ["legal_representative.", "principal.", "previous.principal."] {
        record(&mut out, person, RecordKind::Person, text);
    }
    out.push_str("[[services]]\ninvolves = [\"news\"]\n");
    record(&mut out, "", RecordKind::Service, text);
    record(&mut out, "principal.", RecordKind::Person, text);
    for (list, kind) in [
        ("services.domains", RecordKind::Domain),
        ("services.platforms", RecordKind::Platform),
        ("services.pre_approvals", RecordKind::PreApproval),
        ("attachments", RecordKind::Attachment),
        ("allow", RecordKind::Allow),
    ] {
        writeln!(out, "[[{list}]]").unwrap();
        if kind == RecordKind::PreApproval {
            out.push_str("kind = \"news\"\n");
        }
        record(&mut out, "", kind, text);
    }
    // Acceptances that accept something, and one that has lapsed.
    for (rule, path, more) in [
        ("domain-name", "services[0].domains[0].name", ""),
        ("phone-format", "principal.mobile", ""),
        ("email-format", "principal.email", "until = 2026-11-20"),
    ] {
        writeln!(
            out,
            "[[allow]]\nrule = \"{rule}\"\npath = \"{path}\"\nreason = {value}\n{more}"
        )
        .unwrap();
    }
    out
}

/// A draft in which a name of a key is the text as well, which keeps it from being read.
pub fn unknown_key(text: &str) -> String {
    format!("{} = 1\n{}", toml_string(text), every_field(text))
}

/// Good drafts with the text in one place each, closed lists and days included: what is right
/// elsewhere does not keep rules from speaking of it.
pub fn each_alone(text: &str) -> Vec<(String, String)> {
    let good: toml::Table = ENTERPRISE.parse().unwrap();
    let mut paths = Vec::new();
    places(&toml::Value::Table(good.clone()), String::new(), &mut paths);
    let alone = |path: &String| {
        let mut value = toml::Value::Table(good.clone());
        let mut steps = path.split('/').filter(|step| !step.is_empty());
        let own = steps.try_fold(&mut value, |value, step| match step.parse::<usize>() {
            Ok(index) => value.get_mut(index),
            Err(_) => value.get_mut(step),
        });
        *own.unwrap() = toml::Value::String(text.to_owned());
        (path.clone(), toml::to_string(&value).unwrap())
    };
    paths.iter().map(alone).collect()
}

/// The paths of all strings and days of a value.
fn places(value: &toml::Value, path: String, out: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                places(value, format!("{path}/{key}"), out);
            }
        }
        toml::Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                places(value, format!("{path}/{index}"), out);
            }
        }
        toml::Value::String(_) | toml::Value::Datetime(_) => out.push(path),
        _ => {}
    }
}
