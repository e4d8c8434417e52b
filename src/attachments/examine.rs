//! A look at the bytes of one file.

use sha2::{Digest, Sha256};

use super::format::sniff;
use super::{gif, jpeg, png};
use crate::facts::{FileFormat, FileState, Look, Picture};

/// Looks at a file's bytes; `length` is how many it has in all, which may be more than are given.
pub fn examine(bytes: &[u8], length: u64) -> Look {
    let whole = u64::try_from(bytes.len()).is_ok_and(|given| given == length);
    let format = sniff(bytes);
    let picture = match format {
        FileFormat::Jpeg => jpeg::picture(bytes, whole),
        FileFormat::Png => png::picture(bytes, whole),
        FileFormat::Gif => gif::picture(bytes, whole),
        _ => Picture::default(),
    };
    Look {
        state: FileState::Readable,
        bytes: Some(length),
        format: Some(format),
        picture,
        digest: whole.then(|| hex(&Sha256::digest(bytes))),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
