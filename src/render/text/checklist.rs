//! The checklist for a terminal: what to read first, the documents with their reasons, what is left
//! to do.

use std::fmt::Write;

use super::documents::{Depth, documents, title, with_what};
use super::guidance::{item, warnings};
use super::paint::Paint;
use super::verdict::{go_on, verdict, verdict_word};
use super::{Detail, Style, Writer, level};
use crate::evaluate::Verdict;
use crate::render::checklist::next::{label, steps};
use crate::render::checklist::sheet::Sheet;
use crate::render::checklist::words::count;
use crate::report::{DraftReport, RulesetInfo};
use crate::ruleset::Severity;
use crate::source::escape_control;
use crate::text::Lang;

/// The checklist of a draft as text.
pub fn checklist_text(draft: &DraftReport, ruleset: &RulesetInfo, style: Style) -> String {
    let writer = Writer {
        draft,
        style,
        paint: Paint(style.color),
        lang: draft.lang,
    };
    let quiet = style.detail == Detail::Quiet;
    let heading = with_what(&writer, writer.say("材料清单", "Checklist"));
    let mut out = String::new();
    // Without reasons the documents have this heading themselves.
    if !quiet || draft.documents.is_empty() {
        out.push_str(&title(&writer, &heading));
        out.push('\n');
    }
    out.push_str(&warnings(&writer));
    if !quiet {
        out.push_str(&to_mend(&writer));
    }
    let depth = if quiet { Depth::Form } else { Depth::Reasons };
    out.push_str(&documents(&writer, depth));
    if !quiet {
        out.push_str(&notes(&writer));
    }
    let _ = writeln!(out, "{}", count(draft));
    out.push_str(&wrapped_verdict(&writer, ruleset));
    out.push_str(&go_on(&writer));
    if !quiet {
        out.push('\n');
        out.push_str(&next(&writer));
    }
    out
}

/// The verdict in lines that fit, its word painted.
fn wrapped_verdict(writer: &Writer<'_>, ruleset: &RulesetInfo) -> String {
    let plain = Writer {
        paint: Paint(false),
        ..*writer
    };
    let mut out = String::new();
    for line in verdict(&plain, ruleset).lines() {
        item(&mut out, "", line, writer.style.width);
    }
    let told = verdict_word(writer.draft.verdict);
    let told = told.get(writer.lang);
    match out.strip_prefix(told) {
        Some(rest) => {
            let severity = match writer.draft.verdict {
                Verdict::Ready => None,
                Verdict::Incomplete => Some(Severity::Warning),
                Verdict::Blocked | Verdict::Unreadable => Some(Severity::Error),
            };
            let painted = match severity {
                None => writer.paint.good(told),
                Some(severity) => writer.paint.level(severity, told),
            };
            format!("{painted}{rest}")
        }
        None => out,
    }
}

/// What would be turned back, a paragraph each; where it stands and why, `check` tells.
fn to_mend(writer: &Writer<'_>) -> String {
    let mut out = String::new();
    let findings = writer
        .draft
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Notice);
    for finding in findings {
        let word = level(finding.severity);
        let (mark, colon) = match writer.lang {
            Lang::Zh => (word.zh, "："),
            Lang::En => (word.en, ": "),
        };
        let text = match &finding.help {
            Some(help) => format!("{mark}{colon}{} → {help}", finding.message),
            None => format!("{mark}{colon}{}", finding.message),
        };
        item(&mut out, "  ", &text, writer.style.width);
    }
    if !out.is_empty() {
        let heading = writer.say("要先改的", "To mend first");
        out.insert_str(0, &format!("{}\n", writer.paint.strong(heading)));
        out.push('\n');
    }
    out
}

/// What is good to know about the documents as a whole.
fn notes(writer: &Writer<'_>) -> String {
    let sheet = Sheet::of(writer.draft);
    let mut out = String::new();
    if sheet.notes.is_empty() {
        return out;
    }
    let heading = writer.say("准备时注意", "When you prepare them");
    let _ = writeln!(out, "{}", writer.paint.strong(heading));
    for note in sheet.notes {
        item(&mut out, "  · ", &note.text, writer.style.width);
    }
    out.push('\n');
    out
}

fn next(writer: &Writer<'_>) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", writer.paint.strong(label(writer.lang)));
    for (number, step) in (1usize..).zip(steps(writer.draft)) {
        let colon = writer.say("：", ":");
        let text = format!("{}{colon}", step.text.get(writer.lang));
        item(
            &mut out,
            &format!("  {number}. "),
            &text,
            writer.style.width,
        );
        for line in step.code {
            // A command that was broken into lines could not be copied.
            let _ = writeln!(out, "       {}", escape_control(&line));
        }
    }
    out
}
