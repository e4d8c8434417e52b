//! What no draft can show: what is to be read before anything is done, and what is good to know,
//! all of it where everything is asked for, else how much there is.

use std::fmt::Write;

use super::{Detail, Writer};
use crate::render::page::wrap;
use crate::report::GuidanceReport;
use crate::ruleset::Severity;
use crate::source::escape_control;
use crate::text::Lang;

/// What cannot be undone and the like.
pub(super) fn warnings(writer: &Writer<'_>) -> String {
    let mut out = String::new();
    let warnings: Vec<&GuidanceReport> = writer
        .draft
        .guidance
        .iter()
        .filter(|line| line.severity > Severity::Notice)
        .collect();
    if warnings.is_empty() {
        return out;
    }
    let heading = writer.say("办之前先看", "Read this first");
    let heading = writer.paint.level(Severity::Warning, heading);
    let _ = writeln!(out, "{heading}");
    for line in warnings {
        item(&mut out, "  ! ", &line.text, writer.style.width);
        if writer.style.detail == Detail::Verbose {
            let facts = escape_control(&line.facts.join(" ")).into_owned();
            let _ = writeln!(out, "    {facts}");
        }
    }
    out.push('\n');
    out
}

/// What is good to know.
pub(super) fn guidance(writer: &Writer<'_>) -> String {
    let lines: Vec<&GuidanceReport> = writer
        .draft
        .guidance
        .iter()
        .filter(|line| line.severity == Severity::Notice)
        .collect();
    let mut out = String::new();
    if lines.is_empty() {
        return out;
    }
    if writer.style.detail != Detail::Verbose {
        let count = lines.len();
        let _ = match writer.lang {
            Lang::Zh => writeln!(out, "另有 {count} 条须知，加 -v 查看。\n"),
            Lang::En => writeln!(out, "{count} more things to know: add -v.\n"),
        };
        return out;
    }
    let _ = writeln!(out, "{}", writer.say("须知", "Good to know"));
    for line in lines {
        let _ = writeln!(out, "  · {}", escape_control(&line.text));
        let facts = line.facts.join(" ");
        let _ = writeln!(out, "    {}", escape_control(&facts));
    }
    out.push('\n');
    out
}

/// A paragraph after a mark, further lines under its text.
pub(super) fn item(out: &mut String, mark: &str, text: &str, width: usize) {
    let indent = unicode_width::UnicodeWidthStr::width(mark);
    let text = escape_control(text);
    let room = width.saturating_sub(indent).max(20);
    for (index, line) in wrap(&text, room).iter().enumerate() {
        match index {
            0 => out.push_str(mark),
            _ => out.push_str(&" ".repeat(indent)),
        }
        out.push_str(line);
        out.push('\n');
    }
}
