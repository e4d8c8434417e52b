use chrono::NaiveDate;

use super::*;
use crate::sheet::column::catalogue;

fn with(path: &str, cell: Cell, typed: bool) -> Read {
    let column = catalogue().of_path(path).expect(path);
    read(&cell, column, typed, Span::default())
}

fn text(path: &str, text: &str) -> Read {
    with(path, Cell::Text(text.to_owned()), true)
}

fn string(value: &str) -> Read {
    Read::Value(Value::String(value.to_owned()))
}

fn is_rounded(read: &Read) -> bool {
    matches!(read, Read::Bad(why, Some(help)) if why.zh.contains("已经丢失") && help.zh.contains("文本"))
}

const ID: &str = "principal.certificate.number";

#[test]
fn a_rounded_number_is_never_used() {
    assert!(is_rounded(&with(
        ID,
        Cell::Number(140_105_199_003_070_000.0),
        true
    )));
    assert!(is_rounded(&with(ID, Cell::Number(1e15), true)));
    assert!(is_rounded(&text(ID, "1.40105E+17")));
    assert!(is_rounded(&with(
        ID,
        Cell::Text("140105199003070000".to_owned()),
        false
    )));
    // A typed text of the same digits was rounded before it became one: its check digit is wrong.
    assert!(is_rounded(&text(ID, "140105199003070000")));
    assert_eq!(text(ID, "140105199003070012"), string("140105199003070012"));
    assert_eq!(
        text(ID, "'140105199003070000"),
        string("140105199003070000")
    );
    assert_eq!(text(ID, "11010519491231002X"), string("11010519491231002X"));
    assert!(is_rounded(&text(
        "subject.certificate.number",
        "9.11401E+17"
    )));
    assert!(is_rounded(&text("principal.mobile", "1.38E+10")));
    assert!(is_rounded(&text("access.service_codes", "a、1.2E+18")));
}

#[test]
fn a_number_below_the_limit_is_whole() {
    assert_eq!(
        with("principal.mobile", Cell::Number(13_800_000_001.0), true),
        string("13800000001")
    );
    assert_eq!(
        with(ID, Cell::Number(999_999_999_999_999.0), true),
        string("999999999999999")
    );
    assert!(matches!(with(ID, Cell::Number(1.5), true), Read::Bad(..)));
    assert_eq!(
        with("services[].name", Cell::Number(3.5), true),
        string("3.5")
    );
}

#[test]
fn an_area_code_gets_its_zero_back() {
    let restored = |number: &str| Read::Restored(Value::String(number.to_owned()));
    assert_eq!(
        with("principal.landline", Cell::Number(1_062_345_678.0), true),
        restored("01062345678")
    );
    assert_eq!(
        with(
            "principal.landline",
            Cell::Text("3517654321".to_owned()),
            false
        ),
        restored("03517654321")
    );
    // Of a typed text nobody took a zero away.
    assert_eq!(
        text("principal.landline", "1062345678"),
        string("1062345678")
    );
    assert_eq!(
        with("principal.mobile", Cell::Number(13_800_000_001.0), false),
        string("13800000001")
    );
}

#[test]
fn a_country_code_gets_its_plus_back() {
    let restored = Read::Restored(Value::String("+8613800000001".to_owned()));
    for phone in ["principal.mobile", "principal.emergency_phone"] {
        assert_eq!(
            with(phone, Cell::Number(8_613_800_000_001.0), true),
            restored
        );
        let text = Cell::Text("8613800000001".to_owned());
        assert_eq!(with(phone, text, false), restored);
    }
    assert_eq!(
        text("principal.mobile", "8613800000001"),
        string("8613800000001")
    );
    assert_eq!(
        with("principal.mobile", Cell::Number(8_612_800_000_001.0), true),
        string("8612800000001")
    );
}

#[test]
fn a_number_that_has_all_its_digits_behind_an_exponent_is_read() {
    for written in ["1.3900000002E10", "1.3900000002E+10"] {
        let cell = Cell::Text(written.to_owned());
        assert_eq!(with("principal.mobile", cell, false), string("13900000002"));
    }
    // A digit less may have been rounded away.
    for written in [
        "1.390000000E10",
        "1.39E10",
        "1.39000000020E10",
        "1.40105199003070012E17",
    ] {
        assert!(is_rounded(&text("principal.mobile", written)), "{written}");
        assert!(is_rounded(&text(ID, written)), "{written}");
    }
}

