//! The options of the commands that make something of one draft: `beian checklist` and `beian plan`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::HowArgs;
use super::option_values::FailOnArg;

/// Options of `beian checklist`.
#[derive(Debug, Args)]
pub struct ChecklistArgs {
    /// 草稿文件（TOML 或 JSON）；- 为标准输入
    #[arg(value_name = "DRAFT")]
    pub draft: PathBuf,

    /// 输出格式（缺省：按 -o 的文件名，再缺省为 text）
    #[arg(long, value_enum)]
    pub format: Option<ChecklistFormatArg>,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// 怎样看草稿
    #[command(flatten)]
    pub how: HowArgs,

    /// 出现什么就以 1 退出（后面的包括前面的；缺省：读得出就是 0）
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub fail_on: Option<FailOnArg>,

    /// 只列材料和形式，不列理由和出处
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,

    /// 显示全部出处和问题
    #[arg(short, long)]
    pub verbose: bool,
}

/// `--format` of `checklist`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChecklistFormatArg {
    /// 给人看，最多 80 列
    Text,
    /// 带方框的 Markdown
    Markdown,
    /// 一个网页文件，可打印，手机上也能看
    Html,
    /// 给表格软件
    Csv,
    /// Excel 工作簿
    Xlsx,
    /// 给程序看（与 check --format json 相同）
    Json,
}

/// Options of `beian plan`.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// 草稿文件（TOML 或 JSON）；- 为标准输入
    #[arg(value_name = "DRAFT")]
    pub draft: PathBuf,

    /// 输出格式（缺省：按 -o 的文件名，再缺省为 text）
    #[arg(long, value_enum)]
    pub format: Option<PlanFormatArg>,

    /// 另写一个日历文件（iCalendar），带提醒，可导入手机和电脑的日历
    #[arg(long, value_name = "FILE")]
    pub ics: Option<PathBuf>,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// 怎样看草稿
    #[command(flatten)]
    pub how: HowArgs,

    /// 出现什么就以 1 退出（后面的包括前面的；缺省：读得出就是 0）
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub fail_on: Option<FailOnArg>,

    /// 只画图和日子，不列每一步的说明
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,

    /// 每一步都列出依据
    #[arg(short, long)]
    pub verbose: bool,
}

/// `--format` of `plan`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormatArg {
    /// 给人看，最多 80 列
    Text,
    /// Markdown
    Markdown,
    /// 一个网页文件，可打印，手机上也能看
    Html,
    /// iCalendar
    Ics,
    /// 给程序看
    Json,
}
