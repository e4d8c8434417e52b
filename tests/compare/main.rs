//! `beian rules compare` and `beian rules diff`: what must hold whatever the rules say. What is
//! printed of rules that do not change is in `tests/cmd/`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

const DAY: &str = "2026-11-21";
const BLOCKED: &str = "examples/enterprise-blocked.toml";
const OVERLAY: [&str; 2] = ["--rules", "tests/compare/overlay"];

/// Exit status, standard output and standard error.
fn beian(args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("BEIAN_LANG")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn out(args: &[&str]) -> String {
    let (status, out, err) = beian(args);
    assert_eq!(status, 0, "{args:?}: {out}{err}");
    out
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&out(&[args, &["--format", "json"]].concat())).unwrap()
}

fn array(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

#[test]
fn rules_do_not_differ_from_themselves() {
    // The tree that the embedded rules are made of is read like any other version.
    for (old, new) in [
        ("embedded", "embedded"),
        ("rules", "embedded"),
        ("embedded", "."),
        (DAY, DAY),
    ] {
        let diff = json(&["rules", "diff", old, new, "--guidance"]);
        assert_eq!(array(&diff["layers"]), &Vec::<Value>::new(), "{old} {new}");
        assert!(diff["compared"].as_u64().unwrap() >= 36);
    }
}

#[test]
fn a_diff_turned_round_is_the_same_turned_round() {
    let diff = |old: &str, new: &str| {
        let drafts = ["--drafts", "tests/compare/drafts"];
        json(&[&["rules", "diff", old, new], &drafts[..]].concat())
    };
    let (old, new) = ("tests/compare/old", "tests/compare/new");
    let there = diff(old, new);
    let back = diff(new, old);
    assert_eq!(there["old"], back["new"]);
    // What is held and said, by what it is of.
    let said = |diff: &Value, turned: bool| -> BTreeMap<String, Vec<Value>> {
        let mut said = BTreeMap::new();
        for layer in array(&diff["layers"]) {
            for kind in ["rules", "documents"] {
                for own in array(&layer[kind]) {
                    // A rule is called by its newer name.
                    let id = ["domain-expiry", "domain-validity"];
                    let name = own["id"].as_str().unwrap();
                    let name = if id.contains(&name) { id[0] } else { name };
                    for aspect in array(&own["aspects"]) {
                        let key = format!(
                            "{} {name} {} {} {}",
                            layer["province"], aspect["aspect"], aspect["name"], aspect["scope"]
                        );
                        let mut values = array(&aspect["values"]).clone();
                        if turned {
                            values.reverse();
                        }
                        assert!(said.insert(key, values).is_none());
                    }
                }
            }
        }
        said
    };
    assert_eq!(said(&there, false), said(&back, true));
    assert!(said(&there, false).len() >= 7);
    let verdicts = |diff: &Value, turned: bool| -> BTreeMap<String, Vec<Value>> {
        let changed = array(&diff["drafts"]["changed"]).iter();
        changed
            .map(|draft| {
                let outcomes = array(&draft["outcomes"]).iter();
                let mut verdicts: Vec<Value> =
                    outcomes.map(|outcome| outcome["verdict"].clone()).collect();
                if turned {
                    verdicts.reverse();
                }
                (draft["source"].to_string(), verdicts)
            })
            .collect()
    };
    assert_eq!(verdicts(&there, false), verdicts(&back, true));
    assert_eq!(there["drafts"]["read"], 3);
    assert_eq!(there["drafts"]["same"], 1);
}

#[test]
fn rules_of_a_day_are_compared_with_rules_of_a_day() {
    let args = ["rules", "diff", "2025-12-31", "embedded", "--as-of"];
    let days = json(&[&args[..], &["2026-05-01"]].concat());
    assert_eq!(days["old"]["day"], "2025-12-31");
    assert_eq!(days["new"]["day"], "2026-05-01");
}

#[test]
fn what_a_draft_faces_is_what_check_says() {
    let faced = json(&[
        "rules", "compare", "--all", "--draft", BLOCKED, "--as-of", DAY,
    ]);
    let provinces = array(&faced["provinces"]);
    assert_eq!(provinces.len(), 31);
    let draft = &faced["draft"];
    for (index, province) in provinces.iter().enumerate().step_by(3) {
        let code = province["code"].as_str().unwrap();
        let (_, checked, _) = beian(&[
            "check",
            "--province",
            code,
            "--as-of",
            DAY,
            "--format",
            "json",
            BLOCKED,
        ]);
        let checked: Value = serde_json::from_str(&checked).unwrap();
        let checked = &checked["drafts"][0];
        let outcome = &draft["outcomes"][index];
        assert_eq!(outcome["verdict"], checked["verdict"], "{code}");
        assert_eq!(outcome["documents_missing"], checked["documents_missing"]);
        let mut told: Vec<(String, String)> = array(&draft["findings"])
            .iter()
            .filter(|own| !own["severities"][index].is_null())
            .map(|own| (own["rule"].to_string(), own["messages"][index].to_string()))
            .collect();
        let mut found: Vec<(String, String)> = array(&checked["findings"])
            .iter()
            .map(|own| (own["rule"].to_string(), own["message"].to_string()))
            .collect();
        told.sort();
        found.sort();
        assert_eq!(told, found, "{code}");
        let asked = array(&draft["documents"])
            .iter()
            .filter(|own| !own["statuses"][index].is_null())
            .flat_map(|own| array(&own["ids"]))
            .count();
        assert_eq!(asked, array(&checked["documents"]).len(), "{code}");
    }
}

#[test]
fn every_province_has_a_value_and_those_without_rules_the_national_one() {
    let compared = json(&["rules", "compare", "--all", "--rule", "domain-validity"]);
    let provinces = array(&compared["provinces"]);
    let own = |code: &str| {
        Path::new("rules/provinces")
            .join(format!("{code}.toml"))
            .exists()
    };
    let mut bare = Vec::new();
    for (index, province) in provinces.iter().enumerate() {
        let has = own(province["code"].as_str().unwrap());
        assert_eq!(province["own_rules"], has, "{province}");
        if !has {
            bare.push(index);
        }
    }
    let aspects = array(&compared["rules"][0]["aspects"]);
    assert!(aspects.iter().any(|own| own["name"] == "min_days"));
    for aspect in aspects {
        let values = array(&aspect["values"]);
        assert_eq!(values.len(), provinces.len());
        assert!(values.iter().all(|value| !value.is_null()));
        assert!(
            bare.windows(2)
                .all(|pair| values[pair[0]] == values[pair[1]])
        );
    }
}

#[test]
fn what_is_confirmed_does_not_differ_and_what_is_settled_is_not_said() {
    let args = [
        &OVERLAY[..],
        &["rules", "compare", "甲省", "乙省", "--as-of", DAY],
    ]
    .concat();
    let days = |more: &[&str]| -> Vec<(Value, Value)> {
        let compared = json(&[&args[..], more].concat());
        let rules = array(&compared["rules"]).clone();
        let rule = rules.into_iter().find(|rule| rule["id"] == "house-days");
        let rule = rule.unwrap();
        let aspects = array(&rule["aspects"]).iter();
        aspects
            .filter(|own| own["name"] == "min_days")
            .map(|own| (own["scope"].clone(), own["values"].clone()))
            .collect()
    };
    // Jia confirms the national 120 days for persons; Yi sets another value for access alone.
    assert_eq!(
        days(&["--subject", "personal"]),
        [("接入".into(), serde_json::json!(["120 天", "60 天"]))]
    );
    assert_eq!(days(&["--subject", "personal", "--filing", "first"]), []);
    let units = ["--subject", "enterprise", "--filing", "first"];
    let with = |provider: &'static str| days(&[&units[..], &["--provider", provider]].concat());
    let one = |jia: &str| vec![(Value::Null, serde_json::json!([jia, "120 天"]))];
    assert_eq!(with("aliyun"), one("150 天（至多警告）"));
    assert_eq!(with("huaweicloud"), one("180 天"));
    assert_eq!(
        days(&units),
        one("180 天；当接入商是阿里云：150 天（至多警告）")
    );
}

#[test]
fn the_day_decides_which_rules_are_compared() {
    let letter = |day: &str| {
        let compared = [
            &OVERLAY[..],
            &["rules", "compare", "甲省", "乙省", "--as-of", day],
        ];
        let compared = json(&compared.concat());
        let documents = array(&compared["documents"]).iter();
        documents.filter(|own| own["id"] == "house-letter").count()
    };
    assert_eq!(letter("2021-05-31"), 0);
    assert_eq!(letter("2021-06-01"), 1);
}

#[test]
fn personal_numbers_are_masked_unless_asked() {
    let number = "13800000001";
    for format in ["text", "json", "markdown"] {
        let compare = ["rules", "compare", "上海", "山西", "--draft", BLOCKED];
        let diff = [
            "rules",
            "diff",
            "tests/compare/old",
            "embedded",
            "--drafts",
            "examples",
        ];
        for command in [&compare[..], &diff[..]] {
            let masked = out(&[command, &["--as-of", DAY, "--format", format]].concat());
            assert!(!masked.contains(number), "{masked}");
            assert!(masked.contains("138****0001") || masked.contains("138\\*\\*\\*\\*0001"));
            let full = ["--as-of", DAY, "--format", format, "--unmask"];
            assert!(out(&[command, &full[..]].concat()).contains(number));
        }
    }
}

#[test]
fn lines_fit_a_terminal() {
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["rules", "compare", "上海", "江苏", "--guidance"],
        vec!["rules", "compare", "110000", "sichuan", "浙江省", "广东"],
        vec![
            "rules",
            "compare",
            "--all",
            "--rule",
            "local-id-or-residence-permit",
        ],
        vec!["rules", "compare", "--all", "--draft", BLOCKED],
        vec![
            "rules",
            "compare",
            "北京",
            "上海",
            "--draft",
            "examples/personal-incomplete.toml",
        ],
        vec![
            "rules",
            "diff",
            "tests/compare/old",
            "tests/compare/new",
            "--drafts",
            "examples",
        ],
        vec!["rules", "diff", "2019-01-01", "embedded", "--guidance"],
    ];
    let english: Vec<Vec<&str>> = commands
        .iter()
        .map(|command| [&["--lang", "en"], &command[..]].concat())
        .collect();
    commands.extend(english);
    for command in commands {
        for line in out(&command).lines() {
            assert!(line.width() <= 80, "{command:?}: {line}");
        }
    }
}

