//! What a reader of a file of rows gives, in the file's order.

use std::sync::Arc;

use super::cell::Row;
use crate::text::Text;

/// A step through a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Event {
    /// A sheet begins; CSV has one without a name.
    Sheet(Option<Arc<str>>),
    /// A row of it that is not empty.
    Row(Row),
    /// Something to be told, and nothing more.
    Note(Text),
    /// The rest of the sheet, or of the file, cannot be read.
    Broken {
        /// The row that would come next, from 1, where there is one.
        row: Option<u32>,
        /// Why.
        message: Text,
        /// What to do.
        help: Option<Text>,
    },
}

/// Steps in order, from a file that is read as far as they are asked for.
pub(super) type Events = Box<dyn Iterator<Item = Event> + Send>;
