//! Facts of a person: age, origin and locality, the forms of numbers, who is the same as whom.

use chrono::{Datelike, NaiveDate};

use super::check::{Checked, member};
use super::element::Element;
use super::fact::Fact;
use super::view::Facts;
use crate::draft::{ListName, Node, Path, Place};
use crate::fields::choices::{ORIGINS, PERSON_CERTIFICATES, PERSON_ROLES};
use crate::fields::{Mount, OrderField, PersonField};
use crate::identifiers::{
    check_email, check_hk_macao_permit, check_hk_macao_residence, check_id_card, check_landline,
    check_mobile, check_passport, check_permanent_resident, check_phone, check_taiwan_permit,
    check_taiwan_residence, fold_identifier, same_name, same_number,
};

const ID_CARD: u8 = member(PERSON_CERTIFICATES, "id-card");
const TEMPORARY_ID_CARD: u8 = member(PERSON_CERTIFICATES, "temporary-id-card");
const HK_MACAO_PERMIT: u8 = member(PERSON_CERTIFICATES, "hk-macao-permit");
const HK_MACAO_RESIDENCE: u8 = member(PERSON_CERTIFICATES, "hk-macao-residence-permit");
const TAIWAN_PERMIT: u8 = member(PERSON_CERTIFICATES, "taiwan-permit");
const TAIWAN_RESIDENCE: u8 = member(PERSON_CERTIFICATES, "taiwan-residence-permit");
const PASSPORT: u8 = member(PERSON_CERTIFICATES, "passport");
const PERMANENT_RESIDENT: u8 = member(PERSON_CERTIFICATES, "foreign-permanent-resident-id");

const MAINLAND: u8 = member(ORIGINS, "mainland");
const HK_MACAO: u8 = member(ORIGINS, "hk-macao");
const TAIWAN: u8 = member(ORIGINS, "taiwan");
const FOREIGN: u8 = member(ORIGINS, "foreign");

const ROLE_PRINCIPAL: u8 = member(PERSON_ROLES, "principal");
const ROLE_LEGAL_REPRESENTATIVE: u8 = member(PERSON_ROLES, "legal-representative");
const ROLE_SERVICE_PRINCIPAL: u8 = member(PERSON_ROLES, "service-principal");

/// Which part the person at a place has.
pub(super) fn role(place: Place) -> Fact<'static> {
    Fact::Code(match place.node {
        Node::Principal => ROLE_PRINCIPAL,
        Node::LegalRepresentative => ROLE_LEGAL_REPRESENTATIVE,
        _ => ROLE_SERVICE_PRINCIPAL,
    })
}

fn field<'d>(facts: &Facts<'d>, place: Place, field: PersonField) -> Fact<'d> {
    facts.field(place, field as usize)
}

/// The type of the certificate. One that no person has is withheld: a personal filing may give the
/// subject a unit's, and its own rule reports that.
fn certificate_fact(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    match field(facts, place, PersonField::CertificateType) {
        Fact::Code(code) if PERSON_CERTIFICATES.get(usize::from(code)).is_some() => {
            Fact::Code(code)
        }
        Fact::None => Fact::None,
        Fact::Code(_) | Fact::Withheld => Fact::Withheld,
        _ => Fact::Unknown,
    }
}

fn certificate_type(facts: &Facts<'_>, place: Place) -> Option<u8> {
    match certificate_fact(facts, place) {
        Fact::Code(code) => Some(code),
        _ => None,
    }
}

/// What a person's certificate number tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct PersonNumber {
    form: Checked,
    /// The date of birth, where the number is well-formed and holds it.
    birth: Option<NaiveDate>,
}

/// The form of the certificate number, by the type of the certificate. Without a type there is
/// nothing to check it by.
pub(super) fn number_check(facts: &Facts<'_>, place: Place) -> Checked {
    person_number(facts, place).form
}

fn person_number(facts: &Facts<'_>, place: Place) -> PersonNumber {
    facts.once(facts.known.person_number(place), place, || {
        let mut birth = None;
        let form = checked_number(facts, place, &mut birth);
        PersonNumber { form, birth }
    })
}

