//! Folding of what people type, and the comparisons that look past spelling.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Without outer blanks, full-width and other compatibility forms folded (NFKC).
///
/// Borrows where nothing but outer blanks had to go.
pub fn fold(value: &str) -> Cow<'_, str> {
    let value = trimmed(value);
    if is_plain(value) {
        return Cow::Borrowed(value);
    }
    if let Some(folded) = usual(value, narrow) {
        return folded;
    }
    if is_nfkc_quick(value.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(value);
    }
    let folded: String = value.nfkc().collect();
    // Some compatibility forms begin with a blank.
    let trimmed = folded.trim();
    if trimmed.len() == folded.len() {
        Cow::Owned(folded)
    } else {
        Cow::Owned(trimmed.to_owned())
    }
}

/// A text without outer blanks. Most have none, which their outer bytes tell.
fn trimmed(value: &str) -> &str {
    // In UTF-8 U+4000..=U+9FFF has three bytes that begin with E4 to E9, and nothing else does.
    let is_visible = |byte: u8| byte.is_ascii_graphic() || (0xe4..=0xe9).contains(&byte);
    match value.as_bytes() {
        [first, .., last] if is_visible(*first) && last.is_ascii_graphic() => value,
        [first, .., 0xe4..=0xe9, _, _] if is_visible(*first) => value,
        _ => value.trim(),
    }
}

/// A text of usual characters with each of them changed; `None` where it has others.
///
/// Usual are ASCII, unified ideographs, and the signs of Chinese texts that stand for themselves or
/// for one ASCII character and combine with nothing.
fn usual(value: &str, change: fn(char) -> char) -> Option<Cow<'_, str>> {
    let mut changed: Option<String> = None;
    for (at, c) in value.char_indices() {
        if !is_usual(c) {
            return None;
        }
        let new = change(c);
        match &mut changed {
            Some(changed) => changed.push(new),
            None if new != c => {
                let mut text = String::with_capacity(value.len());
                text.push_str(value.get(..at)?);
                text.push(new);
                changed = Some(text);
            }
            None => {}
        }
    }
    Some(changed.map_or(Cow::Borrowed(value), Cow::Owned))
}

fn is_usual(c: char) -> bool {
    matches!(
        c,
        '\0'..='\x7f'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{3000}'..='\u{3002}'
            | '\u{3008}'..='\u{3011}'
            | '\u{ff01}'..='\u{ff5e}'
    )
}

/// A usual character, ASCII where it is a full-width form of it.
fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => {
            let ascii = u32::from(c).checked_sub(0xfee0);
            ascii.and_then(char::from_u32).unwrap_or(c)
        }
        c => c,
    }
}

/// [`fold`], and letters in lower case; borrows where nothing changes.
pub fn fold_lower(value: &str) -> Cow<'_, str> {
    let trimmed = trimmed(value);
    // Of what is usual only ASCII has letter case, so that the rest need not be looked up.
    if is_plain(trimmed) {
        // No byte is passed over, as above.
        let bytes = trimmed.bytes();
        if bytes.fold(false, |any, byte| any | byte.is_ascii_uppercase()) {
            return Cow::Owned(trimmed.to_ascii_lowercase());
        }
        return Cow::Borrowed(trimmed);
    }
    if let Some(lower) = usual(trimmed, |c| narrow(c).to_ascii_lowercase()) {
        return lower;
    }
    let folded = fold(trimmed);
    if folded.chars().any(char::is_uppercase) {
        Cow::Owned(folded.to_lowercase())
    } else {
        folded
    }
}

/// The characters of what [`fold_lower`] makes of a text, without making it; none instead of an
/// unusual one, after which there is nothing to be relied on.
pub fn usual_lower(value: &str) -> impl Iterator<Item = Option<char>> + Clone {
    trimmed(value).chars().map(|c| match c {
        '\u{4e00}'..='\u{9fff}' => Some(c),
        '\0'..='\x7f' => Some(c.to_ascii_lowercase()),
        _ if is_usual(c) => Some(narrow(c).to_ascii_lowercase()),
        _ => None,
    })
}

/// [`fold_lower`] without blanks: how words are compared that people type or paste.
pub fn fold_close(value: &str) -> String {
    let folded = fold_lower(value);
    folded.chars().filter(|c| !c.is_whitespace()).collect()
}

/// [`fold`], and ASCII letters in upper case.
pub fn fold_identifier(value: &str) -> Cow<'_, str> {
    let folded = fold(value);
    // No byte is passed over, as above.
    let bytes = folded.bytes();
    if bytes.fold(false, |any, byte| any | byte.is_ascii_lowercase()) {
        let mut upper = folded.into_owned();
        upper.make_ascii_uppercase();
        Cow::Owned(upper)
    } else {
        folded
    }
}

