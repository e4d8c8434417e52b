//! What is good to know: most of a full line, and the same in many.

use std::ops::Range;

use super::object::{json, list};
use crate::evaluate::Mixed;
use crate::report::model::GuidanceReport;
use crate::ruleset::{Guidance, Ruleset};
use crate::text::Lang;

/// Sentences as JSON, one after another.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    text: Vec<u8>,
    /// Where each stands in the text, by its address: rulesets share most of them.
    known: Mixed<usize, Range<usize>>,
    /// The same by the address of a ruleset and the index in it.
    places: Mixed<usize, Vec<Option<Range<usize>>>>,
}

impl Sentences {
    /// Writes sentences of a ruleset as a list.
    pub fn write(&mut self, ruleset: &Ruleset, lang: Lang, guidance: &[usize], out: &mut Vec<u8>) {
        let Self {
            text,
            known,
            places,
        } = self;
        let address = std::ptr::from_ref(ruleset).addr();
        let places = places
            .entry(address)
            .or_insert_with(|| vec![None; ruleset.guidance.len()]);
        list(out, guidance, |out, index| {
            let place = places.get_mut(*index).zip(ruleset.guidance.get(*index));
            let Some((place, own)) = place else {
                return;
            };
            let range = place.get_or_insert_with(|| {
                let own: &Guidance = own;
                let address = std::ptr::from_ref(own).addr();
                let known = known.entry(address).or_insert_with(|| {
                    let start = text.len();
                    json(text, &GuidanceReport::new(own, lang));
                    start..text.len()
                });
                known.clone()
            });
            out.extend_from_slice(text.get(range.clone()).unwrap_or_default());
        });
    }
}
