//! The ruleset of a province and a provider as it is after all layers, each part with the file and
//! line that it comes from.

use serde::Serialize;

use super::atlas::Sheet;
use super::document::{LimitWords, limit};
use super::place::place;
use super::rule::{filings, filings_brief};
use super::scribe::Scribe;
use super::site::{SiteTerms, site_terms};
use super::step::StepWords;
use super::words::{
    DefaultWords, ExceptionWords, FilingWords, GuidanceWords, PeriodWords, RequireWords,
    maybe_severity, period,
};
use crate::ruleset::{ALL_FILINGS, Rule, Severity, SiteCheck, ordered};
use crate::text::Lang;

/// A ruleset after all layers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Merged {
    /// The version of this format.
    pub format: u32,
    /// The province's code.
    pub province: Option<String>,
    /// The provider.
    pub provider: Option<&'static str>,
    /// Both by their names.
    #[serde(skip)]
    pub name: Option<String>,
    /// The version of the embedded ruleset.
    pub version: String,
    /// The month up to which the rules were read.
    pub as_of: String,
    /// The files it was read from.
    pub files: Vec<String>,
    /// The rules.
    pub rules: Vec<MergedRule>,
    /// When documents are needed, besides what rules require.
    pub requires: Vec<RequireWords>,
    /// What is asked of documents' forms.
    pub forms: Vec<MergedForm>,
    /// What is good to know.
    pub guidance: Vec<GuidanceWords>,
    /// What pages have to show once the site is on record.
    pub site: Vec<MergedSite>,
    /// The steps, as each layer writes them.
    pub steps: Vec<StepWords>,
    /// The documents.
    pub documents: Vec<MergedDocument>,
}

/// A rule after all layers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MergedRule {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it is declared.
    pub place: String,
    /// Where it holds.
    pub filings: Vec<FilingWords>,
    /// The same, short.
    #[serde(skip)]
    pub filings_brief: Vec<(Severity, String)>,
    /// For which subjects, in words; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subjects: Option<String>,
    /// When it says anything; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Since when and until when.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// Whether it is switched off.
    pub off: bool,
    /// Its parameters.
    pub parameters: Vec<MergedParam>,
    /// Where it says nothing after all.
    pub exceptions: Vec<ExceptionWords>,
    /// The documents that it asks for.
    pub documents: Vec<RequireWords>,
    /// What it rests on.
    pub facts: Vec<String>,
}

/// A parameter after all layers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MergedParam {
    /// Its name in rulesets.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// Its values, those that go before others first; none: without a value the branches that need
    /// one say nothing.
    pub values: Vec<MergedValue>,
}

/// A value of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MergedValue {
    /// The value.
    pub value: String,
    /// When; absent: where none before it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Since when and until when.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// Whether it is the rule's own value, which no layer sets.
    pub default: bool,
    /// The gravest severity while it is in force.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "maybe_severity"
    )]
    pub severity: Option<Severity>,
    /// File and line.
    pub place: String,
    /// What it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
}

/// What is asked of a document's form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MergedForm {
    /// The document; absent: every uploaded picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Its name.
    #[serde(skip)]
    pub name: Option<String>,
    /// What is asked.
    #[serde(flatten)]
    pub limit: LimitWords,
}

/// A check of pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MergedSite {
    /// Its id.
    pub id: &'static str,
    /// What it is called.
    pub title: String,
    /// What is wanted.
    #[serde(flatten)]
    pub terms: SiteTerms,
    /// Files and lines of all layers that say something of it, the first layer's first.
    pub places: Vec<String>,
    /// What it rests on.
    pub facts: Vec<String>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MergedDocument {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where it is declared.
    pub place: String,
}

