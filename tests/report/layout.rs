//! The text as people see it.

use beian::render::{Detail, Style, checklist_text, json, text};
use beian::report::Manner;
use beian::text::Lang;
use unicode_width::UnicodeWidthStr;

use crate::support::{ENTERPRISE, PERSONAL, QUOTING, report};

fn blocked() -> String {
    ENTERPRISE
        .replace("expires = 2028-03-01", "expires = 2026-12-31")
        .replace("\"13900000002\"", "\"+86 13800000001\"")
}

#[test]
fn a_finding_shows_its_lines_and_where_it_comes_from() {
    let report = report("我的备案.toml", &blocked(), QUOTING);
    let out = text(&report, Style::default());
    let wanted = r#"错误 phone-differs-from-emergency：主体负责人的应急电话与手机号相同（138****0001），须是另一个号码
   ╭▸ 我的备案.toml:34:19
   │
33 │ mobile = "138****0001"
   │          ───────────── 手机号码
34 │ emergency_phone = "+86 138****0001"
   ╰╴                  ━━━━━━━━━━━━━━━━━
   = 怎么办：填另一位家人或同事的号码
   = 依据：华为云《备案域名》2026-07 · 腾讯云《备案域名》≤2020（可信度 中）
"#;
    assert!(out.contains(wanted), "{out}");
    assert!(
        out.contains("需要准备的材料（首次备案 · 企业 · 山西 · 阿里云）"),
        "{out}"
    );
    let mut last = out.lines().rev();
    assert_eq!(last.next(), Some("规则截至 2026-07；以管局审核为准。"));
    assert!(
        last.next().unwrap().starts_with("不能提交：2 个错误"),
        "{out}"
    );
}

#[test]
fn underlines_stand_below_wide_characters() {
    let draft = ENTERPRISE.replace(
        "name = \"太原示例网络科技有限公司\"\ncertificate_number",
        "name = \"别家公司\" # 注\ncertificate_number",
    );
    let report = report("草稿.toml", &draft, QUOTING);
    let out = text(&report, Style::default());
    let lines: Vec<&str> = out.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.contains("别家公司\" # 注"))
        .unwrap();
    let before = |line: &str, mark: &str| line.split_once(mark).map(|(head, _)| head.width());
    assert_eq!(before(lines[at], "\"别家"), before(lines[at + 1], "━"));
    assert_eq!(lines[at + 1].matches('━').count(), "\"别家公司\"".width());
}

#[test]
fn tables_fit_the_width_and_stand_straight() {
    for lang in [Lang::Zh, Lang::En] {
        for draft in [ENTERPRISE, PERSONAL] {
            for width in [60, 80] {
                let report = report("草稿.toml", draft, Manner { lang, ..QUOTING });
                let out = text(
                    &report,
                    Style {
                        width,
                        ..Style::default()
                    },
                );
                let rows: Vec<usize> = out
                    .lines()
                    .filter(|line| line.starts_with(['┌', '│', '╞', '└']))
                    .map(UnicodeWidthStr::width)
                    .collect();
                assert!(!rows.is_empty());
                assert!(
                    rows.iter().all(|row| *row == rows[0] && *row <= width),
                    "{out}"
                );
            }
        }
    }
}

/// Where a terminal holds no table, the documents are a list of lines that fit.
#[test]
fn narrow_terminals_have_a_list() {
    for lang in [Lang::Zh, Lang::En] {
        for draft in [ENTERPRISE, PERSONAL] {
            for width in [40, 59] {
                let report = report("草稿.toml", draft, Manner { lang, ..QUOTING });
                let own = &report.drafts[0];
                let style = Style {
                    width,
                    ..Style::default()
                };
                let out = checklist_text(own, &report.ruleset, style);
                assert!(!out.contains('│'), "{out}");
                for document in &own.documents {
                    let name = document.name.split(['（', '(']).next().unwrap();
                    let flat: String = out.lines().map(str::trim).collect();
                    let name: String = name.split(' ').collect();
                    assert!(flat.replace(' ', "").contains(&name), "{name}: {out}");
                }
                let documents = out
                    .lines()
                    .skip_while(|line| !line.starts_with("── "))
                    .take_while(|line| !line.is_empty());
                for line in documents {
                    assert!(line.width() <= width, "{width}: {line}");
                }
            }
        }
    }
}

