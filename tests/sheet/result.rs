//! The result workbook.

use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};

fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .current_dir(folder)
        .env("BEIAN_LANG", "zh")
        .args(args)
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), told)
}

/// The cells of a sheet, and the text of all parts of the file.
fn cells(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    range
        .rows()
        .map(|row| row.iter().map(text).collect())
        .collect()
}

const CSV: &str = "草稿,备案类型,备案省份,主体性质,公司名称,统一社会信用代码,姓名,身份证号,手机号,应急电话,邮箱,域名,到期日,备忘\n\
甲,首次备案,山西,企业,太原示例网络科技有限公司,91140100MA0EXAMP12,张示例,140105199003070012,13800000001,13800000001,zhang@example.cn,example-a.cn,2026-12-01,=HYPERLINK(1) 13800000001\n\
,,,,,,,,,,,example-b.cn,2028-01-01,\n\
乙,首次备案,山西,企业,大同示例网络科技有限公司,,李示例,1.40105E+17,13900000002,,,example-c.cn,,\n";

#[test]
fn numbers_in_names_and_files_are_masked_in_the_result() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let draft = "format = 1\nfiling = { kind = \"first\", province = \"山西\" }\n\
        [[services]]\nname = \"13812345678\"\ndomains = [{ name = \"13812345678.cn\" }]\n\
        [[attachments]]\ndocument = \"140105199003070012\"\nof = \"principal\"\n\
        file = \"140105199003070012.jpg\"\n";
    std::fs::write(folder.join("甲.toml"), draft).unwrap();
    run(folder, &["batch", "甲.toml", "-o", "结果.xlsx"]);
    let parts = parts(&std::fs::read(folder.join("结果.xlsx")).unwrap());
    assert!(parts.contains("138****5678.cn"));
    for private in ["13812345678", "140105199003070012"] {
        assert!(!parts.contains(private), "{private}");
    }
}

#[test]
fn a_persons_number_in_a_column_of_anybodys_is_masked_in_the_result() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let sheet = "备案类型,备案省份,主体性质,主体证件类型,主体证件号码,主体负责人证件号码,域名持有者证件号码,公网 IP,接入产品,购买月数,主体备案号\n\
        首次备案,山西,个体工商户,居民身份证,140105199003070012,140105199003070012,140105199003070012,13800000001,140105199003070012,13800000001,140105199003070012\n";
    std::fs::write(folder.join("客户.csv"), sheet).unwrap();
    for out in ["结果.xlsx", "结果.csv", "结果.jsonl"] {
        run(
            folder,
            &["batch", "客户.csv", "--detail", "full", "-o", out],
        );
        let bytes = std::fs::read(folder.join(out)).unwrap();
        let shown = match out {
            "结果.xlsx" => parts(&bytes),
            _ => String::from_utf8(bytes).unwrap(),
        };
        for private in ["13800000001", "140105199003070012"] {
            assert!(!shown.contains(private), "{private} in {out}");
        }
    }
}

#[test]
fn what_speaks_of_a_person_in_a_column_that_is_not_read_is_masked_in_the_result() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let sheet = "备案类型,备案省份,主体性质,家庭住址,护照,法人生日,客户经理\n\
        首次备案,山西,个体工商户,某路99号2单元,G12345678,1990年3月7日,甲组\n";
    std::fs::write(folder.join("客户.csv"), sheet).unwrap();
    run(folder, &["batch", "客户.csv", "-o", "结果.xlsx"]);
    let shown = parts(&std::fs::read(folder.join("结果.xlsx")).unwrap());
    for private in ["某路99号", "G12345678", "3月7日"] {
        assert!(!shown.contains(private), "{private}");
    }
    assert!(shown.contains("甲组"));
}

#[test]
fn lines_may_end_as_they_do_on_windows() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let draft = "format = 1\r\nfiling = { kind = \"first\", province = \"140000\" }\r\n\
        subject = { kind = \"personal\", remark = \"\"\"一\r\n二\"\"\" }\r\n";
    std::fs::write(folder.join("a.toml"), draft).unwrap();
    let (status, told) = run(folder, &["convert", "a.toml", "a.csv"]);
    assert_eq!(status, 0, "{told}");
    let sheet = std::fs::read_to_string(folder.join("a.csv")).unwrap();
    assert!(sheet.contains("一\n二"), "{sheet}");
}

#[test]
fn what_is_handed_in_later_is_not_missing_in_the_result() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let draft = include_str!("../../examples/enterprise-ready.toml");
    std::fs::write(folder.join("a.toml"), draft).unwrap();
    run(
        folder,
        &["batch", "a.toml", "--detail", "full", "-o", "a.jsonl"],
    );
    run(folder, &["batch", "a.toml", "-o", "a.xlsx"]);
    let out = std::fs::read(folder.join("a.jsonl")).unwrap();
    let record: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let shown = parts(&std::fs::read(folder.join("a.xlsx")).unwrap());
    let mut later = 0;
    for document in record["documents"].as_array().unwrap() {
        if document["status"] == "missing" && document["stage"] == "after-approval" {
            later += 1;
            assert!(
                !shown.contains(document["name"].as_str().unwrap()),
                "{document}"
            );
        }
    }
    assert!(later > 0);
}

