//! Branches that no case makes fail.

use std::collections::HashSet;

use super::bench::Bench;
use super::trial::alone;
use crate::casebook::outcome::{failures, of_rule};
use crate::casebook::read::Subject;
use crate::text::Text;

/// Tells of them.
pub(super) fn tell(bench: &mut Bench<'_>) {
    let failing = failing(bench);
    let mut told = HashSet::new();
    for ruleset in bench.rulesets.clone() {
        for rule in &ruleset.rules {
            for branch in &rule.branches {
                let Some(at) = bench.address(ruleset, branch.origin, 0) else {
                    continue;
                };
                if failing.contains(&(at.0, at.1)) || !told.insert(at) {
                    continue;
                }
                let severity = branch.severity.id();
                let name = branch.id.as_deref().unwrap_or(severity);
                let message = Text::new(
                    format!("{} 的分支 {name}：没有用例让它不通过", rule.id),
                    format!("`{}`: no case makes its branch `{name}` fail", rule.id),
                );
                let help = Text::new(
                    format!("补一个 expect = \"{severity}\" 的用例，旁边再配一个通过的"),
                    format!(
                        "add a case with expect = \"{severity}\", and next to it one that passes"
                    ),
                );
                bench.tell(
                    ruleset,
                    branch.origin.file,
                    branch.origin.span,
                    message,
                    help,
                );
            }
        }
    }
}

/// The branches by which cases fail, by file and offset.
fn failing<'b>(bench: &Bench<'b>) -> HashSet<(&'b str, u32)> {
    let mut failing = HashSet::new();
    for ready in bench.cases {
        let Subject::Rule(_) = ready.case.subject else {
            continue;
        };
        let Some(rule) = ready.ruleset.rules.get(ready.about) else {
            continue;
        };
        let evaluation = alone(ready, Some((ready.about, &**rule)), None);
        let own = (ready.about, &**rule);
        let came = of_rule(ready.case, own, &evaluation);
        for failure in failures(ready.case, own, &evaluation) {
            if failure.severity.id() == came
                && let Some(branch) = rule.branches.get(failure.branch)
                && let Some(file) = ready.ruleset.files.get(branch.origin.file)
            {
                failing.insert((file.name.as_str(), branch.origin.span.start));
            }
        }
    }
    failing
}
