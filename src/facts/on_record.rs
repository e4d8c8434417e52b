//! Facts that set the order against what is on record.

use super::domain_name;
use super::element::Element;
use super::fact::Fact;
use super::order::{Bounds, DistinctDomains};
use super::view::Facts;
use crate::draft::{Node, Place};
use crate::fields::{OrderField, Scope};
use crate::identifiers::{check_filing_number, same_name};

const ORDER: Place = Place::now(Node::Order);

/// How many domains the order has. A domain that a website shares with its app is one.
pub(super) fn domains(facts: &Facts<'_>) -> Fact<'static> {
    let mut domains = DistinctDomains::default();
    let complete = facts.for_each_element(Scope::Domain, Element::Order, &mut |domain| {
        domains.add(facts, domain.place(), true);
        true
    });
    domains.fact(complete)
}

/// How many different labels before the suffix the domains of the order and those on record have.
/// Those on record are only a number, so that their prefixes may all be among the order's.
pub(super) fn prefixes_after(facts: &Facts<'_>) -> Fact<'static> {
    let mut seen: Vec<&str> = Vec::new();
    let mut bounds = Bounds::default();
    let complete = facts.for_each_element(Scope::Domain, Element::Order, &mut |domain| {
        match domain_name::prefix(facts, domain.place()) {
            Fact::Text(prefix) => {
                if !seen.iter().any(|known| same_name(known, prefix)) {
                    seen.push(prefix);
                    bounds.add(true, true);
                }
            }
            Fact::None => {}
            _ => bounds.add(false, true),
        }
        true
    });
    match facts.field(ORDER, OrderField::OnRecordDomains as usize) {
        Fact::None => bounds.close(complete),
        Fact::Int(count) => {
            bounds.close(complete);
            bounds.widen(count);
        }
        Fact::Withheld => return Fact::Withheld,
        _ => bounds.close(false),
    }
    bounds.fact()
}

/// The province on record: as `previous` says, else as the filing number begins.
pub(super) fn province(facts: &Facts<'_>) -> Fact<'static> {
    let previous = Place::previous(Node::Order);
    if let Fact::Division(code) = facts.field(previous, OrderField::FilingProvince as usize) {
        return Fact::Division(code);
    }
    let mut withheld = false;
    for place in [ORDER, previous] {
        match facts.field(place, OrderField::FilingNumber as usize) {
            Fact::Text(number) => match check_filing_number(number).value() {
                Some(number) => {
                    if let Some(code) = number.province {
                        return Fact::Division(code);
                    }
                }
                None => withheld = true,
            },
            Fact::Withheld => withheld = true,
            _ => {}
        }
    }
    if withheld {
        Fact::Withheld
    } else {
        Fact::Unknown
    }
}
