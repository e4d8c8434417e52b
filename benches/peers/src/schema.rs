//! The jsonschema crate: one schema, a rule an entry of its `allOf`.

use anyhow::{Context, Result, anyhow};
use jsonschema::Validator;
use serde_json::Value;

use super::bit;

/// The schema, compiled.
pub struct Schema {
    validator: Validator,
    /// The rules, by the entries of `allOf`.
    rules: Vec<u16>,
}

impl Schema {
    pub fn new(document: &str) -> Result<Self> {
        let document: Value = serde_json::from_str(document)?;
        let entries = document["allOf"].as_array().context("no allOf")?;
        let rules = entries
            .iter()
            .map(|entry| bit(entry["$comment"].as_str().unwrap_or_default()))
            .collect();
        let validator = jsonschema::validator_for(&document).map_err(|error| anyhow!("{error}"))?;
        Ok(Self { validator, rules })
    }

    /// The rules that fail.
    pub fn fails(&self, line: &str) -> Result<u16> {
        let draft: Value = serde_json::from_str(line)?;
        let mut set = 0;
        for error in self.validator.iter_errors(&draft) {
            let path = error.schema_path().as_str();
            let entry = path
                .split('/')
                .nth(2)
                .and_then(|part| part.parse::<usize>().ok());
            set |= entry
                .and_then(|entry| self.rules.get(entry))
                .context("no entry of allOf")?;
        }
        Ok(set)
    }
}
