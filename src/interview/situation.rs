//! Which filing is needed, asked before there is a draft: the questions of `beian which`, whose
//! answers are remembered in the draft until they have told it.

use toml_edit::Item;

use super::document::Document;
use super::value::Value;
use crate::fields::{Answers, SITUATION};
use crate::which::{Answer, Known};

/// What is known of the situation from answers remembered in a draft.
pub(super) fn known(document: &Document, province: bool) -> Known {
    let mut known = Known::new(province);
    for question in SITUATION {
        let answer = document
            .recalled(question.key)
            .and_then(|item| answer(question.answers, item));
        if let Some(answer) = answer {
            known.answer(question.key, answer);
        }
    }
    known
}

fn answer(answers: Answers, item: &Item) -> Option<Answer> {
    match answers {
        Answers::YesNo => item.as_bool().map(Answer::Flag),
        Answers::Count => item.as_integer().filter(|n| *n >= 0).map(Answer::Count),
        Answers::OneOf(choices) => {
            let id = item.as_str()?;
            let index = choices.iter().position(|choice| choice.id == id)?;
            u8::try_from(index).ok().map(Answer::Choice)
        }
    }
}

/// Remembers an answer; false where it is none to the question.
pub(super) fn remember(document: &mut Document, index: usize, value: &Value) -> bool {
    let Some(question) = SITUATION.get(index) else {
        return false;
    };
    let value = match (question.answers, value) {
        (Answers::YesNo, Value::Flag(flag)) => (*flag).into(),
        (Answers::Count, Value::Number(count)) => (*count).into(),
        (Answers::OneOf(_), Value::Choice(id)) => (*id).into(),
        _ => return false,
    };
    document.remember(question.key, value);
    true
}

/// Forgets all of them.
pub(super) fn forget(document: &mut Document) {
    for question in SITUATION {
        document.forget(question.key);
    }
}