/// [`fold`] without blanks, hyphens, brackets and the prefix +86 or 0086.
///
/// Other characters stay, so that a check of the result can name them.
pub fn phone_digits(value: &str) -> Cow<'_, str> {
    match fold(value) {
        Cow::Borrowed(folded) if !folded.contains(is_phone_separator) => {
            Cow::Borrowed(without_country(folded))
        }
        folded => {
            let mut digits = folded.into_owned();
            digits.retain(|c| !is_phone_separator(c));
            let national = without_country(&digits);
            if national.len() == digits.len() {
                Cow::Owned(digits)
            } else {
                Cow::Owned(national.to_owned())
            }
        }
    }
}

fn is_phone_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '(' | ')' | '[' | ']' | '\u{2010}'..='\u{2015}' | '\u{2212}'
        )
}

fn without_country(digits: &str) -> &str {
    digits
        .strip_prefix("+86")
        .or_else(|| digits.strip_prefix("0086"))
        .unwrap_or(digits)
}

/// Whether two names are the same but for blanks, letter case, full-width forms, and the shapes of
/// brackets and middle dots.
pub fn same_name(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    // Plain characters stand for themselves alone, so that where both begin with one the names
    // cannot be the same unless it is one.
    match (plain_first(a), plain_first(b)) {
        (Some(left), Some(right)) if left != right => false,
        _ if is_plain(a) && is_plain(b) => plain_name_chars(a).eq(plain_name_chars(b)),
        _ => name_chars(a).eq(name_chars(b)),
    }
}

/// A name in the one form of all that [`same_name`] says are the same.
pub fn name_form(name: &str) -> String {
    name_chars(name).collect()
}

/// The first character, if it is a unified ideograph, an ASCII digit or a small ASCII letter: no
/// other character is folded to it without being folded to it first, nor does it combine.
fn plain_first(text: &str) -> Option<char> {
    let first = text.chars().next();
    first.filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '0'..='9' | 'a'..='z'))
}

/// Whether a text consists of ASCII and unified ideographs, none of which NFKC changes.
fn is_plain(text: &str) -> bool {
    // No byte is passed over, so that many are looked at together.
    let bytes = text.bytes();
    text.is_ascii()
        || bytes.fold(true, |plain, byte| {
            plain & ((byte < 0xc0) | (0xe4..=0xe9).contains(&byte))
        })
}

/// The characters of a name that count, without a copy of it.
fn name_chars(name: &str) -> impl Iterator<Item = char> + '_ {
    name.nfkc()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '【' | '[' | '〔' => '(',
            '】' | ']' | '〕' => ')',
            // The full-width full stop has become an ASCII one.
            '•' | '・' | '‧' | '∙' | '⋅' | '.' => '·',
            c => c,
        })
        .flat_map(char::to_lowercase)
}

/// The same of a plain name, without looking for what may combine.
fn plain_name_chars(name: &str) -> impl Iterator<Item = char> + '_ {
    let chars = name.chars().filter(|c| !c.is_whitespace());
    chars.map(|c| match c {
        '[' => '(',
        ']' => ')',
        '.' => '·',
        c => c.to_ascii_lowercase(),
    })
}

/// Whether two phone numbers are the same after [`phone_digits`].
pub fn same_phone(a: &str, b: &str) -> bool {
    a == b || (may_end_alike(a, b) && phone_digits(a) == phone_digits(b))
}

/// Whether two numbers of certificates are the same after [`fold_identifier`].
pub fn same_number(a: &str, b: &str) -> bool {
    a == b || (may_end_alike(a, b) && fold_identifier(a) == fold_identifier(b))
}

