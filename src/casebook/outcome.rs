//! What comes out of a case, in the words that cases expect.

use super::read::Case;
use crate::draft::Place;
use crate::evaluate::{Evaluation, Failure, Need, is_provided, owner_path};
use crate::facts::Facts;
use crate::ruleset::{Rule, Ruleset};

/// Whether a place is the one that a case speaks of.
pub(super) fn is_here(case: &Case, path: &str) -> bool {
    case.at.as_ref().is_none_or(|at| at == path)
}

/// The failures of a rule that a case looks at: at its place, and of its branch.
pub(super) fn failures<'f>(
    case: &'f Case,
    (index, rule): (usize, &'f Rule),
    evaluation: &'f Evaluation,
) -> impl Iterator<Item = &'f Failure> {
    let is_looked_at = move |failure: &&Failure| {
        let branch = rule.branches.get(failure.branch);
        failure.rule == index
            && is_here(case, &failure.at.to_string())
            && (case.branch.is_none() || branch.is_some_and(|branch| branch.id == case.branch))
    };
    evaluation.failures.iter().filter(is_looked_at)
}

/// What comes out of a rule.
pub(super) fn of_rule(case: &Case, rule: (usize, &Rule), evaluation: &Evaluation) -> &'static str {
    let failing = failures(case, rule, evaluation)
        .map(|failure| failure.severity)
        .max();
    let open = evaluation
        .open
        .iter()
        .any(|open| open.rule == rule.0 && !open.needs.is_empty());
    match failing {
        Some(severity) => severity.id(),
        None if open => "unknown",
        None => "pass",
    }
}

/// What comes out of a document, and whose it is where it is listed.
pub(super) fn of_document(
    case: &Case,
    document: usize,
    ruleset: &Ruleset,
    facts: &Facts<'_>,
    evaluation: &Evaluation,
) -> (&'static str, Option<Place>) {
    let listed = evaluation
        .papers
        .iter()
        .find(|paper| paper.document == document && is_here(case, &owner_path(paper.of)));
    match listed {
        None => ("absent", None),
        Some(paper) => {
            let came = match paper.need {
                Need::Open => "undetermined",
                Need::Certain if is_provided(ruleset, facts, paper) => "provided",
                Need::Certain => "missing",
            };
            (came, Some(paper.of))
        }
    }
}
