//! The schema of a plan, from the types that are written.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::table::{DIALECT, extend};
use crate::report::PlanReport;

/// The schema of `beian plan --format json`.
pub fn plan() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let made = settings
        .into_generator()
        .into_root_schema_for::<PlanReport>();
    let mut schema = json!({
        "$schema": DIALECT,
        "title": "办理计划 · plan of beian",
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
