//! What is asked of an attachment, by the form of its document here.

use super::form::{change_concerns, change_holds, changes_of};
use super::index::Index;
use super::plan::Key;
use crate::draft::{Node, Place, Record};
use crate::facts::{Element, Facts, FileFormat, Firmness, Papers, Part, format_of_ending, owner};
use crate::fields::choices::MEDIA;
use crate::fields::{AttachmentField, DerivedId, FactItem, FactRef};
use crate::ruleset::{Branch, Document, Form, FormChange, Ruleset, Severity, facts_read, has_bit};

impl Papers for Ruleset {
    fn document_of(&self, attachment: &Record<'_>) -> Option<usize> {
        let id = id_of(attachment)?;
        self.documents.iter().position(|own| own.is_called(id))
    }

    fn asked(
        &self,
        facts: &Facts<'_>,
        document: usize,
        attachment: &Record<'_>,
        part: Part,
        firmness: Firmness,
    ) -> Option<u64> {
        let own = OfDocument::new(self, self.documents.get(document)?);
        own.asked(&self.forms, facts, attachment, part, firmness)
    }
}

impl Papers for Index<'_> {
    fn document_of(&self, attachment: &Record<'_>) -> Option<usize> {
        self.document(id_of(attachment)?)
    }

    fn asked(
        &self,
        facts: &Facts<'_>,
        document: usize,
        attachment: &Record<'_>,
        part: Part,
        firmness: Firmness,
    ) -> Option<u64> {
        let own = self.asked_of(document)?;
        own.asked(&self.ruleset().forms, facts, attachment, part, firmness)
    }
}

/// What is asked, by its part.
type Asked = [Option<u64>; Part::ALL.len()];

/// What a document asks for as it is declared, and what changes of it do, by their position.
#[derive(Debug)]
pub(super) struct OfDocument {
    /// The parts that it asks for, or that a change may.
    parts: u16,
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
        let changes: Box<[OfChange]> = changes
            .filter(|(_, change)| change_concerns(change, document))
            .map(|(position, change)| OfChange {
                position,
                severity: change.severity,
                filings: change.selection.filings,
                subjects: change.selection.subjects,
                asked: asked(&change.form),
            })
            .collect();
        let declared = asked(&document.form);
        let all = changes.iter().map(|change| &change.asked);
        let parts = all.chain([&declared]).fold(0, |all, own| all | parts(own));
        Self {
            parts,
            declared,
            changes,
        }
    }

    fn asked(
        &self,
        changes: &[FormChange],
        facts: &Facts<'_>,
        attachment: &Record<'_>,
        part: Part,
        firmness: Firmness,
    ) -> Option<u64> {
        if self.parts & bit(part) == 0 {
            return None;
        }
        let of = |asked: &Asked, part| asked.get(part as usize).copied().flatten();
        let says = |asked: &Asked| match Part::AGES.contains(&part) {
            true => Part::AGES.iter().any(|age| of(asked, *age).is_some()),
            false => of(asked, part).is_some(),
        };
        let declared = of(&self.declared, part);
        let Some(kinds) = kinds_of(facts) else {
            return declared;
        };
        // What is laid over last is in force.
        let in_force = self.changes.iter().rev().find_map(|own| {
            if !says(&own.asked) {
                return None;
            }
            let is_firm = firmness == Firmness::Advised || own.severity == Severity::Error;
            let holds = is_firm
                && own.is_for(kinds)
                && changes
                    .get(own.position)
                    .is_some_and(|change| change_holds(change, facts, owner_of(attachment)));
            holds.then(|| of(&own.asked, part))
        });
        in_force.unwrap_or(declared)
    }

    /// The changes of its form that hold for what somebody has, those of later layers later.
    pub fn changes<'c>(
        &'c self,
        changes: &'c [FormChange],
        facts: &'c Facts<'_>,
        of: Place,
    ) -> impl Iterator<Item = &'c FormChange> {
        let kinds = kinds_of(facts);
        let all = self.changes.iter();
        let own = all.filter(move |own| kinds.is_some_and(|kinds| own.is_for(kinds)));
        let own = own.filter_map(|own| changes.get(own.position));
        own.filter(move |change| change_holds(change, facts, of))
    }
}

impl OfChange {
    /// Whether it is for some kinds of filing and of subject.
    fn is_for(&self, (filing, subject): (u8, u8)) -> bool {
        has_bit(self.filings, filing.into()) && has_bit(self.subjects, subject.into())
    }
}

/// The kinds of a draft's filing and subject, where both are known.
fn kinds_of(facts: &Facts<'_>) -> Option<(u8, u8)> {
    let key = Key::of(facts)?;
    Some((key.filing, key.subject?))
}

/// A part as a bit.
const fn bit(part: Part) -> u16 {
    1u16.wrapping_shl(part as u32)
}

/// The parts of which something is asked.
fn parts(asked: &Asked) -> u16 {
    let places = (0u32..).zip(asked).filter(|(_, asked)| asked.is_some());
    places.fold(0, |all, (place, _)| all | 1u16.wrapping_shl(place))
}

/// The document that an attachment is, and whose.
fn document_of<'r>(
    ruleset: &'r Ruleset,
    facts: &Facts<'_>,
    attachment: Place,
) -> Option<(&'r Document, Place)> {
    let record = facts.draft().record(attachment)?;
    Some((ruleset.document(id_of(record)?)?, owner_of(record)))
}

/// What an attachment says that it is.
fn id_of<'d>(attachment: &'d Record<'_>) -> Option<&'d str> {
    let text = attachment.text(AttachmentField::Document as usize);
    text.map(|text| text.expose())
}

/// Whose paper an attachment is.
fn owner_of(attachment: &Record<'_>) -> Place {
    let text = attachment.text(AttachmentField::Of as usize);
    let of = text.and_then(|text| owner(text.expose()));
    of.unwrap_or(Place::now(Node::Order))
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
    let formats = || {
        let endings = form.formats.as_ref()?.iter();
        let formats = endings.filter_map(|ending| format_of(ending));
        Some(bits(&mut formats.map(|format| format as usize)))
    };
    let media = || {
        let known = |id: &String| MEDIA.iter().position(|choice| choice.id == id);
        Some(bits(&mut form.media.as_ref()?.iter().filter_map(known)))
    };
    Part::ALL.map(|part| match part {
        Part::Formats => formats(),
        Part::MinBytes => form.min_bytes,
        Part::MaxBytes => form.max_bytes,
        Part::Original => form.original.map(u64::from),
        Part::Colour => form.colour.map(u64::from),
        Part::Media => media(),
        Part::Days => form.signed_within_days,
        Part::WorkingDays => form.signed_within_working_days,
        Part::Months => form.signed_within_months,
    })
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
        Id::AskedDays | Id::AskedWorkingDays | Id::AskedMonths => (Required, Form::says_age),
        Id::AdvisedDays | Id::AdvisedWorkingDays | Id::AdvisedMonths => (Advised, Form::says_age),
        _ => return None,
    })
}
