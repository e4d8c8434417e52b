//! Answers that are likely from what is known already. They are offered, and have to be confirmed.

use super::value::Value;
use crate::draft::{Draft, Node, Path, Place, Slot};
use crate::fields::{Kind, OrderField, PersonField, RecordKind, ServiceField};
use crate::identifiers::{check_credit_code, check_id_card, city, city_of, division, province_of};

/// The likely answer to a field.
pub(super) fn likely(draft: &Draft<'_>, place: Place, slot: usize) -> Option<Value> {
    let filing = division_at(
        draft,
        Place::now(Node::Order).field(OrderField::FilingProvince as usize),
    );
    let near = || match region(draft, place) {
        Some(code) => Some(province_of(code)),
        None => filing,
    };
    let code = match place.kind() {
        _ if place.previous => None,
        RecordKind::Order if slot == OrderField::SubjectCertificateProvince as usize => near(),
        RecordKind::Order if slot == OrderField::SubjectAddressProvince as usize => filing,
        RecordKind::Order if slot == OrderField::SubjectCertificateCity as usize => {
            city_within(draft, place, slot, region(draft, place)?)
        }
        RecordKind::Order if slot == OrderField::SubjectAddressCity as usize => {
            let known = place.field(OrderField::SubjectCertificateCity as usize);
            let known = division_at(draft, known).or_else(|| region(draft, place))?;
            city_within(draft, place, slot, known)
        }
        RecordKind::Person if slot == PersonField::CertificateProvince as usize => near(),
        RecordKind::Person if slot == PersonField::CertificateCity as usize => {
            city_within(draft, place, slot, region(draft, place)?)
        }
        RecordKind::Person
            if slot == PersonField::PermitProvince as usize
                || slot == PersonField::MobileProvince as usize =>
        {
            filing
        }
        RecordKind::Service if slot == ServiceField::Kind as usize => {
            return Some(Value::Choice("website"));
        }
        _ => None,
    };
    code.map(Value::Division)
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
