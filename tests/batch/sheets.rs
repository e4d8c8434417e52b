//! Spreadsheets in the words and layouts that clients use: what is not clear is told, and is nobody's.

use serde_json::Value;

use super::{Outcome, batch, folder, sources, text};

/// What `batch` makes of rows, with further arguments.
fn rows(rows: &[&str], args: &[&str]) -> Outcome {
    let sheet = rows.join("\n");
    let folder = folder(&[("t.csv", sheet.as_bytes())]);
    batch(folder.path(), &[&["t.csv"], args].concat())
}

/// The draft that `convert` makes of rows that hold one, and what it tells.
fn converted(rows: &[&str]) -> (String, String) {
    let sheet = rows.join("\n");
    let folder = folder(&[("t.csv", sheet.as_bytes())]);
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_beian"))
        .current_dir(folder.path())
        .env("BEIAN_LANG", "zh")
        .args(["convert", "t.csv", "-", "--to", "jsonl"])
        .output()
        .unwrap();
    let out = String::from_utf8(run.stdout).unwrap();
    (out, String::from_utf8(run.stderr).unwrap())
}

/// The columns of a record's errors, from 1.
fn columns(record: &Value) -> Vec<u64> {
    let errors = record["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| error["column"].as_u64().unwrap())
        .collect()
}

const MAP: [&str; 10] = [
    "--map",
    "A=主办单位名称",
    "--map",
    "B=备案类型",
    "--map",
    "C=备案省份",
    "--map",
    "D=域名",
    "--map",
    "E=法定代表人姓名",
];
const CLIENTS: [&str; 3] = [
    "甲示例有限公司,首次备案,山西,a.cn,李",
    "乙示例有限公司,首次备案,山西,,",
    "丙示例有限公司,首次备案,山西,c.cn,王",
];

#[test]
fn columns_that_are_named_by_letters_lose_no_row() {
    for header in [
        // Known, in part, and not at all.
        "主办单位名称,备案类型,备案省份,域名,法定代表人",
        "客户,种类,省份,网址栏,老总",
        "客户,种类,哪省,网址栏,老总",
    ] {
        let run = rows(&[&[header], &CLIENTS[..]].concat(), &MAP);
        assert_eq!(
            sources(&run.records()),
            ["t.csv#2", "t.csv#3", "t.csv#4"],
            "{header}"
        );
        assert_ne!(run.status, 2, "{header}: {}", run.told);
    }
    // A title over it, and some of the columns.
    let run = rows(
        &[
            &["客户备案表,,,,", "客户,种类,哪省,网址栏,老总"],
            &CLIENTS[..],
        ]
        .concat(),
        &MAP,
    );
    assert_eq!(sources(&run.records()), ["t.csv#3", "t.csv#4", "t.csv#5"]);
    assert!(run.told.contains("第 2 行当作列名"), "{}", run.told);
    // No header at all.
    let run = rows(&CLIENTS, &MAP);
    assert_eq!(sources(&run.records()), ["t.csv#1", "t.csv#2", "t.csv#3"]);
    assert!(run.told.contains("没有认得的表头"), "{}", run.told);
    let one = [
        "--map",
        "A=主办单位名称",
        "--filing",
        "first",
        "--province",
        "山西",
    ];
    let run = rows(&["老板", "甲示例有限公司", "乙示例有限公司"], &one);
    assert_eq!(sources(&run.records()), ["t.csv#2", "t.csv#3"]);
    let run = rows(&["甲示例有限公司", "乙示例有限公司"], &one);
    assert_eq!(sources(&run.records()), ["t.csv#1", "t.csv#2"]);
}

#[test]
fn the_numbers_of_somebody_unknown_are_nobody_elses() {
    for (header, values, wanted) in [
        (
            "法人,经办人,身份证号,手机号,邮箱",
            "王示例,李示例,140105199003070012,13800000001,a@example.cn",
            &[3, 4, 5][..],
        ),
        (
            "法定代表人手机号,股东,身份证号",
            "13800000001,李示例,140105199003070012",
            &[3],
        ),
        (
            "主体负责人,客户经理,手机号",
            "王示例,李示例,13800000001",
            &[3],
        ),
        (
            "主体负责人,域名,域名联系人,邮箱",
            "王示例,a.cn,李示例,a@example.cn",
            &[4],
        ),
        (
            "主体负责人,紧急联系人,手机号",
            "王示例,李示例,13800000001",
            &[3],
        ),
        (
            "法人电话,联系人,联系电话",
            "13800000001,李示例,13900000002",
            &[3],
        ),
        (
            "主体负责人,域名,域名持有者,手机号",
            "王示例,a.cn,李示例,13800000001",
            &[4],
        ),
        (
            "主体负责人,公司名称,证件号码",
            "王示例,甲公司,91140100MA0EXAMP12",
            &[3],
        ),
    ] {
        let header = format!("{header},备案类型,备案省份");
        let values = format!("{values},首次备案,山西");
        let run = rows(&[&header, &values], &[]);
        let records = run.records();
        assert_eq!(columns(&records[0]), wanted, "{header}");
        assert_eq!(
            (run.status, text(&records[0], "/verdict")),
            (2, "unreadable")
        );
        let told = text(&records[0], "/errors/0/message");
        assert!(told.contains("分不清"), "{told}");
        // What is said not to be read is not meant either.
        let ignored = rows(&[&header, &values], &["--map", "经办人=-"]);
        assert_eq!(columns(&ignored.records()[0]), wanted, "{header}");
    }
}

#[test]
fn what_lies_between_a_person_and_his_number_parts_them_not() {
    let (out, told) = converted(&[
        "法人,性别,职务,身份证号,手机号,备案类型,备案省份,公司名称",
        "王示例,男,经理,140105199003070012,13800000001,首次备案,山西,甲公司",
    ]);
    let draft: Value = serde_json::from_str(&out).expect(&told);
    assert_eq!(text(&draft, "/legal_representative/mobile"), "13800000001");
    assert_eq!(
        text(&draft, "/legal_representative/certificate/number"),
        "140105199003070012"
    );
}

#[test]
fn a_group_of_somebody_unknown_is_nobody_elses() {
    let run = rows(
        &[
            "备案,备案,法人,经办人,经办人,服务器,域名,域名",
            "备案类型,备案省份,姓名,姓名,手机号,到期时间,域名,到期时间",
            "首次备案,山西,王示例,李示例,13800000001,2026-12-01,a.cn,2030-01-01",
        ],
        &[],
    );
    assert_eq!(columns(&run.records()[0]), [4, 5], "{}", run.told);
}

#[test]
fn a_certificate_behind_the_registrant_is_the_registrants() {
    let (out, told) = converted(&[
        "备案类型,备案省份,主体负责人,域名,域名持有者,证件类型,证件号码",
        "首次备案,山西,王示例,a.cn,太原示例网络科技有限公司,营业执照,91140100MA0EXAMP12",
    ]);
    let draft: Value = serde_json::from_str(&out).expect(&told);
    let registrant = &draft["services"][0]["domains"][0]["registrant"];
    assert_eq!(registrant["certificate_type"], "business-license");
    assert_eq!(registrant["certificate_number"], "91140100MA0EXAMP12");
    assert!(draft["principal"].get("certificate").is_none(), "{draft}");
}

#[test]
fn an_end_is_the_domains_only_beside_what_is_the_domains() {
    for (header, values, wanted) in [
        ("域名,SSL证书,到期日", "a.cn,DV,2027-01-01", 3),
        ("域名,购买月数,到期日", "a.cn,12,2026-12-01", 3),
        ("域名,居住证,到期日", "a.cn,有,2026-12-01", 3),
        ("域名,服务器,到期时间", "a.cn,云,2026-12-01", 3),
        (
            "域名,域名持有者,身份证,到期日期",
            "a.cn,李示例,140105199003070012,2027-01-01",
            4,
        ),
    ] {
        let header = format!("{header},备案类型,备案省份");
        let run = rows(&[&header, &format!("{values},首次备案,山西")], &[]);
        assert_eq!(columns(&run.records()[0]), [wanted], "{header}");
        assert_eq!(run.status, 2);
    }
    for header in [
        "域名,注册商,到期日",
        "域名,注册时间,到期时间",
        "注册商,域名持有者,到期日期",
    ] {
        let (out, told) = converted(&[
            &format!("{header},备案类型,备案省份,服务备注"),
            "a.cn,b.cn,2030-01-01,首次备案,山西,无",
        ]);
        let draft: Value = serde_json::from_str(&out).expect(&told);
        let domain = &draft["services"][0]["domains"][0];
        assert_eq!(domain["expires"], "2030-01-01", "{header}");
    }
}

#[test]
fn of_a_period_a_column_takes_what_it_is_called_after() {
    let header = "备案类型,备案省份,主体负责人证件起始日期,主体负责人证件有效期至,域名,域名注册日期,域名到期日";
    let period = "2016.01.01-2036.01.01";
    let (out, told) = converted(&[
        header,
        &format!("首次备案,山西,{period},{period},a.cn,{period},{period}"),
    ]);
    let draft: Value = serde_json::from_str(&out).expect(&told);
    for (pointer, wanted) in [
        ("/principal/certificate/valid_from", "2016-01-01"),
        ("/principal/certificate/valid_until", "2036-01-01"),
        ("/services/0/domains/0/registered", "2016-01-01"),
        ("/services/0/domains/0/expires", "2036-01-01"),
    ] {
        assert_eq!(text(&draft, pointer), wanted);
    }
    let run = rows(
        &[
            "备案类型,备案省份,主体负责人出生日期,域名,实名认证日期,过户日期",
            &format!("首次备案,山西,{period},a.cn,{period},{period}"),
        ],
        &[],
    );
    assert_eq!(columns(&run.records()[0]), [3, 5, 6]);
}

#[test]
fn an_id_that_has_lost_its_digits_joins_nothing() {
    let run = rows(
        &[
            "草稿,备案类型,备案省份,主办单位名称",
            "2.02611E+17,首次备案,山西,甲公司",
            "2.02611E+17,首次备案,山西,乙公司",
        ],
        &[],
    );
    let records = run.records();
    assert_eq!(sources(&records), ["t.csv#2", "t.csv#3"]);
    assert!(
        records
            .iter()
            .all(|own| columns(own) == [1] && own["id"].is_null())
    );
}

#[test]
fn a_column_of_card_numbers_is_no_column_of_ids() {
    let number = "140105199003070012";
    for (header, values) in [
        (
            "Principal,ID,备案类型,备案省份,主办单位名称",
            format!("王示例,{number},首次备案,山西,甲公司"),
        ),
        (
            "ID,主办单位名称,备案类型,备案省份",
            format!("{number},甲公司,首次备案,山西"),
        ),
    ] {
        let run = rows(&[header, &values], &[]);
        let out = String::from_utf8(run.out).unwrap();
        assert!(!out.contains(number) && !run.told.contains(number), "{out}");
        assert!(run.told.contains("“ID”") || out.contains("“ID”"), "{out}");
    }
    let run = rows(
        &[
            "ID,主办单位名称,备案类型,备案省份",
            "甲1,甲公司,首次备案,山西",
        ],
        &[],
    );
    assert_eq!(text(&run.records()[0], "/id"), "甲1");
}

#[test]
fn an_address_over_a_column_is_masked() {
    let sheet = "备案类型,备案省份,zhang@example.cn\n首次备案,山西,x\n";
    let folder = folder(&[("t.csv", sheet.as_bytes())]);
    let run = batch(folder.path(), &["t.csv", "-o", "r.xlsx"]);
    assert!(run.told.contains("z****@example.cn"), "{}", run.told);
    assert!(!run.told.contains("zhang@example.cn"), "{}", run.told);
    let again = batch(folder.path(), &["r.xlsx"]);
    assert!(again.told.contains("z****@example.cn"), "{}", again.told);
}

#[test]
fn documents_that_count_for_nothing_are_told_once_and_at_their_cells() {
    let sheet = "草稿,备案类型,备案省份,主体性质,主办单位名称,主体证件类型,材料,材料关于谁,材料已备妥\n\
        甲,首次备案,山西,企业,甲公司,营业执照,营业直照,主体,是\n\
        乙,首次备案,山西,企业,乙公司,营业执照,营业直照,门卫,是\n\
        丙,首次备案,山西,企业,丙公司,营业执照,营业执照副本,公司,是\n\
        ,,,,,,身份证,主体负责人,是\n";
    let folder = folder(&[("t.csv", sheet.as_bytes())]);
    let run = batch(folder.path(), &["t.csv", "--detail", "full"]);
    assert_eq!(run.told.matches("营业直照").count(), 1, "{}", run.told);
    assert!(
        run.told.contains("是不是 营业执照？（2 处）"),
        "{}",
        run.told
    );
    assert_eq!(run.told.matches("门卫").count(), 1, "{}", run.told);
    assert!(!run.told.contains("营业执照副本") && !run.told.contains("身份证"));
    let records = run.records();
    let documents = records[2]["documents"].as_array().unwrap();
    let licence = documents.iter().find(|own| own["id"] == "business-license");
    assert_eq!(licence.unwrap()["status"], "provided");
    let run = batch(folder.path(), &["t.csv", "-o", "r.xlsx"]);
    assert_ne!(run.status, 2, "{}", run.told);
    let book = std::fs::read(folder.path().join("r.xlsx")).unwrap();
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut notes = String::new();
    let mut part = book.by_name("xl/comments1.xml").unwrap();
    std::io::Read::read_to_string(&mut part, &mut notes).unwrap();
    assert!(
        notes.contains("营业直照") && notes.contains("门卫"),
        "{notes}"
    );
}

#[test]
fn a_result_workbook_can_be_handed_in_again() {
    let sheet = "备案,备案,法定代表人,法定代表人,经办人,主体负责人,主体负责人,域名,域名\n\
        备案类型,备案省份,姓名,手机号,职务,姓名,证件号码,域名,到期日期\n\
        首次备案,山西,王示例,13800000001,文员,李示例,140105199003070012,a.cn,2030-01-01\n";
    let folder = folder(&[("t.csv", sheet.as_bytes())]);
    let folder = folder.path();
    let run = batch(folder, &["t.csv", "-o", "r.xlsx", "--unmask"]);
    assert_ne!(run.status, 2, "{}", run.told);
    let convert = |from: &str| {
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_beian"));
        run.current_dir(folder)
            .args(["convert", from, "-", "--to", "jsonl"]);
        String::from_utf8(run.output().unwrap().stdout).unwrap()
    };
    let first = convert("t.csv");
    assert!(first.contains("legal_representative"), "{first}");
    assert_eq!(convert("r.xlsx"), first);
}

#[test]
fn what_could_not_be_read_is_not_read_from_the_result_either() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0u16..).zip([
        "备案类型",
        "备案省份",
        "主办单位名称",
        "主体负责人证件号码",
        "域名",
    ]) {
        sheet.write_string(0, column, text).unwrap();
    }
    sheet.write_string(1, 0, "首次备案").unwrap();
    sheet.write_string(1, 1, "山西").unwrap();
    let formula = rust_xlsxwriter::Formula::new("=A1").set_result("#N/A");
    sheet.write_formula(1, 2, formula).unwrap();
    sheet.write_number(1, 3, 140_105_199_003_070_012.0).unwrap();
    sheet.write_string(1, 4, "=…").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let folder = folder(&[("t.xlsx", &bytes)]);
    let folder = folder.path();
    let first = batch(folder, &["t.xlsx"]).records();
    assert_eq!(columns(&first[0]), [3, 4, 5]);
    batch(folder, &["t.xlsx", "-o", "r.xlsx", "--unmask"]);
    let again = batch(folder, &["r.xlsx"]).records();
    // Five columns of our own stand before them.
    assert_eq!(columns(&again[0]), [8, 9, 10]);
}

