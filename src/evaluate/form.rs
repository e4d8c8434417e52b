//! What a document must look like here: as the ruleset declares it, with what the province and the
//! provider change.

use super::condition::View;
use super::plan::Key;
use super::truth::Truth;
use crate::draft::{Node, Place};
use crate::facts::{Element, Facts};
use crate::ruleset::{Document, Form, FormChange, Stage, has_bit};

/// The form of a document of somebody's, with the changes that hold.
pub fn form_of(changes: &[FormChange], facts: &Facts<'_>, document: &Document, of: Place) -> Form {
    changes_of(changes, facts, document, of).fold(document.form.clone(), |form, change| {
        form.overlaid(&change.form)
    })
}

/// The changes of a document's form that hold, those of later layers later.
pub(super) fn changes_of<'c>(
    changes: &'c [FormChange],
    facts: &Facts<'_>,
    document: &Document,
    of: Place,
) -> impl Iterator<Item = &'c FormChange> {
    let concerning = move |change: &&FormChange| change_concerns(change, document);
    let changes = changes.iter().filter(concerning);
    changes.filter(move |change| change_holds(change, facts, of))
}

/// Whether a change is one of a document's form, in whatever filing.
pub(super) fn change_concerns(change: &FormChange, document: &Document) -> bool {
    match &change.document {
        Some(id) => *id == document.id || document.aliases.contains(id),
        None => document.stage == Stage::Upload,
    }
}

/// Whether a change holds for what somebody has.
pub(super) fn change_holds(change: &FormChange, facts: &Facts<'_>, of: Place) -> bool {
    let Some(key) = Key::of(facts) else {
        return false;
    };
    let selection = &change.selection;
    has_bit(selection.filings, usize::from(key.filing))
        && key
            .subject
            .is_some_and(|subject| has_bit(selection.subjects, usize::from(subject)))
        && selection.period.contains(key.as_of)
        && View::new(facts, element(of), &[]).holds(&selection.when) == Truth::True
}

/// The element that a document's owner is.
fn element(of: Place) -> Element {
    match of.node {
        Node::Order => Element::Order,
        Node::LegalRepresentative | Node::Principal | Node::ServicePrincipal(_) => {
            Element::Person(of)
        }
        Node::Service(i) => Element::Service(i),
        Node::Domain(i, j) => Element::Domain(i, j),
        Node::Platform(i, j) => Element::Platform(i, j),
        Node::PreApproval(i, j) => Element::PreApproval(i, j),
        Node::Attachment(i) => Element::Attachment(i),
    }
}
