//! What holds for any text, and for any tree written by another program.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{Format, Node, Parsed, SourceFile, Span, Table, Value, escape_control, parse};

fn parsed(text: &str, format: Format) -> Parsed {
    parse(&SourceFile::new("t", text), format)
}

#[track_caller]
fn check_spans(text: &str, parsed: &Parsed) {
    let lies_in = |span: Span| {
        assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    };
    fn visit(node: &Node, lies_in: &impl Fn(Span)) {
        lies_in(node.span);
        match &node.value {
            Value::Array(items) => items.iter().for_each(|item| visit(item, lies_in)),
            Value::Table(table) => visit_table(table, lies_in),
            _ => {}
        }
    }
    fn visit_table(table: &Table, lies_in: &impl Fn(Span)) {
        let mut rest = table.entries.iter();
        while let Some(entry) = rest.next() {
            lies_in(entry.key_span);
            visit(&entry.node, lies_in);
            assert!(rest.clone().all(|other| other.key != entry.key));
            assert!(rest.clone().all(|other| other.key_span >= entry.key_span));
        }
    }
    lies_in(parsed.root_span);
    visit_table(&parsed.root, &lies_in);
    for problem in &parsed.problems {
        lies_in(problem.span);
        let line = format!("{}{}", problem.message.zh, problem.message.en);
        assert_eq!(escape_control(&line), line);
    }
}

/// Text made of what TOML and JSON are made of, which finds more than arbitrary text.
fn nearly() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "[", "]", "[[", "]]", "{", "}", "=", ".", ",", ":", "\"", "'", "\"\"\"", "'''", "#",
            "\\", "\\u", "\\ud83d", "\n", "\r\n", "\r", " ", "\t", "-", "_", "0", "1", "0x", "1e9",
            "2026-02-30", "07:32:00", "true", "nan", "null", "“", "”", "＝", "：", "，", "【", "】",
            "\u{3000}", "\u{feff}", "\0", "\u{1b}", "山", "𠮷", "//", "- ",
        ]).prop_map(str::to_owned),
        4 => prop::sample::select(vec![
            "a", "b", "c", "a = 1\n", "b = \"x\"\n", "[a]\n", "[[b]]\n", "[a.b]\n", "a.b = 1\n",
            "\"a\": 1", "{\"a\": [", "}, ", "a = [\n", "a = {", "b: 1\n", "c\n",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn leaf() -> impl Strategy<Value = toml::Value> {
    use toml::Value as V;
    prop_oneof![
        any::<bool>().prop_map(V::Boolean),
        any::<i64>().prop_map(V::Integer),
        any::<f64>()
            .prop_filter("finite", |f| f.is_finite())
            .prop_map(V::Float),
        any::<String>().prop_map(V::String),
        "[山西“”＝ \"'\\\\\n\t]{0,8}".prop_map(V::String),
    ]
}

fn tree() -> impl Strategy<Value = toml::Table> {
    let key = prop_oneof!["[a-z_-]{1,4}", any::<String>()];
    let value = leaf().prop_recursive(4, 32, 5, {
        let key = key.clone();
        move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(toml::Value::Array),
                prop::collection::btree_map(key.clone(), inner, 0..4)
                    .prop_map(|map| toml::Value::Table(map.into_iter().collect())),
            ]
        }
    });
    prop::collection::btree_map(key, value, 0..5).prop_map(|map| map.into_iter().collect())
}

/// Our value as the `toml` crate's, to compare without spans.
fn plain(value: &Value) -> toml::Value {
    match value {
        Value::Bool(flag) => (*flag).into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => items
            .iter()
            .map(|item| plain(&item.value))
            .collect::<Vec<_>>()
            .into(),
        Value::Table(table) => toml::Value::Table(plain_table(table)),
        other => panic!("{other:?}"),
    }
}

fn plain_table(table: &Table) -> toml::Table {
    let entry = |e: &super::Entry| (e.key.clone(), plain(&e.node.value));
    table.entries.iter().map(entry).collect()
}

