//! The texts of a draft, made ready once each to be compared and to have words looked for in them.

use std::borrow::Cow;

use crate::identifiers::{fold, fold_lower, readable};

/// What lies ready of a draft.
#[derive(Debug)]
pub(super) struct Desk<'d> {
    texts: Vec<Looked<'d>>,
}

/// Most drafts have no more texts on the desk.
const MANY: usize = 9;

/// A text made ready as far as was asked.
#[derive(Debug)]
pub(super) struct Looked<'d> {
    /// As it stands.
    pub written: &'d str,
    lower: Option<Cow<'d, str>>,
    folded: Option<Cow<'d, str>>,
    readable: Option<Cow<'d, str>>,
}

impl<'d> Desk<'d> {
    /// An empty desk with room for the texts of a draft.
    pub fn of_draft() -> Self {
        Self {
            texts: Vec::with_capacity(MANY),
        }
    }

    /// An empty desk, for few texts.
    pub fn of_few() -> Self {
        Self { texts: Vec::new() }
    }

    /// A text of the draft.
    pub fn text(&mut self, text: &'d str) -> Option<&mut Looked<'d>> {
        let at = self.place(text);
        self.texts.get_mut(at)
    }

    /// Two texts of the draft, folded, in small letters.
    pub fn both(&mut self, first: &'d str, second: &'d str) -> Option<(&str, &str)> {
        let (first, second) = (self.place(first), self.place(second));
        for at in [first, second] {
            self.texts.get_mut(at)?.lower();
        }
        let lower = |at: usize| self.texts.get(at)?.lower.as_deref();
        Some((lower(first)?, lower(second)?))
    }

    /// Where a text lies, which is known by where it stands in the draft.
    fn place(&mut self, text: &'d str) -> usize {
        let mut known = self.texts.iter();
        let known = known.position(|own| std::ptr::eq(own.written, text));
        known.unwrap_or_else(|| {
            self.texts.push(Looked::new(text));
            self.texts.len().saturating_sub(1)
        })
    }
}

impl<'d> Looked<'d> {
    /// A text of which nothing was asked yet.
    pub fn new(text: &'d str) -> Self {
        Looked {
            written: text,
            lower: None,
            folded: None,
            readable: None,
        }
    }

    /// Folded, in small letters.
    pub fn lower(&mut self) -> &str {
        let text = self.written;
        self.lower.get_or_insert_with(|| fold_lower(text))
    }

    /// Folded.
    pub fn folded(&mut self) -> &str {
        let text = self.written;
        self.folded.get_or_insert_with(|| fold(text))
    }

    /// As a domain name that is read.
    pub fn readable(&mut self) -> &str {
        let text = self.written;
        self.readable.get_or_insert_with(|| readable(text))
    }
}
