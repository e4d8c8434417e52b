//! What was found out of a draft already: many rules ask for the same.

use std::cell::{Cell, OnceCell};
use std::fmt;

use super::domain_name::NameCheck;
use super::fact::Fact;
use super::order::SubjectNumber;
use super::people::People;
use super::person::PersonNumber;
use super::previous::{OnRecord, OnRecordByKind};
use super::repeated::{Names, ServiceNames};
use crate::draft::{Node, Place};

/// What was found out of the record that was looked at last.
pub(super) struct Once<T> {
    place: Cell<Option<Place>>,
    found: Cell<Option<T>>,
}

impl<T: Copy> Once<T> {
    /// What was found out of a record, if it was the last one.
    #[inline]
    pub(super) fn get(&self, place: Place) -> Option<T> {
        if self.place.get() == Some(place) {
            self.found.get()
        } else {
            None
        }
    }

    /// Keeps what was found out of a record.
    pub(super) fn keep(&self, place: Place, found: T) {
        self.place.set(Some(place));
        self.found.set(Some(found));
    }
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self {
            place: Cell::new(None),
            found: Cell::new(None),
        }
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
    /// What the addresses of the access are for.
    pub(super) address_state: Once<Fact<'static>>,
    /// The check of a domain's name.
    pub(super) name: Once<NameCheck>,
    /// The roles of a domain's registrant.
    pub(super) registrant_roles: Once<Fact<'static>>,
    /// What the subject's certificate number tells.
    pub(super) subject_number: Once<SubjectNumber>,
    /// Which document an attachment is.
    pub(super) document: Once<Option<usize>>,
    /// The names of all domains.
    pub(super) names: OnceCell<Names>,
    /// What is on record, where there is much of it.
    pub(super) record: OnceCell<OnRecord>,
    pub(super) record_by_kind: OnceCell<OnRecordByKind>,
    /// The names of all services.
    pub(super) service_names: OnceCell<ServiceNames>,
    /// The persons, where there are many.
    pub(super) people: OnceCell<People>,
    principal_number: Once<PersonNumber>,
    other_number: Once<PersonNumber>,
}

impl Known {
    /// What a person's certificate number tells: the principal's beside whoever else's.
    pub(super) fn person_number(&self, place: Place) -> &Once<PersonNumber> {
        match place.node {
            Node::Principal => &self.principal_number,
            _ => &self.other_number,
        }
    }
}
