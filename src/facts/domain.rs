//! Facts of a domain: how long it is registered for, and who its registrant is.

use std::borrow::Cow;

use chrono::{Datelike, Months, NaiveDate};

use super::element::Element;
use super::fact::Fact;
use super::previous::OnRecordByKind;
use super::repeated::FEW;
use super::trace::ReadState;
use super::view::{Facts, domain_name, indices};
use crate::draft::{Draft, ListName, Node, Place, Position, Slot};
use crate::fields::choices::REGISTRANT_ROLES;
use crate::fields::{DomainField, Mount, OrderField, PersonField, ServiceField, place_of};
use crate::identifiers::{check_domain, fold_close, fold_lower, same_name};

/// How many domains a service has, or had on record.
pub(super) fn count_in_service(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    let draft = if place.previous {
        facts.draft().previous.as_deref()
    } else {
        Some(facts.draft())
    };
    let Node::Service(index) = place.node else {
        return Fact::Unknown;
    };
    let Some(service) = draft.and_then(|draft| draft.services.get(index)) else {
        return Fact::Unknown;
    };
    if !service.domains.is_known() {
        facts.note(place.list(ListName::Domains), ReadState::Unknown);
        return Fact::Unknown;
    }
    Fact::Int(i64::try_from(service.domains.items().len()).unwrap_or(i64::MAX))
}

/// Days from the day of submission to the day of expiry; negative where it has passed.
pub(super) fn days_to_expiry<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    facts.days_until(facts.field(place, DomainField::Expires as usize))
}

/// Full calendar months from the day of submission to the day of expiry; 0 where it has passed.
pub(super) fn months_to_expiry<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    facts.months_until(facts.field(place, DomainField::Expires as usize))
}

/// Full calendar months between two days, 1200 at most. Counted from the first day, so that month
/// ends are clipped once: 31 January plus one month is 28 February.
pub(super) fn full_months(from: NaiveDate, to: NaiveDate) -> u32 {
    let number = |day: NaiveDate| {
        let month = i64::from(day.month());
        i64::from(day.year())
            .saturating_mul(12)
            .saturating_add(month)
    };
    let months = number(to).saturating_sub(number(from));
    let months = u32::try_from(months).unwrap_or(0).min(1200);
    let reached = from.checked_add_months(Months::new(months));
    match reached {
        Some(day) if day <= to => months,
        _ => months.saturating_sub(1),
    }
}

/// Calendar months between two days, one that has begun as a whole one: what is allowed for so many
/// months is so up to the day of the same date, or the last of a month that has no such day.
pub(super) fn begun_months(from: NaiveDate, to: NaiveDate) -> u32 {
    let full = full_months(from, to);
    match from.checked_add_months(Months::new(full)) {
        Some(day) if day < to => full.saturating_add(1),
        _ => full,
    }
}

/// Working days since the verification of the real name; 0 where it is still to come.
pub(super) fn working_days_verified<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    facts.working_days_since(facts.field(place, DomainField::VerifiedOn as usize))
}

/// Calendar days since the verification of the real name; negative where it is still to come.
pub(super) fn days_verified<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    facts.days_since(facts.field(place, DomainField::VerifiedOn as usize))
}

/// Working days since the domain was transferred to its registrant.
pub(super) fn working_days_transferred<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    facts.working_days_since(facts.field(place, DomainField::TransferredOn as usize))
}

/// Who the registrant is: the subject, the legal representative or the principal where the names
/// are the same; further roles as the draft says.
pub(super) fn registrant_roles(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    let roles = &facts.known.registrant_roles;
    facts.once(roles, place, || found_roles(facts, place))
}