/// A command to copy stands on one line, and a path is one word of it.
#[test]
fn a_command_can_be_copied() {
    let name = "我的 备案/很长很长很长很长很长很长很长很长很长很长很长很长很长的名字/草稿.toml";
    let draft = ENTERPRISE.replace("months = 12", "");
    let report = report(name, &draft, QUOTING);
    let command = format!("接着填：beian new '{name}'\n");
    let own = &report.drafts[0];
    let listed = checklist_text(own, &report.ruleset, Style::default());
    assert!(listed.contains(&command), "{listed}");
    let out = text(&report, Style::default());
    assert!(out.contains(&command), "{out}");
}

#[test]
fn quiet_says_errors_and_the_verdict() {
    let report = report("草稿.toml", &blocked(), QUOTING);
    let out = text(
        &report,
        Style {
            detail: Detail::Quiet,
            ..Style::default()
        },
    );
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 4, "{out}");
    assert!(
        lines[0].starts_with("草稿.toml:34:19: 错误 phone-differs-from-emergency："),
        "{out}"
    );
}

#[test]
fn english_is_complete() {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let draft = blocked().replace("months = 12", "");
    let report = report(
        "draft.toml",
        &draft,
        Manner {
            lang: Lang::En,
            ..QUOTING
        },
    );
    let out = text(&report, Style::default());
    for line in out.lines() {
        // Names of the draft, of sources and of documents' owners stay as they are.
        let is_data = ["source", "太原", "张示例", "阿里云"]
            .iter()
            .any(|word| line.contains(word));
        assert!(is_data || !line.contains(han), "{line}");
    }
    assert!(out.contains("cannot be submitted: 2 errors"), "{out}");
}

#[test]
fn a_broken_draft_says_where() {
    let draft = ENTERPRISE.replace("kind = \"first\"", "kind = \"frist\"");
    let report = report("草稿.toml", &draft, QUOTING);
    let out = text(&report, Style::default());
    assert!(
        out.contains("6 │ kind = \"frist\"\n  ╰╴       ━━━━━━━\n  = 怎么办：是不是 \"first\"？\n"),
        "{out}"
    );
    assert!(out.contains("读不出：1 处要先改。"), "{out}");
}

#[test]
fn json_has_the_agreed_keys_in_order() {
    let report = report("草稿.toml", &blocked(), QUOTING);
    let out = json(&report);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    let draft = &value["drafts"][0];
    assert_eq!(draft["verdict"], "blocked");
    assert_eq!(draft["filing"], "first");
    assert_eq!(draft["province"], "140000");
    assert_eq!(draft["provider"], "aliyun");
    assert_eq!(draft["subject"], "enterprise");
    assert_eq!(draft["id"], serde_json::Value::Null);
    assert_eq!(draft["findings"][0]["severity"], "error");
    assert_eq!(draft["documents"][0]["status"], "provided");
    assert_eq!(value["summary"]["blocked"], 1);
    let keys = [
        "\"source\"",
        "\"id\"",
        "\"filing\"",
        "\"province\"",
        "\"provider\"",
        "\"subject\"",
        "\"verdict\"",
        "\"findings\"",
        "\"questions\"",
        "\"documents\"",
        "\"documents_missing\"",
        "\"errors\"",
        "\"summary\"",
    ];
    let places: Vec<usize> = keys.iter().map(|key| out.find(key).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(out.ends_with("}\n"));
    assert_eq!(
        out,
        json(&crate::support::report("草稿.toml", &blocked(), QUOTING))
    );
}
