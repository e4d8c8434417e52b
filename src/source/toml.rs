//! TOML text to the spanned tree.

use ::toml::de::DeTable;

use super::edit::Repaired;
use super::file::SourceFile;
use super::limits::{self, MAX_DEPTH};
use super::problem::Parsed;
use super::toml_repair::{opener, plan};
use super::toml_report::report;
use super::toml_slip::{Kind, Slip};
use super::toml_tree::Reader;
use super::toml_window::{LARGE, readable, rest_not_read};

/// How often a text is parsed again after repairs, at most.
const ROUNDS: usize = 8;
/// A text with more slips than this is no TOML; repairing it helps nobody.
const MAX_REPAIRED: usize = 1000;

/// Parses TOML, keeping what can be read and telling every syntax error.
pub fn parse_toml(file: &SourceFile) -> Parsed {
    let text: &str = &file.text;
    if let Some(span) = limits::toml_too_deep(text) {
        return Parsed::refused(limits::too_deep(span));
    }
    let mut edits = Vec::new();
    let mut mended = Vec::new();
    let whole = text.len();
    let text = readable(text);
    let mut rounds_left = if text.len() > LARGE { 1 } else { ROUNDS };
    loop {
        let source = Repaired::new(text, &edits);
        let (tree, errors) = DeTable::parse_recoverable(&source.text);
        let tree = tree.into_inner();
        let mut slips: Vec<Slip> = errors.iter().map(|e| Slip::new(e, &source)).collect();
        drop(errors);
        slips.sort_by_key(|slip| slip.range.start);
        if rounds_left > 0 && !slips.is_empty() && slips.len() <= MAX_REPAIRED {
            rounds_left = rounds_left.saturating_sub(1);
            let (new_edits, new_mended) = plan(text, &source, &tree, &slips);
            if !new_edits.is_empty() {
                edits.extend(new_edits);
                mended.extend(new_mended);
                continue;
            }
        }
        point_at_openers(&tree, &source, &mut slips);
        let mut parsed = read(&source, tree, &slips);
        slips.append(&mut mended);
        let untold = report(file, slips, &mut parsed);
        if text.len() < whole {
            parsed.incomplete = true;
            parsed.problems.push(rest_not_read(text.len()));
        }
        return parsed.finish(untold);
    }
}

fn read(source: &Repaired, tree: DeTable<'_>, slips: &[Slip]) -> Parsed {
    let mut spoilt: Vec<_> = slips.iter().filter_map(Slip::spoilt).collect();
    spoilt.sort_by_key(|range| range.start);
    let mut reader = Reader::new(source, spoilt);
    let root = reader.table(tree, 0);
    Parsed {
        root,
        problems: reader.problems,
        incomplete: slips.iter().any(|slip| slip.gives_up(&source.text)),
        ..Parsed::default()
    }
}

/// What is not closed is found missing at the end of the text, which helps nobody find it: such
/// slips are told at the opener.
fn point_at_openers(tree: &DeTable<'_>, source: &Repaired, slips: &mut [Slip]) {
    let end = source.text.trim_end().len();
    let at_end = slips.iter_mut().filter(|slip| slip.range.start >= end);
    for slip in at_end.take(MAX_DEPTH) {
        let closable = matches!(
            slip.kind,
            Kind::UnclosedArray | Kind::UnclosedTable | Kind::UnclosedString
        );
        if closable && let Some(at) = opener(tree, slip.range.start, slip.kind) {
            slip.opener = Some(at);
            slip.span = source.span(&(at..at.saturating_add(1)));
        }
    }
}

#[cfg(test)]
#[path = "toml_tests.rs"]
mod tests;
