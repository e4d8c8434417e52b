//! Attachments that count for nothing, because what they are or whom they concern is no name that
//! the rules or the draft know. A draft may list such papers, so that is told and no finding.

use super::evaluated::DraftText;
use super::output::tell;
use crate::draft::{Draft, List, Node as Part, Place};
use crate::facts::owner;
use crate::fields::nearest;
use crate::report::Masker;
use crate::ruleset::Ruleset;
use crate::source::{Node, escape_control};
use crate::text::{Lang, Text};

/// Tells of the attachments of a draft that can be no document's.
pub fn tell_attachments_astray(
    text: &DraftText,
    draft: &Draft<'_>,
    ruleset: &Ruleset,
    masker: Masker,
    lang: Lang,
) {
    let listed = text.parsed.root.get("attachments").and_then(Node::as_array);
    for table in listed.unwrap_or_default().iter().filter_map(Node::as_table) {
        let said = |key| table.get(key).and_then(|node| Some((node, node.as_str()?)));
        let document = said("document").and_then(|(node, id)| {
            let text = unknown_document(id, ruleset, masker)?;
            Some((node, text))
        });
        let whose = said("of").and_then(|(node, path)| {
            let text = unknown_owner(path, draft, masker)?;
            Some((node, text))
        });
        for (node, message) in document.into_iter().chain(whose) {
            let (line, column) = text.file.line_column(node.span.start);
            let name = escape_control(&text.file.name);
            tell(&format!("{name}:{line}:{column} {}", message.get(lang)));
        }
    }
}

fn unknown_document(id: &str, ruleset: &Ruleset, masker: Masker) -> Option<Text> {
    if ruleset.documents.iter().any(|own| own.is_called(id)) {
        return None;
    }
    let known = ruleset.documents.iter().flat_map(|own| {
        let aliases = own.aliases.iter().map(String::as_str);
        [own.id.as_str(), own.name.zh.as_ref()]
            .into_iter()
            .chain(aliases)
    });
    let (zh, en) = suggested(nearest(id, known));
    let id = masker.free(id);
    let id = escape_control(&id);
    Some(Text::new(
        format!("附件的 document“{id}”不是规则里的材料，材料清单里不算它{zh}"),
        format!(
            "the attachment's document “{id}” is none of the rules' and counts for nothing in the list of documents{en}"
        ),
    ))
}

fn unknown_owner(path: &str, draft: &Draft<'_>, masker: Masker) -> Option<Text> {
    let path = path.trim();
    if path == "none" || owner(path).is_some_and(|place| may_be(draft, place)) {
        return None;
    }
    let known = owners(draft);
    let (zh, en) = suggested(nearest(path, known.iter().map(String::as_str)));
    let path = masker.free(path);
    let path = escape_control(&path);
    Some(Text::new(
        format!("附件的 of“{path}”在草稿里没有，材料清单里不算它{zh}"),
        format!(
            "the attachment's of “{path}” is nothing in the draft, and it counts for nothing in the list of documents{en}"
        ),
    ))
}

fn suggested(near: Option<&str>) -> (String, String) {
    near.map_or_else(Default::default, |near| {
        (
            format!("；是不是 {near}？"),
            format!("; did you mean {near}?"),
        )
    })
}

/// Whether a draft has what a path names, or does not say. A person may be told by another's record.
fn may_be(draft: &Draft<'_>, place: Place) -> bool {
    let within = match place.node {
        Part::ServicePrincipal(service) => Part::Service(service),
        Part::Order | Part::Principal | Part::LegalRepresentative => return true,
        other => other,
    };
    let service = match within {
        Part::Service(index)
        | Part::Domain(index, _)
        | Part::Platform(index, _)
        | Part::PreApproval(index, _) => draft.services.get(index),
        _ => None,
    };
    let is_open = match (&draft.services, within, service) {
        (List::Unknown, ..) => true,
        (_, Part::Domain(..), Some(own)) => matches!(own.domains, List::Unknown),
        (_, Part::Platform(..), Some(own)) => matches!(own.platforms, List::Unknown),
        (_, Part::PreApproval(..), Some(own)) => matches!(own.pre_approvals, List::Unknown),
        _ => false,
    };
    is_open || draft.record(Place::now(within)).is_some()
}

/// The paths that an attachment of a draft may name.
fn owners(draft: &Draft<'_>) -> Vec<String> {
    let persons = ["subject", "principal", "legal_representative"];
    let mut known: Vec<String> = persons.map(str::to_owned).to_vec();
    for (index, service) in draft.services.items().iter().enumerate() {
        let path = format!("services[{index}]");
        known.push(format!("{path}.principal"));
        let lists = [
            ("domains", service.domains.items().len()),
            ("platforms", service.platforms.items().len()),
            ("pre_approvals", service.pre_approvals.items().len()),
        ];
        for (list, length) in lists {
            known.extend((0..length).map(|inner| format!("{path}.{list}[{inner}]")));
        }
        known.push(path);
    }
    known
}
