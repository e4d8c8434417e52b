//! A look at the files that attachments name: opened so that nothing outside the draft's directory
//! is read, told by their bytes, decoded within limits, measured. It knows no rule; whatever a
//! stranger's file holds, a look gives an answer.

mod decode;
mod directory;
mod examine;
mod exif;
mod format;
mod gif;
mod grid;
mod jpeg;
mod limits;
mod measure;
mod png;

pub use directory::DraftFiles;
pub use examine::examine;
pub use limits::MOST_FILE_BYTES;
