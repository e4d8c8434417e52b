//! Answers as values of fields: what a person types, turned into what a draft holds.

use chrono::{Datelike, NaiveDate};
use toml_edit::{Array, InlineTable};

use crate::draft::Slot;
use crate::fields::choices::SYSTEMS;
use crate::fields::{Choices, Kind, TextRole, Unit};
use crate::identifiers::{cities_named, city, division, division_named, fold, province_of};
use crate::text::Text;

/// What says that there is none.
pub(super) const NONE: &str = "none";
/// The same as a person types it.
const NOTHING: &str = "无";
/// The end of a validity that has none.
const LONG_TERM: &str = "long-term";
/// The largest number that a draft may hold.
const LARGEST: i64 = 1_000_000;
/// The longest text that is taken for an answer, in characters.
const LONGEST: usize = 4000;

/// A value as an answer gives it. It may be personal, so it has no `Debug`.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// There is none.
    None,
    /// The table is there; its fields are asked for next.
    Present,
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(NaiveDate),
    /// Valid without end.
    LongTerm,
    /// A member of the field's closed list, by its id.
    Choice(&'static str),
    /// Members of the field's closed list, by their ids.
    Choices(Vec<&'static str>),
    /// A province or city, by its six-digit code.
    Division(u32),
    /// Text.
    Text(String),
    /// Texts.
    Texts(Vec<String>),
    /// Documents at hand: id, and whose.
    Held(Vec<(String, String)>),
    /// Systems that an app runs on, each an element of its own.
    Systems(Vec<&'static str>),
}

impl Value {
    /// The value as TOML writes it; a table that is merely there has none.
    pub(super) fn to_toml(&self) -> Option<toml_edit::Value> {
        Some(match self {
            Value::Present | Value::Held(_) => return None,
            Value::None => NONE.into(),
            Value::LongTerm => LONG_TERM.into(),
            Value::Flag(flag) => (*flag).into(),
            Value::Number(number) => (*number).into(),
            Value::Day(day) => day_to_toml(*day)?.into(),
            Value::Choice(id) => (*id).into(),
            Value::Choices(ids) => ids.iter().copied().collect::<Array>().into(),
            Value::Division(code) => format!("{code:06}").into(),
            Value::Text(text) => text.as_str().into(),
            Value::Texts(texts) => texts.iter().map(String::as_str).collect::<Array>().into(),
            Value::Systems(ids) => ids
                .iter()
                .map(|id| {
                    let mut table = InlineTable::new();
                    table.insert("os", (*id).into());
                    toml_edit::Value::from(table)
                })
                .collect::<Array>()
                .into(),
        })
    }

    /// What a field of a draft holds, as an answer would give it.
    pub fn of_slot(kind: Kind, slot: &Slot<'_>) -> Option<Value> {
        let choices = kind.choices().unwrap_or(&[]);
        Some(match slot {
            Slot::Unknown | Slot::Unreadable => return None,
            Slot::None => Value::None,
            Slot::Present => Value::Present,
            Slot::Bool(flag) => Value::Flag(*flag),
            Slot::Int(number) => Value::Number(*number),
            Slot::Day(day) => Value::Day(*day),
            Slot::LongTerm => Value::LongTerm,
            Slot::Code(code) => Value::Choice(choices.get(usize::from(*code))?.id),
            Slot::Codes(codes) => Value::Choices(
                choices
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| crate::ruleset::has_bit(*codes, *index))
                    .map(|(_, choice)| choice.id)
                    .collect(),
            ),
            Slot::Division(code) => Value::Division(*code),
            Slot::Text(text) => Value::Text(text.expose().to_owned()),
            Slot::Texts(texts) => {
                Value::Texts(texts.iter().map(|text| text.expose().to_owned()).collect())
            }
        })
    }

    /// The value as a person would type it, to be edited.
    pub fn typed(&self) -> String {
        match self {
            Value::None => NOTHING.to_owned(),
            Value::Present | Value::Systems(_) | Value::Held(_) => String::new(),
            Value::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Day(day) => day.to_string(),
            Value::LongTerm => "长期".to_owned(),
            Value::Choice(id) => (*id).to_owned(),
            Value::Choices(ids) => ids.join(" "),
            Value::Division(code) => match city(*code) {
                Some(city) if city.code == *code => city.name.to_owned(),
                _ => format!("{code:06}"),
            },
            Value::Text(text) => text.clone(),
            Value::Texts(texts) if texts.is_empty() => NOTHING.to_owned(),
            Value::Texts(texts) => texts.join(" "),
        }
    }
}

fn day_to_toml(day: NaiveDate) -> Option<toml_edit::Datetime> {
    let date = toml_edit::Date {
        year: u16::try_from(day.year()).ok()?,
        month: u8::try_from(day.month()).ok()?,
        day: u8::try_from(day.day()).ok()?,
    };
    Some(toml_edit::Datetime {
        date: Some(date),
        time: None,
        offset: None,
    })
}

/// What is typed, as a value of a kind; else what would be one. Whether a rule passes it is another
/// matter.
pub fn read_typed(kind: Kind, ends: bool, typed: &str) -> Result<Value, Text> {
    let typed = typed.trim();
    if typed.chars().count() > LONGEST {
        return Err(Text::fixed("太长了，请写短些", "this is too long"));
    }
    if typed.contains(['\n', '\r']) {
        return Err(Text::fixed(
            "粘贴了好几行，这里只填一行，请重新填",
            "these are several lines; type one",
        ));
    }
    if typed.chars().any(char::is_control) {
        return Err(Text::fixed(
            "里面有看不见的控制字符，请重新输入",
            "there are control characters in it; type it anew",
        ));
    }
    match kind {
        Kind::Bool => read_flag(typed).map(Value::Flag),
        Kind::Int(unit) => read_number(unit, typed).map(Value::Number),
        Kind::Day => read_day(before_long_term(typed).unwrap_or(typed), ends).map(Value::Day),
        Kind::DayOrLongTerm => {
            let from = before_long_term(typed);
            if is_long_term(typed) || (ends && from.is_some()) {
                Ok(Value::LongTerm)
            } else {
                read_day(from.unwrap_or(typed), ends).map(Value::Day)
            }
        }
        Kind::Province => division_named(typed)
            .map(|division| Value::Division(division.code))
            .ok_or_else(|| {
                Text::fixed(
                    "没有这个省份；写名称、拼音或代码，如 山西、shanxi、140000",
                    "no such province; write a name, pinyin or code such as shanxi or 140000",
                )
            }),
        Kind::City => read_city(typed),
        Kind::Enum(choices) => read_choice(choices, typed).map(Value::Choice),
        Kind::Set(choices) => split(typed)
            .map(|part| read_choice(choices, part))
            .collect::<Result<Vec<_>, _>>()
            .map(Value::Choices),
        Kind::Text(role) => read_text(role, typed).map(Value::Text),
        Kind::Texts(role) => {
            let texts: Vec<String> = split(typed)
                .map(|part| read_text(role, part))
                .collect::<Result<_, _>>()?;
            Ok(Value::Texts(texts))
        }
        Kind::Table => Ok(if read_flag(typed)? {
            Value::Present
        } else {
            Value::None
        }),
    }
}

/// What separates the parts of a list that is typed on one line.
fn split(typed: &str) -> impl Iterator<Item = &str> {
    typed
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；'))
        .filter(|part| !part.is_empty())
}

fn read_text(role: TextRole, typed: &str) -> Result<String, Text> {
    let text = match role {
        // Numbers and codes are the same in full-width form; a name is kept as on its certificate.
        TextRole::Phone | TextRole::Email | TextRole::Number | TextRole::Domain | TextRole::Id => {
            fold(typed).into_owned()
        }
        _ => typed.to_owned(),
    };
    if text.is_empty() || text == NONE {
        return Err(Text::fixed(
            "这里要写文字",
            "something has to be written here",
        ));
    }
    Ok(text)
}

fn read_choice(choices: Choices, typed: &str) -> Result<&'static str, Text> {
    let folded = fold(typed).to_lowercase();
    choices
        .iter()
        .find(|choice| {
            choice.id == folded
                || choice.label.zh == typed
                || choice.label.en.eq_ignore_ascii_case(typed)
        })
        .map(|choice| choice.id)
        .ok_or_else(|| Text::fixed("不在可选的项里", "this is not one of the choices"))
}

