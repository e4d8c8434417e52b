use proptest::prelude::*;

use super::{KeyText, Scanner, plain};

#[test]
fn plain_text_ends_at_the_first_byte_that_ends_it() {
    for length in 0..40_usize {
        for other in ["a", "省", "\u{80}", "!", "#", "[", "]", "\u{7f}", " "] {
            let before = other.repeat(length);
            for end in ["\"", "\\", "\u{1f}", "\u{0}", "\n"] {
                for behind in ["", "\"\"\"\"\"\"\"\"", "bcdefghij"] {
                    let text = format!("{before}{end}{behind}");
                    assert_eq!(plain(text.as_bytes()), before.len(), "{text:?}");
                }
            }
            assert_eq!(plain(before.as_bytes()), before.len(), "{before:?}");
        }
    }
}

#[test]
fn a_key_is_passed_with_its_colon() {
    let longest = "a".repeat(29);
    let too_long = "a".repeat(30);
    for (key, is_known) in [
        ("", true),
        ("kind", true),
        (&*longest, true),
        (&*too_long, false),
    ] {
        let behind = "x".repeat(40);
        let text = format!("\"{key}\":{behind}");
        let mut scanner = Scanner::new(&text);
        assert_eq!(scanner.is_key(&KeyText::new(key)), is_known, "{key}");
        assert_eq!(scanner.rest() == behind.as_bytes(), is_known, "{key}");
        let known = KeyText::new(key);
        for other in [
            format!("\"{key}\" :{behind}"),
            format!("\"{key}b\":{behind}"),
            format!("\"b{key}\":{behind}"),
            format!(" \"{key}\":{behind}"),
        ] {
            let mut scanner = Scanner::new(&other);
            assert!(!scanner.is_key(&known), "{other}");
            assert_eq!(scanner.rest(), other.as_bytes());
        }
    }
}

/// Strings that are hard to tell apart from what ends them.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "省",
        "\"",
        "\\",
        "\\\"",
        "\\\\",
        "\\n",
        "\\u7701",
        "\\ud83d\\ude00",
        "\\ud83d",
        "\n",
        "\u{0}",
        ",",
        ":",
        " ",
        "eight by",
        "tes",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_string_is_what_the_library_reads(inside in pieces()) {
        let text = format!("\"{inside}\"");
        let mut known = serde_json::Deserializer::from_str(&text).into_iter::<String>();
        let read = known.next().and_then(Result::ok);
        let mut scanner = Scanner::new(&text);
        let string = scanner.string().map(|string| string.into_owned());
        prop_assert_eq!(&string, &read, "{}", text);
        if read.is_some() {
            prop_assert_eq!(text.len().saturating_sub(scanner.rest().len()), known.byte_offset());
        }
    }

    #[test]
    fn a_number_is_what_the_library_reads(text in "-?[0-9]{0,20}(\\.[0-9]{0,3})?([eE][+-]?[0-9]{0,3})?") {
        let known = serde_json::from_str::<serde_json::Number>(&text).ok();
        prop_assert_eq!(Scanner::new(&text).number(), known, "{}", text);
    }
}
