//! Sheets to be filled in: the empty form, and drafts as `convert` writes them. Lists to choose
//! from, a note on each header, columns of text where a spreadsheet would make numbers, and a sheet
//! that explains.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, Note, Workbook, Worksheet, XlsxError,
};

use super::cell::{Cell, column_name};
use super::column::{What, catalogue};
use super::guide::{filled_in, guide, how};
use super::heads::{all_heads, form_heads, in_order};
use super::write::{Head, Manner, shown_rows};
use crate::fields::{Choices, Field, Kind};
use crate::identifiers::divisions;
use crate::source::{SourceFile, parse_toml};
use crate::text::{Lang, Text};

/// What the draft column of the example row says.
pub(super) const EXAMPLE: &[&str] = &["示例", "（示例）", "(示例)", "example"];

/// Whose the example is, by the paths of what it says: a row that says something else there is a
/// client's, written over the example.
pub(super) const EXAMPLE_SAYS: [(&str, &str); 3] = [
    ("subject.name", "太原示例网络科技有限公司"),
    ("subject.certificate.number", "91140100MA0EXAMP12"),
    ("services[0].domains[0].name", "example-tech.cn"),
];

/// The draft that the example row is made of.
const EXAMPLE_DRAFT: &str = include_str!("../../examples/enterprise-ready.toml");
/// So many rows have lists to choose from.
const ROWS: u32 = 5000;
/// The most characters that a cell holds.
pub(super) const LONGEST: usize = 32_000;

/// A sheet to be written.
#[derive(Debug, Clone, Default)]
pub struct Form<'t> {
    /// Its columns, in order.
    pub heads: Vec<Head<'t>>,
    /// Its rows.
    pub rows: Vec<BTreeMap<Head<'t>, Cell>>,
    /// Whether the rows are the example.
    pub is_example: bool,
}

impl Form<'static> {
    /// The empty form with its example.
    pub fn template(lang: Lang) -> Self {
        let file = SourceFile::embedded("example", EXAMPLE_DRAFT);
        let tree = parse_toml(&file).root;
        let manner = Manner {
            typed: true,
            nameless: EXAMPLE_NAME.get(lang),
            id_is_taken: true,
            meta_in_one: true,
        };
        let rows: Vec<BTreeMap<Head<'static>, Cell>> = shown_rows(&tree, manner)
            .rows
            .into_iter()
            .map(|row| {
                let own = row.into_iter().filter_map(|(head, cell)| match head {
                    Head::Draft => Some((Head::Draft, cell)),
                    Head::Column(index) => Some((Head::Column(index), cell)),
                    Head::Meta(_) => None,
                });
                own.collect()
            })
            .collect();
        let used: Vec<Head<'static>> = rows.iter().flat_map(|row| row.keys().copied()).collect();
        Form {
            heads: form_heads(&used),
            rows,
            is_example: true,
        }
    }
}

static EXAMPLE_NAME: Text = Text::fixed("示例", "example");

impl<'t> Form<'t> {
    /// A sheet of drafts.
    pub fn of_drafts(rows: Vec<BTreeMap<Head<'t>, Cell>>) -> Self {
        let used = rows.iter().flat_map(|row| row.keys().copied());
        let mut heads: Vec<Head<'t>> = used.collect();
        heads.sort();
        heads.dedup();
        Form {
            heads: in_order(heads),
            rows,
            is_example: false,
        }
    }

    /// The sheet as CSV: UTF-8 with a mark, as spreadsheet programs want it.
    pub fn csv(&self, lang: Lang) -> Vec<u8> {
        let mut out = "\u{feff}".as_bytes().to_vec();
        let mut writer = csv::WriterBuilder::new().from_writer(&mut out);
        // Bytes take everything, and all rows have the same length.
        let _ = writer.write_record(self.heads.iter().map(|head| head.text(lang)));
        for row in &self.rows {
            let cells = self.heads.iter().map(|head| {
                let shown = row.get(head).map(Cell::shown).unwrap_or_default();
                neutral(&shown)
            });
            let _ = writer.write_record(cells);
        }
        let _ = writer.flush();
        drop(writer);
        out
    }

