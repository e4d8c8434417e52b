//! On a draft of which everything is known the engine and the reference say the same.

use std::cell::Cell;

use proptest::prelude::*;

use crate::rules::{Layers, frame, require, rule};
use crate::runner;
use crate::sketch::{dice, draft, show};
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
                let facts = world.facts(&draft);
                let listed = world.papers(&evaluation);
                for (id, of) in &needed {
                    let there = listed.iter().any(|(own, place, need)| {
                        own == id
                            && facts.is_same_owner(*place, *of)
                            && *need == beian::evaluate::Need::Certain
                    });
                    prop_assert!(there, "{id} of {of} is not listed");
                }
                for (id, of, _) in &listed {
                    let there = needed
                        .iter()
                        .any(|(own, place)| own == id && facts.is_same_owner(*place, *of));
                    prop_assert!(there, "{id} of {of} is not needed");
                }
            }
            Ok(())
        })
        .unwrap();
    let (compared, skipped, failing) = (compared.get(), skipped.get(), failing.get());
    println!("compared {compared}, of which {failing} fail; skipped {skipped}");
    assert!(compared > 3 * skipped, "too few drafts are complete");
    assert!(failing * 5 > compared, "too few rules fail");
}
