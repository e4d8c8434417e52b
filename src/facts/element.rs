//! The elements that rules are evaluated for.

use crate::draft::{Node, Place, Position};
use crate::fields::Scope;

/// One element of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Element {
    /// The filing as a whole.
    Order,
    /// A person with a part in the filing: where the draft has them.
    Person(Place),
    /// `services[i]`.
    Service(Position),
    /// `services[i].domains[j]`.
    Domain(Position, Position),
    /// `services[i].platforms[j]`.
    Platform(Position, Position),
    /// `services[i].pre_approvals[j]`.
    PreApproval(Position, Position),
    /// `attachments[i]`.
    Attachment(Position),
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
    pub const fn service(self) -> Option<Position> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_fits_a_register() {
        assert_eq!(size_of::<Element>(), 8);
        assert_eq!(size_of::<Option<Element>>(), 8);
    }
}
