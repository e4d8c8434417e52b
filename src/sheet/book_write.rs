//! The result workbook: the input's rows, with verdict, findings and documents beside each.

use std::sync::Arc;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook,
    XlsxError,
};

use super::drafts::Sheet;
use super::headings::headings;
use super::result::{Block, Mark, OutCell, OutRow};
use super::template::{cut, header_format, is_formula, write_cell};
use crate::evaluate::Verdict;
use crate::text::{Lang, Text};

/// So many comments are written; they are kept in memory, and spreadsheets become slow of more. What
/// they say stands in the column of findings as well.
const MOST_NOTES: usize = 10_000;
/// The last row of a sheet, from 0.
const LAST_ROW: u32 = 1_048_575;
/// The columns that stand before the input's.
pub(super) static OWN: [(Text, u16); 5] = [
    (Text::fixed("结论", "verdict"), 9),
    (Text::fixed("问题", "findings"), 60),
    (Text::fixed("要补充的资料", "to be filled in"), 32),
    (Text::fixed("缺的材料", "documents missing"), 32),
    (Text::fixed("来源", "source"), 22),
];

/// The result workbook while it is written.
pub struct ResultBook {
    book: Workbook,
    lang: Lang,
    /// The input's columns of the sheet that is being written, its index and its next row.
    open: Option<Open>,
    counts: [(Verdict, usize); 4],
    /// How many comments there are.
    notes: usize,
    formats: Formats,
}

struct Open {
    sheet: Arc<Sheet>,
    index: usize,
    row: u32,
    /// Which of the input's columns hold anything.
    used: Vec<bool>,
}

struct Formats {
    text: Format,
    quoted: Format,
    day: Format,
    marks: [(Mark, Format); 4],
    verdicts: [(Verdict, Format); 4],
}

impl Formats {
    fn new() -> Self {
        let text = Format::new()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00D9_D9D9));
        let on = |color: u32| text.clone().set_background_color(Color::RGB(color));
        Self {
            quoted: text.clone().set_quote_prefix(),
            day: text.clone().set_num_format("yyyy-mm-dd"),
            marks: [
                (Mark::Asked, on(0x00FF_F9DB)),
                (Mark::Notice, on(0x00DD_EBF7)),
                (Mark::Warning, on(0x00FF_E699)),
                (Mark::Error, on(0x00FF_C7CE)),
            ],
            verdicts: [
                (Verdict::Ready, on(0x00C6_EFCE)),
                (Verdict::Incomplete, on(0x00FF_F2CC)),
                (Verdict::Blocked, on(0x00FF_C7CE)),
                (Verdict::Unreadable, on(0x00D9_D9D9)),
            ],
            text,
        }
    }

    fn of(&self, cell: &OutCell) -> Format {
        let marked = cell
            .mark
            .and_then(|mark| self.marks.iter().find(|(known, _)| *known == mark));
        let base = marked.map_or(&self.text, |(_, format)| format);
        match &cell.cell {
            super::cell::Cell::Day(_) => base.clone().set_num_format("yyyy-mm-dd"),
            _ => base.clone(),
        }
    }
}

