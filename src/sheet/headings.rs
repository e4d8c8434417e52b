//! What stands over the columns of a result workbook, so that it can be handed in again: a header of
//! two rows, and what the user says of columns, is written out where one row would read otherwise.

use super::cell::{Cell, Row};
use super::header::{Header, Heading, Meaning, shown};
use super::map::Map;
use crate::text::{Lang, Text};

/// So often it is looked whether what is written reads as it was: each name may say whose the next is.
const ROUNDS: usize = 3;
/// What stands before the header of a column that was not read and must not be.
static UNREAD: Text = Text::fixed("没有读：", "not read: ");

/// The headers of columns that stand behind some of our own.
pub(super) fn headings(header: &Header, own: &[&str], lang: Lang) -> Vec<String> {
    let mut texts: Vec<String> = own.iter().map(|text| (*text).to_owned()).collect();
    let given = header.headings.iter();
    texts.extend(given.map(|heading| shown(&heading.text)));
    for _ in 0..ROUNDS {
        let row = Row {
            number: 1,
            cells: texts.iter().cloned().map(Cell::Text).collect(),
            joined: Vec::new(),
        };
        let read = Header::under_letters(&row, &Map::default());
        let columns = header
            .headings
            .iter()
            .zip(read.headings.iter().skip(own.len()));
        let mut is_same = true;
        for ((heading, found), text) in columns.zip(texts.iter_mut().skip(own.len())) {
            if !reads_as(&found.meaning, &heading.meaning) {
                is_same = false;
                *text = whole(heading, lang);
            }
        }
        if is_same {
            break;
        }
    }
    texts.split_off(own.len().min(texts.len()))
}

/// Whether what is found says what was meant: what was not read is not read again.
fn reads_as(found: &Meaning, meant: &Meaning) -> bool {
    found == meant || !(found.is_of_use() || meant.is_of_use())
}

/// Whether a header is that of a column that was not read before.
pub(super) fn is_unread(text: &str) -> bool {
    text.starts_with(&*UNREAD.zh) || text.starts_with(&*UNREAD.en)
}

/// A header that leaves nothing open.
fn whole(heading: &Heading, lang: Lang) -> String {
    let text = shown(&heading.text);
    match &heading.meaning {
        Meaning::Draft => Text::fixed("草稿", "draft").get(lang).to_owned(),
        Meaning::Meta(key) => format!("meta.{key}"),
        Meaning::Known(known) if known.parent.is_some() || known.own.is_some() => known.path(),
        Meaning::Known(known) => {
            let label = &known.column.label.zh;
            match (lang, text.is_empty() || label.contains(text.trim())) {
                (Lang::En, _) => known.column.path.clone(),
                (Lang::Zh, true) => label.clone().into_owned(),
                (Lang::Zh, false) => format!("{label}（{text}）"),
            }
        }
        Meaning::Unknown | Meaning::Ignored => format!("{}{text}", UNREAD.get(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::header::{meaning, of_path};
    use super::*;

    fn read(texts: &[&str]) -> Vec<Meaning> {
        let row = Row {
            number: 1,
            cells: texts
                .iter()
                .map(|text| Cell::Text((*text).to_owned()))
                .collect(),
            joined: Vec::new(),
        };
        let header = Header::under_letters(&row, &Map::default());
        header
            .headings
            .into_iter()
            .map(|heading| heading.meaning)
            .collect()
    }

    #[test]
    fn what_is_written_reads_as_it_was_meant() {
        let meanings = [
            ("姓名", meaning("法定代表人姓名")),
            ("手机号", meaning("法定代表人手机号码")),
            ("姓名", meaning("主体负责人姓名")),
            ("手机号", Meaning::Ignored),
            ("单位全称", meaning("主办单位名称")),
            ("甲", of_path("services[1].name").unwrap()),
            ("客户号", Meaning::Draft),
            ("别的", Meaning::Unknown),
            ("经办", Meaning::Meta("经办人".to_owned())),
        ];
        let headings_of = |(text, meaning): &(&str, Meaning)| Heading {
            text: (*text).to_owned(),
            meaning: meaning.clone(),
        };
        let header = Header {
            headings: meanings.iter().map(headings_of).collect(),
            ..Header::default()
        };
        for lang in [Lang::Zh, Lang::En] {
            let texts = headings(&header, &["结论", "问题"], lang);
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let again = read(&texts);
            for (found, (_, meant)) in again.iter().zip(&meanings) {
                assert!(reads_as(found, meant), "{texts:?} {found:?}");
            }
        }
    }
}
