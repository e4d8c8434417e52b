//! Parts of lines that many drafts have in common, as JSON: rendered when they are first met, copied
//! from then on. They are known by what they depend on, in bytes: addresses of what belongs to a
//! ruleset, numbers, and texts.

use crate::evaluate::Mixed;

/// Parts that are rendered already.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// Where each stands among the parts.
    known: Mixed<Box<[u8]>, usize>,
    parts: Vec<Part>,
    /// What the part that is looked for depends on.
    key: Vec<u8>,
}

/// Fields of an object, as they are written.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub json: Vec<u8>,
    /// Where the fields end that come first.
    pub ends: [usize; 2],
    /// Of the evidence cited, what is old.
    pub old: Vec<String>,
}

/// What a part depends on, being told.
pub(super) struct Key<'k>(&'k mut Kept);

impl Kept {
    /// Begins to tell what a part depends on.
    pub fn key(&mut self) -> Key<'_> {
        self.key.clear();
        Key(self)
    }
}

impl Part {
    /// Its fields in three: up to each end, and the rest.
    pub fn fields(&self) -> [&[u8]; 3] {
        let [first, second] = self.ends;
        let part = |range: std::ops::Range<usize>| self.json.get(range).unwrap_or_default();
        [
            part(0..first),
            part(first..second),
            part(second..self.json.len()),
        ]
    }
}

impl<'k> Key<'k> {
    /// Something that stays where it is as long as the parts are kept.
    pub fn address<T>(&mut self, of: &T) {
        self.number(std::ptr::from_ref(of).addr());
    }

    /// A number.
    pub fn number(&mut self, number: usize) {
        self.0.key.extend_from_slice(&number.to_ne_bytes());
    }

    /// The code of a province.
    pub fn province(&mut self, code: Option<u32>) {
        self.0
            .key
            .extend_from_slice(&code.unwrap_or(0).to_ne_bytes());
    }

    /// Texts, and that they end here: what marks it is in no text.
    pub fn texts(&mut self, texts: &[impl AsRef<str>]) {
        for text in texts {
            self.0.key.extend_from_slice(text.as_ref().as_bytes());
            self.0.key.push(0xff);
        }
        self.0.key.push(0xfe);
    }

    /// The part, rendered if it is not known yet.
    pub fn part(self, render: impl FnOnce(&mut Part)) -> &'k Part {
        static NOTHING: Part = Part {
            json: Vec::new(),
            ends: [0; 2],
            old: Vec::new(),
        };
        let Kept { known, parts, key } = self.0;
        let at = match known.get(key.as_slice()) {
            Some(at) => *at,
            None => {
                let mut part = Part::default();
                render(&mut part);
                part.json.shrink_to_fit();
                let at = parts.len();
                parts.push(part);
                known.insert(key.as_slice().into(), at);
                at
            }
        };
        parts.get(at).unwrap_or(&NOTHING)
    }
}
