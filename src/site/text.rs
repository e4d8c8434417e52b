//! Where the characters of a text stand in the source: what a browser shows has its entities
//! resolved, so offsets have to be carried along.

use std::borrow::Cow;

use crate::source::floor;

/// The longest entity that is looked for (`&CounterClockwiseContourIntegral;` has 33 characters).
const LONGEST_ENTITY: usize = 40;

/// A stretch of a text that stands in the source byte for byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Where in the text it begins.
    pub start: usize,
    /// Where that stands in the source.
    pub source: u32,
}

/// The runs of `shown`, of which `raw` is the source from the offset `start` on.
pub(super) fn align(raw: &str, shown: &str, start: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut text, mut source) = (0usize, 0usize);
    let mut is_run = false;
    while let Some(rest) = shown.get(text..).filter(|rest| !rest.is_empty()) {
        // An end tag of nothing is not shown, and ends no text.
        let raw = raw.get(source..).unwrap_or("");
        if raw.starts_with("</>") && !rest.starts_with('<') {
            source = source.saturating_add("</>".len());
            is_run = false;
            continue;
        }
        if !is_run {
            let source = u32::try_from(start.saturating_add(source)).unwrap_or(u32::MAX);
            runs.push(Run {
                start: text,
                source,
            });
            is_run = true;
        }
        // Up to an ampersand the source is what is shown.
        let plain = same(raw, rest);
        if plain > 0 {
            text = text.saturating_add(plain);
            source = source.saturating_add(plain);
            continue;
        }
        let mut chars = rest.chars();
        let Some(c) = chars.next() else {
            break;
        };
        let length = length(raw, c, chars.as_str());
        is_run = length == c.len_utf8();
        text = text.saturating_add(c.len_utf8());
        source = source.saturating_add(length);
    }
    runs
}

/// How many bytes of a source, up to an ampersand, are shown as they are.
fn same(raw: &str, shown: &str) -> usize {
    // No farther at a time: where something differs it is looked for again.
    const WINDOW: usize = 4096;
    let most = raw.len().min(shown.len()).min(WINDOW);
    let raw = raw.as_bytes().get(..most).unwrap_or_default();
    let raw = raw.get(..memchr::memchr(b'&', raw).unwrap_or(most));
    let raw = raw.unwrap_or_default();
    let alike = if shown.as_bytes().starts_with(raw) {
        raw.len()
    } else {
        let pairs = raw.iter().zip(shown.as_bytes());
        pairs.take_while(|(raw, shown)| raw == shown).count()
    };
    floor(shown, alike)
}

/// Where a byte of a text stands in the source.
pub(super) fn place(runs: &[Run], byte: usize) -> u32 {
    let after = runs.partition_point(|run| run.start <= byte);
    let run = after.checked_sub(1).and_then(|index| runs.get(index));
    run.map_or(0, |run| {
        let within = u32::try_from(byte.saturating_sub(run.start)).unwrap_or(u32::MAX);
        run.source.saturating_add(within)
    })
}

/// A text without the characters that take no room, with the places of the others.
pub(super) fn without_invisible<'t>(shown: &'t str, runs: &mut Vec<Run>) -> Cow<'t, str> {
    let is_invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    if !shown.contains(is_invisible) {
        return Cow::Borrowed(shown);
    }
    let mut text = String::with_capacity(shown.len());
    let mut kept: Vec<Run> = Vec::new();
    let mut is_run = false;
    let mut own = runs.iter().peekable();
    for (at, c) in shown.char_indices() {
        is_run &= own.next_if(|run| run.start <= at).is_none();
        if is_invisible(c) {
            is_run = false;
            continue;
        }
        if !is_run {
            let source = place(runs, at);
            let start = text.len();
            kept.push(Run { start, source });
            is_run = true;
        }
        text.push(c);
    }
    *runs = kept;
    Cow::Owned(text)
}

/// How many bytes of the source gave a character, when `after` is shown behind it.
fn length(rest: &str, shown: char, after: &str) -> usize {
    let Some(first) = rest.chars().next() else {
        return 0;
    };
    let own = first.len_utf8();
    if first != '&' {
        return own;
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let body = rest.get(1..).unwrap_or("");
    let most = body
        .char_indices()
        .take(LONGEST_ENTITY)
        .find(|(_, c)| !is_part(*c))
        .map_or(body.len().min(LONGEST_ENTITY), |(end, _)| end);
    let ended = body.get(most..).is_some_and(|tail| tail.starts_with(';'));
    if shown == '&' && after.starts_with(body.chars().next().unwrap_or('\0')) {
        // An ampersand that begins no entity, or `&amp;` before what looks like its own name.
        if !body.starts_with("amp") {
            return own;
        }
    }
    let next: Vec<char> = after.chars().take(2).collect();
    let follows = |end: usize| {
        let tail = body.get(end..).unwrap_or("");
        tail.chars().zip(&next).all(|(raw, shown)| raw == *shown)
    };
    let whole = most.saturating_add(2);
    let behind = most.saturating_add(1);
    let is_next_entity = body.get(behind..).is_some_and(|tail| tail.starts_with('&'));
    if ended && (is_next_entity || follows(behind)) {
        return whole;
    }
    // Without a semicolon (`&copy2021`), or where the semicolon is not its own (`&copync;`), the name ends
    // where what follows is shown as it stands.
    (2..=most)
        .find(|end| follows(*end))
        .map_or(if ended { whole } else { own }, |end| end.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found_behind_entities() {
        for (raw, shown, needle) in [
            ("a京ICP", "a京ICP", "京"),
            ("&copy; 2021 京ICP", "© 2021 京ICP", "京"),
            ("&nbsp;&nbsp;京ICP", "\u{a0}\u{a0}京ICP", "京"),
            ("&copy2021 京ICP", "©2021 京ICP", "京"),
            ("A&B 京ICP", "A&B 京ICP", "京"),
            ("A&amp;B 京ICP", "A&B 京ICP", "京"),
            ("&#169;&#x4eac;ICP备1", "©京ICP备1", "备"),
            ("&raquo;&nbsp;|&nbsp;京ICP", "»\u{a0}|\u{a0}京ICP", "京"),
            ("</>a</></>京ICP", "a京ICP", "京"),
            ("&copync;京ICP", "©nc;京ICP", "京"),
        ] {
            let places = align(raw, shown, 100);
            let at = place(&places, shown.find(needle).unwrap());
            let wanted = raw.find(needle).unwrap() + 100;
            assert_eq!(usize::try_from(at).unwrap(), wanted, "{raw}");
        }
    }

    #[test]
    fn characters_are_found_behind_invisible_ones() {
        let raw = "甲&shy;乙\u{200b}京&#x200b;c";
        let shown = "甲\u{ad}乙\u{200b}京\u{200b}c";
        let mut runs = align(raw, shown, 0);
        assert_eq!(without_invisible(shown, &mut runs), "甲乙京c");
        for needle in ["甲", "乙", "京", "c"] {
            let at = place(&runs, "甲乙京c".find(needle).unwrap());
            assert_eq!(usize::try_from(at).unwrap(), raw.rfind(needle).unwrap());
        }
    }
}
