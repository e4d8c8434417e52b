//! Everything known of one draft to its report.

use super::errors::Teller;
use super::evidence::{Evidence, Remembered};
use super::excerpt::Excerpt;
use super::finding::Finder;
use super::line::Lines;
use super::mask::Masker;
use super::model::{DraftReport, ErrorReport, Finding, GuidanceReport};
use super::papers::documents;
use super::places::{Detail, Origin, Within};
use super::questions::questions;
use super::speech::{Speech, order_fact};
use super::suppress::Allowing;
use super::why::Reasoner;
use crate::draft::{Draft, Fault, FaultKind, Slot};
use crate::evaluate::{Evaluation, Plan, Verdict};
use crate::facts::{Element, Fact, Facts};
use crate::fields::OrderField;
use crate::ruleset::{Guidance, Ruleset};
use crate::source::{Problem, ReadError};
use crate::text::Lang;

/// How a report is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Manner {
    /// The language of its texts.
    pub lang: Lang,
    /// Whether personal numbers are shown in full.
    pub unmask: bool,
    /// Whether the lines are kept that findings and errors point at, for a renderer that quotes.
    pub quote: bool,
}

/// A draft and what came out of it.
#[derive(Clone, Copy)]
pub struct Checked<'a, 'r> {
    /// Where the draft was read from, as the user calls it.
    pub source: &'a str,
    /// Its text and tree, where it has them.
    pub origin: Option<Origin<'a>>,
    /// What is wrong with the text.
    pub problems: &'a [Problem],
    /// What of it could not be read.
    pub faults: &'a [Fault],
    /// The draft as rules see it.
    pub facts: &'a Facts<'a>,
    /// The rules that apply and what came out; absent where the kind of filing is unknown.
    pub outcome: Option<(&'a Plan<'r>, &'a Evaluation)>,
    /// Where sources are looked up.
    pub evidence: &'a dyn Evidence,
}

impl DraftReport {
    /// The report of a draft.
    pub fn new(checked: &Checked<'_, '_>, manner: Manner) -> Self {
        Self::within(checked, manner, Within::default())
    }

    /// The report of a draft that is one of many, as much of it as is wanted.
    pub fn within(checked: &Checked<'_, '_>, manner: Manner, within: Within<'_>) -> Self {
        let facts = checked.facts;
        let draft = facts.draft();
        let masker = Masker {
            unmask: manner.unmask,
        };
        let teller = Teller {
            file: checked.origin.map(|origin| origin.file),
            within,
            masker,
            lang: manner.lang,
        };
        let errors = teller.errors(checked.problems, checked.faults);
        let mut report = Self {
            id: draft.id.clone(),
            filing: choice_id(facts, OrderField::FilingKind),
            province: match facts.get(order_fact(OrderField::FilingProvince), Element::Order) {
                Fact::Division(code) => Some(format!("{code:06}")),
                _ => None,
            },
            provider: provider(checked),
            subject: choice_id(facts, OrderField::SubjectKind),
            as_of: Some(facts.as_of().to_string()),
            errors,
            ..Self::blank(checked.source, manner.lang)
        };
        let empty = Ruleset::default();
        let speech = Speech {
            facts,
            ruleset: checked.outcome.map_or(&empty, |(plan, _)| plan.ruleset),
            masker,
            lang: manner.lang,
        };
        if let Some((plan, evaluation)) = checked.outcome {
            let evidence = Remembered::new(checked.evidence);
            let finder = Finder {
                speech: &speech,
                plan,
                evidence: &evidence,
                origin: checked.origin,
                within,
            };
            report.verdict = evaluation.verdict();
            report.lacks_data = evaluation.lacks_data();
            report.findings = finder.findings(&evaluation.failures);
            let full = within.detail >= Detail::Full;
            if full {
                report.name = match facts.get(order_fact(OrderField::SubjectName), Element::Order) {
                    Fact::Text(name) => Some(masker.free(name).into_owned()),
                    _ => None,
                };
                let cited = report.findings.iter().flat_map(|finding| &finding.facts);
                report.old_sources = finder.old_sources(cited);
                report.questions = questions(&evaluation.open, plan.ruleset, &speech);
            }
            let reasoner = Reasoner {
                speech: &speech,
                plan,
                evidence: &evidence,
            };
            (report.documents, report.documents_missing) =
                documents(evaluation, &finder, &reasoner, within.detail);
            if full {
                report.guidance = evaluation
                    .guidance
                    .iter()
                    .filter_map(|index| plan.ruleset.guidance.get(*index))
                    .map(|guidance| GuidanceReport::new(guidance, manner.lang))
                    .collect();
            }
        }
        if !report.errors.is_empty() || checked.outcome.is_none() {
            report.verdict = Verdict::Unreadable;
        }
        if let Some((plan, _)) = checked.outcome {
            report.set_aside_allowed(Allowing {
                draft,
                origin: checked.origin,
                ruleset: plan.ruleset,
                as_of: facts.as_of(),
                masker,
            });
            // Whether an entry is stale is known by the questions, which a brief report has not.
            if within.detail < Detail::Full {
                report.stale.clear();
            }
        }
        if manner.quote {
            report.excerpt = excerpt(checked, draft, masker, &report);
        }
        report
    }

