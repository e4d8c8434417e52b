//! The checklist in every format: whatever the draft says, each document of the report stands in it
//! once, and no text of the draft becomes more than text.

use std::io::Cursor;

use beian::render::{
    Style, checklist_csv, checklist_html, checklist_markdown, checklist_text, checklist_xlsx, json,
    text,
};
use beian::report::{DocumentReport, DocumentStatus, Manner, Report};
use beian::text::Lang;
use calamine::{Reader, Xlsx};
use proptest::prelude::*;
use proptest::sample::select;
use unicode_width::UnicodeWidthStr;

use crate::page::Page;
use crate::support::{ENTERPRISE, PERSONAL, QUOTING, by, report};

const CHANGE: &str = include_str!("../../examples/change-principal.toml");
const CANCEL: &str = include_str!("../../examples/cancel-service.toml");

/// Names that try to be markup, formulas, sequences of a terminal, or too long.
const NASTY: &[&str] = &[
    "示例",
    "<script>alert(1)</script>",
    "\\\"><img src=x onerror=alert(1)>",
    "</style><b>&amp;&lt;",
    "=1+1",
    "+1",
    "@SUM(A1)",
    "-2+3",
    "\\t=cmd",
    "a\\nb\\r\\n# c\\n- [x] d",
    "\\u001b[31m\\u202e\\u0007",
    "**粗** [链接](https://example.cn) `代码` | 表 ~~删~~",
    "```",
    "很长的名字很长的名字很长的名字很长的名字很长的名字很长的名字很长的名字很长的名字很长的名字很长的名字",
    "a-very-long-name-without-any-place-to-break-it-a-very-long-name-without-any-place-to-break-it-a",
    "é\\u0301👨‍👩‍👧‍👦️⚠️",
];

/// Drafts of all kinds, with fields missing and names that try to be more.
fn drafts() -> impl Strategy<Value = String> {
    let base = select(vec![ENTERPRISE, PERSONAL, CHANGE, CANCEL]);
    let province = select(vec![
        "110000", "140000", "310000", "320000", "370000", "440000", "510000", "650000", "420000",
    ]);
    let provider = select(vec![
        "aliyun",
        "huaweicloud",
        "tencentcloud",
        "baiducloud",
        "other",
    ]);
    let filing = select(vec![
        "first",
        "add-service",
        "add-service-elsewhere",
        "access",
        "change",
        "change-subject",
        "change-service",
        "transfer-subject",
        "cancel-subject",
        "cancel-service",
        "cancel-access",
    ]);
    let dropped = prop::collection::vec(any::<prop::sample::Index>(), 0..12);
    let names = prop::collection::vec(select(NASTY.to_vec()), 8);
    (base, province, provider, filing, dropped, names).prop_map(
        |(base, province, provider, filing, dropped, names)| {
            let mut lines: Vec<String> = base.lines().map(str::to_owned).collect();
            for index in dropped {
                let at = index.index(lines.len());
                let line = lines[at].trim_start();
                // Lists and tables that span lines stay whole.
                let is_field = line.contains(" = ") && !line.ends_with(['[', '{', ',']);
                if is_field
                    && !["format", "kind", "province"]
                        .iter()
                        .any(|key| line.starts_with(key))
                {
                    lines.remove(at);
                }
            }
            let mut names = names.into_iter().cycle();
            let mut filing_given = false;
            for line in &mut lines {
                if line.starts_with("kind = ") && !filing_given {
                    *line = format!("kind = \"{filing}\"");
                    filing_given = true;
                } else if line.starts_with("province = ") && !line.contains("000\"\u{1}") {
                    *line = format!("province = \"{province}\"");
                } else if line.starts_with("provider = ") {
                    *line = format!("provider = \"{provider}\"");
                } else if line.starts_with("name = \"") {
                    *line = format!("name = \"{}\"", names.next().unwrap());
                }
            }
            lines.join("\n")
        },
    )
}

