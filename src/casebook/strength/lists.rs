//! Words of lists that could be missing unnoticed.

use std::collections::{HashMap, HashSet};

use super::bench::{Address, Bench, joined};
use super::change::{less, places};
use super::trial::{Otherwise, outcome};
use super::words::{take_from_requires, take_from_rule};
use crate::casebook::open::Ready;
use crate::casebook::read::Subject;
use crate::ruleset::{Choice, Require, Rule, Ruleset, Shared, WordList};
use crate::text::Text;

/// What a ruleset would be without a word, made once for all cases of it: rules by their index, and
/// the requirements; `None` where the list is not used.
#[derive(Default)]
struct Without {
    rules: HashMap<(Choice, usize), Option<Rule>>,
    requires: HashMap<Choice, Option<Vec<Shared<Require>>>>,
}

/// Tells of them; gives the lists that there are.
pub(super) fn tell<'b>(bench: &mut Bench<'b>) -> Vec<(&'b Ruleset, &'b WordList)> {
    let mut lists = Vec::new();
    let mut tried = HashSet::new();
    for ruleset in bench.rulesets.clone() {
        for list in &ruleset.lists {
            let at = bench.address(ruleset, list.origin, 0);
            let Some(at) = at.filter(|at| tried.insert(*at)) else {
                continue;
            };
            lists.push((ruleset, list));
            let mut left = places(list.words.len());
            bench.tried = bench.tried.saturating_add(left.len());
            left.retain(|place| !is_noticed(bench, list, at, *place));
            if left.is_empty() {
                continue;
            }
            let words = left.iter().filter_map(|place| list.words.get(*place));
            let told: Vec<Text> = words.map(|word| less(word)).collect();
            let (zh, en) = joined(told.iter());
            let message = Text::new(
                format!("词表 {}：{zh}，没有用例发现", list.id),
                format!("the word list `{}`: {en}, and no case notices", list.id),
            );
            let help = Text::fixed(
                "补上用到这些词的用例（第一个、中间一个、最后一个）",
                "add cases with these words (the first, the middle and the last one)",
            );
            bench.tell(ruleset, list.origin.file, list.origin.span, message, help);
        }
    }
    lists
}

/// Whether a case notices that a word of a list is missing.
fn is_noticed(bench: &Bench<'_>, list: &WordList, at: Address<'_>, place: usize) -> bool {
    let mut without = Without::default();
    let has: HashSet<Choice> = bench
        .built
        .iter()
        .filter(|(_, ruleset)| {
            let mut lists = ruleset.lists.iter();
            lists.any(|own| bench.address(ruleset, own.origin, 0) == Some(at))
        })
        .map(|(choice, _)| *choice)
        .collect();
    (0..bench.cases.len()).any(|index| {
        bench.cases.get(index).is_some_and(|ready| {
            has.contains(&ready.choice)
                && comes(bench, ready, list, place, &mut without)
                    .is_some_and(|comes| comes != bench.came(index))
        })
    })
}

/// What comes out of a case without a word; `None` where it has nothing to do with the list.
fn comes(
    bench: &Bench<'_>,
    ready: &Ready<'_>,
    list: &WordList,
    place: usize,
    without: &mut Without,
) -> Option<&'static str> {
    let ruleset = ready.ruleset;
    let own = [ready.about];
    let is_document = matches!(ready.case.subject, Subject::Document(_));
    let concerned = match ready.case.subject {
        Subject::Rule(_) => own.as_slice(),
        Subject::Document(_) => bench.asking(ready).0,
        Subject::Step(_) => return None,
    };
    for index in concerned {
        without
            .rules
            .entry((ready.choice, *index))
            .or_insert_with(|| {
                let mut rule = Rule::clone(ruleset.rules.get(*index)?);
                take_from_rule(&mut rule, &list.words, place).then_some(rule)
            });
    }
    let rules: Vec<(usize, &Rule)> = concerned
        .iter()
        .filter_map(|index| {
            let rule = without.rules.get(&(ready.choice, *index))?.as_ref()?;
            Some((*index, rule))
        })
        .collect();
    let requires = if is_document {
        let requires = without.requires.entry(ready.choice).or_insert_with(|| {
            let mut requires = ruleset.requires.clone();
            take_from_requires(&mut requires, &list.words, place).then_some(requires)
        });
        requires.as_deref()
    } else {
        None
    };
    if rules.is_empty() && requires.is_none() {
        return None;
    }
    Some(outcome(bench, ready, &Otherwise { rules, requires }))
}
