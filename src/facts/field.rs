//! The fields of records: what stands in a slot, where it is held, and what an absent field means.
//! Source: the draft format, "Unknown, none, known".

use super::fact::Fact;
use super::trace::ReadState;
use super::view::{Facts, FilingGroup, domain_name, indices};
use crate::draft::{Item, Node, Path, Place, Record, Slot};
use crate::fields::choices::{FILING_KINDS, PROVIDERS};
use crate::fields::{
    DomainField, FactItem, FactRef, OrderField, PersonField, RecordKind, ServiceField,
};
use crate::identifiers::same_name;

/// Person fields that in a personal filing are the subject's: one person, held once.
const SHARED: &[(PersonField, OrderField)] = &[
    (PersonField::Name, OrderField::SubjectName),
    (PersonField::Certificate, OrderField::SubjectCertificate),
    (
        PersonField::CertificateType,
        OrderField::SubjectCertificateType,
    ),
    (
        PersonField::CertificateNumber,
        OrderField::SubjectCertificateNumber,
    ),
    (
        PersonField::CertificateFrom,
        OrderField::SubjectCertificateFrom,
    ),
    (
        PersonField::CertificateUntil,
        OrderField::SubjectCertificateUntil,
    ),
    (
        PersonField::CertificateProvince,
        OrderField::SubjectCertificateProvince,
    ),
    (
        PersonField::CertificateCity,
        OrderField::SubjectCertificateCity,
    ),
    (
        PersonField::CertificateAddress,
        OrderField::SubjectCertificateAddress,
    ),
];

/// The person fields and the order's that are shared, a bit each.
const SHARED_SLOTS: (u64, u64) = {
    let (mut person, mut order) = (0u64, 0u64);
    let mut rest = SHARED;
    while let [(own, subjects), others @ ..] = rest {
        assert!((*own as u32) < u64::BITS && (*subjects as u32) < u64::BITS);
        person |= 1u64.wrapping_shl(*own as u32);
        order |= 1u64.wrapping_shl(*subjects as u32);
        rest = others;
    }
    (person, order)
};

/// Whether a field is one of [`SHARED`].
fn is_shared(kind: RecordKind, slot: usize) -> bool {
    let shared = match kind {
        RecordKind::Person => SHARED_SLOTS.0,
        RecordKind::Order => SHARED_SLOTS.1,
        _ => 0,
    };
    let slot = u32::try_from(slot).ok();
    slot.is_some_and(|slot| shared.checked_shr(slot).unwrap_or(0) & 1 == 1)
}

/// Whether a fact is what stands in a slot, always: a field that is held nowhere else, and means nothing
/// where it is absent.
pub fn is_plain(fact: FactRef) -> bool {
    let FactItem::Field(slot) = fact.item else {
        return false;
    };
    let (record, slot) = (fact.mount.record(), usize::from(slot));
    fact.mount.is_previous() || !(is_shared(record, slot) || has_default(record, slot))
}

/// Whether an absent field may mean something.
fn has_default(kind: RecordKind, slot: usize) -> bool {
    match kind {
        RecordKind::Order => {
            slot == OrderField::FilingProvider as usize
                || slot == OrderField::SubmitOn as usize
                || is_on_record(slot)
        }
        RecordKind::Service => slot == ServiceField::Kind as usize,
        RecordKind::Domain => slot == DomainField::New as usize,
        _ => false,
    }
}

