//! The words of a checklist: how it stands with a document, when it is handed in, why it is listed.

use super::form;
use crate::fields::Choices;
use crate::fields::choices::{FILING_KINDS, PROVIDERS, SUBJECT_KINDS};
use crate::identifiers::division;
use crate::report::{
    AskReport, DocumentReport, DocumentStatus, DraftReport, Question, RulesetInfo,
};
use crate::ruleset::{Severity, Stage};
use crate::text::{Lang, Text};

/// 「首次备案 · 企业 · 山西 · 阿里云」.
pub(in crate::render) fn what(draft: &DraftReport) -> String {
    let lang = draft.lang;
    let label = |choices: Choices, id: Option<&str>| {
        let found = choices.iter().find(|choice| Some(choice.id) == id)?;
        Some(found.label.get(lang))
    };
    let province = draft
        .province
        .as_ref()
        .and_then(|code| division(code.parse().ok()?))
        .map(|division| match lang {
            Lang::Zh => division.short,
            Lang::En => division.en,
        });
    let parts: Vec<&str> = [
        label(FILING_KINDS, draft.filing),
        label(SUBJECT_KINDS, draft.subject),
        province,
        label(PROVIDERS, draft.provider),
    ]
    .into_iter()
    .flatten()
    .collect();
    parts.join(" · ")
}

/// How it stands, in one word, whatever the stage.
pub(in crate::render) fn status(status: DocumentStatus) -> Text {
    match status {
        DocumentStatus::Provided => Text::fixed("齐", "at hand"),
        DocumentStatus::Missing => Text::fixed("缺", "missing"),
        DocumentStatus::Invalid => Text::fixed("不合", "invalid"),
        DocumentStatus::Undetermined => Text::fixed("待定", "open"),
    }
}

/// How it stands; what is not uploaded says when it is due instead of being missing.
pub(in crate::render) fn standing(document: &DocumentReport) -> Text {
    status_text(document.status, document.stage)
}

/// The same of a status and a stage, in one language.
pub(in crate::render) fn status_word(status: DocumentStatus, stage: &str, lang: Lang) -> String {
    status_text(status, stage).get(lang).to_owned()
}

fn status_text(own: DocumentStatus, stage: &str) -> Text {
    if own == DocumentStatus::Missing && stage != Stage::Upload.id() {
        stage_text(stage)
    } else {
        status(own)
    }
}

/// When it is handed in.
pub(in crate::render) fn stage(document: &DocumentReport) -> Text {
    stage_text(document.stage)
}

fn stage_text(stage: &str) -> Text {
    match stage {
        id if id == Stage::Prepare.id() => Text::fixed("先备好", "prepare"),
        id if id == Stage::OnSite.id() => Text::fixed("现场办", "on site"),
        id if id == Stage::AfterApproval.id() => Text::fixed("通过后", "after approval"),
        _ => Text::fixed("上传", "upload"),
    }
}

/// What all pictures must be but those that say otherwise: what most of them must be.
pub(in crate::render) fn common_file<'d>(
    documents: impl Iterator<Item = &'d DocumentReport>,
    lang: Lang,
) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for document in documents {
        let file = form::file(&document.form, lang);
        if file.is_empty() {
            continue;
        }
        match counts.iter_mut().find(|(known, _)| *known == file) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => counts.push((file, 1)),
        }
    }
    // Of equally frequent ones the first.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let (file, count) = counts.into_iter().next()?;
    (count > 1).then_some(file)
}