fn checked_number(facts: &Facts<'_>, place: Place, birth: &mut Option<NaiveDate>) -> Checked {
    let number = field(facts, place, PersonField::CertificateNumber);
    if !matches!(number, Fact::Text(_)) {
        return Checked::of(number, check_passport);
    }
    let today = facts.as_of();
    let mut born = |day: Option<NaiveDate>| *birth = day;
    match certificate_fact(facts, place) {
        Fact::Code(ID_CARD | TEMPORARY_ID_CARD) => Checked::of(number, |text| {
            check_id_card(text, today).map(|card| born(Some(card.birth)))
        }),
        Fact::Code(HK_MACAO_PERMIT) => Checked::of(number, check_hk_macao_permit),
        Fact::Code(TAIWAN_PERMIT) => Checked::of(number, check_taiwan_permit),
        Fact::Code(HK_MACAO_RESIDENCE) => Checked::of(number, |text| {
            check_hk_macao_residence(text, today).map(|permit| born(Some(permit.birth)))
        }),
        Fact::Code(TAIWAN_RESIDENCE) => Checked::of(number, |text| {
            check_taiwan_residence(text, today).map(|permit| born(Some(permit.birth)))
        }),
        Fact::Code(PASSPORT) => Checked::of(number, check_passport),
        Fact::Code(PERMANENT_RESIDENT) => Checked::of(number, |text| {
            check_permanent_resident(text, today).map(|card| born(card.birth))
        }),
        Fact::None => Checked::Nothing,
        kind => Checked::Open(!matches!(kind, Fact::Withheld)),
    }
}

pub(super) fn mobile_check(facts: &Facts<'_>, place: Place) -> Checked {
    Checked::of(field(facts, place, PersonField::Mobile), check_mobile)
}

pub(super) fn emergency_check(facts: &Facts<'_>, place: Place) -> Checked {
    Checked::of(
        field(facts, place, PersonField::EmergencyPhone),
        check_phone,
    )
}

pub(super) fn landline_check(facts: &Facts<'_>, place: Place) -> Checked {
    Checked::of(
        field(facts, place, PersonField::Landline),
        check_phone_or_landline,
    )
}

pub(super) fn email_check(facts: &Facts<'_>, place: Place) -> Checked {
    Checked::of(field(facts, place, PersonField::Email), |text| {
        check_email(text).map(|_| ())
    })
}

/// Whether the mobile number belongs to the filing's province.
pub(super) fn mobile_is_local(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    in_filing_province(facts, field(facts, place, PersonField::MobileProvince))
}

/// Whether a mobile number stands where the office phone is asked for.
pub(super) fn landline_is_mobile(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    match field(facts, place, PersonField::Landline) {
        Fact::Text(text) => {
            if landline_check(facts, place).is_malformed() {
                Fact::Withheld
            } else {
                Fact::Bool(!check_mobile(text).is_malformed())
            }
        }
        Fact::None => Fact::None,
        Fact::Withheld => Fact::Withheld,
        _ => Fact::Unknown,
    }
}

/// Whether the person is a woman, where the number tells.
pub(super) fn is_woman(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    let number = match field(facts, place, PersonField::CertificateNumber) {
        Fact::Text(text) => text,
        Fact::Withheld => return Fact::Withheld,
        Fact::None => return Fact::None,
        _ => return Fact::Unknown,
    };
    if number_check(facts, place).is_malformed() {
        return Fact::Withheld;
    }
    match certificate_type(facts, place) {
        Some(ID_CARD | TEMPORARY_ID_CARD | HK_MACAO_RESIDENCE | TAIWAN_RESIDENCE) => {}
        Some(_) => return Fact::None,
        None => return Fact::Unknown,
    }
    let digit = fold_identifier(number).chars().nth(16);
    match digit.and_then(|c| c.to_digit(10)) {
        Some(digit) => Fact::Bool(digit % 2 == 0),
        None => Fact::Withheld,
    }
}