/// What documents are told apart by, in the order of their names.
fn keys(documents: &[DocumentReport]) -> Vec<(String, String)> {
    let mut keys: Vec<(String, String)> = documents
        .iter()
        .map(|document| (document.id.clone(), document.of.clone()))
        .collect();
    keys.sort();
    keys
}

fn names(documents: &[DocumentReport]) -> Vec<String> {
    let mut names: Vec<String> = documents
        .iter()
        .map(|document| squeezed(&document.name))
        .collect();
    names.sort();
    names
}

/// A name without blanks, which line breaks may swallow.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A name as a checklist shows it, without the number of an alternative and whom it concerns.
fn bare(shown: &str, documents: &[DocumentReport]) -> String {
    let shown = squeezed(shown);
    let rest = shown
        .split_once(')')
        .filter(|(number, _)| number.chars().all(|c| c.is_ascii_digit()))
        .map_or(shown.as_str(), |(_, rest)| rest);
    let rest = rest
        .strip_prefix('和')
        .or_else(|| rest.strip_prefix("and"))
        .unwrap_or(rest);
    // The longest name that it begins with: an owner may follow in brackets.
    documents
        .iter()
        .map(|document| squeezed(&document.name))
        .filter(|name| {
            rest == name
                || rest
                    .strip_prefix(name.as_str())
                    .is_some_and(|tail| tail.starts_with('（'))
        })
        .max_by_key(String::len)
        .unwrap_or_else(|| format!("?{rest}"))
}

/// The names in the second column of the tables.
fn names_in_text(out: &str, documents: &[DocumentReport]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in out.lines().filter(|line| line.starts_with('│')) {
        let cells: Vec<&str> = line.trim_matches('│').split('┆').collect();
        let (status, name) = (cells[0].trim(), cells[1].trim_matches([' ', '\u{a0}']));
        let begins = ["齐", "缺", "不合", "待定", "先备好", "现场办", "通过后"].contains(&status);
        if begins {
            names.push(name.to_owned());
        } else if !name.is_empty() && name != "任选其一" && status != "状态" {
            names.last_mut().unwrap().push_str(name);
        }
    }
    let mut names: Vec<String> = names.iter().map(|name| bare(name, documents)).collect();
    names.sort();
    names
}

