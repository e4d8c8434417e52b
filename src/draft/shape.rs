//! How the records of the vocabulary nest in a draft: a tree of tables, each with its keys. It is
//! made from the field tables, so a field that is declared there is read, located and masked.

use std::sync::OnceLock;

use super::json_scan::KeyText;
use super::names::Names;
use super::path::ListName;
use crate::fields::{Field, Kind, Need, OrderField, PersonField, PreApprovalField, RecordKind};

/// A table of a draft.
#[derive(Debug)]
pub struct Level {
    /// The record that its fields belong to.
    pub record: RecordKind,
    /// Its keys, in the order of the vocabulary.
    pub children: Vec<Child>,
    /// The slots of the fields in it and in the tables below it that belong to the same record.
    pub slots: Vec<usize>,
    /// Those of [`Level::slots`] that must be there. None under `previous`.
    pub required: Vec<usize>,
    /// The child that a bare string in place of the table gives the value of.
    pub(super) bare: Option<usize>,
    /// Its number among all tables and keys; its keys have those that follow.
    pub(super) start: usize,
    /// How many numbers it and all below it have.
    pub(super) numbers: usize,
    names: Names,
}

/// A key of a table.
#[derive(Debug)]
pub struct Child {
    /// The key.
    pub key: &'static str,
    /// What stands there.
    pub part: Part,
    /// The key as JSON mostly has it.
    pub(super) text: KeyText,
    /// The ids of the field's closed list, if it has one.
    pub(super) choices: Names,
}

/// What stands at a key.
#[derive(Debug)]
pub enum Part {
    /// A field of the record, by its slot.
    Field(&'static Field, usize),
    /// A table of further fields of the record.
    Table {
        /// The slot that tells whether the table is there; none where the vocabulary declares no
        /// such field, because the table merely groups keys (`filing`).
        slot: Option<usize>,
        /// Whether it may be `"none"`.
        need: Need,
        /// The table.
        level: Box<Level>,
    },
    /// A person.
    Person(PersonKey, Box<Level>),
    /// A list of records, and what each is.
    List(ListName, Box<Level>),
    /// `previous`.
    Previous(Box<Level>),
    /// `format`.
    Format,
    /// `meta`.
    Meta,
}

/// The keys of persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonKey {
    /// `principal`, of the subject or of a service.
    Principal,
    /// `legal_representative`.
    LegalRepresentative,
}

/// The tables at which records start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Site {
    Draft,
    Principal,
    OtherPerson,
    Service,
    Domain,
    Platform,
    PreApproval,
    Attachment,
    Allow,
}

/// The draft as a whole.
pub fn shape() -> &'static Level {
    static SHAPE: OnceLock<Level> = OnceLock::new();
    SHAPE.get_or_init(|| {
        let mut draft = level(Site::Draft, "", false);
        draft.count(0);
        draft
    })
}

impl Level {
    /// A key's child.
    pub fn child(&self, key: &str) -> Option<&Child> {
        self.children.get(self.position(key)?)
    }

    /// A key's position among the children.
    pub(super) fn position(&self, key: &str) -> Option<usize> {
        self.names.find(key)
    }

    /// The number of a key.
    #[inline]
    pub(super) fn number(&self, position: u8) -> usize {
        self.start.wrapping_add(position.into()).wrapping_add(1)
    }

    /// Gives numbers, from one on, to the table and its keys and to all below it.
    fn count(&mut self, start: usize) {
        self.start = start;
        self.numbers = self.children.len().saturating_add(1);
        for child in &mut self.children {
            if let Some(level) = child.part.level_mut() {
                level.count(start.saturating_add(self.numbers));
                self.numbers = self.numbers.saturating_add(level.numbers);
            }
        }
    }

    /// The field whose value a bare string in place of the table gives.
    pub(super) fn bare(&self) -> Option<(&Child, &'static Field, usize)> {
        let child = self.children.get(self.bare?)?;
        match child.part {
            Part::Field(field, slot) => Some((child, field, slot)),
            _ => None,
        }
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.names.iter()
    }
}

impl Part {
    /// The table that stands there, or that each element is.
    pub fn level(&self) -> Option<&Level> {
        match self {
            Part::Table { level, .. }
            | Part::Person(_, level)
            | Part::List(_, level)
            | Part::Previous(level) => Some(level),
            Part::Field(..) | Part::Format | Part::Meta => None,
        }
    }

    fn level_mut(&mut self) -> Option<&mut Level> {
        match self {
            Part::Table { level, .. }
            | Part::Person(_, level)
            | Part::List(_, level)
            | Part::Previous(level) => Some(level),
            Part::Field(..) | Part::Format | Part::Meta => None,
        }
    }
}

impl Site {
    const fn record(self) -> RecordKind {
        match self {
            Site::Draft => RecordKind::Order,
            Site::Principal | Site::OtherPerson => RecordKind::Person,
            Site::Service => RecordKind::Service,
            Site::Domain => RecordKind::Domain,
            Site::Platform => RecordKind::Platform,
            Site::PreApproval => RecordKind::PreApproval,
            Site::Attachment => RecordKind::Attachment,
            Site::Allow => RecordKind::Allow,
        }
    }

    /// Whether a field of the record may be written here.
    fn accepts(self, slot: usize, field: &Field, previous: bool) -> bool {
        match self {
            // What is on record is a subject in a province, not an order to anybody.
            Site::Draft if previous && field.key.starts_with("filing.") => {
                slot == OrderField::FilingProvince as usize
                    || slot == OrderField::FilingNumber as usize
            }
            Site::OtherPerson => slot != PersonField::IsLegalRepresentative as usize,
            _ => true,
        }
    }

