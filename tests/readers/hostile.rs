//! The fast reader on text that is no draft, or hardly one: it answers only where the tolerant one
//! has nothing to say and reads the same.

use beian::draft::{Overrides, read_json, read_parsed, shape};
use beian::source::{SourceFile, parse_json};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

use super::generate::{Irregular, table};

/// What is put into texts, or in place of parts of them.
const PIECES: &[&str] = &[
    "",
    " ",
    "\t",
    "\r\n",
    "\u{b}",
    "\u{a0}",
    "\u{feff}",
    ",",
    ",,",
    ":",
    "\"",
    "\"\"",
    "{",
    "}",
    "{}",
    "[",
    "]",
    "[]",
    "\\",
    "\\n",
    "\\u",
    "\\u0061",
    "\\ud800",
    "\\udc00",
    "\\ud83d\\ude00",
    "\u{1}",
    "\u{7f}",
    "0",
    "-",
    "-0",
    "00",
    "1",
    ".5",
    "e5",
    "1e999",
    "9999999999999999999",
    "null",
    "true",
    "tru",
    "false",
    "none",
    "\"none\"",
    "//",
    "/**/",
    "'",
    "é",
    "省",
];

fn answers_alike(text: &str) {
    let given = Overrides::default();
    if let Some(fast) = read_json(text, &given) {
        let parsed = parse_json(&SourceFile::new("草稿.json", text));
        let tolerant = read_parsed(&parsed, &given);
        assert_eq!(parsed.problems, [], "{text}");
        assert_eq!(tolerant.faults, [], "{text}");
        assert_eq!(fast, tolerant.draft, "{text}");
    }
}

/// With a part of the text replaced by a piece.
fn changed(text: &str, from: Index, length: usize, piece: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let from = from.index(characters.len());
    let rest = characters.iter().skip(from + length);
    let before = characters.iter().take(from);
    before
        .copied()
        .chain(piece.chars())
        .chain(rest.copied())
        .collect()
}

/// With the keys of each table the other way round.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(keys) => keys
            .iter()
            .rev()
            .map(|(key, value)| (key.clone(), reversed(value)))
            .collect(),
        Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_draft_is_read_alike_or_left(
        draft in table(shape(), Irregular(0)),
        is_pretty in any::<bool>(),
        damages in prop::collection::vec((any::<Index>(), 0..4_usize, select(PIECES)), 1..4),
    ) {
        let mut text = match is_pretty {
            true => serde_json::to_string_pretty(&draft).unwrap(),
            false => draft.to_string(),
        };
        for (from, length, piece) in damages {
            text = changed(&text, from, length, piece);
            answers_alike(&text);
        }
    }

    #[test]
    fn the_order_of_keys_does_not_matter(draft in table(shape(), Irregular(0))) {
        let given = Overrides::default();
        let text = draft.to_string();
        let known = read_json(&text, &given);
        prop_assert!(known.is_some(), "{}", text);
        let other = reversed(&draft).to_string();
        for _ in 0..2 {
            prop_assert_eq!(&read_json(&other, &given), &known, "{}", other);
            prop_assert_eq!(&read_json(&text, &given), &known, "{}", text);
        }
    }
}

