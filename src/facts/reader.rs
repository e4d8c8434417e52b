//! Many facts of one element, one after another: what record a name stands for is found once.

use super::element::Element;
use super::fact::Fact;
use super::view::Facts;
use crate::draft::bits::{self, Bits};
use crate::draft::{Place, Record};
use crate::fields::{FactItem, FactRef, Mount};

/// Reads facts of an element, as [`Facts::get`] gives them.
pub struct Reader<'f, 'd> {
    facts: &'f Facts<'d>,
    element: Element,
    /// The name that was read last.
    last: Option<(Mount, Option<Place>, Option<&'d Record<'d>>)>,
}

impl<'d> Facts<'d> {
    /// A reader of an element's facts.
    pub fn reader(&self, element: Element) -> Reader<'_, 'd> {
        Reader {
            facts: self,
            element,
            last: None,
        }
    }
}

impl<'d> Reader<'_, 'd> {
    /// A fact.
    #[inline]
    pub fn get(&mut self, fact: FactRef) -> Fact<'d> {
        let (place, record) = self.at(fact.mount);
        let Some(place) = place else {
            return self.facts.absent(fact.mount);
        };
        match fact.item {
            FactItem::Field(slot) => self.facts.field_in(place, record, slot.into()),
            FactItem::Derived(id) => self.facts.derive(id, place),
        }
    }

    /// What the slots of a record hold, as bits. They tell the facts of those fields that are
    /// [what stands in their slot](super::is_plain).
    #[inline]
    pub fn bits(&mut self, mount: Mount) -> &'d Bits {
        match self.at(mount) {
            (_, Some(record)) => record.bits(),
            (Some(_), None) => &bits::ALL_UNKNOWN,
            (None, _) => match self.facts.absent(mount) {
                Fact::None => &bits::ALL_NONE,
                _ => &bits::ALL_UNKNOWN,
            },
        }
    }

    #[inline]
    fn at(&mut self, mount: Mount) -> (Option<Place>, Option<&'d Record<'d>>) {
        match self.last {
            Some((own, place, record)) if own == mount => (place, record),
            _ => {
                let (place, record) = self.facts.located(mount, self.element);
                self.last = Some((mount, place, record));
                (place, record)
            }
        }
    }
}
