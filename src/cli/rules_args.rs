//! The options of `beian rules`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use super::option_values::{FILING, PROVIDER, PlainFormatArg, ProseFormatArg, SUBJECT, age, day};
use crate::ruleset::Severity;

/// What is to be done with rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// 列出规则，可按省份、主体、来源新旧等筛选
    List(ListArgs),
    /// 一个省（和接入商）合并后的规则，每一处来自哪个文件哪一行
    Show(ShowArgs),
    /// 几个省之间哪里不同；给出草稿时，这份草稿在各省会遇到什么
    Compare(CompareArgs),
    /// 两个版本的规则之间改了什么；给出草稿时，哪些草稿的结果会变
    Diff(DiffArgs),
    /// 检查规则文件（内置的，或叠加一个目录）
    Check {
        /// 自己的规则目录
        dir: Option<PathBuf>,
    },
    /// 运行规则的用例，再看每条规则、每个参数值有没有用例守着
    Test(TestArgs),
}

/// Options of `beian rules test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// 自己的规则目录；只看其中的用例和规则
    pub dir: Option<PathBuf>,

    /// 只运行用例
    #[arg(long)]
    pub quick: bool,

    /// 改写用例文件里词表的摘要
    #[arg(long, conflicts_with = "quick")]
    pub update_digests: bool,
}

/// Options of `beian rules list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// 只看一个省
    #[arg(long)]
    pub province: Option<String>,

    /// 只看一个接入商
    #[arg(long, value_parser = PROVIDER)]
    pub provider: Option<u8>,

    /// 只列适用于这种主体的规则
    #[arg(long, value_parser = SUBJECT)]
    pub subject: Option<u8>,

    /// 只列适用于这种备案的规则
    #[arg(long, value_parser = FILING)]
    pub filing: Option<u8>,

    /// 只列会给出这一级别的规则
    #[arg(long, value_enum)]
    pub severity: Option<SeverityArg>,

    /// 只列可信度如此的规则和取值
    #[arg(long, value_enum)]
    pub confidence: Option<ConfidenceArg>,

    /// 只列最新来源早于这么久（如 18m、2y）的规则和取值；没有日期的也列
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub stale: Option<u32>,

    /// --stale 从哪一天算起（缺省：今天）
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<NaiveDate>,

    /// 输出格式
    #[arg(long, value_enum, default_value = "text")]
    pub format: PlainFormatArg,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Options of `beian rules show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// 省份的代码、名称或拼音；不写则只看全国规则
    pub province: Option<String>,

    /// 接入商
    #[arg(long, value_parser = PROVIDER)]
    pub provider: Option<u8>,

    /// 输出格式
    #[arg(long, value_enum, default_value = "text")]
    pub format: PlainFormatArg,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Options of `beian rules compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// 要比较的省份（代码、名称或拼音），至少两个
    #[arg(value_name = "PROVINCE", required_unless_present = "all")]
    pub provinces: Vec<String>,

    /// 比较所有省份；要同时给出 --rule 或 --draft
    #[arg(long, conflicts_with = "provinces")]
    pub all: bool,

    /// 只看一条规则
    #[arg(long, value_name = "RULE")]
    pub rule: Option<String>,

    /// 这份草稿（TOML 或 JSON；- 为标准输入）换到各省会怎样
    #[arg(long, value_name = "DRAFT")]
    pub draft: Option<PathBuf>,

    /// 接入商；有草稿时代替草稿里的
    #[arg(long, value_parser = PROVIDER)]
    pub provider: Option<u8>,

    /// 只看这种备案；有草稿时代替草稿里的
    #[arg(long, value_parser = FILING)]
    pub filing: Option<u8>,

    /// 只看这种主体
    #[arg(long, value_parser = SUBJECT, conflicts_with = "draft")]
    pub subject: Option<u8>,

    /// 按哪一天的规则（缺省：今天）；有草稿时是提交的日子（缺省：草稿的 filing.submit_on）
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<NaiveDate>,

    /// 须知也比较
    #[arg(long, conflicts_with = "draft")]
    pub guidance: bool,

    /// 输出格式
    #[arg(long, value_enum, default_value = "text")]
    pub format: ProseFormatArg,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// 完整显示个人号码
    #[arg(long, requires = "draft")]
    pub unmask: bool,
}

/// Options of `beian rules diff`.
#[derive(Debug, Args)]
#[command(
    after_help = "OLD 和 NEW 各写一种：\n  embedded     内置的规则\n  YYYY-MM-DD   内置的规则在那一天的样子；另一边不是日期的，看它今天（或 --as-of 那天）的样子\n  DIR          有 ruleset.toml（或 rules/ruleset.toml）的目录是一整套规则，否则叠加在内置规则上"
)]
pub struct DiffArgs {
    /// 旧的规则：目录、embedded，或日期
    pub old: String,

    /// 新的规则：目录、embedded，或日期
    pub new: String,

    /// 目录里哪些草稿的结果会变
    #[arg(long, value_name = "DIR")]
    pub drafts: Option<PathBuf>,

    /// 只看这种备案
    #[arg(long, value_parser = FILING)]
    pub filing: Option<u8>,

    /// 只看这种主体
    #[arg(long, value_parser = SUBJECT)]
    pub subject: Option<u8>,

    /// 草稿按哪一天提交（缺省：各自的 filing.submit_on，再缺省为今天）；只有一边是日期时，也是另一边的日子
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<NaiveDate>,

    /// 须知也比较
    #[arg(long)]
    pub guidance: bool,

    /// 输出格式
    #[arg(long, value_enum, default_value = "text")]
    pub format: ProseFormatArg,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// 完整显示个人号码
    #[arg(long, requires = "drafts")]
    pub unmask: bool,
}

/// `--severity`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SeverityArg {
    /// 错误
    Error,
    /// 警告
    Warning,
    /// 提示
    Notice,
}

/// `--confidence`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ConfidenceArg {
    /// 高
    High,
    /// 中
    Medium,
    /// 低
    Low,
}

impl From<SeverityArg> for Severity {
    fn from(arg: SeverityArg) -> Severity {
        match arg {
            SeverityArg::Error => Severity::Error,
            SeverityArg::Warning => Severity::Warning,
            SeverityArg::Notice => Severity::Notice,
        }
    }
}

impl ConfidenceArg {
    /// The id, as in evidence.
    pub const fn id(self) -> &'static str {
        match self {
            ConfidenceArg::High => "high",
            ConfidenceArg::Medium => "medium",
            ConfidenceArg::Low => "low",
        }
    }
}
