//! Values, severities and exceptions that could be otherwise unnoticed.

use std::collections::{HashMap, HashSet};

use super::bench::{Address, Bench, Site, joined};
use super::change::{Part, Told, changed, changes, parts, value, written};
use super::papers::of_rule as papers_of;
use super::trial::{Otherwise, outcome, under};
use crate::casebook::open::Ready;
use crate::casebook::read::Subject;
use crate::evaluate::{Key, Plan};
use crate::ruleset::{Choice, Origin, Papers, Rule, Ruleset, Value, condition_uses};
use crate::source::{SourceFile, Span, parse_toml};
use crate::text::Text;

/// Parts by where they are declared, each with its rule's index.
type Sites<'b> = HashMap<Address<'b>, (usize, Part)>;

/// Tells of them.
pub(super) fn tell(bench: &mut Bench<'_>) {
    let sites: HashMap<Choice, Sites<'_>> = bench
        .built
        .iter()
        .map(|(choice, ruleset)| (*choice, sites(bench, ruleset)))
        .collect();
    let mut tried = HashSet::new();
    for ruleset in bench.rulesets.clone() {
        let mut here: Vec<_> = self::sites(bench, ruleset).into_iter().collect();
        here.sort_unstable_by_key(|(at, _)| *at);
        for (at, (index, part)) in here {
            let Some(rule) = ruleset.rules.get(index).filter(|_| tried.insert(at)) else {
                continue;
            };
            let changes = changes(rule, part);
            bench.tried = bench.tried.saturating_add(changes.len());
            let mut left = unnoticed(bench, ruleset, rule, changes, at, &sites);
            if let Some(site) = site(rule, part) {
                left.retain(|told| !bench.is_indifferent(at, site, &told.id));
            }
            if !left.is_empty() {
                tell_part(bench, ruleset, rule, part, &left);
            }
        }
    }
}

/// The parts of a ruleset's rules that cases must hold.
fn sites<'b>(bench: &Bench<'b>, ruleset: &'b Ruleset) -> Sites<'b> {
    let mut sites = HashMap::new();
    for (index, rule) in ruleset.rules.iter().enumerate() {
        for part in parts(rule) {
            if counts(ruleset, rule, part)
                && let Some((origin, which)) = origin_of(rule, part)
                && let Some(at) = bench.address(ruleset, origin, which)
            {
                sites.insert(at, (index, part));
            }
        }
    }
    sites
}

/// The changes of a part that no case notices.
fn unnoticed(
    bench: &Bench<'_>,
    ruleset: &Ruleset,
    rule: &Rule,
    changes: Vec<Told>,
    at: Address<'_>,
    sites: &HashMap<Choice, Sites<'_>>,
) -> Vec<Told> {
    let mut left = changes;
    for (choice, cases) in by_choice(bench, candidates(bench, ruleset, rule)) {
        let (Some(own), Some((index, part))) = (
            bench.built.get(&choice),
            sites.get(&choice).and_then(|sites| sites.get(&at)),
        ) else {
            continue;
        };
        let Some(own_rule) = own.rules.get(*index) else {
            continue;
        };
        let variants: Vec<Rule> = left
            .iter()
            .map(|told| changed(own_rule, *part, &told.change))
            .collect();
        let mut plans: HashMap<(Key, usize), Plan<'_>> = HashMap::new();
        let mut survives = vec![true; left.len()];
        for position in cases {
            let Some(ready) = bench.cases.get(position) else {
                continue;
            };
            let came = bench.came(position);
            for (number, (variant, survives)) in variants.iter().zip(&mut survives).enumerate() {
                if !*survives {
                    continue;
                }
                let comes = match ready.case.subject {
                    Subject::Rule(_) => {
                        let plan = plans
                            .entry((ready.key, number))
                            .or_insert_with(|| Plan::of(own, ready.key, [(*index, variant)], None));
                        under(ready, plan)
                    }
                    Subject::Document(_) => with(bench, ready, *index, variant),
                    Subject::Step(_) => continue,
                };
                *survives = comes == came;
            }
        }
        let mut survives = survives.into_iter();
        left.retain(|_| survives.next().unwrap_or(true));
        if left.is_empty() {
            break;
        }
    }
    left
}

fn with(bench: &Bench<'_>, ready: &Ready<'_>, index: usize, rule: &Rule) -> &'static str {
    let otherwise = Otherwise {
        rules: vec![(index, rule)],
        requires: None,
    };
    outcome(bench, ready, &otherwise)
}

/// Cases by what their rulesets are built for, in the order in which they first come.
fn by_choice(bench: &Bench<'_>, cases: Vec<usize>) -> Vec<(Choice, Vec<usize>)> {
    let mut groups: Vec<(Choice, Vec<usize>)> = Vec::new();
    for index in cases {
        let Some(ready) = bench.cases.get(index) else {
            continue;
        };
        match groups
            .iter_mut()
            .find(|(choice, _)| *choice == ready.choice)
        {
            Some((_, group)) => group.push(index),
            None => groups.push((ready.choice, vec![index])),
        }
    }
    groups
}

