//! The vocabulary holds together: what rules, drafts and texts take from it is there.

use std::collections::HashSet;

use beian::calendar::Calendar;
use beian::draft::{Node, Place};
use beian::facts::{Element, Fact, Facts};
use beian::fields::choices;
use beian::fields::{
    Choices, DERIVED, FactRef, Field, Kind, Mount, OrderField, RecordKind, Scope, ServiceField,
    all_facts,
};

use crate::runner;
use crate::sketch::{as_of, dice, draft, text};

const RECORDS: &[RecordKind] = &[
    RecordKind::Order,
    RecordKind::Person,
    RecordKind::Service,
    RecordKind::Domain,
    RecordKind::Platform,
    RecordKind::PreApproval,
    RecordKind::Attachment,
    RecordKind::Allow,
];

/// What a test is written with; it must not be mistaken for a name.
const OPERATORS: &[&str] = &[
    "is",
    "is_not",
    "in",
    "not_in",
    "at_least",
    "at_most",
    "above",
    "below",
    "same_as",
    "differs_from",
    "has",
    "has_any",
    "has_all",
    "only",
    "is_empty",
    "contains_any",
    "starts_with_any",
    "ends_with_any",
    "equals_any",
    "under_any",
    "matches",
    "min_han",
    "max_han",
    "min_chars",
    "max_chars",
    "known",
    "is_none",
    "or_none",
    "fact",
    "words",
];

/// What begins a condition that is no test of a fact.
const WORDS: &[&str] = &[
    "all",
    "any",
    "not",
    "param",
    "count",
    "count_distinct",
    "all_same",
    "of",
    "where",
];

fn fields() -> impl Iterator<Item = &'static Field> {
    RECORDS.iter().flat_map(|record| record.fields())
}

/// Every closed list of the vocabulary, each once.
fn lists() -> Vec<Choices> {
    let mut lists: Vec<Choices> = Vec::new();
    for list in all_facts().filter_map(|fact| fact.kind().choices()) {
        if !lists.contains(&list) {
            lists.push(list);
        }
    }
    lists
}

fn is_kebab(id: &str) -> bool {
    let plain = id
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    plain && !id.starts_with('-') && !id.ends_with('-') && !id.contains("--") && !id.is_empty()
}

fn is_snake(segment: &str) -> bool {
    let plain = segment
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    plain && !segment.is_empty()
}

fn is_said(text: &beian::text::Text) -> bool {
    !text.zh.trim().is_empty() && !text.en.trim().is_empty()
}

#[test]
fn no_fact_is_a_prefix_of_another() {
    let paths: Vec<String> = all_facts().map(|fact| fact.path()).collect();
    let unique: HashSet<&String> = paths.iter().collect();
    assert_eq!(unique.len(), paths.len(), "two facts have one name");
    for path in &paths {
        for (index, _) in path.match_indices('.') {
            assert!(
                !unique.contains(&path[..index].to_owned()),
                "{} is a prefix of {path}",
                &path[..index]
            );
        }
    }
}

#[test]
fn every_name_finds_its_fact() {
    for fact in all_facts() {
        assert_eq!(
            FactRef::of_path(&fact.path()),
            Some(fact),
            "{}",
            fact.path()
        );
        assert!(is_said(&fact.label()), "{}", fact.path());
    }
}

/// What rules may write is what the schema of rule files and suggestions list.
#[test]
fn every_name_that_is_read_is_listed() {
    let listed: HashSet<String> = all_facts().map(|fact| fact.path()).collect();
    let mounts: HashSet<Mount> = all_facts().map(|fact| fact.mount).collect();
    let mut tables = 0;
    for mount in mounts {
        let fields = RECORDS.iter().flat_map(|record| record.fields());
        let keys = fields.map(|field| field.key);
        for key in keys.chain(DERIVED.iter().map(|derived| derived.key)) {
            let path = match mount.prefix() {
                "" => key.to_owned(),
                prefix => format!("{prefix}.{key}"),
            };
            let read = FactRef::of_path(&path).is_some();
            assert_eq!(read, listed.contains(&path), "{path}");
            // Findings may be reported at tables too.
            tables += usize::from(!read && FactRef::of_place(&path).is_some());
        }
    }
    assert!(tables > 5, "{tables}");
}

