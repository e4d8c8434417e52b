//! The snapshot of the national rules says what their texts say.
//! `UPDATE_SNAPSHOT=1 cargo test --test snapshot` writes it anew.

use beian::ruleset::Library;

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
