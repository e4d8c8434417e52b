//! What a SARIF log tells of rules: what each is called, when it fails, what to do then.

use std::collections::HashMap;
use std::fmt::Write;

use serde_json::json;
use serde_sarif::sarif::{
    MultiformatMessageString, PropertyBag, ReportingConfiguration, ReportingDescriptor,
};

use super::remark::{MISSING, open_topic, unreadable_topic};
use super::sarif::{bag, level_name};
use crate::render::accepted::STALE;
use crate::render::plain_markdown;
use crate::report::{AppliedRule, DraftReport, Finding, Report};
use crate::ruleset::Severity;
use crate::source::escape_control;
use crate::text::Lang;

/// The rules that were applied to any of the drafts, each once.
pub(super) struct Rules {
    rules: Vec<AppliedRule>,
    indices: HashMap<String, i64>,
    lang: Lang,
}

impl Rules {
    pub fn of(report: &Report) -> Self {
        let mut rules = Self {
            rules: Vec::new(),
            indices: HashMap::new(),
            lang: report.drafts.first().map_or(Lang::Zh, |draft| draft.lang),
        };
        for draft in &report.drafts {
            for applied in &draft.applied {
                rules.add(&applied.id, || applied.clone());
            }
        }
        // Where a report does not list its rules, what fails must be known all the same.
        for finding in report.drafts.iter().flat_map(failing) {
            rules.add(&finding.rule, || AppliedRule {
                id: finding.rule.clone(),
                title: finding.title.clone(),
                severity: finding.severity,
                fails: Vec::new(),
                help: Vec::new(),
                facts: finding.facts.clone(),
            });
        }
        rules
    }

    fn add(&mut self, id: &str, rule: impl FnOnce() -> AppliedRule) {
        if !self.indices.contains_key(id) {
            let index = i64::try_from(self.rules.len()).unwrap_or(-1);
            self.indices.insert(id.to_owned(), index);
            self.rules.push(rule());
        }
    }

    /// Where a rule stands; -1 is SARIF's word for nowhere.
    pub fn index(&self, id: &str) -> i64 {
        self.indices.get(id).copied().unwrap_or(-1)
    }

    pub fn descriptors(&self) -> Vec<ReportingDescriptor> {
        let own = |rule| descriptor(rule, self.lang);
        self.rules.iter().map(own).collect()
    }
}

/// What fails of a draft, accepted or not.
fn failing(draft: &DraftReport) -> impl Iterator<Item = &Finding> {
    draft.findings.iter().chain(&draft.suppressed)
}

fn descriptor(rule: &AppliedRule, lang: Lang) -> ReportingDescriptor {
    let title = escape_control(&rule.title).into_owned();
    let fails: Vec<_> = rule.fails.iter().map(|text| escape_control(text)).collect();
    let about = match (fails.is_empty(), lang) {
        (true, _) => format!("{title}{}{}", stop(lang), no_branch(lang)),
        (false, Lang::Zh) => format!("{title}。不通过的情形：{}", fails.join("；")),
        (false, Lang::En) => format!("{title}. It fails with: {}", fails.join("; ")),
    };
    let properties = PropertyBag::builder()
        .tags(vec!["ICP".to_owned()])
        .additional_properties(
            bag([
                ("facts", json!(rule.facts)),
                // What GitHub sorts alerts by.
                ("problem.severity", json!(problem_severity(rule.severity))),
            ])
            .additional_properties,
        )
        .build();
    ReportingDescriptor::builder()
        .id(rule.id.clone())
        .short_description(MultiformatMessageString::from(&title))
        .full_description(MultiformatMessageString::from(&about))
        .help(help(rule, &title, lang))
        .default_configuration(
            ReportingConfiguration::builder()
                .level(level_name(rule.severity))
                .build(),
        )
        .properties(properties)
        .build()
}

fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "recommendation",
    }
}

/// What a rule is for that cannot fail.
fn no_branch(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "这条规则不会不通过，只决定要哪些材料",
        Lang::En => "This rule cannot fail; it decides which documents are needed",
    }
}

fn stop(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "。",
        Lang::En => ". ",
    }
}

/// What people read about a rule, as plain text and as Markdown.
fn help(rule: &AppliedRule, title: &str, lang: Lang) -> MultiformatMessageString {
    let (fails, what_to_do, facts, more) = match lang {
        Lang::Zh => ("不通过的情形", "怎么办", "依据", "详细"),
        Lang::En => ("It fails with", "What to do", "Evidence", "More"),
    };
    let mut text = format!("{title}\n");
    let mut markdown = format!("**{}**\n\n", plain_markdown(title));
    if rule.fails.is_empty() {
        let _ = writeln!(text, "\n{}", no_branch(lang));
        let _ = writeln!(markdown, "{}\n", no_branch(lang));
    }
    for (label, lines) in [(fails, &rule.fails), (what_to_do, &rule.help)] {
        if lines.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{label}");
        let _ = writeln!(markdown, "{label}\n");
        for line in lines {
            let _ = writeln!(text, "- {}", escape_control(line));
            let _ = writeln!(markdown, "- {}", plain_markdown(line));
        }
        markdown.push('\n');
    }
    if !rule.facts.is_empty() {
        let ids = rule.facts.join(" ");
        let ids = escape_control(&ids);
        let _ = writeln!(text, "\n{facts}\n{ids}");
        let _ = writeln!(markdown, "{facts}: {}\n", plain_markdown(&ids));
    }
    let id = escape_control(&rule.id);
    let _ = write!(text, "\n{more}\nbeian explain {id}");
    let _ = write!(markdown, "{more}: `beian explain {}`", id.replace('`', "'"));
    MultiformatMessageString::builder()
        .text(text)
        .markdown(markdown)
        .build()
}

/// What else a run may say, of drafts or of pages.
pub(super) fn topics(is_page: bool, lang: Lang) -> Vec<ReportingDescriptor> {
    let of_drafts = [&MISSING, &STALE].into_iter().filter(|_| !is_page);
    [unreadable_topic(is_page), open_topic(is_page)]
        .into_iter()
        .chain(of_drafts)
        .map(|topic| {
            let title = topic.title.get(lang).to_owned();
            ReportingDescriptor::builder()
                .id(topic.id)
                .short_description(MultiformatMessageString::from(&title))
                .build()
        })
        .collect()
}
