//! Lines written straight are those of reports, byte for byte.

use std::sync::{Arc, LazyLock};

use beian::batch::{Checker, Cost, Desk, Lines, Plans, Rulebook, Terms};
use beian::draft::Overrides;
use beian::evaluate::Severities;
use beian::render::json_record;
use beian::report::{Detail, DraftReport, FailOn, Manner, Straight, Usual};
use beian::ruleset::{Library, Severity};
use beian::text::Lang;
use beian_drafts::Settings;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Documents and owners, of which some go together.
const DOCUMENTS: &[&str] = &[
    "id-card",
    "business-license",
    "social-credit-certificate",
    "domain-certificate",
    "live-verification",
    "no-such-document",
];
const OWNERS: &[&str] = &[
    "subject",
    "principal",
    "legal_representative",
    "services[0]",
    "services[0].domains[0]",
    "services[1].principal",
    "nobody",
];
const KINDS: &[&str] = &[
    "first",
    "add-service",
    "add-service-elsewhere",
    "access",
    "change",
    "change-subject",
    "change-service",
    "transfer-subject",
    "cancel-subject",
    "cancel-service",
    "cancel-access",
    "no-such-kind",
];

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::embedded);
static RULEBOOK: LazyLock<Rulebook<'static>> = LazyLock::new(|| Rulebook::new(&LIBRARY));

