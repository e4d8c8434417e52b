//! What a report says which draft it is of.

use crate::support::{ENTERPRISE, QUOTING, report};

/// Whoever names no provider has another; what could not be read may have named one.
#[test]
fn a_provider_that_may_stand_in_what_is_unreadable_is_not_told() {
    let provider = |name: &str, text: &str| report(name, text, QUOTING).drafts[0].provider;
    let named = "provider = \"aliyun\"\n";
    assert!(ENTERPRISE.contains(named));
    for (line, told) in [
        (named, Some("aliyun")),
        ("", Some("other")),
        ("provider = \"aliyum\"\n", None),
        ("provider = aliyun\n", None),
        ("provder = \"aliyun\"\n", None),
    ] {
        let draft = ENTERPRISE.replace(named, line);
        assert_eq!(provider("草稿.toml", &draft), told, "{line}");
    }
    for (json, told) in [
        ("{\"format\": 1}", Some("other")),
        ("{\"format\": 1, \"filing\": 3}", None),
        (
            "{\"format\": 1, \"filling\": { \"provider\": \"aliyun\" }}",
            None,
        ),
        (
            "{\"format\": 1, \"subject\": { \"name\": 3 }}",
            Some("other"),
        ),
        ("{\"format\": 1, \"filing\": { \"kind\": \"first\"", None),
        ("[]", None),
    ] {
        assert_eq!(provider("draft.json", json), told, "{json}");
    }
}
