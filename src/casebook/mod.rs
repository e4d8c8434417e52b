//! The cases of a ruleset: drafts as data, with what is to come out of each; and whether they hold
//! the ruleset fast, so that a change of any value is noticed.

mod change;
mod digest;
mod open;
mod outcome;
mod papers;
mod read;
mod run;
mod strength;
mod tree;
mod trial;
mod words;

pub use digest::{Digests, digests};
pub use open::{Ready, Rulesets, Sheet, ready, rulesets, sheets};
pub use read::{Base, Case, Casebook, DOCUMENT_OUTCOMES, Digest, RULE_OUTCOMES, Subject};
pub use run::{Miss, choice_of, run};
pub use strength::{Strength, Survivor, strength};
