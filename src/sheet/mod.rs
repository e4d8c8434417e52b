//! Spreadsheets as people have them: rows to drafts and drafts to rows, templates, and the workbook
//! that repeats its input with the results beside it. What a spreadsheet has spoilt is told, not
//! guessed.

mod alias;
mod archive;
mod book;
mod book_write;
mod building;
mod cell;
mod column;
mod complaint;
mod convert;
mod csv_rows;
mod date;
mod decode;
mod drafts;
mod elements;
mod event;
mod grid;
mod guide;
mod header;
mod headings;
mod heads;
mod layout;
mod lettered;
mod map;
mod open;
mod otherwise;
mod own;
mod owner;
mod record;
mod result;
mod template;
mod tree;
mod value;
mod whose;
mod words;
mod write;

pub use book_write::ResultBook;
pub use cell::{Cell, Row, column_name};
pub use column::{Column, List, What, catalogue};
pub use convert::{Convertible, Obstacle, convertible, convertible_rows, file_name, sheet_of};
pub use drafts::{Drafts, Piece, Sheet};
pub use header::{Header, Heading, Known, Meaning};
pub use heads::all_heads;
pub use layout::Layout;
pub use map::Map;
pub use open::{Options, is_sheet, is_workbook, looks_like_rows, open, pipe};
pub use record::{Misplaced, Rows, SheetDraft};
pub use result::{Block, Mark, OutCell, OutRow, Shown, rows_of_tree, standard_sheet};
pub use rust_xlsxwriter::XlsxError;
pub use template::Form;
pub use write::{DraftRows, Head, Manner, draft_rows, header_of, shown_rows};
