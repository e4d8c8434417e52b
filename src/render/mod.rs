//! The report to bytes. A renderer knows the report only, which is masked already; what could
//! steer a terminal is made visible.

mod accepted;
mod chain;
mod checklist;
mod ci;
mod comment;
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
mod record;
mod rejected;
mod rules;
mod site;
mod text;
mod which;

use checklist::plain_markdown;
pub use checklist::{
    checklist_csv, checklist_html, checklist_markdown, checklist_xlsx, plain_cell, report_html,
    reports_index, reports_index_row,
};
pub use ci::{Base, annotations, code_quality, harmless, junit, sarif};
pub use comment::markdown;
pub use compare::comparison_text;
pub use diff::diff_text;
pub use explain::{document_text, rule_text};
pub use fact::fact_text;
pub use json::{json, json_line, json_lines, pretty};
pub use outline::Markup;
pub use plan::{plan_html, plan_ics, plan_markdown, plan_text};
pub use problem::problem_text;
pub use record::json_record;
pub use rejected::{Offered, Sentence, rejected_text};
pub use rules::{catalogue_text, merged_text};
pub use site::site_text;
pub use text::{Detail, Style, checklist_text, text, text_of_draft};
pub use which::which_text;
