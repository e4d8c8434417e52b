//! `beian convert`: drafts between TOML, JSON, JSONL, CSV and workbooks.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::args::Cli;
use super::batch_args::{InputArg, SheetArgs};
use super::output::{Failure, tell, why, write_private};
use crate::batch::{Content, Corner, Inputs, Place, Record, Records, Source};
use crate::report::Masker;
use crate::sheet::{Convertible, Obstacle, convertible, convertible_rows, file_name, sheet_of};
use crate::source::{SourceFile, escape_control, from_bytes, parse_json, parse_toml};
use crate::text::{Lang, Text};

/// Options of `beian convert`.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// 输入：TOML、JSON、JSONL、CSV、XLSX 文件，或目录；- 为标准输入
    #[arg(value_name = "IN")]
    pub input: PathBuf,

    /// 输出：.toml、.json、.jsonl、.csv、.xlsx 文件，或放 TOML 草稿的目录（已有的，或以 / 结尾）；- 为标准输出
    #[arg(value_name = "OUT")]
    pub output: PathBuf,

    /// 输入的格式（缺省：按扩展名和内容判断）
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub from: Option<InputArg>,

    /// 输出的格式（缺省：按 OUT 的扩展名；标准输出为 toml）
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub to: Option<OutputArg>,

    /// 怎么读表格
    #[command(flatten)]
    pub sheets: SheetArgs,

    /// OUT 已经有了也改写
    #[arg(long)]
    pub force: bool,
}

/// `--to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputArg {
    /// 一份 TOML 草稿
    Toml,
    /// 一份 JSON 草稿；几份时是数组
    Json,
    /// 每行一份 JSON 草稿
    Jsonl,
    /// 逗号分隔的表
    Csv,
    /// 工作簿
    Xlsx,
}

/// Converts drafts. Those that can be read are written; others are told, and make it 2.
pub fn run(cli: &Cli, args: &ConvertArgs) -> Result<u8, Failure> {
    let lang: Lang = cli.lang.into();
    let target = Target::of(args)?;
    let inputs = Inputs::new(std::slice::from_ref(&args.input), args.from.map(Into::into))?;
    let mut inputs = inputs.with_sheets(args.sheets.options()?);
    let notes = inputs.notes();
    let mut drafts = Vec::new();
    let mut refused = 0usize;
    while let Some(chunk) = inputs.next() {
        let records = match chunk.records {
            Records::Lines(lines) => lines.alone(),
            Records::Single(records) => records,
        };
        for record in &records {
            match read(record) {
                Ok((draft, restored)) => {
                    if restored > 0 {
                        let place = &record.place;
                        tell(
                            Text::new(
                                format!("{place}：{restored} 个号码丢了开头的 0 或“+”，已补上"),
                                format!("{place}: {restored} numbers had lost the zero or the + they begin with; it was put back"),
                            )
                            .get(lang),
                        );
                    }
                    drafts.push(draft);
                }
                Err(obstacles) => {
                    refused = refused.saturating_add(1);
                    tell_obstacles(record, &obstacles, lang);
                }
            }
        }
        for note in notes.take() {
            tell(note.get(lang));
        }
    }
    for note in notes.take() {
        tell(note.get(lang));
    }
    if drafts.is_empty() {
        return Err(Failure::Told(match refused {
            0 => Text::fixed("输入里没有草稿", "there is no draft in the input"),
            _ => Text::fixed(
                "没有一份草稿读得出，什么也没有写",
                "no draft could be read; nothing was written",
            ),
        }));
    }
    target.write(&drafts, lang)?;
    if refused > 0 {
        let written = drafts.len();
        tell(
            Text::new(
                format!("写了 {written} 份，{refused} 份读不出没有写"),
                format!("{written} drafts were written; {refused} could not be read and were not"),
            )
            .get(lang),
        );
    }
    Ok(if refused > 0 { 2 } else { 0 })
}

/// The draft of a record, and how many of its numbers got their zero back.
fn read(record: &Record) -> Result<(Convertible, usize), Vec<Obstacle>> {
    let shifted = |obstacles: Vec<Obstacle>, start: Corner| -> Vec<Obstacle> {
        let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let (first, before) = (count(start.line), count(start.column));
        let shift = |(line, column, message, help): Obstacle| {
            let column = match line {
                1 => column.saturating_add(before).saturating_sub(1),
                _ => column,
            };
            let line = line.saturating_add(first).saturating_sub(1);
            (line, column, message, help)
        };
        obstacles.into_iter().map(shift).collect()
    };
    let text = |bytes: &[u8]| -> Result<SourceFile, Vec<Obstacle>> {
        from_bytes(&record.place.to_string(), bytes.to_vec())
            .map_err(|error| vec![(1, 1, error.text(), None)])
    };
    match &record.content {
        Content::Rows(sheet, rows) => {
            let draft = sheet.layout.draft(record.place.file(), rows);
            let restored = draft.restored;
            convertible_rows(&draft).map(|found| (found, restored))
        }
        Content::Json(bytes, start) => {
            let file = text(bytes)?;
            convertible(&file, &parse_json(&file))
                .map(|found| (found, 0))
                .map_err(|found| shifted(found, *start))
        }
        Content::Toml(bytes) => {
            let file = text(bytes)?;
            convertible(&file, &parse_toml(&file)).map(|found| (found, 0))
        }
        Content::Unread(unread) => {
            let at = unread.at.unwrap_or(Corner::FIRST);
            let found = vec![(1, 1, unread.message.clone(), unread.help.clone())];
            Err(shifted(found, at))
        }
    }
}

