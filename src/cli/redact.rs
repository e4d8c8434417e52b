//! `beian redact`: a copy of a draft that can be shared, held against the original before it is
//! written.

use std::collections::BTreeSet;

use super::args::{Cli, RedactArgs};
use super::evaluated::{Against, DraftText, submitted_on};
use super::output::{Failure, tell, write_result};
use super::setup;
use crate::casebook::choice_of;
use crate::redact::{Manner, redact, without_files};
use crate::report::DraftReport;
use crate::ruleset::{Library, Ruleset};
use crate::text::{Lang, Text};

/// From this copy on names of services stay.
const KEEPING_NAMES: u32 = MOST_COPIES / 2;
/// What stands for a rule where a field is asked for.
const OPEN: &str = "?";
/// So many copies are made until one gives the same findings.
const MOST_COPIES: u32 = 12;

/// Writes a copy of a draft. The status is 1 where no copy gives the same findings.
pub fn run(cli: &Cli, args: &RedactArgs) -> Result<u8, Failure> {
    let lang: Lang = cli.lang.into();
    let text = DraftText::read(&args.draft).map_err(|error| Failure::Told(error.text()))?;
    if let Some(output) = &args.output
        && same_file(output, &args.draft)
    {
        return Err(Failure::Told(Text::fixed(
            "-o 就是草稿本身；副本要写到别的文件",
            "-o is the draft itself; write the copy elsewhere",
        )));
    }
    if let Some(problem) = text.parsed.problems.first() {
        let (line, column) = text.file.line_column(problem.span.start);
        let name = &text.file.name;
        return Err(Failure::Told(Text::new(
            format!(
                "{name}:{line}:{column} {}；有语法错误的草稿看不出哪里是个人资料，改好后再做副本",
                problem.message.zh
            ),
            format!(
                "{name}:{line}:{column} {}; where the text is broken nobody can tell what is personal: mend it first",
                problem.message.en
            ),
        )));
    }
    let library = setup::library(cli, None)?;
    let reading = text.reading(&cli.settings.usual());
    let ruleset = setup::ruleset(&library, choice_of(&reading.draft), lang)?;
    let maker = Maker {
        cli,
        library: &library,
        ruleset: &ruleset,
        args,
        lang,
    };
    let original = maker.report(&text);
    let lost_files = lost_files(&original);
    let words: Vec<&str> = ruleset
        .lists
        .iter()
        .flat_map(|list| list.words.iter().map(String::as_str))
        .collect();
    let manner = Manner {
        words: &words,
        as_of: submitted_on(&reading.draft, args.as_of),
        salt: 0,
        lost_files: &lost_files,
        keep_service_names: false,
    };
    // Files are not copied: what only a look at them tells cannot stay.
    let unlooked = without_files(&text.file, &text.parsed, &reading.draft, manner);
    let wanted = outcome(&maker.report(&text.rewritten(&unlooked)));
    let mut best: Option<(usize, u32, String, DraftReport)> = None;
    for salt in 0..MOST_COPIES {
        let copy = redact(
            &text.file,
            text.format,
            &text.parsed,
            &reading.draft,
            Manner {
                salt,
                keep_service_names: salt >= KEEPING_NAMES,
                ..manner
            },
        );
        let report = maker.report(&text.rewritten(&copy));
        let differences = wanted.symmetric_difference(&outcome(&report)).count();
        if best.as_ref().is_none_or(|(least, ..)| differences < *least) {
            best = Some((differences, salt, copy, report));
        }
        if differences == 0 {
            break;
        }
    }
    let Some((differences, salt, copy, report)) = best else {
        return Ok(2);
    };
    write_result(&copy, args.output.as_deref())?;
    tell(
        Text::fixed(
            "姓名、号码、电话、邮箱、地址等换成了虚构的；注释去掉了；附件没有复制（算作已备妥）。分享前请再看一遍。",
            "names, numbers, phones, mail and addresses are made up; comments are gone; attached files are not copied (they count as held). Look it over before you share it.",
        )
        .get(lang),
    );
    if salt >= KEEPING_NAMES {
        tell(
            Text::fixed(
                "服务名称没有换：换了结果就不同；它可能说出是哪家单位。",
                "names of services are not replaced, as other findings would come of that; they may tell whose they are.",
            )
            .get(lang),
        );
    }
    for (rule, path) in outcome(&original).difference(&wanted) {
        if rule != OPEN {
            tell(
                Text::new(
                    format!("看了附件才知道的，副本里没有：{rule} {path}"),
                    format!("told by the attached file alone, and not in the copy: {rule} {path}"),
                )
                .get(lang),
            );
        }
    }
    if differences == 0 {
        return Ok(0);
    }
    let now = outcome(&report);
    for (rule, path) in wanted.difference(&now) {
        tell(
            Text::new(
                format!("副本少了：{rule} {path}"),
                format!("the copy lacks: {rule} {path}"),
            )
            .get(lang),
        );
    }
    for (rule, path) in now.difference(&wanted) {
        tell(
            Text::new(
                format!("副本多了：{rule} {path}"),
                format!("the copy adds: {rule} {path}"),
            )
            .get(lang),
        );
    }
    Ok(1)
}

struct Maker<'m> {
    cli: &'m Cli,
    library: &'m Library,
    ruleset: &'m Ruleset,
    args: &'m RedactArgs,
    lang: Lang,
}

impl Maker<'_> {
    fn report(&self, text: &DraftText) -> DraftReport {
        let against = Against {
            ruleset: self.ruleset,
            evidence: self.library,
            as_of: self.args.as_of,
            severities: None,
            manner: crate::report::Manner {
                lang: self.lang,
                unmask: false,
                quote: false,
            },
        };
        text.report(&text.reading(&self.cli.settings.usual()), against)
    }
}

/// What must stay: the findings, the questions and what is wrong with the shape.
fn outcome(report: &DraftReport) -> BTreeSet<(String, String)> {
    let findings = report
        .findings
        .iter()
        .chain(&report.suppressed)
        .map(|finding| (finding.rule.clone(), finding.path.clone()));
    let questions = report
        .questions
        .iter()
        .map(|question| (OPEN.to_owned(), question.path.clone()));
    findings.chain(questions).collect()
}

/// The attachments whose file is not there.
fn lost_files(report: &DraftReport) -> Vec<usize> {
    report
        .findings
        .iter()
        .filter(|finding| finding.rule == "attachment-file")
        .filter_map(|finding| {
            let index = finding.path.strip_prefix("attachments[")?;
            index.split(']').next()?.parse().ok()
        })
        .collect()
}

fn same_file(one: &std::path::Path, other: &std::path::Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
