//! Limits of a rule's size: the evaluation lays out what may come out in advance.

use super::build::RulesetFault;
use super::model::{FILINGS, Origin, Rule, Set};
use super::selection::has_bit;
use crate::source::Problem;
use crate::text::Text;

/// At most so many conditional sets of a rule may meet in one kind of filing: every combination of
/// them is laid out.
pub const MOST_CONDITIONAL: usize = 8;

/// A rule reports at most at so many places.
pub const MOST_PLACES: usize = 8;

/// Tells of rules that go beyond the limits.
pub fn tell_limits(rule: &Rule, faults: &mut Vec<RulesetFault>) {
    let mut tell = |origin: Origin, message: Text| {
        faults.push(RulesetFault {
            file: origin.file,
            problem: Problem::new(origin.span, message),
        });
    };
    if let Some(branch) = rule
        .branches
        .iter()
        .find(|branch| branch.place >= MOST_PLACES)
    {
        tell(
            branch.origin,
            Text::new(
                format!("一条规则最多在 {MOST_PLACES} 处报告；请拆成几条"),
                format!("a rule reports at {MOST_PLACES} places at most; make it several rules"),
            ),
        );
    }
    for filing in 0..FILINGS {
        let conditional =
            |set: &&Set| has_bit(set.selection.filings, filing) && !set.selection.when.is_always();
        if let Some(set) = rule.sets.iter().filter(conditional).nth(MOST_CONDITIONAL) {
            tell(
                set.origin,
                Text::new(
                    format!(
                        "{} 带 when 的 set 太多，最多 {MOST_CONDITIONAL} 个；请合并条件，或拆成几条规则",
                        rule.id
                    ),
                    format!(
                        "`{}` has more than {MOST_CONDITIONAL} sets with a `when`; join conditions, or make it several rules",
                        rule.id
                    ),
                ),
            );
            return;
        }
    }
}
