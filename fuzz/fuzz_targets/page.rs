//! Any bytes as a web page: `cargo +nightly fuzz run page`. Every place lies in its text.
#![no_main]

use std::sync::LazyLock;

use beian::ruleset::{Choice, Library, SiteCheck};
use beian::site::{Expected, Role, Seen, SiteRules, decode, read_page};
use libfuzzer_sys::fuzz_target;

static RULES: LazyLock<SiteRules> = LazyLock::new(|| {
    let choice = Choice {
        province: Some(110_000),
        provider: None,
    };
    let (ruleset, faults) = Library::embedded().ruleset(choice);
    assert!(faults.is_empty(), "{faults:?}");
    let rules = SiteCheck::ALL
        .into_iter()
        .filter_map(|check| ruleset.site_rule(check));
    SiteRules(rules.collect())
});

fuzz_target!(|bytes: &[u8]| {
    let decoded = decode(bytes);
    let page = read_page(&decoded.text);
    let judged = Seen::new(&page).judge(&decoded, &Expected::default(), &RULES, Role::Home);
    for fault in &judged.faults {
        let (start, end) = (fault.span.0 as usize, fault.span.1 as usize);
        assert!(decoded.text.get(start..end).is_some(), "{fault:?}");
    }
});
