//! The embedded rulesets on the drafts of their own cases, with answers taken out: what is said
//! then must stay when the answers come back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use beian::casebook::{Casebook, ready, rulesets, sheets};
use beian::draft::{
    Draft, Item, List, ListName, Node, Overrides, Path, Place, Record, Slot, read_parsed, shape,
};
use beian::evaluate::{Evaluation, Key, Plan, Shared, evaluate};
use beian::facts::Facts;
use beian::fields::choices::SUBJECT_KINDS;
use beian::fields::{FactItem, FactRef, Need, OrderField};
use beian::ruleset::{Choice, Condition, Library, Rule, Ruleset, Severity, Test};
use beian::source::{SourceFile, parse_json};
use proptest::prelude::*;

use crate::runner;
use crate::sketch::{Dice, as_of, dice, has_default};

#[path = "../readers/generate.rs"]
mod generate;

/// Facts that take what is likely for true until they know better; see `docs/evaluation.md`.
const PRESUMING: &[&str] = &[
    "name_relates",
    "registrant_roles",
    "registrant.number_matches",
    "registrant.type_matches",
    "is_previous_subject",
    "acts_as_legal_representative",
    "acts_as_service_principal",
    "is_principal",
];

/// All conditions of a rule.
fn conditions(rule: &Rule) -> Vec<&Condition> {
    let mut all: Vec<&Condition> = vec![&rule.when];
    for branch in &rule.branches {
        all.push(&branch.fails);
        all.extend(branch.waiver.iter().map(|waiver| &waiver.when));
    }
    all.extend(rule.sets.iter().map(|set| &set.selection.when));
    let exceptions = rule.exceptions.iter();
    all.extend(exceptions.map(|exception| &exception.selection.when));
    all
}

/// Whether a condition asks what is known, or presumes: what it says may change.
fn may_turn(condition: &Condition) -> bool {
    let presumes = |fact: &FactRef| match fact.item {
        FactItem::Derived(_) => PRESUMING.iter().any(|key| fact.path().ends_with(key)),
        FactItem::Field(_) => false,
    };
    match condition {
        Condition::Constant(_) | Condition::Param { .. } => false,
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(may_turn),
        Condition::Not(inner) => may_turn(inner),
        Condition::Fact { fact, test, .. } => match test {
            Test::Known(_) => true,
            Test::SameAs(other, _)
            | Test::Versus(_, other)
            | Test::WordOf(_, other)
            | Test::WordsBut(_, _, other) => presumes(fact) || presumes(other),
            _ => presumes(fact),
        },
        Condition::Each { condition, .. } | Condition::Count { condition, .. } => {
            may_turn(condition)
        }
        Condition::Distinct { facts, .. } => facts.iter().any(|(_, fact)| presumes(fact)),
    }
}

type Said = BTreeMap<(String, String), Severity>;

/// What fails of a rule, by element and place.
fn said(ruleset: &Ruleset, evaluation: &Evaluation, rule: usize) -> Said {
    let mut said = Said::new();
    for failure in evaluation.failures.iter().filter(|own| own.rule == rule) {
        let place = ruleset.rules[rule].branches[failure.branch].place;
        let key = (format!("{:?}", failure.element), place.to_string());
        said.insert(key, failure.severity);
    }
    said
}

fn open(evaluation: &Evaluation, rule: usize, element: &str) -> Option<Severity> {
    let own = evaluation.open.iter().filter(|open| open.rule == rule);
    own.filter(|open| format!("{:?}", open.element) == element)
        .map(|open| open.severity)
        .max()
}

/// The records of a draft, to be changed.
fn records<'r>(draft: &'r mut Draft<'static>) -> Vec<(Place, &'r mut Record<'static>)> {
    let mut all = vec![(Place::now(Node::Order), &mut draft.order)];
    for (node, person) in [
        (Node::Principal, &mut draft.principal),
        (Node::LegalRepresentative, &mut draft.legal_representative),
    ] {
        all.extend(person.iter_mut().map(|person| (Place::now(node), person)));
    }
    if let List::Known(services) = &mut draft.services {
        for (index, service) in (0u16..).zip(services) {
            all.push((Place::now(Node::Service(index)), &mut service.record));
            if let Some(person) = &mut service.principal {
                all.push((Place::now(Node::ServicePrincipal(index)), person));
            }
            for (inner, domain) in (0u16..).zip(match &mut service.domains {
                List::Known(domains) => domains.as_mut_slice(),
                List::Unknown => &mut [],
            }) {
                all.push((Place::now(Node::Domain(index, inner)), domain));
            }
        }
    }
    all
}

