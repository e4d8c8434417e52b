//! Small repairs of broken TOML, so that one slip does not cost the rest of the tree.
//!
//! The parser drops everything after a key without a value, and reads on inside a header, list or
//! inline table that is not closed. The user never sees a repair: the slip is told where it stands.

use std::ops::Range;

use ::toml::de::{DeArray, DeTable, DeValue};

use super::edit::{Edit, Repaired};
use super::line::{first_visible, line_at};
use super::node::Span;
use super::toml_slip::{Kind, Slip};
use crate::text::Text;

/// What makes the text of a round parse further, and the slips that this does away with.
pub(super) fn plan(
    text: &str,
    source: &Repaired,
    tree: &DeTable<'_>,
    slips: &[Slip],
) -> (Vec<Edit>, Vec<Slip>) {
    let mut edits = Vec::new();
    let mut mended = Vec::new();
    for slip in slips {
        let at = source.original(slip.range.start);
        let new = match slip.kind {
            Kind::KeyWithoutValue => key_without_value(text, at),
            Kind::UnclosedHeader(closer) => vec![unclosed_header(text, at, closer)],
            Kind::Key => hidden_spaces(text, source.original_range(&slip.range)),
            _ => continue,
        };
        let mut slip = slip.clone();
        match new.as_slice() {
            [Edit::Replace(sign, '='), ..] => {
                slip.span = Span::of(sign);
                slip.message = Text::fixed("键和值之间要用 =", "`=` joins key and value");
            }
            [Edit::Replace(sign, '['), ..] => {
                slip.span = Span::of(sign);
                slip.message = Text::fixed("表头要用半角的方括号", "a header needs `[` and `]`");
            }
            [Edit::Blank(range)] => slip.span = Span::of(range),
            [Edit::Insert(at, _)] => slip.span = Span::of(&(*at..*at)),
            _ => {}
        }
        if !new.is_empty() {
            mended.push(slip);
            edits.extend(new);
        }
    }
    if let Some((edit, slip)) = unclosed_value(text, source, tree, slips) {
        edits.push(edit);
        mended.push(slip);
    }
    (edits, mended)
}

/// The first list or inline table that swallows the next statement.
fn unclosed_value(
    text: &str,
    source: &Repaired,
    tree: &DeTable<'_>,
    slips: &[Slip],
) -> Option<(Edit, Slip)> {
    let never_ends = |kind| slips.iter().any(|slip| slip.kind == kind);
    slips.iter().find_map(|slip| {
        let (kind, closer) = match slip.kind {
            Kind::AssignmentInArray => (Kind::UnclosedArray, "]\n"),
            Kind::MissingComma | Kind::MissingKey if never_ends(Kind::UnclosedTable) => {
                (Kind::UnclosedTable, "}\n")
            }
            _ => return None,
        };
        let at = slip.range.start;
        let line = line_at(&source.text, at);
        if kind == Kind::UnclosedTable && first_visible(&source.text, &line) != at {
            return None;
        }
        let opener = opener(tree, at, kind).filter(|&opener| opener < line.start)?;
        let edit = close_before(text, source.original(at), closer);
        Some((edit, Slip::unclosed(kind, opener, source)))
    })
}

/// Where the innermost value opens that reaches up to an offset and that a kind of slip is about.
pub(super) fn opener(tree: &DeTable<'_>, at: usize, kind: Kind) -> Option<usize> {
    tree.iter()
        .filter_map(|(_, item)| opener_in(item.get_ref(), item.span(), at, kind))
        .max()
}

fn opener_in(value: &DeValue<'_>, range: Range<usize>, at: usize, kind: Kind) -> Option<usize> {
    let wanted = match (value, kind) {
        (DeValue::Array(_), Kind::UnclosedArray)
        | (DeValue::Table(_), Kind::UnclosedTable)
        | (DeValue::String(_), Kind::UnclosedString) => range.start < at && at <= range.end,
        _ => false,
    };
    let own = wanted.then_some(range.start);
    let inner = match value {
        DeValue::Table(table) => opener(table, at, kind),
        DeValue::Array(items) => opener_in_items(items, at, kind),
        _ => None,
    };
    own.max(inner)
}