/// The mount of what is filed that tells the same of a draft as a mount of what is on record.
fn filed(mount: Mount) -> Option<Mount> {
    Some(match mount {
        Mount::PreviousOrder => Mount::Order,
        Mount::PreviousPrincipal => Mount::Principal,
        Mount::PreviousLegalRepresentative => Mount::LegalRepresentative,
        Mount::PreviousService => Mount::Service,
        Mount::PreviousServicePrincipal => Mount::ServicePrincipal,
        _ => return None,
    })
}

/// A derived fact of made-up drafts in words.
fn said(fact: Fact<'_>) -> String {
    match fact {
        Fact::Unknown => "unknown".to_owned(),
        Fact::Withheld => "withheld".to_owned(),
        Fact::None => "none".to_owned(),
        Fact::Endless => "endless".to_owned(),
        Fact::Bool(flag) => flag.to_string(),
        Fact::Int(number) => number.to_string(),
        Fact::Code(code) => format!("code {code}"),
        Fact::Problem(problem) => format!("{problem:?}"),
        _ => panic!("no such fact is told of what is on record"),
    }
}

/// Nothing that is filed now is said of what is on record.
#[test]
fn what_is_on_record_is_told_by_itself() {
    let mut told = HashSet::new();
    let told_of = std::cell::RefCell::new(&mut told);
    runner(60)
        .run(&(dice(), dice()), |(now, before)| {
            let (mut now, mut before) = (draft(&now.0), draft(&before.0));
            for own in [&mut now, &mut before] {
                // A person is the subject only in what is filed.
                let kind = OrderField::SubjectKind as usize;
                own.order.put(kind, beian::draft::Slot::Code(1));
                if let beian::draft::List::Known(services) = &mut own.services {
                    let numbers = ["晋ICP备2021000001号-1", "晋ICP备2021000001号-2A"];
                    for (service, number) in services.iter_mut().zip(numbers) {
                        service
                            .record
                            .put(ServiceField::Number as usize, text(number));
                    }
                }
            }
            now.previous = Some(Box::new(before.clone()));
            let calendar = Calendar::default();
            let (now, alone) = (
                Facts::new(&now, as_of(), &calendar),
                Facts::new(&before, as_of(), &calendar),
            );
            let paired = now
                .draft()
                .services
                .items()
                .len()
                .min(before.services.items().len());
            for fact in all_facts().filter(|fact| fact.derived().is_some()) {
                let Some(mount) = filed(fact.mount) else {
                    continue;
                };
                let elements = match mount.needs() {
                    Scope::Service => (0..paired)
                        .map(|index| Element::Service(u16::try_from(index).unwrap()))
                        .collect(),
                    _ => vec![Element::Order],
                };
                for element in elements {
                    // Who has no record of their own is the principal, but not on record.
                    let own = element.service().map(Node::ServicePrincipal);
                    let is_own = own.is_some_and(|own| before.record(Place::now(own)).is_some());
                    if mount == Mount::ServicePrincipal && !is_own {
                        continue;
                    }
                    let other = FactRef { mount, ..fact };
                    proptest::prop_assert_eq!(
                        said(now.get(fact, element)),
                        said(alone.get(other, element)),
                        "{} at {:?}",
                        fact.path(),
                        element
                    );
                    told_of.borrow_mut().insert(fact.path());
                }
            }
            Ok(())
        })
        .unwrap();
    let all = all_facts().filter(|fact| fact.derived().is_some() && fact.mount.is_previous());
    assert_eq!(told.len(), all.count());
}

#[test]
fn no_segment_is_a_word_of_the_language() {
    for path in all_facts().map(|fact| fact.path()) {
        for segment in path.split('.') {
            assert!(is_snake(segment), "{path}");
            assert!(
                !OPERATORS.contains(&segment),
                "{path} has an operator in it"
            );
            let quantifies = ["any_", "every_", "no_"].iter().any(|prefix| {
                segment
                    .strip_prefix(prefix)
                    .is_some_and(|rest| Scope::of_name(rest).is_some())
            });
            assert!(!quantifies, "{path} has a quantifier in it");
        }
        let first = path.split('.').next().unwrap();
        assert!(!WORDS.contains(&first), "{path} begins with a word");
    }
}

