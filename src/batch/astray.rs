//! Attachments that count for nothing, gathered from all workers to be told once.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use crate::draft::Draft;
use crate::facts::Papers;
use crate::report::{Astray, Masker, Unnamed};
use crate::ruleset::Ruleset;
use crate::text::Text;

/// So many different ones are told.
const MOST: usize = 20;
/// So many different ones are remembered.
const REMEMBERED: usize = 10_000;

/// What was found astray, by what stands there.
#[derive(Debug, Default)]
pub struct Strays(Mutex<HashMap<u64, Stray>>);

#[derive(Debug)]
struct Stray {
    in_sheet: bool,
    said: Text,
    /// How often it stands there.
    count: u64,
}

impl Strays {
    /// Adds one of a sheet.
    pub(super) fn add(&self, astray: &Astray) {
        let key = key_of(true, astray.is_of, &astray.said);
        self.count(key, true, || astray.in_sheet());
    }

    /// Adds those of a draft. Of thousands with the same name each costs as much as looking it up.
    pub(super) fn look(
        &self,
        draft: &Draft<'_>,
        papers: &dyn Papers,
        ruleset: &Ruleset,
        masker: Masker,
    ) {
        for unnamed in Unnamed::all(draft, papers) {
            let key = key_of(false, unnamed.is_of, unnamed.text);
            let astray = || Astray::new(unnamed, draft, ruleset, masker);
            self.count(key, false, || astray().in_draft());
        }
    }

    fn count(&self, key: u64, in_sheet: bool, said: impl FnOnce() -> Text) {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stray) = found.get_mut(&key) {
            stray.count = stray.count.saturating_add(1);
        } else if found.len() < REMEMBERED {
            let stray = Stray {
                in_sheet,
                said: said(),
                count: 1,
            };
            found.insert(key, stray);
        }
    }

    /// What is to be said of all, in the same order however the work was shared; to whoever wants it
    /// quiet, of sheets alone, whose words are typed by hand.
    pub fn sentences(&self, quiet: bool) -> Vec<Text> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut strays: Vec<&Stray> = found.values().collect();
        strays.retain(|stray| stray.in_sheet || !quiet);
        strays.sort_by(|one, other| one.said.zh.cmp(&other.said.zh));
        let mut told: Vec<Text> = strays
            .iter()
            .take(MOST)
            .map(|stray| match (&stray.said, stray.count) {
                (said, 1) => said.clone(),
                (said, count) => Text::new(
                    format!("{}（{count} 处）", said.zh),
                    format!("{} ({count} times)", said.en),
                ),
            })
            .collect();
        let rest = strays.len().saturating_sub(MOST);
        if rest > 0 {
            told.push(Text::new(
                format!("还有 {rest} 种材料或关于谁不认得，材料清单里不算"),
                format!("{rest} further documents or owners are not known and count for nothing"),
            ));
        }
        told
    }
}

fn key_of(in_sheet: bool, is_of: bool, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (in_sheet, is_of, text).hash(&mut hasher);
    hasher.finish()
}
