//! What people hand in that has other than one row a domain, told for what it is.

use std::collections::HashSet;

use super::cell::{Cell, Row, clean};
use super::header::meaning;
use crate::text::Text;

/// So many rows that begin with different headers are a form.
const ENOUGH: usize = 3;
/// A row has no more columns of names in a form that stands upright.
const COLUMNS: usize = 6;

/// Whether rows are a form that is filled in downwards: names of columns below one another, each with
/// its value to the right.
pub(super) fn is_upright(rows: &[Row]) -> bool {
    (0..COLUMNS).any(|column| {
        let names = rows.iter().filter_map(|row| named(row, column));
        names.collect::<HashSet<String>>().len() >= ENOUGH
    })
}

/// The header that a row has in a column, where something else stands to the right of it.
fn named(row: &Row, column: usize) -> Option<String> {
    let is_header = |cell: &Cell| match cell {
        Cell::Text(text) => meaning(&clean(text)).is_of_use(),
        _ => false,
    };
    let own = row.cell(column);
    let mut behind = row.cells.iter().skip(column.saturating_add(1));
    let value = behind.find(|cell| !cell.is_blank());
    (is_header(own) && value.is_some_and(|value| !is_header(value)))
        .then(|| clean(&own.shown()).into_owned())
}

/// What is said of such a form, behind what it is called.
pub(super) fn upright() -> (&'static str, &'static str) {
    (
        "是竖着填的（一列是项目名，旁边是内容），不能读；要第一行是列名，下面一行一个域名",
        "is a form filled in downwards (names in one column, what they stand for beside them) and cannot be read; the first row is to name the columns, and each row below is a domain",
    )
}

/// What to do about it.
pub(super) fn upright_help() -> Text {
    Text::fixed(
        "用 beian batch --template 备案.xlsx 写出空白的填写表，把内容填到里面；也可以在表格软件里复制，“选择性粘贴”时选“转置”",
        "beian batch --template filing.xlsx writes an empty form to fill in; or copy the cells in a spreadsheet and paste them transposed",
    )
}

/// What a text is that has cells and is no CSV, and what to do about it.
pub(super) fn no_csv(text: &str) -> Option<(Text, Text)> {
    let start: String = text.trim_start().chars().take(1024).collect();
    let start = start.to_ascii_lowercase();
    let is_page = [
        "<!doctype html",
        "<html",
        "<head",
        "<meta",
        "<body",
        "<table",
        "<style",
    ]
    .iter()
    .any(|tag| start.starts_with(tag));
    let is_xml = start.starts_with("<?xml") || start.starts_with("<workbook");
    let is_page = is_page || (is_xml && start.contains("<html"));
    let message = if is_page {
        Text::fixed(
            "文件的内容是网页（HTML），不是工作簿或 CSV：有的系统导出的就是这样，只是扩展名写成表格的",
            "the file is a web page (HTML), no workbook or CSV: some systems export that under the name of a spreadsheet",
        )
    } else if is_xml {
        Text::fixed(
            "文件的内容是 XML，不是工作簿或 CSV",
            "the file is XML, no workbook or CSV",
        )
    } else if start.starts_with("mime-version:") {
        Text::fixed(
            "文件的内容是单个文件的网页（MHTML），不是工作簿或 CSV",
            "the file is a web page in one file (MHTML), no workbook or CSV",
        )
    } else {
        return None;
    };
    let help = Text::fixed(
        "用表格软件打开，另存为 xlsx 或 CSV",
        "open it in a spreadsheet and save it as xlsx or CSV",
    );
    Some((message, help))
}

#[cfg(test)]
mod tests {
    use crate::sheet::{Options, Piece, pipe};

    fn pieces(text: &str) -> Vec<Piece> {
        let from = std::io::Cursor::new(text.as_bytes().to_vec());
        pipe(from, &Options::default()).unwrap().collect()
    }

    /// What a file without rows of drafts is said to be.
    fn refused(rows: &[&[&str]]) -> String {
        let text: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        match &pieces(&text.join("\n"))[..] {
            [Piece::Broken { message, .. }] => message.zh.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_form_that_stands_upright_is_told_for_what_it_is() {
        let one: &[&[&str]] = &[
            &["主办单位名称", "太原示例网络科技有限公司"],
            &["主办单位性质", "企业"],
            &["域名", "example.cn"],
        ];
        // Titled, with a value that is not there yet, with two or three names in a row.
        let titled: &[&[&str]] = &[
            &["网站备案信息表", ""],
            &["", "主办单位名称", "太原示例网络科技有限公司"],
            &["", "域名", ""],
            &["", "网站名称", "示例"],
            &["", "手机号", "13800000001"],
        ];
        let wide: &[&[&str]] = &[
            &[
                "主办单位名称",
                "示例公司",
                "域名",
                "example.cn",
                "邮箱",
                "a@example.cn",
            ],
            &["主办单位性质", "企业", "网站名称", "示例", "备注", ""],
            &["姓名", "张示例", "手机号", "13800000001", "职务", "经理"],
        ];
        for rows in [one, titled, wide] {
            let told = refused(rows);
            assert!(told.contains("竖着填的"), "{told}");
        }
        // Values may be called as columns are.
        let beside = "域名,网站名称\nexample.cn,手机号\nexample.com,邮箱\nexample.net,备注\n";
        let pieces = pieces(beside);
        assert!(matches!(&pieces[..], [Piece::Draft(..)]), "{pieces:?}");
    }

    #[test]
    fn pages_and_xml_under_the_name_of_a_sheet_are_told() {
        for (text, wanted) in [
            ("<html><body><table><tr><td>域名</td></tr></table>", "HTML"),
            ("\n<TABLE border=1><tr><td>域名,主办单位名称", "HTML"),
            (
                "<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:x\"/>",
                "XML",
            ),
            (
                "MIME-Version: 1.0\nContent-Type: multipart/related",
                "MHTML",
            ),
        ] {
            match &pieces(text)[..] {
                [Piece::Broken { message, help, .. }] => {
                    assert!(message.zh.contains(wanted), "{}", message.zh);
                    assert!(help.is_some());
                }
                other => panic!("{other:?}"),
            }
        }
    }
}
