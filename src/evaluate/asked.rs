//! What is asked of an attachment, by the form of its document here.

use super::form::{change_concerns, change_holds, changes_of};
use super::index::Index;
use super::plan::Key;
use crate::draft::{Node, Place};
use crate::facts::{Asked, Element, Facts, FileFormat, Firmness, Papers, format_of_ending, owner};
use crate::fields::choices::MEDIA;
use crate::fields::{AttachmentField, DerivedId, FactItem, FactRef};
use crate::ruleset::{Branch, Document, Form, FormChange, Ruleset, Severity, facts_read, has_bit};

impl Papers for Ruleset {
    fn asked(&self, facts: &Facts<'_>, attachment: Place, firmness: Firmness) -> Option<Asked> {
        let (document, of) = document_of(self, facts, attachment)?;
        let own = OfDocument::new(self, document);
        Some(own.asked(&self.forms, facts, of, firmness))
    }
}

impl Papers for Index<'_> {
    fn asked(&self, facts: &Facts<'_>, attachment: Place, firmness: Firmness) -> Option<Asked> {
        let (id, of) = named(facts, attachment)?;
        let own = self.asked_of(self.document(id)?)?;
        Some(own.asked(&self.ruleset().forms, facts, of, firmness))
    }
}

/// What a document asks for as it is declared, and what changes of it do, by their position.
#[derive(Debug)]
pub(super) struct OfDocument {
    declared: Asked,
    changes: Box<[OfChange]>,
}

/// What a change asks for.
#[derive(Debug)]
struct OfChange {
    /// Its position among the ruleset's.
    position: usize,
    severity: Severity,
    /// The kinds of filing and of subject that it is for: most drafts are of others.
    filings: u64,
    subjects: u64,
    asked: Asked,
}

impl OfDocument {
    pub fn new(ruleset: &Ruleset, document: &Document) -> Self {
        let changes = ruleset.forms.iter().enumerate();
        Self {
            declared: asked(&document.form),
            changes: changes
                .filter(|(_, change)| change_concerns(change, document))
                .map(|(position, change)| OfChange {
                    position,
                    severity: change.severity,
                    filings: change.selection.filings,
                    subjects: change.selection.subjects,
                    asked: asked(&change.form),
                })
                .collect(),
        }
    }

    pub fn asked(
        &self,
        changes: &[FormChange],
        facts: &Facts<'_>,
        of: Place,
        firmness: Firmness,
    ) -> Asked {
        let Some(key) = Key::of(facts) else {
            return self.declared;
        };
        let mut whole = self.declared;
        for own in &self.changes {
            let is_for = has_bit(own.filings, key.filing.into())
                && key
                    .subject
                    .is_some_and(|subject| has_bit(own.subjects, subject.into()));
            let is_firm = firmness == Firmness::Advised || own.severity == Severity::Error;
            if is_for
                && is_firm
                && let Some(change) = changes.get(own.position)
                && change_holds(change, facts, of)
            {
                whole = whole.overlaid(own.asked);
            }
        }
        whole
    }
}

/// The document that an attachment is, and whose.
fn document_of<'r>(
    ruleset: &'r Ruleset,
    facts: &Facts<'_>,
    attachment: Place,
) -> Option<(&'r Document, Place)> {
    let (id, of) = named(facts, attachment)?;
    Some((ruleset.document(id)?, of))
}

/// What an attachment says that it is, and whose.
fn named<'d>(facts: &Facts<'d>, attachment: Place) -> Option<(&'d str, Place)> {
    let record = facts.draft().record(attachment)?;
    let text = |field: AttachmentField| record.text(field as usize).map(|text| text.expose());
    let id = text(AttachmentField::Document)?;
    let of = text(AttachmentField::Of).and_then(owner);
    Some((id, of.unwrap_or(Place::now(Node::Order))))
}

