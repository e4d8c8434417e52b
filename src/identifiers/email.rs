//! E-mail addresses as filing systems take them: narrower than RFC 5322.
//!
//! One `@`; before it 1–64 of `A-Za-z0-9` and ``.!#$%&'*+/=?^_{|}~-`` without quotes and without
//! a dot at either end or two together; behind it a domain with a known public suffix; ASCII
//! only, at most 254 characters. Internationalised addresses are refused, as the forms do.

use super::domain::{check_domain, is_plain_domain};
use super::{Check, Detail, Problem};

const EMPTY: Problem = Problem::new(&["email-empty", "没有内容", "is empty"]);
const FULL_WIDTH: Problem = Problem::new(&[
    "email-full-width",
    "含有全角字符“{}”，应为半角",
    "contains the full-width “{}”, half-width was expected",
]);
const NOT_ASCII: Problem = Problem::new(&[
    "email-not-ascii",
    "含有“{}”，邮箱只能用英文字母、数字和符号",
    "contains “{}”, an address has ASCII letters, digits and signs only",
]);
const BLANK: Problem = Problem::new(&[
    "email-blank",
    "含有空格，应去掉",
    "contains a blank, none was expected",
]);
const BRACKETS: Problem = Problem::new(&[
    "email-display-name",
    "带有“<>”，应只填邮箱地址，不带姓名",
    "has < or >, the bare address without a name was expected",
]);
const QUOTES: Problem = Problem::new(&[
    "email-quotes",
    "含有引号，备案系统不接受",
    "has quotes, which filing systems do not take",
]);
const NO_AT: Problem = Problem::new(&["email-no-at", "缺少“@”", "lacks @"]);
const MANY_AT: Problem = Problem::new(&["email-many-at", "有不止一个“@”", "has more than one @"]);
const NO_LOCAL: Problem =
    Problem::new(&["email-no-local", "“@”前没有用户名", "has nothing before @"]);
const NO_DOMAIN: Problem =
    Problem::new(&["email-no-domain", "“@”后没有域名", "has nothing behind @"]);
const LOCAL_LENGTH: Problem = Problem::new(&[
    "email-local-length",
    "“@”前超过 64 个字符",
    "has more than 64 characters before @",
]);
const LENGTH: Problem = Problem::new(&[
    "email-length",
    "超过 254 个字符",
    "has more than 254 characters",
]);
const DOTS: Problem = Problem::new(&[
    "email-dots",
    "“@”前不能以点开头或结尾，也不能有两个点相连",
    "the part before @ begins or ends with a dot or has two together",
]);
const CHARACTER: Problem = Problem::new(&[
    "email-character",
    "“@”前含有不能用的字符“{}”",
    "contains “{}” before @, which is not allowed there",
]);
const ADDRESS: Problem = Problem::new(&[
    "email-ip-address",
    "“@”后是 IP 地址，应为域名",
    "has an address behind @, a domain was expected",
]);
const DOMAIN: Problem = Problem::new(&[
    "email-domain",
    "“@”后不是合法的域名",
    "has no valid domain behind @",
]);
const NO_SUFFIX: Problem = Problem::new(&[
    "email-domain-suffix",
    "“@”后的域名没有已知的后缀，应如 example.com",
    "has a domain without a known suffix behind @, one like example.com was expected",
]);

/// Checks an address, which is given back as it is. Blanks around it are not passed over.
pub fn check_email(value: &str) -> Check<&str> {
    if is_plain(value) {
        return Check::Ok(value);
    }
    match problem(value) {
        None => Check::Ok(value),
        Some(problem) => Check::Malformed(problem),
    }
}

/// Whether nothing can be wrong with an address, as with nearly all.
fn is_plain(value: &str) -> bool {
    let may_stand = |byte: u8| LOCAL.get(usize::from(byte)) == Some(&true);
    let local = value.bytes().take_while(|byte| may_stand(*byte)).count();
    let Some((local, domain)) = value.split_at_checked(local) else {
        return false;
    };
    let Some(domain) = domain.strip_prefix('@') else {
        return false;
    };
    let is_local = (1..=64).contains(&local.len()) && !has_stray_dot(local.as_bytes());
    is_local && value.len() <= 254 && is_plain_domain(domain)
}

/// Whether a dot stands at either end or beside another.
fn has_stray_dot(local: &[u8]) -> bool {
    let mut last = b'.';
    for byte in local {
        if *byte == b'.' && last == b'.' {
            return true;
        }
        last = *byte;
    }
    last == b'.'
}

/// Whether a byte may stand before the @.
const fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'.' | b'_'
                | b'-'
                | b'!'
                | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'/'
                | b'='
                | b'?'
                | b'^'
                | b'{'
                | b'|'
                | b'}'
                | b'~'
        )
}

static LOCAL: [bool; 256] = {
    let mut local = [false; 256];
    let mut rest: &mut [bool] = &mut local;
    let mut byte = 0u8;
    while let [own, others @ ..] = rest {
        *own = is_local(byte);
        byte = byte.wrapping_add(1);
        rest = others;
    }
    local
};

