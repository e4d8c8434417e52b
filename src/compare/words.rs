//! What a ruleset says of one thing, in words that can be told apart from another's.

use crate::explain::Scribe;
use crate::text::Lang;

/// A statement: as it is told, and in full. Two statements are the same where they are in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    /// Long lists of words cut short.
    told: String,
    /// Nothing cut short.
    full: String,
}

impl Words {
    /// A statement as a scribe puts it.
    pub fn by<'a>(scribe: Scribe<'a>, say: impl Fn(Scribe<'a>) -> String) -> Self {
        Self {
            told: say(Scribe {
                whole: false,
                ..scribe
            }),
            full: say(Scribe {
                whole: true,
                ..scribe
            }),
        }
    }

    /// A statement that has nothing to be cut short.
    pub fn plain(text: String) -> Self {
        Self {
            told: text.clone(),
            full: text,
        }
    }

    /// A statement by its two forms.
    pub const fn of(told: String, full: String) -> Self {
        Self { told, full }
    }

    /// What there is to say of it in full, for ordering.
    pub fn full(&self) -> &str {
        &self.full
    }

    /// As it is told.
    pub fn told(&self) -> &str {
        &self.told
    }

    /// Several statements as one.
    pub fn join(parts: &[Words], separator: &str) -> Self {
        let joined = |form: fn(&Words) -> &str| -> String {
            let forms: Vec<&str> = parts.iter().map(form).collect();
            forms.join(separator)
        };
        Self {
            told: joined(Words::told),
            full: joined(Words::full),
        }
    }
}

/// Whether all sides say the same.
pub(super) fn agree(says: &[Option<Words>]) -> bool {
    says.windows(2).all(|pair| match pair {
        [one, other] => one == other,
        _ => true,
    })
}

/// The statements as they are told. Where two that differ are told alike, because long lists are
/// cut short, each says which words only it has.
pub(super) fn told(says: Vec<Option<Words>>, lang: Lang) -> Vec<Option<String>> {
    let unlike = |one: &Words, other: &Words| one.told == other.told && one.full != other.full;
    says.iter()
        .map(|own| {
            let own = own.as_ref()?;
            let others: Vec<&Words> = says.iter().flatten().collect();
            if !others.iter().any(|other| unlike(own, other)) {
                return Some(own.told.clone());
            }
            let of_others: Vec<Vec<&str>> = others
                .iter()
                .filter(|other| unlike(own, other))
                .map(|other| quoted(&other.full))
                .collect();
            let only: Vec<String> = quoted(&own.full)
                .into_iter()
                .filter(|word| of_others.iter().any(|words| !words.contains(word)))
                .map(|word| format!("“{word}”"))
                .collect();
            Some(match (only.is_empty(), lang) {
                (true, _) => own.told.clone(),
                (false, Lang::Zh) => format!("{}（别处没有：{}）", own.told, only.join("、")),
                (false, Lang::En) => {
                    format!("{} (not elsewhere: {})", own.told, only.join(", "))
                }
            })
        })
        .collect()
}

/// The words in quotation marks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('“')
        .skip(1)
        .filter_map(|rest| rest.split('”').next())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(told: &str, full: &str) -> Option<Words> {
        Some(Words {
            told: told.to_owned(),
            full: full.to_owned(),
        })
    }

    #[test]
    fn statements_told_alike_name_what_only_they_have() {
        let says = vec![
            words("2 words", "“a”、“b”"),
            words("2 words", "“a”、“c”"),
            words("other", "other"),
            None,
        ];
        assert!(!agree(&says));
        assert_eq!(
            told(says, Lang::En),
            [
                Some("2 words (not elsewhere: “b”)".to_owned()),
                Some("2 words (not elsewhere: “c”)".to_owned()),
                Some("other".to_owned()),
                None
            ]
        );
    }

    #[test]
    fn the_same_in_full_is_the_same() {
        assert!(agree(&[words("a", "a b"), words("a", "a b")]));
        assert!(!agree(&[words("a", "a b"), None]));
        assert!(agree(&[]));
    }
}
