//! The checklist as rows of a table for spreadsheets, and as CSV that Excel opens as it should:
//! UTF-8 with a byte order mark, and no cell that could be taken for a formula.

use std::borrow::Cow;

use super::form;
use super::sheet::{Entry, Sheet};
use super::words::{asks, basis, stage, status};
use crate::report::{DocumentReport, DocumentStatus, DraftReport};
use crate::source::escape_control;
use crate::text::{Lang, Text};

/// The columns, with their width in characters.
pub(super) const COLUMNS: [(Text, u16); 14] = [
    (Text::fixed("☐", "☐"), 4),
    (Text::fixed("关于", "concerns"), 24),
    (Text::fixed("材料", "document"), 30),
    (Text::fixed("要不要", "needed"), 14),
    (Text::fixed("形式", "form"), 26),
    (Text::fixed("文件", "file"), 24),
    (Text::fixed("阶段", "stage"), 10),
    (Text::fixed("状态", "status"), 9),
    (Text::fixed("说明", "note"), 40),
    (Text::fixed("取决于", "depends on"), 36),
    (Text::fixed("为什么", "why"), 40),
    (Text::fixed("依据", "source"), 44),
    (Text::fixed("材料号", "id"), 26),
    (Text::fixed("属于", "of"), 24),
];

/// A box that is to be ticked, and one that is.
pub(super) const BOXES: [&str; 2] = ["☐", "☑"];

/// So many questions are told that a document depends on.
const QUESTIONS: usize = 8;
/// So many sources are named with a document.
const SOURCES: usize = 3;

/// The rows, without the head; a cell for each column.
pub(super) fn rows(draft: &DraftReport) -> Vec<Vec<String>> {
    let sheet = Sheet::of(draft);
    let lang = draft.lang;
    let mut rows = Vec::new();
    let mut choice = 0usize;
    let parts = [(&sheet.needed, true), (&sheet.perhaps, false)];
    for (group, is_needed) in parts
        .into_iter()
        .flat_map(|(groups, is_needed)| groups.iter().map(move |group| (group, is_needed)))
    {
        for entry in &group.entries {
            let plain = match is_needed {
                true => Text::fixed("要", "yes"),
                false => Text::fixed("可能", "perhaps"),
            };
            match entry {
                Entry::Paper(document) => {
                    rows.push(row(&sheet, document, plain.get(lang), lang));
                }
                Entry::Choice(bundles) => {
                    choice = choice.saturating_add(1);
                    for (number, bundle) in (1usize..).zip(bundles) {
                        let needed = match lang {
                            Lang::Zh => format!("任选其一 {choice}-{number}"),
                            Lang::En => format!("one of {choice}-{number}"),
                        };
                        let needed = match is_needed {
                            true => needed,
                            false => format!("{}, {needed}", plain.get(lang)),
                        };
                        for document in bundle {
                            rows.push(row(&sheet, document, &needed, lang));
                        }
                    }
                }
            }
        }
    }
    rows
}

fn row(sheet: &Sheet<'_>, document: &DocumentReport, needed: &str, lang: Lang) -> Vec<String> {
    let [open, ticked] = BOXES;
    let tick = match document.status {
        DocumentStatus::Provided => ticked,
        _ => open,
    };
    let notes: Vec<&str> = document
        .note
        .iter()
        .map(String::as_str)
        .chain(sheet.about(document))
        .collect();
    let separator = match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    };
    let cells = [
        tick.to_owned(),
        document.concerns.label.clone(),
        document.name.clone(),
        needed.to_owned(),
        form::paper(&document.form, lang),
        form::file(&document.form, lang),
        stage(document).get(lang).to_owned(),
        status(document.status).get(lang).to_owned(),
        notes.join(separator),
        asks(document, QUESTIONS, lang).join(separator),
        document.why.join(separator),
        basis(document, SOURCES, lang).unwrap_or_default(),
        document.id.clone(),
        document.of.clone(),
    ];
    cells
        .iter()
        .map(|cell| escape_control(cell).into_owned())
        .collect()
}

/// The checklist of a draft as CSV.
///
/// # Errors
///
/// None that writing to memory could give; the type is that of the writer.
pub fn checklist_csv(draft: &DraftReport) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    writer.write_record(COLUMNS.iter().map(|(name, _)| name.get(draft.lang)))?;
    for row in rows(draft) {
        for cell in &row {
            writer.write_field(plain_cell(cell).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// A cell that a spreadsheet does not take for a formula.
pub fn plain_cell(cell: &str) -> Cow<'_, str> {
    let begins = |c: char| "=+-@＝＋－＠\t\r".contains(c);
    if cell.trim_start().starts_with(begins) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(plain_cell("=1+1"), "'=1+1");
        assert_eq!(plain_cell(" @SUM(A1)"), "' @SUM(A1)");
        assert_eq!(plain_cell("＝1"), "'＝1");
        assert_eq!(plain_cell("营业执照"), "营业执照");
        assert_eq!(plain_cell(""), "");
    }
}
