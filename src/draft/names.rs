//! Names to positions: a small fixed hash table, because a reader looks up every key and every id
//! of a file, and a draft has many of both.

/// An ordered list of names that knows the position of each.
#[derive(Debug)]
pub(super) struct Names {
    names: Vec<&'static str>,
    /// Positions by hash, probed linearly; [`FREE`] where there is none. Its length is a power of
    /// two and at least twice that of `names`, so that a probe ends.
    table: Vec<u8>,
}

const FREE: u8 = u8::MAX;

impl Names {
    /// A table of at most 254 names; later ones are not found.
    pub(super) fn new(names: impl IntoIterator<Item = &'static str>) -> Self {
        let names: Vec<_> = names.into_iter().collect();
        let size = names.len().saturating_mul(4).next_power_of_two().max(4);
        let mut table = vec![FREE; size];
        for (index, name) in names.iter().enumerate() {
            let Ok(index) = u8::try_from(index) else {
                break;
            };
            let mut at = start(name.as_bytes());
            while let Some(place) = table.get_mut(at & size.wrapping_sub(1)) {
                if *place == FREE {
                    *place = index;
                    break;
                }
                at = at.wrapping_add(1);
            }
        }
        Self { names, table }
    }

    /// The position of a name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let mask = self.table.len().wrapping_sub(1);
        let mut at = start(name.as_bytes());
        loop {
            let index = usize::from(*self.table.get(at & mask)?);
            // An index of the free mark lies outside the names, which ends the probe.
            let candidate = self.names.get(index)?;
            if *candidate == name {
                return Some(index);
            }
            at = at.wrapping_add(1);
        }
    }

    /// All names, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.names.iter().copied()
    }
}

/// Where to look first. Length, first, middle and last byte tell nearly all names of one table
/// apart; what they do not, probing does.
fn start(name: &[u8]) -> usize {
    let byte = |index: usize| name.get(index).copied().map_or(0, usize::from);
    let len = name.len();
    len.wrapping_mul(7)
        .wrapping_add(byte(0).wrapping_mul(31))
        .wrapping_add(byte(len / 2).wrapping_mul(13))
        .wrapping_add(byte(len.wrapping_sub(1)).wrapping_mul(3))
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
