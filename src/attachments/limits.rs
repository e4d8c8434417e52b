//! What a look at one file may cost at most, whatever the file holds.

/// A larger file is told by its size and first bytes alone. The largest that any provider accepts is
/// 8 MB (tencentcloud-document-01).
pub const MOST_FILE_BYTES: u64 = 32 * 1024 * 1024;

/// So much of a larger file is read, to tell its format and the picture's columns and rows.
pub(super) const HEAD_BYTES: u64 = 256 * 1024;

/// A picture is decoded where that takes no more memory than this. A photo of 50 million pixels and
/// an A4 page at 600 dpi stay below.
pub(super) const MOST_DECODED_BYTES: u64 = 256 * 1024 * 1024;

/// A picture of more pixels is not decoded, however little memory that would take.
pub(super) const MOST_PIXELS: u64 = 80_000_000;

/// A JPEG may be built up in so many passes; ten are usual.
pub(super) const MOST_SCANS: usize = 64;
