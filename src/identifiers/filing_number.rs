//! Numbers under which a subject or a service is on record.
//!
//! - subject (主体备案号): `晋ICP备2021000001号`, 8 digits to 2019/20 and 10 from 2020;
//! - service (服务备案号): the same with `-n` for a website, `-nA` an App, `-nX` a mini program,
//!   `-nK` a quick app; n counts from 1 over all kinds;
//! - a licence to operate in place of the subject's number: `京ICP证000001号` (6 or 8 digits) or
//!   `京B2-20000001`, also `B2-…` and `合字B2-…` without a province and combined kinds such as
//!   `A2.B1.B2-…`, with the same suffixes.
//!
//! In front stands the abbreviation of a province; Sichuan's is 蜀 and Gansu's 陇 here, so 川 and
//! 甘 are doubtful.

use super::divisions::{DIVISIONS, Division, division_abbreviated};
use super::{Check, Detail, Problem};

mod explain;

/// A filing number taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilingNumber {
    /// The province's six-digit code; none in a licence for several provinces.
    pub province: Option<u32>,
    /// What the subject's part of the number is.
    pub holder: Holder,
    /// The service, where the number has a suffix.
    pub service: Option<Service>,
}

/// What a subject is on record by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// A filing (ICP备).
    Filing,
    /// A licence in the old style (ICP证).
    OldLicense,
    /// A licence for value-added telecommunications (B1, B2 and combinations).
    License,
}

/// The suffix of a service's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// Its place among the subject's services, from 1.
    pub number: u32,
    /// What the suffix's letter says it is.
    pub kind: ServiceKind,
}

/// The kind of a service by the letter of its suffix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceKind {
    /// No letter.
    Website,
    /// `A`.
    App,
    /// `X`.
    MiniProgram,
    /// `K`.
    QuickApp,
}

const NOT_SERVICE: Problem = Problem::new(&[
    "filing-number-not-service",
    "是主体备案号，应填带“-1”这类后缀的服务备案号",
    "is the subject's number, the service's with a suffix like -1 was expected",
]);
const NOT_SUBJECT: Problem = Problem::new(&[
    "filing-number-not-subject",
    "是服务备案号，应填“号”后没有后缀的主体备案号",
    "is a service's number, the subject's without a suffix was expected",
]);
const ABBREVIATION: Problem = Problem::new(&[
    "filing-number-abbreviation",
    "备案号里的省份简称应为“{}”，请核对",
    "filing numbers abbreviate this province {}, check it",
]);

/// Checks the number of a subject or of a service.
pub fn check_filing_number(value: &str) -> Check<FilingNumber> {
    let Some((first, number)) = parse(value).or_else(|| parse(value.trim())) else {
        return Check::Malformed(explain::explain(value.trim()));
    };
    match first.and_then(misused) {
        Some(division) => {
            let icp = division.icp.unwrap_or_default();
            Check::Doubtful(number, ABBREVIATION.with(Detail::Char(icp)))
        }
        None => Check::Ok(number),
    }
}

/// Checks the number of a subject: one without a suffix.
pub fn check_subject_number(value: &str) -> Check<FilingNumber> {
    match check_filing_number(value) {
        Check::Ok(number) | Check::Doubtful(number, _) if number.service.is_some() => {
            Check::Malformed(NOT_SUBJECT)
        }
        answer => answer,
    }
}

/// Checks the number of a service: one with a suffix.
pub fn check_service_number(value: &str) -> Check<FilingNumber> {
    match check_filing_number(value) {
        Check::Ok(number) | Check::Doubtful(number, _) if number.service.is_none() => {
            Check::Malformed(NOT_SERVICE)
        }
        answer => answer,
    }
}

/// The number with the abbreviation in front of it, where there is one.
fn parse(value: &str) -> Option<(Option<char>, FilingNumber)> {
    let first = value.chars().next()?;
    let (rest, province) = match province_abbreviated(first) {
        Some(division) => (value.get(first.len_utf8()..)?, Some(division.code)),
        None => (value, None),
    };
    let (holder, suffix) = match rest.as_bytes() {
        [b'I', b'C', b'P', icp @ ..] if province.is_some() => old_style(icp)?,
        [b'I', b'C', b'P', ..] => return None,
        _ => (Holder::License, license(rest, province.is_some())?),
    };
    let service = match suffix {
        [] => None,
        suffix => Some(service(suffix)?),
    };
    let number = FilingNumber {
        province,
        holder,
        service,
    };
    Some((province.map(|_| first), number))
}

