//! The report to bytes. A renderer knows the report only, which is masked already; what could
//! steer a terminal is made visible.

mod json;
mod problem;
mod text;

pub use json::{json, json_line};
pub use problem::problem_text;
pub use text::{Detail, Style, text, text_of_draft};
