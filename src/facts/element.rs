//! The elements that rules are evaluated for.

use crate::draft::{Node, Place};
use crate::fields::Scope;

/// One element of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Element {
    /// The filing as a whole.
    Order,
    /// A person with a part in the filing: where the draft has them.
    Person(Place),
    /// `services[i]`.
    Service(u32),
    /// `services[i].domains[j]`.
    Domain(u32, u32),
    /// `services[i].platforms[j]`.
    Platform(u32, u32),
    /// `services[i].pre_approvals[j]`.
    PreApproval(u32, u32),
    /// `attachments[i]`.
    Attachment(u32),
}

impl Element {
    /// What kind of element it is.
    pub const fn scope(self) -> Scope {
        match self {
            Element::Order => Scope::Order,
            Element::Person(_) => Scope::Person,
            Element::Service(_) => Scope::Service,
            Element::Domain(..) => Scope::Domain,
            Element::Platform(..) => Scope::Platform,
            Element::PreApproval(..) => Scope::PreApproval,
            Element::Attachment(_) => Scope::Attachment,
        }
    }

    /// The service that it is or lies in.
    pub const fn service(self) -> Option<u32> {
        match self {
            Element::Service(index)
            | Element::Domain(index, _)
            | Element::Platform(index, _)
            | Element::PreApproval(index, _) => Some(index),
            Element::Order | Element::Person(_) | Element::Attachment(_) => None,
        }
    }

    /// Its record in the draft.
    pub const fn place(self) -> Place {
        match self {
            Element::Order => Place::now(Node::Order),
            Element::Person(place) => place,
            Element::Service(i) => Place::now(Node::Service(i)),
            Element::Domain(i, j) => Place::now(Node::Domain(i, j)),
            Element::Platform(i, j) => Place::now(Node::Platform(i, j)),
            Element::PreApproval(i, j) => Place::now(Node::PreApproval(i, j)),
            Element::Attachment(i) => Place::now(Node::Attachment(i)),
        }
    }
}
