//! Numbers of the filing with the police (公安联网备案号): `京公网安备11000002000001号`.
//!
//! Abbreviation of the province, 公网安备, 14 digits, 号; blanks around the digits are usual. The
//! digits are 6 for the police organ, mostly a code of GB/T 2260, then 2, then 6 in sequence. The
//! abbreviation is that of number plates, so 川 and 甘 here where ICP filings have 蜀 and 陇; for
//! Guizhou both 贵 and 黔 are seen.

use super::divisions::{DIVISIONS, Division, division};
use super::{Check, Detail, Problem};

/// A public-security number taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicSecurityNumber {
    /// The province's six-digit code.
    pub province: u32,
    /// The six digits of the police organ.
    pub organ: u32,
}

const EMPTY: Problem = Problem::new(&["public-security-empty", "没有内容", "is empty"]);
const PROVINCE: Problem = Problem::new(&[
    "public-security-province",
    "应以一个字的省份简称开头，如“京”“川”",
    "begins with the one-character abbreviation of a province, such as 京 or 川",
]);
const WORDS: Problem = Problem::new(&[
    "public-security-words",
    "省份简称后应为“公网安备”",
    "公网安备 was expected behind the province",
]);
const NO_HAO: Problem = Problem::new(&[
    "public-security-no-hao",
    "数字后缺少“号”，或“号”后还有内容",
    "does not end with 号 behind the digits",
]);
const CHARACTER: Problem = Problem::new(&[
    "public-security-character",
    "数字中间有“{}”",
    "has “{}” where digits were expected",
]);
const LENGTH: Problem = Problem::new(&[
    "public-security-length",
    "有 {} 位数字，应为 14 位",
    "has {} digits, 14 were expected",
]);
const MISMATCH: Problem = Problem::new(&[
    "public-security-mismatch",
    "省份简称与数字不符，数字应以 {} 开头",
    "the digits do not fit the province, they begin with {}",
]);
const ABBREVIATION: Problem = Problem::new(&[
    "public-security-abbreviation",
    "公安备案号里的省份简称应为“{}”，请核对",
    "public-security numbers abbreviate this province {}, check it",
]);

/// Checks a public-security number. 蜀 and 陇 are doubtful.
pub fn check_public_security_number(value: &str) -> Check<PublicSecurityNumber> {
    let value = value.trim();
    let Some(first) = value.chars().next() else {
        return Check::Malformed(EMPTY);
    };
    let number = match read(value, first) {
        Ok(number) => number,
        Err(problem) => return Check::Malformed(problem),
    };
    match division(number.province).and_then(|division| division.police) {
        Some(police) if police != first && first != '黔' => {
            Check::Doubtful(number, ABBREVIATION.with(Detail::Char(police)))
        }
        _ => Check::Ok(number),
    }
}

fn read(value: &str, first: char) -> Result<PublicSecurityNumber, Problem> {
    let province = abbreviated(first).ok_or(PROVINCE)?.code;
    let rest = value.strip_prefix(first).unwrap_or_default();
    let rest = rest.strip_prefix("公网安备").ok_or(WORDS)?;
    let digits = rest.strip_suffix('号').ok_or(NO_HAO)?;
    let digits = digits.strip_prefix(' ').unwrap_or(digits);
    let digits = digits.strip_suffix(' ').unwrap_or(digits);
    if let Some(other) = digits.chars().find(|digit| !digit.is_ascii_digit()) {
        return Err(CHARACTER.with(Detail::Char(other)));
    }
    let organ = match digits.get(..6).map(str::parse) {
        Some(Ok(organ)) if digits.len() == 14 => organ,
        _ => {
            let count = u32::try_from(digits.len()).unwrap_or(u32::MAX);
            return Err(LENGTH.with(Detail::Number(count)));
        }
    };
    if super::province_of(organ) != province {
        return Err(MISMATCH.with(Detail::Number(province / 10_000)));
    }
    Ok(PublicSecurityNumber { province, organ })
}

/// The province by either abbreviation.
fn abbreviated(first: char) -> Option<&'static Division> {
    DIVISIONS
        .iter()
        .find(|division| division.police == Some(first) || division.icp == Some(first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(answer: &Check<PublicSecurityNumber>) -> &'static str {
        answer.problem().map_or("", |problem| problem.code())
    }

    #[test]
    fn numbers_name_province_and_organ() {
        for (value, province, organ, expected) in [
            ("京公网安备11000002000001号", 110_000, 110_000, ""),
            ("京公网安备 11000002000001 号", 110_000, 110_000, ""),
            ("京公网安备 11000002000001号", 110_000, 110_000, ""),
            ("川公网安备51019002000001号", 510_000, 510_190, ""),
            ("甘公网安备62000002000001号", 620_000, 620_000, ""),
            ("贵公网安备52000002000001号", 520_000, 520_000, ""),
            ("黔公网安备52000002000001号", 520_000, 520_000, ""),
            ("滇公网安备53000002000001号", 530_000, 530_000, ""),
            ("陕公网安备61000002000001号", 610_000, 610_000, ""),
            (
                "蜀公网安备51000002000001号",
                510_000,
                510_000,
                "public-security-abbreviation",
            ),
            (
                "陇公网安备62000002000001号",
                620_000,
                620_000,
                "public-security-abbreviation",
            ),
        ] {
            let answer = check_public_security_number(value);
            let number = PublicSecurityNumber { province, organ };
            assert_eq!(answer.value(), Some(&number), "{value}");
            assert_eq!(code(&answer), expected, "{value}");
        }
    }

    #[test]
    fn malformed_numbers_say_why() {
        for (value, expected) in [
            ("", "public-security-empty"),
            ("公网安备11000002000001号", "public-security-province"),
            ("台公网安备71000002000001号", "public-security-province"),
            ("京ICP备12345678号", "public-security-words"),
            ("京公网安备11000002000001", "public-security-no-hao"),
            ("京公网安备11000002000001号-1", "public-security-no-hao"),
            ("京公网安备1100000200000a号", "public-security-character"),
            ("京公网安备110000 02000001号", "public-security-character"),
            ("京公网安备１１000002000001号", "public-security-character"),
            ("京公网安备1100000200001号", "public-security-length"),
            ("京公网安备110000020000011号", "public-security-length"),
            ("京公网安备号", "public-security-length"),
            ("京公网安备31000002000001号", "public-security-mismatch"),
            ("粤公网安备11000002000001号", "public-security-mismatch"),
        ] {
            let answer = check_public_security_number(value);
            assert!(answer.is_malformed(), "{value}");
            assert_eq!(code(&answer), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(value in "\\PC*|京公网安备[0-9 号]{0,17}") {
            let _ = check_public_security_number(&value);
        }
    }
}
