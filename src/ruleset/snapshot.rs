//! The rules read beforehand, so that a run need not read their texts: the rules, documents and
//! tables of the national layer, and what each file of the later layers adds, in postcard's
//! encoding, after digests of what they were made of.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::model::Ruleset;
use super::overlay::Overlay;
use super::pattern::Pattern;

// The embedded snapshot, the digest that it must have been made of, and those of the files of the
// later layers.
include!(concat!(env!("OUT_DIR"), "/snapshot.rs"));

/// A digest of the texts and of the program that read them.
pub type Digest = [u8; 32];

/// Raised whenever the encoding changes otherwise than by the types that are encoded, which the
/// digest takes in.
const FORMAT: u8 = 2;

/// Automata by the patterns that they match, sorted by these.
type Automata<'b> = Vec<(&'b str, &'b [u8])>;

/// What a file of a later layer adds, encoded.
#[derive(Debug, Serialize, Deserialize)]
pub struct Added<'b> {
    /// Its name below `rules/`.
    pub name: &'b str,
    /// How many files are below it: their indexes go before its own.
    pub below: usize,
    /// The digest of its text.
    pub digest: Digest,
    /// What it adds to the national layer.
    pub bytes: &'b [u8],
}

/// What a snapshot consists of.
struct Parts<'b> {
    automata: Automata<'b>,
    added: Vec<Added<'b>>,
    ruleset: &'b [u8],
}

/// The embedded snapshot, where it is of the texts and the program of today.
pub fn national() -> Option<Ruleset> {
    ruleset(embedded()?.ruleset)
}

/// What a file adds that so many others are below of, where the embedded snapshot has it of its
/// text of today.
pub fn overlay(name: &str, below: usize) -> Option<Overlay> {
    let digest = digest_of(name)?;
    let mut added = embedded()?.added.iter();
    let found = added.find(|own| own.name == name && own.below == below)?;
    whole(found.bytes).filter(|_| found.digest == *digest)
}

/// The digest of the text of a file of a later layer.
pub fn digest_of(name: &str) -> Option<&'static Digest> {
    let found = LAYER_DIGESTS.binary_search_by_key(&name, |(own, _)| own);
    Some(&LAYER_DIGESTS.get(found.ok()?)?.1)
}

/// The automaton of a pattern, where the embedded snapshot has one.
pub fn automaton(pattern: &str) -> Option<&'static [u8]> {
    let automata = &embedded()?.automata;
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

fn embedded() -> Option<&'static Parts<'static>> {
    static PARTS: OnceLock<Option<Parts<'static>>> = OnceLock::new();
    PARTS
        .get_or_init(|| parts(SNAPSHOT, &NATIONAL_DIGEST))
        .as_ref()
}

/// Encodes a ruleset without its files, what is added to it, and automata of patterns; `None` where
/// there is something that cannot be written.
pub fn write(
    ruleset: &Ruleset,
    added: &[Added<'_>],
    patterns: &[Pattern],
    digest: &Digest,
) -> Option<Vec<u8>> {
    let automata: BTreeMap<&str, Vec<u8>> = patterns
        .iter()
        .filter_map(|pattern| Some((pattern.source(), pattern.automaton()?)))
        .collect();
    let mut out = vec![FORMAT];
    out.extend(digest);
    let automata: Vec<_> = automata.into_iter().collect();
    let out = postcard::to_extend(&automata, out).ok()?;
    let out = postcard::to_extend(&added, out).ok()?;
    postcard::to_extend(ruleset, out).ok()
}

/// What a snapshot consists of. `None` where it was made of something else.
fn parts<'b>(bytes: &'b [u8], digest: &Digest) -> Option<Parts<'b>> {
    let rest = bytes.strip_prefix(&[FORMAT])?.strip_prefix(digest)?;
    let (automata, rest) = postcard::take_from_bytes(rest).ok()?;
    let (added, ruleset) = postcard::take_from_bytes(rest).ok()?;
    Some(Parts {
        automata,
        added,
        ruleset,
    })
}

/// Decodes a ruleset, which lacks its files.
fn ruleset(bytes: &[u8]) -> Option<Ruleset> {
    whole(bytes)
}

/// Decodes what takes up all of some bytes.
fn whole<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Some(value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::{LayerFile, build};
    use crate::source::{SourceFile, parse_toml};

    fn read(bytes: &[u8], digest: &Digest) -> Option<Ruleset> {
        ruleset(parts(bytes, digest)?.ruleset)
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
        let bytes = write(&wanted, &[], &[Pattern::new("a")], &[7; 32]).unwrap();
        let got = read(&bytes, &[7; 32]).unwrap();
        wanted.files.clear();
        assert_eq!(format!("{got:?}"), format!("{wanted:?}"));
    }

    #[test]
    fn a_snapshot_of_something_else_is_none() {
        let bytes = write(&example(), &[], &[], &[7; 32]).unwrap();
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
