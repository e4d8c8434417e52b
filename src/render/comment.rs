//! The report as a comment on a pull request, in Markdown with boxes to tick: what to mend, what to
//! answer, which documents to get.

use std::fmt::Write;

use super::accepted::{STALE, by, heading};
use super::checklist::plain_markdown as plain;
use super::checklist::sheet::{Entry, Group, Sheet};
use super::checklist::words::{age, count, open_questions, standing, what};
use super::ci::open_topic;
use super::text::verdict_word_of;
use crate::evaluate::Verdict;
use crate::report::{DocumentReport, DocumentStatus, DraftReport, ErrorReport, Finding, Report};
use crate::ruleset::Severity;
use crate::text::{Lang, Text};

/// How long a comment may be, in characters: GitHub takes 65 536, GitLab more.
const LONGEST: usize = 60_000;
/// So many sources are named with a finding.
const SOURCES: usize = 2;

/// A comment on all drafts of a run. One that would be too long leaves documents out, then drafts.
pub fn markdown(report: &Report) -> String {
    let whole = comment(report, true);
    if whole.chars().count() <= LONGEST {
        return whole;
    }
    comment(report, false)
}

fn comment(report: &Report, documents: bool) -> String {
    let lang = report.drafts.first().map_or(Lang::Zh, |draft| draft.lang);
    let say = |zh, en| Text::fixed(zh, en).get(lang).to_owned();
    let mut out = format!(
        "## {}\n\n",
        match report.drafts.first() {
            Some(draft) if draft.is_page => say("网页检查", "Check of pages"),
            _ => say("备案草稿检查", "Check of filing drafts"),
        }
    );
    if report.drafts.len() > 1 {
        table(&mut out, report, lang);
    }
    let mut length = out.chars().count();
    let mut left = report.drafts.len();
    for draft in &report.drafts {
        let part = Part { draft, lang }.write(report, documents);
        length = length.saturating_add(part.chars().count());
        if !documents && length > LONGEST {
            break;
        }
        out.push_str(&part);
        left = left.saturating_sub(1);
    }
    if !documents {
        let _ = match lang {
            Lang::Zh => writeln!(out, "太长，没有列材料。"),
            Lang::En => writeln!(out, "Too long: documents are left out."),
        };
    }
    if left > 0 {
        let _ = match lang {
            Lang::Zh => writeln!(out, "另有 {left} 份草稿没有列出。"),
            Lang::En => writeln!(out, "{left} more drafts are left out."),
        };
    }
    out
}

/// The drafts with their verdicts.
fn table(out: &mut String, report: &Report, lang: Lang) {
    let is_of_pages = report.drafts.iter().all(|draft| draft.is_page);
    out.push_str(match lang {
        Lang::Zh if is_of_pages => {
            "| 网页 | 结论 | 错误 | 警告 |\n| --- | --- | ---: | ---: |\n"
        }
        Lang::En if is_of_pages => {
            "| page | verdict | errors | warnings |\n| --- | --- | ---: | ---: |\n"
        }
        Lang::Zh => "| 草稿 | 结论 | 错误 | 警告 | 缺材料 |\n| --- | --- | ---: | ---: | ---: |\n",
        Lang::En => {
            "| draft | verdict | errors | warnings | documents missing |\n| --- | --- | ---: | ---: | ---: |\n"
        }
    });
    for draft in &report.drafts {
        let count = |severity| {
            let own = draft.findings.iter();
            own.filter(|finding| finding.severity == severity).count()
        };
        let _ = write!(
            out,
            "| {} | {} | {} | {} |",
            plain(&draft.source),
            verdict(draft, lang),
            count(Severity::Error),
            count(Severity::Warning),
        );
        if is_of_pages {
            out.push('\n');
        } else {
            let _ = writeln!(out, " {} |", draft.documents_missing);
        }
    }
    out.push('\n');
}

fn verdict(draft: &DraftReport, lang: Lang) -> String {
    let sign = match draft.verdict {
        Verdict::Ready => "✅",
        Verdict::Incomplete => "❔",
        Verdict::Blocked | Verdict::Unreadable => "❌",
    };
    format!("{sign} {}", verdict_word_of(draft).get(lang))
}

