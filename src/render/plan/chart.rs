//! Bars in columns of a terminal: when each step may fall.

use chrono::{Datelike, Days, NaiveDate};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::report::{PlanReport, StepReport};
use crate::ruleset::Phase;
use crate::text::Lang;

/// Columns of a step's name.
const NAME: usize = 18;
/// Columns of its days, with the blanks around.
const DAYS: usize = 15;

/// Lines of a chart that is `width` columns wide.
pub fn chart(plan: &PlanReport, width: usize) -> Vec<String> {
    let steps: Vec<&StepReport> = plan.steps.iter().filter(|step| is_drawn(step)).collect();
    let first = steps.iter().map(|step| step.days.0.earliest).min();
    let last = steps.iter().map(|step| end(step)).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Vec::new();
    };
    let columns = width.saturating_sub(NAME.saturating_add(DAYS)).max(10);
    let length = last.signed_duration_since(first).num_days().max(0);
    let length = usize::try_from(length).unwrap_or(0).saturating_add(1);
    let scale = Scale {
        first,
        days: length.div_ceil(columns).max(1),
        columns,
    };
    let mut lines = vec![scale.head(last, plan.lang)];
    lines.extend(steps.iter().map(|step| scale.line(step)));
    lines.push(match plan.lang {
        Lang::Zh => "█ 最快也要这么久  ░ 最慢到这里  · 在此期限内办".to_owned(),
        Lang::En => "█ at the fastest  ░ at the slowest  · time limit".to_owned(),
    });
    lines
}

/// Whether a step has days to draw.
fn is_drawn(step: &StepReport) -> bool {
    !(step.is_in(Phase::Prepare) && step.takes.is_none() && step.days.1.latest.is_none())
}

fn end(step: &StepReport) -> NaiveDate {
    let (begins, ends) = step.days;
    ends.latest
        .unwrap_or(ends.earliest)
        .max(begins.latest.unwrap_or(begins.earliest))
}

struct Scale {
    first: NaiveDate,
    /// Days of a column.
    days: usize,
    columns: usize,
}

impl Scale {
    fn head(&self, last: NaiveDate, lang: Lang) -> String {
        let scale = match lang {
            Lang::Zh => format!("一格 {} 天", self.days),
            Lang::En => format!("a column is {} d", self.days),
        };
        let from = self.first.to_string();
        let to = last.to_string();
        let used = self.column(last).saturating_add(1);
        let gap = used.saturating_sub(from.len().saturating_add(to.len()));
        format!(
            "{}{from}{}{to}",
            pad(&scale, NAME.saturating_add(DAYS)),
            " ".repeat(gap.max(1))
        )
    }

    fn column(&self, day: NaiveDate) -> usize {
        let days = day.signed_duration_since(self.first).num_days();
        let days = usize::try_from(days).unwrap_or(0);
        days.checked_div(self.days)
            .unwrap_or(0)
            .min(self.columns.saturating_sub(1))
    }

    fn line(&self, step: &StepReport) -> String {
        let (begins, ends) = step.days;
        let is_limit = step.takes.is_some_and(|takes| takes.is_limit)
            || (step.is_in(Phase::Prepare) && ends.latest != Some(ends.earliest));
        let from = self.column(begins.earliest);
        let sure = self.column(ends.earliest);
        let to = self.column(end(step));
        let bar: String = (0..=to)
            .map(|column| match column {
                column if column < from => ' ',
                _ if is_limit => '·',
                column if column <= sure => '█',
                _ => '░',
            })
            .collect();
        let short = |day: NaiveDate| format!("{:02}-{:02}", day.month(), day.day());
        let last = match ends.latest {
            Some(day) if day == ends.earliest => String::new(),
            Some(day) => format!("~{}", short(day)),
            None => "~?".to_owned(),
        };
        let days = format!("{}{last}", short(ends.earliest));
        let line = format!("{}{}{bar}", pad(&cut(&step.name), NAME), pad(&days, DAYS));
        line.trim_end().to_owned()
    }
}

/// A name that fits its column.
fn cut(name: &str) -> String {
    let most = NAME.saturating_sub(2);
    let mut used = 0usize;
    name.chars()
        .take_while(|c| {
            used = used.saturating_add(c.width().unwrap_or(0));
            used <= most
        })
        .collect()
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Days that a bar of a page begins after and is long, of so many.
pub fn share(step: &StepReport, first: NaiveDate, last: NaiveDate) -> (i64, i64, i64) {
    let days = |day: NaiveDate| day.signed_duration_since(first).num_days().max(0);
    let after = |day: NaiveDate| days(day.checked_add_days(Days::new(1)).unwrap_or(day));
    let whole = after(last).max(1);
    let from = days(step.days.0.earliest);
    (from, after(end(step)).saturating_sub(from).max(1), whole)
}

/// The first and last day that a plan reaches.
pub fn reach(plan: &PlanReport) -> Option<(NaiveDate, NaiveDate)> {
    let first = plan.steps.iter().map(|step| step.days.0.earliest).min()?;
    Some((first, plan.steps.iter().map(end).max()?))
}
