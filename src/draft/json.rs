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

use serde::de::{DeserializeSeed, Deserializer, MapAccess};

use super::json_free::MetaSeed;
use super::json_service::ServiceSeed;
use super::json_table::{Parts, RowSeed, TableSeed, is_complete, row};
use super::json_value::{FormatSeed, ListSeed, gap};
use super::model::{Draft, List, Record, Service};
use super::path::ListName;
use super::reader::Overrides;
use super::shape::{Level, Part, PersonKey, shape};

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
        allow,
        previous,
    } = draft;
    let rest = DraftParts {
        id,
        legal_representative,
        principal,
        services,
        attachments,
        allow,
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

struct DraftParts<'r, 'de> {
    id: &'r mut Option<String>,
    legal_representative: &'r mut Option<Record<'de>>,
    principal: &'r mut Option<Record<'de>>,
    services: &'r mut List<Service<'de>>,
    attachments: &'r mut List<Record<'de>>,
    allow: &'r mut List<Record<'de>>,
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
            Part::List(ListName::Allow, level) => {
                *self.allow = List::Known(map.next_value_seed(ListSeed(row(level)))?);
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
