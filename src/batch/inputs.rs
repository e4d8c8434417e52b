//! The inputs of a command line, one after another: files, directories, standard input. What each
//! is, its name tells, else its first bytes.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memchr::memmem;

use super::documents::DocumentSource;
use super::lines::{Feed, LineSource};
use super::record::{Chunk, Content, Mark, Place, Record, Records, Unread};
use super::sheets::{Notes, SheetSource};
use super::sink::SMALL_WINDOW;
use super::source::Source;
use crate::draft::{files, is_written_here, may_be_written_here};
use crate::sheet::{self, Options};
use crate::source::{Format, MAX_BYTES, ReadError, from_bytes, parse_json, parse_toml};
use crate::text::Text;

/// So many bytes are read to see what an input is.
const HEAD: usize = 64 * 1024;

/// What an input is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// One JSON object a line.
    Lines,
    /// A JSON array, or a JSON object.
    Json,
    /// One draft in TOML.
    Toml,
    /// Rows of drafts: CSV, or a workbook.
    Sheet,
}

/// One input.
#[derive(Debug, Clone)]
struct Input {
    /// What the user calls it.
    name: Arc<str>,
    /// Where it is; `None`: standard input.
    path: Option<PathBuf>,
    /// Whether it was found in a directory, where other things lie as well.
    found: bool,
}

/// All inputs, one after another.
pub struct Inputs {
    list: Vec<Input>,
    kind: Option<InputKind>,
    /// The index of the input that is open or comes next.
    at: usize,
    open: Option<Box<dyn Source>>,
    /// How many records may still be given.
    left: Option<u64>,
    /// How many bytes all files have, where all are files.
    size: Option<u64>,
    starts: Vec<u64>,
    sheets: Options,
    notes: Notes,
    /// About how many bytes of lines are given at a time.
    window: usize,
}

impl Inputs {
    /// The inputs of paths: `-` is standard input, a directory stands for the drafts below it.
    ///
    /// # Errors
    ///
    /// A directory cannot be read, or has no draft; in a sentence.
    pub fn new(paths: &[PathBuf], kind: Option<InputKind>) -> Result<Self, Text> {
        let mut list = Vec::new();
        let mut size = Some(0u64);
        let mut starts = Vec::new();
        let mut add = |path: Option<PathBuf>, name: String, found: bool| {
            let length = path
                .as_deref()
                .and_then(|path| path.metadata().ok())
                .filter(|metadata| metadata.is_file())
                .map(|metadata| metadata.len());
            starts.push(size.unwrap_or(0));
            size = size
                .zip(length)
                .map(|(sum, length)| sum.saturating_add(length));
            list.push(Input {
                name: name.into(),
                path,
                found,
            });
        };
        for path in paths {
            let name = path.display().to_string();
            if name == "-" {
                add(None, name, false);
            } else if path.is_dir() {
                let found = files(path)?;
                if found.is_empty() {
                    return Err(Text::new(
                        format!(
                            "目录 {name} 里没有草稿（.toml 或 .json 文件；被 .gitignore、.ignore 忽略的不算）"
                        ),
                        format!(
                            "the directory {name} has no drafts (.toml or .json files; what .gitignore or .ignore names is passed over)"
                        ),
                    ));
                }
                for path in found {
                    let name = path.display().to_string();
                    add(Some(path), name, true);
                }
            } else {
                add(Some(path.clone()), name, false);
            }
        }
        Ok(Self {
            list,
            kind,
            at: 0,
            open: None,
            left: None,
            size,
            starts,
            sheets: Options::default(),
            notes: Notes::default(),
            window: SMALL_WINDOW,
        })
    }

    /// The same, with what the user says of files of rows.
    pub fn with_sheets(mut self, options: Options) -> Self {
        self.sheets = options;
        self
    }

    /// Where what is to be told of files of rows gathers.
    pub fn notes(&self) -> Notes {
        self.notes.clone()
    }

    /// The same, but no more records than so many.
    pub fn limited(mut self, most: Option<u64>) -> Self {
        self.left = most;
        self
    }

    /// The same, with about so many bytes of lines at a time.
    pub fn windowed(mut self, bytes: usize) -> Self {
        self.window = bytes;
        self
    }

    /// How many bytes of all inputs stand before each of them, where all are files.
    pub fn starts(&self) -> Vec<u64> {
        self.starts.clone()
    }

