//! Facts of the subject: what its number tells, where it is, and whether it is the one on record.

use super::check::code;
use super::fact::Fact;
use super::order::{BUSINESS_LICENSE, is_registration_number, number_check, subject_number};
use super::view::Facts;
use crate::draft::{Node, Place};
use crate::fields::choices::SUBJECT_KINDS;
use crate::fields::{OrderField, PersonField};
use crate::identifiers::{city_of, fold_identifier, same_name, same_number};

const NOW: Place = Place::now(Node::Order);
const BEFORE: Place = Place::previous(Node::Order);

fn field<'d>(facts: &Facts<'d>, place: Place, field: OrderField) -> Fact<'d> {
    facts.field(place, field as usize)
}

/// A number that can be built on: withheld where its form is wrong.
fn number<'d>(facts: &Facts<'d>) -> Fact<'d> {
    if number_check(facts).is_malformed() {
        return Fact::Withheld;
    }
    field(facts, NOW, OrderField::SubjectCertificateNumber)
}

/// The kind of subject that a unified social credit code tells; none where it tells none.
pub(super) fn number_kind(facts: &Facts<'_>) -> Fact<'static> {
    match number(facts) {
        Fact::Text(text) => subject_number(facts)
            .code(text)
            .and_then(|known| known.subject_kind())
            .map_or(Fact::None, |kind| code(SUBJECT_KINDS, kind)),
        Fact::Withheld => Fact::Withheld,
        Fact::None => Fact::None,
        _ => Fact::Unknown,
    }
}

/// Whether the number is the 15 digits of a licence before the unified code.
pub(super) fn number_outdated(facts: &Facts<'_>) -> Fact<'static> {
    let kind = field(facts, NOW, OrderField::SubjectCertificateType);
    match (kind, number(facts)) {
        (Fact::Code(BUSINESS_LICENSE), number @ Fact::Text(_)) => {
            Fact::Bool(is_registration_number(number))
        }
        (Fact::Code(_), Fact::Text(_) | Fact::None) => Fact::Bool(false),
        (_, Fact::Withheld) | (Fact::Withheld, _) => Fact::Withheld,
        _ => Fact::Unknown,
    }
}

/// Whether the number is still that of the subject on record: the same, or a unified code that
/// holds the organisation code on record. An old registration number is not held by the new code:
/// then the names tell, and where they differ too nothing can be said.
pub(super) fn number_continues(facts: &Facts<'_>) -> Fact<'static> {
    let before = field(facts, BEFORE, OrderField::SubjectCertificateNumber);
    let (now, before) = match (number(facts), before) {
        (Fact::Text(now), Fact::Text(before)) => (now, before),
        (Fact::Withheld, _) | (_, Fact::Withheld) => return Fact::Withheld,
        (Fact::None, _) | (_, Fact::None) => return Fact::None,
        _ => return Fact::Unknown,
    };
    if same_number(now, before) {
        return Fact::Bool(true);
    }
    let inner = |text: &str| -> Option<String> {
        let text = fold_identifier(text).replace('-', "");
        match text.chars().count() {
            18 => Some(text.chars().skip(8).take(9).collect()),
            9 => Some(text),
            _ => None,
        }
    };
    match (inner(now), inner(before)) {
        // Two unified codes are two registrations, even of one organisation code.
        (Some(left), Some(right)) if now.len() != before.len() => Fact::Bool(left == right),
        (Some(_), Some(_)) => Fact::Bool(false),
        _ => {
            let names = (
                field(facts, NOW, OrderField::SubjectName),
                field(facts, BEFORE, OrderField::SubjectName),
            );
            match names {
                (Fact::Text(now), Fact::Text(before)) if same_name(now, before) => Fact::Bool(true),
                (Fact::Unknown, _) | (_, Fact::Unknown) => Fact::Unknown,
                _ => Fact::Withheld,
            }
        }
    }
}

/// Whether the address is in the city of the address on the certificate. Places under a province
/// without a city between are each their own; so is a municipality.
pub(super) fn in_certificate_city(facts: &Facts<'_>) -> Fact<'static> {
    let address = field(facts, NOW, OrderField::SubjectAddressCity);
    let certificate = field(facts, NOW, OrderField::SubjectCertificateCity);
    match (address, certificate) {
        (Fact::Division(left), Fact::Division(right)) => {
            Fact::Bool(city_of(left) == city_of(right))
        }
        (Fact::Withheld, _) | (_, Fact::Withheld) => Fact::Withheld,
        (Fact::None, _) | (_, Fact::None) => Fact::None,
        _ => Fact::Unknown,
    }
}

/// Whether a person is the one who is on record as the subject: by number where both have the
/// same type of certificate, else by name.
pub(super) fn is_previous(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    let before = Place::previous(Node::Principal);
    let first = |subject: OrderField, person: PersonField| match field(facts, BEFORE, subject) {
        Fact::Unknown | Fact::None => facts.field(before, person as usize),
        known => known,
    };
    let own = |field: PersonField| facts.field(place, field as usize);
    let was = first(
        OrderField::SubjectCertificateNumber,
        PersonField::CertificateNumber,
    );
    if let (Fact::Text(now), Fact::Text(was)) = (own(PersonField::CertificateNumber), was) {
        if same_number(now, was) {
            return Fact::Bool(true);
        }
        let kinds = (
            own(PersonField::CertificateType),
            first(
                OrderField::SubjectCertificateType,
                PersonField::CertificateType,
            ),
        );
        if let (Fact::Code(left), Fact::Code(right)) = kinds
            && left == right
        {
            return Fact::Bool(false);
        }
    }
    match (
        own(PersonField::Name),
        first(OrderField::SubjectName, PersonField::Name),
    ) {
        (Fact::Text(now), Fact::Text(was)) => Fact::Bool(same_name(now, was)),
        (Fact::Withheld, _) | (_, Fact::Withheld) => Fact::Withheld,
        _ => Fact::Unknown,
    }
}
