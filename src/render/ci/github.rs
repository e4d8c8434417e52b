//! Workflow commands of GitHub Actions: a line each, which the runner turns into an annotation of
//! the draft's line.

use std::fmt::Write;

use super::base::Base;
use super::remark::{Remark, remarks};
use crate::report::{FailOn, Report};
use crate::ruleset::Severity;
use crate::source::escape_control;
use crate::text::Lang;

/// Annotations of everything there is to say of the drafts of a run.
pub fn annotations(report: &Report, fail_on: FailOn, base: &Base) -> String {
    let mut out = String::new();
    for draft in &report.drafts {
        let file = base.path(&draft.source);
        for remark in remarks(draft, fail_on) {
            command(&mut out, &remark, file.as_deref(), draft.lang);
        }
    }
    out
}

fn command(out: &mut String, remark: &Remark<'_>, file: Option<&str>, lang: Lang) {
    let name = match remark.level {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    };
    let mut properties: Vec<(&str, String)> = Vec::new();
    if let Some(file) = file {
        properties.push(("file", escape_control(file).into_owned()));
        let numbers = [
            ("line", remark.line),
            ("endLine", remark.line),
            ("col", remark.column),
            // The runner's last column is part of what is meant.
            ("endColumn", last_column(remark)),
        ];
        for (key, number) in numbers {
            if let Some(number) = number {
                properties.push((key, number.to_string()));
            }
        }
    }
    properties.push(("title", title(remark, lang)));
    let properties: Vec<String> = properties
        .iter()
        .map(|(key, value)| format!("{key}={}", property(value)))
        .collect();
    let _ = writeln!(
        out,
        "::{name} {}::{}",
        properties.join(","),
        data(&remark.text(lang))
    );
}

fn title(remark: &Remark<'_>, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}（{}）", remark.title, escape_control(remark.id)),
        Lang::En => format!("{} ({})", remark.title, escape_control(remark.id)),
    }
}

fn last_column(remark: &Remark<'_>) -> Option<usize> {
    let first = remark.column?;
    Some(remark.end_column?.saturating_sub(1).max(first))
}

/// What follows the second `::`. The percent sign comes first, or it would be escaped twice.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, which also ends at a colon or a comma.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Text for people on the runner's log, where a line that looks like a workflow command would be
/// one: the runner takes `::name` at the start of a line, and `##[name]` anywhere.
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start();
        let (indent, _) = line.split_at(line.len().saturating_sub(rest.len()));
        out.push_str(indent);
        match rest.strip_prefix("::") {
            Some(rest) => {
                out.push_str(": :");
                out.push_str(&rest.replace("##[", "# #["));
            }
            None => out.push_str(&rest.replace("##[", "# #[")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_early() {
        assert_eq!(data("100%\r\n::error::%0A"), "100%25%0D%0A::error::%250A");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }

    #[test]
    fn text_is_no_command() {
        for (text, wanted) in [
            ("一\n二\n", "一\n二\n"),
            ("::error::x\n", ": :error::x\n"),
            ("一 ::error::x", "一 ::error::x"),
            (
                "  \t::set-env name=A::b\n\n",
                "  \t: :set-env name=A::b\n\n",
            ),
            ("a ##[add-mask]b", "a # #[add-mask]b"),
            ("", ""),
        ] {
            assert_eq!(harmless(text), wanted);
        }
    }
}
