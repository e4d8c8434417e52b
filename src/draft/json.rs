//! The fast reader: straight from JSON text to a draft, borrowing every string that has no escape.
//!
//! It is one of two ways to the same draft. A batch reads thousands of records of which nearly all
//! are regular, and building a spanned tree first would cost several times the reading. So this
//! reader keeps no positions, explains nothing, and gives up at the first irregularity: an unknown
//! or repeated key, a wrong type, an unknown id, an impossible date, a missing required key. It then
//! answers nothing, and the caller takes the tree and the tolerant reader for that one record, which
//! find every fault and its place. Where this reader does answer, the tolerant one gives the same
//! draft and no faults: both take tables from [`shape`] and values from `value`, and a test
//! compares them on drafts made at random. What it finds doubtful it may leave to the tolerant
//! reader; that costs time and nothing else.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess};

use super::json_free::MetaSeed;
use super::json_value::{FormatSeed, KeySeed, ListSeed, SlotSeed, gap};
use super::model::{Draft, List, Record, Service, Slot};
use super::path::ListName;
use super::reader::Overrides;
use super::shape::{Level, Part, PersonKey, shape};
use super::value::{self, NONE};
use crate::fields::Need;

/// Reads a regular draft from JSON text; nothing if it has any irregularity.
pub fn read_json<'a>(text: &'a str, given: &Overrides) -> Option<Draft<'a>> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut draft = Draft::empty();
    let mut has_format = false;
    read_draft(shape(), &mut draft, &mut has_format, &mut deserializer).ok()?;
    deserializer.end().ok()?;
    given.apply(&mut draft.order);
    (has_format && is_complete(shape(), &draft.order)).then_some(draft)
}

fn read_draft<'de, D: Deserializer<'de>>(
    level: &'static Level,
    draft: &mut Draft<'de>,
    has_format: &mut bool,
    deserializer: D,
) -> Result<(), D::Error> {
    let Draft {
        id,
        order,
        legal_representative,
        principal,
        services,
        attachments,
        previous,
    } = draft;
    let rest = DraftParts {
        id,
        legal_representative,
        principal,
        services,
        attachments,
        previous,
        has_format,
    };
    TableSeed {
        level,
        row: order,
        rest,
        may_be_none: false,
    }
    .deserialize(deserializer)?;
    Ok(())
}

/// Whether a record has all that it must.
fn is_complete(level: &Level, row: &Record<'_>) -> bool {
    let is_there = |slot: &usize| *row.slot(*slot) != Slot::Unknown;
    level.required.iter().all(is_there)
}

/// The parts of a table that are no fields of its record.
trait Parts<'de> {
    /// Reads the value that the map stands at.
    fn read<A: MapAccess<'de>>(&mut self, part: &'static Part, map: &mut A)
    -> Result<(), A::Error>;
}

struct NoParts;

impl<'de> Parts<'de> for NoParts {
    fn read<A: MapAccess<'de>>(&mut self, _: &'static Part, _: &mut A) -> Result<(), A::Error> {
        Err(gap())
    }
}

struct DraftParts<'r, 'de> {
    id: &'r mut Option<String>,
    legal_representative: &'r mut Option<Record<'de>>,
    principal: &'r mut Option<Record<'de>>,
    services: &'r mut List<Service<'de>>,
    attachments: &'r mut List<Record<'de>>,
    previous: &'r mut Option<Box<Draft<'de>>>,
    has_format: &'r mut bool,
}

impl<'de> Parts<'de> for DraftParts<'_, 'de> {
    fn read<A: MapAccess<'de>>(
        &mut self,
        part: &'static Part,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match part {
            Part::Person(key, level) => {
                let may_be_none = *key == PersonKey::LegalRepresentative;
                let row = map.next_value_seed(RowSeed { level, may_be_none })?;
                *match key {
                    PersonKey::Principal => &mut *self.principal,
                    PersonKey::LegalRepresentative => &mut *self.legal_representative,
                } = Some(row);
            }
            Part::List(ListName::Attachments, level) => {
                *self.attachments = List::Known(map.next_value_seed(ListSeed(row(level)))?);
            }
            Part::List(_, level) => {
                *self.services = List::Known(map.next_value_seed(ListSeed(ServiceSeed { level }))?);
            }
            Part::Previous(level) => {
                *self.previous = Some(map.next_value_seed(PreviousSeed { level })?);
            }
            Part::Format => {
                map.next_value_seed(FormatSeed)?;
                *self.has_format = true;
            }
            Part::Meta => *self.id = map.next_value_seed(MetaSeed)?,
            Part::Field(..) | Part::Table { .. } => return Err(gap()),
        }
        Ok(())
    }
}

struct ServiceParts<'r, 'de> {
    principal: &'r mut Option<Record<'de>>,
    domains: &'r mut List<Record<'de>>,
    platforms: &'r mut List<Record<'de>>,
    pre_approvals: &'r mut List<Record<'de>>,
}

