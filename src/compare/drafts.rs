//! What came of one draft under several rulesets, side by side.

use serde::{Serialize, Serializer};

use crate::evaluate::Verdict;
use crate::report::{DocumentReport, DocumentStatus, DraftReport, FormReport};
use crate::ruleset::Severity;
use crate::text::Lang;

/// One draft under several rulesets. All values stand in the order of the rulesets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DraftContrast {
    /// How it came out in each.
    pub outcomes: Vec<Outcome>,
    /// What fails.
    pub findings: Vec<FindingContrast>,
    /// What would have to be asked.
    pub questions: Vec<QuestionContrast>,
    /// The documents.
    pub documents: Vec<PaperContrast>,
}

/// How a draft came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The verdict.
    #[serde(serialize_with = "verdict")]
    pub verdict: Verdict,
    /// How many findings are errors.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
    /// How many are notices.
    pub notices: usize,
    /// How many questions are open.
    pub questions: usize,
    /// How many documents to upload are missing.
    pub documents_missing: usize,
}

/// A finding at one place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FindingContrast {
    /// The rule's id.
    pub rule: String,
    /// What it is called.
    pub title: String,
    /// The field.
    pub path: String,
    /// Whether all rulesets find the same.
    pub common: bool,
    /// How grave it is; null: nothing is found.
    #[serde(serialize_with = "severities")]
    pub severities: Vec<Option<Severity>>,
    /// What is said.
    pub messages: Vec<Option<String>>,
    /// The same with the province not named, so that provinces that ask for the same say the same.
    #[serde(skip)]
    pub nameless: Vec<Option<String>>,
}

/// A question about one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionContrast {
    /// The field.
    pub path: String,
    /// What it is called.
    pub label: String,
    /// The question.
    pub ask: String,
    /// Whether all rulesets need it.
    pub common: bool,
    /// The rules that need it; null: it is not needed.
    pub rules: Vec<Option<Vec<String>>>,
}

/// A document of somebody's, or alternatives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaperContrast {
    /// The ids: of alternatives, all of them.
    pub ids: Vec<String>,
    /// What it is called.
    pub name: String,
    /// Whose it is, as a path of the draft.
    pub of: String,
    /// What whose it is is called.
    pub owner: String,
    /// When it is handed in.
    pub stage: &'static str,
    /// Whether all rulesets ask for the same.
    pub common: bool,
    /// How it stands; null: it is not asked for.
    pub statuses: Vec<Option<DocumentStatus>>,
    /// What it must look like.
    pub forms: Vec<Option<FormReport>>,
}

/// Lays reports of one draft side by side. `names`: what sentences call each ruleset's province, so
/// that sentences which differ by it alone are taken for the same.
pub fn contrast_drafts(
    reports: &[DraftReport],
    names: &[Option<String>],
    lang: Lang,
) -> DraftContrast {
    DraftContrast {
        outcomes: reports.iter().map(outcome).collect(),
        findings: findings(reports, names, lang),
        questions: questions(reports),
        documents: papers(reports, lang),
    }
}

impl DraftContrast {
    /// Leaves out what is the same everywhere.
    pub fn only_differing(&mut self) {
        self.findings.retain(|own| !own.common);
        self.questions.retain(|own| !own.common);
        self.documents.retain(|own| !own.common);
    }

    /// Whether anything differs.
    pub fn differs(&self) -> bool {
        let verdicts = self.outcomes.windows(2).any(|pair| match pair {
            [one, other] => one.verdict != other.verdict,
            _ => false,
        });
        verdicts
            || self.findings.iter().any(|own| !own.common)
            || self.questions.iter().any(|own| !own.common)
            || self.documents.iter().any(|own| !own.common)
    }
}

fn outcome(report: &DraftReport) -> Outcome {
    let count = |severity: Severity| {
        let all = report.findings.iter();
        all.filter(|finding| finding.severity == severity).count()
    };
    Outcome {
        verdict: report.verdict,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notices: count(Severity::Notice),
        questions: report.questions.len(),
        documents_missing: report.documents_missing,
    }
}

/// Whether all of several things are there and the same.
fn same<T: PartialEq>(all: &[Option<T>]) -> bool {
    let first = all.first();
    all.iter().all(|one| one.is_some() && Some(one) == first)
}

fn findings(reports: &[DraftReport], names: &[Option<String>], lang: Lang) -> Vec<FindingContrast> {
    let mut found: Vec<FindingContrast> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        for own in &report.findings {
            // Of several findings of a rule at one place on one side, each is for itself.
            let at = found.iter().position(|known| {
                let free = known.messages.get(index).is_some_and(Option::is_none);
                known.rule == own.rule && known.path == own.path && free
            });
            let at = at.unwrap_or_else(|| {
                found.push(FindingContrast {
                    rule: own.rule.clone(),
                    title: own.title.clone(),
                    path: own.path.clone(),
                    common: false,
                    severities: vec![None; reports.len()],
                    messages: vec![None; reports.len()],
                    nameless: vec![None; reports.len()],
                });
                found.len().saturating_sub(1)
            });
            if let Some(entry) = found.get_mut(at) {
                put(&mut entry.severities, index, own.severity);
                put(&mut entry.messages, index, own.message.clone());
            }
        }
    }
    for entry in &mut found {
        entry.nameless = entry
            .messages
            .iter()
            .zip(names)
            .map(|(message, name)| {
                let message = message.as_ref()?;
                Some(match name {
                    Some(name) => nameless(message, name, lang),
                    None => message.clone(),
                })
            })
            .collect();
        entry.common = same(&entry.severities) && same(&entry.nameless);
    }
    // The gravest first; of equally grave ones, in the order of the reports.
    found.sort_by_key(|entry| std::cmp::Reverse(entry.severities.iter().flatten().max().copied()));
    found
}