/// Where it was read and how sure that is; no more than some sources.
pub(in crate::render) fn basis(
    document: &DocumentReport,
    most: usize,
    lang: Lang,
) -> Option<String> {
    if document.sources.is_empty() {
        return None;
    }
    let some: Vec<&str> = document
        .sources
        .iter()
        .take(most)
        .map(String::as_str)
        .collect();
    let confidence = match (document.confidence, lang) {
        (Some("high"), Lang::Zh) => "（可信度 高）",
        (Some("medium"), Lang::Zh) => "（可信度 中）",
        (Some("low"), Lang::Zh) => "（可信度 低）",
        (Some("high"), Lang::En) => " (confidence: high)",
        (Some("medium"), Lang::En) => " (confidence: medium)",
        (Some("low"), Lang::En) => " (confidence: low)",
        _ => "",
    };
    Some(format!("{}{confidence}", some.join(" · ")))
}

/// The questions that decide a document, so many of them; then that there are more.
pub(in crate::render) fn asks(document: &DocumentReport, most: usize, lang: Lang) -> Vec<String> {
    let mut told: Vec<String> = document
        .asks
        .iter()
        .take(most)
        .map(|ask| question(ask, lang))
        .collect();
    let more = document.asks.len().saturating_sub(most);
    if more > 0 {
        told.push(match lang {
            Lang::Zh => format!("还有 {more} 问"),
            Lang::En => format!("and {more} more"),
        });
    }
    told
}

/// 「身份证上的地址在哪个省？（principal.certificate.province）」.
fn question(ask: &AskReport, lang: Lang) -> String {
    match (&ask.path, lang) {
        (Some(path), Lang::Zh) => format!("{}（{path}）", ask.ask),
        (Some(path), Lang::En) => format!("{} ({path})", ask.ask),
        (None, _) => ask.ask.clone(),
    }
}

/// The questions whose answers may turn out to be an error.
pub(in crate::render) fn open_questions(draft: &DraftReport) -> Vec<&Question> {
    draft
        .questions
        .iter()
        .filter(|question| question.severity == Severity::Error)
        .collect()
}

/// How old the rules are, and that they do not decide.
pub(in crate::render) fn age(draft: &DraftReport, ruleset: &RulesetInfo) -> String {
    let as_of = &ruleset.as_of;
    let old = draft
        .old_sources
        .as_ref()
        .map(|old| (old.facts.len(), old.before));
    match (draft.lang, old) {
        (Lang::Zh, None) => format!("规则截至 {as_of}；以管局审核为准。"),
        (Lang::Zh, Some((count, before))) => {
            format!("规则截至 {as_of}（{count} 条依据早于 {before}）；以管局审核为准。")
        }
        (Lang::En, None) => format!("Rules as of {as_of}; the authority decides."),
        (Lang::En, Some((count, before))) => format!(
            "Rules as of {as_of} ({count} of the sources cited older than {before}); the authority decides."
        ),
    }
}

/// How many there are, and how many are missing: 「要上传 3 份，已有 1 份，缺 2 份」.
pub(in crate::render) fn count(draft: &DraftReport) -> String {
    let is = |document: &&DocumentReport, status: DocumentStatus| {
        document.stage == Stage::Upload.id() && document.status == status
    };
    let number = |status| {
        draft
            .documents
            .iter()
            .filter(|document| is(document, status))
            .count()
    };
    let there = number(DocumentStatus::Provided);
    let wrong = number(DocumentStatus::Invalid);
    let open = number(DocumentStatus::Undetermined);
    let missing = draft.documents_missing;
    let counts = [
        (there, "已有 {} 份", "{} at hand"),
        (missing, "缺 {} 份", "{} missing"),
        (wrong, "不合 {} 份", "{} invalid"),
        (open, "待定 {} 份", "{} open"),
    ];
    let told: Vec<String> = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, zh, en)| {
            Text::new(zh, en)
                .get(draft.lang)
                .replace("{}", &count.to_string())
        })
        .collect();
    match (told.is_empty(), draft.lang) {
        (true, Lang::Zh) => "没有要上传的材料。".to_owned(),
        (true, Lang::En) => "Nothing has to be uploaded.".to_owned(),
        (false, Lang::Zh) => format!("要上传的：{}。", told.join("，")),
        (false, Lang::En) => format!("To upload: {}.", told.join(", ")),
    }
}
