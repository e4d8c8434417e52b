//! Whether cases hold a ruleset fast: whether every branch is made to fail, every change of a
//! value by one is noticed, every requirement and exception is exercised.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::change::{Change, Part, changed, changes, less, of_form, parts, places, value, written};
use super::digest::{Digests, digests};
use super::open::{Ready, Rulesets};
use super::outcome::{failures, is_here, of_document, of_rule};
use super::papers::{fixed, is, of_rule as papers_of, require_names, rule_names};
use super::read::{Casebook, Subject};
use super::run::is_as_told;
use super::trial::{Otherwise, alone, outcome};
use super::words::{take_from_requires, take_from_rule};
use crate::evaluate::{Need, evaluate, form_of, owner_path};
use crate::ruleset::{
    Choice, Form, FormChange, Library, Origin, Papers, Require, Rule, Ruleset, Value, WordList,
    condition_uses,
};
use crate::source::{Problem, SourceFile, Span, parse_toml};
use crate::text::Text;

/// Something that no case notices.
#[derive(Debug, Clone)]
pub struct Survivor {
    /// The file it stands in.
    pub file: SourceFile,
    /// Where, and what nobody notices.
    pub problem: Problem,
}

/// How fast cases hold a ruleset.
#[derive(Debug, Default)]
pub struct Strength {
    /// What no case notices, in the order of the files.
    pub survivors: Vec<Survivor>,
    /// How many changes were tried.
    pub tried: usize,
    /// How the digests of word lists stand.
    pub digests: Digests,
}

/// At most so many changes of one thing are told one by one.
const MOST_TOLD: usize = 6;

/// Where something is declared: the file's name, the offset, and which of several there.
type Address = (String, u32, usize);

/// Looks for what no case notices: of the embedded ruleset, or where directories are laid over it,
/// of those.
pub fn strength(
    book: &Casebook,
    library: &Library,
    built: &Rulesets,
    cases: &[Ready<'_>],
) -> Strength {
    let extra = uncovered(library, built);
    let mut rulesets: Vec<&Ruleset> = in_order(built);
    rulesets.extend(&extra);
    let own: Option<HashSet<&str>> = (library.directory_count() > 0).then(|| {
        let files = library.directory_files();
        files.map(|file| file.name.as_str()).collect()
    });
    let mut bench = Bench::new(cases, own);
    bench.branches(&rulesets);
    bench.parts(&rulesets);
    bench.requirements(&rulesets);
    bench.forms(&rulesets);
    let lists = bench.lists(&rulesets);
    let mut digests = digests(book, lists);
    let mut found = std::mem::take(&mut bench.found);
    found.extend(
        std::mem::take(&mut digests.survivors)
            .into_iter()
            .map(|survivor| {
                let place = (survivor.file.name.clone(), survivor.problem.span.start, 0);
                (place, survivor)
            }),
    );
    // By file and offset, whatever was looked at first.
    found.sort_by(|(left, _), (right, _)| left.cmp(right));
    Strength {
        survivors: found.into_iter().map(|(_, survivor)| survivor).collect(),
        tried: bench.tried,
        digests,
    }
}

fn in_order(built: &Rulesets) -> Vec<&Ruleset> {
    let mut choices: Vec<&Choice> = built.keys().collect();
    choices.sort_by_key(|choice| (choice.province, choice.provider));
    choices
        .into_iter()
        .filter_map(|choice| built.get(choice))
        .collect()
}

/// Rulesets of the provinces and providers that no case is of.
fn uncovered(library: &Library, built: &Rulesets) -> Vec<Ruleset> {
    Library::choices()
        .into_iter()
        .filter(|wanted| {
            !built.keys().any(|choice| {
                (wanted.province.is_none() || choice.province == wanted.province)
                    && (wanted.provider.is_none() || choice.provider == wanted.provider)
            })
        })
        .map(|choice| library.ruleset(choice).0)
        .collect()
}

/// The cases on trial, and what was found so far.
struct Bench<'b> {
    cases: &'b [Ready<'b>],
    /// What comes out of each case as things are.
    came: Vec<OnceCell<&'static str>>,
    /// Cases of rules, by the rule's id.
    of_rules: HashMap<&'b str, Vec<usize>>,
    /// Cases of documents, by the document's id.
    of_documents: HashMap<&'b str, Vec<usize>>,
    /// The files that are looked at; absent: all.
    own: Option<HashSet<&'b str>>,
    found: Vec<(Address, Survivor)>,
    tried: usize,
}