#[test]
fn documents_may_be_named_in_chinese() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let sheet = |document: &str, of: &str| {
        format!(
            "备案类型,备案省份,主体性质,主体证件类型,材料,材料关于谁,材料已备妥\n\
             首次备案,山西,企业,营业执照,{document},{of},是\n"
        )
    };
    let missing = |document: &str, of: &str| {
        std::fs::write(folder.join("a.csv"), sheet(document, of)).unwrap();
        run(
            folder,
            &["batch", "a.csv", "--detail", "full", "-o", "a.jsonl"],
        );
        let out = std::fs::read(folder.join("a.jsonl")).unwrap();
        let record: serde_json::Value = serde_json::from_slice(&out).unwrap();
        let documents = record["documents"].as_array().unwrap().clone();
        let own = documents.iter().find(|own| own["id"] == "business-license");
        own.unwrap()["status"] == "missing"
    };
    assert!(!missing("business-license", "subject"));
    assert!(!missing("营业执照", "主体"));
    assert!(!missing("营业执照", ""));
    assert!(missing("驾驶证", "主体"));
}

#[cfg(unix)]
#[test]
fn what_is_converted_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let draft = "format = 1\nprincipal = { mobile = \"13800000001\" }\n";
    std::fs::write(folder.join("甲.toml"), draft).unwrap();
    let mode = |path: &str| {
        let about = std::fs::metadata(folder.join(path)).unwrap();
        about.permissions().mode() & 0o777
    };
    for out in ["r.toml", "r.json", "r.jsonl", "r.csv", "r.xlsx"] {
        let path = folder.join(out);
        assert_eq!(run(folder, &["convert", "甲.toml", out]).0, 0);
        assert_eq!(mode(out), 0o600, "{out}");
        // What was open to others is replaced, not written into.
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        std::fs::hard_link(&path, folder.join("old")).unwrap();
        std::fs::write(&path, "old").unwrap();
        run(folder, &["convert", "--force", "甲.toml", out]);
        assert_eq!(mode(out), 0o600, "{out}");
        assert_eq!(std::fs::read(folder.join("old")).unwrap(), b"old");
        std::fs::remove_file(folder.join("old")).unwrap();
    }
    run(folder, &["convert", "r.jsonl", "drafts/"]);
    let made = std::fs::read_dir(folder.join("drafts")).unwrap();
    for file in made.flatten() {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn the_result_repeats_the_input_masked_with_what_came_out() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("客户.csv"), CSV).unwrap();
    let (status, told) = run(
        folder,
        &[
            "batch",
            "客户.csv",
            "-o",
            "结果.xlsx",
            "--as-of",
            "2026-11-21",
        ],
    );
    assert_eq!(status, 2, "{told}");
    let rows = cells(&folder.join("结果.xlsx"), "结果");
    assert_eq!(
        rows[0][..5],
        ["结论", "问题", "要补充的资料", "缺的材料", "来源"]
    );
    assert_eq!(rows[0][5..9], ["草稿", "备案类型", "备案省份", "主体性质"]);
    assert_eq!(rows.len(), 4);
    assert_eq!(
        (rows[1][0].as_str(), rows[3][0].as_str()),
        ("有错", "读不出")
    );
    assert!(
        rows[1][1].contains("应急电话与手机号相同"),
        "{}",
        rows[1][1]
    );
    assert!(rows[1][3].contains("主体负责人证件"), "{}", rows[1][3]);
    assert_eq!(rows[2][4], "客户.csv#3");
    let first = &rows[1][5..];
    assert_eq!(first[5], "91140100MA0EXAMP12");
    assert_eq!(first[7], "*****************2");
    assert_eq!(first[8], "138****0001");
    assert_eq!(first[10], "z****@example.cn");
    assert_eq!(first[13], "=HYPERLINK(1) 138****0001");
    assert!(rows[3][1].contains("已经丢失"), "{}", rows[3][1]);
    // Nothing that is private stands anywhere in the file, comments included.
    let file = std::fs::read(folder.join("结果.xlsx")).unwrap();
    let parts = parts(&file);
    for private in [
        "140105199003070012",
        "13800000001",
        "zhang@",
        "1.40105",
        "13900000002",
    ] {
        assert!(!parts.contains(private), "{private}");
    }
    assert!(!parts.contains("<f>"), "a formula");
    assert!(parts.contains("phone-differs-from-emergency"), "no comment");
    let (status, _) = run(
        folder,
        &[
            "batch",
            "客户.csv",
            "-o",
            "全.xlsx",
            "--unmask",
            "--as-of",
            "2026-11-21",
            "-q",
        ],
    );
    assert_eq!(status, 2);
    assert_eq!(
        cells(&folder.join("全.xlsx"), "结果")[1][12],
        "140105199003070012"
    );
}