fn checked(name: &str, draft: &str, lang: Lang) -> Report {
    report(name, draft, Manner { lang, ..QUOTING })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_document_stands_once_in_every_format(draft in drafts()) {
        let report = checked("草稿.toml", &draft, Lang::Zh);
        let own = &report.drafts[0];
        let documents = &own.documents;
        let (wanted, wanted_names) = (keys(documents), names(documents));

        let out = checklist_text(own, &report.ruleset, Style::default());
        prop_assert_eq!(&names_in_text(&out, documents), &wanted_names, "{}", out);
        if own.errors.is_empty() {
            let out = text(&report, Style::default());
            prop_assert_eq!(&names_in_text(&out, documents), &wanted_names, "{}", out);
        }

        let out = checklist_markdown(own, &report.ruleset);
        let boxes = out.lines().filter_map(|line| {
            let line = line.trim_start();
            line.strip_prefix("- [ ] **").or_else(|| line.strip_prefix("- [x] **"))
        });
        let mut shown: Vec<String> = boxes
            .map(|line| bare(line.rsplit_once("**（").unwrap().0, documents))
            .collect();
        shown.sort();
        prop_assert_eq!(&shown, &wanted_names, "{}", out);

        let out = checklist_html(own, &report.ruleset);
        let mut shown: Vec<String> = Page::parse(&out)
            .texts_of("h3")
            .iter()
            .map(|name| bare(name, documents))
            .collect();
        shown.sort();
        prop_assert_eq!(&shown, &wanted_names, "{}", out);

        let bytes = checklist_csv(own).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap());
        let mut shown: Vec<(String, String)> = reader
            .records()
            .map(|row| {
                let row = row.unwrap();
                (row[12].to_owned(), row[13].to_owned())
            })
            .collect();
        shown.sort();
        prop_assert_eq!(&shown, &wanted);

        let bytes = checklist_xlsx(own, &report.ruleset).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range("材料清单").unwrap();
        let mut shown: Vec<(String, String)> = sheet
            .rows()
            .skip(1)
            .map(|row| (row[12].to_string(), row[13].to_string()))
            .collect();
        shown.sort();
        prop_assert_eq!(&shown, &wanted);

        let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        prop_assert_eq!(value["drafts"][0]["documents"].as_array().unwrap().len(), wanted.len());
    }

    #[test]
    fn no_line_is_wider_than_the_terminal(draft in drafts(), english in any::<bool>()) {
        let lang = if english { Lang::En } else { Lang::Zh };
        let report = checked("草稿.toml", &draft, lang);
        let out = checklist_text(&report.drafts[0], &report.ruleset, Style::default());
        for line in out.lines() {
            prop_assert!(line.width() <= 80, "{}: {line}", line.width());
            prop_assert!(!line.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{line:?}");
        }
        let frames: Vec<usize> = out
            .lines()
            .filter(|line| line.starts_with(['│', '├', '┌', '└']))
            .map(UnicodeWidthStr::width)
            .collect();
        // Two tables at most, each as wide as it is everywhere.
        let mut widths = frames.clone();
        widths.dedup();
        prop_assert!(widths.len() <= 2, "{}", out);
    }

    #[test]
    fn a_page_holds_no_more_than_text(draft in drafts()) {
        let report = checked("<i>草稿</i>.toml", &draft, Lang::Zh);
        let out = checklist_html(&report.drafts[0], &report.ruleset);
        let page = Page::parse(&out);
        prop_assert_eq!(&page.errors, &Vec::<String>::new());
        const TAGS: &[&str] = &[
            "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "span",
            "section", "div", "article", "input", "ul", "ol", "li", "dl", "dt", "dd", "br", "pre",
            "footer",
        ];
        const ATTRIBUTES: &[&str] = &[
            "lang", "charset", "name", "content", "http-equiv", "class", "type", "checked",
            "aria-label",
        ];
        for (tag, attributes) in &page.tags {
            prop_assert!(TAGS.contains(&tag.as_str()), "{}", tag);
            for attribute in attributes {
                prop_assert!(ATTRIBUTES.contains(&attribute.as_str()), "{} {}", tag, attribute);
            }
        }
        prop_assert_eq!(page.count("style"), 1);
        let style = page.texts_of("style")[0];
        prop_assert!(style.contains("@page") && !style.contains("url(") && !style.contains("@import"));
    }

    #[test]
    fn no_cell_is_a_formula(draft in drafts()) {
        let report = checked("草稿.toml", &draft, Lang::Zh);
        let own = &report.drafts[0];
        let bytes = checklist_csv(own).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        for row in reader.records() {
            for cell in &row.unwrap() {
                prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell}");
                prop_assert!(!cell.contains(['\n', '\r', '\t', '\u{1b}']), "{cell:?}");
            }
        }
        let bytes = checklist_xlsx(own, &report.ruleset).unwrap();
        prop_assert_eq!(&bytes, &checklist_xlsx(own, &report.ruleset).unwrap());
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        for name in book.sheet_names() {
            let formulas = book.worksheet_formula(&name).unwrap();
            prop_assert!(formulas.used_cells().next().is_none());
        }
    }

    #[test]
    fn markdown_has_no_markup_of_the_draft(draft in drafts()) {
        let report = checked("草稿.toml", &draft, Lang::Zh);
        let out = checklist_markdown(&report.drafts[0], &report.ruleset);
        let mut fenced = false;
        for line in out.lines() {
            if line.trim() == "```" {
                fenced = !fenced;
            } else if !fenced {
                prop_assert!(!line.contains(['<', '\r', '\u{1b}']), "{line}");
                prop_assert!(!line.replace("\\]", "").contains("]("), "{line}");
                prop_assert!(!line.contains("https://"), "{line}");
            }
        }
        prop_assert!(!fenced);
    }
}

