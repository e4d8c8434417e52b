//! Which places of a draft hold what, and what stands in for it.

use std::collections::{BTreeMap, BTreeSet};

use super::synthetic::Synthetic;
use super::{Change, Manner};
use crate::draft::{Child, Draft, Level, ListName, Part, PersonKey, Record, Slot, shape};
use crate::fields::{AttachmentField, DomainField, Privacy};
use crate::fields::{Field, Kind, OrderField, PersonField, RecordKind, ServiceField, TextRole};
use crate::identifiers::{division_named, fold};
use crate::source::{Entry, Node, Table, Value};

/// How many digits a division's code has.
const CODE_LENGTH: usize = 6;

/// Every text of a draft.
pub(super) fn known_values(draft: &Draft<'_>) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    each_record(draft, &mut |record| {
        for slot in 0..record.kind().fields().len() {
            if let Some(text) = record.text(slot) {
                known.insert(text.expose().to_owned());
            }
        }
    });
    known
}

/// The persons' names, as they are compared.
fn persons(draft: &Draft<'_>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut note = |record: &Record<'_>, slot: usize| {
        if let Some(name) = record.text(slot) {
            names.insert(fold(name.expose()).into_owned());
        }
    };
    each_record(draft, &mut |record| match record.kind() {
        RecordKind::Person => note(record, PersonField::Name as usize),
        RecordKind::Order if is_personal(record) => note(record, OrderField::SubjectName as usize),
        _ => {}
    });
    names
}

fn is_personal(order: &Record<'_>) -> bool {
    let kind = order.slot(OrderField::SubjectKind as usize);
    let kinds = crate::fields::choices::SUBJECT_KINDS;
    matches!(kind, Slot::Code(code) if kinds.get(usize::from(*code)).is_some_and(|own| own.id == "personal"))
}

fn each_record<'d>(draft: &'d Draft<'_>, visit: &mut dyn FnMut(&'d Record<'d>)) {
    visit(&draft.order);
    for record in [&draft.legal_representative, &draft.principal]
        .into_iter()
        .flatten()
    {
        visit(record);
    }
    for service in draft.services.items() {
        visit(&service.record);
        service.principal.iter().for_each(&mut *visit);
        for list in [&service.domains, &service.platforms, &service.pre_approvals] {
            list.items().iter().for_each(&mut *visit);
        }
    }
    if let Some(previous) = &draft.previous {
        each_record(previous, visit);
    }
}

/// All changes of a draft's values.
pub(super) fn changes(
    root: &Table,
    draft: &Draft<'_>,
    synthetic: Synthetic<'_>,
    manner: Manner<'_>,
) -> Vec<Change> {
    let mut walk = Walk {
        synthetic,
        manner,
        persons: persons(draft),
        domains: BTreeMap::new(),
        changes: Vec::new(),
        attachment: None,
    };
    // Addresses of pages repeat domains, so these come first.
    walk.domains_of(draft);
    walk.table(shape(), root);
    walk.changes
}

/// The changes of attachments whose files are not copied.
pub(super) fn file_changes(
    root: &Table,
    synthetic: Synthetic<'_>,
    manner: Manner<'_>,
) -> Vec<Change> {
    let mut walk = Walk {
        synthetic,
        manner,
        persons: BTreeSet::new(),
        domains: BTreeMap::new(),
        changes: Vec::new(),
        attachment: None,
    };
    let items = root.get("attachments").and_then(Node::as_array);
    for (index, item) in items.into_iter().flatten().enumerate() {
        walk.attachment = Some(index);
        if let Value::Table(table) = &item.value {
            let file = table.entries.iter().find(|entry| entry.key == "file");
            if let Some(entry) = file.filter(|entry| entry.node.as_str().is_some()) {
                walk.attached(entry, table);
            }
        }
    }
    walk.changes
}

struct Walk<'m> {
    synthetic: Synthetic<'m>,
    manner: Manner<'m>,
    persons: BTreeSet<String>,
    domains: BTreeMap<String, String>,
    changes: Vec<Change>,
    /// The attachment that the walk is in.
    attachment: Option<usize>,
}