/// `备…号` or `证…号`; what follows.
fn old_style(text: &[u8]) -> Option<(Holder, &[u8])> {
    let (holder, text, lengths) = match text.strip_prefix("备".as_bytes()) {
        Some(text) => (Holder::Filing, text, [8, 10]),
        None => {
            let text = text.strip_prefix("证".as_bytes())?;
            (Holder::OldLicense, text, [6, 8])
        }
    };
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let suffix = text.get(digits..)?.strip_prefix("号".as_bytes())?;
    lengths.contains(&digits).then_some((holder, suffix))
}

/// `A2.B1.B2-` and 8 digits, `合字` in front where no province is; what follows.
fn license(text: &str, has_province: bool) -> Option<&[u8]> {
    let (kinds, rest) = text.split_once('-')?;
    let (digits, suffix) = rest.split_at_checked(8)?;
    (are_kinds(kinds, has_province) && is_digits(digits)).then_some(suffix.as_bytes())
}

/// Whether this is what a licence's number has before its digits, the province taken off.
fn are_kinds(text: &str, has_province: bool) -> bool {
    let text = match text.strip_prefix("合字") {
        Some(text) if !has_province => text,
        _ => text,
    };
    let (earlier, last) = match text.rsplit_once('.') {
        Some((earlier, last)) => (Some(earlier), last),
        None => (None, text),
    };
    matches!(last, "B1" | "B2")
        && earlier.is_none_or(|earlier| {
            earlier
                .split('.')
                .all(|kind| matches!(kind, "A1" | "A2" | "B1"))
        })
}

/// `-n` with the letter of a kind.
fn service(suffix: &[u8]) -> Option<Service> {
    let (digits, kind) = match suffix {
        [b'-', digits @ .., b'A'] => (digits, ServiceKind::App),
        [b'-', digits @ .., b'X'] => (digits, ServiceKind::MiniProgram),
        [b'-', digits @ .., b'K'] => (digits, ServiceKind::QuickApp),
        [b'-', digits @ ..] => (digits, ServiceKind::Website),
        _ => return None,
    };
    if matches!(digits, [] | [b'0', ..]) {
        return None;
    }
    let number = digits.iter().try_fold(0u32, |number, byte| {
        let digit = char::from(*byte).to_digit(10)?;
        number.checked_mul(10)?.checked_add(digit)
    });
    Some(Service {
        number: number?,
        kind,
    })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The province that a filing number's first character stands for; 川 and 甘 are understood.
fn province_abbreviated(first: char) -> Option<&'static Division> {
    // No abbreviation is ASCII, as licences without a province begin.
    if first.is_ascii() {
        return None;
    }
    let mut buffer = [0; 4];
    division_abbreviated(first.encode_utf8(&mut buffer)).or_else(|| misused(first))
}