    /// The files among them.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.list.iter().filter_map(|input| input.path.as_deref())
    }

    /// The paths of the files, and their lengths and times of change, as far as they are files: what
    /// has to be the same when a run is resumed.
    pub fn stamps(&self) -> Vec<String> {
        let stamp = |input: &Input| {
            let metadata = input.path.as_deref().and_then(|path| path.metadata().ok());
            let file = metadata.filter(std::fs::Metadata::is_file);
            let changed = file.as_ref().and_then(|file| file.modified().ok());
            let since = changed.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
            format!(
                "{} {} {}",
                input.name,
                file.map_or(0, |file| file.len()),
                since.map_or(0, |since| since.as_nanos())
            )
        };
        self.list.iter().map(stamp).collect()
    }

    /// Opens the next input; a fault becomes a record.
    fn opened(&self, input: &Input) -> Box<dyn Source> {
        match self.open(input) {
            Ok(source) => source,
            Err(error) => Box::new(Once::new(Record {
                place: Place::Whole(input.name.clone()),
                content: Content::Unread(Unread::from(error)),
            })),
        }
    }

    fn open(&self, input: &Input) -> Result<Box<dyn Source>, ReadError> {
        let name = input.name.clone();
        let (mut from, size) = match &input.path {
            None => (Feed::Stdin(io::stdin()), None),
            Some(path) => {
                let file = File::open(path).map_err(|error| unopened(&name, &error))?;
                let metadata = file.metadata().map_err(|error| unopened(&name, &error))?;
                let size = metadata.is_file().then_some(metadata.len());
                (Feed::File(file), size)
            }
        };
        let head = read_head(&mut from, self.kind).map_err(|error| unopened(&name, &error))?;
        let kind = self
            .kind
            .unwrap_or_else(|| kind_of(input.path.as_deref(), &head));
        if kind == InputKind::Sheet {
            // A file that can be jumped about in is opened anew from its start.
            let drafts = match (&input.path, size) {
                (Some(path), Some(_)) => sheet::open(path, &self.sheets),
                _ => sheet::pipe(io::Cursor::new(head).chain(from), &self.sheets),
            };
            let drafts = drafts.map_err(|error| unopened(&name, &error))?;
            return Ok(Box::new(SheetSource::new(
                name,
                drafts,
                size,
                self.notes.clone(),
            )));
        }
        if is_utf_16(&head)
            && let Err(error) = from_bytes(&name, head.clone())
        {
            return Err(error);
        }
        if input.found && kind != InputKind::Lines && is_something_else(&head, kind) {
            return Ok(Box::new(Once(None)));
        }
        Ok(match kind {
            InputKind::Lines => {
                Box::new(LineSource::new(name, from, head, size).windowed(self.window))
            }
            InputKind::Json | InputKind::Sheet => {
                Box::new(DocumentSource::new(name, from, head, size))
            }
            InputKind::Toml => {
                let mut bytes = head;
                let rest = MAX_BYTES.saturating_add(1);
                from.take(rest)
                    .read_to_end(&mut bytes)
                    .map_err(|error| unopened(&name, &error))?;
                if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES) {
                    let name = name.to_string();
                    return Err(ReadError::TooLarge {
                        name,
                        limit: MAX_BYTES,
                    });
                }
                Box::new(Once::new(Record {
                    place: Place::Whole(name),
                    content: Content::Toml(bytes),
                }))
            }
        })
    }

    /// Cuts a chunk to the records that may still be given.
    fn cut(&mut self, chunk: &mut Chunk) {
        let Some(left) = self.left else {
            return;
        };
        let given = match &mut chunk.records {
            Records::Lines(lines) => lines.truncate(left),
            Records::Single(records) => {
                records.truncate(usize::try_from(left).unwrap_or(usize::MAX));
                u64::try_from(records.len()).unwrap_or(u64::MAX)
            }
        };
        self.left = Some(left.saturating_sub(given));
    }
}

impl Source for Inputs {
    fn next(&mut self) -> Option<Chunk> {
        loop {
            if self.left == Some(0) {
                return None;
            }
            if self.open.is_none() {
                self.open = Some(self.opened(self.list.get(self.at)?));
            }
            let chunk = self.open.as_mut().and_then(|source| source.next());
            match chunk {
                Some(mut chunk) => {
                    chunk.end.input = self.at;
                    self.cut(&mut chunk);
                    return Some(chunk);
                }
                None => {
                    self.open = None;
                    self.at = self.at.saturating_add(1);
                }
            }
        }
    }

    fn resume(&mut self, mark: &Mark) -> Result<(), Text> {
        self.at = mark.input;
        let Some(input) = self.list.get(self.at) else {
            return Ok(());
        };
        let mut source = self.opened(input);
        source.resume(&Mark { input: 0, ..*mark })?;
        self.open = Some(source);
        Ok(())
    }

    fn take_back(&mut self, room: Vec<u8>) {
        if let Some(source) = &mut self.open {
            source.take_back(room);
        }
    }

    fn size(&self) -> Option<u64> {
        self.size
    }
}

/// A source of one record.
struct Once(Option<Record>);

impl Once {
    fn new(record: Record) -> Self {
        Self(Some(record))
    }
}

impl Source for Once {
    fn next(&mut self) -> Option<Chunk> {
        let record = self.0.take()?;
        let length = match &record.content {
            Content::Json(bytes, _) | Content::Toml(bytes) => bytes.len(),
            _ => 0,
        };
        Some(Chunk {
            records: Records::Single(vec![record]),
            end: Mark {
                offset: u64::try_from(length).unwrap_or(u64::MAX),
                index: 1,
                ..Mark::default()
            },
        })
    }
}

