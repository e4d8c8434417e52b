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

/// What is counted of a result.
#[derive(Debug, Clone)]
pub struct Counted<'a> {
    /// What counts for the exit status.
    pub standing: Standing,
    /// The province's code; empty where it could not be read.
    pub province: &'a str,
    /// The ids of the rules that fail, each once.
    pub rules: Vec<&'a str>,
    /// How many rule instances were evaluated.
    pub instances: usize,
}

impl<'a> Counted<'a> {
    /// What is counted of a report.
    pub fn of(report: &'a DraftReport, instances: usize) -> Self {
        let mut rules: Vec<&str> = report
            .findings
            .iter()
            .map(|own| own.rule.as_str())
            .collect();
        rules.sort_unstable();
        rules.dedup();
        Self {
            standing: report.standing(),
            province: report.province.as_deref().unwrap_or(""),
            rules,
            instances,
        }
    }
}

impl Tally {
    /// Counts a result; gives its exit status.
    pub fn count(&mut self, result: &Counted<'_>, fail_on: FailOn) -> u8 {
        let verdict = result.standing.verdict;
        self.verdicts.count(verdict);
        entry(&mut self.provinces, result.province, |counts| {
            counts.count(verdict);
        });
        for rule in &result.rules {
            entry(&mut self.rules, rule, |count| {
                *count = count.saturating_add(1);
            });
        }
        let instances = u64::try_from(result.instances).unwrap_or(u64::MAX);
        self.instances = self.instances.saturating_add(instances);
        let status = fail_on.status_for(result.standing);
        self.status = self.status.max(status);
        status
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, other: &Tally) {
        self.verdicts.add(other.verdicts);
        for (province, counts) in &other.provinces {
            entry(&mut self.provinces, province, |own| own.add(*counts));
        }
        for (rule, more) in &other.rules {
            entry(&mut self.rules, rule, |count| {
                *count = count.saturating_add(*more);
            });
        }
        self.instances = self.instances.saturating_add(other.instances);
        self.status = self.status.max(other.status);
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