#[test]
fn a_number_may_be_broken_for_the_eye() {
    for written in [
        "140105 19900307 0012",
        "140105\n199003070012",
        "140105\u{a0}199003070012",
    ] {
        assert_eq!(
            text(ID, written),
            string("140105199003070012"),
            "{written:?}"
        );
    }
    let code = "subject.certificate.number";
    assert_eq!(
        text(code, "91140100\r\nMA0EXAM15P"),
        string("91140100MA0EXAM15P")
    );
    // Two numbers are not one, nor is one whose check digit is wrong.
    for written in ["E12345678\nG12345678", "140105 199003070013", "事证第 1 号"] {
        assert_eq!(text(ID, written), string(written), "{written:?}");
    }
}

#[test]
fn true_is_no_text() {
    for path in ["principal.name", "principal.mobile", ID, "services[].name"] {
        assert!(
            matches!(with(path, Cell::Bool(true), true), Read::Bad(why, Some(_)) if why.zh.contains("TRUE")),
            "{path}"
        );
    }
    assert_eq!(
        with("services[].resolved", Cell::Bool(true), true),
        Read::Value(Value::Bool(true))
    );
}

#[test]
fn none_unknown_and_empty_differ() {
    assert_eq!(text("principal.emergency_phone", "无"), string("none"));
    assert_eq!(text("principal.emergency_phone", "待补"), Read::Nothing);
    assert_eq!(
        text("principal.emergency_phone", " \u{3000}"),
        Read::Nothing
    );
    assert_eq!(
        text("services[].involves", "无"),
        Read::Value(Value::Array(Vec::new()))
    );
    assert_eq!(
        text("services[].resolved", "无"),
        Read::Value(Value::Bool(false))
    );
    assert_eq!(text("principal.residence_permit", "无"), string("none"));
    assert_eq!(
        text("principal.residence_permit", "有"),
        Read::Value(Value::Table(Table::default()))
    );
    assert!(matches!(text("principal", "无"), Read::Bad(..)));
    assert_eq!(text("subject.remark", "'无"), string("无"));
}

