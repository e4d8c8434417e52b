//! The report of a page of a site, in the shape of a draft's, so that every format can write it.

use super::evidence::{Evidence, EvidenceSource, Remembered, confidence};
use super::excerpt::Excerpt;
use super::mask::Masker;
use super::model::{DraftReport, Finding, Question};
use super::places::mark;
use crate::evaluate::Verdict;
use crate::ruleset::Severity;
use crate::source::{SourceFile, Span};
use crate::text::Lang;

/// Something that is wrong with a page.
#[derive(Debug, Clone)]
pub struct PageFinding<'a> {
    /// The check's id.
    pub rule: &'a str,
    /// What the check is called.
    pub title: &'a str,
    /// How grave it is.
    pub severity: Severity,
    /// How grave the ruleset calls it, where the configuration calls it otherwise.
    pub own_severity: Option<Severity>,
    /// What is wrong.
    pub message: &'a str,
    /// What to do.
    pub help: Option<&'a str>,
    /// The evidence.
    pub facts: &'a [String],
    /// Where it stands.
    pub span: Span,
}

/// Something that a page's source does not tell.
#[derive(Debug, Clone)]
pub struct PageQuestion<'a> {
    /// The check's id.
    pub rule: &'a str,
    /// What the check is called.
    pub label: &'a str,
    /// What is to be looked at.
    pub ask: &'a str,
    /// How grave a failure would be.
    pub severity: Severity,
    /// Where it stands.
    pub span: Span,
}

/// How the report of a page is made.
#[derive(Clone, Copy)]
pub struct PageManner<'a> {
    /// The language of its texts.
    pub lang: Lang,
    /// Whether personal numbers are shown in full.
    pub unmask: bool,
    /// Digits of the page that are no person's.
    pub public: &'a [String],
    /// Where sources are looked up.
    pub evidence: &'a dyn Evidence,
}

impl DraftReport {
    /// The report of a page.
    pub fn of_page(
        file: &SourceFile,
        findings: &[PageFinding<'_>],
        questions: &[PageQuestion<'_>],
        manner: PageManner<'_>,
    ) -> Self {
        let masker = Masker {
            unmask: manner.unmask,
        };
        let evidence = Remembered::new(manner.evidence);
        let mut report = Self {
            is_page: true,
            ..Self::blank(&file.name, manner.lang)
        };
        for own in findings {
            let mark = mark(file, own.span);
            report.findings.push(Finding {
                rule: own.rule.to_owned(),
                severity: own.severity,
                path: format!("page.{}", own.rule),
                line: Some(mark.line),
                column: Some(mark.column),
                message: masker.free_but(own.message, manner.public),
                help: own.help.map(str::to_owned),
                facts: own.facts.to_vec(),
                sources: sources(&evidence, own.facts, manner.lang),
                title: own.title.to_owned(),
                confidence: own
                    .facts
                    .iter()
                    .filter_map(|id| evidence.fact(id)?.rank)
                    .max()
                    .and_then(confidence),
                related: Vec::new(),
                end_column: Some(mark.end_column),
                own_severity: own.own_severity,
                suppression: None,
            });
        }
        report.findings.sort_by_key(|finding| {
            (
                std::cmp::Reverse(finding.severity),
                finding.line,
                finding.column,
            )
        });
        for own in questions {
            let mark = mark(file, own.span);
            let place = match manner.lang {
                Lang::Zh => format!("第 {} 行：", mark.line),
                Lang::En => format!("line {}: ", mark.line),
            };
            report.questions.push(Question {
                path: format!("page.{}", own.rule),
                rules: vec![own.rule.to_owned()],
                label: own.label.to_owned(),
                ask: format!("{place}{}", masker.free_but(own.ask, manner.public)),
                severity: own.severity,
            });
        }
        let blocks = |severity: Severity| severity == Severity::Error;
        report.verdict = if report.findings.iter().any(|own| blocks(own.severity)) {
            Verdict::Blocked
        } else if report.questions.iter().any(|own| blocks(own.severity)) {
            Verdict::Incomplete
        } else {
            Verdict::Ready
        };
        let wanted = report.findings.iter().filter_map(|own| own.line).collect();
        report.excerpt =
            Excerpt::of_page(file, |text| masker.free_but(text, manner.public), wanted);
        report
    }

    /// The report of a page that could not be read.
    pub fn unread_page(source: &str, error: &crate::source::ReadError, lang: Lang) -> Self {
        Self {
            is_page: true,
            ..Self::unread(source, error, lang)
        }
    }
}

/// Who says so: of each fact in turn, the newest first.
fn sources(evidence: &Remembered<'_>, facts: &[String], lang: Lang) -> Vec<String> {
    let mut brief: Vec<String> = Vec::new();
    for id in facts {
        let fact = evidence.fact(id);
        let mut sources: Vec<EvidenceSource> =
            fact.map_or(Vec::new(), |cited| cited.fact.sources.clone());
        sources.sort_by_key(|source| std::cmp::Reverse(source.date()));
        for line in sources.iter().map(|source| source.brief(lang)) {
            if !brief.contains(&line) {
                brief.push(line);
            }
        }
    }
    brief
}
