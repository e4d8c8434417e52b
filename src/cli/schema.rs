//! `beian schema`: the JSON Schema of a format.

use super::args::{SchemaArg, SchemaArgs};
use super::output::{Failure, write_result};
use crate::schema::{draft, plan, report, ruleset, to_text};

/// Writes a schema.
pub fn run(args: &SchemaArgs) -> Result<u8, Failure> {
    let schema = match args.format {
        SchemaArg::Draft => draft(),
        SchemaArg::Ruleset => ruleset(),
        SchemaArg::Report => report(),
        SchemaArg::Plan => plan(),
    };
    write_result(&to_text(&schema), args.output.as_deref())?;
    Ok(0)
}
