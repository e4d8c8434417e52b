//! Rulesets side by side: what they say differently, thing by thing.

use serde::Serialize;

use super::documents::documents;
use super::extent::Extent;
use super::rules::rules;
use super::site::site_checks;
use super::words::{Words, agree, told};
use crate::explain::{Scribe, Sheet, period};
use crate::ruleset::Period;
use crate::text::{Lang, Text};

/// What is compared, and how it is told.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'m> {
    /// For which filings and when.
    pub extent: Extent,
    /// The language.
    pub lang: Lang,
    /// Whether what is good to know is compared too.
    pub guidance: bool,
    /// Only this rule, by its id or a former one; what all say the same is told too.
    pub only: Option<&'m str>,
    /// None of these rules, by their ids.
    pub but: &'m [String],
}

/// What rulesets say differently. All values stand in the order of the rulesets.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Contrast {
    /// The rules that differ, or that not all have, checks of pages behind the others.
    pub rules: Vec<RuleContrast>,
    /// How many rules are the same everywhere, checks of pages not counted.
    pub same_rules: usize,
    /// The documents that differ.
    pub documents: Vec<DocumentContrast>,
    /// The sentences that not all have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guidance: Vec<Aspect>,
}

/// A rule that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleContrast {
    /// Its id; of several, the last ruleset's.
    pub id: String,
    /// Its former id, where the first rulesets call it otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub former: Option<String>,
    /// What it is called.
    pub title: String,
    /// Which rulesets have it in force.
    pub held: Vec<bool>,
    /// Where not all have it: where it holds and for whom, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<String>,
    /// Where not all have it: what it says where it fails, holes named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<String>,
    /// What those say of it that have it.
    pub aspects: Vec<Aspect>,
}

/// A document that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentContrast {
    /// Its id; absent: alternatives, or every uploaded picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it is called.
    pub name: String,
    /// What it must look like, where not all ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Which rulesets have it.
    pub held: Vec<bool>,
    /// What is said of it.
    pub aspects: Vec<Aspect>,
}

/// One thing that is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Aspect {
    /// What kind of thing: `parameter`, `filings`, `asked`, `form` …
    pub aspect: &'static str,
    /// Its name in rulesets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is called.
    pub label: String,
    /// For which filings and subjects; absent: for all that are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// What each ruleset says; null: nothing.
    pub values: Vec<Option<String>>,
}

/// Lays rulesets side by side.
pub fn contrast(sheets: &[&Sheet], manner: &Manner<'_>) -> Contrast {
    let sides: Vec<Scribe<'_>> = sheets
        .iter()
        .map(|sheet| Scribe {
            names_layer: false,
            ..Scribe::new(sheet, manner.lang)
        })
        .collect();
    let (mut rules, same_rules) = rules(&sides, manner);
    rules.extend(site_checks(&sides, manner));
    let alone = manner.only.is_some();
    Contrast {
        rules,
        same_rules,
        documents: if alone {
            Vec::new()
        } else {
            documents(&sides, &manner.extent)
        },
        guidance: if manner.guidance && !alone {
            guidance(&sides, &manner.extent)
        } else {
            Vec::new()
        },
    }
}

/// A thing that may differ, put together of what the sides say.
pub(super) struct Draft {
    pub aspect: &'static str,
    pub name: Option<String>,
    pub label: String,
    pub says: Vec<Option<Words>>,
}

impl Draft {
    /// A thing with a constant label.
    pub fn new(aspect: &'static str, label: &Text, lang: Lang, says: Vec<Option<Words>>) -> Self {
        Self {
            aspect,
            name: None,
            label: label.get(lang).to_owned(),
            says,
        }
    }

    /// The thing as it is told; `None` where all say the same, unless that is told too. Who has
    /// nothing to do with it (`held`) is not asked.
    pub fn finish(self, held: &[bool], same_too: bool, lang: Lang) -> Option<Aspect> {
        let asked: Vec<Option<Words>> = self
            .says
            .iter()
            .zip(held)
            .filter(|(_, held)| **held)
            .map(|(says, _)| says.clone())
            .collect();
        if agree(&asked) && (!same_too || asked.iter().all(Option::is_none)) {
            return None;
        }
        let says = self
            .says
            .into_iter()
            .zip(held)
            .map(|(says, held)| says.filter(|_| *held))
            .collect();
        Some(Aspect {
            aspect: self.aspect,
            name: self.name,
            label: self.label,
            scope: None,
            values: told(says, lang),
        })
    }
}

/// The sentences that not all have.
fn guidance(sides: &[Scribe<'_>], extent: &Extent) -> Vec<Aspect> {
    let lang = sides.first().map_or(Lang::Zh, |scribe| scribe.lang);
    let always = Text::fixed("总是", "always");
    let mut found: Vec<(String, Option<String>, Vec<Option<Words>>)> = Vec::new();
    for (index, scribe) in sides.iter().enumerate() {
        for own in &scribe.sheet.ruleset.guidance {
            let Some(selection) = extent.selection(&own.selection, scribe.sheet) else {
                continue;
            };
            let text = own.text.get(lang);
            let when = Words::by(*scribe, |scribe| {
                let when = scribe.selection(&[], &selection);
                let when = when.unwrap_or_else(|| always.get(lang).to_owned());
                with_period(when, &selection.period, lang)
            });
            let at = found.iter().position(|(known, _, _)| known == text);
            let at = at.unwrap_or_else(|| {
                found.push((text.to_owned(), own.topic.clone(), vec![None; sides.len()]));
                found.len().saturating_sub(1)
            });
            if let Some(slot) = found.get_mut(at).and_then(|own| own.2.get_mut(index)) {
                *slot = Some(when);
            }
        }
    }
    let held = vec![true; sides.len()];
    found
        .into_iter()
        .filter_map(|(label, name, says)| {
            let draft = Draft {
                aspect: "guidance",
                name,
                label,
                says,
            };
            draft.finish(&held, false, lang)
        })
        .collect()
}

/// A condition with since when and until when it holds.
pub(super) fn with_period(text: String, own: &Period, lang: Lang) -> String {
    period(own).after(text, lang)
}
