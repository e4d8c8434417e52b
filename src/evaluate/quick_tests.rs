//! What is looked at quickly and what is evaluated in full come to the same, whatever a draft lacks.

use beian_drafts::Settings;
use proptest::prelude::*;
use serde_json::Value;

use super::coded::{bit, facet};
use super::{Key, Plan, evaluate};
use crate::draft::{Overrides, Slot, read_json};
use crate::facts::{Element, Facts, is_plain};
use crate::fields::{FactItem, OrderField, Scope, all_facts};
use crate::ruleset::{Choice, Library};

/// All fields of all tables of a draft, by their pointers.
fn fields(value: &Value, at: &str, found: &mut Vec<String>) {
    let (keys, inner): (Vec<String>, Vec<&Value>) = match value {
        Value::Object(table) => table.iter().map(|(key, own)| (key.clone(), own)).unzip(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(index, own)| (index.to_string(), own))
            .unzip(),
        _ => return,
    };
    for (key, own) in keys.iter().zip(inner) {
        let pointer = format!("{at}/{key}");
        fields(own, &pointer, found);
        if value.is_object() {
            found.push(pointer);
        }
    }
}

/// Takes a field away, or puts something in its place.
fn change(draft: &mut Value, which: &prop::sample::Index, with: Option<&Value>) {
    let mut all = Vec::new();
    fields(draft, "", &mut all);
    let pointer = which.get(&all);
    let Some((outer, key)) = pointer.rsplit_once('/') else {
        return;
    };
    let Some(Value::Object(table)) = draft.pointer_mut(outer) else {
        return;
    };
    match with {
        Some(with) => table.insert(key.to_owned(), with.clone()),
        None => table.remove(key),
    };
}

/// Holds what the bits of slots tell to the facts that they are taken for; gives how many.
fn bits_tell_facts(facts: &Facts<'_>) -> usize {
    let mut told = Vec::new();
    for scope in Scope::all() {
        facts.for_each_element(scope, Element::Order, &mut |element| {
            let mut reader = facts.reader(element);
            let is_at_hand = |need: Scope| need == Scope::Order || need == scope;
            for fact in all_facts().filter(|fact| is_at_hand(fact.mount.needs())) {
                if let FactItem::Field(slot) = fact.item
                    && is_plain(fact)
                {
                    let own = bit(reader.bits(fact.mount)[usize::from(slot)]);
                    assert_eq!(own, facet(facts.get(fact, element)), "{fact:?}");
                    told.push(fact);
                }
            }
            true
        });
    }
    told.len()
}

/// Evaluates a draft in both ways; gives whether it could be.
fn is_same(library: &Library, settings: &Settings, draft: &Value) -> bool {
    let text = draft.to_string();
    let Some(draft) = read_json(&text, &Overrides::default()) else {
        return false;
    };
    let order = &draft.order;
    let choice = Choice {
        province: match order.slot(OrderField::FilingProvince as usize) {
            Slot::Division(code) => Some(*code),
            _ => None,
        },
        provider: match order.slot(OrderField::FilingProvider as usize) {
            Slot::Code(code) => Some(*code),
            _ => None,
        },
    };
    let (ruleset, _) = library.ruleset(library.plainest(choice));
    let facts = Facts::new(&draft, settings.as_of, &ruleset.calendar).asking(&ruleset);
    assert!(bits_tell_facts(&facts) > 100);
    let Some(key) = Key::of(&facts) else {
        return false;
    };
    let quick = Plan::new(&ruleset, key);
    let mut plain = Plan::new(&ruleset, key);
    plain.quick = None;
    assert_eq!(evaluate(&quick, &facts), evaluate(&plain, &facts));
    quick.quick.is_some()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_quick_look_leaves_out_only_what_says_nothing(
        seed in 0..10_000u64,
        changes in prop::collection::vec(
            (
                any::<prop::sample::Index>(),
                prop::option::of(prop::sample::select(vec![
                    Value::from("none"),
                    Value::from("示例"),
                    Value::from(3),
                    Value::from(false),
                    Value::Array(Vec::new()),
                ])),
            ),
            0..5,
        ),
    ) {
        let library = Library::embedded();
        let settings = Settings { seed, failing: 40, incomplete: 40, ..Settings::default() };
        for number in 0..4 {
            let mut draft = settings.draft(number);
            for (which, with) in &changes {
                change(&mut draft, which, with.as_ref());
            }
            is_same(&library, &settings, &draft);
        }
    }
}

#[test]
fn most_drafts_are_looked_at_quickly() {
    let library = Library::embedded();
    let settings = Settings::default();
    let quick = (0..40).filter(|number| is_same(&library, &settings, &settings.draft(*number)));
    assert!(quick.count() > 36);
}
