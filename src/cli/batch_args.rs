//! The options of `beian batch`.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::args::HowArgs;
use super::option_values::FailOnArg;
use super::output::target;
use crate::batch::InputKind;
use crate::evaluate::Verdict;
use crate::report::Detail;
use crate::sheet::{Map, Options};
use crate::text::Text;

/// Options of `beian batch`.
#[derive(Debug, Args)]
pub struct BatchArgs {
    /// 输入：JSONL、JSON、TOML、CSV、XLSX 文件，或目录；- 为标准输入
    #[arg(value_name = "INPUT", required_unless_present = "template")]
    pub inputs: Vec<PathBuf>,

    /// 输出格式（缺省：按 -o 的文件名，再缺省为 jsonl）
    #[arg(long, value_enum)]
    pub format: Option<BatchFormatArg>,

    /// 不检查，只写一份空白的填写表（.xlsx 或 .csv）
    #[arg(long, value_name = "FILE", conflicts_with = "inputs")]
    pub template: Option<PathBuf>,

    /// 怎么读表格
    #[command(flatten)]
    pub sheets: SheetArgs,

    /// 每条结果写多少
    #[arg(long, value_enum, default_value = "findings")]
    pub detail: DetailArg,

    /// 也写须知：同类的备案都一样的话，每条多十几 kB（要 --detail full）
    #[arg(long)]
    pub guidance: bool,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE", value_parser = PathBufValueParser::new().map(target))]
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

    /// 每份草稿另写一页 HTML（问题和材料清单）到这个目录，连同目录页 index.html；目录须是空的或还没有
    #[arg(long, value_name = "DIR", conflicts_with = "resume")]
    pub reports: Option<PathBuf>,

    /// 基线文件（由 check --write-baseline 写）：其中已有的问题移到一边；只用于一份草稿一个文件的输入
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// 把汇总写成 JSON 文件
    #[arg(long, value_name = "FILE")]
    pub summary_json: Option<PathBuf>,

    /// 也同前面的草稿比较：不同的人用同一手机号或邮箱、同一域名、同一服务号、一人为几个单位负责
    #[arg(long)]
    pub across: bool,

    /// 也检查附件文件；只在一份草稿一个文件时，别的输入里附件算已备好
    #[arg(long)]
    pub attachments: bool,

    /// 输入的格式（缺省：按扩展名和内容判断）
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub from: Option<InputArg>,

    /// 不显示进度和汇总
    #[arg(short, long)]
    pub quiet: bool,
}

/// Options of commands that read spreadsheets.
#[derive(Debug, Args)]
pub struct SheetArgs {
    /// 表格的一列是什么：表头（或 A、B 等列号）=路径或列名，路径写 - 为不读；也可以是写着这些的 TOML 文件；可重复
    #[arg(long, value_name = "FILE|A=PATH")]
    pub map: Vec<String>,

    /// 只读工作簿里的这张表
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
}

impl SheetArgs {
    /// What they say of files of rows.
    ///
    /// # Errors
    ///
    /// A `--map` that cannot be read.
    pub fn options(&self) -> Result<Options, Text> {
        Ok(Options {
            map: Map::new(self.map.iter().map(String::as_str))?,
            sheet: self.sheet.clone(),
        })
    }
}

/// `--format` of `batch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BatchFormatArg {
    /// 每行一个 JSON 对象
    Jsonl,
    /// 逗号分隔的表
    Csv,
    /// 工作簿：重复输入，旁边是结论、问题和缺的材料
    Xlsx,
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
    /// 逗号分隔的表（UTF-8、UTF-16 或 GBK）
    Csv,
    /// 工作簿
    Xlsx,
}

/// `--detail`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DetailArg {
    /// 结论和不通过的规则
    Compact,
    /// 加上说明，和缺的材料
    Findings,
    /// 全部，同 check --format json；须知只写要当心的（加 --guidance 全写）
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
            InputArg::Csv | InputArg::Xlsx => InputKind::Sheet,
        }
    }
}

impl BatchArgs {
    /// How much of each result is written.
    pub fn detail(&self) -> Detail {
        match self.detail {
            DetailArg::Compact => Detail::Compact,
            DetailArg::Findings => Detail::Findings,
            DetailArg::Full if self.guidance => Detail::Guided,
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
