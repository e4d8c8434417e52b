//! `beian` prepares ICP filings (ICP 备案): a draft and declarative rulesets in, findings and a
//! document checklist out.

pub mod draft;
pub mod fields;
pub mod identifiers;
pub mod source;
pub mod text;
