//! The ruleset's schema beside the rules that there are.

use beian::ruleset::{OPERATORS, SECTIONS};
use beian::schema;
use serde_json::Value;

use super::tree::toml;
use super::{complaints, files, root, validator};

#[test]
fn every_rule_file_is_as_the_schema_says() {
    let schema = validator(&schema::ruleset());
    let mut rules = files("rules");
    rules.extend(files("examples/house-rules"));
    // Tables about the rules are none, and the trial's provinces are made up.
    let aside = [root().join("rules/accounts"), root().join("rules/trial")];
    rules.retain(|path| !aside.iter().any(|folder| path.starts_with(folder)));
    assert!(rules.len() > 40);
    let mut found = Vec::new();
    for path in rules {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        let mut own = complaints(&schema, &toml(&text));
        own.truncate(3);
        found.extend(
            own.into_iter()
                .map(|complaint| format!("{name}: {complaint}")),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn it_knows_every_section_and_operator() {
    let schema = schema::ruleset();
    for section in SECTIONS {
        assert!(schema["properties"].get(section).is_some(), "{section}");
    }
    let text = schema.to_string();
    for operator in OPERATORS {
        assert!(text.contains(&format!("\"{operator}\":")), "{operator}");
    }
}

/// A rule with something added.
fn rule(more: &str) -> Value {
    toml(&format!(
        r#"
[[rule]]
id = "example"
title = {{ zh = "例", en = "Example" }}
each = "domain"
filings = {{ new = "error", access = "warning" }}
at = "domain.expires"
params.least = {{ type = "days", default = 90, zh = "天数", en = "days" }}
facts = ["house-01"]
{more}
"#
    ))
}

#[test]
fn conditions_are_checked_by_type() {
    let schema = validator(&schema::ruleset());
    for good in [
        "when.subject.kind = \"unit\"",
        "when.subject.kind = [\"enterprise\", \"law-firm\"]",
        "when = { service.resolved = false, domain.days_to_expiry.at_least = \"$least\" }",
        "when.any = [{ principal.mobile.same_as = \"principal.emergency_phone\" }, { not.domain.new = true }]",
        "when.service.filed_on.below = 2018-01-01",
        "when.domain.expires.at_least.fact = \"order.as_of\"",
        "when.count = { of = \"domain\", where = { domain.new = true }, at_most = 3 }",
        "when.every_service = { service.content.only = [\"blog\"] }",
        "when.filing.province = [\"山西\", \"310000\"]",
        "when.subject.name = { starts_with_any = [\"中国\"], min_han = 2, or_none = true }",
        "when.param.mode = \"letter\"",
        "when.previous.service.name.known = true",
    ] {
        let found = complaints(&schema, &rule(good));
        assert!(found.is_empty(), "{good}: {found:#?}");
    }
    for bad in [
        "when.subject.kid = \"unit\"",
        "when.subject.kind = \"enterprize\"",
        "when.service.resolved = \"no\"",
        "when.domain.days_to_expiry.at_lest = 3",
        "when.domain.days_to_expiry.contains_any = [\"3\"]",
        "when.domain.days_to_expiry.at_least = \"three\"",
        "when.service.filed_on.below = \"2018\"",
        "when.service.content = \"blog\"",
        "when.each_service = {}",
        "when.count = { where = { domain.new = true } }",
        "when.subject.name.only = \"letters\"",
        "sverity = \"error\"",
        "error_unles.domain.new = true",
        "params.when = { type = \"days\", zh = \"\", en = \"\" }",
        "params.other = { type = \"weeks\", zh = \"\", en = \"\" }",
        "message = { zh = \"只有中文\" }",
    ] {
        assert!(!schema.is_valid(&rule(bad)), "{bad}");
    }
}

#[test]
fn sections_are_checked() {
    let schema = validator(&schema::ruleset());
    for bad in [
        "[[rules]]\nid = \"x\"",
        "[province]\ncode = \"999999\"",
        "[provider]\nid = \"somewhere\"",
        "[[set]]\nfacts = []",
        "[[set]]\nrule = \"x\"\nwhen.nothing = 1",
        "[[set]]\nrule = \"x\"\nfilings = [\"old\"]",
        "[[except]]\nrule = \"x\"\nsubjects = [\"units\"]",
        "[[document]]\nid = \"x\"\nname = { zh = \"x\", en = \"x\" }\nstage = \"now\"",
        "[[document]]\nid = \"x\"\nname = { zh = \"x\", en = \"x\" }\nform.pages = 2",
        "[[form]]\nsides = -1",
        "[[case]]\nrule = \"x\"",
        "[[case]]\nrule = \"x\"\nexpect = \"fail\"",
        "[[case]]\nrule = \"x\"\nexpect = \"pass\"\ndraft.sevices = []",
        "[[digest]]\nlist = \"x\"\nsha256 = \"12\"",
    ] {
        assert!(!schema.is_valid(&toml(bad)), "{bad}");
    }
}
