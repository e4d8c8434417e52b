//! A test on one fact.

use unicode_script::{Script, UnicodeScript};

use super::truth::Truth;
use crate::facts::Fact;
use crate::fields::{FactRef, Kind, TextRole};
use crate::identifiers::{fold, fold_lower, is_under_any, same_name, same_number, same_phone};
use crate::ruleset::{CharClass, Compare, Operand, SetMatch, Test, Value, WordMatch};

/// The values of a rule's parameters, by index; `None` where no layer gives one.
pub type Values<'v> = [Option<&'v Value>];

/// Decides a test on a fact; `other` fetches another fact where the test compares with one.
/// A comparison with *none* is false, and its negation true.
pub fn decide<'f>(
    test: &Test,
    fact: Fact<'f>,
    kind: Kind,
    or_none: bool,
    values: &Values<'_>,
    other: &dyn Fn(FactRef) -> Fact<'f>,
) -> Truth {
    match test {
        Test::Known(wanted) => {
            return match fact {
                Fact::Withheld => Truth::Withheld,
                Fact::Unknown => Truth::from(!wanted),
                _ => Truth::from(*wanted),
            };
        }
        Test::IsNone(wanted) => {
            return match fact {
                Fact::Withheld => Truth::Withheld,
                Fact::Unknown => Truth::Unknown,
                Fact::None => Truth::from(*wanted),
                _ => Truth::from(!wanted),
            };
        }
        _ => {}
    }
    match fact {
        Fact::Unknown => return unknown(test, or_none, other),
        Fact::Withheld => return Truth::Withheld,
        Fact::None => return Truth::from(or_none || passes_none(test)),
        _ => {}
    }
    match test {
        Test::SameAs(reference, wanted) => {
            let second = other(*reference);
            match second {
                Fact::Unknown => Truth::Unknown,
                Fact::Withheld => Truth::Withheld,
                Fact::None => Truth::from(!wanted),
                _ => {
                    let is_same = same(fact, second, kind, || reference.kind());
                    if *wanted { is_same } else { !is_same }
                }
            }
        }
        Test::Versus(compare, reference) => versus(*compare, fact, other(*reference)),
        Test::WordOf(how, reference) => match (fact, other(*reference)) {
            (_, Fact::Unknown) => Truth::Unknown,
            (_, Fact::None) => Truth::False,
            (Fact::Text(text), Fact::Text(word)) => Truth::from(matches_word(*how, text, word)),
            _ => Truth::Withheld,
        },
        Test::WordsBut(how, with, reference) => match (fact, resolve_words(with, values)) {
            (Fact::Text(text), Some(words)) => words_but(*how, text, words, other(*reference)),
            _ => Truth::Withheld,
        },
        _ => constant(test, fact, kind, values),
    }
}

/// Whether a word occurs in a text as asked that another text does not hold.
fn words_but(how: WordMatch, text: &str, words: &[String], other: Fact<'_>) -> Truth {
    if first_word(how, text, words).is_none() {
        return Truth::False;
    }
    match other {
        Fact::Unknown => Truth::Unknown,
        Fact::None => Truth::True,
        Fact::Text(held) => Truth::from(first_word_but(how, text, words, held).is_some()),
        _ => Truth::Withheld,
    }
}

/// A test on a value that is not known: decided only where what it is compared with is none.
fn unknown<'f>(test: &Test, or_none: bool, other: &dyn Fn(FactRef) -> Fact<'f>) -> Truth {
    let (reference, holds) = match test {
        Test::SameAs(reference, wanted) => (*reference, !wanted),
        Test::Versus(_, reference) => (*reference, false),
        _ => return Truth::Unknown,
    };
    // With `or_none` the value itself may yet be none, and pass.
    match other(reference) {
        Fact::None if holds || !or_none => Truth::from(holds),
        _ => Truth::Unknown,
    }
}

/// Whether *none* passes: it is not, and differs from, whatever is named.
pub(super) fn passes_none(test: &Test) -> bool {
    matches!(
        test,
        Test::NoneOf(_)
            | Test::NotDivision(_)
            | Test::NotBool(_)
            | Test::TextNotIn(_)
            | Test::Int(Compare::IsNot, _)
            | Test::Day(Compare::IsNot, _)
            | Test::SameAs(_, false)
            | Test::IsEmpty(true)
    )
}

