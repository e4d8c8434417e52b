//! Results as rows of comma-separated values, for spreadsheets.

use csv::WriterBuilder;

use super::bundle::Bundle;
use super::sink::{Form, Judged};
use crate::render::plain_cell;
use crate::report::{Detail, DocumentStatus, DraftReport, Finding};
use crate::ruleset::Severity;
use crate::text::{Lang, Text};

/// One row a record.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// How much of each report is written.
    pub detail: Detail,
    /// The language of the headers.
    pub lang: Lang,
}

/// So that spreadsheet programs take the text for UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

const HEADERS: &[Text] = &[
    Text::fixed("来源", "source"),
    Text::fixed("编号", "id"),
    Text::fixed("备案类型", "filing"),
    Text::fixed("省份", "province"),
    Text::fixed("接入商", "provider"),
    Text::fixed("主体类型", "subject"),
    Text::fixed("结论", "verdict"),
    Text::fixed("错误", "errors"),
    Text::fixed("警告", "warnings"),
    Text::fixed("提示", "notices"),
    Text::fixed("缺几份材料", "documents missing"),
    Text::fixed("缺的材料", "missing"),
    Text::fixed("读不出的原因", "unreadable because"),
];

impl Rows {
    /// What stands before the first row.
    pub fn head(&self) -> Vec<u8> {
        let mut out = MARK.to_vec();
        let cells: Vec<&str> = HEADERS.iter().map(|text| text.get(self.lang)).collect();
        row(&cells, &mut out);
        out
    }

    fn findings(&self, report: &DraftReport, severity: Severity) -> String {
        let said = |finding: &Finding| match (finding.message.as_str(), self.lang) {
            ("", _) => finding.rule.clone(),
            (message, Lang::Zh) => format!("{}：{message}", finding.rule),
            (message, Lang::En) => format!("{}: {message}", finding.rule),
        };
        let own = report
            .findings
            .iter()
            .filter(|finding| finding.severity == severity);
        self.joined(own.map(said))
    }

    fn joined(&self, parts: impl Iterator<Item = String>) -> String {
        let parts: Vec<String> = parts.collect();
        parts.join(match self.lang {
            Lang::Zh => "；",
            Lang::En => "; ",
        })
    }
}

impl Form for Rows {
    type Piece = Bundle;

    fn detail(&self) -> Detail {
        self.detail
    }

    fn render(&self, judged: &Judged<'_>, piece: &mut Bundle) {
        let report = judged.report;
        let missing = report
            .documents
            .iter()
            .filter(|document| document.status == DocumentStatus::Missing);
        let missing = self.joined(missing.map(|document| match self.lang {
            Lang::Zh => format!("{}（{}）", document.id, document.of),
            Lang::En => format!("{} ({})", document.id, document.of),
        }));
        let why = self.joined(report.errors.iter().map(|error| {
            match (error.line, error.column, self.lang) {
                (Some(line), Some(column), Lang::Zh) => {
                    format!("第 {line} 行第 {column} 列：{}", error.message)
                }
                (Some(line), Some(column), Lang::En) => {
                    format!("line {line}, column {column}: {}", error.message)
                }
                _ => error.message.clone(),
            }
        }));
        let count = report.documents_missing.to_string();
        let cells = [
            report.source.as_str(),
            report.id.as_deref().unwrap_or(""),
            report.filing.unwrap_or(""),
            report.province.as_deref().unwrap_or(""),
            report.provider.unwrap_or(""),
            report.subject.unwrap_or(""),
            report.verdict.id(),
            &self.findings(report, Severity::Error),
            &self.findings(report, Severity::Warning),
            &self.findings(report, Severity::Notice),
            &count,
            &missing,
            &why,
        ];
        row(&cells, &mut piece.bytes);
    }
}

/// Adds a row; what a spreadsheet would take for a formula is made plain text.
fn row(cells: &[&str], out: &mut Vec<u8>) {
    let mut writer = WriterBuilder::new().from_writer(out);
    for cell in cells {
        // Bytes take everything.
        let _ = writer.write_field(plain_cell(cell).as_bytes());
    }
    let _ = writer.write_record(None::<&[u8]>);
}
