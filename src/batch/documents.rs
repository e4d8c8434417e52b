//! JSON texts that are no lines: the elements of an array, an object spread over many lines, or
//! several one after another. They are cut apart without being parsed, so that one broken element
//! costs itself only, and the rest of the file is never held.

use std::io::{ErrorKind, Read};
use std::sync::Arc;

use super::lines::Feed;
use super::record::{Chunk, Content, Corner, Mark, Place, Record, Records, Unread};
use super::source::Source;
use crate::source::{MAX_BYTES, ReadError};
use crate::text::Text;

/// A chunk has about so many bytes of elements.
const BLOCK: usize = 256 * 1024;

/// At most so many bytes are asked for at a time.
const READ: usize = 64 * 1024;

/// The elements of a JSON array, or JSON texts one after another.
pub struct DocumentSource {
    file: Arc<str>,
    from: Feed,
    size: Option<u64>,
    /// What was read and not yet cut.
    ahead: Vec<u8>,
    /// How much of it is cut.
    cut: usize,
    at: Mark,
    stage: Stage,
    /// Whether something stands between elements that should not; it is told once.
    told: bool,
    /// The first text, until it is known whether another follows.
    alone: Option<Record>,
    /// What is to be told behind it.
    slipped: Option<Record>,
    broken: Option<std::io::Error>,
    finished: bool,
}

/// Where the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing was met.
    Start,
    /// Among texts that no array holds.
    Loose,
    /// In the array: before its first element, behind an element, behind a comma.
    Opened,
    Behind,
    Comma,
    /// Behind the array.
    Closed,
}

/// Where the cutting of one element is.
#[derive(Debug, Default)]
struct Cutter {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Cutter {
    /// Takes a byte; true where the element ends with it.
    fn takes(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                // No string holds a line ending: this one was not closed.
                b'"' | b'\n' => self.in_string = false,
                _ => {}
            }
            return self.depth == 0 && !self.in_string;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth = self.depth.saturating_add(1),
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

impl DocumentSource {
    /// The texts of an input; `head` was read from it already.
    pub fn new(file: Arc<str>, from: Feed, head: Vec<u8>, size: Option<u64>) -> Self {
        let mark = if head.starts_with(b"\xef\xbb\xbf") {
            3
        } else {
            0
        };
        let mut ahead = head;
        ahead.drain(..mark);
        Self {
            file,
            from,
            size,
            ahead,
            cut: 0,
            at: Mark {
                line: 1,
                column: 1,
                offset: u64::try_from(mark).unwrap_or(0),
                ..Mark::default()
            },
            stage: Stage::Start,
            told: false,
            alone: None,
            slipped: None,
            broken: None,
            finished: false,
        }
    }

    fn peek(&mut self) -> Option<u8> {
        loop {
            if let Some(byte) = self.ahead.get(self.cut) {
                return Some(*byte);
            }
            if self.broken.is_some() {
                return None;
            }
            self.ahead.clear();
            self.cut = 0;
            self.ahead.resize(READ, 0);
            let read = match self.from.read(&mut self.ahead) {
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {
                    self.ahead.clear();
                    continue;
                }
                Err(error) => {
                    self.broken = Some(error);
                    0
                }
            };
            self.ahead.truncate(read);
            if read == 0 {
                return None;
            }
        }
    }

    /// Steps over the byte at hand.
    fn step(&mut self, byte: u8) {
        self.cut = self.cut.saturating_add(1);
        self.at.offset = self.at.offset.saturating_add(1);
        if byte == b'\n' {
            self.at.line = self.at.line.saturating_add(1);
            self.at.column = 1;
        } else if byte & 0b1100_0000 != 0b1000_0000 {
            // Bytes that go on with a character are no column of their own.
            self.at.column = self.at.column.saturating_add(1);
        }
    }

    const fn corner(&self) -> Corner {
        Corner {
            line: self.at.line,
            column: self.at.column,
        }
    }

    fn unread(&self, unread: Unread, at: Corner) -> Record {
        Record {
            place: Place::Whole(self.file.clone()),
            content: Content::Unread(Unread {
                at: Some(at),
                ..unread
            }),
        }
    }

    /// Something that should not stand between elements; told once, since the first slip often
    /// makes more.
    fn slip(&mut self, zh: &'static str, en: &'static str) -> Option<Record> {
        if std::mem::replace(&mut self.told, true) {
            return None;
        }
        let unread = Unread {
            message: Text::fixed(zh, en),
            help: None,
            at: None,
        };
        Some(self.unread(unread, self.corner()))
    }

