//! What is asked of an attachment's file and paper, as the rules of the day have it: the facts know
//! no rules, they are told.

use std::fmt::Debug;

use super::view::Facts;
use crate::draft::Record;

/// How firmly something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Firmness {
    /// What is turned back where it is not kept to.
    Required,
    /// That, and what may be turned back.
    Advised,
}

/// Something that may be asked of an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    /// The formats that are accepted, a bit each of the closed list.
    Formats,
    /// Bytes at least.
    MinBytes,
    /// Bytes at most.
    MaxBytes,
    /// Whether it is the original, photographed or scanned; 0 or 1.
    Original,
    /// Whether it is in colour; 0 or 1.
    Colour,
    /// How it may have been made, a bit each of the closed list.
    Media,
    /// Calendar days that its signature may be old.
    Days,
    /// Working days that its signature may be old.
    WorkingDays,
    /// Calendar months that its signature may be old.
    Months,
}

impl Part {
    /// Every part, in order.
    pub const ALL: [Part; 9] = [
        Part::Formats,
        Part::MinBytes,
        Part::MaxBytes,
        Part::Original,
        Part::Colour,
        Part::Media,
        Part::Days,
        Part::WorkingDays,
        Part::Months,
    ];

    /// Those that say how old a signature may be, each in its unit: whoever says one says nothing of
    /// the others.
    pub const AGES: [Part; 3] = [Part::Days, Part::WorkingDays, Part::Months];
}

/// Who knows what is asked.
pub trait Papers: Debug {
    /// Which document an attachment is, by a number; `None` where it is not known.
    fn document_of(&self, attachment: &Record<'_>) -> Option<usize>;

    /// What a document asks of an attachment; `None` where it asks nothing of that part.
    fn asked(
        &self,
        facts: &Facts<'_>,
        document: usize,
        attachment: &Record<'_>,
        part: Part,
        firmness: Firmness,
    ) -> Option<u64>;
}
