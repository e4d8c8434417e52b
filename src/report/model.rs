//! The report as scripts read it. Every text in it is masked already: who renders it cannot show
//! what is private.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{closed, excerpt::Excerpt};
use crate::evaluate::Verdict;
use crate::ruleset::{Severity, Stage};
use crate::text::Lang;

/// The report of one run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Report {
    /// The version of this format.
    #[schemars(schema_with = "closed::format")]
    pub format: u32,
    /// What wrote it.
    pub tool: Tool,
    /// The rules that were applied.
    pub ruleset: RulesetInfo,
    /// The day on which drafts that do not say another are taken to be submitted.
    #[schemars(schema_with = "closed::day")]
    pub as_of: String,
    /// The drafts, in the order given.
    pub drafts: Vec<DraftReport>,
    /// How many drafts have which verdict.
    pub summary: Summary,
}

/// The program.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// What identifies the rules.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct RulesetInfo {
    /// The version of the embedded ruleset.
    pub version: String,
    /// A digest over all layers.
    pub digest: String,
    /// The month up to which the rules were read.
    pub as_of: String,
}

/// How many drafts have which verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Summary {
    /// Could be submitted.
    pub ready: usize,
    /// Lack data.
    pub incomplete: usize,
    /// Have errors.
    pub blocked: usize,
    /// Could not be read.
    pub unreadable: usize,
}

/// Something to be said of a cell of a sheet beside what is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Its row, from 1.
    pub row: usize,
    /// Its column, from 1.
    pub column: usize,
    /// What is said.
    pub message: String,
}

/// The report of one draft.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DraftReport {
    /// Where it was read from, as the user calls it.
    pub source: String,
    /// `meta.id`, as it is.
    pub id: Option<String>,
    /// The kind of filing.
    #[schemars(schema_with = "closed::filing")]
    pub filing: Option<&'static str>,
    /// The province's code.
    #[schemars(schema_with = "closed::province")]
    pub province: Option<String>,
    /// The hosting provider.
    #[schemars(schema_with = "closed::provider")]
    pub provider: Option<&'static str>,
    /// The kind of subject.
    #[schemars(schema_with = "closed::subject")]
    pub subject: Option<&'static str>,
    /// The verdict.
    #[serde(serialize_with = "verdict")]
    #[schemars(schema_with = "closed::verdict")]
    pub verdict: Verdict,
    /// What fails: gravest first, then by position.
    pub findings: Vec<Finding>,
    /// What fails and is accepted, by the draft or by a baseline; it does not count for the exit
    /// status.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suppressed: Vec<Finding>,
    /// Entries of the draft or of a baseline that accept nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<StaleReport>,
    /// What would have to be asked.
    pub questions: Vec<Question>,
    /// The documents.
    pub documents: Vec<DocumentReport>,
    /// How many documents to upload are missing.
    pub documents_missing: usize,
    /// Why it could not be read.
    pub errors: Vec<ErrorReport>,
    /// The day on which it is taken to be submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Cited evidence that is old, if there is any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_sources: Option<OldSources>,
    /// What is good to know of this filing and no draft can show.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guidance: Vec<GuidanceReport>,
    /// What counts for nothing and is no finding, by its row and column; only of sheets.
    #[serde(skip)]
    pub remarks: Vec<Remark>,
    /// The subject's name, for who names a page or a file by it; only in full reports.
    #[serde(skip)]
    pub name: Option<String>,
    /// The language of the texts.
    #[serde(skip)]
    pub lang: Lang,
    /// Whether it is of a page of a site and not of a draft.
    #[serde(skip)]
    pub is_page: bool,
    /// The lines that findings and errors point at, masked.
    #[serde(skip)]
    pub excerpt: Excerpt,
    /// Whether something is unknown that an error depends on, whatever the verdict.
    #[serde(skip)]
    pub lacks_data: bool,
    /// The rules that were applied, for formats that list them all; else empty.
    #[serde(skip)]
    pub applied: Vec<AppliedRule>,
}

/// A rule that was applied to a draft, whatever came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliedRule {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// How grave a failure would be at most.
    pub severity: Severity,
    /// The ways for it to fail, with the names of values in braces.
    pub fails: Vec<String>,
    /// What to do then.
    pub help: Vec<String>,
    /// The evidence it rests on.
    pub facts: Vec<String>,
}

/// A sentence that is good to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GuidanceReport {
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The sentence.
    pub text: String,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// How much depends on it: `warning` is to be read before anything is done.
    #[serde(serialize_with = "severity")]
    #[schemars(schema_with = "closed::severity")]
    pub severity: Severity,
    /// The rule or document that it goes with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// Cited evidence whose newest source is old.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OldSources {
    /// Older than this year.
    pub before: i32,
    /// Its ids.
    pub facts: Vec<String>,
}

/// A branch of a rule that fails.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// How grave it is.
    #[serde(serialize_with = "severity")]
    #[schemars(schema_with = "closed::severity")]
    pub severity: Severity,
    /// The field.
    pub path: String,
    /// Its line, from 1; absent where the draft is no text.
    pub line: Option<usize>,
    /// Its column in characters, from 1.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The evidence.
    pub facts: Vec<String>,
    /// Where the evidence was read, newest first.
    pub sources: Vec<String>,
    /// What the rule is called.
    pub title: String,
    /// How sure the evidence is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "closed::confidence")]
    pub confidence: Option<&'static str>,
    /// Other fields that decided it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// The column after its last character, on the same line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<usize>,
    /// How grave the rules themselves call it, where the configuration says otherwise.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "maybe_severity"
    )]
    #[schemars(schema_with = "closed::severity")]
    pub own_severity: Option<Severity>,
    /// Who accepts it; only of findings in `suppressed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppression: Option<Suppression>,
}

