//! Domains and names of services that stand twice in an order. In an order of thousands, comparing each with all before it
//! would take minutes, so there they are looked up.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::check::id_of;
use super::domain::{is_plain, kind_of, own_name, same_domain};
use super::fact::Fact;
use super::view::{Facts, indices};
use crate::draft::{ListName, Node, Place, Position};
use crate::fields::choices::SERVICE_KINDS;
use crate::fields::{DomainField, ServiceField};
use crate::identifiers::{check_domain, name_form, same_name};

/// Behind so many services names are looked up; before, comparing is quicker.
pub(super) const FEW: Position = 16;

/// Whether an earlier service of the order, of the same kind, has the domain. A domain that stands
/// twice is told once, where it stands again.
pub(super) fn domain_repeated<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    let (service, name) = match own_name(facts, place) {
        Ok(own) => own,
        Err(open) => return open,
    };
    let own = kind_of(facts, Place::now(Node::Service(service)));
    // Where readings are noted, all that are compared are read.
    if service >= FEW && !facts.recorder.is_on() {
        let names = facts.known.names.get_or_init(|| Names::of(facts));
        return names.before(service, own, name);
    }
    let (mut open, mut withheld) = (false, false);
    for (index, other) in (0..service).zip(facts.draft().services.items()) {
        if kind_of(facts, Place::now(Node::Service(index))) != own {
            continue;
        }
        open |= !facts.complete(&other.domains, Node::Service(index), ListName::Domains);
        for inner in indices(other.domains.items()) {
            let domain = Place::now(Node::Domain(index, inner));
            match facts.field(domain, DomainField::Name as usize) {
                Fact::Text(second) if same_domain(name, second) => return Fact::Bool(true),
                Fact::Text(_) | Fact::None => {}
                Fact::Withheld => withheld = true,
                _ => open = true,
            }
        }
    }
    match (open, withheld) {
        (true, _) => Fact::Unknown,
        (false, true) => Fact::Withheld,
        (false, false) => Fact::Bool(false),
    }
}

/// By a kind of service and something of it, the first service that has it.
type First<K> = HashMap<(Option<u8>, K), Position>;

/// Domains of services: which service has a name first, as [`same_domain`] compares them.
#[derive(Default)]
pub(super) struct Domains {
    /// In the form in which names are compared.
    spelt: First<String>,
    /// In the form of registries: all of them, and those that are written in another.
    registered: First<String>,
    unusual: First<String>,
}

impl Domains {
    /// Names, each with its service and that one's kind.
    pub(super) fn of(all: &[(Option<u8>, Position, &str)]) -> Self {
        let mut own = Self::default();
        for (kind, index, name) in all.iter().copied() {
            own.spelt.entry((kind, name_form(name))).or_insert(index);
            if let Some(form) = registered(name) {
                if !is_plain(name) {
                    own.unusual.entry((kind, form.clone())).or_insert(index);
                }
                own.registered.entry((kind, form)).or_insert(index);
            }
        }
        own
    }

    /// The first service of a kind that has a name.
    pub(super) fn first(&self, kind: Option<u8>, name: &str) -> Option<Position> {
        let spelt = self.spelt.get(&(kind, name_form(name)));
        let others = match is_plain(name) {
            true => &self.unusual,
            false => &self.registered,
        };
        let other = match others.is_empty() {
            true => None,
            false => registered(name).and_then(|form| others.get(&(kind, form))),
        };
        spelt.into_iter().chain(other).min().copied()
    }
}

/// The names of an order's domains.
#[derive(Default)]
pub(super) struct Names {
    domains: Domains,
    /// Where a name, or a list of them, is not known, and where one is withheld.
    open: First<()>,
    withheld: First<()>,
}

impl Names {
    fn of(facts: &Facts<'_>) -> Self {
        let mut own = Self::default();
        let mut all = Vec::new();
        for (index, service) in (0u16..).zip(facts.draft().services.items()) {
            let kind = kind_of(facts, Place::now(Node::Service(index)));
            if !facts.complete(&service.domains, Node::Service(index), ListName::Domains) {
                own.open.entry((kind, ())).or_insert(index);
            }
            for inner in indices(service.domains.items()) {
                let domain = Place::now(Node::Domain(index, inner));
                match facts.field(domain, DomainField::Name as usize) {
                    Fact::Text(name) => all.push((kind, index, name)),
                    Fact::None => {}
                    Fact::Withheld => {
                        own.withheld.entry((kind, ())).or_insert(index);
                    }
                    _ => {
                        own.open.entry((kind, ())).or_insert(index);
                    }
                }
            }
        }
        own.domains = Domains::of(&all);
        own
    }

    /// Whether a service before this one, of the same kind, has a name.
    fn before(&self, service: Position, kind: Option<u8>, name: &str) -> Fact<'static> {
        let is_before = |first: Option<Position>| first.is_some_and(|first| first < service);
        if is_before(self.domains.first(kind, name)) {
            Fact::Bool(true)
        } else if is_before(self.open.get(&(kind, ())).copied()) {
            Fact::Unknown
        } else if is_before(self.withheld.get(&(kind, ())).copied()) {
            Fact::Withheld
        } else {
            Fact::Bool(false)
        }
    }
}

