//! The draft as text that is edited in place: one value at a time, comments and order kept.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::value::{NONE, Value as Answer};
use crate::draft::{Item as Part, Node, Path, Place, Position};

/// The table, under `meta`, of what an interview has to remember from one run to the next.
const MEMORY: [&str; 2] = ["meta", "interview"];
/// The key there of lists of which nobody has said yet that they are complete.
const UNFINISHED: &str = "unfinished";

/// The text of a draft.
#[derive(Debug, Clone)]
pub struct Document {
    toml: DocumentMut,
}

/// A step from a table to what lies in it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Key(&'static str),
    /// An element of a list.
    Element(&'static str, Position),
}

impl Document {
    /// A draft that says nothing yet.
    pub fn new() -> Self {
        let mut toml = DocumentMut::new();
        toml.insert("format", toml_edit::value(1));
        if let Some(mut key) = toml.key_mut("format") {
            key.leaf_decor_mut()
                .set_prefix("# ICP 备案草稿。检查：beian check 本文件；接着填：beian new 本文件\n");
        }
        Self { toml }
    }

    /// A draft's text; the parser's words where it is no TOML.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        text.parse::<DocumentMut>()
            .map(|toml| Self { toml })
            .map_err(|error| error.message().to_owned())
    }

    /// The text.
    pub fn text(&self) -> String {
        self.toml.to_string()
    }

    /// Writes `format = 1`, without which no draft can be read.
    pub fn mend_format(&mut self) {
        if self.toml.get("format").and_then(Item::as_integer) != Some(1) {
            put(self.toml.as_table_mut(), "format", 1.into());
        }
    }

    /// Puts a value; false where the text has no such place and none can be made.
    pub fn set(&mut self, path: &Path, value: &Answer) -> bool {
        let (steps, key) = steps(path);
        let mut steps = steps;
        let Some(key) = key else {
            // A record as a whole: it is there.
            return self.enter(&steps).is_some();
        };
        let mut keys: Vec<&'static str> = key.split('.').collect();
        let last = match (value, keys.pop()) {
            (Answer::Present, Some(last)) => {
                keys.push(last);
                None
            }
            (_, last) => last,
        };
        steps.extend(keys.into_iter().map(Step::Key));
        let Some(table) = self.enter(&steps) else {
            return false;
        };
        match (last, value.to_toml()) {
            (Some(last), Some(value)) => put(table, last, value),
            (None, None) => {}
            _ => return false,
        }
        true
    }

    /// Takes a value out: it is not known any more.
    pub fn clear(&mut self, path: &Path) {
        let (mut steps, key) = steps(path);
        let Some(key) = key else {
            return;
        };
        let mut keys: Vec<&'static str> = key.split('.').collect();
        let Some(last) = keys.pop() else {
            return;
        };
        steps.extend(keys.into_iter().map(Step::Key));
        if self.has(&steps)
            && let Some(table) = self.enter(&steps)
        {
            table.remove(last);
        }
    }

    /// Adds an element to a list and gives its index.
    pub fn push(&mut self, list: &Path) -> Option<Position> {
        let (steps, key) = steps(list);
        let key = key?;
        let inline = self.is_inline(&steps);
        let table = self.enter(&steps)?;
        let usable = table.get(key).is_some_and(|item| match item {
            Item::ArrayOfTables(_) => true,
            // An empty array says nothing of how the elements are to be written.
            Item::Value(Value::Array(array)) => inline || !array.is_empty(),
            _ => false,
        });
        if !usable {
            table.remove(key);
            let empty = if inline {
                Item::Value(Value::Array(Array::new()))
            } else {
                Item::ArrayOfTables(ArrayOfTables::new())
            };
            table.insert(key, empty);
        }
        let length = match table.get_mut(key)? {
            Item::ArrayOfTables(tables) => {
                tables.push(Table::new());
                tables.len()
            }
            Item::Value(Value::Array(array)) => {
                array.push(InlineTable::new());
                array.len()
            }
            _ => return None,
        };
        Position::try_from(length.checked_sub(1)?).ok()
    }

    /// Takes an element out of a list.
    pub fn remove(&mut self, list: &Path, index: Position) {
        let (steps, key) = steps(list);
        let Some(key) = key else {
            return;
        };
        let index = usize::from(index);
        let Some(table) = self.enter(&steps) else {
            return;
        };
        let left = match table.get_mut(key) {
            Some(Item::ArrayOfTables(tables)) if index < tables.len() => {
                tables.remove(index);
                tables.len()
            }
            Some(Item::Value(Value::Array(array))) if index < array.len() => {
                array.remove(index);
                array.len()
            }
            _ => return,
        };
        // No tables at all would be an absent list: not known, instead of none.
        if left == 0 {
            table.remove(key);
            table.insert(key, Item::Value(Value::Array(Array::new())));
        }
    }

    /// Writes the documents at hand.
    pub fn set_attachments(&mut self, held: &[(String, String)]) {
        let list = Place::now(Node::Order).list(crate::draft::ListName::Attachments);
        self.toml.remove("attachments");
        if held.is_empty() {
            self.toml
                .insert("attachments", Item::Value(Value::Array(Array::new())));
        }
        for (document, of) in held {
            let Some(index) = self.push(&list) else {
                continue;
            };
            if let Some(table) = self.enter(&[Step::Element("attachments", index)]) {
                put(table, "document", document.as_str().into());
                put(table, "of", of.as_str().into());
                put(table, "held", true.into());
            }
        }
    }

    /// What an earlier question about the situation was answered with.
    pub fn recalled(&self, key: &str) -> Option<&Item> {
        let [meta, own] = MEMORY;
        self.toml.get(meta)?.get(own)?.get(key)
    }

    /// Remembers an answer about the situation.
    pub fn remember(&mut self, key: &'static str, value: Value) {
        if self.may_remember()
            && let Some(table) = self.enter(&MEMORY.map(Step::Key))
        {
            put(table, key, value);
        }
    }

    /// Forgets one.
    pub fn forget(&mut self, key: &str) {
        let [meta, own] = MEMORY;
        let there = self.toml.get(meta).and_then(|meta| meta.get(own)).is_some();
        if !there {
            return;
        }
        if let Some(table) = self.enter(&MEMORY.map(Step::Key)) {
            table.remove(key);
            if !table.is_empty() {
                return;
            }
        }
        let mut empty = false;
        if let Some(table) = self.toml.get_mut(meta).and_then(Item::as_table_like_mut) {
            table.remove(own);
            empty = table.is_empty();
        }
        if empty {
            self.toml.remove(meta);
        }
    }

    /// The lists of which nobody has said that they are complete.
    pub fn unfinished(&self) -> Vec<String> {
        self.recalled(UNFINISHED)
            .and_then(Item::as_array)
            .map(|array| {
                let paths = array.iter().filter_map(|value| value.as_str());
                paths.map(str::to_owned).collect()
            })
            .unwrap_or_default()
    }

    /// Says of a list whether it is complete.
    pub fn set_unfinished(&mut self, list: &Path, unfinished: bool) {
        let name = list.to_string();
        let mut lists = self.unfinished();
        lists.retain(|known| *known != name);
        if unfinished {
            lists.push(name);
        }
        self.put_unfinished(&lists);
    }

    fn put_unfinished(&mut self, lists: &[String]) {
        if lists.is_empty() {
            self.forget(UNFINISHED);
        } else {
            let array: Array = lists.iter().map(String::as_str).collect();
            self.remember(UNFINISHED, array.into());
        }
    }

    /// Forgets lists of services that are not there.
    pub fn forget_lists_from(&mut self, services: u32) {
        let mut lists = self.unfinished();
        lists.retain(|list| {
            list.strip_prefix("services[")
                .and_then(|rest| rest.split_once(']'))
                .and_then(|(index, _)| index.parse::<u32>().ok())
                .is_none_or(|index| index < services)
        });
        self.put_unfinished(&lists);
    }

    /// Whether `meta` is the user's own and no table.
    fn may_remember(&self) -> bool {
        self.toml.get("meta").is_none_or(Item::is_table_like)
    }

    fn has(&self, steps: &[Step]) -> bool {
        let mut at: Option<&dyn TableLike> = Some(self.toml.as_table());
        for step in steps {
            at = at.and_then(|table| match step {
                Step::Key(key) => table.get(key)?.as_table_like(),
                Step::Element(key, index) => match table.get(key)? {
                    Item::ArrayOfTables(tables) => tables
                        .get(usize::from(*index))
                        .map(|table| table as &dyn TableLike),
                    Item::Value(Value::Array(array)) => array
                        .get(usize::from(*index))?
                        .as_inline_table()
                        .map(|table| table as &dyn TableLike),
                    _ => None,
                },
            });
        }
        at.is_some()
    }

    /// Whether what is put there has to be written in one line.
    fn is_inline(&self, steps: &[Step]) -> bool {
        let mut table: &dyn TableLike = self.toml.as_table();
        for step in steps {
            let next = match step {
                Step::Key(key) => match table.get(key) {
                    Some(Item::Table(next)) => next as &dyn TableLike,
                    Some(Item::Value(Value::InlineTable(_))) => return true,
                    _ => return false,
                },
                Step::Element(key, index) => match table.get(key) {
                    Some(Item::ArrayOfTables(tables)) => match tables.get(usize::from(*index)) {
                        Some(next) => next as &dyn TableLike,
                        None => return false,
                    },
                    Some(Item::Value(_)) => return true,
                    _ => return false,
                },
            };
            table = next;
        }
        false
    }

    /// The table at the end of steps. Tables that are missing are made; what is no table ("none", a
    /// mistake) gives way. Elements of lists must be there.
    fn enter(&mut self, steps: &[Step]) -> Option<&mut dyn TableLike> {
        let mut inline = false;
        let mut table: &mut dyn TableLike = self.toml.as_table_mut();
        let mut left = steps.len();
        for step in steps {
            left = left.saturating_sub(1);
            table = match step {
                Step::Key(key) => inner(table, key, left == 0, &mut inline)?,
                Step::Element(key, index) => element(table, key, *index, &mut inline)?,
            };
        }
        Some(table)
    }
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}