    /// Whether a bare string in place of the record is the value of this field.
    fn is_bare(self, child: &Child) -> bool {
        self == Site::PreApproval
            && matches!(child.part, Part::Field(_, slot) if slot == PreApprovalField::Kind as usize)
    }

    /// The records that lie in this one.
    fn parts(self, previous: bool) -> Vec<(&'static str, Part)> {
        let boxed = |site| Box::new(level(site, "", previous));
        let list = |name: ListName, site| (name.key(), Part::List(name, boxed(site)));
        match self {
            Site::Draft => {
                let mut parts = vec![
                    (
                        "principal",
                        Part::Person(PersonKey::Principal, boxed(Site::Principal)),
                    ),
                    (
                        "legal_representative",
                        Part::Person(PersonKey::LegalRepresentative, boxed(Site::OtherPerson)),
                    ),
                    list(ListName::Services, Site::Service),
                ];
                if !previous {
                    parts.extend([
                        list(ListName::Attachments, Site::Attachment),
                        list(ListName::Allow, Site::Allow),
                        (
                            "previous",
                            Part::Previous(Box::new(level(Site::Draft, "", true))),
                        ),
                        ("format", Part::Format),
                        ("meta", Part::Meta),
                    ]);
                }
                parts
            }
            Site::Service => vec![
                (
                    "principal",
                    Part::Person(PersonKey::Principal, boxed(Site::OtherPerson)),
                ),
                list(ListName::Domains, Site::Domain),
                list(ListName::Platforms, Site::Platform),
                list(ListName::PreApprovals, Site::PreApproval),
            ],
            _ => Vec::new(),
        }
    }
}

/// The table of a record's keys that start with `prefix` (empty, or ending in a dot).
fn level(site: Site, prefix: &str, previous: bool) -> Level {
    let record = site.record();
    let inside = record
        .fields()
        .iter()
        .enumerate()
        .filter(|(slot, field)| site.accepts(*slot, field, previous))
        .filter_map(|(slot, field)| Some((slot, field, field.key.strip_prefix(prefix)?)));
    let mut children: Vec<(&'static str, Part)> = Vec::new();
    let mut slots = Vec::new();
    for (slot, field, rest) in inside {
        slots.push(slot);
        let key = rest.split_once('.').map_or(rest, |(key, _)| key);
        if children.iter().any(|(known, _)| *known == key) {
            continue;
        }
        let part = if key == rest && field.kind != Kind::Table {
            Part::Field(field, slot)
        } else {
            let declared = record.slot(&format!("{prefix}{key}"));
            Part::Table {
                slot: declared,
                need: declared
                    .and_then(|slot| record.field(slot))
                    .map_or(Need::Firm, |field| field.need),
                level: Box::new(level(site, &format!("{prefix}{key}."), previous)),
            }
        };
        children.push((key, part));
    }
    if prefix.is_empty() {
        children.extend(site.parts(previous));
    }
    let required = slots
        .iter()
        .copied()
        .filter(|slot| !previous && is_required(record, *slot))
        .collect();
    let children: Vec<_> = children
        .into_iter()
        .map(|(key, part)| Child {
            key,
            text: KeyText::new(key),
            choices: choices(&part),
            part,
        })
        .collect();
    Level {
        record,
        names: Names::new(children.iter().map(|child| child.key)),
        bare: children.iter().position(|child| site.is_bare(child)),
        children,
        slots,
        required,
        start: 0,
        numbers: 0,
    }
}

fn is_required(record: RecordKind, slot: usize) -> bool {
    record
        .field(slot)
        .is_some_and(|field| field.need == Need::Required)
}

fn choices(part: &Part) -> Names {
    let choices = match part {
        Part::Field(field, _) => field.kind.choices(),
        _ => None,
    };
    Names::new(choices.unwrap_or(&[]).iter().map(|choice| choice.id))
}

#[cfg(test)]
mod tests {
    use super::{Level, Part, shape};
    use crate::fields::RecordKind;

    fn at<'l>(level: &'l Level, path: &str) -> Option<&'l Part> {
        let (key, rest) = path
            .split_once('.')
            .map_or((path, None), |(key, rest)| (key, Some(rest)));
        let part = &level.child(key)?.part;
        match rest {
            Some(rest) => at(part.level()?, rest),
            None => Some(part),
        }
    }

    #[test]
    fn every_declared_field_has_its_place() {
        for (prefix, kind) in [
            ("", RecordKind::Order),
            ("principal.", RecordKind::Person),
            ("services.", RecordKind::Service),
            ("services.domains.", RecordKind::Domain),
            ("services.platforms.", RecordKind::Platform),
            ("services.pre_approvals.", RecordKind::PreApproval),
            ("attachments.", RecordKind::Attachment),
            ("allow.", RecordKind::Allow),
        ] {
            for (slot, field) in kind.fields().iter().enumerate() {
                match at(shape(), &format!("{prefix}{}", field.key)) {
                    Some(Part::Field(_, found)) => assert_eq!(*found, slot),
                    Some(Part::Table { slot: found, .. }) => assert_eq!(*found, Some(slot)),
                    other => panic!("{prefix}{}: {other:?}", field.key),
                }
            }
        }
    }

    #[test]
    fn what_is_on_record_has_fewer_keys() {
        for path in [
            "previous.filing.province",
            "previous.filing.number",
            "previous.subject.certificate.number",
            "previous.principal.is_legal_representative",
            "previous.services.domains.name",
            "previous.access.ips",
        ] {
            assert!(at(shape(), path).is_some(), "{path}");
        }
        for path in [
            "previous.filing.kind",
            "previous.meta",
            "previous.format",
            "previous.attachments",
            "previous.allow",
            "previous.previous",
            "legal_representative.is_legal_representative",
            "services.principal.is_legal_representative",
        ] {
            assert!(at(shape(), path).is_none(), "{path}");
        }
    }
}
