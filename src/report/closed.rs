//! The closed lists of the report, for its schema.

use schemars::{Schema, SchemaGenerator, json_schema};

use crate::evaluate::Verdict;
use crate::fields::Choices;
use crate::fields::choices::{FILING_KINDS, PROVIDERS, SUBJECT_KINDS};
use crate::ruleset::{Actor, Phase, Severity, Stage, TimeUnit};

pub(super) fn format(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "const": 1 })
}

pub(super) fn verdict(_: &mut SchemaGenerator) -> Schema {
    let verdicts = [
        Verdict::Ready,
        Verdict::Incomplete,
        Verdict::Blocked,
        Verdict::Unreadable,
    ];
    json_schema!({ "type": "string", "enum": verdicts.map(Verdict::id) })
}

pub(super) fn severity(_: &mut SchemaGenerator) -> Schema {
    let severities = [Severity::Error, Severity::Warning, Severity::Notice];
    json_schema!({ "type": "string", "enum": severities.map(Severity::id) })
}

pub(super) fn stage(_: &mut SchemaGenerator) -> Schema {
    let stages = [
        Stage::Prepare,
        Stage::Upload,
        Stage::OnSite,
        Stage::AfterApproval,
    ];
    json_schema!({ "type": "string", "enum": stages.map(Stage::id) })
}

pub(super) fn confidence(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": ["high", "medium", "low"] })
}

pub(super) fn filing(_: &mut SchemaGenerator) -> Schema {
    or_null(FILING_KINDS)
}

pub(super) fn provider(_: &mut SchemaGenerator) -> Schema {
    or_null(PROVIDERS)
}

pub(super) fn subject(_: &mut SchemaGenerator) -> Schema {
    or_null(SUBJECT_KINDS)
}

pub(super) fn province(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "pattern": "^[0-9]{6}$" })
}

pub(super) fn day(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date" })
}

pub(super) fn day_or_null(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "null"], "format": "date" })
}

pub(super) fn phase(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Phase::ALL.map(Phase::id) })
}

pub(super) fn actor(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Actor::ALL.map(Actor::id) })
}

pub(super) fn unit(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": TimeUnit::ALL.map(TimeUnit::key) })
}

/// One of a closed list, or null where it could not be read.
fn or_null(choices: Choices) -> Schema {
    let ids = choices.iter().map(|choice| Some(choice.id));
    let ids: Vec<Option<&str>> = ids.chain([None]).collect();
    json_schema!({ "enum": ids })
}
