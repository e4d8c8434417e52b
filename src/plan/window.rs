//! On which days a filing can be submitted. Nothing is calculated: the rules are evaluated as of
//! each day around the day of submission, and where their outcome changes, they say why.

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use crate::calendar::Calendar;
use crate::draft::Draft;
use crate::evaluate::{Key, Plan, evaluate};
use crate::facts::{Facts, Files};
use crate::fields::Privacy;
use crate::ruleset::{Branch, Period, Rule, Ruleset, Severity, facts_read};

/// So many days back a last day is looked for.
const BACK: u64 = 400;
/// So many days ahead; whoever submits later plans anew.
const AHEAD: u64 = 1100;

/// A branch of a rule that fails at a place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mark {
    /// The rule, by its index in the ruleset.
    pub rule: usize,
    /// The branch, by its index in the rule.
    pub branch: usize,
    /// The place, as a path of the draft.
    pub at: String,
    /// How grave it is.
    pub severity: Severity,
    /// Whether it is decided by a day of birth, so that no reason may be given.
    pub by_birth: bool,
}

/// A first or last day, and what fails on the day before or after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The day.
    pub day: NaiveDate,
    /// The neighbouring day, on which something fails.
    pub beyond: NaiveDate,
    /// What fails there.
    pub marks: Vec<Mark>,
}

/// The days on which no rule of some severity that depends on the day fails, next to the day asked
/// for: those around it, else the next ones, else the last ones before it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Window {
    /// Whether the day asked for is one of them.
    pub is_open: bool,
    /// The first of them after the day asked for; absent where that is one, or none comes.
    pub first: Option<Edge>,
    /// The last of them, before the day asked for where none comes any more; absent where there is
    /// no end within the days looked at.
    pub last: Option<Edge>,
    /// Whether there is any such day.
    pub exists: bool,
}

/// When a filing can be submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The day asked for.
    pub as_of: NaiveDate,
    /// The last day looked at.
    pub horizon: NaiveDate,
    /// The days on which it would not be turned back for a date.
    pub possible: Window,
    /// The days on which no date even gives rise to a warning.
    pub advised: Window,
    /// The rules that no waiting mends: their errors are there on every day.
    pub standing: Vec<Mark>,
    days: Vec<Vec<u32>>,
    known: Vec<Mark>,
    back: usize,
}

impl Outlook {
    /// Looks at the days around one. `None` where the draft has no kind of filing.
    pub fn new(
        ruleset: &Ruleset,
        draft: &Draft<'_>,
        files: Option<&dyn Files>,
        as_of: NaiveDate,
    ) -> Option<Self> {
        let scan = Scan {
            ruleset,
            draft,
            files,
            calendar: &ruleset.calendar,
        };
        scan.outlook(as_of)
    }

    /// The first day from the day asked for on which a rule has neither an error nor a warning.
    pub fn passes(&self, rule: usize) -> Option<NaiveDate> {
        let is_silent = |marks: &Vec<u32>| {
            let mut marks = marks.iter().filter_map(|id| self.mark(*id));
            !marks.any(|mark| mark.rule == rule)
        };
        let ahead = self.days.iter().skip(self.back);
        let days = self.as_of.iter_days().zip(ahead);
        let found = days.into_iter().find(|(_, marks)| is_silent(marks));
        found.map(|(day, _)| day)
    }

    fn mark(&self, id: u32) -> Option<&Mark> {
        self.known.get(usize::try_from(id).ok()?)
    }

    /// The day of an index.
    fn day(&self, index: usize) -> NaiveDate {
        let days = |count: usize| Days::new(u64::try_from(count).unwrap_or(u64::MAX));
        let first = self.as_of.checked_sub_days(days(self.back));
        first
            .and_then(|first| first.checked_add_days(days(index)))
            .unwrap_or(self.as_of)
    }

    /// The window of a severity.
    fn window(&self, least: Severity) -> Window {
        let standing: BTreeSet<u32> = self.always();
        let dated = |index: usize| -> Vec<&Mark> {
            let marks = self.days.get(index).into_iter().flatten();
            let marks = marks.filter(|id| !standing.contains(id));
            marks
                .filter_map(|id| self.mark(*id))
                .filter(|mark| mark.severity >= least)
                .collect()
        };
        let is_free = |index: &usize| dated(*index).is_empty();
        let count = self.days.len();
        let edge = |index: usize, beyond: usize| Edge {
            day: self.day(index),
            beyond: self.day(beyond),
            marks: dated(beyond).into_iter().cloned().collect(),
        };
        if let Some(first) = (self.back..count).find(is_free) {
            let end = (first..count).find(|index| !is_free(index));
            return Window {
                exists: true,
                is_open: first == self.back,
                first: (first > self.back).then(|| edge(first, first.saturating_sub(1))),
                last: end.map(|end| edge(end.saturating_sub(1), end)),
            };
        }
        let before = (0..self.back).rev().find(is_free);
        Window {
            exists: before.is_some(),
            is_open: false,
            first: None,
            last: before.map(|index| edge(index, index.saturating_add(1))),
        }
    }

