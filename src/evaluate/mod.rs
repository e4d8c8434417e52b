//! Facts and rules to outcomes: three-valued, compiled once, tracing only what fails or is open.
//! It knows neither text, files, the terminal nor the clock.

mod account;
mod arrange;
mod asked;
mod attached;
mod binding;
mod clause;
mod coded;
mod condition;
mod desk;
mod elements;
mod fold;
mod form;
mod guidance;
mod index;
mod layout;
mod lexicon;
mod likeness;
mod literal;
mod mix;
mod node;
mod outcome;
mod papers;
mod plan;
mod prepared;
mod quick;
mod run;
mod screen;
mod search;
mod shared;
mod sieve;
mod sieves;
mod test;
mod truth;
mod turning;
mod words;

pub use account::{Account, Decider, accounts, deciders};
pub use asked::evidence_asked;
pub use attached::{is_provided, owner_path};
pub use condition::View;
pub use form::form_of;
pub(crate) use mix::Mixed;
pub use outcome::{Evaluation, Failure, Ground, Lister, Need, Open, Paper, Severities, Verdict};
pub use plan::{Key, Plan, all_keys};
pub use run::{Extent, evaluate, evaluate_for};
pub use shared::Shared;
pub use test::Values;
pub use truth::Truth;
pub use turning::{Stance, Turning};

#[cfg(test)]
mod quick_tests;
