//! The JSON parser's complaints in the program's own words, with advice.

use jsonc_parser::ParseStringErrorKind as InString;
use jsonc_parser::errors::{ParseError, ParseErrorKind};

use super::line::{floor, line_at};
use super::node::Span;
use super::problem::{MAX_PROBLEMS, Problem};
use super::wide::{Language, wide_sign};
use crate::text::Text;

/// The problem that ended the parsing.
pub(super) fn syntax_problem(text: &str, error: &ParseError) -> Problem {
    let range = error.range();
    let start = floor(text, range.start);
    let end = floor(text, range.end.max(range.start));
    // What opens and never ends is told at its opener, not over the rest of the text.
    let end = match error.kind() {
        ParseErrorKind::UnterminatedArray | ParseErrorKind::UnterminatedObject => {
            start.saturating_add(1).min(end)
        }
        _ => end.min(line_at(text, start).end).max(start),
    };
    let span = Span::of(&(start..end));
    let before = text.get(..start).unwrap_or("").trim_end();
    let (zh, en) = match error.kind() {
        ParseErrorKind::UnexpectedCloseBrace if before.ends_with(':') => {
            in_own_words(&ParseErrorKind::ExpectedObjectValue)
        }
        kind => in_own_words(kind),
    };
    let help = wide_sign(text, span, Language::Json)
        .or_else(|| advice(error.kind()))
        .or_else(|| misspelt_word(text.get(start..).unwrap_or("")));
    Problem::new(span, Text::fixed(zh, en)).with_help(help)
}

/// The problem of a string literal, given as written, that holds a raw control character.
pub(super) fn control_character(raw: &str, start: usize) -> Option<Problem> {
    let at = raw.bytes().position(|byte| byte < 0x20)?;
    let from = start.saturating_add(at);
    let message = Text::fixed(
        "字符串里有换行或控制字符，可能是引号没有闭合",
        "a line ending or control character in a string; perhaps it is not closed",
    );
    let help = Text::fixed("换行要写成 \\n", "write a line ending as \\n");
    Some(Problem::new(Span::of(&(from..from.saturating_add(1))), message).with_help(Some(help)))
}

/// The problems of white space between tokens that the parser lets pass and JSON does not.
pub(super) fn odd_spaces(text: &str) -> Vec<Problem> {
    let mut odd = Vec::new();
    let mut in_string = false;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string || c.is_ascii_graphic() || matches!(c, ' ' | '\t' | '\n' | '\r') => {}
            _ => odd.push(Span::of(&(at..at.saturating_add(c.len_utf8())))),
        }
    }
    let message = || {
        Text::fixed(
            "JSON 里不能有这种空白",
            "JSON does not allow this white space",
        )
    };
    let told = odd.into_iter().take(MAX_PROBLEMS);
    told.map(|span| Problem::new(span, message()).with_help(wide_sign(text, span, Language::Json)))
        .collect()
}

fn misspelt_word(rest: &str) -> Option<Text> {
    let end = rest.find(|c: char| !c.is_ascii_alphabetic());
    let word = rest.get(..end.unwrap_or(rest.len()))?;
    let words = ["true", "false", "null", "none"];
    let misspelt = words.iter().any(|known| word.eq_ignore_ascii_case(known));
    misspelt.then_some(Text::fixed(
        "真假值写 true、false，空值写 null，都是小写",
        "write `true`, `false` and `null` in lower case",
    ))
}

fn in_own_words(kind: &ParseErrorKind) -> (&'static str, &'static str) {
    use ParseErrorKind as K;
    match kind {
        K::CommentsNotAllowed | K::UnterminatedCommentBlock => {
            ("JSON 里不能写注释", "JSON has no comments")
        }
        K::ExpectedColonAfterObjectKey => ("键的后面缺少冒号", "no colon follows this key"),
        K::ExpectedObjectValue => ("冒号后面没有值", "no value follows the colon"),
        K::ExpectedStringObjectProperty => ("键要加双引号", "a key needs double quotes"),
        K::ExpectedComma => ("这里缺少逗号", "a comma is missing here"),
        K::TrailingCommasNotAllowed => (
            "最后一项后面不能有逗号",
            "no comma may follow the last element",
        ),
        K::MultipleRootJsonValues => (
            "最外层的值结束以后还有内容",
            "something follows the end of the top level",
        ),
        K::SingleQuotedStringsNotAllowed => ("字符串要用双引号", "a string needs double quotes"),
        K::ExpectedDigit
        | K::ExpectedDigitFollowingNegativeSign
        | K::ExpectedPlusMinusOrDigitInNumberLiteral
        | K::BareDecimalPointNumbersNotAllowed
        | K::HexadecimalNumbersNotAllowed
        | K::UnaryPlusNumbersNotAllowed
        | K::NonFiniteNumbersNotAllowed => {
            ("这个数的写法不对", "this is not how a number is written")
        }
        K::String(InString::UnterminatedStringLiteral) => {
            ("引号没有闭合", "this string is not closed")
        }
        K::String(_) => (
            "反斜杠后面的转义写法不对",
            "this backslash escape means nothing",
        ),
        K::UnexpectedCloseBrace => (
            "这里不该有 }：前面的 [ 还没有闭合",
            "`}` does not belong here: a `[` before it is not closed",
        ),
        K::UnexpectedCloseBracket => (
            "这里不该有 ]：前面的 { 还没有闭合，或者没有对应的 [",
            "`]` does not belong here: no `[` is open",
        ),
        K::UnexpectedColon => ("多了一个冒号", "one colon too many"),
        K::UnexpectedComma => ("多了一个逗号", "one comma too many"),
        K::UnterminatedArray => (
            "方括号没有闭合，缺少 ]",
            "this list is not closed: `]` is missing",
        ),
        K::UnterminatedObject => (
            "花括号没有闭合，缺少 }",
            "this object is not closed: `}` is missing",
        ),
        K::NestingDepthExceeded => ("嵌套太深", "nested too deeply"),
        K::UnexpectedTokenInObject => (
            "这里应该是键：加双引号的字符串",
            "a key belongs here: a string in double quotes",
        ),
        K::UnexpectedWord | K::UnexpectedToken => (
            "这里应该是一个值；字符串要加双引号",
            "a value belongs here; a string needs double quotes",
        ),
    }
}

fn advice(kind: &ParseErrorKind) -> Option<Text> {
    use ParseErrorKind as K;
    let (zh, en) = match kind {
        K::CommentsNotAllowed => (
            "删掉注释，或改用 TOML（注释以 # 开头）",
            "delete it, or use TOML, where a comment begins with `#`",
        ),
        K::String(InString::UnterminatedStringLiteral) => (
            "补上收尾的半角双引号",
            "add the closing straight double quote",
        ),
        K::String(_) => ("反斜杠要写成 \\\\", "write `\\\\` for a backslash"),
        K::ExpectedDigit
        | K::ExpectedDigitFollowingNegativeSign
        | K::HexadecimalNumbersNotAllowed
        | K::UnaryPlusNumbersNotAllowed => (
            "编号（证件号、区划代码、电话）要加双引号，写成字符串",
            "write an identifier (certificate, area code, telephone) in double quotes, as a string",
        ),
        _ => return None,
    };
    Some(Text::fixed(zh, en))
}
