//! Many facts of one element, one after another: what record a name stands for is found once.

use super::element::Element;
use super::fact::Fact;
use super::view::Facts;
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
        let (place, record) = match self.last {
            Some((mount, place, record)) if mount == fact.mount => (place, record),
            _ => {
                let place = self.facts.place(fact.mount, self.element);
                let record = place.and_then(|place| self.facts.draft.record(place));
                self.last = Some((fact.mount, place, record));
                (place, record)
            }
        };
        let Some(place) = place else {
            return self.facts.absent(fact.mount);
        };
        match fact.item {
            FactItem::Field(slot) => self.facts.field_in(place, record, slot.into()),
            FactItem::Derived(id) => self.facts.derive(id, place),
        }
    }
}
