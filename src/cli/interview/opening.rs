//! The file that an interview fills in: a new one, or one that goes on, whatever stands in it.

use std::path::{Path, PathBuf};

use super::keeper::Keeper;
use super::leave::Exit;
use super::shown;
use super::terminal::{self, Terminal};
use crate::cli::output::Failure;
use crate::interview::Document;
use crate::source::{Format, MAX_BYTES, SourceFile, parse, read_path, shell_word};
use crate::text::{Lang, Text};

/// The file of an interview for which none was named.
const DEFAULT: &str = "备案草稿.toml";
/// How many lines with syntax errors are made comments, at most.
const MOST_LINES: usize = 50;

/// The file to fill in, and what stands in it; nothing where the applicant thinks better of it.
pub(super) fn begin(
    terminal: &mut dyn Terminal,
    file: Option<&Path>,
    exit: &Exit,
    lang: Lang,
) -> Result<Option<(Keeper, Document)>, Failure> {
    let mut path = file.unwrap_or(Path::new(DEFAULT)).to_path_buf();
    if file.is_none() && path.symlink_metadata().is_ok() {
        let other = unused();
        let go_on = Text::new(format!("接着填 {DEFAULT}"), format!("go on with {DEFAULT}"));
        let anew = Text::new(
            format!("另起一份 {}", shown(&other)),
            format!("begin another, {}", shown(&other)),
        );
        let found = Text::new(
            format!("这里已有 {DEFAULT}。"),
            format!("There is {DEFAULT} already."),
        );
        terminal.say(found.get(lang));
        let leave = Text::fixed("退出", "leave");
        match choose(terminal, &[go_on, anew, leave], exit, lang) {
            Some(0) => {}
            Some(1) => path = other,
            _ => return Ok(None),
        }
    }
    if let Err(error) = path.symlink_metadata()
        && error.kind() == std::io::ErrorKind::NotFound
    {
        if Format::of_path(&path) == Some(Format::Json) {
            return Err(json_refused(&path));
        }
        return Ok(Some((Keeper::new(&path, None), Document::new())));
    }
    let source = read_path(&path, MAX_BYTES).map_err(|error| Failure::Told(error.text()))?;
    let bytes = std::fs::read(&path).map_err(|error| {
        let name = shown(&path);
        Failure::Told(Text::new(
            format!("读不了 {name}：{error}"),
            format!("cannot read {name}: {error}"),
        ))
    })?;
    let format = Format::of_path(&path).unwrap_or_else(|| Format::sniff(&source.text));
    if format == Format::Json {
        return Err(json_refused(&path));
    }
    let keeper = Keeper::new(&path, Some(bytes));
    if source.text.trim().is_empty() {
        return Ok(Some((keeper, Document::new())));
    }
    let Some(document) = opened(terminal, &source, exit, lang)? else {
        return Ok(None);
    };
    if !looks_like_a_draft(&source) {
        let name = shown(&path);
        let strange = Text::new(
            format!("{name} 不像一份备案草稿（没有 format，也没有 filing、subject）。"),
            format!("{name} does not look like a draft: no format, no filing, no subject."),
        );
        terminal.say(strange.get(lang));
        let leave = Text::fixed("退出，不改它", "leave it as it is");
        let on = Text::fixed("就写进这个文件", "write into it all the same");
        if choose(terminal, &[leave, on], exit, lang) != Some(1) {
            return Ok(None);
        }
    }
    Ok(Some((keeper, document)))
}

fn json_refused(path: &Path) -> Failure {
    let name = shown(path);
    let word = shell_word(&name);
    Failure::Told(Text::new(
        format!(
            "{name} 是 JSON；一题一题地填只写 TOML，请换一个 .toml 文件名。检查它：beian check {word}"
        ),
        format!(
            "{name} is JSON, but the interview writes TOML; name a .toml file. To check it: beian check {word}"
        ),
    ))
}

/// The document of a text. Lines with syntax errors become comments, if the applicant agrees:
/// nothing of them is lost, and what they were meant to say is asked for.
fn opened(
    terminal: &mut dyn Terminal,
    source: &SourceFile,
    exit: &Exit,
    lang: Lang,
) -> Result<Option<Document>, Failure> {
    let Err(wrong) = Document::parse(&source.text) else {
        return Ok(Document::parse(&source.text).ok());
    };
    let parsed = parse(source, Format::Toml);
    let broken = Text::new(
        format!("{} 有语法错误：", source.name),
        format!("{} has syntax errors:", source.name),
    );
    terminal.say(broken.get(lang));
    for problem in &parsed.problems {
        let (line, column) = source.line_column(problem.span.start);
        terminal.say(&format!("  {line}:{column} {}", problem.message.get(lang)));
    }
    let Some(text) = commented(source) else {
        return Err(Failure::Told(Text::new(
            format!("{} 的语法要先改好才能接着填（{wrong}）", source.name),
            format!("mend the syntax of {} first ({wrong})", source.name),
        )));
    };
    let comment = Text::fixed(
        "把这些行改成注释（前面加 #）再接着填",
        "make these lines comments (a # before them) and go on",
    );
    let leave = Text::fixed("退出，我自己改", "leave; I mend it myself");
    if choose(terminal, &[comment, leave], exit, lang) != Some(0) {
        return Ok(None);
    }
    Ok(Document::parse(&text).ok())
}

/// The text with lines that the parser stumbles over made comments; `None` where that does not help.
fn commented(source: &SourceFile) -> Option<String> {
    let mut text = source.text.clone().into_owned();
    for _ in 0..MOST_LINES {
        if Document::parse(&text).is_ok() {
            return Some(text);
        }
        let file = SourceFile::new(source.name.as_str(), text.as_str());
        let parsed = parse(&file, Format::Toml);
        let (wrong, _) = file.line_column(parsed.problems.first()?.span.start);
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let line = lines.get_mut(wrong.checked_sub(1)?)?;
        if line.starts_with('#') {
            return None;
        }
        *line = format!("# {line}");
        text = lines.join("\n");
    }
    None
}

fn looks_like_a_draft(source: &SourceFile) -> bool {
    let parsed = parse(source, Format::Toml);
    ["format", "filing", "subject", "services"]
        .iter()
        .any(|key| parsed.root.get(key).is_some())
}

fn choose(terminal: &mut dyn Terminal, items: &[Text], exit: &Exit, lang: Lang) -> Option<usize> {
    let items: Vec<String> = items.iter().map(|item| item.get(lang).to_owned()).collect();
    match terminal.choose(&items, Some(0)) {
        Ok(chosen) => chosen,
        Err(terminal::Stop::Interrupted) => exit.leave(130),
        Err(terminal::Stop::Closed) => exit.leave(129),
    }
}

/// A file that is not there yet.
fn unused() -> PathBuf {
    (2u32..)
        .map(|number| PathBuf::from(format!("备案草稿-{number}.toml")))
        .find(|path| path.symlink_metadata().is_err())
        .unwrap_or_default()
}