/// Whether two texts may be the same once folded, as far as their ends tell: an ASCII digit at the
/// end of one stays there. (That of a phone goes only where nothing is left of it but its prefix,
/// which ends as the prefix alone does.)
fn may_end_alike(a: &str, b: &str) -> bool {
    match (a.as_bytes().last(), b.as_bytes().last()) {
        (Some(left), Some(right)) if left.is_ascii_digit() && right.is_ascii_digit() => {
            left == right
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn borrows(value: Cow<'_, str>) -> bool {
        matches!(value, Cow::Borrowed(_))
    }

    #[test]
    fn folding() {
        assert_eq!(fold(" １１００００ "), "110000");
        assert_eq!(fold("\u{3000}Ａ－１\u{3000}"), "A-1");
        assert_eq!(fold("\u{a8}a"), "\u{308}a");
        assert_eq!(fold_identifier(" 11x "), "11X");
        assert_eq!(fold_identifier("ｘ"), "X");
        assert!(borrows(fold("  abc ")));
        assert!(borrows(fold("北京示例科技")));
        assert!(borrows(fold_identifier("11X")));
    }

    #[test]
    fn phones() {
        for written in [
            "13000000000",
            "+8613000000000",
            "+86 130-0000-0000",
            "0086 130 0000 0000",
            "（＋８６）１３０－００００－００００",
            "(+86) 130\u{2011}0000\u{2013}0000",
        ] {
            assert_eq!(phone_digits(written), "13000000000", "{written}");
            assert!(same_phone(written, "13000000000"));
        }
        assert!(borrows(phone_digits("13000000000")));
        assert!(borrows(phone_digits("+8613000000000")));
        assert_eq!(phone_digits("(010) 8234-5678"), "01082345678");
        assert_eq!(phone_digits("1300000000a"), "1300000000a");
        assert!(!same_phone("13000000000", "13000000001"));
    }

    #[test]
    fn names() {
        for (a, b) in [
            ("示例（北京）科技", "示例(北京)科技"),
            ("示例【北京】科技", "示例〔北京〕科技"),
            ("示例[北京]科技", "示例［北京］科技"),
            ("阿一·阿二", "阿一•阿二"),
            ("阿一・阿二", "阿一．阿二"),
            ("阿一‧阿二", "阿一･阿二"),
            ("示例 科技", " 示例科技\u{3000}"),
            ("Example Ltd", "ＥＸＡＭＰＬＥ　ltd"),
        ] {
            assert!(same_name(a, b), "{a} {b}");
            assert!(same_name(b, a));
        }
        assert!(!same_name("示例科技", "示例科枝"));
        assert!(!same_name("示例科技", "示例科技有限公司"));
        assert!(!same_name("示例(北京", "示例北京"));
    }

    #[test]
    fn numbers() {
        assert!(same_number("11x", " １１Ｘ"));
        assert!(!same_number("11X", "12X"));
    }

    proptest! {
        #[test]
        fn usual_signs_are_folded_as_all_are(text in "[a-zＡ-Ｚ０-９（），。、《》【】　 北京示例ﾞ́]{0,9}") {
            let text = text.trim();
            if let Some(folded) = usual(text, narrow) {
                let all: String = text.nfkc().collect();
                prop_assert_eq!(&folded, all.trim());
                prop_assert_eq!(fold(text), folded);
                prop_assert_eq!(fold_lower(text), all.trim().to_lowercase());
            }
        }

        #[test]
        fn plain_names_are_compared_as_all_are(
            a in "[a-cA-C示例., 【】(\\[\\]）　．]{0,5}",
            b in "[a-cA-C示例., 【】(\\[\\]）　．]{0,5}",
        ) {
            prop_assert_eq!(same_name(&a, &b), name_form(&a) == name_form(&b));
            if is_plain(&a) {
                prop_assert_eq!(plain_name_chars(&a).collect::<String>(), name_form(&a));
            }
        }

        #[test]
        fn usual_small_letters_are_those_of_all(text in "[a-zA-ZＡ-Ｚ０-９（），、　 北京示例ﬁ́]{0,9}") {
            let unusual = ['ﬁ', '\u{301}'];
            match usual_lower(&text).collect::<Option<String>>() {
                Some(lower) => prop_assert_eq!(lower, fold_lower(&text)),
                None => prop_assert!(text.contains(unusual)),
            }
        }

        #[test]
        fn outer_blanks_go(text in "[ 　\u{85}a北\u{4dff}\u{9fff}\u{a000}é]{0,4}") {
            prop_assert_eq!(trimmed(&text), text.trim());
        }

        #[test]
        fn numbers_are_the_same_where_they_are_so_folded(
            a in "(\\+86|0086|＋８６| )?[0-2０-２6 -]{0,3}",
            b in "(\\+86|0086|＋８６| )?[0-2０-２6 -]{0,3}",
        ) {
            prop_assert_eq!(same_phone(&a, &b), phone_digits(&a) == phone_digits(&b));
            prop_assert_eq!(same_number(&a, &b), fold_identifier(&a) == fold_identifier(&b));
        }

        #[test]
        fn never_panics_and_settles(a in any::<String>(), b in any::<String>()) {
            let folded = fold(&a).into_owned();
            prop_assert_eq!(fold(&folded), folded.as_str());
            let upper = fold_identifier(&a).into_owned();
            prop_assert_eq!(fold_identifier(&upper), upper.as_str());
            phone_digits(&a);
            prop_assert!(same_name(&a, &a) && same_phone(&a, &a) && same_number(&a, &a));
            prop_assert_eq!(same_name(&a, &b), same_name(&b, &a));
            prop_assert!(same_name(&a, &a.nfkc().collect::<String>()));
        }
    }
}
