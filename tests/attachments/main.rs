//! The examination of attachments: pictures made here, looked at by the library and by the program.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "these are tests"
)]

mod command;
mod hostile;
mod paint;
mod seen;
