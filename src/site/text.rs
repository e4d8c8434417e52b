//! Where the characters of a text stand in the source: what a browser shows has its entities
//! resolved, so offsets have to be carried along.

/// The longest entity that is looked for (`&CounterClockwiseContourIntegral;` has 33 characters).
const LONGEST_ENTITY: usize = 40;

/// For every byte of `shown` the offset in `raw` of the character that it came from, plus `start`.
pub(super) fn align(raw: &str, shown: &str, start: usize) -> Vec<u32> {
    let mut places = Vec::with_capacity(shown.len());
    let mut at = 0usize;
    let mut chars = shown.chars();
    while let Some(c) = chars.next() {
        let rest = raw.get(at..).unwrap_or("");
        let place = u32::try_from(start.saturating_add(at)).unwrap_or(u32::MAX);
        for _ in 0..c.len_utf8() {
            places.push(place);
        }
        at = at.saturating_add(length(rest, c, chars.as_str()));
    }
    places
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
    if ended {
        return most.saturating_add(2);
    }
    // Without a semicolon (`&copy2021`) the name ends where what follows is shown as it stands.
    let next: Vec<char> = after.chars().take(2).collect();
    (1..=most)
        .find(|end| {
            let tail = body.get(*end..).unwrap_or("");
            *end >= 2 && tail.chars().zip(&next).all(|(raw, shown)| raw == *shown)
        })
        .map_or(own, |end| end.saturating_add(1))
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
        ] {
            let places = align(raw, shown, 100);
            assert_eq!(places.len(), shown.len());
            let at = places[shown.find(needle).unwrap()];
            let wanted = raw.find(needle).unwrap() + 100;
            assert_eq!(usize::try_from(at).unwrap(), wanted, "{raw}");
        }
    }
}
