//! Working days counted without a walk over them: by weeks, and by how many more or fewer there were
//! up to a day. Every domain of a batch asks.

use chrono::{Datelike, NaiveDate};

use super::{Year, is_weekend};

/// How the working days of a calendar differ from weekdays.
#[derive(Debug, Clone, Default)]
pub(super) struct Count {
    /// Days on which offices are closed on a weekday, or work on a weekend, by their number from the
    /// first of the common era, ascending.
    days: Vec<i32>,
    /// By how much the working days up to and including each of them are more than the weekdays.
    more: Vec<i32>,
}

impl Count {
    /// Of some years; of one that is there twice the first counts.
    pub(super) fn of(years: &[Year]) -> Self {
        let mut known: Vec<i32> = Vec::new();
        let mut changes: Vec<(i32, i32)> = Vec::new();
        for year in years {
            if known.contains(&year.year) {
                continue;
            }
            known.push(year.year);
            for (first, last) in &year.holidays {
                let off = first.iter_days().take_while(|day| day <= last);
                let off = off.filter(|day| !is_weekend(*day));
                changes.extend(off.map(|day| (number(day), -1)));
            }
            let worked = year.working_weekends.iter();
            changes.extend(worked.map(|day| (number(*day), 1)));
        }
        changes.sort_unstable();
        let mut count = Self::default();
        let mut more = 0i32;
        for (day, change) in changes {
            more = more.saturating_add(change);
            count.days.push(day);
            count.more.push(more);
        }
        count
    }

    /// Working days from the first of the common era, a Monday, up to and including a day of a
    /// number.
    pub(super) fn to(&self, day: i32) -> i32 {
        let weeks = day.div_euclid(7).saturating_mul(5);
        let weekdays = weeks.saturating_add(day.rem_euclid(7).min(5));
        let passed = self.days.partition_point(|own| *own <= day);
        let more = passed.checked_sub(1).and_then(|last| self.more.get(last));
        weekdays.saturating_add(more.copied().unwrap_or(0))
    }
}

fn number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}
