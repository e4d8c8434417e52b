//! One JSON record by whichever reader it takes.

use super::json::read_json;
use super::model::Draft;
use super::reader::{Overrides, Reading, read_parsed};
use crate::source::{Parsed, SourceFile, parse_json};

/// A record of a batch.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are regular, and one is at hand at a time"
)]
pub enum JsonRecord<'a> {
    /// Nothing is wrong with its shape.
    Regular(Draft<'a>),
    /// Something is, or may be.
    Irregular(Box<Irregular>),
}

/// A record that took the tolerant reader.
#[derive(Debug)]
pub struct Irregular {
    /// Its text, for pointing at.
    pub file: SourceFile,
    /// Its tree and what is wrong with its syntax.
    pub parsed: Parsed,
    /// Its draft and what of it could not be read.
    pub reading: Reading,
}

impl<'a> JsonRecord<'a> {
    /// Reads a record; `name` is what messages call its file.
    pub fn read(name: &str, text: &'a str, given: &Overrides) -> Self {
        if let Some(draft) = read_json(text, given) {
            return JsonRecord::Regular(draft);
        }
        let file = SourceFile::new(name, text);
        let parsed = parse_json(&file);
        let reading = read_parsed(&parsed, given);
        JsonRecord::Irregular(Box::new(Irregular {
            file,
            parsed,
            reading,
        }))
    }

    /// The draft, as far as it could be read.
    pub fn draft(&self) -> &Draft<'a> {
        match self {
            JsonRecord::Regular(draft) => draft,
            JsonRecord::Irregular(record) => &record.reading.draft,
        }
    }
}

impl Irregular {
    /// Whether the record is unreadable: its text or its shape is at fault.
    pub fn is_unreadable(&self) -> bool {
        !self.parsed.problems.is_empty() || !self.reading.faults.is_empty()
    }
}