fn found_roles(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    let name = match facts.field(place, DomainField::RegistrantName as usize) {
        Fact::Text(name) => name,
        Fact::None => return Fact::Set { yes: 0, maybe: 0 },
        Fact::Withheld => return Fact::Withheld,
        _ => return Fact::Unknown,
    };
    let person = |place| facts.field(place, PersonField::Name as usize);
    let subject = facts.field(Place::now(Node::Order), OrderField::SubjectName as usize);
    let legal_place = facts.place(Mount::LegalRepresentative, Element::Order);
    let legal = legal_place.map_or(Fact::Unknown, person);
    let principal = match Place::now(Node::Principal) {
        place if legal_place == Some(place) => legal,
        place => person(place),
    };
    let named = [
        (SUBJECT, subject),
        (LEGAL_REPRESENTATIVE, legal),
        (PRINCIPAL, principal),
    ];
    let stated = stated_role(facts, place);
    let (mut yes, mut maybe) = (0u64, 0u64);
    let mut withheld = false;
    for (role, other) in named {
        match other {
            Fact::Text(other) if same_name(name, other) => yes |= role,
            Fact::Text(_) | Fact::None => {}
            Fact::Withheld => withheld = true,
            // The draft's own word decides where there is nobody to compare with.
            _ => match stated {
                Fact::Code(_) => yes |= role & stated_bit(stated),
                _ => maybe |= role,
            },
        }
    }
    match stated {
        Fact::Code(_) => yes |= OTHERS & stated_bit(stated),
        Fact::None | Fact::Withheld => {}
        // Nobody is a shareholder by the name alone; who is the subject need not be asked.
        _ if yes == 0 => maybe |= OTHERS,
        _ => {}
    }
    if withheld && yes == 0 {
        return Fact::Withheld;
    }
    if yes == 0 && maybe != 0 {
        // Only here would the draft's own word have told more.
        facts.field(place, DomainField::RegistrantRole as usize);
    }
    Fact::Set { yes, maybe }
}

/// Whether a service on record, of the same kind, has the domain. `previous` may be left out: where
/// it does not list all domains on record, what is not there is not known, and nobody is asked.
pub(super) fn in_previous<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    let (service, name) = match own_name(facts, place) {
        Ok(own) => own,
        Err(open) => return open,
    };
    let Some(previous) = facts.draft().previous.as_deref() else {
        return Fact::Unknown;
    };
    let own = kind_of(facts, Place::now(Node::Service(service)));
    let is_there = match previous.services.items().len() > usize::from(FEW) {
        true => {
            let record = &facts.known.record_by_kind;
            let record = record.get_or_init(|| OnRecordByKind::of(facts, previous));
            record.has(own, name)
        }
        false => has_by_comparing(facts, previous, own, name),
    };
    match is_there {
        Some(false) if !previous.services.is_known() => Fact::Unknown,
        known => known.map_or(Fact::Unknown, Fact::Bool),
    }
}

/// Whether a service on record of a kind has a domain, comparing it with each; `None` where that is not
/// known of one.
pub(super) fn has_by_comparing(
    facts: &Facts<'_>,
    previous: &Draft<'_>,
    kind: Option<u8>,
    name: &str,
) -> Option<bool> {
    let mut complete = true;
    for (index, old) in (0u16..).zip(previous.services.items()) {
        if kind_of(facts, Place::previous(Node::Service(index))) != kind {
            continue;
        }
        complete &= old.domains.is_known();
        for inner in indices(old.domains.items()) {
            match domain_name(previous, index, inner) {
                Some(old) if same_domain(old, name) => return Some(true),
                Some(_) => {}
                None => complete = false,
            }
        }
    }
    complete.then_some(false)
}

/// Whether two names are one domain, in whatever form they are written.
pub(super) fn same_domain(left: &str, right: &str) -> bool {
    if same_name(left, right) {
        return true;
    }
    if is_plain(left) && is_plain(right) {
        return false;
    }
    let (left, right) = (check_domain(left), check_domain(right));
    match (left.value(), right.value()) {
        (Some(left), Some(right)) => left.ascii == right.ascii,
        _ => false,
    }
}

/// Whether a name is written as registries have it, so that no other spelling is that name.
pub(super) fn is_plain(name: &str) -> bool {
    name.is_ascii() && !name.contains("--")
}

