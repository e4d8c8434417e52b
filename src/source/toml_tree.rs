//! The tree of the `toml` crate to ours: source order, spans, plain values.

use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeArray, DeFloat, DeInteger, DeString, DeTable, DeValue};
use chrono::NaiveDate;

use super::edit::Repaired;
use super::limits::{self, MAX_DEPTH};
use super::line::line_at;
use super::node::{Entry, Node, Span, Table, Value};
use super::problem::Problem;
use crate::text::Text;

type DeItem<'i> = Spanned<DeValue<'i>>;

/// Converts one parsed text.
pub(super) struct Reader<'t> {
    source: &'t Repaired,
    /// Where slips are that make a value something the user did not mean, in order.
    broken: Vec<Range<usize>>,
    /// What only shows when values are read: a number too large, nesting by dotted keys.
    pub(super) problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(source: &'t Repaired, broken: Vec<Range<usize>>) -> Self {
        Self {
            source,
            broken,
            problems: Vec::new(),
        }
    }

    /// The entries of a table at some depth, in the order of the text.
    pub(super) fn table(&mut self, table: DeTable<'_>, depth: usize) -> Table {
        let mut entries: Vec<Entry> = table
            .into_iter()
            .filter_map(|(key, item)| self.entry(key, item, depth))
            .collect();
        entries.sort_by_key(|entry| entry.key_span);
        Table { entries }
    }

    fn entry(
        &mut self,
        key: Spanned<DeString<'_>>,
        item: DeItem<'_>,
        depth: usize,
    ) -> Option<Entry> {
        let range = key.span();
        // The key of `= 1`, or one with characters that no key has: its problem is told already.
        if range.is_empty() || self.is_broken(&range) {
            return None;
        }
        let key_span = self.source.span(&range);
        // The parser stands in for a value that it cannot find by one that stands nowhere.
        let found = item.span() != (0..0);
        let node = if found {
            self.node(item, depth)
        } else {
            Node {
                value: Value::Null,
                span: self.rest_of_line(range.end),
            }
        };
        Some(Entry {
            key: key.into_inner().into_owned(),
            key_span,
            node,
        })
    }

    fn node(&mut self, item: DeItem<'_>, depth: usize) -> Node {
        let range = item.span();
        let span = self.source.span(&range);
        let value = match item.into_inner() {
            DeValue::Table(_) | DeValue::Array(_) if depth >= MAX_DEPTH => {
                self.problems.push(limits::too_deep(span));
                Value::Null
            }
            // Empty only because nothing in it could be read.
            DeValue::Table(table) if table.is_empty() && self.is_broken(&range) => Value::Null,
            DeValue::Array(items) if items.is_empty() && self.is_broken(&range) => Value::Null,
            DeValue::Table(table) => Value::Table(self.table(table, depth.saturating_add(1))),
            DeValue::Array(items) => Value::Array(self.items(items, depth.saturating_add(1))),
            _ if self.is_broken(&range) || self.source.is_added(range.start) => Value::Null,
            DeValue::String(text) => Value::String(text.into_owned()),
            DeValue::Boolean(flag) => Value::Bool(flag),
            DeValue::Integer(number) => self.integer(&number, span),
            DeValue::Float(number) => self.float(&number, span),
            DeValue::Datetime(moment) => match (moment.date, moment.time) {
                (Some(date), None) => self.date(date, span),
                _ => Value::DateTime(self.source.text.get(range).unwrap_or("").to_owned()),
            },
        };
        Node { value, span }
    }

    fn rest_of_line(&self, from: usize) -> Span {
        let line = line_at(&self.source.text, from);
        self.source.span(&(from..line.end.max(from)))
    }

    fn items(&mut self, items: DeArray<'_>, depth: usize) -> Vec<Node> {
        items
            .into_iter()
            .map(|item| self.node(item, depth))
            .collect()
    }

    fn integer(&mut self, number: &DeInteger<'_>, span: Span) -> Value {
        match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Integer(number),
            Err(_) => self.unreadable(span, number_too_large()),
        }
    }

    fn float(&mut self, number: &DeFloat<'_>, span: Span) -> Value {
        let text = number.as_str();
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() || text.contains(['i', 'n']) => Value::Float(number),
            _ => self.unreadable(span, number_too_large()),
        }
    }

    fn date(&mut self, date: ::toml::value::Date, span: Span) -> Value {
        let (month, day) = (date.month.into(), date.day.into());
        match NaiveDate::from_ymd_opt(date.year.into(), month, day) {
            Some(date) => Value::Date(date),
            None => self.unreadable(span, Text::fixed("没有这一天", "there is no such day")),
        }
    }

    fn unreadable(&mut self, span: Span, message: Text) -> Value {
        self.problems.push(Problem::new(span, message));
        Value::Null
    }

    fn is_broken(&self, range: &Range<usize>) -> bool {
        let first = self
            .broken
            .partition_point(|error| error.start < range.start);
        self.broken.get(first).is_some_and(|error| {
            error.start < range.end || (error.start == range.end && range.is_empty())
        })
    }
}

/// What is told of a number that fits no 64 bits.
pub(super) fn number_too_large() -> Text {
    Text::fixed(
        "这个数太大，超出 64 位的范围；编号要写成字符串，加上引号",
        "this number does not fit 64 bits; write an identifier as a string, in quotes",
    )
}
