//! The rules that were applied to a draft, for formats that list every rule and not only those
//! that fail.

use super::model::AppliedRule;
use crate::evaluate::Plan;
use crate::ruleset::{Hole, Message, Rule, Segment, Severity};
use crate::text::Lang;

/// The rules of a plan, in the order of the ruleset.
pub fn applied(plan: &Plan<'_>, lang: Lang) -> Vec<AppliedRule> {
    plan.rules()
        .map(|(rule, cap)| {
            let gravest = rule.branches.iter().map(|branch| branch.severity).max();
            let mut facts: Vec<String> = Vec::new();
            for id in rule
                .facts
                .iter()
                .chain(rule.branches.iter().flat_map(|branch| &branch.facts))
            {
                if !facts.contains(id) {
                    facts.push(id.clone());
                }
            }
            let fails = rule.branches.iter().map(|branch| &branch.message);
            let help = rule
                .branches
                .iter()
                .filter_map(|branch| branch.help.as_ref());
            AppliedRule {
                id: rule.id.clone(),
                title: rule.title.get(lang).to_owned(),
                // A rule without branches only makes documents needed.
                severity: gravest.unwrap_or(Severity::Notice).min(cap),
                fails: each_once(rule, fails, lang),
                help: each_once(rule, help, lang),
                facts,
            }
        })
        .collect()
}

fn each_once<'m>(
    rule: &Rule,
    messages: impl Iterator<Item = &'m Message>,
    lang: Lang,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for message in messages {
        let text = general(rule, message, lang);
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out
}

/// A message that speaks of no draft: its holes hold the names of what would stand there.
fn general(rule: &Rule, message: &Message, lang: Lang) -> String {
    let name = |hole: &Hole| match hole {
        Hole::Fact(fact) => fact.label().get(lang).to_owned(),
        Hole::Param(index) => rule
            .params
            .get(*index)
            .map_or_else(String::new, |param| param.label.get(lang).to_owned()),
        Hole::Hit => match lang {
            Lang::Zh => "命中的词".to_owned(),
            Lang::En => "the word found".to_owned(),
        },
    };
    let mut out = String::new();
    for segment in &message.get(lang).0 {
        match segment {
            Segment::Text(text) => out.push_str(text),
            Segment::Hole(hole) => out.push_str(&format!("{{{}}}", name(hole))),
            Segment::Moved { day, by, back } => {
                let sign = if *back { '-' } else { '+' };
                out.push_str(&format!("{{{} {sign} {}}}", name(day), name(by)));
            }
        }
    }
    out
}
