//! JUnit's XML, as the schema of Ant has it, which all readers of it take: a suite a draft, a case a
//! rule. The crates that write JUnit do not hold to that schema (it wants properties, both outputs
//! and a time without zone, and no counts on the root), so the elements are written here.

use std::fmt::Write as _;
use std::io::Result;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::remark::{About, MISSING, OPEN, Remark, UNREADABLE, accepted, remarks};
use crate::evaluate::Verdict;
use crate::render::accepted::sentence;
use crate::report::{DraftReport, FailOn, Question, Report};
use crate::ruleset::Severity;
use crate::source::escape_control;
use crate::text::Lang;

/// What came of a case.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    Skipped(String),
    /// The kind, the message in a line, and everything about it.
    Failed(&'static str, String, String),
    Error(&'static str, String, String),
}

#[derive(Debug)]
struct Case {
    name: String,
    outcome: Outcome,
}

/// The whole report. A case fails where the run would by `fail_on`; where nothing fails a run, as
/// errors do by default.
pub fn junit(report: &Report, fail_on: FailOn) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory does not fail.
    let _ = document(&mut writer, report, fail_on);
    let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

type Xml = Writer<Vec<u8>>;

fn document(writer: &mut Xml, report: &Report, fail_on: FailOn) -> Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer
        .create_element("testsuites")
        .write_inner_content(|writer| {
            for (id, draft) in report.drafts.iter().enumerate() {
                suite(writer, report, draft, id, fail_on)?;
            }
            Ok(())
        })?;
    Ok(())
}

fn suite(
    writer: &mut Xml,
    report: &Report,
    draft: &DraftReport,
    id: usize,
    fail_on: FailOn,
) -> Result<()> {
    let remarks = remarks(draft, fail_on);
    let cases = cases(draft, &remarks, fail_on);
    let count = |is: fn(&Outcome) -> bool| {
        let counted = cases.iter().filter(|case| is(&case.outcome));
        counted.count().to_string()
    };
    let name = name(&draft.source);
    let day = draft.as_of.as_ref().unwrap_or(&report.as_of);
    writer
        .create_element("testsuite")
        .with_attributes([
            ("id", id.to_string().as_str()),
            ("name", &name),
            ("package", report.tool.name),
            // The day of submission: a time of the run would differ from run to run.
            ("timestamp", &format!("{}T00:00:00", xml(day))),
            ("hostname", "localhost"),
            ("tests", &cases.len().to_string()),
            (
                "failures",
                &count(|outcome| matches!(outcome, Outcome::Failed(..))),
            ),
            (
                "errors",
                &count(|outcome| matches!(outcome, Outcome::Error(..))),
            ),
            (
                "skipped",
                &count(|outcome| matches!(outcome, Outcome::Skipped(_))),
            ),
            ("time", "0"),
        ])
        .write_inner_content(|writer| {
            properties(writer, report, draft)?;
            // Readers group cases by the words before the last full stop.
            let class = format!("{}.{}", report.tool.name, name.replace('.', "_"));
            for own in &cases {
                case(writer, own, &class)?;
            }
            text(writer, "system-out", &rest(draft, &remarks, fail_on))?;
            text(writer, "system-err", "")
        })?;
    Ok(())
}

fn properties(writer: &mut Xml, report: &Report, draft: &DraftReport) -> Result<()> {
    let missing = draft.documents_missing.to_string();
    let known = [
        ("verdict", Some(draft.verdict.id())),
        ("id", draft.id.as_deref()),
        ("filing", draft.filing),
        ("province", draft.province.as_deref()),
        ("provider", draft.provider),
        ("subject", draft.subject),
        ("documents-missing", Some(missing.as_str())),
        ("ruleset-version", Some(report.ruleset.version.as_str())),
        ("ruleset-digest", Some(report.ruleset.digest.as_str())),
        ("ruleset-as-of", Some(report.ruleset.as_of.as_str())),
    ];
    writer
        .create_element("properties")
        .write_inner_content(|writer| {
            for (name, value) in known {
                if let Some(value) = value {
                    let value = xml(value);
                    writer
                        .create_element("property")
                        .with_attributes([("name", name), ("value", value.as_str())])
                        .write_empty()?;
                }
            }
            Ok(())
        })?;
    Ok(())
}

fn case(writer: &mut Xml, case: &Case, class: &str) -> Result<()> {
    let element = writer.create_element("testcase").with_attributes([
        ("name", case.name.as_str()),
        ("classname", class),
        ("time", "0"),
    ]);
    let (tag, kind, message, all) = match &case.outcome {
        Outcome::Passed => {
            element.write_empty()?;
            return Ok(());
        }
        Outcome::Skipped(message) => ("skipped", None, message, None),
        Outcome::Failed(kind, message, all) => ("failure", Some(*kind), message, Some(all)),
        Outcome::Error(kind, message, all) => ("error", Some(*kind), message, Some(all)),
    };
    element.write_inner_content(|writer| {
        let attributes = [("message", Some(message.as_str())), ("type", kind)];
        let attributes = attributes
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        let element = writer.create_element(tag).with_attributes(attributes);
        match all {
            Some(all) => element.write_text_content(BytesText::new(all))?,
            None => element.write_empty()?,
        };
        Ok(())
    })?;
    Ok(())
}

fn text(writer: &mut Xml, tag: &str, text: &str) -> Result<()> {
    let element = writer.create_element(tag);
    match text {
        "" => element.write_empty()?,
        text => element.write_text_content(BytesText::new(text))?,
    };
    Ok(())
}

