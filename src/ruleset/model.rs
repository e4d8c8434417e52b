//! A loaded ruleset: rules with what each layer changes of them, documents, lists.

use chrono::NaiveDate;

use super::condition::Condition;
use super::template::Message;
use super::value::{ParamKind, Value};
use crate::calendar::Calendar;
use crate::fields::{FactRef, Mount, Scope};
use crate::source::{SourceFile, Span};
use crate::text::Text;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Notice,
    /// May be turned back.
    Warning,
    /// Would be turned back.
    Error,
}

impl Severity {
    /// The id, as in rulesets and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Severity::Notice => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The severity of an id.
    pub fn of_id(id: &str) -> Option<Severity> {
        [Severity::Notice, Severity::Warning, Severity::Error]
            .into_iter()
            .find(|severity| severity.id() == id)
    }
}

/// Where something is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Origin {
    /// The file, by its index in [`Ruleset::files`].
    pub file: usize,
    /// Where in it.
    pub span: Span,
}

/// The days on which something holds, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// The first day; absent: since ever.
    pub from: Option<NaiveDate>,
    /// The last day; absent: for ever.
    pub until: Option<NaiveDate>,
}

impl Period {
    /// Whether it holds on a day.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether there is a day on which both hold.
    pub fn overlaps(&self, other: &Period) -> bool {
        let begins = |a: &Period, b: &Period| match (a.from, b.until) {
            (Some(from), Some(until)) => from <= until,
            _ => true,
        };
        begins(self, other) && begins(other, self)
    }
}

/// For which filings and subjects something holds, and when.
#[derive(Debug, Clone)]
pub struct Selection {
    /// Kinds of filing, a bit each.
    pub filings: u64,
    /// Kinds of subject, a bit each.
    pub subjects: u64,
    /// The condition.
    pub when: Condition,
    /// The days.
    pub period: Period,
}

/// A parameter of a rule.
#[derive(Debug, Clone)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ParamKind,
    /// The national value, if there is one.
    pub default: Option<Value>,
    /// What it is called.
    pub label: Text,
    /// Where it is declared.
    pub origin: Origin,
}

/// Where findings are reported.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum At {
    /// At a fact's field.
    Fact(FactRef),
    /// At a record.
    Record(Mount),
    /// At a list: `services` or `service.domains` and the like.
    List(Mount, crate::draft::ListName),
}

/// Documents that stand in for passing a branch.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// Alternative bundles of document ids.
    pub bundles: Vec<Vec<String>>,
    /// Whose documents they are; absent: the element's.
    pub of: Option<Mount>,
    /// When they are accepted.
    pub when: Condition,
}

/// One way for a rule to fail.
#[derive(Debug, Clone)]
pub struct Branch {
    /// Its name, if it has one.
    pub id: Option<String>,
    /// How grave it is.
    pub severity: Severity,
    /// When it fails.
    pub fails: Condition,
    /// What is said.
    pub message: Message,
    /// What to do.
    pub help: Option<Message>,
    /// Where it is reported.
    pub at: At,
    /// The evidence it rests on, besides the rule's.
    pub facts: Vec<String>,
    /// What stands in for passing.
    pub waiver: Option<Waiver>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A change of a rule's parameters by a layer.
#[derive(Debug, Clone)]
pub struct Set {
    /// The layer, later ones greater.
    pub layer: usize,
    /// Where it holds.
    pub selection: Selection,
    /// Values by parameter index.
    pub values: Vec<(usize, Value)>,
    /// The gravest severity while it is in force.
    pub cap: Option<Severity>,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A case in which a rule says nothing.
#[derive(Debug, Clone)]
pub struct Exception {
    /// The layer.
    pub layer: usize,
    /// Where it holds.
    pub selection: Selection,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// Why, for people.
    pub reason: Option<Text>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A rule with everything that layers change of it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// Its former ids.
    pub aliases: Vec<String>,
    /// What it is called.
    pub title: Text,
    /// The elements that it is evaluated for.
    pub scope: Scope,
    /// The gravest severity by kind of filing; `None`: it does not hold there.
    pub caps: [Option<Severity>; FILINGS],
    /// Kinds of subject, a bit each.
    pub subjects: u64,
    /// When it says anything.
    pub when: Condition,
    /// The days on which it holds.
    pub period: Period,
    /// Its parameters.
    pub params: Vec<Param>,
    /// Its branches, gravest first.
    pub branches: Vec<Branch>,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// What layers set.
    pub sets: Vec<Set>,
    /// Where it says nothing after all.
    pub exceptions: Vec<Exception>,
    /// The layer that declares it.
    pub layer: usize,
    /// Where it is declared.
    pub origin: Origin,
}

/// How many kinds of filing there are.
pub const FILINGS: usize = crate::fields::choices::FILING_KINDS.len();

/// When a document is prepared or handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Had at hand before filing.
    Prepare,
    /// Uploaded with the filing.
    Upload,
    /// Shown or done on the spot.
    OnSite,
    /// Due after approval.
    AfterApproval,
}

impl Stage {
    /// The id, as in rulesets and reports.
    pub const fn id(self) -> &'static str {
        match self {
            Stage::Prepare => "prepare",
            Stage::Upload => "upload",
            Stage::OnSite => "on-site",
            Stage::AfterApproval => "after-approval",
        }
    }

