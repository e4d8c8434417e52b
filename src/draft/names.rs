//! Names to positions: a small fixed hash table, because a reader looks up every key and every id
//! of a file, and a draft has many of both.

/// An ordered list of names that knows the position of each.
#[derive(Debug)]
pub(super) struct Names {
    entries: Vec<Entry>,
    /// Positions by hash, probed linearly; [`FREE`] where there is none. Its length is a power of
    /// two and at least twice that of `entries`, so that a probe ends.
    table: Vec<u8>,
}

#[derive(Debug)]
struct Entry {
    name: &'static str,
    ends: Ends,
}

const FREE: u8 = u8::MAX;

impl Names {
    /// A table of at most 254 names; later ones are not found.
    pub(super) fn new(names: impl IntoIterator<Item = &'static str>) -> Self {
        let entries: Vec<_> = names
            .into_iter()
            .map(|name| Entry {
                name,
                ends: Ends::of(name),
            })
            .collect();
        let size = entries.len().saturating_mul(4).next_power_of_two().max(4);
        let mut table = vec![FREE; size];
        for (index, entry) in entries.iter().enumerate() {
            let Some(index) = u8::try_from(index).ok().filter(|index| *index != FREE) else {
                break;
            };
            let mut at = entry.ends.hash();
            while let Some(place) = table.get_mut(at & size.wrapping_sub(1)) {
                if *place == FREE {
                    *place = index;
                    break;
                }
                at = at.wrapping_add(1);
            }
        }
        Self { entries, table }
    }

    /// The position of a name.
    #[inline]
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let ends = Ends::of(name);
        let mask = self.table.len().wrapping_sub(1);
        let mut at = ends.hash();
        loop {
            let index = *self.table.get(at & mask)?;
            let entry = self
                .entries
                .get(usize::from(index))
                .filter(|_| index != FREE)?;
            if entry.ends == ends && (ends.is_all() || entry.name == name) {
                return Some(index.into());
            }
            at = at.wrapping_add(1);
        }
    }

    /// All names, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.entries.iter().map(|entry| entry.name)
    }
}

/// A name's length and what it begins and ends with. Up to 16 bytes that is the whole name, so that
/// comparing it is comparing numbers; longer ones it tells apart as a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ends {
    length: usize,
    first: u64,
    last: u64,
}

impl Ends {
    #[inline]
    fn of(name: &str) -> Self {
        let name = name.as_bytes();
        let (first, last) =
            if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
                (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
            } else if let (Some(first), Some(last)) = (name.first_chunk(), name.last_chunk()) {
                let half = |bytes: [u8; 4]| u64::from(u32::from_le_bytes(bytes));
                (half(*first), half(*last))
            } else {
                let byte = |at: usize| name.get(at).copied().map_or(0, u64::from);
                (byte(0) | byte(1) << 8, byte(2))
            };
        Self {
            length: name.len(),
            first,
            last,
        }
    }

    /// Whether it is the whole name.
    #[inline]
    const fn is_all(self) -> bool {
        self.length <= 16
    }

    /// Where to look first: the higher bits of a product, which all bits of both words reach.
    #[inline]
    fn hash(self) -> usize {
        // 2^64 over the golden ratio.
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let mixed = (self.first ^ self.last.rotate_left(29)).wrapping_mul(SPREAD);
        usize::try_from(mixed >> 48).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn every_name_is_found_and_no_other() {
        let names = Names::new(["a", "ab", "ba", "aab", "aba", "", "省"]);
        for (index, name) in names.iter().enumerate() {
            assert_eq!(names.find(name), Some(index));
        }
        assert_eq!(names.find("b"), None);
        assert_eq!(names.find("aabb"), None);
        assert_eq!(Names::new([]).find("a"), None);
    }
}
