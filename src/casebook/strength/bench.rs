//! The cases on trial, what they are about, and what was found so far.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::Survivor;
use super::papers::{require_names, rule_names};
use super::trial::{Otherwise, outcome};
use crate::casebook::open::{Ready, Rulesets};
use crate::casebook::read::{Casebook, Indifferent, Subject};
use crate::ruleset::{Choice, Library, Origin, Ruleset};
use crate::source::{Problem, SourceFile, Span};
use crate::text::Text;

/// At most so many changes of one thing are told one by one.
const MOST_TOLD: usize = 6;

/// Where something is declared: the file's name, the offset, and which of several there.
pub(super) type Address<'b> = (&'b str, u32, usize);

/// Where a value is given.
#[derive(Clone, Copy)]
pub(super) struct Site<'s> {
    /// The rule.
    pub rule: &'s str,
    /// Its parameter.
    pub param: &'s str,
    /// The kinds of subject that it is for, a bit each.
    pub subjects: u64,
}

/// The cases on trial.
pub(super) struct Bench<'b> {
    /// The cases.
    pub cases: &'b [Ready<'b>],
    /// Every ruleset, so that every file is in one.
    pub rulesets: Vec<&'b Ruleset>,
    /// Those of the cases, each by what it is built for.
    pub built: &'b Rulesets,
    /// Cases of rules, by the rule's id.
    pub of_rules: HashMap<&'b str, Vec<usize>>,
    /// Cases of documents, by the document's id.
    pub of_documents: HashMap<&'b str, Vec<usize>>,
    /// What no case notices.
    pub found: Vec<Survivor>,
    /// How many changes were tried.
    pub tried: usize,
    /// What comes out of each case as things are.
    came: Vec<OnceCell<&'static str>>,
    /// The rules and requirements that may ask for a document, by index.
    asking: HashMap<(Choice, usize), (Vec<usize>, Vec<usize>)>,
    /// The changes that make no difference.
    indifferent: &'b [Indifferent],
    /// Those of them that were met.
    met: HashSet<usize>,
    /// The files that are looked at.
    judged: Judged<'b>,
}

/// Which files are looked at.
pub(super) enum Judged<'b> {
    /// These, of the directories laid over.
    Only(HashSet<&'b str>),
    /// The embedded ones; the values of the trial are there to be tried, not to be guarded.
    AllButTrial,
}

impl Judged<'_> {
    fn has(&self, name: &str) -> bool {
        match self {
            Judged::Only(names) => names.contains(name),
            Judged::AllButTrial => !Library::is_trial(name),
        }
    }
}

impl<'b> Bench<'b> {
    /// Seats the cases.
    pub fn new(
        cases: &'b [Ready<'b>],
        book: &'b Casebook,
        built: &'b Rulesets,
        rulesets: Vec<&'b Ruleset>,
        judged: Judged<'b>,
    ) -> Self {
        let mut bench = Self {
            cases,
            rulesets,
            built,
            of_rules: HashMap::new(),
            of_documents: HashMap::new(),
            found: Vec::new(),
            tried: 0,
            came: cases.iter().map(|_| OnceCell::new()).collect(),
            asking: HashMap::new(),
            indifferent: &book.indifferent,
            met: HashSet::new(),
            judged,
        };
        for (index, ready) in cases.iter().enumerate() {
            match ready.case.subject {
                Subject::Rule(_) => {
                    if let Some(rule) = ready.ruleset.rules.get(ready.about) {
                        bench.of_rules.entry(&rule.id).or_default().push(index);
                    }
                }
                Subject::Document(_) => {
                    if let Some(document) = ready.ruleset.documents.get(ready.about) {
                        let cases = bench.of_documents.entry(&document.id);
                        cases.or_default().push(index);
                    }
                    let asking = bench.asking.entry((ready.choice, ready.about));
                    asking.or_insert_with(|| asking_for(ready.ruleset, ready.about));
                }
                Subject::Step(_) => {}
            }
        }
        bench
    }

    /// The rules and requirements that may ask for the document of a case, by index.
    pub fn asking(&self, ready: &Ready<'_>) -> (&[usize], &[usize]) {
        match self.asking.get(&(ready.choice, ready.about)) {
            Some((rules, requires)) => (rules, requires),
            None => (&[], &[]),
        }
    }

    /// What comes out of a case as things are.
    pub fn came(&self, index: usize) -> &'static str {
        match (self.cases.get(index), self.came.get(index)) {
            (Some(ready), Some(cell)) => {
                cell.get_or_init(|| outcome(self, ready, &Otherwise::default()))
            }
            _ => "",
        }
    }

    /// Where something is declared, if it is looked at.
    pub fn address(
        &self,
        ruleset: &'b Ruleset,
        origin: Origin,
        which: usize,
    ) -> Option<Address<'b>> {
        let name = ruleset.files.get(origin.file)?.name.as_str();
        self.judged
            .has(name)
            .then_some((name, origin.span.start, which))
    }

    /// Whether the cases say that a change makes no difference.
    pub fn is_indifferent(&mut self, at: Address<'_>, site: Site<'_>, id: &str) -> bool {
        let met = self.indifferent.iter().position(|said| {
            said.rule == site.rule
                && said.param == site.param
                && said
                    .subjects
                    .is_none_or(|subjects| site.subjects & !subjects == 0)
                && said
                    .within
                    .as_ref()
                    .is_none_or(|end| at.0.ends_with(end.as_str()))
                && said
                    .values
                    .as_ref()
                    .is_none_or(|ids| ids.iter().any(|own| own == id))
        });
        self.met.extend(met);
        met.is_some()
    }

    /// Tells of changes that are said to make no difference, and of which there are none unnoticed.
    pub fn tell_unmet(&mut self, book: &Casebook) {
        for (index, said) in self.indifferent.iter().enumerate() {
            if let Some(file) = book.files.get(said.file)
                && !self.met.contains(&index)
            {
                let message = Text::new(
                    format!(
                        "{} 的 {}：这些改动用例都能发现，或者没有",
                        said.rule, said.param
                    ),
                    format!(
                        "`{}` and its {}: cases notice these changes, or there are none",
                        said.rule, said.param
                    ),
                );
                let help = Text::fixed("去掉这一段", "take this out");
                self.found.push(Survivor {
                    file: file.clone(),
                    problem: Problem::new(said.span, message).with_help(Some(help)),
                });
            }
        }
    }

    /// Tells of something that no case notices.
    pub fn tell(&mut self, ruleset: &Ruleset, file: usize, span: Span, message: Text, help: Text) {
        if let Some(file) = ruleset.files.get(file) {
            self.found.push(Survivor {
                file: SourceFile::clone(file),
                problem: Problem::new(span, message).with_help(Some(help)),
            });
        }
    }
}

fn asking_for(ruleset: &Ruleset, document: usize) -> (Vec<usize>, Vec<usize>) {
    let rules = ruleset.rules.iter().enumerate();
    let rules = rules
        .filter(|(_, rule)| rule_names(ruleset, rule, document))
        .map(|(index, _)| index);
    let requires = ruleset.requires.iter().enumerate();
    let requires = requires
        .filter(|(_, require)| require_names(ruleset, require, document))
        .map(|(index, _)| index);
    (rules.collect(), requires.collect())
}

/// Sentences one after another; of many the first, and how many more there are.
pub(super) fn joined<'t>(texts: impl Iterator<Item = &'t Text>) -> (String, String) {
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