    /// What fails on every day.
    fn always(&self) -> BTreeSet<u32> {
        let mut days = self.days.iter();
        let mut whole: BTreeSet<u32> = days
            .next()
            .map(|marks| marks.iter().copied().collect())
            .unwrap_or_default();
        for marks in days {
            whole.retain(|id| marks.contains(id));
        }
        whole
    }
}

struct Scan<'s> {
    ruleset: &'s Ruleset,
    draft: &'s Draft<'s>,
    files: Option<&'s dyn Files>,
    calendar: &'s Calendar,
}

impl Scan<'_> {
    fn outlook(&self, as_of: NaiveDate) -> Option<Outlook> {
        let first = as_of.checked_sub_days(Days::new(BACK))?;
        let horizon = as_of.checked_add_days(Days::new(AHEAD))?;
        let own = self.key(as_of)?;
        let turns = turns(self.ruleset);
        let mut plan = Plan::new(self.ruleset, own);
        let mut ids: HashMap<Mark, u32> = HashMap::new();
        let mut known = Vec::new();
        let mut days = Vec::new();
        for day in first.iter_days().take_while(|day| *day <= horizon) {
            // Days gone by are seen with today's rules: only what time does to the draft is asked.
            if day > as_of && turns.contains(&day) {
                plan = Plan::new(self.ruleset, Key { as_of: day, ..own });
            }
            let mut marks: Vec<u32> = self
                .marks(&plan, day)
                .into_iter()
                .map(|mark| {
                    *ids.entry(mark.clone()).or_insert_with(|| {
                        let id = u32::try_from(known.len()).unwrap_or(u32::MAX);
                        known.push(mark);
                        id
                    })
                })
                .collect();
            marks.sort_unstable();
            marks.dedup();
            days.push(marks);
        }
        let mut outlook = Outlook {
            as_of,
            horizon,
            possible: Window::default(),
            advised: Window::default(),
            standing: Vec::new(),
            days,
            known,
            back: usize::try_from(BACK).unwrap_or_default(),
        };
        outlook.possible = outlook.window(Severity::Error);
        outlook.advised = outlook.window(Severity::Warning);
        let standing = outlook.always();
        let standing = standing.into_iter().filter_map(|id| outlook.mark(id));
        outlook.standing = standing
            .filter(|mark| mark.severity == Severity::Error)
            .cloned()
            .collect();
        Some(outlook)
    }

    fn key(&self, day: NaiveDate) -> Option<Key> {
        Key::of(&Facts::new(self.draft, day, self.calendar))
    }

    /// What fails on a day.
    fn marks(&self, plan: &Plan<'_>, day: NaiveDate) -> Vec<Mark> {
        let facts = Facts::new(self.draft, day, self.calendar)
            .looking_at(self.files)
            .asking(self.ruleset);
        let evaluation = evaluate(plan, &facts);
        let failures = evaluation.failures.iter();
        failures
            .filter(|failure| failure.severity > Severity::Notice)
            .map(|failure| {
                let rule = self.ruleset.rules.get(failure.rule);
                let branch = rule.and_then(|rule| rule.branches.get(failure.branch));
                Mark {
                    rule: failure.rule,
                    branch: failure.branch,
                    at: failure.at.to_string(),
                    severity: failure.severity,
                    by_birth: rule
                        .zip(branch)
                        .is_some_and(|(rule, branch)| reads_birth(rule, branch)),
                }
            })
            .collect()
    }
}

/// Whether a branch is decided by a day of birth.
fn reads_birth(rule: &Rule, branch: &Branch) -> bool {
    let sets = rule.sets.iter().map(|set| &set.selection.when);
    let exceptions = rule.exceptions.iter().map(|own| &own.selection.when);
    [&rule.when, &branch.fails]
        .into_iter()
        .chain(sets)
        .chain(exceptions)
        .flat_map(facts_read)
        .any(|fact| fact.privacy() == Privacy::Birth)
}

/// The days on which something of a ruleset begins or ceases to hold.
fn turns(ruleset: &Ruleset) -> BTreeSet<NaiveDate> {
    let of_rules = ruleset.rules.iter().flat_map(|rule| {
        let sets = rule.sets.iter().map(|set| &set.selection.period);
        let exceptions = rule.exceptions.iter().map(|own| &own.selection.period);
        std::iter::once(&rule.period).chain(sets).chain(exceptions)
    });
    of_rules.flat_map(days_of).collect()
}

fn days_of(period: &Period) -> impl Iterator<Item = NaiveDate> {
    let after = period.until.and_then(|day| day.succ_opt());
    period.from.into_iter().chain(after)
}
