//! Whether a name lies under a suffix, whatever form both are written in.

use std::borrow::Cow;

use super::is_dot;
use crate::identifiers::fold;

/// Whether a domain name lies under one of some suffixes, such as `gov.cn` or `政务`, with at least
/// one label in front. Letter case, full-width forms, `。` and punycode make no difference.
pub fn is_under_any<S: AsRef<str>>(name: &str, suffixes: &[S]) -> bool {
    let name = readable(name);
    let mut suffixes = suffixes.iter();
    suffixes.any(|own| lies_under(&name, &readable_suffix(own.as_ref())))
}

/// Whether a [`readable`] name lies under a [`readable_suffix`], with at least one label in front.
pub fn lies_under(name: &str, suffix: &str) -> bool {
    let before = name.len().checked_sub(suffix.len());
    let dot = before.and_then(|before| before.checked_sub(1));
    // The dot is the quickest to look for.
    dot.is_some_and(|dot| {
        dot > 0 && name.as_bytes().get(dot) == Some(&b'.') && name.ends_with(suffix)
    })
}

/// A suffix of domain names as [`lies_under`] takes it.
pub fn readable_suffix(written: &str) -> String {
    let name = readable(written);
    name.strip_prefix('.').unwrap_or(&name).to_owned()
}

/// A name in lower case, its dots plain and its punycode decoded.
pub fn readable(name: &str) -> Cow<'_, str> {
    let mut name = fold(name);
    // Without two hyphens there is no punycode.
    let mut last = 0;
    let is_settled = name.bytes().all(|byte| {
        let before = std::mem::replace(&mut last, byte);
        byte.is_ascii() && !byte.is_ascii_uppercase() && (before, byte) != (b'-', b'-')
    });
    if is_settled {
        return name;
    }
    if name.contains(|c: char| c.is_uppercase() || (c != '.' && is_dot(c))) {
        name = Cow::Owned(
            name.chars()
                .flat_map(char::to_lowercase)
                .map(|c| if is_dot(c) { '.' } else { c })
                .collect(),
        );
    }
    if name.contains("xn--") {
        name = Cow::Owned(idna::domain_to_unicode(&name).0);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lie_under_their_suffixes() {
        for (name, suffix, expected) in [
            ("example.gov.cn", "gov.cn", true),
            ("www.example.gov.cn", "gov.cn", true),
            ("EXAMPLE.Gov.CN", "gov.cn", true),
            ("gov.cn", "gov.cn", false),
            ("mygov.cn", "gov.cn", false),
            ("mygov.cn", "cn", true),
            ("example.org.cn", "org", false),
            ("example.org", ".org", true),
            ("例子.政务", "政务", true),
            ("例子。政务", "政务", true),
            ("xn--fsqu00a.xn--zfr164b", "政务", true),
            ("例子.政务", "xn--zfr164b", true),
            ("例子.政务.cn", "政务", false),
            ("ｅｘａｍｐｌｅ．ｏｒｇ", "org", true),
            ("", "org", false),
            ("http://example.org/", "org", false),
        ] {
            assert_eq!(is_under_any(name, &[suffix]), expected, "{name} {suffix}");
        }
    }
}
