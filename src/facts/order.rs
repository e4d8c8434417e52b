//! Facts of the filing as a whole: counts over its services and domains, the subject's certificate.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::check::{Checked, member};
use super::domain::domain_key;
use super::element::Element;
use super::fact::Fact;
use super::view::Facts;
use crate::draft::{ListName, Node, Place};
use crate::fields::choices::{PERSON_CERTIFICATES, SUBJECT_CERTIFICATES};
use crate::fields::{DomainField, OrderField, PersonField, Scope};
use crate::identifiers::{
    CreditCode, check_credit_code, check_license_number, check_organization_code, fold,
    phone_digits,
};

const ORDER: Place = Place::now(Node::Order);

pub(super) const BUSINESS_LICENSE: u8 = member(SUBJECT_CERTIFICATES, "business-license");
const ORGANIZATION_CODE: u8 = member(SUBJECT_CERTIFICATES, "organization-code");
const MILITARY_CODE: u8 = member(SUBJECT_CERTIFICATES, "military-code");
const OTHER: u8 = member(SUBJECT_CERTIFICATES, "other");

/// A count with its least and greatest possible value.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bounds {
    least: i64,
    most: i64,
    /// False where more may come that nobody has listed.
    bounded: bool,
}

impl Bounds {
    pub(super) fn add(&mut self, certain: bool, possible: bool) {
        self.least = self.least.saturating_add(i64::from(certain));
        self.most = self.most.saturating_add(i64::from(certain || possible));
    }

    /// Says whether everything that counts has been seen.
    pub(super) fn close(&mut self, complete: bool) {
        self.bounded = complete;
    }

    /// Up to so many more are possible.
    pub(super) fn widen(&mut self, more: i64) {
        self.most = self.most.saturating_add(more.max(0));
    }

    pub(super) fn fact(self) -> Fact<'static> {
        match (self.bounded, self.least == self.most) {
            (true, true) => Fact::Int(self.least),
            (true, false) => Fact::Between(self.least, self.most),
            (false, _) => Fact::Between(self.least, i64::MAX),
        }
    }
}

/// How many services the order has.
pub(super) fn services(facts: &Facts<'_>) -> Fact<'static> {
    let services = &facts.draft().services;
    let complete = facts.complete(services, Node::Order, ListName::Services);
    let count = i64::try_from(services.items().len()).unwrap_or(i64::MAX);
    if complete {
        Fact::Int(count)
    } else {
        Fact::Between(count, i64::MAX)
    }
}

/// How many of the order's services are new: those with a new domain, and in a new filing those
/// without a domain (apps).
pub(super) fn new_services(facts: &Facts<'_>) -> Fact<'static> {
    let mut bounds = Bounds::default();
    let new_filing = facts.filing_group() == Some(super::view::FilingGroup::New);
    let services = &facts.draft().services;
    let complete = facts.complete(services, Node::Order, ListName::Services);
    for (index, service) in (0u16..).zip(services.items()) {
        let all = facts.complete(&service.domains, Node::Service(index), ListName::Domains);
        let domains = (0u16..).zip(service.domains.items());
        let mut certain = service.domains.items().is_empty() && all && new_filing;
        let mut possible = !all;
        for (inner, record) in domains {
            let place = Place::now(Node::Domain(index, inner));
            match facts.field_in(place, Some(record), DomainField::New as usize) {
                Fact::Bool(true) => certain = true,
                Fact::Bool(false) | Fact::None => {}
                _ => possible = true,
            }
        }
        bounds.add(certain, possible);
    }
    bounds.bounded = complete;
    bounds.fact()
}

/// How many of the order's domains are new. A domain that a website shares with its app is one.
pub(super) fn new_domains(facts: &Facts<'_>) -> Fact<'static> {
    let mut domains = DistinctDomains::default();
    let complete = facts.for_each_element(Scope::Domain, Element::Order, &mut |domain| {
        let place = domain.place();
        match facts.field(place, DomainField::New as usize) {
            Fact::Bool(true) => domains.add(facts, place, true),
            Fact::Bool(false) | Fact::None => {}
            _ => domains.add(facts, place, false),
        }
        true
    });
    domains.fact(complete)
}

/// Domains of which those of one name are counted once, in whatever form the name is written.
#[derive(Debug, Default)]
pub(super) struct DistinctDomains<'d> {
    /// The only one so far, as most orders have no other; it counts.
    only: Option<&'d str>,
    certain: BTreeSet<Cow<'d, str>>,
    possible: BTreeSet<Cow<'d, str>>,
    unnamed_certain: i64,
    unnamed_possible: i64,
    /// Domains that are said to have no name, each its own.
    nameless_certain: i64,
    nameless_possible: i64,
    /// Whether the name of one cannot be relied on.
    withheld: bool,
}

impl<'d> DistinctDomains<'d> {
    /// A domain that counts, or perhaps does.
    pub(super) fn add(&mut self, facts: &Facts<'d>, place: Place, certain: bool) {
        let name = facts.field(place, DomainField::Name as usize);
        if let Fact::Text(name) = name {
            if certain && self.certain.is_empty() && self.possible.is_empty() && self.only.is_none()
            {
                self.only = Some(name);
                return;
            }
            let only = self.only.take();
            self.certain.extend(only.map(domain_key));
            let names = match certain {
                true => &mut self.certain,
                false => &mut self.possible,
            };
            names.insert(domain_key(name));
            return;
        }
        self.withheld |= matches!(name, Fact::Withheld);
        let count = match (matches!(name, Fact::None), certain) {
            (true, true) => &mut self.nameless_certain,
            (true, false) => &mut self.nameless_possible,
            (false, true) => &mut self.unnamed_certain,
            (false, false) => &mut self.unnamed_possible,
        };
        *count = count.saturating_add(1);
    }

    /// How many they are, where they are all that there are. What has no name yet may be one of the
    /// others, or another one.
    pub(super) fn fact(&self, complete: bool) -> Fact<'static> {
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let possible = count(self.possible.difference(&self.certain).count());
        let named = count(self.certain.len()).saturating_add(self.only.is_some().into());
        let certain = named.saturating_add(self.nameless_certain);
        let bounds = Bounds {
            least: certain.max(i64::from(self.unnamed_certain > 0)),
            most: certain
                .saturating_add(possible)
                .saturating_add(self.nameless_possible)
                .saturating_add(self.unnamed_certain)
                .saturating_add(self.unnamed_possible),
            bounded: complete,
        };
        match bounds.fact() {
            Fact::Between(..) if self.withheld && complete => Fact::Withheld,
            fact => fact,
        }
    }
}

/// New domains and those on record.
pub(super) fn domains_after(facts: &Facts<'_>) -> Fact<'static> {
    plus(
        new_domains(facts),
        facts.field(ORDER, OrderField::OnRecordDomains as usize),
    )
}

/// New services and those on record.
pub(super) fn services_after(facts: &Facts<'_>) -> Fact<'static> {
    plus(
        new_services(facts),
        facts.field(ORDER, OrderField::OnRecordServices as usize),
    )
}

fn plus(new: Fact<'static>, on_record: Fact<'_>) -> Fact<'static> {
    let (least, most) = match on_record {
        Fact::Int(count) => (count, count),
        Fact::None => (0, 0),
        Fact::Withheld => return Fact::Withheld,
        _ => (0, i64::MAX),
    };
    let (low, high) = match new {
        Fact::Int(count) => (count, count),
        Fact::Between(low, high) => (low, high),
        other => return other,
    };
    let (low, high) = (low.saturating_add(least), high.saturating_add(most));
    if low == high {
        Fact::Int(low)
    } else {
        Fact::Between(low, high)
    }
}

/// Different mobile and emergency phones of all persons, compared as digits.
pub(super) fn distinct_phones(facts: &Facts<'_>) -> Fact<'static> {
    let mut seen: Vec<String> = Vec::new();
    let mut open: i64 = 0;
    for place in facts.persons() {
        for field in [PersonField::Mobile, PersonField::EmergencyPhone] {
            match facts.field(*place, field as usize) {
                Fact::Text(text) => {
                    let digits = phone_digits(text);
                    if !seen.iter().any(|known| *known == digits) {
                        seen.push(digits.into_owned());
                    }
                }
                Fact::None => {}
                Fact::Withheld => return Fact::Withheld,
                _ => open = open.saturating_add(1),
            }
        }
    }
    let least = i64::try_from(seen.len()).unwrap_or(i64::MAX);
    match open {
        0 => Fact::Int(least),
        // What is open may be one of those seen, or none.
        more => Fact::Between(least, least.saturating_add(more)),
    }
}

/// Days that the subject's certificate is still valid.
pub(super) fn certificate_days_left<'d>(facts: &Facts<'d>) -> Fact<'d> {
    facts.days_until(facts.field(ORDER, OrderField::SubjectCertificateUntil as usize))
}

/// What the subject's certificate number tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct SubjectNumber {
    form: Checked,
    /// The number as a unified social credit code; `None` where it was not checked as one.
    code: Option<Option<CreditCode>>,
}

