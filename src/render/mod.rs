//! The report to bytes. A renderer knows the report only, which is masked already; what could
//! steer a terminal is made visible.

mod chain;
mod checklist;
mod compare;
mod compare_draft;
mod diff;
mod explain;
mod fact;
mod json;
mod outline;
mod page;
mod plan;
mod problem;
mod rejected;
mod rules;
mod text;
mod which;

pub use checklist::{checklist_csv, checklist_html, checklist_markdown, checklist_xlsx};
pub use compare::comparison_text;
pub use diff::diff_text;
pub use explain::{document_text, rule_text};
pub use fact::fact_text;
pub use json::{json, json_line, pretty};
pub use outline::Markup;
pub use plan::{plan_html, plan_ics, plan_markdown, plan_text};
pub use problem::problem_text;
pub use rejected::{Offered, rejected_text};
pub use rules::{catalogue_text, merged_text};
pub use text::{Detail, Style, checklist_text, text, text_of_draft};
pub use which::which_text;