/// A text that the names of one domain have in common, and those of two have not.
pub(super) fn domain_key(name: &str) -> Cow<'_, str> {
    if is_plain(name) {
        return fold_lower(name);
    }
    match check_domain(name).value() {
        Some(domain) => domain.ascii.clone(),
        None => Cow::Owned(fold_close(name)),
    }
}

/// The service of a domain, and the domain's name.
pub(super) fn own_name<'d>(
    facts: &Facts<'d>,
    place: Place,
) -> Result<(Position, &'d str), Fact<'d>> {
    let Node::Domain(service, _) = place.node else {
        return Err(Fact::Unknown);
    };
    match facts.field(place, DomainField::Name as usize) {
        Fact::Text(name) => Ok((service, name)),
        other => Err(other),
    }
}

/// The kind of a service; a website where it is not said, on record as well.
pub(super) fn kind_of(facts: &Facts<'_>, place: Place) -> Option<u8> {
    match facts.peek(place, ServiceField::Kind as usize) {
        Fact::Code(kind) => Some(kind),
        Fact::Unknown => Some(0),
        _ => None,
    }
}

/// The role that the draft states; where it states none, without noting that it may be asked for.
fn stated_role<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    let slot = DomainField::RegistrantRole as usize;
    match facts.draft().record(place).map(|record| record.slot(slot)) {
        None | Some(Slot::Unknown) => Fact::Unknown,
        Some(_) => facts.field(place, slot),
    }
}

/// The bits of roles in the set of roles.
pub(super) const SUBJECT: u64 = bit("subject");
pub(super) const LEGAL_REPRESENTATIVE: u64 = bit("legal-representative");
pub(super) const PRINCIPAL: u64 = bit("principal");
const OTHERS: u64 =
    bit("shareholder") | bit("senior-manager") | bit("parent-company") | bit("other");

const fn bit(role: &str) -> u64 {
    1u64.wrapping_shl(place_of(REGISTRANT_ROLES, role) as u32)
}

fn stated_bit(fact: Fact<'_>) -> u64 {
    match fact {
        Fact::Code(code) => 1u64.checked_shl(u32::from(code)).unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{begun_months, full_months};
    use chrono::{Days, Months, NaiveDate};

    /// The same, a month at a time.
    fn counted(from: NaiveDate, to: NaiveDate) -> u32 {
        (1..=1200)
            .take_while(|months| {
                let later = from.checked_add_months(Months::new(*months));
                later.is_some_and(|later| later <= to)
            })
            .last()
            .unwrap_or(0)
    }

    #[test]
    fn full_months_are_counted_from_the_first_day() {
        for from in [(2026, 1, 31), (2026, 11, 22), (2028, 2, 29), (2026, 12, 1)] {
            let from = NaiveDate::from_ymd_opt(from.0, from.1, from.2).unwrap();
            let before = from.checked_sub_days(Days::new(40)).unwrap();
            assert_eq!(full_months(from, before), 0);
            for days in (0..1500).chain((36_400..36_700).step_by(7)) {
                let to = from.checked_add_days(Days::new(days)).unwrap();
                assert_eq!(full_months(from, to), counted(from, to), "{from} {to}");
            }
        }
    }

    #[test]
    fn a_month_that_has_begun_is_one() {
        let day = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        for (from, to, months) in [
            ((2026, 11, 21), (2026, 11, 20), 0),
            ((2026, 11, 21), (2026, 11, 21), 0),
            ((2026, 11, 21), (2026, 11, 22), 1),
            ((2026, 8, 21), (2026, 11, 21), 3),
            ((2026, 8, 21), (2026, 11, 22), 4),
            ((2026, 11, 30), (2027, 2, 28), 3),
            ((2026, 11, 30), (2027, 3, 1), 4),
            ((2027, 2, 28), (2027, 5, 28), 3),
            ((2027, 2, 28), (2027, 5, 29), 4),
        ] {
            assert_eq!(begun_months(day(from), day(to)), months, "{from:?} {to:?}");
        }
    }
}
