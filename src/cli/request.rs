//! Which formats a command line asks for, and where each goes: `--format text --format sarif=FILE`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error, ValueEnum};

use super::option_values::FormatArg;
use super::output::Failure;
use super::targets::{ending, over_draft, refuse_foreign, whole};
use crate::text::Text;

/// A format, and the file that it is written to; none: standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The format.
    pub format: FormatArg,
    /// The file.
    pub file: Option<PathBuf>,
}

/// Reads `FORMAT` or `FORMAT=FILE`.
#[derive(Debug, Clone, Copy)]
pub struct RequestParser;

impl TypedValueParser for RequestParser {
    type Value = Request;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Request, Error> {
        let wrong = |words: &str| {
            let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
            if let Some(arg) = arg {
                let arg = ContextValue::String(arg.to_string());
                error.insert(ContextKind::InvalidArg, arg);
            }
            let words = ContextValue::String(words.to_owned());
            error.insert(ContextKind::InvalidValue, words);
            let names: Vec<String> = FormatArg::value_variants()
                .iter()
                .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
                .collect();
            error.insert(ContextKind::ValidValue, ContextValue::Strings(names));
            error
        };
        let Some(text) = value.to_str() else {
            return Err(wrong(&value.to_string_lossy()));
        };
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let Ok(format) = FormatArg::from_str(name, false) else {
            return Err(wrong(name));
        };
        match file {
            Some("") => Err(wrong(text)),
            None | Some("-") => Ok(Request { format, file: None }),
            Some(file) => Ok(Request {
                format,
                file: Some(PathBuf::from(file)),
            }),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let variants = FormatArg::value_variants().iter();
        Some(Box::new(variants.filter_map(ValueEnum::to_possible_value)))
    }
}

/// What is written, files first: a reader of standard output who goes away early takes no file with
/// him. `output` is where the one format goes that names no file.
///
/// # Errors
///
/// Where two formats would go to one place, one would overwrite a draft, or `output` has no format.
pub fn plan(
    requests: &[Request],
    output: Option<&Path>,
    drafts: &[PathBuf],
) -> Result<Vec<Request>, Failure> {
    let mut plan = requests.to_vec();
    if plan.is_empty() {
        let by_name = output.and_then(by_ending);
        if by_name.is_none() {
            refuse_foreign(output)?;
        }
        plan.push(Request {
            format: by_name.unwrap_or(FormatArg::Text),
            file: None,
        });
    }
    let unplaced: Vec<&str> = plan
        .iter()
        .filter(|request| request.file.is_none())
        .map(|request| name(request.format))
        .collect();
    if let [_, _, ..] = unplaced.as_slice() {
        return Err(refused(
            format!(
                "标准输出只能有一种格式，这里有 {} 种（{}）；其余的写到文件，如 --format {}=文件名",
                unplaced.len(),
                unplaced.join("、"),
                unplaced.last().unwrap_or(&"")
            ),
            format!(
                "standard output takes one format, and there are {} ({}); write the others to files, such as --format {}=FILE",
                unplaced.len(),
                unplaced.join(", "),
                unplaced.last().unwrap_or(&"")
            ),
        ));
    }
    if let Some(output) = output {
        match plan.iter_mut().find(|request| request.file.is_none()) {
            Some(request) => request.file = Some(output.to_path_buf()),
            None => {
                let name = output.display();
                return Err(refused(
                    format!("-o {name} 没有格式可写：每个 --format 都已经写到自己的文件"),
                    format!("-o {name} has no format to hold: each --format names its own file"),
                ));
            }
        }
    }
    let mut taken: Vec<PathBuf> = Vec::new();
    let drafts: Vec<PathBuf> = drafts.iter().map(|draft| whole(draft)).collect();
    for file in plan.iter().filter_map(|request| request.file.as_deref()) {
        let whole = whole(file);
        let name = file.display();
        if taken.contains(&whole) {
            return Err(refused(
                format!("{name} 写了两次；一个文件只能放一种格式"),
                format!("{name} is named twice; a file holds one format"),
            ));
        }
        if drafts.contains(&whole) {
            return Err(over_draft(file));
        }
        taken.push(whole);
    }
    // The sort is stable: files in the order given.
    plan.sort_by_key(|request| request.file.is_none());
    Ok(plan)
}

/// The format that a file's name asks for.
fn by_ending(path: &Path) -> Option<FormatArg> {
    Some(match ending(path)?.as_str() {
        "json" => FormatArg::Json,
        "jsonl" => FormatArg::Jsonl,
        "sarif" => FormatArg::Sarif,
        "xml" => FormatArg::Junit,
        "md" | "markdown" => FormatArg::Markdown,
        "html" | "htm" => FormatArg::Html,
        _ => return None,
    })
}

/// The format's name, as it is typed.
fn name(format: FormatArg) -> &'static str {
    match format {
        FormatArg::Text => "text",
        FormatArg::Json => "json",
        FormatArg::Jsonl => "jsonl",
        FormatArg::Sarif => "sarif",
        FormatArg::Junit => "junit",
        FormatArg::Github => "github",
        FormatArg::Gitlab => "gitlab",
        FormatArg::Markdown => "markdown",
        FormatArg::Html => "html",
    }
}

fn refused(zh: String, en: String) -> Failure {
    Failure::Told(Text::new(zh, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_tells_the_format_where_no_option_does() {
        let planned = |requests: &[Request], name: &str| {
            let planned = plan(requests, Some(Path::new(name)), &[]);
            planned.map(|plan| plan.first().map(|request| request.format))
        };
        for (name, format) in [
            ("a.html", FormatArg::Html),
            ("a.MD", FormatArg::Markdown),
            ("a.json", FormatArg::Json),
            ("a.txt", FormatArg::Text),
            ("a", FormatArg::Text),
        ] {
            assert_eq!(planned(&[], name).unwrap(), Some(format), "{name}");
        }
        assert!(planned(&[], "a.pdf").is_err());
        let text = Request {
            format: FormatArg::Text,
            file: None,
        };
        let asked = planned(&[text], "a.html").unwrap();
        assert_eq!(asked, Some(FormatArg::Text));
    }
}
