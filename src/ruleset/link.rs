//! Parameters that have the values of another rule's: `like = "domain-validity.min_days"`. What a
//! layer sets there holds here too, so that no figure is written twice.

use super::build::RulesetFault;
use super::model::{Param, Rule, Set};
use super::shared::Shared;
use super::value::Value;
use crate::source::Problem;
use crate::text::Text;

/// A parameter of a rule, the rule and parameter that it is like, by index.
struct Link {
    rule: usize,
    param: usize,
    like_rule: usize,
    like_param: usize,
}

/// Gives linked parameters the defaults and sets of those that they are like. What comes from
/// files before the `first` was linked already.
pub fn link_params(rules: &mut [Shared<Rule>], first: usize, faults: &mut Vec<RulesetFault>) {
    let links = find(rules, first, faults);
    for link in &links {
        let param =
            |rule: usize, param: usize| rules.get(rule).and_then(|rule| rule.params.get(param));
        let like = param(link.like_rule, link.like_param);
        let own = param(link.rule, link.param);
        let values = |param: &Param| (param.defaults.clone(), param.members.clone());
        let is_known = like.map(values) == own.map(values);
        // What is linked already stays shared with other rulesets.
        let like = like.map(values).filter(|_| !is_known);
        if let Some((defaults, members)) = like
            && let Some(rule) = rules.get_mut(link.rule)
            && let Some(param) = rule.params.get_mut(link.param)
        {
            param.defaults = defaults;
            param.members = members;
        }
    }
    let mut added: Vec<(usize, Set)> = Vec::new();
    let is_new = |rule: usize, set: &Set| {
        let newer = |rule: &Rule| rule.origin.file >= first;
        set.origin.file >= first || rules.get(rule).is_some_and(|rule| newer(rule))
    };
    for (index, source) in rules.iter().enumerate() {
        for set in &source.sets {
            // One set for each rule that is linked, so that what was set together stays so.
            let mut per_rule: Vec<(usize, Vec<(usize, Value)>)> = Vec::new();
            for link in links
                .iter()
                .filter(|link| link.like_rule == index && is_new(link.rule, set))
            {
                let Some((_, value)) = set
                    .values
                    .iter()
                    .find(|(param, _)| *param == link.like_param)
                else {
                    continue;
                };
                let entry = (link.param, value.clone());
                match per_rule.iter_mut().find(|(rule, _)| *rule == link.rule) {
                    Some((_, values)) => values.push(entry),
                    None => per_rule.push((link.rule, vec![entry])),
                }
            }
            for (rule, values) in per_rule {
                let copy = Set {
                    values,
                    cap: None,
                    ..Set::clone(set)
                };
                added.push((rule, copy));
            }
        }
    }
    for (rule, set) in added {
        if let Some(rule) = rules.get_mut(rule) {
            rule.sets.push(set.into());
        }
    }
}

fn find(rules: &[Shared<Rule>], first: usize, faults: &mut Vec<RulesetFault>) -> Vec<Link> {
    let mut links = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        for (param, declared) in rule.params.iter().enumerate() {
            let Some((like_rule, like_param)) = &declared.like else {
                continue;
            };
            let found = rules
                .iter()
                .position(|rule| rule.id == *like_rule)
                .and_then(|at| {
                    let params = &rules.get(at)?.params;
                    let position = params.iter().position(|param| param.name == *like_param)?;
                    let same = params.get(position)?.kind == declared.kind;
                    same.then_some((at, position))
                });
            match found {
                Some((like_rule, like_param)) if like_rule != index => links.push(Link {
                    rule: index,
                    param,
                    like_rule,
                    like_param,
                }),
                _ if declared.origin.file < first => {}
                _ => faults.push(RulesetFault {
                    file: declared.origin.file,
                    problem: Problem::new(
                        declared.origin.span,
                        Text::new(
                            format!("like 要写另一条规则的同类型参数，没有 {like_rule}.{like_param} 这样的参数"),
                            format!("`like` names a parameter of the same type of another rule; there is no `{like_rule}.{like_param}`"),
                        ),
                    ),
                }),
            }
        }
    }
    links
}
