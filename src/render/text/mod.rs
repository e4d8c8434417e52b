//! The report for people: what is wrong with its place in the file, what to answer, what to
//! prepare, and the verdict at the end, where the eye is.

mod checklist;
mod documents;
mod guidance;
mod paint;
mod questions;
mod snippet;
mod suppressed;
mod verdict;

use std::fmt::Write;

use crate::evaluate::Verdict;
use crate::report::{DraftReport, ErrorReport, Finding, Report, RulesetInfo};
use crate::ruleset::Severity;
use crate::source::escape_control;
use crate::text::{Lang, Text};

pub use checklist::checklist_text;
use documents::Depth;
use paint::Paint;

pub(super) use verdict::{verdict_word, verdict_word_of};

/// Whether `beian explain` can be pointed to.
const HAS_EXPLAIN: bool = true;
/// So many places that cannot be read are told, unless all are asked for.
const MOST_ERRORS: usize = 50;
/// How many sources are named with a finding.
const MOST_SOURCES: usize = 3;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Errors in a line each, and the verdict (`-q`).
    Quiet,
    /// What an applicant needs.
    #[default]
    Normal,
    /// All questions, all sources, the ids of the evidence (`-v`).
    Verbose,
}

/// How the text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether it is coloured with terminal sequences.
    pub color: bool,
    /// How many columns there are.
    pub width: usize,
    /// How much is said.
    pub detail: Detail,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            color: false,
            width: 80,
            detail: Detail::Normal,
        }
    }
}

/// A whole report.
pub fn text(report: &Report, style: Style) -> String {
    let mut out = String::new();
    let many = report.drafts.len() > 1;
    for draft in &report.drafts {
        if many {
            let paint = Paint(style.color);
            let name = paint.strong(&escape_control(&draft.source));
            let _ = writeln!(out, "── {name}");
        }
        out.push_str(&text_of_draft(draft, &report.ruleset, style));
        if many {
            out.push('\n');
        }
    }
    if many {
        let lang = report.drafts.first().map(|draft| draft.lang);
        let is_of_pages = report.drafts.iter().all(|draft| draft.is_page);
        let summary = if is_of_pages {
            verdict::summary_of_pages
        } else {
            verdict::summary
        };
        out.push_str(&summary(
            &report.summary,
            report.drafts.len(),
            lang.unwrap_or_default(),
        ));
    }
    // How old the rules are is said once, however many pages there are.
    if let Some(page) = report.drafts.first().filter(|draft| draft.is_page) {
        let age = crate::render::checklist::words::age(page, &report.ruleset);
        let _ = writeln!(out, "{}", escape_control(&age));
    }
    out
}

/// One draft of a report.
pub fn text_of_draft(draft: &DraftReport, ruleset: &RulesetInfo, style: Style) -> String {
    let writer = Writer {
        draft,
        style,
        paint: Paint(style.color),
        lang: draft.lang,
    };
    let mut out = String::new();
    writer.errors(&mut out);
    for finding in &draft.findings {
        writer.finding(&mut out, finding);
    }
    if style.detail != Detail::Quiet {
        out.push_str(&suppressed::suppressed(&writer));
        // Before what could not be read is mended, questions and documents would mislead.
        if draft.verdict != Verdict::Unreadable {
            out.push_str(&questions::questions(&writer));
            out.push_str(&guidance::warnings(&writer));
            out.push_str(&documents::documents(&writer, Depth::Form));
            out.push_str(&guidance::guidance(&writer));
        }
    }
    out.push_str(&verdict::verdict(&writer, ruleset));
    out.push_str(&verdict::go_on(&writer));
    out
}

/// What the parts of the text are written with.
struct Writer<'a> {
    draft: &'a DraftReport,
    style: Style,
    paint: Paint,
    lang: Lang,
}

