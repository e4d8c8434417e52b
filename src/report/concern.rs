//! Whom a document concerns, as a checklist is headed: the subject, a person with every part that
//! they have, a service, a domain, or the access to the provider.

use std::borrow::Cow;
use std::fmt::Write;

use super::model::ConcernReport;
use super::papers::name_of;
use super::questions::part;
use super::speech::{Speech, order_fact};
use crate::draft::{Node, Place, Position};
use crate::evaluate::owner_path;
use crate::facts::{Element, Fact};
use crate::fields::{FactItem, FactRef, Mount, OrderField, ServiceField};
use crate::ruleset::Document;
use crate::text::{Lang, Text};

/// Where headings stand: by kind, then by the draft's order.
type Order = (u8, u32, u32);

/// Whom a document concerns, and where the heading stands.
pub(super) struct Concern {
    /// Whoever or whatever stands at a place; none: the access to the provider.
    pub of: Option<Place>,
    order: Order,
}

/// How the access is named as whom a document concerns.
pub(super) const ACCESS: &str = "access";

impl ConcernReport {
    /// Whom a document of somebody's concerns.
    pub(super) fn new(speech: &Speech<'_>, document: &Document, of: Place) -> Self {
        let mut label = String::new();
        let concern = concern(speech, document, of, &mut label);
        Self {
            of: concern.of.map_or_else(|| ACCESS.to_owned(), owner_path),
            label,
            order: concern.order,
        }
    }
}

/// Whom a document of somebody's concerns; what they are called, with the part in the filing, is
/// added to `label`, which is empty.
pub(super) fn concern(
    speech: &Speech<'_>,
    document: &Document,
    of: Place,
    label: &mut String,
) -> Concern {
    if document.of_access {
        access(speech, label);
        return Concern {
            of: None,
            order: (9, 0, 0),
        };
    }
    match of.node {
        Node::LegalRepresentative | Node::Principal | Node::ServicePrincipal(_) => {
            if speech.facts.is_same_owner(of, Place::now(Node::Order)) {
                subject(speech, label)
            } else {
                person(speech, of, label)
            }
        }
        Node::Service(i) | Node::Platform(i, _) | Node::PreApproval(i, _) => {
            service(speech, i, label)
        }
        Node::Domain(i, j) => {
            let domain = const { &Text::fixed("域名", "domain") };
            label.push_str(domain.get(speech.lang));
            add_name(speech, of, (i, j), label);
            heading(of, (5, i.into(), u32::from(j).saturating_add(1)))
        }
        Node::Order | Node::Attachment(_) => subject(speech, label),
    }
}

fn heading(of: Place, order: Order) -> Concern {
    Concern {
        of: Some(of),
        order,
    }
}

/// The subject; in a personal filing the one person, whatever parts they have.
fn subject(speech: &Speech<'_>, label: &mut String) -> Concern {
    let is_personal = speech.facts.is_personal() == Some(true);
    let part = match is_personal {
        true => const { &Text::fixed("备案人", "applicant") },
        false => part(Node::Order),
    };
    let name = speech
        .facts
        .draft()
        .order
        .text(OrderField::SubjectName as usize)
        .map(|name| speech.free(name.expose()))
        .or_else(|| is_personal.then(|| text_of(speech, Place::now(Node::Principal)))?);
    label.push_str(part.get(speech.lang));
    if let Some(name) = name {
        label.push(' ');
        label.push_str(&name);
    }
    heading(Place::now(Node::Order), (0, 0, 0))
}

