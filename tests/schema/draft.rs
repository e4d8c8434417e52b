//! The draft's schema beside the draft's reader.

use std::sync::OnceLock;

use beian::draft::{FaultKind, Overrides, read_parsed, shape};
use beian::schema;
use beian::source::{SourceFile, parse_json};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::generate::{Irregular, table};
use super::tree::toml;
use super::{complaints, examples, validator};

fn draft() -> &'static Validator {
    static DRAFT: OnceLock<Validator> = OnceLock::new();
    DRAFT.get_or_init(|| validator(&schema::draft()))
}

#[test]
fn the_examples_are_drafts() {
    let examples = examples();
    assert!(!examples.is_empty());
    for path in examples {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("#:schema ../docs/schema/draft.json\n"),
            "{}",
            path.display()
        );
        let found = complaints(draft(), &toml(&text));
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
    }
}

/// A draft with a value put at a JSON pointer.
fn with(pointer: &str, value: Value) -> Value {
    let mut whole = json!({
        "format": 1,
        "filing": { "kind": "first", "province": "140000" },
        "subject": { "kind": "enterprise", "certificate": { "type": "business-license" } },
        "access": {},
        "principal": { "certificate": {} },
        "services": [{ "domains": [{}], "pre_approvals": [{ "kind": "news" }] }],
        "attachments": [{ "document": "id-card" }],
        "previous": { "filing": {} },
    });
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = whole.pointer_mut(parent).unwrap();
    match key.parse::<usize>() {
        Ok(index) => parent[index] = value,
        Err(_) => parent[key] = value,
    }
    whole
}

#[test]
fn what_may_be_written_is_accepted() {
    let allow = |reason: &str| json!([{ "rule": "x", "path": "x", "reason": reason }]);
    for (pointer, value) in [
        ("/filing/province", json!("山西")),
        ("/filing/province", json!(" Inner Mongolia ")),
        ("/filing/province", json!("SHAANXI")),
        ("/filing/submit_on", json!("2024-02-29")),
        ("/filing/submit_on", json!("none")),
        ("/subject/name", json!("")),
        ("/subject/certificate", json!("none")),
        ("/subject/certificate/valid_until", json!("long-term")),
        ("/subject/certificate/city", json!("140100")),
        ("/access/months", json!(0)),
        ("/access/months", json!(1_000_000)),
        ("/access/ips", json!([])),
        ("/legal_representative", json!("none")),
        ("/principal/emergency_phone", json!("none")),
        ("/principal/is_legal_representative", json!(true)),
        ("/services/0/content", json!(["blog", "other"])),
        ("/services/0/pre_approvals/0", json!("games")),
        ("/services/0/domains/0/expires", json!("2100-02-28")),
        ("/services/0/domains/0/registrant", json!("none")),
        (
            "/previous/principal",
            json!({ "is_legal_representative": true }),
        ),
        ("/meta", json!({ "id": 7, "anything": [{}] })),
        ("/allow", allow(" 已与管局确认\n")),
        // No white space to Unicode.
        ("/allow", allow("\u{feff}")),
    ] {
        let whole = with(pointer, value);
        let found = complaints(draft(), &whole);
        assert!(found.is_empty(), "{whole}: {found:#?}");
        agree(&whole).unwrap();
    }
}

/// Every sort of white space, alone.
fn blanks() -> impl Iterator<Item = String> {
    let all = ('\0'..=char::MAX).filter(|character| character.is_whitespace());
    all.map(String::from).chain([String::new(), " \t ".into()])
}

#[test]
fn a_reason_is_not_blank() {
    for blank in blanks() {
        let whole = with(
            "/allow",
            json!([{ "rule": "x", "path": "x", "reason": blank }]),
        );
        assert!(!draft().is_valid(&whole), "{whole}");
        agree(&whole).unwrap();
    }
}

#[test]
fn what_may_not_be_written_is_refused() {
    for (pointer, value) in [
        ("/format", json!(2)),
        ("/format", json!("1")),
        ("/meta", json!("x")),
        ("/sevices", json!([])),
        ("/filing/knid", json!("first")),
        ("/filing/kind", json!("frist")),
        ("/filing/kind", json!(null)),
        ("/filing/province", json!("Atlantis")),
        ("/filing/province", json!("140100")),
        ("/filing/province", json!(140_000)),
        ("/filing/submit_on", json!("2026-02-29")),
        ("/filing/submit_on", json!("2100-02-29")),
        ("/filing/submit_on", json!("2026-11-31")),
        ("/filing/submit_on", json!("2026-1-1")),
        ("/filing/submit_on", json!("long-term")),
        ("/filing/provider", json!("none")),
        ("/subject", json!("none")),
        ("/subject/name", json!("none")),
        ("/subject/has_seal", json!("true")),
        ("/subject/certificate/type", json!("driving-licence")),
        ("/subject/certificate/city", json!("990100")),
        ("/subject/certificate/city", json!("太原")),
        ("/access/months", json!(-1)),
        ("/access/months", json!(1_000_001)),
        ("/access/months", json!(1.5)),
        ("/access/ips", json!("1.1.1.1")),
        ("/access/ips", json!("none")),
        ("/access/ips", json!([1])),
        ("/principal", json!("none")),
        ("/principal/certificate/type", json!("business-license")),
        (
            "/legal_representative",
            json!({ "is_legal_representative": true }),
        ),
        ("/services", json!({})),
        ("/services/0", json!("website")),
        ("/services/0/content", json!(["blogs"])),
        ("/services/0/domains/0", json!("example.cn")),
        ("/services/0/pre_approvals/0", json!("weather")),
        ("/services/0/pre_approvals/0", json!({ "number": "1" })),
        ("/attachments/0", json!({ "held": true })),
        ("/attachments/0/side", json!("left")),
        ("/previous/meta", json!({})),
        ("/previous/filing/kind", json!("first")),
    ] {
        let whole = with(pointer, value);
        assert!(!draft().is_valid(&whole), "{whole}");
    }
}

#[test]
fn what_must_be_there_is_asked_for() {
    for pointer in ["/format", "/filing/kind", "/filing/province"] {
        let mut whole = with("/subject/name", json!("x"));
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        whole
            .pointer_mut(parent)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .shift_remove(key);
        assert!(!draft().is_valid(&whole), "{whole}");
    }
    assert!(!draft().is_valid(&json!({ "format": 1 })));
}

/// What the reader and the schema say of a draft.
fn agree(value: &Value) -> Result<(), TestCaseError> {
    let text = value.to_string();
    let parsed = parse_json(&SourceFile::new("draft.json", text.as_str()));
    prop_assert!(parsed.problems.is_empty(), "{text}");
    let reading = read_parsed(&parsed, &Overrides::default());
    let found = complaints(draft(), value);
    if reading.faults.is_empty() {
        prop_assert!(found.is_empty(), "{text}\n{found:#?}");
    } else {
        let kinds: Vec<FaultKind> = reading.faults.iter().map(|fault| fault.kind).collect();
        prop_assert!(!found.is_empty(), "{text}\n{kinds:?} {:?}", reading.faults);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_draft_that_is_read_is_valid(value in table(shape(), Irregular(0))) {
        agree(&value)?;
    }

    #[test]
    fn a_draft_is_valid_where_it_is_read_without_fault(value in table(shape(), Irregular(60))) {
        agree(&value)?;
    }

    #[test]
    fn so_it_is_where_much_is_wrong(value in table(shape(), Irregular(8))) {
        agree(&value)?;
    }
}