/// Who accepts a finding, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suppression {
    /// `allow` (of the draft) or `baseline`.
    pub by: &'static str,
    /// The reason given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The last day on which it is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// An entry that accepts nothing: its cause is gone, it has lapsed, or no rule is called so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StaleReport {
    /// `allow` (of the draft) or `baseline`.
    pub by: &'static str,
    /// The rule that it names.
    pub rule: String,
    /// The path that it names.
    pub path: String,
    /// Its line in the draft, from 1.
    pub line: Option<usize>,
    /// Its column in characters, from 1.
    pub column: Option<usize>,
    /// What is wrong with it.
    pub message: String,
}

/// A field that a finding was decided by, besides its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Related {
    /// The field.
    pub path: String,
    /// What it is called.
    pub label: String,
    /// Its line, from 1.
    pub line: Option<usize>,
    /// Its column in characters, from 1.
    pub column: Option<usize>,
    /// The column after its last character, on the same line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<usize>,
}

/// A field to be asked for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Question {
    /// The field.
    pub path: String,
    /// The rules that need it.
    pub rules: Vec<String>,
    /// What it is called.
    pub label: String,
    /// The question.
    pub ask: String,
    /// How grave a failure would be at most.
    #[serde(serialize_with = "severity")]
    #[schemars(schema_with = "closed::severity")]
    pub severity: Severity,
}

/// How it stands with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentStatus {
    /// Needed, and not at hand.
    Missing,
    /// At hand.
    Provided,
    /// At hand, but a check of it fails.
    Invalid,
    /// Whether it is needed depends on something unknown.
    Undetermined,
}

/// A document that is or may be needed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DocumentReport {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whose it is, as a path of the draft.
    pub of: String,
    /// When it is handed in.
    #[schemars(schema_with = "closed::stage")]
    pub stage: &'static str,
    /// How it stands.
    pub status: DocumentStatus,
    /// The rules that ask for it.
    pub rules: Vec<String>,
    /// The fields that its need depends on.
    pub depends_on: Vec<String>,
    /// What whose it is is called: a name, or a part in the filing.
    pub owner: String,
    /// Whom it concerns: documents are grouped by this.
    pub concerns: ConcernReport,
    /// What it must look like.
    #[serde(skip_serializing_if = "FormReport::is_empty")]
    pub form: FormReport,
    /// Which alternative it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any_of: Option<AnyOf>,
    /// The evidence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Why it is listed, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
    /// Where the evidence was read, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// How sure the evidence is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "closed::confidence")]
    pub confidence: Option<&'static str>,
    /// The questions whose answers decide whether it is needed; empty where it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<AskReport>,
}

impl DocumentReport {
    /// Whether it is one that `documents_missing` counts: to be uploaded, and not at hand.
    pub fn is_missing_upload(&self) -> bool {
        self.status == DocumentStatus::Missing && self.stage == Stage::Upload.id()
    }
}

/// Whom a document concerns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConcernReport {
    /// As a path of the draft: of a person with several parts the first; `access` is the access to
    /// the provider.
    pub of: String,
    /// What it is called, with the part in the filing.
    pub label: String,
    /// Where it stands among the others.
    #[serde(skip)]
    pub order: (u8, u32, u32),
}

/// A question that decides whether a document is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AskReport {
    /// The field that holds the answer; absent where no draft tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What the field is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The question.
    pub ask: String,
}

/// One of several alternatives: of the documents of a group, those of one bundle suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AnyOf {
    /// The choice.
    pub group: usize,
    /// The alternative.
    pub bundle: usize,
}

/// What a document must look like; what is absent is left open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(default)]
#[allow(missing_docs, reason = "as in the ruleset's form")]
pub struct FormReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sides: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formats: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamped: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_within_days: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_within_working_days: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_within_months: Option<u64>,
}

/// Something that keeps a draft from being read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ErrorReport {
    /// What is wrong.
    pub message: String,
    /// The key, if it is about one.
    pub path: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The column after the last character, on the same line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<usize>,
}

impl Report {
    /// A report of drafts.
    pub fn new(ruleset: RulesetInfo, as_of: String, drafts: Vec<DraftReport>) -> Self {
        let mut summary = Summary::default();
        for draft in &drafts {
            summary.count(draft.verdict);
        }
        Self {
            format: 1,
            tool: Tool::this(),
            ruleset,
            as_of,
            drafts,
            summary,
        }
    }
}

impl Tool {
    /// This program.
    pub const fn this() -> Self {
        Self {
            name: "beian",
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

impl Summary {
    /// Counts one more draft.
    pub fn count(&mut self, verdict: Verdict) {
        let counter = match verdict {
            Verdict::Ready => &mut self.ready,
            Verdict::Incomplete => &mut self.incomplete,
            Verdict::Blocked => &mut self.blocked,
            Verdict::Unreadable => &mut self.unreadable,
        };
        *counter = counter.saturating_add(1);
    }
}

impl FormReport {
    /// Whether nothing is asked of the form.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn verdict<S: Serializer>(verdict: &Verdict, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verdict.id())
}

fn maybe_severity<S: Serializer>(
    severity: &Option<Severity>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_some(&severity.map(Severity::id))
}

fn severity<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.id())
}
