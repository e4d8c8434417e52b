//! What is on record, looked up. In a change of thousands of services, comparing each with each would
//! take minutes; where few are on record they are compared, which is quicker.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::domain::kind_of;
use super::repeated::Domains;
use super::view::{Facts, domain_name, indices};
use crate::draft::{Draft, Node, Place, Position, Service};
use crate::fields::{DomainField, ServiceField};
use crate::identifiers::name_form;

/// What is on record, by the numbers and the domains that pair services with those of the order.
pub(super) struct OnRecord {
    numbers: HashMap<String, Position>,
    domains: Domains,
    /// Whether all services and their domains are listed.
    complete: bool,
}

impl OnRecord {
    /// What is on record, as `previous` says it.
    pub(super) fn of(previous: &Draft<'_>) -> Self {
        let mut complete = previous.services.is_known();
        let mut numbers = HashMap::new();
        let mut all = Vec::new();
        for (index, service) in (0u16..).zip(previous.services.items()) {
            if let Some(number) = service.record.text(ServiceField::Number as usize) {
                let number = name_form(number.expose());
                numbers.entry(number).or_insert(index);
            }
            complete &= service.domains.is_known();
            let domains = service.domains.items().iter();
            let names = domains.filter_map(|domain| domain.text(DomainField::Name as usize));
            all.extend(names.map(|name| (None, index, name.expose())));
        }
        let domains = Domains::of(&all);
        Self {
            numbers,
            domains,
            complete,
        }
    }

    /// The service on record that a service continues: by number, else by a common domain.
    pub(super) fn continued_by(&self, own: &Service<'_>) -> Option<Position> {
        let number = own.record.text(ServiceField::Number as usize);
        let by_number = number.and_then(|number| self.numbers.get(&name_form(number.expose())));
        by_number.copied().or_else(|| {
            let domains = own.domains.items().iter();
            let names = domains.filter_map(|domain| domain.text(DomainField::Name as usize));
            names
                .filter_map(|name| self.domains.first(None, name.expose()))
                .min()
        })
    }

    /// Whether a service on record has a domain; `None` where not all are listed.
    pub(super) fn has(&self, name: &str) -> Option<bool> {
        match self.domains.first(None, name) {
            Some(_) => Some(true),
            None => self.complete.then_some(false),
        }
    }
}

/// The domains on record, by the kinds of their services.
#[derive(Default)]
pub(super) struct OnRecordByKind {
    domains: Domains,
    /// The kinds of which one has a domain, or a list of them, that is not known.
    open: HashSet<Option<u8>>,
}

impl OnRecordByKind {
    /// What is on record, as `previous` says it.
    pub(super) fn of(facts: &Facts<'_>, previous: &Draft<'_>) -> Self {
        let mut open = HashSet::new();
        let mut all = Vec::new();
        for (index, service) in (0u16..).zip(previous.services.items()) {
            let kind = kind_of(facts, Place::previous(Node::Service(index)));
            if !service.domains.is_known() {
                open.insert(kind);
            }
            for inner in indices(service.domains.items()) {
                match domain_name(previous, index, inner) {
                    Some(name) => all.push((kind, index, name)),
                    None => {
                        open.insert(kind);
                    }
                }
            }
        }
        let domains = Domains::of(&all);
        Self { domains, open }
    }

    /// Whether a service of a kind has a domain; `None` where that is not known of one.
    pub(super) fn has(&self, kind: Option<u8>, name: &str) -> Option<bool> {
        match self.domains.first(kind, name) {
            Some(_) => Some(true),
            None => (!self.open.contains(&kind)).then_some(false),
        }
    }
}

// What it holds may be personal.
impl fmt::Debug for OnRecord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OnRecord")
    }
}

// What it holds may be personal.
impl fmt::Debug for OnRecordByKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OnRecordByKind")
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{OnRecord, OnRecordByKind};
    use crate::calendar::Calendar;
    use crate::draft::{Overrides, read_json};
    use crate::facts::Facts;
    use crate::facts::{domain, field};

    /// Services on record with names of every sort, some of them unknown.
    fn previous(count: usize, gap: usize) -> serde_json::Value {
        let names = [
            "example-a.cn",
            "示例一.cn",
            "EXAMPLE-A.cn",
            "xn--jlqz7c2vjca.cn",
            "ｅxample-b.cn",
        ];
        let service = |at: usize| {
            let kind = ["website", "app", "none"][at % 3];
            let spread = if at.is_multiple_of(4) { at } else { 0 };
            let name = format!("{spread}{}", names[at % 5]);
            let mut own = serde_json::json!({ "kind": kind, "domains": [{ "name": name }] });
            if kind == "none" {
                own.as_object_mut().unwrap().remove("kind");
            }
            match gap {
                1 if at == 7 => own["domains"] = serde_json::json!([{}]),
                2 if at == 7 => {
                    own.as_object_mut().unwrap().remove("domains");
                }
                _ => {}
            }
            own
        };
        (0..count).map(service).collect()
    }

    #[test]
    fn what_is_looked_up_is_as_what_is_compared() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let calendar = Calendar::default();
        let mut said = std::collections::HashSet::new();
        for (count, gap) in [(3, 0), (60, 0), (60, 1), (60, 2), (60, 3)] {
            let mut text = serde_json::json!({
                "format": 1,
                "filing": { "kind": "change-service", "province": "140000" },
                "previous": { "services": previous(count, gap) },
            });
            if gap == 3 {
                text["previous"] = serde_json::json!({});
            }
            let text = text.to_string();
            let draft = read_json(&text, &Overrides::default()).unwrap();
            let facts = Facts::new(&draft, day, &calendar);
            let previous = draft.previous.as_deref().unwrap();
            let record = OnRecord::of(previous);
            let by_kind = OnRecordByKind::of(&facts, previous);
            for name in [
                "0example-a.cn",
                "0Ｅxample-A.cn",
                "0示例一.CN",
                "4xn--jlqz7c2vjca.cn",
                "8xn--jlqz7c2vjca.cn",
                "0example-b.cn",
                "24ｅxample-b.cn",
                "beispiel.cn",
                "",
            ] {
                let has = record.has(name);
                assert_eq!(has, field::has_by_comparing(previous, name), "{name}");
                for kind in [Some(0), Some(1), Some(2), None] {
                    let of_kind = by_kind.has(kind, name);
                    let compared = domain::has_by_comparing(&facts, previous, kind, name);
                    assert_eq!(of_kind, compared, "{name} {kind:?}");
                    said.insert((has, of_kind));
                }
            }
        }
        assert!(said.len() > 5, "{said:?}");
    }
}