/// Tests with constants and parameters.
fn constant(test: &Test, fact: Fact<'_>, kind: Kind, values: &Values<'_>) -> Truth {
    match (test, fact) {
        (Test::Bool(with), Fact::Bool(flag)) => match resolve_bool(with, values) {
            Some(wanted) => Truth::from(flag == wanted),
            None => Truth::Withheld,
        },
        (Test::NotBool(with), Fact::Bool(flag)) => match resolve_bool(with, values) {
            Some(unwanted) => Truth::from(flag != unwanted),
            None => Truth::Withheld,
        },
        (Test::Int(compare, with), number) => match resolve_int(with, values) {
            Some(with) => compare_int(*compare, number, with),
            None => Truth::Withheld,
        },
        (Test::Day(compare, with), day) => match (day, resolve_day(with, values)) {
            (Fact::Day(day), Some(with)) => Truth::from(ordered(*compare, day.cmp(&with))),
            (Fact::Endless, Some(_)) => Truth::from(ordered(*compare, std::cmp::Ordering::Greater)),
            _ => Truth::Withheld,
        },
        (Test::OneOf(with), Fact::Code(code)) => match resolve_mask(with, values) {
            Some(mask) => Truth::from(has(mask, code)),
            None => Truth::Withheld,
        },
        (Test::NoneOf(with), Fact::Code(code)) => match resolve_mask(with, values) {
            Some(mask) => Truth::from(!has(mask, code)),
            None => Truth::Withheld,
        },
        (Test::Division(codes), Fact::Division(code)) => Truth::from(codes.contains(&code)),
        (Test::NotDivision(codes), Fact::Division(code)) => Truth::from(!codes.contains(&code)),
        (Test::Set(how, with), Fact::Set { yes, maybe }) => match resolve_mask(with, values) {
            Some(mask) => compare_set(*how, yes, maybe, mask),
            None => Truth::Withheld,
        },
        (Test::IsEmpty(wanted), Fact::Set { yes, maybe }) => {
            if yes != 0 {
                Truth::from(!wanted)
            } else if maybe != 0 {
                Truth::Unknown
            } else {
                Truth::from(*wanted)
            }
        }
        (Test::IsEmpty(wanted), Fact::Texts(texts)) => Truth::from(texts.is_empty() == *wanted),
        (Test::ListHas(with), Fact::Texts(texts)) => match resolve_words(with, values) {
            Some(words) => Truth::from(
                texts
                    .iter()
                    .any(|text| words.iter().any(|word| same_name(text.expose(), word))),
            ),
            None => Truth::Withheld,
        },
        (_, Fact::Text(text)) => text_test(test, text, kind, values),
        _ => Truth::Withheld,
    }
}

fn text_test(test: &Test, text: &str, kind: Kind, values: &Values<'_>) -> Truth {
    match test {
        Test::TextIn(with) | Test::TextNotIn(with) => match resolve_words(with, values) {
            Some(words) => {
                let found = words.iter().any(|word| same_text(text, word, kind));
                Truth::from(found == matches!(test, Test::TextIn(_)))
            }
            None => Truth::Withheld,
        },
        Test::Words(how, with) => match resolve_words(with, values) {
            Some(words) => Truth::from(matches_words(*how, text, words)),
            None => Truth::Withheld,
        },
        Test::Matches(pattern) => pattern
            .is_match(&fold(text))
            .map_or(Truth::Withheld, Truth::from),
        Test::Han(compare, with) => match resolve_int(with, values) {
            Some(with) => {
                let han = text.chars().filter(|c| is_han(*c)).count();
                compare_int(*compare, Fact::Int(count(han)), with)
            }
            None => Truth::Withheld,
        },
        Test::Chars(compare, with) => match resolve_int(with, values) {
            Some(with) => {
                let chars = text.trim().chars().count();
                compare_int(*compare, Fact::Int(count(chars)), with)
            }
            None => Truth::Withheld,
        },
        Test::OnlyChars(class) => {
            let folded = fold(text);
            Truth::from(!folded.is_empty() && folded.chars().all(|c| is_in(*class, c)))
        }
        _ => Truth::Withheld,
    }
}

