//! Pages as real sites write them, and pages that nobody would write.

#![allow(clippy::panic, clippy::unwrap_used)]

mod corpus;
mod property;

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use beian::ruleset::{Choice, Library, Severity, SiteCheck};
use beian::site::{Expected, Judged, Role, Seen, SiteRules, decode, read_page};

/// The embedded checks of every province that a test asked for: loaded once, as it takes longer
/// than to judge a page.
static RULES: LazyLock<Mutex<HashMap<Option<u32>, SiteRules>>> = LazyLock::new(Mutex::default);

/// The embedded checks of a province.
pub fn rules(province: Option<u32>) -> SiteRules {
    let mut known = RULES.lock().unwrap();
    let rules = known.entry(province).or_insert_with(|| {
        let choice = Choice {
            province,
            provider: None,
        };
        let (ruleset, faults) = Library::embedded().ruleset(choice);
        assert_eq!(faults, []);
        let checks = SiteCheck::ALL.into_iter();
        SiteRules(
            checks
                .filter_map(|check| ruleset.site_rule(check))
                .collect(),
        )
    });
    rules.clone()
}

/// What comes of a page.
pub fn judge(bytes: &[u8], expected: &Expected, rules: &SiteRules) -> Judged {
    let decoded = decode(bytes);
    let page = read_page(&decoded.text);
    Seen::new(&page).judge(&decoded, expected, rules, Role::Home)
}

/// The ids of what is wrong with it at least as grave as a warning, and of what is not known with a
/// question mark.
pub fn told(judged: &Judged) -> Vec<String> {
    let faults = judged.faults.iter();
    let mut out: Vec<String> = faults
        .filter(|fault| fault.severity >= Severity::Warning)
        .map(|fault| fault.check.id().to_owned())
        .collect();
    let open = judged.inquiries.iter();
    out.extend(open.map(|inquiry| format!("{}?", inquiry.check.id())));
    out
}
