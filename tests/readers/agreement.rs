//! All ways of reading give the same draft.

use beian::draft::{Overrides, read_json, read_parsed, shape};
use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::Value;

use super::generate::{Irregular, table};
use super::{json_tree, toml_tree};

fn overrides() -> impl Strategy<Value = Overrides> {
    let some = |most: u8| prop::option::weighted(0.2, 0..most);
    (
        prop::option::weighted(0.2, Just(310_000)),
        some(5),
        some(12),
        prop::option::weighted(0.2, Just(320_000)),
        some(4),
    )
        .prop_map(
            |(province, provider, filing, usual_province, usual_provider)| Overrides {
                province,
                provider,
                filing,
                usual_province,
                usual_provider,
            },
        )
}

fn agree(text: &str, given: &Overrides) {
    let tolerant = read_parsed(&json_tree(text), given);
    match read_json(text, given) {
        Some(fast) => {
            assert_eq!(tolerant.faults, [], "{text}");
            assert_eq!(fast, tolerant.draft, "{text}");
        }
        None => assert_ne!(tolerant.faults, [], "{text}"),
    }
}

/// All but ASCII as escapes, as many programs write JSON.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    }
    out
}

/// TOML has no null.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(table) => table
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, without_nulls(value)))
            .collect(),
        Value::Array(items) => items
            .into_iter()
            .filter(|value| !value.is_null())
            .map(without_nulls)
            .collect(),
        other => other,
    }
}

/// Days as TOML writes them, where a key has one.
fn with_dates(toml: &str) -> String {
    let lines = toml.lines().map(|line| {
        let day = line
            .split_once(" = \"")
            .and_then(|(key, rest)| Some((key, rest.strip_suffix('"')?)))
            .filter(|(_, day)| day.len() == 10 && day.parse::<NaiveDate>().is_ok());
        match day {
            Some((key, day)) => format!("{key} = {day}\n"),
            None => format!("{line}\n"),
        }
    });
    lines.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_regular_draft_takes_the_fast_reader(draft in table(shape(), Irregular(0))) {
        let text = draft.to_string();
        prop_assert!(read_json(&text, &Overrides::default()).is_some(), "{text}");
        agree(&text, &Overrides::default());
        agree(&escaped(&text), &Overrides::default());
    }

    #[test]
    fn the_fast_reader_is_the_tolerant_one_without_faults(
        draft in table(shape(), Irregular(150)),
        given in overrides(),
    ) {
        let text = serde_json::to_string_pretty(&draft).unwrap();
        agree(&text, &given);
        agree(&escaped(&text), &given);
    }

    #[test]
    fn toml_and_json_are_the_same_draft(draft in table(shape(), Irregular(50))) {
        let draft = without_nulls(draft);
        let given = Overrides::default();
        let json = read_parsed(&json_tree(&draft.to_string()), &given);
        let text = toml::to_string(&draft).unwrap();
        let toml = read_parsed(&toml_tree(&text), &given);
        prop_assert_eq!(&toml.draft, &json.draft, "{}", text);
        let paths = |faults: &[beian::draft::Fault]| {
            let mut paths: Vec<_> = faults.iter().map(|fault| fault.path.clone()).collect();
            paths.sort();
            paths
        };
        prop_assert_eq!(paths(&toml.faults), paths(&json.faults));
        let dated = read_parsed(&toml_tree(&with_dates(&text)), &given);
        if json.faults.is_empty() && draft.get("meta").is_none() {
            prop_assert_eq!(&dated.draft, &json.draft, "{}", text);
        }
    }
}

#[test]
fn the_fast_reader_leaves_what_only_text_can_show() {
    let regular = r#"{"format":1,"filing":{"kind":"first","province":"山西"},"services":[]}"#;
    let given = Overrides::default();
    assert!(read_json(regular, &given).is_some());
    for irregular in [
        r#"{"format":1,"format":1,"filing":{"kind":"first","province":"山西"}}"#,
        r#"{"format":1,"filing":{"kind":"first","kind":"first","province":"山西"}}"#,
        r#"{"format":1,"filing":{"kind":"first","province":"山西"},"meta":{"a":1,"a":2}}"#,
        r#"{"format":1,"filing":{"kind":"first","province":"山西"},"meta":{"a":{"b":1,"b":2}}}"#,
        r#"{"format":1,"filing":{"kind":"first","province":"山西"}} x"#,
        r#"{"format":1.0,"filing":{"kind":"first","province":"山西"}}"#,
        r#"{"filing":{"kind":"first","province":"山西"}}"#,
        r#"{"format":1,"filing":{"kind":"first","province":"山西"},"meta":{"n":99999999999999999999}}"#,
        r#"{"format":1}"#,
        "[]",
        "",
    ] {
        assert!(read_json(irregular, &given).is_none(), "{irregular}");
    }
    let deep = format!(
        r#"{{"format":1,"filing":{{"kind":"first","province":"山西"}},"meta":{{"a":{}{}}}}}"#,
        "[".repeat(63),
        "]".repeat(63)
    );
    assert!(read_json(&deep, &given).is_none());
}

#[test]
fn a_list_beyond_all_measure_is_refused_by_both() {
    for (key, element) in [
        ("services", "{}"),
        ("access\":{\"ips", "\"x\""),
        ("attachments", r#"{"document":"x"}"#),
    ] {
        for (length, is_regular) in [(10_000, true), (10_001, false)] {
            let list = vec![element; length].join(",");
            let close = if key.contains('{') { "}" } else { "" };
            let text = format!(
                r#"{{"format":1,"filing":{{"kind":"first","province":"山西"}},"{key}":[{list}]{close}}}"#
            );
            assert_eq!(
                read_json(&text, &Overrides::default()).is_some(),
                is_regular
            );
            let faults = read_parsed(&json_tree(&text), &Overrides::default()).faults;
            assert_eq!(faults.len(), usize::from(!is_regular));
        }
    }
}