/// Yes or no, in words.
pub fn read_flag(typed: &str) -> Result<bool, Text> {
    match fold(typed).to_lowercase().as_str() {
        "是" | "是的" | "对" | "有" | "已" | "y" | "yes" | "true" | "1" => Ok(true),
        "否" | "不" | "不是" | "没" | "没有" | "无" | "n" | "no" | "false" | "0" => {
            Ok(false)
        }
        _ => Err(Text::fixed("请回答 是 或 否", "answer yes or no")),
    }
}

fn read_number(unit: Unit, typed: &str) -> Result<i64, Text> {
    let folded = fold(typed);
    let bare = folded.as_ref();
    let (bare, factor) = match (unit, bare.strip_suffix('年')) {
        (Unit::Months, Some(years)) => (years, 12),
        _ => (bare, 1),
    };
    let bare = ["个月", "月", "个", "天", "岁"]
        .iter()
        .find_map(|suffix| bare.strip_suffix(suffix))
        .unwrap_or(bare)
        .trim();
    bare.parse::<i64>()
        .ok()
        .and_then(|number| number.checked_mul(factor))
        .filter(|number| (0..=LARGEST).contains(number))
        .ok_or_else(|| Text::fixed("要写一个整数，如 12", "write a whole number such as 12"))
}

