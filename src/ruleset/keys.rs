//! Reading of a ruleset's tables key by key: what is wrong with each is told with its place, and
//! keys that nobody asked for are refused with the nearest known one.

use std::cell::RefCell;

use chrono::NaiveDate;

use crate::fields::nearest;
use crate::source::{Node, Problem, Span, Table, Value};
use crate::text::Text;

/// A collector of what is wrong with a file.
#[derive(Debug, Default)]
pub struct Faults(RefCell<Vec<Problem>>);

impl Faults {
    /// Adds a sentence about a place.
    pub fn add(&self, span: Span, message: Text) {
        self.0.borrow_mut().push(Problem::new(span, message));
    }

    /// Adds a sentence about a place, with advice.
    pub fn add_with_help(&self, span: Span, message: Text, help: Option<Text>) {
        self.0
            .borrow_mut()
            .push(Problem::new(span, message).with_help(help));
    }

    /// Whether something was said about a place.
    pub fn tells_of(&self, span: Span) -> bool {
        self.0.borrow().iter().any(|problem| problem.span == span)
    }

    /// How many there are so far.
    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// All of them.
    pub fn take(&self) -> Vec<Problem> {
        self.0.take()
    }
}

/// A table being read.
pub struct Keys<'t> {
    table: &'t Table,
    span: Span,
    faults: &'t Faults,
    used: RefCell<Vec<&'t str>>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'t> Keys<'t> {
    /// Begins to read a table that stands at `span`.
    pub fn new(table: &'t Table, span: Span, faults: &'t Faults) -> Self {
        Self {
            table,
            span,
            faults,
            used: RefCell::default(),
            asked: RefCell::default(),
        }
    }

    /// Begins to read a node as a table; tells where it is none.
    pub fn of(node: &'t Node, faults: &'t Faults) -> Option<Self> {
        match node.as_table() {
            Some(table) => Some(Self::new(table, node.span, faults)),
            None => {
                faults.add(
                    node.span,
                    Text::fixed("这里要写一张表", "a table is expected here"),
                );
                None
            }
        }
    }

    /// Where the table stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The collector.
    pub fn faults(&self) -> &'t Faults {
        self.faults
    }

    /// The value of a key.
    pub fn node(&self, key: &'static str) -> Option<&'t Node> {
        self.asked.borrow_mut().push(key);
        let entry = self.table.entry(key)?;
        self.used.borrow_mut().push(&entry.key);
        Some(&entry.node)
    }

    /// A text.
    pub fn text(&self, key: &'static str) -> Option<&'t str> {
        self.typed(key, "文字", "a string", Node::as_str)
    }

    /// A text that must be there.
    pub fn need_text(&self, key: &'static str) -> Option<&'t str> {
        if self.table.get(key).is_none() {
            self.missing(key);
        }
        self.text(key)
    }

    /// A boolean.
    pub fn bool(&self, key: &'static str) -> Option<bool> {
        self.typed(key, "true 或 false", "true or false", Node::as_bool)
    }

    /// A whole number from 0.
    pub fn count(&self, key: &'static str) -> Option<u64> {
        self.typed(
            key,
            "不小于 0 的整数",
            "a whole number from 0",
            |node| node.as_int().and_then(|number| u64::try_from(number).ok()),
        )
    }

    /// A day.
    pub fn day(&self, key: &'static str) -> Option<NaiveDate> {
        self.typed(
            key,
            "日期，如 2026-01-01",
            "a date such as 2026-01-01",
            |node| match &node.value {
                Value::Date(day) => Some(*day),
                Value::String(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
                _ => None,
            },
        )
    }

    /// A list of texts; `None` where the key is absent.
    pub fn texts(&self, key: &'static str) -> Option<Vec<&'t str>> {
        self.typed(key, "文字的列表", "a list of strings", |node| {
            node.as_array()?.iter().map(Node::as_str).collect()
        })
    }

    /// A sentence in both languages, that must be there.
    pub fn need_bilingual(&self, key: &'static str) -> Text {
        if self.table.get(key).is_none() {
            self.missing(key);
        }
        self.bilingual(key).unwrap_or_default()
    }

    /// A sentence in both languages.
    pub fn bilingual(&self, key: &'static str) -> Option<Text> {
        let keys = Keys::of(self.node(key)?, self.faults)?;
        let text = keys.read_text_pair();
        keys.finish();
        Some(text)
    }

    /// The keys `zh` and `en` of this table, both of which must be there.
    pub fn read_text_pair(&self) -> Text {
        let zh = self.need_text("zh").unwrap_or_default().to_owned();
        let en = self.need_text("en").unwrap_or_default().to_owned();
        Text::new(zh, en)
    }

    /// The tables of a list of tables.
    pub fn tables(&self, key: &'static str) -> Vec<Keys<'t>> {
        match self.node(key) {
            None => Vec::new(),
            Some(node) => match node.as_array() {
                Some(items) => items
                    .iter()
                    .filter_map(|item| Keys::of(item, self.faults))
                    .collect(),
                None => {
                    self.faults.add(
                        node.span,
                        Text::new(
                            format!("{key} 要写成 [[{key}]]"),
                            format!("`{key}` is a list of tables, [[{key}]]"),
                        ),
                    );
                    Vec::new()
                }
            },
        }
    }

    /// Tells that a key is missing.
    pub fn missing(&self, key: &'static str) {
        self.faults.add(
            self.span,
            Text::new(
                format!("这里缺少 {key}"),
                format!("`{key}` is missing here"),
            ),
        );
    }

    /// Entries that nobody has asked for, for tables whose keys are names.
    pub fn rest(&self) -> Vec<&'t crate::source::Entry> {
        let used = self.used.borrow();
        self.table
            .entries
            .iter()
            .filter(|entry| !used.contains(&entry.key.as_str()))
            .collect()
    }

    /// Ends the reading: tells of keys that nobody asked for.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        for entry in self.rest() {
            let help = nearest(&entry.key, asked.iter().copied()).map(|near| {
                Text::new(
                    format!("是不是 {near}？"),
                    format!("did you mean `{near}`?"),
                )
            });
            self.faults.add_with_help(
                entry.key_span,
                Text::new(
                    format!("这里没有叫 {} 的键", entry.key),
                    format!("no key is called `{}` here", entry.key),
                ),
                help,
            );
        }
    }

    fn typed<T>(
        &self,
        key: &'static str,
        zh: &'static str,
        en: &'static str,
        read: impl FnOnce(&'t Node) -> Option<T>,
    ) -> Option<T> {
        let node = self.node(key)?;
        let value = read(node);
        if value.is_none() {
            self.faults.add(
                node.span,
                Text::new(format!("{key} 要写{zh}"), format!("`{key}` is {en}")),
            );
        }
        value
    }
}