/// From what on a finding fails its case.
fn least(fail_on: FailOn) -> Severity {
    match fail_on >= FailOn::Warning {
        true => Severity::Warning,
        false => Severity::Error,
    }
}

fn cases(draft: &DraftReport, remarks: &[Remark<'_>], fail_on: FailOn) -> Vec<Case> {
    let lang = draft.lang;
    let mut cases = Vec::new();
    let about = |about: About| -> Vec<&Remark<'_>> {
        let own = remarks.iter().filter(move |remark| remark.about == about);
        own.collect()
    };
    let unreadable = about(About::Unreadable);
    if let Some(first) = unreadable.first() {
        cases.push(Case {
            name: UNREADABLE.id.to_owned(),
            outcome: Outcome::Error("unreadable", xml(&first.message), all(&unreadable, lang)),
        });
    }
    let mut ids: Vec<&str> = draft.applied.iter().map(|rule| rule.id.as_str()).collect();
    for finding in draft.findings.iter().chain(&draft.suppressed) {
        if !ids.contains(&finding.rule.as_str()) {
            ids.push(&finding.rule);
        }
    }
    for id in ids {
        let failing: Vec<&Remark<'_>> = remarks
            .iter()
            .filter(|remark| remark.about == About::Rule && remark.id == id)
            .filter(|remark| remark.level >= least(fail_on))
            .collect();
        let outcome = match failing.first() {
            Some(first) => {
                Outcome::Failed(first.level.id(), xml(&first.message), all(&failing, lang))
            }
            None => {
                let mut why = acceptances(draft, id);
                why.extend(open(draft, id).map(|question| question.ask.clone()));
                match why.is_empty() {
                    true => Outcome::Passed,
                    false => Outcome::Skipped(xml(&why.join(stop(lang)))),
                }
            }
        };
        cases.push(Case {
            name: name(id),
            outcome,
        });
    }
    // What else can fail a run, where it does.
    for (about_it, topic, counts) in [
        (About::Open, &OPEN, fail_on >= FailOn::Incomplete),
        (About::Missing, &MISSING, fail_on >= FailOn::Documents),
    ] {
        let told = about(about_it);
        if let Some(first) = told.first().filter(|_| counts) {
            cases.push(Case {
                name: topic.id.to_owned(),
                outcome: Outcome::Failed(topic.id, xml(&first.message), all(&told, lang)),
            });
        }
    }
    cases
}

/// What is accepted of a rule, in sentences.
fn acceptances(draft: &DraftReport, rule: &str) -> Vec<String> {
    let own = draft.suppressed.iter();
    let own = own.filter(|finding| finding.rule == rule);
    own.map(|finding| sentence(finding, draft.lang)).collect()
}

/// What stands between two sentences.
fn stop(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    }
}

/// What would have to be known to decide a rule. Of a draft that cannot be read nothing is asked
/// before that is mended.
fn open<'d>(draft: &'d DraftReport, rule: &str) -> Option<&'d Question> {
    let asks = |question: &&Question| question.rules.iter().any(|own| own == rule);
    draft
        .questions
        .iter()
        .filter(|_| draft.verdict != Verdict::Unreadable)
        .find(asks)
}

/// What fails no case: lesser findings, what else is left, and what is accepted of rules that fail
/// elsewhere (that of others is told where the case is skipped).
fn rest(draft: &DraftReport, remarks: &[Remark<'_>], fail_on: FailOn) -> String {
    let left: Vec<&Remark<'_>> = remarks
        .iter()
        .filter(|remark| match remark.about {
            About::Rule => remark.level < least(fail_on),
            About::Open => fail_on < FailOn::Incomplete,
            About::Missing => fail_on < FailOn::Documents,
            About::Unreadable => false,
            About::Stale => true,
        })
        .collect();
    let mut out = all(&left, draft.lang);
    for own in accepted(draft) {
        let fails = |remark: &Remark<'_>| {
            remark.about == About::Rule && remark.id == own.id && remark.level >= least(fail_on)
        };
        if let Some(finding) = own.finding.filter(|_| remarks.iter().any(fails)) {
            if !out.is_empty() {
                out.push('\n');
            }
            place(&mut out, &own, draft.lang);
            let _ = writeln!(out, "{}", sentence(finding, draft.lang));
        }
    }
    out
}

/// Everything about some remarks, with their places.
fn all(remarks: &[&Remark<'_>], lang: Lang) -> String {
    let mut out = String::new();
    for (index, remark) in remarks.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        place(&mut out, remark, lang);
        let _ = writeln!(out, "[{}] {}", remark.level.id(), remark.text(lang));
        for source in remark.finding.iter().flat_map(|finding| &finding.sources) {
            let label = match lang {
                Lang::Zh => "依据：",
                Lang::En => "source: ",
            };
            let _ = writeln!(out, "{label}{}", escape_control(source));
        }
    }
    out
}

/// Where a remark belongs.
fn place(out: &mut String, remark: &Remark<'_>, lang: Lang) {
    if let Some(line) = remark.line {
        let column = remark.column.unwrap_or(1);
        let _ = match lang {
            Lang::Zh => write!(out, "第 {line} 行第 {column} 列 "),
            Lang::En => write!(out, "line {line}, column {column} "),
        };
    }
    if let Some(path) = remark.path {
        let _ = write!(out, "{} ", escape_control(path));
    }
}

/// A name of at least one character that is the same after a reader has put its blanks in order.
fn name(text: &str) -> String {
    let text = xml(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.is_empty() {
        true => "-".to_owned(),
        false => words.join(" "),
    }
}

/// Text on one line; what XML cannot hold is made visible with the rest that is.
fn xml(text: &str) -> String {
    escape_control(text).into_owned()
}