/// A sentence in which the province is not named, but where it is quoted.
fn nameless(message: &str, name: &str, lang: Lang) -> String {
    let here = match lang {
        Lang::Zh => "当地",
        Lang::En => "the province",
    };
    let mut out = String::new();
    let mut rest = message;
    while let Some((before, quoted)) = rest.split_once('“') {
        out.push_str(&before.replace(name, here));
        let (inside, after) = quoted.split_once('”').unwrap_or((quoted, ""));
        out.push('“');
        out.push_str(inside);
        out.push('”');
        rest = after;
    }
    out.push_str(&rest.replace(name, here));
    out
}

fn questions(reports: &[DraftReport]) -> Vec<QuestionContrast> {
    let mut found: Vec<QuestionContrast> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        for own in &report.questions {
            let at = found.iter().position(|known| known.path == own.path);
            let at = at.unwrap_or_else(|| {
                found.push(QuestionContrast {
                    path: own.path.clone(),
                    label: own.label.clone(),
                    ask: own.ask.clone(),
                    common: false,
                    rules: vec![None; reports.len()],
                });
                found.len().saturating_sub(1)
            });
            if let Some(entry) = found.get_mut(at) {
                put(&mut entry.rules, index, own.rules.clone());
            }
        }
    }
    for entry in &mut found {
        entry.common = entry.rules.iter().all(Option::is_some);
    }
    found
}

fn papers(reports: &[DraftReport], lang: Lang) -> Vec<PaperContrast> {
    let mut found: Vec<PaperContrast> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        for bundle in units(&report.documents) {
            let Some(first) = bundle.first() else {
                continue;
            };
            let ids: Vec<String> = bundle.iter().map(|own| own.id.clone()).collect();
            let at = found
                .iter()
                .position(|known| known.ids == ids && known.of == first.of);
            let at = at.unwrap_or_else(|| {
                found.push(PaperContrast {
                    ids,
                    name: unit_name(&bundle, lang),
                    of: first.of.clone(),
                    owner: first.owner.clone(),
                    stage: first.stage,
                    common: false,
                    statuses: vec![None; reports.len()],
                    forms: vec![None; reports.len()],
                });
                found.len().saturating_sub(1)
            });
            if let Some(entry) = found.get_mut(at) {
                put(&mut entry.statuses, index, unit_status(&bundle));
                put(&mut entry.forms, index, first.form.clone());
            }
        }
    }
    for entry in &mut found {
        entry.common = same(&entry.statuses) && same(&entry.forms);
    }
    found
}

/// The documents one by one, those of a choice together.
fn units(documents: &[DocumentReport]) -> Vec<Vec<&DocumentReport>> {
    let mut units: Vec<(Option<usize>, Vec<&DocumentReport>)> = Vec::new();
    for own in documents {
        let group = own.any_of.map(|any_of| any_of.group);
        let known = units
            .iter_mut()
            .find(|(known, _)| group.is_some() && *known == group);
        match known {
            Some((_, unit)) => unit.push(own),
            None => units.push((group, vec![own])),
        }
    }
    units.into_iter().map(|(_, unit)| unit).collect()
}

/// 「居住证 或 暂住证、房产证」
fn unit_name(unit: &[&DocumentReport], lang: Lang) -> String {
    let mut name = String::new();
    let mut before: Option<&DocumentReport> = None;
    for own in unit {
        let same_bundle = before.map(|before| {
            let bundle = |own: &DocumentReport| own.any_of.map(|any_of| any_of.bundle);
            bundle(before) == bundle(own)
        });
        name.push_str(match (same_bundle, lang) {
            (None, _) => "",
            (Some(true), Lang::Zh) => "、",
            (Some(true), Lang::En) => ", ",
            (Some(false), Lang::Zh) => " 或 ",
            (Some(false), Lang::En) => " or ",
        });
        name.push_str(&own.name);
        before = Some(own);
    }
    name
}

fn unit_status(unit: &[&DocumentReport]) -> DocumentStatus {
    let has = |status: DocumentStatus| unit.iter().any(|own| own.status == status);
    if has(DocumentStatus::Invalid) {
        DocumentStatus::Invalid
    } else if has(DocumentStatus::Missing) {
        DocumentStatus::Missing
    } else if has(DocumentStatus::Undetermined) {
        DocumentStatus::Undetermined
    } else {
        DocumentStatus::Provided
    }
}

fn put<T>(all: &mut [Option<T>], index: usize, value: T) {
    if let Some(slot) = all.get_mut(index) {
        *slot = Some(value);
    }
}

fn verdict<S: Serializer>(verdict: &Verdict, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verdict.id())
}

fn severities<S: Serializer>(all: &[Option<Severity>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(all.iter().map(|own| own.map(Severity::id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_is_unnamed_but_not_within_quotation_marks() {
        let message = "“上海示例公司”的域名，上海要求 180 天";
        assert_eq!(
            nameless(message, "上海", Lang::Zh),
            "“上海示例公司”的域名，当地要求 180 天"
        );
        assert_eq!(
            nameless("Anhui asks", "Anhui", Lang::En),
            "the province asks"
        );
    }

    #[test]
    fn same_asks_for_all() {
        assert!(same(&[Some(1), Some(1)]));
        assert!(!same(&[Some(1), None]));
        assert!(!same::<u8>(&[None, None]));
    }
}
