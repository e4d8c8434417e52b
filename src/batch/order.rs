//! The order in which the lines of a chunk are checked: drafts that the same rules are for one after
//! another, so that what those rules need is still at hand. What comes of them is written in the order
//! of the input all the same.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::line_index::{Line, as_read};
use super::record::Lines;

/// The lines that are not blank, those of one province and one provider together. Every other chunk
/// goes the other way, by its number: it begins with what the one before ended with, and two workers
/// that begin at the same time do not make the same plans.
pub(super) fn by_ruleset(lines: &Lines, number: u64) -> Vec<Line> {
    let mut found = as_read(lines);
    found.sort_by_key(|line| line.ruleset);
    if !number.is_multiple_of(2) {
        found.reverse();
    }
    found
}

/// A number for the province and the provider that a draft seems to be for. Drafts may well have the
/// same number by mistake: nothing but the order hangs on it.
pub(super) fn ruleset_of(line: &[u8]) -> u64 {
    static FILING: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("\"filing\""));
    static PROVINCE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("\"province\""));
    static PROVIDER: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("\"provider\""));
    let filing = FILING.find(line).and_then(|at| line.get(at..));
    let filing = filing.unwrap_or_default();
    let value = |key: &Finder<'_>| {
        let at = key.find(filing)?.checked_add(key.needle().len())?;
        let text = filing.get(at..)?;
        let quote = memchr::memchr(b'"', text)?.checked_add(1)?;
        text.get(quote..)
    };
    // Six digits, and two letters: no two providers begin alike.
    let province = value(&PROVINCE).and_then(|text| text.first_chunk::<6>());
    let provider = value(&PROVIDER).and_then(|text| text.first_chunk::<2>());
    let [a, b, c, d, e, f] = province.copied().unwrap_or_default();
    let [g, h] = provider.copied().unwrap_or_default();
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::batch::Bundle;

    /// Lines with numbers of their own, some of them blank.
    fn lines() -> impl Strategy<Value = Vec<String>> {
        let line = prop_oneof![
            1 => "[ \t]{0,2}",
            1 => "[a-c]{1,3}",
            4 => ("(11|31|44)0000", "(aliyun|huaweicloud)", any::<bool>()).prop_map(
                |(province, provider, is_late)| {
                    let own = format!(r#""filing":{{"province":"{province}","provider":"{provider}"}}"#);
                    match is_late {
                        true => format!(r#"{{"format":1,{own}}}"#),
                        false => format!(r#"{{{own},"format":1}}"#),
                    }
                },
            ),
        ];
        prop::collection::vec(line, 0..40)
    }

    fn of(lines: &[String]) -> Lines {
        Lines::new("a.jsonl".into(), 5, 0, lines.join("\n").into_bytes())
    }

    proptest! {
        #[test]
        fn lines_of_one_ruleset_come_together_and_go_out_as_they_came(all in lines(), number in 0u64..4) {
            let chunk = of(&all);
            let read = as_read(&chunk);
            let expected = (5u64..).zip(&all).filter(|(_, line)| !line.trim().is_empty());
            let expected: Vec<(u64, &str)> = expected.map(|(at, line)| (at, line.as_str())).collect();
            let text = |line: &Line| std::str::from_utf8(line.of(&chunk.bytes)).unwrap().to_owned();
            let found: Vec<(u64, String)> = read.iter().map(|line| (line.number, text(line))).collect();
            prop_assert!(found.iter().map(|(at, line)| (*at, line.as_str())).eq(expected));

            let ordered = by_ruleset(&chunk, number);
            let mut rulesets: Vec<u64> =
                ordered.iter().map(|line| ruleset_of(line.of(&chunk.bytes))).collect();
            if number % 2 == 1 {
                rulesets.reverse();
            }
            prop_assert!(rulesets.is_sorted());
            rulesets.dedup();
            let without_either = all.iter().any(|line| line.starts_with(['a', 'b', 'c']));
            let most = if without_either { 7 } else { 6 };
            prop_assert!(rulesets.len() <= most);

            let mut bundle = Bundle::default();
            for line in &ordered {
                bundle.bytes.extend_from_slice(format!("{};", line.number).as_bytes());
                bundle.end_record();
            }
            bundle.put_back(&ordered);
            let mut out = Vec::new();
            let length = bundle.write_to(&mut out).unwrap();
            let expected: String = read.iter().map(|line| format!("{};", line.number)).collect();
            prop_assert_eq!(String::from_utf8(out).unwrap(), expected.clone());
            prop_assert_eq!(length, expected.len());
        }
    }

    #[test]
    fn each_province_and_provider_has_a_number_of_its_own() {
        use crate::fields::choices::PROVIDERS;
        use crate::identifiers::divisions;

        let mut numbers = std::collections::BTreeSet::new();
        let mut count = 0usize;
        for province in divisions() {
            for provider in PROVIDERS {
                let (province, provider) = (province.code, provider.id);
                let line = format!(
                    r#"{{"filing": {{"provider" : "{provider}", "province": "{province}"}}}}"#
                );
                numbers.insert(ruleset_of(line.as_bytes()));
                count = count.saturating_add(1);
            }
        }
        assert_eq!(numbers.len(), count);
    }
}