impl<'de> Parts<'de> for ServiceParts<'_, 'de> {
    fn read<A: MapAccess<'de>>(
        &mut self,
        part: &'static Part,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match part {
            Part::Person(_, level) => *self.principal = Some(map.next_value_seed(row(level))?),
            Part::List(name, level) => {
                let rows = List::Known(map.next_value_seed(ListSeed(row(level)))?);
                match name {
                    ListName::Domains => *self.domains = rows,
                    ListName::Platforms => *self.platforms = rows,
                    ListName::PreApprovals => *self.pre_approvals = rows,
                    ListName::Services | ListName::Attachments => return Err(gap()),
                }
            }
            _ => return Err(gap()),
        }
        Ok(())
    }
}

/// A table whose keys go into a record. Answers what is known of its being there.
struct TableSeed<'r, 'de, P> {
    level: &'static Level,
    row: &'r mut Record<'de>,
    rest: P,
    may_be_none: bool,
}

impl<'de, P: Parts<'de>> DeserializeSeed<'de> for TableSeed<'_, 'de, P> {
    type Value = Slot<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Slot<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, P: Parts<'de>> serde::de::Visitor<'de> for TableSeed<'_, 'de, P> {
    type Value = Slot<'de>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a table")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Slot<'de>, E> {
        if !self.may_be_none || text != NONE {
            return Err(gap());
        }
        for slot in &self.level.slots {
            self.row.put(*slot, Slot::None);
        }
        Ok(Slot::None)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Slot<'de>, A::Error> {
        let mut seen = 0_u64;
        while let Some(position) = map.next_key_seed(KeySeed(self.level))? {
            let now = value::with_member(seen, position);
            if now == seen {
                return Err(gap());
            }
            seen = now;
            let child = self.level.children.get(usize::from(position));
            let child = child.ok_or_else(gap::<A::Error>)?;
            match &child.part {
                Part::Field(field, slot) => {
                    self.row
                        .put(*slot, map.next_value_seed(SlotSeed { child, field })?);
                }
                Part::Table { slot, need, level } => {
                    let state = map.next_value_seed(TableSeed {
                        level,
                        row: &mut *self.row,
                        rest: NoParts,
                        may_be_none: *need == Need::Loose,
                    })?;
                    if let Some(slot) = slot {
                        self.row.put(*slot, state);
                    }
                }
                other => self.rest.read(other, &mut map)?,
            }
        }
        Ok(Slot::Present)
    }
}

/// A record without records in it.
#[derive(Clone, Copy)]
struct RowSeed {
    level: &'static Level,
    may_be_none: bool,
}

/// A record that must be there.
const fn row(level: &'static Level) -> RowSeed {
    RowSeed {
        level,
        may_be_none: false,
    }
}

impl<'de> DeserializeSeed<'de> for RowSeed {
    type Value = Record<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> serde::de::Visitor<'de> for RowSeed {
    type Value = Record<'de>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a record")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Record<'de>, E> {
        if self.may_be_none && text == NONE {
            return Ok(Record::filled(self.level.record, &Slot::None));
        }
        let (child, field, slot) = self.level.bare().ok_or_else(gap)?;
        let value = value::from_text(field, child, text.to_owned()).map_err(|_| gap())?;
        let mut row = Record::empty(self.level.record);
        row.put(slot, value);
        Ok(row)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Record<'de>, A::Error> {
        let mut row = Record::empty(self.level.record);
        let table = TableSeed {
            level: self.level,
            row: &mut row,
            rest: NoParts,
            may_be_none: false,
        };
        serde::de::Visitor::visit_map(table, map)?;
        if is_complete(self.level, &row) {
            Ok(row)
        } else {
            Err(gap())
        }
    }
}

/// A service.
#[derive(Clone, Copy)]
struct ServiceSeed {
    level: &'static Level,
}

impl<'de> DeserializeSeed<'de> for ServiceSeed {
    type Value = Service<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Service<'de>, D::Error> {
        let mut service = Service::empty();
        let Service {
            record,
            principal,
            domains,
            platforms,
            pre_approvals,
        } = &mut service;
        let rest = ServiceParts {
            principal,
            domains,
            platforms,
            pre_approvals,
        };
        TableSeed {
            level: self.level,
            row: record,
            rest,
            may_be_none: false,
        }
        .deserialize(deserializer)?;
        if is_complete(self.level, &service.record) {
            Ok(service)
        } else {
            Err(gap())
        }
    }
}

/// What is on record.
struct PreviousSeed {
    level: &'static Level,
}

impl<'de> DeserializeSeed<'de> for PreviousSeed {
    type Value = Box<Draft<'de>>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Box<Draft<'de>>, D::Error> {
        let mut draft = Box::new(Draft::empty());
        read_draft(self.level, &mut draft, &mut false, deserializer)?;
        Ok(draft)
    }
}
