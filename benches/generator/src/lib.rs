//! Synthetic drafts in interface format, by a seed: all provinces, providers, kinds of filing and of
//! subject, with a share that fails and a share in which fields are missing. Persons are obviously
//! made up (张示例), domains are `example-…`; checksums are right where a draft is meant to be.
//!
//! A draft depends on the settings and its number alone, so that any stretch of a large set can be
//! made by itself, in any order and on any thread.

mod compose;
mod faults;
mod identities;
mod places;
mod random;

use chrono::NaiveDate;
use serde_json::Value;

pub use places::PROVINCES;

use random::Random;

/// What drafts are to be made.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Two sets of different seeds have nothing in common.
    pub seed: u64,
    /// The share of drafts in which something is put wrong, in percent.
    pub failing: u8,
    /// The share of drafts from which fields are taken out, in percent.
    pub incomplete: u8,
    /// The day of submission that dates are chosen by.
    pub as_of: NaiveDate,
    /// Whether only three provinces and two providers occur: a run over few drafts spends most of
    /// its time on reading the rules of all.
    pub few: bool,
    /// Whether Han characters are written as `\u` escapes, as Python does by default.
    pub escaped: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            failing: 30,
            incomplete: 0,
            as_of: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default(),
            few: false,
            escaped: false,
        }
    }
}

impl Settings {
    /// The draft of a number.
    pub fn draft(&self, number: u64) -> Value {
        let mut random = Random::new(self.seed, number);
        let mut draft = compose::draft(self, number, &mut random);
        if random.percent(self.failing) {
            faults::put_wrong(&mut draft, self, &mut random);
        }
        if random.percent(self.incomplete) {
            faults::take_out(&mut draft, &mut random);
        }
        draft
    }

    /// The draft of a number as one line of JSON, with its line end.
    pub fn line(&self, number: u64) -> String {
        let mut text = self.draft(number).to_string();
        if self.escaped {
            text = escaped(&text);
        }
        text.push('\n');
        text
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len().saturating_mul(2));
    for character in text.chars() {
        if character.is_ascii() {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_depends_on_seed_and_number_alone() {
        let settings = Settings::default();
        let other = Settings {
            seed: 2,
            ..settings
        };
        assert_eq!(settings.line(7), settings.line(7));
        assert_ne!(settings.line(7), settings.line(8));
        assert_ne!(settings.line(7), other.line(7));
    }

    #[test]
    fn escapes_mean_the_same() {
        let plain = Settings::default();
        let escaped = Settings {
            escaped: true,
            ..plain
        };
        let line = escaped.line(3);
        assert!(line.is_ascii());
        assert_eq!(
            serde_json::from_str::<Value>(&line).ok(),
            Some(plain.draft(3))
        );
    }

    #[test]
    fn all_provinces_and_kinds_occur() {
        let settings = Settings::default();
        let mut seen = std::collections::BTreeSet::new();
        for number in 0..4000 {
            let draft = settings.draft(number);
            for path in [
                "/filing/kind",
                "/filing/province",
                "/filing/provider",
                "/subject/kind",
            ] {
                let value = draft.pointer(path).and_then(Value::as_str);
                seen.insert(format!("{path} {}", value.unwrap_or_default()));
            }
        }
        let count = |prefix: &str| seen.iter().filter(|own| own.starts_with(prefix)).count();
        assert_eq!(count("/filing/kind"), 12);
        assert_eq!(count("/filing/province"), 31);
        assert_eq!(count("/filing/provider"), 5);
        assert_eq!(count("/subject/kind"), 11);
    }
}
