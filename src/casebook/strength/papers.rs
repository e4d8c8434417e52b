//! Which documents rules and requirements speak of.

use crate::ruleset::{Papers, Require, Rule, Ruleset, Value};

/// The ids of documents that stand in papers as written; none where a parameter has them.
pub(super) fn fixed(papers: &Papers) -> impl Iterator<Item = &str> {
    let bundles = match papers {
        Papers::Fixed(bundles) => bundles.as_slice(),
        Papers::Param(_) => &[],
    };
    bundles.iter().flatten().map(String::as_str)
}

/// All ids of documents that a rule may ask for, by its parameters too.
pub(super) fn of_rule(rule: &Rule) -> impl Iterator<Item = &str> {
    let waivers = rule
        .branches
        .iter()
        .filter_map(|branch| branch.waiver.as_ref())
        .map(|waiver| &waiver.papers);
    let requires = rule.requires.iter().map(|require| &require.papers);
    let defaults = rule
        .params
        .iter()
        .flat_map(|param| param.defaults.iter().map(|(_, value)| value));
    let values = rule
        .sets
        .iter()
        .flat_map(|set| set.values.iter().map(|(_, value)| value));
    let bundles = defaults.chain(values).filter_map(|value| match value {
        Value::Bundles(bundles) => Some(bundles),
        _ => None,
    });
    waivers
        .chain(requires)
        .flat_map(fixed)
        .chain(bundles.flatten().flatten().map(String::as_str))
}

/// Whether a rule may ask for a document.
pub(super) fn rule_names(ruleset: &Ruleset, rule: &Rule, document: usize) -> bool {
    of_rule(rule).any(|id| is(ruleset, id, document))
}

/// Whether a requirement asks for a document.
pub(super) fn require_names(ruleset: &Ruleset, require: &Require, document: usize) -> bool {
    fixed(&require.papers).any(|id| is(ruleset, id, document))
}

/// Whether an id is a document's.
pub(super) fn is(ruleset: &Ruleset, id: &str, document: usize) -> bool {
    ruleset.documents.get(document).is_some_and(|document| {
        document.id == id || document.aliases.iter().any(|alias| alias == id)
    })
}
