//! The last lines: whether the draft can be submitted, what is left to do, how old the rules are.

use std::fmt::Write;

use super::Writer;
use crate::evaluate::Verdict;
use crate::render::checklist::words::age;
use crate::report::{DraftReport, RulesetInfo, Summary};
use crate::ruleset::Severity;
use crate::source::{escape_control, shell_word};
use crate::text::{Lang, Text};

/// A verdict in a word.
pub(in crate::render) fn verdict_word(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Ready => Text::fixed("可以提交", "ready to submit"),
        Verdict::Incomplete => Text::fixed("还不能确定", "undecided"),
        Verdict::Blocked => Text::fixed("不能提交", "cannot be submitted"),
        Verdict::Unreadable => Text::fixed("读不出", "unreadable"),
    }
}

/// The same of what a report is of: pages are not submitted.
pub(in crate::render) fn verdict_word_of(draft: &DraftReport) -> Text {
    match draft.verdict {
        Verdict::Ready if draft.is_page => Text::fixed("没有错误", "no errors"),
        Verdict::Blocked if draft.is_page => Text::fixed("要改", "needs changes"),
        verdict => verdict_word(verdict),
    }
}

/// The verdict in a word, in its colour.
fn painted(writer: &Writer<'_>) -> String {
    let word = verdict_word_of(writer.draft);
    let word = word.get(writer.lang);
    match writer.draft.verdict {
        Verdict::Ready => writer.paint.good(word),
        Verdict::Incomplete => writer.paint.level(Severity::Warning, word),
        Verdict::Blocked | Verdict::Unreadable => writer.paint.level(Severity::Error, word),
    }
}

/// The last lines of a page.
fn of_page(writer: &Writer<'_>) -> String {
    let draft = writer.draft;
    let lang = writer.lang;
    let counts = Counts::of(draft);
    let asked = counts.questions.saturating_add(counts.other_questions);
    let found = list(
        &[
            (counts.errors, writer.say("个错误", "error"), "errors"),
            (counts.warnings, writer.say("个警告", "warning"), "warnings"),
            (counts.notices, writer.say("个提示", "notice"), "notices"),
            (
                asked,
                writer.say("处看不出", "place that cannot be told"),
                "places that cannot be told",
            ),
            (
                draft.errors.len(),
                writer.say("处读不出", "place unreadable"),
                "places unreadable",
            ),
        ],
        lang,
    );
    let word = painted(writer);
    match found.as_str() {
        "" => format!("{word}{}\n", writer.say("。", ".")),
        found => format!(
            "{word}{}{found}{}\n",
            writer.say("：", ": "),
            writer.say("。", ".")
        ),
    }
}

pub(super) fn verdict(writer: &Writer<'_>, ruleset: &RulesetInfo) -> String {
    let draft = writer.draft;
    if draft.is_page {
        return of_page(writer);
    }
    let counts = Counts::of(draft);
    let word = painted(writer);
    let colon = writer.say("：", ": ");
    let what = counts.what(draft, writer.lang);
    let mut out = format!("{word}{colon}{what}\n");
    let _ = writeln!(out, "{}", escape_control(&age(draft, ruleset)));
    out
}

/// How to fill in what is not known, on a line of its own: a command that was broken into lines
/// could not be copied.
pub(super) fn go_on(writer: &Writer<'_>) -> String {
    let draft = writer.draft;
    // The interview goes on with TOML files.
    let is_toml = draft.source != "-" && !draft.source.to_lowercase().ends_with(".json");
    if !is_toml || draft.is_page || draft.verdict != Verdict::Incomplete {
        return String::new();
    }
    let label = writer.say("接着填：", "go on: ");
    format!("{label}beian new {}\n", shell_word(&draft.source))
}

/// How many drafts have which verdict.
pub(super) fn summary(summary: &Summary, total: usize, lang: Lang) -> String {
    let zh = ["份", "可提交", "待补", "有错", "读不出"];
    let en = ["drafts", "ready", "undecided", "with errors", "unreadable"];
    counted(summary, total, lang, zh, en)
}

/// How many pages have which verdict.
pub(super) fn summary_of_pages(summary: &Summary, total: usize, lang: Lang) -> String {
    let zh = ["页", "没有错误", "看不出", "要改", "读不出"];
    let en = [
        "pages",
        "without errors",
        "undecided",
        "to change",
        "unreadable",
    ];
    counted(summary, total, lang, zh, en)
}

