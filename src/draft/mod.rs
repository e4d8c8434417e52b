//! The draft: its shape in memory, places in it, and its readers. It knows the vocabulary, not the
//! rules.

mod model;
mod path;
mod private;

pub use model::{Draft, List, Record, Service, Slot};
pub use path::{Item, ListName, Node, Path, Place};
pub use private::Private;
