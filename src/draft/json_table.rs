//! The fast reader's tables: keys to the slots of a record.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess};

use super::json_value::{KeySeed, SlotSeed, gap};
use super::model::{Record, Slot};
use super::shape::{Level, Part};
use super::value::{self, NONE};
use crate::fields::Need;

/// Whether a record has all that it must.
pub(super) fn is_complete(level: &Level, row: &Record<'_>) -> bool {
    let is_there = |slot: &usize| *row.slot(*slot) != Slot::Unknown;
    level.required.iter().all(is_there)
}

/// The parts of a table that are no fields of its record.
pub(super) trait Parts<'de> {
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

/// A table whose keys go into a record. Answers what is known of its being there.
pub(super) struct TableSeed<'r, 'de, P> {
    pub(super) level: &'static Level,
    pub(super) row: &'r mut Record<'de>,
    pub(super) rest: P,
    pub(super) may_be_none: bool,
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
pub(super) struct RowSeed {
    pub(super) level: &'static Level,
    pub(super) may_be_none: bool,
}

/// A record that must be there.
pub(super) const fn row(level: &'static Level) -> RowSeed {
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
