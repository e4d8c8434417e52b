//! Help and the faults of a command line in the user's language. The command line says what it says
//! in Chinese; `help.tsv` has the English of it, and this file the Chinese of what clap says.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, Write};

use clap::builder::{PossibleValue, StyledStr, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, Error};

use super::args::Cli;
use super::option_values::Member;
use super::settings::Settings;
use crate::text::Lang;

/// A line a text: Chinese, a tab, English. Line breaks are `\n`.
const TEXTS: &str = include_str!("help.tsv");

/// What clap says around our texts.
const HEADINGS: [(&str, &str); 14] = [
    ("Usage: ", "用法："),
    ("Usage:", "用法："),
    ("Commands:", "命令："),
    ("Arguments:", "参数："),
    ("Options:", "选项："),
    ("Possible values:", "可选："),
    ("[possible values: ", "[可选："),
    ("[default: ", "[缺省："),
    (
        "Print help (see more with '--help')",
        "显示帮助（--help 更详细）",
    ),
    (
        "Print help (see a summary with '-h')",
        "显示帮助（-h 更简短）",
    ),
    ("Print help", "显示帮助"),
    ("Print version", "显示版本"),
    ("[env: ", "[环境变量 "),
    (ROFF_HELP, ""),
];

/// What a manual page has behind “Print help”, as roff writes it.
const ROFF_HELP: &str = r" (see a summary with \*(Aq\-h\*(Aq)";

/// Tells what clap has to tell; gives the exit status.
pub fn finish(error: &Error) -> u8 {
    let lang = asked_lang();
    let is_fault = error.use_stderr();
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    let told = if is_help {
        // The same command line again, with the texts of the language.
        let again = command(lang).try_get_matches();
        let help = again.err().map(|again| again.render());
        styled(&help.unwrap_or_else(|| error.render()), lang, is_fault)
    } else if error.kind() == ErrorKind::DisplayVersion {
        error.render().to_string()
    } else {
        fault(error, lang)
    };
    // A closed pipe is nobody's fault.
    let _ = match is_fault {
        true => std::io::stderr().write_all(told.as_bytes()),
        false => std::io::stdout().write_all(told.as_bytes()),
    };
    if is_fault { 2 } else { 0 }
}

/// The command line with its texts in a language: to be told of, not to be parsed by.
pub fn command(lang: Lang) -> Command {
    match lang {
        Lang::Zh => Cli::command(),
        Lang::En => english_command(Cli::command()),
    }
}

/// The same text in Chinese where clap made it: manual pages too.
pub fn heading(text: &str, lang: Lang) -> String {
    match lang {
        Lang::En => text.to_owned(),
        Lang::Zh => HEADINGS
            .iter()
            .fold(text.to_owned(), |text, (en, zh)| text.replace(en, zh)),
    }
}

/// The language that was asked for, however wrong the rest of the command line is.
fn asked_lang() -> Lang {
    let mut args = std::env::args_os().skip(1);
    let mut asked: Option<OsString> = None;
    while let Some(arg) = args.next() {
        let text = arg.to_string_lossy();
        if text == "--" {
            break;
        }
        if text == "--lang" {
            asked = args.next().or(asked);
        } else if let Some(lang) = text.strip_prefix("--lang=") {
            asked = Some(lang.into());
        }
    }
    match asked.or_else(|| std::env::var_os("BEIAN_LANG")) {
        Some(lang) if lang == "en" => Lang::En,
        Some(_) => Lang::Zh,
        None => Settings::load(None, Lang::Zh)
            .ok()
            .and_then(|settings| settings.lang)
            .map_or(Lang::Zh, |lang| lang.value),
    }
}

fn styled(text: &StyledStr, lang: Lang, is_fault: bool) -> String {
    let is_terminal = match is_fault {
        true => std::io::stderr().is_terminal(),
        false => std::io::stdout().is_terminal(),
    };
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    let text = match is_terminal && !is_plain {
        true => text.ansi().to_string(),
        false => text.to_string(),
    };
    heading(&text, lang)
}

