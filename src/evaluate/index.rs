//! Where a ruleset's documents and requirements stand, for the plans that look them up in every draft.

use std::sync::{Arc, OnceLock};

use super::asked::OfDocument;
use super::guidance::Lists;
use super::mix::Mixed;
use crate::identifiers::fold_close;
use crate::ruleset::{Document, Origin, Require, Rule, Ruleset, Shared};

/// Where documents and requirements stand in a ruleset; looked for when it is first asked.
#[derive(Debug)]
pub(super) struct Index<'r> {
    // What is found out later borrows nothing, so that a plan for long serves as one for short.
    ruleset: &'r Ruleset,
    documents: Arc<Documents<'r>>,
    /// What each document asks of its attachments.
    asked: Box<[OnceLock<Box<OfDocument>>]>,
    requires: OnceLock<Box<[(Place, Holder)]>>,
    /// The lists of sentences that are good to know.
    pub lists: Arc<Lists>,
}

/// Where documents stand in all rulesets that have the same.
#[derive(Debug)]
pub(super) struct Documents<'r> {
    all: &'r [Shared<Document>],
    known: OnceLock<Mixed<String, usize>>,
}

/// Where in its file, and which file that is.
type Place = (u32, u32, u32);

/// The index of the rule, if it is one's, and its own: requirements, sorted by their places, take so
/// little room.
type Holder = (Option<u16>, u16);

/// A requirement, and the rule it stands in.
pub(super) type Standing<'r> = (Option<&'r Rule>, &'r Require);

impl<'r> Index<'r> {
    pub fn new(ruleset: &'r Ruleset, documents: Arc<Documents<'r>>, lists: Arc<Lists>) -> Self {
        Self {
            ruleset,
            documents,
            asked: ruleset.documents.iter().map(|_| OnceLock::new()).collect(),
            requires: OnceLock::new(),
            lists,
        }
    }

    /// The same, sharing nothing.
    pub fn of(ruleset: &'r Ruleset) -> Self {
        Self::new(ruleset, Arc::new(Documents::new(ruleset)), Arc::default())
    }

    /// The ruleset.
    pub fn ruleset(&self) -> &'r Ruleset {
        self.ruleset
    }

    /// What a document asks of its attachments.
    pub fn asked_of(&self, document: usize) -> Option<&OfDocument> {
        let own = self.ruleset.documents.get(document)?;
        let known = self.asked.get(document)?;
        let found = known.get_or_init(|| Box::new(OfDocument::new(self.ruleset, own)));
        Some(found)
    }

    /// The first document of an id or another spelling.
    pub fn document(&self, id: &str) -> Option<usize> {
        self.documents.document(id)
    }

    /// The first requirement declared at a place: of the ruleset, else of a rule.
    pub fn require(&self, origin: Origin) -> Option<Standing<'r>> {
        let requires = self.requires.get_or_init(|| {
            let plain = (0u16..).zip(&self.ruleset.requires);
            let plain = plain.map(|(index, require)| (place(require.origin), (None, index)));
            let rules = (0u16..).zip(&self.ruleset.rules);
            let of_rules = rules.flat_map(|(rule, own)| {
                let requires = (0u16..).zip(&own.requires);
                requires.map(move |(index, own)| (place(own.origin), (Some(rule), index)))
            });
            let mut known: Vec<_> = plain.chain(of_rules).collect();
            // The sort is stable: of those at one place the first stays.
            known.sort_by_key(|(place, _)| *place);
            known.dedup_by_key(|(place, _)| *place);
            known.into()
        });
        let at = requires.binary_search_by_key(&place(origin), |(place, _)| *place);
        let (_, (rule, index)) = requires.get(at.ok()?)?;
        let index = usize::from(*index);
        match rule {
            None => Some((None, self.ruleset.requires.get(index)?)),
            Some(rule) => {
                let rule = self.ruleset.rules.get(usize::from(*rule))?;
                Some((Some(rule), rule.requires.get(index)?))
            }
        }
    }
}

impl<'r> Documents<'r> {
    pub fn new(ruleset: &'r Ruleset) -> Self {
        Self {
            all: &ruleset.documents,
            known: OnceLock::new(),
        }
    }

    /// Whether they are those of a ruleset.
    pub fn are_of(&self, ruleset: &Ruleset) -> bool {
        let own = ruleset.documents.iter().rev();
        // Layers add theirs at the end.
        self.all.len() == ruleset.documents.len()
            && self
                .all
                .iter()
                .rev()
                .zip(own)
                .all(|(left, right)| left.is_same(right))
    }

    fn document(&self, id: &str) -> Option<usize> {
        let known = self.known.get_or_init(|| {
            let mut known = Mixed::default();
            for (index, document) in self.all.iter().enumerate() {
                let others = document.aliases.iter();
                let ids = std::iter::once(&document.id).chain(others).cloned();
                for id in ids.chain(document.called()) {
                    known.entry(id).or_insert(index);
                }
            }
            known
        });
        let in_words = || match id.is_ascii() {
            true => None,
            false => known.get(fold_close(id).as_str()),
        };
        known.get(id).or_else(in_words).copied()
    }
}

fn place(origin: Origin) -> Place {
    let file = u32::try_from(origin.file).unwrap_or(u32::MAX);
    (origin.span.start, origin.span.end, file)
}