#[test]
fn results_do_not_depend_on_threads() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut csv = CSV.to_owned();
    for index in 0..300 {
        csv.push_str(&format!(
            "{index},首次备案,山西,企业,大同示例网络科技有限公司,,,,,,,example-{index}.cn,,\n"
        ));
    }
    std::fs::write(folder.join("a.csv"), csv).unwrap();
    for format in ["jsonl", "csv", "xlsx"] {
        let mut outputs = Vec::new();
        for jobs in ["1", "2", "8"] {
            let out = format!("r{jobs}.{format}");
            run(
                folder,
                &[
                    "batch",
                    "a.csv",
                    "-j",
                    jobs,
                    "--format",
                    format,
                    "-o",
                    &out,
                    "--as-of",
                    "2026-11-21",
                    "-q",
                ],
            );
            outputs.push(std::fs::read(folder.join(out)).unwrap());
        }
        assert_eq!(outputs[0], outputs[1], "{format}");
        assert_eq!(outputs[0], outputs[2], "{format}");
    }
}

#[test]
fn drafts_of_other_formats_get_columns_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let blocked = std::fs::read_to_string(examples.join("enterprise-blocked.toml")).unwrap();
    std::fs::write(folder.join("a.toml"), &blocked).unwrap();
    std::fs::write(folder.join("b.jsonl"), "{\"format\":1}\nnonsense\n").unwrap();
    let (status, told) = run(
        folder,
        &[
            "batch",
            "a.toml",
            "b.jsonl",
            "-o",
            "r.xlsx",
            "--as-of",
            "2026-11-21",
        ],
    );
    assert_eq!(status, 2, "{told}");
    let rows = cells(&folder.join("r.xlsx"), "结果");
    let verdicts: Vec<&str> = rows.iter().skip(1).map(|row| row[0].as_str()).collect();
    assert_eq!(verdicts, ["有错", "读不出", "读不出"]);
    let at = rows[0]
        .iter()
        .position(|head| head == "主体负责人证件号码")
        .unwrap();
    assert!(rows[1][at].starts_with("****"), "{}", rows[1][at]);
    assert_eq!(rows[2][4], "b.jsonl:1");
}

/// The text of all parts of a workbook.
fn parts(file: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.zip");
    std::fs::write(&path, file).unwrap();
    // A workbook is a zip archive; calamine gives cells only, and comments count as well.
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        text.push_str(&String::from_utf8_lossy(&bytes));
    }
    text
}

#[test]
fn a_result_that_is_handed_in_again_says_the_same_and_nothing_of_our_columns() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let texts = ["备案类型", "省份", "公司名称", "域名", "域名到期日"];
    sheet.write_row(0, 0, texts).unwrap();
    sheet
        .write_row(1, 0, ["首次备案", "山西", "甲", "example.cn"])
        .unwrap();
    // A day that nobody has formatted as one.
    sheet.write_number(1, 4, 47_849.0).unwrap();
    book.save(folder.join("客户.xlsx")).unwrap();
    let (_, told) = run(
        folder,
        &["batch", "客户.xlsx", "-o", "结果.xlsx", "--unmask", "-q"],
    );
    assert_eq!(told, "");
    let (status, told) = run(folder, &["convert", "结果.xlsx", "草稿.toml"]);
    assert_eq!(
        (status, told.contains("不知道是什么")),
        (0, false),
        "{told}"
    );
    let draft = std::fs::read_to_string(folder.join("草稿.toml")).unwrap();
    assert!(draft.contains("expires = 2031-01-01"), "{draft}");
}

#[test]
fn what_is_asked_says_whose_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let rows = "公司名称,备案类型,省份,主体性质,法人,法人身份证,负责人,负责人身份证\n\
        太原示例网络科技有限公司,首次备案,山西,企业,李示例,140105198501010026,张示例,140105199003070012\n";
    std::fs::write(folder.join("客户.csv"), rows).unwrap();
    for (lang, wanted) in [
        ("zh", ["法定代表人证件类型：", "主体负责人证件类型："]),
        (
            "en",
            [
                "legal representative: type of certificate: ",
                "principal: type of certificate: ",
            ],
        ),
    ] {
        let out = format!("{lang}.xlsx");
        run(folder, &["batch", "客户.csv", "-o", &out, "--lang", lang]);
        let sheet = if lang == "zh" { "结果" } else { "results" };
        let asked = &cells(&folder.join(&out), sheet)[1][2];
        let lines: Vec<&str> = asked.lines().collect();
        for label in wanted {
            let count = lines.iter().filter(|line| line.starts_with(label)).count();
            assert_eq!(count, 1, "{label}: {asked}");
        }
        let mut different = lines.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), lines.len(), "{asked}");
    }
}
