//! What comes out of a case where something of its ruleset is otherwise: only what the case is
//! about is evaluated.

use super::bench::Bench;
use crate::casebook::open::Ready;
use crate::casebook::outcome::{of_document, of_rule};
use crate::casebook::read::Subject;
use crate::evaluate::{Evaluation, Plan, evaluate};
use crate::ruleset::{Require, Rule, Shared};

/// What is otherwise.
#[derive(Default)]
pub(super) struct Otherwise<'o> {
    /// Rules, by their index.
    pub rules: Vec<(usize, &'o Rule)>,
    /// All requirements.
    pub requires: Option<&'o [Shared<Require>]>,
}

/// What comes out.
pub(super) fn outcome(
    bench: &Bench<'_>,
    ready: &Ready<'_>,
    otherwise: &Otherwise<'_>,
) -> &'static str {
    let ruleset = ready.ruleset;
    let rule = |index: usize| {
        let others = otherwise.rules.iter();
        let other = others
            .filter(|(own, _)| *own == index)
            .map(|(_, rule)| *rule);
        other
            .chain(ruleset.rules.get(index).map(|rule| &**rule))
            .next()
    };
    match ready.case.subject {
        Subject::Rule(_) => {
            let rule = rule(ready.about).map(|rule| (ready.about, rule));
            let plan = Plan::of(ruleset, ready.key, rule, None);
            under(ready, &plan)
        }
        Subject::Document(_) => {
            let (rules, requires) = bench.asking(ready);
            let all = otherwise.requires.unwrap_or(&ruleset.requires);
            let plan = Plan::of(
                ruleset,
                ready.key,
                rules
                    .iter()
                    .filter_map(|index| Some((*index, rule(*index)?))),
                requires
                    .iter()
                    .filter_map(|index| Some(&**all.get(*index)?)),
            );
            under(ready, &plan)
        }
        Subject::Step(_) => "",
    }
}

/// What comes out of a case under a plan.
pub(super) fn under(ready: &Ready<'_>, plan: &Plan<'_>) -> &'static str {
    let evaluation = evaluate(plan, &ready.facts);
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
        Subject::Step(_) => "",
    }
}

/// The evaluation of a case by one rule or requirement alone.
pub(super) fn alone(
    ready: &Ready<'_>,
    rule: Option<(usize, &Rule)>,
    require: Option<&Require>,
) -> Evaluation {
    let plan = Plan::of(ready.ruleset, ready.key, rule, require);
    evaluate(&plan, &ready.facts)
}
