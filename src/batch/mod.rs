//! Many drafts: records from an input through workers to results in the order of the input, with
//! memory that does not grow with either.

mod checker;
mod documents;
mod inputs;
mod jsonl;
mod keeper;
mod lines;
mod nothing;
mod pipeline;
mod record;
mod rows;
mod rulebook;
mod sink;
mod source;
mod summary;
mod tally;

pub use checker::{Checker, Cost, Terms};
pub use documents::DocumentSource;
pub use inputs::{InputKind, Inputs};
pub use jsonl::{Bytes, JsonLines};
pub use keeper::{Begun, Found, Keeper, State, Terms as KeptTerms, beside};
pub use lines::{Feed, LineSource};
pub use nothing::Nothing;
pub use pipeline::{After, FilesBeside, Run, Stop, run};
pub use record::{Chunk, Content, Corner, Lines, Mark, Place, Record, Records, Tree, Unread};
pub use rows::Rows;
pub use rulebook::{Faulty, Plans, Rulebook, Sheet};
pub use sink::{Form, Judged, Sink};
pub use source::Source;
pub use summary::Totals;
pub use tally::{Counts, Tally};
