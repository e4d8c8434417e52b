//! `beian rejected`: what a wording of a rejection means, and whether a draft still has it.

use serde::Serialize;

use super::args::{Cli, RejectedArgs};
use super::checker::Checker;
use super::option_values::PlainFormatArg;
use super::output::{Failure, tell, text_style, width, write_result};
use super::setup;
use super::targets::spare;
use crate::rejected::{Meaning, Reason, ReasonWords, meanings, reasons};
use crate::render::{Offered, Sentence, Style, pretty, rejected_text, text_of_draft};
use crate::report::{DocumentStatus, DraftReport, Masker};
use crate::source::{MAX_BYTES, read_stdin};
use crate::text::{Lang, Text};

/// The meanings of a wording, as scripts read them.
#[derive(Serialize)]
struct Answer {
    format: u32,
    sentences: Vec<SentenceAnswer>,
}

#[derive(Serialize)]
struct SentenceAnswer {
    sentence: String,
    /// What it is about, where it does not say what is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    reasons: Vec<ReasonAnswer>,
}

#[derive(Serialize)]
struct ReasonAnswer {
    #[serde(flatten)]
    reason: ReasonWords,
    /// Where a draft still has it: `path message`; absent without a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<Vec<String>>,
}

/// Tells what a wording means; with a draft, the exit status is 1 while the draft has any of it.
pub fn run(cli: &Cli, args: &RejectedArgs) -> Result<u8, Failure> {
    if let Some(draft) = &args.draft {
        spare(&[args.output.as_deref()], &[draft])?;
    }
    let lang: Lang = cli.lang.into();
    let wording = wording(&args.text)?;
    let table = reasons().map_err(Failure::Told)?;
    let library = setup::library(cli, None)?;
    let mut checker = Checker::new(&library, &args.how, &cli.settings, lang, false)?;
    let draft = args.draft.as_ref().map(|path| checker.check(path));
    let draft = draft.transpose()?;
    // What an unreadable draft has is not known: why it is unreadable is told, and no more of it.
    let unread = draft.as_ref().filter(|draft| !draft.errors.is_empty());
    let report = draft.as_ref().filter(|draft| draft.errors.is_empty());
    let masker = Masker {
        unmask: args.how.unmask,
    };
    let answer = Answer {
        format: 1,
        sentences: meanings(&table, &wording)
            .into_iter()
            .map(|meaning| answered(&meaning, report, masker, lang))
            .collect(),
    };
    let text = match args.format {
        PlainFormatArg::Json => pretty(&answer),
        PlainFormatArg::Text => {
            let offered: Vec<Sentence<'_>> = answer
                .sentences
                .iter()
                .map(|sentence| Sentence {
                    sentence: &sentence.sentence,
                    topic: sentence.topic.as_deref(),
                    reasons: sentence
                        .reasons
                        .iter()
                        .map(|answer| Offered {
                            reason: &answer.reason,
                            draft: answer.draft.as_deref(),
                        })
                        .collect(),
                })
                .collect();
            let width = width(args.output.as_deref());
            rejected_text(&offered, lang, width)
        }
    };
    write_result(&text, args.output.as_deref())?;
    if let Some(draft) = unread {
        let info = checker.report(Vec::new())?.ruleset;
        let style = text_style(cli.color, args.output.as_deref(), false, false);
        let plain = Style {
            color: false,
            ..style
        };
        tell(&text_of_draft(draft, &info, plain));
        return Ok(2);
    }
    let has_any = answer
        .sentences
        .iter()
        .flat_map(|sentence| &sentence.reasons)
        .any(|answer| {
            answer
                .draft
                .as_ref()
                .is_some_and(|places| !places.is_empty())
        });
    Ok(u8::from(has_any))
}

/// The wording: the words of the command line, or standard input for `-`.
fn wording(words: &[String]) -> Result<String, Failure> {
    let wording = match words {
        [only] if only == "-" => {
            let file = read_stdin("-", MAX_BYTES);
            file.map_err(|error| Failure::Told(error.text()))?
                .text
                .into_owned()
        }
        words => words.join(" "),
    };
    if wording.trim().is_empty() {
        return Err(Failure::Told(Text::fixed(
            "没有驳回原因；把管局或接入商的原话写在后面，或用 - 从标准输入读",
            "there is no wording; give the bureau's or provider's own words, or - to read standard input",
        )));
    }
    Ok(wording)
}

fn answered(
    meaning: &Meaning,
    report: Option<&DraftReport>,
    masker: Masker,
    lang: Lang,
) -> SentenceAnswer {
    SentenceAnswer {
        sentence: masker.free(&meaning.sentence).into_owned(),
        topic: meaning
            .topic
            .as_ref()
            .map(|topic| topic.get(lang).to_owned()),
        reasons: meaning
            .reasons
            .iter()
            .map(|reason| ReasonAnswer {
                reason: reason.words(lang),
                draft: report.map(|report| places(reason, report)),
            })
            .collect(),
    }
}

/// Where a draft has what a reason means: findings of its rules, documents of its that are missing.
fn places(reason: &Reason, report: &DraftReport) -> Vec<String> {
    let findings = report
        .findings
        .iter()
        .filter(|finding| reason.rules.contains(&finding.rule))
        .map(|finding| format!("{} {}", finding.path, finding.message));
    let documents = report
        .documents
        .iter()
        .filter(|document| reason.documents.contains(&document.id))
        .filter(|document| {
            matches!(
                document.status,
                DocumentStatus::Missing | DocumentStatus::Invalid
            )
        })
        .map(|document| format!("{} {}", document.of, document.name));
    findings.chain(documents).collect()
}