/// Lays a ruleset out.
pub fn merged(sheet: &Sheet, lang: Lang) -> Merged {
    let scribe = Scribe {
        names_layer: false,
        ..Scribe::new(sheet, lang)
    };
    let ruleset = &sheet.ruleset;
    Merged {
        format: 1,
        province: sheet.province(),
        provider: sheet.provider(),
        name: sheet.name(lang),
        version: ruleset.version.clone(),
        as_of: ruleset.as_of.clone(),
        files: ruleset.files.iter().map(|file| file.name.clone()).collect(),
        rules: ruleset
            .rules
            .iter()
            .map(|rule| of_rule(scribe, rule))
            .collect(),
        requires: ruleset
            .requires
            .iter()
            .map(|require| scribe.require(None, require))
            .collect(),
        forms: ruleset
            .forms
            .iter()
            .map(|change| MergedForm {
                document: change.document.clone(),
                name: change
                    .document
                    .as_ref()
                    .map(|id| scribe.phrases(&[]).names.document(id)),
                limit: limit(scribe, change),
            })
            .collect(),
        guidance: ruleset
            .guidance
            .iter()
            .map(|guidance| scribe.guidance(guidance))
            .collect(),
        site: SiteCheck::ALL
            .into_iter()
            .filter_map(|check| of_site(scribe, check))
            .collect(),
        steps: ruleset.steps.iter().map(|step| scribe.step(step)).collect(),
        documents: ruleset
            .documents
            .iter()
            .map(|document| MergedDocument {
                id: document.id.clone(),
                name: document.name.get(lang).to_owned(),
                place: place(ruleset, document.origin),
            })
            .collect(),
    }
}

fn of_rule(scribe: Scribe<'_>, rule: &Rule) -> MergedRule {
    let phrases = scribe.phrases(&rule.params);
    let when = phrases.clause(&rule.when, None);
    MergedRule {
        id: rule.id.clone(),
        title: rule.title.get(scribe.lang).to_owned(),
        place: place(&scribe.sheet.ruleset, rule.origin),
        filings: filings(rule),
        filings_brief: filings_brief(rule, ALL_FILINGS, &phrases),
        subjects: phrases.subjects(rule.subjects),
        when: (!when.is_empty()).then(|| when.phrase(scribe.lang)),
        period: period(&rule.period),
        off: rule.exceptions.iter().any(|exception| {
            let selection = &exception.selection;
            exception.branch.is_none()
                && selection.when.is_always()
                && phrases.filings(selection.filings).is_none()
                && phrases.subjects(selection.subjects).is_none()
                && selection.period == crate::ruleset::Period::default()
        }),
        parameters: (0..rule.params.len())
            .filter_map(|index| of_param(scribe, rule, index))
            .collect(),
        exceptions: rule
            .exceptions
            .iter()
            .map(|exception| scribe.exception(rule, exception))
            .collect(),
        documents: rule
            .requires
            .iter()
            .map(|require| scribe.require(Some(rule), require))
            .collect(),
        facts: rule.facts.clone(),
    }
}

fn of_site(scribe: Scribe<'_>, check: SiteCheck) -> Option<MergedSite> {
    let ruleset = &scribe.sheet.ruleset;
    let rule = ruleset.site_rule(check)?;
    let rows = ruleset.site.iter().filter(|row| row.check == check);
    Some(MergedSite {
        id: check.id(),
        title: rule.title.get(scribe.lang).to_owned(),
        terms: site_terms(&rule),
        places: rows.map(|row| place(ruleset, row.origin)).collect(),
        facts: rule.facts,
    })
}

fn of_param(scribe: Scribe<'_>, rule: &Rule, index: usize) -> Option<MergedParam> {
    let param = rule.params.get(index)?;
    let mut values: Vec<MergedValue> = ordered(&rule.sets)
        .into_iter()
        .filter_map(|set| {
            let set = rule.sets.get(set)?;
            if !set.values.iter().any(|(own, _)| *own == index) {
                return None;
            }
            let words = scribe.set(rule, set);
            let value = words
                .values
                .into_iter()
                .find(|own| own.name == param.name)?;
            Some(MergedValue {
                value: value.value,
                when: words.when,
                period: words.period,
                default: false,
                severity: words.severity,
                place: words.at.place,
                facts: words.facts,
            })
        })
        .collect();
    let own = scribe.param(rule, param);
    values.extend(
        own.defaults
            .into_iter()
            .map(|DefaultWords { subjects, value }| MergedValue {
                value,
                when: subjects,
                period: PeriodWords::default(),
                default: true,
                severity: None,
                place: own.place.clone(),
                facts: Vec::new(),
            }),
    );
    Some(MergedParam {
        name: own.name,
        label: own.label,
        values,
    })
}
