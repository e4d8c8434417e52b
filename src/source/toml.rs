//! TOML text to the spanned tree.

use ::toml::de::DeTable;

use super::edit::Repaired;
use super::file::SourceFile;
use super::limits;
use super::problem::Parsed;
use super::toml_repair::{opener, plan};
use super::toml_report::report;
use super::toml_slip::{Kind, Slip};
use super::toml_tree::Reader;

/// How often a text is parsed at most: once, and again after repairs.
const ROUNDS: usize = 4;
/// A text with more slips than this is no TOML; repairing it helps nobody.
const MAX_REPAIRED: usize = 1000;

/// Parses TOML, keeping what can be read and telling every syntax error.
pub fn parse_toml(file: &SourceFile) -> Parsed {
    let text = file.text.as_str();
    if let Some(span) = limits::toml_too_deep(text) {
        return Parsed::refused(limits::too_deep(span));
    }
    let mut edits = Vec::new();
    let mut mended = Vec::new();
    let mut round = 1_usize;
    loop {
        let source = Repaired::new(text, &edits);
        let (tree, errors) = DeTable::parse_recoverable(&source.text);
        let tree = tree.into_inner();
        let mut slips: Vec<Slip> = errors.iter().map(|e| Slip::new(e, &source)).collect();
        drop(errors);
        slips.sort_by_key(|slip| slip.range.start);
        if round < ROUNDS && !slips.is_empty() && slips.len() <= MAX_REPAIRED {
            round = round.saturating_add(1);
            let (new_edits, new_mended) = plan(text, &source, &tree, &slips);
            if !new_edits.is_empty() {
                edits.extend(new_edits);
                mended.extend(new_mended);
                continue;
            }
        }
        point_at_openers(&source, &tree, &mut slips);
        let mut parsed = read(&source, tree, &slips);
        slips.append(&mut mended);
        let untold = report(file, slips, &mut parsed);
        return parsed.finish(untold);
    }
}

fn read(source: &Repaired, tree: DeTable<'_>, slips: &[Slip]) -> Parsed {
    let spoilt = slips.iter().filter(|slip| slip.spoils_value());
    let mut reader = Reader::new(source, spoilt.map(|slip| slip.range.clone()).collect());
    let root = reader.table(tree, 0);
    Parsed {
        root,
        problems: reader.problems,
        incomplete: slips.iter().any(Slip::gives_up),
        ..Parsed::default()
    }
}

/// What is not closed is found missing at the end of the text, which helps nobody find it.
fn point_at_openers(source: &Repaired, tree: &DeTable<'_>, slips: &mut [Slip]) {
    let end = source.text.trim_end().len();
    for slip in slips
        .iter_mut()
        .rev()
        .take_while(|slip| slip.range.start >= end)
    {
        let closable = matches!(
            slip.kind,
            Kind::UnclosedArray | Kind::UnclosedTable | Kind::UnclosedString
        );
        if closable && let Some(at) = opener(tree, slip.range.start, slip.kind) {
            slip.span = source.span(&(at..at.saturating_add(1)));
        }
    }
}

#[cfg(test)]
#[path = "toml_tests.rs"]
mod tests;
