//! The fields of records: what stands in a slot, where it is held, and what an absent field means.
//! Source: the draft format, "Unknown, none, known".

use super::domain::same_domain;
use super::fact::Fact;
use super::trace::ReadState;
use super::view::{Facts, FilingGroup, domain_name, indices};
use crate::draft::{Draft, Node, Path, Place, Position, Record, Slot};
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

/// For each slot of a person, or of the order, the slot of the other that holds the same.
const fn partners(of_person: bool) -> [Option<u8>; 64] {
    let mut partners = [None; 64];
    let mut rest: &mut [Option<u8>] = &mut partners;
    let mut slot = 0u8;
    while let [partner, others @ ..] = rest {
        let mut shared = SHARED;
        while let [(person, subject), after @ ..] = shared {
            let (person, subject) = (*person as u8, *subject as u8);
            assert!(person < 64 && subject < 64);
            if of_person && person == slot {
                *partner = Some(subject);
            } else if !of_person && subject == slot {
                *partner = Some(person);
            }
            shared = after;
        }
        slot = slot.saturating_add(1);
        rest = others;
    }
    partners
}

static OF_PERSON: [Option<u8>; 64] = partners(true);
static OF_ORDER: [Option<u8>; 64] = partners(false);

/// The slot of the other record that holds the same as a [`SHARED`] field.
#[inline]
fn shared(kind: RecordKind, slot: usize) -> Option<usize> {
    let partners = match kind {
        RecordKind::Person => &OF_PERSON,
        RecordKind::Order => &OF_ORDER,
        _ => return None,
    };
    partners.get(slot).copied().flatten().map(usize::from)
}

/// Whether a field is one of [`SHARED`].
fn is_shared(kind: RecordKind, slot: usize) -> bool {
    shared(kind, slot).is_some()
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
    #[inline]
    pub(super) fn field(&self, place: Place, slot: usize) -> Fact<'d> {
        self.field_in(place, self.draft.record(place), slot)
    }

    /// The same of a record that is at hand.
    pub(super) fn field_in(
        &self,
        place: Place,
        record: Option<&'d Record<'d>>,
        slot: usize,
    ) -> Fact<'d> {
        if self.recorder.is_on() {
            return self.noted(place, slot);
        }
        self.peek_in(place, record, slot)
    }

    /// The same without noting it: for a field that helps where it is known but would not be asked
    /// for.
    pub(super) fn peek(&self, place: Place, slot: usize) -> Fact<'d> {
        self.peek_in(place, self.draft.record(place), slot)
    }

    #[inline(always)]
    fn peek_in(&self, place: Place, record: Option<&'d Record<'d>>, slot: usize) -> Fact<'d> {
        let own = record.map_or(&Slot::Unknown, |record| record.slot(slot));
        match own {
            // What calls nothing is a few instructions: most fields are known and held where they are
            // looked for.
            known if self.personal != Some(true) && !matches!(own, Slot::Unknown) => of_slot(known),
            _ => self.sought(place, own, slot),
        }
    }

    /// A field that may be held elsewhere, or mean something where it is absent.
    #[inline(never)]
    fn sought(&self, place: Place, own: &'d Slot<'d>, slot: usize) -> Fact<'d> {
        let stored = match self.partner(place, slot) {
            None => own,
            Some(partner) => self.of_two(place, own, partner),
        };
        match stored {
            Slot::Unknown => self.default(place, slot).unwrap_or(Fact::Unknown),
            known => of_slot(known),
        }
    }

    /// What holds of a field that is held in two records.
    fn of_two(&self, place: Place, own: &'d Slot<'d>, partner: usize) -> &'d Slot<'d> {
        if place.kind() == RecordKind::Person {
            let subjects = self.draft.order.slot(partner);
            return match (own, subjects) {
                (Slot::Unknown, _) => subjects,
                // Of two spellings the subject's counts.
                (Slot::Text(one), Slot::Text(other))
                    if one != other && same_name(one.expose(), other.expose()) =>
                {
                    subjects
                }
                _ => own,
            };
        }
        match (own, &self.draft.principal) {
            (Slot::Unknown, Some(principal)) => principal.slot(partner),
            _ => own,
        }
    }

    /// A field, noted as read.
    #[cold]
    fn noted(&self, place: Place, slot: usize) -> Fact<'d> {
        let fact = self.peek(place, slot);
        let state = match fact {
            Fact::Unknown => ReadState::Unknown,
            Fact::Withheld => ReadState::Withheld,
            _ => ReadState::Known,
        };
        self.note(self.held(place, slot), state);
        fact
    }

    /// The slot of the other record where a field's value may be held.
    #[inline]
    fn partner(&self, place: Place, slot: usize) -> Option<usize> {
        let is_one = self.personal == Some(true) && !place.previous;
        if is_one {
            shared(place.kind(), slot)
        } else {
            None
        }
    }

    /// Where a field's value is held. In a personal filing the subject and its principal are one
    /// person: a value given once holds for both.
    pub fn held(&self, place: Place, slot: usize) -> Path {
        let own = place.field(slot);
        let Some(partner) = self.partner(place, slot) else {
            return own;
        };
        let stored = |place, slot| match self.draft.record(place) {
            Some(record) => record.slot(slot),
            None => &Slot::Unknown,
        };
        let is_person = place.kind() == RecordKind::Person;
        let other = Place::now(if is_person {
            Node::Order
        } else {
            Node::Principal
        });
        let is_elsewhere = match (stored(place, slot), stored(other, partner)) {
            (Slot::Unknown, Slot::Unknown) => is_person,
            (Slot::Unknown, _) => true,
            (Slot::Text(one), Slot::Text(other)) if is_person => {
                same_name(one.expose(), other.expose())
            }
            (one, other) => is_person && one == other,
        };
        if is_elsewhere {
            other.field(partner)
        } else {
            own
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
    fn is_new_domain(&self, service: Position, index: Position) -> Option<Fact<'d>> {
        match self.filing_group()? {
            FilingGroup::New => Some(Fact::Bool(true)),
            FilingGroup::Access | FilingGroup::Cancel => Some(Fact::Bool(false)),
            FilingGroup::Changes => {
                let previous = self.draft.previous.as_deref()?;
                let name = domain_name(self.draft, service, index)?;
                let is_there = match self.on_record(previous) {
                    Some(record) => record.has(name),
                    None => has_by_comparing(previous, name),
                };
                is_there.map(|is_there| Fact::Bool(!is_there))
            }
        }
    }
}

