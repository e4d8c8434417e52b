//! The schema of the report, from the types that are written.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::table::{DIALECT, extend};
use crate::report::Report;

/// The schema of `beian check --format json`; `#/$defs/DraftReport` is that of a line of `jsonl`.
pub fn report() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let made = settings.into_generator().into_root_schema_for::<Report>();
    let mut schema = json!({
        "$schema": DIALECT,
        "title": "检查结果 · report of beian",
    });
    if let Value::Object(map) = &mut schema {
        let mut made = made.to_value();
        if let Value::Object(made) = &mut made {
            made.shift_remove("$schema");
            made.shift_remove("title");
        }
        extend(map, made);
    }
    schema
}
