//! What each format says, as a reader that is not ours gets it: the rule or topic, the message with
//! what to do, and the line. They are compared with what the report says.

use beian::evaluate::Verdict;
use beian::render::{
    Base, annotations, code_quality, json_lines, junit, markdown, report_html, sarif,
};
use beian::report::{FailOn, Report};
use beian::source::escape_control;
use beian::text::Lang;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

use crate::commands::{self, Command};
use crate::junit::root;
use crate::page::Page;

/// A rule or topic, what is said, and where.
pub type Said = (String, String, Option<u64>);

pub fn base() -> Base {
    Base::new("/库".as_ref(), "/库".as_ref())
}

/// The findings and errors that a report has, said as a line and a line of advice.
pub fn expected(report: &Report) -> Vec<Said> {
    let mut said = Vec::new();
    for draft in &report.drafts {
        let label = match draft.lang {
            Lang::Zh => "怎么办：",
            Lang::En => "what to do: ",
        };
        let text = |message: &str, help: Option<&String>| {
            let mut text = escape_control(message).into_owned();
            if let Some(help) = help {
                text = format!("{text}\n{label}{}", escape_control(help));
            }
            text
        };
        for error in &draft.errors {
            let text = text(&error.message, error.help.as_ref());
            said.push((
                "unreadable-draft".to_owned(),
                text,
                error.line.map(|line| line as u64),
            ));
        }
        for finding in &draft.findings {
            let text = text(&finding.message, finding.help.as_ref());
            said.push((
                finding.rule.clone(),
                text,
                finding.line.map(|line| line as u64),
            ));
        }
        for stale in &draft.stale {
            said.push((
                STALE.to_owned(),
                escape_control(&stale.sentence(draft.lang)).into_owned(),
                stale.line.map(|line| line as u64),
            ));
        }
    }
    said
}

/// The accepted findings that a report has: the rule, what is said, and the reason.
fn expected_accepted(report: &Report) -> Vec<(String, String, Option<String>)> {
    let accepted = report.drafts.iter().flat_map(|draft| {
        draft.suppressed.iter().map(move |finding| {
            let label = match draft.lang {
                Lang::Zh => "怎么办：",
                Lang::En => "what to do: ",
            };
            let mut text = escape_control(&finding.message).into_owned();
            if let Some(help) = &finding.help {
                text = format!("{text}\n{label}{}", escape_control(help));
            }
            let own = finding.suppression.as_ref().unwrap();
            let reason = own.reason.as_ref();
            (
                finding.rule.clone(),
                text,
                reason.map(|reason| escape_control(reason).into_owned()),
            )
        })
    });
    accepted.collect()
}

/// The same as a reader of SARIF gets it.
fn sarif_accepted(log: &Value) -> Vec<(String, String, Option<String>)> {
    let results = log["runs"][0]["results"].as_array().unwrap().iter();
    let suppressed = results.filter(|own| own["suppressions"] != Value::Array(Vec::new()));
    suppressed
        .map(|own| {
            (
                own["ruleId"].as_str().unwrap().to_owned(),
                shown(own["message"]["text"].as_str().unwrap()),
                own["suppressions"][0]["justification"]
                    .as_str()
                    .map(str::to_owned),
            )
        })
        .collect()
}

/// The topic of an acceptance that accepts nothing.
const STALE: &str = "stale-acceptance";

/// Whether a topic is neither a rule nor a draft that cannot be read.
fn is_rest(id: &str) -> bool {
    matches!(id, "incomplete-data" | "missing-documents")
}

