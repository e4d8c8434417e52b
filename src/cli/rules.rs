//! `beian rules`: the rulesets themselves.

use std::collections::BTreeMap;
use std::path::Path;

use super::args::Cli;
use super::output::{Failure, style, write_result};
use super::setup::{fault_text, library};
use crate::casebook::{Casebook, run};
use crate::render::problem_text;
use crate::ruleset::{Library, check_sources, confidences};
use crate::source::{Problem, SourceFile};
use crate::text::{Lang, Text};

/// Checks every rule file; faults are told with their places. Exit 1 where there are any.
pub fn check(cli: &Cli, own: Option<&Path>) -> Result<u8, Failure> {
    let lang: Lang = cli.lang.into();
    let library = library(cli, own)?;
    let (color, _) = style(cli.color, None);
    let confidence = confidences(&library);
    // National files are part of every ruleset, and their faults are one.
    let mut faults: BTreeMap<(String, u32, String), String> = BTreeMap::new();
    let (mut files, mut rules, mut documents) = (0usize, 0usize, 0usize);
    for choice in Library::choices() {
        let (ruleset, mut found) = library.checked_ruleset(choice);
        if found.is_empty() {
            found = check_sources(&ruleset, &confidence);
        }
        files = files.max(ruleset.files.len());
        rules = rules.max(ruleset.rules.len());
        documents = documents.max(ruleset.documents.len());
        for fault in found {
            let name = ruleset
                .files
                .get(fault.file)
                .map_or_else(String::new, |file| file.name.clone());
            let key = (
                name,
                fault.problem.span.start,
                fault.problem.message.zh.to_string(),
            );
            faults
                .entry(key)
                .or_insert_with(|| fault_text(&ruleset, &fault, lang, color));
        }
    }
    let mut text = String::new();
    for fault in faults.values() {
        text.push_str(fault);
        text.push('\n');
    }
    let summary = if faults.is_empty() {
        Text::new(
            format!("规则没有问题：{rules} 条规则，{documents} 种材料"),
            format!("the rules are sound: {rules} rules, {documents} documents"),
        )
    } else {
        Text::new(
            format!("规则有 {} 处问题", faults.len()),
            format!("the rules have {} faults", faults.len()),
        )
    };
    text.push_str(summary.get(lang));
    text.push('\n');
    write_result(&text, None)?;
    Ok(u8::from(!faults.is_empty()))
}

/// Runs every case; those that come out otherwise are told. Exit 1 where there are any.
pub fn test(cli: &Cli, own: Option<&Path>) -> Result<u8, Failure> {
    let lang: Lang = cli.lang.into();
    let library = library(cli, own)?;
    let (color, _) = style(cli.color, None);
    let mut book = Casebook::default();
    for (name, text) in Library::embedded_files("cases") {
        book.add(SourceFile::embedded(name, text));
    }
    for file in library.directory_files() {
        book.add(file.clone());
    }
    let mut told = Vec::new();
    for (file, problem) in &book.faults {
        told.extend(place(&book, *file, problem, lang, color));
    }
    let misses = run(&book, &library);
    for miss in &misses {
        let Some(case) = book.cases.get(miss.case) else {
            continue;
        };
        let problem = Problem::new(
            case.span,
            Text::new(
                format!("用例“{}”：{}", case.name, miss.message.zh),
                format!("case “{}”: {}", case.name, miss.message.en),
            ),
        );
        told.extend(place(&book, case.file, &problem, lang, color));
    }
    let failed = misses.len();
    let passed = book.cases.len().saturating_sub(failed);
    let mut text = told.concat();
    text.push_str(
        Text::new(
            format!("用例 {}：通过 {passed}，不符 {failed}\n", book.cases.len()),
            format!(
                "{} cases: {passed} passed, {failed} failed\n",
                book.cases.len()
            ),
        )
        .get(lang),
    );
    write_result(&text, None)?;
    Ok(u8::from(failed > 0 || !book.faults.is_empty()))
}

fn place(
    book: &Casebook,
    file: usize,
    problem: &Problem,
    lang: Lang,
    color: bool,
) -> Option<String> {
    let file = book.files.get(file)?;
    Some(format!("{}\n", problem_text(file, problem, lang, color)))
}
