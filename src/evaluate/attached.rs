//! Whether a needed document is at hand, by what the draft says of its attachments.

use super::outcome::Paper;
use crate::draft::{Node, Place, Slot};
use crate::facts::{Facts, owner};
use crate::fields::AttachmentField;
use crate::fields::choices::SIDES;
use crate::ruleset::Ruleset;

/// How a draft names the owner of a document: `subject`, `principal`, `services[0].domains[1]`.
pub fn owner_path(place: Place) -> String {
    match place.node {
        Node::Order => "subject".to_owned(),
        _ => place.to_string(),
    }
}

/// Whether a document is at hand. A paper of two sides is, where neither attachment names a side or
/// both sides are there.
pub fn is_provided(ruleset: &Ruleset, facts: &Facts<'_>, paper: &Paper) -> bool {
    let Some(document) = ruleset.documents.get(paper.document) else {
        return false;
    };
    let mut sides = 0u64;
    for attachment in facts.draft().attachments.items() {
        let text =
            |field: AttachmentField| attachment.text(field as usize).map(|text| text.expose());
        let is_document =
            || text(AttachmentField::Document).is_some_and(|id| document.is_called(id));
        let is_owner = || {
            text(AttachmentField::Of)
                .is_none_or(|of| owner(of).is_some_and(|of| facts.is_same_owner(of, paper.of)))
        };
        let is_held = matches!(
            attachment.slot(AttachmentField::Held as usize),
            Slot::Bool(true)
        );
        let is_there = || is_held || text(AttachmentField::File).is_some();
        if !(is_document() && is_there() && is_owner()) {
            continue;
        }
        match attachment.slot(AttachmentField::Side as usize) {
            Slot::Code(side) => sides |= 1u64.checked_shl(u32::from(*side)).unwrap_or(0),
            _ => return true,
        }
    }
    let wanted = document.form.sides.unwrap_or(1).min(SIDES.len() as u64);
    u64::from(sides.count_ones()) >= wanted
}
