//! What was found out of a draft already: many rules ask for the same.

use std::cell::Cell;
use std::fmt;

use super::asked::{Asked, Firmness};
use super::check::Checked;
use super::domain_name::NameCheck;
use super::fact::Fact;
use super::person::PersonNumber;
use crate::draft::{Node, Place};

/// What was found out of the record that was looked at last.
pub(super) struct Once<T>(Cell<Option<(Place, T)>>);

impl<T: Copy> Once<T> {
    /// What was found out of a record, if it was the last one.
    pub(super) fn get(&self, place: Place) -> Option<T> {
        let known = self.0.get().filter(|(own, _)| *own == place);
        known.map(|(_, found)| found)
    }

    /// Keeps what was found out of a record.
    pub(super) fn keep(&self, place: Place, found: T) {
        self.0.set(Some((place, found)));
    }
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(Cell::new(None))
    }
}

// What it holds may be personal.
impl<T> fmt::Debug for Once<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Once")
    }
}

/// What is kept of a draft.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The check of a domain's name.
    pub(super) name: Once<NameCheck>,
    /// The roles of a domain's registrant.
    pub(super) registrant_roles: Once<Fact<'static>>,
    /// The form of the subject's certificate number.
    pub(super) subject_number: Once<Checked>,
    principal_number: Once<PersonNumber>,
    other_number: Once<PersonNumber>,
    required: Once<Option<Asked>>,
    advised: Once<Option<Asked>>,
}

impl Known {
    /// What a person's certificate number tells: the principal's beside whoever else's.
    pub(super) fn person_number(&self, place: Place) -> &Once<PersonNumber> {
        match place.node {
            Node::Principal => &self.principal_number,
            _ => &self.other_number,
        }
    }

    /// What is asked of an attachment.
    pub(super) fn asked(&self, firmness: Firmness) -> &Once<Option<Asked>> {
        match firmness {
            Firmness::Required => &self.required,
            Firmness::Advised => &self.advised,
        }
    }
}
