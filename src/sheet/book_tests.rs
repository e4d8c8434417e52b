use std::io::{Cursor, Write};

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::*;

fn events(book: &mut Workbook) -> Vec<Event> {
    let bytes = book.save_to_buffer().unwrap();
    rows(Cursor::new(bytes), Kind::Zip, None).collect()
}

/// The cells of the second row of a sheet that `write` filled.
fn second(write: impl FnOnce(&mut Worksheet)) -> Vec<Cell> {
    let mut book = Workbook::new();
    write(book.add_worksheet());
    let row = events(&mut book).into_iter().find_map(|event| match event {
        Event::Row(row) if row.number == 2 => Some(row.cells),
        _ => None,
    });
    row.unwrap_or_default()
}

#[test]
fn a_number_beyond_the_calendar_is_no_day() {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (number, wanted) in [
        (20_261_231.0, Cell::Number(20_261_231.0)),
        (2_958_466.0, Cell::Number(2_958_466.0)),
        (13_800_000_001.0, Cell::Number(13_800_000_001.0)),
        (
            2_958_465.0,
            Cell::Day(NaiveDate::from_ymd_opt(9999, 12, 31).unwrap()),
        ),
        (
            46_388.0,
            Cell::Day(NaiveDate::from_ymd_opt(2027, 1, 1).unwrap()),
        ),
    ] {
        let found = second(|sheet| {
            sheet.write_number_with_format(1, 0, number, &day).unwrap();
        });
        assert_eq!(found, [wanted]);
    }
}

/// The same workbook with something else in one of its parts.
fn with(bytes: Vec<u8>, name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..parts.len() {
        let mut part = parts.by_index(index).unwrap();
        let own = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if own == name {
            assert!(text.contains(from), "{text}");
            text = text.replace(from, to);
        }
        out.start_file(own, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The same workbook, with its days counted from 1904.
fn since_1904(bytes: Vec<u8>) -> Vec<u8> {
    let (from, to) = ("<workbookPr ", "<workbookPr date1904=\"1\" ");
    with(bytes, "xl/workbook.xml", from, to)
}

#[test]
fn days_are_counted_as_the_workbook_counts_them() {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_number(0, 0, 43_831).unwrap();
    for (column, number) in [(1, 43_831), (2, 20_261_231), (3, 2_957_003), (4, 2_957_004)] {
        sheet
            .write_number_with_format(0, column, number, &day)
            .unwrap();
    }
    let bytes = since_1904(book.save_to_buffer().unwrap());
    let found: Vec<Event> = rows(Cursor::new(bytes), Kind::Zip, None).collect();
    let [Event::Sheet(None), Event::Row(row)] = &found[..] else {
        panic!("{found:?}");
    };
    let ymd = |year, month, day| Cell::Day(NaiveDate::from_ymd_opt(year, month, day).unwrap());
    assert_eq!(
        row.cells,
        [
            Cell::Number1904(43_831.0),
            ymd(2024, 1, 2),
            Cell::Number1904(20_261_231.0),
            ymd(9999, 12, 31),
            Cell::Number1904(2_957_004.0),
        ]
    );
    // What is shown as a number and what is shown as a day are the same day.
    let read = |cell| super::super::date::day(cell, super::super::date::Part::End);
    assert_eq!(read(row.cell(0)), read(row.cell(1)));
}

#[test]
fn an_empty_text_is_the_result_of_a_formula() {
    let text = |text: &str| DataRef::String(text.to_owned());
    let of = |value: &DataRef<'_>, has_formula| result_of(value, has_formula, Count::From1900);
    assert_eq!(of(&text(""), true), Cell::Empty);
    assert_eq!(of(&text("甲"), true), Cell::Text("甲".to_owned()));
    assert_eq!(of(&DataRef::Empty, true), Cell::Formula);
    assert_eq!(of(&DataRef::Empty, false), Cell::Empty);
}

#[test]
fn a_clients_sheet_may_be_called_like_one_of_ours() {
    for name in ["汇总", "选项", "summary", "填写说明"] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (column, text) in (0u16..).zip(["备案类型", "主办单位名称", "域名"]) {
            sheet.write_string(0, column, text).unwrap();
        }
        let found = events(&mut book);
        assert!(
            matches!(&found[..], [Event::Sheet(None), Event::Row(_)]),
            "{found:?}"
        );
    }
}

#[test]
fn a_cell_that_is_repeated_without_end_is_told_for_that() {
    let mut book = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#,
        ),
        (
            "content.xml",
            r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="S"><table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string" table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#,
        ),
    ] {
        let how = zip::write::SimpleFileOptions::default();
        book.start_file(name, how).unwrap();
        book.write_all(text.as_bytes()).unwrap();
    }
    let bytes = book.finish().unwrap().into_inner();
    let events: Vec<Event> = rows(Cursor::new(bytes), Kind::Zip, None).collect();
    match events.as_slice() {
        [Event::Broken { message, help, .. }] => {
            assert!(message.zh.contains("单元格太多"), "{message:?}");
            assert!(help.is_some());
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_reader_that_gives_up_is_told_and_loses_no_rows_in_silence() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "甲").unwrap();
    sheet.merge_range(1, 0, 2, 1, "乙", &Format::new()).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let bytes = with(bytes, "xl/worksheets/sheet1.xml", "A2:B3", "B3:A2");
    let found: Vec<Event> = rows(Cursor::new(bytes), Kind::Zip, None).collect();
    // An end before its beginning: with checks of arithmetic the reader panics, without it reads on.
    let told = found
        .iter()
        .any(|event| matches!(event, Event::Broken { .. }));
    let read = found
        .iter()
        .any(|event| matches!(event, Event::Row(row) if row.number == 2));
    assert!(told || read, "{found:?}");
}
