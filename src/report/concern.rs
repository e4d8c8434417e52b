//! Whom a document concerns, as a checklist is headed: the subject, a person with every part that
//! they have, a service, a domain, or the access to the provider.

use super::model::ConcernReport;
use super::papers::owner_name;
use super::questions::part;
use super::speech::{Speech, order_fact};
use crate::draft::{Node, Place};
use crate::evaluate::owner_path;
use crate::facts::{Element, Fact};
use crate::fields::{FactItem, FactRef, Mount, OrderField, PersonField, ServiceField};
use crate::ruleset::Document;
use crate::text::{Lang, Text};

/// Where headings stand: by kind, then by the draft's order.
type Order = (u8, u32, u32);

/// Whom a document of somebody's concerns.
pub(super) fn concern(speech: &Speech<'_>, document: &Document, of: Place) -> ConcernReport {
    if document.of_access {
        return heading("access".to_owned(), access(speech), (9, 0, 0));
    }
    match of.node {
        Node::LegalRepresentative | Node::Principal | Node::ServicePrincipal(_) => {
            if speech.facts.is_same_owner(of, Place::now(Node::Order)) {
                subject(speech)
            } else {
                person(speech, of)
            }
        }
        Node::Service(i) | Node::Platform(i, _) | Node::PreApproval(i, _) => service(speech, i),
        Node::Domain(i, j) => {
            let label = named(
                speech,
                Text::fixed("域名", "domain"),
                text_of(speech, of),
                (i, j),
            );
            heading(owner_path(of), label, (5, i, j.saturating_add(1)))
        }
        Node::Order | Node::Attachment(_) => subject(speech),
    }
}

fn heading(of: String, label: String, order: Order) -> ConcernReport {
    ConcernReport { of, label, order }
}

/// The subject; in a personal filing the one person, whatever parts they have.
fn subject(speech: &Speech<'_>) -> ConcernReport {
    let is_personal = speech.facts.is_personal() == Some(true);
    let part = match is_personal {
        true => Text::fixed("备案人", "applicant"),
        false => part(Node::Order),
    };
    let name = speech
        .facts
        .draft()
        .order
        .text(OrderField::SubjectName as usize)
        .map(|name| speech.free(name.expose()))
        .or_else(|| is_personal.then(|| text_of(speech, Place::now(Node::Principal)))?);
    let label = match name {
        Some(name) => [part.get(speech.lang), " ", &name].concat(),
        None => speech.say(&part),
    };
    heading("subject".to_owned(), label, (0, 0, 0))
}

/// A person with all their parts, under the first of them.
fn person(speech: &Speech<'_>, of: Place) -> ConcernReport {
    let facts = speech.facts;
    let mut parts: Vec<String> = Vec::new();
    let mut first = None;
    let represents = facts.place(Mount::LegalRepresentative, Element::Order);
    let nodes = [Node::Principal, Node::LegalRepresentative].into_iter();
    let services = facts.persons().iter().map(|place| place.node);
    let services = services.filter(|node| matches!(node, Node::ServicePrincipal(_)));
    for place in nodes.chain(services).map(Place::now) {
        // Whoever stands in for another part is found at the place where the person is written.
        let is_it = facts.is_same_owner(place, of)
            || (place.node == Node::LegalRepresentative
                && represents.is_some_and(|own| facts.is_same_owner(own, of)));
        if !is_it {
            continue;
        }
        first = first.or(Some(place));
        let label = speech.say(&part(place.node));
        if !parts.contains(&label) {
            parts.push(label);
        }
    }
    // A service without a principal of its own has the subject's.
    let serves = (0u32..)
        .zip(facts.draft().services.items())
        .any(|(index, _)| {
            facts
                .place(Mount::ServicePrincipal, Element::Service(index))
                .is_some_and(|own| facts.is_same_owner(own, of))
        });
    let label = speech.say(&part(Node::ServicePrincipal(0)));
    if serves && !parts.contains(&label) {
        parts.push(label);
    }
    let place = first.unwrap_or(of);
    let parts = parts.join(match speech.lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    });
    let label = match text_of(speech, of) {
        Some(name) if parts.is_empty() => name,
        Some(name) => [parts.as_str(), " ", &name].concat(),
        None if parts.is_empty() => speech.say(&part(of.node)),
        None => parts,
    };
    let order = match place.node {
        Node::LegalRepresentative => (1, 0, 0),
        Node::Principal => (2, 0, 0),
        Node::ServicePrincipal(i) => (3, i, 0),
        _ => (4, 0, 0),
    };
    heading(owner_path(place), label, order)
}

/// A service by its kind and name; its domains come after it.
fn service(speech: &Speech<'_>, index: u32) -> ConcernReport {
    let place = Place::now(Node::Service(index));
    let kind = FactRef {
        mount: Mount::Service,
        item: FactItem::Field(ServiceField::Kind as u16),
    };
    let element = Element::Service(index);
    let part = match speech.facts.get(kind, element) {
        Fact::Code(_) => {
            let label = speech.fact(kind, element);
            Text::new(label.clone(), label)
        }
        _ => part(place.node),
    };
    let label = named(speech, part, text_of(speech, place), (index, 0));
    heading(owner_path(place), label, (5, index, 0))
}

/// 「网站“示例”」, and by its number where there is no name.
fn named(speech: &Speech<'_>, part: Text, name: Option<String>, at: (u32, u32)) -> String {
    let part = part.get(speech.lang);
    let number = at.0.max(at.1).saturating_add(1);
    match (name, speech.lang) {
        (Some(name), Lang::Zh) => [part, "“", &name, "”"].concat(),
        (Some(name), Lang::En) => [part, " “", &name, "”"].concat(),
        (None, _) => format!("{part} {number}"),
    }
}

/// The access, with the provider where one is chosen.
fn access(speech: &Speech<'_>) -> String {
    let provider = order_fact(OrderField::FilingProvider);
    let label = speech.say(&Text::fixed("接入", "access"));
    match speech.facts.get(provider, Element::Order) {
        Fact::Code(_) => format!("{label} {}", speech.fact(provider, Element::Order)),
        _ => label,
    }
}

/// The name that the draft has of a person, service or domain.
fn text_of(speech: &Speech<'_>, place: Place) -> Option<String> {
    let is_person = matches!(
        place.node,
        Node::LegalRepresentative | Node::Principal | Node::ServicePrincipal(_)
    );
    let name = owner_name(speech, place);
    let is_known = match is_person {
        true => {
            let held = speech.facts.held(place, PersonField::Name as usize);
            matches!(held.item, crate::draft::Item::Field(slot) if speech
                .facts
                .draft()
                .record(held.place)
                .is_some_and(|record| record.text(slot.into()).is_some()))
        }
        false => name != speech.say(&part(place.node)),
    };
    is_known.then_some(name)
}
