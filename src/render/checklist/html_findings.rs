//! What was found of a draft, as parts of its page: why it could not be read, what fails, where.

use maud::{Markup, html};

use super::html::{Page, SOURCES, clean};
use crate::render::accepted::{STALE, by, heading};
use crate::report::Finding;
use crate::ruleset::Severity;
use crate::text::Lang;

impl Page<'_> {
    pub(super) fn errors(&self) -> Markup {
        html! {
            @if !self.draft.errors.is_empty() {
                section.box.bad {
                    h2 { (self.say("读不出的", "What cannot be read")) }
                    ul {
                        @for error in &self.draft.errors {
                            li {
                                (clean(&error.message))
                                (self.advice(error.help.as_deref()))
                                (self.place("", error.path.as_deref(), (error.line, error.column)))
                            }
                        }
                    }
                }
            }
        }
    }

    /// What was found, gravest first, with its places and sources.
    pub(super) fn all_findings(&self) -> Markup {
        let parts = [
            (Severity::Error, "bad", self.say("错误", "Errors")),
            (Severity::Warning, "warn", self.say("警告", "Warnings")),
            (Severity::Notice, "hint", self.say("提示", "Notices")),
        ];
        let parts = parts.map(|(severity, class, heading)| {
            let findings = self.draft.findings.iter();
            let own: Vec<&Finding> = findings
                .filter(|finding| finding.severity == severity)
                .collect();
            (class, heading, own)
        });
        html! {
            @for (class, heading, findings) in parts {
                @if !findings.is_empty() {
                    section.box.(class) {
                        h2 { (heading) }
                        ul { @for finding in findings { li { (self.finding(finding)) } } }
                    }
                }
            }
        }
    }

    /// Entries that accept nothing, and what others accept, folded: nothing of it is to be done.
    pub(super) fn accepted(&self) -> Markup {
        let draft = self.draft;
        html! {
            @if !draft.stale.is_empty() {
                section.box.hint {
                    h2 { (STALE.title.get(self.lang)) }
                    ul {
                        @for stale in &draft.stale {
                            li {
                                (clean(&stale.sentence(self.lang)))
                                (self.place("", Some(&stale.path), (stale.line, stale.column)))
                            }
                        }
                    }
                }
            }
            @if !draft.suppressed.is_empty() {
                details.box {
                    summary { (heading(draft.suppressed.len(), self.lang)) }
                    ul {
                        @for finding in &draft.suppressed {
                            li {
                                (clean(&finding.message))
                                @if let Some(own) = &finding.suppression {
                                    br; span { (clean(&by(own, self.lang))) }
                                }
                                (self.place(
                                    &finding.rule,
                                    Some(&finding.path),
                                    (finding.line, finding.column),
                                ))
                            }
                        }
                    }
                }
            }
        }
    }

    fn finding(&self, finding: &Finding) -> Markup {
        let sources: Vec<&str> = finding
            .sources
            .iter()
            .take(SOURCES)
            .map(String::as_str)
            .collect();
        html! {
            (clean(&finding.message))
            (self.advice(finding.help.as_deref()))
            (self.place(&finding.rule, Some(&finding.path), (finding.line, finding.column)))
            @if !sources.is_empty() {
                br;
                span.soft { (self.say("依据：", "source: ")) (clean(&sources.join(" · "))) }
            }
        }
    }

    fn advice(&self, help: Option<&str>) -> Markup {
        html! { @if let Some(help) = help { br; span { "→ " (clean(help)) } } }
    }

    /// The rule, the place in the file and the field.
    fn place(
        &self,
        rule: &str,
        path: Option<&str>,
        (line, column): (Option<usize>, Option<usize>),
    ) -> Markup {
        let place = line.map(|line| match self.lang {
            Lang::Zh => format!("第 {line} 行第 {} 列", column.unwrap_or(1)),
            Lang::En => format!("line {line}, column {}", column.unwrap_or(1)),
        });
        let parts: Vec<String> = [Some(rule), place.as_deref(), path]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .map(clean)
            .collect();
        html! { @if !parts.is_empty() { br; span.soft { (parts.join(" · ")) } } }
    }
}
