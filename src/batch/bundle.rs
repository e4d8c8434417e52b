//! What was written of the records of a chunk. They may be checked in another order than the input's;
//! they go out in the input's.

use std::io::{self, Write};
use std::ops::Range;

use super::line_index::Line;

/// So many bytes are written at a time where they have to be gathered.
const GATHERED: usize = 64 * 1024;

/// Bytes, record by record.
#[derive(Debug, Default)]
pub struct Bundle {
    /// What was written.
    pub bytes: Vec<u8>,
    /// Where that of each record ends.
    ends: Vec<usize>,
    /// Where that of each record is, in the order in which it goes out; none: it goes out as it stands.
    places: Vec<Range<usize>>,
}

impl From<Vec<u8>> for Bundle {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            ..Self::default()
        }
    }
}

impl Bundle {
    /// What comes next is of another record.
    pub(super) fn end_record(&mut self) {
        self.ends.push(self.bytes.len());
    }

    /// Records were checked in an order; they go out in that of the input.
    pub(super) fn put_back(&mut self, order: &[Line]) {
        self.places.clear();
        self.places.resize(order.len(), 0..0);
        let mut start = 0;
        for (line, end) in order.iter().zip(&self.ends) {
            if let Some(place) = self.places.get_mut(line.rank) {
                *place = start..*end;
            }
            start = *end;
        }
    }

    /// Writes all; tells how much it was. Nothing is left but room.
    pub(super) fn write_to(&mut self, out: &mut impl Write) -> io::Result<usize> {
        if self.places.is_empty() {
            out.write_all(&self.bytes)?;
        } else {
            let mut gathered = Vec::with_capacity(GATHERED);
            for place in self.places.drain(..) {
                gathered.extend_from_slice(self.bytes.get(place).unwrap_or_default());
                if gathered.len() >= GATHERED {
                    out.write_all(&gathered)?;
                    gathered.clear();
                }
            }
            out.write_all(&gathered)?;
        }
        let length = self.bytes.len();
        self.bytes.clear();
        self.ends.clear();
        Ok(length)
    }
}