#[test]
fn lists_are_cut_at_their_usual_marks() {
    let members = |ids: &[&str]| {
        let node = |id: &&str| Node {
            value: Value::String((*id).to_owned()),
            span: Span::default(),
        };
        Read::Value(Value::Array(ids.iter().map(node).collect()))
    };
    assert_eq!(
        text("services[].content", "单位门户网站、网络购物；blog"),
        members(&["organization-site", "shopping", "blog"])
    );
    assert_eq!(
        text("services[].content", "博客/个人空间"),
        members(&["blog"])
    );
    assert_eq!(
        text(
            "access.ips",
            "203.0.113.10，203.0.113.11\n203.0.113.12 203.0.113.13"
        ),
        members(&[
            "203.0.113.10",
            "203.0.113.11",
            "203.0.113.12",
            "203.0.113.13"
        ])
    );
    assert_eq!(
        text("access.service_codes", r#"["a, b","c"]"#),
        members(&["a, b", "c"])
    );
    assert_eq!(
        with("access.service_codes", Cell::Number(123_456.0), true),
        members(&["123456"])
    );
    let Read::Bad(_, Some(help)) = text("services[].content", "单位门户、网络购物商城")
    else {
        panic!("a member that is none");
    };
    assert!(help.zh.contains("网络购物"), "{help:?}");
}

#[test]
fn several_choices_in_a_cell_for_one_are_told() {
    for (path, cell) in [
        ("services[].platforms[].os", "安卓、iOS"),
        ("services[].kind", "网站，App"),
    ] {
        let Read::Bad(why, help) = text(path, cell) else {
            panic!("{path}");
        };
        assert!(why.zh.contains("写了几项"), "{why:?}");
        assert!(help.is_some_and(|help| help.zh.contains("一行写一项")));
    }
}

#[test]
fn several_domains_in_a_cell_are_told() {
    for cell in [
        "example-a.cn、example-b.cn",
        "example-a.cn\nexample-b.cn",
        "example-a.cn example-b.cn",
    ] {
        let Read::Bad(why, Some(_)) = text("services[].domains[].name", cell) else {
            panic!("{cell}");
        };
        assert!(why.zh.contains("几个域名"));
    }
}

#[test]
fn what_a_spreadsheet_made_of_a_text_is_told() {
    let day = NaiveDate::from_ymd_opt(2026, 1, 2).unwrap();
    let Read::Bad(why, Some(_)) = with("filing.number", Cell::Day(day), true) else {
        panic!("a day is no number");
    };
    assert!(why.zh.contains("日期"));
    assert!(matches!(with(ID, Cell::Error("#N/A"), true), Read::Bad(..)));
    assert!(matches!(with(ID, Cell::Formula, true), Read::Bad(..)));
    assert!(matches!(text(ID, "\u{fffd}1"), Read::Bad(..)));
}

#[test]
fn counts_may_have_their_unit() {
    for (cell, wanted) in [("12", 12), ("１２个月", 12), ("1年", 12), ("3 个", 3)] {
        assert_eq!(
            text("access.months", cell),
            Read::Value(Value::Integer(wanted)),
            "{cell}"
        );
    }
    assert_eq!(
        with("access.months", Cell::Number(12.0), true),
        Read::Value(Value::Integer(12))
    );
    for cell in ["十二", "1.5", "12天"] {
        assert!(
            matches!(text("access.months", cell), Read::Bad(..)),
            "{cell}"
        );
    }
    assert!(matches!(
        with("access.months", Cell::Number(1.5), true),
        Read::Bad(..)
    ));
}

#[test]
fn provinces_have_their_names_and_codes() {
    for cell in ["山西", "山西省", "shanxi", "140000"] {
        assert_eq!(text("filing.province", cell), string("140000"), "{cell}");
    }
    assert_eq!(
        with("filing.province", Cell::Number(140_000.0), true),
        string("140000")
    );
    assert!(matches!(text("filing.province", "太原"), Read::Bad(..)));
    assert_eq!(
        with("subject.address.city", Cell::Number(140_100.0), true),
        string("140100")
    );
    for cell in ["太原", "太原市", "taiyuan", "山西省太原市"] {
        assert_eq!(
            text("subject.address.city", cell),
            string("140100"),
            "{cell}"
        );
    }
    // 苏州 and 宿州.
    for cell in ["suzhou", "某市"] {
        let read = text("subject.address.city", cell);
        assert!(matches!(read, Read::Bad(..)), "{cell}");
    }
}

#[test]
fn numbers_of_elements() {
    let column = catalogue().of_path("services[]").unwrap();
    assert_eq!(
        number(&Cell::Number(2.0), &column.label),
        Numbered::Element(2)
    );
    assert_eq!(
        number(&Cell::Text("无".to_owned()), &column.label),
        Numbered::Empty
    );
    assert_eq!(number(&Cell::Empty, &column.label), Numbered::Nothing);
    assert!(matches!(
        number(&Cell::Text("二".to_owned()), &column.label),
        Numbered::Bad(..)
    ));
}

#[test]
fn no_message_repeats_a_value() {
    for (path, cell) in [
        (ID, Cell::Number(140_105_199_003_070_000.0)),
        ("principal.birth_date", Cell::Text("990307".to_owned())),
        ("subject.kind", Cell::Text("13800000001".to_owned())),
        ("access.months", Cell::Text("13800000001号".to_owned())),
    ] {
        let Read::Bad(why, help) = with(path, cell, true) else {
            panic!("{path}");
        };
        let all = format!("{}{}{:?}", why.zh, why.en, help);
        for value in ["1401051990", "990307", "13800000001"] {
            assert!(!all.contains(value), "{all}");
        }
    }
}

#[test]
fn marks_for_nothing_are_no_values() {
    for mark in ["/", "-", "—", "无"] {
        // What cannot be none is not known, and never called so.
        for path in [
            "principal.name",
            "subject.name",
            "services[].domains[].name",
            "services[].domains[].expires",
            "principal.residence_permit.province",
            "principal.residence_permit.valid_until",
            "services[].platforms[].os",
        ] {
            assert_eq!(text(path, mark), Read::Nothing, "{path} {mark}");
        }
        assert_eq!(text("principal.emergency_phone", mark), string("none"));
        let no = Read::Value(Value::Bool(false));
        assert_eq!(text("subject.has_seal", mark), no, "{mark}");
    }
    // Behind an apostrophe it is what it says.
    assert_eq!(text("principal.name", "'/"), string("/"));
}

#[test]
fn what_is_no_data_is_told() {
    let why = |read| match read {
        Read::Bad(why, Some(_)) => why.zh.into_owned(),
        other => panic!("{other:?}"),
    };
    for (path, cell, wanted) in [
        ("principal.name", "同上", "写的是“同上”"),
        (
            "services[].principal.name",
            "同主体负责人",
            "写的是“同主体负责人”",
        ),
        ("principal.mobile", "138****0001", "打了码"),
        (
            "principal.certificate.number",
            "*****************2",
            "打了码",
        ),
        ("principal.email", "z****@example.cn", "打了码"),
        (
            "principal.certificate.address",
            "山西省太原市****",
            "打了码",
        ),
    ] {
        assert!(why(text(path, cell)).contains(wanted), "{path} {cell}");
    }
    let zero = with("principal.name", Cell::Number(0.0), true);
    assert!(why(zero).contains("数字 0"));
}
