//! What is good to know of this filing and no draft can show: all of it where everything is asked
//! for, else how much there is.

use std::fmt::Write;

use super::{Detail, Writer};
use crate::source::escape_control;
use crate::text::Lang;

pub(super) fn guidance(writer: &Writer<'_>) -> String {
    let lines = &writer.draft.guidance;
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
