//! A draft in memory: rows of slots, one row for each record of the vocabulary.

use chrono::NaiveDate;

use super::bits::{self, Bits};
use super::path::{Node, Place, Position};
use super::private::Private;
use crate::fields::RecordKind;

/// What is known of a field.
#[derive(Clone, PartialEq, Default)]
pub enum Slot<'a> {
    /// Nothing: the field is absent.
    #[default]
    Unknown,
    /// There is none: the draft says `"none"`.
    None,
    /// Something stands there that is no value of the field.
    Unreadable,
    /// A table is there (for fields of [`crate::fields::Kind::Table`]).
    Present,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A day.
    Day(NaiveDate),
    /// Valid without end.
    LongTerm,
    /// A member of the field's closed list, by index.
    Code(u8),
    /// Members of the field's closed list, a bit each.
    Codes(u64),
    /// A six-digit division code.
    Division(u32),
    /// Text.
    Text(Private<'a>),
    /// Texts.
    Texts(Box<[Private<'a>]>),
}

impl std::fmt::Debug for Slot<'_> {
    /// Days are hidden like texts: one may be a date of birth.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Slot::Unknown => "Unknown",
            Slot::None => "None",
            Slot::Unreadable => "Unreadable",
            Slot::Present => "Present",
            Slot::Bool(flag) => return write!(formatter, "Bool({flag})"),
            Slot::Int(number) => return write!(formatter, "Int({number})"),
            Slot::Day(_) => "Day(‹hidden›)",
            Slot::LongTerm => "LongTerm",
            Slot::Code(code) => return write!(formatter, "Code({code})"),
            Slot::Codes(codes) => return write!(formatter, "Codes({codes:#b})"),
            Slot::Division(code) => return write!(formatter, "Division({code})"),
            Slot::Text(_) => "Text(‹hidden›)",
            Slot::Texts(_) => "Texts(‹hidden›)",
        };
        formatter.write_str(name)
    }
}

/// One row of fields.
#[derive(Debug, Clone)]
pub struct Record<'a> {
    kind: RecordKind,
    slots: Vec<Slot<'a>>,
    /// What the slots hold, as bits.
    bits: Bits,
    /// At which byte of the text that it was read from its table opens, where the reader tells.
    start: Option<u32>,
}

impl PartialEq for Record<'_> {
    /// Whether the fields are the same, wherever they were read.
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.slots == other.slots
    }
}

/// A list of elements: not known yet, or complete.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum List<T> {
    /// The list is absent.
    #[default]
    Unknown,
    /// The list is there (`[]`: there are none).
    Known(Vec<T>),
}

/// A service with what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Service<'a> {
    /// The service's own fields.
    pub record: Record<'a>,
    /// Its principal, where it has one of its own.
    pub principal: Option<Record<'a>>,
    /// Its domains.
    pub domains: List<Record<'a>>,
    /// Its platforms, where it is an app.
    pub platforms: List<Record<'a>>,
    /// Its approvals.
    pub pre_approvals: List<Record<'a>>,
}

/// A draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft<'a> {
    /// `meta.id`.
    pub id: Option<String>,
    /// `filing`, `subject`, `access`.
    pub order: Record<'a>,
    /// `legal_representative`, where the draft has it.
    pub legal_representative: Option<Record<'a>>,
    /// `principal`, where the draft has it.
    pub principal: Option<Record<'a>>,
    /// `services`.
    pub services: List<Service<'a>>,
    /// `attachments`.
    pub attachments: List<Record<'a>>,
    /// `allow`: findings that the user accepts. No rule sees it.
    pub allow: List<Record<'a>>,
    /// `previous`: what is on record, in the same shape.
    pub previous: Option<Box<Draft<'a>>>,
}

impl<'a> Record<'a> {
    /// A row of which nothing is known.
    pub fn empty(kind: RecordKind) -> Self {
        // Not `vec!`, which would clone: an empty row is made for every record of a batch.
        let unknown = std::iter::repeat_with(Slot::default);
        Self {
            kind,
            slots: unknown.take(kind.fields().len()).collect(),
            bits: bits::ALL_UNKNOWN,
            start: None,
        }
    }

    /// A row with the same in every slot.
    pub fn filled(kind: RecordKind, slot: &Slot<'a>) -> Self {
        let mut row = Self::empty(kind);
        for at in 0..kind.fields().len() {
            row.put(at, slot.clone());
        }
        row
    }

    /// Whether the draft says that there is no such thing (`legal_representative = "none"`).
    pub fn is_none(&self) -> bool {
        self.slots.iter().all(|slot| *slot == Slot::None)
    }

    /// Which fields it has.
    pub fn kind(&self) -> RecordKind {
        self.kind
    }

