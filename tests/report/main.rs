//! Drafts to reports and their text, through the public interface.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::type_complexity,
    reason = "these are tests"
)]

mod canary;
mod checklist;
mod documents;
mod findings;
mod head;
mod layout;
mod page;
mod questions;
mod status;
mod support;
