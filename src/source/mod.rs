//! Text to spanned tree: reads files and standard input, and parses TOML and JSON into one tree
//! whose every value knows where it stands. It knows nothing of filings.

mod edit;
mod encoding;
mod escape;
mod file;
mod format;
mod guard;
mod json;
mod json_message;
mod json_write;
mod limits;
mod line;
mod node;
mod problem;
mod read;
mod read_error;
mod toml;
mod toml_duplicate;
mod toml_hint;
mod toml_repair;
mod toml_report;
mod toml_slip;
mod toml_tree;
mod toml_window;
mod toml_words;
mod toml_write;
mod wide;

pub use encoding::Encoding;
pub use escape::{escape_control, shell_word};
pub use file::SourceFile;
pub use format::{Format, parse};
pub(crate) use guard::guarded;
pub use json::parse_json;
pub use json_write::to_json;
pub use limits::MAX_DEPTH;
pub use line::floor;
pub use node::{Entry, Node, Span, Table, Value};
pub use problem::{MAX_PROBLEMS, Parsed, Problem};
pub use read::{MAX_BYTES, from_bytes, read_bytes, read_path, read_stdin};
pub use read_error::ReadError;
pub use toml::parse_toml;
pub use toml_write::{write_toml, write_toml_value};

#[cfg(test)]
mod property_tests;
