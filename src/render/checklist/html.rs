//! The checklist as a page that stands for itself: it needs no script and no other file, prints on
//! A4 and reads on a phone. It is made of a draft's report alone. The same page with everything that
//! was found is the report of a run.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::form;
use super::next::{label, steps};
use super::sheet::{Entry, Group, Sheet};
use super::words::{age, asks, basis, count, open_questions, stage, standing, what};
use crate::evaluate::Verdict;
use crate::render::text::verdict_word_of;
use crate::report::{DocumentReport, DocumentStatus, DraftReport, Finding, Report, RulesetInfo};
use crate::ruleset::{Severity, Stage};
use crate::source::escape_control;
use crate::text::Lang;

const STYLE: &str = include_str!("page.css");
/// Nothing may be loaded and nothing may run, whatever a text should hold.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'";
/// So many questions are told that a document depends on.
const QUESTIONS: usize = 6;
/// So many sources are named with a document or a finding.
pub(super) const SOURCES: usize = 2;

/// The checklist of a draft as a page.
pub fn checklist_html(draft: &DraftReport, ruleset: &RulesetInfo) -> String {
    let page = Page::of(draft);
    let title = page.title();
    let heading = format!("{title} · {}", clean(&what(draft)));
    document(draft.lang, &heading, page.checklist(ruleset)).into_string()
}

/// The report of a run as a page: of each draft what was found, and its checklist.
pub fn report_html(report: &Report) -> String {
    let lang = report.drafts.first().map_or(Lang::Zh, |draft| draft.lang);
    let is_of_pages = report.drafts.first().is_some_and(|draft| draft.is_page);
    let title = match lang {
        Lang::Zh if is_of_pages => "网页检查",
        Lang::En if is_of_pages => "Check of pages",
        Lang::Zh => "备案草稿检查",
        Lang::En => "Check of filing drafts",
    };
    let body = html! {
        @if report.drafts.len() > 1 { (contents(report, title)) }
        @for (number, draft) in (1usize..).zip(&report.drafts) {
            section id=(format!("draft-{number}")) { (Page::of(draft).report(&report.ruleset)) }
        }
    };
    document(lang, title, body).into_string()
}

/// The drafts with their verdicts, each leading to its part.
fn contents(report: &Report, title: &str) -> Markup {
    html! {
        h1 { (title) }
        ol {
            @for (number, draft) in (1usize..).zip(&report.drafts) {
                li {
                    a href=(format!("#draft-{number}")) { (clean(&draft.source)) }
                    " "
                    span.verdict.(draft.verdict.id()) {
                        (verdict_word_of(draft).get(draft.lang))
                    }
                }
            }
        }
    }
}

/// A whole page.
fn document(lang: Lang, title: &str, body: Markup) -> Markup {
    styled(lang, title, "", body)
}

/// The same with styles of its own.
pub(super) fn styled(lang: Lang, title: &str, more: &str, body: Markup) -> Markup {
    let code = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    html! {
        (DOCTYPE)
        html lang=(code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                meta name="referrer" content="no-referrer";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) }
                style { (PreEscaped(STYLE)) (PreEscaped(more)) }
            }
            body { main { (body) } }
        }
    }
}

/// The page of a draft.
pub(super) struct Page<'d> {
    pub(super) draft: &'d DraftReport,
    sheet: Sheet<'d>,
    pub(super) lang: Lang,
}

impl<'d> Page<'d> {
    fn of(draft: &'d DraftReport) -> Self {
        Self {
            draft,
            sheet: Sheet::of(draft),
            lang: draft.lang,
        }
    }

