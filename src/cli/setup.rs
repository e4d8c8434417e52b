//! The rulesets that a command works with: embedded, and laid over by `--rules`.

use std::path::{Path, PathBuf};

use super::args::Cli;
use super::output::{Failure, tell};
use crate::explain::Atlas;
use crate::identifiers::{declare_divisions, division_named};
use crate::render::problem_text;
use crate::report::RulesetInfo;
use crate::ruleset::{Choice, Library, Ruleset, RulesetFault};
use crate::text::{Lang, Text};

/// The layers of a command line: `--rules`, and a directory of the command's own.
pub fn library(cli: &Cli, own: Option<&Path>) -> Result<Library, Failure> {
    let library = layers(cli, Library::embedded(), own)?;
    declare_divisions(library.declared_divisions());
    Ok(library)
}

/// The layers that cases run on: the same, and over the embedded rules alone the trial.
pub fn library_of_cases(cli: &Cli, own: Option<&Path>) -> Result<Library, Failure> {
    let mut library = layers(cli, Library::embedded(), own)?;
    if library.directory_count() == 0 {
        library.add_trial();
    }
    declare_divisions(library.declared_divisions());
    Ok(library)
}

/// The same over other rules than the embedded ones; the provinces that it declares are not yet
/// known.
pub fn layers(cli: &Cli, mut library: Library, own: Option<&Path>) -> Result<Library, Failure> {
    for path in cli.rules.iter().map(PathBuf::as_path).chain(own) {
        if !path.is_dir() {
            let name = path.display();
            return Err(Failure::Told(Text::new(
                format!("{name} 不是目录；--rules 后面写放规则文件的目录"),
                format!("{name} is not a directory; --rules takes a directory of rule files"),
            )));
        }
        let files = library
            .add_directory(path)
            .map_err(|error| Failure::Told(error.text()))?;
        if files == 0 {
            let name = path.display();
            return Err(Failure::Told(Text::new(
                format!("目录 {name} 里没有规则文件（.toml）"),
                format!("the directory {name} has no rule files (.toml)"),
            )));
        }
    }
    Ok(library)
}

/// What identifies a ruleset of some layers.
pub fn info(library: &Library, ruleset: &Ruleset) -> RulesetInfo {
    RulesetInfo {
        version: ruleset.version.clone(),
        digest: library.digest(),
        as_of: ruleset.as_of.clone(),
    }
}

/// The province of an option: its code, name or pinyin.
pub fn province(name: Option<&str>) -> Result<Option<u32>, Failure> {
    let Some(name) = name else {
        return Ok(None);
    };
    match division_named(name).filter(|division| division.has_administration()) {
        Some(division) => Ok(Some(division.code)),
        None => Err(Failure::Told(Text::new(
            format!("没有叫“{name}”的省份；写代码、名称或拼音，如 140000、山西、shanxi"),
            format!(
                "no province is called “{name}”; write a code, name or pinyin, such as 140000, 山西, shanxi"
            ),
        ))),
    }
}

/// That nothing of some kind is called so, with the nearest ids.
pub fn unknown_id(what: &Text, id: &str, near: &[&str]) -> Failure {
    let id = crate::source::escape_control(id);
    let (zh, en) = if near.is_empty() {
        (
            "beian rules list 列出所有规则".to_owned(),
            "beian rules list lists the rules".to_owned(),
        )
    } else {
        (
            format!("是不是 {}？", near.join("、")),
            format!("did you mean {}?", near.join(", ")),
        )
    };
    Failure::Told(Text::new(
        format!("没有叫 {id} 的{}；{zh}", what.zh),
        format!("no {} is called `{id}`; {en}", what.en),
    ))
}

/// The ruleset for a province and a provider; a faulty one is told and refused.
pub fn ruleset(library: &Library, choice: Choice, lang: Lang) -> Result<Ruleset, Failure> {
    let (ruleset, faults) = library.ruleset(choice);
    if faults.is_empty() {
        return Ok(ruleset);
    }
    Err(refused(&ruleset, &faults, lang))
}

/// All layers of a library, or those that hold for a province or provider; faulty ones are told
/// and refused.
pub fn atlas(library: &Library, within: Choice, lang: Lang) -> Result<Atlas, Failure> {
    Atlas::load(library, within).map_err(|(ruleset, faults)| refused(&ruleset, &faults, lang))
}

/// A faulty ruleset, told.
pub fn refused(ruleset: &Ruleset, faults: &[RulesetFault], lang: Lang) -> Failure {
    for fault in faults {
        tell(&fault_text(ruleset, fault, lang, false));
    }
    Failure::Told(Text::new(
        format!(
            "规则有 {} 处问题，先修好再用（beian rules check）",
            faults.len()
        ),
        format!(
            "the rules have {} faults; mend them first (beian rules check)",
            faults.len()
        ),
    ))
}

/// A fault of a ruleset with its place and lines.
pub fn fault_text(ruleset: &Ruleset, fault: &RulesetFault, lang: Lang, color: bool) -> String {
    match ruleset.files.get(fault.file) {
        Some(file) => problem_text(file, &fault.problem, lang, color),
        None => fault.problem.message.get(lang).to_owned(),
    }
}
