//! What somebody accepts, in a line, and entries that accept nothing.

use std::fmt::Write;

use super::{Detail, Writer};
use crate::source::escape_control;
use crate::text::Lang;

/// The accepted findings and the stale entries; empty where there are none.
pub(super) fn suppressed(writer: &Writer<'_>) -> String {
    let mut out = String::new();
    let draft = writer.draft;
    for stale in &draft.stale {
        let place = writer.place(stale.line, stale.column);
        let sentence = stale.sentence(writer.lang);
        let _ = writeln!(out, "{place} {}", escape_control(&sentence));
    }
    let count = draft.suppressed.len();
    if count > 0 {
        let by = |who: &str| {
            let own = draft.suppressed.iter().filter(|finding| {
                let by = finding.suppression.as_ref().map(|own| own.by);
                by == Some(who)
            });
            own.count()
        };
        let (allowed, known) = (by("allow"), by("baseline"));
        let _ = match writer.lang {
            Lang::Zh => writeln!(
                out,
                "已认可 {count} 处问题（[[allow]] {allowed}，基线 {known}），不影响退出码。"
            ),
            Lang::En => writeln!(
                out,
                "{count} accepted ([[allow]] {allowed}, baseline {known}), without effect on the exit status."
            ),
        };
        if writer.style.detail == Detail::Verbose {
            for finding in &draft.suppressed {
                let reason = finding
                    .suppression
                    .as_ref()
                    .and_then(|own| own.reason.as_deref())
                    .map(|reason| match writer.lang {
                        Lang::Zh => format!("（{reason}）"),
                        Lang::En => format!(" ({reason})"),
                    });
                let head = writer.head(finding.severity, &finding.rule, &finding.message);
                let reason = reason.unwrap_or_default();
                let _ = writeln!(out, "  {head}{}", escape_control(&reason));
            }
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}
