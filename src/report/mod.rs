//! Outcomes to the report that every renderer writes. Whatever leaves this room is masked: places
//! in the file, sentences in one language, and the quoted lines; no draft goes with it.

mod build;
mod closed;
mod discretion;
mod errors;
mod evidence;
mod excerpt;
mod finding;
mod form;
mod keys;
mod library;
mod line;
mod mask;
mod message;
mod model;
mod papers;
mod places;
mod questions;
mod runs;
mod speech;
mod status;

pub use build::{Checked, Manner};
pub use evidence::{Evidence, EvidenceFact, EvidenceSource};
pub use excerpt::Excerpt;
pub use mask::Masker;
pub use model::{
    AnyOf, DocumentReport, DocumentStatus, DraftReport, ErrorReport, Finding, FormReport,
    GuidanceReport, OldSources, Question, Related, Report, RulesetInfo, Summary, Tool,
};
pub use places::Origin;
pub use status::FailOn;
