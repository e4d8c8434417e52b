//! Places in a draft: records, their fields and lists, and how they are written
//! (`services[0].domains[1].registrant.name`).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::fields::RecordKind;

/// The position of an element in its list (0-based); lists have at most 10,000.
pub type Position = u16;

/// A record of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Whether it lies under `previous`.
    pub previous: bool,
    /// Which record.
    pub node: Node,
}

/// A record, by its position (0-based).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    /// The filing as a whole.
    Order,
    /// `legal_representative`.
    LegalRepresentative,
    /// `principal`.
    Principal,
    /// `services[i]`.
    Service(Position),
    /// `services[i].principal`.
    ServicePrincipal(Position),
    /// `services[i].domains[j]`.
    Domain(Position, Position),
    /// `services[i].platforms[j]`.
    Platform(Position, Position),
    /// `services[i].pre_approvals[j]`.
    PreApproval(Position, Position),
    /// `attachments[i]`.
    Attachment(Position),
}

/// A list of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ListName {
    /// `services`.
    Services,
    /// `attachments`.
    Attachments,
    /// `services[i].domains`.
    Domains,
    /// `services[i].platforms`.
    Platforms,
    /// `services[i].pre_approvals`.
    PreApprovals,
    /// `allow`.
    Allow,
}

/// What of a record is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    /// The record itself.
    Whole,
    /// A field, by its slot.
    Field(u16),
    /// A list.
    List(ListName),
}

/// A place in a draft that can be pointed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path {
    /// The record.
    pub place: Place,
    /// What of it.
    pub item: Item,
}

impl Place {
    /// A record of the draft itself, not of `previous`.
    pub const fn now(node: Node) -> Self {
        Self {
            previous: false,
            node,
        }
    }

    /// A record under `previous`.
    pub const fn previous(node: Node) -> Self {
        Self {
            previous: true,
            node,
        }
    }

    /// The kind of record.
    pub const fn kind(self) -> RecordKind {
        match self.node {
            Node::Order => RecordKind::Order,
            Node::LegalRepresentative | Node::Principal | Node::ServicePrincipal(_) => {
                RecordKind::Person
            }
            Node::Service(_) => RecordKind::Service,
            Node::Domain(..) => RecordKind::Domain,
            Node::Platform(..) => RecordKind::Platform,
            Node::PreApproval(..) => RecordKind::PreApproval,
            Node::Attachment(_) => RecordKind::Attachment,
        }
    }

    /// One of its fields.
    pub fn field(self, slot: usize) -> Path {
        Path {
            place: self,
            item: u16::try_from(slot).map_or(Item::Whole, Item::Field),
        }
    }

    /// The record itself.
    pub const fn whole(self) -> Path {
        Path {
            place: self,
            item: Item::Whole,
        }
    }

    /// One of its lists.
    pub const fn list(self, name: ListName) -> Path {
        Path {
            place: self,
            item: Item::List(name),
        }
    }
}

impl ListName {
    /// The key of the list within its record.
    pub const fn key(self) -> &'static str {
        match self {
            ListName::Services => "services",
            ListName::Attachments => "attachments",
            ListName::Domains => "domains",
            ListName::Platforms => "platforms",
            ListName::PreApprovals => "pre_approvals",
            ListName::Allow => "allow",
        }
    }
}

impl Place {
    /// Writes it, as drafts name it, where it may have to be written often.
    ///
    /// # Errors
    ///
    /// What it is written to fails.
    pub fn write_to(&self, out: &mut impl fmt::Write) -> fmt::Result {
        if self.previous {
            out.write_str("previous")?;
            if self.node != Node::Order {
                out.write_str(".")?;
            }
        }
        match self.node {
            Node::Order => Ok(()),
            Node::LegalRepresentative => out.write_str("legal_representative"),
            Node::Principal => out.write_str("principal"),
            Node::Service(i) => element(out, "services[", i),
            Node::ServicePrincipal(i) => {
                element(out, "services[", i)?;
                out.write_str(".principal")
            }
            Node::Domain(i, j) => {
                element(out, "services[", i)?;
                element(out, ".domains[", j)
            }
            Node::Platform(i, j) => {
                element(out, "services[", i)?;
                element(out, ".platforms[", j)
            }
            Node::PreApproval(i, j) => {
                element(out, "services[", i)?;
                element(out, ".pre_approvals[", j)
            }
            Node::Attachment(i) => element(out, "attachments[", i),
        }
    }
}

/// Writes an element of a list whose bracket is open.
fn element(out: &mut impl fmt::Write, list: &str, index: Position) -> fmt::Result {
    out.write_str(list)?;
    match u8::try_from(index) {
        // Few lists are longer, and a digit needs no formatting.
        Ok(digit @ 0..=9) => out.write_char(char::from(digit | b'0'))?,
        _ => write!(out, "{index}")?,
    }
    out.write_str("]")
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(out)
    }
}

impl Path {
    /// Writes it, as drafts name it, where it may have to be written often.
    ///
    /// # Errors
    ///
    /// What it is written to fails.
    pub fn write_to(&self, out: &mut impl fmt::Write) -> fmt::Result {
        let key = match self.item {
            Item::Whole => "",
            Item::Field(slot) => self
                .place
                .kind()
                .field(slot.into())
                .map_or("", |field| field.key),
            Item::List(name) => name.key(),
        };
        self.place.write_to(out)?;
        let has_prefix = self.place.previous || self.place.node != Node::Order;
        if has_prefix && !key.is_empty() {
            out.write_str(".")?;
        }
        out.write_str(key)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_to(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_fits_a_register() {
        assert_eq!(size_of::<Place>(), 8);
        assert_eq!(size_of::<Option<Place>>(), 8);
    }
}
