//! Domain names: IDNA (UTS 46, non-transitional, STD3 rules) and the public suffix list.
//!
//! A name has at least two labels of letters, digits, hyphens and Han characters, each of at most
//! 63 and together of at most 253 characters in their ASCII form (RFC 1035, RFC 5891), and no dot
//! at its end. `。` is taken as a dot, capitals and full-width forms are folded. A scheme, path,
//! port, wildcard, address or underscore makes it something else than a domain.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};

use super::{Check, Detail, Problem};

mod explain;
mod suffix;
mod under;

pub use under::{is_under_any, lies_under, readable, readable_suffix};

/// A well-formed domain name with a known public suffix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain<'v> {
    /// In lower-case ASCII, `xn--` and all.
    pub ascii: Cow<'v, str>,
    /// How many of its last bytes are the public suffix.
    suffix: usize,
}

impl Domain<'_> {
    /// As it is read.
    pub fn unicode(&self) -> Cow<'_, str> {
        if self.ascii.contains("--") {
            Cow::Owned(idna::domain_to_unicode(&self.ascii).0)
        } else {
            Cow::Borrowed(&self.ascii)
        }
    }

    /// The public suffix in ASCII, such as `com.cn`; private suffixes such as `github.io` are
    /// names like others.
    pub fn suffix(&self) -> &str {
        let start = self.ascii.len().saturating_sub(self.suffix);
        self.ascii.get(start..).unwrap_or_default()
    }

    /// The suffix with one more label, in ASCII; none for a public suffix itself.
    pub fn registrable(&self) -> Option<&str> {
        suffix::registrable(&self.ascii, self.suffix)
    }
}

const ADDRESS: Problem = Problem::new(&[
    "domain-ip-address",
    "是 IP 地址，应填域名",
    "is an address, a domain name was expected",
]);
const SINGLE_LABEL: Problem = Problem::new(&[
    "domain-single-label",
    "没有后缀，域名至少有两段",
    "has no suffix, a domain has two labels at least",
]);
const UNKNOWN_SUFFIX: Problem = Problem::new(&[
    "domain-unknown-suffix",
    "后缀不在公共后缀列表里",
    "its suffix is not in the public suffix list",
]);
const NOT_HAN: Problem = Problem::new(&[
    "domain-not-han",
    "含有“{}”，境内域名只用汉字、字母、数字和“-”，请核对",
    "contains “{}”, domains in China have Han, letters, digits and - only; check it",
]);

/// Checks a domain name. Doubtful where it has letters that are neither ASCII nor Han.
pub fn check_domain(value: &str) -> Check<Domain<'_>> {
    if is_settled(value) {
        return of_ascii(value.into()).map_or_else(Check::Malformed, Check::Ok);
    }
    let trimmed = value.trim();
    if trimmed.len() < value.len() {
        return check_domain(trimmed);
    }
    let Ok(ascii) = idna::domain_to_ascii_strict(value) else {
        return Check::Malformed(explain::explain(value));
    };
    let domain = match of_ascii(ascii.into()) {
        Ok(domain) => domain,
        Err(problem) => return Check::Malformed(problem),
    };
    let unicode = domain.unicode();
    let foreign = unicode.chars().find(|c| !c.is_ascii() && !is_han(*c));
    match foreign {
        Some(letter) => Check::Doubtful(domain, NOT_HAN.with(Detail::Char(letter))),
        None => Check::Ok(domain),
    }
}

/// Whether a name is surely a well-formed domain name with a known public suffix.
pub(super) fn is_plain_domain(name: &str) -> bool {
    is_settled(name) && of_ascii(name.into()).is_ok()
}

