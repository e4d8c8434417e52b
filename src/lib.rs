//! `beian` prepares ICP filings (ICP 备案): a draft and declarative rulesets in, findings and a
//! document checklist out.

pub mod attachments;
pub mod batch;
pub mod calendar;
pub mod casebook;
pub mod cli;
pub mod compare;
pub mod draft;
pub mod evaluate;
pub mod explain;
pub mod facts;
pub mod fields;
pub mod identifiers;
pub mod interview;
pub mod plan;
pub mod redact;
pub mod rejected;
pub mod render;
pub mod report;
pub mod ruleset;
pub mod schema;
pub mod sheet;
pub mod site;
pub mod source;
pub mod text;
pub mod which;
