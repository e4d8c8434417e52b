//! Private values by the keys before them, for text that no parser understood: a commented-out
//! line, a line with a syntax error.

use std::ops::Range;
use std::sync::OnceLock;

use crate::fields::{Field, Privacy, RecordKind};

/// The last parts of the keys of private fields.
fn private_keys() -> &'static [(&'static str, Privacy)] {
    static KEYS: OnceLock<Vec<(&'static str, Privacy)>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let records = [RecordKind::Order, RecordKind::Person, RecordKind::Domain];
        let mut keys: Vec<(&str, Privacy)> = records
            .iter()
            .flat_map(|record| record.fields())
            .filter(|field: &&Field| !matches!(field.privacy, Privacy::Open | Privacy::FreeText))
            .map(|field| {
                let last = field.key.rsplit('.').next().unwrap_or(field.key);
                (last, field.privacy)
            })
            .collect();
        keys.sort_by_key(|(key, _)| *key);
        keys.dedup_by_key(|(key, _)| *key);
        keys
    })
}

/// The values after private keys in a line, as far as can be told: to the closing quote, else to
/// the next comma, brace or comment.
pub(super) fn private_values(line: &[char]) -> Vec<(Range<usize>, Privacy)> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < line.len() {
        let rest = line.get(index..).unwrap_or_default();
        let length = rest.iter().take_while(|c| is_key(**c)).count();
        if length == 0 {
            index = index.saturating_add(1);
            continue;
        }
        let word: String = rest.iter().take(length).collect();
        index = index.saturating_add(length);
        let privacy = private_keys()
            .iter()
            .find(|(key, _)| word.eq_ignore_ascii_case(key))
            .map(|(_, privacy)| *privacy);
        if let Some(privacy) = privacy
            && let Some(range) = value_after(line, index)
        {
            index = range.end;
            found.push((range, privacy));
        }
    }
    found
}

fn is_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”')
}

/// The value after a key that ends at an index, if an equals sign or colon stands between.
fn value_after(line: &[char], index: usize) -> Option<Range<usize>> {
    let mut at = index;
    let mut assigned = false;
    while let Some(c) = line.get(at).copied() {
        match c {
            '=' | ':' | '：' | '＝' if !assigned => assigned = true,
            c if c.is_whitespace() || (!assigned && is_quote(c)) => {}
            _ => break,
        }
        at = at.saturating_add(1);
    }
    let first = line
        .get(at)
        .copied()
        .filter(|c| assigned && *c != '\0' && *c != '{')?;
    let ends = |c: char| {
        if is_quote(first) {
            is_quote(c) || c == '\0'
        } else {
            matches!(c, ',' | '}' | ']' | '#' | '\0')
        }
    };
    let start = at.saturating_add(usize::from(is_quote(first)));
    let length = line.get(start..)?.iter().take_while(|c| !ends(**c)).count();
    Some(start..start.saturating_add(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_the_keys_before_them() {
        let found = |line: &str| -> Vec<(String, Privacy)> {
            let chars: Vec<char> = line.chars().collect();
            private_values(&chars)
                .into_iter()
                .map(|(range, privacy)| (chars[range].iter().collect(), privacy))
                .collect()
        };
        for (line, value, privacy) in [
            ("# birth_date = 1990-03-07", "1990-03-07", Privacy::Birth),
            (
                "\"mobile\": 13800000001, \"x\": 1",
                "13800000001",
                Privacy::Phone,
            ),
            (
                "email = \"zhang@example.cn",
                "zhang@example.cn",
                Privacy::Email,
            ),
            ("a.detail='x, y' # z", "x, y", Privacy::SubjectAddress),
        ] {
            assert_eq!(found(line), [(value.to_owned(), privacy)], "{line}");
        }
        assert_eq!(found("emails = 1"), []);
        assert_eq!(found("mobile"), []);
        assert_eq!(found("address = { x = 1 }"), []);
    }
}
