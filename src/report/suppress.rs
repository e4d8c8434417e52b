//! Findings that somebody accepts: by an `[[allow]]` of the draft or by a baseline. They leave the
//! findings, so that they do not count for the exit status; the verdict stays what it is. Entries
//! that accept nothing are told, so that none outlives its cause.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::mask::Masker;
use super::model::{DraftReport, Finding, StaleReport, Suppression};
use super::places::{Origin, mark};
use crate::draft::{Draft, Record, Slot};
use crate::evaluate::Verdict;
use crate::fields::{AllowField, nearest};
use crate::ruleset::Ruleset;
use crate::source::escape_control;
use crate::text::{Lang, Text};

/// What accepts a finding in a baseline: a rule and a path.
pub type BaselineKey = (String, String);

/// What the `[[allow]]`s of a draft are held against.
#[derive(Clone, Copy)]
pub(super) struct Allowing<'a> {
    pub draft: &'a Draft<'a>,
    pub origin: Option<Origin<'a>>,
    pub ruleset: &'a Ruleset,
    pub as_of: NaiveDate,
    pub masker: Masker,
}

/// An entry that could be read.
struct Entry {
    rule: String,
    path: String,
    reason: String,
    until: Option<NaiveDate>,
}

impl Entry {
    fn read(record: &Record<'_>) -> Option<Self> {
        let text = |field: AllowField| Some(record.text(field as usize)?.expose().to_owned());
        Some(Self {
            rule: text(AllowField::Rule)?,
            path: text(AllowField::Path)?,
            reason: text(AllowField::Reason)?,
            until: match record.slot(AllowField::Until as usize) {
                Slot::Day(day) => Some(*day),
                Slot::Unknown | Slot::None => None,
                // A day that cannot be read is no leave for ever.
                _ => return None,
            },
        })
    }
}

impl DraftReport {
    /// Sets aside what the draft's own `[[allow]]`s accept.
    pub(super) fn set_aside_allowed(&mut self, allowing: Allowing<'_>) {
        for (index, record) in allowing.draft.allow.items().iter().enumerate() {
            let Some(entry) = Entry::read(record) else {
                continue;
            };
            let is_known = |id: &str| allowing.ruleset.rules.iter().any(|rule| rule.id == id);
            let stale = if !is_known(&entry.rule) {
                let ids = allowing.ruleset.rules.iter().map(|rule| rule.id.as_str());
                Some(unknown_rule(&entry.rule, nearest(&entry.rule, ids)))
            } else if let Some(until) = entry.until.filter(|until| *until < allowing.as_of) {
                Some(lapsed(until, allowing.as_of))
            } else {
                let suppression = Suppression {
                    by: "allow",
                    reason: Some(allowing.masker.free(&entry.reason).into_owned()),
                    until: entry.until.map(|day| day.to_string()),
                };
                let found = self.set_aside(&entry.rule, &entry.path, &suppression);
                (!found && self.is_decided(&entry.rule))
                    .then(|| self.accepts_nothing(&entry.rule, &entry.path))
            };
            if let Some(message) = stale {
                let place = allowing.origin.and_then(|origin| {
                    let items = origin.root.get("allow")?.as_array()?;
                    Some(mark(origin.file, items.get(index)?.span))
                });
                self.stale.push(StaleReport {
                    by: "allow",
                    rule: shown(allowing.masker, &entry.rule),
                    path: shown(allowing.masker, &entry.path),
                    line: place.map(|place| place.line),
                    column: place.map(|place| place.column),
                    message: shown(allowing.masker, message.get(self.lang)),
                });
            }
        }
    }

    /// Sets aside what a baseline accepts of this draft.
    pub fn set_aside_known(&mut self, baseline: &BTreeSet<BaselineKey>) {
        let suppression = Suppression {
            by: "baseline",
            reason: None,
            until: None,
        };
        for (rule, path) in baseline {
            let found = self.set_aside(rule, path, &suppression);
            // What the draft allows by now, with a reason, the baseline need not.
            if !found && self.is_decided(rule) {
                let is_allowed = |own: &Finding| own.rule == *rule && own.path == *path;
                let message = match self.suppressed.iter().any(is_allowed) {
                    true => allowed_already(rule, path),
                    false => self.accepts_nothing(rule, path),
                };
                self.stale.push(StaleReport {
                    by: "baseline",
                    rule: escape_control(rule).into_owned(),
                    path: escape_control(path).into_owned(),
                    line: None,
                    column: None,
                    message: message.get(self.lang).to_owned(),
                });
            }
        }
    }

