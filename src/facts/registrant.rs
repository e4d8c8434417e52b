//! Whether a domain's registrant is registered with the certificate of the person or unit that it
//! is. Source: the real-name check of domains, which compares name, type and number.

use super::domain::{LEGAL_REPRESENTATIVE, PRINCIPAL, SUBJECT, registrant_roles};
use super::element::Element;
use super::fact::Fact;
use super::view::Facts;
use super::{order, person};
use crate::draft::{Node, Place};
use crate::fields::{DomainField, Mount, OrderField, PersonField};
use crate::identifiers::same_number;

const THE_PRINCIPAL: Place = Place::now(Node::Principal);

/// Somebody who may be the registrant, with the certificate that they are known by.
struct Owner<'d> {
    kind: Fact<'d>,
    number: Fact<'d>,
}

/// The subject, the legal representative and the principal, those that are owners.
type Owners<'d> = [Option<Owner<'d>>; 3];

/// Those of the subject, the legal representative and the principal that the registrant is.
/// `Err` where it is not known whether it is any of them.
fn owners<'d>(facts: &Facts<'d>, place: Place) -> Result<Owners<'d>, Fact<'d>> {
    let (yes, maybe) = match registrant_roles(facts, place) {
        Fact::Set { yes, maybe } => (yes, maybe),
        Fact::Withheld => return Err(Fact::Withheld),
        _ => return Err(Fact::Unknown),
    };
    let has = |role| yes & role != 0;
    let is_person = has(SUBJECT) && facts.is_personal() == Some(true);
    let legal = match has(LEGAL_REPRESENTATIVE) {
        true => facts.place(Mount::LegalRepresentative, Element::Order),
        false => None,
    };
    // Nobody is looked at twice.
    let owners = [
        has(SUBJECT).then(|| subject(facts)),
        legal
            .filter(|place| !(is_person && *place == THE_PRINCIPAL))
            .map(|place| someone(facts, place)),
        (has(PRINCIPAL) && !is_person && legal != Some(THE_PRINCIPAL))
            .then(|| someone(facts, THE_PRINCIPAL)),
    ];
    let known_by_number = SUBJECT | LEGAL_REPRESENTATIVE | PRINCIPAL;
    if owners.iter().all(Option::is_none) && maybe & known_by_number != 0 {
        return Err(Fact::Unknown);
    }
    Ok(owners)
}

fn subject<'d>(facts: &Facts<'d>) -> Owner<'d> {
    let order = Place::now(Node::Order);
    if facts.is_personal() == Some(true) {
        return someone(facts, THE_PRINCIPAL);
    }
    Owner {
        kind: facts.field(order, OrderField::SubjectCertificateType as usize),
        number: if order::number_check(facts).is_malformed() {
            Fact::Withheld
        } else {
            facts.field(order, OrderField::SubjectCertificateNumber as usize)
        },
    }
}

fn someone<'d>(facts: &Facts<'d>, place: Place) -> Owner<'d> {
    Owner {
        kind: facts.field(place, PersonField::CertificateType as usize),
        number: if person::number_check(facts, place).is_malformed() {
            Fact::Withheld
        } else {
            facts.field(place, PersonField::CertificateNumber as usize)
        },
    }
}

/// Whether the number is that of the person or unit that the registrant is; none where the
/// registrant is somebody whose number the draft does not hold.
pub(super) fn number_matches<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    let owners = match owners(facts, place) {
        Ok(owners) => owners,
        Err(open) => return open,
    };
    if owners.iter().all(Option::is_none) {
        return Fact::None;
    }
    let number = match facts.field(place, DomainField::RegistrantCertificateNumber as usize) {
        Fact::Text(number) => number,
        other => return other,
    };
    let is_theirs = |owner: &Owner<'_>| match owner.number {
        Fact::Text(own) => Some(same_number(own, number)),
        _ => None,
    };
    let mut known = owners.iter().flatten();
    if known.any(|owner| is_theirs(owner) == Some(true)) {
        return Fact::Bool(true);
    }
    let open = |wanted: fn(&Fact<'_>) -> bool| {
        let mut known = owners.iter().flatten();
        known.any(|owner| wanted(&owner.number))
    };
    if open(|fact| matches!(fact, Fact::Withheld)) {
        Fact::Withheld
    } else if open(|fact| matches!(fact, Fact::Unknown)) {
        Fact::Unknown
    } else if open(|fact| matches!(fact, Fact::Text(_))) {
        Fact::Bool(false)
    } else {
        Fact::None
    }
}

/// Whether the type of certificate is that of the one whose number it is; none where no number
/// agrees, which is said of the number.
pub(super) fn type_matches<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    let owners = match owners(facts, place) {
        Ok(owners) => owners,
        Err(open) => return open,
    };
    let kind = match facts.field(place, DomainField::RegistrantCertificateType as usize) {
        Fact::Code(kind) => kind,
        other => return other,
    };
    let number = match facts.field(place, DomainField::RegistrantCertificateNumber as usize) {
        Fact::Text(number) => number,
        other => return other,
    };
    let mut differs = false;
    for owner in owners.iter().flatten() {
        match (owner.number, owner.kind) {
            (Fact::Text(own), Fact::Code(theirs)) if same_number(own, number) => {
                if theirs == kind {
                    return Fact::Bool(true);
                }
                differs = true;
            }
            _ => {}
        }
    }
    if differs {
        Fact::Bool(false)
    } else {
        Fact::None
    }
}
