//! Which fields an evaluation read.

use std::cell::RefCell;

use crate::draft::Path;

/// One reading of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    /// The field, where its value is held.
    pub path: Path,
    /// What stood there.
    pub state: ReadState,
}

/// What a reading found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadState {
    /// A value, or none.
    Known,
    /// Nothing: the field would have to be asked for.
    Unknown,
    /// Something malformed, reported elsewhere.
    Withheld,
}

/// A recorder of readings; off until started, so that a plain evaluation costs nothing.
#[derive(Debug, Default)]
pub(super) struct Recorder(RefCell<Option<Vec<Read>>>);

impl Recorder {
    pub(super) fn start(&self) {
        self.0.replace(Some(Vec::new()));
    }

    pub(super) fn stop(&self) -> Vec<Read> {
        self.0.take().unwrap_or_default()
    }

    /// Stops noting for a while; what was noted is handed out, to be given back.
    pub(super) fn pause(&self) -> Option<Vec<Read>> {
        self.0.take()
    }

    /// Goes on where it was paused.
    pub(super) fn resume(&self, kept: Option<Vec<Read>>) {
        self.0.replace(kept);
    }

    pub(super) fn note(&self, path: Path, state: ReadState) {
        if let Some(reads) = self.0.borrow_mut().as_mut() {
            let read = Read { path, state };
            if !reads.contains(&read) {
                reads.push(read);
            }
        }
    }
}
