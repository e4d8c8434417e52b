//! Over the rules in `tests/explain/rules`.

use crate::{is_narrow, json, out};

const RULES: [&str; 2] = ["--rules", "tests/explain/rules"];

fn house(args: &[&str]) -> String {
    let text = out(&[&RULES, args].concat());
    is_narrow(&text, 80);
    // Line numbers of embedded files change with the rules.
    text.lines()
        .filter(|line| !line.contains("rules/national/"))
        .map(|line| format!("{line}\n"))
        .collect()
}

#[test]
fn a_rule_in_chinese() {
    insta::assert_snapshot!(house(&["explain", "house-domain-days"]));
}

#[test]
fn a_rule_in_english() {
    insta::assert_snapshot!(house(&["--lang", "en", "explain", "house-days"]));
}

#[test]
fn a_document_in_chinese() {
    insta::assert_snapshot!(house(&["explain", "house-paper", "--province", "山西"]));
}

#[test]
fn a_document_in_english() {
    insta::assert_snapshot!(house(&[
        "--lang",
        "en",
        "explain",
        "house-letter",
        "--provider",
        "aliyun"
    ]));
}

#[test]
fn a_rule_with_a_draft() {
    let draft = "tests/explain/drafts/unit.toml";
    let args = ["--draft", draft, "--as-of", "2026-11-21"];
    let zh = house(&[&["explain", "house-domain-days"], &args[..]].concat());
    let (chain, _) = zh.split_once("怎么判").unwrap();
    insta::assert_snapshot!(chain);
    let en = house(&[&["--lang", "en", "explain", "house-domain-days"], &args[..]].concat());
    let (chain, _) = en.split_once("How it is decided").unwrap();
    insta::assert_snapshot!(chain);
}

#[test]
fn a_document_with_a_draft() {
    let draft = "tests/explain/drafts/unit.toml";
    let text = house(&[
        "explain",
        "house-letter",
        "--draft",
        draft,
        "--as-of",
        "2026-11-21",
    ]);
    let (chain, _) = text.split_once("什么时候要").unwrap();
    insta::assert_snapshot!(chain);
}

#[test]
fn a_rule_that_is_not_looked_at() {
    let draft = "tests/explain/drafts/person.toml";
    let text = house(&[
        "explain",
        "house-domain-days",
        "--province",
        "上海",
        "--draft",
        draft,
    ]);
    assert!(
        text.contains("这条规则不管主办单位性质为“个人”的备案"),
        "{text}"
    );
    let draft = "tests/explain/drafts/unit.toml";
    let day = ["--draft", draft, "--as-of", "2019-12-31"];
    let text = house(
        &[
            &["explain", "house-domain-days", "--province", "山西"],
            &day[..],
        ]
        .concat(),
    );
    assert!(text.contains("这条规则在 2019-12-31 不成立"), "{text}");
    let filing = ["--draft", draft, "--filing", "cancel-subject"];
    let text = house(
        &[
            &["explain", "house-domain-days", "--province", "山西"],
            &filing[..],
        ]
        .concat(),
    );
    assert!(text.contains("这条规则不管“注销主体”"), "{text}");
}

#[test]
fn the_list_and_the_merged_rules() {
    let list = json(
        &[
            &RULES[..],
            &[
                "rules",
                "list",
                "--format",
                "json",
                "--stale",
                "18m",
                "--as-of",
                "2026-11-21",
                "--province",
                "山西",
            ],
        ]
        .concat(),
    );
    let rules = list["rules"].as_array().unwrap();
    let own = rules
        .iter()
        .find(|rule| rule["id"] == "house-domain-days")
        .unwrap();
    // The rule itself rests on a source of this year; only what Shanxi sets is old.
    assert_eq!(own["listed"], false);
    assert_eq!(own["sets"].as_array().unwrap().len(), 1);
    assert_eq!(own["sets"][0]["confidence"], "low");
    assert_eq!(own["sets"][0]["newest"], "2019");
    assert_eq!(own["sets"][0]["values"][0]["value"], "letter");

    let shown = json(
        &[
            &RULES[..],
            &[
                "rules",
                "show",
                "山西",
                "--provider",
                "aliyun",
                "--format",
                "json",
            ],
        ]
        .concat(),
    );
    let rules = shown["rules"].as_array().unwrap();
    let own = rules
        .iter()
        .find(|rule| rule["id"] == "house-domain-days")
        .unwrap();
    let days = &own["parameters"][0]["values"];
    assert_eq!(days[0]["value"], "150 天");
    assert_eq!(days[0]["place"], "tests/explain/rules/shanxi.toml:4");
    assert_eq!(days[1]["value"], "120 天");
    assert_eq!(days[1]["default"], true);
    let forms = shown["forms"].as_array().unwrap();
    assert!(
        forms
            .iter()
            .any(|form| { form["document"] == "house-letter" && form["form"] == "≤1 MB" })
    );

    let text = out(&[
        &RULES[..],
        &["rules", "show", "山西", "--provider", "aliyun"],
    ]
    .concat());
    is_narrow(&text, 80);
    let own = text.split("house-domain-days  ").nth(1).unwrap();
    let own = own.split("\n\n").next().unwrap();
    let own = own.split("\n什么时候").next().unwrap();
    insta::assert_snapshot!(own);
}
