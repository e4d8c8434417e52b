//! Working days in China: weekends, the State Council's holidays and its shifted working weekends,
//! from a table of the ruleset. Source: the yearly notices named in the table.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::source::{Node, Problem, Table, Value};
use crate::text::Text;

mod count;

use count::Count;

/// One year of the calendar.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Year {
    year: i32,
    /// False: only the statutory days are known, no shifted ones.
    notice_known: bool,
    /// First and last day of each holiday, inclusive: of this year, ascending, apart.
    holidays: Vec<(NaiveDate, NaiveDate)>,
    /// Weekend days of this year that are worked on and no holiday, each once.
    working_weekends: Vec<NaiveDate>,
}

impl Year {
    /// Puts in order what was read.
    fn settle(&mut self) {
        let number = self.year;
        let first = NaiveDate::from_ymd_opt(number, 1, 1).unwrap_or_default();
        let last = NaiveDate::from_ymd_opt(number, 12, 31).unwrap_or_default();
        self.holidays.sort_unstable();
        let mut holidays: Vec<(NaiveDate, NaiveDate)> = Vec::new();
        for (from, to) in &self.holidays {
            let (from, to) = (first.max(*from), last.min(*to));
            match holidays.last_mut() {
                Some((_, before)) if from <= *before => *before = to.max(*before),
                _ if from <= to => holidays.push((from, to)),
                _ => {}
            }
        }
        self.holidays = holidays;
        self.working_weekends.sort_unstable();
        self.working_weekends.dedup();
        let holidays = &self.holidays;
        self.working_weekends.retain(|day| {
            let is_off = holidays.iter().any(|(from, to)| from <= day && day <= to);
            day.year() == number && is_weekend(*day) && !is_off
        });
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The calendar of working days.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Calendar {
    years: Vec<Year>,
    /// Working days from the submission of a filing to the last day of its review.
    review: u32,
    /// The day of submission that was asked for last, and the last day of its review: in a batch
    /// nearly all are submitted on one day.
    #[serde(skip)]
    last: Last,
    /// How its years' working days are counted, found out when first asked.
    #[serde(skip)]
    count: OnceLock<Count>,
}

/// Two days, counted from the first of the common era.
#[derive(Debug, Default)]
struct Last(AtomicU64);

impl Clone for Last {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Last {
    fn get(&self, from: i32) -> Option<i32> {
        let both = self.0.load(Ordering::Relaxed);
        let (own, end) = (both.wrapping_shr(32), both & u64::from(u32::MAX));
        let is_it = own != 0 && u64::try_from(from) == Ok(own);
        i32::try_from(end).ok().filter(|_| is_it)
    }

    fn keep(&self, from: i32, end: i32) {
        if let (Ok(from), Ok(end)) = (u32::try_from(from), u32::try_from(end)) {
            let both = u64::from(from).wrapping_shl(32) | u64::from(end);
            self.0.store(both, Ordering::Relaxed);
        }
    }
}

/// No span of working days asked for is longer than this; a walk over days ends here.
const MOST_DAYS: u32 = 4000;

impl Calendar {
    /// Reads `[[year]]` tables: `year`, `holidays` (pairs of days), `working_weekends`,
    /// `notice_known` (default true); and `[review]` with `working_days`.
    pub fn read(root: &Table) -> (Self, Vec<Problem>) {
        let mut calendar = Self::default();
        let mut problems = Vec::new();
        let years = root
            .get("year")
            .and_then(Node::as_array)
            .unwrap_or_default();
        for node in years {
            let Some(table) = node.as_table() else {
                continue;
            };
            let mut year = Year {
                notice_known: table.get("notice_known").and_then(Node::as_bool) != Some(false),
                ..Year::default()
            };
            match table.get("year").and_then(Node::as_int).map(i32::try_from) {
                Some(Ok(number)) => year.year = number,
                _ => problems.push(bad(node)),
            }
            for pair in items(table, "holidays") {
                match pair
                    .as_array()
                    .map(|days| days.iter().map(day).collect::<Vec<_>>())
                {
                    Some(days) => match days.as_slice() {
                        [Some(first), Some(last)] if first <= last => {
                            year.holidays.push((*first, *last));
                        }
                        _ => problems.push(bad(pair)),
                    },
                    None => problems.push(bad(pair)),
                }
            }
            for node in items(table, "working_weekends") {
                match day(node) {
                    Some(day) => year.working_weekends.push(day),
                    None => problems.push(bad(node)),
                }
            }
            year.settle();
            calendar.years.push(year);
        }
        if let Some(node) = root.get("review") {
            let days = node.as_table().and_then(|table| table.get("working_days"));
            let days = days.and_then(Node::as_int).map(u32::try_from);
            match days {
                Some(Ok(days)) if days <= MOST_DAYS => calendar.review = days,
                _ => problems.push(bad(node)),
            }
        }
        (calendar, problems)
    }

    /// This calendar where it says something, else what an earlier one says.
    pub fn after(mut self, earlier: &Self) -> Self {
        if self.review == 0 {
            self.review = earlier.review;
        }
        for year in &earlier.years {
            if !self.years.iter().any(|own| own.year == year.year) {
                self.years.push(year.clone());
            }
        }
        (self.last, self.count) = Default::default();
        self
    }

    /// The last day of the review of what is submitted on a day.
    pub fn review_end(&self, from: NaiveDate) -> NaiveDate {
        let end = self.review_end_number(from);
        NaiveDate::from_num_days_from_ce_opt(end).unwrap_or(from)
    }

    /// Days from the last day of the review of what is submitted on a day, to another; negative where
    /// that is earlier.
    pub fn days_after_review(&self, from: NaiveDate, day: NaiveDate) -> i64 {
        let end = self.review_end_number(from);
        i64::from(day.num_days_from_ce()).saturating_sub(end.into())
    }

    fn review_end_number(&self, from: NaiveDate) -> i32 {
        let number = from.num_days_from_ce();
        self.last.get(number).unwrap_or_else(|| {
            let end = self.add_working_days(from, self.review).num_days_from_ce();
            self.last.keep(number, end);
            end
        })
    }

    /// Whether the table has the year of a day at all, so that holidays are known.
    pub fn has_year(&self, day: NaiveDate) -> bool {
        self.year(day).is_some()
    }

    /// Whether offices work on a day. In a year that the table lacks, on every weekday.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let weekend = is_weekend(day);
        match self.year(day) {
            None => !weekend,
            Some(year) => {
                let holiday = year
                    .holidays
                    .iter()
                    .any(|(first, last)| (*first..=*last).contains(&day));
                !holiday && (!weekend || year.working_weekends.contains(&day))
            }
        }
    }

    /// Whether the year's notice is known, so that shifted days are.
    pub fn is_known(&self, day: NaiveDate) -> bool {
        self.year(day).is_some_and(|year| year.notice_known)
    }

    /// Working days after `from` up to and including `to`; 0 where `to` is not later.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let (from, to) = (from.num_days_from_ce(), to.num_days_from_ce());
        let to = to.min(from.saturating_add_unsigned(MOST_DAYS));
        if to <= from {
            return 0;
        }
        let count = self.count.get_or_init(|| Count::of(&self.years));
        i64::from(count.to(to).saturating_sub(count.to(from)))
    }

    /// The day on which the `count`th working day after `from` falls.
    pub fn add_working_days(&self, from: NaiveDate, count: u32) -> NaiveDate {
        let mut left = count.min(MOST_DAYS);
        let mut day = from;
        while left > 0 {
            match day.checked_add_days(Days::new(1)) {
                Some(next) => day = next,
                None => return day,
            }
            if self.is_working_day(day) {
                left = left.saturating_sub(1);
            }
        }
        day
    }

    fn year(&self, day: NaiveDate) -> Option<&Year> {
        self.of_year(day.year())
    }

    fn of_year(&self, number: i32) -> Option<&Year> {
        self.years.iter().find(|year| year.year == number)
    }
}

fn items<'t>(table: &'t Table, key: &str) -> &'t [Node] {
    table.get(key).and_then(Node::as_array).unwrap_or_default()
}

