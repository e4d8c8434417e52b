//! The national layer read beforehand, so that a run need not read its texts: rules, documents and
//! tables in postcard's encoding, after a digest of what they were made of.

use super::model::Ruleset;

// The embedded snapshot, and the digest that it must have been made of.
include!(concat!(env!("OUT_DIR"), "/snapshot.rs"));

/// A digest of the texts and of the program that read them.
pub type Digest = [u8; 32];

/// Raised whenever the encoding changes otherwise than by the types that are encoded, which the
/// digest takes in.
const FORMAT: u8 = 1;

/// The embedded snapshot, where it is of the texts and the program of today.
pub fn national() -> Option<Ruleset> {
    read(SNAPSHOT, &NATIONAL_DIGEST)
}

/// Bytes that lie in the embedded snapshot, as the part of the program that they are.
pub fn lent(bytes: &[u8]) -> Option<&'static [u8]> {
    let from = bytes
        .as_ptr()
        .addr()
        .checked_sub(SNAPSHOT.as_ptr().addr())?;
    SNAPSHOT.get(from..from.checked_add(bytes.len())?)
}

/// Encodes a ruleset without its files; `None` where it has something that cannot be written.
pub fn write(ruleset: &Ruleset, digest: &Digest) -> Option<Vec<u8>> {
    let mut out = vec![FORMAT];
    out.extend(digest);
    postcard::to_extend(ruleset, out).ok()
}

/// Decodes a ruleset, which lacks its files. `None` where it was made of something else, or is no
/// snapshot at all.
pub fn read(bytes: &[u8], digest: &Digest) -> Option<Ruleset> {
    let rest = bytes.strip_prefix(&[FORMAT])?.strip_prefix(digest)?;
    match postcard::take_from_bytes(rest) {
        Ok((ruleset, [])) => Some(ruleset),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::{LayerFile, build};
    use crate::source::{SourceFile, parse_toml};

    fn ruleset() -> Ruleset {
        let source = SourceFile::new(
            "t",
            "version = \"1\"\n[[list]]\nid = \"a\"\nwords = [\"b\"]",
        );
        let parsed = parse_toml(&source);
        build(vec![LayerFile {
            source,
            parsed,
            layer: 0,
        }])
        .0
    }

    #[test]
    fn a_snapshot_gives_back_what_was_written() {
        let mut wanted = ruleset();
        let bytes = write(&wanted, &[7; 32]).unwrap();
        let got = read(&bytes, &[7; 32]).unwrap();
        wanted.files.clear();
        assert_eq!(format!("{got:?}"), format!("{wanted:?}"));
    }

    #[test]
    fn a_snapshot_of_something_else_is_none() {
        let bytes = write(&ruleset(), &[7; 32]).unwrap();
        assert!(read(&bytes, &[8; 32]).is_none());
        assert!(read(&[], &[7; 32]).is_none());
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length], &[7; 32]).is_none(), "{length}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert!(read(&longer, &[7; 32]).is_none());
        let mut other = bytes;
        other[0] = FORMAT + 1;
        assert!(read(&other, &[7; 32]).is_none());
    }
}