/// What people write for a validity without end.
const ENDLESS: &[&str] = &[
    "长期",
    "长期有效",
    "永久",
    "永久有效",
    "long-term",
    "long term",
];

fn is_long_term(typed: &str) -> bool {
    ENDLESS.contains(&typed.to_lowercase().as_str())
}

/// The first day of a span that has no end, as certificates print it: `2016.01.01-长期`.
fn before_long_term(typed: &str) -> Option<&str> {
    let from = ENDLESS.iter().find_map(|word| typed.strip_suffix(word))?;
    let day = from.trim_end_matches(|c: char| c.is_whitespace() || "-－—–~至到".contains(c));
    (day.len() < from.len() && day.ends_with(|c: char| c.is_ascii_digit() || c == '日'))
        .then_some(day)
}

/// A day in any usual form. Certificates print a span, `2016.01.01-2036.01.01`: of two days the
/// first or the last is taken, as the field wants.
fn read_day(typed: &str, ends: bool) -> Result<NaiveDate, Text> {
    let wrong = || {
        Text::fixed(
            "要写日期：年月日都要有，如 2026-11-21、2026.11.21、2026年11月21日",
            "write a date with year, month and day, such as 2026-11-21",
        )
    };
    let folded = fold(typed);
    let numbers: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let strange = |c: char| {
        !(c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(
                c,
                '-' | '/' | '.' | '年' | '月' | '日' | '号' | '至' | '到' | '~' | '。' | '—' | '–'
            ))
    };
    if folded.chars().any(strange) {
        return Err(wrong());
    }
    let parts: [&str; 3] = match numbers.as_slice() {
        [day] | [day, _] if day.len() == 8 => {
            let last = numbers.last().filter(|_| ends).unwrap_or(day);
            match (last.get(..4), last.get(4..6), last.get(6..)) {
                (Some(year), Some(month), Some(day)) => [year, month, day],
                _ => return Err(wrong()),
            }
        }
        [year, month, day] => [year, month, day],
        [y1, m1, d1, y2, m2, d2] => {
            if ends {
                [y2, m2, d2]
            } else {
                [y1, m1, d1]
            }
        }
        _ => return Err(wrong()),
    };
    let [year, month, day] = parts;
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return Err(wrong());
    }
    let read = |part: &str| part.parse::<u32>().ok();
    let (Ok(year), Some(month), Some(day)) = (year.parse::<i32>(), read(month), read(day)) else {
        return Err(wrong());
    };
    if !(1900..=2999).contains(&year) {
        return Err(wrong());
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| {
        Text::fixed(
            "日历上没有这一天，请核对",
            "the calendar has no such day; check it",
        )
    })
}

