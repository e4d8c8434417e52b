//! SARIF 2.1.0 (OASIS, errata 01): what fails as results of rules, all else as notifications of the
//! run.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use serde_sarif::sarif::{
    Artifact, ArtifactLocation, Invocation, Location, LogicalLocation, Message, Notification,
    PhysicalLocation, PropertyBag, Region, ReportingDescriptorReference, Result as SarifResult,
    ResultLevel, Run, Sarif, Suppression, Tool, ToolComponent,
};

use super::base::Base;
use super::fingerprint::{Ordinals, fingerprint};
use super::remark::{About, Remark, accepted, remarks};
use super::sarif_rules::{Rules, topics};
use crate::render::json::pretty;
use crate::report::{DraftReport, FailOn, Report, Suppression as Accepted};
use crate::ruleset::Severity;
use crate::source::escape_control;
use crate::text::Lang;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The names under which a result's fingerprint stands. The second is GitHub's: where it is absent,
/// the upload makes one of the line, and with it of the values in it.
const FINGERPRINTS: [&str; 2] = ["ruleAndPath/v1", "primaryLocationLineHash"];

/// The whole report as a log of one run.
pub fn sarif(report: &Report, fail_on: FailOn, base: &Base) -> String {
    let rules = Rules::of(report);
    let mut results = Vec::new();
    let mut notifications = Vec::new();
    for draft in &report.drafts {
        let place = Place {
            uri: base.uri(&draft.source),
            lang: draft.lang,
        };
        let mut ordinals = Ordinals::default();
        for remark in remarks(draft, fail_on).into_iter().chain(accepted(draft)) {
            match remark.about {
                About::Rule => {
                    let ordinal = ordinals.next(&remark);
                    results.push(place.result(&remark, &rules, ordinal));
                }
                _ => notifications.push(place.notification(&remark)),
            }
        }
    }
    let lang = report.drafts.first().map_or(Lang::Zh, |draft| draft.lang);
    let is_of_pages = report.drafts.first().is_some_and(|draft| draft.is_page);
    let language = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let driver = ToolComponent::builder()
        .name(report.tool.name)
        .version(report.tool.version)
        .semantic_version(report.tool.version)
        .language(language)
        .rules(rules.descriptors())
        .notifications(topics(is_of_pages, lang))
        .properties(bag([
            ("rulesetVersion", json!(report.ruleset.version)),
            ("rulesetDigest", json!(report.ruleset.digest)),
            ("rulesetAsOf", json!(report.ruleset.as_of)),
        ]))
        .build();
    let invocation = Invocation::builder()
        .execution_successful(report.summary.unreadable == 0)
        .exit_code(i64::from(fail_on.status(report)))
        .tool_execution_notifications(notifications)
        .build();
    let drafts: Vec<Value> = report.drafts.iter().map(told).collect();
    let run = Run::builder()
        .tool(Tool::from(driver))
        .column_kind("unicodeCodePoints")
        .language(language)
        .invocations(vec![invocation])
        .artifacts(artifacts(report, base))
        .results(results)
        .properties(bag([
            ("asOf", json!(report.as_of)),
            ("drafts", json!(drafts)),
        ]))
        .build();
    pretty(
        &Sarif::builder()
            .schema(SCHEMA)
            .version("2.1.0")
            .runs(vec![run])
            .build(),
    )
}

/// What came of a draft, for those who read the log by program.
fn told(draft: &DraftReport) -> Value {
    json!({
        "source": draft.source,
        "id": draft.id,
        "verdict": draft.verdict.id(),
        "questions": draft.questions.iter().map(|own| own.path.as_str()).collect::<Vec<_>>(),
        "documentsMissing": draft.documents_missing,
    })
}

/// The drafts that are files, each once.
fn artifacts(report: &Report, base: &Base) -> Vec<Artifact> {
    let mut uris: Vec<String> = Vec::new();
    for draft in &report.drafts {
        if let Some(uri) = base.uri(&draft.source)
            && !uris.contains(&uri)
        {
            uris.push(uri);
        }
    }
    uris.into_iter()
        .map(|uri| {
            Artifact::builder()
                .location(ArtifactLocation::builder().uri(uri).build())
                .roles(vec![json!("analysisTarget")])
                .build()
        })
        .collect()
}

/// Properties of a name.
pub(super) fn bag<const N: usize>(pairs: [(&str, Value); N]) -> PropertyBag {
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value));
    PropertyBag::builder()
        .additional_properties(BTreeMap::from(pairs))
        .build()
}

/// What a severity is called.
pub(super) fn level_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    }
}

