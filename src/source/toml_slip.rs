//! One complaint of the TOML parser, in the program's own words.

use std::ops::Range;

use ::toml::de::Error;

use super::edit::Repaired;
use super::node::Span;
use crate::text::Text;

/// What a complaint is about, as far as anything depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A key that no `=` follows.
    KeyWithoutValue,
    /// A header that is not closed, and what would close it.
    UnclosedHeader(&'static str),
    /// A list that never ends, or swallows the next statement.
    UnclosedArray,
    /// `=` inside a list.
    AssignmentInArray,
    /// An inline table that never ends, or swallows the next statement.
    UnclosedTable,
    /// No comma before an element or a pair.
    MissingComma,
    /// No key where an inline table needs one.
    MissingKey,
    /// Something after the value on its line.
    AfterValue,
    /// No value, or one without quotes.
    Unquoted,
    /// A string whose line, or the text, ends before it does.
    UnclosedString,
    /// A backslash before something that it gives no meaning to.
    Escape,
    /// A key that is there already.
    Duplicate,
    /// A key below one that holds a plain value or an inline table.
    Extends,
    /// A key with characters that need quotes.
    Key,
    /// A date or time that does not exist or is not written as one.
    Date,
    /// A number that is none.
    Number,
    /// `true` or `false`, misspelt.
    Boolean,
    /// `null`, `none`, or another word that begins like `nan` or `inf`.
    Float,
    /// Anything else.
    Other,
}

/// One complaint of the parser.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slip {
    /// What it is about.
    pub(super) kind: Kind,
    /// Where, in the text that was parsed.
    pub(super) range: Range<usize>,
    /// Where, in the user's text.
    pub(super) span: Span,
    /// Where the value opens that it leaves open, once that is looked up.
    pub(super) opener: Option<usize>,
    /// What is wrong.
    pub(super) message: Text,
}

impl Slip {
    /// A complaint of the parser about a text.
    pub(super) fn new(error: &Error, source: &Repaired) -> Self {
        let range = error.span().unwrap_or_default();
        let (description, expected) = match error.message().split_once(", expected ") {
            Some(parts) => parts,
            None => (error.message(), ""),
        };
        let (kind, message) = in_own_words(description, expected);
        let here = source.text.get(range.clone()).unwrap_or("");
        let (kind, message) = guess_again(kind, here).unwrap_or((kind, message));
        Self {
            kind,
            span: source.span(&range),
            range,
            opener: None,
            message,
        }
    }

    /// A list or inline table that is known to be the one not closed.
    pub(super) fn unclosed(kind: Kind, opener: usize, source: &Repaired) -> Self {
        let range = opener..opener.saturating_add(1);
        let message = match kind {
            Kind::UnclosedTable => UNCLOSED_TABLE,
            _ => UNCLOSED_ARRAY,
        };
        Self {
            kind,
            span: source.span(&range),
            range,
            opener: Some(opener),
            message,
        }
    }

    /// Whether it says that the line's structure is broken, which makes others on it mere echoes.
    pub(super) fn is_structural(&self) -> bool {
        matches!(
            self.kind,
            Kind::KeyWithoutValue | Kind::UnclosedHeader(_) | Kind::AfterValue
        )
    }

    /// Whether what follows it in the text may have been read as something else.
    pub(super) fn gives_up(&self, text: &str) -> bool {
        match self.kind {
            Kind::KeyWithoutValue
            | Kind::UnclosedHeader(_)
            | Kind::UnclosedArray
            | Kind::AssignmentInArray
            | Kind::UnclosedTable => true,
            Kind::UnclosedString => self.opener.is_some_and(|opener| {
                let swallowed = text.get(opener..self.range.start);
                swallowed.is_some_and(|swallowed| swallowed.contains('\n'))
            }),
            _ => false,
        }
    }

