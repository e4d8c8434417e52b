//! The report as scripts read it.

use serde::Serialize;

use crate::report::{DraftReport, Report};

/// The whole report, over several lines.
pub fn json(report: &Report) -> String {
    line(serde_json::to_string_pretty(report))
}

/// Anything else that commands show, over several lines.
pub fn pretty(value: &impl Serialize) -> String {
    line(serde_json::to_string_pretty(value))
}

/// One draft on one line, for `jsonl`.
pub fn json_line(draft: &DraftReport) -> String {
    line(one_line(draft))
}

/// All drafts, each on one line.
pub fn json_lines(report: &Report) -> String {
    report.drafts.iter().map(json_line).collect()
}

fn one_line(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string(value)
}

/// Nothing in a report can fail to be written: its maps have string keys, its numbers are whole.
fn line(text: serde_json::Result<String>) -> String {
    let mut text = text.unwrap_or_default();
    text.push('\n');
    text
}
