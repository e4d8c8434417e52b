//! Days as people write them in a cell.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};

use super::cell::{Cell, clean};
use crate::identifiers::fold;

/// A day, or that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// A day.
    Day(NaiveDate),
    /// Without end.
    LongTerm,
}

/// What of a period a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The day on which it begins.
    Start,
    /// The day on which it ends.
    End,
    /// None: it is the day of something that happened.
    Whole,
}

/// Why a cell is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoDay {
    /// It is written like one, but the calendar has no such day.
    Impossible,
    /// The order of day, month and year, or the century, is left open.
    Ambiguous,
    /// A year, or a year and a month.
    Short,
    /// A period, where a single day is meant.
    Period,
    /// It is nothing of the kind.
    Other,
}

/// Whole numbers that a spreadsheet could have made of a day: from 1950 to 2199.
const SERIALS: std::ops::RangeInclusive<i64> = 18_264..=109_938;
/// By how many days the count from 1904 begins later than the usual one.
const LATER: i64 = 1_462;
/// The years that four digits write.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

/// The day of a cell. Of a period (2016.01.01-2036.01.01, as an ID card has it) the part that is
/// asked for.
pub(super) fn day(cell: &Cell, part: Part) -> Result<Written, NoDay> {
    match cell {
        Cell::Day(day) if YEARS.contains(&day.year()) => Ok(Written::Day(*day)),
        Cell::Number(number) => of_number(*number, 0).map(Written::Day),
        Cell::Number1904(number) => of_number(*number, LATER).map(Written::Day),
        Cell::Text(text) => of_text(&clean(text), part),
        Cell::Day(_) | Cell::NoDay => Err(NoDay::Impossible),
        _ => Err(NoDay::Other),
    }
}

/// A number in a cell that is not shown as a date: 46388 as spreadsheets count, or 20270101. The
/// count begins so many days later than the usual one.
fn of_number(number: f64, later: i64) -> Result<NaiveDate, NoDay> {
    let text = super::cell::number_text(number.trunc());
    let whole: i64 = text.parse().map_err(|_| NoDay::Other)?;
    let serial = whole.saturating_add(later);
    if SERIALS.contains(&serial) {
        // The count starts at 1899-12-30 for all days after February 1900.
        let days = u64::try_from(serial).map_err(|_| NoDay::Other)?;
        return NaiveDate::from_ymd_opt(1899, 12, 30)
            .and_then(|first| first.checked_add_days(Days::new(days)))
            .ok_or(NoDay::Other);
    }
    match of_text(&text, Part::Whole)? {
        Written::Day(day) => Ok(day),
        Written::LongTerm => Err(NoDay::Other),
    }
}

fn of_text(text: &str, part: Part) -> Result<Written, NoDay> {
    let folded = fold(text);
    let squeezed: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    if is_without_end(&squeezed) {
        return Ok(Written::LongTerm);
    }
    if let Some((start, end)) = period(&folded) {
        // Its days are no periods themselves.
        return match (part, start) {
            (Part::End, _) => of_text(&end, Part::Whole),
            (Part::Start, Some(start)) => of_text(&start, Part::Whole),
            _ => Err(NoDay::Period),
        };
    }
    if let Some(day) = in_china(&folded) {
        return Ok(Written::Day(day));
    }
    let date = without_time(&folded);
    let groups = groups(date)?;
    let [year, month, day] = groups.as_slice() else {
        return match groups.as_slice() {
            [single] => of_digits(single),
            [year, month] if year.len() == 4 && month.len() <= 2 => Err(NoDay::Short),
            _ => Err(NoDay::Other),
        };
    };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        let short = [year, month, day].iter().all(|part| part.len() <= 2);
        return Err(match short || day.len() == 4 {
            true => NoDay::Ambiguous,
            false => NoDay::Other,
        });
    }
    of_parts(year, month, day)
}