fn opener_in_items(items: &DeArray<'_>, at: usize, kind: Kind) -> Option<usize> {
    items
        .iter()
        .filter_map(|item| opener_in(item.get_ref(), item.span(), at, kind))
        .max()
}

/// For white space that the parser takes for part of a key, such as the full-width space.
fn hidden_spaces(text: &str, range: Range<usize>) -> Vec<Edit> {
    let hidden = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    match text.get(range.clone()) {
        Some(slice) if !slice.is_empty() && slice.chars().all(hidden) => vec![Edit::Blank(range)],
        _ => Vec::new(),
    }
}

/// For a key that no `=` follows: `key: value` and full-width signs are read as meant, any other
/// line is left out.
fn key_without_value(text: &str, at: usize) -> Vec<Edit> {
    let line = line_at(text, at);
    let start = first_visible(text, &line);
    let rest = text.get(start..line.end).unwrap_or("");
    if rest.starts_with(['【', '［']) {
        return replace_all(rest, start, |c| match c {
            '【' | '［' => Some('['),
            '】' | '］' => Some(']'),
            _ => None,
        });
    }
    let key_end = rest
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'')))
        .unwrap_or(rest.len());
    let after_key = rest.get(key_end..).unwrap_or("");
    let sign = after_key.trim_start();
    let after = sign.chars().nth(1);
    let reads_as_equals = match sign.chars().next() {
        Some('：' | '＝') => true,
        Some(':') => after.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '“')),
        _ => false,
    };
    if key_end > 0 && (sign.is_empty() || sign.starts_with('#')) && is_bare(rest, key_end) {
        // The key is there, its value is not known.
        return vec![Edit::Insert(start.saturating_add(key_end), "=0")];
    }
    if key_end == 0 || !reads_as_equals {
        return vec![Edit::Blank(start..line.end)];
    }
    let at = line.end.saturating_sub(sign.len());
    let width = sign.chars().next().map_or(0, char::len_utf8);
    vec![Edit::Replace(at..at.saturating_add(width), '=')]
}

fn is_bare(line: &str, key_end: usize) -> bool {
    let key = line.get(..key_end).unwrap_or("");
    let part = |part: &str| !part.is_empty() && part.chars().all(is_bare_char);
    key.split('.').all(part)
}

fn is_bare_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// For a header without its closing bracket.
fn unclosed_header(text: &str, at: usize, closer: &'static str) -> Edit {
    let before = text.get(..at).unwrap_or("");
    match before.chars().next_back() {
        Some(wide @ ('】' | '］')) => Edit::Replace(at.saturating_sub(wide.len_utf8())..at, ']'),
        _ => Edit::Insert(at, closer),
    }
}

/// For a list or inline table that goes on into the next statement: closed before that one.
fn close_before(text: &str, statement: usize, closer: &'static str) -> Edit {
    let mut line = line_at(text, statement);
    // Keys under a header that the list has swallowed belong to the header.
    while let Some(above) = line.start.checked_sub(1).map(|end| line_at(text, end)) {
        let content = text.get(above.clone()).unwrap_or("");
        if !content.starts_with('[') || !content.trim_end().ends_with(']') {
            break;
        }
        line = above;
    }
    Edit::Insert(line.start, closer)
}

fn replace_all(text: &str, start: usize, to: impl Fn(char) -> Option<char>) -> Vec<Edit> {
    let edit = |(at, c): (usize, char)| {
        let at = start.saturating_add(at);
        Some(Edit::Replace(at..at.saturating_add(c.len_utf8()), to(c)?))
    };
    text.char_indices().filter_map(edit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colons_and_wide_signs_are_read_as_meant() {
        let apply = |text: &str| Repaired::new(text, &key_without_value(text, 0)).text;
        assert_eq!(apply("kind: \"x\""), "kind= \"x\"");
        assert_eq!(apply("kind ＝ \"x\""), "kind =   \"x\"");
        assert_eq!(apply("  【filing】"), "  [  filing]  ");
        assert_eq!(apply("http://x"), "        ");
        assert_eq!(apply("- a\nb = 1"), "   \nb = 1");
    }
}
