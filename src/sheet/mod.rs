//! Spreadsheets as people have them: rows to drafts and drafts to rows, templates, and the workbook
//! that repeats its input with the results beside it. What a spreadsheet has spoilt is told, not
//! guessed.

mod alias;
mod cell;
mod column;
mod date;
mod header;
mod layout;
mod map;
mod record;
mod tree;
mod value;
mod words;

pub use cell::{Cell, Row, column_name};
pub use column::{Column, List, What, catalogue};
pub use header::{Header, Heading, Known, Meaning};
pub use layout::Layout;
pub use map::Map;
pub use record::{Misplaced, Rows, SheetDraft};