    /// The place where a value or key stands that is not what the user meant, because of this.
    pub(super) fn spoilt(&self) -> Option<Range<usize>> {
        match self.kind {
            // Found missing after the last character of the string.
            Kind::UnclosedString => Some(self.range.start.saturating_sub(1)..self.range.start),
            Kind::Unquoted
            | Kind::Escape
            | Kind::Key
            | Kind::Date
            | Kind::Number
            | Kind::Boolean
            | Kind::Float
            | Kind::Other => Some(self.range.clone()),
            _ => None,
        }
    }
}

const UNCLOSED_ARRAY: Text = Text::fixed(
    "方括号没有闭合，缺少 ]",
    "this list is not closed: `]` is missing",
);
const UNCLOSED_TABLE: Text = Text::fixed(
    "花括号没有闭合，缺少 }",
    "this inline table is not closed: `}` is missing",
);

/// The parser guesses the type of a value without quotes by its first character; this corrects it
/// where the rest does not look like that type.
fn guess_again(kind: Kind, here: &str) -> Option<(Kind, Text)> {
    let is_any = |words: &[&str]| words.iter().any(|word| here.eq_ignore_ascii_case(word));
    match kind {
        Kind::Boolean if !is_any(&["true", "false"]) => Some((Kind::Unquoted, NO_QUOTES)),
        Kind::Float if !is_any(&["null", "none", "nil", "nan", "inf"]) => {
            Some((Kind::Unquoted, NO_QUOTES))
        }
        Kind::Date if !is_dated(here) && !here.contains(':') => Some((Kind::Number, NO_QUOTES)),
        _ => None,
    }
}

/// Whether a value begins like a date, in any of the ways that people write one.
pub(super) fn is_dated(text: &str) -> bool {
    let mut parts = text.split(['/', '.', '-', '年', '月']);
    let year = parts.next().unwrap_or("");
    let number = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    year.len() == 4 && number(year) && parts.next().is_some_and(number)
}

fn in_own_words(description: &str, expected: &str) -> (Kind, Text) {
    let fixed = |kind, zh, en| (kind, Text::fixed(zh, en));
    match description {
        "key with no value" | "missing value for key" => fixed(
            Kind::KeyWithoutValue,
            "键的后面没有 = 和值",
            "no `=` and value follow this key",
        ),
        "unclosed table" => fixed(
            Kind::UnclosedHeader("]"),
            "表头没有闭合，缺少 ]",
            "this table header is not closed: `]` is missing",
        ),
        "unclosed array table" => fixed(
            Kind::UnclosedHeader(if expected.contains("]]") { "]]" } else { "]" }),
            "表头没有闭合，缺少 ]]",
            "this table header is not closed: `]]` is missing",
        ),
        "unclosed array" => (Kind::UnclosedArray, UNCLOSED_ARRAY),
        "unclosed inline table" => (Kind::UnclosedTable, UNCLOSED_TABLE),
        "unexpected `=` in array" => fixed(
            Kind::AssignmentInArray,
            "方括号里不能写 =",
            "`=` does not belong in a list",
        ),
        "missing comma between array elements" | "missing comma between key-value pairs" => fixed(
            Kind::MissingComma,
            "这里缺少逗号",
            "a comma is missing here",
        ),
        "extra comma in array" | "extra comma in inline table" => {
            fixed(Kind::Other, "多了一个逗号", "one comma too many")
        }
        "missing key for inline table element" | "invalid inline table element" => fixed(
            Kind::MissingKey,
            "花括号里要写 键 = 值",
            "an inline table holds `key = value` pairs",
        ),
        "missing assignment between key-value pairs" => fixed(
            Kind::MissingKey,
            "花括号里的键和值之间缺少 =",
            "`=` is missing between key and value",
        ),
        "extra `=`" | "extra assignment between key-value pairs" => {
            fixed(Kind::Other, "多了一个 =", "one `=` too many")
        }
        "unexpected key or value" | "unexpected content" => fixed(
            Kind::AfterValue,
            "值的后面有多余的内容，一行只能写一个 键 = 值",
            "something follows the value; a line holds one `key = value`",
        ),
        "duplicate key" => fixed(Kind::Duplicate, "这个键重复了", "this key is given twice"),
        "invalid unquoted key" => fixed(
            Kind::Key,
            "键里有不能用的字符",
            "this key has a character that keys cannot have",
        ),
        "unquoted keys cannot be empty"
        | "invalid key"
        | "invalid table"
        | "invalid key-value pair" => fixed(Kind::Key, "这里缺少键", "a key is missing here"),
        "missing value" => NO_VALUE,
        "string values must be quoted" => (Kind::Unquoted, NO_QUOTES),
        "missing opening quote" => fixed(
            Kind::Unquoted,
            "字符串缺少开头的引号",
            "the opening quote of this string is missing",
        ),
        "too few unicode value digits" | "missing escaped value" | "invalid value" => fixed(
            Kind::Escape,
            "反斜杠后面的转义写法不对",
            "this backslash escape means nothing",
        ),
        "invalid boolean" => fixed(
            Kind::Boolean,
            "真假值只能写小写的 true 或 false",
            "a boolean is `true` or `false`, in lower case",
        ),
        "invalid float" => (Kind::Float, NO_QUOTES),
        "carriage return must be followed by newline" => fixed(
            Kind::Other,
            "换行不规范：回车符后面没有换行符",
            "a carriage return without a line feed",
        ),
        "invalid comment character" => fixed(
            Kind::Other,
            "注释里有控制字符",
            "a control character in a comment",
        ),
        "cannot recurse further; max recursion depth met" | "recursion limit" => {
            fixed(Kind::Other, "嵌套太深", "nested too deeply")
        }
        _ => by_its_words(description, expected),
    }
}

