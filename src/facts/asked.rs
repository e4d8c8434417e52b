//! What is asked of an attachment's file and paper, as the rules of the day have it: the facts know
//! no rules, they are told.

use std::fmt::Debug;

use super::view::Facts;
use crate::draft::Place;

/// How firmly something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Firmness {
    /// What is turned back where it is not kept to.
    Required,
    /// That, and what may be turned back.
    Advised,
}

/// What is asked of an attachment; what is absent is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// The formats that are accepted, a bit each of the closed list.
    pub formats: Option<u64>,
    /// Bytes at least.
    pub min_bytes: Option<u64>,
    /// Bytes at most.
    pub max_bytes: Option<u64>,
    /// The original, photographed or scanned.
    pub original: Option<bool>,
    /// In colour.
    pub colour: Option<bool>,
    /// How it may have been made, a bit each of the closed list.
    pub media: Option<u64>,
    /// Calendar days that its signature may be old.
    pub signed_within_days: Option<u64>,
    /// Working days that its signature may be old.
    pub signed_within_working_days: Option<u64>,
}

impl Asked {
    /// The same with what else is asked put over it.
    pub fn overlaid(self, over: Self) -> Self {
        Self {
            formats: over.formats.or(self.formats),
            min_bytes: over.min_bytes.or(self.min_bytes),
            max_bytes: over.max_bytes.or(self.max_bytes),
            original: over.original.or(self.original),
            colour: over.colour.or(self.colour),
            media: over.media.or(self.media),
            signed_within_days: over.signed_within_days.or(self.signed_within_days),
            signed_within_working_days: over
                .signed_within_working_days
                .or(self.signed_within_working_days),
        }
    }
}

/// Who knows what is asked.
pub trait Papers: Debug {
    /// What is asked of an attachment; `None` where its document is not known.
    fn asked(&self, facts: &Facts<'_>, attachment: Place, firmness: Firmness) -> Option<Asked>;
}
