//! Attachments that count for nothing, because what they are or whom they concern is no name that
//! the rules or the draft know. A draft may list such papers, so that is told and no finding.

use super::mask::Masker;
use crate::draft::{Draft, List, Node as Part, Place};
use crate::facts::{Papers, owner};
use crate::fields::{AttachmentField, nearest};
use crate::ruleset::Ruleset;
use crate::source::{Node, Span, Table, escape_control};
use crate::text::Text;

/// What of an attachment is no name that the rules or the draft know.
#[derive(Debug, Clone)]
pub struct Astray {
    /// Where it stands.
    pub span: Span,
    /// Whether it is whom it concerns, not what it is.
    pub is_of: bool,
    /// What stands there, as it may be shown.
    pub said: String,
    /// What it is most like.
    near: Option<String>,
}

/// A name of an attachment that nobody knows.
#[derive(Debug, Clone, Copy)]
pub struct Unnamed<'d> {
    /// Which attachment it stands in.
    index: usize,
    /// Whether it is whom it concerns, not what it is.
    pub is_of: bool,
    /// What stands there.
    pub text: &'d str,
}

impl<'d> Unnamed<'d> {
    /// Those of a draft; `papers` knows the documents of its rules.
    pub fn all(draft: &'d Draft<'_>, papers: &dyn Papers) -> impl Iterator<Item = Unnamed<'d>> {
        let attachments = draft.attachments.items().iter().enumerate();
        attachments.flat_map(move |(index, record)| {
            let said = |field: AttachmentField| Some(record.text(field as usize)?.expose());
            let unnamed = |is_of| move |text| Unnamed { index, is_of, text };
            let document = said(AttachmentField::Document);
            let document = document.filter(|_| papers.document_of(record).is_none());
            let whose = said(AttachmentField::Of).map(str::trim);
            let whose = whose.filter(|path| !is_owner(path, draft));
            [document.map(unnamed(false)), whose.map(unnamed(true))]
                .into_iter()
                .flatten()
        })
    }
}

impl Astray {
    /// The attachments of a draft that can be no document's; where they stand is told by its tree.
    pub fn of(root: &Table, draft: &Draft<'_>, ruleset: &Ruleset, masker: Masker) -> Vec<Astray> {
        let listed = root.get("attachments").and_then(Node::as_array);
        let found = Unnamed::all(draft, ruleset);
        let placed = found.map(|unnamed| {
            let table = listed.and_then(|listed| listed.get(unnamed.index)?.as_table());
            let key = if unnamed.is_of { "of" } else { "document" };
            let node = table.and_then(|table| table.get(key));
            Astray {
                span: node.map_or_else(Span::default, |node| node.span),
                ..Astray::new(unnamed, draft, ruleset, masker)
            }
        });
        placed.collect()
    }

    /// What is said of a name, whose place is not told.
    pub fn new(
        unnamed: Unnamed<'_>,
        draft: &Draft<'_>,
        ruleset: &Ruleset,
        masker: Masker,
    ) -> Astray {
        let Unnamed { is_of, text, .. } = unnamed;
        Astray {
            span: Span::default(),
            is_of,
            said: escape_control(&masker.free(text)).into_owned(),
            near: match is_of {
                false => near_document(text, ruleset),
                true => near_owner(text, draft),
            },
        }
    }

    /// What is said of it in a draft.
    pub fn in_draft(&self) -> Text {
        match self.is_of {
            false => self.sentence("附件的 document", "the attachment's document"),
            true => self.sentence("附件的 of", "the attachment's of"),
        }
    }

    /// What is said of it in a sheet, whose columns have names of their own.
    pub fn in_sheet(&self) -> Text {
        match self.is_of {
            false => self.sentence("材料", "the document"),
            true => self.sentence("材料关于谁", "whom the document concerns,"),
        }
    }

    fn sentence(&self, zh: &str, en: &str) -> Text {
        let said = &self.said;
        let (near_zh, near_en) = match &self.near {
            Some(near) => (
                format!("；是不是 {near}？"),
                format!("; did you mean {near}?"),
            ),
            None => Default::default(),
        };
        match self.is_of {
            false => Text::new(
                format!("{zh}“{said}”不是规则里的材料，材料清单里不算它{near_zh}"),
                format!(
                    "{en} “{said}” is none of the rules' and counts for nothing in the list of documents{near_en}"
                ),
            ),
            true => Text::new(
                format!("{zh}“{said}”在草稿里没有，材料清单里不算它{near_zh}"),
                format!(
                    "{en} “{said}” is nothing in the draft, and it counts for nothing in the list of documents{near_en}"
                ),
            ),
        }
    }
}

/// What an id that no document has is most like, if anything.
fn near_document(id: &str, ruleset: &Ruleset) -> Option<String> {
    let known = ruleset.documents.iter().flat_map(|own| {
        let aliases = own.aliases.iter().map(String::as_str);
        [own.id.as_str(), own.name.zh.as_ref()]
            .into_iter()
            .chain(aliases)
    });
    nearest(id, known).map(str::to_owned)
}

/// The same of whom it concerns.
fn near_owner(path: &str, draft: &Draft<'_>) -> Option<String> {
    let known = owners(draft);
    nearest(path, known.iter().map(String::as_str)).map(str::to_owned)
}

/// Whether a path names what a draft has, or nothing.
fn is_owner(path: &str, draft: &Draft<'_>) -> bool {
    path == "none" || owner(path).is_some_and(|place| may_be(draft, place))
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