#[test]
fn bad_input_is_told() {
    let told = |args: &[&str]| {
        let (status, out, err) = beian(args);
        assert_eq!((status, out.as_str()), (2, ""), "{args:?}");
        err
    };
    assert!(told(&["rules", "compare", "上海"]).contains("至少写两个省份"));
    assert!(told(&["rules", "compare", "上海", "shanghai"]).contains("写了两次"));
    assert!(told(&["rules", "compare", "上海", "江西省省"]).contains("没有叫"));
    assert!(told(&["rules", "compare", "--all"]).contains("--rule"));
    let unknown = ["rules", "compare", "--all", "--rule", "domain-validty"];
    assert!(told(&unknown).contains("domain-validity"));
    let elsewhere = ["rules", "compare", "江苏", "山西", "--rule", "house-days"];
    let only = told(
        &[
            &OVERLAY[..],
            &elsewhere[..],
            &["--filing", "cancel-subject"],
        ]
        .concat(),
    );
    assert!(only.contains("beian explain house-days"), "{only}");
    assert!(told(&["rules", "diff", "nowhere", "embedded"]).contains("nowhere"));
    assert!(told(&["rules", "diff", "2026-13-01", "embedded"]).contains("2026-13-01"));
    let empty = tempfile::tempdir().unwrap();
    let path = empty.path().to_str().unwrap();
    let drafts = ["rules", "diff", "embedded", "embedded", "--drafts", path];
    assert!(told(&drafts).contains("没有草稿"));
    std::fs::write(empty.path().join("ruleset.toml"), "version = 1 2\n").unwrap();
    assert!(told(&["rules", "diff", path, "embedded"]).contains("ruleset.toml:1"));
}

#[test]
fn a_draft_that_cannot_be_read_is_told_and_the_rest_compared() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let copy = |name: &str| {
        std::fs::copy(
            Path::new("tests/compare/drafts").join(name),
            folder.path().join(name),
        )
    };
    copy("same.toml").unwrap();
    std::fs::write(folder.path().join("bad.toml"), "format = 1\nfiling = [\n").unwrap();
    let (status, out, err) = beian(&[
        "rules", "diff", "embedded", "embedded", "--drafts", path, "--format", "json",
    ]);
    assert_eq!(status, 2, "{err}");
    assert!(err.contains("bad.toml"), "{err}");
    let diff: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(diff["drafts"]["read"], 1);
    assert_eq!(array(&diff["drafts"]["unreadable"]).len(), 1);
}
