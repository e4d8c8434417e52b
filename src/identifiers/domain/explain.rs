//! Why a text is no domain name.

use super::{ADDRESS, is_address, is_dot, is_han};
use crate::identifiers::{Detail, Problem};

const EMPTY: Problem = Problem::new(&["domain-empty", "没有内容", "is empty"]);
const SCHEME: Problem = Problem::new(&[
    "domain-scheme",
    "是网址，应去掉“://”及其前面的部分，只填域名",
    "is a URL, the domain alone was expected, without :// and what is before it",
]);
const PATH: Problem = Problem::new(&[
    "domain-path",
    "域名后不能带“{}”及路径",
    "has “{}” or a path behind the domain",
]);
const PORT: Problem = Problem::new(&[
    "domain-port",
    "域名后不能带“:”和端口",
    "has a : or a port, the domain alone was expected",
]);
const WILDCARD: Problem = Problem::new(&[
    "domain-wildcard",
    "不能用通配符“*”",
    "has the wildcard *, a single domain was expected",
]);
const UNDERSCORE: Problem = Problem::new(&[
    "domain-underscore",
    "不能含下划线",
    "has an underscore, which no domain name has",
]);
const TRAILING_DOT: Problem = Problem::new(&[
    "domain-trailing-dot",
    "末尾多了一个点",
    "ends with a dot, none was expected",
]);
const EMPTY_LABEL: Problem = Problem::new(&[
    "domain-empty-label",
    "开头有点，或有两个点相连",
    "begins with a dot or has two dots together",
]);
const CHARACTER: Problem = Problem::new(&[
    "domain-character",
    "含有不能用在域名里的字符“{}”",
    "contains “{}”, which no domain name has",
]);
const HYPHEN: Problem = Problem::new(&[
    "domain-hyphen",
    "每一段都不能以“-”开头或结尾，第三、四个字符也不能都是“-”",
    "a label neither begins nor ends with - nor has -- as its third and fourth characters",
]);
const LABEL_LENGTH: Problem = Problem::new(&[
    "domain-label-length",
    "有一段的 ASCII 形式长 {} 个字符，最多 63 个",
    "a label has {} characters in ASCII form, 63 at most are allowed",
]);
const LENGTH: Problem = Problem::new(&[
    "domain-length",
    "ASCII 形式长 {} 个字符，最多 253 个",
    "has {} characters in ASCII form, 253 at most are allowed",
]);
const PUNYCODE: Problem = Problem::new(&[
    "domain-punycode",
    "以“xn--”开头的一段不能还原成文字",
    "a label beginning with xn-- does not decode",
]);
const INVALID: Problem = Problem::new(&[
    "domain-invalid",
    "不是合法的域名",
    "is no valid domain name",
]);

/// The first thing that is wrong with a name that IDNA refuses.
pub(super) fn explain(value: &str) -> Problem {
    if value.is_empty() {
        return EMPTY;
    }
    if value.contains("://") || value.starts_with("//") {
        return SCHEME;
    }
    if let Some(mark) = value.chars().find(|c| matches!(c, '/' | '\\' | '?' | '#')) {
        return PATH.with(Detail::Char(mark));
    }
    if is_address(value) {
        return ADDRESS;
    }
    for character in value.chars() {
        match character {
            ':' | '：' => return PORT,
            '*' | '＊' => return WILDCARD,
            '_' | '＿' => return UNDERSCORE,
            '-' => {}
            _ if character.is_alphanumeric() || is_dot(character) || is_han(character) => {}
            _ => return CHARACTER.with(Detail::Char(character)),
        }
    }
    if value.ends_with(is_dot) {
        return TRAILING_DOT;
    }
    if value.split(is_dot).any(str::is_empty) {
        return EMPTY_LABEL;
    }
    explain_labels(value)
}

/// Of a name that has only good characters and no empty label.
fn explain_labels(value: &str) -> Problem {
    let punycode = |label: &str| {
        let label = label.to_ascii_lowercase();
        label.starts_with("xn--") && idna::domain_to_ascii_strict(&label).is_err()
    };
    let hyphens = |label: &str| {
        let second = label.chars().nth(2) == Some('-') && label.chars().nth(3) == Some('-');
        label.starts_with('-') || label.ends_with('-') || second
    };
    let Ok(ascii) = idna::domain_to_ascii(value) else {
        return if value.split(is_dot).any(punycode) {
            PUNYCODE
        } else {
            INVALID
        };
    };
    if let Some(long) = ascii.split('.').map(str::len).find(|length| *length > 63) {
        return LABEL_LENGTH.with(number(long));
    }
    if ascii.len() > 253 {
        return LENGTH.with(number(ascii.len()));
    }
    if value.split(is_dot).any(hyphens) {
        return HYPHEN;
    }
    INVALID
}

fn number(length: usize) -> Detail {
    Detail::Number(u32::try_from(length).unwrap_or(u32::MAX))
}
