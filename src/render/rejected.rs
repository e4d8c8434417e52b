//! What a wording of a rejection means, as people read it.

use super::page::Page;
use crate::rejected::ReasonWords;
use crate::text::Lang;

/// A reason that a sentence may mean.
#[derive(Debug, Clone, Copy)]
pub struct Offered<'a> {
    /// The reason.
    pub reason: &'a ReasonWords,
    /// Where a draft still has it; absent: there is no draft.
    pub draft: Option<&'a [String]>,
}

/// A sentence of a wording.
#[derive(Debug, Clone)]
pub struct Sentence<'a> {
    /// The sentence.
    pub sentence: &'a str,
    /// What it is about, where it does not say what is wrong.
    pub topic: Option<&'a str>,
    /// What it may mean.
    pub reasons: Vec<Offered<'a>>,
}

/// The sentences of a wording, each with what it may mean.
pub fn rejected_text(sentences: &[Sentence<'_>], lang: Lang, width: usize) -> String {
    let mut page = Page::new(lang, width);
    for (index, sentence) in sentences.iter().enumerate() {
        if index > 0 {
            page.blank();
        }
        page.line(0, &format!("“{}”", sentence.sentence));
        let reasons = &sentence.reasons;
        if let Some(topic) = sentence.topic {
            let about = match lang {
                Lang::Zh => {
                    format!("只说到{topic}，没有说哪里不对；请问清楚。公布过的这类原因有：")
                }
                Lang::En => format!(
                    "it names {topic} but not what is wrong; please ask. Published reasons of that matter:"
                ),
            };
            page.line(2, &about);
            for offered in reasons {
                in_short(&mut page, offered);
            }
            continue;
        }
        if reasons.is_empty() {
            let none = page.say(
                "公布的驳回原因里没有这样说的；请问接入商具体指哪一项",
                "no published reason says so; ask the provider what exactly is meant",
            );
            page.line(2, none);
        }
        if reasons.len() > 1 {
            let several = page.say(
                "可能是下列之一，最像的在前：",
                "it may be one of these, the likeliest first:",
            );
            page.line(2, several);
        }
        for offered in reasons {
            reason(&mut page, offered);
        }
    }
    page.done()
}

/// A reason that the sentence does not give: its name, what to do, and where the draft has it.
fn in_short(page: &mut Page, offered: &Offered<'_>) {
    let reason = offered.reason;
    page.hanging(2, "· ", &format!("{}  {}", reason.reason, reason.id));
    let label = page.say("怎么办：", "what to do: ");
    page.hanging(4, label, &reason.repair);
    for place in offered.draft.unwrap_or_default() {
        still(page, place);
    }
}

/// A place where the draft still has it.
fn still(page: &mut Page, place: &str) {
    let label = page.say("这份草稿还有：", "this draft still has it: ");
    page.hanging(4, label, place);
}

fn reason(page: &mut Page, offered: &Offered<'_>) {
    let reason = offered.reason;
    page.hanging(2, "· ", &format!("{}  {}", reason.reason, reason.id));
    let label = page.say("怎么办：", "what to do: ");
    page.hanging(4, label, &reason.repair);
    let label = page.say("草稿里：", "in the draft: ");
    page.hanging(4, label, &reason.field);
    if !reason.rules.is_empty() {
        let label = page.say("规则：", "rule: ");
        let rules: Vec<String> = reason
            .rules
            .iter()
            .map(|rule| format!("beian explain {rule}"))
            .collect();
        page.hanging(4, label, &rules.join("  "));
    }
    if let Some(unseen) = &reason.unseen {
        let label = page.say("草稿看不出：", "no draft shows it: ");
        page.hanging(4, label, unseen);
    }
    let label = page.say("出处：", "source: ");
    page.hanging(4, label, &reason.source);
    let Some(places) = offered.draft else {
        return;
    };
    if !places.is_empty() {
        for place in places {
            still(page, place);
        }
    } else if reason.rules.is_empty() && reason.documents.is_empty() {
        let unknown = page.say(
            "这份草稿有没有，看不出",
            "whether this draft has it cannot be seen",
        );
        page.line(4, unknown);
    } else {
        let gone = page.say("这份草稿没有这个问题", "this draft does not have it");
        page.line(4, gone);
    }
}