/// Takes some answers out.
fn forget(draft: &mut Draft<'static>, dice: &mut Dice<'_>) -> Vec<Path> {
    let whole = draft.clone();
    let mut known = Vec::new();
    for (place, record) in records(draft) {
        for (slot, field) in record.kind().fields().iter().enumerate() {
            let path = place.field(slot);
            let is_said = *record.slot(slot) != Slot::Unknown && !record.is_none();
            let is_table = field.kind == beian::fields::Kind::Table;
            if is_said && !is_table && field.need != Need::Required && !has_default(&whole, path) {
                known.push(path);
            }
        }
    }
    let mut gone = Vec::new();
    for _ in 0..1 + dice.roll(4) {
        if !known.is_empty() {
            gone.push(known.remove(dice.roll(known.len())));
        }
    }
    for (place, record) in records(draft) {
        for path in gone.iter().filter(|path| path.place == place) {
            if let Item::Field(slot) = path.item {
                record.put(slot.into(), Slot::Unknown);
            }
        }
    }
    gone
}

#[test]
fn answers_unsay_nothing_under_the_embedded_rules() {
    let library = Library::embedded();
    let mut book = Casebook::default();
    for (name, text) in Library::embedded_files("cases") {
        book.add(SourceFile::new(name, text));
    }
    let (sheets, _) = sheets(&book);
    let rulesets = rulesets(&library, &sheets);
    let (ready, _) = ready(&book, &sheets, &rulesets);
    let turning: BTreeMap<_, BTreeSet<usize>> = rulesets
        .iter()
        .map(|(choice, ruleset)| {
            let rules = ruleset.rules.iter().enumerate();
            let turning = rules.filter(|(_, rule)| conditions(rule).into_iter().any(may_turn));
            (
                (choice.province, choice.provider),
                turning.map(|(index, _)| index).collect(),
            )
        })
        .collect();
    runner(300)
        .run(
            &(any::<prop::sample::Index>(), dice()),
            |(case, numbers)| {
                let own = &ready[case.index(ready.len())];
                let dice = &mut Dice::new(&numbers.0);
                let whole = own.facts.draft();
                let evaluated = |draft: &Draft<'_>| {
                    let facts = Facts::new(draft, own.key.as_of, &own.ruleset.calendar);
                    let plan = Plan::new(own.ruleset, Key::of(&facts).unwrap());
                    evaluate(&plan, &facts)
                };
                let later = evaluated(whole);
                let mut less = owned(whole);
                let gone = forget(&mut less, dice);
                let before = evaluated(&less);
                let turning = &turning[&(own.choice.province, own.choice.provider)];
                let name = |rule: usize| own.ruleset.rules[rule].id.clone();
                for rule in 0..own.ruleset.rules.len() {
                    if turning.contains(&rule) {
                        continue;
                    }
                    let earlier = said(own.ruleset, &before, rule);
                    let later = said(own.ruleset, &later, rule);
                    let text = || {
                        let gone: Vec<String> = gone.iter().map(Path::to_string).collect();
                        format!("{} of “{}” without {gone:?}", name(rule), own.case.name)
                    };
                    let kept = keeps((&earlier, &before), &later, rule);
                    prop_assert!(kept, "{}: {earlier:?} then {later:?}", text());
                }
                asks_what_is_not_known(&less, &before)
            },
        )
        .unwrap();
}