impl<'b> Bench<'b> {
    fn new(cases: &'b [Ready<'b>], own: Option<HashSet<&'b str>>) -> Self {
        let mut of_rules: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut of_documents: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, ready) in cases.iter().enumerate() {
            match ready.case.subject {
                Subject::Rule(_) => {
                    if let Some(rule) = ready.ruleset.rules.get(ready.about) {
                        of_rules.entry(&rule.id).or_default().push(index);
                    }
                }
                Subject::Document(_) => {
                    if let Some(document) = ready.ruleset.documents.get(ready.about) {
                        of_documents.entry(&document.id).or_default().push(index);
                    }
                }
            }
        }
        Self {
            cases,
            came: cases.iter().map(|_| OnceCell::new()).collect(),
            of_rules,
            of_documents,
            own,
            found: Vec::new(),
            tried: 0,
        }
    }

    /// What comes out of a case as things are.
    fn came(&self, index: usize) -> &'static str {
        match (self.cases.get(index), self.came.get(index)) {
            (Some(ready), Some(cell)) => cell.get_or_init(|| outcome(ready, &Otherwise::default())),
            _ => "",
        }
    }

    /// Where something is declared, if it is looked at.
    fn address(&self, ruleset: &Ruleset, origin: Origin, which: usize) -> Option<Address> {
        let file = ruleset.files.get(origin.file)?;
        let is_own = self
            .own
            .as_ref()
            .is_none_or(|own| own.contains(file.name.as_str()));
        is_own.then(|| (file.name.clone(), origin.span.start, which))
    }

    fn tell(&mut self, ruleset: &Ruleset, at: Address, span: Span, message: Text, help: Text) {
        let file = ruleset.files.iter().find(|file| file.name == at.0);
        if let Some(file) = file {
            let problem = Problem::new(span, message).with_help(Some(help));
            let file = file.clone();
            self.found.push((at, Survivor { file, problem }));
        }
    }

    /// Tells of branches that no case makes fail.
    fn branches(&mut self, rulesets: &[&Ruleset]) {
        let mut failing: HashSet<(&str, u32)> = HashSet::new();
        for ready in self.cases {
            let Subject::Rule(_) = ready.case.subject else {
                continue;
            };
            let Some(rule) = ready.ruleset.rules.get(ready.about) else {
                continue;
            };
            let evaluation = alone(ready, Some((ready.about, rule)), None);
            let own = (ready.about, rule);
            let came = of_rule(ready.case, own, &evaluation);
            for failure in failures(ready.case, own, &evaluation) {
                if failure.severity.id() == came
                    && let Some(branch) = rule.branches.get(failure.branch)
                    && let Some(file) = ready.ruleset.files.get(branch.origin.file)
                {
                    failing.insert((&file.name, branch.origin.span.start));
                }
            }
        }
        let mut told = HashSet::new();
        for ruleset in rulesets {
            for rule in &ruleset.rules {
                for branch in &rule.branches {
                    let Some(at) = self.address(ruleset, branch.origin, 0) else {
                        continue;
                    };
                    if failing.contains(&(at.0.as_str(), at.1)) || !told.insert(at.clone()) {
                        continue;
                    }
                    let name = branch.id.as_deref().unwrap_or(branch.severity.id());
                    let message = Text::new(
                        format!("{} 的分支 {name}：没有用例让它不通过", rule.id),
                        format!("`{}`: no case makes its branch `{name}` fail", rule.id),
                    );
                    let help = Text::new(
                        format!(
                            "补一个 expect = \"{}\" 的用例，旁边再配一个通过的",
                            branch.severity.id()
                        ),
                        format!(
                            "add a case with expect = \"{}\", and next to it one that passes",
                            branch.severity.id()
                        ),
                    );
                    self.tell(ruleset, at, branch.origin.span, message, help);
                }
            }
        }
    }

    /// Tells of values, severities and exceptions that could be otherwise unnoticed.
    fn parts(&mut self, rulesets: &[&Ruleset]) {
        let mut tried = HashSet::new();
        for ruleset in rulesets {
            for rule in &ruleset.rules {
                for part in parts(rule) {
                    if !counts(ruleset, rule, part) {
                        continue;
                    }
                    let Some(at) = self.part_address(ruleset, rule, part) else {
                        continue;
                    };
                    if tried.insert(at.clone()) {
                        let unnoticed = self.unnoticed(ruleset, rule, part, &at);
                        if !unnoticed.is_empty() {
                            self.tell_part(ruleset, rule, part, at, &unnoticed);
                        }
                    }
                }
            }
        }
    }

    fn part_address(&self, ruleset: &Ruleset, rule: &Rule, part: Part) -> Option<Address> {
        let (origin, which) = origin_of(rule, part)?;
        self.address(ruleset, origin, which)
    }

    /// The changes of a part that no case notices.
    fn unnoticed(
        &mut self,
        ruleset: &Ruleset,
        rule: &Rule,
        part: Part,
        at: &Address,
    ) -> Vec<(Change, Text)> {
        let mut left = changes(rule, part);
        self.tried = self.tried.saturating_add(left.len());
        for index in self.candidates(ruleset, rule) {
            let Some(ready) = self.cases.get(index) else {
                continue;
            };
            let Some((own_index, own)) = rule_called(ready.ruleset, &rule.id) else {
                continue;
            };
            let same =
                |part: &Part| self.part_address(ready.ruleset, own, *part).as_ref() == Some(at);
            let Some(own_part) = parts(own).into_iter().find(same) else {
                continue;
            };
            let came = self.came(index);
            left.retain(|(change, _)| {
                let otherwise = Otherwise {
                    rules: vec![(own_index, changed(own, own_part, change))],
                    requires: None,
                };
                outcome(ready, &otherwise) == came
            });
            if left.is_empty() {
                break;
            }
        }
        left
    }

    /// The cases that a change of a rule may show in: its own, and those of its documents.
    fn candidates(&self, ruleset: &Ruleset, rule: &Rule) -> Vec<usize> {
        let mut found = self
            .of_rules
            .get(rule.id.as_str())
            .cloned()
            .unwrap_or_default();
        let mut documents: Vec<&str> = papers_of(rule)
            .filter_map(|id| ruleset.document(id))
            .map(|document| document.id.as_str())
            .collect();
        documents.sort_unstable();
        documents.dedup();
        for document in documents {
            found.extend(self.of_documents.get(document).into_iter().flatten());
        }
        found
    }

    fn tell_part(
        &mut self,
        ruleset: &Ruleset,
        rule: &Rule,
        part: Part,
        at: Address,
        unnoticed: &[(Change, Text)],
    ) {
        let Some((origin, _)) = origin_of(rule, part) else {
            return;
        };
        let (zh, en) = joined(unnoticed.iter().map(|(_, text)| text));
        let file = ruleset.files.get(origin.file);
        let param = value(rule, part).and_then(|(param, value)| {
            let param = rule.params.get(param)?;
            Some((param, written(value, &param.kind)))
        });
        let (span, message) = match (part, param) {
            (Part::Default(..) | Part::Value(..), Some((param, value))) => {
                let span = match part {
                    Part::Value(..) => file.and_then(|file| key_in(file, origin.span, &param.name)),
                    _ => None,
                };
                let name = &param.name;
                (
                    span,
                    Text::new(
                        format!("{} 的 {name} = {value}：{zh}，没有用例发现", rule.id),
                        format!(
                            "`{}` has {name} = {value}: {en}, and no case notices",
                            rule.id
                        ),
                    ),
                )
            }
            (Part::Cap(_), _) => (
                file.and_then(|file| key_in(file, origin.span, "severity")),
                Text::new(
                    format!("{} 的 severity：去掉它，没有用例发现", rule.id),
                    format!(
                        "`{}`: no case notices if its severity is taken out",
                        rule.id
                    ),
                ),
            ),
            _ => (
                None,
                Text::new(
                    format!("{} 的例外：去掉它，没有用例发现", rule.id),
                    format!(
                        "`{}`: no case notices if the exception is taken out",
                        rule.id
                    ),
                ),
            ),
        };
        let help = match part {
            Part::Exception(_) => Text::fixed(
                "补一个没有这个例外就不通过的用例",
                "add a case that would fail without it",
            ),
            _ => Text::fixed(
                "补上恰在界上、改了就会变的用例（文件适用的省份和接入商）",
                "add cases at the boundary that would come out otherwise, in the province and with the provider of the file",
            ),
        };
        self.tell(ruleset, at, span.unwrap_or(origin.span), message, help);
    }

    /// Tells of requirements and documents that no case shows as needed.
    fn requirements(&mut self, rulesets: &[&Ruleset]) {
        let shown = self.shown();
        // What is not shown: by requirement, the documents.
        let mut open: BTreeMap<Address, (&Ruleset, Span, Vec<String>)> = BTreeMap::new();
        let mut documents_open: HashSet<String> = HashSet::new();
        for &ruleset in rulesets {
            let of_rules = ruleset.rules.iter().flat_map(|rule| {
                let requires = rule.requires.iter();
                let requires = requires.map(|require| (require.origin, &require.papers));
                let waivers = rule
                    .branches
                    .iter()
                    .filter_map(|branch| Some((branch.origin, &branch.waiver.as_ref()?.papers)));
                requires.chain(waivers)
            });
            let alone = ruleset.requires.iter();
            let alone = alone.map(|require| (require.origin, &require.papers));
            for (origin, papers) in alone.chain(of_rules) {
                let Some(at) = self.address(ruleset, origin, 0) else {
                    continue;
                };
                for id in asked(ruleset, papers) {
                    if shown.contains(&(at.0.clone(), at.1, id.clone())) {
                        continue;
                    }
                    let entry = open.entry(at.clone());
                    let (_, _, ids) = entry.or_insert((ruleset, origin.span, Vec::new()));
                    if !ids.contains(&id) {
                        ids.push(id.clone());
                        documents_open.insert(id);
                    }
                }
            }
        }
        for (at, (ruleset, span, ids)) in open {
            let named = match ids.as_slice() {
                [id] if id.is_empty() => Text::fixed("参数里的", "those of a parameter"),
                ids => Text::new(ids.join(" "), ids.join(" ")),
            };
            let message = Text::new(
                format!("没有用例表明这里要的材料：{}", named.zh),
                format!(
                    "no case shows that this asks for its documents: {}",
                    named.en
                ),
            );
            self.tell(ruleset, at, span, message, needs_case());
        }
        self.documents(rulesets, &documents_open);
    }

    fn documents(&mut self, rulesets: &[&Ruleset], open: &HashSet<String>) {
        let mut told = HashSet::new();
        for ruleset in rulesets {
            for document in &ruleset.documents {
                let Some(at) = self.address(ruleset, document.origin, 0) else {
                    continue;
                };
                let cases = self.of_documents.get(document.id.as_str());
                let is_shown = cases
                    .into_iter()
                    .flatten()
                    .any(|index| is_needed(self.came(*index)));
                if is_shown || open.contains(&document.id) || !told.insert(at.clone()) {
                    continue;
                }
                let message = Text::new(
                    format!("没有用例表明什么时候要材料 {}", document.id),
                    format!("no case shows when `{}` is needed", document.id),
                );
                self.tell(ruleset, at, document.origin.span, message, needs_case());
            }
        }
    }

    /// The documents that cases show as needed, by the requirement that makes them so. Where a
    /// parameter has the documents, the requirement alone.
    fn shown(&self) -> HashSet<(String, u32, String)> {
        let mut shown = HashSet::new();
        for (index, ready) in self.cases.iter().enumerate() {
            let Subject::Document(_) = ready.case.subject else {
                continue;
            };
            if !is_needed(self.came(index)) {
                continue;
            }
            let ruleset = ready.ruleset;
            let mut put = |origin: Origin, papers: &Papers| {
                if let Some(file) = ruleset.files.get(origin.file)
                    && let Some(document) = ruleset.documents.get(ready.about)
                {
                    let id = match papers {
                        Papers::Fixed(_) => document.id.clone(),
                        Papers::Param(_) => String::new(),
                    };
                    shown.insert((file.name.clone(), origin.span.start, id));
                }
            };
            for require in &ruleset.requires {
                if require_names(ruleset, require, ready.about) && asks(ready, None, Some(require))
                {
                    put(require.origin, &require.papers);
                }
            }
            for (position, rule) in ruleset.rules.iter().enumerate() {
                if !rule_names(ruleset, rule, ready.about) {
                    continue;
                }
                for (origin, papers, only) in each_asking(rule) {
                    let may = matches!(papers, Papers::Param(_))
                        || fixed(papers).any(|id| is(ruleset, id, ready.about));
                    if may && asks(ready, Some((position, &only)), None) {
                        put(origin, papers);
                    }
                }
            }
        }
        shown
    }

    /// Tells of changes of forms that could be otherwise unnoticed.
    fn forms(&mut self, rulesets: &[&Ruleset]) {
        let mut tried = HashSet::new();
        for ruleset in rulesets {
            for change in &ruleset.forms {
                let Some(at) = self.address(ruleset, change.origin, 0) else {
                    continue;
                };
                if !tried.insert(at.clone()) {
                    continue;
                }
                let mut left = of_form(&change.form);
                self.tried = self.tried.saturating_add(left.len());
                for ready in self.cases {
                    left.retain(|(form, _)| !notices_form(ready, &at, form));
                }
                if left.is_empty() {
                    continue;
                }
                let (zh, en) = joined(left.iter().map(|(_, text)| text));
                let message = Text::new(
                    format!("材料形式：{zh}，没有用例发现"),
                    format!("the form: {en}, and no case notices"),
                );
                let help = Text::fixed(
                    "在一个材料用例里写 form = { … }",
                    "write form = { … } in a case of a document",
                );
                self.tell(ruleset, at, change.origin.span, message, help);
            }
        }
    }

    /// Tells of words of lists that could be missing unnoticed; gives the lists that there are.
    fn lists<'r>(&mut self, rulesets: &[&'r Ruleset]) -> Vec<(&'r Ruleset, &'r WordList)> {
        let mut lists = Vec::new();
        let mut tried = HashSet::new();
        for &ruleset in rulesets {
            for list in &ruleset.lists {
                let Some(at) = self.address(ruleset, list.origin, 0) else {
                    continue;
                };
                if !tried.insert(at.clone()) {
                    continue;
                }
                lists.push((ruleset, list));
                let mut left = places(list.words.len());
                self.tried = self.tried.saturating_add(left.len());
                for index in 0..self.cases.len() {
                    if left.is_empty() {
                        break;
                    }
                    left = self.still_unnoticed(index, list, &at, left);
                }
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
                self.tell(ruleset, at, list.origin.span, message, help);
            }
        }
        lists
    }

    /// Of some places of a list those that a case does not notice either.
    fn still_unnoticed(
        &self,
        index: usize,
        list: &WordList,
        at: &Address,
        places: Vec<usize>,
    ) -> Vec<usize> {
        let Some(ready) = self.cases.get(index) else {
            return places;
        };
        let ruleset = ready.ruleset;
        let has = ruleset
            .lists
            .iter()
            .any(|own| self.address(ruleset, own.origin, 0).as_ref() == Some(at));
        if !has {
            return places;
        }
        let concerned: Vec<usize> = match ready.case.subject {
            Subject::Rule(_) => vec![ready.about],
            Subject::Document(_) => (0..ruleset.rules.len())
                .filter(|position| {
                    let rule = ruleset.rules.get(*position);
                    rule.is_some_and(|rule| rule_names(ruleset, rule, ready.about))
                })
                .collect(),
        };
        let unnoticed = |place: &usize| {
            let mut requires = ruleset.requires.clone();
            let mut taken = matches!(ready.case.subject, Subject::Document(_))
                && take_from_requires(&mut requires, &list.words, *place);
            let mut rules = Vec::new();
            for position in &concerned {
                if let Some(mut rule) = ruleset.rules.get(*position).cloned()
                    && take_from_rule(&mut rule, &list.words, *place)
                {
                    taken = true;
                    rules.push((*position, rule));
                }
            }
            let requires = Some(requires.as_slice());
            !taken || outcome(ready, &Otherwise { rules, requires }) == self.came(index)
        };
        places.into_iter().filter(unnoticed).collect()
    }
}