/// The cases that a change of a rule may show in: its own, and those of the documents that it asks for
/// in any of the rulesets.
fn candidates(bench: &Bench<'_>, ruleset: &Ruleset, rule: &Rule) -> Vec<usize> {
    let own = bench.of_rules.get(rule.id.as_str());
    let mut found = own.cloned().unwrap_or_default();
    let mut documents: Vec<&str> = Vec::new();
    for other in bench.built.values().chain([ruleset]) {
        let rules = other.rules.iter().filter(|own| own.id == rule.id);
        documents.extend(
            rules
                .flat_map(|rule| papers_of(rule))
                .filter_map(|id| other.document(id))
                .map(|document| document.id.as_str()),
        );
    }
    documents.sort_unstable();
    documents.dedup();
    for document in documents {
        found.extend(bench.of_documents.get(document).into_iter().flatten());
    }
    found
}

/// Where a part of a rule is declared, and which of several there.
fn origin_of(rule: &Rule, part: Part) -> Option<(Origin, usize)> {
    Some(match part {
        Part::Default(param, own) => (rule.params.get(param)?.origin, own),
        Part::Value(set, own) => (rule.sets.get(set)?.origin, own),
        Part::Cap(set) => (rule.sets.get(set)?.origin, usize::MAX),
        Part::Exception(index) => (rule.exceptions.get(index)?.origin, 0),
    })
}

/// The parameter that a part gives a value of, and for whom.
fn site(rule: &Rule, part: Part) -> Option<Site<'_>> {
    let (param, subjects) = match part {
        Part::Default(param, own) => (param, rule.params.get(param)?.defaults.get(own)?.0),
        Part::Value(set, own) => {
            let set = rule.sets.get(set)?;
            (set.values.get(own)?.0, set.selection.subjects)
        }
        Part::Cap(_) | Part::Exception(_) => return None,
    };
    Some(Site {
        rule: &rule.id,
        param: &rule.params.get(param)?.name,
        subjects: subjects & rule.subjects,
    })
}

/// Whether cases must notice a change of a part. What only stands in a message changes no outcome;
/// a value that is another rule's is tried there, and a default that is a whole word list with the
/// list.
fn counts(ruleset: &Ruleset, rule: &Rule, part: Part) -> bool {
    let Some((param, value)) = value(rule, part) else {
        return true;
    };
    let is_list = match (part, value) {
        (Part::Default(..), Value::Words(words)) => {
            ruleset.lists.iter().any(|list| list.words == *words)
        }
        _ => false,
    };
    let is_own = rule
        .params
        .get(param)
        .is_some_and(|param| param.like.is_none());
    is_own && !is_list && decides(rule, param)
}

/// Whether an outcome can turn on a parameter.
fn decides(rule: &Rule, param: usize) -> bool {
    let has = |papers: &Papers| *papers == Papers::Param(param);
    condition_uses(&rule.when, param)
        || rule.branches.iter().any(|branch| {
            condition_uses(&branch.fails, param)
                || branch.waiver.as_ref().is_some_and(|waiver| {
                    has(&waiver.papers) || condition_uses(&waiver.when, param)
                })
        })
        || rule
            .requires
            .iter()
            .any(|require| has(&require.papers) || condition_uses(&require.selection.when, param))
}

fn tell_part(bench: &mut Bench<'_>, ruleset: &Ruleset, rule: &Rule, part: Part, left: &[Told]) {
    let Some((origin, _)) = origin_of(rule, part) else {
        return;
    };
    let (zh, en) = joined(left.iter().map(|told| &told.text));
    let file = ruleset.files.get(origin.file);
    let key = |key: &str| file.and_then(|file| key_in(file, origin.span, key));
    let id = &rule.id;
    let param = value(rule, part).and_then(|(param, value)| {
        let param = rule.params.get(param)?;
        Some((param.name.as_str(), written(value, &param.kind)))
    });
    let (span, message) = match (part, param) {
        (Part::Default(..) | Part::Value(..), Some((name, value))) => (
            matches!(part, Part::Value(..)).then(|| key(name)).flatten(),
            Text::new(
                format!("{id} 的 {name} = {value}：{zh}，没有用例发现"),
                format!("`{id}` has {name} = {value}: {en}, and no case notices"),
            ),
        ),
        (Part::Cap(_), _) => (
            key("severity"),
            Text::new(
                format!("{id} 的 severity：去掉它，没有用例发现"),
                format!("`{id}`: no case notices if its severity is taken out"),
            ),
        ),
        _ => (
            None,
            Text::new(
                format!("{id} 的例外：去掉它，没有用例发现"),
                format!("`{id}`: no case notices if the exception is taken out"),
            ),
        ),
    };
    let help = match part {
        Part::Exception(_) => Text::fixed(
            "补一个没有这个例外就不通过的用例",
            "add a case that would fail without it",
        ),
        _ => Text::fixed(
            "补上恰在界上、改了就会变的用例（用这个文件适用的省份和接入商）",
            "add cases at the boundary that would come out otherwise, of the province and the provider that the file is for",
        ),
    };
    bench.tell(
        ruleset,
        origin.file,
        span.unwrap_or(origin.span),
        message,
        help,
    );
}

/// Where a key stands in the table that begins at a place.
fn key_in(file: &SourceFile, table: Span, key: &str) -> Option<Span> {
    let parsed = parse_toml(file);
    let sections = parsed.root.entries.iter();
    sections
        .filter_map(|entry| entry.node.as_array())
        .flatten()
        .find(|node| node.span == table)
        .and_then(|node| Some(node.as_table()?.entry(key)?.key_span))
}