/// What is said while the subject's kind is not known is said of every kind.
#[test]
fn an_unknown_subject_may_be_any() {
    let library = Library::embedded();
    let mut book = Casebook::default();
    for (name, text) in Library::embedded_files("cases") {
        book.add(SourceFile::new(name, text));
    }
    let (sheets, _) = sheets(&book);
    let rulesets = rulesets(&library, &sheets);
    let (ready, _) = ready(&book, &sheets, &rulesets);
    runner(40)
        .run(&any::<prop::sample::Index>(), |case| {
            let own = &ready[case.index(ready.len())];
            let mut draft = owned(own.facts.draft());
            if draft.principal.is_none() {
                // In a personal filing there would be one more person.
                return Ok(());
            }
            let mut under = |kind: Slot<'static>| {
                draft.order.put(OrderField::SubjectKind as usize, kind);
                let facts = Facts::new(&draft, own.key.as_of, &own.ruleset.calendar);
                let plan = Plan::new(own.ruleset, Key::of(&facts).unwrap());
                evaluate(&plan, &facts)
            };
            let unknown = under(Slot::Unknown);
            for kind in 0..u8::try_from(SUBJECT_KINDS.len()).unwrap() {
                let known = under(Slot::Code(kind));
                for (index, rule) in own.ruleset.rules.iter().enumerate() {
                    if conditions(rule).into_iter().any(may_turn) {
                        continue;
                    }
                    let earlier = said(own.ruleset, &unknown, index);
                    let later = said(own.ruleset, &known, index);
                    let kept = keeps((&earlier, &unknown), &later, index);
                    let id = SUBJECT_KINDS[usize::from(kind)].id;
                    prop_assert!(
                        kept,
                        "{} of “{}” as {id}: {earlier:?} then {later:?}",
                        rule.id,
                        own.case.name
                    );
                }
            }
            Ok(())
        })
        .unwrap();
}

/// Whether what was said of a rule still holds.
fn keeps((earlier, before): (&Said, &Evaluation), later: &Said, rule: usize) -> bool {
    let stays = earlier
        .iter()
        .all(|(at, severity)| later.get(at) >= Some(severity));
    let was_open = later.iter().all(|(at, severity)| {
        let might = open(before, rule, &at.0).max(earlier.get(at).copied());
        Some(*severity) <= might
    });
    stays && was_open
}

/// Questions are about what is not known.
fn asks_what_is_not_known(draft: &Draft<'_>, evaluation: &Evaluation) -> Result<(), TestCaseError> {
    for path in evaluation.open.iter().flat_map(|open| &open.needs) {
        let known = match path.item {
            Item::Field(slot) => draft
                .record(path.place)
                .is_some_and(|record| *record.slot(slot.into()) != Slot::Unknown),
            Item::Whole => draft.record(path.place).is_some(),
            Item::List(name) => {
                let whole = if path.place.previous {
                    draft.previous.as_deref()
                } else {
                    Some(draft)
                };
                whole.is_some_and(|draft| is_listed(draft, path.place.node, name))
            }
        };
        prop_assert!(!known, "{path} is known and asked for");
    }
    Ok(())
}

fn is_listed(draft: &Draft<'_>, node: Node, name: ListName) -> bool {
    let service = match node {
        Node::Service(index) => draft.services.get(index),
        _ => None,
    };
    match (name, service) {
        (ListName::Services, _) => draft.services.is_known(),
        (ListName::Attachments, _) => draft.attachments.is_known(),
        (ListName::Domains, Some(service)) => service.domains.is_known(),
        (ListName::Platforms, Some(service)) => service.platforms.is_known(),
        (ListName::PreApprovals, Some(service)) => service.pre_approvals.is_known(),
        _ => false,
    }
}

/// Whatever can be read can be evaluated, irregular drafts as well; twice the same comes out.
#[test]
fn any_draft_can_be_evaluated() {
    let library = Library::embedded();
    let rulesets: Vec<Ruleset> = [None, Some(140_000), Some(310_000), Some(440_000)]
        .into_iter()
        .map(|province| {
            let choice = Choice {
                province,
                provider: None,
            };
            library.ruleset(choice).0
        })
        .collect();
    let drafts = prop_oneof![
        generate::table(shape(), generate::Irregular(0)),
        generate::table(shape(), generate::Irregular(40)),
    ];
    runner(150)
        .run(&(drafts, 0..rulesets.len()), |(draft, ruleset)| {
            let source = SourceFile::new("草稿.json", draft.to_string());
            let reading = read_parsed(&parse_json(&source), &Overrides::default());
            let draft = reading.draft;
            let facts = Facts::new(&draft, as_of(), &rulesets[ruleset].calendar);
            let Some(key) = Key::of(&facts) else {
                return Ok(());
            };
            let plan = Plan::new(&rulesets[ruleset], key);
            let evaluation = evaluate(&plan, &facts);
            prop_assert_eq!(&evaluation, &evaluate(&plan, &facts));
            asks_what_is_not_known(&draft, &evaluation)
        })
        .unwrap();
}