fn inner<'t>(
    table: &'t mut dyn TableLike,
    key: &str,
    is_last: bool,
    inline: &mut bool,
) -> Option<&'t mut dyn TableLike> {
    if !table.get(key).is_some_and(Item::is_table_like) {
        table.remove(key);
        let empty = if *inline {
            Item::Value(Value::InlineTable(InlineTable::new()))
        } else {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        };
        table.insert(key, empty);
    }
    let item = table.get_mut(key)?;
    *inline = item.is_inline_table();
    if let Item::Table(table) = item
        && is_last
    {
        // An empty table says something by being there.
        table.set_implicit(false);
    }
    item.as_table_like_mut()
}

fn element<'t>(
    table: &'t mut dyn TableLike,
    key: &str,
    index: Position,
    inline: &mut bool,
) -> Option<&'t mut dyn TableLike> {
    let index = usize::from(index);
    match table.get_mut(key)? {
        Item::ArrayOfTables(tables) => tables
            .get_mut(index)
            .map(|table| table as &mut dyn TableLike),
        Item::Value(Value::Array(array)) => {
            *inline = true;
            let value = array.get_mut(index)?;
            if let Some(bare) = value.as_str() {
                // A bare string stands for a table with its kind.
                let mut full = InlineTable::new();
                if bare != NONE {
                    full.insert("kind", bare.into());
                }
                *value = Value::InlineTable(full);
            }
            value
                .as_inline_table_mut()
                .map(|table| table as &mut dyn TableLike)
        }
        _ => None,
    }
}

