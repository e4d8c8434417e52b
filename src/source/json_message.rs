//! The JSON parser's complaints in the program's own words, with advice.

use jsonc_parser::ParseStringErrorKind as InString;
use jsonc_parser::errors::{ParseError, ParseErrorKind};

use super::line::line_at;
use super::node::Span;
use super::problem::Problem;
use super::wide::{Language, wide_sign};
use crate::text::Text;

/// The problem that ended the parsing.
pub(super) fn syntax_problem(text: &str, error: &ParseError) -> Problem {
    let range = error.range();
    let start = floor(text, range.start);
    let end = floor(text, range.end.max(range.start));
    // What opens and never ends is told at its opener, not over the rest of the text.
    let end = end.min(line_at(text, start).end).max(start);
    let span = Span::of(&(start..end));
    let (zh, en) = in_own_words(error.kind());
    let help = wide_sign(text, span, Language::Json).or_else(|| advice(error.kind()));
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

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
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
        K::UnexpectedCloseBrace => ("多了一个 }", "one `}` too many"),
        K::UnexpectedCloseBracket => ("多了一个 ]", "one `]` too many"),
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
        K::UnexpectedWord => (
            "真假值写 true、false，空值写 null，都是小写",
            "write `true`, `false` and `null` in lower case",
        ),
        _ => return None,
    };
    Some(Text::fixed(zh, en))
}
