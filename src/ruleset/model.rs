//! A loaded ruleset: rules with what each layer changes of them, documents, lists.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::shared::Shared;
use super::site::SiteRow;
use super::step::Step;
use super::template::Message;
use super::value::{ParamKind, Value};
use super::which::WhichRow;
use crate::calendar::Calendar;
use crate::fields::{FactRef, Mount, Scope};
use crate::identifiers::fold_close;
use crate::source::{SourceFile, Span};
use crate::text::Text;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Origin {
    /// The file, by its index in [`Ruleset::files`].
    pub file: usize,
    /// Where in it.
    pub span: Span,
}

/// The days on which something holds, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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

    /// The first day of each stretch of time that it parts: its own, and what follows it.
    pub fn turns(&self) -> impl Iterator<Item = NaiveDate> {
        let after = self.until.and_then(|day| day.succ_opt());
        self.from.into_iter().chain(after)
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
#[derive(Debug, Clone, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ParamKind,
    /// The national values, each for some kinds of subject (a bit each). A subject of none of
    /// them has no value until a layer sets one.
    pub defaults: Vec<(u64, Value)>,
    /// What it is called.
    pub label: Text,
    /// What the members of its own list are called, in their order; empty: they go by their ids.
    pub members: Vec<Text>,
    /// The rule and parameter whose values it has, wherever layers set them.
    pub like: Option<(String, String)>,
    /// Where it is declared.
    pub origin: Origin,
}

/// Where findings are reported.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum At {
    /// At a fact's field.
    Fact(FactRef),
    /// At a record.
    Record(Mount),
    /// At a list: `services` or `service.domains` and the like.
    List(Mount, crate::draft::ListName),
}

/// Alternative bundles of document ids: as written, or as a parameter of the rule has them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Papers {
    /// These.
    Fixed(Vec<Vec<String>>),
    /// Those of a parameter, by its index.
    Param(usize),
}

/// Documents that stand in for passing a branch.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Waiver {
    /// The documents.
    pub papers: Papers,
    /// Whose documents they are; absent: the element's.
    pub of: Option<Mount>,
    /// When they are accepted.
    pub when: Condition,
}

/// One way for a rule to fail.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Branch {
    /// Its name, if it has one.
    pub id: Option<String>,
    /// The elements that it is evaluated for: the rule's, or the order where it says so.
    pub scope: Scope,
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
    /// Branches of one place have one outcome together: the number of the place in the rule.
    pub place: usize,
    /// The evidence it rests on, besides the rule's.
    pub facts: Vec<String>,
    /// What stands in for passing.
    pub waiver: Option<Waiver>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A change of a rule's parameters by a layer.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Exception {
    /// The layer.
    pub layer: usize,
    /// The branch that it is of; absent: the whole rule.
    pub branch: Option<String>,
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
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// Its former ids.
    pub aliases: Vec<String>,
    /// What it is called.
    pub title: Text,
    /// The elements that it is evaluated for.
    pub scope: Scope,
    /// What its conditions outside the branches may read: its scope, or the order where one of
    /// its branches is evaluated once.
    pub reach: Scope,
    /// The gravest severity by kind of filing; `None`: it does not hold there.
    pub caps: [Option<Severity>; FILINGS],
    /// Kinds of subject, a bit each.
    pub subjects: u64,
    /// When it says anything.
    pub when: Shared<Condition>,
    /// The days on which it holds.
    pub period: Period,
    /// Its parameters.
    pub params: Shared<Vec<Param>>,
    /// Its branches, gravest first.
    pub branches: Shared<Vec<Branch>>,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// When it makes documents needed.
    pub requires: Shared<Vec<Require>>,
    /// What layers set.
    pub sets: Vec<Shared<Set>>,
    /// Where it says nothing after all.
    pub exceptions: Vec<Shared<Exception>>,
    /// The layer that declares it.
    pub layer: usize,
    /// Where it is declared.
    pub origin: Origin,
}

