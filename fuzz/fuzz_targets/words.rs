//! Any text as what people write: numbers, answers, a bureau's words: `cargo +nightly fuzz run words`.
//!
//! What is brought into one form stays in it.
#![no_main]

use std::sync::LazyLock;

use beian::identifiers::{
    check_credit_code, check_domain, check_email, check_id_card, check_ip, check_license_number,
    check_mobile, check_passport, check_phone, check_public_security_number, fold, fold_identifier,
    fold_lower, name_form, phone_digits, same_name,
};
use beian::rejected::{Reasons, meanings, reasons};
use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;

static REASONS: LazyLock<Option<Reasons>> = LazyLock::new(|| reasons().ok());

fuzz_target!(|text: &str| {
    for form in [
        |text: &str| fold(text).into_owned(),
        |text: &str| fold_lower(text).into_owned(),
        |text: &str| fold_identifier(text).into_owned(),
    ] {
        let once = form(text);
        assert_eq!(form(&once), once, "of {text:?}");
    }
    assert!(same_name(text, text));
    phone_digits(text);
    name_form(text);
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default();
    check_id_card(text, today);
    check_credit_code(text);
    check_domain(text);
    check_email(text);
    check_ip(text);
    check_license_number(text);
    check_mobile(text);
    check_passport(text);
    check_phone(text);
    check_public_security_number(text);
    if let Some(reasons) = &*REASONS {
        meanings(reasons, text);
    }
});