/// Whether a word occurs in a text as asked; both are folded, letters in lower case.
fn matches_words(how: WordMatch, text: &str, words: &[String]) -> bool {
    if how == WordMatch::Under {
        return is_under_any(text, words);
    }
    first_word(how, text, words).is_some()
}

/// The first of some words that occurs in a text as asked.
pub fn first_word<'w>(how: WordMatch, text: &str, words: &'w [String]) -> Option<&'w str> {
    if how == WordMatch::Written {
        let mut words = words.iter().map(String::as_str);
        return words.find(|word| text.contains(word));
    }
    let folded = fold_lower(text);
    let occurs = |given: &&String| {
        let word = fold_lower(given);
        match how {
            WordMatch::Contains => folded.contains(&*word),
            WordMatch::StartsWith => folded.starts_with(&*word),
            WordMatch::EndsWith => folded.ends_with(&*word),
            WordMatch::Equals => folded == word,
            WordMatch::Under => is_under_any(text, std::slice::from_ref(*given)),
            WordMatch::Written => false,
        }
    };
    words.iter().find(occurs).map(String::as_str)
}

/// The same of those words that another text does not hold.
pub fn first_word_but<'w>(
    how: WordMatch,
    text: &str,
    words: &'w [String],
    held: &str,
) -> Option<&'w str> {
    let occurs = |word: &&'w String| {
        let own = std::slice::from_ref(*word);
        let occurs = |how, text| first_word(how, text, own).is_some();
        occurs(how, text) && !occurs(WordMatch::Contains, held)
    };
    words.iter().find(occurs).map(String::as_str)
}

fn matches_word(how: WordMatch, text: &str, word: &str) -> bool {
    first_word(how, text, &[word.trim().to_owned()]).is_some_and(|word| !word.is_empty())
}

/// Whether a character is Han.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || (!c.is_ascii() && c.script() == Script::Han)
}

fn is_in(class: CharClass, c: char) -> bool {
    match class {
        CharClass::Han => is_han(c),
        CharClass::Digits => c.is_ascii_digit(),
        CharClass::Latin => c.is_ascii_alphabetic(),
        CharClass::Ascii => c.is_ascii(),
        CharClass::HanLatin => is_han(c) || c.is_ascii_alphabetic(),
        CharClass::HanLatinDigits => is_han(c) || c.is_ascii_alphanumeric(),
    }
}

/// Whether two facts that are there are the same; withheld where their types do not fit.
fn same(left: Fact<'_>, right: Fact<'_>, kind: Kind, other: impl Fn() -> Kind) -> Truth {
    Truth::from(match (left, right) {
        (Fact::Text(left), Fact::Text(right)) => {
            // A phone compared with anything is compared as a phone.
            let phone = Kind::Text(TextRole::Phone);
            left == right || same_text(left, right, if other() == phone { phone } else { kind })
        }
        (Fact::Int(_) | Fact::Between(..), Fact::Int(_) | Fact::Between(..)) => {
            return versus(Compare::Is, left, right);
        }
        (Fact::Bool(left), Fact::Bool(right)) => left == right,
        (Fact::Day(left), Fact::Day(right)) => left == right,
        (Fact::Endless, Fact::Endless) => true,
        (Fact::Endless, Fact::Day(_)) | (Fact::Day(_), Fact::Endless) => false,
        (Fact::Code(left), Fact::Code(right)) => left == right,
        (Fact::Division(left), Fact::Division(right)) => left == right,
        (Fact::Set { maybe: 1.., .. }, Fact::Set { .. })
        | (Fact::Set { .. }, Fact::Set { maybe: 1.., .. }) => return Truth::Unknown,
        (Fact::Set { yes: left, .. }, Fact::Set { yes: right, .. }) => left == right,
        _ => return Truth::Withheld,
    })
}

