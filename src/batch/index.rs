//! What stood in earlier drafts, as keyed hashes: which person had a mobile, which draft had a
//! domain. It holds so many of them in memory and the rest, sorted, in a temporary file, so that
//! ten million drafts take no more memory than ten thousand times fewer.
//!
//! Of a value it keeps the first two owners that differ: one of them is always another than the
//! owner at hand, if there ever was another.

use std::collections::{BinaryHeap, HashMap};
use std::fs::File;
use std::hash::{BuildHasherDefault, Hasher};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// At most so many owners are held in memory, at 25 bytes each, which is what a table of 2^21 takes;
/// as many again while they are sorted.
const MOST_HELD: usize = 1_800_000;

/// Sorted runs beyond so many are merged, since each costs a look.
const MOST_RUNS: usize = 8;

/// A row of the file: value, owner, place.
const ROW: usize = 24;

/// So many rows are looked through at a time; the first of each block is held in memory.
const BLOCK: usize = 256;

/// Bits that tell most values of which nothing is in the file: 64 MB.
const BITS: usize = 1 << 29;

/// Somebody who has a value, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    /// Where it stands; earlier places are smaller.
    pub place: u64,
    /// Who has it, as a hash.
    pub who: u64,
}

/// Values and their first owners.
#[derive(Debug, Default)]
pub struct Index {
    /// The first owner of each value.
    firsts: Held,
    /// The first who is another. Few values have one.
    seconds: Held,
    /// How many owners are held at most; 0: [`MOST_HELD`].
    most: usize,
    spilled: Option<Spilled>,
    folder: Option<PathBuf>,
}

type Held = HashMap<u64, Owner, BuildHasherDefault<Same>>;

/// Hashes nothing: the values are hashes already.
#[derive(Debug, Default, Clone, Copy)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// Values that no longer fit into memory.
#[derive(Debug)]
struct Spilled {
    /// A bit or two for each value in the file.
    bits: Vec<u64>,
    runs: Vec<Run>,
    folder: Option<PathBuf>,
}

/// Rows in a temporary file, sorted by value, then by place.
#[derive(Debug)]
struct Run {
    file: File,
    /// The first value of each block.
    firsts: Vec<u64>,
    rows: usize,
}

/// A value and one of its owners.
type Row = (u64, Owner);

impl Index {
    /// An index whose temporary files lie in a folder; `None`: where the system has them.
    pub fn new(folder: Option<&Path>) -> Self {
        Self {
            folder: folder.map(Path::to_path_buf),
            ..Self::default()
        }
    }