impl Writer<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn finding(&self, out: &mut String, finding: &Finding) {
        let head = self.head(finding.severity, &finding.rule, &finding.message);
        if self.style.detail == Detail::Quiet {
            if finding.severity == Severity::Error {
                let place = self.place(finding.line, finding.column);
                let _ = writeln!(out, "{place} {head}");
            }
            return;
        }
        let _ = writeln!(out, "{head}");
        let marks = snippet::Marks::of_finding(finding);
        out.push_str(&snippet::snippet(self, finding.severity, &marks));
        let indent = marks.indent();
        let mut note = |text: String| {
            let _ = writeln!(out, "{indent}{} {text}", self.paint.frame("="));
        };
        if let Some(help) = &finding.help {
            let label = self.say("怎么办：", "what to do: ");
            let help = escape_control(help);
            note(format!("{}{help}", self.paint.strong(label)));
        }
        if let Some(own) = finding.own_severity {
            let own = level(own);
            note(match self.lang {
                Lang::Zh => format!("级别由配置决定；规则自己定的是{}", own.zh),
                Lang::En => format!(
                    "graded by the configuration; the rule itself says {}",
                    own.en
                ),
            });
        }
        for line in self.basis(finding) {
            note(line);
        }
        if HAS_EXPLAIN {
            let label = self.say("详细：", "more: ");
            note(format!(
                "{label}beian explain {}",
                escape_control(&finding.rule)
            ));
        }
        out.push('\n');
    }

    /// Where a finding comes from: the newest sources, or all of them.
    fn basis(&self, finding: &Finding) -> Vec<String> {
        let mut lines = Vec::new();
        let label = self.say("依据：", "source: ");
        let confidence = self.confidence(finding);
        let sources = finding.sources.iter().map(|source| escape_control(source));
        if self.style.detail == Detail::Verbose {
            lines.extend(sources.map(|source| format!("{label}{source}")));
            let facts = finding.facts.join(" ");
            let facts_label = self.say("事实：", "facts: ");
            lines.push(format!(
                "{facts_label}{}{confidence}",
                escape_control(&facts)
            ));
        } else {
            let some: Vec<_> = sources.take(MOST_SOURCES).collect();
            if !some.is_empty() {
                lines.push(format!("{label}{}{confidence}", some.join(" · ")));
            }
        }
        lines
    }

    fn confidence(&self, finding: &Finding) -> &'static str {
        match finding.confidence {
            Some("high") => self.say("（可信度 高）", " (confidence: high)"),
            Some("medium") => self.say("（可信度 中）", " (confidence: medium)"),
            Some("low") => self.say("（可信度 低）", " (confidence: low)"),
            _ => "",
        }
    }

    fn head(&self, severity: Severity, rule: &str, message: &str) -> String {
        let (level, colon) = match self.lang {
            Lang::Zh => (level(severity).zh, "："),
            Lang::En => (level(severity).en, ": "),
        };
        let level = self.paint.level(severity, &level);
        let rule = self.paint.strong(&escape_control(rule));
        format!("{level} {rule}{colon}{}", escape_control(message))
    }

    /// What could not be read: more than anybody mends at a time only where all is asked for.
    fn errors(&self, out: &mut String) {
        let errors = &self.draft.errors;
        let shown = match self.style.detail {
            Detail::Verbose => errors.len(),
            _ => MOST_ERRORS,
        };
        for error in errors.iter().take(shown) {
            self.error(out, error);
        }
        let more = errors.len().saturating_sub(shown);
        if more == 0 {
            return;
        }
        let way = match self.style.detail {
            Detail::Quiet => "--format json",
            _ => "-v",
        };
        let _ = match self.lang {
            Lang::Zh => writeln!(out, "还有 {more} 处读不出（{way} 全部列出）"),
            Lang::En => writeln!(out, "{more} more cannot be read ({way} lists all)"),
        };
        if self.style.detail != Detail::Quiet {
            out.push('\n');
        }
    }

    fn error(&self, out: &mut String, error: &ErrorReport) {
        let word = self.say("读不出", "unreadable");
        let word = self.paint.level(Severity::Error, word);
        let colon = self.say("：", ": ");
        let message = escape_control(&error.message);
        if self.style.detail == Detail::Quiet {
            let place = self.place(error.line, error.column);
            let _ = writeln!(out, "{place} {word}{colon}{message}");
            return;
        }
        let _ = writeln!(out, "{word}{colon}{message}");
        let marks = snippet::Marks::of_error(error);
        out.push_str(&snippet::snippet(self, Severity::Error, &marks));
        if let Some(help) = &error.help {
            let label = self.paint.strong(self.say("怎么办：", "what to do: "));
            let frame = self.paint.frame("=");
            let help = escape_control(help);
            let _ = writeln!(out, "{}{frame} {label}{help}", marks.indent());
        }
        out.push('\n');
    }

    /// `file:line:column:`, as far as it is known.
    fn place(&self, line: Option<usize>, column: Option<usize>) -> String {
        let mut place = self.draft.excerpt.name.clone();
        for number in [line, column].into_iter().flatten() {
            let _ = write!(place, ":{number}");
        }
        place.push(':');
        place
    }
}

/// What a severity is called.
fn level(severity: Severity) -> Text {
    match severity {
        Severity::Error => Text::fixed("错误", "error"),
        Severity::Warning => Text::fixed("警告", "warning"),
        Severity::Notice => Text::fixed("提示", "notice"),
    }
}