/// Whether a service on record has a domain, comparing it with each; `None` where not all are listed.
pub(super) fn has_by_comparing(previous: &Draft<'_>, name: &str) -> Option<bool> {
    let mut complete = previous.services.is_known();
    for (i, old) in (0u16..).zip(previous.services.items()) {
        complete &= old.domains.is_known();
        for j in indices(old.domains.items()) {
            if domain_name(previous, i, j).is_some_and(|old| same_domain(old, name)) {
                return Some(true);
            }
        }
    }
    complete.then_some(false)
}

/// What stands in a slot.
#[inline]
fn of_slot<'d>(stored: &'d Slot<'d>) -> Fact<'d> {
    match stored {
        Slot::Unknown => Fact::Unknown,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::draft::{Item, Private};
    use crate::facts::ReadState;
    use crate::fields::choices::SUBJECT_KINDS;
    use crate::fields::place_of;
    use chrono::NaiveDate;

    fn is_same(left: Fact<'_>, right: Fact<'_>) -> bool {
        match (left, right) {
            (Fact::Unknown, Fact::Unknown)
            | (Fact::None, Fact::None)
            | (Fact::Withheld, Fact::Withheld) => true,
            (Fact::Text(left), Fact::Text(right)) => left == right,
            (Fact::Code(left), Fact::Code(right)) => left == right,
            _ => false,
        }
    }

    #[test]
    fn what_a_field_is_stands_where_it_is_held() {
        let slots = || {
            let texts = ["示例", " 示例", "别的"].map(|text| Slot::Text(Private::new(text)));
            [Slot::Unknown, Slot::None, Slot::Unreadable]
                .into_iter()
                .chain([Slot::Code(1), Slot::Code(2)])
                .chain(texts)
        };
        let calendar = Calendar::default();
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        for (kind, own, subjects) in ["personal", "enterprise"].into_iter().flat_map(|kind| {
            slots().flat_map(move |own| slots().map(move |subjects| (kind, own.clone(), subjects)))
        }) {
            let mut draft = Draft::empty();
            let kind = place_of(SUBJECT_KINDS, kind);
            draft
                .order
                .put(OrderField::SubjectKind as usize, Slot::Code(kind));
            let mut principal = Record::empty(RecordKind::Person);
            for (person, subject) in SHARED {
                principal.put(*person as usize, own.clone());
                draft.order.put(*subject as usize, subjects.clone());
            }
            draft.principal = Some(principal);
            let facts = Facts::new(&draft, day, &calendar);
            for (person, subject) in SHARED {
                for (node, slot) in [
                    (Node::Principal, *person as usize),
                    (Node::LegalRepresentative, *person as usize),
                    (Node::Order, *subject as usize),
                ] {
                    let place = Place::now(node);
                    let (noted, reads) = facts.traced(|| facts.field(place, slot));
                    let [read] = reads.as_slice() else {
                        panic!("one reading, not {reads:?}");
                    };
                    assert_eq!(read.path, facts.held(place, slot));
                    let Item::Field(held) = read.path.item else {
                        panic!("a field, not {read:?}");
                    };
                    let record = draft.record(read.path.place);
                    let there =
                        record.map_or(Fact::Unknown, |record| of_slot(record.slot(held.into())));
                    assert!(is_same(noted, there), "{read:?}");
                    assert!(is_same(facts.field(place, slot), there), "{read:?}");
                    assert!(is_same(facts.peek(place, slot), there), "{read:?}");
                    let is_open = matches!(there, Fact::Unknown);
                    assert_eq!(read.state == ReadState::Unknown, is_open);
                }
            }
        }
    }
}