/// The part of one draft.
struct Part<'d> {
    draft: &'d DraftReport,
    lang: Lang,
}

impl Part<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn write(&self, report: &Report, documents: bool) -> String {
        let draft = self.draft;
        let mut out = String::new();
        let colon = self.say("：", ": ");
        let verdict = verdict(draft, self.lang);
        let _ = writeln!(out, "### {}{colon}{verdict}\n", plain(&draft.source));
        let what = what(draft);
        if !what.is_empty() {
            let _ = writeln!(out, "{}\n", plain(&what));
        }
        if !draft.errors.is_empty() {
            self.heading(&mut out, self.say("读不出的", "What cannot be read"));
            for error in &draft.errors {
                self.error(&mut out, error);
            }
            out.push('\n');
        }
        if !draft.findings.is_empty() {
            self.heading(&mut out, self.say("检查结果", "Findings"));
            for finding in &draft.findings {
                self.finding(&mut out, finding);
            }
            out.push('\n');
        }
        self.stale(&mut out);
        self.accepted(&mut out);
        // Before what could not be read is mended, questions and documents would mislead.
        if draft.verdict != Verdict::Unreadable {
            self.questions(&mut out);
            if documents {
                self.documents(&mut out);
            }
        }
        let _ = writeln!(out, "{}\n", plain(&age(draft, &report.ruleset)));
        out
    }

    fn heading(&self, out: &mut String, text: &str) {
        let _ = writeln!(out, "**{text}**\n");
    }

    fn error(&self, out: &mut String, error: &ErrorReport) {
        let place = self.place(error.line, error.path.as_deref());
        let word = self.say("读不出", "unreadable");
        self.item(out, word, &error.message, &place, error.help.as_deref());
    }

    fn finding(&self, out: &mut String, finding: &Finding) {
        let word = self.severity(finding.severity);
        let place = self.place(finding.line, Some(&finding.path));
        let rule = plain(&finding.rule);
        let place = match place.is_empty() {
            true => rule.into_owned(),
            false => format!("{rule} · {place}"),
        };
        self.item(out, word, &finding.message, &place, finding.help.as_deref());
        let some: Vec<&str> = finding
            .sources
            .iter()
            .take(SOURCES)
            .map(String::as_str)
            .collect();
        if !some.is_empty() {
            let label = self.say("依据：", "source: ");
            let _ = writeln!(out, "  - {label}{}", plain(&some.join(" · ")));
        }
    }

    /// Entries that accept nothing, to be taken out.
    fn stale(&self, out: &mut String) {
        if self.draft.stale.is_empty() {
            return;
        }
        self.heading(out, STALE.title.get(self.lang));
        for stale in &self.draft.stale {
            let place = self.place(stale.line, Some(&stale.path));
            let word = self.say("提示", "notice");
            self.item(out, word, &stale.sentence(self.lang), &place, None);
        }
        out.push('\n');
    }

    /// What somebody accepts, out of sight: nothing of it is to be done.
    fn accepted(&self, out: &mut String) {
        let suppressed = &self.draft.suppressed;
        if suppressed.is_empty() {
            return;
        }
        let heading = heading(suppressed.len(), self.lang);
        let _ = writeln!(out, "<details><summary>{}</summary>\n", plain(&heading));
        for finding in suppressed {
            let word = self.severity(finding.severity);
            let message = plain(&finding.message);
            let place = self.place(finding.line, Some(&finding.path));
            let rule = plain(&finding.rule);
            let _ = match self.lang {
                Lang::Zh => writeln!(out, "- {word} {message}（{rule} · {place}）"),
                Lang::En => writeln!(out, "- {word} {message} ({rule} · {place})"),
            };
            if let Some(own) = &finding.suppression {
                let _ = writeln!(out, "  - {}", plain(&by(own, self.lang)));
            }
        }
        out.push_str("\n</details>\n\n");
    }

    fn severity(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.say("错误", "error"),
            Severity::Warning => self.say("警告", "warning"),
            Severity::Notice => self.say("提示", "notice"),
        }
    }

    fn item(&self, out: &mut String, word: &str, message: &str, place: &str, help: Option<&str>) {
        let message = plain(message);
        let _ = match (place.is_empty(), self.lang) {
            (true, _) => writeln!(out, "- [ ] **{word}** {message}"),
            (false, Lang::Zh) => writeln!(out, "- [ ] **{word}** {message}（{place}）"),
            (false, Lang::En) => writeln!(out, "- [ ] **{word}** {message} ({place})"),
        };
        if let Some(help) = help {
            let label = self.say("怎么办：", "what to do: ");
            let _ = writeln!(out, "  - {label}{}", plain(help));
        }
    }

    /// Where it stands, as Markdown.
    fn place(&self, line: Option<usize>, path: Option<&str>) -> String {
        let line = line.map(|line| match self.lang {
            Lang::Zh => format!("第 {line} 行"),
            Lang::En => format!("line {line}"),
        });
        let path = path.filter(|path| !path.is_empty());
        let path = path.map(|path| plain(path).into_owned());
        let parts: Vec<String> = line.into_iter().chain(path).collect();
        parts.join(" · ")
    }

    fn questions(&self, out: &mut String) {
        let questions = open_questions(self.draft);
        if questions.is_empty() {
            return;
        }
        self.heading(out, open_topic(self.draft.is_page).title.get(self.lang));
        for question in questions {
            let (ask, path) = (plain(&question.ask), plain(&question.path));
            let _ = match self.lang {
                Lang::Zh => writeln!(out, "- [ ] {ask}（{path}）"),
                Lang::En => writeln!(out, "- [ ] {ask} ({path})"),
            };
        }
        out.push('\n');
    }

    fn documents(&self, out: &mut String) {
        let sheet = Sheet::of(self.draft);
        if sheet.needed.is_empty() && sheet.perhaps.is_empty() {
            return;
        }
        let label = self.say("要准备的材料", "Documents to prepare");
        let count = count(self.draft);
        // Only what is needed is in sight at once.
        let _ = writeln!(
            out,
            "<details><summary>{label} · {}</summary>\n",
            plain(count.trim_end_matches(['。', '.']))
        );
        for group in &sheet.needed {
            self.group(out, group);
        }
        if !sheet.perhaps.is_empty() {
            let heading = self.say(
                "可能需要，取决于还没有答的问题",
                "May be needed, depending on questions that are open",
            );
            self.heading(out, heading);
            for group in &sheet.perhaps {
                self.group(out, group);
            }
        }
        out.push_str("</details>\n\n");
    }

    fn group(&self, out: &mut String, group: &Group<'_>) {
        let _ = writeln!(out, "{}\n", plain(group.heading));
        for entry in &group.entries {
            match entry {
                Entry::Paper(document) => self.paper(out, "", "", group, document),
                Entry::Choice(bundles) => {
                    let _ = writeln!(out, "- {}", self.say("任选其一：", "one of these:"));
                    for (number, bundle) in (1usize..).zip(bundles) {
                        for (index, document) in bundle.iter().enumerate() {
                            let prefix = match index {
                                0 => format!("{number}) "),
                                _ => format!("{number}) {} ", self.say("和", "and")),
                            };
                            self.paper(out, "  ", &prefix, group, document);
                        }
                    }
                }
            }
        }
        out.push('\n');
    }

    fn paper(
        &self,
        out: &mut String,
        indent: &str,
        prefix: &str,
        group: &Group<'_>,
        document: &DocumentReport,
    ) {
        let tick = match document.status {
            DocumentStatus::Provided => "x",
            _ => " ",
        };
        let name = group.name(document);
        let (name, standing) = (plain(&name), standing(document));
        let standing = standing.get(self.lang);
        let _ = match self.lang {
            Lang::Zh => writeln!(out, "{indent}- [{tick}] {prefix}{name}（{standing}）"),
            Lang::En => writeln!(out, "{indent}- [{tick}] {prefix}{name} ({standing})"),
        };
    }
}
