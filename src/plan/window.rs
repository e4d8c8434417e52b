//! On which days a filing can be submitted. Nothing is calculated: the rules are evaluated as of
//! the days around the day of submission, and where their outcome changes, they say why. Only days
//! on which a test can turn are evaluated; between them nothing changes.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::calendar::Calendar;
use crate::draft::{Draft, Item, Path};
use crate::evaluate::{Extent, Key, Open, Plan, Severities, Turning, evaluate_for};
use crate::facts::{Facts, Files};
use crate::fields::{Kind, Privacy};
use crate::ruleset::{Branch, Period, Rule, Ruleset, Severity, facts_read};

/// So many days back a last day is looked for.
const BACK: u64 = 400;
/// So many days ahead; whoever submits later plans anew.
const AHEAD: u64 = 1100;

/// A branch of a rule that fails at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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
    /// Days that are not filled in and that would decide more, as paths of the draft.
    pub missing: BTreeSet<Path>,
    /// The rules that are not decided on the day asked for, by their index.
    open: BTreeSet<usize>,
    /// The days looked at, in order; one begins with the day asked for.
    stretches: Vec<Stretch>,
    /// The place of that one.
    own: usize,
}

/// Days in a row on which the same fails.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    first: NaiveDate,
    last: NaiveDate,
    marks: BTreeSet<Mark>,
}

impl Outlook {
    /// Looks at the days around one. `severities`: those that the user gives rules. `None` where
    /// the draft has no kind of filing.
    pub fn new(
        ruleset: &Ruleset,
        draft: &Draft<'_>,
        files: Option<&dyn Files>,
        severities: &Severities,
        as_of: NaiveDate,
    ) -> Option<Self> {
        let scan = Scan {
            ruleset,
            draft,
            files,
            severities,
            calendar: &ruleset.calendar,
            around: (BACK, AHEAD),
            every_day: false,
        };
        scan.outlook(as_of)
    }

    /// The first day from the day asked for on which a rule has neither an error nor a warning;
    /// none where that depends on something unknown.
    pub fn passes(&self, rule: usize) -> Option<NaiveDate> {
        if self.open.contains(&rule) {
            return None;
        }
        let is_silent = |own: &&Stretch| !own.marks.iter().any(|mark| mark.rule == rule);
        let found = self.stretches.iter().skip(self.own).find(is_silent);
        found.map(|own| own.first)
    }

    /// The window of a severity.
    fn window(&self, least: Severity) -> Window {
        let standing = self.always();
        let dated = |own: &Stretch| -> Vec<Mark> {
            let marks = own.marks.iter();
            let marks = marks.filter(|mark| mark.severity >= least && !standing.contains(mark));
            marks.cloned().collect()
        };
        let (before, ahead) = self.stretches.split_at(self.own.min(self.stretches.len()));
        let is_free = |own: &Stretch| dated(own).is_empty();
        let edge = |day: NaiveDate, beyond: NaiveDate, failing: &Stretch| Edge {
            day,
            beyond,
            marks: dated(failing),
        };
        // What fails on the day after a free stretch.
        let end = |own: &Stretch, next: Option<&Stretch>| {
            next.map(|next| edge(own.last, next.first, next))
        };
        let mut free = ahead.iter().skip_while(|own| !is_free(own)).peekable();
        if let Some(first) = free.peek().copied() {
            let blocked = ahead.iter().take_while(|own| !is_free(own)).last();
            let mut last = first;
            while let Some(own) = free.next_if(|own| is_free(own)) {
                last = own;
            }
            return Window {
                exists: true,
                is_open: blocked.is_none(),
                first: blocked.map(|blocked| edge(first.first, blocked.last, blocked)),
                last: end(last, free.next()),
            };
        }
        let last = before.iter().rposition(is_free);
        let last = last.and_then(|index| {
            let next = self.stretches.get(index.saturating_add(1));
            end(before.get(index)?, next)
        });
        Window {
            exists: last.is_some(),
            is_open: false,
            first: None,
            last,
        }
    }

    /// What fails on every day.
    fn always(&self) -> BTreeSet<Mark> {
        let mut stretches = self.stretches.iter();
        let mut whole = stretches
            .next()
            .map_or_else(BTreeSet::new, |own| own.marks.clone());
        for own in stretches {
            whole.retain(|mark| own.marks.contains(mark));
        }
        whole
    }
}

struct Scan<'s> {
    ruleset: &'s Ruleset,
    draft: &'s Draft<'s>,
    files: Option<&'s dyn Files>,
    severities: &'s Severities,
    calendar: &'s Calendar,
    /// How many days back and ahead are looked at.
    around: (u64, u64),
    /// Whether every day is evaluated, and not only those on which something can turn.
    every_day: bool,
}

