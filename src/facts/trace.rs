//! Which fields an evaluation read.

use std::cell::{Cell, RefCell};

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
pub(super) struct Recorder {
    is_on: Cell<bool>,
    reads: RefCell<Vec<Read>>,
}

impl Recorder {
    pub(super) fn start(&self) {
        self.is_on.set(true);
        self.reads.take();
    }

    pub(super) fn stop(&self) -> Vec<Read> {
        self.is_on.set(false);
        self.reads.take()
    }

    pub(super) fn is_on(&self) -> bool {
        self.is_on.get()
    }

    /// Stops noting for a while; what was noted is handed out, to be given back.
    pub(super) fn pause(&self) -> Option<Vec<Read>> {
        self.is_on.replace(false).then(|| self.reads.take())
    }

    /// Goes on where it was paused.
    pub(super) fn resume(&self, kept: Option<Vec<Read>>) {
        self.is_on.set(kept.is_some());
        self.reads.replace(kept.unwrap_or_default());
    }

    pub(super) fn note(&self, path: Path, state: ReadState) {
        if self.is_on() {
            let read = Read { path, state };
            let mut reads = self.reads.borrow_mut();
            if !reads.contains(&read) {
                reads.push(read);
            }
        }
    }
}
