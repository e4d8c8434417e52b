//! The report as continuous integration and code review read it.

mod base;
mod fingerprint;
mod github;
mod gitlab;
mod junit;
mod remark;
mod sarif;
mod sarif_rules;

pub use base::Base;
pub use github::{annotations, harmless};
pub use gitlab::code_quality;
pub use junit::junit;
pub use sarif::sarif;

pub(super) use remark::{Topic, open_topic};
