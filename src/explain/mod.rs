//! Rulesets, evidence and outcomes explained: what a rule or document says, where it holds, where
//! it comes from, and why a draft came out as it did. It knows no terminal; what it gives of a
//! draft is masked.

mod atlas;
mod catalogue;
mod chain;
mod clause;
mod document;
mod fact;
mod form;
mod merged;
mod near;
mod phrase;
mod place;
mod rule;
mod scribe;
mod site;
mod sources;
mod step;
mod which;
mod words;

pub use atlas::{Atlas, Seen, Sheet};
pub use catalogue::{Catalogue, Entry, Filter, SetEntry, SiteEntry, catalogue};
pub use chain::{
    Asked, BranchChain, DraftChain, ElementChain, ExceptionChain, Explained, ParamChain,
    RequireChain, UndecidedSet,
};
pub use clause::{Clause, Join, Judge, Reading, truth_id};
pub use document::{
    DocumentWords, LimitWords, NeedWords, explain_document, sheet_name, stage, whose,
};
pub use fact::{FactPage, UseWords, accounts, explain_fact};
pub use form::{form_words, signature};
pub use merged::{
    Merged, MergedDocument, MergedForm, MergedParam, MergedRule, MergedSite, MergedValue, merged,
};
pub use near::near;
pub use phrase::Phrases;
pub use place::{place, target};
pub use rule::{explain_rule, filings_brief};
pub use scribe::Scribe;
pub use site::{
    SiteProvince, SiteTerms, SiteWords, explain_site, severity_words, site_terms, wants_words,
};
pub use sources::{FactWords, SourceWords, Sources, Standing};
pub use step::StepWords;
pub use which::{WhichWords, explain_which};
pub use words::{
    BranchWords, DefaultWords, ExceptionWords, FilingWords, GuidanceWords, LayerWords, ParamWords,
    PeriodWords, RequireWords, RuleWords, SetWords, ValueWords, WaiverWords, period,
};
