//! What there is to say of a draft, each with a place: findings, why it could not be read, what is
//! not known yet, which documents are missing, and which acceptances accept nothing. Whatever can
//! make a run fail is among it. Accepted findings are apart.

use crate::evaluate::Verdict;
use crate::render::accepted::STALE;
use crate::report::{
    DocumentStatus, DraftReport, ErrorReport, FailOn, Finding, Related, StaleReport,
};
use crate::ruleset::{Severity, Stage};
use crate::source::escape_control;
use crate::text::{Lang, Text};

/// The name of what keeps a draft from being read.
pub(super) static UNREADABLE: Topic = Topic {
    id: "unreadable-draft",
    title: Text::fixed("草稿读不出", "The draft is unreadable"),
};
/// The name of what is not known yet.
pub(super) static OPEN: Topic = Topic {
    id: "incomplete-data",
    title: Text::fixed("资料还没有填全", "The data are not complete"),
};
/// The name of missing documents.
pub(super) static MISSING: Topic = Topic {
    id: "missing-documents",
    title: Text::fixed("还缺要上传的材料", "Documents to upload are missing"),
};

/// The same of pages.
static UNREADABLE_PAGE: Topic = Topic {
    id: UNREADABLE.id,
    title: Text::fixed("网页读不出", "The page is unreadable"),
};
static OPEN_PAGE: Topic = Topic {
    id: OPEN.id,
    title: Text::fixed(
        "从源文件看不出，要打开页面看",
        "To be looked at on the page itself",
    ),
};

/// What keeps a draft or a page from being read.
pub(in crate::render) fn unreadable_topic(is_page: bool) -> &'static Topic {
    if is_page {
        &UNREADABLE_PAGE
    } else {
        &UNREADABLE
    }
}

/// What is not known yet of a draft or a page.
pub(in crate::render) fn open_topic(is_page: bool) -> &'static Topic {
    if is_page { &OPEN_PAGE } else { &OPEN }
}

/// Something that is said and is no rule.
#[derive(Debug)]
pub(in crate::render) struct Topic {
    /// Its id, which no rule has.
    pub id: &'static str,
    /// What it is called.
    pub title: Text,
}

/// What a remark is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// A rule that fails.
    Rule,
    /// A draft that cannot be read.
    Unreadable,
    /// What is not known yet.
    Open,
    /// Missing documents.
    Missing,
    /// An acceptance that accepts nothing.
    Stale,
}

/// Something to say, in lines of text that steer nothing.
#[derive(Debug)]
pub(super) struct Remark<'d> {
    pub about: About,
    /// The rule or topic.
    pub id: &'d str,
    /// What the rule or topic is called.
    pub title: String,
    pub level: Severity,
    pub message: String,
    pub help: Option<String>,
    /// The field.
    pub path: Option<&'d str>,
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub end_column: Option<usize>,
    pub related: &'d [Related],
    pub finding: Option<&'d Finding>,
}

impl Remark<'_> {
    /// The message, and what to do on a line of its own.
    pub fn text(&self, lang: Lang) -> String {
        match &self.help {
            Some(help) => format!("{}\n{}{help}", self.message, what_to_do(lang)),
            None => self.message.clone(),
        }
    }
}

/// The label of advice.
pub(super) fn what_to_do(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "怎么办：",
        Lang::En => "what to do: ",
    }
}

/// Everything to say of a draft: why it could not be read, what fails, what else is left. What is
/// left is as grave as `fail_on` takes it.
pub(super) fn remarks(draft: &DraftReport, fail_on: FailOn) -> Vec<Remark<'_>> {
    let lang = draft.lang;
    let mut out: Vec<Remark<'_>> = draft
        .errors
        .iter()
        .map(|error| unreadable(error, draft.is_page, lang))
        .collect();
    out.extend(draft.findings.iter().map(of_finding));
    let stale = draft.stale.iter().map(|own| stale(own, lang));
    if draft.verdict == Verdict::Unreadable {
        if draft.errors.is_empty() {
            out.push(unknown_kind(lang));
        }
        out.extend(stale);
        // Before that is mended, what else is left would mislead.
        return out;
    }
    let graver = |counts: bool| match counts {
        true => Severity::Error,
        false => Severity::Notice,
    };
    if draft.is_incomplete() {
        let level = graver(fail_on >= FailOn::Incomplete);
        let what = open_topic(draft.is_page);
        out.push(topic(About::Open, what, level, open(draft), lang));
    }
    if draft.documents_missing > 0 {
        let level = graver(fail_on >= FailOn::Documents);
        out.push(topic(About::Missing, &MISSING, level, missing(draft), lang));
    }
    out.extend(stale);
    out
}

