//! Messages of rules with their holes filled.

use std::borrow::Cow;

use chrono::{Days, Months, NaiveDate};

use super::speech::Speech;
use crate::facts::{Element, Fact};
use crate::fields::{Kind, Unit};
use crate::ruleset::{Hole, Message, Param, ParamKind, Segment, Value};
use crate::text::Lang;

/// Few messages are longer, in bytes.
const USUAL: usize = 256;

/// What fills the holes of one finding.
#[derive(Clone, Copy)]
pub(crate) struct Filling<'a> {
    pub speech: &'a Speech<'a>,
    pub element: Element,
    pub params: &'a [Param],
    pub values: &'a [Option<&'a Value>],
    /// The word of a list that the branch found in a text.
    pub hit: Option<&'a str>,
}

/// A stretch of calendar time.
enum Stretch {
    Days(u64),
    Months(u32),
}

/// Whether a message tells the word that was found.
pub(super) fn names_hit(message: &Message, lang: Lang) -> bool {
    message.get(lang).0.contains(&Segment::Hole(Hole::Hit))
}

impl Filling<'_> {
    /// A message as people read it.
    pub fn fill(&self, message: &Message) -> String {
        let mut out = String::with_capacity(USUAL);
        for segment in &message.get(self.speech.lang).0 {
            match segment {
                Segment::Text(text) => out.push_str(text),
                Segment::Hole(hole) => out.push_str(&self.hole(*hole)),
                Segment::Moved { day, by, back } => match self.moved(*day, *by, *back) {
                    // A day computed from a date of birth is shown: it does not tell from which.
                    Some(day) => out.push_str(&day.to_string()),
                    None => out.push('…'),
                },
            }
        }
        out
    }

    fn hole(&self, hole: Hole) -> Cow<'_, str> {
        match hole {
            Hole::Fact(fact) => self.speech.told(fact, self.element),
            Hole::Param(index) => match self.params.get(index) {
                Some(param) => self.speech.param(param, self.value(index)).into(),
                None => "…".into(),
            },
            Hole::Hit => self.hit.unwrap_or("…").into(),
        }
    }

    fn value(&self, index: usize) -> Option<&Value> {
        *self.values.get(index)?
    }

    fn moved(&self, day: Hole, by: Hole, back: bool) -> Option<NaiveDate> {
        let day = match day {
            Hole::Fact(fact) => match self.speech.facts.get(fact, self.element) {
                Fact::Day(day) => day,
                _ => return None,
            },
            Hole::Param(index) => match self.value(index)? {
                Value::Day(day) => *day,
                _ => return None,
            },
            Hole::Hit => return None,
        };
        let (count, unit) = self.count(by)?;
        let back = back != (count < 0);
        let length = count.unsigned_abs();
        let stretch = match unit {
            Unit::Months => Stretch::Months(u32::try_from(length).ok()?),
            _ => Stretch::Days(length),
        };
        match (stretch, back) {
            (Stretch::Days(days), false) => day.checked_add_days(Days::new(days)),
            (Stretch::Days(days), true) => day.checked_sub_days(Days::new(days)),
            (Stretch::Months(months), false) => day.checked_add_months(Months::new(months)),
            (Stretch::Months(months), true) => day.checked_sub_months(Months::new(months)),
        }
    }

    fn count(&self, by: Hole) -> Option<(i64, Unit)> {
        match by {
            Hole::Fact(fact) => {
                let Kind::Int(unit) = fact.kind() else {
                    return None;
                };
                match self.speech.facts.get(fact, self.element) {
                    Fact::Int(count) | Fact::Between(count, _) => Some((count, unit)),
                    _ => None,
                }
            }
            Hole::Param(index) => match (&self.params.get(index)?.kind, self.value(index)?) {
                (ParamKind::Int(unit), Value::Int(count)) => Some((*count, *unit)),
                _ => None,
            },
            Hole::Hit => None,
        }
    }
}