    /// The stage of an id.
    pub fn of_id(id: &str) -> Option<Stage> {
        [
            Stage::Prepare,
            Stage::Upload,
            Stage::OnSite,
            Stage::AfterApproval,
        ]
        .into_iter()
        .find(|stage| stage.id() == id)
    }
}

/// What a document must look like.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// The original photographed or scanned in colour.
    pub original: bool,
    /// Stamped with the official seal.
    pub stamped: bool,
    /// Signed by hand.
    pub signed: bool,
    /// How many sides; 0: not said.
    pub sides: u32,
    /// Calendar days that a signature may be old.
    pub signed_within_days: Option<u32>,
    /// Working days that a signature may be old.
    pub signed_within_working_days: Option<u32>,
    /// Bytes at most.
    pub max_bytes: Option<u64>,
    /// Bytes at least.
    pub min_bytes: Option<u64>,
    /// Picture formats, by their usual ending.
    pub formats: Vec<String>,
}

/// A document.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its id.
    pub id: String,
    /// Its former ids and other spellings.
    pub aliases: Vec<String>,
    /// What it is called.
    pub name: Text,
    /// Whom it concerns, where the requirement does not say.
    pub of: Option<Mount>,
    /// When it is handed in.
    pub stage: Stage,
    /// What it must look like.
    pub form: Form,
    /// More about it.
    pub note: Option<Text>,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// The layer that declares it.
    pub layer: usize,
    /// Where it is declared.
    pub origin: Origin,
}

/// When documents are needed.
#[derive(Debug, Clone)]
pub struct Require {
    /// Alternative bundles of document ids.
    pub bundles: Vec<Vec<String>>,
    /// The elements that it is asked for.
    pub scope: Scope,
    /// Whose documents they are; absent: the document's own `of`, else the element's.
    pub of: Option<Mount>,
    /// Where it holds.
    pub selection: Selection,
    /// Whether it is left out while undecided.
    pub silent: bool,
    /// The rules that it goes with.
    pub rules: Vec<String>,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A named list of words.
#[derive(Debug, Clone)]
pub struct WordList {
    /// Its id.
    pub id: String,
    /// The words.
    pub words: Vec<String>,
    /// The evidence it rests on.
    pub facts: Vec<String>,
}

/// The rules that hold for one province and one provider.
#[derive(Debug, Default)]
pub struct Ruleset {
    /// `version` of the embedded ruleset.
    pub version: String,
    /// The month up to which the rules were read.
    pub as_of: String,
    /// The files it was read from; of a later layer, later.
    pub files: Vec<SourceFile>,
    /// The rules, in the order of their files.
    pub rules: Vec<Rule>,
    /// The documents.
    pub documents: Vec<Document>,
    /// When documents are needed.
    pub requires: Vec<Require>,
    /// The word lists.
    pub lists: Vec<WordList>,
    /// The calendar of working days.
    pub calendar: Calendar,
}

impl Ruleset {
    /// A rule by its id or a former one.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules
            .iter()
            .find(|rule| rule.id == id || rule.aliases.iter().any(|alias| alias == id))
    }

    /// A document by its id or another spelling.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| {
            document.id == id || document.aliases.iter().any(|alias| alias == id)
        })
    }
}
