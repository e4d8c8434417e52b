//! Text to spanned tree: reads files and standard input, and parses TOML and JSON into one tree
//! whose every value knows where it stands. It knows nothing of filings.

mod node;

pub use node::{Entry, Node, Span, Table, Value};
