//! The TOML parser's sentences to the program's own.

use super::toml_slip::Kind;
use crate::text::Text;

/// What is told of a list that never ends.
pub(super) const UNCLOSED_ARRAY: Text = Text::fixed(
    "方括号没有闭合，缺少 ]",
    "this list is not closed: `]` is missing",
);
/// What is told of an inline table that never ends.
pub(super) const UNCLOSED_TABLE: Text = Text::fixed(
    "花括号没有闭合，缺少 }",
    "this inline table is not closed: `}` is missing",
);

/// The kind of a complaint and what is told of it, from its description and what the parser
/// expected instead.
pub(super) fn in_own_words(description: &str, expected: &str) -> (Kind, Text) {
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
        "missing array opening" | "missing inline table opening" | "missing table open" => fixed(
            Kind::Other,
            "这里的右括号前面没有对应的左括号",
            "nothing is open that this bracket could close",
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
