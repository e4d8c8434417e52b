//! Whole interviews, with likely answers and with any.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::machine::{Ask, Interview, Stage};
use super::question::{Form, Question};
use super::survey::{Bench, read};
use super::value::{Value, read_typed};
use super::document::Document;
use crate::ruleset::Library;
use crate::text::Lang;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn begin<'l>(library: &'l Library, text: Option<&str>) -> Interview<'l> {
    let bench = Bench::new(library, None, today(), Lang::Zh);
    let document = text.map_or_else(Document::new, |text| Document::parse(text).unwrap());
    Interview::new(bench, document).ok().unwrap()
}

fn next(interview: &Interview<'_>) -> Option<Question> {
    match interview.next() {
        Stage::Ask(question) => Some(*question),
        _ => None,
    }
}

/// The name of what is asked.
fn key(ask: Ask) -> String {
    match ask {
        Ask::Situation(index) => crate::fields::SITUATION[index].key.to_owned(),
        Ask::Field(path) => path.to_string(),
        Ask::Add(path) => format!("+{path}"),
        Ask::More(path) => format!("more {path}"),
        Ask::Approvals(path) | Ask::Systems(path) => path.to_string(),
        Ask::AtHand => "attachments".to_owned(),
        Ask::Previous => "previous".to_owned(),
    }
}

/// What an applicant would answer, where nothing else is said.
fn usual(question: &Question) -> Value {
    let key = key(question.ask);
    let text = |text: &str| Value::Text(text.to_owned());
    let name = key.rsplit('.').next().unwrap_or(&key);
    match (&question.form, name) {
        (_, "aim") => Value::Choice("file"),
        (_, "mainland_server" | "mainland" | "bandwidth" | "verified") => Value::Flag(true),
        (_, "subject_on_record" | "domain_on_record" | "resolved" | "abnormal" | "privacy_protection") => {
            Value::Flag(false)
        }
        (_, "number" | "certificate_number") => text("310101199003070011"),
        (_, "mobile") => text("13800000001"),
        (_, "emergency_phone") => text("13900000002"),
        (_, "email") => text("zhang@example.cn"),
        (_, "expires" | "valid_until") => Value::Day(NaiveDate::from_ymd_opt(2031, 1, 1).unwrap()),
        (_, "verified_on" | "registered") => {
            Value::Day(NaiveDate::from_ymd_opt(2025, 1, 1).unwrap())
        }
        (_, "registrar") => text("阿里云计算有限公司"),
        (_, "content") => Value::Choices(vec!["blog"]),
        (_, "ips") => Value::Texts(vec!["203.0.113.10".to_owned()]),
        (_, "service_codes") => Value::Texts(vec!["code-1".to_owned()]),
        (_, "product") => text("ecs"),
        (_, "months" | "social_security_months") => Value::Number(12),
        (_, "business_scope") => text("软件开发"),
        _ if key.starts_with("+services[") => text("zhang-example.cn"),
        _ if key.starts_with("more ") => Value::None,
        _ if key.ends_with(".name") => text("张示例"),
        (Form::OneOf(_), _) if question.default.is_some() => question.default.clone().unwrap(),
        (Form::OneOf(entries), _) => entries[0].value.clone(),
        (Form::SomeOf(_), "attachments") => Value::Held(Vec::new()),
        (Form::SomeOf(_), _) => Value::Choices(Vec::new()),
        (Form::Typed { .. }, _) => text("示例"),
    }
}

/// Goes through an interview; gives what was asked, and the text at the end.
fn go<'a>(given: &[(&'a str, Value)], from: Option<&str>) -> (Vec<String>, String) {
    let library = Library::embedded();
    let mut interview = begin(&library, from);
    let mut asked = Vec::new();
    while let Some(question) = next(&interview) {
        let key = key(question.ask);
        assert!(asked.len() < 80, "no end: {asked:?}\n{}", interview.text());
        let value = given
            .iter()
            .find(|(wanted, _)| *wanted == key)
            .map_or_else(|| usual(&question), |(_, value)| value.clone());
        if std::env::var_os("SHOW").is_some() {
            println!(
                "[{}] {:?} {} {key} · {}",
                interview.standing().left,
                question.about,
                question.prompt,
                value.typed()
            );
        }
        let told = interview.answer(question.ask, &value).ok().unwrap();
        if std::env::var_os("SHOW").is_some() {
            for note in &told.notes {
                println!("     {}", note.zh);
            }
            for finding in &told.findings {
                println!("  !! {} {} {}", finding.path, finding.severity.id(), finding.message);
            }
        }
        asked.push(key);
    }
    (asked, interview.text())
}

fn personal(province: u32) -> Vec<(&'static str, Value)> {
    vec![
        ("filing.province", Value::Division(province)),
        ("filing.provider", Value::Choice("aliyun")),
        ("subject.kind", Value::Choice("personal")),
        ("subject.certificate.type", Value::Choice("id-card")),
    ]
}

#[test]
fn a_person_in_shanghai() {
    let (asked, text) = go(&personal(310_000), None);
    println!("{text}");
    assert!(!asked.iter().any(|key| key.contains("residence_permit")), "{asked:?}");
    let mut elsewhere = personal(310_000);
    elsewhere.push(("subject.certificate.province", Value::Division(320_000)));
    let (asked, _) = go(&elsewhere, None);
    let at = asked
        .iter()
        .position(|key| key == "subject.certificate.province")
        .unwrap();
    assert_eq!(asked[at + 1], "principal.residence_permit", "{asked:?}");
}

#[test]
fn an_enterprise() {
    let mut given = personal(140_000);
    given[2].1 = Value::Choice("enterprise");
    given[3].1 = Value::Choice("business-license");
    let (asked, text) = go(&given, None);
    println!("{asked:?}\n{text}");
    panic!();
}