    /// Cuts the element that begins here.
    fn element(&mut self) -> Record {
        let start = self.corner();
        let mut cutter = Cutter::default();
        let mut bytes = Vec::new();
        let mut is_too_long = false;
        while let Some(byte) = self.peek() {
            let is_bare = cutter.depth == 0 && !cutter.in_string;
            if is_bare && !bytes.is_empty() && (matches!(byte, b',' | b']') || is_space(byte)) {
                break;
            }
            bytes.push(byte);
            self.step(byte);
            if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES) {
                is_too_long = true;
                bytes.truncate(1);
            }
            if cutter.takes(byte) {
                break;
            }
        }
        let content = if is_too_long {
            let error = ReadError::TooLarge {
                name: format!("{}[{}]", self.file, self.at.index),
                limit: MAX_BYTES,
            };
            Content::Unread(Unread {
                at: Some(start),
                ..Unread::from(error)
            })
        } else {
            Content::Json(bytes, start)
        };
        let place = Place::Element(self.file.clone(), self.at.index);
        self.at.index = self.at.index.saturating_add(1);
        Record { place, content }
    }

    /// The next record.
    fn record(&mut self) -> Option<Record> {
        loop {
            if let Some(slip) = self.slipped.take() {
                self.finished = true;
                return Some(slip);
            }
            let Some(byte) = self.peek() else {
                return self.end();
            };
            let slip = match (byte, self.stage) {
                (byte, _) if is_space(byte) => None,
                (b'[', Stage::Start) => {
                    self.stage = Stage::Opened;
                    None
                }
                (byte, Stage::Start | Stage::Loose) if byte != b'{' => {
                    let slip = self.slip(
                        "这里应该是一个 JSON 对象或数组，后面的内容没有读",
                        "a JSON object or array is expected here; what follows is not read",
                    );
                    let Some(first) = self.alone.take() else {
                        self.finished = true;
                        return slip;
                    };
                    self.slipped = slip;
                    return Some(first);
                }
                (_, Stage::Start) => {
                    self.stage = Stage::Loose;
                    let first = self.element();
                    // Where nothing follows, it is the whole file.
                    self.alone = Some(first);
                    continue;
                }
                (b',', Stage::Behind) => {
                    self.stage = Stage::Comma;
                    None
                }
                (b',', Stage::Opened | Stage::Comma) => {
                    self.slip("这里多了一个逗号", "there is a comma too many")
                }
                (b']', Stage::Opened | Stage::Behind) => {
                    self.stage = Stage::Closed;
                    None
                }
                (b']', Stage::Comma) => {
                    self.stage = Stage::Closed;
                    self.slip(
                        "最后一个元素后面多了一个逗号",
                        "there is a comma behind the last element",
                    )
                }
                (_, Stage::Closed) => {
                    let slip = self.slip(
                        "数组在此之前已经结束，后面的内容没有读",
                        "the array ended before this; what follows is not read",
                    );
                    self.finished = true;
                    return slip;
                }
                (_, Stage::Behind) => {
                    self.stage = Stage::Comma;
                    let slip = self.slip(
                        "这两个元素之间少了逗号",
                        "a comma is missing between these elements",
                    );
                    if slip.is_some() {
                        return slip;
                    }
                    continue;
                }
                (_, Stage::Opened | Stage::Comma) => {
                    self.stage = Stage::Behind;
                    return Some(self.element());
                }
                (_, Stage::Loose) => {
                    // Further texts follow the first, so that it is one of several.
                    return self.alone.take().or_else(|| Some(self.element()));
                }
            };
            self.step(byte);
            if slip.is_some() {
                return slip;
            }
        }
    }

    /// What is to be said at the end.
    fn end(&mut self) -> Option<Record> {
        self.finished = true;
        if let Some(error) = self.broken.take() {
            let error = ReadError::Unreadable {
                name: self.file.to_string(),
                reason: error.to_string(),
            };
            return Some(self.unread(Unread::from(error), self.corner()));
        }
        if let Some(first) = self.alone.take() {
            return Some(Record {
                place: Place::Whole(self.file.clone()),
                ..first
            });
        }
        match self.stage {
            Stage::Opened | Stage::Behind | Stage::Comma => {
                self.told = false;
                self.slip(
                    "数组没有结束，缺少 ]；文件可能不完整",
                    "the array is not closed by `]`; the file may be cut off",
                )
            }
            Stage::Start => {
                let name = self.file.to_string();
                let error = ReadError::Empty { name };
                Some(self.unread(Unread::from(error), self.corner()))
            }
            Stage::Loose | Stage::Closed => None,
        }
    }
}

impl Source for DocumentSource {
    fn next(&mut self) -> Option<Chunk> {
        let mut records = Vec::new();
        let mut bytes = 0usize;
        while bytes < BLOCK && !self.finished {
            let Some(record) = self.record() else {
                break;
            };
            if let Content::Json(text, _) = &record.content {
                bytes = bytes.saturating_add(text.len());
            }
            records.push(record);
        }
        if records.is_empty() {
            return None;
        }
        Some(Chunk {
            records: Records::Single(records),
            end: self.at,
        })
    }

    fn size(&self) -> Option<u64> {
        self.size
    }
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
