//! The national layer read beforehand, so that a run need not read its texts: rules, documents and
//! tables in postcard's encoding, after a digest of what they were made of.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::model::Ruleset;
use super::pattern::Pattern;

// The embedded snapshot, and the digest that it must have been made of.
include!(concat!(env!("OUT_DIR"), "/snapshot.rs"));

/// A digest of the texts and of the program that read them.
pub type Digest = [u8; 32];

/// Raised whenever the encoding changes otherwise than by the types that are encoded, which the
/// digest takes in.
const FORMAT: u8 = 1;

/// Automata by the patterns that they match, sorted by these.
type Automata<'b> = Vec<(&'b str, &'b [u8])>;

/// The embedded snapshot, where it is of the texts and the program of today.
pub fn national() -> Option<Ruleset> {
    ruleset(embedded()?.1)
}

/// The automaton of a pattern, where the embedded snapshot has one.
pub fn automaton(pattern: &str) -> Option<&'static [u8]> {
    let (automata, _) = embedded()?;
    let found = automata.binary_search_by_key(&pattern, |(source, _)| source);
    Some(automata.get(found.ok()?)?.1)
}

/// Bytes that lie in the embedded snapshot, as the part of the program that they are.
pub fn lent(bytes: &[u8]) -> Option<&'static [u8]> {
    let from = bytes
        .as_ptr()
        .addr()
        .checked_sub(SNAPSHOT.as_ptr().addr())?;
    SNAPSHOT.get(from..from.checked_add(bytes.len())?)
}

fn embedded() -> Option<&'static (Automata<'static>, &'static [u8])> {
    static PARTS: OnceLock<Option<(Automata<'static>, &'static [u8])>> = OnceLock::new();
    PARTS
        .get_or_init(|| parts(SNAPSHOT, &NATIONAL_DIGEST))
        .as_ref()
}

/// Encodes a ruleset without its files, and automata of patterns; `None` where there is something
/// that cannot be written.
pub fn write(ruleset: &Ruleset, patterns: &[Pattern], digest: &Digest) -> Option<Vec<u8>> {
    let automata: BTreeMap<&str, Vec<u8>> = patterns
        .iter()
        .filter_map(|pattern| Some((pattern.source(), pattern.automaton()?)))
        .collect();
    let mut out = vec![FORMAT];
    out.extend(digest);
    let automata: Vec<_> = automata.into_iter().collect();
    let out = postcard::to_extend(&automata, out).ok()?;
    postcard::to_extend(ruleset, out).ok()
}

/// The automata, and the encoded ruleset. `None` where the snapshot was made of something else.
fn parts<'b>(bytes: &'b [u8], digest: &Digest) -> Option<(Automata<'b>, &'b [u8])> {
    let rest = bytes.strip_prefix(&[FORMAT])?.strip_prefix(digest)?;
    postcard::take_from_bytes(rest).ok()
}

/// Decodes a ruleset, which lacks its files.
fn ruleset(bytes: &[u8]) -> Option<Ruleset> {
    match postcard::take_from_bytes(bytes) {
        Ok((ruleset, [])) => Some(ruleset),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::{LayerFile, build};
    use crate::source::{SourceFile, parse_toml};

    fn read(bytes: &[u8], digest: &Digest) -> Option<Ruleset> {
        ruleset(parts(bytes, digest)?.1)
    }

    fn example() -> Ruleset {
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
        let mut wanted = example();
        let bytes = write(&wanted, &[Pattern::new("a")], &[7; 32]).unwrap();
        let got = read(&bytes, &[7; 32]).unwrap();
        wanted.files.clear();
        assert_eq!(format!("{got:?}"), format!("{wanted:?}"));
    }

    #[test]
    fn a_snapshot_of_something_else_is_none() {
        let bytes = write(&example(), &[], &[7; 32]).unwrap();
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
