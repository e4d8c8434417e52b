//! The cases of a ruleset: drafts as data, with what is to come out of each; and whether they hold
//! the ruleset fast, so that a change of any value is noticed.

mod files;
mod open;
mod outcome;
mod read;
mod run;
mod step;
mod strength;
mod tree;

pub use open::{Ready, Rulesets, Sheet, ready, rulesets, sheets};
pub use read::{
    Base, Case, CaseFiles, Casebook, DOCUMENT_OUTCOMES, Digest, Indifferent, RULE_OUTCOMES,
    STEP_OUTCOMES, Subject,
};
pub use run::{Miss, choice_of, run};
pub use strength::{Digests, Strength, Survivor, strength};