fn asked(form: &Form) -> Asked {
    let bits = |members: &mut dyn Iterator<Item = usize>| {
        members.fold(0u64, |whole, member| {
            let bit = u32::try_from(member)
                .ok()
                .and_then(|bit| 1u64.checked_shl(bit));
            whole | bit.unwrap_or(0)
        })
    };
    Asked {
        formats: form.formats.as_ref().map(|endings| {
            let formats = endings.iter().filter_map(|ending| format_of(ending));
            bits(&mut formats.map(|format| format as usize))
        }),
        min_bytes: form.min_bytes,
        max_bytes: form.max_bytes,
        original: form.original,
        colour: form.colour,
        media: form.media.as_ref().map(|media| {
            let known = |id: &String| MEDIA.iter().position(|choice| choice.id == id);
            bits(&mut media.iter().filter_map(known))
        }),
        signed_within_days: form.signed_within_days,
        signed_within_working_days: form.signed_within_working_days,
    }
}

/// The format of a usual ending, or of an id of the vocabulary.
fn format_of(ending: &str) -> Option<FileFormat> {
    format_of_ending(ending).or_else(|| FileFormat::of_id(ending))
}

/// The evidence of what a branch compares an attachment with: of its document's form, and of what
/// layers changed in it.
pub fn evidence_asked(
    ruleset: &Ruleset,
    facts: &Facts<'_>,
    branch: &Branch,
    element_at: Element,
) -> Vec<String> {
    let Element::Attachment(_) = element_at else {
        return Vec::new();
    };
    let keys: Vec<PartOfForm> = facts_read(&branch.fails)
        .into_iter()
        .filter_map(key_of)
        .collect();
    let attachment = element_at.place();
    let Some((document, of)) = document_of(ruleset, facts, attachment).filter(|_| !keys.is_empty())
    else {
        return Vec::new();
    };
    let asks = |form: &Form| keys.iter().any(|(_, asks)| asks(form));
    let only_firm = keys
        .iter()
        .all(|(firmness, _)| *firmness == Firmness::Required);
    // What was said last is what is in force.
    let last = changes_of(&ruleset.forms, facts, document, of)
        .filter(|change| !only_firm || change.severity == Severity::Error)
        .filter(|change| asks(&change.form))
        .last();
    match last {
        Some(change) => change.facts.clone(),
        None if asks(&document.form) => document.facts.clone(),
        None => Vec::new(),
    }
}

/// How firmly something is asked, and whether a form says anything of it.
type PartOfForm = (Firmness, fn(&Form) -> bool);

/// The part of a form that a fact is about.
fn key_of(fact: FactRef) -> Option<PartOfForm> {
    use DerivedId as Id;
    use Firmness::{Advised, Required};
    let FactItem::Derived(id) = fact.item else {
        return None;
    };
    Some(match id {
        Id::FormatAccepted | Id::AskedFormats => (Required, |form| form.formats.is_some()),
        Id::FormatAdvised | Id::AdvisedFormats => (Advised, |form| form.formats.is_some()),
        Id::AskedMinBytes => (Required, |form| form.min_bytes.is_some()),
        Id::AdvisedMinBytes => (Advised, |form| form.min_bytes.is_some()),
        Id::AskedMaxBytes => (Required, |form| form.max_bytes.is_some()),
        Id::AdvisedMaxBytes => (Advised, |form| form.max_bytes.is_some()),
        Id::AskedOriginal => (Required, |form| form.original.is_some()),
        Id::AskedColour => (Required, |form| form.colour.is_some()),
        Id::AdvisedColour => (Advised, |form| form.colour.is_some()),
        Id::MediumAccepted | Id::AskedMedia => (Required, |form| form.media.is_some()),
        Id::MediumAdvised | Id::AdvisedMedia => (Advised, |form| form.media.is_some()),
        Id::AskedDays => (Required, |form| form.signed_within_days.is_some()),
        Id::AdvisedDays => (Advised, |form| form.signed_within_days.is_some()),
        Id::AskedWorkingDays => (Required, |form| form.signed_within_working_days.is_some()),
        Id::AdvisedWorkingDays => (Advised, |form| form.signed_within_working_days.is_some()),
        _ => return None,
    })
}
