//! Drafts to sheets and back.

use beian::draft::{Draft, Overrides, read_parsed, shape};
use beian::sheet::{Convertible, Manner, convertible, convertible_rows, draft_rows, sheet_of};
use beian::source::{Parsed, SourceFile, parse_json, parse_toml};
use beian::text::Lang;
use proptest::prelude::*;
use serde_json::Value;

use super::generate::{Irregular, table};
use super::{draft, read};

fn of(parsed: &Parsed) -> Draft<'static> {
    read_parsed(parsed, &Overrides::default()).draft
}

fn json(value: &Value) -> (SourceFile, Parsed) {
    let file = SourceFile::new("t", value.to_string());
    let parsed = parse_json(&file);
    (file, parsed)
}

/// Without what no file of a sheet can hold.
fn without_control(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let kept = |c: &char| {
                (!c.is_control() || matches!(c, '\n' | '\t'))
                    && !matches!(c, '\u{fffd}'..='\u{ffff}')
            };
            text.chars().filter(kept).collect::<String>().into()
        }
        Value::Array(items) => items.iter().map(without_control).collect(),
        Value::Object(table) => table
            .iter()
            .map(|(key, value)| (key.clone(), without_control(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

fn converted(value: &Value) -> Convertible {
    let (file, parsed) = json(value);
    convertible(&file, &parsed).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_draft_can_be_rows(value in table(shape(), Irregular(0))) {
        let value = without_control(&value);
        let found = converted(&value);
        for typed in [true, false] {
            let manner = Manner { typed, nameless: "#1", id_is_taken: false, meta_in_one: false };
            prop_assert!(draft_rows(&found.root, manner).is_ok(), "{value}");
        }
    }

    #[test]
    fn toml_and_json_say_the_same(value in table(shape(), Irregular(0))) {
        let found = converted(&value);
        let file = SourceFile::new("t", found.toml());
        let parsed = parse_toml(&file);
        prop_assert_eq!(&parsed.problems, &[]);
        prop_assert_eq!(of(&parsed), of(&json(&value).1));
        // What TOML says goes back to JSON unchanged.
        let again = convertible(&file, &parsed).unwrap();
        prop_assert_eq!(of(&json(&again.json()).1), of(&json(&value).1));
    }
}

proptest! {
    // Files of spreadsheets are packed and unpacked, which takes long in a build for tests.
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn files_of_drafts_are_read_as_they_were(
        values in prop::collection::vec(table(shape(), Irregular(0)), 1..4),
    ) {
        let values: Vec<Value> = values.iter().map(without_control).collect();
        let drafts: Vec<Convertible> = values.iter().map(converted).collect();
        let wanted: Vec<Draft<'_>> = values.iter().map(|value| of(&json(value).1)).collect();
        let csv = sheet_of(&drafts, false).unwrap().csv(Lang::Zh);
        let xlsx = sheet_of(&drafts, true).unwrap().xlsx(Lang::En).unwrap();
        for bytes in [csv, xlsx] {
            let (found, notes) = read(bytes);
            prop_assert_eq!(notes, Vec::<String>::new());
            let found: Vec<Draft<'_>> = found.iter().map(draft).collect();
            prop_assert_eq!(&found, &wanted);
        }
    }
}

#[test]
fn ids_that_look_the_same_stay_apart() {
    for ids in [["a", "a "], ["", "\t"], ["#1", "#1"]] {
        let values = ids.map(|id| {
            let kind = if id == ids[0] { "first" } else { "access" };
            serde_json::json!({ "format": 1, "meta": { "id": id }, "filing": { "kind": kind } })
        });
        let drafts = values.each_ref().map(converted);
        let wanted = values.each_ref().map(|value| of(&json(value).1));
        let bytes = sheet_of(&drafts, false).unwrap().csv(Lang::Zh);
        let (found, notes) = read(bytes);
        assert_eq!(notes, Vec::<String>::new(), "{ids:?}");
        let found: Vec<Draft<'_>> = found.iter().map(draft).collect();
        assert_eq!(found, wanted, "{ids:?}");
    }
}

#[test]
fn every_example_survives_a_sheet() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let file = SourceFile::new("t", text);
        let parsed = parse_toml(&file);
        let wanted = convertible(&file, &parsed).unwrap();
        for typed in [true, false] {
            let drafts = std::slice::from_ref(&wanted);
            let form = sheet_of(drafts, typed).unwrap();
            let bytes = if typed {
                form.xlsx(Lang::Zh).unwrap()
            } else {
                form.csv(Lang::Zh)
            };
            let (found, _) = read(bytes);
            let again = convertible_rows(&found[0]).unwrap();
            let file = SourceFile::new("t", again.toml());
            assert_eq!(of(&parse_toml(&file)), of(&parsed), "{}", path.display());
        }
        count += 1;
    }
    assert!(count > 3);
}

#[test]
fn what_is_one_s_own_survives() {
    let text = "format = 1\n[filing]\nkind = \"first\"\nprovince = \"山西\"\n[meta]\nid = \"#7\"\n\"经办人\" = \"李示例\"\nnote = \" 前后空白 \"\nempty = \"\"\nday = 2026-01-02\nn = 5\nlist = [1, \"a\"]\n[meta.deep]\nx = { y = true }\n";
    let file = SourceFile::new("t", text);
    let parsed = parse_toml(&file);
    let wanted = convertible(&file, &parsed).unwrap();
    let form = sheet_of(std::slice::from_ref(&wanted), true).unwrap();
    let (found, _) = read(form.xlsx(Lang::Zh).unwrap());
    let again = convertible_rows(&found[0]).unwrap();
    let sorted = |text: String| {
        let table: toml::Table = toml::from_str(&text).unwrap();
        format!("{:?}", table["meta"])
    };
    assert_eq!(sorted(again.toml()), sorted(text.to_owned()));
}

#[test]
fn drafts_of_one_id_stay_apart() {
    let value: Value = serde_json::json!({
        "format": 1, "meta": { "id": "甲" }, "filing": { "kind": "first", "province": "山西" },
        "services": [{ "name": "示例", "domains": [{ "name": "example-a.cn" }, { "name": "example-b.cn" }] }],
    });
    let drafts = [converted(&value), converted(&value), converted(&value)];
    let (found, _) = read(sheet_of(&drafts, false).unwrap().csv(Lang::Zh));
    let found: Vec<Draft<'_>> = found.iter().map(draft).collect();
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|found| *found == of(&json(&value).1)));
}

#[test]
fn what_no_sheet_can_hold_is_refused() {
    let value = serde_json::json!({
        "format": 1, "filing": { "kind": "first", "province": "山西" },
        "subject": { "remark": "a\u{1}b" },
    });
    let drafts = [converted(&value)];
    let (index, why) = sheet_of(&drafts, true).unwrap_err();
    assert_eq!(index, 0);
    assert!(why.zh.contains("主体备注"), "{why:?}");
}
