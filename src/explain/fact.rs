//! A fact of the evidence explained: what it says, who says it, and every part of the rules that
//! expresses it.

use serde::Serialize;

use super::atlas::{Atlas, Seen, Sheet};
use super::document::limit;
use super::place::place;
use super::scribe::Scribe;
use super::sources::{FactWords, Sources};
use super::words::{LayerWords, SetWords};
use crate::ruleset::{
    Branch, Document, Exception, FormChange, Guidance, Origin, Require, Rule, Ruleset, Set,
    SiteRow, Step, WhichRow, WordList,
};
use crate::text::Lang;

/// A fact in words, with what expresses it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FactPage {
    /// The version of this format.
    pub format: u32,
    /// What is explained.
    pub explains: &'static str,
    /// The fact.
    #[serde(flatten)]
    pub fact: FactWords,
    /// What expresses it, the national rules first.
    pub expressed_by: Vec<UseWords>,
}

/// A part of the rules that rests on a fact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UseWords {
    /// What kind of part it is: `rule` `branch` `set` `except` `require` `document` `form`
    /// `guidance` `step` `list` `which`.
    pub kind: &'static str,
    /// The rule, document or list that it is or belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whose it is, and where it is written.
    #[serde(flatten)]
    pub at: LayerWords,
    /// For which filings, subjects and conditions; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// What it says.
    pub text: String,
}