fn tell_obstacles(record: &Record, obstacles: &[Obstacle], lang: Lang) {
    for (line, column, message, help) in obstacles {
        let file = record.place.file();
        let place = match (&record.place, lang) {
            (Place::Row { sheet, .. }, _) => {
                let cell = crate::sheet::column_name(column.saturating_sub(1));
                match sheet {
                    Some(sheet) => format!("{file} {sheet}!{cell}{line}"),
                    None => format!("{file} {cell}{line}"),
                }
            }
            _ => format!("{file}:{line}:{column}"),
        };
        // A header that it quotes may be anything.
        let message = Masker::default().free(message.get(lang)).into_owned();
        let mut said = format!("{place}{}{message}", colon(lang));
        if let Some(help) = help {
            said.push_str(match lang {
                Lang::Zh => "；",
                Lang::En => "; ",
            });
            said.push_str(help.get(lang));
        }
        tell(&escape_control(&said));
    }
}

const fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "：",
        Lang::En => ": ",
    }
}

/// Where drafts go.
enum Target {
    File(Option<PathBuf>, OutputArg),
    Folder(PathBuf),
}

impl Target {
    fn of(args: &ConvertArgs) -> Result<Self, Failure> {
        let path = &args.output;
        let name = path.display().to_string();
        if name == "-" {
            return Ok(Target::File(None, args.to.unwrap_or(OutputArg::Toml)));
        }
        if path.is_dir() || name.ends_with(['/', '\\']) {
            return Ok(Target::Folder(path.clone()));
        }
        let ending = path.extension().and_then(|ending| ending.to_str());
        let known = match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("toml") => Some(OutputArg::Toml),
            Some("json") => Some(OutputArg::Json),
            Some("jsonl" | "ndjson") => Some(OutputArg::Jsonl),
            Some("csv") => Some(OutputArg::Csv),
            Some("xlsx") => Some(OutputArg::Xlsx),
            _ => None,
        };
        let Some(format) = args.to.or(known) else {
            return Err(Failure::Told(Text::new(
                format!(
                    "不知道 {name} 要写成什么：用 .toml、.json、.jsonl、.csv、.xlsx 结尾，或加 --to"
                ),
                format!(
                    "{name} does not say what to write: end it in .toml, .json, .jsonl, .csv or .xlsx, or add --to"
                ),
            )));
        };
        if path.exists() && !args.force {
            return Err(taken(path));
        }
        Ok(Target::File(Some(path.clone()), format))
    }

    fn write(&self, drafts: &[Convertible], lang: Lang) -> Result<(), Failure> {
        match self {
            Target::File(path, format) => {
                write_private(&bytes(drafts, *format, lang)?, path.as_deref())
            }
            Target::Folder(folder) => write_folder(folder, drafts, lang),
        }
    }
}

fn taken(path: &Path) -> Failure {
    let name = path.display();
    Failure::Told(Text::new(
        format!("{name} 已经有了，没有动它；要改写就加 --force"),
        format!("{name} is there already and was left as it is; --force replaces it"),
    ))
}

fn bytes(drafts: &[Convertible], format: OutputArg, lang: Lang) -> Result<Vec<u8>, Failure> {
    let json = |value: &serde_json::Value| {
        let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
        text.push('\n');
        text.into_bytes()
    };
    let sheet = |typed: bool| {
        sheet_of(drafts, typed).map_err(|(index, text)| {
            let number = index.saturating_add(1);
            Failure::Told(Text::new(
                format!("第 {number} 份：{}", text.zh),
                format!("draft {number}: {}", text.en),
            ))
        })
    };
    Ok(match (format, drafts) {
        (OutputArg::Toml, [one]) => one.toml().into_bytes(),
        (OutputArg::Toml, _) => {
            let count = drafts.len();
            return Err(Failure::Told(Text::new(
                format!(
                    "有 {count} 份草稿，一个 TOML 文件只能写一份；OUT 写成目录（以 / 结尾），或 .jsonl、.csv、.xlsx"
                ),
                format!(
                    "there are {count} drafts and a TOML file holds one; make OUT a directory (ending in /), or .jsonl, .csv, .xlsx"
                ),
            )));
        }
        (OutputArg::Json, [one]) => json(&one.json()),
        (OutputArg::Json, many) => json(&many.iter().map(Convertible::json).collect()),
        (OutputArg::Jsonl, many) => {
            let mut out = Vec::new();
            for draft in many {
                out.extend(draft.json().to_string().into_bytes());
                out.push(b'\n');
            }
            out
        }
        (OutputArg::Csv, _) => sheet(false)?.csv(lang),
        (OutputArg::Xlsx, _) => sheet(true)?.xlsx(lang).map_err(|error| {
            Text::new(
                format!("写不出工作簿：{error}"),
                format!("cannot make the workbook: {error}"),
            )
        })?,
    })
}

/// Writes a file for each draft; where one of them is there already, none.
fn write_folder(folder: &Path, drafts: &[Convertible], lang: Lang) -> Result<(), Failure> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for (index, draft) in (0usize..).zip(drafts) {
        let name = file_name(draft, index, lang);
        let mut path = folder.join(format!("{name}.toml"));
        let mut number = 1usize;
        // Two ids may differ only in what file names cannot hold.
        while paths.contains(&path) {
            number = number.saturating_add(1);
            path = folder.join(format!("{name}-{number}.toml"));
        }
        if path.exists() {
            return Err(taken(&path));
        }
        paths.push(path);
    }
    std::fs::create_dir_all(folder).map_err(|error| {
        let why = why(&error);
        let name = folder.display();
        Text::new(
            format!("建不了目录 {name}：{}", why.zh),
            format!("cannot make the directory {name}: {}", why.en),
        )
    })?;
    for (path, draft) in paths.iter().zip(drafts) {
        write_private(draft.toml().as_bytes(), Some(path))?;
    }
    Ok(())
}
