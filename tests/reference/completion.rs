//! On a draft of which something is not known the engine says no more than what is true of every
//! way to complete it, and hardly less.
//!
//! What is decided must come out the same in all completions, without exception. What is undecided
//! must come out differently in two of them, or be one of these imprecisions, which
//! `docs/evaluation.md` tells of:
//!
//! * **read twice**: a field that is not known is read by two tests which together leave no choice
//!   (`any = [{ x = 1 }, { x.is_not = 1 }]`, or two sets of which one always holds);
//! * **counted values**: `count_distinct` and `all_same` know nothing of how many values there are
//!   (of three booleans, two are always the same);
//! * **values**: a field is taken to have any value of its type, and none, though the draft format
//!   has no none for it or the list that it comes from is longer;
//! * **derived**: a fact that two fields tell, one of which is known (an age, the form of a
//!   number: the certificate's number, and its type), may be any value while the other is not;
//! * **lists**: what is not listed yet may be anything.
//!
//! The share of each is measured and bounded.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use beian::calendar::Calendar;
use beian::draft::{Draft, Item, ListName, Node, Path, Place};
use beian::facts::{Element, Facts};
use beian::ruleset::Severity;
use proptest::prelude::*;

use crate::interpret::{Failures, elements};
use crate::rules::{Layers, frame, rule};
use crate::runner;
use crate::sketch::{
    Dice, Filling, Numbers, as_of, blank, dice, draft, fill, fillings, has_default, is_blank, show,
    wide_fillings,
};
use crate::world::World;

/// At most so many completions are tried.
const MOST: usize = 160;

/// Takes some of the fields that a rule reads out of a draft, or lists.
pub fn open_up(
    draft: &mut Draft<'static>,
    read: &BTreeSet<Path>,
    dice: &mut Dice<'_>,
) -> Vec<Path> {
    let mut paths: Vec<Path> = read.iter().copied().collect();
    if dice.roll(6) == 5 {
        paths.push(Place::now(Node::Order).list(ListName::Services));
    }
    if dice.roll(6) == 5 {
        let index = u16::try_from(dice.roll(2)).unwrap();
        paths.push(Place::now(Node::Service(index)).list(ListName::Domains));
    }
    let mut open = Vec::new();
    let wanted = 1 + dice.roll(3);
    while open.len() < wanted && !paths.is_empty() {
        let path = paths.remove(dice.roll(paths.len()));
        if take_out(draft, path) {
            open.push(path);
        }
    }
    // A list that was taken out took its elements' fields along.
    open.retain(|path| draft.record(path.place).is_some() && is_open(draft, *path));
    open
}

/// Takes out what stands at a path; false where nothing is left open by that.
pub fn take_out(draft: &mut Draft<'static>, path: Path) -> bool {
    let calendar = Calendar::default();
    let is_personal = Facts::new(draft, as_of(), &calendar).is_personal();
    let may = match path {
        // Persons are those whom the draft names, and in a personal filing the subject.
        kind if kind == subject_kind() => {
            draft.principal.is_some() && !is_blank(draft, representative_word())
        }
        // What the persons of a personal filing share is a default: the subject's record tells of the
        // representative, whoever that is said to be.
        word if word == representative_word() => is_personal == Some(false),
        _ => !has_default(draft, path) && !fillings(path).is_empty(),
    };
    may && blank(draft, path) && is_open(draft, path)
}

/// Whether nothing is known at a path, nor told by another: in a personal filing what is known of
/// the subject is known of its persons.
pub fn is_open(draft: &Draft<'_>, path: Path) -> bool {
    let calendar = Calendar::default();
    let facts = Facts::new(draft, as_of(), &calendar);
    is_blank(draft, path)
        && match path.item {
            Item::Field(slot) => facts.held(path.place, slot.into()) == path,
            _ => true,
        }
}

