//! Lines of JSON from a file or a pipe, in blocks that end with a line.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Stdin};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::line_index::LineIndex;
use super::record::{Chunk, Content, Corner, Lines, Mark, Place, Record, Records, Unread};
use super::sink::SMALL_WINDOW;
use super::source::Source;
use crate::source::{MAX_BYTES, ReadError};
use crate::text::Text;

/// At least so many bytes are asked for at a time.
const READ: usize = 32 * 1024;

/// And no more: its lines are found while they are in a processor's cache.
const MOST_READ: usize = 256 * 1024;

/// No block has more records: what is known of each takes memory.
const MOST_RECORDS: usize = 16 * 1024;

/// No block is more than one in so many parts of what is left of a file.
const LAST_SHARE: usize = 8;

/// What a pipe gives is gathered for so long, as long as more comes within the next moment.
const PATIENCE: Duration = Duration::from_millis(50);

/// Where bytes come from.
pub enum Feed {
    /// A file, in which a run that is resumed jumps.
    File(File),
    /// Standard input.
    Stdin(Stdin),
    /// Anything else.
    Pipe(Box<dyn Read + Send>),
}

impl Read for Feed {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Feed::File(file) => file.read(room),
            Feed::Stdin(stdin) => stdin.read(room),
            Feed::Pipe(pipe) => pipe.read(room),
        }
    }
}

impl Feed {
    /// Whether more can be read at once, or in a moment. Where that cannot be told, there is none.
    fn has_more(&self) -> bool {
        #[cfg(unix)]
        {
            use rustix::event::{PollFd, PollFlags, Timespec, poll};
            let moment = Timespec {
                tv_sec: 0,
                tv_nsec: 1_000_000,
            };
            let stdin = std::io::stdin();
            let from = match self {
                Feed::File(file) => PollFd::new(file, PollFlags::IN),
                Feed::Stdin(_) => PollFd::new(&stdin, PollFlags::IN),
                Feed::Pipe(_) => return false,
            };
            poll(&mut [from], Some(&moment)).is_ok_and(|ready| ready > 0)
        }
        #[cfg(not(unix))]
        false
    }

    /// Reads once, no less than some bytes where there are so many, behind a block; tells how many
    /// came.
    fn append(&mut self, block: &mut Vec<u8>, wanted: usize) -> std::io::Result<usize> {
        // Straight into room that is not cleared first.
        #[cfg(unix)]
        if let Feed::File(file) = self {
            block.reserve(wanted);
            return Ok(rustix::io::read(
                file,
                rustix::buffer::spare_capacity(block),
            )?);
        }
        let before = block.len();
        block.resize(before.saturating_add(wanted), 0);
        let read = self.read(block.get_mut(before..).unwrap_or_default());
        block.truncate(before.saturating_add(*read.as_ref().unwrap_or(&0)));
        read
    }
}

/// Lines of JSON.
pub struct LineSource {
    file: Arc<str>,
    from: Feed,
    /// How many bytes there are, where that is known.
    size: Option<u64>,
    /// Whether a block waits until it is full; a pipe's are handed on as they come.
    patient: bool,
    /// What was read behind the last block's end.
    rest: Vec<u8>,
    /// The room of blocks that are done with.
    spare: Vec<Vec<u8>>,
    /// Where the next block begins.
    at: Mark,
    /// The rest of a line that was too long is being passed over.
    skipping: bool,
    ended: bool,
    /// How many bytes a block has, where its last line allows.
    window: usize,
}

