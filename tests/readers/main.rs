//! The draft readers: what they accept, what they say of the rest, and that they agree.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "these are tests"
)]

mod agreement;
mod example;
mod faults;
mod generate;
mod hostile;
mod places;

use beian::draft::{Overrides, Reading, read_parsed};
use beian::source::{Parsed, SourceFile, parse_json, parse_toml};

/// A TOML text's tree; it must have no syntax error.
fn toml_tree(text: &str) -> Parsed {
    let parsed = parse_toml(&SourceFile::new("草稿.toml", text));
    assert_eq!(parsed.problems, [], "{text}");
    parsed
}

/// A JSON text's tree; it must have no syntax error.
fn json_tree(text: &str) -> Parsed {
    let parsed = parse_json(&SourceFile::new("草稿.json", text));
    assert_eq!(parsed.problems, [], "{text}");
    parsed
}

fn read_toml(text: &str) -> Reading {
    read_parsed(&toml_tree(text), &Overrides::default())
}