fn day(node: &Node) -> Option<NaiveDate> {
    match &node.value {
        Value::Date(day) => Some(*day),
        Value::String(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
        _ => None,
    }
}

fn bad(node: &Node) -> Problem {
    Problem {
        span: node.span,
        message: Text::fixed(
            "日历里要写年份和日期，如 year = 2026、[\"2026-01-01\", \"2026-01-03\"]",
            "the calendar wants years and days, such as year = 2026, [\"2026-01-01\", \"2026-01-03\"]",
        ),
        help: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn counting_by_weeks_counts_every_working_day() {
        let mut calendar = Calendar {
            years: vec![
                Year {
                    year: 2026,
                    notice_known: true,
                    holidays: vec![
                        (day(2026, 1, 1), day(2026, 1, 3)),
                        (day(2026, 10, 1), day(2026, 10, 7)),
                        (day(2026, 10, 6), day(2026, 10, 8)),
                        (day(2026, 12, 31), day(2027, 1, 2)),
                    ],
                    working_weekends: vec![day(2026, 1, 4), day(2026, 10, 10), day(2026, 10, 3)],
                },
                Year {
                    year: 2028,
                    ..Year::default()
                },
            ],
            ..Calendar::default()
        };
        calendar.years.iter_mut().for_each(Year::settle);
        let start = day(2025, 12, 20);
        for offset in (0..800).step_by(7).chain([1, 3, 290, 291, 377]) {
            let from = start.checked_add_days(Days::new(offset)).unwrap();
            let mut walked = 0;
            assert_eq!(calendar.working_days_between(from, start), 0);
            for to in from.iter_days().skip(1).take(420) {
                walked += i64::from(calendar.is_working_day(to));
                assert_eq!(
                    calendar.working_days_between(from, to),
                    walked,
                    "{from} {to}"
                );
            }
        }
    }
}
