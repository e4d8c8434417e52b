//! The order in which the lines of a chunk are checked: drafts that the same rules are for one after
//! another, so that what those rules need is still at hand. What comes of them is written in the order
//! of the input all the same.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::record::Lines;

/// The filing of a draft is looked for in so many bytes: people and programs write it first.
const HEAD: usize = 512;

/// A line that is a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Its number in the input, from 1.
    pub number: u64,
    /// How many records of the chunk stand before it.
    pub rank: usize,
    /// Where its bytes begin and end in the chunk.
    pub start: usize,
    pub end: usize,
}

/// The lines that are not blank, in the order in which they stand.
pub(super) fn as_read(lines: &Lines) -> Vec<Line> {
    let bytes = &lines.bytes;
    let ends = memchr::memchr_iter(b'\n', bytes).chain(std::iter::once(bytes.len()));
    let mut start = 0usize;
    let mut found: Vec<Line> = Vec::new();
    for (number, end) in (lines.first..).zip(ends) {
        let line = Line {
            number,
            rank: found.len(),
            start,
            end,
        };
        start = end.saturating_add(1);
        if !line.of(bytes).trim_ascii().is_empty() {
            found.push(line);
        }
    }
    found
}

/// The same, those of one province and one provider together.
pub(super) fn by_ruleset(lines: &Lines) -> Vec<Line> {
    let mut found = as_read(lines);
    found.sort_by_cached_key(|line| ruleset_of(line.of(&lines.bytes)));
    found
}

impl Line {
    /// Its bytes.
    pub fn of(self, bytes: &[u8]) -> &[u8] {
        bytes.get(self.start..self.end).unwrap_or_default()
    }
}

/// A number for the province and the provider that a draft seems to be for. Drafts may well have the
/// same number by mistake: nothing but the order hangs on it.
fn ruleset_of(line: &[u8]) -> u64 {
    static FILING: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("\"filing\""));
    static PROVINCE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("\"province\""));
    static PROVIDER: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("\"provider\""));
    let head = line.get(..HEAD).unwrap_or(line);
    let filing = FILING.find(head).and_then(|at| head.get(at..));
    let filing = filing.unwrap_or_default();
    let value = |key: &Finder<'_>| {
        let at = key.find(filing)?.checked_add(key.needle().len())?;
        let text = filing.get(at..)?;
        let quote = memchr::memchr(b'"', text)?.checked_add(1)?;
        text.get(quote..)
    };
    // Six digits, and two letters: no two providers begin alike.
    let province = value(&PROVINCE).and_then(|text| text.first_chunk::<6>());
    let provider = value(&PROVIDER).and_then(|text| text.first_chunk::<2>());
    let [a, b, c, d, e, f] = province.copied().unwrap_or_default();
    let [g, h] = provider.copied().unwrap_or_default();
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}