/// Whether the person is the principal of a service; the subject's principal is that of every
/// service without one of its own.
pub(super) fn acts_as_service_principal(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    match place.node {
        Node::ServicePrincipal(_) => return Fact::Bool(true),
        Node::LegalRepresentative => return Fact::Bool(false),
        _ => {}
    }
    let services = &facts.draft().services;
    let mut open = !facts.complete(services, Node::Order, ListName::Services);
    for (index, _) in (0u16..).zip(services.items()) {
        let Some(theirs) = facts.place(Mount::ServicePrincipal, Element::Service(index)) else {
            continue;
        };
        match same_person(facts, theirs, place) {
            Fact::Bool(true) => return Fact::Bool(true),
            Fact::Bool(false) => {}
            _ => open = true,
        }
    }
    if open {
        Fact::Unknown
    } else {
        Fact::Bool(false)
    }
}

fn check_phone_or_landline(text: &str) -> crate::identifiers::Check<crate::identifiers::Phone> {
    // An office phone may be a mobile number; what is wrong is then said of a landline.
    let landline = check_landline(text);
    let phone = check_phone(text);
    if phone.is_malformed() {
        landline
    } else {
        phone
    }
}

/// Where the date of birth comes from, and what it is.
enum Birth {
    Known(NaiveDate, PersonField),
    /// The field that would tell it, and whether it is withheld.
    Open(PersonField, bool),
    /// Nothing tells it, and nothing is left to ask.
    Nothing,
}

fn birth(facts: &Facts<'_>, place: Place) -> Birth {
    let kind = certificate_fact(facts, place);
    let tells = matches!(
        kind,
        Fact::Code(
            ID_CARD
                | TEMPORARY_ID_CARD
                | HK_MACAO_RESIDENCE
                | TAIWAN_RESIDENCE
                | PERMANENT_RESIDENT
        )
    );
    if tells
        && matches!(
            field(facts, place, PersonField::CertificateNumber),
            Fact::Text(_)
        )
    {
        let number = person_number(facts, place);
        match number.birth {
            Some(day) => return Birth::Known(day, PersonField::CertificateNumber),
            // The number's own rule reports it.
            None if number.form.is_malformed() => {
                return Birth::Open(PersonField::CertificateNumber, true);
            }
            None => {}
        }
    }
    // One question is asked at a time: a date that is stated, else the number, else its type.
    let open = |field: PersonField| {
        let withheld = matches!(facts.field(place, field as usize), Fact::Withheld);
        Birth::Open(field, withheld)
    };
    let number = facts.peek(place, PersonField::CertificateNumber as usize);
    let stated = facts.peek(place, PersonField::BirthDate as usize);
    match (stated, number, kind) {
        (Fact::Day(day), _, _) => {
            open(PersonField::BirthDate);
            Birth::Known(day, PersonField::BirthDate)
        }
        (_, Fact::Unknown | Fact::Withheld, _) if tells => open(PersonField::CertificateNumber),
        (_, _, Fact::Unknown | Fact::Withheld) => open(PersonField::CertificateType),
        (Fact::None, _, _) => Birth::Nothing,
        _ => open(PersonField::BirthDate),
    }
}

/// The field that tells the date of birth.
pub(super) fn birth_path(facts: &Facts<'_>, place: Place) -> Path {
    match birth(facts, place) {
        Birth::Known(_, field) | Birth::Open(field, _) => facts.held(place, field as usize),
        Birth::Nothing => facts.held(place, PersonField::BirthDate as usize),
    }
}

/// Full years on the day of submission.
pub(super) fn age(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    match birth(facts, place) {
        Birth::Known(day, _) => {
            let today = facts.as_of();
            let years = i64::from(today.year()).saturating_sub(i64::from(day.year()));
            let before = (today.month(), today.day()) < (day.month(), day.day());
            Fact::Int(years.saturating_sub(i64::from(before)))
        }
        Birth::Nothing => Fact::None,
        Birth::Open(_, true) => Fact::Withheld,
        Birth::Open(_, false) => Fact::Unknown,
    }
}

/// Where the person is from, by the type of the certificate.
pub(super) fn origin(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    Fact::Code(match certificate_fact(facts, place) {
        Fact::Code(ID_CARD | TEMPORARY_ID_CARD) => MAINLAND,
        Fact::Code(HK_MACAO_PERMIT | HK_MACAO_RESIDENCE) => HK_MACAO,
        Fact::Code(TAIWAN_PERMIT | TAIWAN_RESIDENCE) => TAIWAN,
        Fact::Code(_) => FOREIGN,
        open => return open,
    })
}