/// A message of SARIF as viewers show it: with its escapes taken back, and no link in it.
fn shown(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    let is_escaped = text.contains("](");
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(next @ ('[' | ']' | '\\'))) if is_escaped => {
                out.push(*next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}

pub fn by_sarif(report: &Report) -> Vec<Said> {
    let log: Value = serde_json::from_str(&sarif(report, FailOn::Error, &base())).unwrap();
    assert_eq!(sarif_accepted(&log), expected_accepted(report));
    let run = &log["runs"][0];
    let mut said = Vec::new();
    for draft in &report.drafts {
        let uri = base().uri(&draft.source);
        let is_own = |own: &&Value| {
            own["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str()
                == uri.as_deref()
        };
        let line =
            |own: &Value| own["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64();
        let text = |own: &Value| shown(own["message"]["text"].as_str().unwrap());
        let mut stale = Vec::new();
        let notifications = run["invocations"][0]["toolExecutionNotifications"]
            .as_array()
            .unwrap();
        for own in notifications.iter().filter(is_own) {
            let id = own["descriptor"]["id"].as_str().unwrap();
            if id == STALE {
                stale.push((id.to_owned(), text(own), line(own)));
            } else if !is_rest(id) {
                said.push((id.to_owned(), text(own), line(own)));
            }
        }
        let results = run["results"].as_array().unwrap().iter().filter(is_own);
        for own in results.filter(|own| own["suppressions"] == Value::Array(Vec::new())) {
            let id = own["ruleId"].as_str().unwrap();
            // The index leads to the same rule.
            let index = own["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], id);
            said.push((id.to_owned(), text(own), line(own)));
        }
        said.extend(stale);
    }
    said
}

pub fn by_gitlab(report: &Report) -> Vec<Said> {
    let issues: Value =
        serde_json::from_str(&code_quality(report, FailOn::Error, &base())).unwrap();
    let mut said = Vec::new();
    for issue in issues.as_array().unwrap() {
        let id = issue["check_name"].as_str().unwrap();
        if !is_rest(id) {
            let text = issue["description"].as_str().unwrap();
            let line = issue["location"]["lines"]["begin"].as_u64();
            said.push((id.to_owned(), text.to_owned(), line));
        }
    }
    said
}

pub fn by_github(report: &Report) -> Vec<Said> {
    let log = annotations(report, FailOn::Error, &base());
    let mut said = Vec::new();
    for line in log.lines() {
        let Command {
            name,
            properties,
            data,
        } = commands::read(line).unwrap();
        assert!(
            ["error", "warning", "notice"].contains(&name.as_str()),
            "{name}"
        );
        let title = properties.get("title").unwrap();
        let id = title.rsplit(['（', '(']).next().unwrap();
        let id = id.trim_end_matches(['）', ')']).to_owned();
        if !is_rest(&id) {
            let line = properties.get("line").map(|line| line.parse().unwrap());
            said.push((id, data, line));
        }
    }
    said
}

pub fn by_jsonl(report: &Report) -> Vec<Value> {
    json_lines(report)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The texts of failures, errors and the suites' output, by the name of the case.
pub fn by_junit(report: &Report) -> Vec<(String, String)> {
    let mut said = Vec::new();
    for suite in root(&junit(report, FailOn::Error)).children {
        for own in &suite.children {
            if own.name == "system-out" {
                said.push((own.name.clone(), own.text.clone()));
            }
            for outcome in own.children.iter().filter(|_| own.name == "testcase") {
                let text = match outcome.name.as_str() {
                    "skipped" => &outcome.attributes["message"],
                    _ => &outcome.text,
                };
                said.push((own.attributes["name"].clone(), text.clone()));
            }
        }
    }
    said
}

/// The texts of the list items of the comment, and of its headings. Anything but text, lists and
/// tables is a fault.
pub fn by_markdown(report: &Report) -> Vec<String> {
    let text = markdown(report);
    let mut blocks = vec![String::new()];
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(&text, options) {
        match event {
            // What keeps a forge from seeing a name or a number is not seen by people.
            Event::Text(text) => {
                blocks
                    .last_mut()
                    .unwrap()
                    .push_str(&text.replace('\u{2060}', ""));
            }
            Event::Html(html) => {
                let html = html.trim();
                let is_own = html == "</details>"
                    || html.strip_prefix("<details><summary>").is_some_and(|rest| {
                        rest.strip_suffix("</summary>")
                            .is_some_and(|label| !label.contains('<'))
                    });
                assert!(is_own, "HTML in the comment: {html}");
            }
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::List(_)
                | Tag::Item
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell,
            ) => blocks.push(String::new()),
            Event::Start(Tag::Strong | Tag::HtmlBlock)
            | Event::End(_)
            | Event::TaskListMarker(_) => {}
            other => panic!("{other:?} in the comment:\n{text}"),
        }
    }
    blocks
}

/// The texts of the list items of the page.
pub fn by_html(report: &Report) -> Vec<String> {
    let page = Page::parse(&report_html(report));
    assert_eq!(page.errors, [] as [&str; 0], "the page is faulty");
    for (name, attributes) in &page.tags {
        assert!(!["script", "img", "iframe", "object", "link", "form"].contains(&name.as_str()));
        assert!(attributes.iter().all(|name| !name.starts_with("on")));
    }
    page.texts_of("li").into_iter().map(str::to_owned).collect()
}

/// All readers agree with the report.
pub fn assert_said(report: &Report) {
    let expected = expected(report);
    assert_eq!(by_sarif(report), expected, "SARIF");
    assert_eq!(by_github(report), expected, "GitHub");
    let first_line = |said: &Said| (said.0.clone(), said.1.clone(), said.2.or(Some(1)));
    let on_lines: Vec<Said> = expected.iter().map(first_line).collect();
    assert_eq!(by_gitlab(report), on_lines, "GitLab");
    let lines = by_jsonl(report);
    assert_eq!(lines.len(), report.drafts.len());
    let listed = serde_json::to_value(&report.drafts).unwrap();
    assert_eq!(Value::Array(lines), listed, "JSON lines");
    let junit = by_junit(report);
    for (id, text, _) in &expected {
        assert!(
            junit
                .iter()
                .any(|(case, all)| { (case == id || case == "system-out") && all.contains(text) }),
            "JUnit lacks {id}: {text:?} in {junit:?}"
        );
    }
    for (rule, _, reason) in expected_accepted(report) {
        let reason = reason.unwrap_or_default();
        // A reader puts the blanks of an attribute in order, not those of its text.
        let is_told = |(case, all): &(String, String)| {
            (*case == rule || case == "system-out") && all.contains(reason.trim())
        };
        assert!(
            junit.iter().any(is_told),
            "JUnit lacks {rule}: {reason:?} in {junit:?}"
        );
    }
    let blocks = by_markdown(report);
    let items = by_html(report);
    for draft in &report.drafts {
        let messages = draft.errors.iter().map(|error| &error.message);
        let messages = messages.chain(draft.findings.iter().map(|finding| &finding.message));
        let helps = draft.errors.iter().filter_map(|error| error.help.as_ref());
        let helps = helps.chain(
            draft
                .findings
                .iter()
                .filter_map(|finding| finding.help.as_ref()),
        );
        let accepted = draft.suppressed.iter().flat_map(|finding| {
            let own = finding.suppression.as_ref();
            let reason = own.and_then(|own| own.reason.as_ref());
            [Some(&finding.message), reason].into_iter().flatten()
        });
        let stale = draft.stale.iter().map(|stale| &stale.message);
        for text in messages.chain(helps).chain(accepted).chain(stale) {
            let shown = escape_control(text);
            // Blanks at the ends are not Markdown's.
            let text = shown.trim();
            assert!(
                blocks.iter().any(|block| block.contains(text)),
                "Markdown lacks {text:?} in {blocks:#?}"
            );
            assert!(
                items.iter().any(|item| item.contains(text)),
                "the page lacks {text:?}"
            );
        }
        assert!(
            draft.verdict != Verdict::Unreadable || !items.is_empty() || draft.errors.is_empty()
        );
    }
}