impl Rule {
    /// The days on which it and what layers change of it hold.
    pub fn periods(&self) -> impl Iterator<Item = &Period> {
        let sets = self.sets.iter().map(|set| &set.selection);
        let exceptions = self.exceptions.iter().map(|own| &own.selection);
        let requires = self.requires.iter().map(|require| &require.selection);
        let selections = sets.chain(exceptions).chain(requires);
        std::iter::once(&self.period).chain(selections.map(|selection| &selection.period))
    }
}

/// How many kinds of filing there are.
pub const FILINGS: usize = crate::fields::choices::FILING_KINDS.len();

/// When a document is prepared or handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

/// What a document must look like; what is not said is left open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Form {
    /// The original, photographed or scanned.
    pub original: Option<bool>,
    /// In colour.
    pub colour: Option<bool>,
    /// How many sides.
    pub sides: Option<u64>,
    /// How it may have been made (ids of `attachments[].medium`).
    pub media: Option<Vec<String>>,
    /// Picture formats, by their usual ending.
    pub formats: Option<Vec<String>>,
    /// Bytes at least.
    pub min_bytes: Option<u64>,
    /// Bytes at most.
    pub max_bytes: Option<u64>,
    /// Signed by hand.
    pub signed: Option<bool>,
    /// Stamped with the official seal.
    pub stamped: Option<bool>,
    /// With a fingerprint.
    pub fingerprint: Option<bool>,
    /// Who signs it (ids of [`SIGNERS`](crate::fields::choices::SIGNERS)).
    pub signed_by: Option<Vec<String>>,
    /// Calendar days that a signature may be old.
    pub signed_within_days: Option<u64>,
    /// Working days that a signature may be old.
    pub signed_within_working_days: Option<u64>,
    /// Calendar months that a signature may be old.
    pub signed_within_months: Option<u64>,
}

impl Form {
    /// This form with what another says put over it.
    pub fn overlaid(&self, over: &Form) -> Form {
        let over = over.clone();
        let own = self.clone();
        let age = match over.says_age() {
            true => &over,
            false => &own,
        };
        Form {
            signed_within_days: age.signed_within_days,
            signed_within_working_days: age.signed_within_working_days,
            signed_within_months: age.signed_within_months,
            original: over.original.or(own.original),
            colour: over.colour.or(own.colour),
            sides: over.sides.or(own.sides),
            media: over.media.or(own.media),
            formats: over.formats.or(own.formats),
            min_bytes: over.min_bytes.or(own.min_bytes),
            max_bytes: over.max_bytes.or(own.max_bytes),
            signed: over.signed.or(own.signed),
            stamped: over.stamped.or(own.stamped),
            fingerprint: over.fingerprint.or(own.fingerprint),
            signed_by: over.signed_by.or(own.signed_by),
        }
    }

    /// Whether it says how old a signature may be, in whatever unit.
    pub fn says_age(&self) -> bool {
        self.signed_within_days.is_some()
            || self.signed_within_working_days.is_some()
            || self.signed_within_months.is_some()
    }
}

/// A change of documents' forms by a layer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FormChange {
    /// The document; absent: every uploaded picture.
    pub document: Option<String>,
    /// What is said.
    pub form: Form,
    /// How grave it is not to keep to it.
    pub severity: Severity,
    /// Where it holds.
    pub selection: Selection,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A document.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    /// Whether it concerns the access to the provider, whoever's it is.
    pub of_access: bool,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// The layer that declares it.
    pub layer: usize,
    /// Where it is declared.
    pub origin: Origin,
}

impl Document {
    /// Whether a draft calls it so: by its id, a former one, or in Chinese.
    pub fn is_called(&self, text: &str) -> bool {
        self.id == text
            || self.aliases.iter().any(|alias| alias == text)
            || (!text.is_ascii() && self.called().contains(&fold_close(text)))
    }

