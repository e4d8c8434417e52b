//! The cases of a ruleset: drafts as data, with what is to come out of each.

mod read;
mod run;
mod tree;

pub use read::{Base, Case, Casebook, DOCUMENT_OUTCOMES, RULE_OUTCOMES, Subject};
pub use run::{Miss, Rulesets, choice_of, run};
