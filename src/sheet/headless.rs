//! Sheets without a header that is known, and what is said of them.

use super::header::{meaning, nearest_header};
use super::otherwise::{upright, upright_help};
use crate::text::Text;

/// A sheet without a header.
pub(super) enum Headless {
    /// Its first words.
    Words(Vec<String>),
    /// It is filled in downwards.
    Upright,
}

impl Headless {
    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Headless::Words(words) if words.is_empty())
    }

    /// What is said of it, behind what it is called; `none`: no sheet of the file has a header.
    pub(super) fn said(&self, none: bool) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Headless::Words(words) if words.is_empty() => return None,
            Headless::Upright => upright(),
            Headless::Words(_) if none => (
                "没有认得的表头；第一行应是列名，如 主办单位名称、域名",
                "has no header that is known; its first row should name the columns",
            ),
            Headless::Words(_) => (
                "没有认得的表头，没有读",
                "has no header that is known and was not read",
            ),
        })
    }

    /// What to do about it.
    pub(super) fn help(&self) -> Text {
        match self {
            Headless::Words(words) => help_with_header(words),
            Headless::Upright => upright_help(),
        }
    }
}

fn help_with_header(words: &[String]) -> Text {
    let near = words
        .iter()
        .filter(|word| !meaning(word).is_of_use())
        .find_map(|word| Some((word, nearest_header(word)?)))
        .filter(|(word, near)| word != near);
    match near {
        Some((word, near)) => Text::new(
            format!("“{word}”是不是“{near}”？空白模板：beian batch --template 备案.xlsx"),
            format!("is “{word}” “{near}”? an empty form: beian batch --template filing.xlsx"),
        ),
        None => Text::fixed(
            "空白模板：beian batch --template 备案.xlsx；或用 --map 说明各列是什么",
            "an empty form: beian batch --template filing.xlsx; or say what the columns are with --map",
        ),
    }
}
