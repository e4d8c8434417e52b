//! The natural order of an interview: groups of questions, and what their records are called.

use crate::draft::{Draft, Item, ListName, Node, Path, Place, Position};
use crate::fields::{DomainField, PersonField, ServiceField};
use crate::text::Text;

/// The groups, in the order in which they are gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The filing itself.
    Filing,
    /// What is on record now.
    Previous,
    /// The subject; in a personal filing also the person.
    Subject,
    /// The persons.
    Persons,
    /// A service with its domains.
    Service(Position),
    /// Whether there are more services.
    MoreServices,
    /// The hosting resource.
    Access,
    /// The documents at hand.
    Documents,
}

impl Group {
    /// The group of a place.
    pub fn of(path: Path, personal: bool) -> Group {
        if path.place.previous {
            return Group::Previous;
        }
        match path.place.node {
            Node::Order => match path.item {
                Item::List(ListName::Services) => Group::Service(0),
                Item::List(_) => Group::Documents,
                Item::Whole => Group::Filing,
                Item::Field(slot) => {
                    let key = path.place.kind().field(slot.into()).map_or("", |f| f.key);
                    if key.starts_with("filing") {
                        Group::Filing
                    } else if key.starts_with("access") {
                        Group::Access
                    } else {
                        Group::Subject
                    }
                }
            },
            Node::Principal if personal => Group::Subject,
            Node::Principal | Node::LegalRepresentative => Group::Persons,
            Node::Service(i)
            | Node::ServicePrincipal(i)
            | Node::Domain(i, _)
            | Node::Platform(i, _)
            | Node::PreApproval(i, _) => Group::Service(i),
            Node::Attachment(_) => Group::Documents,
        }
    }

    /// What it is called.
    pub fn label(self) -> Text {
        match self {
            Group::Filing => Text::fixed("备案", "the filing"),
            Group::Previous => Text::fixed("已备案的信息", "what is on record"),
            Group::Subject => Text::fixed("主体", "the subject"),
            Group::Persons => Text::fixed("负责人", "persons"),
            Group::Service(0) | Group::MoreServices => Text::fixed("网站和 App", "services"),
            Group::Service(index) => {
                let number = index.saturating_add(1);
                Text::new(format!("第 {number} 项服务"), format!("service {number}"))
            }
            Group::Access => Text::fixed("接入资源", "hosting"),
            Group::Documents => Text::fixed("材料", "documents"),
        }
    }
}

/// Within a group, which record comes first.
pub(super) fn rank(path: Path) -> (u8, Position) {
    match path.place.node {
        Node::Order | Node::Service(_) => (0, 0),
        Node::Principal => (1, 0),
        Node::LegalRepresentative => (2, 0),
        Node::ServicePrincipal(_) => (3, 0),
        Node::PreApproval(_, j) => (4, j),
        Node::Platform(_, j) => (5, j),
        Node::Domain(_, j) => (6, j),
        Node::Attachment(i) => (7, i),
    }
}

/// The slot of a record's name.
pub(super) fn name_slot(node: Node) -> Option<usize> {
    match node {
        Node::LegalRepresentative | Node::Principal | Node::ServicePrincipal(_) => {
            Some(PersonField::Name as usize)
        }
        Node::Service(_) => Some(ServiceField::Name as usize),
        Node::Domain(..) => Some(DomainField::Name as usize),
        _ => None,
    }
}

/// What the record of a place is called, with its name where the draft has it.
pub(super) fn title(draft: &Draft<'_>, place: Place, personal: bool) -> Option<Text> {
    let part = match place.node {
        Node::Order => return None,
        Node::Principal if personal => return None,
        Node::LegalRepresentative => Text::fixed("法定代表人", "legal representative"),
        Node::Principal => Text::fixed("主体负责人", "principal"),
        Node::Service(_) => Text::fixed("服务", "service"),
        Node::ServicePrincipal(_) => Text::fixed("这项服务的负责人", "the service's principal"),
        Node::Domain(..) => Text::fixed("域名", "domain"),
        Node::Platform(..) => Text::fixed("App 平台", "platform"),
        Node::PreApproval(..) => Text::fixed("前置审批", "approval"),
        Node::Attachment(_) => Text::fixed("材料", "document"),
    };
    let name = name_slot(place.node)
        .and_then(|slot| draft.record(place)?.text(slot))
        .map(|name| name.expose().to_owned());
    let several = match place.node {
        Node::Service(i) => Some(i),
        Node::Domain(_, j) | Node::Platform(_, j) | Node::PreApproval(_, j) => Some(j),
        _ => None,
    }
    .filter(|index| *index > 0)
    .map(|index| index.saturating_add(1));
    Some(match (name, several) {
        (Some(name), _) => Text::new(format!("{} {name}", part.zh), format!("{} {name}", part.en)),
        (None, Some(number)) => Text::new(
            format!("第 {number} 个{}", part.zh),
            format!("{} {number}", part.en),
        ),
        (None, None) => part,
    })
}
