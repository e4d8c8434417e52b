//! Two versions of the rules: what changed from the one to the other, layer by layer. What changed
//! everywhere is told once, with the national rules.

use serde::Serialize;

use super::contrast::{Aspect, Contrast, DocumentContrast, Draft, Manner, RuleContrast, contrast};
use super::drafts::DraftContrast;
use super::words::Words;
use crate::explain::Sheet;
use crate::ruleset::{Rule, Ruleset, WordList};
use crate::text::Text;

/// What changed between two versions of the rules. All values stand old, new.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// The version of this format.
    pub format: u32,
    /// The old rules.
    pub old: Version,
    /// The new rules.
    pub new: Version,
    /// The layers that changed, the national one first.
    pub layers: Vec<LayerDiff>,
    /// How many layers were compared.
    pub compared: usize,
    /// What changed for drafts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drafts: Option<DraftsDiff>,
}

/// A version of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// What the command line calls it.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The month up to which its rules were read.
    pub as_of: String,
    /// The day on which its rules are in force; absent: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// A digest over all layers.
    pub digest: String,
}

/// What changed in one layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LayerDiff {
    /// The province's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// The provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<&'static str>,
    /// Both by their names; absent: the national rules.
    #[serde(skip)]
    pub name: Option<String>,
    /// Rules, documents and guidance.
    #[serde(flatten)]
    pub contrast: Contrast,
    /// The word lists that changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<ListDiff>,
    /// The answers of `beian which` that changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub which: Vec<Aspect>,
    /// Whether the calendar of working days changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub calendar: bool,
}

/// A word list that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListDiff {
    /// Its id.
    pub id: String,
    /// Which versions have it.
    pub held: [bool; 2],
    /// The words that are new.
    pub added: Vec<String>,
    /// The words that are gone.
    pub removed: Vec<String>,
}

/// What changed for drafts.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DraftsDiff {
    /// How many drafts were read.
    pub read: usize,
    /// How many came out as before.
    pub same: usize,
    /// The drafts that came out otherwise, with what differs of each.
    pub changed: Vec<DraftDiff>,
    /// The drafts that could not be read.
    pub unreadable: Vec<String>,
}

/// A draft that came out otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DraftDiff {
    /// Where it was read from.
    pub source: String,
    /// `meta.id`, as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What differs.
    #[serde(flatten)]
    pub contrast: DraftContrast,
}

impl LayerDiff {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        let contrast = &self.contrast;
        contrast.rules.is_empty()
            && contrast.documents.is_empty()
            && contrast.guidance.is_empty()
            && self.lists.is_empty()
            && self.which.is_empty()
            && !self.calendar
    }
}

/// The layers that changed. `pairs`: the same layer of both versions, the national one first.
pub fn layers<'s>(
    pairs: impl IntoIterator<Item = (&'s Sheet, &'s Sheet)>,
    manner: &Manner<'_>,
) -> Vec<LayerDiff> {
    let mut layers: Vec<LayerDiff> = Vec::new();
    let mut national: Option<LayerDiff> = None;
    for (old, new) in pairs {
        // What neither version's layer touches changed with the national rules, if it did.
        let untouched = match national {
            Some(_) => untouched(old, new),
            None => Vec::new(),
        };
        let manner = &Manner {
            but: &untouched,
            ..*manner
        };
        let mut layer = LayerDiff {
            province: new.province(),
            provider: new.provider(),
            name: new.name(manner.lang),
            contrast: contrast(&[old, new], manner),
            lists: lists(&old.ruleset, &new.ruleset),
            which: which(&old.ruleset, &new.ruleset, manner),
            // A calendar is compared by all that there is of it.
            calendar: format!("{:?}", old.ruleset.calendar)
                != format!("{:?}", new.ruleset.calendar),
        };
        match &national {
            None => national = Some(layer.clone()),
            Some(national) => layer.without(national),
        }
        if !layer.is_empty() {
            layers.push(layer);
        }
    }
    layers
}

/// The rules of which neither version's layer says anything.
fn untouched(old: &Sheet, new: &Sheet) -> Vec<String> {
    let is_national = |rule: &Rule| {
        let sets = rule.sets.iter().map(|set| set.layer);
        let exceptions = rule.exceptions.iter().map(|exception| exception.layer);
        let mut layers = sets.chain(exceptions).chain([rule.layer]);
        layers.all(|layer| layer == 0)
    };
    let untouched = |sheet: &Sheet, id: &str| {
        let rule = sheet.ruleset.rule(id);
        rule.is_none_or(is_national)
    };
    let rules = old.ruleset.rules.iter().chain(&new.ruleset.rules);
    rules
        .filter(|rule| {
            let mut ids = rule.aliases.iter().chain([&rule.id]);
            ids.all(|id| untouched(old, id) && untouched(new, id))
        })
        .map(|rule| rule.id.clone())
        .collect()
}

