//! What would have to be answered.

use std::fmt::Write;

use super::{Detail, Writer};
use crate::ruleset::Severity;
use crate::source::escape_control;
use crate::text::Lang;

/// So many questions are listed unless all are asked for.
const MOST: usize = 10;

pub(super) fn questions(writer: &Writer<'_>) -> String {
    let questions = &writer.draft.questions;
    let mut out = String::new();
    if questions.is_empty() {
        return out;
    }
    let heading = writer.say("待答的问题", "Questions to answer");
    let _ = writeln!(out, "{}", writer.paint.strong(heading));
    let shown = match writer.style.detail {
        Detail::Verbose => questions.len(),
        _ => MOST,
    };
    for (number, question) in (1usize..).zip(questions).take(shown) {
        let path = escape_control(&question.path);
        let (label, ask) = (&question.label, &question.ask);
        let count = question.rules.len();
        let optional = question.severity < Severity::Error;
        let about = match writer.lang {
            Lang::Zh => {
                let only = if optional {
                    "，只影响警告或提示"
                } else {
                    ""
                };
                format!("{path}（{label}），决定 {count} 条规则{only}")
            }
            Lang::En => {
                let only = if optional {
                    ", warnings or notices only"
                } else {
                    ""
                };
                let rules = if count == 1 { "rule" } else { "rules" };
                format!("{path} ({label}), decides {count} {rules}{only}")
            }
        };
        let _ = writeln!(out, "{number:>3}. {ask}");
        let _ = writeln!(out, "     {about}");
    }
    let more = questions.len().saturating_sub(shown);
    if more > 0 {
        let _ = match writer.lang {
            Lang::Zh => writeln!(out, "     还有 {more} 个（-v 全部列出）"),
            Lang::En => writeln!(out, "     and {more} more (-v lists all)"),
        };
    }
    out.push('\n');
    out
}