/// A part of a ruleset that cites evidence.
#[derive(Debug, Clone, Copy)]
enum Part<'r> {
    Rule(&'r Rule),
    Branch(&'r Rule, &'r Branch),
    Set(&'r Rule, &'r Set),
    Exception(&'r Rule, &'r Exception),
    Require(Option<&'r Rule>, &'r Require),
    Document(&'r Document),
    Form(&'r FormChange),
    Guidance(&'r Guidance),
    Step(&'r Step),
    List(&'r WordList),
    Which(&'r WhichRow),
    /// What pages have to show.
    Site(&'r SiteRow),
}

/// Explains a fact by its id.
pub fn explain_fact(
    atlas: &Atlas,
    sources: &Sources<'_>,
    id: &str,
    lang: Lang,
) -> Option<FactPage> {
    let mut seen = Seen::default();
    let mut expressed_by = Vec::new();
    for sheet in atlas.sheets() {
        let scribe = Scribe::new(sheet, lang);
        for part in parts(&sheet.ruleset) {
            let cites = part.facts().iter().any(|fact| fact == id);
            if cites && seen.is_new(&sheet.ruleset, part.origin()) {
                expressed_by.push(part.words(scribe));
            }
        }
    }
    Some(FactPage {
        format: 1,
        explains: "fact",
        fact: sources.fact(id, None)?,
        expressed_by,
    })
}

/// Every fact that is cited anywhere, with the parts that cite it, as `rules/accounts/facts.toml` names
/// them: `set domain-validity @ rules/provinces/310000.toml`.
pub fn accounts(atlas: &Atlas) -> Vec<(String, Vec<String>)> {
    let mut seen = Seen::default();
    let mut found: std::collections::BTreeMap<String, Vec<String>> =
        std::collections::BTreeMap::new();
    for sheet in atlas.sheets() {
        for part in parts(&sheet.ruleset) {
            if !seen.is_new(&sheet.ruleset, part.origin()) {
                continue;
            }
            let name = part.name(sheet);
            for fact in part.facts() {
                let uses = found.entry(fact.clone()).or_default();
                if !uses.contains(&name) {
                    uses.push(name.clone());
                }
            }
        }
    }
    found.into_iter().collect()
}

fn parts(ruleset: &Ruleset) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for rule in &ruleset.rules {
        parts.push(Part::Rule(rule));
        parts.extend(
            rule.branches
                .iter()
                .map(|branch| Part::Branch(rule, branch)),
        );
        parts.extend(rule.sets.iter().map(|set| Part::Set(rule, set)));
        let exceptions = rule.exceptions.iter();
        parts.extend(exceptions.map(|exception| Part::Exception(rule, exception)));
        let requires = rule.requires.iter();
        parts.extend(requires.map(|require| Part::Require(Some(rule), require)));
    }
    let requires = ruleset.requires.iter();
    parts.extend(requires.map(|require| Part::Require(None, require)));
    parts.extend(ruleset.documents.iter().map(|own| Part::Document(own)));
    parts.extend(ruleset.forms.iter().map(Part::Form));
    parts.extend(ruleset.guidance.iter().map(|own| Part::Guidance(own)));
    parts.extend(ruleset.steps.iter().map(|own| Part::Step(own)));
    parts.extend(ruleset.lists.iter().map(Part::List));
    parts.extend(ruleset.which.iter().map(Part::Which));
    parts.extend(ruleset.site.iter().map(Part::Site));
    parts
}

impl<'r> Part<'r> {
    fn facts(self) -> &'r [String] {
        match self {
            Part::Rule(rule) => &rule.facts,
            Part::Branch(_, branch) => &branch.facts,
            Part::Set(_, set) => &set.facts,
            Part::Exception(_, exception) => &exception.facts,
            Part::Require(_, require) => &require.facts,
            Part::Document(document) => &document.facts,
            Part::Form(change) => &change.facts,
            Part::Guidance(guidance) => &guidance.facts,
            Part::Step(step) => &step.facts,
            Part::List(list) => &list.facts,
            Part::Which(row) => &row.facts,
            Part::Site(row) => &row.facts,
        }
    }

    fn origin(self) -> Origin {
        match self {
            Part::Rule(rule) => rule.origin,
            Part::Branch(_, branch) => branch.origin,
            Part::Set(_, set) => set.origin,
            Part::Exception(_, exception) => exception.origin,
            Part::Require(_, require) => require.origin,
            Part::Document(document) => document.origin,
            Part::Form(change) => change.origin,
            Part::Guidance(guidance) => guidance.origin,
            Part::Step(step) => step.origin,
            Part::List(list) => list.origin,
            Part::Which(row) => row.origin,
            Part::Site(row) => row.origin,
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Part::Rule(_) => "rule",
            Part::Branch(..) => "branch",
            Part::Set(..) => "set",
            Part::Exception(..) => "except",
            Part::Require(..) => "require",
            Part::Document(_) => "document",
            Part::Form(_) => "form",
            Part::Guidance(_) => "guidance",
            Part::Step(_) => "step",
            Part::List(_) => "list",
            Part::Which(_) => "which",
            Part::Site(_) => "site",
        }
    }

    fn id(self) -> Option<String> {
        match self {
            Part::Rule(rule)
            | Part::Branch(rule, _)
            | Part::Set(rule, _)
            | Part::Exception(rule, _)
            | Part::Require(Some(rule), _) => Some(rule.id.clone()),
            Part::Document(document) => Some(document.id.clone()),
            Part::Form(change) => change.document.clone(),
            Part::Guidance(guidance) => guidance.about.clone(),
            Part::Step(step) => Some(step.id.clone()),
            Part::List(list) => Some(list.id.clone()),
            Part::Which(row) => Some(row.id.clone()),
            Part::Site(row) => Some(row.check.id().to_owned()),
            Part::Require(None, require) => match &require.papers {
                crate::ruleset::Papers::Fixed(bundles) => {
                    bundles.first().and_then(|bundle| bundle.first()).cloned()
                }
                crate::ruleset::Papers::Param(_) => None,
            },
        }
    }

    fn name(self, sheet: &Sheet) -> String {
        let place = place(&sheet.ruleset, self.origin());
        let file = place
            .rsplit_once(':')
            .map_or(place.as_str(), |(file, _)| file);
        let (kind, id) = (self.kind(), self.id());
        match (self, id) {
            (Part::Branch(_, branch), Some(id)) => match &branch.id {
                Some(own) => format!("branch {id} {own} @ {file}"),
                None => format!("branch {id} {} @ {file}", branch.severity.id()),
            },
            (_, Some(id)) => format!("{kind} {id} @ {file}"),
            (_, None) => format!("{kind} @ {file}"),
        }
    }

    fn words(self, scribe: Scribe<'r>) -> UseWords {
        let lang = scribe.lang;
        let (when, text) = match self {
            Part::Rule(rule) => (None, rule.title.get(lang).to_owned()),
            Part::Branch(rule, branch) => (None, scribe.branch(rule, branch).message),
            Part::Set(rule, set) => {
                let words = scribe.set(rule, set);
                (
                    words.when.clone(),
                    values(&words, rule.title.get(lang), lang),
                )
            }
            Part::Exception(rule, exception) => {
                let words = scribe.exception(rule, exception);
                let reason = words.reason.unwrap_or_default();
                (words.when, reason)
            }
            Part::Require(rule, require) => {
                let words = scribe.require(rule, require);
                (words.when, words.names)
            }
            Part::Document(document) => (None, document.name.get(lang).to_owned()),
            Part::Form(change) => {
                let words = limit(scribe, change);
                (words.when, words.form)
            }
            Part::Guidance(guidance) => {
                let words = scribe.guidance(guidance);
                (words.when, words.text)
            }
            Part::Step(step) => {
                let words = scribe.step(step);
                (words.when, words.text)
            }
            Part::List(list) => (None, list.words.join(" ")),
            Part::Which(row) => (None, row.text.get(lang).to_owned()),
            Part::Site(row) => (None, site(row, lang)),
        };
        UseWords {
            kind: self.kind(),
            id: self.id(),
            at: scribe.layer(self.origin()),
            when,
            text,
        }
    }
}

/// What a row says of the check of pages.
fn site(row: &SiteRow, lang: Lang) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(row.title.as_ref().map(|title| title.get(lang).to_owned()));
    parts.extend(row.wants.clone());
    parts.extend((!row.hosts.is_empty()).then(|| row.hosts.join(" ")));
    if parts.is_empty() {
        parts.push(row.check.id().to_owned());
    }
    parts.join(match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    })
}

/// What a set gives, or what it is of where it gives nothing but a severity.
fn values(set: &SetWords, title: &str, lang: Lang) -> String {
    let (colon, separator) = match lang {
        Lang::Zh => ("：", "；"),
        Lang::En => (": ", "; "),
    };
    let values: Vec<String> = set
        .values
        .iter()
        .map(|value| format!("{}{colon}{}", value.label, value.value))
        .collect();
    if values.is_empty() {
        title.to_owned()
    } else {
        values.join(separator)
    }
}
