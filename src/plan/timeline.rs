//! When each step begins and ends, at the earliest and at the latest.

use chrono::{Days, NaiveDate};

use super::steps::Course;
use crate::calendar::Calendar;
use crate::ruleset::{Phase, Takes, TimeUnit};

/// A day that is known between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// At the earliest.
    pub earliest: NaiveDate,
    /// At the latest; absent: nobody says.
    pub latest: Option<NaiveDate>,
}

/// A step with its days.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned<'r> {
    /// The step.
    pub course: Course<'r>,
    /// When it can begin.
    pub begins: Moment,
    /// When it ends; of a time limit, when that ends.
    pub ends: Moment,
    /// Years through which it reaches and whose notice of holidays is not known.
    pub unknown_years: Vec<i32>,
}

/// The steps of a filing on its days.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline<'r> {
    /// The day of submission.
    pub submit: NaiveDate,
    /// The steps, phase by phase.
    pub steps: Vec<Planned<'r>>,
}

impl Moment {
    /// A day that is known.
    pub const fn on(day: NaiveDate) -> Self {
        Self {
            earliest: day,
            latest: Some(day),
        }
    }

    /// When both have come.
    fn and(self, other: Self) -> Self {
        Self {
            earliest: self.earliest.max(other.earliest),
            latest: self
                .latest
                .zip(other.latest)
                .map(|(one, other)| one.max(other)),
        }
    }
}

impl<'r> Timeline<'r> {
    /// Lays steps out from a day of submission. `today`: when preparations begin. `passes`: the day
    /// from which a rule has nothing more to say, at or after the first day.
    pub fn new(
        courses: Vec<Course<'r>>,
        calendar: &Calendar,
        today: NaiveDate,
        submit: NaiveDate,
        passes: &dyn Fn(&str) -> Option<NaiveDate>,
    ) -> Self {
        let mut steps: Vec<Planned<'r>> = Vec::new();
        let mut left = courses;
        // A step is laid out once those are that it comes after; in a circle nothing would be.
        while !left.is_empty() {
            let is_laid = |id: &str| steps.iter().any(|step| step.course.id == id);
            let ready = left
                .iter()
                .position(|course| course.after.iter().all(|id| is_laid(id)));
            let course = left.remove(ready.unwrap_or(0));
            let begins = match course.phase {
                Phase::Prepare => Moment::on(today.min(submit)),
                Phase::Review | Phase::After => Moment::on(submit),
            };
            let before = steps
                .iter()
                .filter(|step| course.after.contains(&step.course.id));
            // After a time limit goes on what waits for it, at once or when it has run out.
            let begins = before.fold(begins, |begins, step| begins.and(step.until()));
            let ends = match (&course.until_passes, course.phase) {
                (Some(rule), _) => passes(rule).map_or(
                    Moment {
                        earliest: begins.earliest,
                        latest: None,
                    },
                    |day| Moment::on(day.max(begins.earliest)),
                ),
                (None, Phase::Prepare) if course.takes.is_none() => Moment {
                    earliest: begins.earliest,
                    latest: Some(submit),
                },
                _ => after(calendar, begins, &course),
            };
            let mut unknown_years = unknown_years(calendar, begins, ends, &course);
            // What waits for a guess is one.
            for step in steps.iter() {
                if course.after.contains(&step.course.id) {
                    unknown_years.extend(step.unknown_years.iter().copied());
                }
            }
            unknown_years.sort_unstable();
            unknown_years.dedup();
            steps.push(Planned {
                course,
                begins,
                ends,
                unknown_years,
            });
        }
        // Laid out in the order of what they wait for, told in that of their days.
        steps.sort_by_key(|step| {
            let latest = step.ends.latest.unwrap_or(NaiveDate::MAX);
            (step.course.phase, step.begins.earliest, latest)
        });
        Self { submit, steps }
    }

    /// When the filing is through: the end of the last step of the review that is no time limit
    /// beside the others.
    pub fn through(&self) -> Option<Moment> {
        let of_review = |step: &&Planned<'_>| step.course.phase == Phase::Review;
        let is_waited_for = |id: &str| {
            let mut later = self.steps.iter().filter(of_review);
            later.any(|step| step.course.after.contains(&id))
        };
        self.steps
            .iter()
            .filter(of_review)
            .filter(|step| {
                !is_waited_for(step.course.id) && !step.course.takes.is_some_and(|own| own.is_limit)
            })
            .map(|step| step.ends)
            .reduce(Moment::and)
    }

    /// All years whose notice of holidays is not known and that matter.
    pub fn unknown_years(&self) -> Vec<i32> {
        let mut years: Vec<i32> = self
            .steps
            .iter()
            .flat_map(|step| step.unknown_years.iter().copied())
            .collect();
        years.sort_unstable();
        years.dedup();
        years
    }
}

impl Planned<'_> {
    /// When what comes after it can begin.
    fn until(&self) -> Moment {
        match self.course.takes {
            Some(takes) if takes.is_limit => Moment {
                earliest: self.begins.earliest,
                latest: self.ends.latest,
            },
            _ => self.ends,
        }
    }
}

/// When a step ends that begins then.
fn after(calendar: &Calendar, begins: Moment, course: &Course<'_>) -> Moment {
    if course.is_open {
        return Moment {
            earliest: begins.earliest,
            latest: None,
        };
    }
    let Some(takes) = course.takes else {
        return begins;
    };
    let least = if takes.is_limit {
        takes.most
    } else {
        takes.least
    };
    Moment {
        earliest: later(calendar, begins.earliest, least, takes),
        latest: begins
            .latest
            .map(|day| later(calendar, day, takes.most, takes)),
    }
}

/// The day that is so much later. Hours are counted from the last minute of a day.
fn later(calendar: &Calendar, from: NaiveDate, count: u32, takes: Takes) -> NaiveDate {
    let days = match takes.unit {
        TimeUnit::WorkingDays => return calendar.add_working_days(from, count),
        TimeUnit::Days => count,
        TimeUnit::Hours => count.div_ceil(24),
    };
    from.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(from)
}

/// The years from a step's begin to its end whose notice is not known, where working days count.
fn unknown_years(
    calendar: &Calendar,
    begins: Moment,
    ends: Moment,
    course: &Course<'_>,
) -> Vec<i32> {
    use chrono::Datelike;
    let counts_work = course
        .takes
        .is_some_and(|takes| takes.unit == TimeUnit::WorkingDays)
        || course.until_passes.is_some();
    if !counts_work {
        return Vec::new();
    }
    let last = ends.latest.unwrap_or(ends.earliest);
    (begins.earliest.year()..=last.year())
        .filter(|year| {
            NaiveDate::from_ymd_opt(*year, 1, 1).is_none_or(|day| !calendar.is_known(day))
        })
        .collect()
}
