//! The command line: what may be typed. It says nothing of what it does.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::batch_args::BatchArgs;
use super::convert::ConvertArgs;
use super::draft_args::{ChecklistArgs, PlanArgs};
use super::option_values::{
    CHANGE, ColorArg, FILING, FailOnArg, LangArg, PROVIDER, PlainFormatArg, SERVICE_KIND, STOP,
    YesNoArg, day,
};
use super::request::{Request, RequestParser};
use super::rules_args::RulesCommand;
use super::settings::Settings;

/// 检查 ICP 备案草稿，列出要准备的材料（规则来自各省管局和接入商的公开说明，不联网）
#[derive(Debug, Parser)]
#[command(
    name = "beian",
    version,
    disable_help_subcommand = true,
    after_help = "退出码：0 没有达到 --fail-on 的问题；1 有；2 命令、规则或草稿不可用"
)]
pub struct Cli {
    /// 消息的语言
    #[arg(
        long,
        global = true,
        value_enum,
        env = "BEIAN_LANG",
        default_value = "zh"
    )]
    pub lang: LangArg,

    /// 颜色
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        value_name = "WHEN"
    )]
    pub color: ColorArg,

    /// 叠加在内置规则上的规则目录，可重复
    #[arg(long = "rules", global = true, value_name = "DIR")]
    pub rules: Vec<PathBuf>,

    /// 配置文件（缺省：从当前目录往上找 beian.toml）
    #[arg(long, global = true, value_name = "FILE", env = "BEIAN_CONFIG")]
    pub config: Option<PathBuf>,

    /// 环境变量和配置文件说的
    #[arg(skip)]
    pub settings: Settings,

    /// 要做的事
    #[command(subcommand)]
    pub command: Command,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 检查草稿：问题、待答的问题和材料清单；不给草稿就在终端里一题一题地问
    Check(CheckArgs),
    /// 批量检查：XLSX、CSV、JSONL、JSON 数组、放草稿的目录，或标准输入，结果按输入的顺序
    Batch(BatchArgs),
    /// 草稿在 TOML、JSON、CSV、XLSX 之间互相转换，不丢内容
    Convert(ConvertArgs),
    /// 一题一题地问，写出一份草稿，再检查它；文件已有就接着填
    New(NewArgs),
    /// 要准备的材料：谁的、什么形式、为什么要、还缺哪些；可打印、可给客户
    Checklist(ChecklistArgs),
    /// 办理的步骤和日子：各步最早最晚、最晚哪天提交和原因、通过之后要办的；可导入日历
    Plan(PlanArgs),
    /// 一条规则或一种材料：说什么、哪里适用、各省取值、出处；给出草稿时说明结果从何而来
    Explain(ExplainArgs),
    /// 要办哪一种备案（或不用办），按几个回答判断
    Which(WhichArgs),
    /// 管局或接入商的驳回原话指哪一条公布的原因，怎么改
    Rejected(RejectedArgs),
    /// 检查网页：底部的备案号和链接、版权所有、公安备案号
    Site(SiteArgs),
    /// 规则本身：列出、逐省查看、检查、运行用例
    #[command(subcommand)]
    Rules(RulesCommand),
    /// 草稿、规则文件、检查结果、办理计划的 JSON Schema（2020-12）
    Schema(SchemaArgs),
    /// 可以给别人看的副本：个人资料换成虚构的，检查结果不变
    Redact(RedactArgs),
    /// 现在生效的配置，每一项从哪里来
    Config(ConfigArgs),
    /// 命令行补全的脚本
    Completions(CompletionsArgs),
    /// 手册页
    Man(ManArgs),
}

/// `beian redact`.
#[derive(Debug, Args)]
pub struct RedactArgs {
    /// 草稿文件（TOML 或 JSON）；- 为标准输入
    #[arg(value_name = "DRAFT")]
    pub draft: PathBuf,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// 按哪一天提交（缺省：草稿的 filing.submit_on，再缺省为今天）；年龄保持在这一天的同一边
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<NaiveDate>,
}

