//! Whether what rules cite exists, and is strong enough for how grave they are: what rests only on
//! facts of low confidence may warn, not block.

use std::collections::HashMap;

use super::build::RulesetFault;
use super::library::Library;
use super::model::{Origin, Rule, Ruleset, Severity};
use super::uses::branch_uses;
use crate::fields::nearest;
use crate::source::Problem;
use crate::text::Text;

/// Tells of citations that do not exist, and of those too weak.
pub fn check_sources(ruleset: &Ruleset, confidence: &HashMap<String, String>) -> Vec<RulesetFault> {
    let mut check = Check {
        confidence,
        faults: Vec::new(),
    };
    for rule in &ruleset.rules {
        check.rule(rule);
    }
    for document in &ruleset.documents {
        check.known(&document.facts, document.origin);
    }
    for require in &ruleset.requires {
        check.known(&require.facts, require.origin);
    }
    for guidance in &ruleset.guidance {
        check.known(&guidance.facts, guidance.origin);
    }
    for change in &ruleset.forms {
        check.known(&change.facts, change.origin);
    }
    for row in &ruleset.which {
        check.known(&row.facts, row.origin);
    }
    for row in &ruleset.site {
        check.known(&row.facts, row.origin);
        let own = ruleset.site_rule(row.check);
        // A row that leaves the severity alone takes that of the layers below.
        let severity = row.severity.or(own.map(|rule| rule.severity));
        if severity == Some(Severity::Error) {
            check.strong(&row.facts.iter().collect::<Vec<_>>(), row.origin);
        }
    }
    check.faults
}

/// The confidence of every fact by its id.
pub fn confidences(library: &Library) -> HashMap<String, String> {
    library
        .all_evidence()
        .into_iter()
        .map(|entry| (entry.id, entry.confidence))
        .collect()
}

struct Check<'c> {
    confidence: &'c HashMap<String, String>,
    faults: Vec<RulesetFault>,
}

impl Check<'_> {
    fn rule(&mut self, rule: &Rule) {
        self.known(&rule.facts, rule.origin);
        let gravest = rule.caps.iter().flatten().max().copied();
        for branch in &rule.branches {
            self.known(&branch.facts, branch.origin);
            let cited: Vec<&String> = rule.facts.iter().chain(&branch.facts).collect();
            if gravest.map(|cap| cap.min(branch.severity)) == Some(Severity::Error) {
                self.strong(&cited, branch.origin);
            }
        }
        for require in &rule.requires {
            self.known(&require.facts, require.origin);
        }
        for set in &rule.sets {
            self.known(&set.facts, set.origin);
            let is_error = gravest == Some(Severity::Error)
                && set.cap.is_none_or(|cap| cap == Severity::Error)
                && rule.branches.iter().any(|branch| {
                    branch.severity == Severity::Error
                        && set
                            .values
                            .iter()
                            .any(|(param, _)| branch_uses(branch, *param))
                });
            if is_error {
                self.strong(&set.facts.iter().collect::<Vec<_>>(), set.origin);
            }
        }
        for exception in &rule.exceptions {
            self.known(&exception.facts, exception.origin);
        }
    }

    fn known(&mut self, facts: &[String], origin: Origin) {
        for id in facts {
            if self.confidence.contains_key(id) {
                continue;
            }
            let help = nearest(id, self.confidence.keys().map(String::as_str)).map(|near| {
                Text::new(
                    format!("是不是 {near}？"),
                    format!("did you mean `{near}`?"),
                )
            });
            self.faults.push(RulesetFault {
                file: origin.file,
                problem: Problem::new(
                    origin.span,
                    Text::new(
                        format!("没有编号 {id} 的出处"),
                        format!("no fact of the evidence has the id `{id}`"),
                    ),
                )
                .with_help(help),
            });
        }
    }

    fn strong(&mut self, facts: &[&String], origin: Origin) {
        let weak = !facts.is_empty()
            && facts
                .iter()
                .all(|id| self.confidence.get(*id).is_some_and(|word| word == "low"));
        if weak {
            self.faults.push(RulesetFault {
                file: origin.file,
                problem: Problem::new(
                    origin.span,
                    Text::fixed(
                        "只有可信度低的出处，不能判为错误；写 severity = \"warning\"",
                        "rests only on facts of low confidence, so it may not be an error; write severity = \"warning\"",
                    ),
                ),
            });
        }
    }
}
