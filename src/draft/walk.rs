//! The steps from the top of a draft to a place in it: the keys and lists of the draft format.

use super::path::{Item, Node, Path, Place, Position};

/// What goes through a draft's text, whatever form it was read in.
pub(super) trait Walk {
    /// To the value of a key of the table that it stands at.
    fn key(&mut self, key: &str);

    /// To an element of a list of the table that it stands at, counted from 0.
    fn element(&mut self, list: &str, index: Position);

    /// To the value of a dotted key.
    fn keys(&mut self, keys: &str) {
        for key in keys.split('.') {
            self.key(key);
        }
    }

    /// From the top to a record.
    fn record(&mut self, place: Place) {
        if place.previous {
            self.key("previous");
        }
        match place.node {
            Node::Order => {}
            Node::LegalRepresentative => self.key("legal_representative"),
            Node::Principal => self.key("principal"),
            Node::Service(i) => self.element("services", i),
            Node::ServicePrincipal(i) => {
                self.element("services", i);
                self.key("principal");
            }
            Node::Domain(i, j) => self.part(i, "domains", j),
            Node::Platform(i, j) => self.part(i, "platforms", j),
            Node::PreApproval(i, j) => self.part(i, "pre_approvals", j),
            Node::Attachment(i) => self.element("attachments", i),
        }
    }

    /// To an element of a list of a service.
    fn part(&mut self, service: Position, list: &str, index: Position) {
        self.element("services", service);
        self.element(list, index);
    }

    /// From a path's record to what it names there.
    fn item(&mut self, path: &Path) {
        match path.item {
            Item::Whole => {}
            Item::Field(slot) => {
                if let Some(field) = path.place.kind().field(slot.into()) {
                    self.keys(field.key);
                }
            }
            Item::List(name) => self.key(name.key()),
        }
    }
}