#[test]
fn derived_facts_are_declared_where_they_stand() {
    for (index, derived) in DERIVED.iter().enumerate() {
        assert_eq!(derived.id as usize, index, "{}", derived.key);
        assert_eq!(
            derived.id.declaration().map(|own| own.key),
            Some(derived.key)
        );
        if let Some(about) = derived.about {
            assert!(
                derived.record.slot(about).is_some(),
                "{} speaks of {about}, which is no field of its record",
                derived.key
            );
        }
        assert!(
            derived.record.slot(derived.key).is_none(),
            "{} is a field as well",
            derived.key
        );
        assert!(is_said(&derived.label), "{}", derived.key);
    }
    let keys: HashSet<_> = DERIVED
        .iter()
        .map(|derived| (derived.record, derived.key))
        .collect();
    assert_eq!(keys.len(), DERIVED.len());
}

#[test]
fn every_field_can_be_named_and_asked_for() {
    for field in fields() {
        assert!(is_said(&field.label), "{}", field.key);
        assert!(is_said(&field.ask), "{}", field.key);
        let ends = |text: &str, mark| text.ends_with(mark);
        assert!(ends(&field.ask.zh, '？'), "{}", field.ask.zh);
        assert!(ends(&field.ask.en, '?'), "{}", field.ask.en);
    }
    for record in RECORDS {
        let keys: HashSet<_> = record.fields().iter().map(|field| field.key).collect();
        assert_eq!(keys.len(), record.fields().len(), "{record:?}");
        for field in record.fields() {
            assert_eq!(field.record, *record, "{}", field.key);
        }
    }
}

/// Every dotted key lies in a table that is declared as well, so that `table = "none"` has a
/// meaning; `filing` and `subject` themselves are never none.
#[test]
fn nested_fields_lie_in_declared_tables() {
    for field in fields() {
        let Some((table, _)) = field.key.rsplit_once('.') else {
            continue;
        };
        if ["filing", "subject"].contains(&table) {
            continue;
        }
        let outer = field
            .record
            .slot(table)
            .and_then(|slot| field.record.field(slot));
        assert!(
            outer.is_some_and(|outer| outer.kind == Kind::Table),
            "{} lies in {table}, which is not declared",
            field.key
        );
    }
}

#[test]
fn lists_fit_a_word_and_their_ids_are_unique() {
    for list in lists() {
        assert!(list.len() <= 64, "{} is too long", list[0].id);
        let ids: HashSet<_> = list.iter().map(|choice| choice.id).collect();
        assert_eq!(ids.len(), list.len(), "{} has an id twice", list[0].id);
        for choice in list {
            assert!(is_kebab(choice.id), "{}", choice.id);
            assert!(is_said(&choice.label), "{}", choice.id);
            // These mean something else wherever a value is written.
            assert!(!["none", "unit", "all", "new"].contains(&choice.id));
        }
        let labels: HashSet<_> = list.iter().map(|choice| &choice.label.zh).collect();
        assert_eq!(labels.len(), list.len(), "{} has a label twice", list[0].id);
    }
    assert!(lists().len() > 15, "{}", lists().len());
    assert_eq!(
        choices::SUBJECT_KINDS[0].id,
        "personal",
        "`unit` is all but the first"
    );
}

#[test]
fn scopes_and_mounts_have_names() {
    for scope in Scope::all() {
        assert_eq!(Scope::of_name(scope.name()), Some(scope));
        assert!(scope.sees(Scope::Order));
    }
    for fact in all_facts() {
        let fits = match fact.mount {
            Mount::Order | Mount::PreviousOrder => RecordKind::Order,
            mount => mount.record(),
        };
        assert_eq!(fact.field().map_or(fits, |field| field.record), fits);
    }
}