fn rule_called<'r>(ruleset: &'r Ruleset, id: &str) -> Option<(usize, &'r Rule)> {
    let mut rules = ruleset.rules.iter().enumerate();
    rules.find(|(_, rule)| rule.id == id)
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

/// Whether an outcome of a document says that it is needed.
fn is_needed(came: &str) -> bool {
    matches!(came, "missing" | "provided" | "invalid")
}

fn needs_case() -> Text {
    Text::fixed(
        "补一个 document = \"…\"、expect = \"missing\" 的用例，旁边再配一个 \"absent\" 的",
        "add a case with document = \"…\" and expect = \"missing\", and next to it one with \"absent\"",
    )
}

/// The ids of the documents that papers ask for; an empty one where a parameter has them.
fn asked(ruleset: &Ruleset, papers: &Papers) -> Vec<String> {
    match papers {
        Papers::Fixed(_) => fixed(papers)
            .filter_map(|id| ruleset.document(id))
            .map(|document| document.id.clone())
            .collect(),
        Papers::Param(_) => vec![String::new()],
    }
}

/// A rule's requirements and waivers, each with the rule as it would be with that one alone.
fn each_asking(rule: &Rule) -> Vec<(Origin, &Papers, Rule)> {
    let mut bare = rule.clone();
    bare.requires.clear();
    for branch in &mut bare.branches {
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
            && paper.need == Need::Certain
            && is_here(ready.case, &owner_path(paper.of))
    })
}

