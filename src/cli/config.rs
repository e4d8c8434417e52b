//! `beian config`: what is in force, and from where.

use serde::Serialize;

use super::args::{Cli, ConfigArgs};
use super::option_values::PlainFormatArg;
use super::output::{Failure, write_result};
use super::settings::{FILE_NAME, Provenance, Setting, Settings};
use super::setup;
use crate::fields::choices::PROVIDERS;
use crate::render::pretty;
use crate::report::FailOn;
use crate::text::{Lang, Text};

/// A setting as it is printed.
#[derive(Debug, Serialize)]
struct Line {
    key: String,
    value: Option<serde_json::Value>,
    /// `command-line`, `environment`, `file` or `default`.
    from: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    variable: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
}

#[derive(Debug, Serialize)]
struct Config {
    format: u32,
    file: Option<String>,
    settings: Vec<Line>,
}

/// Prints the configuration.
pub fn run(cli: &Cli, args: &ConfigArgs) -> Result<u8, Failure> {
    let own = &cli.settings;
    let province = match setup::province(args.province.as_deref())? {
        Some(code) => Some(typed(code)),
        None => own.province.clone(),
    };
    let provider = args.provider.map(typed).or_else(|| own.provider.clone());
    let fail_on = args.fail_on.map(|level| typed(FailOn::from(level)));
    let fail_on = fail_on.or_else(|| own.fail_on.clone());
    let provider_id = |index: u8| PROVIDERS.get(usize::from(index)).map(|own| own.id);
    let mut settings = vec![
        line(
            "lang",
            own.lang.clone().map(|own| map(own, Lang::id)),
            Some("zh"),
        ),
        line(
            "province",
            province.map(|own| map(own, |code| format!("{code:06}"))),
            None,
        ),
        line(
            "provider",
            provider.map(|own| map(own, |index| provider_id(index).unwrap_or_default())),
            None,
        ),
        line(
            "rules",
            own.rules.clone().map(|own| {
                map(own, |paths| {
                    let paths = paths.iter().map(|path| path.display().to_string());
                    paths.collect::<Vec<String>>()
                })
            }),
            None,
        ),
        line(
            "fail-on",
            fail_on.map(|own| map(own, FailOn::id)),
            Some(FailOn::default().id()),
        ),
    ];
    settings.extend(own.severity.iter().map(|(rule, level)| {
        let level = map(level.clone(), crate::ruleset::Severity::id);
        line(&format!("severity.{rule}"), Some(level), None)
    }));
    let config = Config {
        format: 1,
        file: own.file.as_ref().map(|path| path.display().to_string()),
        settings,
    };
    let text = match args.format {
        PlainFormatArg::Json => pretty(&config),
        PlainFormatArg::Text => text(&config, own, cli.lang.into()),
    };
    write_result(&text, None)?;
    Ok(0)
}

const fn typed<T>(value: T) -> Setting<T> {
    Setting {
        value,
        from: Provenance::CommandLine,
    }
}

fn map<T, U>(setting: Setting<T>, make: impl Fn(T) -> U) -> Setting<U> {
    Setting {
        value: make(setting.value),
        from: setting.from,
    }
}

fn line<T: Into<serde_json::Value>>(
    key: &str,
    setting: Option<Setting<T>>,
    default: Option<&str>,
) -> Line {
    let (value, from) = match setting {
        Some(setting) => (Some(setting.value.into()), setting.from),
        None => (default.map(Into::into), Provenance::Nowhere),
    };
    Line {
        key: key.to_owned(),
        value,
        from: match from {
            Provenance::CommandLine => "command-line",
            Provenance::Environment(_) => "environment",
            Provenance::File(_) => "file",
            Provenance::Nowhere => "default",
        },
        variable: match from {
            Provenance::Environment(name) => Some(name),
            _ => None,
        },
        line: match from {
            Provenance::File(line) => Some(line),
            _ => None,
        },
    }
}

fn text(config: &Config, settings: &Settings, lang: Lang) -> String {
    let mut out = String::new();
    let mut say = |text: Text| {
        out.push_str(text.get(lang));
        out.push('\n');
    };
    say(match &config.file {
        Some(file) => Text::new(format!("配置文件：{file}"), format!("file: {file}")),
        None => Text::new(
            format!("没有配置文件（从当前目录往上没有找到 {FILE_NAME}）"),
            format!("no file ({FILE_NAME} is not in this directory nor above it)"),
        ),
    });
    for line in &config.settings {
        let value = match &line.value {
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => Text::fixed("（没有）", "(none)").get(lang).to_owned(),
        };
        let from = match (line.from, line.variable, line.line) {
            ("command-line", ..) => Text::fixed("命令行", "command line"),
            (_, Some(name), _) => Text::new(format!("环境变量 {name}"), format!("variable {name}")),
            (_, _, Some(number)) => Text::new(
                format!("配置文件第 {number} 行"),
                format!("file, line {number}"),
            ),
            _ => Text::fixed("缺省", "default"),
        };
        let key = &line.key;
        say(Text::new(
            format!("{key} = {value}（{}）", from.zh),
            format!("{key} = {value} ({})", from.en),
        ));
    }
    if settings.province.is_some() || settings.provider.is_some() {
        say(Text::fixed(
            "province、provider 用于没有写的草稿；草稿写了的以草稿为准，命令行的 --province、--provider 除外。",
            "province and provider are for drafts that name none; only --province and --provider replace a draft's own.",
        ));
    }
    out
}
