//! What comes out of a case where something of its ruleset is otherwise: only what the case is
//! about is evaluated.

use super::open::Ready;
use super::outcome::{of_document, of_rule};
use super::papers::{require_names, rule_names};
use super::read::Subject;
use crate::evaluate::{Evaluation, Plan, evaluate};
use crate::ruleset::{Require, Rule};

/// What is otherwise.
#[derive(Default)]
pub(super) struct Otherwise<'o> {
    /// Rules, by their index.
    pub rules: Vec<(usize, Rule)>,
    /// All requirements.
    pub requires: Option<&'o [Require]>,
}

/// What comes out.
pub(super) fn outcome(ready: &Ready<'_>, otherwise: &Otherwise<'_>) -> &'static str {
    let evaluation = evaluate(&plan(ready, otherwise), &ready.facts);
    match ready.case.subject {
        Subject::Rule(_) => {
            let rule = ready.ruleset.rules.get(ready.about);
            rule.map_or("", |rule| {
                of_rule(ready.case, (ready.about, rule), &evaluation)
            })
        }
        Subject::Document(_) => {
            let (ruleset, facts) = (ready.ruleset, &ready.facts);
            of_document(ready.case, ready.about, ruleset, facts, &evaluation).0
        }
    }
}

/// The evaluation of a case by some rules and requirements alone.
pub(super) fn alone(
    ready: &Ready<'_>,
    rule: Option<(usize, &Rule)>,
    require: Option<&Require>,
) -> Evaluation {
    let plan = Plan::of(ready.ruleset, ready.key, rule, require);
    evaluate(&plan, &ready.facts)
}

fn plan<'p>(ready: &'p Ready<'_>, otherwise: &'p Otherwise<'_>) -> Plan<'p> {
    let ruleset = ready.ruleset;
    let other = |index: usize| {
        let mut others = otherwise.rules.iter();
        others.find(|(own, _)| *own == index).map(|(_, rule)| rule)
    };
    match ready.case.subject {
        Subject::Rule(_) => {
            let rule = other(ready.about).or_else(|| ruleset.rules.get(ready.about));
            let rule = rule.map(|rule| (ready.about, rule));
            Plan::of(ruleset, ready.key, rule, None)
        }
        Subject::Document(_) => {
            let rules = ruleset
                .rules
                .iter()
                .enumerate()
                .map(|(index, rule)| (index, other(index).unwrap_or(rule)))
                .filter(|(_, rule)| rule_names(ruleset, rule, ready.about));
            let requires = otherwise
                .requires
                .unwrap_or(&ruleset.requires)
                .iter()
                .filter(|require| require_names(ruleset, require, ready.about));
            Plan::of(ruleset, ready.key, rules, requires)
        }
    }
}
