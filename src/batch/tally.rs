//! What came out of a batch, counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::evaluate::Verdict;
use crate::report::{DraftReport, FailOn, Standing};

/// Counts of a batch, or of a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// By verdict.
    pub verdicts: Counts,
    /// By province (its code; empty where it could not be read), then by verdict.
    pub provinces: BTreeMap<String, Counts>,
    /// How many drafts fail a rule, by its id.
    pub rules: BTreeMap<String, u64>,
    /// How many rule instances were evaluated.
    pub instances: u64,
    /// The gravest exit status.
    pub status: u8,
}

/// How many drafts have which verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Could be submitted.
    pub ready: u64,
    /// Lack data.
    pub incomplete: u64,
    /// Have errors.
    pub blocked: u64,
    /// Could not be read.
    pub unreadable: u64,
}

/// What is counted of a result, beside the rules that fail.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// What counts for the exit status.
    pub standing: Standing,
    /// The digits of the province's code; `None` where it could not be read.
    pub province: Option<[u8; 6]>,
    /// How many rule instances were evaluated.
    pub instances: usize,
}

impl Counted {
    /// What is counted of a report.
    pub fn of(report: &DraftReport, instances: usize) -> Self {
        let province = report.province.as_deref();
        Self {
            standing: report.standing(),
            province: province.and_then(|code| code.as_bytes().try_into().ok()),
            instances,
        }
    }
}

/// Counts of the results of a chunk, until they are added to those of the batch. There are few, so that
/// nothing is looked up in a tree.
#[derive(Debug, Default)]
pub struct Score {
    verdicts: Counts,
    provinces: Vec<(Option<[u8; 6]>, Counts)>,
    /// The ids of the rules that fail, as often as they do, a line each.
    rules: String,
    instances: u64,
    status: u8,
}

impl Score {
    /// Counts a result, with the ids of the rules that fail, each once; gives its exit status.
    pub fn count<'a>(
        &mut self,
        result: &Counted,
        rules: impl IntoIterator<Item = &'a str>,
        fail_on: FailOn,
    ) -> u8 {
        let verdict = result.standing.verdict;
        self.verdicts.count(verdict);
        let province = result.province;
        match self.provinces.iter_mut().find(|(own, _)| *own == province) {
            Some((_, counts)) => counts.count(verdict),
            None => {
                let mut counts = Counts::default();
                counts.count(verdict);
                self.provinces.push((province, counts));
            }
        }
        for rule in rules {
            self.rules.push_str(rule);
            self.rules.push('\n');
        }
        let instances = u64::try_from(result.instances).unwrap_or(u64::MAX);
        self.instances = self.instances.saturating_add(instances);
        let status = fail_on.status_for(result.standing);
        self.status = self.status.max(status);
        status
    }
}

impl Tally {
    /// Adds the counts of a chunk.
    pub fn add(&mut self, score: &Score) {
        self.verdicts.add(score.verdicts);
        for (province, counts) in &score.provinces {
            let code = province.as_ref().map_or(&[][..], |digits| digits);
            let code = std::str::from_utf8(code).unwrap_or("");
            entry(&mut self.provinces, code, |own| own.add(*counts));
        }
        for rule in score.rules.lines() {
            entry(&mut self.rules, rule, |count| {
                *count = count.saturating_add(1);
            });
        }
        self.instances = self.instances.saturating_add(score.instances);
        self.status = self.status.max(score.status);
    }

    /// The rules that most drafts fail, with how many; of as many, by id.
    pub fn most_frequent(&self, most: usize) -> Vec<(&str, u64)> {
        let mut rules: Vec<(&str, u64)> = self
            .rules
            .iter()
            .map(|(id, count)| (id.as_str(), *count))
            .collect();
        rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        rules.truncate(most);
        rules
    }
}

impl Counts {
    /// Counts one more.
    pub fn count(&mut self, verdict: Verdict) {
        let counter = match verdict {
            Verdict::Ready => &mut self.ready,
            Verdict::Incomplete => &mut self.incomplete,
            Verdict::Blocked => &mut self.blocked,
            Verdict::Unreadable => &mut self.unreadable,
        };
        *counter = counter.saturating_add(1);
    }

    /// Adds others.
    pub fn add(&mut self, other: Counts) {
        self.ready = self.ready.saturating_add(other.ready);
        self.incomplete = self.incomplete.saturating_add(other.incomplete);
        self.blocked = self.blocked.saturating_add(other.blocked);
        self.unreadable = self.unreadable.saturating_add(other.unreadable);
    }

    /// All of them.
    pub fn total(&self) -> u64 {
        self.ready
            .saturating_add(self.incomplete)
            .saturating_add(self.blocked)
            .saturating_add(self.unreadable)
    }
}

/// Changes the entry of a key, which is copied only when it is new.
fn entry<T: Default>(map: &mut BTreeMap<String, T>, key: &str, change: impl FnOnce(&mut T)) {
    match map.get_mut(key) {
        Some(value) => change(value),
        None => change(map.entry(key.to_owned()).or_default()),
    }
}