/// Whether another service of the order, of the same kind, has the same name.
pub(super) fn name_repeated<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    let name = match facts.field(place, ServiceField::Name as usize) {
        Fact::Text(name) => name,
        other => return other,
    };
    let kind = |place| said_kind(facts, place);
    let own = kind(place);
    let services = &facts.draft().services;
    if services.items().len() > usize::from(FEW) && !facts.recorder.is_on() {
        let names = &facts.known.service_names;
        let names = names.get_or_init(|| ServiceNames::of(facts));
        return names.twice(own, name, services.is_known());
    }
    let mut open = !facts.complete(services, Node::Order, ListName::Services);
    for (index, _) in (0u16..).zip(services.items()) {
        let other = Place::now(Node::Service(index));
        if other == place || kind(other) != own {
            continue;
        }
        match facts.field(other, ServiceField::Name as usize) {
            Fact::Text(second) if same_name(name, second) => return Fact::Bool(true),
            Fact::Text(_) | Fact::None => {}
            _ => open = true,
        }
    }
    if open {
        Fact::Unknown
    } else {
        Fact::Bool(false)
    }
}

/// The kind of a service, as far as the draft says it.
fn said_kind(facts: &Facts<'_>, place: Place) -> Option<&'static str> {
    let kind = facts.field(place, ServiceField::Kind as usize);
    id_of(SERVICE_KINDS, kind)
}

/// The names of an order's services, by their kinds.
#[derive(Default)]
pub(super) struct ServiceNames {
    /// How many have a name, in the form in which names are compared.
    spelt: HashMap<(Option<&'static str>, String), usize>,
    /// The kinds of which one has a name that is not known.
    open: HashSet<Option<&'static str>>,
}

impl ServiceNames {
    fn of(facts: &Facts<'_>) -> Self {
        let mut own = Self::default();
        for index in indices(facts.draft().services.items()) {
            let place = Place::now(Node::Service(index));
            let kind = said_kind(facts, place);
            match facts.field(place, ServiceField::Name as usize) {
                Fact::Text(name) => {
                    let count = own.spelt.entry((kind, name_form(name))).or_default();
                    *count = count.saturating_add(1);
                }
                Fact::None => {}
                _ => {
                    own.open.insert(kind);
                }
            }
        }
        own
    }

    /// Whether another service of the kind has the name that one of them has.
    fn twice(&self, kind: Option<&'static str>, name: &str, is_complete: bool) -> Fact<'static> {
        let count = self.spelt.get(&(kind, name_form(name)));
        if count.is_some_and(|count| *count > 1) {
            return Fact::Bool(true);
        }
        match is_complete && !self.open.contains(&kind) {
            true => Fact::Bool(false),
            false => Fact::Unknown,
        }
    }
}

// What it holds may be personal.
impl fmt::Debug for Names {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Names")
    }
}

// What it holds may be personal.
impl fmt::Debug for ServiceNames {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ServiceNames")
    }
}

/// A name as registries have it, where it is one.
fn registered(name: &str) -> Option<String> {
    let checked = check_domain(name);
    checked.value().map(|domain| domain.ascii.to_string())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Fact, domain_repeated, name_repeated};
    use crate::calendar::Calendar;
    use crate::draft::{Node, Overrides, Place, read_json};
    use crate::facts::{Element, Facts};
    use crate::fields::Mount;

    /// Services with names of every sort, some of them the same in another spelling, some unknown.
    fn services(count: usize) -> serde_json::Value {
        let names = [
            "example-a.cn",
            "示例一.cn",
            "EXAMPLE-A.cn",
            "xn--jlqz7c2vjca.cn",
            "示例",
            "ｅxample-b.cn",
            "example-b.cn",
            "示例 一.cn",
        ];
        let service = |at: usize| {
            let kind = ["website", "app"][usize::from(at.is_multiple_of(5))];
            let name = names[at.wrapping_mul(at) & 7];
            let spread = if at.is_multiple_of(3) { at } else { 0 };
            let mut own = serde_json::json!({
                "kind": kind,
                "number": format!("晋ICP备2021000001号-{spread}"),
                "name": format!("示例{}", at.wrapping_mul(at) % 31),
                "domains": [{ "name": format!("{spread}{name}") }],
            });
            if at % 7 == 3 {
                own["number"] = "晋ＩＣＰ备2021000001号-0".into();
            }
            if at % 23 == 22 {
                own["domains"] = serde_json::json!([{}]);
                own.as_object_mut().unwrap().remove("name");
            }
            own
        };
        (0..count).map(service).collect()
    }

    #[test]
    fn many_are_looked_up_as_few_are_compared() {
        let text = serde_json::json!({
            "format": 1,
            "filing": { "kind": "change-service", "province": "140000" },
            "services": services(90),
            "previous": { "services": services(60) },
        })
        .to_string();
        let draft = read_json(&text, &Overrides::default()).unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let calendar = Calendar::default();
        let facts = Facts::new(&draft, day, &calendar);
        let say = |fact: Fact<'_>| match fact {
            Fact::Bool(flag) => Some(flag),
            Fact::Unknown => None,
            _ => panic!("a name is there, or not known"),
        };
        let mut seen = std::collections::HashSet::new();
        for index in 0..90 {
            let domain = Place::now(Node::Domain(index, 0));
            let service = Place::now(Node::Service(index));
            // Where readings are noted, each is compared.
            let find = || {
                let twice = domain_repeated(&facts, domain);
                (say(twice), say(name_repeated(&facts, service)))
            };
            let looked_up = find();
            assert_eq!(looked_up, facts.traced(find).0, "{index}");
            seen.insert(looked_up);
            let element = Element::Service(index);
            let paired = facts.place(Mount::PreviousService, element);
            let previous = draft.previous.as_deref().unwrap();
            let own = draft.services.get(index).unwrap();
            let scanned = facts.paired_by_comparing(previous, own);
            let scanned = scanned.map(|index| Place::previous(Node::Service(index)));
            assert_eq!(paired, scanned, "{index}");
        }
        assert!(seen.len() > 3, "{seen:?}");
    }
}