impl LayerDiff {
    /// Leaves out what changed in the national rules too.
    fn without(&mut self, national: &LayerDiff) {
        let everywhere = &national.contrast;
        self.contrast
            .rules
            .retain_mut(|own| !everywhere.rules.iter().any(|rule| told_rule(own, rule)));
        self.contrast.documents.retain_mut(|own| {
            let mut all = everywhere.documents.iter();
            !all.any(|document| told_document(own, document))
        });
        self.contrast
            .guidance
            .retain(|own| !everywhere.guidance.iter().any(|other| same(own, other)));
        self.lists.retain(|own| !national.lists.contains(own));
        self.which.retain(|own| !national.which.contains(own));
        self.calendar &= !national.calendar;
    }
}

/// Whether two layers say the same of a thing, for whichever kinds of filing: a layer that sets some
/// of them leaves the others to the national rules.
fn same(one: &Aspect, other: &Aspect) -> bool {
    one.aspect == other.aspect
        && one.name == other.name
        && one.label == other.label
        && one.values == other.values
}

/// Takes out of a rule what is told nationally; whether nothing is left.
fn told_rule(own: &mut RuleContrast, national: &RuleContrast) -> bool {
    if own.id != national.id {
        return false;
    }
    own.aspects
        .retain(|one| !national.aspects.iter().any(|other| same(one, other)));
    own.aspects.is_empty() && own.held == national.held
}

/// Takes out of a document what is told nationally; whether nothing is left.
fn told_document(own: &mut DocumentContrast, national: &DocumentContrast) -> bool {
    if own.id != national.id || own.name != national.name {
        return false;
    }
    own.aspects
        .retain(|one| !national.aspects.iter().any(|other| same(one, other)));
    own.aspects.is_empty() && own.held == national.held
}

/// The word lists that changed.
fn lists(old: &Ruleset, new: &Ruleset) -> Vec<ListDiff> {
    let list = |ruleset: &'_ Ruleset, id: &str| -> Option<WordList> {
        ruleset.lists.iter().find(|list| list.id == id).cloned()
    };
    let mut ids: Vec<&str> = Vec::new();
    for own in old.lists.iter().chain(&new.lists) {
        if !ids.contains(&own.id.as_str()) {
            ids.push(&own.id);
        }
    }
    ids.into_iter()
        .filter_map(|id| {
            let both = [list(old, id), list(new, id)];
            let held = [both[0].is_some(), both[1].is_some()];
            let [before, after] = both.map(|list| list.map_or_else(Vec::new, |list| list.words));
            let only = |own: &[String], other: &[String]| -> Vec<String> {
                let only = own.iter().filter(|word| !other.contains(word));
                only.cloned().collect()
            };
            let diff = ListDiff {
                id: id.to_owned(),
                held,
                added: only(&after, &before),
                removed: only(&before, &after),
            };
            let same = diff.added.is_empty() && diff.removed.is_empty() && held == [true, true];
            (!same).then_some(diff)
        })
        .collect()
}

/// The answers of `beian which` that changed.
fn which(old: &Ruleset, new: &Ruleset, manner: &Manner<'_>) -> Vec<Aspect> {
    let lang = manner.lang;
    let mut ids: Vec<&str> = Vec::new();
    for row in old.which.iter().chain(&new.which) {
        if !ids.contains(&row.id.as_str()) {
            ids.push(&row.id);
        }
    }
    let says = |ruleset: &Ruleset, id: &str| {
        let row = ruleset.which.iter().find(|row| row.id == id)?;
        let mut text = format!("{} — {}", row.title.get(lang), row.text.get(lang));
        if let Some(next) = &row.next {
            text.push(' ');
            text.push_str(next.get(lang));
        }
        // When it holds has no words of its own; it only tells that something changed.
        let full = format!("{text}{:?}{:?}{:?}", row.when, row.filing, row.period);
        Some(Words::of(text, full))
    };
    let label = Text::fixed("该办哪一种备案", "which filing is needed");
    ids.into_iter()
        .filter_map(|id| {
            let says = vec![says(old, id), says(new, id)];
            let draft = Draft {
                name: Some(id.to_owned()),
                ..Draft::new("which", &label, lang, says)
            };
            draft.finish(&[true, true], false, lang)
        })
        .collect()
}
