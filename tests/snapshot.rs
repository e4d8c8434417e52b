//! The snapshot of the rules says what their texts say.
//! `UPDATE_SNAPSHOT=1 cargo test --test snapshot` writes it anew.

use beian::ruleset::{Choice, Library, Ruleset};

const PATH: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/rules/compiled/national.postcard"
);

#[test]
fn the_snapshot_is_of_the_texts() {
    let made = Library::make_snapshot().expect("the national rules have faults: beian rules check");
    if std::env::var_os("UPDATE_SNAPSHOT").is_some() {
        if std::fs::read(PATH).ok().as_ref() != Some(&made) {
            std::fs::create_dir_all(std::path::Path::new(PATH).parent().unwrap()).unwrap();
            std::fs::write(PATH, made).unwrap();
        }
        return;
    }
    assert!(
        Library::has_snapshot() && std::fs::read(PATH).is_ok_and(|bytes| bytes == made),
        "rules/compiled/national.postcard is not of today's rules, so every run reads their texts: \
         UPDATE_SNAPSHOT=1 cargo test --test snapshot"
    );
}

#[test]
fn a_ruleset_is_the_same_from_the_snapshot_and_from_the_texts() {
    let (fast, slow) = (Library::embedded(), Library::embedded_texts());
    for choice in Library::choices() {
        let (fast, faults) = fast.ruleset(choice);
        let (slow, slow_faults) = slow.ruleset(choice);
        assert_eq!(faults, slow_faults, "{choice:?}");
        // Not `assert_eq`: it would print both.
        assert!(format!("{fast:?}") == format!("{slow:?}"), "{choice:?}");
    }
}

#[test]
fn rulesets_that_share_are_the_same_as_those_that_do_not() {
    let (fast, slow) = (Library::embedded(), Library::embedded_texts());
    let choices = Library::choices();
    let provinces = choices.iter().filter(|choice| choice.province.is_some());
    for province in provinces {
        let (fast_below, _) = fast.shared_ruleset(*province, None);
        let (slow_below, _) = slow.shared_ruleset(*province, None);
        for provider in choices.iter().filter(|choice| choice.provider.is_some()) {
            let choice = Choice {
                provider: provider.provider,
                ..*province
            };
            let (fast, faults) = fast.shared_ruleset(fast.plainest(choice), Some(&fast_below));
            let (slow, slow_faults) = slow.shared_ruleset(choice, Some(&slow_below));
            assert_eq!(faults, slow_faults, "{choice:?}");
            assert!(said(&fast).unwrap() == said(&slow).unwrap(), "{choice:?}");
        }
    }
}

/// What a ruleset says, and the names of its files.
fn said(ruleset: &Ruleset) -> postcard::Result<(Vec<u8>, Vec<&str>)> {
    let files = ruleset.files.iter().map(|file| file.name.as_str());
    Ok((postcard::to_allocvec(ruleset)?, files.collect()))
}
