//! Rule files to rules: reads the layers of a ruleset, checks them as a compiler would, and lays
//! them over one another. It knows the vocabulary, but no draft.

mod build;
mod compile;
mod condition;
mod dated;
mod evidence;
mod keys;
mod later;
mod library;
mod limits;
mod link;
mod load_change;
mod load_document;
mod load_members;
mod load_params;
mod load_place;
mod load_rule;
mod model;
mod overlay;
mod parse_condition;
mod parse_test;
mod pattern;
mod plain_toml;
mod precedence;
mod sanity;
mod selection;
mod shared;
mod site;
mod snapshot;
mod sources;
mod step;
mod template;
mod tree;
mod uses;
mod value;
mod which;

pub use build::{LayerFile, RulesetFault, SECTIONS, build, header};
pub use condition::{
    CharClass, Compare, Condition, Operand, Quantifier, SetMatch, Test, WordMatch,
};
pub use evidence::{EvidenceEntry, EvidenceReference};
pub use keys::{Faults, Keys};
pub use library::{Choice, Library};
pub use limits::{MOST_CONDITIONAL, MOST_PLACES};
pub use load_document::read_form;
pub use load_params::{PARAM_TYPES, RESERVED};
pub use model::{
    At, Branch, Document, Exception, FILINGS, Form, FormChange, Guidance, Origin, Papers, Param,
    Period, Require, Rule, Ruleset, Selection, Set, Severity, Stage, Waiver, WordList,
};
pub use parse_test::OPERATORS;
pub use pattern::Pattern;
pub use precedence::ordered;
pub use selection::{ALL_FILINGS, GROUPS, SUBJECTS, has_bit, subjects_of};
pub use shared::Shared;
pub use site::{SiteCheck, SiteRow, SiteRule};
pub use sources::{check_sources, confidences};
pub use step::{Actor, Phase, Step, Takes, TimeUnit};
pub use template::{Hole, Message, Segment, Template};
pub use uses::{condition_uses, condition_uses_any, facts_read};
pub use value::{ParamKind, Value};
pub use which::{Wanted, WhichRow, WhichTest};