/// Whether texts of a kind are the same where they are so folded, without more.
pub(super) fn is_compared_folded(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Text(
            TextRole::Phone
                | TextRole::Number
                | TextRole::Name
                | TextRole::Email
                | TextRole::Domain
        )
    )
}

/// Whether two texts of a field are the same after its normalisation.
fn same_text(left: &str, right: &str, kind: Kind) -> bool {
    match kind {
        Kind::Text(TextRole::Phone) => same_phone(left, right),
        Kind::Text(TextRole::Number) => same_number(left, right),
        Kind::Text(TextRole::Name) => same_name(left, right),
        Kind::Text(TextRole::Email | TextRole::Domain) => {
            fold(left).eq_ignore_ascii_case(&fold(right))
        }
        _ => left == right || fold(left) == fold(right),
    }
}

fn versus(compare: Compare, left: Fact<'_>, right: Fact<'_>) -> Truth {
    match (left, right) {
        (_, Fact::Unknown) => Truth::Unknown,
        (_, Fact::Withheld) => Truth::Withheld,
        (_, Fact::None) => Truth::from(compare == Compare::IsNot),
        (Fact::Day(left), Fact::Day(right)) => Truth::from(ordered(compare, left.cmp(&right))),
        (Fact::Endless, Fact::Day(_)) => Truth::from(ordered(compare, std::cmp::Ordering::Greater)),
        (Fact::Day(_), Fact::Endless) => Truth::from(ordered(compare, std::cmp::Ordering::Less)),
        (Fact::Endless, Fact::Endless) => Truth::from(ordered(compare, std::cmp::Ordering::Equal)),
        (Fact::Endless, Fact::Int(_)) => Truth::from(ordered(compare, std::cmp::Ordering::Greater)),
        (Fact::Int(_), Fact::Endless) => Truth::from(ordered(compare, std::cmp::Ordering::Less)),
        _ => match (bounds(left), bounds(right)) {
            (Some(left), Some(right)) => compare_bounds(compare, left, right),
            _ => Truth::Withheld,
        },
    }
}

/// Compares a number, or a count between bounds, with a constant.
#[inline]
pub fn compare_int(compare: Compare, fact: Fact<'_>, with: i64) -> Truth {
    match fact {
        Fact::Int(number) => Truth::from(ordered(compare, number.cmp(&with))),
        _ => versus(compare, fact, Fact::Int(with)),
    }
}

/// The least and the greatest that a number can be.
fn bounds(fact: Fact<'_>) -> Option<(i64, i64)> {
    match fact {
        Fact::Int(number) => Some((number, number)),
        Fact::Between(low, high) => Some((low, high)),
        _ => None,
    }
}

fn compare_bounds(compare: Compare, (low, high): (i64, i64), (least, most): (i64, i64)) -> Truth {
    let one = low == high && least == most && low == least;
    let meet = low <= most && least <= high;
    let (certain, possible) = match compare {
        Compare::AtLeast => (low >= most, high >= least),
        Compare::Above => (low > most, high > least),
        Compare::AtMost => (high <= least, low <= most),
        Compare::Below => (high < least, low < most),
        Compare::Is => (one, meet),
        Compare::IsNot => (!meet, !one),
    };
    match (certain, possible) {
        (true, _) => Truth::True,
        (false, true) => Truth::Unknown,
        (false, false) => Truth::False,
    }
}

pub(super) fn compare_set(how: SetMatch, yes: u64, maybe: u64, mask: u64) -> Truth {
    let (certain, possible) = match how {
        SetMatch::HasAny => (yes & mask != 0, (yes | maybe) & mask != 0),
        SetMatch::HasAll => (mask & !yes == 0, mask & !(yes | maybe) == 0),
        SetMatch::Only => ((yes | maybe) & !mask == 0, yes & !mask == 0),
    };
    match (certain, possible) {
        (true, _) => Truth::True,
        (false, true) => Truth::Unknown,
        (false, false) => Truth::False,
    }
}

fn ordered(compare: Compare, order: std::cmp::Ordering) -> bool {
    match compare {
        Compare::Is => order.is_eq(),
        Compare::IsNot => order.is_ne(),
        Compare::AtLeast => order.is_ge(),
        Compare::AtMost => order.is_le(),
        Compare::Above => order.is_gt(),
        Compare::Below => order.is_lt(),
    }
}