/// The province whose police abbreviation this is while filings use another: 川, 甘 and 贵.
fn misused(first: char) -> Option<&'static Division> {
    DIVISIONS
        .iter()
        .find(|division| division.police == Some(first) && division.icp != Some(first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(answer: &Check<FilingNumber>) -> &'static str {
        answer.problem().map_or("", |problem| problem.code())
    }

    #[test]
    fn subjects_and_services_are_told_apart() {
        use Holder::{Filing, License, OldLicense};
        use ServiceKind::{App, MiniProgram, QuickApp, Website};
        for (value, province, holder, service) in [
            ("京ICP备12345678号", Some(110_000), Filing, None),
            ("粤ICP备2021123456号", Some(440_000), Filing, None),
            ("晋ICP备2021000001号", Some(140_000), Filing, None),
            (" 蜀ICP备2021000001号 ", Some(510_000), Filing, None),
            ("陇ICP备2021000001号", Some(620_000), Filing, None),
            (
                "京ICP备12345678号-1",
                Some(110_000),
                Filing,
                Some((1, Website)),
            ),
            (
                "京ICP备12345678号-2A",
                Some(110_000),
                Filing,
                Some((2, App)),
            ),
            (
                "京ICP备12345678号-3X",
                Some(110_000),
                Filing,
                Some((3, MiniProgram)),
            ),
            (
                "京ICP备12345678号-4K",
                Some(110_000),
                Filing,
                Some((4, QuickApp)),
            ),
            (
                "粤B2-20090059-1626X",
                Some(440_000),
                License,
                Some((1626, MiniProgram)),
            ),
            (
                "浙B2-20080101-4",
                Some(330_000),
                License,
                Some((4, Website)),
            ),
            ("京ICP证000001号", Some(110_000), OldLicense, None),
            (
                "京ICP证20000001号-2",
                Some(110_000),
                OldLicense,
                Some((2, Website)),
            ),
            ("京B2-20000001", Some(110_000), License, None),
            ("B2-20000001", None, License, None),
            ("合字B2-20000001", None, License, None),
            ("A2.B1.B2-20000001", None, License, None),
            ("京A1.A2.B1-20000001", Some(110_000), License, None),
        ] {
            let service = service.map(|(number, kind)| Service { number, kind });
            let expected = Check::Ok(FilingNumber {
                province,
                holder,
                service,
            });
            assert_eq!(check_filing_number(value), expected, "{value}");
            let (fitting, other, problem) = if service.is_some() {
                let subject = check_subject_number(value);
                (
                    check_service_number(value),
                    subject,
                    "filing-number-not-subject",
                )
            } else {
                let service = check_service_number(value);
                (
                    check_subject_number(value),
                    service,
                    "filing-number-not-service",
                )
            };
            assert_eq!(fitting, expected, "{value}");
            assert!(other.is_malformed(), "{value}");
            assert_eq!(code(&other), problem, "{value}");
        }
    }

    #[test]
    fn an_abbreviation_of_plates_is_doubtful() {
        for (value, province, expected) in [
            ("川ICP备2021000001号-1", 510_000, '蜀'),
            ("甘ICP备2021000001号", 620_000, '陇'),
            ("川B2-20000001", 510_000, '蜀'),
            ("贵ICP备2021000001号", 520_000, '黔'),
        ] {
            let answer = check_filing_number(value);
            assert_eq!(
                answer.value().and_then(|number| number.province),
                Some(province)
            );
            assert_eq!(code(&answer), "filing-number-abbreviation");
            let text = answer.problem().unwrap().text();
            assert!(text.zh.contains(expected) && text.en.contains(expected));
        }
    }

    #[test]
    fn malformed_numbers_say_why() {
        for (value, expected) in [
            ("", "filing-number-empty"),
            ("京ICP备12345678-1号", "filing-number-suffix-place"),
            ("京ICP备12345678号－1", "filing-number-full-width"),
            ("京ＩＣＰ备12345678号", "filing-number-full-width"),
            ("京icp备12345678号", "filing-number-case"),
            ("京Icp备12345678号-1", "filing-number-case"),
            ("京ICP备12345678号-1a", "filing-number-case"),
            ("京b2-20000001", "filing-number-case"),
            ("京ICP备案12345678号", "filing-number-beian"),
            ("(京)ICP备12345678号", "filing-number-brackets"),
            ("（京）ICP备12345678号", "filing-number-brackets"),
            ("京 ICP备12345678号", "filing-number-blank"),
            ("京ICP备12345678号 -1", "filing-number-blank"),
            ("京ICP备1234567号", "filing-number-length"),
            ("京ICP备123456789号", "filing-number-length"),
            ("京ICP备号", "filing-number-length"),
            ("京ICP证1234567号", "filing-number-length"),
            ("京ICP证12345号", "filing-number-length"),
            ("京ICP备1234a678号", "filing-number-character"),
            ("京B2-2000001", "filing-number-length"),
            ("京B2-2000a001", "filing-number-character"),
            ("京ICP备12345678", "filing-number-no-hao"),
            ("京ICP备12345678号-0", "filing-number-suffix-zero"),
            ("京ICP备12345678号-01", "filing-number-suffix-zero"),
            ("京B2-20000001-0", "filing-number-suffix-zero"),
            ("京ICP备12345678号-", "filing-number-suffix"),
            ("京ICP备12345678号-A", "filing-number-suffix"),
            ("京ICP备12345678号-1B", "filing-number-suffix"),
            ("京ICP备12345678号1", "filing-number-suffix"),
            ("京ICP备12345678号-+1", "filing-number-suffix"),
            ("京ICP备12345678号-99999999999", "filing-number-suffix"),
            ("ICP备12345678号", "filing-number-province"),
            ("台ICP备12345678号", "filing-number-province"),
            ("北京ICP备12345678号", "filing-number-province"),
            ("浙D3-20210002", "filing-number-registrar"),
            ("京公网安备11000002000001号", "filing-number-police"),
            ("京合字B2-20000001", "filing-number-unknown"),
            ("京C2-20000001", "filing-number-unknown"),
            ("京.B2-20000001", "filing-number-unknown"),
            ("京A2-20000001", "filing-number-unknown"),
            ("none", "filing-number-unknown"),
        ] {
            let answer = check_filing_number(value);
            assert!(answer.is_malformed(), "{value}");
            assert_eq!(code(&answer), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(value in "\\PC*|[京川蜀ICP备证号B2.AXK0-9-]{0,24}") {
            let _ = check_filing_number(&value).problem().map(|problem| problem.text());
            let _ = check_subject_number(&value);
            let _ = check_service_number(&value);
        }
    }
}