/// A city by its name, or a division's code.
fn read_city(typed: &str) -> Result<Value, Text> {
    let wrong = || {
        Text::fixed(
            "没有这个市；写市名，如 太原，或六位行政区划代码，如 140100",
            "no such city; write its name, such as Taiyuan, or a six-digit code such as 140100",
        )
    };
    let folded = fold(typed);
    if folded.len() == 6 && folded.bytes().all(|byte| byte.is_ascii_digit()) {
        let code: u32 = folded.parse().map_err(|_| wrong())?;
        return division(province_of(code))
            .map(|_| Value::Division(code))
            .ok_or_else(wrong);
    }
    match cities_named(&folded).as_slice() {
        [] => Err(wrong()),
        [city] => Ok(Value::Division(city.code)),
        several => {
            let names: Vec<&str> = several.iter().map(|city| city.name).collect();
            Err(Text::new(
                format!("叫这个的有 {}，写全名", names.join("、")),
                format!("this may be {}; write the full name", names.join(", ")),
            ))
        }
    }
}

/// The ids of systems, from typed words.
pub(super) fn systems(ids: &[&str]) -> Vec<&'static str> {
    SYSTEMS
        .iter()
        .map(|choice| choice.id)
        .filter(|id| ids.contains(id))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(typed: &str, ends: bool) -> Option<String> {
        read_day(typed, ends).ok().map(|day| day.to_string())
    }

    #[test]
    fn a_span_may_have_no_end() {
        let read = |kind, ends| match read_typed(kind, ends, "2016.01.01-长期") {
            Ok(Value::LongTerm) => "long-term".to_owned(),
            Ok(Value::Day(day)) => day.to_string(),
            _ => "neither".to_owned(),
        };
        assert_eq!(read(Kind::DayOrLongTerm, true), "long-term");
        assert_eq!(read(Kind::DayOrLongTerm, false), "2016-01-01");
        assert_eq!(read(Kind::Day, false), "2016-01-01");
        for typed in ["长期", "-长期", "2016.01.01长期", "示例-长期"] {
            assert!(before_long_term(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn days_in_every_usual_form() {
        for typed in [
            "2026-12-31",
            "2026/12/31",
            "2026.12.31",
            "2026年12月31日",
            "20261231",
            "2026 12 31",
            "２０２６年１２月３１号",
            "2016.01.01-2026.12.31",
            "20160101-20261231",
            "2016年1月1日至2026年12月31日",
        ] {
            assert_eq!(day(typed, true).as_deref(), Some("2026-12-31"), "{typed}");
        }
        assert_eq!(
            day("2016.1.1-2026.12.31", false).as_deref(),
            Some("2016-01-01")
        );
        for typed in [
            "",
            "明年",
            "26-12-31",
            "2026-12",
            "2026-02-30",
            "12/31/2026",
            "2026-12-31 10点",
            "99999999",
            "2026-13-01",
        ] {
            assert_eq!(day(typed, true), None, "{typed}");
        }
    }

    #[test]
    fn several_lines_are_told_to_be_several() {
        let kind = Kind::Text(TextRole::Name);
        let told = read_typed(kind, false, "13800000003\n13900000004\n");
        assert!(told.err().is_some_and(|told| told.zh.contains("好几行")));
        assert!(read_typed(kind, false, "李示例\n").is_ok());
    }

    #[test]
    fn numbers_with_their_units() {
        let months = |typed| read_number(Unit::Months, typed).ok();
        assert_eq!(months("12"), Some(12));
        assert_eq!(months("１２个月"), Some(12));
        assert_eq!(months("3年"), Some(36));
        assert_eq!(months("-1"), None);
        assert_eq!(months("两个"), None);
        assert_eq!(months("99999999999999999999"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_a_value_or_refused(typed in any::<String>(), ends in any::<bool>()) {
            for record in [crate::fields::ORDER_FIELDS, crate::fields::PERSON_FIELDS,
                           crate::fields::SERVICE_FIELDS, crate::fields::DOMAIN_FIELDS] {
                for field in record {
                    if let Ok(value) = read_typed(field.kind, ends, &typed) {
                        value.to_toml();
                        value.typed();
                    }
                }
            }
        }
    }
}