/// What is told of a value that no quotes stand around.
pub(super) const NO_QUOTES: Text = Text::fixed("字符串要加半角引号", "a string needs quotes");
/// What is told where `=` is followed by nothing.
pub(super) const NO_VALUE: (Kind, Text) = (
    Kind::Unquoted,
    Text::fixed("等号后面没有值", "no value follows `=`"),
);

/// What tells the parser's complaints about numbers from others.
const NUMBER_WORDS: [&str; 7] = [
    "number", "mantissa", "fraction", "exponent", "sign", "radix", "digits",
];

fn by_its_words(description: &str, expected: &str) -> (Kind, Text) {
    if let Some(end) = expected.strip_prefix("day between 01 and ") {
        return (
            Kind::Date,
            Text::new(
                format!("没有这一天：那个月只有 {end} 天"),
                format!("there is no such day: that month has {end} days"),
            ),
        );
    }
    let fixed = |kind, zh, en| (kind, Text::fixed(zh, en));
    match description {
        "invalid date" if expected.starts_with("month") => fixed(
            Kind::Date,
            "没有这个月：月份是 01 到 12",
            "there is no such month: months are 01 to 12",
        ),
        "invalid date" | "invalid datetime" | "invalid date-time" | "invalid time"
        | "invalid offset" => fixed(
            Kind::Date,
            "日期或时间的写法不对",
            "this is not how a date or time is written",
        ),
        "invalid basic string"
        | "invalid literal string"
        | "invalid multi-line basic string"
        | "invalid multi-line literal string"
        | "invalid string" => {
            if expected == "`\"`" || expected == "`'`" {
                fixed(
                    Kind::UnclosedString,
                    "引号没有闭合",
                    "this string is not closed",
                )
            } else {
                fixed(
                    Kind::Other,
                    "字符串里有控制字符",
                    "a control character in a string",
                )
            }
        }
        _ if description.starts_with("cannot extend value of type") => fixed(
            Kind::Extends,
            "这个键已经有值，不能再在它下面加内容",
            "this key has a value already and takes no keys below it",
        ),
        "unexpected leading zero" => fixed(
            Kind::Number,
            "数字不能以 0 开头",
            "a number cannot begin with 0",
        ),
        _ if NUMBER_WORDS.iter().any(|word| description.contains(word)) => fixed(
            Kind::Number,
            "这个数的写法不对",
            "this is not how a number is written",
        ),
        _ => (
            Kind::Other,
            Text::new(
                format!("TOML 语法不对（{description}）"),
                format!("not valid TOML: {description}"),
            ),
        ),
    }
}
