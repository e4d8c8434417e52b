//! What is in force besides the command line: the environment (`BEIAN_*`) and a `beian.toml` found
//! upwards from the current directory. The command line goes before the environment, the
//! environment before the file. Province and provider are what is usual: a draft that says its own
//! keeps it, only `--province` and `--provider` replace that.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::option_values::FailOnArg;
use super::output::Failure;
use super::settings_file::SettingsFile;
use crate::draft::{Overrides, SETTINGS_FILE};
use crate::evaluate::Severities;
use crate::fields::choices::PROVIDERS;
use crate::identifiers::division_named;
use crate::report::FailOn;
use crate::text::{Lang, Text};

/// The file that is looked for.
pub const FILE_NAME: &str = SETTINGS_FILE;

/// Where a setting comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provenance {
    /// An option.
    CommandLine,
    /// A variable of the environment.
    Environment(&'static str),
    /// The file, and the line in it.
    File(usize),
    /// Nobody says anything.
    Nowhere,
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub from: Provenance,
}

/// Everything that is in force besides the command line.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The file, if there is one.
    pub file: Option<PathBuf>,
    /// The province of drafts that name none.
    pub province: Option<Setting<u32>>,
    /// The provider of drafts that name none.
    pub provider: Option<Setting<u8>>,
    /// Directories of rules; paths of the file are relative to it.
    pub rules: Option<Setting<Vec<PathBuf>>>,
    /// `--fail-on` of `check`.
    pub fail_on: Option<Setting<FailOn>>,
    /// `--lang`.
    pub lang: Option<Setting<Lang>>,
    /// How grave findings of single rules are taken, with the line that says so.
    pub severity: BTreeMap<String, Setting<crate::ruleset::Severity>>,
}

impl Settings {
    /// Reads the environment and the file; `given` names the file in place of the search.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read or a value cannot be used; the places are told already.
    pub fn load(given: Option<&Path>, lang: Lang) -> Result<Self, Failure> {
        let file = match given {
            Some(path) => Some(SettingsFile::read(path, lang)?.ok_or_else(|| {
                let name = path.display();
                Failure::Told(Text::new(
                    format!("{name} 是草稿，不是配置（beian.toml）"),
                    format!("{name} is a draft, no configuration (beian.toml)"),
                ))
            })?),
            None => search(lang)?,
        };
        let mut settings = file.map(|file| file.settings).unwrap_or_default();
        settings.take_environment()?;
        Ok(settings)
    }

    fn take_environment(&mut self) -> Result<(), Failure> {
        if let Some((name, text)) = variable("BEIAN_PROVINCE") {
            let value = province(&text).ok_or_else(|| unusable(name, &province_expected()))?;
            self.province = Some(of(name, value));
        }
        if let Some((name, text)) = variable("BEIAN_PROVIDER") {
            let value = provider(&text).ok_or_else(|| unusable(name, &provider_expected()))?;
            self.provider = Some(of(name, value));
        }
        if let Some((name, text)) = variable("BEIAN_FAIL_ON") {
            let value = FailOn::of_id(&text).ok_or_else(|| unusable(name, &fail_on_expected()))?;
            self.fail_on = Some(of(name, value));
        }
        if let Some(paths) = std::env::var_os("BEIAN_RULES").filter(|paths| !paths.is_empty()) {
            let paths = std::env::split_paths(&paths).collect();
            self.rules = Some(of("BEIAN_RULES", paths));
        }
        Ok(())
    }

    /// What drafts are read with that say nothing themselves.
    pub fn usual(&self) -> Overrides {
        Overrides {
            usual_province: self.province.as_ref().map(|own| own.value),
            usual_provider: self.provider.as_ref().map(|own| own.value),
            ..Overrides::default()
        }
    }

    /// How grave findings of single rules are taken.
    pub fn severities(&self) -> Severities {
        let all = self.severity.iter();
        all.map(|(rule, own)| (rule.clone(), own.value)).collect()
    }
}

/// The nearest `beian.toml` upwards; a draft of that name is none.
fn search(lang: Lang) -> Result<Option<SettingsFile>, Failure> {
    // Without a current directory there is nowhere to look.
    let Ok(here) = std::env::current_dir() else {
        return Ok(None);
    };
    for folder in here.ancestors() {
        let path = folder.join(FILE_NAME);
        if path.is_file()
            && let Some(file) = SettingsFile::read(&path, lang)?
        {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

/// A variable that is set and not empty; one that is no text is as good as unusable.
fn variable(name: &'static str) -> Option<(&'static str, String)> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
    Some((name, value.to_string_lossy().into_owned()))
}

const fn of<T>(name: &'static str, value: T) -> Setting<T> {
    Setting {
        value,
        from: Provenance::Environment(name),
    }
}

fn unusable(name: &str, expected: &Text) -> Failure {
    Failure::Told(Text::new(
        format!("环境变量 {name} 的值用不了；要写{}", expected.zh),
        format!(
            "the variable {name} has no usable value; it must be {}",
            expected.en
        ),
    ))
}

/// The province of a setting: its code, name or pinyin.
pub(super) fn province(text: &str) -> Option<u32> {
    division_named(text)
        .filter(|division| division.has_administration())
        .map(|division| division.code)
}

/// The provider of a setting, by its place in the closed list.
pub(super) fn provider(text: &str) -> Option<u8> {
    super::option_values::PROVIDER.find(text)
}

pub(super) fn province_expected() -> Text {
    Text::fixed(
        "省份的代码、名称或拼音，如 140000、山西、shanxi",
        "a province's code, name or pinyin, such as 140000, 山西, shanxi",
    )
}

pub(super) fn provider_expected() -> Text {
    let ids: Vec<&str> = PROVIDERS.iter().map(|choice| choice.id).collect();
    one_of(&ids)
}

pub(super) fn fail_on_expected() -> Text {
    one_of(&FailOn::ALL.map(FailOn::id))
}

pub(super) fn one_of(ids: &[&str]) -> Text {
    Text::new(
        format!("下列之一：{}", ids.join(" ")),
        format!("one of {}", ids.join(" ")),
    )
}

impl From<FailOn> for FailOnArg {
    fn from(level: FailOn) -> FailOnArg {
        match level {
            FailOn::Error => FailOnArg::Error,
            FailOn::Warning => FailOnArg::Warning,
            FailOn::Incomplete => FailOnArg::Incomplete,
            FailOn::Documents => FailOnArg::Documents,
            FailOn::Never => FailOnArg::Never,
        }
    }
}