/// `beian config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// 备案省份（代码、名称或拼音）
    #[arg(long)]
    pub province: Option<String>,

    /// 接入商
    #[arg(long, value_parser = PROVIDER)]
    pub provider: Option<u8>,

    /// 出现什么就以 1 退出
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub fail_on: Option<FailOnArg>,

    /// 输出格式
    #[arg(long, value_enum, default_value = "text")]
    pub format: PlainFormatArg,
}

/// `beian completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// 哪一种 shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `beian man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// 每个命令一页，写到这个目录；不写则把总的一页写到标准输出
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// `beian schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// 哪一种格式
    #[arg(value_enum)]
    pub format: SchemaArg,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// A format that has a schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SchemaArg {
    /// 草稿
    Draft,
    /// 规则文件
    Ruleset,
    /// check --format json 的结果
    Report,
    /// plan --format json 的结果
    Plan,
}

/// Options of `beian rejected`.
#[derive(Debug, Args)]
pub struct RejectedArgs {
    /// 驳回原话；- 从标准输入读
    #[arg(value_name = "TEXT", required = true)]
    pub text: Vec<String>,

    /// 看这份草稿还有没有这个问题（TOML 或 JSON）；还有时退出码为 1
    #[arg(long, value_name = "DRAFT")]
    pub draft: Option<PathBuf>,

    /// 输出格式
    #[arg(long, value_enum, default_value = "text")]
    pub format: PlainFormatArg,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// 怎样看草稿
    #[command(flatten)]
    pub how: HowArgs,
}

/// Options of `beian explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// 规则、材料或依据的名字，如 domain-validity、residence-permit、310000-23
    #[arg(value_name = "RULE|DOCUMENT|FACT")]
    pub id: String,

    /// 对照一份草稿（TOML 或 JSON；- 为标准输入），逐个条件说明
    #[arg(long, value_name = "DRAFT")]
    pub draft: Option<PathBuf>,

    /// 输出格式
    #[arg(long, value_enum, default_value = "text")]
    pub format: PlainFormatArg,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// 按哪一天提交（缺省：草稿的 filing.submit_on，再缺省为今天）
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<NaiveDate>,

    /// 只看一个省的取值；有草稿时代替草稿里的省份
    #[arg(long)]
    pub province: Option<String>,

    /// 只看一个接入商的取值；有草稿时代替草稿里的接入商
    #[arg(long, value_parser = PROVIDER)]
    pub provider: Option<u8>,

    /// 备案类型，代替草稿里的
    #[arg(long, value_parser = FILING, requires = "draft")]
    pub filing: Option<u8>,

    /// 完整显示个人号码
    #[arg(long, requires = "draft")]
    pub unmask: bool,
}

/// Options of `beian which`; on a terminal, what is not given is asked for.
#[derive(Debug, Args)]
pub struct WhichArgs {
    /// 在哪个省备案（代码、名称或拼音）
    #[arg(long)]
    pub province: Option<String>,

    /// 服务类型
    #[arg(long, value_parser = SERVICE_KIND, value_name = "KIND")]
    pub service_kind: Option<u8>,

    /// 服务器在中国内地
    #[arg(long, value_enum)]
    pub mainland_server: Option<YesNoArg>,

    /// 主体已在工信部备案
    #[arg(long, value_enum)]
    pub subject_on_record: Option<YesNoArg>,

    /// 域名（或 App）已备案
    #[arg(long, value_enum)]
    pub domain_on_record: Option<YesNoArg>,

    /// 主体是在现在这家接入商备案的
    #[arg(long, value_enum)]
    pub with_this_provider: Option<YesNoArg>,

    /// 主体名下已备案的服务数
    #[arg(long, value_name = "N")]
    pub services_on_record: Option<u32>,

    /// 要改的是：subject、service、access、owner
    #[arg(long, value_parser = CHANGE, conflicts_with = "stopping", value_name = "WHAT")]
    pub changing: Option<u8>,

    /// 要停的是：subject、service、access
    #[arg(long, value_parser = STOP, value_name = "WHAT")]
    pub stopping: Option<u8>,

    /// 按哪一天的规则（缺省：今天）
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<NaiveDate>,

    /// 输出格式
    #[arg(long, value_enum, default_value = "text")]
    pub format: PlainFormatArg,

