//! The formats of `beian check`: each is taken apart by a reader that is not ours, held to the
//! schema of its format, and says what the report says, whatever a draft holds.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "these are tests"
)]

mod accepted;
mod clean;
mod commands;
mod discovery;
mod fields;
mod files;
mod hyphen;
mod injection;
mod junit;
mod package;
#[path = "../report/page.rs"]
#[allow(dead_code, reason = "shared with the report's tests")]
mod page;
mod run;
mod said;
mod sarif;
mod status;
#[path = "../report/support.rs"]
#[allow(dead_code, reason = "shared with the report's tests")]
mod support;
mod unreadable;