    /// The report of a file that could not be read at all.
    pub fn unread(source: &str, error: &ReadError, lang: Lang) -> Self {
        let (line, column) = match error {
            ReadError::NotUtf8 { line, column, .. } | ReadError::Binary { line, column, .. } => {
                (Some(*line), Some(*column))
            }
            _ => (None, None),
        };
        Self {
            errors: vec![ErrorReport {
                message: error.text().get(lang).to_owned(),
                path: None,
                line,
                column,
                help: None,
                end_column: None,
            }],
            ..Self::blank(source, lang)
        }
    }

    /// The report of a record that could not be read at all, in sentences of its reader; `at` is
    /// its line and column, both from 1. What they quote of it may be anything: it is masked.
    pub fn refused(
        source: &str,
        message: String,
        help: Option<String>,
        at: Option<(usize, usize)>,
        lang: Lang,
    ) -> Self {
        let masker = Masker::default();
        Self {
            errors: vec![ErrorReport {
                message: masker.free(&message).into_owned(),
                path: None,
                line: at.map(|(line, _)| line),
                column: at.map(|(_, column)| column),
                help: help.map(|help| masker.free(&help).into_owned()),
                end_column: None,
            }],
            ..Self::blank(source, lang)
        }
    }

    pub(super) fn blank(source: &str, lang: Lang) -> Self {
        Self {
            source: source.to_owned(),
            id: None,
            filing: None,
            province: None,
            provider: None,
            subject: None,
            verdict: Verdict::Unreadable,
            findings: Vec::new(),
            suppressed: Vec::new(),
            stale: Vec::new(),
            questions: Vec::new(),
            documents: Vec::new(),
            documents_missing: 0,
            errors: Vec::new(),
            as_of: None,
            old_sources: None,
            guidance: Vec::new(),
            remarks: Vec::new(),
            name: None,
            lang,
            is_page: false,
            excerpt: Excerpt::of_nothing(source),
            lacks_data: false,
            applied: Vec::new(),
        }
    }
}

impl GuidanceReport {
    /// What is told of a sentence.
    pub(super) fn new(guidance: &Guidance, lang: Lang) -> Self {
        Self {
            topic: guidance.topic.clone(),
            text: guidance.text.get(lang).to_owned(),
            facts: guidance.facts.clone(),
            severity: guidance.severity,
            about: guidance.about.clone(),
        }
    }
}

/// The lines that a report points at.
fn excerpt(
    checked: &Checked<'_, '_>,
    draft: &Draft<'_>,
    masker: Masker,
    report: &DraftReport,
) -> Excerpt {
    let own = |finding: &Finding| -> Vec<usize> {
        let related = finding.related.iter().filter_map(|related| related.line);
        finding.line.into_iter().chain(related).collect()
    };
    let mut wanted: Vec<usize> = report.findings.iter().flat_map(own).collect();
    wanted.extend(report.errors.iter().filter_map(|error| error.line));
    match checked.origin {
        Some(origin) if !wanted.is_empty() => {
            let lines = Lines::new(origin.file, origin.root, draft, masker);
            Excerpt::new(checked.source, &lines, wanted)
        }
        _ => report.excerpt.clone(),
    }
}

/// The provider. A draft that names none has none of those known (`other`), unless the name may stand
/// in what could not be read.
fn provider(checked: &Checked<'_, '_>) -> Option<&'static str> {
    let slot = OrderField::FilingProvider as usize;
    let is_absent = *checked.facts.draft().order.slot(slot) == Slot::Unknown;
    let hides = |fault: &Fault| match fault.path.split_once('.') {
        None => fault.kind == FaultKind::Key || ["", "filing"].contains(&fault.path.as_str()),
        Some((table, _)) => fault.kind == FaultKind::Key && table == "filing",
    };
    if is_absent && checked.faults.iter().any(hides) {
        return None;
    }
    choice_id(checked.facts, OrderField::FilingProvider)
}

/// The id of a field of a closed list, which is no field of a certificate.
pub(super) fn choice_id(facts: &Facts<'_>, field: OrderField) -> Option<&'static str> {
    let fact = order_fact(field);
    // What stands there is what it says: only certificates are told elsewhere too.
    let code = match facts.draft().order.slot(field as usize) {
        Slot::Code(code) => *code,
        _ => match facts.get(fact, Element::Order) {
            Fact::Code(code) => code,
            _ => return None,
        },
    };
    let choice = fact.kind().choices()?.get(usize::from(code));
    choice.map(|choice| choice.id)
}
