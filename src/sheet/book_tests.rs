use std::io::Cursor;

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

#[test]
fn an_empty_text_is_the_result_of_a_formula() {
    let text = |text: &str| DataRef::String(text.to_owned());
    assert_eq!(result_of(&text(""), true), Cell::Empty);
    assert_eq!(result_of(&text("甲"), true), Cell::Text("甲".to_owned()));
    assert_eq!(result_of(&DataRef::Empty, true), Cell::Formula);
    assert_eq!(result_of(&DataRef::Empty, false), Cell::Empty);
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