fn problem(value: &str) -> Option<Problem> {
    if value.is_empty() {
        return Some(EMPTY);
    }
    let may_stand = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"');
    if !value.bytes().all(may_stand) {
        if value.contains(['<', '>']) {
            return Some(BRACKETS);
        }
        if let Some(problem) = value.chars().find_map(misplaced) {
            return Some(problem);
        }
    }
    let Some((local, domain)) = value.split_once('@') else {
        return Some(NO_AT);
    };
    if domain.contains('@') {
        return Some(MANY_AT);
    }
    let length = (value.len() > 254).then_some(LENGTH);
    problem_before(local)
        .or(length)
        .or_else(|| problem_behind(domain))
}

/// What is wrong with a character wherever it stands.
fn misplaced(character: char) -> Option<Problem> {
    match character {
        '"' => Some(QUOTES),
        '\u{ff01}'..='\u{ff5e}' => Some(FULL_WIDTH.with(Detail::Char(character))),
        _ if character.is_whitespace() => Some(BLANK),
        _ if !character.is_ascii() => Some(NOT_ASCII.with(Detail::Char(character))),
        _ => None,
    }
}

fn problem_before(local: &str) -> Option<Problem> {
    let allowed = |c: &char| u8::try_from(*c).is_ok_and(is_local);
    if local.is_empty() {
        Some(NO_LOCAL)
    } else if local.len() > 64 {
        Some(LOCAL_LENGTH)
    } else if has_stray_dot(local.as_bytes()) {
        Some(DOTS)
    } else {
        let other = local.chars().find(|c| !allowed(c))?;
        Some(CHARACTER.with(Detail::Char(other)))
    }
}

fn problem_behind(domain: &str) -> Option<Problem> {
    if domain.is_empty() {
        return Some(NO_DOMAIN);
    }
    if domain.starts_with('[') {
        return Some(ADDRESS);
    }
    match check_domain(domain) {
        Check::Ok(_) | Check::Doubtful(..) => None,
        Check::Malformed(problem) => Some(match problem.code() {
            "domain-ip-address" => ADDRESS,
            "domain-single-label" | "domain-unknown-suffix" => NO_SUFFIX,
            _ => DOMAIN,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn good_addresses_pass() {
        let longest = format!("{}@example.com", "a".repeat(64));
        for value in [
            "a@example.com",
            "a+b@example.com",
            "name.x@mail.example.cn",
            "A@EXAMPLE.COM",
            "0!#$%&'*+/=?^_{|}~-@example.org.cn",
            "a@xn--fsqu00a.xn--fiqs8s",
            longest.as_str(),
        ] {
            assert_eq!(check_email(value), Check::Ok(value));
        }
    }

    #[test]
    fn malformed_addresses_say_why() {
        let long_local = format!("{}@example.com", "a".repeat(65));
        let long = format!("{}@{}com", "a".repeat(64), "abcdefg.".repeat(24));
        for (value, expected) in [
            ("", "email-empty"),
            ("a@localhost", "email-domain-suffix"),
            ("a@example", "email-domain-suffix"),
            ("a@example.notatld", "email-domain-suffix"),
            ("\"a b\"@example.com", "email-quotes"),
            ("a@[127.0.0.1]", "email-ip-address"),
            ("a@127.0.0.1", "email-ip-address"),
            ("a..b@example.com", "email-dots"),
            (".a@example.com", "email-dots"),
            ("a.@example.com", "email-dots"),
            (" a@x.com", "email-blank"),
            ("a@x.com ", "email-blank"),
            ("A <a@x.com>", "email-display-name"),
            ("<a@x.com>", "email-display-name"),
            ("用户@例子.中国", "email-not-ascii"),
            ("a@例子.中国", "email-not-ascii"),
            ("ａ@example.com", "email-full-width"),
            ("a＠example.com", "email-full-width"),
            ("example.com", "email-no-at"),
            ("a@b@example.com", "email-many-at"),
            ("@example.com", "email-no-local"),
            ("a@", "email-no-domain"),
            ("a,b@example.com", "email-character"),
            ("a`b@example.com", "email-character"),
            ("a@example.com.", "email-domain"),
            ("a@-example.com", "email-domain"),
            ("a@example.com:25", "email-domain"),
            (long_local.as_str(), "email-local-length"),
            (long.as_str(), "email-length"),
        ] {
            let answer = check_email(value);
            assert!(answer.is_malformed(), "{value}");
            assert_eq!(answer.problem().unwrap().code(), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_wrong_with_plain_addresses(
            value in "[a-z.+]{0,3}@?[a-z.-]{1,9}(\\.cn)?|[a-z.@-]{0,70}\\.cn|[a-z]@[0-9.]{1,9}|\\PC*",
        ) {
            prop_assert!(!is_plain(&value) || problem(&value).is_none(), "{}", value);
        }

        #[test]
        fn nothing_panics(value in "\\PC*|[a-z.@+-]{0,16}\\.cn|.*") {
            let _ = check_email(&value).problem().map(|problem| problem.text());
        }
    }
}
