//! What comes out of a case, in the words that cases expect.

use super::read::Case;
use crate::draft::Place;
use crate::evaluate::{Evaluation, Failure, Need, Paper, is_provided, owner_path};
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
    let listed = evaluation.papers.iter().find(|paper| {
        paper.document == document
            && is_here(case, &owner_path(paper.of))
            && !is_left_out(paper, ruleset, facts, evaluation)
    });
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

/// Whether another alternative is wholly at hand, so that the report leaves this one out.
fn is_left_out(
    paper: &Paper,
    ruleset: &Ruleset,
    facts: &Facts<'_>,
    evaluation: &Evaluation,
) -> bool {
    let Some((group, own)) = paper.choice else {
        return false;
    };
    let bundles = || {
        let choices = evaluation.papers.iter().filter_map(|paper| paper.choice);
        choices.filter(|(other, _)| *other == group)
    };
    let is_whole = |choice: (usize, usize)| {
        let of_bundle = |paper: &&Paper| paper.choice == Some(choice);
        let mut papers = evaluation.papers.iter().filter(of_bundle);
        papers.all(|paper| is_provided(ruleset, facts, paper))
    };
    let chosen = bundles().filter(|choice| is_whole(*choice)).min();
    chosen.is_some_and(|(_, bundle)| bundle != own)
}