impl<'s> Scan<'s> {
    fn outlook(&self, as_of: NaiveDate) -> Option<Outlook> {
        let first = as_of.checked_sub_days(Days::new(self.around.0))?;
        let horizon = as_of.checked_add_days(Days::new(self.around.1))?;
        let own = Key::of(&self.facts(as_of))?;
        let mut begins = turns(self.ruleset);
        begins.retain(|day| first < *day && *day <= horizon);
        begins.extend([first, as_of]);
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut plan = Plan::new(self.ruleset, own);
        let mut days = begins.iter().copied().peekable();
        while let Some(from) = days.next() {
            // Days gone by are seen with today's rules: only what time does to the draft is asked.
            if from > as_of {
                plan = Plan::new(self.ruleset, Key { as_of: from, ..own });
            }
            let next = days.peek().and_then(|next| next.pred_opt());
            let to = next.unwrap_or(horizon);
            for (first, last) in self.turning(&plan, from, to) {
                let marks = self.marks(&plan, first);
                match stretches.last_mut() {
                    Some(known) if known.marks == marks && first != as_of => known.last = last,
                    _ => stretches.push(Stretch { first, last, marks }),
                }
            }
        }
        let place = stretches.iter().position(|own| own.first == as_of)?;
        let mut outlook = Outlook {
            as_of,
            horizon,
            possible: Window::default(),
            advised: Window::default(),
            standing: Vec::new(),
            missing: BTreeSet::new(),
            open: BTreeSet::new(),
            stretches,
            own: place,
        };
        outlook.possible = outlook.window(Severity::Error);
        outlook.advised = outlook.window(Severity::Warning);
        let standing = outlook.always().into_iter();
        outlook.standing = standing
            .filter(|mark| mark.severity == Severity::Error)
            .collect();
        self.look_at_open(own, &mut outlook);
        Some(outlook)
    }

    /// Notes what is not decided on the day asked for.
    fn look_at_open(&self, key: Key, outlook: &mut Outlook) {
        let plan = Plan::new(self.ruleset, key);
        let mut evaluation = evaluate_for(&plan, &self.facts(key.as_of), Extent::Findings);
        evaluation.regrade(self.ruleset, self.severities);
        let is_grave = |open: &&Open| open.severity > Severity::Notice && !open.needs.is_empty();
        for open in evaluation.open.iter().filter(is_grave) {
            outlook.open.insert(open.rule);
            let days = open.needs.iter().filter(|path| is_day(path));
            outlook.missing.extend(days);
        }
    }

    /// Days in a row on which nothing can turn, by their first and last.
    fn turning(
        &self,
        plan: &Plan<'_>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Vec<(NaiveDate, NaiveDate)> {
        let mut firsts = vec![from];
        if self.every_day {
            let days = from.iter_days().skip(1);
            firsts.extend(days.take_while(|day| *day <= to));
        } else {
            let turning = Turning::new(plan);
            let at = |day: NaiveDate| (day, turning.stance(&self.facts(day)));
            // Spans in which something turns, the earliest on top.
            let mut open = vec![(at(from), at(to))];
            while let Some((left, right)) = open.pop() {
                let days = right.0.signed_duration_since(left.0).num_days();
                if left.1 == right.1 {
                    continue;
                }
                let half = u64::try_from(days / 2).unwrap_or(0);
                match left.0.checked_add_days(Days::new(half)) {
                    Some(middle) if half > 0 => {
                        let middle = at(middle);
                        open.push((middle.clone(), right));
                        open.push((left, middle));
                    }
                    _ => firsts.push(right.0),
                }
            }
        }
        let lasts = firsts.iter().skip(1).filter_map(|day| day.pred_opt());
        let lasts: Vec<NaiveDate> = lasts.chain([to]).collect();
        firsts.into_iter().zip(lasts).collect()
    }

    fn facts(&self, day: NaiveDate) -> Facts<'s> {
        Facts::new(self.draft, day, self.calendar)
            .looking_at(self.files)
            .asking(self.ruleset)
    }

    /// What fails on a day.
    fn marks(&self, plan: &Plan<'_>, day: NaiveDate) -> BTreeSet<Mark> {
        let mut evaluation = evaluate_for(plan, &self.facts(day), Extent::Findings);
        evaluation.regrade(self.ruleset, self.severities);
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

/// Whether a path is that of a day.
fn is_day(path: &Path) -> bool {
    let Item::Field(slot) = path.item else {
        return false;
    };
    let field = path.place.kind().field(slot.into());
    field.is_some_and(|field| field.kind == Kind::Day)
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
    let of_forms = ruleset.forms.iter().map(|form| &form.selection.period);
    of_rules.chain(of_forms).flat_map(days_of).collect()
}

fn days_of(period: &Period) -> impl Iterator<Item = NaiveDate> {
    let after = period.until.and_then(|day| day.succ_opt());
    period.from.into_iter().chain(after)
}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
