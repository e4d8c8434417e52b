//! The checklist as a workbook: the documents on one sheet with a column of boxes, and on another
//! what to read first, what to mend and how old the rules are.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

use super::next::{label, steps};
use super::rows::{BOXES, COLUMNS, rows};
use super::sheet::Sheet;
use super::words::{age, count, what};
use crate::report::{DraftReport, RulesetInfo};
use crate::ruleset::Severity;
use crate::source::escape_control;
use crate::text::Text;

/// More than a cell holds is cut.
const LONGEST: usize = 32_000;
/// How wide the column of sentences is, in characters.
const SENTENCES: f64 = 100.0;

/// The checklist of a draft as a workbook.
///
/// # Errors
///
/// Where the writer of workbooks refuses something.
pub fn checklist_xlsx(draft: &DraftReport, ruleset: &RulesetInfo) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same report gives the same bytes: no time of writing.
    let day = ExcelDateTime::parse_from_str(draft.as_of.as_deref().unwrap_or("2026-01-01"))?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let say = |text: Text| text.get(draft.lang).to_owned();
    let documents = workbook.add_worksheet();
    documents.set_name(say(Text::fixed("材料清单", "documents")))?;
    write_documents(documents, draft)?;
    let notes = workbook.add_worksheet();
    notes.set_name(say(Text::fixed("须知", "notes")))?;
    write_notes(notes, draft, ruleset)?;
    workbook.save_to_buffer()
}

fn cell() -> Format {
    Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x00BF_BFBF))
}

fn write_documents(sheet: &mut Worksheet, draft: &DraftReport) -> Result<(), XlsxError> {
    let head = cell()
        .set_bold()
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00E8_EEF4));
    let box_cell = cell().set_align(FormatAlign::Center).set_font_size(14);
    let plain = cell();
    for (column, (name, width)) in (0u16..).zip(&COLUMNS) {
        sheet.set_column_width(column, f64::from(*width))?;
        sheet.write_string_with_format(0, column, name.get(draft.lang), &head)?;
    }
    let rows = rows(draft);
    for (number, row) in (1u32..).zip(&rows) {
        for (column, text) in (0u16..).zip(row) {
            let format = if column == 0 { &box_cell } else { &plain };
            sheet.write_string_with_format(number, column, cut(text), format)?;
        }
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    if last > 0 {
        // A list to choose from works in every spreadsheet, unlike boxes proper.
        let ticks = DataValidation::new().allow_list_strings(&BOXES)?;
        sheet.add_data_validation(1, 0, last, 0, &ticks)?;
        let last_column = u16::try_from(COLUMNS.len()).unwrap_or(1).saturating_sub(1);
        sheet.autofilter(0, 0, last, last_column)?;
    }
    sheet.set_freeze_panes(1, 3)?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    // A header line reads `&` as a code.
    let title = escape_control(&what(draft)).replace('&', "&&");
    sheet.set_header(format!("&L{title}&R&P / &N"));
    Ok(())
}

fn write_notes(
    sheet: &mut Worksheet,
    draft: &DraftReport,
    ruleset: &RulesetInfo,
) -> Result<(), XlsxError> {
    let strong = Format::new().set_bold().set_text_wrap();
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, SENTENCES)?;
    let lang = draft.lang;
    let view = Sheet::of(draft);
    let mut lines: Vec<(bool, String)> = vec![(true, what(draft)), (false, count(draft))];
    let mut part = |heading: Text, texts: Vec<String>| {
        if !texts.is_empty() {
            lines.push((true, heading.get(lang).to_owned()));
            lines.extend(texts.into_iter().map(|text| (false, text)));
        }
    };
    let texts = |list: &[&crate::report::GuidanceReport]| {
        list.iter().map(|line| line.text.clone()).collect()
    };
    part(
        Text::fixed("办之前先看", "Read this first"),
        texts(&view.warnings),
    );
    let findings = draft.findings.iter();
    let findings = findings.filter(|finding| finding.severity > Severity::Notice);
    part(
        Text::fixed("要先改的", "To mend first"),
        findings
            .map(|finding| match &finding.help {
                Some(help) => format!("{} → {help}", finding.message),
                None => finding.message.clone(),
            })
            .collect(),
    );
    part(
        Text::fixed("准备时注意", "When you prepare them"),
        texts(&view.notes),
    );
    let next = label(lang);
    part(
        Text::fixed(next, next),
        steps(draft)
            .into_iter()
            .map(|step| format!("{} {}", step.text.get(lang), step.code.join(" ")))
            .collect(),
    );
    lines.push((false, age(draft, ruleset)));
    for (row, (is_heading, text)) in (0u32..).zip(&lines) {
        let format = if *is_heading { &strong } else { &plain };
        sheet.write_string_with_format(row, 0, cut(&escape_control(text)), format)?;
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