    /// A slot; [`Slot::Unknown`] outside the row.
    #[inline]
    pub fn slot(&self, slot: usize) -> &Slot<'a> {
        self.slots.get(slot).unwrap_or(&Slot::Unknown)
    }

    /// Puts a value; does nothing outside the row.
    #[inline(always)]
    pub fn put(&mut self, slot: usize, value: Slot<'a>) {
        let (Some(place), Some(bit)) = (self.slots.get_mut(slot), self.bits.get_mut(slot)) else {
            return;
        };
        *bit = bits::of_slot(&value);
        let before = std::mem::replace(place, value);
        match before {
            // Nothing is to be freed, and nothing looks whether there is.
            Slot::Unknown => std::mem::forget(before),
            _ => free(before),
        }
    }

    /// Remembers at which byte of the text its table opens.
    pub(super) fn begins(&mut self, at: usize) {
        self.start = u32::try_from(at).ok();
    }

    /// At which byte of the text that it was read from its table opens, where the reader tells.
    pub(super) fn start(&self) -> Option<usize> {
        usize::try_from(self.start?).ok()
    }

    /// What its slots hold, as bits.
    pub fn bits(&self) -> &Bits {
        &self.bits
    }

    /// The text of a slot.
    pub fn text(&self, slot: usize) -> Option<&Private<'a>> {
        match self.slot(slot) {
            Slot::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether a slot holds text that says nothing.
    pub fn has_blank(&self, slot: usize) -> bool {
        self.text(slot)
            .is_some_and(|text| text.expose().trim().is_empty())
    }
}

/// Frees what stood in a slot, which is rare; apart, so that putting a value where there is none is a few
/// instructions.
#[cold]
fn free(before: Slot<'_>) {
    drop(before);
}

impl<T> List<T> {
    /// The elements; none where the list is unknown.
    pub fn items(&self) -> &[T] {
        match self {
            List::Unknown => &[],
            List::Known(items) => items,
        }
    }

    /// Whether the list is there.
    pub fn is_known(&self) -> bool {
        matches!(self, List::Known(_))
    }

    /// An element.
    pub fn get(&self, index: Position) -> Option<&T> {
        self.items().get(usize::from(index))
    }
}

impl Service<'_> {
    /// A service of which nothing is known.
    pub fn empty() -> Self {
        Self {
            record: Record::empty(RecordKind::Service),
            principal: None,
            domains: List::Unknown,
            platforms: List::Unknown,
            pre_approvals: List::Unknown,
        }
    }
}

impl<'a> Draft<'a> {
    /// A draft of which nothing is known.
    pub fn empty() -> Self {
        Self {
            id: None,
            order: Record::empty(RecordKind::Order),
            legal_representative: None,
            principal: None,
            services: List::Unknown,
            attachments: List::Unknown,
            allow: List::Unknown,
            previous: None,
        }
    }

    /// The record at a place, if the draft has it there.
    pub fn record(&self, place: Place) -> Option<&Record<'a>> {
        let draft = if place.previous {
            self.previous.as_deref()?
        } else {
            self
        };
        let service = |index| draft.services.get(index);
        match place.node {
            Node::Order => Some(&draft.order),
            Node::LegalRepresentative => draft.legal_representative.as_ref(),
            Node::Principal => draft.principal.as_ref(),
            Node::Service(index) => service(index).map(|service| &service.record),
            Node::ServicePrincipal(index) => service(index)?.principal.as_ref(),
            Node::Domain(index, inner) => service(index)?.domains.get(inner),
            Node::Platform(index, inner) => service(index)?.platforms.get(inner),
            Node::PreApproval(index, inner) => service(index)?.pre_approvals.get(inner),
            Node::Attachment(index) => draft.attachments.get(index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_the_same_in_whatever_order_they_were_filled() {
        let values = [(0, Slot::Code(3)), (7, Slot::Bool(true)), (2, Slot::None)];
        let mut one = Record::empty(RecordKind::Order);
        let mut other = one.clone();
        for (slot, value) in &values {
            one.put(*slot, value.clone());
        }
        other.put(2, Slot::LongTerm);
        for (slot, value) in values.iter().rev() {
            other.put(*slot, value.clone());
        }
        other.begins(9);
        assert_eq!(one, other);
        other.put(RecordKind::MOST_FIELDS, Slot::None);
        assert_eq!(one, other);
        other.put(1, Slot::None);
        assert_ne!(one, other);
    }

    #[test]
    fn a_row_of_none_says_so_in_every_slot() {
        let mut row = Record::filled(RecordKind::Person, &Slot::None);
        assert!(row.is_none());
        row.put(4, Slot::Bool(false));
        assert!(!row.is_none() && *row.slot(4) == Slot::Bool(false));
        assert_eq!(*row.slot(5), Slot::None);
    }
}
