//! A workbook with every bad habit, made by hand.

use beian::draft::{Overrides, read_parsed};
use beian::sheet::{Options, Piece, SheetDraft, pipe};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::{open, read};

/// The value at a path, as TOML writes it.
pub fn value(draft: &SheetDraft, path: &str) -> String {
    let table: toml::Table =
        toml::from_str(&beian::source::write_toml(&draft.parsed.root)).unwrap();
    let mut at = toml::Value::Table(table);
    for key in path.split('.') {
        at = match key.parse::<usize>() {
            Ok(index) => at[index].clone(),
            Err(_) => at
                .get(key)
                .unwrap_or_else(|| panic!("{path} in {at}"))
                .clone(),
        };
    }
    match at {
        toml::Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Where problems are, by row and column letter, and what they are.
pub fn problems(draft: &SheetDraft) -> Vec<(String, String)> {
    let mut told: Vec<(u32, String)> = draft
        .parsed
        .problems
        .iter()
        .map(|problem| (problem.span.start, problem.message.zh.to_string()))
        .collect();
    let reading = read_parsed(&draft.parsed, &Overrides::default());
    for fault in reading.faults {
        told.push((fault.span.start, fault.message.zh.to_string()));
    }
    told.into_iter()
        .map(|(start, message)| {
            let (line, column) = draft.file.line_column(start);
            let row = usize::try_from(draft.first_row).unwrap() + line - 1;
            (
                format!("{}{row}", beian::sheet::column_name(column - 1)),
                message,
            )
        })
        .collect()
}

fn texts(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, text) in (0u16..).zip(cells) {
        if !text.is_empty() {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
}

/// A title over the table, names of groups in merged cells over short headers, two drafts.
fn messy() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("客户资料").unwrap();
    let plain = Format::new();
    let day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    sheet
        .merge_range(0, 0, 0, 14, "2026 年客户备案资料汇总（内部）", &plain)
        .unwrap();
    sheet.merge_range(2, 0, 3, 0, "草稿", &plain).unwrap();
    sheet.merge_range(2, 1, 2, 5, "主体信息", &plain).unwrap();
    sheet
        .merge_range(2, 6, 2, 11, "主体负责人", &plain)
        .unwrap();
    sheet.merge_range(2, 12, 2, 17, "网站", &plain).unwrap();
    texts(
        sheet,
        3,
        &[
            "",
            "备案类型*",
            "省份",
            "主体性质",
            "公司名称（全称）",
            "统一社会信用代码",
            "姓名",
            "证件类型",
            "身份证号",
            "手机",
            "应急电话",
            "座机",
            "网站名称",
            "服务内容",
            "域名",
            "到期日期",
            "是否实名认证",
            "购买时长",
            "喜欢的颜色",
        ],
    );
    // One client over three rows, its cells merged.
    for (column, text) in (0u16..).zip(["甲", "首次备案", "山西省", "公司"]) {
        sheet
            .merge_range(4, column, 6, column, text, &plain)
            .unwrap();
    }
    sheet
        .merge_range(4, 4, 6, 4, "太原示例网络科技有限公司", &plain)
        .unwrap();
    texts(
        sheet,
        4,
        &[
            "甲",
            "",
            "",
            "",
            "",
            "91140100MA0EXAMP12",
            "张示例",
            "身份证",
            "140105199003070012",
            "",
            "无",
            "",
            "示例一",
            "单位门户网站、网络购物",
            "example-a.cn",
            "",
            "√",
            "",
            "红",
        ],
    );
    sheet.write_string(4, 1, "首次备案").unwrap();
    sheet.write_string(4, 2, "山西省").unwrap();
    sheet.write_string(4, 3, "公司").unwrap();
    sheet
        .write_string(4, 4, "太原示例网络科技有限公司")
        .unwrap();
    // A mobile number as a float, a landline without its zero, a date as a serial number.
    sheet.write_number(4, 9, 13_800_000_001.0).unwrap();
    sheet.write_number(4, 11, 3_517_654_321.0).unwrap();
    let moment = ExcelDateTime::from_ymd(2028, 3, 1).unwrap();
    sheet
        .write_datetime_with_format(4, 15, &moment, &day)
        .unwrap();
    sheet.write_number(4, 17, 12.0).unwrap();
    texts(
        sheet,
        5,
        &[
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "示例一",
            "",
            "example-b.cn",
            "2028年3月1日",
            "是",
        ],
    );
    texts(
        sheet,
        6,
        &[
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "示例二",
            "",
            "example-c.cn",
            "20280301",
            "否",
        ],
    );
    // A second client: everything that can go wrong.
    texts(
        sheet,
        8,
        &[
            "乙",
            "首备",
            "太原",
            "企业",
            "=1+1",
            "",
            "李示例",
            "",
            "",
            "",
            "13900000002",
            "",
            "示例三",
            "网店",
            "example-d.cn、example-e.cn",
            "明年",
            "大概",
            "一年",
        ],
    );
    sheet.write_number(8, 8, 140_105_199_003_070_012.0).unwrap();
    sheet
        .write_datetime_with_format(8, 9, &moment, &day)
        .unwrap();
    sheet
        .write_formula(8, 5, Formula::new("=VLOOKUP(1,A1:B2,2)").set_result("#N/A"))
        .unwrap();
    // A footer that says nothing of drafts.
    texts(
        sheet,
        11,
        &[
            "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "以上",
        ],
    );
    // A sheet of something else, and a hidden one.
    let other = book.add_worksheet();
    other.set_name("报价").unwrap();
    texts(other, 0, &["项目", "金额"]);
    let hidden = book.add_worksheet();
    hidden.set_name("旧").unwrap();
    texts(hidden, 0, &["草稿", "域名"]);
    texts(hidden, 1, &["丙", "example-z.cn"]);
    hidden.set_hidden(true);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_messy_workbook_is_read_as_it_was_meant() {
    let (drafts, notes) = read(messy());
    assert_eq!(drafts.len(), 2);
    let first = &drafts[0];
    assert_eq!(problems(first), []);
    assert_eq!(first.first_row, 5);
    for (path, wanted) in [
        ("meta.id", "甲"),
        ("filing.kind", "first"),
        ("filing.province", "140000"),
        ("subject.kind", "enterprise"),
        ("subject.name", "太原示例网络科技有限公司"),
        ("subject.certificate.number", "91140100MA0EXAMP12"),
        ("principal.name", "张示例"),
        ("principal.certificate.type", "id-card"),
        ("principal.certificate.number", "140105199003070012"),
        ("principal.mobile", "13800000001"),
        ("principal.emergency_phone", "none"),
        ("principal.landline", "03517654321"),
        ("services.0.name", "示例一"),
        (
            "services.0.content",
            "[\"organization-site\", \"shopping\"]",
        ),
        ("services.0.domains.0.name", "example-a.cn"),
        ("services.0.domains.0.expires", "2028-03-01"),
        ("services.0.domains.0.verified", "true"),
        ("services.0.domains.1.name", "example-b.cn"),
        ("services.0.domains.1.expires", "2028-03-01"),
        ("services.1.name", "示例二"),
        ("services.1.domains.0.expires", "2028-03-01"),
        ("services.1.domains.0.verified", "false"),
        ("access.months", "12"),
    ] {
        assert_eq!(value(first, path), wanted, "{path}");
    }
    assert_eq!(first.restored, 1);
    assert!(
        notes.iter().any(|note| note.contains("喜欢的颜色")),
        "{notes:?}"
    );
    assert!(
        notes
            .iter()
            .any(|note| note.contains("“报价”没有认得的表头")),
        "{notes:?}"
    );
    assert!(
        notes.iter().any(|note| note.contains("“旧”是隐藏的")),
        "{notes:?}"
    );
    assert_eq!(notes.len(), 3, "{notes:?}");
}

#[test]
fn what_cannot_be_read_is_told_at_its_cell() {
    let (drafts, _) = read(messy());
    let second = &drafts[1];
    assert_eq!(value(second, "services.0.name"), "示例三");
    let told = problems(second);
    let cells: Vec<&str> = told.iter().map(|(cell, _)| cell.as_str()).collect();
    assert_eq!(
        cells,
        ["B9", "C9", "F9", "I9", "J9", "N9", "O9", "P9", "Q9", "R9"],
        "{told:?}"
    );
    let of = |wanted: &str| {
        let found = told.iter().find(|(cell, _)| cell == wanted);
        found
            .map(|(_, message)| message.as_str())
            .unwrap_or_default()
    };
    assert!(of("I9").contains("已经丢失"), "{told:?}");
    assert!(of("J9").contains("变成了日期"), "{told:?}");
    assert!(of("F9").contains("#N/A"), "{told:?}");
    assert!(of("O9").contains("几个域名"), "{told:?}");
    // A rounded number stands nowhere.
    assert!(!format!("{:?}", second.parsed.root).contains("1401051990"));
}

#[test]
fn the_hidden_sheet_is_read_when_it_is_asked_for() {
    let options = Options {
        sheet: Some("旧".to_owned()),
        ..Options::default()
    };
    let pieces: Vec<Piece> = pipe(std::io::Cursor::new(messy()), &options)
        .unwrap()
        .collect();
    assert!(
        matches!(pieces.as_slice(), [Piece::Draft(..)]),
        "{pieces:?}"
    );
    let options = Options {
        sheet: Some("新".to_owned()),
        ..Options::default()
    };
    let pieces: Vec<Piece> = pipe(std::io::Cursor::new(messy()), &options)
        .unwrap()
        .collect();
    let Some(Piece::Broken {
        help: Some(help), ..
    }) = pieces.first()
    else {
        panic!("{pieces:?}");
    };
    assert!(help.zh.contains("客户资料"), "{help:?}");
}

#[test]
fn damaged_files_are_told() {
    let whole = messy();
    let half = whole.get(..whole.len() / 2).unwrap().to_vec();
    let encrypted = [
        &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..],
        &[0; 600],
    ]
    .concat();
    for bytes in [
        half,
        encrypted,
        b"PK\x03\x04".to_vec(),
        Vec::new(),
        b"\n\n".to_vec(),
    ] {
        let pieces: Vec<Piece> = open(bytes).collect();
        assert!(
            matches!(pieces.last(), Some(Piece::Broken { .. })),
            "{pieces:?}"
        );
    }
}

#[test]
fn a_formula_counts_by_its_result() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    texts(sheet, 0, &["草稿", "主办单位名称", "域名", "购买时长"]);
    texts(sheet, 1, &["甲", "", "", ""]);
    let named = Formula::new("=\"太原\"&\"示例\"").set_result("太原示例");
    sheet.write_formula(1, 1, named).unwrap();
    sheet
        .write_formula(1, 2, Formula::new("=A9").set_result(""))
        .unwrap();
    sheet
        .write_formula(1, 3, Formula::new("=6+6").set_result("12"))
        .unwrap();
    let (drafts, _) = read(book.save_to_buffer().unwrap());
    assert_eq!(value(&drafts[0], "subject.name"), "太原示例");
    assert_eq!(value(&drafts[0], "access.months"), "12");
}

#[test]
fn rows_can_be_many() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    texts(sheet, 0, &["草稿", "备案类型", "备案省份", "域名"]);
    for row in 1..3001u32 {
        let id = format!("客户{}", row / 2);
        texts(
            sheet,
            row,
            &[&id, "首次备案", "山西", &format!("example-{row}.cn")],
        );
    }
    let (drafts, _) = read(book.save_to_buffer().unwrap());
    assert_eq!(drafts.len(), 1501);
    assert!(drafts.iter().all(|draft| draft.parsed.problems.is_empty()));
}