/// 20270101.
fn of_digits(digits: &str) -> Result<Written, NoDay> {
    match (digits.get(..4), digits.get(4..6), digits.get(6..)) {
        (Some(year), Some(month), Some(day)) if day.len() == 2 => of_parts(year, month, day),
        (Some(_), _, _) if matches!(digits.len(), 4 | 6) => Err(NoDay::Short),
        _ => Err(NoDay::Other),
    }
}

fn of_parts(year: &str, month: &str, day: &str) -> Result<Written, NoDay> {
    let year: i32 = year.parse().map_err(|_| NoDay::Other)?;
    let month: u32 = month.parse().map_err(|_| NoDay::Other)?;
    let day: u32 = day.parse().map_err(|_| NoDay::Other)?;
    NaiveDate::from_ymd_opt(year, month, day)
        .filter(|_| YEARS.contains(&year))
        .map(Written::Day)
        .ok_or(NoDay::Impossible)
}

fn is_without_end(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    matches!(
        lower.as_str(),
        "长期"
            | "长期有效"
            | "永久"
            | "永久有效"
            | "无固定期限"
            | "无期限"
            | "long-term"
            | "longterm"
    )
}

/// What stands before and behind the dash of a period; 有效期至 2030-01-01 has only an end.
fn period(text: &str) -> Option<(Option<String>, String)> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_day = |text: &str| of_text(text, Part::Whole).is_ok();
    for dash in ["至", "到", "~", "—", "–", "--"] {
        if let Some((start, end)) = text.split_once(dash) {
            let end = end.trim_start_matches(['—', '-', '~']);
            let start = start.trim_end_matches(['—', '-', '~']);
            let start = start.strip_prefix(['自', '从']).unwrap_or(start);
            let is_start = start.is_empty() || is_day(start) || start.ends_with('期');
            let start = is_day(start).then(|| start.to_owned());
            return (is_start && !end.is_empty()).then(|| (start, end.to_owned()));
        }
    }
    // Of 2016.01.01-2036.01.01 the dash is no separator within a day.
    let (start, end) = text.split_once('-')?;
    let is_period = start.contains(['.', '/', '年']) && is_day(start);
    is_period.then(|| (Some(start.to_owned()), end.to_owned()))
}

/// The day in China of a time that names its zone, as registries write it: 2027-02-18T16:30:00Z.
fn in_china(text: &str) -> Option<NaiveDate> {
    let time = DateTime::parse_from_rfc3339(text.trim()).ok()?;
    let china = FixedOffset::east_opt(8 * 60 * 60)?;
    Some(time.with_timezone(&china).date_naive())
}

/// The date without a time of day behind it.
fn without_time(text: &str) -> &str {
    let text = text.trim();
    let cut = text.find([' ', 'T']).and_then(|at| {
        let (date, time) = text.split_at_checked(at)?;
        time.contains(':').then_some(date)
    });
    cut.unwrap_or(text)
}