    /// 写到文件而不是标准输出
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Options of `beian new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// 草稿文件（TOML）；没有就新建，缺省 备案草稿.toml
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// 一行一问，不移动光标（给读屏软件）
    #[arg(long)]
    pub plain: bool,

    /// 怎样看草稿；给出的省份、接入商、备案类型不再问
    #[command(flatten)]
    pub how: HowArgs,
}

/// Options of commands that check drafts.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// 草稿文件（TOML 或 JSON）或放草稿的目录；- 为标准输入；不给就在终端里一题一题地问
    #[arg(value_name = "DRAFT")]
    pub drafts: Vec<PathBuf>,

    /// 输出格式，可重复；=FILE 写到文件而不是标准输出（缺省：text）
    #[arg(long = "format", value_name = "FORMAT[=FILE]", value_parser = RequestParser)]
    pub formats: Vec<Request>,

    /// 把没有写 =FILE 的那一种格式写到文件而不是标准输出；没有写 --format 的，格式按文件名
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// 怎样看草稿
    #[command(flatten)]
    pub how: HowArgs,

    /// 出现什么就以 1 退出（后面的包括前面的）
    #[arg(long, value_enum, default_value = "error", value_name = "LEVEL")]
    pub fail_on: FailOnArg,

    /// 基线文件：其中已有的问题移到一边，不影响退出码
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// 把现在的问题写进 --baseline 的文件
    #[arg(long, requires = "baseline")]
    pub write_baseline: bool,

    /// 只显示错误和结论
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,

    /// 显示全部出处
    #[arg(short, long)]
    pub verbose: bool,

    /// 没有草稿时一行一问，不移动光标（给读屏软件）
    #[arg(long)]
    pub plain: bool,
}

impl Default for CheckArgs {
    /// As where no option is given.
    fn default() -> Self {
        Self {
            drafts: Vec::new(),
            formats: Vec::new(),
            output: None,
            how: HowArgs::default(),
            fail_on: FailOnArg::Error,
            quiet: false,
            verbose: false,
            baseline: None,
            write_baseline: false,
            plain: false,
        }
    }
}

/// Options of `beian site`.
#[derive(Debug, Args)]
#[command(
    after_help = "目录里找 *.html、*.htm、*.xhtml、*.shtml；有首页（index.html 等）时，其余页面没有备案号只算警告。\n图片里的字、脚本和样式表放到页面上的内容看不到；模板里由程序填写的算未知，用生成后的页面再查。"
)]
pub struct SiteArgs {
    /// 网页文件或目录；- 为标准输入
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,

    /// 对照这份草稿（TOML 或 JSON）的省份、备案号和主体名称；没有草稿也没有 --province 时，省份看备案号
    #[arg(long, value_name = "DRAFT")]
    pub draft: Option<PathBuf>,

    /// 怎样看草稿
    #[command(flatten)]
    pub how: HowArgs,

    /// 输出格式，可重复；=FILE 写到文件而不是标准输出（缺省：text）
    #[arg(long = "format", value_name = "FORMAT[=FILE]", value_parser = RequestParser)]
    pub formats: Vec<Request>,

    /// 把没有写 =FILE 的那一种格式写到文件而不是标准输出；没有写 --format 的，格式按文件名
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// 出现什么就以 1 退出（后面的包括前面的）
    #[arg(long, value_enum, default_value = "error", value_name = "LEVEL")]
    pub fail_on: FailOnArg,

    /// 只显示错误和结论
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,

    /// 显示全部出处
    #[arg(short, long)]
    pub verbose: bool,
}

/// How drafts are looked at, whatever is made of them.
#[derive(Debug, Clone, Default, Args)]
pub struct HowArgs {
    /// 按哪一天提交来检查（缺省：草稿的 filing.submit_on，再缺省为今天）
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<NaiveDate>,

    /// 备案省份，代替草稿里的（代码、名称或拼音）
    #[arg(long)]
    pub province: Option<String>,

    /// 接入商，代替草稿里的
    #[arg(long, value_parser = PROVIDER)]
    pub provider: Option<u8>,

    /// 备案类型，代替草稿里的
    #[arg(long, value_parser = FILING)]
    pub filing: Option<u8>,

    /// 完整显示个人号码
    #[arg(long)]
    pub unmask: bool,
}
