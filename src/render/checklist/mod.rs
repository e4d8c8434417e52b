//! The document checklist: what to prepare, grouped by whom it concerns, as one view that every
//! format draws.

pub(in crate::render) mod form;
mod html;
mod html_findings;
mod index;
mod markdown;
pub(in crate::render) mod next;
mod rows;
pub(in crate::render) mod sheet;
pub(in crate::render) mod words;
mod workbook;

pub use html::{checklist_html, report_html};
pub use index::{reports_index, reports_index_row};
pub use markdown::checklist_markdown;
pub(in crate::render) use markdown::plain as plain_markdown;
pub use rows::{checklist_csv, plain_cell};
pub use workbook::checklist_xlsx;