    /// The sheet as a workbook.
    ///
    /// # Errors
    ///
    /// What the writer of workbooks refuses: more rows than a sheet can have.
    pub fn xlsx(&self, lang: Lang) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        // The same sheet gives the same bytes: no time of writing.
        let day = ExcelDateTime::from_ymd(2026, 1, 1)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&day));
        let lists = Lists::of(&self.heads);
        let own = |zh: &'static str, en: &'static str| Text::fixed(zh, en).get(lang).to_owned();
        let drafts = book.add_worksheet();
        drafts.set_name(own("备案", "drafts"))?;
        self.write(drafts, &lists, lang)?;
        let explained = book.add_worksheet();
        explained.set_name(own("填写说明", "guide"))?;
        write_guide(explained, lang)?;
        let columns = book.add_worksheet();
        columns.set_name(own("全部列", "columns"))?;
        write_columns(columns, lang)?;
        let choices = book.add_worksheet();
        choices.set_name(LISTS)?;
        lists.write(choices)?;
        book.save_to_buffer()
    }

    fn write(&self, sheet: &mut Worksheet, lists: &Lists, lang: Lang) -> Result<(), XlsxError> {
        let required = header_format().set_background_color(Color::RGB(0x00F8_CBAD));
        let usual = header_format();
        let text = Format::new().set_num_format("@");
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let shade = |format: &Format| match self.is_example {
            true => format
                .clone()
                .set_italic()
                .set_font_color(Color::RGB(0x0080_8080)),
            false => format.clone(),
        };
        let plain = Format::new();
        sheet.set_default_note_author("beian");
        for (column, head) in (0u16..).zip(&self.heads) {
            let name = head.text(lang);
            let is_required = head
                .column()
                .and_then(|column| column.field())
                .is_some_and(|field| field.need == crate::fields::Need::Required);
            let wanted = if is_required { &required } else { &usual };
            sheet.write_string_with_format(0, column, cut(&name), wanted)?;
            let note = Note::new(filled_in(head, lang))
                .add_author_prefix(false)
                .set_width(280)
                .set_height(160);
            sheet.insert_note(0, column, &note)?;
            let wide = name
                .chars()
                .map(|c| if c.is_ascii() { 1.1 } else { 2.1 })
                .sum::<f64>();
            sheet.set_column_width(column, wide.clamp(10.0, 34.0))?;
            let (format, list) = match head.column().map(|column| column.what) {
                Some(What::Field(field)) => match field.kind {
                    Kind::Day | Kind::DayOrLongTerm => (&day, None),
                    Kind::Int(_) => (&plain, None),
                    Kind::Bool => (&text, lists.range(List::YesNo)),
                    Kind::Enum(choices) => (&text, lists.range(List::Choices(choices))),
                    Kind::Province => (&text, lists.range(List::Provinces)),
                    _ => (&text, None),
                },
                Some(What::Presence(_)) => (&text, lists.range(List::Presence)),
                Some(What::Number) => (&plain, None),
                _ => (&text, None),
            };
            sheet.set_column_format(column, format)?;
            if let Some(range) = list {
                let choose = DataValidation::new()
                    .allow_list_formula(Formula::new(range))
                    // Ids, and words that the list lacks, are read as well.
                    .set_error_style(DataValidationErrorStyle::Warning);
                sheet.add_data_validation(1, column, ROWS, column, &choose)?;
            }
            for (row, cells) in (1u32..).zip(&self.rows) {
                if let Some(cell) = cells.get(head) {
                    write_cell(sheet, row, column, cell, &shade(format))?;
                }
            }
        }
        sheet.set_freeze_panes(1, 1)?;
        Ok(())
    }
}

/// Writes a cell as what it is; text is never a formula.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Number(number) | Cell::Number1904(number) => {
            sheet.write_number_with_format(row, column, *number, format)?;
        }
        Cell::Bool(flag) => {
            sheet.write_boolean_with_format(row, column, *flag, format)?;
        }
        Cell::Day(day) => {
            use chrono::Datelike;
            let year = u16::try_from(day.year()).unwrap_or(0);
            let month = u8::try_from(day.month()).unwrap_or(0);
            let date = u8::try_from(day.day()).unwrap_or(0);
            match ExcelDateTime::from_ymd(year, month, date) {
                // Spreadsheets know a day too many in the February of 1900.
                Ok(moment) if year > 1900 => {
                    sheet.write_datetime_with_format(row, column, &moment, format)?;
                }
                _ => {
                    sheet.write_string_with_format(row, column, day.to_string(), format)?;
                }
            }
        }
        other => {
            let text = other.shown();
            let format = match is_formula(&text) {
                // Editing the cell would otherwise make a formula of it.
                true => format.clone().set_quote_prefix(),
                false => format.clone(),
            };
            sheet.write_string_with_format(row, column, cut(&text), &format)?;
        }
    }
    Ok(())
}

/// Text that a spreadsheet would take for a formula.
pub(super) fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// The same text, kept from being a formula in CSV.
fn neutral(text: &str) -> String {
    match is_formula(text) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

pub(super) fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

pub(super) fn header_format() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x00BF_BFBF))
        .set_background_color(Color::RGB(0x00E8_EEF4))
}

