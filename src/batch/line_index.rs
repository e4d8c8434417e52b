//! The lines of a block, found as the block is read, while what was read is still at hand: gone through
//! later, a block of millions of bytes has to come from memory once more.

use super::order::ruleset_of;
use super::record::Lines;

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
    /// A number for the province and the provider that it seems to be for; 0 where nobody asks.
    pub ruleset: u64,
}

/// The lines of a block.
#[derive(Debug, Clone, Default)]
pub(super) struct LineIndex {
    /// Those that are not blank, in the order in which they stand. Their numbers are from 0.
    lines: Vec<Line>,
    /// How many lines have ended.
    ended: u64,
    /// Where the one begins that has not.
    open: usize,
    /// How many bytes were looked at.
    seen: usize,
    /// Whether it is told which rulesets lines are for.
    by_ruleset: bool,
    /// How many records it may have.
    most: usize,
}

impl Line {
    /// Its bytes.
    pub fn of(self, bytes: &[u8]) -> &[u8] {
        bytes.get(self.start..self.end).unwrap_or_default()
    }
}

impl LineIndex {
    /// Nothing yet.
    pub(super) fn new(by_ruleset: bool, most: usize) -> Self {
        Self {
            by_ruleset,
            most,
            ..Self::default()
        }
    }

    /// Looks at what came behind that which was seen of a block, until it is full.
    pub(super) fn look(&mut self, block: &[u8]) {
        let before = self.seen;
        let new = block.get(before..).unwrap_or_default();
        for end in memchr::memchr_iter(b'\n', new) {
            if self.is_full() {
                self.seen = self.open;
                return;
            }
            self.end_line(block, before.saturating_add(end));
        }
        self.seen = block.len();
    }

    /// Ends the block with the line that has not ended, if there is one.
    pub(super) fn end(&mut self, block: &[u8]) {
        if self.open < block.len() {
            self.end_line(block, block.len());
        }
    }

    /// Whether it has as many records as it may.
    pub(super) fn is_full(&self) -> bool {
        self.records() >= self.most
    }

    fn end_line(&mut self, block: &[u8], end: usize) {
        let line = Line {
            number: self.ended,
            rank: self.lines.len(),
            start: self.open,
            end,
            ruleset: 0,
        };
        self.ended = self.ended.saturating_add(1);
        self.open = end.saturating_add(1);
        let bytes = line.of(block);
        if !bytes.trim_ascii().is_empty() {
            let ruleset = if self.by_ruleset {
                ruleset_of(bytes)
            } else {
                0
            };
            self.lines.push(Line { ruleset, ..line });
        }
    }

    /// Forgets all records but the first; tells where the last of these ends, if there were more.
    pub(super) fn truncate(&mut self, most: usize) -> Option<usize> {
        if self.records() <= most {
            return None;
        }
        self.lines.truncate(most);
        Some(self.lines.last().map_or(0, |line| line.end))
    }

    /// How many records it has.
    pub(super) fn records(&self) -> usize {
        self.lines.len()
    }

    /// How many lines have ended.
    pub(super) fn ended(&self) -> u64 {
        self.ended
    }

    /// Where the line begins that has not ended.
    pub(super) fn open(&self) -> usize {
        self.open
    }
}

/// The lines that are not blank, in the order in which they stand.
pub(super) fn as_read(lines: &Lines) -> Vec<Line> {
    let numbered = |line: &Line| Line {
        number: lines.first.saturating_add(line.number),
        ..*line
    };
    lines.found.lines.iter().map(numbered).collect()
}
