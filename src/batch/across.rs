//! Drafts compared with those before them, in the order of the input, however many workers there
//! are: each worker brings the keys of its chunk when its turn comes, and goes on with what the
//! records have in common with earlier ones.

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path as FilePath;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use super::checker::Terms;
use super::index::{Index, Owner};
use super::keys::{Key, Keys};
use super::line_index::as_read;
use super::reading::{read_lines, read_record};
use super::record::{Place, Records};
use super::rulebook::Rulebook;
use super::source::Source;
use crate::draft::Path;
use crate::facts::Elsewhere;

/// What a record has in common with earlier ones: the path of the value, and where it stood.
#[derive(Debug, Default)]
pub struct Hits(Vec<(Path, String)>);

/// Nothing in common.
pub(super) static NOTHING: Hits = Hits(Vec::new());

impl Elsewhere for Hits {
    fn earlier(&self, path: Path) -> Option<&str> {
        self.0
            .iter()
            .find(|(own, _)| *own == path)
            .map(|(_, place)| place.as_str())
    }
}

/// The comparing of drafts.
#[derive(Debug)]
pub struct Across {
    /// The key of the hashes, another in every run.
    state: RandomState,
    gate: Mutex<Gate>,
    turn: Condvar,
}

/// What has been met, and whose turn it is.
#[derive(Debug)]
struct Gate {
    next: u64,
    index: Index,
    /// The inputs and sheets that records stand in, each as the place of one of them.
    grounds: Vec<Place>,
}

/// A record's place, and what of it may be at odds with others.
type Keyed = (Place, Vec<Key>);

/// A place is so many bits of a number within its ground.
const NUMBER_BITS: u32 = 40;

impl Across {
    /// Nothing was met yet. Temporary files lie in a folder, or where the system has them.
    pub fn new(folder: Option<&FilePath>) -> Self {
        Self {
            state: RandomState::new(),
            gate: Mutex::new(Gate {
                next: 0,
                index: Index::new(folder),
                grounds: Vec::new(),
            }),
            turn: Condvar::new(),
        }
    }

    /// What the records of a chunk have in common with those before: waits until all chunks before
    /// have been met. `None`: the run was stopped.
    ///
    /// # Errors
    ///
    /// As the temporary file says it.
    pub(super) fn meet(
        &self,
        turn: u64,
        records: &Records,
        rulebook: &Rulebook<'_>,
        terms: &Terms,
        stopped: &AtomicBool,
    ) -> io::Result<Option<Vec<Hits>>> {
        let keyed = self.keys(records, rulebook, terms);
        let mut gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        while gate.next != turn {
            if stopped.load(Ordering::Relaxed) {
                return Ok(None);
            }
            gate = self.turn.wait(gate).unwrap_or_else(PoisonError::into_inner);
        }
        let mut hits = Vec::with_capacity(keyed.len());
        for (place, keys) in &keyed {
            hits.push(gate.meet(&self.state, place, keys)?);
        }
        gate.next = turn.saturating_add(1);
        drop(gate);
        self.turn.notify_all();
        Ok(Some(hits))
    }

    /// Wakes who waits, once the run is stopped.
    pub(super) fn wake(&self) {
        // Whoever is about to wait holds the gate; after this it waits or has seen the end.
        drop(self.gate.lock());
        self.turn.notify_all();
    }

    /// Notes records that an earlier run has dealt with.
    ///
    /// # Errors
    ///
    /// As the temporary file says it.
    pub fn recall(
        &self,
        source: &mut dyn Source,
        rulebook: &Rulebook<'_>,
        terms: &Terms,
    ) -> io::Result<()> {
        while let Some(chunk) = source.next() {
            let keyed = self.keys(&chunk.records, rulebook, terms);
            let mut gate = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
            for (place, keys) in &keyed {
                gate.meet(&self.state, place, keys)?;
            }
        }
        Ok(())
    }

    fn keys(&self, records: &Records, rulebook: &Rulebook<'_>, terms: &Terms) -> Vec<Keyed> {
        let mut reader = Keys {
            rulebook,
            terms,
            state: &self.state,
        };
        let mut keyed = Vec::new();
        match records {
            Records::Lines(lines) => {
                let order = as_read(lines);
                read_lines(
                    lines,
                    &order,
                    &terms.given,
                    &mut reader,
                    &mut |line, keys| {
                        keyed.push((Place::Line(lines.file.clone(), line.number), keys));
                        true
                    },
                )
            }
            Records::Single(records) => {
                for record in records {
                    let keys = read_record(record, &terms.given, &mut reader);
                    keyed.push((record.place.clone(), keys));
                }
            }
        }
        keyed
    }
}

impl Gate {
    /// What a record has in common with those before; notes its own.
    fn meet(&mut self, state: &RandomState, place: &Place, keys: &[Key]) -> io::Result<Hits> {
        let number = self.number(place);
        let own = state.hash_one(number);
        let owner = |key: &Key| Owner {
            place: number,
            who: key.who.unwrap_or(own),
        };
        // One value may be at odds with several drafts; the earliest is told.
        let mut found: Vec<(Path, u64)> = Vec::new();
        for key in keys {
            let Some(other) = self.index.other(key.value, owner(key).who)? else {
                continue;
            };
            match found.iter_mut().find(|(path, _)| *path == key.path) {
                Some((_, place)) => *place = other.place.min(*place),
                None => found.push((key.path, other.place)),
            }
        }
        let hits = found
            .into_iter()
            .map(|(path, place)| (path, self.place(place)));
        let hits = Hits(hits.collect());
        // A record is not at odds with itself here, so that its own come last.
        for key in keys {
            self.index.note(key.value, owner(key))?;
        }
        Ok(hits)
    }

    /// A place as a number that grows with the input.
    fn number(&mut self, place: &Place) -> u64 {
        let is_there = self.grounds.last().is_some_and(|last| last.shares(place));
        if !is_there {
            self.grounds.push(place.clone());
        }
        let ground = u64::try_from(self.grounds.len()).unwrap_or(u64::MAX);
        let number = place.number() & (1_u64 << NUMBER_BITS).saturating_sub(1);
        ground.wrapping_shl(NUMBER_BITS) | number
    }

    /// What a number says of a place.
    fn place(&self, number: u64) -> String {
        let ground = usize::try_from(number.wrapping_shr(NUMBER_BITS)).unwrap_or(usize::MAX);
        let ground = ground.checked_sub(1).and_then(|at| self.grounds.get(at));
        let number = number & (1_u64 << NUMBER_BITS).saturating_sub(1);
        ground.map_or_else(String::new, |ground| ground.at(number).to_string())
    }
}

#[cfg(test)]
#[path = "across_tests.rs"]
mod tests;
