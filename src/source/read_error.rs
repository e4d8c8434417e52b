//! Why a text could not be read, told so that its user can do something about it.

use std::fmt;
use std::io::{self, ErrorKind};

use super::encoding::Encoding;
use super::escape::escape_control;
use crate::text::Text;

/// Why a file or standard input could not be read as text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such file.
    NotFound {
        /// What the user calls it.
        name: String,
    },
    /// It is a directory.
    Directory {
        /// What the user calls it.
        name: String,
    },
    /// The user may not read it.
    Denied {
        /// What the user calls it.
        name: String,
    },
    /// Anything else that the system says.
    Unreadable {
        /// What the user calls it.
        name: String,
        /// What the system says.
        reason: String,
    },
    /// It has more bytes than allowed.
    TooLarge {
        /// What the user calls it.
        name: String,
        /// How many bytes are allowed.
        limit: u64,
    },
    /// It has nothing but white space.
    Empty {
        /// What the user calls it.
        name: String,
    },
    /// It is text in another encoding, or no text.
    NotUtf8 {
        /// What the user calls it.
        name: String,
        /// The line of the first byte that is not UTF-8, from 1.
        line: usize,
        /// Its column in characters, from 1.
        column: usize,
        /// Its offset in bytes.
        offset: usize,
        /// The encoding that it looks like.
        looks_like: Option<Encoding>,
    },
    /// It has a NUL, as no text has.
    Binary {
        /// What the user calls it.
        name: String,
        /// The line of the first NUL, from 1.
        line: usize,
        /// Its column in characters, from 1.
        column: usize,
    },
    /// It was to be a page, and is no text in any encoding.
    NoPage {
        /// What the user calls it.
        name: String,
    },
}

impl ReadError {
    /// What the system says of something that the user calls so.
    pub fn of(name: &str, error: &io::Error) -> Self {
        let name = name.to_owned();
        match error.kind() {
            ErrorKind::NotFound => Self::NotFound { name },
            ErrorKind::IsADirectory => Self::Directory { name },
            ErrorKind::PermissionDenied => Self::Denied { name },
            _ => Self::Unreadable {
                name,
                reason: error.to_string(),
            },
        }
    }

    /// The error in a sentence, with what to do.
    pub fn text(&self) -> Text {
        if self.name() == "-" {
            let (zh, en) = ("标准输入", "standard input");
            return Text::new(self.said_of(zh).zh, self.said_of(en).en);
        }
        self.said_of(&escape_control(self.name()))
    }

    fn said_of(&self, name: &str) -> Text {
        match self {
            Self::NotFound { .. } => {
                Text::new(format!("找不到 {name}"), format!("{name}: not found"))
            }
            Self::Directory { .. } => Text::new(
                format!("{name} 是目录；请给出其中的文件，例如 {name}/draft.toml"),
                format!("{name} is a directory; name a file in it, such as {name}/draft.toml"),
            ),
            Self::Denied { .. } => Text::new(
                format!("没有权限读取 {name}"),
                format!("{name}: no permission to read it"),
            ),
            Self::Unreadable { reason, .. } => Text::new(
                format!("读不了 {name}（{reason}）"),
                format!("{name}: cannot be read ({reason})"),
            ),
            Self::TooLarge { limit, .. } => {
                let limit = size(*limit);
                Text::new(
                    format!("{name} 太大，超过 {limit}；请确认给的文件没有错"),
                    format!("{name} is larger than {limit}; is it the file you meant?"),
                )
            }
            Self::Empty { .. } => Text::new(format!("{name} 是空的"), format!("{name} is empty")),
            Self::NotUtf8 {
                line,
                column,
                offset,
                looks_like,
                ..
            } => {
                let (zh, en) = advice(*looks_like);
                Text::new(
                    format!(
                        "{name} 不是 UTF-8 文本：第 {line} 行第 {column} 列（字节偏移 {offset}）；{zh}"
                    ),
                    format!(
                        "{name} is not UTF-8 text: line {line}, column {column} (byte offset {offset}); {en}"
                    ),
                )
            }
            Self::NoPage { .. } => Text::new(
                format!("{name} 不是网页：里面不是任何编码的文字（图片、压缩包？）"),
                format!(
                    "{name} is no page: it is no text in any encoding (a picture, an archive?)"
                ),
            ),
            Self::Binary { line, column, .. } => Text::new(
                format!(
                    "{name} 不像文本文件：第 {line} 行第 {column} 列有 NUL 字符；请给出 TOML 或 JSON 文件"
                ),
                format!(
                    "{name} does not look like text: NUL in line {line}, column {column}; a TOML or JSON file is needed"
                ),
            ),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::NotFound { name, .. }
            | Self::Directory { name }
            | Self::Denied { name, .. }
            | Self::Unreadable { name, .. }
            | Self::TooLarge { name, .. }
            | Self::Empty { name }
            | Self::NotUtf8 { name, .. }
            | Self::NoPage { name }
            | Self::Binary { name, .. } => name,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for ReadError {}

fn advice(looks_like: Option<Encoding>) -> (&'static str, &'static str) {
    match looks_like {
        Some(Encoding::Gb18030) => (
            "看起来是 GBK/GB18030 编码，请在编辑器里另存为 UTF-8，或用 iconv -f GB18030 -t UTF-8 转换",
            "it looks like GBK/GB18030: save it as UTF-8, or convert it with iconv -f GB18030 -t UTF-8",
        ),
        Some(Encoding::Utf16) => (
            "看起来是 UTF-16 编码（记事本里叫 Unicode），请另存为 UTF-8，或用 iconv -f UTF-16 -t UTF-8 转换",
            "it looks like UTF-16 (“Unicode” in Notepad): save it as UTF-8, or convert it with iconv -f UTF-16 -t UTF-8",
        ),
        None => ("请在编辑器里另存为 UTF-8", "save it as UTF-8"),
    }
}

fn size(bytes: u64) -> String {
    const MEBIBYTE: u64 = 1024 * 1024;
    match bytes.checked_rem(MEBIBYTE) {
        Some(0) if bytes > 0 => format!("{} MiB", bytes.checked_div(MEBIBYTE).unwrap_or(0)),
        _ => format!("{bytes} bytes"),
    }
}
