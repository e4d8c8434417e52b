//! The plan for a terminal.

use super::chart::chart;
use super::outline::{closing, opening, steps};
use crate::render::outline::{Markup, Outline};
use crate::render::text::{Detail, Style};
use crate::report::PlanReport;
use crate::source::escape_control;

/// The plan of a draft, no wider than the terminal.
pub fn plan_text(plan: &PlanReport, style: Style) -> String {
    let part = |fill: &dyn Fn(&mut Outline)| {
        let mut outline = Outline::new(plan.lang);
        fill(&mut outline);
        outline.write(Markup::Text { width: style.width })
    };
    let mut out = part(&|outline| opening(plan, outline));
    out.push('\n');
    for line in chart(plan, style.width) {
        out.push_str(&escape_control(&line));
        out.push('\n');
    }
    if style.detail != Detail::Quiet {
        out.push('\n');
        let is_verbose = style.detail == Detail::Verbose;
        out.push_str(&part(&|outline| steps(plan, is_verbose, outline)));
    }
    out.push('\n');
    out.push_str(&part(&|outline| closing(plan, outline)));
    out
}
