//! Many drafts: records from an input through workers to results in the order of the input, with
//! memory that does not grow with either.

mod checker;
mod jsonl;
mod lines;
mod pipeline;
mod record;
mod rulebook;
mod sink;
mod source;
mod tally;

pub use checker::{Checker, Cost, Terms};
pub use jsonl::{Bytes, JsonLines};
pub use lines::LineSource;
pub use pipeline::{After, FilesBeside, Run, Stop, run};
pub use record::{Chunk, Content, Corner, Lines, Mark, Place, Record, Records, Tree, Unread};
pub use rulebook::{Faulty, Plans, Rulebook, Sheet};
pub use sink::{Form, Judged, Sink};
pub use source::Source;
pub use tally::{Counts, Tally};
