//! The tolerant reader: from a spanned tree to a draft, whatever stands in the tree. It reports
//! everything that it cannot read in one run, and reads the rest.

use super::fault::{self, Fault, FaultKind, Words};
use super::model::{Draft, Record, Service, Slot};
use super::path::ListName;
use super::shape::{Child, Level, Part, PersonKey, shape};
use super::trail::Trail;
use super::value::NONE;
use crate::fields::{AllowField, Need, OrderField};
use crate::source::{Entry, Node, Parsed, Span, Table, Value};

/// What the command line says of the filing, which replaces what the draft says, and what is usual
/// where neither says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Overrides {
    /// `filing.province`, as a GB/T 2260 code.
    pub province: Option<u32>,
    /// `filing.provider`, as a number of its closed list.
    pub provider: Option<u8>,
    /// `filing.kind`, as a number of its closed list.
    pub filing: Option<u8>,
    /// `filing.province` of a draft that says none.
    pub usual_province: Option<u32>,
    /// `filing.provider` of a draft that says none.
    pub usual_provider: Option<u8>,
}

/// A draft and what of its file could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The draft; what could not be read is [`Slot::Unreadable`] in it.
    pub draft: Draft<'static>,
    /// What could not be read, in the order of the file.
    pub faults: Vec<Fault>,
}

/// Reads a draft from the tree of its file.
pub fn read_tree(root: &Table, root_span: Span, given: &Overrides) -> Reading {
    let mut reader = Reader::default();
    let mut draft = Draft::empty();
    let level = shape();
    reader.draft(level, root, &mut draft);
    given.apply(&mut draft.order);
    if root.entry("format").is_none() {
        reader.note(
            FaultKind::Missing,
            "format".to_owned(),
            root_span,
            fault::missing("format", None),
        );
    }
    reader.require(level, root, root_span, &draft.order);
    let mut faults = reader.faults;
    faults.sort_by_key(|fault| fault.span.start);
    Reading { draft, faults }
}

/// Reads a draft from what a parser made of its file. What the parser told of is not told again:
/// a value that it could not read, and a key that may stand in the part that it gave up.
pub fn read_parsed(parsed: &Parsed, given: &Overrides) -> Reading {
    let mut reading = read_tree(&parsed.root, parsed.root_span, given);
    // Absent means another than those known; here it may stand in what was not read.
    let provider = OrderField::FilingProvider as usize;
    if parsed.incomplete && *reading.draft.order.slot(provider) == Slot::Unknown {
        reading.draft.order.put(provider, Slot::Unreadable);
    }
    reading.faults.retain(|fault| match fault.kind {
        FaultKind::Null => !parsed.has_problem_in(fault.span),
        FaultKind::Missing => !parsed.incomplete,
        FaultKind::Value | FaultKind::Key => true,
    });
    reading
}

impl Overrides {
    /// Puts them into a draft's order.
    pub(super) fn apply(&self, order: &mut Record<'_>) {
        let mut put = |field: OrderField, value: Option<Slot<'static>>| {
            if let Some(value) = value {
                order.put(field as usize, value);
            }
        };
        put(
            OrderField::FilingProvince,
            self.province.map(Slot::Division),
        );
        put(OrderField::FilingProvider, self.provider.map(Slot::Code));
        put(OrderField::FilingKind, self.filing.map(Slot::Code));
        let mut fill = |field: OrderField, value: Option<Slot<'static>>| {
            if let Some(value) = value
                && *order.slot(field as usize) == Slot::Unknown
            {
                order.put(field as usize, value);
            }
        };
        fill(
            OrderField::FilingProvince,
            self.usual_province.map(Slot::Division),
        );
        fill(
            OrderField::FilingProvider,
            self.usual_provider.map(Slot::Code),
        );
    }
}