impl ResultBook {
    /// An empty workbook.
    ///
    /// # Errors
    ///
    /// What the writer of workbooks refuses.
    pub fn new(lang: Lang) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        // The same results give the same bytes: no time of writing.
        let day = ExcelDateTime::from_ymd(2026, 1, 1)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&day));
        Ok(Self {
            book,
            lang,
            open: None,
            counts: [
                (Verdict::Ready, 0),
                (Verdict::Incomplete, 0),
                (Verdict::Blocked, 0),
                (Verdict::Unreadable, 0),
            ],
            notes: 0,
            formats: Formats::new(),
        })
    }

    /// Adds the rows of a draft.
    ///
    /// # Errors
    ///
    /// What the writer of workbooks refuses, or the file system where it keeps rows.
    pub fn add(&mut self, block: &Block) -> Result<(), XlsxError> {
        for (verdict, count) in &mut self.counts {
            if *verdict == block.verdict {
                *count = count.saturating_add(1);
            }
        }
        let rows = u32::try_from(block.rows.len()).unwrap_or(u32::MAX);
        let fits = self.open.as_ref().is_some_and(|open| {
            // What could not be read has no columns, and stands where it comes.
            let empty = block.rows.iter().all(|row| row.cells.is_empty());
            let same = Arc::ptr_eq(&open.sheet, &block.sheet);
            (same || empty) && open.row.saturating_add(rows) <= LAST_ROW
        });
        if !fits {
            self.begin(block)?;
        }
        for row in &block.rows {
            self.row(block, row)?;
        }
        Ok(())
    }

    /// Begins a sheet with its header.
    fn begin(&mut self, block: &Block) -> Result<(), XlsxError> {
        self.end()?;
        let width = block.sheet.layout.header.headings.len();
        let lang = self.lang;
        let index = self.book.worksheets().len();
        let number = index.saturating_add(1);
        let base = Text::fixed("结果", "results");
        let name = match number {
            1 => base.get(lang).to_owned(),
            _ => format!("{} {number}", base.get(lang)),
        };
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_default_note_author("beian");
        sheet.set_freeze_panes(1, 2)?;
        let head = header_format();
        let mut column = 0u16;
        for (title, width) in &OWN {
            sheet.set_column_width(column, *width)?;
            sheet.write_string_with_format(0, column, title.get(lang), &head)?;
            column = column.saturating_add(1);
        }
        let own = OWN.each_ref().map(|(title, _)| title.get(lang));
        for text in headings(&block.sheet.layout.header, &own, lang)
            .into_iter()
            .take(MOST_COLUMNS)
        {
            let wide = text.chars().map(|c| if c.is_ascii() { 1.1 } else { 2.1 });
            sheet.set_column_width(column, wide.sum::<f64>().clamp(11.0, 34.0))?;
            let format = match is_formula(&text) {
                true => head.clone().set_quote_prefix(),
                false => head.clone(),
            };
            sheet.write_string_with_format(0, column, cut(&text), &format)?;
            column = column.saturating_add(1);
        }
        self.open = Some(Open {
            sheet: Arc::clone(&block.sheet),
            index,
            row: 1,
            used: vec![false; width.min(MOST_COLUMNS)],
        });
        Ok(())
    }

    fn row(&mut self, block: &Block, row: &OutRow) -> Result<(), XlsxError> {
        let lang = self.lang;
        let Some(open) = &mut self.open else {
            return Ok(());
        };
        let at = open.row;
        open.row = at.saturating_add(1);
        let sheet = self.book.worksheet_from_index(open.index)?;
        let formats = &self.formats;
        let verdict = formats
            .verdicts
            .iter()
            .find(|(known, _)| *known == block.verdict);
        let verdict = verdict.map_or(&formats.text, |(_, format)| format);
        let source = match row.number {
            Some(number) => {
                let file = block.source.trim_end_matches(|c: char| c.is_ascii_digit());
                format!("{file}{number}")
            }
            None => block.source.clone(),
        };
        sheet.write_string_with_format(at, 0, verdict_text(block.verdict).get(lang), verdict)?;
        for (column, text) in [
            (1, &row.findings),
            (2, &row.questions),
            (3, &row.documents),
            (4, &source),
        ] {
            let format = match is_formula(text) {
                true => &formats.quoted,
                false => &formats.text,
            };
            sheet.write_string_with_format(at, column, cut(text), format)?;
        }
        let first = u16::try_from(OWN.len()).unwrap_or(0);
        for (index, cell) in (0u16..).zip(row.cells.iter().take(MOST_COLUMNS)) {
            let column = first.saturating_add(index);
            let format = formats.of(cell);
            let is_marked = cell.mark.is_some();
            if let Some(used) = open.used.get_mut(usize::from(index)) {
                *used |= is_marked || !cell.cell.is_blank();
            }
            match (&cell.cell, is_marked) {
                (super::cell::Cell::Empty, false) => {}
                (super::cell::Cell::Empty, true) => {
                    sheet.write_blank(at, column, &format)?;
                }
                (super::cell::Cell::Day(_), _) if !is_marked => {
                    write_cell(sheet, at, column, &cell.cell, &formats.day)?;
                }
                _ => write_cell(sheet, at, column, &cell.cell, &format)?,
            }
            if !cell.note.is_empty() && self.notes < MOST_NOTES {
                self.notes = self.notes.saturating_add(1);
                let lines = u32::try_from(cell.note.lines().count()).unwrap_or(1);
                let height = lines.saturating_mul(22).clamp(60, 400);
                let note = Note::new(cut(&cell.note))
                    .add_author_prefix(false)
                    .set_width(320)
                    .set_height(height);
                sheet.insert_note(at, column, &note)?;
            }
        }
        Ok(())
    }

    /// Ends a sheet: filters, and columns of ours that hold nothing hidden.
    fn end(&mut self) -> Result<(), XlsxError> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        let own = OWN.len();
        let sheet = self.book.worksheet_from_index(open.index)?;
        let width = u16::try_from(own.saturating_add(open.used.len())).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, open.row.saturating_sub(1), width.saturating_sub(1))?;
        // The columns of a sheet stay as its owner has them; those of ours are all there are.
        if open.sheet.layout.header.row == OURS {
            for (index, used) in (own..).zip(&open.used) {
                if !used {
                    sheet.set_column_hidden(u16::try_from(index).unwrap_or(u16::MAX))?;
                }
            }
        }
        Ok(())
    }

    /// The finished workbook, with a sheet that sums up. `rules` says how old the rules are.
    ///
    /// # Errors
    ///
    /// What the writer of workbooks refuses, or the file system where it keeps rows.
    pub fn finish(mut self, rules: &Text) -> Result<Vec<u8>, XlsxError> {
        self.end()?;
        let lang = self.lang;
        let sheet = self.book.add_worksheet();
        sheet.set_name(Text::fixed("汇总", "summary").get(lang))?;
        let strong = Format::new().set_bold();
        let wrap = Format::new().set_text_wrap();
        sheet.set_column_width(0, 24)?;
        sheet.set_column_width(1, 60)?;
        let mut at = 0u32;
        for (verdict, count) in self.counts {
            sheet.write_string_with_format(at, 0, verdict_text(verdict).get(lang), &strong)?;
            #[allow(clippy::cast_precision_loss, reason = "no sheet has so many rows")]
            sheet.write_number(at, 1, count as f64)?;
            at = at.saturating_add(1);
        }
        let lines = [
            rules.clone(),
            Text::fixed(
                "这是按公开的规则做的预先检查，不代表管局或接入商的审核结果。",
                "This is a check beforehand by published rules; it is not the decision of the authority or the provider.",
            ),
            Text::fixed(
                "红色：错误，会被退回；黄色：警告；蓝色：提示；浅黄：待补。把鼠标放在有颜色的格子上看说明。",
                "Red: an error that would be turned back; yellow: a warning; blue: a notice; pale yellow: to be filled in. Hover over a coloured cell for what is said of it.",
            ),
        ];
        for line in lines {
            at = at.saturating_add(1);
            sheet.merge_range(at, 0, at, 1, line.get(lang), &wrap)?;
            sheet.set_row_height(at, 34)?;
        }
        self.book.save_to_buffer()
    }
}

/// So many columns of an input fit beside our own: a sheet has 16,384.
const MOST_COLUMNS: usize = 16_379;

/// The row that the header of our own columns says it stands in: it stands nowhere.
const OURS: u32 = 0;

pub(super) fn verdict_text(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Ready => Text::fixed("可提交", "ready"),
        Verdict::Incomplete => Text::fixed("待补", "incomplete"),
        Verdict::Blocked => Text::fixed("有错", "blocked"),
        Verdict::Unreadable => Text::fixed("读不出", "unreadable"),
    }
}
