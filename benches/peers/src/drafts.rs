//! The drafts: those of the generator, and in some what it never puts wrong.

use beian_drafts::Settings;
use serde_json::{Value, json};

/// A made-up number, right in its check digit, of somebody born on 2010-11-03.
const YOUNG: &str = "140105201011030010";

/// So many drafts, one a line.
pub fn lines(settings: &Settings, count: u64) -> Vec<String> {
    let draft = |number| {
        let mut draft = settings.draft(number);
        put_wrong(&mut draft, number);
        draft.to_string()
    };
    (0..count).map(draft).collect()
}

fn put_wrong(draft: &mut Value, number: u64) {
    let put = |draft: &mut Value, path: &str, value: Value| {
        if let Some(place) = draft.pointer_mut(path) {
            *place = value;
        }
    };
    if number % 31 == 1 {
        put(draft, "/principal/certificate/number", json!(YOUNG));
    }
    if number % 5 == 2 {
        put(draft, "/principal/is_legal_representative", json!(false));
    }
    if number % 41 == 3 {
        put(draft, "/services/0/name", json!("示例"));
    }
    if number % 41 == 4 {
        put(draft, "/services/0/name", json!("示例".repeat(12)));
    }
    if number % 37 == 5 {
        put(draft, "/attachments/0/file", json!("example-card.pdf"));
    }
    if number % 11 == 6 {
        let here = draft["filing"]["province"] == "140000";
        let other = if here { "130000" } else { "140000" };
        put(draft, "/principal/certificate/province", json!(other));
        if let Some(principal) = draft["principal"].as_object_mut() {
            principal.insert("social_security_months".to_owned(), json!(1));
        }
    }
    if draft["filing"]["province"] == "140000"
        && let Some(Value::Array(domains)) = draft.pointer_mut("/services/0/domains")
        && let [domain] = domains.as_slice()
    {
        let more = (1..4).map(|number| {
            let mut domain = domain.clone();
            domain["name"] = json!(format!("example-more-{number}.cn"));
            domain
        });
        let more: Vec<Value> = more.collect();
        domains.extend(more);
    }
}
