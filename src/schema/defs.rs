//! Definitions that several places of a schema refer to.

use serde_json::{Map, Value, json};

use super::table::reference;
use crate::identifiers::{DIVISIONS, Division};

/// The definitions of a schema, each by its name.
#[derive(Debug, Default)]
pub struct Defs(Map<String, Value>);

impl Defs {
    /// Defines something under a name and refers to it. What is defined already is referred to by
    /// its name; where another thing has the name, `-on-record` is put behind it.
    pub fn define(&mut self, name: &str, schema: Value) -> Value {
        let mut name = name.to_owned();
        while let Some(known) = self.0.get(&name) {
            if *known == schema {
                return reference(&name);
            }
            name.push_str("-on-record");
        }
        self.0.insert(name.clone(), schema);
        reference(&name)
    }

    /// The definition of the same thing, whatever its name, else a new one.
    pub fn define_once(&mut self, name: &str, schema: Value) -> Value {
        match self.0.iter().find(|(_, known)| **known == schema) {
            Some((name, _)) => reference(name),
            None => self.define(name, schema),
        }
    }

    /// Whether something has this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Puts something in the place of what has this name.
    pub fn replace(&mut self, name: &str, schema: Value) {
        self.0.insert(name.to_owned(), schema);
    }

    /// A province, written as the readers accept it.
    pub fn province(&mut self) -> Value {
        self.define("province", province())
    }

    /// A city's code: two digits of its province and four more.
    pub fn city(&mut self) -> Value {
        let heads: Vec<String> = DIVISIONS
            .iter()
            .map(|division| (division.code / 10_000).to_string())
            .collect();
        let schema = json!({
            "type": "string",
            "pattern": format!("^(?:{})[0-9]{{4}}$", heads.join("|")),
            "examples": ["140100"],
        });
        self.define("city", schema)
    }

    /// All definitions.
    pub fn take(self) -> Map<String, Value> {
        self.0
    }
}

fn province() -> Value {
    let codes: Vec<Value> = DIVISIONS
        .iter()
        .map(|division| {
            json!({
                "const": division.code.to_string(),
                "title": division.short,
                "description": division.en,
            })
        })
        .collect();
    let names: Vec<&str> = DIVISIONS
        .iter()
        .flat_map(|division| [division.short, division.name, division.pinyin])
        .collect();
    let spelt: Vec<String> = DIVISIONS.iter().flat_map(spellings).collect();
    json!({
        "type": "string",
        "anyOf": [
            { "oneOf": codes },
            { "enum": names },
            {
                "description": "A code or a name in any case, with blanks around it.",
                "pattern": format!("^\\s*(?:{})\\s*$", spelt.join("|")),
            },
        ],
        "examples": ["140000", "山西", "shanxi"],
    })
}

/// Patterns of the names of a province that are read in any case, and of the others as they are.
fn spellings(division: &Division) -> Vec<String> {
    let mut spelt = vec![
        division.code.to_string(),
        division.name.to_owned(),
        division.short.to_owned(),
        any_case(division.pinyin),
    ];
    if !division.en.eq_ignore_ascii_case(division.pinyin) {
        spelt.push(any_case(division.en));
    }
    spelt
}

fn any_case(name: &str) -> String {
    name.chars()
        .map(|c| {
            if c.is_ascii_alphabetic() {
                format!("[{}{}]", c.to_ascii_uppercase(), c.to_ascii_lowercase())
            } else {
                c.to_string()
            }
        })
        .collect()
}