fn has(mask: u64, code: u8) -> bool {
    mask.checked_shr(u32::from(code))
        .is_some_and(|shifted| shifted & 1 == 1)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn value<'v, T>(operand: &Operand<T>, values: &Values<'v>) -> Option<&'v Value> {
    match operand {
        Operand::Constant(_) => None,
        Operand::Param(index) => *values.get(*index)?,
    }
}

/// The number that an operand stands for.
pub fn resolve_int(operand: &Operand<i64>, values: &Values<'_>) -> Option<i64> {
    match (operand, value(operand, values)) {
        (Operand::Constant(number), _) => Some(*number),
        (_, Some(Value::Int(number))) => Some(*number),
        _ => None,
    }
}

pub(super) fn resolve_bool(operand: &Operand<bool>, values: &Values<'_>) -> Option<bool> {
    match (operand, value(operand, values)) {
        (Operand::Constant(flag), _) => Some(*flag),
        (_, Some(Value::Bool(flag))) => Some(*flag),
        _ => None,
    }
}

pub(super) fn resolve_day(
    operand: &Operand<chrono::NaiveDate>,
    values: &Values<'_>,
) -> Option<chrono::NaiveDate> {
    match (operand, value(operand, values)) {
        (Operand::Constant(day), _) => Some(*day),
        (_, Some(Value::Day(day))) => Some(*day),
        _ => None,
    }
}

pub(super) fn resolve_mask(operand: &Operand<u64>, values: &Values<'_>) -> Option<u64> {
    match (operand, value(operand, values)) {
        (Operand::Constant(mask), _) => Some(*mask),
        (_, Some(Value::Codes(mask))) => Some(*mask),
        (_, Some(Value::Code(code))) => 1u64.checked_shl(u32::from(*code)),
        _ => None,
    }
}

/// The words that an operand stands for.
pub fn resolve_words<'v>(
    operand: &'v Operand<Vec<String>>,
    values: &Values<'v>,
) -> Option<&'v [String]> {
    match (operand, value(operand, values)) {
        (Operand::Constant(words), _) => Some(words),
        (_, Some(Value::Words(words))) => Some(words),
        _ => None,
    }
}

/// Whether a value is among some texts, compared as a field's values are. For counting of
/// different values.
pub fn is_same(left: Fact<'_>, right: Fact<'_>, kind: Kind) -> bool {
    same(left, right, kind, || kind) == Truth::True
}

#[cfg(test)]
mod tests {
    use super::{first_word, first_word_but};
    use crate::ruleset::WordMatch;

    #[test]
    fn the_first_word_found_is_told() {
        let words = ["P2P".to_owned(), "金融".to_owned()];
        let find = |how, text| first_word(how, text, &words);
        assert_eq!(find(WordMatch::Contains, "ｐ２ｐ与金融"), Some("P2P"));
        assert_eq!(find(WordMatch::StartsWith, "金融p2p"), Some("金融"));
        assert_eq!(find(WordMatch::EndsWith, "金融p2p"), Some("P2P"));
        assert_eq!(find(WordMatch::Equals, "金融网"), None);
        assert_eq!(find(WordMatch::Contains, ""), None);
        assert_eq!(find(WordMatch::Written, "ｐ２ｐ与P2P"), Some("P2P"));
        assert_eq!(find(WordMatch::Written, "ｐ２ｐ与p2p"), None);
    }

    #[test]
    fn words_that_another_text_holds_are_passed_over() {
        let words = ["P2P".to_owned(), "金融".to_owned()];
        let find = |text, held| first_word_but(WordMatch::Contains, text, &words, held);
        assert_eq!(find("p2p与金融", "某ｐ２ｐ公司"), Some("金融"));
        assert_eq!(find("p2p与金融", "某公司"), Some("P2P"));
        assert_eq!(find("p2p", "某金融公司"), Some("P2P"));
        assert_eq!(find("金融", "某金融公司"), None);
    }
}
