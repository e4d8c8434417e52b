//! The plan of a draft as scripts read it: steps with their days, and the days on which it can be
//! submitted. Every text in it is masked already.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::closed;
use super::model::{DraftReport, ErrorReport, RulesetInfo, Tool};
use crate::evaluate::Verdict;
use crate::plan::Moment;
use crate::ruleset::{Actor, Phase};
use crate::text::Lang;

/// The plan of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PlanReport {
    /// The version of this format.
    #[schemars(schema_with = "closed::format")]
    pub format: u32,
    /// What wrote it.
    pub tool: Tool,
    /// The rules that were applied.
    pub ruleset: RulesetInfo,
    /// Where the draft was read from, as the user calls it.
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
    /// The verdict on the day of submission.
    #[serde(serialize_with = "verdict")]
    #[schemars(schema_with = "closed::verdict")]
    pub verdict: Verdict,
    /// The day asked for.
    #[schemars(schema_with = "closed::day_or_null")]
    pub as_of: Option<String>,
    /// When it can be submitted; absent where the draft is unreadable.
    pub submission: Option<SubmissionReport>,
    /// When it is through; absent where nobody says how long it takes.
    pub through: Option<MomentReport>,
    /// The steps, phase by phase, in the order of their days.
    pub steps: Vec<StepReport>,
    /// What is to be read before anything is done.
    pub warnings: Vec<String>,
    /// Years that the plan reaches into and whose notice of holidays is not known: their days of
    /// working are a guess.
    pub years_without_notice: Vec<i32>,
    /// Why the draft could not be read.
    pub errors: Vec<ErrorReport>,
    /// The language of the texts.
    #[serde(skip)]
    pub lang: Lang,
    /// What a calendar's entries are told apart by, besides the step.
    #[serde(skip)]
    pub key: String,
    /// The report on the day of submission.
    #[serde(skip)]
    pub draft: DraftReport,
}

/// On which days a filing can be submitted.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SubmissionReport {
    /// The day on which the plan has it submitted.
    #[schemars(schema_with = "closed::day")]
    pub planned: String,
    /// Whether a date keeps it from being submitted on the day asked for.
    pub is_kept_back: bool,
    /// Whether there is a day, from the one asked for, on which no date keeps it back.
    pub is_possible: bool,
    /// The first day on which it can be submitted, where that is later than the day asked for.
    pub first: Option<EdgeReport>,
    /// The last; absent where no day is, within `horizon`.
    pub last: Option<EdgeReport>,
    /// The first day on which no date gives rise even to a warning, where that is later than the
    /// day asked for.
    pub first_advised: Option<EdgeReport>,
    /// The last of these.
    pub last_advised: Option<EdgeReport>,
    /// The last day that was looked at.
    #[schemars(schema_with = "closed::day")]
    pub horizon: String,
    /// Days that are not filled in: with them there may be fewer days.
    pub missing: Vec<MissingReport>,
    /// Errors that no waiting mends, by their rules.
    pub other_errors: Vec<String>,
}

/// A day that is not filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MissingReport {
    /// The field.
    pub path: String,
    /// What it is called.
    pub label: String,
}

/// A first or last day and why.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EdgeReport {
    /// The day.
    #[schemars(schema_with = "closed::day")]
    pub day: String,
    /// The day beside it, on which the reasons hold.
    #[schemars(schema_with = "closed::day")]
    pub beyond: String,
    /// Why; empty where the day comes from a date of birth.
    pub reasons: Vec<ReasonReport>,
}

/// A rule that fails beside a first or last day.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReasonReport {
    /// The rule.
    pub rule: String,
    /// The field.
    pub path: String,
    /// What it says on that day.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The evidence.
    pub facts: Vec<String>,
}

/// A day that is known between two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MomentReport {
    /// At the earliest.
    #[schemars(schema_with = "closed::day")]
    pub earliest: String,
    /// At the latest; absent where nobody says.
    #[schemars(schema_with = "closed::day_or_null")]
    pub latest: Option<String>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StepReport {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// `prepare`, `review` or `after`.
    #[schemars(schema_with = "closed::phase")]
    pub phase: &'static str,
    /// Who does it.
    #[schemars(schema_with = "closed::actor")]
    pub who: &'static str,
    /// The same in words.
    pub who_name: String,
    /// What is done.
    pub text: String,
    /// When it begins.
    pub begins: MomentReport,
    /// When it ends; of a time limit, when that ends.
    pub ends: MomentReport,
    /// How long it takes.
    pub takes: Option<TakesReport>,
    /// The steps that it comes after.
    pub after: Vec<String>,
    /// The mobiles that get a code, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeReport>,
    /// Whether it depends on something unknown that there is this step.
    pub is_perhaps: bool,
    /// Whether it waits for a rule that has nothing more to say.
    pub is_done: bool,
    /// Whether its days reach into a year whose notice of holidays is not known.
    pub is_guessed: bool,
    /// The evidence.
    pub facts: Vec<String>,
    /// Where the evidence was read, newest first.
    pub sources: Vec<String>,
    /// The days themselves, for those who draw.
    #[serde(skip)]
    #[schemars(skip)]
    pub days: (Moment, Moment),
}

/// How long a step takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TakesReport {
    /// `working_days`, `days` or `hours`.
    #[schemars(schema_with = "closed::unit")]
    pub unit: &'static str,
    /// At least.
    pub least: u32,
    /// At most.
    pub most: u32,
    /// Whether it is a time limit.
    pub is_limit: bool,
}

/// A mobile that gets a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CodeReport {
    /// The number, masked; absent where it is not known.
    pub mobile: Option<String>,
    /// Whose it is.
    pub of: Vec<String>,
}

impl PlanReport {
    /// A plan without steps: of a draft that cannot be read.
    pub fn unplanned(draft: DraftReport, ruleset: RulesetInfo) -> Self {
        Self {
            format: 1,
            tool: Tool {
                name: "beian",
                version: env!("CARGO_PKG_VERSION"),
            },
            ruleset,
            source: draft.source.clone(),
            id: draft.id.clone(),
            filing: draft.filing,
            province: draft.province.clone(),
            provider: draft.provider,
            subject: draft.subject,
            verdict: draft.verdict,
            as_of: draft.as_of.clone(),
            submission: None,
            through: None,
            steps: Vec::new(),
            warnings: Vec::new(),
            years_without_notice: Vec::new(),
            errors: draft.errors.clone(),
            lang: draft.lang,
            key: String::new(),
            draft,
        }
    }
}

fn verdict<S: Serializer>(verdict: &Verdict, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verdict.id())
}

impl StepReport {
    /// Whether the applicant has to do it.
    pub fn is_own(&self) -> bool {
        self.who == Actor::Applicant.id()
    }

    /// Whether it belongs to a phase.
    pub fn is_in(&self, phase: Phase) -> bool {
        self.phase == phase.id()
    }
}
