//! The report to bytes. A renderer knows the report only, which is masked already; what could
//! steer a terminal is made visible.

mod json;
mod problem;

pub use json::{json, json_line};
pub use problem::problem_text;