/// Whether a case notices that a change of forms is another one.
fn notices_form(ready: &Ready<'_>, at: &Address, form: &Form) -> bool {
    let (case, ruleset) = (ready.case, ready.ruleset);
    let Some(document) = ruleset.documents.get(ready.about) else {
        return false;
    };
    if !matches!(case.subject, Subject::Document(_)) || case.form == Form::default() {
        return false;
    }
    let is_it = |change: &FormChange| {
        change.origin.span.start == at.1
            && ruleset
                .files
                .get(change.origin.file)
                .is_some_and(|file| file.name == at.0)
    };
    let mut forms = ruleset.forms.clone();
    let Some(own) = forms.iter_mut().find(|change| is_it(change)) else {
        return false;
    };
    own.form = form.clone();
    let plan = crate::evaluate::Plan::new(ruleset, ready.key);
    let evaluation = evaluate(&plan, &ready.facts);
    let (_, of) = of_document(case, ready.about, ruleset, &ready.facts, &evaluation);
    of.is_some_and(|of| !is_as_told(&case.form, &form_of(&forms, &ready.facts, document, of)))
}

/// Sentences one after another; of many the first, and how many more there are.
fn joined<'t>(texts: impl Iterator<Item = &'t Text>) -> (String, String) {
    let (zh, en): (Vec<&str>, Vec<&str>) = texts
        .map(|text| (text.zh.as_ref(), text.en.as_ref()))
        .unzip();
    let more = zh.len().saturating_sub(MOST_TOLD);
    let told = |all: Vec<&str>, between: &str| -> String {
        let first: Vec<&str> = all.into_iter().take(MOST_TOLD).collect();
        first.join(between)
    };
    let (zh, en) = (told(zh, "、"), told(en, ", "));
    match more {
        0 => (zh, en),
        _ => (
            format!("{zh}等（还有 {more} 种）"),
            format!("{en} (and {more} more)"),
        ),
    }
}

/// Whether cases can notice a change of a part: what only stands in a message changes no outcome,
/// and a default that is a whole word list is tried with the list.
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
    decides(rule, param) && !is_list
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
