//! The checklist as Markdown, with boxes to tick (task lists, as GitHub, GitLab and Feishu draw
//! them; elsewhere they read as plain marks).

use std::fmt::Write;

use super::form;
use super::next::{label, steps};
use super::sheet::{Entry, Group, Sheet};
use super::words::{age, asks, basis, count, open_questions, stage, standing, what};
use crate::report::{DocumentReport, DocumentStatus, DraftReport, RulesetInfo};
use crate::ruleset::{Severity, Stage};
use crate::source::escape_control;
use crate::text::Lang;

/// So many questions are told that a document depends on.
const QUESTIONS: usize = 6;
/// So many sources are named with a document.
const SOURCES: usize = 3;

/// The checklist of a draft as Markdown.
pub fn checklist_markdown(draft: &DraftReport, ruleset: &RulesetInfo) -> String {
    let page = Page {
        draft,
        sheet: Sheet::of(draft),
        lang: draft.lang,
    };
    page.write(ruleset)
}

struct Page<'d> {
    draft: &'d DraftReport,
    sheet: Sheet<'d>,
    lang: Lang,
}

impl Page<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn write(&self, ruleset: &RulesetInfo) -> String {
        let mut out = String::new();
        let title = self.say("材料清单", "Checklist of documents");
        let colon = self.say("：", ": ");
        let _ = writeln!(out, "# {title}{colon}{}\n", plain(&what(self.draft)));
        if let Some(day) = &self.draft.as_of {
            let _ = match self.lang {
                Lang::Zh => writeln!(out, "按 {day} 提交。{}\n", plain(&count(self.draft))),
                Lang::En => writeln!(out, "Submitted on {day}. {}\n", plain(&count(self.draft))),
            };
        }
        let warnings = self.sheet.warnings.iter().map(|line| line.text.clone());
        self.list(
            &mut out,
            self.say("办之前先看", "Read this first"),
            warnings,
        );
        let findings = self.draft.findings.iter();
        let findings = findings.filter(|finding| finding.severity > Severity::Notice);
        let findings = findings.map(|finding| match &finding.help {
            Some(help) => format!("{} → {help}", finding.message),
            None => finding.message.clone(),
        });
        self.list(&mut out, self.say("要先改的", "To mend first"), findings);
        self.groups(&mut out, &self.sheet.needed);
        if !self.sheet.perhaps.is_empty() {
            let heading = self.say(
                "可能需要，取决于还没有答的问题",
                "May be needed, depending on questions that are open",
            );
            let _ = writeln!(out, "---\n\n**{heading}**\n");
            self.groups(&mut out, &self.sheet.perhaps);
        }
        let questions = open_questions(self.draft).into_iter();
        let questions = questions.map(|question| question.ask.clone());
        self.list(
            &mut out,
            self.say("还要回答的", "Still to answer"),
            questions,
        );
        let notes = self.sheet.notes.iter().map(|note| note.text.clone());
        let heading = self.say("准备时注意", "When you prepare them");
        self.list(&mut out, heading, notes);
        let _ = writeln!(out, "## {}\n", label(self.lang));
        for (number, step) in (1usize..).zip(steps(self.draft)) {
            let text = plain(step.text.get(self.lang)).into_owned();
            let _ = writeln!(out, "{number}. {text}{colon}\n");
            let _ = writeln!(out, "   ```");
            for line in &step.code {
                // A fence inside the block would end it.
                let line = escape_control(line).replace("```", "'''");
                let _ = writeln!(out, "   {line}");
            }
            let _ = writeln!(out, "   ```\n");
        }
        let _ = writeln!(out, "{}", plain(&age(self.draft, ruleset)));
        out
    }

    /// A heading and a list, where there is anything to list.
    fn list(&self, out: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
        let lines: Vec<String> = lines.collect();
        if lines.is_empty() {
            return;
        }
        let _ = writeln!(out, "## {heading}\n");
        for line in lines {
            let _ = writeln!(out, "- {}", plain(&line));
        }
        out.push('\n');
    }

    fn groups(&self, out: &mut String, groups: &[Group<'_>]) {
        for group in groups {
            let _ = writeln!(out, "## {}\n", plain(group.heading));
            for entry in &group.entries {
                match entry {
                    Entry::Paper(document) => {
                        self.paper(out, "", "", &group.name(document), document);
                    }
                    Entry::Choice(bundles) => self.choice(out, group, bundles),
                }
            }
            out.push('\n');
        }
    }

    fn choice(&self, out: &mut String, group: &Group<'_>, bundles: &[Vec<&DocumentReport>]) {
        let _ = writeln!(out, "- {}", self.say("任选其一：", "one of these:"));
        for (number, bundle) in (1usize..).zip(bundles) {
            for (index, document) in bundle.iter().enumerate() {
                let prefix = match index {
                    0 => format!("{number}) "),
                    _ => format!("{number}) {} ", self.say("和", "and")),
                };
                self.paper(out, "  ", &prefix, &group.name(document), document);
            }
        }
    }

    fn paper(
        &self,
        out: &mut String,
        indent: &str,
        prefix: &str,
        name: &str,
        document: &DocumentReport,
    ) {
        let lang = self.lang;
        let tick = match document.status {
            DocumentStatus::Provided => "x",
            _ => " ",
        };
        let name = plain(name);
        let standing = standing(document);
        let standing = standing.get(lang);
        let _ = match lang {
            Lang::Zh => writeln!(out, "{indent}- [{tick}] **{prefix}{name}**（{standing}）"),
            Lang::En => writeln!(out, "{indent}- [{tick}] **{prefix}{name}** ({standing})"),
        };
        let mut detail = |label: &str, text: &str| {
            if !text.is_empty() {
                let colon = match lang {
                    Lang::Zh => "：",
                    Lang::En => ": ",
                };
                let _ = writeln!(out, "{indent}  - {label}{colon}{}", plain(text));
            }
        };
        let form = [
            form::paper(&document.form, lang),
            form::file(&document.form, lang),
        ];
        let form: Vec<&str> = form
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        let form = form.join(match lang {
            Lang::Zh => "；",
            Lang::En => "; ",
        });
        detail(self.say("形式", "form"), &form);
        if document.stage != Stage::Upload.id() {
            detail(self.say("阶段", "stage"), stage(document).get(lang));
        }
        if let Some(note) = &document.note {
            detail(self.say("说明", "note"), note);
        }
        for note in self.sheet.about(document) {
            detail(self.say("说明", "note"), note);
        }
        for ask in asks(document, QUESTIONS, lang) {
            detail(self.say("取决于", "depends on"), &ask);
        }
        for why in &document.why {
            detail(self.say("为什么", "why"), why);
        }
        if let Some(basis) = basis(document, SOURCES, lang) {
            detail(self.say("依据", "source"), &basis);
        }
    }
}