impl LineSource {
    /// The lines of an input; `head` was read from it already.
    pub fn new(file: Arc<str>, from: Feed, head: Vec<u8>, size: Option<u64>) -> Self {
        let mut head = head;
        let mark = head.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec);
        let offset = if mark.is_some() { 3 } else { 0 };
        if let Some(rest) = mark {
            head = rest;
        }
        Self {
            file,
            from,
            size,
            patient: size.is_some(),
            rest: head,
            spare: Vec::new(),
            at: Mark {
                line: 1,
                column: 1,
                offset,
                ..Mark::default()
            },
            skipping: false,
            ended: false,
            window: SMALL_WINDOW,
        }
    }

    /// The same, in blocks of about so many bytes.
    #[must_use]
    pub fn windowed(mut self, bytes: usize) -> Self {
        self.window = bytes;
        self
    }

    /// How many bytes the next block has, where its last line allows: towards the end of a file less, so
    /// that workers end at about the same time.
    fn room(&self) -> usize {
        let left = self.size.map(|size| size.saturating_sub(self.at.offset));
        let share = left.and_then(|left| usize::try_from(left).ok()?.checked_div(LAST_SHARE));
        share.map_or(self.window, |share| {
            self.window.min(share.max(SMALL_WINDOW))
        })
    }

    /// Reads once more behind `block`; tells how many bytes came.
    fn read_more(&mut self, block: &mut Vec<u8>) -> Result<usize, std::io::Error> {
        let left = self.room().saturating_sub(block.len());
        let wanted = if self.patient {
            if left > 0 {
                block.reserve_exact(left.saturating_add(READ));
            }
            left.clamp(READ, MOST_READ)
        } else {
            READ
        };
        loop {
            match self.from.append(block, wanted) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other,
            }
        }
    }

    /// Whether what a pipe gave so far is handed on: nothing more has come, or enough time has gone by.
    fn is_handed_on(&self, block: &[u8], since: Instant) -> bool {
        !self.patient
            && !self.ended
            && !block.is_empty()
            && (since.elapsed() >= PATIENCE || !self.from.has_more())
    }

    /// The chunk of a block, whose first line stands where the next one is expected.
    fn lines(&mut self, bytes: Vec<u8>, mut found: LineIndex) -> Chunk {
        let Mark { line, offset, .. } = self.at;
        self.passed(found.ended(), bytes.len());
        found.end(&bytes);
        let lines = Lines {
            file: self.file.clone(),
            first: line,
            offset,
            bytes,
            found,
        };
        Chunk {
            records: Records::Lines(lines),
            end: self.at,
        }
    }

    /// Counts bytes as read.
    fn pass(&mut self, bytes: &[u8]) {
        let ends = memchr::memchr_iter(b'\n', bytes).count();
        self.passed(u64::try_from(ends).unwrap_or(u64::MAX), bytes.len());
    }

    /// Counts ends of lines and bytes as read.
    fn passed(&mut self, ends: u64, bytes: usize) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.at.line = self.at.line.saturating_add(ends);
        self.at.offset = self.at.offset.saturating_add(bytes);
    }

    /// A record that says why a line could not be read.
    fn unread(&self, unread: Unread) -> Chunk {
        Chunk {
            records: Records::Single(vec![Record {
                place: Place::Line(self.file.clone(), self.at.line),
                content: Content::Unread(unread),
            }]),
            end: self.at,
        }
    }

    fn broken(&mut self, error: &std::io::Error) -> Chunk {
        self.ended = true;
        let reason = error.to_string();
        let error = ReadError::Unreadable {
            name: self.file.to_string(),
            reason,
        };
        let at = Corner {
            line: self.at.line,
            column: 1,
        };
        self.unread(Unread {
            at: Some(at),
            ..Unread::from(error)
        })
    }

    /// Passes over the rest of a line that is too long. `None`: more has to be read.
    fn skip(&mut self, block: &mut Vec<u8>) -> Option<()> {
        match memchr::memchr(b'\n', block) {
            Some(end) => {
                let line: Vec<u8> = block.drain(..=end).collect();
                self.pass(&line);
                self.skipping = false;
                Some(())
            }
            None => {
                let all = std::mem::take(block);
                self.pass(&all);
                None
            }
        }
    }
}

