//! From the parser's complaints to problems with advice.

use super::escape::escape_control;
use super::file::SourceFile;
use super::line::line_at;
use super::problem::{MAX_PROBLEMS, Parsed, Problem};
use super::toml_duplicate::first_place;
use super::toml_hint::hint;
use super::toml_slip::{Kind, Slip};
use super::toml_words::NO_VALUE;
use crate::text::Text;

/// Adds the problems to the outcome; gives how many slips were left out for their number.
pub(super) fn report(file: &SourceFile, mut slips: Vec<Slip>, parsed: &mut Parsed) -> usize {
    slips.sort_by_key(|slip| slip.span);
    let untold = slips.len().saturating_sub(MAX_PROBLEMS);
    slips.truncate(MAX_PROBLEMS);
    let lines: Vec<usize> = slips
        .iter()
        .map(|slip| line_at(&file.text, slip.span.range().start).start)
        .collect();
    let structural = |line| {
        let mut on_line = slips.iter().zip(&lines).filter(|(_, l)| **l == line);
        on_line
            .find(|(slip, _)| slip.is_structural())
            .map(|(slip, _)| slip.span)
    };
    for (slip, &line) in slips.iter().zip(&lines) {
        let echo = structural(line).is_some_and(|span| span != slip.span);
        if !echo || matches!(slip.kind, Kind::Duplicate | Kind::Extends) {
            parsed.problems.push(problem(file, slip, parsed));
        }
    }
    untold
}

fn problem(file: &SourceFile, slip: &Slip, parsed: &Parsed) -> Problem {
    if matches!(slip.kind, Kind::Duplicate | Kind::Extends) {
        return duplicate(file, slip, parsed);
    }
    let empty = slip.kind == Kind::Unquoted && slip.range.is_empty();
    let message = if empty && is_no_value(&file.text, slip.span.range().start) {
        NO_VALUE.1
    } else {
        slip.message.clone()
    };
    Problem::new(slip.span, message).with_help(hint(&file.text, slip))
}

/// Whether nothing at all stands between `=` and the end of the line or pair.
fn is_no_value(text: &str, at: usize) -> bool {
    let (before, after) = (text.get(..at).unwrap_or(""), text.get(at..).unwrap_or(""));
    let after = after.trim_start_matches([' ', '\t']);
    before.trim_end_matches([' ', '\t']).ends_with('=')
        && (after.is_empty() || after.starts_with(['\r', '\n', '#', ',', '}']))
}

fn duplicate(file: &SourceFile, slip: &Slip, parsed: &Parsed) -> Problem {
    let key = file.text.get(slip.span.range()).unwrap_or("");
    let key = escape_control(key.trim_matches(['"', '\'']));
    let message = match slip.kind {
        Kind::Duplicate => Text::new(
            format!("键 {key} 重复了"),
            format!("the key `{key}` is given twice"),
        ),
        _ => slip.message.clone(),
    };
    let first = first_place(&file.text, &parsed.root, slip.span);
    let help = first.map(|offset| {
        let (line, _) = file.line_column(offset);
        Text::new(
            format!("第一次在第 {line} 行；两处只能留一处"),
            format!("the first one is in line {line}; keep one of them"),
        )
    });
    Problem::new(slip.span, message).with_help(help)
}
