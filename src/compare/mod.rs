//! Rulesets side by side, in words: provinces with one another, versions with one another, and what
//! a draft faces in each. It knows no terminal; what it gives of a draft is masked.

mod contrast;
mod diff;
mod documents;
mod drafts;
mod extent;
mod parameters;
mod provinces;
mod rules;
mod site;
mod terms;
mod words;

pub use contrast::{Aspect, Contrast, DocumentContrast, Manner, RuleContrast, contrast};
pub use diff::{Diff, DraftDiff, DraftsDiff, LayerDiff, ListDiff, Version, layers};
pub use drafts::{
    DraftContrast, FindingContrast, Outcome, PaperContrast, QuestionContrast, contrast_drafts,
};
pub use extent::Extent;
pub use provinces::{Comparison, Faced, Heading, Province};