    /// What a baseline has to hold for every finding of today to be accepted.
    pub fn baseline_keys(&self) -> BTreeSet<BaselineKey> {
        self.findings
            .iter()
            .map(|finding| (finding.rule.clone(), finding.path.clone()))
            .collect()
    }

    /// Moves the findings of a rule at a path; whether there are any, moved before or now.
    fn set_aside(&mut self, rule: &str, path: &str, suppression: &Suppression) -> bool {
        let is_meant = |finding: &Finding| finding.rule == rule && finding.path == path;
        let (meant, rest): (Vec<Finding>, Vec<Finding>) = std::mem::take(&mut self.findings)
            .into_iter()
            .partition(is_meant);
        self.findings = rest;
        let found = !meant.is_empty();
        self.suppressed
            .extend(meant.into_iter().map(|finding| Finding {
                suppression: Some(suppression.clone()),
                ..finding
            }));
        let before = |finding: &Finding| {
            is_meant(finding)
                && finding
                    .suppression
                    .as_ref()
                    .is_some_and(|own| own.by == suppression.by)
        };
        found || self.suppressed.iter().any(before)
    }

    /// Whether the absence of a finding means that there is none: not while data are missing that
    /// the rule asks for, and not of a draft that could not be read.
    fn is_decided(&self, rule: &str) -> bool {
        let asks = |question: &super::model::Question| question.rules.iter().any(|id| id == rule);
        self.verdict != Verdict::Unreadable && !self.questions.iter().any(asks)
    }

    /// That nothing fails there, and where the rule does fail.
    fn accepts_nothing(&self, rule: &str, path: &str) -> Text {
        let elsewhere: Vec<&str> = self
            .findings
            .iter()
            .filter(|finding| finding.rule == rule)
            .map(|finding| finding.path.as_str())
            .collect();
        if elsewhere.is_empty() {
            Text::new(
                format!("{rule} 在 {path} 没有问题了，这一条可以删掉"),
                format!("{rule} finds nothing at {path}; the entry can go"),
            )
        } else {
            Text::new(
                format!("{rule} 在 {path} 没有问题，问题在 {}", elsewhere.join("、")),
                format!(
                    "{rule} finds nothing at {path}; it does at {}",
                    elsewhere.join(", ")
                ),
            )
        }
    }
}

fn shown(masker: Masker, text: &str) -> String {
    escape_control(&masker.free(text)).into_owned()
}

fn unknown_rule(id: &str, near: Option<&str>) -> Text {
    match near {
        Some(near) => Text::new(
            format!("没有叫 {id} 的规则；是不是 {near}？"),
            format!("no rule is called {id}; did you mean {near}?"),
        ),
        None => Text::new(
            format!("没有叫 {id} 的规则；beian rules list 列出所有规则"),
            format!("no rule is called {id}; beian rules list lists the rules"),
        ),
    }
}

fn allowed_already(rule: &str, path: &str) -> Text {
    Text::new(
        format!("草稿的 [[allow]] 已经认可 {rule} {path}，基线的这一条可以删掉"),
        format!("an [[allow]] of the draft accepts {rule} at {path}; the baseline's entry can go"),
    )
}

fn lapsed(until: NaiveDate, as_of: NaiveDate) -> Text {
    Text::new(
        format!("只允许到 {until}，按 {as_of} 检查已经过期，问题照常计算"),
        format!("allowed until {until} only, and checked as of {as_of}: the finding counts"),
    )
}

impl StaleReport {
    /// The sentence that says so, with whose entry it is.
    pub fn sentence(&self, lang: Lang) -> String {
        let whose = match (self.by, lang) {
            ("allow", Lang::Zh) => "[[allow]] 失效：",
            ("allow", Lang::En) => "stale [[allow]]: ",
            (_, Lang::Zh) => "基线失效：",
            (_, Lang::En) => "stale in the baseline: ",
        };
        format!("{whose}{}", self.message)
    }
}
