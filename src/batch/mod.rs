//! Many drafts: records from an input through workers to results in the order of the input, with
//! memory that does not grow with either.

mod across;
mod checker;
mod documents;
mod guard;
mod index;
mod inputs;
mod jsonl;
mod keeper;
mod keys;
mod lines;
mod nothing;
mod pages;
mod pipeline;
mod plans;
mod reading;
mod record;
mod rows;
mod rulebook;
mod sheets;
mod sink;
mod source;
mod summary;
mod tally;
mod tray;
mod workbook;

pub use across::{Across, Hits};
pub use checker::{Checker, Cost, Desk, Terms};
pub use documents::DocumentSource;
pub use inputs::{InputKind, Inputs};
pub use jsonl::{Bytes, JsonLines};
pub use keeper::{Begun, Found, Keeper, State, Terms as KeptTerms, beside};
pub use lines::{Feed, LineSource};
pub use nothing::Nothing;
pub use pages::{PagedForm, PagedSink, Pages};
pub use pipeline::{After, FilesBeside, Known, Run, Stop, run};
pub use plans::Plans;
pub use record::{Chunk, Content, Corner, Lines, Mark, Place, Record, Records, Unread};
pub use rows::Rows;
pub use rulebook::{Faulty, Rulebook, Sheet};
pub use sheets::{Notes, SheetSource};
pub use sink::{Form, Judged, Room, Sink};
pub use source::Source;
pub use summary::Totals;
pub use tally::{Counted, Counts, Score, Tally};
pub use workbook::{Workbook, WorkbookSink};
