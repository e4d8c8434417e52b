//! Any text as a draft in JSON and in TOML: `cargo +nightly fuzz run draft`.
//!
//! The fast reader says nothing but what the tolerant one says without a fault, every place lies in
//! the text, and what can be converted is the same draft in the other format.
#![no_main]

use beian::draft::{Overrides, read_json, read_parsed};
use beian::sheet::convertible;
use beian::source::{Parsed, SourceFile, parse_json, parse_toml};
use libfuzzer_sys::fuzz_target;

fn inside(text: &str, parsed: &Parsed) {
    let given = Overrides::default();
    let reading = read_parsed(parsed, &given);
    let spans = parsed.problems.iter().map(|problem| problem.span);
    for span in spans.chain(reading.faults.iter().map(|fault| fault.span)) {
        assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    }
}

fuzz_target!(|text: &str| {
    let given = Overrides::default();
    let file = SourceFile::new("草稿.json", text);
    let parsed = parse_json(&file);
    inside(&file.text, &parsed);
    if let Some(fast) = read_json(text, &given) {
        let tolerant = read_parsed(&parsed, &given);
        assert_eq!(parsed.problems, []);
        assert_eq!(tolerant.faults, []);
        assert_eq!(fast, tolerant.draft);
    }
    if let Ok(found) = convertible(&file, &parsed) {
        let toml = SourceFile::new("草稿.toml", found.toml());
        let again = parse_toml(&toml);
        assert_eq!(again.problems, [], "{}", toml.text);
        assert_eq!(
            read_parsed(&again, &given).draft,
            read_parsed(&parsed, &given).draft
        );
    }
    let file = SourceFile::new("草稿.toml", text);
    inside(&file.text, &parse_toml(&file));
});