/// A line of counts, with what is counted and the words for the verdicts.
fn counted(
    summary: &Summary,
    total: usize,
    lang: Lang,
    zh: [&'static str; 5],
    en: [&'static str; 5],
) -> String {
    let counts = [
        summary.ready,
        summary.incomplete,
        summary.blocked,
        summary.unreadable,
    ];
    let [of, words @ ..] = match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let counts = words
        .into_iter()
        .zip(counts)
        .map(|(word, count)| match lang {
            Lang::Zh => format!("{word} {count}"),
            Lang::En => format!("{count} {word}"),
        });
    let counts = counts.collect::<Vec<_>>().join(" · ");
    match lang {
        Lang::Zh => format!("共 {total} {of}：{counts}\n"),
        Lang::En => format!("{total} {of}: {counts}\n"),
    }
}

/// What the verdict counts.
struct Counts {
    errors: usize,
    warnings: usize,
    notices: usize,
    /// Errors that somebody accepts.
    accepted: usize,
    /// Questions that decide the verdict.
    questions: usize,
    other_questions: usize,
    documents: usize,
}

impl Counts {
    fn of(draft: &DraftReport) -> Self {
        let findings = |severity: Severity| {
            draft
                .findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        let questions = draft
            .questions
            .iter()
            .filter(|question| question.severity == Severity::Error)
            .count();
        Self {
            errors: findings(Severity::Error),
            warnings: findings(Severity::Warning),
            notices: findings(Severity::Notice),
            accepted: draft
                .suppressed
                .iter()
                .filter(|finding| finding.severity == Severity::Error)
                .count(),
            questions,
            other_questions: draft.questions.len().saturating_sub(questions),
            documents: draft.documents_missing,
        }
    }

    fn what(&self, draft: &DraftReport, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.what_zh(draft),
            Lang::En => self.what_en(draft),
        }
    }

    fn what_zh(&self, draft: &DraftReport) -> String {
        let found = list(
            &[
                (self.errors, "个错误", ""),
                (self.warnings, "个警告", ""),
                (self.notices, "个提示", ""),
                (self.accepted, "个已认可的错误", ""),
            ],
            Lang::Zh,
        );
        let left = self.left_zh(draft);
        match draft.verdict {
            Verdict::Unreadable => {
                let places = draft.errors.len();
                let rest = match found.as_str() {
                    "" => String::new(),
                    found => format!("其余部分已检查：{found}。"),
                };
                match places {
                    0 => "还不知道是哪一种备案（filing.kind）。".to_owned(),
                    places => format!("{places} 处要先改。{rest}"),
                }
            }
            Verdict::Blocked => match left.as_str() {
                "" => format!("{found}。"),
                left => format!("{found}。修好后还{left}。"),
            },
            Verdict::Incomplete => {
                let mut out = format!("{} 个字段未知", self.questions);
                if let Some(first) = draft
                    .questions
                    .first()
                    .filter(|first| first.severity == Severity::Error && first.rules.len() > 1)
                {
                    let _ = write!(
                        out,
                        "，其中“{}”决定 {} 条规则",
                        first.label,
                        first.rules.len()
                    );
                }
                for more in [found, self.documents_zh()] {
                    if !more.is_empty() {
                        let _ = write!(out, "；{more}");
                    }
                }
                out.push('。');
                out
            }
            Verdict::Ready => {
                let found = match found.as_str() {
                    "" => "没有发现会被退回的问题".to_owned(),
                    found => format!("没有错误，{found}"),
                };
                match left.as_str() {
                    "" => format!("{found}。"),
                    left => format!("{found}。还{left}。"),
                }
            }
        }
    }

    fn documents_zh(&self) -> String {
        match self.documents {
            0 => String::new(),
            count => format!("缺 {count} 份材料"),
        }
    }

    /// What is left besides the findings: 「缺 1 份材料、有 1 个问题待答（access.months）」.
    fn left_zh(&self, draft: &DraftReport) -> String {
        let questions = match self.questions.saturating_add(self.other_questions) {
            0 => String::new(),
            1 => {
                let path = draft.questions.first().map(|question| &question.path);
                let path = path.map_or("", String::as_str);
                format!("有 1 个问题待答（{}）", escape_control(path))
            }
            count => format!("有 {count} 个问题待答"),
        };
        let parts: Vec<String> = [self.documents_zh(), questions]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        parts.join("、")
    }

    fn what_en(&self, draft: &DraftReport) -> String {
        let found = list(
            &[
                (self.errors, "error", "errors"),
                (self.warnings, "warning", "warnings"),
                (self.notices, "notice", "notices"),
                (self.accepted, "accepted error", "accepted errors"),
            ],
            Lang::En,
        );
        let all_questions = self.questions.saturating_add(self.other_questions);
        let left = list(
            &[
                (self.documents, "document missing", "documents missing"),
                (all_questions, "question open", "questions open"),
            ],
            Lang::En,
        );
        let then = match left.as_str() {
            "" => String::new(),
            left => format!(" Still {left}."),
        };
        match draft.verdict {
            Verdict::Unreadable => {
                let places = list(&[(draft.errors.len(), "place", "places")], Lang::En);
                let rest = match found.as_str() {
                    "" => String::new(),
                    found => format!(" The rest was checked: {found}."),
                };
                match places.as_str() {
                    "" => "the kind of filing is not known yet (filing.kind).".to_owned(),
                    places => format!("{places} to mend first.{rest}"),
                }
            }
            Verdict::Blocked => format!("{found}.{then}"),
            Verdict::Incomplete => {
                let unknown = list(
                    &[(self.questions, "field unknown", "fields unknown")],
                    Lang::En,
                );
                let mut out = unknown;
                let documents = list(
                    &[(self.documents, "document missing", "documents missing")],
                    Lang::En,
                );
                for more in [found, documents] {
                    if !more.is_empty() {
                        let _ = write!(out, "; {more}");
                    }
                }
                out.push('.');
                out
            }
            Verdict::Ready => match found.as_str() {
                "" => format!("nothing found that would be turned back.{then}"),
                found => format!("no error; {found}.{then}"),
            },
        }
    }
}

/// Counts that are not zero, in words. In Chinese the second word is not used.
fn list(counts: &[(usize, &str, &str)], lang: Lang) -> String {
    let words: Vec<String> = counts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| {
            let word = if lang == Lang::Zh || *count == 1 {
                one
            } else {
                many
            };
            format!("{count} {word}")
        })
        .collect();
    words.join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}
