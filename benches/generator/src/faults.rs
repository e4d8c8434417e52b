//! What is put wrong in a draft, and what is left out of one.

use serde_json::{Value, json};

use super::Settings;
use super::compose::day_from;
use super::random::Random;

/// Puts one to three things wrong.
pub fn put_wrong(draft: &mut Value, settings: &Settings, random: &mut Random) {
    for _ in 0..random.between(1, 3) {
        let soon = |days| json!(day_from(settings.as_of, days).to_string());
        match random.below(14) {
            0 => put(
                draft,
                "/services/0/domains/0/expires",
                soon(random.between(-20, 60)),
            ),
            1 => {
                let mobile = draft.pointer("/principal/mobile").cloned();
                put(
                    draft,
                    "/principal/emergency_phone",
                    mobile.unwrap_or_default(),
                );
            }
            2 => put(
                draft,
                "/services/0/domains/0/registrant/name",
                json!("王示例贸易商行"),
            ),
            3 => put(
                draft,
                "/principal/certificate/number",
                json!("11010519491231002Y"),
            ),
            4 => put(draft, "/principal/mobile", json!("1380000001")),
            5 => put(draft, "/principal/email", json!("example.cn")),
            6 => put(
                draft,
                "/principal/certificate/valid_until",
                soon(random.between(-90, 30)),
            ),
            7 => put(draft, "/services/0/name", json!("示例金融交易所")),
            8 => put(draft, "/services/0/domains/0/verified", json!(false)),
            9 => put(
                draft,
                "/services/0/domains/0/name",
                json!("www.example-house.cn"),
            ),
            10 => put(draft, "/access/months", json!(1)),
            11 => put(
                draft,
                "/services/0/involves",
                json!(["education", "medical"]),
            ),
            12 => {
                let filing = draft.pointer("/filing/province").and_then(Value::as_str);
                let other = if filing == Some("140000") {
                    "130000"
                } else {
                    "140000"
                };
                put(draft, "/subject/address/province", json!(other));
            }
            _ => put(
                draft,
                "/subject/certificate/number",
                json!("91140100MA0EXAMP13"),
            ),
        }
    }
}

/// Takes one to five things out.
pub fn take_out(draft: &mut Value, random: &mut Random) {
    const PATHS: &[&str] = &[
        "/principal/emergency_phone",
        "/principal/email",
        "/principal/mobile",
        "/principal/certificate/valid_until",
        "/principal/certificate/province",
        "/principal/is_legal_representative",
        "/subject/business_scope",
        "/subject/certificate/valid_until",
        "/subject/certificate/city",
        "/subject/address/city",
        "/subject/abnormal",
        "/subject/on_record",
        "/access",
        "/access/ips",
        "/access/months",
        "/services/0/involves",
        "/services/0/content",
        "/services/0/resolved",
        "/services/0/domains/0/expires",
        "/services/0/domains/0/verified_on",
        "/services/0/domains/0/registrant",
        "/services/0/domains/0/registrar",
        "/services/0/domains",
        "/attachments",
        "/previous",
    ];
    for _ in 0..random.between(1, 5) {
        let path = random.one(PATHS);
        if let Some((parent, key)) = path.rsplit_once('/')
            && let Some(Value::Object(table)) = draft.pointer_mut(parent)
        {
            table.shift_remove(key);
        }
    }
}

/// Puts a value where the draft has one.
fn put(draft: &mut Value, path: &str, value: Value) {
    if let Some(place) = draft.pointer_mut(path) {
        *place = value;
    }
}
