//! Where results and the tool's own words go: results to standard output or a file, all else to
//! standard error.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use dialoguer::console::Term;

use super::option_values::ColorArg;
use crate::render::{Detail, Style, harmless};
use crate::text::Text;

/// Why a command could not do its job.
#[derive(Debug)]
pub enum Failure {
    /// Something to be told.
    Told(Text),
    /// Nobody reads the output any more.
    ClosedPipe,
}

impl From<Text> for Failure {
    fn from(text: Text) -> Self {
        Failure::Told(text)
    }
}

/// Writes a line to standard error.
pub fn tell(message: &str) {
    let mut stderr = std::io::stderr().lock();
    let message = message.trim_end();
    // Nothing can be done where even that fails.
    let _ = match is_on_github() {
        true => writeln!(stderr, "{}", harmless(message)),
        false => writeln!(stderr, "{message}"),
    };
}

/// Whether what is written is read by the runner of GitHub Actions, which looks for commands in it.
pub fn is_on_github() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// Writes a result to standard output, or whole to a file: a file is replaced at once, so that a
/// failure leaves what was there.
pub fn write_result(text: &str, file: Option<&Path>) -> Result<(), Failure> {
    write_bytes(text.as_bytes(), file)
}

/// The same of a result that is no text.
pub fn write_bytes(bytes: &[u8], file: Option<&Path>) -> Result<(), Failure> {
    match file.filter(|file| !is_standard_output(file)) {
        None => {
            let mut stdout = std::io::stdout().lock();
            stdout
                .write_all(bytes)
                .and_then(|()| stdout.flush())
                .map_err(|error| match error.kind() {
                    ErrorKind::BrokenPipe => Failure::ClosedPipe,
                    _ => {
                        let why = why(&error);
                        Failure::Told(Text::new(
                            format!("写不出结果：{}", why.zh),
                            format!("cannot write the result: {}", why.en),
                        ))
                    }
                })
        }
        Some(path) => replace(path, bytes).map_err(|error| unwritten(path, &error)),
    }
}

/// The same of personal data that nobody asked to be shared: a file is readable by its owner alone.
pub fn write_private(bytes: &[u8], file: Option<&Path>) -> Result<(), Failure> {
    let Some(path) = file.filter(|file| !is_standard_output(file)) else {
        return write_bytes(bytes, None);
    };
    replace_private(path, bytes).map_err(|error| unwritten(path, &error))
}

/// Whether standard output is meant: `-`, as on most command lines. A file so called is `./-`.
pub fn is_standard_output(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A file that could not be written.
pub fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    let name = path.display();
    let why = why(error);
    Failure::Told(Text::new(
        format!("写不了 {name}：{}", why.zh),
        format!("cannot write {name}: {}", why.en),
    ))
}

/// Why nothing can be written there: in words where they are plain, else as the system says it.
pub fn why(error: &std::io::Error) -> Text {
    match error.kind() {
        ErrorKind::NotFound => Text::fixed(
            "没有那个目录，先建好",
            "there is no such directory; make it first",
        ),
        ErrorKind::PermissionDenied => Text::fixed("没有权限", "no permission"),
        ErrorKind::IsADirectory => {
            Text::fixed("那是目录，写文件名", "it is a directory; name a file")
        }
        ErrorKind::NotADirectory => {
            Text::fixed("路径里有一段不是目录", "a part of the path is no directory")
        }
        ErrorKind::ReadOnlyFilesystem => Text::fixed("那里只能读", "nothing can be written there"),
        ErrorKind::ResourceBusy => Text::fixed(
            "另一次运行正在写它；等它做完，或换一个文件名",
            "another run is writing it; wait for that, or choose another name",
        ),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Text::fixed("磁盘满了", "the disk is full")
        }
        ErrorKind::FileTooLarge => Text::fixed(
            "文件大小到了系统给的上限",
            "the system allows no file of this size",
        ),
        _ => Text::new(error.to_string(), error.to_string()),
    }
}

/// The file that a link leads to, so that not the link is replaced; another path as it stands.
pub fn target(path: PathBuf) -> PathBuf {
    match path.is_symlink() && path.is_file() {
        true => path.canonicalize().unwrap_or(path),
        false => path,
    }
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let path = &target(path.to_path_buf());
    if path.exists() && !path.is_file() {
        // A device or a named pipe cannot be replaced, only written to.
        return std::fs::write(path, bytes);
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder
        .unwrap_or(Path::new("."))
        .join(format!(".{name}.{}.part", std::process::id()));
    let written =
        std::fs::write(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

fn replace_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let path = &target(path.to_path_buf());
    if path.exists() && !path.is_file() {
        return std::fs::write(path, bytes);
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    // Made for its owner alone, as the permissions of such files are.
    let mut part = tempfile::Builder::new()
        .prefix(".beian-")
        .suffix(".part")
        .tempfile_in(folder.unwrap_or(Path::new(".")))?;
    part.write_all(bytes)?;
    part.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Wider lines than this are hard to read. What goes to a file or another program is as wide.
const WIDEST: usize = 80;
/// Narrower than this nothing is laid out: the terminal breaks the lines.
const NARROWEST: usize = 40;

/// How people are shown results, and how much of them.
pub fn text_style(color: ColorArg, file: Option<&Path>, quiet: bool, verbose: bool) -> Style {
    let (color, width) = style(color, file);
    let detail = match (quiet, verbose) {
        (true, _) => Detail::Quiet,
        (_, true) => Detail::Verbose,
        _ => Detail::Normal,
    };
    Style {
        color,
        width,
        detail,
    }
}

/// Whether results are coloured, and how wide they may be.
pub fn style(color: ColorArg, file: Option<&Path>) -> (bool, usize) {
    let terminal = file.is_none() && std::io::stdout().is_terminal();
    let wanted = match color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => {
            terminal
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                && std::env::var("TERM").is_ok_and(|term| term != "dumb")
        }
    };
    (wanted, width(file))
}

/// How wide results may be.
pub fn width(file: Option<&Path>) -> usize {
    let columns = match file {
        None if std::io::stdout().is_terminal() => Term::stdout().size_checked(),
        _ => None,
    };
    let columns = columns.map_or(WIDEST, |(_, columns)| usize::from(columns));
    columns.clamp(NARROWEST, WIDEST)
}
