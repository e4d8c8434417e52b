//! Text to spanned tree: reads files and standard input, and parses TOML and JSON into one tree
//! whose every value knows where it stands. It knows nothing of filings.

mod edit;
mod escape;
mod file;
mod format;
mod json;
mod json_message;
mod limits;
mod line;
mod node;
mod problem;
mod toml;
mod toml_duplicate;
mod toml_hint;
mod toml_repair;
mod toml_report;
mod toml_slip;
mod toml_tree;
mod wide;

pub use escape::escape_control;
pub use file::SourceFile;
pub use format::{Format, parse};
pub use json::parse_json;
pub use limits::MAX_DEPTH;
pub use node::{Entry, Node, Span, Table, Value};
pub use problem::{MAX_PROBLEMS, Parsed, Problem};
pub use toml::parse_toml;