proptest! {
    #[test]
    fn any_text_is_parsed_without_panic(text in any::<String>()) {
        for format in [Format::Toml, Format::Json] {
            check_spans(&text, &parsed(&text, format));
        }
    }

    #[test]
    fn nearly_right_text_is_parsed_without_panic(text in nearly()) {
        let text = SourceFile::new("t", text).text;
        for format in [Format::Toml, Format::Json] {
            check_spans(&text, &parsed(&text, format));
        }
        let json = format!("{{\"k\": {text}}}");
        check_spans(&json, &parsed(&json, Format::Json));
    }

    #[test]
    fn problems_are_told_exactly_of_text_that_is_not_toml(text in nearly()) {
        let text = SourceFile::new("t", text).text;
        let valid = toml::from_str::<toml::Table>(&text).is_ok();
        prop_assert_eq!(parsed(&text, Format::Toml).problems.is_empty(), valid, "{:?}", text);
    }

    #[test]
    fn what_passes_as_json_is_json(text in nearly()) {
        let text = format!("{{\"k\": {text}}}");
        if parsed(&text, Format::Json).problems.is_empty() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{:?}", text);
        }
    }

    #[test]
    fn written_toml_is_read_back(tree in tree()) {
        let text = toml::to_string(&tree).unwrap();
        let parsed = parsed(&text, Format::Toml);
        prop_assert_eq!(&parsed.problems, &[], "{}", text);
        check_spans(&text, &parsed);
        prop_assert_eq!(plain_table(&parsed.root), tree);
    }

    #[test]
    fn written_json_is_read_back(tree in tree()) {
        for text in [serde_json::to_string(&tree).unwrap(), serde_json::to_string_pretty(&tree).unwrap()] {
            let parsed = parsed(&text, Format::Json);
            prop_assert_eq!(&parsed.problems, &[], "{}", text);
            check_spans(&text, &parsed);
            prop_assert_eq!(plain_table(&parsed.root), tree.clone());
        }
    }

    #[test]
    fn escaped_text_keeps_its_length(text in any::<String>()) {
        let escaped = escape_control(&text);
        prop_assert_eq!(escaped.chars().count(), text.chars().count());
        prop_assert!(!escaped.chars().any(char::is_control));
        prop_assert_eq!(&escape_control(&escaped), &escaped);
    }
}

/// Texts of megabytes made to be slow. The time allowed is for an unoptimised build on a busy
/// machine; what is quadratic takes minutes.
#[test]
fn hostile_texts_take_no_longer_than_their_length() {
    let many = 1_000_000;
    let dotted = vec!["a"; many / 2].join(".");
    let keys: String = (0..100_000).map(|n| format!("key{n} = {n}\n")).collect();
    let json_keys: Vec<String> = (0..100_000).map(|n| format!("\"key{n}\": {n}")).collect();
    let texts = [
        ("[", "[".repeat(many)),
        ("a = [", format!("a = {}", "[".repeat(many))),
        ("{\"a\":", "{\"a\":".repeat(many / 5)),
        ("dots", format!("{dotted} = 1")),
        ("header dots", format!("[{dotted}]")),
        ("newlines", "\n".repeat(many)),
        ("string", format!("a = \"{}\"", "山".repeat(many / 3))),
        (
            "json string",
            format!("{{\"a\": \"{}\"}}", "山".repeat(many / 3)),
        ),
        (
            "open string",
            format!("a = \"\"\"{}", "山\n".repeat(many / 4)),
        ),
        ("keys", keys),
        ("json keys", format!("{{{}}}", json_keys.join(","))),
        ("same header", "[a]\n".repeat(20_000)),
        ("same key", "a = 1\n".repeat(20_000)),
        (
            "same json key",
            format!("{{{}}}", vec!["\"a\":1"; 20_000].join(",")),
        ),
        ("no value", "a\n".repeat(20_000)),
        ("wide", "“，".repeat(many / 6)),
        ("one line", format!("a = [{}", "1，".repeat(20_000))),
        ("quotes", "\"".repeat(200_000)),
        ("equals", "=\n".repeat(many / 4)),
        ("commas", format!("a = [{}", ",".repeat(many / 4))),
        ("escapes", format!("a = \"{}\"", "\\u".repeat(many / 4))),
        ("open lists", "a = [\n".repeat(60)),
    ];
    for (name, text) in texts {
        for format in [Format::Toml, Format::Json] {
            let start = Instant::now();
            let parsed = parsed(&text, format);
            let time = start.elapsed();
            println!(
                "{name} {format:?}: {time:?}, {} problems",
                parsed.problems.len()
            );
            assert!(
                time < Duration::from_secs(10),
                "{name} {format:?}: {time:?}"
            );
            assert!(parsed.problems.len() <= super::MAX_PROBLEMS + 1);
            assert!(!parsed.incomplete || !parsed.problems.is_empty(), "{name}");
        }
    }
}
