//! Requirements and documents that no case shows as needed.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::bench::{Address, Bench};
use super::papers::{fixed, is};
use super::trial::alone;
use crate::casebook::open::Ready;
use crate::casebook::outcome::is_here;
use crate::casebook::read::Subject;
use crate::evaluate::{Need, owner_path};
use crate::ruleset::{Choice, Origin, Papers, Require, Rule, Ruleset};
use crate::text::Text;

/// A requirement's file and offset, and a document's id; an empty one where a parameter has the
/// documents.
type Shown<'b> = HashSet<(&'b str, u32, &'b str)>;

/// A rule as it would be with one of its requirements or waivers alone.
type Only<'r> = (Origin, &'r Papers, Rule);

/// Tells of them.
pub(super) fn tell(bench: &mut Bench<'_>) {
    let shown = shown(bench);
    // What is not shown: by requirement, the documents.
    let mut open: BTreeMap<Address<'_>, (&Ruleset, Origin, Vec<&str>)> = BTreeMap::new();
    for ruleset in bench.rulesets.clone() {
        for (origin, papers) in asking(ruleset) {
            let Some(at) = bench.address(ruleset, origin, 0) else {
                continue;
            };
            for id in asked(ruleset, papers) {
                if shown.contains(&(at.0, at.1, id)) {
                    continue;
                }
                let entry = open.entry(at);
                let (_, _, ids) = entry.or_insert((ruleset, origin, Vec::new()));
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
    }
    let mut told = HashSet::new();
    for (ruleset, origin, ids) in open.into_values() {
        let named = match ids.as_slice() {
            [""] => Text::fixed("参数里的", "those of a parameter"),
            ids => Text::new(ids.join(" "), ids.join(" ")),
        };
        told.extend(ids);
        let message = Text::new(
            format!("没有用例表明这里要的材料：{}", named.zh),
            format!(
                "no case shows that this asks for its documents: {}",
                named.en
            ),
        );
        bench.tell(ruleset, origin.file, origin.span, message, help());
    }
    let known: HashSet<&str> = shown.iter().map(|(_, _, id)| *id).collect();
    documents(bench, &known, told);
}

/// Documents that no case shows as needed, besides those told of already.
fn documents<'b>(bench: &mut Bench<'b>, shown: &HashSet<&str>, mut told: HashSet<&'b str>) {
    for ruleset in bench.rulesets.clone() {
        for document in &ruleset.documents {
            let cases = bench.of_documents.get(document.id.as_str());
            let is_shown = shown.contains(document.id.as_str())
                || cases
                    .into_iter()
                    .flatten()
                    .any(|index| is_needed(bench.came(*index)));
            let is_own = bench.address(ruleset, document.origin, 0).is_some();
            if is_shown || !is_own || !told.insert(&document.id) {
                continue;
            }
            let message = Text::new(
                format!("没有用例表明什么时候要材料 {}", document.id),
                format!("no case shows when `{}` is needed", document.id),
            );
            let origin = document.origin;
            bench.tell(ruleset, origin.file, origin.span, message, help());
        }
    }
}

/// Everything of a ruleset that asks for documents.
fn asking(ruleset: &Ruleset) -> impl Iterator<Item = (Origin, &Papers)> {
    let of_rules = ruleset.rules.iter().flat_map(|rule| {
        let requires = rule.requires.iter();
        let waivers = rule
            .branches
            .iter()
            .filter_map(|branch| Some((branch.origin, &branch.waiver.as_ref()?.papers)));
        requires
            .map(|require| (require.origin, &require.papers))
            .chain(waivers)
    });
    let requires = ruleset.requires.iter();
    requires
        .map(|require| (require.origin, &require.papers))
        .chain(of_rules)
}

/// The ids of the documents that papers ask for; an empty one where a parameter has them.
fn asked<'r>(ruleset: &'r Ruleset, papers: &'r Papers) -> Vec<&'r str> {
    match papers {
        Papers::Fixed(_) => fixed(papers)
            .filter_map(|id| ruleset.document(id))
            .map(|document| document.id.as_str())
            .collect(),
        Papers::Param(_) => vec![""],
    }
}

/// The documents that cases show as needed, by the requirement that makes them so.
fn shown<'b>(bench: &Bench<'b>) -> Shown<'b> {
    let mut shown = HashSet::new();
    let mut only: HashMap<(Choice, usize), Vec<Only<'_>>> = HashMap::new();
    for (index, ready) in bench.cases.iter().enumerate() {
        let Subject::Document(_) = ready.case.subject else {
            continue;
        };
        let came = bench.came(index);
        let needed = is_needed(came);
        // What no draft decides is open for good.
        if !needed && came != "undetermined" {
            continue;
        }
        let ruleset = ready.ruleset;
        let mut put = |origin: Origin, papers: &Papers| {
            if let Some(file) = ruleset.files.get(origin.file)
                && let Some(document) = ruleset.documents.get(ready.about)
            {
                let id = match papers {
                    Papers::Fixed(_) => document.id.as_str(),
                    Papers::Param(_) => "",
                };
                shown.insert((file.name.as_str(), origin.span.start, id));
            }
        };
        let (rules, requires) = bench.asking(ready);
        for require in requires.iter().filter_map(|at| ruleset.requires.get(*at)) {
            if (needed || require.asks.is_some()) && asks(ready, None, Some(require)) {
                put(require.origin, &require.papers);
            }
        }
        for position in rules.iter().filter(|_| needed) {
            let Some(rule) = ruleset.rules.get(*position) else {
                continue;
            };
            let only = only.entry((ready.choice, *position));
            for (origin, papers, rule) in only.or_insert_with(|| each_alone(rule)) {
                let may = matches!(papers, Papers::Param(_))
                    || fixed(papers).any(|id| is(ruleset, id, ready.about));
                if may && asks(ready, Some((*position, rule)), None) {
                    put(*origin, papers);
                }
            }
        }
    }
    shown
}

/// A rule's requirements and waivers, each with the rule as it would be with that one alone.
fn each_alone(rule: &Rule) -> Vec<Only<'_>> {
    let mut bare = rule.clone();
    bare.requires.clear();
    for branch in bare.branches.iter_mut() {
        branch.waiver = None;
    }
    let mut found = Vec::new();
    for require in &rule.requires {
        let mut only = bare.clone();
        only.requires.push(require.clone());
        found.push((require.origin, &require.papers, only));
    }
    for (index, branch) in rule.branches.iter().enumerate() {
        if let Some(waiver) = &branch.waiver {
            let mut only = bare.clone();
            if let Some(own) = only.branches.get_mut(index) {
                own.waiver = Some(waiver.clone());
            }
            found.push((branch.origin, &waiver.papers, only));
        }
    }
    found
}

/// Whether a requirement, or a rule, alone makes the document of a case needed.
fn asks(ready: &Ready<'_>, rule: Option<(usize, &Rule)>, require: Option<&Require>) -> bool {
    alone(ready, rule, require).papers.iter().any(|paper| {
        paper.document == ready.about
            && (paper.need == Need::Certain || require.is_some_and(|own| own.asks.is_some()))
            && is_here(ready.case, &owner_path(paper.of))
    })
}

/// Whether an outcome of a document says that it is needed.
fn is_needed(came: &str) -> bool {
    matches!(came, "missing" | "provided" | "invalid")
}

fn help() -> Text {
    Text::fixed(
        "补一个 document = \"…\"、expect = \"missing\" 的用例，旁边再配一个 \"absent\" 的",
        "add a case with document = \"…\" and expect = \"missing\", and next to it one with \"absent\"",
    )
}
