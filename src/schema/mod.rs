//! JSON Schemas (2020-12) of what is read and written: the draft and the ruleset from the
//! vocabulary, the report and the plan from their own types.

mod condition;
mod defs;
mod draft;
mod plan;
mod report;
mod ruleset;
mod table;

use serde_json::Value;

pub use draft::draft;
pub use plan::plan;
pub use report::report;
pub use ruleset::ruleset;

/// A schema as it is printed and kept in `docs/schema/`.
pub fn to_text(schema: &Value) -> String {
    // Nothing in a schema can fail to be written: its maps have string keys.
    let mut text = serde_json::to_string_pretty(schema).unwrap_or_default();
    text.push('\n');
    text
}
