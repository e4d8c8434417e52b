//! Attachments of sheets that count for nothing, gathered from all workers to be told once.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::report::Astray;
use crate::text::Text;

/// So many different ones are told.
const MOST: usize = 20;
/// So many different ones are remembered.
const REMEMBERED: usize = 10_000;

/// What was found astray, with how often it stands there.
#[derive(Debug, Default)]
pub struct Strays(Mutex<BTreeMap<(bool, String), (Text, u64)>>);

impl Strays {
    /// Adds one.
    pub(super) fn add(&self, astray: &Astray) {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (astray.is_of, astray.said.clone());
        if let Some((_, count)) = found.get_mut(&key) {
            *count = count.saturating_add(1);
        } else if found.len() < REMEMBERED {
            found.insert(key, (astray.in_sheet(), 1));
        }
    }

    /// What is to be said of all, in the same order however the work was shared.
    pub fn sentences(&self) -> Vec<Text> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut told: Vec<Text> = found
            .values()
            .take(MOST)
            .map(|(text, count)| match count {
                1 => text.clone(),
                _ => Text::new(
                    format!("{}（{count} 处）", text.zh),
                    format!("{} ({count} times)", text.en),
                ),
            })
            .collect();
        let rest = found.len().saturating_sub(MOST);
        if rest > 0 {
            told.push(Text::new(
                format!("还有 {rest} 种材料或关于谁不认得，材料清单里不算"),
                format!("{rest} further documents or owners are not known and count for nothing"),
            ));
        }
        told
    }
}
