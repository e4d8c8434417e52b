//! Where drafts come from.

use super::{batch, batch_on, folder, lines, settings, sources, text};

#[test]
fn inputs_follow_one_another_and_a_missing_one_is_told() {
    let input = lines(31, 2);
    let folder = folder(&[("a.jsonl", input.as_bytes()), ("b.jsonl", input.as_bytes())]);
    let run = batch(
        folder.path(),
        &["a.jsonl", "missing.jsonl", "b.jsonl", "-j", "4"],
    );
    assert_eq!(
        sources(&run.records()),
        [
            "a.jsonl:1",
            "a.jsonl:2",
            "missing.jsonl",
            "b.jsonl:1",
            "b.jsonl:2"
        ]
    );
    assert_eq!(run.status, 2);
}

#[test]
fn a_directory_stands_for_its_drafts() {
    let draft = settings(32).draft(0).to_string();
    let toml: &[u8] = include_bytes!("../../examples/enterprise-ready.toml");
    let folder = folder(&[
        ("d/b.toml", toml),
        ("d/a.json", draft.as_bytes()),
        ("d/sub/c.toml", toml),
        ("d/.hidden.toml", toml),
        ("d/package.json", b"{\"name\": \"x\"}"),
        ("d/list.json", b"[1, 2]"),
        ("d/broken.toml", b"format = \n"),
        ("d/readme.txt", b"text"),
    ]);
    let run = batch(folder.path(), &["d"]);
    assert_eq!(
        sources(&run.records()),
        ["d/a.json", "d/b.toml", "d/broken.toml", "d/sub/c.toml"]
    );
    let empty = super::folder(&[("e/readme.txt", b"text")]);
    let run = batch(empty.path(), &["e"]);
    assert_eq!((run.status, run.out.len()), (2, 0));
    assert!(run.told.contains('e'), "{}", run.told);
}

#[test]
fn what_the_program_wrote_beside_drafts_is_no_draft() {
    let toml: &[u8] = include_bytes!("../../examples/enterprise-ready.toml");
    let folder = folder(&[("d/a.toml", toml)]);
    let folder = folder.path();
    for args in [
        &["check", "d/a.toml", "--format", "json=d/report.json"][..],
        &[
            "check",
            "d/a.toml",
            "--baseline",
            "d/baseline.json",
            "--write-baseline",
        ],
        &["plan", "d/a.toml", "--format", "json", "-o", "d/plan.json"],
        &[
            "checklist",
            "d/a.toml",
            "--format",
            "json",
            "-o",
            "d/list.json",
        ],
        &["batch", "d/a.toml", "--summary-json", "d/totals.json"],
        &[
            "batch",
            "d/a.toml",
            "--format",
            "jsonl",
            "-o",
            "d/result.json",
        ],
        &["schema", "draft", "-o", "d/schema.json"],
        &[
            "explain",
            "id-card",
            "--format",
            "json",
            "-o",
            "d/explain.json",
        ],
    ] {
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_beian"));
        let out = run.current_dir(folder).args(args).output().unwrap();
        assert_ne!(out.status.code(), Some(2), "{args:?}");
    }
    assert_eq!(std::fs::read_dir(folder.join("d")).unwrap().count(), 9);
    for command in ["check", "batch"] {
        assert_eq!(found_by(command, folder), ["d/a.toml"], "{command}");
    }
}

#[test]
fn rules_beside_drafts_are_no_drafts() {
    let toml: &[u8] = include_bytes!("../../examples/enterprise-ready.toml");
    let rules: &[u8] = include_bytes!("../../examples/house-rules/rules.toml");
    let cases: &[u8] = include_bytes!("../../examples/house-rules/cases.toml");
    let folder = folder(&[
        ("d/a.toml", toml),
        ("d/rules/rules.toml", rules),
        ("d/rules/cases.toml", cases),
        (
            "d/rules/base.toml",
            b"[[base]]\nid = \"x\"\ndraft.filing = { kind = \"first\" }\n",
        ),
        (
            "d/config.json",
            b"{\"format\":1,\"file\":null,\"settings\":[{\"key\":\"filing\"}]}",
        ),
        (
            "d/compared.json",
            b"{\"format\":1,\"same_rules\":[\"filing\"],\"provinces\":[]}",
        ),
        (
            "d/which.json",
            b"{\"format\":1,\"answer\":\"first\",\"filing\":\"first\",\"answers\":{}}",
        ),
    ]);
    for command in ["check", "batch"] {
        assert_eq!(found_by(command, folder.path()), ["d/a.toml"], "{command}");
    }
}

