//! What options take: the words of each, days, ages, and members of the closed lists of drafts.

use std::ffi::OsStr;

use chrono::NaiveDate;
use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error, ValueEnum};

use crate::fields::choices::{FILING_KINDS, PROVIDERS, SERVICE_KINDS, SUBJECT_KINDS};
use crate::fields::{CHANGES, Choice, STOPS, nearest};
use crate::report::FailOn;
use crate::text::Lang;

/// `--lang`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

/// `--color`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ColorArg {
    /// 输出到终端时
    Auto,
    /// 总是
    Always,
    /// 从不
    Never,
}

/// A format of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// 给人看
    Text,
    /// 给程序看，一个对象
    Json,
    /// 给程序看，一行一份草稿
    Jsonl,
    /// SARIF 2.1.0：代码扫描平台、编辑器
    Sarif,
    /// JUnit XML：Jenkins、GitLab 等的测试结果
    Junit,
    /// GitHub Actions 的批注
    Github,
    /// GitLab 的代码质量报告
    Gitlab,
    /// 带方框的 Markdown：合并请求的评论
    Markdown,
    /// 一个网页文件：检查结果和材料清单
    Html,
}

/// `--fail-on`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FailOnArg {
    /// 错误
    Error,
    /// 警告
    Warning,
    /// 还有未知的资料
    Incomplete,
    /// 还缺要上传的材料
    Documents,
    /// 从不
    Never,
}

impl From<Lang> for LangArg {
    fn from(lang: Lang) -> LangArg {
        match lang {
            Lang::Zh => LangArg::Zh,
            Lang::En => LangArg::En,
        }
    }
}

impl From<LangArg> for Lang {
    fn from(arg: LangArg) -> Lang {
        match arg {
            LangArg::Zh => Lang::Zh,
            LangArg::En => Lang::En,
        }
    }
}

impl From<FailOnArg> for FailOn {
    fn from(arg: FailOnArg) -> FailOn {
        match arg {
            FailOnArg::Error => FailOn::Error,
            FailOnArg::Warning => FailOn::Warning,
            FailOnArg::Incomplete => FailOn::Incomplete,
            FailOnArg::Documents => FailOn::Documents,
            FailOnArg::Never => FailOn::Never,
        }
    }
}

/// An age in months: `18m`, `2y`.
pub fn age(text: &str) -> Result<u32, String> {
    let number = |digits: &str| digits.parse::<u32>().ok();
    let months = if let Some(months) = text.strip_suffix('m') {
        number(months)
    } else {
        text.strip_suffix('y')
            .and_then(number)
            .and_then(|years| years.checked_mul(12))
    };
    months
        .filter(|months| *months <= 1200)
        .ok_or_else(|| "要写月数或年数，如 18m、2y (months or years, such as 18m)".to_owned())
}

/// A day as drafts write it.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| "要写 YYYY-MM-DD，如 2026-11-21 (a date such as 2026-11-21)".to_owned())
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNoArg {
    /// 是
    Yes,
    /// 否
    No,
}

/// `--format` of commands whose result is read, or put into a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProseFormatArg {
    /// 给人看
    Text,
    /// 给程序看
    Json,
    /// 贴进文档
    Markdown,
}

/// `--format` of commands that have two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlainFormatArg {
    /// 给人看
    Text,
    /// 给程序看
    Json,
}

/// A member of a closed list, by its place there: as a draft writes it, or in words.
#[derive(Debug, Clone, Copy)]
pub struct Member(&'static [Choice]);

/// A kind of filing.
pub const FILING: Member = Member(FILING_KINDS);
/// A provider.
pub const PROVIDER: Member = Member(PROVIDERS);
/// A kind of subject.
pub const SUBJECT: Member = Member(SUBJECT_KINDS);
/// A kind of service.
pub const SERVICE_KIND: Member = Member(SERVICE_KINDS);
/// What is changed.
pub const CHANGE: Member = Member(CHANGES);
/// What is stopped.
pub const STOP: Member = Member(STOPS);

impl Member {
    /// The member that is meant.
    pub fn find(self, text: &str) -> Option<u8> {
        let text = text.trim();
        let is_meant = |choice: &Choice| {
            choice.id == text
                || choice.label.zh == text
                || choice.label.en.eq_ignore_ascii_case(text)
        };
        let index = self.0.iter().position(is_meant)?;
        u8::try_from(index).ok()
    }

    /// The English of a member's words.
    pub fn english(zh: &str) -> Option<&'static str> {
        [FILING, PROVIDER, SUBJECT, SERVICE_KIND, CHANGE, STOP]
            .into_iter()
            .flat_map(|member| member.0)
            .find(|choice| choice.label.zh == zh)
            .map(|choice| choice.label.en.as_ref())
    }
}

impl TypedValueParser for Member {
    type Value = u8;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<u8, Error> {
        let text = value.to_string_lossy();
        self.find(&text).ok_or_else(|| {
            let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
            if let Some(arg) = arg {
                let arg = ContextValue::String(arg.to_string());
                error.insert(ContextKind::InvalidArg, arg);
            }
            let near = nearest(&text, self.0.iter().map(|choice| choice.id));
            if let Some(near) = near {
                let near = ContextValue::String(near.to_owned());
                error.insert(ContextKind::SuggestedValue, near);
            }
            let typed = ContextValue::String(text.into_owned());
            error.insert(ContextKind::InvalidValue, typed);
            let ids = self.0.iter().map(|choice| choice.id.to_owned()).collect();
            error.insert(ContextKind::ValidValue, ContextValue::Strings(ids));
            error
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let value =
            |choice: &Choice| PossibleValue::new(choice.id).help(choice.label.zh.to_string());
        Some(Box::new(self.0.iter().map(value)))
    }
}