/// All ways to fill in some fields, or every n-th where they are too many.
pub fn completions(
    draft: &Draft<'static>,
    open: &[Path],
    fillings: impl Fn(Path) -> Vec<Filling>,
) -> Vec<Draft<'static>> {
    let mut all = vec![draft.clone()];
    for path in open {
        let values = fillings(*path);
        all = all
            .into_iter()
            .flat_map(|one| {
                values.iter().map(move |value| {
                    let mut next = one.clone();
                    fill(&mut next, *path, value);
                    next
                })
            })
            .collect();
        let step = all.len().div_ceil(MOST).max(1);
        all = all.into_iter().step_by(step).collect();
    }
    all
}

fn of_element(failures: &Failures, element: Element) -> BTreeMap<String, Severity> {
    let name = format!("{element:?}");
    failures
        .iter()
        .filter(|((own, _), _)| *own == name)
        .map(|((_, at), severity)| (at.clone(), *severity))
        .collect()
}

#[derive(Debug, Default)]
struct Tally {
    decided: u32,
    undecided: u32,
    withheld: u32,
    exact: u32,
    read_twice: u32,
    counted: u32,
    lists: u32,
    values: u32,
    derived: u32,
    not_compared: u32,
}

fn check(layers: &Layers, numbers: &Numbers, tally: &mut Tally) -> Result<(), TestCaseError> {
    let Some(world) = World::load(layers) else {
        return Ok(());
    };
    let mut dice = Dice::new(&numbers.0[150..]);
    let mut draft = draft(&numbers.0[..150]);
    let (_, reads) = world.reference(&draft, 0);
    let read: BTreeSet<Path> = reads.iter().map(|(_, path)| *path).collect();
    let open = open_up(&mut draft, &read, &mut dice);
    let evaluation = world.evaluate(&draft);
    let came = world.failures(&evaluation, 0);
    let whole = completions(&draft, &open, fillings);
    let outcomes: Vec<Failures> = whole
        .iter()
        .filter_map(|whole| world.reference(whole, 0).0.ok())
        .map(|outcome| outcome.failures)
        .collect();
    // Where a value is held may depend on what is known, so a completion tells what is read.
    let (_, reads) = world.reference(&whole[0], 0);
    let text = || format!("open: {open:?}\n{}\n{evaluation:?}", show(&draft));

    let scope = world.ruleset.rules[0].scope;
    let there = elements(&draft, scope, Element::Order);
    for element in &there {
        let now = of_element(&came, *element);
        let opens: Vec<_> = evaluation
            .open
            .iter()
            .filter(|open| open.element == *element)
            .collect();
        let later: Vec<_> = outcomes
            .iter()
            .map(|outcome| of_element(outcome, *element))
            .collect();
        if opens.is_empty() {
            tally.decided += 1;
            for later in &later {
                prop_assert_eq!(&now, later, "decided at {:?}\n{}", element, text());
            }
            continue;
        }
        let gravest = opens.iter().map(|open| open.severity).max().unwrap();
        for later in &later {
            for (at, severity) in &now {
                prop_assert!(later.get(at) >= Some(severity), "{at} lessens\n{}", text());
            }
            for (at, severity) in later {
                let most = now.get(at).copied().max(Some(gravest));
                prop_assert!(Some(*severity) <= most, "{at} is graver\n{}", text());
            }
        }
        for path in opens.iter().flat_map(|open| &open.needs) {
            let unknown = is_blank(&draft, *path) && !has_default(&draft, *path);
            prop_assert!(unknown, "{path} is asked for\n{}", text());
        }
        if opens.iter().any(|open| open.needs.is_empty()) {
            tally.withheld += 1;
            prop_assert!(later.is_empty(), "withheld without cause\n{}", text());
            continue;
        }
        tally.undecided += 1;
        if later.len() < whole.len() {
            // Of some completions the reference says nothing, so that it cannot say that all agree.
            tally.not_compared += 1;
            continue;
        }
        if later.iter().any(|other| *other != later[0]) {
            tally.exact += 1;
            continue;
        }
        let needed: Vec<Path> = opens.iter().flat_map(|open| open.needs.clone()).collect();
        let twice = needed.iter().any(|path| {
            let own = reads.iter().filter(|read| **read == (*element, *path));
            own.count() > 1
        });
        let counts = layers.first.contains("count_distinct") || layers.first.contains("all_same");
        if needed.iter().any(|path| matches!(path.item, Item::List(_))) {
            tally.lists += 1;
        } else if twice {
            tally.read_twice += 1;
        } else if counts {
            tally.counted += 1;
        } else if completions(&draft, &open, wide_fillings)
            .iter()
            .filter_map(|whole| world.reference(whole, 0).0.ok())
            .any(|outcome| of_element(&outcome.failures, *element) != later[0])
        {
            tally.values += 1;
        } else if needed.iter().any(|path| is_certificate(*path))
            && [".age", "number_state"]
                .iter()
                .any(|word| layers.first.contains(word))
        {
            tally.derived += 1;
        } else {
            prop_assert!(false, "needlessly undecided at {element:?}\n{}", text());
        }
    }
    sufficient(&world, draft, &mut dice)
}

