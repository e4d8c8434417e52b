//! Cells that hold members of closed lists, and what is said of those that hold something else.

use super::value::{Read, Reader};
use super::words::{choice, items, likely};
use crate::fields::Choices;
use crate::source::Value;
use crate::text::Text;

/// What has more characters is not quoted.
const QUOTED: usize = 16;

impl Reader<'_> {
    /// What stands where one of a few words should. In a row that has shifted it may be anything: what is
    /// long or has digits may be of a person, and is not repeated.
    pub(super) fn no_such(&self, text: &str, zh: &str, en: &str, help: Option<Text>) -> Read {
        let may_be_personal = |c: char| c.is_numeric() || matches!(c, '@' | '＠');
        if text.chars().count() > QUOTED || text.contains(may_be_personal) {
            return self.bad(&format!("的内容{zh}"), &format!(" holds what {en}"), help);
        }
        self.bad(
            &format!("的“{text}”{zh}"),
            &format!(" is “{text}”, which {en}"),
            help,
        )
    }

    /// The member that a cell holds.
    pub(super) fn member(&self, text: &str, choices: Choices) -> Read {
        match choice(choices, text) {
            Some(id) => Read::Value(Value::String(id.to_owned())),
            None => self.no_single_choice(choices, text),
        }
    }

    /// The members that a cell holds.
    pub(super) fn set(&self, text: &str, choices: Choices) -> Read {
        // A label may be the whole cell, whatever stands in it.
        let items = match choice(choices, text) {
            Some(_) => vec![text],
            None => items(text, false),
        };
        let mut members = Vec::new();
        for item in items {
            // Some labels hold a stroke, so it parts others only where all of them are known.
            let parts = item.split(['/', '／']).map(|part| choice(choices, part));
            let ids = match choice(choices, item) {
                Some(id) => vec![id],
                None => match parts.collect::<Option<Vec<_>>>() {
                    Some(ids) => ids,
                    None => return self.no_choice(choices, item),
                },
            };
            let nodes = ids.into_iter();
            members.extend(nodes.map(|id| self.node(Value::String(id.to_owned()))));
        }
        Read::Value(Value::Array(members))
    }

    fn no_single_choice(&self, choices: Choices, text: &str) -> Read {
        let several = items(text, false);
        if several.len() < 2 || several.iter().any(|item| choice(choices, item).is_none()) {
            return self.no_choice(choices, text);
        }
        self.bad(
            "的单元格里写了几项",
            " holds several values",
            Some(Text::fixed(
                "一行写一项：下面加行，草稿一列写同样的内容",
                "one row for each: add rows below with the same draft",
            )),
        )
    }

    fn no_choice(&self, choices: Choices, text: &str) -> Read {
        let help = match likely(choices, text) {
            Some(near) => Text::new(
                format!("是不是“{near}”？"),
                format!("did you mean “{near}”?"),
            ),
            None => one_of(choices),
        };
        let (zh, en) = ("不在可选的值里", "is not one of the known values");
        self.no_such(text, zh, en, Some(help))
    }
}

/// The choices of a column, as a sheet has them.
pub(super) fn one_of(choices: Choices) -> Text {
    let list = |lang: fn(&Text) -> &str, dash: &str| {
        let labels = choices.iter().map(|choice| lang(&choice.label));
        labels.collect::<Vec<_>>().join(dash)
    };
    Text::new(
        format!("可选：{}", list(|label| &label.zh, "、")),
        format!("choose one of: {}", list(|label| &label.en, ", ")),
    )
}