impl Walk<'_> {
    fn domains_of(&mut self, draft: &Draft<'_>) {
        let mut names = Vec::new();
        each_record(draft, &mut |record| {
            if record.kind() == RecordKind::Domain
                && let Some(name) = record.text(DomainField::Name as usize)
            {
                names.push(name.expose().to_owned());
            }
        });
        for name in names {
            let made = self.synthetic.domain(&name);
            self.domains.insert(name, made);
        }
    }

    fn put(&mut self, node: &Node, text: String) {
        self.changes.push(Change {
            range: node.span.range(),
            text,
        });
    }

    fn string(&mut self, node: &Node, text: &str) {
        // JSON's escapes are TOML's as well; what JSON leaves raw and TOML does not is escaped.
        let quoted = serde_json::Value::from(text)
            .to_string()
            .replace('\u{7f}', "\\u007f");
        self.put(node, quoted);
    }

    fn table(&mut self, level: &'static Level, table: &Table) {
        for entry in &table.entries {
            match level.child(&entry.key) {
                Some(child) => self.child(child, entry, table),
                None => {
                    self.key(entry);
                    self.free(&entry.node);
                }
            }
        }
    }

    /// The name of a key that nobody knows may be a person's.
    fn key(&mut self, entry: &Entry) {
        if entry.key.is_ascii() && !entry.key.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        let text = self.synthetic.words_of(&entry.key, &[]);
        self.changes.push(Change {
            range: entry.key_span.range(),
            text: serde_json::Value::from(text).to_string(),
        });
    }

    fn child(&mut self, child: &'static Child, entry: &Entry, table: &Table) {
        let node = &entry.node;
        match (&child.part, &node.value) {
            (Part::Field(field, slot), _) => self.field(field, *slot, entry, table),
            (Part::Format, _) => {}
            (Part::Meta, _) => self.free(node),
            (Part::List(name, level), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.attachment = (*name == ListName::Attachments).then_some(index);
                    match &item.value {
                        Value::Table(table) => self.table(level, table),
                        // Kinds of approvals, without their numbers.
                        _ if *name == ListName::PreApprovals => {}
                        _ => self.free(item),
                    }
                }
                self.attachment = None;
            }
            (
                Part::Person(PersonKey::LegalRepresentative, _) | Part::Table { .. },
                Value::String(text),
            ) if text == "none" => {}
            (part, Value::Table(table)) => match part.level() {
                Some(level) => self.table(level, table),
                None => self.free(node),
            },
            _ => self.free(node),
        }
    }

    fn field(&mut self, field: &Field, slot: usize, entry: &Entry, table: &Table) {
        let node = &entry.node;
        match (field.kind, &node.value) {
            (_, Value::String(text)) if text == "none" || text == "long-term" => {}
            (Kind::Day, value) if field.key == "birth_date" => match value {
                Value::Date(day) => {
                    let day = self.synthetic.birth(*day);
                    self.put(node, day.to_string());
                }
                Value::String(text) => match text.parse() {
                    Ok(day) => {
                        let day = self.synthetic.birth(day);
                        self.string(node, &day.to_string());
                    }
                    Err(_) => self.free(node),
                },
                _ => self.free(node),
            },
            (Kind::Text(role), Value::String(text)) => {
                if field.record == RecordKind::Attachment && slot == AttachmentField::File as usize
                {
                    return self.attached(entry, table);
                }
                if let Some(made) = self.text(field, slot, role, text) {
                    self.string(node, &made);
                }
            }
            (Kind::Texts(_), Value::Array(items)) => {
                for item in items {
                    if let Some(text) = item.as_str() {
                        let made = match field.key {
                            "access.ips" => self.synthetic.ip(text),
                            "languages" => continue,
                            _ => self.synthetic.code(text),
                        };
                        self.string(item, &made);
                    } else {
                        self.free(item);
                    }
                }
            }
            // What a closed form holds tells nobody; what is no value of it may be anything.
            (Kind::Text(_) | Kind::Texts(_), _) => self.free(node),
            (Kind::Enum(choices), Value::String(text))
                if !choices.iter().any(|choice| choice.id == text) =>
            {
                self.free(node);
            }
            (Kind::Day | Kind::DayOrLongTerm, Value::String(text))
                if text.parse::<chrono::NaiveDate>().is_err() =>
            {
                self.free(node);
            }
            (Kind::Bool | Kind::Int(_), Value::String(_)) => self.free(node),
            (Kind::Province, Value::String(text)) if division_named(&fold(text)).is_none() => {
                self.free(node);
            }
            (Kind::City, Value::String(text)) if text.len() != CODE_LENGTH => self.free(node),
            (
                Kind::Enum(_)
                | Kind::Day
                | Kind::DayOrLongTerm
                | Kind::Bool
                | Kind::Province
                | Kind::City,
                Value::Integer(_) | Value::Float(_) | Value::Array(_),
            ) => self.free(node),
            (Kind::Set(choices), Value::Array(items)) => {
                for item in items {
                    let known = |id: &str| choices.iter().any(|choice| choice.id == id);
                    if !item.as_str().is_some_and(known) {
                        self.free(item);
                    }
                }
            }
            _ => {}
        }
    }

    /// A file is not copied: the document counts as held, unless its absence is a finding.
    fn attached(&mut self, entry: &Entry, table: &Table) {
        let index = self.attachment.unwrap_or(0);
        if self.manner.lost_files.contains(&index) || table.get("held").is_some() {
            let ending = entry.node.as_str().and_then(|file| file.rsplit_once('.'));
            let ending = ending.map_or("", |(_, ending)| ending);
            let ending = if ending.len() <= 4 { ending } else { "" };
            self.string(
                &entry.node,
                &format!("attachment-{}.{ending}", index.saturating_add(1)),
            );
            return;
        }
        let is_json_key = entry.key_span.range().len() > entry.key.len();
        self.changes.push(Change {
            range: entry.key_span.range(),
            text: if is_json_key { "\"held\"" } else { "held" }.to_owned(),
        });
        self.put(&entry.node, "true".to_owned());
    }

    /// What stands in for a text; nothing where it stays.
    fn text(&mut self, field: &Field, slot: usize, role: TextRole, text: &str) -> Option<String> {
        let own = &mut self.synthetic;
        Some(match (field.record, role) {
            (RecordKind::Domain, TextRole::Name) if slot == DomainField::Registrar as usize => {
                return None;
            }
            (RecordKind::Service, TextRole::Name)
                if slot == ServiceField::Name as usize && self.manner.keep_service_names =>
            {
                return None;
            }
            (record, TextRole::Name) => {
                let is_person = record == RecordKind::Person
                    || self.persons.contains(fold(text).as_ref())
                    || (record == RecordKind::Domain && fold(text).chars().count() <= 4);
                match is_person {
                    true => own.person(text),
                    false => match own.words_of(text, &[]) {
                        // All of it stays by itself, and yet it is somebody's name.
                        made if made == text => own.plain(text),
                        made => made,
                    },
                }
            }
            (_, TextRole::Phone) => own.phone(text),
            (_, TextRole::Email) => own.email(text),
            (_, TextRole::Number) if matches!(field.key, "filing.number" | "number") => {
                own.filing_number(text)
            }
            (_, TextRole::Number) => own.number(text),
            (_, TextRole::Domain) => own.domain(text),
            (_, TextRole::Free)
                if matches!(
                    field.privacy,
                    Privacy::PersonAddress | Privacy::SubjectAddress
                ) =>
            {
                own.address(text)
            }
            (_, TextRole::Free) => {
                let domains: Vec<(String, String)> = self
                    .domains
                    .iter()
                    .map(|(from, to)| (from.clone(), to.clone()))
                    .chain(
                        ["https://", "http://", "www."]
                            .map(|kept| (kept.to_owned(), kept.to_owned())),
                    )
                    .collect();
                own.words_of(text, &domains)
            }
            (RecordKind::Allow | RecordKind::Attachment, _) => return own.unless_id(text),
            (_, TextRole::Id) if field.key == "access.product" => return own.unless_id(text),
            (_, TextRole::Id) => own.code(text),
            (_, TextRole::Path | TextRole::Note) => return None,
        })
    }

    /// Everything in a value, character for character.
    fn free(&mut self, node: &Node) {
        match &node.value {
            Value::String(text) if text == "none" => {}
            Value::String(text) => {
                let made = self.synthetic.words_of(text, &[]);
                self.string(node, &made);
            }
            Value::Integer(_) | Value::Float(_) => self.put(node, "0".to_owned()),
            Value::Date(day) => {
                let day = self.synthetic.birth(*day);
                self.put(node, day.to_string());
            }
            Value::DateTime(_) => self.string(node, "0"),
            Value::Array(items) => items.iter().for_each(|item| self.free(item)),
            Value::Table(table) => {
                for entry in &table.entries {
                    self.key(entry);
                    self.free(&entry.node);
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }
}
