//! Reading a file or standard input into a source file.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::encoding::{self, Encoding};
use super::file::SourceFile;
use super::read_error::ReadError;

/// How large a text may be. A draft has a few kilobytes, the largest ruleset under a hundred.
pub const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// Reads a file of at most `limit` bytes.
pub fn read_path(path: &Path, limit: u64) -> Result<SourceFile, ReadError> {
    let name = path.display().to_string();
    let read = File::open(path).and_then(|file| read_limited(file, limit));
    finish(name, read, limit)
}

/// Reads standard input, at most `limit` bytes; `name` is what the user sees it called.
pub fn read_stdin(name: &str, limit: u64) -> Result<SourceFile, ReadError> {
    finish(
        name.to_owned(),
        read_limited(io::stdin().lock(), limit),
        limit,
    )
}

/// Reads a file or, for `-`, standard input as it is: at most `limit` bytes in whatever encoding.
///
/// # Errors
///
/// What cannot be opened or read, and what is too large.
pub fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let name = path.display().to_string();
    let read = if path.as_os_str() == "-" {
        read_limited(io::stdin().lock(), limit)
    } else {
        File::open(path).and_then(|file| read_limited(file, limit))
    };
    within(name, read, limit)
}

/// Makes a source file of bytes that are already there.
pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<SourceFile, ReadError> {
    let name = name.to_owned();
    if let Some(encoding) = encoding::utf_16(&bytes) {
        return Err(not_utf8(name, &bytes, 0, Some(encoding)));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let looks_like = encoding::gb18030(&bytes);
            return Err(not_utf8(name, &bytes, at, looks_like));
        }
    };
    if let Some(offset) = memchr::memchr(0, text.as_bytes()) {
        let (line, column) = place(&text, offset);
        return Err(ReadError::Binary { name, line, column });
    }
    let file = SourceFile::new(name, text);
    if file.text.trim().is_empty() {
        return Err(ReadError::Empty { name: file.name });
    }
    Ok(file)
}

/// Reads one byte more than allowed at most, since a pipe or device has no length to ask for.
fn read_limited(source: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn finish(name: String, read: io::Result<Vec<u8>>, limit: u64) -> Result<SourceFile, ReadError> {
    let bytes = within(name.clone(), read, limit)?;
    from_bytes(&name, bytes)
}

/// What was read, if it is no more than allowed.
fn within(name: String, read: io::Result<Vec<u8>>, limit: u64) -> Result<Vec<u8>, ReadError> {
    match read {
        Ok(bytes) if u64::try_from(bytes.len()).is_ok_and(|length| length <= limit) => Ok(bytes),
        Ok(_) => Err(ReadError::TooLarge { name, limit }),
        Err(error) => Err(ReadError::of(&name, &error)),
    }
}

fn not_utf8(name: String, bytes: &[u8], offset: usize, looks_like: Option<Encoding>) -> ReadError {
    let before = bytes.get(..offset).unwrap_or_default();
    let (line, column) = place(&String::from_utf8_lossy(before), offset);
    ReadError::NotUtf8 {
        name,
        line,
        column,
        offset,
        looks_like,
    }
}

fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    SourceFile::new("", before).line_column(u32::MAX)
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