type Row = Record<'static>;
/// What reads the keys of a table that are no fields of its record.
type Rest<'r> = &'r mut dyn FnMut(&mut Reader, &'static Child, &Node);

/// The faults found so far, and where the reading is.
#[derive(Default)]
pub(super) struct Reader {
    faults: Vec<Fault>,
    pub(super) trail: Trail,
}

impl Reader {
    fn note(&mut self, kind: FaultKind, path: String, span: Span, (message, help): Words) {
        self.faults.push(Fault {
            path,
            span,
            message,
            help,
            kind,
        });
    }

    /// Notes a fault of the value at hand.
    pub(super) fn note_here(&mut self, node: &Node, words: Words) {
        let kind = match node.value {
            Value::Null => FaultKind::Null,
            _ => FaultKind::Value,
        };
        self.note(kind, self.trail.path().to_owned(), node.span, words);
    }

    /// Reads a draft, or the same shape under `previous`.
    fn draft(&mut self, level: &'static Level, table: &Table, draft: &mut Draft<'static>) {
        let Draft {
            id,
            order,
            legal_representative,
            principal,
            services,
            attachments,
            allow,
            previous,
        } = draft;
        self.table(
            level,
            table,
            order,
            &mut |reader, child, node| match &child.part {
                Part::Person(PersonKey::Principal, level) => {
                    *principal = Some(reader.row(level, node));
                }
                Part::Person(PersonKey::LegalRepresentative, level) => {
                    *legal_representative = Some(reader.optional_row(level, node));
                }
                Part::List(ListName::Attachments, level) => {
                    *attachments = reader.list(node, |reader, node| reader.row(level, node));
                }
                Part::List(ListName::Allow, level) => {
                    *allow = reader.list(node, |reader, node| reader.allowance(level, node));
                }
                Part::List(_, level) => {
                    *services = reader.list(node, |reader, node| reader.service(level, node));
                }
                Part::Previous(level) => *previous = reader.previous(level, node),
                Part::Format => {
                    if node.value != Value::Integer(1) {
                        reader.note_here(node, fault::bad_format(node));
                    }
                }
                Part::Meta => *id = reader.meta(node),
                Part::Field(..) | Part::Table { .. } => {}
            },
        );
    }

    fn previous(&mut self, level: &'static Level, node: &Node) -> Option<Box<Draft<'static>>> {
        let Value::Table(table) = &node.value else {
            let words = fault::not_a_table(self.trail.path(), node, false, "subject");
            self.note_here(node, words);
            return None;
        };
        let mut draft = Draft::empty();
        self.draft(level, table, &mut draft);
        Some(Box::new(draft))
    }

    fn meta(&mut self, node: &Node) -> Option<String> {
        let Value::Table(table) = &node.value else {
            let words = fault::not_a_table(self.trail.path(), node, false, "id");
            self.note_here(node, words);
            return None;
        };
        match &table.get("id")?.value {
            Value::String(id) => Some(id.clone()),
            Value::Integer(id) => Some(id.to_string()),
            _ => None,
        }
    }

    fn service(&mut self, level: &'static Level, node: &Node) -> Service<'static> {
        let mut service = Service::empty();
        let Service {
            record,
            principal,
            domains,
            platforms,
            pre_approvals,
        } = &mut service;
        self.row_with(
            level,
            node,
            record,
            &mut |reader, child, node| match &child.part {
                Part::Person(_, level) => *principal = Some(reader.row(level, node)),
                Part::List(name, level) => {
                    let rows = reader.list(node, |reader, node| reader.row_or_bare(level, node));
                    match name {
                        ListName::Domains => *domains = rows,
                        ListName::Platforms => *platforms = rows,
                        ListName::PreApprovals => *pre_approvals = rows,
                        ListName::Services | ListName::Attachments | ListName::Allow => {}
                    }
                }
                _ => {}
            },
        );
        service
    }

    /// A record that may be written as one bare string.
    fn row_or_bare(&mut self, level: &'static Level, node: &Node) -> Row {
        match (&node.value, level.bare()) {
            (Value::String(_), Some((child, field, slot))) => {
                let mut row = Record::empty(level.record);
                row.put(slot, self.field(child, field, node));
                row
            }
            _ => self.row(level, node),
        }
    }

    /// What the user accepts, and why: a blank reason is none.
    fn allowance(&mut self, level: &'static Level, node: &Node) -> Row {
        let row = self.row(level, node);
        let reason = AllowField::Reason as usize;
        if row.has_blank(reason)
            && let Some(field) = level.record.field(reason)
        {
            let key = field.key;
            let mark = self.trail.enter_key(key);
            let value = node.as_table().and_then(|table| table.get(key));
            self.note_here(value.unwrap_or(node), fault::blank(self.trail.path()));
            self.trail.leave(mark);
        }
        row
    }

    /// A person who may be said not to exist.
    fn optional_row(&mut self, level: &'static Level, node: &Node) -> Row {
        match node.as_str() {
            Some(NONE) => Record::filled(level.record, &Slot::None),
            _ => self.row(level, node),
        }
    }

    /// A record without records in it.
    fn row(&mut self, level: &'static Level, node: &Node) -> Row {
        let mut row = Record::empty(level.record);
        self.row_with(level, node, &mut row, &mut |_, _, _| {});
        row
    }

    fn row_with(&mut self, level: &'static Level, node: &Node, row: &mut Row, rest: Rest<'_>) {
        let Value::Table(table) = &node.value else {
            let first = fault::first_key(level);
            let words = fault::not_a_table(self.trail.path(), node, false, first);
            self.note_here(node, words);
            *row = Record::filled(level.record, &Slot::Unreadable);
            return;
        };
        self.table(level, table, row, rest);
        self.require(level, table, node.span, row);
    }

    /// Reads the keys of a table into a record.
    fn table(&mut self, level: &'static Level, table: &Table, row: &mut Row, rest: Rest<'_>) {
        self.trail.enter_level(level);
        for entry in &table.entries {
            let Some(child) = level.child(&entry.key) else {
                self.unknown(entry);
                continue;
            };
            let mark = self.trail.enter_key(child.key);
            match &child.part {
                Part::Field(field, slot) => row.put(*slot, self.field(child, field, &entry.node)),
                Part::Table { slot, need, level } => {
                    let state = self.inner_table(level, *need, &entry.node, row);
                    if let Some(slot) = slot {
                        row.put(*slot, state);
                    }
                }
                _ => rest(self, child, &entry.node),
            }
            self.trail.leave(mark);
        }
        self.trail.leave_level();
    }

    /// Reads a table of further fields of the same record; returns what is known of its being there.
    fn inner_table(
        &mut self,
        level: &'static Level,
        need: Need,
        node: &Node,
        row: &mut Row,
    ) -> Slot<'static> {
        let may_be_none = need == Need::Loose;
        if let Value::Table(table) = &node.value {
            self.table(level, table, row, &mut |_, _, _| {});
            return Slot::Present;
        }
        let state = if may_be_none && node.as_str() == Some(NONE) {
            Slot::None
        } else {
            let first = fault::first_key(level);
            let words = fault::not_a_table(self.trail.path(), node, may_be_none, first);
            self.note_here(node, words);
            Slot::Unreadable
        };
        for slot in &level.slots {
            row.put(*slot, state.clone());
        }
        state
    }

    fn unknown(&mut self, entry: &Entry) {
        let path = self.trail.with(&entry.key);
        let words = fault::unknown_key(&path, &self.trail.suggestions(&entry.key));
        self.note(FaultKind::Key, path, entry.key_span, words);
    }

    /// Notes the required fields that the record at hand lacks.
    fn require(&mut self, level: &Level, table: &Table, span: Span, row: &Row) {
        for slot in &level.required {
            let Some(field) = level.record.field(*slot) else {
                continue;
            };
            if *row.slot(*slot) == Slot::Unknown {
                let path = self.trail.with_field(field.key);
                let words = fault::missing(&path, Some(field));
                let span = super::locate::within(table, span, field.key);
                self.note(FaultKind::Missing, path, span, words);
            }
        }
    }
}