/// A fault of the command line.
fn fault(error: &Error, lang: Lang) -> String {
    match lang {
        Lang::Zh => chinese_fault(error).unwrap_or_else(|| error.render().to_string()),
        Lang::En => english_validation(error).unwrap_or_else(|| error.render().to_string()),
    }
}

/// What a parser of ours says, which has the English in brackets behind the Chinese.
fn halves(text: &str) -> Option<(&str, &str)> {
    let (zh, en) = text.split_once(" (")?;
    Some((zh, en.strip_suffix(')')?))
}

fn english_validation(error: &Error) -> Option<String> {
    let source = std::error::Error::source(error)?.to_string();
    let (_, en) = halves(&source)?;
    Some(error.render().to_string().replace(&source, en))
}

fn chinese_fault(error: &Error) -> Option<String> {
    let context = |kind| error.get(kind).map(words);
    let arg = || {
        let arg = context(ContextKind::InvalidArg)?;
        let is_typed = |typed: OsString| typed.to_string_lossy().starts_with("--lang");
        match arg.starts_with("--lang") && !std::env::args_os().any(is_typed) {
            true => Some("环境变量 BEIAN_LANG".to_owned()),
            false => Some(arg),
        }
    };
    let first = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有 {} 这个命令", context(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::UnknownArgument => match arg()? {
            arg if arg.starts_with('-') => format!("不认识 {arg}"),
            arg => format!("多写了 {arg}"),
        },
        ErrorKind::InvalidValue => match context(ContextKind::InvalidValue) {
            Some(value) if !value.is_empty() => format!("{} 不能写“{value}”", arg()?),
            _ => format!("{} 后面要写一个值", arg()?),
        },
        ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error)?.to_string();
            let reason = halves(&source).map_or_else(|| number_fault(&source), |(zh, _)| zh);
            let value = context(ContextKind::InvalidValue)?;
            format!("{} 不能写“{value}”：{reason}", arg()?)
        }
        ErrorKind::MissingRequiredArgument => format!("还要写 {}", arg()?),
        ErrorKind::ArgumentConflict => match context(ContextKind::PriorArg) {
            Some(prior) if prior != arg()? => format!("{} 不能和 {prior} 一起用", arg()?),
            _ => format!("{} 只能写一次", arg()?),
        },
        ErrorKind::TooManyValues => format!("{} 后面不能有值", arg()?),
        ErrorKind::InvalidUtf8 => "有一处不是 UTF-8".to_owned(),
        _ => return None,
    };
    let mut lines = vec![format!("错误：{first}")];
    if let Some(valid) = context(ContextKind::ValidValue).filter(|valid| !valid.is_empty()) {
        lines.push(format!("  可选：{valid}"));
    }
    let meant = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    if let Some(meant) = meant.into_iter().find_map(|kind| likely(error, kind)) {
        lines.push(format!("  是不是 {meant}？"));
    } else if error.kind() == ErrorKind::UnknownArgument {
        let meant = options_meant(&arg()?);
        if !meant.is_empty() {
            lines.push(format!("  是不是 {}？", meant.join("、")));
        }
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        lines.push(String::new());
        // A language from the environment counts as typed; it is of no use here.
        let usage = usage.to_string().replace(" --lang <LANG>", "");
        lines.push(heading(&usage, Lang::Zh));
    }
    lines.push(String::new());
    lines.push("各个选项见 --help。\n".to_owned());
    Some(lines.join("\n"))
}

/// What may be meant, the likeliest first; clap has it last.
fn likely(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::Strings(texts) => {
            let texts: Vec<&str> = texts.iter().rev().map(String::as_str).collect();
            Some(texts.join("、"))
        }
        other => Some(words(other)),
    }
}

/// Options that may be meant by one that there is not: by a letter, those that begin with it; by
/// the name of a value, the option that takes it.
fn options_meant(arg: &str) -> Vec<String> {
    let mut whole = Cli::command();
    whole.build();
    let mut command = &whole;
    for word in std::env::args_os().skip(1) {
        let inner = command.get_subcommands().find(|own| word == own.get_name());
        command = inner.unwrap_or(command);
    }
    let name = arg.trim_start_matches('-');
    let is_letter = !arg.starts_with("--");
    let mut meant: Vec<String> = Vec::new();
    for option in command.get_arguments() {
        let Some(long) = option.get_long() else {
            continue;
        };
        if is_letter && long.starts_with(name) {
            meant.push(format!("--{long}"));
        }
        let values = option.get_possible_values();
        if !is_letter && values.iter().any(|value| value.get_name() == name) {
            meant.push(format!("--{long} {name}"));
        }
    }
    meant
}

