//! Messages with holes: `域名 {domain.name} 还有 {domain.days_to_expiry} 天到期`. A hole is a fact, a
//! parameter, a day plus or minus a number of days or months (`{order.as_of + min_days}`), or the
//! word that was found (`{hit}`).

use serde::{Deserialize, Serialize};

use crate::fields::{FactRef, Kind, Unit};
use crate::text::{Lang, Text};

use super::later::Later;
use super::model::Param;
use super::value::ParamKind;

/// A message in both languages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message(Later<Both>);

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Both {
    zh: Template,
    en: Template,
}

/// A sentence with holes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Template(pub Vec<Segment>);

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Segment {
    /// Text as it is.
    Text(String),
    /// A value.
    Hole(Hole),
    /// A day moved by days or months.
    Moved {
        /// The day.
        day: Hole,
        /// How many days or months.
        by: Hole,
        /// Whether it is moved back.
        back: bool,
    },
}

/// What fills a hole.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Hole {
    /// A fact.
    Fact(FactRef),
    /// A parameter, by its index.
    Param(usize),
    /// The word of a list that was found in a text.
    Hit,
}

impl Message {
    /// A message from its two forms.
    pub fn new(zh: Template, en: Template) -> Self {
        Self(Later::from(Both { zh, en }))
    }

    /// The form in one language.
    pub fn get(&self, lang: Lang) -> &Template {
        match lang {
            Lang::Zh => &self.0.zh,
            Lang::En => &self.0.en,
        }
    }
}

/// What is wrong with a template: the hole as written, and the sentence about it.
#[derive(Debug, Clone, PartialEq)]
pub struct BadHole {
    /// The hole, as written.
    pub hole: String,
    /// What is wrong.
    pub message: Text,
}

impl Template {
    /// Reads a template; `allowed` says whether a fact may be read here.
    pub fn parse(
        source: &str,
        params: &[Param],
        allowed: &dyn Fn(FactRef) -> bool,
    ) -> Result<Template, BadHole> {
        let mut segments = Vec::new();
        let mut rest = source;
        while let Some((text, tail)) = rest.split_once('{') {
            if !text.is_empty() {
                segments.push(Segment::Text(text.to_owned()));
            }
            let Some((inside, after)) = tail.split_once('}') else {
                return Err(BadHole {
                    hole: tail.to_owned(),
                    message: Text::fixed("“{” 没有对应的 “}”", "a `{` without its `}`"),
                });
            };
            segments.push(parse_segment(inside.trim(), params, allowed)?);
            rest = after;
        }
        if !rest.is_empty() {
            segments.push(Segment::Text(rest.to_owned()));
        }
        Ok(Template(segments))
    }

    /// The facts that it names.
    pub fn facts(&self) -> impl Iterator<Item = FactRef> {
        self.holes().filter_map(|hole| match hole {
            Hole::Fact(fact) => Some(fact),
            Hole::Param(_) | Hole::Hit => None,
        })
    }

    /// The holes.
    pub fn holes(&self) -> impl Iterator<Item = Hole> {
        self.0
            .iter()
            .flat_map(|segment| match segment {
                Segment::Text(_) => [None, None],
                Segment::Hole(hole) => [Some(*hole), None],
                Segment::Moved { day, by, .. } => [Some(*day), Some(*by)],
            })
            .flatten()
    }
}

fn parse_segment(
    inside: &str,
    params: &[Param],
    allowed: &dyn Fn(FactRef) -> bool,
) -> Result<Segment, BadHole> {
    let moved = inside
        .split_once(" + ")
        .map(|parts| (parts, false))
        .or_else(|| inside.split_once(" - ").map(|parts| (parts, true)));
    let Some(((day, by), back)) = moved else {
        return parse_hole(inside, params, allowed).map(Segment::Hole);
    };
    let day = parse_hole(day.trim(), params, allowed)?;
    let by = parse_hole(by.trim(), params, allowed)?;
    let is_day = match day {
        Hole::Fact(fact) => matches!(fact.kind(), Kind::Day | Kind::DayOrLongTerm),
        Hole::Param(index) => params.get(index).is_some_and(|p| p.kind == ParamKind::Day),
        Hole::Hit => false,
    };
    let is_days = match by {
        Hole::Fact(fact) => matches!(fact.kind(), Kind::Int(Unit::Days | Unit::Months)),
        Hole::Param(index) => params
            .get(index)
            .is_some_and(|param| matches!(param.kind, ParamKind::Int(Unit::Days | Unit::Months))),
        Hole::Hit => false,
    };
    if is_day && is_days {
        Ok(Segment::Moved { day, by, back })
    } else {
        Err(BadHole {
            hole: inside.to_owned(),
            message: Text::fixed(
                "只能在日期上加减天数或月数，如 {order.as_of + min_days}",
                "only days or months can be added to a date, as in {order.as_of + min_days}",
            ),
        })
    }
}

fn parse_hole(
    name: &str,
    params: &[Param],
    allowed: &dyn Fn(FactRef) -> bool,
) -> Result<Hole, BadHole> {
    if let Some(index) = params.iter().position(|param| param.name == name) {
        return Ok(Hole::Param(index));
    }
    if name == "hit" {
        return Ok(Hole::Hit);
    }
    match FactRef::of_path(name) {
        Some(fact) if allowed(fact) => Ok(Hole::Fact(fact)),
        Some(_) => Err(BadHole {
            hole: name.to_owned(),
            message: Text::new(
                format!("这条规则读不到 {name}（不在同一个对象里）"),
                format!("`{name}` is not within reach of this rule"),
            ),
        }),
        None => Err(BadHole {
            hole: name.to_owned(),
            message: Text::new(
                format!("没有叫 {name} 的事实或参数"),
                format!("no fact or parameter is called `{name}`"),
            ),
        }),
    }
}
