//! Outcomes to the report that every renderer writes. Whatever leaves this room is masked: places
//! in the file, sentences in one language, and the quoted lines; no draft goes with it.

mod applied;
mod astray;
mod build;
mod closed;
mod concern;
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
mod names;
mod page;
mod papers;
mod places;
mod planning;
mod questions;
mod runs;
mod schedule;
mod speech;
mod status;
mod straight;
mod suppress;
mod why;

pub use applied::applied;
pub use astray::{Astray, Unnamed};
pub use build::{Checked, Manner};
pub(crate) use discretion::{open as open_privacy, unit_number as unit_number_privacy};
pub(crate) use evidence::YOUNG_YEARS;
pub use evidence::{Archive, Cited, Evidence, EvidenceFact, EvidenceSource};
pub use excerpt::Excerpt;
pub use mask::Masker;
pub(crate) use message::Filling;
pub use model::{
    AnyOf, AppliedRule, AskReport, ConcernReport, DocumentReport, DocumentStatus, DraftReport,
    ErrorReport, Finding, FormReport, GuidanceReport, OldSources, Question, Related, Remark,
    Report, RulesetInfo, StaleReport, Summary, Suppression, Tool,
};
pub(crate) use names::Names;
pub use page::{PageFinding, PageManner, PageQuestion};
pub(crate) use papers::owner_name;
pub use places::{Detail, Origin, Within};
pub use planning::Planning;
pub use schedule::{
    CodeReport, EdgeReport, MissingReport, MomentReport, PlanReport, ReasonReport, StepReport,
    SubmissionReport, TakesReport,
};
pub(crate) use speech::Speech;
pub use status::{FailOn, Standing};
pub use straight::{Straight, Usual};
pub use suppress::BaselineKey;