impl<'d> Facts<'d> {
    /// A field of a record, with the defaults of the draft format.
    pub(super) fn field(&self, place: Place, slot: usize) -> Fact<'d> {
        let held = self.held(place, slot);
        let fact = self.stored(held, place, slot);
        if self.recorder.is_on() {
            let state = match fact {
                Fact::Unknown => ReadState::Unknown,
                Fact::Withheld => ReadState::Withheld,
                _ => ReadState::Known,
            };
            self.note(held, state);
        }
        fact
    }

    /// The same of a record that is at hand.
    pub(super) fn field_in(
        &self,
        place: Place,
        record: Option<&'d Record<'d>>,
        slot: usize,
    ) -> Fact<'d> {
        let may_be_elsewhere =
            self.personal == Some(true) && !place.previous && is_shared(place.kind(), slot);
        if self.recorder.is_on() || may_be_elsewhere {
            return self.field(place, slot);
        }
        let stored = record.map_or(&Slot::Unknown, |record| record.slot(slot));
        self.meaning(stored, place, slot)
    }

    /// The same without noting it: for a field that helps where it is known but would not be asked
    /// for.
    pub(super) fn peek(&self, place: Place, slot: usize) -> Fact<'d> {
        self.stored(self.held(place, slot), place, slot)
    }

    /// What stands where a field's value is held, else what an absent field means.
    fn stored(&self, held: Path, place: Place, slot: usize) -> Fact<'d> {
        let stored = match held.item {
            Item::Field(index) => self
                .draft
                .record(held.place)
                .map_or(&Slot::Unknown, |record| record.slot(index.into())),
            _ => &Slot::Unknown,
        };
        self.meaning(stored, place, slot)
    }

    /// What stands in a slot, or what an absent field means.
    #[inline]
    fn meaning(&self, stored: &'d Slot<'d>, place: Place, slot: usize) -> Fact<'d> {
        match stored {
            Slot::Unknown => self.default(place, slot).unwrap_or(Fact::Unknown),
            Slot::Unreadable => Fact::Withheld,
            Slot::None => Fact::None,
            Slot::Present => Fact::Bool(true),
            Slot::Bool(flag) => Fact::Bool(*flag),
            Slot::Int(number) => Fact::Int(*number),
            Slot::Day(day) => Fact::Day(*day),
            Slot::LongTerm => Fact::Endless,
            Slot::Code(code) => Fact::Code(*code),
            Slot::Codes(codes) => Fact::Set {
                yes: *codes,
                maybe: 0,
            },
            Slot::Division(code) => Fact::Division(*code),
            Slot::Text(text) => Fact::Text(text.expose()),
            Slot::Texts(texts) => Fact::Texts(texts),
        }
    }

    /// Where a field's value is held. In a personal filing the subject and its principal are one
    /// person: a value given once holds for both.
    pub fn held(&self, place: Place, slot: usize) -> Path {
        let own = place.field(slot);
        if self.personal != Some(true) || place.previous || !is_shared(place.kind(), slot) {
            return own;
        }
        let known = |path: Path| match path.item {
            Item::Field(index) => self
                .draft
                .record(path.place)
                .is_some_and(|record| *record.slot(index.into()) != Slot::Unknown),
            _ => false,
        };
        match place.kind() {
            RecordKind::Person => {
                let Some((_, shared)) = SHARED.iter().find(|(field, _)| *field as usize == slot)
                else {
                    return own;
                };
                let subject = Place::now(Node::Order).field(*shared as usize);
                if !known(own) || self.alike(own, subject) {
                    subject
                } else {
                    own
                }
            }
            RecordKind::Order => {
                let Some((field, _)) = SHARED.iter().find(|(_, shared)| *shared as usize == slot)
                else {
                    return own;
                };
                let person = Place::now(Node::Principal).field(*field as usize);
                if !known(own) && known(person) {
                    person
                } else {
                    own
                }
            }
            _ => own,
        }
    }

    /// Whether two fields hold the same value.
    fn alike(&self, left: Path, right: Path) -> bool {
        let stored = |path: Path| match path.item {
            Item::Field(index) => self
                .draft
                .record(path.place)
                .map(|record| record.slot(index.into())),
            _ => None,
        };
        match (stored(left), stored(right)) {
            (Some(Slot::Text(left)), Some(Slot::Text(right))) => {
                same_name(left.expose(), right.expose())
            }
            (Some(left), Some(right)) => left == right,
            _ => false,
        }
    }

    /// The value that the draft format gives an absent field.
    fn default(&self, place: Place, slot: usize) -> Option<Fact<'d>> {
        if place.previous || !has_default(place.kind(), slot) {
            return None;
        }
        match place.node {
            Node::Order if slot == OrderField::FilingProvider as usize => {
                let other = PROVIDERS.iter().position(|choice| choice.id == "other")?;
                u8::try_from(other).ok().map(Fact::Code)
            }
            Node::Order if slot == OrderField::SubmitOn as usize => Some(Fact::Day(self.as_of)),
            Node::Order if is_on_record(slot) && self.is_first() => Some(Fact::None),
            Node::Service(_) if slot == ServiceField::Kind as usize => Some(Fact::Code(0)),
            Node::Domain(service, index) if slot == DomainField::New as usize => {
                self.is_new_domain(service, index)
            }
            _ => None,
        }
    }

    fn is_first(&self) -> bool {
        let code = match self.draft.order.slot(OrderField::FilingKind as usize) {
            Slot::Code(code) => usize::from(*code),
            _ => return false,
        };
        FILING_KINDS
            .get(code)
            .is_some_and(|choice| choice.id == "first")
    }

    /// `domain.new` where the draft does not say: true in new filings, false in access filings and
    /// cancellations; in a change, whether the domain is not on record.
    fn is_new_domain(&self, service: u32, index: u32) -> Option<Fact<'d>> {
        match self.filing_group()? {
            FilingGroup::New => Some(Fact::Bool(true)),
            FilingGroup::Access | FilingGroup::Cancel => Some(Fact::Bool(false)),
            FilingGroup::Changes => {
                let previous = self.draft.previous.as_deref()?;
                let name = domain_name(self.draft, service, index)?;
                let mut complete = previous.services.is_known();
                for (i, old) in (0u32..).zip(previous.services.items()) {
                    complete &= old.domains.is_known();
                    for j in indices(old.domains.items()) {
                        if domain_name(previous, i, j).is_some_and(|old| same_name(old, name)) {
                            return Some(Fact::Bool(false));
                        }
                    }
                }
                complete.then_some(Fact::Bool(true))
            }
        }
    }
}

fn is_on_record(slot: usize) -> bool {
    [
        OrderField::OnRecord,
        OrderField::OnRecordServices,
        OrderField::OnRecordDomains,
        OrderField::SitesOpen,
        OrderField::SitesShowNumber,
    ]
    .iter()
    .any(|field| *field as usize == slot)
}
