//! Why a text is no filing number.

use super::{are_kinds, is_digits, province_abbreviated};
use crate::identifiers::{Detail, Problem};

const EMPTY: Problem = Problem::new(&["filing-number-empty", "没有内容", "is empty"]);
const FULL_WIDTH: Problem = Problem::new(&[
    "filing-number-full-width",
    "含有全角字符“{}”，字母、数字和“-”应为半角",
    "contains the full-width “{}”, letters, digits and - are half-width",
]);
const BLANK: Problem = Problem::new(&[
    "filing-number-blank",
    "中间有空格，应连写",
    "contains a blank, none was expected",
]);
const CASE: Problem = Problem::new(&[
    "filing-number-case",
    "含有小写字母“{}”，应为大写",
    "contains the lower-case “{}”, a capital was expected",
]);
const BRACKETS: Problem = Problem::new(&[
    "filing-number-brackets",
    "省份简称带括号是旧写法，应去掉括号",
    "brackets around the province are an old form, none were expected",
]);
const PROVINCE: Problem = Problem::new(&[
    "filing-number-province",
    "应以一个字的省份简称开头，如“京”“粤”",
    "begins with the one-character abbreviation of a province, such as 京 or 粤",
]);
const BEIAN: Problem = Problem::new(&[
    "filing-number-beian",
    "“ICP备案”应写作“ICP备”",
    "ICP备 was expected in place of ICP备案",
]);
const SUFFIX_PLACE: Problem = Problem::new(&[
    "filing-number-suffix-place",
    "后缀应在“号”之后，如“号-1”",
    "the suffix stands behind 号, as in 号-1",
]);
const LENGTH: Problem = Problem::new(&[
    "filing-number-length",
    "数字位数不对，应为 {} 位",
    "wrong number of digits, {} were expected",
]);
const CHARACTER: Problem = Problem::new(&[
    "filing-number-character",
    "数字中间有“{}”",
    "has “{}” where digits were expected",
]);
const NO_HAO: Problem = Problem::new(&[
    "filing-number-no-hao",
    "数字后缺少“号”",
    "lacks 号 behind the digits",
]);
const SUFFIX_ZERO: Problem = Problem::new(&[
    "filing-number-suffix-zero",
    "后缀的序号从 1 开始，不以 0 开头",
    "the suffix counts from 1 and does not begin with 0",
]);
const SUFFIX: Problem = Problem::new(&[
    "filing-number-suffix",
    "后缀应为“-”加序号，App、小程序、快应用再加 A、X、K",
    "the suffix is - and a number, with A, X or K for apps, mini programs and quick apps",
]);
const REGISTRAR: Problem = Problem::new(&[
    "filing-number-registrar",
    "是域名注册服务机构的许可编号，不是备案号",
    "is a domain registrar's permit, not a filing number",
]);
const POLICE: Problem = Problem::new(&[
    "filing-number-police",
    "是公安联网备案号，应填 ICP 备案号",
    "is a public-security number, the ICP filing number was expected",
]);
const UNKNOWN: Problem = Problem::new(&[
    "filing-number-unknown",
    "不像备案号，应如“京ICP备12345678号”或“京B2-20000001”",
    "looks like no filing number, such as 京ICP备12345678号 or 京B2-20000001",
]);

/// The first thing that is wrong with a text that does not parse.
pub(super) fn explain(value: &str) -> Problem {
    let Some(first) = value.chars().next() else {
        return EMPTY;
    };
    if matches!(first, '(' | '（') {
        return BRACKETS;
    }
    if value.contains("公网安备") {
        return POLICE;
    }
    if let Some(wide) = value
        .chars()
        .find(|c| ('\u{ff01}'..='\u{ff5e}').contains(c))
    {
        return FULL_WIDTH.with(Detail::Char(wide));
    }
    if value.contains(char::is_whitespace) {
        return BLANK;
    }
    let Some((before, icp)) = split_at_icp(value) else {
        return explain_license(value);
    };
    let one_province = before.chars().count() == 1 && province_abbreviated(first).is_some();
    if !one_province {
        return PROVINCE;
    }
    lower_case(value).unwrap_or_else(|| explain_icp(icp))
}

/// What stands before and behind `ICP` in any case.
fn split_at_icp(value: &str) -> Option<(&str, &str)> {
    let position = value.to_ascii_uppercase().find("ICP")?;
    let (before, rest) = value.split_at_checked(position)?;
    Some((before, rest.get(3..)?))
}

/// A letter that only needs to be a capital for the number to be good.
fn lower_case(value: &str) -> Option<Problem> {
    let lower = value.chars().find(char::is_ascii_lowercase)?;
    let parses = super::parse(&value.to_ascii_uppercase()).is_some();
    parses.then_some(CASE.with(Detail::Char(lower)))
}

/// Of `京ICP…`, the part behind it.
fn explain_icp(text: &str) -> Problem {
    let (text, lengths, expected) = if text.starts_with("备案") {
        return BEIAN;
    } else if let Some(text) = text.strip_prefix('备') {
        (text, [8, 10], "8/10")
    } else if let Some(text) = text.strip_prefix('证') {
        (text, [6, 8], "6/8")
    } else {
        return UNKNOWN;
    };
    let Some((digits, suffix)) = text.split_once('号') else {
        return NO_HAO;
    };
    if digits.contains('-') {
        SUFFIX_PLACE
    } else if let Some(other) = digits.chars().find(|c| !c.is_ascii_digit()) {
        CHARACTER.with(Detail::Char(other))
    } else if !lengths.contains(&digits.len()) {
        LENGTH.with(Detail::Word(expected))
    } else {
        explain_suffix(suffix)
    }
}

/// Of `京B2-…`, all of it.
fn explain_license(value: &str) -> Problem {
    if let Some(case) = lower_case(value) {
        return case;
    }
    let Some((kinds, rest)) = value.split_once('-') else {
        return UNKNOWN;
    };
    if kinds.ends_with("D3") {
        return REGISTRAR;
    }
    let (digits, suffix) = rest.split_once('-').unwrap_or((rest, ""));
    let province = kinds
        .chars()
        .next()
        .filter(|first| province_abbreviated(*first).is_some());
    let bare = province
        .and_then(|first| kinds.strip_prefix(first))
        .unwrap_or(kinds);
    if !are_kinds(bare, province.is_some()) {
        UNKNOWN
    } else if let Some(other) = digits.chars().find(|c| !c.is_ascii_digit()) {
        CHARACTER.with(Detail::Char(other))
    } else if digits.len() != 8 {
        LENGTH.with(Detail::Word("8"))
    } else {
        explain_suffix(&format!("-{suffix}"))
    }
}

fn explain_suffix(suffix: &str) -> Problem {
    let digits = suffix
        .trim_start_matches('-')
        .trim_end_matches(['A', 'X', 'K']);
    if is_digits(digits) && digits.starts_with('0') {
        SUFFIX_ZERO
    } else {
        SUFFIX
    }
}