#[test]
fn what_is_neither_a_draft_nor_a_sheet_is_told_for_what_it_is() {
    let folder = folder(&[
        ("a.rtf", b"{\\rtf1\\ansi\n{\\fonttbl}\n"),
        ("b.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("c.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
        (
            "d.docx",
            b"PK\x03\x04\x14\0\0\0[Content_Types].xml..PK\x03\x04word/document.xml",
        ),
    ]);
    for (name, wanted) in [
        ("a.rtf", "RTF"),
        ("b.png", "PNG"),
        ("c.pdf", "PDF"),
        ("d.docx", "Word"),
    ] {
        let run = batch(folder.path(), &[name]);
        let records = run.records();
        let told = super::text(&records[0], "/errors/0/message");
        assert!(told.contains(wanted), "{told}");
        let mut check = std::process::Command::new(env!("CARGO_BIN_EXE_beian"));
        let check = check
            .current_dir(folder.path())
            .args(["check", name])
            .output()
            .unwrap();
        let told = String::from_utf8(check.stdout).unwrap();
        assert!(told.contains(wanted), "{told}");
        assert!(
            !told.contains("不止一份") && !told.contains("GBK"),
            "{told}"
        );
    }
}

#[test]
fn a_brace_too_many_makes_no_second_draft() {
    let folder = folder(&[("a.json", b"{\n{\n  \"format\": 1\n}\n")]);
    let mut check = std::process::Command::new(env!("CARGO_BIN_EXE_beian"));
    let check = check
        .current_dir(folder.path())
        .args(["check", "a.json"])
        .output()
        .unwrap();
    let told = String::from_utf8(check.stdout).unwrap();
    assert!(
        told.contains("a.json:2:1") && !told.contains("不止一份"),
        "{told}"
    );
}

#[cfg(unix)]
#[test]
fn a_named_pipe_in_a_directory_is_not_waited_for() {
    let toml: &[u8] = include_bytes!("../../examples/enterprise-ready.toml");
    let folder = folder(&[("d/a.toml", toml)]);
    let folder = folder.path();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.join("d/b.toml"))
        .status();
    assert!(made.unwrap().success());
    for command in ["check", "batch"] {
        assert_eq!(found_by(command, folder), ["d/a.toml"], "{command}");
    }
}

/// A directory that nobody may look into costs itself only.
#[cfg(target_os = "linux")]
#[test]
fn a_closed_directory_is_told_and_the_rest_is_checked() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    let toml: &[u8] = include_bytes!("../../examples/enterprise-ready.toml");
    let folder = folder(&[
        ("d/a.toml", toml),
        ("d/closed/b.toml", toml),
        ("d/open/c.toml", toml),
    ]);
    let folder = folder.path();
    let allow = |name: &str, mode| {
        let mode = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(folder.join(name), mode).unwrap();
    };
    allow("", 0o755);
    allow("d/closed", 0o000);
    let may_read = std::fs::read_dir(folder.join("d/closed")).is_ok();
    for (command, given) in [
        ("batch", "d"),
        ("batch", "d/closed"),
        ("check", "d"),
        ("check", "d/closed"),
    ] {
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_beian"));
        run.current_dir(folder)
            .args([command, given, "--format", "jsonl"])
            .args(["--as-of", "2026-11-22"]);
        if may_read {
            // Whoever may read everything has to be somebody else.
            run.uid(65534);
        }
        let Ok(out) = run.output() else {
            // Nobody may run the program where it lies.
            allow("d/closed", 0o755);
            return;
        };
        let records = super::records(&out.stdout);
        let wanted: &[&str] = match given {
            "d" => &["d/a.toml", "d/closed", "d/open/c.toml"],
            _ => &["d/closed"],
        };
        assert_eq!(sources(&records), wanted, "{command}");
        assert_eq!(out.status.code(), Some(2), "{command}");
        for record in &records {
            let verdict = super::text(record, "/verdict");
            if super::text(record, "/source") == "d/closed" {
                let told = super::text(record, "/errors/0/message");
                assert!(told.contains("没有权限读取 d/closed"), "{told}");
                assert_eq!(verdict, "unreadable");
            } else {
                assert_eq!(verdict, "ready");
            }
        }
    }
    allow("d/closed", 0o755);
}