impl SubjectNumber {
    fn of(form: Checked) -> Self {
        Self { form, code: None }
    }

    /// The number as a unified social credit code, if it is one.
    pub(super) fn code(self, text: &str) -> Option<CreditCode> {
        let checked = || check_credit_code(text).value().copied();
        self.code.unwrap_or_else(checked)
    }
}

/// The form of the subject's certificate number, where its type has one that can be checked.
pub(super) fn number_check(facts: &Facts<'_>) -> Checked {
    subject_number(facts).form
}

/// What the subject's certificate number tells.
pub(super) fn subject_number(facts: &Facts<'_>) -> SubjectNumber {
    facts.once(&facts.known.subject_number, ORDER, || checked_number(facts))
}

fn checked_number(facts: &Facts<'_>) -> SubjectNumber {
    let number = facts.field(ORDER, OrderField::SubjectCertificateNumber as usize);
    let kind = match facts.field(ORDER, OrderField::SubjectCertificateType as usize) {
        Fact::Code(kind) => kind,
        Fact::None => return SubjectNumber::of(Checked::Nothing),
        open => return SubjectNumber::of(Checked::Open(!matches!(open, Fact::Withheld))),
    };
    SubjectNumber::of(match kind {
        ORGANIZATION_CODE => Checked::of(number, check_organization_code),
        MILITARY_CODE | OTHER => Checked::Nothing,
        BUSINESS_LICENSE if is_registration_number(number) => {
            Checked::of(number, check_license_number)
        }
        // A person's number is checked as the person's.
        _ if PERSON_CERTIFICATES.get(usize::from(kind)).is_some() => Checked::Nothing,
        _ => {
            let mut code = None;
            let form = Checked::of(number, |text| {
                let check = check_credit_code(text);
                code = Some(check.value().copied());
                check
            });
            return SubjectNumber { form, code };
        }
    })
}

/// Whether a number has the look of those on licences before the unified code: 15 digits.
pub(super) fn is_registration_number(number: Fact<'_>) -> bool {
    let Fact::Text(text) = number else {
        return false;
    };
    let is_it = |text: &str| text.len() == 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    // Visible ASCII is folded to itself. No byte is passed over, so that many are looked at together.
    let bytes = text.bytes();
    let is_folded = bytes.fold(true, |all, byte| all & byte.is_ascii_graphic());
    if is_folded {
        is_it(text)
    } else {
        is_it(&fold(text))
    }
}