/// What the standard library says of a number, which it says in English only.
fn number_fault(text: &str) -> &str {
    match text {
        "invalid digit found in string" | "cannot parse integer from empty string" => {
            "要写一个整数"
        }
        text if text.starts_with("number too large") => "这个数太大了",
        text => text,
    }
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(texts) => texts.join("、"),
        other => other.to_string(),
    }
}

fn english_command(command: Command) -> Command {
    let about = command.get_about().map(english);
    let after = command.get_after_help().map(english);
    let mut command = command
        .mut_args(english_arg)
        .mut_subcommands(english_command);
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    command
}

fn english_arg(arg: Arg) -> Arg {
    let help = arg.get_help().map(english);
    let values: Vec<PossibleValue> = arg
        .get_possible_values()
        .into_iter()
        .map(|value| match value.get_help().map(english) {
            Some(help) => value.help(help),
            None => value,
        })
        .collect();
    let takes_values = arg.get_action().takes_values();
    let arg = match help {
        Some(help) => arg.help(help),
        None => arg,
    };
    match takes_values && !values.is_empty() {
        true => arg.value_parser(Shown(values)),
        false => arg,
    }
}

/// The English of a text; the text itself where it is none of ours.
fn english(text: &StyledStr) -> String {
    let text = text.to_string();
    let found = TEXTS.lines().find_map(|line| {
        let (zh, en) = line.split_once('\t')?;
        (broken(zh) == text).then(|| broken(en).into_owned())
    });
    found
        .or_else(|| Member::english(&text).map(str::to_owned))
        .unwrap_or(text)
}

fn broken(text: &str) -> Cow<'_, str> {
    match text.contains("\\n") {
        true => Cow::Owned(text.replace("\\n", "\n")),
        false => Cow::Borrowed(text),
    }
}

/// Shows which values there are and takes any: what was typed has been looked at before.
#[derive(Debug, Clone)]
struct Shown(Vec<PossibleValue>);

impl TypedValueParser for Shown {
    type Value = OsString;

    fn parse_ref(&self, _: &Command, _: Option<&Arg>, value: &OsStr) -> Result<Self::Value, Error> {
        Ok(value.to_owned())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_han(c: char) -> bool {
        ('\u{4e00}'..='\u{9fff}').contains(&c)
    }

    fn helps(command: &mut Command, lang: Lang, found: &mut Vec<String>) {
        found.push(heading(&command.render_help().to_string(), lang));
        found.push(heading(&command.render_long_help().to_string(), lang));
        for inner in command.get_subcommands_mut() {
            helps(inner, lang, found);
        }
    }

    fn all(lang: Lang) -> Vec<String> {
        let mut whole = command(lang);
        whole.build();
        let mut found = Vec::new();
        helps(&mut whole, lang, &mut found);
        assert!(found.len() > 40);
        found
    }

    #[test]
    fn english_help_has_no_chinese() {
        for help in all(Lang::En) {
            for line in help.lines() {
                // Names of things: a file, a province as it may be typed.
                let line = line.replace("备案草稿.toml", "");
                assert!(!line.chars().any(is_han), "{line}");
            }
        }
    }

    #[test]
    fn chinese_help_has_no_headings_of_clap() {
        for help in all(Lang::Zh) {
            for word in ["Usage", "Options:", "Print", "values:", "default:", "[env"] {
                assert!(!help.contains(word), "{word}: {help}");
            }
        }
    }

    #[test]
    fn every_english_text_is_of_a_chinese_one() {
        let helps = all(Lang::Zh).concat();
        for line in TEXTS.lines() {
            let (zh, _) = line.split_once('\t').expect(line);
            assert!(helps.contains(broken(zh).as_ref()), "{zh}");
        }
    }
}
