//! A redacted copy gives the same findings and holds nothing of who it is about.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::type_complexity,
    reason = "these are tests"
)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use proptest::prelude::*;

const DAY: &str = "2026-11-21";

/// Runs the program on a draft given on standard input; its status and what it writes.
fn beian(args: &[&str], draft: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_beian"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(draft.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn findings(draft: &str) -> Vec<(String, String)> {
    let (_, report, _) = beian(&["check", "--as-of", DAY, "--format", "json", "-"], draft);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let mut found: Vec<_> = report["drafts"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (text(&finding["rule"]), text(&finding["path"])))
        .collect();
    found.sort();
    found
}

fn redacted(draft: &str) -> (i32, String, String) {
    beian(&["redact", "--as-of", DAY, "-"], draft)
}

/// The check character of GB 11643.
fn with_check(body: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body
        .chars()
        .zip(weights)
        .map(|(c, weight)| c.to_digit(10).unwrap() * weight)
        .sum();
    let check = "10X98765432".chars().nth((sum % 11) as usize).unwrap();
    format!("{body}{check}")
}

prop_compose! {
    fn id_number()(
        region in prop::sample::select(vec!["110000", "140105", "310115", "440300"]),
        year in 1950_u32..2012, month in 1_u32..13, day in 1_u32..29,
        order in 0_u32..1000, broken in prop::bool::weighted(0.2),
    ) -> String {
        let right = with_check(&format!("{region}{year}{month:02}{day:02}{order:03}"));
        match broken {
            false => right,
            true => {
                let other = if right.ends_with('1') { '2' } else { '1' };
                format!("{}{other}", &right[..17])
            }
        }
    }
}

fn person_name() -> impl Strategy<Value = String> {
    (
        prop::sample::select(vec!["张", "李", "欧阳", "赵"]),
        "[\u{4f0a}-\u{5188}]{1,2}",
    )
        .prop_map(|(family, given)| format!("{family}{given}"))
}

fn mobile() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "1[3578][0-9]{9}",
        1 => "1[3-9][0-9]{8}",
        1 => "0351-[2-8][0-9]{6}",
    ]
}