/// A message in which no text of a draft becomes a link: viewers draw `[words](address)` as one
/// (section 3.11.6).
pub(super) fn message(text: &str) -> Message {
    let text = match text.contains("](") {
        true => text
            .replace('\\', "\\\\")
            .replace('[', "\\[")
            .replace(']', "\\]"),
        false => text.to_owned(),
    };
    Message::builder().text(text).build()
}

/// Who accepts a result: none, unless somebody does. A reason stands in the draft itself; a baseline
/// is a file apart.
fn suppressions(remark: &Remark<'_>) -> Vec<Suppression> {
    let own = remark.finding.and_then(|own| own.suppression.as_ref());
    let suppression = |own: &Accepted| {
        let kind = match own.by {
            "allow" => "inSource",
            _ => "external",
        };
        let mut suppression = Suppression::builder()
            .kind(json!(kind))
            .status(json!("accepted"))
            .build();
        suppression.justification = own
            .reason
            .as_ref()
            .map(|text| escape_control(text).into_owned());
        suppression.properties = own.until.as_ref().map(|day| bag([("until", json!(day))]));
        suppression
    };
    own.map(suppression).into_iter().collect()
}

/// Where a draft lies, and in which language it is spoken of.
struct Place {
    uri: Option<String>,
    lang: Lang,
}

impl Place {
    fn result(&self, remark: &Remark<'_>, rules: &Rules, ordinal: usize) -> SarifResult {
        let level = match remark.level {
            Severity::Error => ResultLevel::Error,
            Severity::Warning => ResultLevel::Warning,
            Severity::Notice => ResultLevel::Note,
        };
        let path = remark.path.unwrap_or_default();
        let mark = format!("{}:{ordinal}", fingerprint(&[remark.id, path]));
        let result = SarifResult::builder()
            .rule_id(remark.id)
            .rule_index(rules.index(remark.id))
            .level(level)
            .message(message(&remark.text(self.lang)))
            .locations(vec![self.location(
                remark.path,
                (remark.line, remark.column, remark.end_column),
            )])
            .partial_fingerprints(BTreeMap::from(
                FINGERPRINTS.map(|name| (name.to_owned(), mark.clone())),
            ));
        let facts = remark.finding.map_or(&[][..], |finding| &finding.facts);
        let sources = remark.finding.map_or(&[][..], |finding| &finding.sources);
        let confidence = remark.finding.and_then(|finding| finding.confidence);
        // All results of a run have suppressions or none has (section 3.27.23).
        let result = result.suppressions(suppressions(remark));
        let result = result.properties(bag([
            ("path", json!(path)),
            ("facts", json!(facts)),
            ("sources", json!(sources)),
            ("confidence", json!(confidence)),
        ]));
        let related: Vec<Location> = (1i64..)
            .zip(remark.related)
            .map(|(id, related)| {
                let mut location = self.location(
                    Some(&related.path),
                    (related.line, related.column, related.end_column),
                );
                location.id = Some(id);
                location.message = Some(message(&escape_control(&related.label)));
                location
            })
            .collect();
        match related.is_empty() {
            true => result.build(),
            false => result.related_locations(related).build(),
        }
    }

    fn notification(&self, remark: &Remark<'_>) -> Notification {
        Notification::builder()
            .descriptor(
                ReportingDescriptorReference::builder()
                    .id(remark.id)
                    .build(),
            )
            .level(level_name(remark.level))
            .message(message(&remark.text(self.lang)))
            .locations(vec![self.location(
                remark.path,
                (remark.line, remark.column, remark.end_column),
            )])
            .build()
    }

    /// A place in the file, and the field by its path.
    fn location(
        &self,
        path: Option<&str>,
        (line, column, end_column): (Option<usize>, Option<usize>, Option<usize>),
    ) -> Location {
        let mut location = Location::builder().build();
        if let Some(uri) = &self.uri {
            let number = |number: usize| i64::try_from(number).ok();
            let mut physical = PhysicalLocation::builder()
                .artifact_location(ArtifactLocation::builder().uri(uri.clone()).build())
                .build();
            if let Some(line) = line.and_then(number) {
                let mut region = Region::builder().start_line(line).build();
                region.start_column = column.and_then(number);
                region.end_column = end_column
                    .filter(|end| Some(*end) >= column)
                    .and_then(number);
                physical.region = Some(region);
            }
            location.physical_location = Some(physical);
        }
        if let Some(path) = path.filter(|path| !path.is_empty()) {
            let logical = LogicalLocation::builder()
                .fully_qualified_name(path)
                .kind("property")
                .build();
            location.logical_locations = Some(vec![logical]);
        }
        location
    }
}