fn is_certificate(path: Path) -> bool {
    let path = path.to_string();
    path.ends_with("certificate.type") || path.ends_with("certificate.number")
}

fn subject_kind() -> Path {
    let slot = beian::fields::RecordKind::Order
        .slot("subject.kind")
        .unwrap();
    Place::now(Node::Order).field(slot)
}

fn representative_word() -> Path {
    let slot = beian::fields::RecordKind::Person
        .slot("is_legal_representative")
        .unwrap();
    Place::now(Node::Principal).field(slot)
}

/// Who answers all questions comes to an end.
fn sufficient(
    world: &World,
    mut draft: Draft<'static>,
    dice: &mut Dice<'_>,
) -> Result<(), TestCaseError> {
    for _ in 0..8 {
        let evaluation = world.evaluate(&draft);
        let asked: BTreeSet<Path> = evaluation
            .open
            .iter()
            .flat_map(|open| open.needs.clone())
            .collect();
        if asked.is_empty() {
            return Ok(());
        }
        for path in asked {
            prop_assert!(is_blank(&draft, path), "{path} is known\n{}", show(&draft));
            let mut values = fillings(path);
            if values.is_empty() {
                values.push(Filling::Field(beian::draft::Slot::None));
            }
            fill(&mut draft, path, &values[dice.roll(values.len())]);
            prop_assert!(!is_blank(&draft, path), "{path} cannot be filled in");
        }
    }
    prop_assert!(false, "the questions never end\n{}", show(&draft));
    Ok(())
}

#[test]
fn what_is_said_of_an_incomplete_draft_is_true_of_all_completions() {
    let tally = RefCell::new(Tally::default());
    let ruleset = rule("r0", 2).prop_map(|one| frame().join(&one));
    runner(700)
        .run(&(ruleset, dice()), |(layers, numbers)| {
            check(&layers, &numbers, &mut tally.borrow_mut())
        })
        .unwrap();
    let tally = tally.into_inner();
    println!("{tally:?}");
    let compared = tally.undecided - tally.not_compared;
    assert!(tally.decided > 200 && compared > 100, "too few are open");
    // Over 9000 undecided outcomes: exact 92 %, read twice 4 %, lists 2 %, counted 1.3 %, values
    // 0.7 %, derived 0.1 %. Rules at random are more tangled than those that people write.
    let at_most = |part: u32, percent: u32| part * 100 <= compared * percent;
    assert!(at_most(tally.read_twice, 8), "{tally:?}");
    assert!(at_most(tally.lists, 6), "{tally:?}");
    assert!(at_most(tally.counted, 5), "{tally:?}");
    assert!(at_most(tally.values, 4), "{tally:?}");
    assert!(at_most(tally.derived, 2), "{tally:?}");
}