/// It is not seen, and no name or number starts with it.
const JOINER: char = '\u{2060}';

/// Text that is no Markdown, HTML, link or mention, on one line, wherever on it.
pub(in crate::render) fn plain(text: &str) -> std::borrow::Cow<'_, str> {
    let text = escape_control(text);
    let is_mark = |c: char| "\\`*_[]<>|~#&!@".contains(c);
    let start = start_mark(&text);
    let is_plain = start.is_none() && !text.starts_with(' ') && !text.chars().any(is_mark);
    if is_plain && !text.contains("://") && !text.contains("www.") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // Blanks at the start of a line would make a block of code.
            ' ' if out.is_empty() => {}
            c if is_mark(c) || start == Some(at) => {
                out.push('\\');
                out.push(c);
                let is_followed = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
                if "@#!".contains(c) && is_followed {
                    // Forges look for people and issues in the text as it is shown, escaped or not.
                    out.push(JOINER);
                }
            }
            c => out.push(c),
        }
    }
    // Addresses would become links by themselves.
    let out = out.replace("://", ":\\/\\/").replace("www.", "www\\.");
    std::borrow::Cow::Owned(out)
}

/// Where the character is that would make the start of a line a list or an underline.
fn start_mark(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(' ');
    let from = text.len().checked_sub(rest.len())?;
    if rest.starts_with(['-', '+', '=']) {
        return Some(from);
    }
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = rest.len().checked_sub(after.len())?;
    (digits > 0 && after.starts_with(['.', ')'])).then(|| from.saturating_add(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup() {
        for (text, wanted) in [
            ("营业执照 a-b.c", "营业执照 a-b.c"),
            ("**粗** [x](y)", "\\*\\*粗\\*\\* \\[x\\](y)"),
            ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
            ("https://a.cn www.b.cn", "https:\\/\\/a.cn www\\.b.cn"),
            ("一\n# 二", "一\u{240a}\\# 二"),
            ("@who #1 a # b", "\\@\u{2060}who \\#\u{2060}1 a \\# b"),
            ("    1. 一", "1\\. 一"),
            ("- 一 - 二", "\\- 一 - 二"),
            ("=== ", "\\=== "),
            ("2026-11-21", "2026-11-21"),
        ] {
            assert_eq!(plain(text), wanted);
        }
    }
}
