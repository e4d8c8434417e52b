//! Facts of the access: what the addresses are for, and the service codes.

use std::collections::HashSet;

use super::fact::Fact;
use super::view::Facts;
use crate::draft::{Node, Place, Private};
use crate::fields::choices::ADDRESS_STATES;
use crate::fields::{OrderField, place_of};
use crate::identifiers::{Check, IpClass, Problem, check_ip};

const ORDER: Place = Place::now(Node::Order);

// States, the graver the greater.
const PUBLIC: u8 = place_of(ADDRESS_STATES, "public");
const DOCUMENTATION: u8 = place_of(ADDRESS_STATES, "documentation");
const NOT_PUBLIC: u8 = place_of(ADDRESS_STATES, "not-public");
const MALFORMED: u8 = place_of(ADDRESS_STATES, "malformed");
const ABSENT: u8 = place_of(ADDRESS_STATES, "absent");

const EXAMPLE: Problem = Problem::new(&[
    "ip-documentation",
    "文档示例地址",
    "an address for documentation",
]);

/// What the addresses of an access are for: the worst of them, and which that is.
#[derive(Clone, Copy)]
pub(super) enum Addresses<'d> {
    /// There is no list to look at.
    Open(Fact<'d>),
    /// A list without an address.
    Absent,
    /// All are public.
    Public,
    /// One is not as it should be: its state, itself, and why.
    Worst(u8, &'d str, Problem),
}

/// What the addresses are for, which many rules ask.
pub(super) fn address_state(facts: &Facts<'_>) -> Fact<'static> {
    let state = || match addresses(facts) {
        Addresses::Open(Fact::None) => Fact::None,
        Addresses::Open(Fact::Withheld) => Fact::Withheld,
        Addresses::Open(_) => Fact::Unknown,
        Addresses::Absent => Fact::Code(ABSENT),
        Addresses::Public => Fact::Code(PUBLIC),
        Addresses::Worst(state, ..) => Fact::Code(state),
    };
    facts.once(&facts.known.address_state, ORDER, state)
}

/// Looks at the addresses.
pub(super) fn addresses<'d>(facts: &Facts<'d>) -> Addresses<'d> {
    let texts = match facts.field(ORDER, OrderField::AccessIps as usize) {
        Fact::Texts(texts) => texts,
        other => return Addresses::Open(other),
    };
    if texts.is_empty() {
        return Addresses::Absent;
    }
    // The gravest state decides; of equal ones the first address.
    let mut worst = Addresses::Public;
    for text in texts {
        let text = text.expose();
        let (state, problem) = match check_ip(text) {
            Check::Ok(range) | Check::Doubtful(range, _) => match range.class {
                IpClass::Public => continue,
                IpClass::Documentation => (DOCUMENTATION, EXAMPLE),
                IpClass::NotPublic(block) => (NOT_PUBLIC, block.problem()),
            },
            Check::Malformed(problem) => (MALFORMED, problem),
        };
        let graver = match worst {
            Addresses::Worst(known, ..) => state > known,
            _ => true,
        };
        if graver {
            worst = Addresses::Worst(state, text, problem);
        }
    }
    worst
}

impl<'d> Addresses<'d> {
    pub(super) fn text(self) -> Fact<'d> {
        match self {
            Addresses::Open(fact) => fact,
            Addresses::Worst(_, text, _) => Fact::Text(text),
            Addresses::Absent | Addresses::Public => Fact::None,
        }
    }

    pub(super) fn problem(self) -> Fact<'d> {
        match self {
            Addresses::Open(fact) => fact,
            Addresses::Worst(_, _, problem) => Fact::Problem(problem),
            Addresses::Absent | Addresses::Public => Fact::None,
        }
    }
}

/// The service codes, or why there are none to look at.
fn codes<'d>(facts: &Facts<'d>) -> Result<&'d [Private<'d>], Fact<'d>> {
    match facts.field(ORDER, OrderField::AccessCodes as usize) {
        Fact::Texts(texts) => Ok(texts),
        other => Err(other),
    }
}

/// How many service codes there are.
pub(super) fn code_count<'d>(facts: &Facts<'d>) -> Fact<'d> {
    match codes(facts) {
        Ok(codes) => Fact::Int(i64::try_from(codes.len()).unwrap_or(i64::MAX)),
        Err(open) => open,
    }
}

/// The first service code that stands there twice.
pub(super) fn repeated_code<'d>(facts: &Facts<'d>) -> Fact<'d> {
    let codes = match codes(facts) {
        Ok(codes) => codes,
        Err(open) => return open,
    };
    let mut seen = HashSet::new();
    codes
        .iter()
        .find(|code| !seen.insert(code.expose().trim()))
        .map_or(Fact::None, |code| Fact::Text(code.expose()))
}
