//! Answers that are likely from what is known already.

use super::value::Value;
use crate::draft::{Draft, Node, Path, Place, Slot};
use crate::fields::{Kind, OrderField, PersonField, RecordKind};
use crate::identifiers::{check_credit_code, check_id_card, city, city_of, division, province_of};

/// A likely answer.
pub(super) enum Likely {
    /// A certificate's number says it: proposed, so that Enter takes it.
    ByNumber(Value),
    /// It mostly is so: offered first, and has to be chosen.
    Usual(Value),
}

/// The likely answer to a field.
pub(super) fn likely(draft: &Draft<'_>, place: Place, slot: usize) -> Option<Likely> {
    if place.previous {
        return None;
    }
    let by_number = |code| Likely::ByNumber(Value::Division(code));
    let usual = |code| Likely::Usual(Value::Division(code));
    let filing = || {
        let province = Place::now(Node::Order).field(OrderField::FilingProvince as usize);
        division_at(draft, province)
    };
    let region = || region(draft, place);
    let near = || match region() {
        Some(code) => Some(by_number(province_of(code))),
        None => filing().map(usual),
    };
    let within = |code| city_within(draft, place, slot, code);
    match place.kind() {
        RecordKind::Order if slot == OrderField::SubjectCertificateProvince as usize => near(),
        RecordKind::Order if slot == OrderField::SubjectAddressProvince as usize => {
            filing().map(usual)
        }
        RecordKind::Order if slot == OrderField::SubjectCertificateCity as usize => {
            within(region()?).map(by_number)
        }
        RecordKind::Order if slot == OrderField::SubjectAddressCity as usize => {
            let known = place.field(OrderField::SubjectCertificateCity as usize);
            let known = division_at(draft, known).or_else(region)?;
            within(known).map(usual)
        }
        RecordKind::Person if slot == PersonField::CertificateProvince as usize => near(),
        RecordKind::Person if slot == PersonField::CertificateCity as usize => {
            within(region()?).map(by_number)
        }
        RecordKind::Person
            if slot == PersonField::PermitProvince as usize
                || slot == PersonField::MobileProvince as usize =>
        {
            filing().map(usual)
        }
        _ => None,
    }
}

/// The province that a city has to lie in, as the draft says it beside the city.
pub(super) fn province_beside(draft: &Draft<'_>, place: Place, slot: usize) -> Option<u32> {
    division_at(draft, field_beside(place, slot)?)
}

/// The field that says in which province a city lies.
pub(super) fn field_beside(place: Place, slot: usize) -> Option<Path> {
    let kind = place.kind();
    let field = kind.field(slot).filter(|field| field.kind == Kind::City)?;
    let key = format!("{}.province", field.key.rsplit_once('.')?.0);
    kind.slot(&key).map(|slot| place.field(slot))
}

fn city_within(draft: &Draft<'_>, place: Place, slot: usize, code: u32) -> Option<u32> {
    let code = city_of(code);
    city(code)?;
    let province = province_beside(draft, place, slot);
    province
        .is_none_or(|province| province == province_of(code))
        .then_some(code)
}

fn division_at(draft: &Draft<'_>, path: Path) -> Option<u32> {
    let crate::draft::Item::Field(slot) = path.item else {
        return None;
    };
    match draft.record(path.place)?.slot(slot.into()) {
        Slot::Division(code) => Some(*code),
        _ => None,
    }
}

/// The division that a certificate's number names: where an identity number was given, or who
/// registered a unit. Nothing where the number is malformed or names none.
fn region(draft: &Draft<'_>, place: Place) -> Option<u32> {
    let slot = match place.kind() {
        RecordKind::Order => OrderField::SubjectCertificateNumber as usize,
        RecordKind::Person => PersonField::CertificateNumber as usize,
        _ => return None,
    };
    let text = draft.record(place)?.text(slot)?;
    let number = text.expose();
    let far = chrono::NaiveDate::MAX;
    let card = check_id_card(number, far).value().map(|card| card.region);
    card.or_else(|| check_credit_code(number).value().map(|code| code.region))
        .filter(|code| division(province_of(*code)).is_some())
}
