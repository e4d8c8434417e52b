//! Parts of lines that many drafts have in common, as JSON: rendered when they are first met, copied
//! from then on. They are known by what they depend on, in numbers: addresses of what belongs to a
//! ruleset, codes, and texts.

use std::hash::BuildHasher;
use std::ops::Range;

use crate::evaluate::Mixed;

/// Parts that are rendered already, of so many pieces each.
#[derive(Debug)]
pub(super) struct Kept<const PIECES: usize> {
    /// Where each stands among the parts.
    known: Mixed<Box<[u64]>, usize>,
    parts: Vec<Part<PIECES>>,
    /// The same parts by the hashes of what they say: much is the same whatever it depends on.
    alike: Mixed<u64, usize>,
    /// What the part that is looked for depends on.
    key: Vec<u64>,
}

/// Fields of an object, as they are written, in pieces that others may stand between.
#[derive(Debug, PartialEq)]
pub(super) struct Part<const PIECES: usize> {
    pub json: Vec<u8>,
    /// Where each piece ends.
    pub ends: [usize; PIECES],
    /// Of the evidence cited, what is old.
    pub old: Vec<String>,
}

/// What a part depends on, being told.
pub(super) struct Key<'k, const PIECES: usize>(&'k mut Kept<PIECES>);

impl<const PIECES: usize> Default for Kept<PIECES> {
    fn default() -> Self {
        Self {
            known: Mixed::default(),
            parts: Vec::new(),
            alike: Mixed::default(),
            key: Vec::new(),
        }
    }
}

impl<const PIECES: usize> Kept<PIECES> {
    /// Adds a part, if there is no such one yet; tells where it stands.
    fn add(&mut self, part: Part<PIECES>) -> usize {
        let hash = self.alike.hasher().hash_one(&part.json);
        let alike = self.alike.get(&hash);
        if let Some(at) = alike.filter(|at| self.parts.get(**at) == Some(&part)) {
            return *at;
        }
        let at = self.parts.len();
        self.parts.push(Part {
            json: part.json.as_slice().into(),
            ..part
        });
        self.alike.insert(hash, at);
        at
    }

    /// Begins to tell what a part depends on.
    pub fn key(&mut self) -> Key<'_, PIECES> {
        self.key.clear();
        Key(self)
    }
}

impl<const PIECES: usize> Part<PIECES> {
    const NOTHING: Self = Self {
        json: Vec::new(),
        ends: [0; PIECES],
        old: Vec::new(),
    };

    /// Its pieces.
    pub fn pieces(&self) -> [&[u8]; PIECES] {
        let mut start = 0;
        self.ends.map(|end| {
            let range: Range<usize> = std::mem::replace(&mut start, end)..end;
            self.json.get(range).unwrap_or_default()
        })
    }
}

impl<'k, const PIECES: usize> Key<'k, PIECES> {
    /// Something that stays where it is as long as the parts are kept.
    pub fn address<T>(&mut self, of: &T) {
        self.number(std::ptr::from_ref(of).addr());
    }

    /// A number.
    pub fn number(&mut self, number: usize) {
        self.0.key.push(u64::try_from(number).unwrap_or(u64::MAX));
    }

    /// Texts, with how many and how long they are.
    pub fn texts(&mut self, texts: &[impl AsRef<str>]) {
        self.number(texts.len());
        for text in texts {
            let text = text.as_ref().as_bytes();
            self.number(text.len());
            let (whole, rest) = text.as_chunks::<8>();
            let words = whole.iter().map(|chunk| u64::from_ne_bytes(*chunk));
            self.0.key.extend(words);
            for byte in rest {
                self.0.key.push(u64::from(*byte));
            }
        }
    }

    /// The part, rendered if it is not known yet.
    pub fn part(self, render: impl FnOnce(&mut Part<PIECES>)) -> &'k Part<PIECES> {
        let kept = self.0;
        let at = match kept.known.get(kept.key.as_slice()) {
            Some(at) => *at,
            None => {
                let mut part = Part::NOTHING;
                render(&mut part);
                let at = kept.add(part);
                kept.known.insert(kept.key.as_slice().into(), at);
                at
            }
        };
        kept.parts.get(at).unwrap_or(const { &Part::NOTHING })
    }
}
