//! Public suffixes: the ICANN section of the public suffix list, and two of `.cn` that it lacks.

use psl::Type;

/// 政务.cn and 公益.cn, categories of the national domain system (MIIT notice 2018 No. 7).
const CATEGORIES: &[&str] = &["xn--zfr164b.cn", "xn--55qw42g.cn"];

/// How many of the last bytes of a name in lower-case ASCII are its public suffix; `None` where the
/// list knows none.
pub(super) fn public_suffix(ascii: &str) -> Option<usize> {
    let mut name = ascii.as_bytes();
    loop {
        let suffix = psl::suffix(name)?;
        let bytes = suffix.as_bytes();
        match suffix.typ()? {
            Type::Icann if bytes == b"cn" => {
                let category = CATEGORIES.iter().find(|suffix| is_under(ascii, suffix));
                return Some(category.map_or(bytes.len(), |suffix| suffix.len()));
            }
            Type::Icann => return Some(bytes.len()),
            // A private suffix is somebody's domain: go on with what is above it.
            Type::Private => {
                let dot = bytes.iter().position(|byte| *byte == b'.')?;
                name = bytes.get(dot.saturating_add(1)..)?;
            }
        }
    }
}

/// The suffix of so many bytes with one more label, unless the name is the suffix.
pub(super) fn registrable(ascii: &str, suffix: usize) -> Option<&str> {
    let dot = ascii.len().checked_sub(suffix)?.checked_sub(1)?;
    let before = ascii.as_bytes().get(..dot)?;
    let earlier = before.iter().rposition(|byte| *byte == b'.');
    ascii.get(earlier.map_or(0, |dot| dot.saturating_add(1))..)
}

/// Whether a name is the suffix or lies under it.
fn is_under(ascii: &str, suffix: &str) -> bool {
    ascii
        .strip_suffix(suffix)
        .is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifiers::DIVISIONS;

    /// The registrable domain, shown as it is read.
    fn registrable_of(name: &str) -> Option<String> {
        let ascii = idna::domain_to_ascii_strict(name).unwrap();
        let found = registrable(&ascii, public_suffix(&ascii)?)?;
        Some(idna::domain_to_unicode(found).0)
    }

    #[test]
    fn chinese_names_have_their_registrable_domain() {
        for (name, expected) in [
            ("www.example.com.cn", Some("example.com.cn")),
            ("example.gov.cn", Some("example.gov.cn")),
            ("www.example.bj.cn", Some("example.bj.cn")),
            ("www.例子.政务", Some("例子.政务")),
            ("foo.公司.cn", Some("foo.公司.cn")),
            ("com.cn", None),
            ("foo.政务.cn", Some("foo.政务.cn")),
            ("www.foo.公益.cn", Some("foo.公益.cn")),
            ("政务.cn", None),
            ("foo政务.cn", Some("foo政务.cn")),
            ("a.github.io", Some("github.io")),
            ("github.io", Some("github.io")),
            ("a.b.uk.com", Some("uk.com")),
            ("x.y.z.blogspot.com", Some("blogspot.com")),
            ("example.notatld", None),
        ] {
            assert_eq!(registrable_of(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn all_regions_and_categories_of_cn_are_suffixes() {
        let regions = DIVISIONS.iter().map(|division| division.cn_label);
        let categories = [
            "gov", "org", "ac", "com", "edu", "mil", "net", "政务", "公益",
        ];
        for label in regions.chain(categories) {
            let suffix = format!("{label}.cn");
            assert_eq!(registrable_of(&suffix), None, "{suffix}");
            let name = format!("example.{suffix}");
            assert_eq!(registrable_of(&format!("www.{name}")), Some(name));
        }
    }

    /// Of the vectors that are published with the list.
    #[test]
    fn vectors_of_the_list_hold() {
        for (name, expected) in [
            ("com", None),
            ("example.com", Some("example.com")),
            ("b.example.com", Some("example.com")),
            ("a.b.example.com", Some("example.com")),
            ("biz", None),
            ("a.b.domain.biz", Some("domain.biz")),
            ("uk", None),
            ("co.uk", None),
            ("a.b.example.co.uk", Some("example.co.uk")),
            ("test.jp", Some("test.jp")),
            ("ac.jp", None),
            ("www.test.ac.jp", Some("test.ac.jp")),
            ("kyoto.jp", None),
            ("test.kyoto.jp", Some("test.kyoto.jp")),
            ("ide.kyoto.jp", None),
            ("a.b.ide.kyoto.jp", Some("b.ide.kyoto.jp")),
            ("c.kobe.jp", None),
            ("a.b.c.kobe.jp", Some("b.c.kobe.jp")),
            ("city.kobe.jp", Some("city.kobe.jp")),
            ("www.city.kobe.jp", Some("city.kobe.jp")),
            ("test.ck", None),
            ("a.b.test.ck", Some("b.test.ck")),
            ("www.ck", Some("www.ck")),
            ("www.www.ck", Some("www.ck")),
            ("c.mm", None),
            ("a.b.c.mm", Some("b.c.mm")),
            ("ak.us", None),
            ("test.ak.us", Some("test.ak.us")),
            ("k12.ak.us", None),
            ("www.test.k12.ak.us", Some("test.k12.ak.us")),
            ("食狮.com.cn", Some("食狮.com.cn")),
            ("食狮.公司.cn", Some("食狮.公司.cn")),
            ("www.食狮.公司.cn", Some("食狮.公司.cn")),
            ("shishi.公司.cn", Some("shishi.公司.cn")),
            ("公司.cn", None),
            ("www.食狮.中国", Some("食狮.中国")),
            ("中国", None),
        ] {
            assert_eq!(registrable_of(name).as_deref(), expected, "{name}");
        }
    }
}
