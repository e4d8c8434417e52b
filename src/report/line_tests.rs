use proptest::prelude::*;
use unicode_width::UnicodeWidthChar;

use super::*;
use crate::draft::{Overrides, read_parsed};
use crate::source::{Format, parse};

/// Every line of a file, masked.
fn masked(name: &str, text: &str) -> Vec<String> {
    let file = SourceFile::new(name, text);
    let format = Format::of_path(name.as_ref()).unwrap_or(Format::Toml);
    let parsed = parse(&file, format);
    let reading = read_parsed(&parsed, &Overrides::default());
    let lines = Lines::new(&file, &parsed.root, &reading.draft, Masker::default());
    (1..=file.line_count())
        .map(|line| lines.masked(line))
        .collect()
}

fn width(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

const DRAFT: &str = r#"format = 1 # 张 138 0000 0001
[filing]
number = "晋ICP备2021000001号"
[subject]
kind = "enterprise"
name = "太原示例 13800000001"
certificate = { number = "91140100MA0EXAMP12" }
business_scope = "电话 13800000001，1400001234"
[principal]
name = "张示例"
mobile = "+86 13800000001"
email = 'zhang@example.cn'
birth_date = 1990-03-07
# mobile = "1390000000" 生日 1990-03-07 找 示例街2号院3层
certificate.number = "14010519900307001２"
certificate.address = '''示例街2号院3层
四单元'''
moblie = 13900000002
[access]
service_codes = ["138000000010000000"]
[[services]]
[[services.domains]]
name = "13800000001.cn"
registrant.certificate_number = "91140100MA0EXAMP12"
[[services.domains]]
name = "13800000001"
registrant.certificate_number = "140105199003070012"
"#;

#[test]
fn each_line_hides_what_is_private_and_nothing_else() {
    assert_eq!(
        masked("a.toml", DRAFT).join("\n"),
        r#"format = 1 # 张 138 **** 0001
[filing]
number = "晋ICP备2021000001号"
[subject]
kind = "enterprise"
name = "太原示例 138****0001"
certificate = { number = "91140100MA0EXAMP12" }
business_scope = "电话 138****0001，1400001234"
[principal]
name = "张示例"
mobile = "+86 138****0001"
email = 'z****@example.cn'
birth_date = ****-**-**
# mobile = "******0000" 生日 ****-**-** 找 ＊＊＊*＊＊*＊
certificate.number = "*****************２"
certificate.address = '''＊＊＊*＊＊*＊
＊＊＊'''
moblie = 139****0002
[access]
service_codes = ["138000000010000000"]
[[services]]
[[services.domains]]
name = "13800000001.cn"
registrant.certificate_number = "91140100MA0EXAMP12"
[[services.domains]]
name = "138****0001"
registrant.certificate_number = "*****************2"
"#
    );
}

#[test]
fn a_person_is_hidden_where_a_unit_would_not_be() {
    let text = DRAFT.replace("enterprise", "personal");
    let masked = masked("a.toml", &text).join("\n");
    assert!(!masked.contains("91140100MA0EXAMP12"), "{masked}");
}

#[test]
fn that_there_is_none_is_shown() {
    let text =
        "format = 1\n[principal]\nmobile = \"none\"\nemergency_phone = 'none'\nemail = \"none\"\n";
    assert_eq!(masked("a.toml", text), text.split('\n').collect::<Vec<_>>());
}

#[test]
fn a_broken_file_hides_by_keys() {
    let text = "[principal]\nemail = \"zhang@example.cn\nmobile = 1390000\ncertificate = { address = 示例路2号, x = 1\n";
    assert_eq!(
        masked("a.toml", text),
        [
            "[principal]",
            "email = \"z****@example.cn",
            "mobile = ****000",
            "certificate = { address = ＊＊＊*＊, x = 1",
            ""
        ]
    );
}

#[test]
fn escapes_hide_nothing_from_the_search() {
    let text = r#"{"subject":{"remark":"\u0031\u0033800000001","superior":"\u753513800000001"}}"#;
    let masked = masked("a.json", text).join("");
    assert!(!masked.contains("800000001"), "{masked}");
}

/// Text in which there is much to find.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("mobile = \"13800000001\"".to_owned()),
        Just("principal.birth_date = 1990-03-07".to_owned()),
        Just("subject.address.detail = '''示例路\n2号'''".to_owned()),
        Just("138-0000-0001".to_owned()),
        Just("140105 19900307 001x".to_owned()),
        "[0-9０-９xX@a.山𠮷👨‍👩\u{301}\u{200b} \t=\"'#{}\\[\\]\r\n-]{0,12}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn masking_keeps_characters_and_columns(text in text()) {
        let file = SourceFile::new("a.toml", text.as_str());
        for (number, masked) in (1..).zip(masked("a.toml", &text)) {
            let line = file.line_text(number);
            prop_assert_eq!(masked.chars().count(), line.chars().count());
            prop_assert_eq!(width(&masked), width(line));
        }
    }

    #[test]
    fn a_planted_number_never_stays(
        before in "[^0-9０-９]{0,9}",
        number in prop_oneof!["1[3-9][0-9]{9}", "[1-9][0-9]{16}[0-9X]"],
        after in "[^0-9０-９xXｘＸ]{0,9}",
    ) {
        prop_assume!(!before.ends_with(|c: char| c.is_numeric()));
        prop_assume!(!after.starts_with(|c: char| c.is_alphanumeric()));
        let masked = Masker::default().free(&format!("{before} {number}{after}")).into_owned();
        prop_assert!(!masked.contains(&number), "{}", masked);
    }
}
