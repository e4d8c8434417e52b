//! What came out of a batch, counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::evaluate::Verdict;
use crate::report::{DraftReport, FailOn};

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

impl Tally {
    /// Counts a result; gives its exit status.
    pub fn count(&mut self, report: &DraftReport, instances: usize, fail_on: FailOn) -> u8 {
        self.verdicts.count(report.verdict);
        let province = report.province.as_deref().unwrap_or("");
        entry(&mut self.provinces, province).count(report.verdict);
        for (index, finding) in report.findings.iter().enumerate() {
            let before = report.findings.iter().take(index);
            if before.into_iter().all(|other| other.rule != finding.rule) {
                let count = entry(&mut self.rules, &finding.rule);
                *count = count.saturating_add(1);
            }
        }
        let instances = u64::try_from(instances).unwrap_or(u64::MAX);
        self.instances = self.instances.saturating_add(instances);
        let status = fail_on.status_of(report);
        self.status = self.status.max(status);
        status
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, other: &Tally) {
        self.verdicts.add(other.verdicts);
        for (province, counts) in &other.provinces {
            entry(&mut self.provinces, province).add(*counts);
        }
        for (rule, more) in &other.rules {
            let count = entry(&mut self.rules, rule);
            *count = count.saturating_add(*more);
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

/// The entry of a key, which is copied only when it is new.
fn entry<'m, T: Default>(map: &'m mut BTreeMap<String, T>, key: &str) -> &'m mut T {
    if !map.contains_key(key) {
        map.insert(key.to_owned(), T::default());
    }
    // It is there by now.
    map.entry(String::from(key)).or_default()
}