/// A person with all their parts, under the first of them.
fn person(speech: &Speech<'_>, of: Place, label: &mut String) -> Concern {
    let facts = speech.facts;
    let mut parts = Parts {
        lang: speech.lang,
        label,
        serves: false,
    };
    let mut first = None;
    let represents = facts.place(Mount::LegalRepresentative, Element::Order);
    let nodes = [Node::Principal, Node::LegalRepresentative].into_iter();
    let services = facts.persons_like(of);
    let services = services.iter().map(|place| place.node);
    let services = services.filter(|node| matches!(node, Node::ServicePrincipal(_)));
    for place in nodes.chain(services).map(Place::now) {
        // Whoever stands in for another part is found at the place where the person is written.
        let is_it = facts.is_same_owner(place, of)
            || (place.node == Node::LegalRepresentative
                && represents.is_some_and(|own| facts.is_same_owner(own, of)));
        if is_it {
            first = first.or(Some(place));
            parts.add(place.node);
        }
    }
    // A service without a principal of its own has the subject's.
    let serves = |index: Position| {
        facts
            .place(Mount::ServicePrincipal, Element::Service(index))
            .is_some_and(|own| facts.is_same_owner(own, of))
    };
    let services = (0u16..).zip(facts.draft().services.items());
    if !parts.serves && services.into_iter().any(|(index, _)| serves(index)) {
        parts.add(Node::ServicePrincipal(0));
    }
    let place = first.unwrap_or(of);
    match text_of(speech, of) {
        Some(name) => {
            if !label.is_empty() {
                label.push(' ');
            }
            label.push_str(&name);
        }
        None if label.is_empty() => label.push_str(part(of.node).get(speech.lang)),
        None => {}
    }
    let order = match place.node {
        Node::LegalRepresentative => (1, 0, 0),
        Node::Principal => (2, 0, 0),
        Node::ServicePrincipal(i) => (3, i.into(), 0),
        _ => (4, 0, 0),
    };
    heading(place, order)
}

/// The parts of a person in words, each once.
struct Parts<'l> {
    lang: Lang,
    label: &'l mut String,
    /// Whether being the principal of a service is among them.
    serves: bool,
}

impl Parts<'_> {
    fn add(&mut self, node: Node) {
        let serves = matches!(node, Node::ServicePrincipal(_));
        if serves && std::mem::replace(&mut self.serves, true) {
            return;
        }
        if !self.label.is_empty() {
            self.label.push_str(match self.lang {
                Lang::Zh => "、",
                Lang::En => ", ",
            });
        }
        self.label.push_str(part(node).get(self.lang));
    }
}

/// A service by its kind and name; its domains come after it.
fn service(speech: &Speech<'_>, index: Position, label: &mut String) -> Concern {
    let place = Place::now(Node::Service(index));
    let kind = FactRef {
        mount: Mount::Service,
        item: FactItem::Field(ServiceField::Kind as u16),
    };
    let element = Element::Service(index);
    let kind = match speech.facts.get(kind, element) {
        Fact::Code(_) => speech.told(kind, element),
        _ => part(place.node).get(speech.lang).into(),
    };
    label.push_str(&kind);
    add_name(speech, place, (index, 0), label);
    heading(place, (5, index.into(), 0))
}

/// 「网站“示例”」, and by its number where there is no name.
fn add_name(speech: &Speech<'_>, of: Place, at: (Position, Position), label: &mut String) {
    let Some(name) = text_of(speech, of) else {
        let number = at.0.max(at.1).saturating_add(1);
        // Text takes everything.
        let _ = write!(label, " {number}");
        return;
    };
    label.push_str(match speech.lang {
        Lang::Zh => "“",
        Lang::En => " “",
    });
    label.push_str(&name);
    label.push('”');
}

/// The access, with the provider where one is chosen.
fn access(speech: &Speech<'_>, label: &mut String) {
    let provider = order_fact(OrderField::FilingProvider);
    let access = const { &Text::fixed("接入", "access") };
    label.push_str(access.get(speech.lang));
    if let Fact::Code(_) = speech.facts.get(provider, Element::Order) {
        label.push(' ');
        label.push_str(&speech.told(provider, Element::Order));
    }
}

/// The name that the draft has of a person, service or domain.
fn text_of<'a>(speech: &Speech<'a>, place: Place) -> Option<Cow<'a, str>> {
    let is_person = matches!(
        place.node,
        Node::LegalRepresentative | Node::Principal | Node::ServicePrincipal(_)
    );
    let name = name_of(speech, place);
    name.filter(|name| is_person || **name != *part(place.node).get(speech.lang))
}