impl Source for LineSource {
    fn next(&mut self) -> Option<Chunk> {
        let mut block = self.spare.pop().unwrap_or_default();
        block.clear();
        block.append(&mut self.rest);
        let mut found = LineIndex::new(self.window > SMALL_WINDOW, MOST_RECORDS);
        let since = Instant::now();
        while !self.ended || !block.is_empty() {
            if self.skipping && self.skip(&mut block).is_some() {
                continue;
            }
            if !self.skipping {
                found.look(&block);
            }
            let open = block.len().saturating_sub(found.open());
            let is_long = u64::try_from(open).is_ok_and(|length| length > MAX_BYTES);
            let is_enough = found.is_full()
                || is_long
                || block.len() >= self.room()
                || self.is_handed_on(&block, since);
            if is_enough && found.open() > 0 {
                self.rest.extend(block.drain(found.open()..));
                return Some(self.lines(block, found));
            }
            if self.ended {
                return (!block.is_empty()).then(|| self.lines(block, found));
            }
            if is_long {
                let chunk = self.unread(Unread::too_long(self.at.line));
                self.skipping = true;
                self.pass(&block);
                // A column tells that the mark lies within the line.
                let end = Mark {
                    column: 2,
                    ..self.at
                };
                return Some(Chunk { end, ..chunk });
            }
            match self.read_more(&mut block) {
                Ok(0) => self.ended = true,
                Ok(_) => {}
                Err(error) => {
                    // What was read whole before the fault is not lost.
                    if found.open() == 0 {
                        return Some(self.broken(&error));
                    }
                    block.truncate(found.open());
                    self.from = Feed::Pipe(Box::new(Broken(Some(error))));
                    return Some(self.lines(block, found));
                }
            }
        }
        None
    }

    fn resume(&mut self, mark: &Mark) -> Result<(), Text> {
        let shorter = || {
            Text::new(
                format!("{} 比上次短，接不上；请不带 --resume 从头开始", self.file),
                format!(
                    "{} is shorter than before and cannot be resumed; start anew without --resume",
                    self.file
                ),
            )
        };
        let there = self.at.offset;
        let known = u64::try_from(self.rest.len()).unwrap_or(u64::MAX);
        let wanted = mark.offset.checked_sub(there).ok_or_else(shorter)?;
        if self.size.is_some_and(|size| size < mark.offset) {
            return Err(shorter());
        }
        if wanted <= known {
            self.rest
                .drain(..usize::try_from(wanted).unwrap_or(usize::MAX));
        } else {
            let is_there = match &mut self.from {
                Feed::File(file) => file.seek(SeekFrom::Start(mark.offset)).is_ok(),
                pipe => {
                    let more = wanted.saturating_sub(known);
                    std::io::copy(&mut pipe.take(more), &mut std::io::sink())
                        .is_ok_and(|passed| passed == more)
                }
            };
            if !is_there {
                return Err(shorter());
            }
            self.rest.clear();
        }
        self.skipping = mark.column > 1;
        self.at = Mark { column: 1, ..*mark };
        Ok(())
    }

    fn take_back(&mut self, room: Vec<u8>) {
        self.spare.push(room);
    }

    fn size(&self) -> Option<u64> {
        self.size
    }
}

/// Tells once more of a fault.
struct Broken(Option<std::io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::line_index::as_read;
    use super::*;

    /// What a source gives: the bytes of lines, and `!` for a record of a line that cannot be read;
    /// with each mark, how much was given until then.
    fn given(source: &mut LineSource) -> (Vec<u8>, Vec<(Mark, usize)>) {
        let mut all = Vec::new();
        let mut marks = Vec::new();
        while let Some(chunk) = source.next() {
            match chunk.records {
                Records::Lines(lines) => {
                    assert!(as_read(&lines).len() <= MOST_RECORDS);
                    all.extend(lines.bytes);
                }
                Records::Single(records) => all.extend(records.iter().map(|_| b'!')),
            }
            marks.push((chunk.end, all.len()));
        }
        (all, marks)
    }

    #[test]
    fn reading_goes_on_from_every_mark_also_within_a_line_that_is_too_long() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let long = vec![b'x'; usize::try_from(MAX_BYTES).unwrap() * 2];
        for part in [b"{}\n".repeat(30_000).as_slice(), &long, b"\n{}\n{}\n"] {
            file.write_all(part).unwrap();
        }
        for window in [SMALL_WINDOW, SMALL_WINDOW * 64] {
            let open = || {
                let from = Feed::File(File::open(file.path()).unwrap());
                let size = file.path().metadata().unwrap().len();
                LineSource::new("示例".into(), from, Vec::new(), Some(size)).windowed(window)
            };
            let (all, marks) = given(&mut open());
            assert_eq!(
                all,
                [&b"{}\n".repeat(30_000)[..], b"!", b"{}\n{}\n"].concat()
            );
            assert!(marks.iter().any(|(mark, _)| mark.column > 1));
            for (mark, before) in marks {
                let mut source = open();
                source.resume(&mark).unwrap();
                assert_eq!(given(&mut source).0, all[before..]);
            }
        }
    }
}
