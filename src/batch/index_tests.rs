//! The index against a plain list of everything.

use super::*;
use proptest::prelude::*;

fn meet(index: &mut Index, value: u64, owner: Owner) -> Option<Owner> {
    let other = index.other(value, owner.who).unwrap();
    index.note(value, owner).unwrap();
    other
}

/// What a list of all that was met says of the first other owner.
#[derive(Default)]
struct Plain(Vec<Row>);

impl Plain {
    fn meet(&mut self, value: u64, owner: Owner) -> Option<Owner> {
        let other = self
            .0
            .iter()
            .find(|(own, known)| *own == value && known.who != owner.who)
            .map(|(_, known)| *known);
        self.0.push((value, owner));
        other
    }
}

proptest! {
    // Each writes some twenty files.
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn it_tells_the_first_other_owner(
        met in prop::collection::vec((0u64..40, 0u64..4), 1..600),
        most in 1usize..30,
    ) {
        let mut index = Index::new(None).holding(most);
        let mut plain = Plain::default();
        for (place, (value, who)) in (0u64..).zip(met) {
            // Hashes are spread over all numbers.
            let value = value.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let owner = Owner { place, who };
            prop_assert_eq!(meet(&mut index, value, owner), plain.meet(value, owner));
        }
    }
}

#[test]
fn many_runs_are_merged_and_blocks_are_found() {
    let mut index = Index::new(None).holding(500);
    let spread = |value: u64| value.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for place in 0..20_000 {
        let owner = Owner { place, who: 1 };
        assert_eq!(meet(&mut index, spread(place), owner), None);
    }
    assert!(index.spilled.as_ref().unwrap().runs.len() <= MOST_RUNS);
    for value in 0..20_000 {
        let owner = Owner {
            place: 20_000 + value,
            who: 2,
        };
        let first = Owner {
            place: value,
            who: 1,
        };
        assert_eq!(meet(&mut index, spread(value), owner), Some(first));
    }
}

/// How much memory so many keys take, which is measured and not asserted: it prints the peak of the
/// process. `KEYS=10000000 cargo test --lib --release index -- --ignored --nocapture`
#[cfg(target_os = "linux")]
#[test]
#[ignore = "a measurement"]
fn memory_of_many_keys() {
    let keys: u64 = std::env::var("KEYS").map_or(1_000_000, |text| text.parse().unwrap());
    let start = std::time::Instant::now();
    let mut index = Index::new(None);
    let spread = |value: u64| value.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17);
    let mut found = 0;
    for place in 0..keys {
        // One of a hundred was there before, with another owner.
        let value = if place % 100 == 99 { place / 2 } else { place };
        let owner = Owner { place, who: place };
        found += u64::from(meet(&mut index, spread(value), owner).is_some());
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    let runs = index
        .spilled
        .as_ref()
        .map_or(0, |spilled| spilled.runs.len());
    println!(
        "{keys} keys: {found} found, {runs} runs, {:?}, {peak:?}",
        start.elapsed()
    );
    assert!(found > 0);
}