    pub(super) fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn title(&self) -> &'static str {
        self.say("材料清单", "Checklist of documents")
    }

    fn checklist(&self, ruleset: &RulesetInfo) -> Markup {
        html! {
            (self.head(self.title(), &clean(&what(self.draft))))
            (self.warnings())
            (self.findings())
            (self.papers())
            (self.questions())
            (self.notes())
            (self.next())
            (self.foot(ruleset))
        }
    }

    /// Everything that was found, then the checklist. Before what could not be read is mended,
    /// documents and questions would mislead.
    fn report(&self, ruleset: &RulesetInfo) -> Markup {
        let is_readable = self.draft.verdict != Verdict::Unreadable;
        html! {
            (self.head(&clean(&self.draft.source), &clean(&what(self.draft))))
            (self.errors())
            (self.all_findings())
            (self.accepted())
            @if is_readable {
                (self.questions())
                (self.warnings())
                (self.papers())
                (self.notes())
            }
            (self.foot(ruleset))
        }
    }

    fn papers(&self) -> Markup {
        html! {
            @for group in &self.sheet.needed { (self.group(group)) }
            @if !self.sheet.perhaps.is_empty() {
                h2 {
                    (self.say(
                        "可能需要，取决于还没有答的问题",
                        "May be needed, depending on questions that are open",
                    ))
                }
                @for group in &self.sheet.perhaps { (self.group(group)) }
            }
        }
    }

    fn foot(&self, ruleset: &RulesetInfo) -> Markup {
        html! { footer { (clean(&age(self.draft, ruleset))) } }
    }

    fn head(&self, title: &str, what: &str) -> Markup {
        let verdict = match self.draft.verdict {
            Verdict::Ready if self.draft.is_page => self.say("没有错误", "No errors"),
            Verdict::Incomplete if self.draft.is_page => {
                self.say("有看不出的，要人看一眼", "Some of it has to be looked at")
            }
            Verdict::Blocked if self.draft.is_page => self.say("要改", "Needs changes"),
            Verdict::Unreadable if self.draft.is_page => {
                self.say("读不出", "The page is unreadable")
            }
            Verdict::Ready => self.say("资料可以提交", "The data can be submitted"),
            Verdict::Incomplete => self.say("资料还没有填全", "The data are not complete"),
            Verdict::Blocked => self.say(
                "资料有错误，改好才能提交",
                "The data have errors that must be mended",
            ),
            Verdict::Unreadable => self.say("草稿读不出", "The draft is unreadable"),
        };
        html! {
            h1 { (title) }
            p { (what) }
            p.soft {
                @if let Some(day) = &self.draft.as_of {
                    (self.say("按 ", "submitted on ")) (clean(day)) (self.say(" 提交", ""))
                }
                @if let Some(id) = &self.draft.id { " · " (clean(id)) }
            }
            p {
                span.verdict.(self.draft.verdict.id()) { (verdict) }
                " · " (count(self.draft))
            }
        }
    }

    fn warnings(&self) -> Markup {
        html! {
            @if !self.sheet.warnings.is_empty() {
                section.box.warn {
                    h2 { (self.say("办之前先看", "Read this first")) }
                    ul { @for line in &self.sheet.warnings { li { (clean(&line.text)) } } }
                }
            }
        }
    }

    fn findings(&self) -> Markup {
        let findings: Vec<&Finding> = self
            .draft
            .findings
            .iter()
            .filter(|finding| finding.severity > Severity::Notice)
            .collect();
        html! {
            @if !findings.is_empty() {
                section.box.bad {
                    h2 { (self.say("要先改的", "To mend first")) }
                    ul {
                        @for finding in findings {
                            li {
                                (clean(&finding.message))
                                @if let Some(help) = &finding.help {
                                    br;
                                    span.soft { "→ " (clean(help)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn group(&self, group: &Group<'_>) -> Markup {
        html! {
            section {
                h2 { (clean(group.heading)) }
                div.papers {
                    @for entry in &group.entries {
                        @match entry {
                            Entry::Paper(document) => { (self.paper("", group, document)) }
                            Entry::Choice(bundles) => { (self.choice(group, bundles)) }
                        }
                    }
                }
            }
        }
    }

    fn choice(&self, group: &Group<'_>, bundles: &[Vec<&DocumentReport>]) -> Markup {
        html! {
            div.choice {
                p { (self.say("任选其一", "One of these")) }
                @for (number, bundle) in (1usize..).zip(bundles) {
                    @for (index, document) in bundle.iter().enumerate() {
                        @let prefix = match index {
                            0 => format!("{number}) "),
                            _ => format!("{number}) {} ", self.say("和", "and")),
                        };
                        (self.paper(&prefix, group, document))
                    }
                }
            }
        }
    }

    fn paper(&self, prefix: &str, group: &Group<'_>, document: &DocumentReport) -> Markup {
        let lang = self.lang;
        let held = document.status == DocumentStatus::Provided;
        let is_later =
            document.status == DocumentStatus::Missing && document.stage != Stage::Upload.id();
        let class = match document.status {
            _ if is_later => "later",
            DocumentStatus::Provided => "provided",
            DocumentStatus::Missing => "missing",
            DocumentStatus::Invalid => "invalid",
            DocumentStatus::Undetermined => "undetermined",
        };
        let name = clean(&group.name(document));
        html! {
            article.paper {
                input type="checkbox" checked[held] aria-label=(name);
                h3 { span.with { (prefix) } (name) }
                span.status.(class) { (standing(document).get(lang)) }
                (self.details(document))
            }
        }
    }

    fn details(&self, document: &DocumentReport) -> Markup {
        let lang = self.lang;
        let notes: Vec<&str> = document
            .note
            .iter()
            .map(String::as_str)
            .chain(self.sheet.about(document))
            .collect();
        let stage = (document.stage != Stage::Upload.id()).then(|| stage(document));
        let stage: Vec<&str> = stage.iter().map(|text| text.get(lang)).collect();
        let why: Vec<&str> = document.why.iter().map(String::as_str).collect();
        let asks = asks(document, QUESTIONS, lang);
        let asks: Vec<&str> = asks.iter().map(String::as_str).collect();
        let paper = form::paper(&document.form, lang);
        let file = form::file(&document.form, lang);
        let basis = basis(document, SOURCES, lang).unwrap_or_default();
        let fields: [(&str, &[&str]); 7] = [
            (self.say("形式", "form"), &[&paper]),
            (self.say("文件", "file"), &[&file]),
            (self.say("阶段", "stage"), &stage),
            (self.say("说明", "note"), &notes),
            (self.say("取决于", "depends on"), &asks),
            (self.say("为什么", "why"), &why),
            (self.say("依据", "source"), &[&basis]),
        ];
        let given = fields
            .iter()
            .filter(|(_, texts)| texts.iter().any(|text| !text.is_empty()));
        html! {
            dl {
                @for (name, texts) in given {
                    dt { (name) }
                    dd { @for text in texts.iter() { p { (clean(text)) } } }
                }
            }
        }
    }

    fn questions(&self) -> Markup {
        let questions = open_questions(self.draft);
        html! {
            @if !questions.is_empty() {
                section.box {
                    h2 { (self.say("还要回答的", "Still to answer")) }
                    ol { @for question in questions { li { (clean(&question.ask)) } } }
                }
            }
        }
    }

    fn notes(&self) -> Markup {
        html! {
            @if !self.sheet.notes.is_empty() {
                section.box {
                    h2 { (self.say("准备时注意", "When you prepare them")) }
                    ul { @for note in &self.sheet.notes { li { (clean(&note.text)) } } }
                }
            }
        }
    }

    fn next(&self) -> Markup {
        html! {
            section.box.screen {
                h2 { (label(self.lang)) }
                ol {
                    @for step in steps(self.draft) {
                        li {
                            (step.text.get(self.lang))
                            pre { @for line in &step.code { (clean(line)) "\n" } }
                        }
                    }
                }
            }
        }
    }
}

/// Text without what could steer or hide; the template escapes what is markup.
pub(super) fn clean(text: &str) -> String {
    escape_control(text).into_owned()
}
