//! Any text as a ruleset: `cargo +nightly fuzz run ruleset`.
//!
//! Every fault lies in the text, and what loads evaluates a draft of which little is known.
#![no_main]

use beian::draft::{Overrides, read_parsed};
use beian::evaluate::{Key, Plan, evaluate};
use beian::facts::Facts;
use beian::ruleset::{LayerFile, build};
use beian::source::{SourceFile, parse_toml};
use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;

const DRAFT: &str = r#"
format = 1
filing = { kind = "first", province = "山西", provider = "aliyun" }
subject = { kind = "enterprise", name = "太原示例网络科技有限公司" }
principal = { name = "张示例", mobile = "13800000001", certificate = { type = "id-card", number = "140105199003070012" } }
services = [{ kind = "website", name = "示例", domains = [{ name = "example.cn", expires = 2027-03-01 }] }]
"#;

fuzz_target!(|text: &str| {
    let source = SourceFile::new("rules.toml", text);
    let parsed = parse_toml(&source);
    let layer = 0;
    let (ruleset, faults) = build(vec![LayerFile {
        source,
        parsed,
        layer,
    }]);
    for fault in &faults {
        assert!(text.get(fault.problem.span.range()).is_some(), "{fault:?}");
    }
    let draft = read_parsed(
        &parse_toml(&SourceFile::new("草稿.toml", DRAFT)),
        &Overrides::default(),
    )
    .draft;
    let as_of = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default();
    let facts = Facts::new(&draft, as_of, &ruleset.calendar);
    if let Some(key) = Key::of(&facts) {
        evaluate(&Plan::new(&ruleset, key), &facts);
    }
});
