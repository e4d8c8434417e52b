//! The options of `beian batch`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::{FailOnArg, HowArgs};
use crate::batch::InputKind;
use crate::evaluate::Verdict;
use crate::report::Detail;

/// Options of `beian batch`.
#[derive(Debug, Args)]
pub struct BatchArgs {
    /// 输入：JSONL、JSON、TOML 文件，或目录；- 为标准输入
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,

    /// 输出格式
    #[arg(long, value_enum, default_value = "jsonl")]
    pub format: BatchFormatArg,

    /// 每条结果写多少
    #[arg(long, value_enum, default_value = "findings")]
    pub detail: DetailArg,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// 只写这些结论的记录，用逗号分隔
    #[arg(long, value_enum, value_delimiter = ',', value_name = "VERDICT")]
    pub only: Vec<VerdictArg>,

    /// 只检查前 N 条
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,

    /// 用几个线程（缺省：处理器数）
    #[arg(short, long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<usize>,

    /// 遇到第一条不通过的就停
    #[arg(long)]
    pub fail_fast: bool,

    /// 怎么检查
    #[command(flatten)]
    pub how: HowArgs,

    /// 出现什么就以 1 退出（后面的包括前面的）
    #[arg(long, value_enum, default_value = "error", value_name = "LEVEL")]
    pub fail_on: FailOnArg,

    /// 接着做上次没有做完的（要有 -o；输入、选项和规则须同上次一样）
    #[arg(long, requires = "output", conflicts_with = "fail_fast")]
    pub resume: bool,

    /// 把汇总写成 JSON 文件
    #[arg(long, value_name = "FILE")]
    pub summary_json: Option<PathBuf>,

    /// 也检查附件文件（只在输入是草稿文件或目录时）
    #[arg(long)]
    pub attachments: bool,

    /// 输入的格式（缺省：按扩展名和内容判断）
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub from: Option<InputArg>,

    /// 不显示进度和汇总
    #[arg(short, long)]
    pub quiet: bool,
}

/// `--format` of `batch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BatchFormatArg {
    /// 每行一个 JSON 对象
    Jsonl,
    /// 逗号分隔的表
    Csv,
    /// 只写汇总
    Summary,
}

/// `--from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputArg {
    /// 每行一份 JSON 草稿
    Jsonl,
    /// JSON 数组，或一份 JSON 草稿
    Json,
    /// 一份 TOML 草稿
    Toml,
}

/// `--detail`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DetailArg {
    /// 结论和不通过的规则
    Compact,
    /// 加上说明，和缺的材料
    Findings,
    /// 全部，同 check --format json
    Full,
}

/// A verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VerdictArg {
    /// 可以提交
    Ready,
    /// 还不能确定
    Incomplete,
    /// 不能提交
    Blocked,
    /// 读不出
    Unreadable,
}

impl From<InputArg> for InputKind {
    fn from(arg: InputArg) -> InputKind {
        match arg {
            InputArg::Jsonl => InputKind::Lines,
            InputArg::Json => InputKind::Json,
            InputArg::Toml => InputKind::Toml,
        }
    }
}

impl From<DetailArg> for Detail {
    fn from(arg: DetailArg) -> Detail {
        match arg {
            DetailArg::Compact => Detail::Compact,
            DetailArg::Findings => Detail::Findings,
            DetailArg::Full => Detail::Full,
        }
    }
}

impl From<VerdictArg> for Verdict {
    fn from(arg: VerdictArg) -> Verdict {
        match arg {
            VerdictArg::Ready => Verdict::Ready,
            VerdictArg::Incomplete => Verdict::Incomplete,
            VerdictArg::Blocked => Verdict::Blocked,
            VerdictArg::Unreadable => Verdict::Unreadable,
        }
    }
}

fn jobs(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|jobs| (1..=256).contains(jobs))
        .ok_or_else(|| "要写 1 到 256 (a number from 1 to 256)".to_owned())
}
