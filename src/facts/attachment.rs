//! Facts of an attachment: whether its file can be read, where files are looked at.

use super::check::code;
use super::fact::Fact;
use super::view::Facts;
use crate::draft::Place;
use crate::fields::AttachmentField;
use crate::fields::choices::FILE_STATES;

/// What stands where a file is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// A file that can be read.
    Readable,
    /// Nothing.
    Missing,
    /// Something outside the draft's directory.
    Outside,
    /// A directory or a device.
    NotAFile,
    /// A file without a byte in it.
    Empty,
    /// Something that cannot be opened.
    Unreadable,
}

/// A look at the files that attachments name. The facts themselves know no file system.
pub trait Files: std::fmt::Debug {
    /// What stands at a path, as the draft writes it.
    fn state(&self, file: &str) -> FileState;
}

impl FileState {
    /// The state of an id.
    pub fn of_id(id: &str) -> Option<FileState> {
        [
            FileState::Readable,
            FileState::Missing,
            FileState::Outside,
            FileState::NotAFile,
            FileState::Empty,
            FileState::Unreadable,
        ]
        .into_iter()
        .find(|state| state.id() == id)
    }

    const fn id(self) -> &'static str {
        match self {
            FileState::Readable => "readable",
            FileState::Missing => "missing",
            FileState::Outside => "outside",
            FileState::NotAFile => "not-a-file",
            FileState::Empty => "empty",
            FileState::Unreadable => "unreadable",
        }
    }
}

/// What stands where the attachment's file is said to be; none where it names no file, or where
/// nobody looks at files.
pub(super) fn file_state(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    match (
        facts.field(place, AttachmentField::File as usize),
        facts.files,
    ) {
        (Fact::Text(file), Some(files)) => code(FILE_STATES, files.state(file).id()),
        (Fact::Withheld, _) => Fact::Withheld,
        _ => Fact::None,
    }
}