/// The groups of digits, where nothing else stands between them than what separates the parts of a
/// day.
fn groups(text: &str) -> Result<Vec<String>, NoDay> {
    let mut groups: Vec<String> = vec![String::new()];
    for c in text.chars() {
        match c {
            '0'..='9' => {
                if let Some(last) = groups.last_mut() {
                    last.push(c);
                }
            }
            '-' | '/' | '.' | '年' | '月' | '日' | '号' | '\\' => {
                if groups.last().is_some_and(|last| !last.is_empty()) {
                    groups.push(String::new());
                }
            }
            _ if c.is_whitespace() => {}
            _ => return Err(NoDay::Other),
        }
    }
    groups.retain(|group| !group.is_empty());
    Ok(groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> Result<Written, NoDay> {
        Ok(Written::Day(
            NaiveDate::from_ymd_opt(year, month, day).unwrap(),
        ))
    }

    #[test]
    fn days_are_read_in_their_usual_forms() {
        for text in [
            "2026-01-02",
            "2026-1-2",
            "2026/1/2",
            "2026/01/02",
            "2026.1.2",
            "2026.01.02",
            "2026年1月2日",
            "2026年01月02号",
            "2026 年 1 月 2 日",
            "２０２６－１－２",
            "20260102",
            "2026-01-02 00:00:00",
            "2026-01-02T08:30:00",
            "2026/1/2 8:30",
            "2016.01.02-2026.01.02",
            "2016.01.02—2026.01.02",
            "2016-01-02至2026-01-02",
            "2016年1月2日到2026年1月2日",
            "2016/1/2 ~ 2026/1/2",
            "有效期至2026-01-02",
            "2026-01-02\u{200b}",
            "\u{202d}2026-01-02\u{202c}",
            "\u{feff}2026年1月2日",
            "2026-01-01T16:00:00Z",
            "2026-01-02T15:59:59Z",
            "2026-01-02T00:00:00+08:00",
        ] {
            assert_eq!(
                day(&Cell::Text(text.to_owned()), Part::End),
                ymd(2026, 1, 2),
                "{text}"
            );
        }
        for number in [46_024.0, 46_024.75, 20_260_102.0] {
            assert_eq!(
                day(&Cell::Number(number), Part::End),
                ymd(2026, 1, 2),
                "{number}"
            );
        }
        for number in [44_562.0, 44_562.75, 20_260_102.0] {
            let found = day(&Cell::Number1904(number), Part::End);
            assert_eq!(found, ymd(2026, 1, 2), "{number}");
        }
    }

    #[test]
    fn of_a_period_the_part_is_read_that_is_asked_for() {
        for text in [
            "2016.01.02-2036.01.02",
            "2016年1月2日至2036年1月2日",
            "2016/1/2~2036/1/2",
            "自2016-01-02至2036-01-02",
            "2016.01.02-长期",
        ] {
            let cell = Cell::Text(text.to_owned());
            assert_eq!(day(&cell, Part::Start), ymd(2016, 1, 2), "{text}");
            assert_eq!(day(&cell, Part::Whole), Err(NoDay::Period), "{text}");
            assert_ne!(day(&cell, Part::End), day(&cell, Part::Start), "{text}");
        }
        let end = Cell::Text("有效期至2030-01-01".to_owned());
        assert_eq!(day(&end, Part::End), ymd(2030, 1, 1));
        assert_eq!(day(&end, Part::Start), Err(NoDay::Period));
    }

    #[test]
    fn no_end_is_read_in_its_usual_forms() {
        for text in [
            "长期",
            "长期有效",
            " 长 期 ",
            "永久",
            "2016.01.01-长期",
            "long-term",
        ] {
            assert_eq!(
                day(&Cell::Text(text.to_owned()), Part::End),
                Ok(Written::LongTerm),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_day_says_why() {
        for (text, why) in [
            ("2026-02-30", NoDay::Impossible),
            ("20261301", NoDay::Impossible),
            ("1/2/2026", NoDay::Ambiguous),
            ("26-1-2", NoDay::Ambiguous),
            ("2026年1月", NoDay::Short),
            ("2026", NoDay::Short),
            ("202601", NoDay::Short),
            ("明年", NoDay::Other),
            ("", NoDay::Other),
            ("至", NoDay::Other),
            ("13800000001", NoDay::Other),
            ("2026-1-2-3", NoDay::Other),
        ] {
            assert_eq!(
                day(&Cell::Text(text.to_owned()), Part::End),
                Err(why),
                "{text}"
            );
        }
        assert_eq!(day(&Cell::Number(12.0), Part::End), Err(NoDay::Other));
        assert_eq!(day(&Cell::Number(-1.0), Part::End), Err(NoDay::Other));
        assert_eq!(day(&Cell::Number(f64::NAN), Part::End), Err(NoDay::Other));
        assert_eq!(day(&Cell::NoDay, Part::End), Err(NoDay::Impossible));
    }
}