const HOUSE: &str = r#"
[[document]]
id = "licence"
name = { zh = "执照", en = "Licence" }
of = "subject"
facts = ["x"]

[[document]]
id = "letter"
name = { zh = "授权书", en = "Letter" }
of = "principal"
form = { signed = true, signed_by = ["legal-representative"], stamped = true }
facts = ["x"]

[[document]]
id = "contract"
name = { zh = "接入合同", en = "Contract" }
of = "subject"
of_access = true
facts = ["x"]

[[document]]
id = "bill"
name = { zh = "话费单", en = "Bill" }
of = "principal"
facts = ["x"]

[[require]]
document = "licence"
filings = ["all"]
why = { zh = "单位的证件", en = "the unit's certificate" }
facts = ["x"]

[[require]]
any_of = [["licence", "letter"], ["contract"]]
filings = ["all"]
facts = ["x"]

[[require]]
document = "contract"
filings = ["all"]
facts = ["x"]

[[require]]
document = "bill"
filings = ["all"]
asks = { zh = "手机号换过吗？", en = "Was the phone changed?" }
facts = ["x"]

[[guidance]]
severity = "warning"
text = { zh = "不能撤回", en = "cannot be undone" }
facts = ["x"]

[[guidance]]
about = "letter"
text = { zh = "用 A4 纸", en = "on A4" }
facts = ["x"]
"#;

#[test]
fn what_no_draft_tells_stays_open_with_its_question() {
    let report = by(HOUSE, ENTERPRISE);
    let bill = report
        .documents
        .iter()
        .find(|own| own.id == "bill")
        .unwrap();
    assert_eq!(bill.status, DocumentStatus::Undetermined);
    assert_eq!(bill.asks.len(), 1);
    assert_eq!(bill.asks[0].path, None);
    assert_eq!(bill.asks[0].ask, "手机号换过吗？");
    // What is at hand is at hand, needed or not.
    let held = format!("{ENTERPRISE}\n[[attachments]]\ndocument = \"bill\"\nheld = true\n");
    let report = by(HOUSE, &held);
    let bill = report
        .documents
        .iter()
        .find(|own| own.id == "bill")
        .unwrap();
    assert_eq!(bill.status, DocumentStatus::Provided);
}

#[test]
fn documents_are_headed_by_whom_they_concern() {
    let report = by(HOUSE, ENTERPRISE);
    let heading = |id: &str| {
        let own = report.documents.iter().find(|own| own.id == id).unwrap();
        (own.concerns.of.as_str(), own.concerns.label.as_str())
    };
    assert_eq!(
        heading("licence"),
        ("subject", "主体 太原示例网络科技有限公司")
    );
    assert_eq!(
        heading("bill"),
        (
            "principal",
            "主体负责人、法定代表人、互联网信息服务负责人 张示例"
        )
    );
    assert_eq!(heading("contract"), ("access", "接入 阿里云"));
    let personal = by(HOUSE, PERSONAL);
    let of: Vec<&str> = personal
        .documents
        .iter()
        .map(|own| own.concerns.label.as_str())
        .collect();
    assert_eq!(
        of.iter().filter(|label| **label == "备案人 李示例").count(),
        of.len() - of.iter().filter(|label| label.starts_with("接入")).count(),
        "{of:?}"
    );
}

#[test]
fn reasons_and_warnings_are_told() {
    let report = by(HOUSE, ENTERPRISE);
    let info = beian::report::RulesetInfo::default();
    let out = checklist_text(&report, &info, Style::default());
    for wanted in [
        "  ! 不能撤回",
        "为什么：单位的证件",
        "法定代表人签字，盖章",
        "用 A4 纸",
        "任选其一",
        "取决于：手机号换过吗？",
        "依据：华为云《备案域名》2026-07（可信度",
    ] {
        assert!(out.contains(wanted), "{wanted}\n{out}");
    }
}
