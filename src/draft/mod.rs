//! The draft: its shape in memory, places in it, and its readers. It knows the vocabulary, not the
//! rules.

mod divisions;
mod fault;
mod locate;
mod model;
mod names;
mod path;
mod private;
mod reader;
mod shape;
mod trail;
mod value;

pub use fault::Fault;
pub use locate::locate;
pub use model::{Draft, List, Record, Service, Slot};
pub use path::{Item, ListName, Node, Path, Place};
pub use private::Private;
pub use reader::{Overrides, Reading, read_tree};
pub use shape::{Child, Level, Part, PersonKey, shape};