/// A name in its ASCII form with its suffix.
fn of_ascii(ascii: Cow<'_, str>) -> Result<Domain<'_>, Problem> {
    // Only an address ends with a digit, and not each that does is one.
    let may_be_address = matches!(ascii.as_bytes(), [.., b'0'..=b'9']);
    if may_be_address && ascii.parse::<Ipv4Addr>().is_ok() {
        return Err(ADDRESS);
    }
    if !ascii.as_bytes().contains(&b'.') {
        return Err(SINGLE_LABEL);
    }
    let suffix = suffix::public_suffix(&ascii).ok_or(UNKNOWN_SUFFIX)?;
    Ok(Domain { ascii, suffix })
}

/// Whether a name is well-formed, its own ASCII form and read as it is written, as nearly all are:
/// labels of small letters, digits and single hyphens inside. Others may be so too; that IDNA tells.
fn is_settled(name: &str) -> bool {
    // A hyphen or dot must not stand where a label begins, nor behind another.
    let mut last = SIGN;
    let mut wrong = 0;
    // No byte is passed over, so that there is one branch for all of them.
    for byte in name.bytes() {
        let part = PARTS.get(usize::from(byte)).copied().unwrap_or(OTHER);
        wrong |= (part & last & SIGN) | (part & OTHER);
        last = part;
    }
    let is_short = name.len() <= 63 || name.split('.').all(|label| label.len() <= 63);
    wrong == 0 && last == LETTER && is_short && name.len() <= 253
}

// What a byte is in a name, a bit each.
/// A small letter or a digit.
const LETTER: u8 = 1;
/// A hyphen or a dot.
const SIGN: u8 = 2;
const OTHER: u8 = 4;

static PARTS: [u8; 256] = {
    let mut parts = [OTHER; 256];
    let mut rest: &mut [u8] = &mut parts;
    let mut byte = 0u8;
    while let [part, others @ ..] = rest {
        *part = match byte {
            b'a'..=b'z' | b'0'..=b'9' => LETTER,
            b'-' | b'.' => SIGN,
            _ => OTHER,
        };
        byte = byte.wrapping_add(1);
        rest = others;
    }
    parts
};

fn is_address(value: &str) -> bool {
    let bare = value
        .strip_prefix('[')
        .and_then(|value| value.strip_suffix(']'));
    bare.unwrap_or(value).parse::<IpAddr>().is_ok()
}

fn is_dot(character: char) -> bool {
    matches!(character, '.' | '。' | '．' | '｡')
}

/// Whether a character is of the Han script, as far as domain names may have it.
fn is_han(character: char) -> bool {
    matches!(
        character,
        '\u{3005}' | '\u{3007}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(answer: &Check<Domain<'_>>) -> &'static str {
        answer.problem().map_or("", |problem| problem.code())
    }

    #[test]
    fn names_are_folded_and_shown_in_both_forms() {
        for (value, ascii, unicode) in [
            ("例子.中国", "xn--fsqu00a.xn--fiqs8s", "例子.中国"),
            ("例子。中国", "xn--fsqu00a.xn--fiqs8s", "例子.中国"),
            (
                "xn--fsqu00a.xn--fiqs8s",
                "xn--fsqu00a.xn--fiqs8s",
                "例子.中国",
            ),
            ("测试.政务.cn", "xn--0zwm56d.xn--zfr164b.cn", "测试.政务.cn"),
            ("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com", "example.com"),
            (" EXAMPLE.COM ", "example.com", "example.com"),
            (
                "Www.Example.Com.Cn",
                "www.example.com.cn",
                "www.example.com.cn",
            ),
            ("1-2.cn", "1-2.cn", "1-2.cn"),
        ] {
            let answer = check_domain(value);
            assert_eq!(code(&answer), "", "{value}");
            let domain = answer.value().unwrap();
            assert_eq!(
                (&*domain.ascii, &*domain.unicode()),
                (ascii, unicode),
                "{value}"
            );
        }
    }

    #[test]
    fn the_registrable_domain_is_told() {
        for (value, suffix, registrable, is_registrable) in [
            ("example.com", "com", Some("example.com"), true),
            (
                "www.example.com.cn",
                "com.cn",
                Some("example.com.cn"),
                false,
            ),
            ("example.gov.cn", "gov.cn", Some("example.gov.cn"), true),
            ("com.cn", "com.cn", None, false),
            ("a.github.io", "io", Some("github.io"), false),
        ] {
            let answer = check_domain(value);
            let domain = answer.value().unwrap();
            assert_eq!(domain.suffix(), suffix, "{value}");
            assert_eq!(domain.registrable(), registrable, "{value}");
            let is_whole = domain.registrable() == Some(&*domain.ascii);
            assert_eq!(is_whole, is_registrable, "{value}");
        }
    }

    #[test]
    fn other_scripts_are_doubtful() {
        for value in ["bücher.com", "пример.com", "例え.com", "한국.com"] {
            let answer = check_domain(value);
            assert_eq!(code(&answer), "domain-not-han", "{value}");
            assert!(answer.value().is_some(), "{value}");
        }
    }

    #[test]
    fn malformed_names_say_why() {
        let long_label = format!("{}.com", "a".repeat(64));
        let long_han = format!("{}.com", "例".repeat(60));
        let long_name = format!("{}com", "abcdefg.".repeat(32));
        for (value, expected) in [
            ("", "domain-empty"),
            (" ", "domain-empty"),
            ("http://example.com", "domain-scheme"),
            ("https://example.com/", "domain-scheme"),
            ("//example.com", "domain-scheme"),
            ("example.com/", "domain-path"),
            ("example.com/a?b#c", "domain-path"),
            ("example.com?b", "domain-path"),
            ("example.com:80", "domain-port"),
            ("*.example.com", "domain-wildcard"),
            ("1.2.3.4", "domain-ip-address"),
            ("１.2.3.4", "domain-ip-address"),
            ("::1", "domain-ip-address"),
            ("[2400:3200::1]", "domain-ip-address"),
            ("a_b.com", "domain-underscore"),
            ("_dmarc.example.com", "domain-underscore"),
            ("-a.com", "domain-hyphen"),
            ("a-.com", "domain-hyphen"),
            ("ab--cd.com", "domain-hyphen"),
            ("a..b", "domain-empty-label"),
            (".example.com", "domain-empty-label"),
            ("example.com.", "domain-trailing-dot"),
            ("例子.中国。", "domain-trailing-dot"),
            ("xn--a.com", "domain-punycode"),
            ("localhost", "domain-single-label"),
            ("例子", "domain-single-label"),
            ("com", "domain-single-label"),
            ("example.notatld", "domain-unknown-suffix"),
            ("1.2.3", "domain-unknown-suffix"),
            ("a b.com", "domain-character"),
            ("a@example.com", "domain-character"),
            ("a,b.com", "domain-character"),
            ("例子！.com", "domain-character"),
            ("\u{1f600}\u{200d}.com", "domain-character"),
            (long_label.as_str(), "domain-label-length"),
            (long_han.as_str(), "domain-label-length"),
            (long_name.as_str(), "domain-length"),
        ] {
            let answer = check_domain(value);
            assert!(answer.is_malformed(), "{value}");
            assert_eq!(code(&answer), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn settled_names_are_what_idna_makes_of_them(name in "[a-z0-9.-]{1,70}|[a-z]{60,66}\\.cn") {
            if is_settled(&name) {
                prop_assert_eq!(idna::domain_to_ascii_strict(&name).ok(), Some(name.clone()));
                prop_assert_eq!(idna::domain_to_unicode(&name).0, name);
            }
        }

        #[test]
        fn nothing_panics(value in "\\PC*|[a-z例政务。._*:/-]{0,24}(\\.cn)?|.*") {
            let answer = check_domain(&value);
            if let Some(domain) = answer.value() {
                prop_assert!(domain.ascii.is_ascii() && domain.ascii.ends_with(domain.suffix()));
            }
        }

        #[test]
        fn a_good_name_reads_the_same_again(value in "[a-zA-Z0-9例子]{1,8}(\\.[a-z]{1,3}){0,2}\\.(cn|com|中国)") {
            if let Check::Ok(domain) = check_domain(&value) {
                prop_assert_eq!(check_domain(&domain.ascii), Check::Ok(domain.clone()));
                let unicode = domain.unicode();
                prop_assert_eq!(check_domain(&unicode), Check::Ok(domain.clone()));
            }
        }
    }
}
