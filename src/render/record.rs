//! One draft on one line, as much of it as is wanted. Every detail writes a part of the same object,
//! so that what reads one reads the others.

use serde::Serialize;

use crate::evaluate::Verdict;
use crate::report::{AnyOf, Detail, DocumentReport, DraftReport, ErrorReport, Finding};
use crate::ruleset::Severity;

/// Adds a draft's line to bytes.
pub fn json_record(report: &DraftReport, detail: Detail, out: &mut Vec<u8>) {
    // Nothing in a report can fail to be written, and bytes take everything.
    let _ = match detail {
        Detail::Full | Detail::Guided => serde_json::to_writer(&mut *out, report),
        _ => serde_json::to_writer(&mut *out, &Brief::of(report, detail)),
    };
    out.push(b'\n');
}

/// A part of a [`DraftReport`], under the same names.
#[derive(Serialize)]
struct Brief<'a> {
    source: &'a str,
    id: Option<&'a str>,
    filing: Option<&'static str>,
    province: Option<&'a str>,
    provider: Option<&'static str>,
    subject: Option<&'static str>,
    #[serde(serialize_with = "verdict")]
    verdict: Verdict,
    findings: Findings<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<Documents<'a>>,
    documents_missing: usize,
    errors: &'a [ErrorReport],
}

struct Findings<'a>(&'a [Finding], Detail);

struct Documents<'a>(&'a [DocumentReport]);

#[derive(Serialize)]
struct BriefFinding<'a> {
    rule: &'a str,
    #[serde(serialize_with = "severity")]
    severity: Severity,
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct BriefDocument<'a> {
    id: &'a str,
    of: &'a str,
    status: crate::report::DocumentStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    any_of: Option<AnyOf>,
}

impl<'a> Brief<'a> {
    fn of(report: &'a DraftReport, detail: Detail) -> Self {
        Self {
            source: &report.source,
            id: report.id.as_deref(),
            filing: report.filing,
            province: report.province.as_deref(),
            provider: report.provider,
            subject: report.subject,
            verdict: report.verdict,
            findings: Findings(&report.findings, detail),
            documents: (detail == Detail::Findings).then_some(Documents(&report.documents)),
            documents_missing: report.documents_missing,
            errors: &report.errors,
        }
    }
}

impl Serialize for Findings<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Findings(findings, detail) = self;
        let says = *detail != Detail::Compact;
        serializer.collect_seq(findings.iter().map(|finding| BriefFinding {
            rule: &finding.rule,
            severity: finding.severity,
            path: &finding.path,
            line: finding.line,
            column: finding.column,
            message: says.then_some(finding.message.as_str()),
            help: finding.help.as_deref().filter(|_| says),
        }))
    }
}

impl Serialize for Documents<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|document| BriefDocument {
            id: &document.id,
            of: &document.of,
            status: document.status,
            any_of: document.any_of,
        }))
    }
}

fn verdict<S: serde::Serializer>(verdict: &Verdict, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verdict.id())
}

fn severity<S: serde::Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.id())
}