/// Whether the address printed on the certificate lies in the filing's province.
pub(super) fn is_local(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    in_filing_province(facts, field(facts, place, PersonField::CertificateProvince))
}

/// Whether the residence permit is of the filing's province.
pub(super) fn permit_is_local(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    in_filing_province(facts, field(facts, place, PersonField::PermitProvince))
}

fn in_filing_province(facts: &Facts<'_>, province: Fact<'_>) -> Fact<'static> {
    let filing = facts.field(Place::now(Node::Order), OrderField::FilingProvince as usize);
    match (province, filing) {
        (Fact::Division(left), Fact::Division(right)) => Fact::Bool(left == right),
        (Fact::None, _) => Fact::None,
        (Fact::Withheld, _) | (_, Fact::Withheld) => Fact::Withheld,
        _ => Fact::Unknown,
    }
}

/// Whether there is a residence permit.
pub(super) fn has_permit(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    match field(facts, place, PersonField::ResidencePermit) {
        Fact::None => Fact::Bool(false),
        Fact::Bool(there) => Fact::Bool(there),
        Fact::Withheld => Fact::Withheld,
        _ => Fact::Unknown,
    }
}

/// Whether the person is the legal representative: the principal's own word, else by comparison.
pub(super) fn is_legal_representative(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    if place.node == Node::LegalRepresentative {
        return Fact::Bool(true);
    }
    if place.node == Node::Principal {
        let word = field(facts, place, PersonField::IsLegalRepresentative);
        if let Fact::Bool(flag) = word {
            return Fact::Bool(flag);
        }
        if facts.draft().legal_representative.is_none() {
            // The principal's own word is the plainest question.
            return match word {
                Fact::Withheld => Fact::Withheld,
                _ => Fact::Unknown,
            };
        }
        return match same_person(facts, place, Place::now(Node::LegalRepresentative)) {
            Fact::Unknown if matches!(word, Fact::Withheld) => Fact::Withheld,
            Fact::Unknown => Fact::Unknown,
            told => told,
        };
    }
    let principal = field(
        facts,
        Place::now(Node::Principal),
        PersonField::IsLegalRepresentative,
    );
    if matches!(principal, Fact::Bool(true)) {
        return same_person(facts, place, Place::now(Node::Principal));
    }
    same_person(facts, place, Place::now(Node::LegalRepresentative))
}

/// Whether the person is the subject's principal.
pub(super) fn is_principal(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    if place.node == Node::Principal {
        return Fact::Bool(true);
    }
    same_person(facts, place, Place::now(Node::Principal))
}

/// Whether two persons are one: by certificate number where both have the same type, else by name.
pub(super) fn same_person(facts: &Facts<'_>, left: Place, right: Place) -> Fact<'static> {
    if left == right {
        return Fact::Bool(true);
    }
    // Numbers help where both are known; names are what would be asked for.
    let slot = PersonField::CertificateNumber as usize;
    let numbers = (facts.peek(left, slot), facts.peek(right, slot));
    if let (Fact::Text(a), Fact::Text(b)) = numbers
        && !number_check(facts, left).is_malformed()
        && !number_check(facts, right).is_malformed()
    {
        if same_number(a, b) {
            return Fact::Bool(true);
        }
        let kinds = (
            certificate_type(facts, left),
            certificate_type(facts, right),
        );
        if kinds.0.is_some() && kinds.0 == kinds.1 {
            return Fact::Bool(false);
        }
    }
    let names = (
        field(facts, left, PersonField::Name),
        field(facts, right, PersonField::Name),
    );
    match names {
        (Fact::Text(a), Fact::Text(b)) => Fact::Bool(same_name(a, b)),
        (Fact::Withheld, _) | (_, Fact::Withheld) => Fact::Withheld,
        _ => Fact::Unknown,
    }
}

impl Facts<'_> {
    /// Whether two places hold one person; `None` where that is not known.
    pub fn are_same_person(&self, left: Place, right: Place) -> Option<bool> {
        match same_person(self, left, right) {
            Fact::Bool(same) => Some(same),
            _ => None,
        }
    }
}