const LISTS: &str = "选项";
/// What stands over the lists that are not one field's own: provinces, yes or no, there or not.
const LIST_TITLES: [&str; 3] = ["省份", "是否", "有无"];
/// The header of the sheet that explains the columns.
pub(super) const COLUMN_TITLES: [Text; 3] = [
    Text::fixed("列名", "header"),
    Text::fixed("英文列名（草稿里的路径）", "path in a draft"),
    Text::fixed("怎么填", "what to write"),
];

/// Whether a list to choose from stands under such a title.
pub(super) fn is_list_title(text: &str) -> bool {
    let is_choices = |field: &Field| matches!(field.kind, Kind::Enum(_) | Kind::Set(_));
    let columns = catalogue().columns().iter();
    let mut titles = columns.filter(|column| column.field().is_some_and(is_choices));
    LIST_TITLES.contains(&text) || titles.any(|column| column.label.zh == text)
}

/// A list to choose from.
#[derive(Debug, Clone, Copy, PartialEq)]
enum List {
    Choices(Choices),
    Provinces,
    YesNo,
    Presence,
}

/// The lists that a sheet's columns choose from, a column each on a sheet of their own.
struct Lists(Vec<(List, String, Vec<String>)>);

impl Lists {
    fn of(heads: &[Head<'_>]) -> Self {
        let [provinces, yes_no, presence] = LIST_TITLES;
        let mut lists: Vec<(List, String, Vec<String>)> = Vec::new();
        for column in heads.iter().filter_map(Head::column) {
            let list = match column.what {
                What::Field(field) => match field.kind {
                    Kind::Enum(choices) | Kind::Set(choices) => List::Choices(choices),
                    Kind::Province => List::Provinces,
                    Kind::Bool => List::YesNo,
                    _ => continue,
                },
                What::Presence(_) => List::Presence,
                _ => continue,
            };
            if lists.iter().any(|(known, _, _)| *known == list) {
                continue;
            }
            let items = match list {
                List::Choices(choices) => {
                    let labels = choices.iter().map(|choice| choice.label.zh.to_string());
                    labels.collect()
                }
                List::Provinces => divisions()
                    .filter(|division| division.has_administration())
                    .map(|division| division.short.to_owned())
                    .collect(),
                List::YesNo => vec!["是".to_owned(), "否".to_owned()],
                List::Presence => vec!["有".to_owned(), "无".to_owned()],
            };
            let name = match list {
                List::Choices(_) => column.label.zh.to_string(),
                List::Provinces => provinces.to_owned(),
                List::YesNo => yes_no.to_owned(),
                List::Presence => presence.to_owned(),
            };
            lists.push((list, name, items));
        }
        Self(lists)
    }

    fn range(&self, list: List) -> Option<String> {
        let index = self.0.iter().position(|(known, _, _)| *known == list)?;
        let (_, _, items) = self.0.get(index)?;
        let (name, last) = (column_name(index), items.len().saturating_add(1));
        Some(format!("='{LISTS}'!${name}$2:${name}${last}"))
    }

    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let head = header_format();
        for (column, (_, name, items)) in (0u16..).zip(&self.0) {
            sheet.set_column_width(column, 26)?;
            sheet.write_string_with_format(0, column, name, &head)?;
            for (row, item) in (1u32..).zip(items) {
                sheet.write_string(row, column, item)?;
            }
        }
        Ok(())
    }
}

fn write_guide(sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
    let strong = Format::new().set_bold().set_text_wrap();
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, 100)?;
    for (row, (is_heading, text)) in (0u32..).zip(guide()) {
        let format = if is_heading { &strong } else { &plain };
        sheet.write_string_with_format(row, 0, text.get(lang), format)?;
    }
    Ok(())
}

fn write_columns(sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
    let head = header_format();
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (column, (title, width)) in (0u16..).zip(COLUMN_TITLES.iter().zip([30, 46, 80])) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, title.get(lang), &head)?;
    }
    let shown = all_heads().iter().filter_map(Head::column);
    for (row, column) in (1u32..).zip(shown) {
        sheet.write_string_with_format(row, 0, column.label.get(lang), &wrap)?;
        sheet.write_string_with_format(row, 1, &column.path, &wrap)?;
        sheet.write_string_with_format(row, 2, cut(&how(column, lang)), &wrap)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// How many columns there are, for tests.
#[cfg(test)]
pub(super) fn width() -> usize {
    super::column::catalogue().columns().len()
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
