//! What explanations of rules are made of, as scripts read them.

use serde::{Serialize, Serializer};

use super::clause::Clause;
use super::sources::FactWords;
use crate::ruleset::{Period, Severity};
use crate::text::Lang;

/// A rule in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleWords {
    /// The version of this format.
    pub format: u32,
    /// What is explained.
    pub explains: &'static str,
    /// Its id.
    pub id: String,
    /// The id that was asked for, where it is a former one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// Its former ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// What it is called.
    pub title: String,
    /// Where it is written.
    pub place: String,
    /// The province or provider whose rule it is; absent: everybody's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What it is evaluated for, one by one.
    pub each: &'static str,
    /// The same in words.
    #[serde(skip)]
    pub each_label: &'static str,
    /// Where it holds: the gravest severity by kind of filing.
    pub filings: Vec<FilingWords>,
    /// The same, short: severities with the filings they hold for.
    #[serde(skip)]
    pub filings_brief: Vec<(Severity, String)>,
    /// The kinds of subject that it holds for.
    pub subjects: Vec<&'static str>,
    /// The same in words; absent: all.
    #[serde(skip)]
    pub subjects_label: Option<String>,
    /// When it says anything; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Clause>,
    /// Since when and until when it holds.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// Its parameters with their national values.
    pub parameters: Vec<ParamWords>,
    /// What provinces, providers and directories laid over set.
    pub sets: Vec<SetWords>,
    /// Where it says nothing after all.
    pub exceptions: Vec<ExceptionWords>,
    /// The ways for it to fail.
    pub branches: Vec<BranchWords>,
    /// The documents that it asks for.
    pub documents: Vec<RequireWords>,
    /// What is good to know about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guidance: Vec<GuidanceWords>,
    /// What all that rests on.
    pub facts: Vec<FactWords>,
}

/// A sentence for what no draft can show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GuidanceWords {
    /// Where it holds.
    #[serde(flatten)]
    pub at: LayerWords,
    /// When; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Since when and until when.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// The sentence.
    pub text: String,
    /// What it rests on.
    pub facts: Vec<String>,
}

/// A kind of filing and the gravest severity there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilingWords {
    /// The kind of filing.
    pub filing: &'static str,
    /// The gravest severity.
    #[serde(serialize_with = "severity")]
    pub severity: Severity,
}

/// Since when and until when something holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct PeriodWords {
    /// The first day; absent: since ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day; absent: for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParamWords {
    /// Its name in rulesets.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// Its national values; none: the rule needs one of a province.
    pub defaults: Vec<DefaultWords>,
    /// The values that it may have, where they are named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Where it is declared.
    pub place: String,
}

/// A national value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DefaultWords {
    /// For which subjects; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subjects: Option<String>,
    /// The value.
    pub value: String,
}

/// What a layer sets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetWords {
    /// Where it holds.
    #[serde(flatten)]
    pub at: LayerWords,
    /// When; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Since when and until when.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// The values.
    pub values: Vec<ValueWords>,
    /// The gravest severity while it is in force.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "maybe_severity"
    )]
    pub severity: Option<Severity>,
    /// What it rests on.
    pub facts: Vec<String>,
}

/// A layer, and a place in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LayerWords {
    /// The province's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// The provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<&'static str>,
    /// Both by their names; absent: it holds everywhere.
    #[serde(skip)]
    pub name: Option<String>,
    /// File and line.
    pub place: String,
}

/// A parameter with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueWords {
    /// The parameter's name in rulesets.
    pub name: String,
    /// What it is called.
    #[serde(skip)]
    pub label: String,
    /// The value.
    pub value: String,
}

/// A case in which a rule says nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExceptionWords {
    /// Where it holds.
    #[serde(flatten)]
    pub at: LayerWords,
    /// The branch that it is of; absent: the whole rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// When; absent: always, the rule is switched off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Since when and until when.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What it rests on.
    pub facts: Vec<String>,
}

/// A way for a rule to fail.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BranchWords {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How grave it is.
    #[serde(serialize_with = "severity")]
    pub severity: Severity,
    /// When it fails.
    pub fails: Clause,
    /// What is said, its holes named.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Where it is reported.
    pub at: String,
    /// The documents that stand in for passing, and when they are accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived_by: Option<WaiverWords>,
    /// What it rests on besides the rule's facts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
    /// File and line.
    pub place: String,
}

/// Documents that stand in for passing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WaiverWords {
    /// Alternative bundles of ids.
    pub documents: Vec<Vec<String>>,
    /// By their names.
    #[serde(skip)]
    pub names: String,
    /// When they are accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// When documents are needed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RequireWords {
    /// Where it holds.
    #[serde(flatten)]
    pub at: LayerWords,
    /// The rule that asks for them; absent: a requirement of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Alternative bundles of ids; empty: as the parameter says.
    pub documents: Vec<Vec<String>>,
    /// By their names.
    #[serde(skip)]
    pub names: String,
    /// When; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Since when and until when.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// Why, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What decides it and no draft tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<String>,
    /// What it rests on.
    pub facts: Vec<String>,
}

impl PeriodWords {
    /// A condition with since when and until when it holds.
    pub fn after(&self, text: String, lang: Lang) -> String {
        let period = self.phrase(lang);
        match (text.is_empty(), period.is_empty(), lang) {
            (_, true, _) => text,
            (true, false, _) => period,
            (false, false, Lang::Zh) => format!("{text}；{period}"),
            (false, false, Lang::En) => format!("{text}; {period}"),
        }
    }

    /// In words; empty where it is always.
    pub fn phrase(&self, lang: Lang) -> String {
        match (&self.from, &self.until, lang) {
            (None, None, _) => String::new(),
            (Some(from), None, Lang::Zh) => format!("{from} 起"),
            (Some(from), None, Lang::En) => format!("since {from}"),
            (None, Some(until), Lang::Zh) => format!("到 {until} 为止"),
            (None, Some(until), Lang::En) => format!("until {until}"),
            (Some(from), Some(until), Lang::Zh) => format!("{from} 至 {until}"),
            (Some(from), Some(until), Lang::En) => format!("{from} to {until}"),
        }
    }
}

/// Since when and until when, as scripts read it.
pub fn period(period: &Period) -> PeriodWords {
    PeriodWords {
        from: period.from.map(|day| day.to_string()),
        until: period.until.map(|day| day.to_string()),
    }
}

/// A severity, as scripts read it.
pub fn severity<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.id())
}

/// A severity that may be absent.
pub fn maybe_severity<S: Serializer>(
    severity: &Option<Severity>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match severity {
        Some(severity) => serializer.serialize_str(severity.id()),
        None => serializer.serialize_none(),
    }
}