/// The keys of which every draft has one.
const OWN: [&str; 2] = ["format", "filing"];

/// Whether a file of a directory is well formed and no draft: every draft has one of two keys, and
/// none has those of what the program itself writes, which may lie beside drafts.
fn is_something_else(head: &[u8], kind: InputKind) -> bool {
    let speaks = memmem::find(head, b"filing").is_some();
    // Most files of a directory are drafts, which is told without taking them apart.
    let may_be_ours = kind == InputKind::Json && may_be_written_here(head);
    if head.len() >= HEAD || (speaks && !may_be_ours) {
        return !speaks || may_be_ours;
    }
    let Ok(file) = from_bytes("", head.to_vec()) else {
        return false;
    };
    let parsed = match kind {
        InputKind::Toml => parse_toml(&file),
        _ if file.text.trim_start().starts_with('[') => return !speaks,
        _ => parse_json(&file),
    };
    let is_neither = !OWN.iter().any(|key| parsed.root.get(key).is_some());
    parsed.problems.is_empty() && (is_neither || (may_be_ours && is_written_here(&parsed.root)))
}

/// Reads as much as is needed to see what an input is, however slowly it comes; of one that the user
/// says it of, what comes first.
fn read_head(from: &mut dyn Read, kind: Option<InputKind>) -> io::Result<Vec<u8>> {
    let mut head = vec![0; HEAD];
    let mut length = 0usize;
    loop {
        let room = head.get_mut(length..).unwrap_or_default();
        match from.read(room) {
            Ok(0) => break,
            Ok(read) => length = length.saturating_add(read),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
        let read = head.get(..length).unwrap_or_default();
        if is_decided(read) || (kind.is_some() && !read.is_empty()) {
            break;
        }
    }
    head.truncate(length);
    Ok(head)
}

/// Whether what comes behind the first bytes changes nothing about what [`kind_of`] takes them for.
fn is_decided(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut lines = head
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty());
    let Some(first) = lines.next() else {
        return false;
    };
    let is_whole = first.ends_with(b"\n");
    match first.trim_ascii_start() {
        [b'[', rest @ ..] => is_whole || !rest.trim_ascii().is_empty(),
        [b'{', ..] => {
            is_whole && (first.trim_ascii_end().ends_with(b"}") || lines.next().is_some())
        }
        _ => false,
    }
}

fn is_utf_16(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff")
}

/// What an input is: by its name, and by its first bytes where the name leaves it open.
fn kind_of(path: Option<&Path>, head: &[u8]) -> InputKind {
    let ending = path
        .and_then(Path::extension)
        .and_then(|ending| ending.to_str())
        .map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("jsonl" | "ndjson") => return InputKind::Lines,
        Some("toml") => return InputKind::Toml,
        _ if path.is_some_and(sheet::is_sheet) || sheet::is_workbook(head) => {
            return InputKind::Sheet;
        }
        _ => {}
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = String::from_utf8_lossy(head.trim_ascii_start());
    if ending.as_deref() != Some("json") && Format::sniff(&text) == Format::Toml {
        return match sheet::looks_like_rows(head) {
            true => InputKind::Sheet,
            false => InputKind::Toml,
        };
    }
    // An object that ends on the line it begins on is one of many, unless it is all there is; and
    // only lines of many objects begin with a brace twice.
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let (first, second) = (lines.next().unwrap_or_default(), lines.next());
    let begins = first.starts_with('{');
    let ends = first.trim_end().ends_with('}') && ending.as_deref() != Some("json");
    let goes_on = second.is_some_and(|line| line.starts_with('{'));
    if begins && (ends || goes_on) {
        InputKind::Lines
    } else {
        InputKind::Json
    }
}

/// Whether an input holds many drafts, by its name and its first bytes: rows, an array, or lines of
/// JSON.
pub fn holds_many(path: Option<&Path>, head: &[u8]) -> bool {
    match kind_of(path, head) {
        InputKind::Sheet => true,
        InputKind::Toml => false,
        InputKind::Lines | InputKind::Json => {
            let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
            let begun = |line: &&[u8]| line.starts_with(b"{");
            head.trim_ascii_start().starts_with(b"[")
                || head.split(|byte| *byte == b'\n').filter(begun).count() > 1
        }
    }
}

fn unopened(name: &str, error: &io::Error) -> ReadError {
    let name = name.to_owned();
    let reason = error.to_string();
    match error.kind() {
        ErrorKind::NotFound => ReadError::NotFound { name },
        ErrorKind::IsADirectory => ReadError::Directory { name },
        ErrorKind::PermissionDenied => ReadError::Denied { name },
        _ => ReadError::Unreadable { name, reason },
    }
}