/// The drafts that a command finds in a directory.
fn found_by(command: &str, folder: &std::path::Path) -> Vec<String> {
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_beian"))
        .current_dir(folder)
        .args([command, "d", "--format", "jsonl"])
        .output()
        .unwrap();
    let text = String::from_utf8(run.stdout).unwrap();
    let records: Vec<_> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    sources(&records).into_iter().map(str::to_owned).collect()
}

#[test]
fn what_is_ignored_in_a_directory_is_passed_over_by_check_and_batch() {
    let toml: &[u8] = include_bytes!("../../examples/enterprise-ready.toml");
    let draft = settings(32).draft(0).to_string();
    let cut = draft.get(..draft.len() / 2).unwrap();
    let unnamed: &[(&str, &[u8])] = &[
        ("d/z.toml", toml),
        ("d/a.json", draft.as_bytes()),
        ("d/cut.json", cut.as_bytes()),
        ("d/package.json", b"{\"name\": \"x\"}"),
        ("d/old/b.toml", toml),
        ("d/skipped.toml", toml),
        ("d/sub/b.toml", toml),
        ("d/.gitignore", b"/old/\n"),
        ("d/.ignore", b"skipped.toml\n"),
    ];
    let folder = super::folder(unnamed);
    let wanted = ["d/a.json", "d/cut.json", "d/sub/b.toml", "d/z.toml"];
    for command in ["check", "batch"] {
        assert_eq!(found_by(command, folder.path()), wanted, "{command}");
    }
    // A name that says draft tells `check` that the others are none; a batch loses no client by it.
    let named: &[(&str, &[u8])] = &[("d/m.beian.toml", toml)];
    let folder = super::folder(&[unnamed, named].concat());
    assert_eq!(found_by("check", folder.path()), ["d/m.beian.toml"]);
    let all = [&wanted[..2], &["d/m.beian.toml"], &wanted[2..]].concat();
    assert_eq!(found_by("batch", folder.path()), all);
}

#[test]
fn standard_input_is_seen_for_what_it_is() {
    let folder = folder(&[]);
    let input = lines(33, 3);
    let run = batch_on(folder.path(), &["-"], input.as_bytes());
    assert_eq!(sources(&run.records()), ["-:1", "-:2", "-:3"]);
    let array = format!("[{}]", input.trim_end().replace('\n', ","));
    let run = batch_on(folder.path(), &["-"], array.as_bytes());
    assert_eq!(sources(&run.records()), ["-[0]", "-[1]", "-[2]"]);
    let toml = include_bytes!("../../examples/enterprise-ready.toml");
    let run = batch_on(folder.path(), &["-"], toml);
    assert_eq!(sources(&run.records()), ["-"]);
    let csv = "草稿,备案类型,省份\n甲,首次备案,山西\n乙,首次备案,山西\n";
    let run = batch_on(folder.path(), &["-"], csv.as_bytes());
    assert_eq!(sources(&run.records()), ["-#2", "-#3"]);
    let run = batch_on(folder.path(), &["-"], b"");
    assert_eq!(run.status, 2);
}

