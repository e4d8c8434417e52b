//! What is good to know: most of a full line, and the same in many.

use std::ops::Range;

use super::object::json;
use crate::evaluate::Mixed;
use crate::report::model::GuidanceReport;
use crate::ruleset::{Guidance, Ruleset};
use crate::text::Lang;

/// Sentences as JSON, each with a comma behind it, in the order of the rulesets: those that come one
/// after another are copied at once.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    text: Vec<u8>,
    /// Where each stands in the text, by its address: rulesets share most of them.
    known: Mixed<usize, Range<u32>>,
    /// The same by the address of a ruleset and the index in it.
    places: Mixed<usize, Box<[Range<u32>]>>,
}

impl Sentences {
    /// Writes sentences of a ruleset as a list.
    pub fn write(&mut self, ruleset: &Ruleset, lang: Lang, guidance: &[usize], out: &mut Vec<u8>) {
        let Self {
            text,
            known,
            places,
        } = self;
        let places = places
            .entry(std::ptr::from_ref(ruleset).addr())
            .or_insert_with(|| {
                let all = ruleset.guidance.iter();
                all.map(|own| place(text, known, own, lang)).collect()
            });
        out.push(b'[');
        let mut run = 0..0;
        for own in guidance.iter().filter_map(|index| places.get(*index)) {
            if own.start == run.end {
                run.end = own.end;
            } else {
                copy(text, &run, out);
                run = own.clone();
            }
        }
        copy(text, &run, out);
        if out.last() == Some(&b',') {
            out.pop();
        }
        out.push(b']');
    }
}

/// Where a sentence stands in the text, which it is added to where it is not in it.
fn place(
    text: &mut Vec<u8>,
    known: &mut Mixed<usize, Range<u32>>,
    own: &Guidance,
    lang: Lang,
) -> Range<u32> {
    let length = |text: &[u8]| u32::try_from(text.len()).unwrap_or(u32::MAX);
    let place = known
        .entry(std::ptr::from_ref(own).addr())
        .or_insert_with(|| {
            let start = length(text);
            json(text, &GuidanceReport::new(own, lang));
            text.push(b',');
            start..length(text)
        });
    place.clone()
}

fn copy(text: &[u8], run: &Range<u32>, out: &mut Vec<u8>) {
    let position = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    let sentences = text.get(position(run.start)..position(run.end));
    out.extend_from_slice(sentences.unwrap_or_default());
}
