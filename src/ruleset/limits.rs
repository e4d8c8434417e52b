//! Limits on what a ruleset may pile up, so that a stranger's cannot make an evaluation endless.

use super::build::RulesetFault;
use super::model::{FILINGS, Rule};
use super::selection::has_bit;
use crate::fields::choices::SUBJECT_KINDS;
use crate::source::Problem;
use crate::text::Text;

/// A rule reports at most at so many places of an element.
pub const MOST_PLACES: usize = 16;

/// At most so many conditional sets of one rule can hold for one kind of filing and subject: the
/// rule is laid out for every combination of them.
pub const MOST_CONDITIONAL: usize = 6;

/// Tells of a rule that goes beyond the limits.
pub fn tell_excess(rule: &Rule, faults: &mut Vec<RulesetFault>) {
    let mut tell = |message| {
        faults.push(RulesetFault {
            file: rule.origin.file,
            problem: Problem::new(rule.origin.span, message),
        });
    };
    if rule
        .branches
        .iter()
        .any(|branch| branch.place >= MOST_PLACES)
    {
        tell(Text::new(
            format!("一条规则最多在 {MOST_PLACES} 处报告，请拆成几条"),
            format!("a rule reports at most at {MOST_PLACES} places; split it"),
        ));
    }
    let conditional = |filing: usize, subject: usize| {
        let sets = rule.sets.iter().filter(|set| {
            has_bit(set.selection.filings, filing)
                && has_bit(set.selection.subjects, subject)
                && !set.selection.when.is_always()
        });
        sets.count()
    };
    let excessive = (0..FILINGS).any(|filing| {
        (0..SUBJECT_KINDS.len()).any(|kind| conditional(filing, kind) > MOST_CONDITIONAL)
    });
    if excessive {
        tell(Text::new(
            format!(
                "{} 有超过 {MOST_CONDITIONAL} 个带条件的 set 可能同时成立",
                rule.id
            ),
            format!(
                "more than {MOST_CONDITIONAL} conditional sets of `{}` can hold together",
                rule.id
            ),
        ));
    }
}