#[test]
fn rows_of_totals_are_no_drafts() {
    let csv = "序号,草稿,备案类型,省份,域名,实名认证\n\
        1,甲,首次备案,山西,example-a.cn,已实名\n\
        小 计：,1 家,,,,\n\
        2,合计科技,首次备案,山西,example-b.cn,未实名\n\
        合计,2 家,,,2,\n";
    let folder = folder(&[("a.csv", csv.as_bytes())]);
    let run = batch(folder.path(), &["a.csv", "--province", "山西"]);
    assert_eq!(sources(&run.records()), ["a.csv#2", "a.csv#4"]);
    assert!(run.told.contains("第 3 行是合计"), "{}", run.told);
    assert!(run.told.contains("第 5 行是合计"), "{}", run.told);
    for record in run.records() {
        assert_eq!(
            record["errors"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|own| own["column"] == 6)
                .count(),
            0
        );
    }
}

#[test]
fn what_a_sheet_lacks_is_told_in_words_of_the_sheet() {
    let csv = "KIND,省份\n,山西\n";
    let with = |header: &str| csv.replace("KIND", header);
    let none = "草稿,省份,公司名称\n甲,山西,太原示例网络科技有限公司\n";
    let told = |name: &str, text: &str| -> Vec<[String; 2]> {
        let folder = folder(&[(name, text.as_bytes())]);
        let run = batch(folder.path(), &[name]);
        let records = run.records();
        let errors = records[0]["errors"].as_array().unwrap().clone();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let of = |error: &serde_json::Value| [text(&error["path"]), text(&error["message"])];
        errors.iter().map(of).collect()
    };
    let wanted = |message: &str| vec![["filing.kind".to_owned(), message.to_owned()]];
    assert_eq!(
        told("a.csv", &with("备案类型")),
        wanted("备案类型空着，必须填写")
    );
    assert_eq!(
        told("a.csv", &with("filing.kind")),
        wanted("备案类型空着，必须填写")
    );
    assert_eq!(
        told("a.csv", none),
        wanted("表里没有“备案类型”一列，必须填写")
    );
    let folder = folder(&[("a.csv", b"\xe5\x9f\x9f\xe5\x90\x8d\na.cn\n")]);
    let run = batch(folder.path(), &["a.csv"]);
    let errors = run.records()[0]["errors"].as_array().unwrap().clone();
    for (error, option) in errors.iter().zip(["--filing first", "--province 山西"]) {
        assert!(text(error, "/help").contains(option), "{error}");
    }
    assert_eq!(errors.len(), 2);
}

#[test]
fn a_sheet_is_asked_for_in_vain_where_there_are_none() {
    let line = lines(61, 1);
    let table = "公司名称,备案类型,省份\n甲,首次备案,山西\n";
    let folder = folder(&[("a.jsonl", line.as_bytes()), ("a.csv", table.as_bytes())]);
    for name in ["a.jsonl", "a.csv"] {
        let run = batch(folder.path(), &[name, "--sheet", "客户", "-q"]);
        let wanted = format!("{name} 不是工作簿，没有几张表可选，--sheet 没有用上\n");
        assert!(run.told.contains(&wanted), "{}", run.told);
        assert_eq!(run.records().len(), 1);
    }
}

#[test]
fn attachments_that_count_for_nothing_are_told_once() {
    let draft = |document: &str, of: &str| {
        let filing = r#""filing":{"kind":"first","province":"140000"},"services":[]"#;
        let attachment = format!(r#"{{"document":"{document}","of":"{of}","held":true}}"#);
        format!("{{\"format\":1,{filing},\"attachments\":[{attachment}]}}\n")
    };
    let lines = [
        draft("principal-id", "principal"),
        draft("principal-idd", "principal"),
        draft("principal-idd", "principal"),
        draft("id-card", "services[3]"),
    ]
    .concat();
    let folder = folder(&[("a.jsonl", lines.as_bytes())]);
    for jobs in ["1", "4"] {
        let run = batch(folder.path(), &["a.jsonl", "-j", jobs]);
        let told: Vec<&str> = run.told.lines().take(2).collect();
        assert_eq!(
            told,
            [
                "附件的 document“principal-idd”不是规则里的材料，材料清单里不算它；是不是 principal-id？（2 处）",
                "附件的 of“services[3]”在草稿里没有，材料清单里不算它",
            ],
            "{jobs}"
        );
    }
}