/// Plans of all provinces that share what is laid out come to the same as plans of their own.
#[test]
fn plans_that_share_come_to_the_same() {
    let library = Library::embedded();
    let mut book = Casebook::default();
    for (name, text) in Library::embedded_files("cases") {
        book.add(SourceFile::new(name, text));
    }
    let (sheets, _) = sheets(&book);
    let rulesets = rulesets(&library, &sheets);
    let (ready, _) = ready(&book, &sheets, &rulesets);
    let alike: HashMap<Choice, Ruleset> = rulesets
        .keys()
        .map(|choice| (*choice, library.shared_ruleset(*choice, None).0))
        .collect();
    let shared = Shared::default();
    let mut plans: HashMap<(Choice, Key), (Plan<'_>, Plan<'_>)> = HashMap::new();
    for own in ready.iter().step_by(6) {
        let (alone, sharing) = plans.entry((own.choice, own.key)).or_insert_with(|| {
            (
                Plan::new(own.ruleset, own.key),
                Plan::sharing(&alike[&own.choice], own.key, &shared),
            )
        });
        let expected = evaluate(alone, &own.facts);
        assert_eq!(evaluate(sharing, &own.facts), expected, "{}", own.case.name);
    }
    assert!(plans.len() > 250, "{}", plans.len());
}

/// The same draft, its texts its own.
pub fn owned(draft: &Draft<'_>) -> Draft<'static> {
    let text = |slot: &Slot<'_>| -> Slot<'static> {
        match slot {
            Slot::Text(text) => Slot::Text(text.clone().into_owned()),
            Slot::Texts(texts) => {
                Slot::Texts(texts.iter().map(|text| text.clone().into_owned()).collect())
            }
            Slot::Unknown => Slot::Unknown,
            Slot::None => Slot::None,
            Slot::Unreadable => Slot::Unreadable,
            Slot::Present => Slot::Present,
            Slot::Bool(flag) => Slot::Bool(*flag),
            Slot::Int(number) => Slot::Int(*number),
            Slot::Day(day) => Slot::Day(*day),
            Slot::LongTerm => Slot::LongTerm,
            Slot::Code(code) => Slot::Code(*code),
            Slot::Codes(codes) => Slot::Codes(*codes),
            Slot::Division(code) => Slot::Division(*code),
        }
    };
    let record = |record: &Record<'_>| -> Record<'static> {
        let mut own = Record::empty(record.kind());
        for slot in 0..record.kind().fields().len() {
            own.put(slot, text(record.slot(slot)));
        }
        own
    };
    let list = |list: &List<Record<'_>>| -> List<Record<'static>> {
        match list {
            List::Unknown => List::Unknown,
            List::Known(items) => List::Known(items.iter().map(record).collect()),
        }
    };
    Draft {
        id: draft.id.clone(),
        order: record(&draft.order),
        legal_representative: draft.legal_representative.as_ref().map(record),
        principal: draft.principal.as_ref().map(record),
        services: match &draft.services {
            List::Unknown => List::Unknown,
            List::Known(services) => List::Known(
                services
                    .iter()
                    .map(|service| beian::draft::Service {
                        record: record(&service.record),
                        principal: service.principal.as_ref().map(record),
                        domains: list(&service.domains),
                        platforms: list(&service.platforms),
                        pre_approvals: list(&service.pre_approvals),
                    })
                    .collect(),
            ),
        },
        attachments: list(&draft.attachments),
        allow: list(&draft.allow),
        previous: draft
            .previous
            .as_ref()
            .map(|previous| Box::new(owned(previous))),
    }
}
