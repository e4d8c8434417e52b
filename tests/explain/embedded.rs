//! Over the embedded rules: every rule and document can be explained, in both languages.

use beian::explain::{Atlas, Sources, explain_document, explain_rule};
use beian::render::{document_text, rule_text};
use beian::ruleset::{Choice, Library};
use beian::text::Lang;

use crate::{beian, is_narrow, json, out};

#[test]
fn every_rule_and_document_has_sources_and_words() {
    let library = Library::embedded();
    let everywhere = Choice {
        province: None,
        provider: None,
    };
    let atlas = Atlas::load(&library, everywhere).ok().unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let sources = Sources::new(&library, "2026-07", lang);
        for id in atlas.rule_ids() {
            let rule = explain_rule(&atlas, &sources, id, lang).unwrap();
            assert!(!rule.facts.is_empty(), "{id}");
            assert!(!rule.filings.is_empty(), "{id}");
            assert!(
                !rule.branches.is_empty() || !rule.documents.is_empty(),
                "{id}"
            );
            for width in [40, 80] {
                is_narrow(&rule_text(&rule, None, lang, width), width);
            }
        }
        for id in atlas.document_ids() {
            let document = explain_document(&atlas, &sources, id, lang).unwrap();
            assert!(!document.facts.is_empty(), "{id}");
            for width in [40, 80] {
                is_narrow(&document_text(&document, None, lang, width), width);
            }
        }
    }
}

#[test]
fn an_unknown_id_is_answered_with_the_nearest() {
    let run = beian(&["explain", "domain-validty"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(
        run.err
            .contains("没有叫 domain-validty 的规则或材料；是不是 domain-validity"),
        "{}",
        run.err
    );
    let run = beian(&["--lang", "en", "explain", "residence"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("residence-permit"), "{}", run.err);
    let run = beian(&["explain", "xyzzy"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("beian rules list"), "{}", run.err);
}

/// Who has only the Chinese words of a report finds the rule by its title.
#[test]
fn a_title_is_as_good_as_an_id() {
    for (id, title) in [
        ("domain-validity", "域名有效期"),
        ("residence-permit", "居住证（正反面）"),
    ] {
        assert_eq!(out(&["explain", title]), out(&["explain", id]));
    }
}

#[test]
fn shanghai_asks_for_180_days() {
    let rule = json(&[
        "explain",
        "domain-validity",
        "--province",
        "上海",
        "--format",
        "json",
    ]);
    assert_eq!(rule["parameters"][0]["defaults"][0]["value"], "90 天");
    let sets = rule["sets"].as_array().unwrap();
    let own = sets.iter().find(|set| set["when"].is_null()).unwrap();
    assert_eq!(own["province"], "310000");
    assert_eq!(own["values"][0]["value"], "180 天");
    let facts = rule["facts"].as_array().unwrap();
    let fact = facts.iter().find(|fact| fact["id"] == "310000-23").unwrap();
    assert_eq!(fact["old"], true);
    assert!(!fact["conflicts"].as_str().unwrap().is_empty());
}

#[test]
fn rules_are_listed_by_what_they_hold_for() {
    let ids = |args: &[&str]| -> Vec<String> {
        let list = json(
            &[
                &["rules", "list", "--format", "json", "--province", "四川"],
                args,
            ]
            .concat(),
        );
        let rules = list["rules"].as_array().unwrap().clone();
        rules
            .iter()
            .map(|rule| rule["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let has = |ids: &[String], id: &str| ids.iter().any(|own| own == id);
    let personal = ids(&["--subject", "personal"]);
    assert!(has(&personal, "minimum-age") && !has(&personal, "credit-code"));
    let cancel = ids(&["--filing", "cancel-subject"]);
    assert!(has(&cancel, "id-number") && !has(&cancel, "domain-validity"));
    let warnings = ids(&["--filing", "access", "--severity", "warning"]);
    assert!(has(&warnings, "domain-validity") && !has(&warnings, "minimum-age"));
    let all = ids(&[]);
    let low = ids(&["--confidence", "low"]);
    assert!(low.len() < all.len());
    // Whatever is old after three years is old after one and a half.
    let old = ids(&["--stale", "3y", "--as-of", "2026-11-21"]);
    let older = ids(&["--stale", "18m", "--as-of", "2026-11-21"]);
    assert!(old.iter().all(|id| has(&older, id)));
    is_narrow(
        &out(&["rules", "list", "--province", "四川", "--stale", "18m"]),
        80,
    );
    assert_eq!(beian(&["rules", "list", "--stale", "soon"]).status, 2);
}

#[test]
fn the_merged_rules_of_a_province_name_file_and_line() {
    let text = out(&["rules", "show", "山西", "--provider", "aliyun"]);
    is_narrow(&text, 80);
    assert!(text.starts_with("山西 · 阿里云的规则"));
    assert!(text.contains("rules/provinces/140000.toml:"));
    let place = text
        .split_whitespace()
        .find(|word| word.starts_with("rules/provinces/140000.toml:"))
        .unwrap();
    let line: usize = place.rsplit(':').next().unwrap().parse().unwrap();
    let file = std::fs::read_to_string("rules/provinces/140000.toml").unwrap();
    let line = file.lines().nth(line - 1).unwrap();
    assert!(line.starts_with("[["), "{place}: {line}");
    let national = out(&["--lang", "en", "rules", "show"]);
    assert!(
        national.starts_with("The rules of national") && !national.contains("rules/provinces/")
    );
    assert_eq!(beian(&["rules", "show", "亚特兰蒂斯"]).status, 2);
}
