//! Whole interviews, with likely answers and with any.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "a test may fail by overflowing"
)]

use chrono::NaiveDate;
use proptest::prelude::*;

use super::document::Document;
use super::machine::{Ask, Interview, Stage};
use super::question::{Form, Question};
use super::survey::{Bench, read};
use super::value::{Value, read_typed};
use crate::fields::Kind;
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
        (
            _,
            "subject_on_record" | "domain_on_record" | "resolved" | "abnormal"
            | "privacy_protection",
        ) => Value::Flag(false),
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
        (
            Form::Typed {
                kind: Kind::City, ..
            },
            _,
        ) => Value::Division(440_100),
        (Form::Typed { .. }, _) => text("示例"),
    }
}

/// Goes through an interview; gives what was asked, and the text at the end.
fn go(given: &[(&str, Value)], from: Option<&str>) -> (Vec<String>, String) {
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
        interview.answer(question.ask, &value).ok().unwrap();
        asked.push(key);
    }
    interview.finish().ok().unwrap();
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
fn a_local_never_hears_of_residence_permits() {
    let (asked, text) = go(&personal(310_000), None);
    assert!(
        !asked.iter().any(|key| key.contains("residence_permit")),
        "{asked:?}"
    );
    // The number tells these.
    for told in ["birth_date", "sex"] {
        assert!(!asked.iter().any(|key| key.ends_with(told)), "{asked:?}");
    }
    assert!(!text.contains("interview"), "{text}");
}

