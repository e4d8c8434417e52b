//! The evaluator against a naive second one, and what must hold of any ruleset and draft; that the
//! vocabulary holds together; that the library's rooms depend one way.
//!
//! `BEIAN_SCALE=20 cargo test --test reference` runs so many times the cases, from fresh seeds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "these are tests"
)]

mod agreement;
mod completion;
mod embedded;
mod found;
mod interpret;
mod invariants;
mod rooms;
mod rules;
mod sketch;
mod vocabulary;
mod world;

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A runner for so many cases: the same ones in every run, unless a scale is given.
fn runner(cases: u32) -> TestRunner {
    let scale: Option<u32> = std::env::var("BEIAN_SCALE")
        .ok()
        .and_then(|scale| scale.parse().ok());
    let config = Config {
        cases: cases * scale.unwrap_or(1),
        failure_persistence: None,
        max_shrink_iters: 3_000,
        ..Config::default()
    };
    match scale {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    }
}