#[test]
fn what_is_no_json_is_left() {
    let given = Overrides::default();
    let regular = r#"{"format":1,"filing":{"kind":"first","province":"山西"},"access":{"months":12,"ips":["1.2.3.4"]},"meta":{"a":[1,{"b":0.5e-3}]}}"#;
    assert!(read_json(regular, &given).is_some());
    for (part, instead) in [
        ("12", "012"),
        ("12", "+12"),
        ("12", "12."),
        ("12", "1e1"),
        ("12", "0x12"),
        ("12", "-12"),
        ("12", "12 12"),
        ("12", "99999999999999999999"),
        ("12", "\"12\""),
        ("0.5e-3", ".5"),
        ("0.5e-3", "0.5e"),
        ("0.5e-3", "1e999"),
        ("0.5e-3", "-"),
        ("0.5e-3", "nul"),
        ("0.5e-3", "NaN"),
        ("0.5e-3", "18446744073709551616"),
        ("0.5e-3", "\"\\ud800\""),
        ("0.5e-3", "\"\\ud800\\u0041\""),
        ("0.5e-3", "\"\\x41\""),
        ("0.5e-3", "\"\\u12g4\""),
        ("0.5e-3", "\"a\nb\""),
        ("0.5e-3", "\"a\u{0}\\n\""),
        ("0.5e-3", "'a'"),
        ("0.5e-3", "1,\"b\":2"),
        ("0.5e-3", "1,\"\\u0062\":2"),
        ("[1,", "[1,,"),
        ("[1,", "[,1,"),
        ("[1,", "[1 "),
        ("0.5e-3}", "0.5e-3,}"),
        ("0.5e-3}]", "0.5e-3}],"),
        ("[\"1.2.3.4\"]", "[\"1.2.3.4\",]"),
        ("[\"1.2.3.4\"]", "[\"1.2.3.4\"}"),
        ("[\"1.2.3.4\"]", "[null]"),
        ("[\"1.2.3.4\"]", "\"1.2.3.4"),
        ("{\"format\":1,", "{,\"format\":1,"),
        ("{\"format\":1,", "{\"format\" 1,"),
        ("{\"format\":1,", "{\"format\":1;"),
        ("{\"format\":1,", "{\"format\":1,\"f\\u006frmat\":1,"),
        ("{\"format\":1,", "{format:1,"),
        ("{\"format\":1,", "{\"format\":-1,"),
        ("{\"format\":1,", "\u{feff}{\"format\":1,"),
        ("{\"format\":1,", "{\"format\":\u{a0}1,"),
        ("{\"format\":1,", "{\"format\":1,//\n"),
        (
            "\"kind\":\"first\"",
            "\"kind\":\"first\",\"kind\":\"first\"",
        ),
        ("\"kind\":\"first\"", "\"kind\":\"firs\""),
        ("\"kind\":\"first\"", "\"kind\":\"first\\u0000\""),
        ("\"kind\":\"first\"", "\"kinds\":\"first\""),
        ("]}}", "]}"),
        ("]}}", "]}}}"),
        ("]}}", "]}}\u{0}"),
        ("]}}", "]}}{}"),
    ] {
        let text = regular.replacen(part, instead, 1);
        assert_ne!(text, regular, "{part}");
        assert!(read_json(&text, &given).is_none(), "{text}");
    }
    for end in 0..regular.len() {
        if let Some(start) = regular.get(..end) {
            assert!(read_json(start, &given).is_none(), "{start}");
        }
    }
}

#[test]
fn what_is_written_oddly_is_read() {
    let given = Overrides::default();
    let regular = r#"{"format":1,"filing":{"kind":"first","province":"山西"},"meta":{"a":1}}"#;
    let known = read_json(regular, &given);
    assert!(known.is_some());
    for (part, instead) in [
        ("{\"format\":1,", " \t{\r\n\"format\" : 1 , "),
        ("\"format\"", "\"f\\u006frmat\""),
        ("\"first\"", "\"\\u0066ir\\u0073t\""),
        ("山西", "\\u5c71\\u897f"),
        ("{\"a\":1}", "{}"),
        ("{\"a\":1}", "{\"\":null}"),
        (
            "{\"a\":1}",
            "{\"a\":\"\\\\\",\"b\":\"\\\"\",\"c\":\"\\ud83d\\ude00\"}",
        ),
        (
            "{\"a\":1}",
            "{\"a\":[],\"b\":[[{}]],\"c\":-1.5E+3,\"d\":-7}",
        ),
        ("\"a\":1}}", "\"a\":1}}\r\n "),
    ] {
        let text = regular.replacen(part, instead, 1);
        assert_ne!(text, regular, "{part}");
        assert_eq!(read_json(&text, &given), known, "{text}");
        answers_alike(&text);
    }
}