    /// The same with fewer values in memory, for trying what happens beyond.
    #[cfg(test)]
    #[must_use]
    pub fn holding(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    /// The first owner of a value who is another.
    ///
    /// # Errors
    ///
    /// The temporary file cannot be read.
    pub fn other(&mut self, value: u64, who: u64) -> io::Result<Option<Owner>> {
        let owners = self.owners(value)?;
        Ok(owners.into_iter().flatten().find(|known| known.who != who))
    }

    /// The first two owners of a value.
    fn owners(&mut self, value: u64) -> io::Result<[Option<Owner>; 2]> {
        let held = |held: &Held| held.get(&value).copied();
        let mut owners = [held(&self.firsts), held(&self.seconds)];
        if owners == [None, None]
            && let Some(spilled) = &mut self.spilled
        {
            owners = spilled.owners(value)?;
        }
        Ok(owners)
    }

    /// Notes an owner of a value; owners are noted in the order of their places.
    ///
    /// # Errors
    ///
    /// The temporary file cannot be read or written.
    pub fn note(&mut self, value: u64, owner: Owner) -> io::Result<()> {
        match self.owners(value)? {
            [None, _] => {
                self.firsts.insert(value, owner);
            }
            [Some(first), None] if first.who != owner.who => {
                // Whoever is held in memory is held with the first, so that the file need not be
                // asked again.
                self.firsts.insert(value, first);
                self.seconds.insert(value, owner);
            }
            _ => return Ok(()),
        }
        let most = if self.most == 0 { MOST_HELD } else { self.most };
        if self.firsts.len().saturating_add(self.seconds.len()) >= most {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        let count = self.firsts.len().saturating_add(self.seconds.len());
        let mut rows: Vec<Row> = Vec::with_capacity(count);
        rows.extend(self.firsts.drain());
        rows.extend(self.seconds.drain());
        rows.sort_unstable();
        let folder = self.folder.clone();
        let spilled = self.spilled.get_or_insert_with(|| Spilled {
            bits: vec![0; BITS.checked_div(64).unwrap_or(1)],
            runs: Vec::new(),
            folder,
        });
        for (value, _) in &rows {
            spilled.mark(*value);
        }
        let run = Run::write(rows.into_iter().map(Ok), spilled.folder.as_deref())?;
        spilled.runs.push(run);
        if spilled.runs.len() > MOST_RUNS {
            spilled.merge()?;
        }
        Ok(())
    }
}

impl Spilled {
    fn places(value: u64) -> [usize; 2] {
        let bits = u64::try_from(BITS).unwrap_or(1);
        // Two parts of one hash.
        [
            value,
            value.rotate_left(32).wrapping_mul(0x9E37_79B9_7F4A_7C15),
        ]
        .map(|part| usize::try_from(part.checked_rem(bits).unwrap_or(0)).unwrap_or(0))
    }

    fn mark(&mut self, value: u64) {
        for place in Self::places(value) {
            if let Some(word) = self.bits.get_mut(place >> 6) {
                *word |= 1 << (place & 63);
            }
        }
    }

    fn may_have(&self, value: u64) -> bool {
        Self::places(value).into_iter().all(|place| {
            let word = self.bits.get(place >> 6).copied().unwrap_or(0);
            word & (1 << (place & 63)) != 0
        })
    }

    /// The first two owners of a value.
    fn owners(&mut self, value: u64) -> io::Result<[Option<Owner>; 2]> {
        let mut owners = [None, None];
        if !self.may_have(value) {
            return Ok(owners);
        }
        // Earlier runs have earlier places, except where runs were merged, which keeps them earlier.
        for run in &mut self.runs {
            for owner in run.owners(value)? {
                match owners {
                    [None, _] => owners[0] = Some(owner),
                    [Some(first), None] if first.who != owner.who => owners[1] = Some(owner),
                    _ => {}
                }
            }
        }
        Ok(owners)
    }

    /// Makes one run of all.
    fn merge(&mut self) -> io::Result<()> {
        let mut runs = std::mem::take(&mut self.runs);
        let mut readers = Vec::new();
        for run in &mut runs {
            run.file.seek(SeekFrom::Start(0))?;
            readers.push(io::BufReader::with_capacity(64 * 1024, &run.file));
        }
        let mut heap = BinaryHeap::new();
        for (index, reader) in readers.iter_mut().enumerate() {
            if let Some(row) = next_row(reader)? {
                heap.push(std::cmp::Reverse((row, index)));
            }
        }
        let rows = std::iter::from_fn(|| {
            let std::cmp::Reverse((row, index)) = heap.pop()?;
            match readers.get_mut(index).map(next_row) {
                Some(Ok(Some(next))) => heap.push(std::cmp::Reverse((next, index))),
                Some(Err(error)) => return Some(Err(error)),
                _ => {}
            }
            Some(Ok(row))
        });
        let merged = Run::write(rows, self.folder.as_deref())?;
        self.runs.push(merged);
        Ok(())
    }
}

impl Run {
    /// Writes sorted rows to a temporary file that has no name and goes with the program.
    fn write(
        rows: impl Iterator<Item = io::Result<Row>>,
        folder: Option<&Path>,
    ) -> io::Result<Self> {
        let file = match folder {
            Some(folder) => tempfile::tempfile_in(folder)?,
            None => tempfile::tempfile()?,
        };
        let mut out = BufWriter::with_capacity(256 * 1024, file);
        let mut firsts = Vec::new();
        let mut count = 0usize;
        for row in rows {
            let (value, owner) = row?;
            if count.checked_rem(BLOCK) == Some(0) {
                firsts.push(value);
            }
            count = count.saturating_add(1);
            for part in [value, owner.place, owner.who] {
                out.write_all(&part.to_le_bytes())?;
            }
        }
        Ok(Self {
            file: out.into_inner().map_err(io::IntoInnerError::into_error)?,
            firsts,
            rows: count,
        })
    }

    /// The owners of a value, by place.
    fn owners(&mut self, value: u64) -> io::Result<Vec<Owner>> {
        // Rows of one value may begin in the block before the first that begins with it.
        let block = self.firsts.partition_point(|first| *first < value);
        let mut block = block.saturating_sub(1);
        let mut found = Vec::new();
        while self.firsts.get(block).is_some_and(|first| *first <= value) {
            for (own, owner) in self.block(block)? {
                if own == value {
                    found.push(owner);
                }
            }
            block = block.saturating_add(1);
        }
        Ok(found)
    }

    fn block(&mut self, block: usize) -> io::Result<Vec<Row>> {
        let start = block.saturating_mul(BLOCK);
        let rows = self.rows.saturating_sub(start).min(BLOCK);
        let offset = start.saturating_mul(ROW);
        let mut bytes = vec![0; rows.saturating_mul(ROW)];
        self.file
            .seek(SeekFrom::Start(u64::try_from(offset).unwrap_or(u64::MAX)))?;
        self.file.read_exact(&mut bytes)?;
        let (rows, _) = bytes.as_chunks::<ROW>();
        Ok(rows.iter().map(row_of).collect())
    }
}

fn next_row(from: &mut impl Read) -> io::Result<Option<Row>> {
    let mut bytes = [0; ROW];
    match from.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(row_of(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn row_of(bytes: &[u8; ROW]) -> Row {
    let (parts, _) = bytes.as_chunks::<8>();
    let part = |index: usize| parts.get(index).map_or(0, |part| u64::from_le_bytes(*part));
    let owner = Owner {
        place: part(1),
        who: part(2),
    };
    (part(0), owner)
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
