//! What comes next, with the command that does it.

use crate::evaluate::Verdict;
use crate::report::{DocumentReport, DocumentStatus, DraftReport};
use crate::ruleset::{Severity, Stage};
use crate::source::{escape_control, shell_word};
use crate::text::{Lang, Text};

/// A step.
#[derive(Debug)]
pub(in crate::render) struct Step {
    /// What to do.
    pub text: Text,
    /// How: a command, or lines to write into the draft.
    pub code: Vec<String>,
}

/// The next steps, in their order.
pub(in crate::render) fn steps(draft: &DraftReport) -> Vec<Step> {
    let file = shell_word(&draft.source);
    let command = |name: &str| vec![format!("beian {name} {file}")];
    let mut steps = Vec::new();
    let errors = draft
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    if errors > 0 {
        steps.push(Step {
            text: Text::new(
                format!("先改好 {errors} 个错误"),
                format!("mend the errors first ({errors})"),
            ),
            code: command("check"),
        });
    } else if draft.verdict == Verdict::Incomplete {
        steps.push(Step {
            text: Text::fixed(
                "先在草稿里补上还不知道的资料",
                "fill in what the draft does not tell yet",
            ),
            code: command("check"),
        });
    }
    let is_missing = |document: &&DocumentReport| {
        document.status == DocumentStatus::Missing && document.stage == Stage::Upload.id()
    };
    if let Some(first) = draft.documents.iter().find(is_missing) {
        let (id, of) = (escape_control(&first.id), escape_control(&first.of));
        steps.push(Step {
            text: Text::fixed(
                "备好一份，就在草稿里记一份，如",
                "note each document at hand in the draft, like this",
            ),
            code: vec![
                "[[attachments]]".to_owned(),
                format!("document = \"{id}\""),
                format!("of = \"{of}\""),
                "held = true".to_owned(),
            ],
        });
        steps.push(Step {
            text: Text::fixed("再看还缺什么", "see again what is missing"),
            code: command("checklist"),
        });
    }
    if steps.is_empty() {
        let text = match draft.documents.is_empty() {
            false => Text::fixed(
                "材料齐了；提交当天再查一遍",
                "the documents are complete; check once more on the day of submission",
            ),
            true => Text::fixed(
                "没有材料要准备；提交当天再查一遍",
                "there is nothing to prepare; check once more on the day of submission",
            ),
        };
        steps.push(Step {
            text,
            code: command("check"),
        });
    }
    steps
}

/// The label of the steps.
pub(in crate::render) fn label(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "接着做",
        Lang::En => "Next",
    }
}
