//! Working days in China: weekends, the State Council's holidays and its shifted working weekends,
//! from a table of the ruleset. Source: the yearly notices named in the table.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::source::{Node, Problem, Table, Value};
use crate::text::Text;

/// One year of the calendar.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Year {
    year: i32,
    /// False: only the statutory days are known, no shifted ones.
    notice_known: bool,
    /// First and last day of each holiday, inclusive.
    holidays: Vec<(NaiveDate, NaiveDate)>,
    working_weekends: Vec<NaiveDate>,
}

/// The calendar of working days.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Calendar {
    years: Vec<Year>,
    /// Working days from the submission of a filing to the last day of its review.
    review: u32,
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
        self
    }

    /// Working days from the submission of a filing to the last day of its review; 0 where the
    /// table does not say.
    pub fn review_working_days(&self) -> u32 {
        self.review
    }

    /// Whether the table has the year of a day at all, so that holidays are known.
    pub fn has_year(&self, day: NaiveDate) -> bool {
        self.year(day).is_some()
    }

    /// Whether offices work on a day. In a year that the table lacks, on every weekday.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
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
        let mut count: i64 = 0;
        for day in from
            .iter_days()
            .skip(1)
            .take_while(|day| *day <= to)
            .take(MOST_DAYS as usize)
        {
            if self.is_working_day(day) {
                count = count.saturating_add(1);
            }
        }
        count
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
        self.years.iter().find(|year| year.year == day.year())
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
