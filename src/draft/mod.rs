//! The draft: its shape in memory, places in it, its readers, and which files are one. It knows the
//! vocabulary, not the rules.

pub mod bits;
mod divisions;
mod fault;
mod hint;
mod json;
mod json_free;
mod json_order;
mod json_scan;
mod json_service;
mod json_table;
mod json_value;
mod locate;
mod locate_json;
mod model;
mod names;
mod path;
mod personal;
mod private;
mod reader;
mod reader_value;
mod record;
mod search;
mod shape;
mod trail;
mod value;
mod walk;

pub use fault::{Fault, FaultKind};
pub use json::read_json;
pub use locate::locate;
pub use locate_json::locate_json;
pub use model::{Draft, List, Record, Service, Slot};
pub use path::{Item, ListName, Node, Path, Place, Position};
pub use personal::personal_spans;
pub use private::Private;
pub use reader::{Overrides, Reading, read_parsed, read_tree};
pub use record::{Irregular, JsonRecord};
pub use search::{
    Found, SETTINGS_FILE, drafts, files, is_of_rules, is_written_here, may_be_rules,
    may_be_written_here, nothing_in,
};
pub use shape::{Child, Level, Part, PersonKey, shape};