#[test]
fn drafts_whose_ids_differ_in_how_a_line_ends_stay_two() {
    let draft = |id: &str| {
        let mut draft: Value = serde_json::from_str(&super::lines(7, 1)).unwrap();
        draft["meta"] = serde_json::json!({ "id": id });
        draft.to_string()
    };
    let lines = [draft("k\n1"), draft("k\r\n1")].join("\n");
    let folder = folder(&[("t.jsonl", lines.as_bytes())]);
    for out in ["t.xlsx", "t.csv"] {
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_beian"));
        run.current_dir(folder.path())
            .args(["convert", "t.jsonl", out]);
        assert!(run.status().unwrap().success());
        assert_eq!(batch(folder.path(), &[out]).records().len(), 2, "{out}");
    }
}

#[test]
fn what_looks_spoilt_and_is_not_comes_back_from_a_sheet() {
    let ids = ["1.40105E+17", "140105199003070000", "#N/A", "=…", "甲"];
    let drafts = ids.iter().map(|id| {
        serde_json::json!({
            "format": 1,
            "meta": { "id": id },
            "filing": { "kind": "first", "province": "山西" },
            "subject": { "name": id },
        })
        .to_string()
    });
    let lines = drafts.collect::<Vec<_>>().join("\n");
    let folder = folder(&[("t.jsonl", lines.as_bytes())]);
    for out in ["t.xlsx", "t.csv"] {
        let convert = |from: &str, to: &str| {
            let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_beian"));
            run.current_dir(folder.path());
            run.args(["convert", from, to, "--to", to.rsplit('.').next().unwrap()]);
            run.output().unwrap()
        };
        assert!(convert("t.jsonl", out).status.success());
        let again = batch(folder.path(), &[out]);
        assert_ne!(
            again.status,
            2,
            "{out}: {}",
            String::from_utf8(again.out).unwrap()
        );
        let again = again.records();
        let found: Vec<&str> = again.iter().map(|own| text(own, "/id")).collect();
        assert_eq!(found, ids, "{out}");
    }
}

#[test]
fn a_draft_in_two_sheets_is_told() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for domain in ["a.cn", "b.cn"] {
        let sheet = book.add_worksheet();
        for (column, text) in (0u16..).zip(["草稿", "备案类型", "备案省份", "域名"]) {
            sheet.write_string(0, column, text).unwrap();
        }
        for (column, text) in (0u16..).zip(["甲", "首次备案", "山西", domain]) {
            sheet.write_string(1, column, text).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let folder = folder(&[("t.xlsx", &bytes)]);
    let run = batch(folder.path(), &["t.xlsx"]);
    let records = run.records();
    assert_eq!((records.len(), run.status), (2, 2));
    let told = text(&records[1], "/errors/0/message");
    assert!(told.contains("另一张工作表"), "{told}");
}