/// Puts a value; the comment beside an old one stays.
fn put(table: &mut dyn TableLike, key: &str, mut value: Value) {
    if let Some(Item::Value(old)) = table.get_mut(key) {
        *value.decor_mut() = old.decor().clone();
        *old = value;
        return;
    }
    table.remove(key);
    table.insert(key, Item::Value(value));
}

/// The way to the record of a path, and the key within it.
fn steps(path: &Path) -> (Vec<Step>, Option<&'static str>) {
    let mut steps = Vec::new();
    if path.place.previous {
        steps.push(Step::Key("previous"));
    }
    let service = |i| Step::Element("services", i);
    match path.place.node {
        Node::Order => {}
        Node::LegalRepresentative => steps.push(Step::Key("legal_representative")),
        Node::Principal => steps.push(Step::Key("principal")),
        Node::Service(i) => steps.push(service(i)),
        Node::ServicePrincipal(i) => steps.extend([service(i), Step::Key("principal")]),
        Node::Domain(i, j) => steps.extend([service(i), Step::Element("domains", j)]),
        Node::Platform(i, j) => steps.extend([service(i), Step::Element("platforms", j)]),
        Node::PreApproval(i, j) => steps.extend([service(i), Step::Element("pre_approvals", j)]),
        Node::Attachment(i) => steps.push(Step::Element("attachments", i)),
    }
    let key = match path.item {
        Part::Whole => None,
        Part::Field(slot) => path.place.kind().field(slot.into()).map(|field| field.key),
        Part::List(list) => Some(list.key()),
    };
    (steps, key)
}
