//! GitLab's code quality report: the subset of Code Climate's format that its merge requests read.

use serde::Serialize;

use super::base::Base;
use super::fingerprint::{Ordinals, fingerprint};
use super::remark::{About, Remark, remarks};
use crate::render::json::pretty;
use crate::report::{FailOn, Report};
use crate::ruleset::Severity;

/// What an issue is where the draft has no file: GitLab asks for one.
const STDIN: &str = "stdin";

#[derive(Debug, Serialize)]
struct Issue<'d> {
    description: String,
    check_name: &'d str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Debug, Serialize)]
struct Lines {
    begin: usize,
}

/// Issues of everything there is to say of the drafts of a run.
pub fn code_quality(report: &Report, fail_on: FailOn, base: &Base) -> String {
    let mut issues: Vec<Issue<'_>> = Vec::new();
    for draft in &report.drafts {
        let file = base.path(&draft.source);
        let file = file.unwrap_or_else(|| STDIN.to_owned());
        // Issues of one fingerprint would be taken for one.
        let mut ordinals = Ordinals::default();
        for remark in remarks(draft, fail_on) {
            let path = remark.path.unwrap_or_default();
            let ordinal = ordinals.next(&remark).to_string();
            issues.push(Issue {
                description: remark.text(draft.lang),
                check_name: remark.id,
                fingerprint: fingerprint(&[&file, remark.id, path, &ordinal]),
                severity: severity(&remark),
                location: Location {
                    path: file.clone(),
                    lines: Lines {
                        begin: remark.line.unwrap_or(1),
                    },
                },
            });
        }
    }
    pretty(&issues)
}

fn severity(remark: &Remark<'_>) -> &'static str {
    match (remark.about, remark.level) {
        (About::Unreadable, _) => "blocker",
        (_, Severity::Error) => "critical",
        (_, Severity::Warning) => "minor",
        (_, Severity::Notice) => "info",
    }
}