/// What somebody accepts of a draft: rules that fail without effect.
pub(super) fn accepted(draft: &DraftReport) -> Vec<Remark<'_>> {
    draft.suppressed.iter().map(of_finding).collect()
}

fn stale(own: &StaleReport, lang: Lang) -> Remark<'_> {
    let message = clean(&own.sentence(lang));
    Remark {
        path: Some(&own.path),
        line: own.line,
        column: own.column,
        ..topic(About::Stale, &STALE, Severity::Notice, message, lang)
    }
}

fn clean(text: &str) -> String {
    escape_control(text).into_owned()
}

fn unreadable(error: &ErrorReport, is_page: bool, lang: Lang) -> Remark<'_> {
    Remark {
        help: error.help.as_deref().map(clean),
        path: error.path.as_deref(),
        line: error.line,
        column: error.column,
        end_column: error.end_column,
        ..topic(
            About::Unreadable,
            unreadable_topic(is_page),
            Severity::Error,
            clean(&error.message),
            lang,
        )
    }
}

fn unknown_kind<'d>(lang: Lang) -> Remark<'d> {
    let message = Text::fixed(
        "还不知道是哪一种备案（filing.kind）",
        "the kind of filing is not known yet (filing.kind)",
    );
    let message = message.get(lang).to_owned();
    topic(
        About::Unreadable,
        &UNREADABLE,
        Severity::Error,
        message,
        lang,
    )
}

fn of_finding(finding: &Finding) -> Remark<'_> {
    Remark {
        about: About::Rule,
        id: &finding.rule,
        title: clean(&finding.title),
        level: finding.severity,
        message: clean(&finding.message),
        help: finding.help.as_deref().map(clean),
        path: Some(&finding.path),
        line: finding.line,
        column: finding.column,
        end_column: finding.end_column,
        related: &finding.related,
        finding: Some(finding),
    }
}

fn topic<'d>(
    about: About,
    topic: &'static Topic,
    level: Severity,
    message: String,
    lang: Lang,
) -> Remark<'d> {
    Remark {
        about,
        id: topic.id,
        title: topic.title.get(lang).to_owned(),
        level,
        message,
        help: None,
        path: None,
        line: None,
        column: None,
        end_column: None,
        related: &[],
        finding: None,
    }
}

/// The questions that decide the verdict, one after another.
fn open(draft: &DraftReport) -> String {
    let questions = draft
        .questions
        .iter()
        .filter(|question| question.severity == Severity::Error);
    let asked: Vec<String> = questions
        .map(|question| match draft.lang {
            Lang::Zh => format!("{}（{}）", question.ask, question.path),
            Lang::En => format!("{} ({})", question.ask, question.path),
        })
        .collect();
    let count = asked.len();
    clean(&match draft.lang {
        Lang::Zh if draft.is_page => format!("{count} 处看不出：{}", asked.join("；")),
        Lang::En if draft.is_page => format!("to be looked at ({count}): {}", asked.join("; ")),
        Lang::Zh => format!("{count} 个字段未知：{}", asked.join("；")),
        Lang::En if count == 1 => format!("1 field unknown: {}", asked.join("; ")),
        Lang::En => format!("{count} fields unknown: {}", asked.join("; ")),
    })
}

/// The documents that are to be uploaded and are missing. Of alternatives one counts, so there may
/// be more names than are missing.
fn missing(draft: &DraftReport) -> String {
    let names: Vec<String> = draft
        .documents
        .iter()
        .filter(|document| {
            document.status == DocumentStatus::Missing && document.stage == Stage::Upload.id()
        })
        .map(|document| match draft.lang {
            Lang::Zh => format!("{}（{}）", document.name, document.owner),
            Lang::En => format!("{} ({})", document.name, document.owner),
        })
        .collect();
    let count = draft.documents_missing;
    clean(&match draft.lang {
        Lang::Zh => format!("缺 {count} 份材料：{}", names.join("、")),
        Lang::En if count == 1 => format!("1 document missing: {}", names.join(", ")),
        Lang::En => format!("{count} documents missing: {}", names.join(", ")),
    })
}
