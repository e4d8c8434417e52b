//! The making of the snapshot of the embedded rules (see `snapshot`).

use super::build::lay_over;
use super::library::{Library, layer_file};
use super::model::Ruleset;
use super::overlay::Overlay;
use super::pattern::Pattern;
use super::snapshot::{self, Added};
use crate::source::{Node, SourceFile, Table, Value, parse_toml};

impl Library {
    /// A snapshot of the national layer as its texts say it, with what each file of the later layers
    /// adds and the patterns of all of them; `None` where they have a fault, which a snapshot would
    /// keep silent.
    pub fn make_snapshot() -> Option<Vec<u8>> {
        let (national, faults) = Library::embedded_texts().national();
        if !faults.is_empty() {
            return None;
        }
        // A provider's file lies over the national layer or over a province's file besides.
        let mut with_province = national.clone();
        with_province.files.push(SourceFile::default().into());
        let mut patterns = Vec::new();
        let mut overlays = Vec::new();
        for (name, text) in Library::rule_texts() {
            let source = SourceFile::embedded(name, text);
            gather_patterns(&parse_toml(&source).root, &mut patterns);
            let bases: &[&Ruleset] = match name.split_once('/') {
                Some(("provinces", _)) => &[&national],
                Some(("providers", _)) => &[&national, &with_province],
                _ => &[],
            };
            let layer = bases.len();
            for base in bases {
                let files = vec![layer_file(source.clone(), layer)];
                let (whole, faults) = lay_over(Ruleset::clone(base), files, false);
                if !faults.is_empty() {
                    return None;
                }
                let bytes = postcard::to_allocvec(&Overlay::between(base, &whole)).ok()?;
                overlays.push((name, base.files.len(), bytes));
            }
        }
        let added: Option<Vec<Added<'_>>> = overlays
            .iter()
            .map(|(name, below, bytes)| {
                Some(Added {
                    name,
                    below: *below,
                    digest: *snapshot::digest_of(name)?,
                    bytes,
                })
            })
            .collect();
        snapshot::write(&national, &added?, &patterns, &snapshot::NATIONAL_DIGEST)
    }
}

/// All patterns in a rule file.
fn gather_patterns(table: &Table, patterns: &mut Vec<Pattern>) {
    for entry in &table.entries {
        match &entry.node.value {
            Value::String(pattern) if entry.key == "matches" => {
                patterns.push(Pattern::new(pattern))
            }
            Value::Table(table) => gather_patterns(table, patterns),
            Value::Array(nodes) => nodes
                .iter()
                .filter_map(Node::as_table)
                .for_each(|table| gather_patterns(table, patterns)),
            _ => {}
        }
    }
}
