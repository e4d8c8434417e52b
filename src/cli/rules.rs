//! `beian rules`: the rulesets themselves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::Cli;
use super::digests;
use super::output::{Failure, style, write_result};
use super::rules_args::TestArgs;
use super::setup::{fault_text, library, library_of_cases};
use crate::casebook::{Casebook, ready, rulesets, run, sheets, strength};
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

/// Runs every case, and looks for what no case notices; both are told. Exit 1 where there is any.
pub fn test(cli: &Cli, args: &TestArgs) -> Result<u8, Failure> {
    let lang: Lang = cli.lang.into();
    let own = args.dir.as_deref();
    let library = library_of_cases(cli, own)?;
    let (color, _) = style(cli.color, None);
    let book = book(&library);
    let mut told = Vec::new();
    for (file, problem) in &book.faults {
        told.extend(place(&book, *file, problem, lang, color));
    }
    let (sheets, mut misses) = sheets(&book);
    let built = rulesets(&library, &sheets);
    let (cases, unready) = ready(&book, &sheets, &built);
    misses.extend(unready);
    misses.extend(run(&cases));
    misses.sort_by_key(|miss| miss.case);
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
    let mut summary = vec![count_cases(book.cases.len(), misses.len())];
    let mut sound = misses.is_empty() && book.faults.is_empty();
    if !args.quick {
        let strength = strength(&book, &library, &built, &cases);
        if args.update_digests {
            let folder = own.or(cli.rules.last().map(PathBuf::as_path));
            summary.push(digests::update(&book, &strength.digests, folder)?);
        }
        for survivor in &strength.survivors {
            let text = problem_text(&survivor.file, &survivor.problem, lang, color);
            told.push(format!("{text}\n"));
        }
        summary.push(count_changes(strength.tried, strength.survivors.len()));
        sound &= strength.survivors.is_empty();
    }
    let mut text = told.concat();
    for line in &summary {
        text.push_str(line.get(lang));
        text.push('\n');
    }
    write_result(&text, None)?;
    Ok(u8::from(!sound))
}

/// The cases to run: the embedded ones, or where directories are laid over the embedded rules,
/// theirs, with the embedded bases.
fn book(library: &Library) -> Casebook {
    let mut book = Casebook::default();
    for (name, text) in Library::embedded_files("cases") {
        book.add(SourceFile::embedded(name, text));
    }
    if library.directory_count() > 0 {
        book.cases.clear();
        book.digests.clear();
        book.indifferent.clear();
    }
    for file in library.directory_files() {
        book.add(file.clone());
    }
    book
}

fn count_cases(all: usize, failed: usize) -> Text {
    let passed = all.saturating_sub(failed);
    Text::new(
        format!("用例 {all}：通过 {passed}，不符 {failed}"),
        format!("{all} cases: {passed} passed, {failed} failed"),
    )
}

fn count_changes(tried: usize, survivors: usize) -> Text {
    if survivors == 0 {
        return Text::new(
            format!("试着改动 {tried} 处，用例都发现了"),
            format!("{tried} changes were tried and all were noticed"),
        );
    }
    Text::new(
        format!("试着改动 {tried} 处；没有用例守着的有 {survivors} 处"),
        format!("{tried} changes were tried; {survivors} places are held by no case"),
    )
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