/// What is done to a draft.
#[derive(Debug, Clone)]
enum Change {
    /// Another kind of filing.
    Kind(usize),
    /// Another kind of subject, or none.
    Subject(Option<&'static str>),
    /// Something in place of what a pointer points at.
    Put(&'static str, Value),
    /// A document at hand.
    Attach(usize, usize, Value),
    /// The first service once more, as it is or with a part in its place.
    Again(&'static str, Value),
    /// A finding that the draft accepts.
    Allow(&'static str),
}

impl Change {
    fn apply(&self, draft: &mut Value) {
        match self {
            Change::Kind(kind) => put(draft, "/filing/kind", json!(KINDS[*kind])),
            Change::Subject(Some(kind)) => put(draft, "/subject/kind", json!(kind)),
            Change::Subject(None) => {
                if let Some(subject) = draft["subject"].as_object_mut() {
                    subject.remove("kind");
                }
            }
            Change::Put(pointer, value) => put(draft, pointer, value.clone()),
            Change::Attach(document, owner, more) => {
                let mut attachment = json!({
                    "document": DOCUMENTS[*document],
                    "of": OWNERS[*owner],
                });
                if let (Value::Object(own), Value::Object(more)) = (&mut attachment, more) {
                    own.extend(more.clone());
                }
                push(draft, "attachments", attachment);
            }
            Change::Again(pointer, value) => {
                let mut service = draft["services"][0].clone();
                put(&mut service, pointer, value.clone());
                push(draft, "services", service);
            }
            Change::Allow(rule) => push(
                draft,
                "allow",
                json!({ "rule": rule, "path": "principal.email", "reason": "示例" }),
            ),
        }
    }
}

fn put(draft: &mut Value, pointer: &str, value: Value) {
    let (outer, key) = pointer.rsplit_once('/').unwrap();
    match draft.pointer_mut(outer) {
        Some(Value::Object(table)) => {
            table.insert(key.to_owned(), value);
        }
        Some(Value::Array(_)) => {
            if let Some(place) = draft.pointer_mut(pointer) {
                *place = value;
            }
        }
        _ => {}
    }
}

fn push(draft: &mut Value, list: &str, element: Value) {
    match &mut draft[list] {
        Value::Array(elements) => elements.push(element),
        other => *other = json!([element]),
    }
}

fn change() -> impl Strategy<Value = Change> {
    let values = prop_oneof![
        Just(json!("13800000001")),
        Just(json!("110105194912310021")),
        Just(json!("none")),
        Just(json!(
            "张示例\"\\\u{1}\u{202e}，电话 138 0000 0001 <zhang@example.cn>"
        )),
        Just(json!("2026-11-25")),
        Just(json!(17)),
        Just(json!(true)),
        Just(json!({ "name": "李示例", "mobile": "13900000001", "extra": 1 })),
        Just(json!([])),
    ];
    let places = prop::sample::select(vec![
        "/meta/id",
        "/filing/provider",
        "/filing/submit_on",
        "/subject/name",
        "/subject/certificate/number",
        "/principal",
        "/principal/name",
        "/principal/email",
        "/principal/mobile",
        "/principal/emergency_phone",
        "/principal/birth_date",
        "/principal/certificate/number",
        "/principal/certificate/valid_until",
        "/legal_representative",
        "/access",
        "/access/ips",
        "/services",
        "/services/0/name",
        "/services/0/content",
        "/services/0/principal",
        "/services/0/domains/0/name",
        "/services/0/domains/0/expires",
        "/services/0/domains",
        "/attachments",
        "/previous",
        "/previous/subject/name",
    ]);
    let subjects = prop::sample::select(vec![
        Some("personal"),
        Some("enterprise"),
        Some("government"),
        Some("individual-business"),
        None,
    ]);
    let more = prop_oneof![
        Just(json!({ "held": true })),
        Just(json!({ "file": "a.jpg", "side": "front" })),
        Just(json!({ "file": "b.gif", "side": "back", "medium": "copy" })),
        Just(json!({ "file": "c.png", "medium": "scan", "signed_on": "2026-01-01" })),
        Just(json!({})),
    ];
    prop_oneof![
        1 => (0..KINDS.len()).prop_map(Change::Kind),
        1 => subjects.prop_map(Change::Subject),
        4 => (places.clone(), values.clone()).prop_map(|(place, value)| Change::Put(place, value)),
        3 => (0..DOCUMENTS.len(), 0..OWNERS.len(), more)
            .prop_map(|(document, owner, more)| Change::Attach(document, owner, more)),
        1 => (
            prop::sample::select(vec!["/name", "/principal", "/domains", "/kind"]),
            values,
        )
            .prop_map(|(place, value)| Change::Again(place, value)),
        1 => prop::sample::select(vec!["email-format", "no-such-rule"]).prop_map(Change::Allow),
    ]
}

const DETAILS: [Detail; 4] = [
    Detail::Compact,
    Detail::Findings,
    Detail::Full,
    Detail::Guided,
];

/// How lines are written.
#[derive(Debug, Clone, Copy)]
struct How {
    detail: Detail,
    lang: Lang,
    unmask: bool,
    graded: bool,
}

fn how() -> impl Strategy<Value = How> {
    let details = DETAILS.to_vec();
    (
        prop::sample::select(details),
        prop::sample::select(vec![Lang::Zh, Lang::En]),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(detail, lang, unmask, graded)| How {
            detail,
            lang,
            unmask,
            graded,
        })
}

/// Has every usual draft written in both ways.
struct Both<'r> {
    straight: Straight<'r>,
    detail: Detail,
    line: Option<(Vec<u8>, [u8; 5], Vec<String>)>,
    compared: usize,
    alone: usize,
}

impl<'r> Desk<'r> for Both<'r> {
    fn usual(&mut self, usual: &Usual<'_, 'r>, _: Cost) -> Option<bool> {
        let mut line = Vec::new();
        let missing = self.straight.line(usual, &mut line);
        assert_eq!(missing, usual.documents_missing());
        let standing = usual.standing(missing);
        let rules = usual.failing_rules().map(str::to_owned);
        let statuses = FailOn::ALL.map(|level| level.status_for(standing));
        self.line = Some((line, statuses, rules.collect()));
        // And the report too.
        None
    }

    fn report(&mut self, report: DraftReport, _: Cost) -> bool {
        let Some((line, statuses, rules)) = self.line.take() else {
            self.alone += 1;
            return true;
        };
        let mut wanted = Vec::new();
        json_record(&report, self.detail, &mut wanted);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        assert_eq!(text(line), text(wanted));
        assert_eq!(statuses, FailOn::ALL.map(|level| level.status_of(&report)));
        let mut own: Vec<String> = report.findings.into_iter().map(|own| own.rule).collect();
        let mut rules = rules;
        own.sort();
        own.dedup();
        rules.sort();
        assert_eq!(rules, own);
        self.compared += 1;
        true
    }
}

/// Checks drafts and compares their lines; gives how many were compared and how many were not usual.
fn compare(drafts: &[Value], how: How) -> (usize, usize) {
    let mut bytes = Vec::new();
    for draft in drafts {
        bytes.extend_from_slice(draft.to_string().as_bytes());
        bytes.push(b'\n');
    }
    let lines = Lines::new(Arc::from("示例\".jsonl"), 1, 0, bytes);
    let terms = Terms {
        given: Overrides::default(),
        as_of: None,
        today: Settings::default().as_of,
        lang: how.lang,
        unmask: how.unmask,
    };
    let severities: Severities = [
        ("email-format", Severity::Notice),
        ("mobile", Severity::Error),
    ]
    .map(|(rule, severity)| (rule.to_owned(), severity))
    .into();
    let plans = Plans::new(&RULEBOOK);
    let manner = Manner {
        lang: how.lang,
        unmask: how.unmask,
        quote: false,
    };
    let mut both = Both {
        straight: Straight::new(manner, how.detail),
        detail: how.detail,
        line: None,
        compared: 0,
        alone: 0,
    };
    Checker::new(&plans, terms, how.detail)
        .graded(how.graded.then_some(&severities))
        .lines(&lines, &[], &mut both)
        .unwrap();
    (both.compared, both.alone)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_line_written_straight_is_that_of_the_report(
        seed in 0..10_000u64,
        changes in prop::collection::vec(prop::collection::vec(change(), 0..4), 6),
        how in how(),
    ) {
        let settings = Settings { seed, failing: 60, incomplete: 20, ..Settings::default() };
        let drafts: Vec<Value> = (0u64..)
            .zip(&changes)
            .map(|(number, changes)| {
                let mut draft = settings.draft(number);
                for change in changes {
                    change.apply(&mut draft);
                }
                draft
            })
            .collect();
        compare(&drafts, how);
    }
}

#[test]
fn most_drafts_are_usual_and_their_lines_are_the_same() {
    let settings = super::settings(21);
    let drafts: Vec<Value> = (0..150).map(|number| settings.draft(number)).collect();
    for detail in DETAILS {
        for lang in [Lang::Zh, Lang::En] {
            let how = How {
                detail,
                lang,
                unmask: false,
                graded: false,
            };
            let (compared, alone) = compare(&drafts, how);
            assert!(compared > 140, "{compared} of {} and {alone}", drafts.len());
        }
    }
}
