//! Places of drafts as rules write them: what a rule is evaluated for, where findings are reported,
//! whose a document is.

use super::keys::Keys;
use super::model::At;
use super::parse_condition::Reach;
use crate::draft::ListName;
use crate::fields::{FactRef, Mount, Scope, nearest};
use crate::source::Node;
use crate::text::Text;

/// Where findings are reported: a fact, a record or a list.
pub fn read_at(node: &Node, reach: Reach<'_>) -> Option<At> {
    let path = node.as_str().unwrap_or_default();
    for (name, mount, list) in [
        ("services", Mount::Order, ListName::Services),
        ("attachments", Mount::Order, ListName::Attachments),
        ("service.domains", Mount::Service, ListName::Domains),
        ("service.platforms", Mount::Service, ListName::Platforms),
        (
            "service.pre_approvals",
            Mount::Service,
            ListName::PreApprovals,
        ),
    ] {
        if path == name && reach.scope.sees(mount.needs()) {
            return Some(At::List(mount, list));
        }
    }
    if FactRef::of_place(path).is_none()
        && let Some(mount) = mount_of(path)
        && reach.scope.sees(mount.needs())
    {
        return Some(At::Record(mount));
    }
    reach.fact_or_table(path, node.span).map(At::Fact)
}

fn mount_of(name: &str) -> Option<Mount> {
    [
        Mount::Principal,
        Mount::LegalRepresentative,
        Mount::Service,
        Mount::ServicePrincipal,
        Mount::Domain,
        Mount::Person,
        Mount::Platform,
        Mount::PreApproval,
        Mount::Attachment,
    ]
    .into_iter()
    .find(|mount| mount.prefix() == name)
}

/// Whose a document is: the name of a record, `subject` or `order`.
pub fn read_mount(node: &Node, reach: Reach<'_>) -> Option<Mount> {
    let name = match node.as_str().unwrap_or_default() {
        "subject" | "order" => return Some(Mount::Order),
        "service_principal" => "service.principal",
        name => name,
    };
    match mount_of(name) {
        Some(mount) => Some(mount),
        None => {
            reach.faults.add(
                node.span,
                Text::fixed(
                    "写 subject、principal、legal_representative、service_principal、person、service 或 domain",
                    "write subject, principal, legal_representative, service_principal, person, service or domain",
                ),
            );
            None
        }
    }
}

/// `each`: the elements that something is evaluated for; the filing as a whole where it is absent.
pub fn read_scope(keys: &Keys<'_>, reach: Reach<'_>) -> Scope {
    match keys.node("each") {
        Some(node) => scope_named(node, reach),
        None => Scope::Order,
    }
}

/// The elements of a name.
pub fn scope_named(node: &Node, reach: Reach<'_>) -> Scope {
    let name = node.as_str().unwrap_or_default();
    Scope::of_name(name).unwrap_or_else(|| {
        let help = nearest(name, Scope::all().map(Scope::name)).map(|near| {
            Text::new(
                format!("是不是 {near}？"),
                format!("did you mean `{near}`?"),
            )
        });
        reach.faults.add_with_help(
            node.span,
            Text::fixed(
                "写 order person service domain platform pre_approval attachment 之一",
                "write one of order person service domain platform pre_approval attachment",
            ),
            help,
        );
        Scope::Order
    })
}
