//! What a file of a layer adds to the rules below it, apart from them: it can be stored, and laid
//! over any ruleset that has the same rules below, without the file's being read again.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::model::{
    Document, Exception, FormChange, Guidance, Require, Rule, Ruleset, Set, WordList,
};
use super::shared::Shared;
use super::site::SiteRow;
use super::step::Step;
use super::which::WhichRow;
use crate::source::SourceFile;

/// What a file adds to a ruleset.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Overlay {
    changes: Vec<Change>,
    rules: Vec<Shared<Rule>>,
    documents: Vec<Shared<Document>>,
    requires: Vec<Shared<Require>>,
    guidance: Vec<Shared<Guidance>>,
    steps: Vec<Shared<Step>>,
    forms: Tail<FormChange>,
    site: Tail<SiteRow>,
    lists: Tail<WordList>,
    /// Looked at before those below.
    which: Tail<WhichRow>,
}

/// What is changed of a rule from below.
#[derive(Debug, Serialize, Deserialize)]
struct Change {
    /// Its index.
    rule: usize,
    sets: Vec<Shared<Set>>,
    exceptions: Vec<Shared<Exception>>,
    #[serde(skip)]
    made: Made<Rule>,
}

/// What is added to a list that rulesets share as a whole.
#[derive(Debug, Serialize, Deserialize)]
struct Tail<T> {
    own: Vec<T>,
    #[serde(skip, default = "Made::default")]
    made: Made<Vec<T>>,
}

/// What was made of what is below, beside that: rulesets that have the same below have the same
/// above it. There are few of each.
#[derive(Debug)]
struct Made<T>(Mutex<Vec<(Shared<T>, Shared<T>)>>);

impl<T> Default for Made<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Default for Tail<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<T> From<Vec<T>> for Tail<T> {
    fn from(own: Vec<T>) -> Self {
        Self {
            own,
            made: Made::default(),
        }
    }
}

impl Overlay {
    /// What was added to a ruleset by laying a file over it.
    pub fn between(below: &Ruleset, whole: &Ruleset) -> Self {
        let pairs = below.rules.iter().zip(&whole.rules).enumerate();
        let changes = pairs.filter(|(_, (below, whole))| !below.is_same(whole));
        let changes = changes.map(|(rule, (below, whole))| Change {
            rule,
            sets: added(&below.sets, &whole.sets),
            exceptions: added(&below.exceptions, &whole.exceptions),
            made: Made::default(),
        });
        let which = whole.which.len().saturating_sub(below.which.len());
        Self {
            changes: changes.collect(),
            rules: added(&below.rules, &whole.rules),
            documents: added(&below.documents, &whole.documents),
            requires: added(&below.requires, &whole.requires),
            guidance: added(&below.guidance, &whole.guidance),
            steps: added(&below.steps, &whole.steps),
            forms: added(&below.forms, &whole.forms).into(),
            site: added(&below.site, &whole.site).into(),
            lists: added(&below.lists, &whole.lists).into(),
            which: whole.which.get(..which).unwrap_or_default().to_vec().into(),
        }
    }

    /// Lays what a file adds over a ruleset.
    pub fn over(&self, below: Ruleset, file: SourceFile) -> Ruleset {
        let mut whole = below;
        for change in &self.changes {
            if let Some(rule) = whole.rules.get_mut(change.rule) {
                *rule = change.made.of(rule, |rule| {
                    rule.sets.extend(change.sets.iter().cloned());
                    rule.exceptions.extend(change.exceptions.iter().cloned());
                });
            }
        }
        whole.rules.extend(self.rules.iter().cloned());
        whole.documents.extend(self.documents.iter().cloned());
        whole.requires.extend(self.requires.iter().cloned());
        whole.guidance.extend(self.guidance.iter().cloned());
        whole.steps.extend(self.steps.iter().cloned());
        self.forms.after(&mut whole.forms);
        self.site.after(&mut whole.site);
        self.lists.after(&mut whole.lists);
        self.which.before(&mut whole.which);
        whole.files.push(file.into());
        whole
    }
}

impl<T: Clone> Tail<T> {
    fn after(&self, below: &mut Shared<Vec<T>>) {
        if !self.own.is_empty() {
            *below = self
                .made
                .of(below, |all| all.extend(self.own.iter().cloned()));
        }
    }

    fn before(&self, below: &mut Shared<Vec<T>>) {
        if !self.own.is_empty() {
            *below = self.made.of(below, |all| {
                all.splice(..0, self.own.iter().cloned());
            });
        }
    }
}

impl<T: Clone> Made<T> {
    fn of(&self, below: &Shared<T>, change: impl FnOnce(&mut T)) -> Shared<T> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, made)) = known.iter().find(|(own, _)| own.is_same(below)) {
            return made.clone();
        }
        let mut made = T::clone(below);
        change(&mut made);
        let made = Shared::from(made);
        known.push((below.clone(), made.clone()));
        made
    }
}

/// What the greater of two lists has beyond the other.
fn added<T: Clone>(below: &[T], whole: &[T]) -> Vec<T> {
    whole.get(below.len()..).unwrap_or_default().to_vec()
}