/// The certificates that a subject of a kind may choose from.
fn certificates(kind: &'static str) -> Vec<&'static str> {
    let library = Library::embedded();
    let mut interview = begin(&library, None);
    while let Some(question) = next(&interview) {
        let key = key(question.ask);
        if key == "subject.certificate.type" {
            let Form::OneOf(entries) = question.form else {
                panic!("no list");
            };
            let id = |value| match value {
                Value::Choice(id) => id,
                _ => panic!("no choice"),
            };
            return entries.into_iter().map(|entry| id(entry.value)).collect();
        }
        let value = match key.as_str() {
            "subject.kind" => Value::Choice(kind),
            "filing.province" => Value::Division(310_000),
            _ => usual(&question),
        };
        interview.answer(question.ask, &value).ok().unwrap();
    }
    panic!("never asked");
}

#[test]
fn certificates_suit_the_kind_of_subject() {
    let person = certificates("personal");
    assert!(person.contains(&"id-card") && person.contains(&"passport"));
    assert!(!person.contains(&"business-license"), "{person:?}");
    assert!(!person.contains(&"other"), "{person:?}");
    let enterprise = certificates("enterprise");
    assert!(enterprise.contains(&"business-license"), "{enterprise:?}");
    for other in ["id-card", "institution-certificate", "military-code"] {
        assert!(!enterprise.contains(&other), "{enterprise:?}");
    }
}

#[test]
fn who_lives_elsewhere_is_asked_for_a_permit_at_once() {
    let mut given = personal(310_000);
    given.push(("subject.certificate.province", Value::Division(320_000)));
    given.push(("principal.residence_permit", Value::Present));
    let (asked, _) = go(&given, None);
    let at = asked
        .iter()
        .position(|key| key == "subject.certificate.province")
        .unwrap();
    assert_eq!(asked[at + 1], "principal.residence_permit", "{asked:?}");
    // A permit of the filing's province was asked for.
    assert_eq!(asked[at + 2], "principal.residence_permit.valid_until");
}

#[test]
fn the_province_of_the_number_is_offered() {
    let library = Library::embedded();
    let text = "format = 1\nfiling = { kind = \"first\", province = \"310000\", provider = \"aliyun\" }\n\
        [subject]\nkind = \"personal\"\nname = \"李示例\"\n\
        certificate = { type = \"id-card\", number = \"140105199003070012\", valid_until = \"long-term\" }\n\
        [principal]\nmobile = \"13800000003\"\n";
    let question = next(&begin(&library, Some(text))).unwrap();
    assert_eq!(key(question.ask), "subject.certificate.province");
    assert!(question.default == Some(Value::Division(140_000)));
}

/// The questions that are there whatever is answered: what no rule asks for is not asked.
#[test]
fn only_what_something_depends_on_is_asked() {
    let library = Library::embedded();
    // Asked before anything else depends on them; the number, which the domain's owner is compared
    // with later, says where the unit is.
    let early = [
        "filing.provider",
        "subject.kind",
        "subject.name",
        "subject.certificate.number",
    ];
    let filings = [
        ("personal", 310_000),
        ("personal", 440_000),
        ("enterprise", 310_000),
        ("enterprise", 140_000),
    ];
    for (kind, province) in filings {
        let mut given = personal(province);
        given[2].1 = Value::Choice(kind);
        if kind != "personal" {
            given[3].1 = Value::Choice("business-license");
        }
        let mut interview = begin(&library, None);
        let mut count = 0;
        while let Some(question) = next(&interview) {
            let key = key(question.ask);
            if let Ask::Field(path) = question.ask
                && let Some(outcome) = interview.bench().outcome(interview.draft())
                && !early.contains(&key.as_str())
            {
                assert!(outcome.unknown.contains_key(&path), "{key} is not needed");
            }
            let value = given
                .iter()
                .find(|(wanted, _)| *wanted == key)
                .map_or_else(|| usual(&question), |(_, value)| value.clone());
            interview.answer(question.ask, &value).ok().unwrap();
            count += 1;
        }
        assert!((20..=45).contains(&count), "{kind} {province}: {count}");
        let outcome = interview.bench().outcome(interview.draft()).unwrap();
        assert!(outcome.unknown.is_empty(), "{:?}", outcome.unknown);
    }
}

#[test]
fn a_draft_of_somebody_s_own_keeps_its_comments_and_order() {
    let library = Library::embedded();
    let text = "# 我的草稿\nformat = 1 # 版本\n\n[subject] # 主体\nkind = \"personal\"\nname = \"李示例\" # 我\n\n\
        [filing]\nprovince = \"上海\"\nkind = \"frist\" # 首次\nprovider = \"aliyun\"\n";
    let mut interview = begin(&library, Some(text));
    let question = next(&interview).unwrap();
    assert_eq!(key(question.ask), "filing.kind");
    interview
        .answer(question.ask, &Value::Choice("first"))
        .ok()
        .unwrap();
    assert_eq!(interview.text(), text.replace("frist", "first"));
}

/// An answer of any sort, by a number.
fn any_answer(question: &Question, pick: u16) -> Option<Value> {
    let pick = usize::from(pick);
    if pick % 7 == 0 && question.may_skip {
        return None;
    }
    if pick % 11 == 0 && question.none.is_some() {
        return Some(question.none_value());
    }
    Some(match &question.form {
        Form::OneOf(entries) => entries[pick % entries.len()].value.clone(),
        Form::SomeOf(entries) => {
            let chosen = entries.iter().skip(pick % entries.len()).take(2);
            let values: Vec<Value> = chosen.map(|entry| entry.value.clone()).collect();
            match &values[0] {
                Value::Held(_) => Value::Held(
                    values
                        .iter()
                        .flat_map(|value| match value {
                            Value::Held(papers) => papers.clone(),
                            _ => Vec::new(),
                        })
                        .collect(),
                ),
                _ => Value::Choices(
                    values
                        .iter()
                        .filter_map(|value| match value {
                            Value::Choice(id) => Some(*id),
                            _ => None,
                        })
                        .collect(),
                ),
            }
        }
        Form::Typed { kind, ends, offers } => {
            if !offers.is_empty() && pick % 2 == 0 {
                return Some(offers[pick % offers.len()].value.clone());
            }
            let typed = [
                "140105199003070012",
                "13800000001",
                "2027-01-31",
                "长期",
                "12",
                "none",
                "张示例 \"引号\" '单' \\ # = [",
                "https://www.example.cn/",
                "310100",
                "203.0.113.10 10.0.0.1",
                "示例.中国",
                "zhang@example.cn",
            ];
            (0..typed.len()).find_map(|shift| {
                read_typed(*kind, *ends, typed[(pick + shift) % typed.len()]).ok()
            })?
        }
    })
}

fn cases() -> u32 {
    let scale: u32 = std::env::var("BEIAN_SCALE")
        .ok()
        .and_then(|scale| scale.parse().ok())
        .unwrap_or(1);
    12 * scale
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    /// Any answers: the text is always a draft without new faults, a run that begins anew from it
    /// asks the same next, and it comes to an end.
    #[test]
    fn any_answers_lead_to_an_end(
        kind in 0..11usize,
        filing in 0..12usize,
        picks in proptest::collection::vec(any::<u16>(), 120),
    ) {
        let library = Library::embedded();
        let mut interview = begin(&library, None);
        let mut any_open = false;
        let mut went_back = 0;
        let mut picks = picks.into_iter().cycle();
        let mut steps = 0;
        while let Some(question) = next(&interview) {
            steps += 1;
            prop_assert!(steps < 400, "no end after {}\n{}", key(question.ask), interview.text());
            let pick = picks.next().unwrap();
            let key = key(question.ask);
            let value = match key.as_str() {
                "aim" => None,
                "filing.kind" => {
                    Some(Value::Choice(crate::fields::choices::FILING_KINDS[filing].id))
                }
                "subject.kind" => {
                    Some(Value::Choice(crate::fields::choices::SUBJECT_KINDS[kind].id))
                }
                _ if key.starts_with("more ") => Some(Value::None),
                _ => any_answer(&question, pick),
            };
            let before = interview.text();
            match &value {
                Some(value) => drop(interview.answer(question.ask, value).ok().unwrap()),
                None => {
                    interview.leave_open(question.ask).ok().unwrap();
                    any_open |= key != "aim";
                }
            }
            if pick % 13 == 0 && went_back < 20 {
                went_back += 1;
                let asked = interview.back().ok().unwrap();
                prop_assert_eq!(asked, Some(question.ask));
                prop_assert_eq!(interview.text(), before);
                continue;
            }
            let (_, parsed, reading) = read("", &interview.text());
            prop_assert!(parsed.problems.is_empty(), "{}", interview.text());
            for fault in &reading.faults {
                prop_assert!(
                    fault.kind == crate::draft::FaultKind::Missing,
                    "{} {}\n{}", fault.path, fault.message.zh, interview.text()
                );
            }
            // Beginning anew reads the rules anew: at some questions of each interview.
            if !any_open && steps > 1 && pick % 3 == 0 {
                let again = begin(&library, Some(&interview.text()));
                let mut expected = next(&interview);
                // What a run left open to choose the kind directly is remembered in it alone.
                expected = expected.filter(|question| !matches!(question.ask, Ask::Field(path)
                    if path.to_string() == "filing.kind"));
                if let Some(expected) = expected {
                    prop_assert_eq!(next(&again).map(|question| question.ask), Some(expected.ask));
                }
            }
        }
        interview.finish().ok().unwrap();
        interview.review();
        let (_, _, reading) = read("", &interview.text());
        prop_assert!(reading.faults.is_empty());
        prop_assert!(Document::parse(&interview.text()).is_ok());
    }

    /// From any of the example drafts, in any state of incompleteness: what is written by hand is
    /// still there at the end.
    #[test]
    fn half_a_draft_goes_on(cut in 0..60usize, picks in proptest::collection::vec(any::<u16>(), 60)) {
        let library = Library::embedded();
        let whole = include_str!("../../examples/enterprise-blocked.toml");
        let text: String = whole.split_inclusive('\n').take(cut + 12).collect();
        let Ok(document) = Document::parse(&text) else {
            return Ok(());
        };
        let comments = |text: &str| text.matches('#').count();
        let before = comments(&document.text());
        let mut interview = begin(&library, Some(&text));
        let mut picks = picks.into_iter().cycle();
        let mut steps = 0;
        while let Some(question) = next(&interview) {
            steps += 1;
            prop_assert!(steps < 200);
            let value = match question.ask {
                Ask::More(_) => Some(Value::None),
                _ => any_answer(&question, picks.next().unwrap()),
            };
            match value {
                Some(value) => drop(interview.answer(question.ask, &value).ok().unwrap()),
                None => drop(interview.leave_open(question.ask).ok().unwrap()),
            }
        }
        interview.finish().ok().unwrap();
        prop_assert!(comments(&interview.text()) >= before, "{}", interview.text());
        let (_, parsed, reading) = read("", &interview.text());
        prop_assert!(parsed.problems.is_empty());
        prop_assert!(reading.faults.is_empty(), "{:?}\n{}", reading.faults, interview.text());
    }
}
