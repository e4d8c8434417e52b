//! Advice for the slips that people make when they write TOML by hand.

use super::line::line_at;
use super::toml_slip::{Kind, Slip, is_dated};
use super::wide::{Language, wide_sign};
use crate::text::Text;

/// What to do about a slip, if that can be told from the kind and what stands near it.
pub(super) fn hint(text: &str, slip: &Slip) -> Option<Text> {
    let range = slip.span.range();
    let here = text.get(range.clone()).unwrap_or("");
    // A value without any quotes may well hold signs that are meant.
    let bare = slip.kind == Kind::Unquoted && here.starts_with(char::is_alphanumeric);
    if !bare && let Some(advice) = wide_sign(text, slip.span, Language::Toml) {
        return Some(advice);
    }
    let line = line_at(text, range.start);
    let line = text.get(line).unwrap_or("").trim();
    let before = text.get(..range.start).unwrap_or("").trim_end();
    let rest = text.get(range.start..).unwrap_or("").trim_start();
    let (zh, en) = match slip.kind {
        Kind::KeyWithoutValue | Kind::AfterValue
            if line.starts_with("//") || rest.starts_with("//") =>
        {
            ("注释用 # 开头", "a comment begins with `#`")
        }
        Kind::KeyWithoutValue if here == ":" => (
            "TOML 用 = 连接键和值，不用冒号，例如 key = \"值\"",
            "TOML joins key and value by `=`, not by a colon: key = \"value\"",
        ),
        Kind::KeyWithoutValue if line.starts_with("- ") => (
            "TOML 的列表写成 key = [\"甲\", \"乙\"]，表的列表写成 [[key]]",
            "a list is written key = [\"a\", \"b\"], a list of tables [[key]]",
        ),
        Kind::KeyWithoutValue => (
            "写成 key = \"值\"；没有值就删掉这一行",
            "write key = \"value\", or delete the line if there is no value",
        ),
        Kind::AfterValue if rest.starts_with([',', ';']) => (
            "TOML 的行尾不写逗号或分号",
            "no comma or semicolon ends a line of TOML",
        ),
        Kind::AfterValue | Kind::Unquoted if line.ends_with(';') => {
            ("TOML 的行尾不写分号", "no semicolon ends a line of TOML")
        }
        Kind::Unquoted if slip.range.is_empty() => (
            "还不知道的值，把整行删掉即可",
            "delete the line if the value is not known yet",
        ),
        Kind::AfterValue if before.ends_with('"') => (
            "值里面的双引号要写成 \\\"，或者整个值改用单引号括起来",
            "write a double quote inside the value as `\\\"`, or put the value in single quotes",
        ),
        Kind::MissingKey | Kind::Key if rest.starts_with(':') => (
            "TOML 用 = 连接键和值，不用冒号",
            "TOML joins key and value by `=`, not by a colon",
        ),
        Kind::Unquoted if matches!(here, "是" | "否" | "yes" | "no" | "on" | "off") => (
            "是写成 true，否写成 false，不加引号",
            "write `true` or `false`, without quotes",
        ),
        Kind::Unquoted if here.contains("//") => ("注释用 # 开头", "a comment begins with `#`"),
        Kind::Unquoted | Kind::Date if slip.kind == Kind::Date || is_dated(here) => (
            "日期写成 2026-01-02 的样子，月和日各两位，不加引号",
            "write a date like 2026-01-02, two digits each for month and day, without quotes",
        ),
        Kind::Unquoted => (
            "在值的两边加上半角的双引号",
            "put the value between straight double quotes",
        ),
        Kind::Number => (
            "编号（证件号、区划代码、电话）要加引号，写成字符串",
            "write an identifier (certificate, area code, telephone) in quotes, as a string",
        ),
        Kind::Float => (
            "TOML 没有 null：不知道的值把整行删掉；文字要加引号",
            "TOML has no null: delete the line if the value is not known; a word needs quotes",
        ),
        Kind::Escape => (
            "双引号里的 \\ 要写成 \\\\，或者改用单引号",
            "inside double quotes write `\\\\` for a backslash, or use single quotes",
        ),
        Kind::UnclosedString => (
            "补上收尾的引号；跨行的字符串要用三个引号",
            "add the closing quote; a string of several lines needs three quotes",
        ),
        Kind::Key if range.is_empty() => return None,
        Kind::Key => (
            "键只用字母、数字、- 和 _；其他字符要把键放进双引号",
            "keys are made of letters, digits, `-` and `_`; quote a key with other characters",
        ),
        _ => return None,
    };
    Some(Text::fixed(zh, en))
}
