//! On a draft of which everything is known the engine and the reference say the same.

use std::cell::Cell;

use beian::draft::{Draft, List, Place};
use beian::evaluate::Need;
use proptest::prelude::*;

use crate::rules::{Layers, frame, require, rule};
use crate::runner;
use crate::sketch::{dice, draft, drawn_service, show};
use crate::world::World;

fn ruleset() -> BoxedStrategy<Layers> {
    (
        rule("r0", 2),
        rule("r1", 1),
        prop::collection::vec(require(1), 0..3),
    )
        .prop_map(|(one, two, requires)| {
            requires
                .iter()
                .fold(frame().join(&one).join(&two), Layers::join)
        })
        .boxed()
}

#[test]
fn complete_drafts_come_out_as_the_reference_says() {
    let (compared, skipped, failing) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let drafts = prop::collection::vec(dice(), 4);
    runner(400)
        .run(&(ruleset(), drafts), |(layers, drafts)| {
            let Some(world) = World::load(&layers) else {
                return Ok(());
            };
            for bytes in drafts {
                let draft = draft(&bytes.0);
                let evaluation = world.evaluate(&draft);
                for (index, own) in world.ruleset.rules.iter().enumerate() {
                    let Ok(expected) = world.reference(&draft, index).0 else {
                        skipped.set(skipped.get() + 1);
                        continue;
                    };
                    compared.set(compared.get() + 1);
                    failing.set(failing.get() + i32::from(!expected.failures.is_empty()));
                    let came = world.failures(&evaluation, index);
                    prop_assert_eq!(&came, &expected.failures, "{}\n{}", own.id, show(&draft));
                    let open = evaluation.open.iter().any(|open| open.rule == index);
                    prop_assert!(!open, "{} is open\n{}", own.id, show(&draft));
                }
                let Some(needed) = world.needed(&draft) else {
                    continue;
                };
                papers_agree(&world, &draft, &needed)?;
            }
            Ok(())
        })
        .unwrap();
    let (compared, skipped, failing) = (compared.get(), skipped.get(), failing.get());
    println!("compared {compared}, of which {failing} fail; skipped {skipped}");
    assert!(compared > 3 * skipped, "too few drafts are complete");
    assert!(failing * 5 > compared, "too few rules fail");
}

/// Whether the papers that are listed are those that are needed, each certainly, and each once.
fn papers_agree(
    world: &World,
    draft: &Draft<'static>,
    needed: &[(String, Place)],
) -> Result<(), TestCaseError> {
    let facts = world.facts(draft);
    let listed = world.papers(&world.evaluate(draft));
    for (id, of) in needed {
        let there = listed.iter().any(|(own, place, need)| {
            own == id && facts.is_same_owner(*place, *of) && *need == Need::Certain
        });
        prop_assert!(there, "{id} of {of} is not listed");
    }
    for (index, (id, of, _)) in listed.iter().enumerate() {
        let is_it = |own: &str, place: Place| own == id && facts.is_same_owner(place, *of);
        let there = needed.iter().any(|(own, place)| is_it(own, *place));
        prop_assert!(there, "{id} of {of} is not needed");
        let mut before = listed.iter().take(index);
        let twice = before.any(|(own, place, _)| is_it(own, *place));
        prop_assert!(!twice, "{id} of {of} is listed twice");
    }
    Ok(())
}

/// Papers of many services and persons are looked up, not compared.
#[test]
fn papers_of_many_are_those_that_are_needed() {
    let mut layers = frame();
    for (document, each) in [
        ("proof", "domain"),
        ("letter", "service"),
        ("card", "service"),
        ("letter", "person"),
        ("letter", "domain"),
    ] {
        layers.first.push_str(&format!(
            "[[require]]\ndocument = \"{document}\"\neach = \"{each}\"\nfacts = [\"x\"]\n"
        ));
    }
    let world = World::load(&layers).unwrap();
    runner(12)
        .run(
            &(dice(), prop::collection::vec(dice(), 2..50)),
            |(one, many)| {
                let mut draft = draft(&one.0);
                let others = many.iter().map(|dice| drawn_service(&dice.0));
                draft.services = List::Known(others.collect());
                let needed = world.needed(&draft).unwrap();
                papers_agree(&world, &draft, &needed)
            },
        )
        .unwrap();
}
