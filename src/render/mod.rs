//! The report to bytes. A renderer knows the report only, which is masked already; what could
//! steer a terminal is made visible.

mod json;

pub use json::{json, json_line};
