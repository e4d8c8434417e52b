//! Whole lines of a draft's file, masked in place with as many characters and columns, so that
//! underlines stay true.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::discretion::Discretion;
use super::keys::private_values;
use super::mask::Masker;
use super::runs::{hide_runs, star};
use crate::draft::{Draft, personal_spans};
use crate::fields::Privacy;
use crate::source::{SourceFile, Span, Table};

/// Known values shorter than this are too common to be looked for elsewhere in the file.
const SHORTEST_KNOWN: usize = 6;

/// Masks lines of one file.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    file: &'a SourceFile,
    masker: Masker,
    spans: Vec<Hidden>,
    /// Private values by how they begin, to be found where somebody repeats them in a comment.
    known: HashMap<Beginning, Vec<Vec<char>>>,
}

type Beginning = [char; SHORTEST_KNOWN];

/// A value of the file and its masked form.
#[derive(Debug)]
struct Hidden {
    range: Range<usize>,
    privacy: Privacy,
    masked: Vec<char>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(
        file: &'a SourceFile,
        root: &Table,
        draft: &Draft<'_>,
        masker: Masker,
    ) -> Self {
        let mut lines = Self {
            file,
            masker,
            spans: Vec::new(),
            known: HashMap::new(),
        };
        if !masker.unmask {
            let open = Discretion::new(draft).open_texts().into_iter().collect();
            let mut spans = personal_spans(root, draft);
            spans.sort_by_key(|(span, _)| *span);
            for (span, privacy) in spans {
                lines.hide(span, privacy, &open);
            }
        }
        lines
    }

    fn hide(&mut self, span: Span, privacy: Privacy, open: &HashSet<&str>) {
        let range = span.range();
        let Some(text) = self.file.text.get(range.clone()) else {
            return;
        };
        let inner = text.trim_matches(['"', '\'']);
        let privacy = match privacy {
            // That there is none is nobody's number.
            _ if inner == "none" => Privacy::Open,
            Privacy::Open if inner.len() < text.len() && !open.contains(inner) => Privacy::FreeText,
            privacy => privacy,
        };
        let mut masked: Vec<char> = text.chars().collect();
        match privacy {
            // What is written in escapes cannot be searched.
            Privacy::FreeText if has_escaped_ascii(text) => {
                for c in masked.iter_mut().filter(|c| c.is_alphanumeric()) {
                    *c = star(*c);
                }
            }
            Privacy::FreeText => {}
            privacy => self.masker.hide_chars(&mut masked, privacy),
        }
        if !matches!(privacy, Privacy::Open | Privacy::FreeText) {
            for line in inner.lines() {
                let known: Vec<char> = line.trim().chars().collect();
                let Some(beginning) = known.first_chunk() else {
                    continue;
                };
                let alike = self.known.entry(*beginning).or_default();
                if !alike.contains(&known) {
                    alike.push(known);
                }
            }
        }
        self.spans.push(Hidden {
            range,
            privacy,
            masked,
        });
    }

    /// A line, masked.
    pub(super) fn masked(&self, line: usize) -> String {
        let text = self.file.line_text(line);
        if self.masker.unmask {
            return text.to_owned();
        }
        let start = offset(&self.file.text, text);
        let mut chars: Vec<char> = text.chars().collect();
        // What a span decides is out of reach of the search, and parts what is around it.
        let mut decided = vec![false; chars.len()];
        let end = start.saturating_add(text.len());
        let from = self.spans.partition_point(|span| span.range.end <= start);
        for span in self.spans.iter().skip(from) {
            if span.range.start >= end {
                break;
            }
            self.cover(span, text, start, &mut chars, &mut decided);
        }
        self.search(&mut chars, &decided);
        chars.into_iter().collect()
    }

    /// Puts the masked characters of a span into the line.
    fn cover(
        &self,
        span: &Hidden,
        text: &str,
        start: usize,
        chars: &mut [char],
        decided: &mut [bool],
    ) {
        let before = span.range.start.saturating_sub(start);
        let mut index = text.get(..before).map_or(0, |head| head.chars().count());
        // A value of several lines has its earlier ones skipped.
        let skipped = self
            .file
            .text
            .get(span.range.start..start.max(span.range.start))
            .map_or(0, |head| head.chars().count());
        for masked in span.masked.iter().skip(skipped) {
            let (Some(c), Some(flag)) = (chars.get_mut(index), decided.get_mut(index)) else {
                break;
            };
            *c = *masked;
            *flag = span.privacy != Privacy::FreeText;
            index = index.saturating_add(1);
        }
    }

    /// Hides private values of other places.
    fn hide_known(&self, chars: &mut [char]) {
        for at in 0..chars.len() {
            let rest = chars.get(at..).unwrap_or_default();
            let alike = rest
                .first_chunk()
                .and_then(|beginning| self.known.get(beginning));
            let length = alike
                .into_iter()
                .flatten()
                .filter(|known| rest.starts_with(known))
                .map(Vec::len)
                .max()
                .unwrap_or(0);
            for c in chars.iter_mut().skip(at).take(length) {
                if c.is_alphanumeric() {
                    *c = star(*c);
                }
            }
        }
    }

    /// Hides what looks private in what no span decides: comments, keys, free text, broken parts.
    fn search(&self, chars: &mut [char], decided: &[bool]) {
        let mut open: Vec<char> = chars
            .iter()
            .zip(decided)
            .map(|(c, decided)| if *decided { '\0' } else { *c })
            .collect();
        self.hide_known(&mut open);
        for (range, privacy) in private_values(&open) {
            if let Some(value) = open.get_mut(range) {
                self.masker.hide_chars(value, privacy);
            }
        }
        hide_runs(&mut open);
        for ((c, decided), searched) in chars.iter_mut().zip(decided).zip(open) {
            if !*decided {
                *c = searched;
            }
        }
    }
}

/// Whether a string has ASCII characters written in escapes.
fn has_escaped_ascii(text: &str) -> bool {
    ["\\u00", "\\U000000", "\\x"]
        .iter()
        .any(|escape| text.contains(escape))
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    let address = |text: &str| text.as_ptr().addr();
    address(part)
        .checked_sub(address(text))
        .filter(|offset| *offset <= text.len())
        .unwrap_or(0)
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
