//! The inputs of a command line, one after another: files, directories, standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::documents::DocumentSource;
use super::foreign::foreign;
use super::kind::{InputKind, is_something_else, is_utf_16, kind_of, read_head};
use super::lines::{Feed, LineSource};
use super::record::{Chunk, Content, Mark, Place, Record, Records, Unread};
use super::sheets::{Notes, SheetSource};
use super::sink::SMALL_WINDOW;
use super::source::Source;
use crate::draft::{Found, files};
use crate::sheet::{self, Options};
use crate::source::{MAX_BYTES, ReadError, from_bytes};
use crate::text::Text;

/// One input.
#[derive(Debug, Clone)]
struct Input {
    /// What the user calls it.
    name: Arc<str>,
    /// Where it is; `None`: standard input.
    path: Option<PathBuf>,
    /// Whether it was found in a directory, where other things lie as well.
    found: bool,
    /// Why nothing of it can be read, where that is known before it is opened.
    closed: Option<ReadError>,
}

impl Input {
    fn new(path: Option<PathBuf>, found: bool) -> Self {
        let name = path.as_deref().unwrap_or(Path::new("-"));
        Self {
            name: name.display().to_string().into(),
            path,
            found,
            closed: None,
        }
    }

    /// How many bytes it has, where that is known.
    fn length(&self) -> Option<u64> {
        if self.closed.is_some() {
            return Some(0);
        }
        let metadata = self.path.as_deref()?.metadata().ok()?;
        metadata.is_file().then_some(metadata.len())
    }
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
    /// A directory has no draft; in a sentence.
    pub fn new(paths: &[PathBuf], kind: Option<InputKind>) -> Result<Self, Text> {
        let mut list = Vec::new();
        for path in paths {
            let name = path.display().to_string();
            if name == "-" {
                list.push(Input::new(None, false));
            } else if path.is_dir() {
                let found = files(path);
                if found.is_empty() {
                    return Err(nothing_in(&name));
                }
                list.extend(found.into_iter().map(|found| match found {
                    Found::File(path) => Input::new(Some(path), true),
                    Found::Closed(path, error) => Input {
                        closed: Some(error),
                        ..Input::new(Some(path), true)
                    },
                }));
            } else {
                list.push(Input::new(Some(path.clone()), false));
            }
        }
        let mut size = Some(0u64);
        let mut starts = Vec::new();
        for input in &list {
            starts.push(size.unwrap_or(0));
            let sum = size.zip(input.length());
            size = sum.map(|(sum, length)| sum.saturating_add(length));
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
        if let Some(error) = &input.closed {
            return Err(error.clone());
        }
        let name = input.name.clone();
        let (mut from, size) = match &input.path {
            None => (Feed::Stdin(io::stdin()), None),
            Some(path) => {
                let file = File::open(path).map_err(|error| ReadError::of(&name, &error))?;
                let metadata = file
                    .metadata()
                    .map_err(|error| ReadError::of(&name, &error))?;
                let size = metadata.is_file().then_some(metadata.len());
                (Feed::File(file), size)
            }
        };
        let head = read_head(&mut from, self.kind).map_err(|error| ReadError::of(&name, &error))?;
        let kind = self
            .kind
            .unwrap_or_else(|| kind_of(input.path.as_deref(), &head));
        if self.kind.is_none()
            && let Some((message, help)) = foreign(&head)
        {
            return Ok(Box::new(Once::new(Record {
                place: Place::Whole(name),
                content: Content::Unread(Unread {
                    message,
                    help: Some(help),
                    at: None,
                }),
            })));
        }
        if self.sheets.sheet.is_some() && !input.found && !sheet::is_workbook(&head) {
            self.notes.add(Text::new(
                format!("{name} 不是工作簿，没有几张表可选，--sheet 没有用上"),
                format!("{name} is no workbook and has no sheets, so --sheet was of no use"),
            ));
        }
        if kind == InputKind::Sheet {
            // A file that can be jumped about in is opened anew from its start.
            let drafts = match (&input.path, size) {
                (Some(path), Some(_)) => sheet::open(path, &self.sheets),
                _ => sheet::pipe(io::Cursor::new(head).chain(from), &self.sheets),
            };
            let drafts = drafts.map_err(|error| ReadError::of(&name, &error))?;
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
                    .map_err(|error| ReadError::of(&name, &error))?;
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

/// That a directory has no draft.
fn nothing_in(name: &str) -> Text {
    Text::new(
        format!("目录 {name} 里没有草稿（.toml 或 .json 文件；被 .gitignore、.ignore 忽略的不算）"),
        format!(
            "the directory {name} has no drafts (.toml or .json files; what .gitignore or .ignore names is passed over)"
        ),
    )
}