    /// What it is called in Chinese, with and without the remark in brackets, as [`fold_close`] has
    /// texts.
    pub fn called(&self) -> [String; 2] {
        let whole = fold_close(&self.name.zh);
        let plain = whole.split('(').next().unwrap_or_default().to_owned();
        [whole, plain]
    }
}

/// When documents are needed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Require {
    /// The documents.
    pub papers: Papers,
    /// The elements that it is asked for.
    pub scope: Scope,
    /// Whose documents they are; absent: the document's own `of`, else the element's.
    pub of: Option<Mount>,
    /// Where it holds.
    pub selection: Selection,
    /// Whether it is left out while undecided.
    pub silent: bool,
    /// The layer that declares it.
    pub layer: usize,
    /// Why, in a sentence.
    pub why: Option<Text>,
    /// What decides whether it is needed after all and no draft can show: it then is open for good.
    pub asks: Option<Text>,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A sentence for what no draft can show, told where it concerns somebody.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Guidance {
    /// Its id, if it has one.
    pub id: Option<String>,
    /// The rule or document that it goes with, where `explain` tells it.
    pub about: Option<String>,
    /// What it is about, for grouping.
    pub topic: Option<String>,
    /// How much depends on it: a warning is told before everything else.
    pub severity: Severity,
    /// Where it holds.
    pub selection: Selection,
    /// The sentence.
    pub text: Text,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// The layer that declares it.
    pub layer: usize,
    /// Where it is declared.
    pub origin: Origin,
}

/// A named list of words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WordList {
    /// Its id.
    pub id: String,
    /// The words.
    pub words: Vec<String>,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// Where it is declared.
    pub origin: Origin,
}

/// The rules that hold for one province and one provider.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Ruleset {
    /// `version` of the embedded ruleset.
    pub version: String,
    /// The month up to which the rules were read.
    pub as_of: String,
    /// The files it was read from; of a later layer, later.
    #[serde(skip)]
    pub files: Vec<Shared<SourceFile>>,
    /// The rules, in the order of their files.
    pub rules: Vec<Shared<Rule>>,
    /// The documents.
    pub documents: Vec<Shared<Document>>,
    /// When documents are needed, besides what rules require.
    pub requires: Vec<Shared<Require>>,
    /// What layers change of documents' forms.
    pub forms: Shared<Vec<FormChange>>,
    /// What is good to know.
    pub guidance: Vec<Shared<Guidance>>,
    /// What is done in a filing, those of later layers later.
    pub steps: Vec<Shared<Step>>,
    /// Which kind of filing a situation needs, in the order in which rows are looked at.
    pub which: Shared<Vec<WhichRow>>,
    /// What pages have to show, in the order of the layers.
    pub site: Shared<Vec<SiteRow>>,
    /// The word lists.
    pub lists: Shared<Vec<WordList>>,
    /// The calendar of working days.
    pub calendar: Shared<Calendar>,
}

impl Ruleset {
    /// A rule by its id or a former one.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules
            .iter()
            .find(|rule| rule.id == id || rule.aliases.iter().any(|alias| alias == id))
            .map(|rule| &**rule)
    }

    /// The days on which what it says changes, ascending: between two of them the same holds.
    pub fn turns(&self) -> Vec<NaiveDate> {
        let mut turns = Vec::new();
        let mut add = |period: &Period| turns.extend(period.turns());
        for rule in &self.rules {
            rule.periods().for_each(&mut add);
        }
        let requires = self.requires.iter().map(|require| &require.selection);
        let guidance = self.guidance.iter().map(|guidance| &guidance.selection);
        let forms = self.forms.iter().map(|form| &form.selection);
        for selection in requires.chain(guidance).chain(forms) {
            add(&selection.period);
        }
        turns.sort_unstable();
        turns.dedup();
        turns
    }

    /// A document by its id or a former one.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents
            .iter()
            .find(|document| document.id == id || document.aliases.iter().any(|alias| alias == id))
            .map(|document| &**document)
    }
}