/// A draft of an enterprise, and what of it tells who it is about.
fn draft() -> impl Strategy<Value = (String, Vec<String>)> {
    (
        (person_name(), person_name(), "[\u{4f0a}-\u{5188}]{2,4}"),
        (id_number(), id_number()),
        (mobile(), mobile(), any::<bool>()),
        "[a-z]{6,10}",
        prop::sample::select(vec!["山西", "上海", "广东", "北京"]),
        any::<bool>(),
    )
        .prop_map(
            |((one, other, trade), (number, second), (phone, spare, same_phone), label, province, is_one)| {
                let unit = format!("{province}{trade}科技有限公司");
                let spare = if same_phone { format!("+86 {phone}") } else { spare };
                let (legal, legal_number) = match is_one {
                    true => (&one, &number),
                    false => (&other, &second),
                };
                let text = format!(
                    r#"# 联系人 {one} {phone}
format = 1
meta = {{ note = "{one} {phone}" }}
[filing]
kind = "first"
province = "{province}"
provider = "aliyun"
[subject]
kind = "enterprise"
name = "{unit}"
remark = "请联系{one}，电话 {phone}"
address = {{ province = "140000", city = "140100", detail = "{trade}路2号101室" }}
certificate = {{ type = "business-license", number = "91140100MA0EXAMP05", valid_until = "long-term" }}
[legal_representative]
name = "{legal}"
certificate = {{ type = "id-card", number = "{legal_number}", valid_until = 2036-01-01 }}
[principal]
name = "{one}"
is_legal_representative = {is_one}
mobile = "{phone}"
emergency_phone = "{spare}"
email = "{label}@{label}.com" # {one}
certificate = {{ type = "id-card", number = "{number}", valid_until = 2030-01-01 }}
[[services]]
kind = "website"
name = "{trade}之家"
url = "https://www.{label}.com/{label}"
[[services.domains]]
name = "{label}.com"
registrant = {{ name = "{unit}" }}
[[allow]]
rule = "domain-validity"
path = "services[0].domains[0].expires"
reason = "{one}说的"
"#
                );
                let personal = vec![
                    one.clone(),
                    legal.clone(),
                    number.clone(),
                    legal_number.clone(),
                    phone,
                    unit,
                    format!("{label}@"),
                    format!("{label}.com"),
                    format!("{trade}路"),
                    "91140100MA0EXAMP05".to_owned(),
                ];
                (text, personal)
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_copy_fails_the_same_and_tells_nobody((draft, personal) in draft()) {
        let (status, copy, told) = redacted(&draft);
        prop_assert_eq!(status, 0, "{}\n{}\n{}", told, draft, copy);
        for value in personal {
            prop_assert!(!copy.contains(&value), "{} stays in\n{}", value, copy);
        }
        prop_assert!(!copy.contains('#'), "{}", copy);
        prop_assert_eq!(findings(&draft), findings(&copy));
    }
}

#[test]
fn the_examples_fail_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in [
        "examples/cancel-service.toml",
        "examples/change-principal.toml",
        "examples/enterprise-blocked.toml",
        "examples/enterprise-ready.toml",
        "examples/personal-incomplete.toml",
        "tests/compare/drafts/shanxi.json",
        "tests/compare/drafts/shanghai.toml",
        "tests/report/enterprise.toml",
        "tests/report/personal.toml",
        "tests/cmd/allow.in/allowed.beian.toml",
        "tests/cmd/allow.in/misspelt.beian.toml",
        "tests/cmd/config.in/draft.beian.toml",
    ] {
        let draft = std::fs::read_to_string(root.join(name)).unwrap();
        let (status, copy, told) = redacted(&draft);
        assert_eq!(status, 0, "{name}: {told}\n{copy}");
        assert_eq!(findings(&draft), findings(&copy), "{name}");
        for value in [
            "张示例",
            "李示例",
            "太原示例网络",
            "13800000001",
            "140105199003070012",
        ] {
            let stays = draft.contains(value) && copy.contains(value);
            assert!(!stays, "{name}: {value} stays in\n{copy}");
        }
    }
}

/// Every text of a draft that is somebody's: by its key, wherever that stands.
fn personal(value: &serde_json::Value, out: &mut Vec<String>) {
    const KEYS: [&str; 10] = [
        "name",
        "number",
        "certificate_number",
        "mobile",
        "emergency_phone",
        "landline",
        "email",
        "detail",
        "birth_date",
        "id",
    ];
    match value {
        serde_json::Value::Object(table) => {
            for (key, value) in table {
                match value.as_str().filter(|_| KEYS.contains(&key.as_str())) {
                    Some(text) if text != "none" => out.push(text.to_owned()),
                    _ => personal(value, out),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| personal(item, out)),
        _ => {}
    }
}

/// Findings of many drafts, each on a line of its own, in one run.
fn findings_of(dir: &Path, lines: &[String]) -> Vec<Vec<(String, String)>> {
    let file = dir.join("drafts.jsonl");
    std::fs::write(&file, lines.concat()).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .args(["batch", "--as-of", DAY, "--format", "jsonl"])
        .arg(&file)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let report = |line: &str| {
        let report: serde_json::Value = serde_json::from_str(line).unwrap();
        let mut found: Vec<(String, String)> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|own| {
                let text = |key: &str| own[key].as_str().unwrap().to_owned();
                (text("rule"), text("path"))
            })
            .collect();
        found.sort();
        found
    };
    text.lines().map(report).collect()
}

/// `BEIAN_DRAFTS` says how many.
#[test]
fn copies_of_drafts_of_all_kinds_fail_the_same() {
    let count: u64 = std::env::var("BEIAN_DRAFTS").map_or(60, |count| count.parse().unwrap());
    let settings = beian_drafts::Settings {
        seed: 7,
        failing: 60,
        incomplete: 30,
        ..beian_drafts::Settings::default()
    };
    let dir = tempfile::tempdir().unwrap();
    let mut originals = Vec::new();
    let mut kept_names = 0;
    let mut copies = Vec::new();
    for number in 0..count {
        let draft = settings.draft(number);
        let text = settings.line(number);
        let (status, copy, told) = redacted(&text);
        assert_eq!(status, 0, "{number}: {told}\n{text}\n{copy}");
        let mut own = Vec::new();
        personal(&draft, &mut own);
        assert!(own.len() > 3, "{draft}");
        // What service is meant by its name is told where that has to stay.
        let told_names = told.contains("服务名称没有换");
        for value in own {
            let is_service = draft["services"].as_array().is_some_and(|services| {
                services
                    .iter()
                    .any(|service| service["name"] == value.as_str())
            });
            if is_service && told_names {
                kept_names += 1;
                continue;
            }
            assert!(
                !copy.contains(&value),
                "{value} stays in\n{copy}\n{told}\n{text}"
            );
        }
        originals.push(text);
        copies.push(copy);
    }
    assert!(
        kept_names * 10 <= count,
        "{kept_names} names of {count} stay"
    );
    let of_originals = findings_of(dir.path(), &originals);
    assert_eq!(of_originals.len(), originals.len());
    assert!(of_originals.iter().any(|found| !found.is_empty()));
    assert_eq!(of_originals, findings_of(dir.path(), &copies));
}

/// A draft of one person with a certificate of a type.
fn with_certificate(kind: &str, number: &str) -> String {
    format!(
        r#"format = 1
filing = {{ kind = "first", province = "上海", provider = "aliyun" }}
subject = {{ kind = "enterprise", name = "上海示例科技有限公司" }}
principal = {{ name = "李示例", is_legal_representative = true, certificate = {{ type = "{kind}", number = "{number}", valid_until = 2036-01-01 }} }}
"#
    )
}

#[test]
fn no_date_of_birth_stays_in_a_number() {
    for (kind, number, birth) in [
        ("foreign-permanent-resident-id", "USA310085061501", "850615"),
        (
            "foreign-permanent-resident-id",
            "931840198506150018",
            "19850615",
        ),
        (
            "foreign-permanent-resident-id",
            &with_check("93184020120615001"),
            "20120615",
        ),
        (
            "foreign-permanent-resident-id",
            &with_check("93184019850615001"),
            "19850615",
        ),
        (
            "hk-macao-residence-permit",
            &with_check("81000019850615001"),
            "19850615",
        ),
        (
            "taiwan-residence-permit",
            &with_check("83000019850615001"),
            "19850615",
        ),
        ("id-card", &with_check("31011519850615001"), "19850615"),
        ("id-card", "310115850615001", "850615"),
        ("id-card", "31011519851315001X", "19851315"),
    ] {
        let draft = with_certificate(kind, number);
        let (status, copy, told) = redacted(&draft);
        assert_eq!(status, 0, "{number}: {told}\n{copy}");
        assert!(!copy.contains(birth), "{number} in\n{copy}");
        assert!(
            !copy.contains(&birth[birth.len() - 6..]),
            "{number} in\n{copy}"
        );
        assert_eq!(findings(&draft), findings(&copy), "{number}");
    }
}

/// A number that stands where only a closed form may, is nobody's any more in the copy.
#[test]
fn a_number_in_the_wrong_place_is_replaced() {
    for (key, value) in [
        ("mobile_province", "\"13812345678\""),
        ("mobile_province", "13812345678"),
        ("birth_date", "13812345678"),
        ("student", "13812345678"),
    ] {
        let draft = format!(
            "format = 1\nfiling = {{ kind = \"first\", province = \"山西\" }}\n\
             subject = {{ kind = \"enterprise\" }}\n[principal]\n{key} = {value}\n"
        );
        let (_, copy, _) = redacted(&draft);
        assert!(copy.contains(key), "{copy}");
        assert!(!copy.contains("13812345678"), "{copy}");
    }
}

#[test]
fn what_only_a_file_tells_is_said_to_be_left_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/attachments.in");
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_beian"))
            .args(args)
            .current_dir(&folder)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let (_, report, _) = run(&["check", "--as-of", DAY, "--format", "json", "draft.toml"]);
    assert!(report.contains("\"attachment-format\""), "{report}");
    let (status, copy, told) = run(&["redact", "--as-of", DAY, "draft.toml"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(
        told.contains("副本里没有：attachment-format attachments["),
        "{told}"
    );
    assert!(!copy.contains("身份证正面"), "{copy}");
    let all: serde_json::Value = serde_json::from_str(&report).unwrap();
    let all = all["drafts"][0]["findings"].as_array().unwrap();
    // Each is in the copy, wherever that lies, or told.
    let elsewhere = tempfile::tempdir().unwrap();
    let place = elsewhere.path().join("copy.toml");
    std::fs::write(&place, &copy).unwrap();
    let place = place.to_str().unwrap();
    let (_, report, _) = run(&["check", "--as-of", DAY, "--format", "json", place]);
    let kept: serde_json::Value = serde_json::from_str(&report).unwrap();
    let kept: Vec<(String, String)> = kept["drafts"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| {
            let text = |key: &str| own[key].as_str().unwrap().to_owned();
            (text("rule"), text("path"))
        })
        .collect();
    for own in all {
        let key = |key: &str| own[key].as_str().unwrap().to_owned();
        let (rule, path) = (key("rule"), key("path"));
        let is_told = told.contains(&format!("{rule} {path}\n"));
        assert!(is_told != kept.contains(&(rule, path)), "{own} and {told}");
    }
}

#[test]
fn a_broken_text_has_no_copy() {
    let (status, copy, told) = redacted("format = 1\nname = \"张示例\n");
    assert_eq!((status, copy.as_str()), (2, ""));
    assert!(!told.contains("张示例"), "{told}");
}
