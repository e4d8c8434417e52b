//! The interview on a terminal: `beian new`, and `beian check` without a draft.

mod asking;
mod keeper;
mod leave;
mod looking_over;
mod opening;
mod plain;
mod saving;
mod talk;
mod terminal;

use std::io::IsTerminal;
use std::path::Path;

use self::keeper::Keeper;
use self::leave::Exit;
use self::opening::begin;
use self::plain::Plain;
use self::talk::{End, Talk};
use self::terminal::{Full, Terminal};
use super::args::{CheckArgs, Cli, HowArgs, NewArgs};
use super::option_values::ColorArg;
use super::output::{Failure, tell};
use super::{check, clock, request, setup};
use crate::draft::{Node, Overrides, Place, read_parsed};
use crate::fields::OrderField;
use crate::fields::choices::{FILING_KINDS, PROVIDERS};
use crate::interview::{Ask, Bench, Faulty, Interview, Stage, Value};
use crate::source::{Format, SourceFile, parse, shell_word};
use crate::text::{Lang, Text};

/// What an interview is told on the command line.
struct Given<'a> {
    file: Option<&'a Path>,
    plain: bool,
    how: &'a HowArgs,
}

/// `beian new`: the interview, then the check of what it wrote.
pub fn new(cli: &Cli, args: &NewArgs) -> Result<u8, Failure> {
    if !terminal::is_there() {
        return Err(Failure::Told(Text::fixed(
            "没有终端，没法一题一题地问；已有草稿就用 beian check 草稿.toml 检查。草稿怎么写见 beian schema draft",
            "there is no terminal to ask questions on; check a draft with beian check DRAFT. What a draft looks like: beian schema draft",
        )));
    }
    let given = Given {
        file: args.file.as_deref(),
        plain: args.plain,
        how: &args.how,
    };
    // What was given is in the draft by then.
    let check = CheckArgs {
        how: HowArgs {
            as_of: args.how.as_of,
            unmask: args.how.unmask,
            ..HowArgs::default()
        },
        ..CheckArgs::default()
    };
    // Whoever only wants a draft has one, whatever is found in it.
    run(cli, &given, &check).map(|_| 0)
}

/// `beian check` without a draft.
pub fn before_check(cli: &Cli, args: &CheckArgs) -> Result<u8, Failure> {
    if !terminal::is_there() {
        return Err(Failure::Told(Text::fixed(
            "要检查哪份草稿？beian check 草稿.toml；- 读标准输入。还没有草稿的，在终端里运行 beian check，一题一题地问着写",
            "which draft is to be checked? beian check DRAFT; - reads standard input. Without a draft, run beian check on a terminal: it asks for what is needed",
        )));
    }
    // What is wrong with the options is told before anything is asked.
    request::plan(&args.formats, args.output.as_deref(), &args.drafts)?;
    let given = Given {
        file: None,
        plain: args.plain,
        how: &args.how,
    };
    run(cli, &given, args)
}

fn run(cli: &Cli, given: &Given<'_>, check_args: &CheckArgs) -> Result<u8, Failure> {
    let lang: Lang = cli.lang.into();
    let library = setup::library(cli, None)?;
    let exit = Exit::watch();
    let mut terminal = terminal_of(cli, given.plain, lang);
    let Some((keeper, document)) = begin(terminal.as_mut(), given.file, &exit, lang)? else {
        return Ok(0);
    };
    let bench =
        Bench::new(&library, given.how.as_of, clock::today(), lang).unmasked(given.how.unmask);
    let faulty = |faulty: Faulty| setup::refused(&faulty.ruleset, &faulty.faults, lang);
    let mut interview = Interview::new(bench, document).map_err(&faulty)?;
    let province = setup::province(given.how.province.as_deref())?;
    answer_given(&mut interview, given.how, province).map_err(&faulty)?;
    {
        let mut words = exit.hold();
        words.clear();
        let left = if keeper.exists() {
            saved_words(&keeper)
        } else {
            Text::fixed(
                "还没有回答，什么也没有写。",
                "Nothing was answered, nothing was written.",
            )
        };
        words.push_str(left.get(lang));
    }
    greet(terminal.as_mut(), &interview, &keeper, lang);
    let mut talk = Talk {
        interview,
        terminal: terminal.as_mut(),
        keeper,
        exit,
        lang,
        unsaved: false,
        faulty: &faulty,
    };
    let end = talk.run()?;
    let path = talk.keeper.path().to_path_buf();
    let text = talk.interview.text();
    let words = if talk.unsaved {
        unsaved_words(&talk.keeper)
    } else if talk.keeper.exists() {
        saved_words(&talk.keeper)
    } else {
        Text::fixed(
            "还没有回答，什么也没有写。",
            "Nothing was answered, nothing was written.",
        )
    };
    let is_saved = !talk.unsaved;
    if end != End::Done {
        tell("");
        tell(words.get(lang));
        return Ok(0);
    }
    tell("");
    let status = if is_saved {
        let args = CheckArgs {
            drafts: vec![path.clone()],
            ..check_args.clone()
        };
        check::run(cli, &args)?
    } else {
        check::run_text(cli, check_args, &shown(&path), &text)?
    };
    let next = shell_word(&shown(&path));
    let after = if is_saved {
        Text::new(
            format!(
                "草稿：{}（只有你能读）\n改动：beian new {next}\n再检查：beian check {next}",
                shown(&path)
            ),
            format!(
                "Draft: {} (readable by you alone)\nChange it: beian new {next}\nCheck it again: beian check {next}",
                shown(&path)
            ),
        )
    } else {
        words
    };
    tell("");
    tell(after.get(lang));
    Ok(status)
}

fn terminal_of(cli: &Cli, plain: bool, lang: Lang) -> Box<dyn Terminal> {
    if plain || !terminal::is_able() {
        return Box::new(Plain::new(lang));
    }
    let color = match cli.color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto => {
            std::io::stderr().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    };
    dialoguer::console::set_colors_enabled_stderr(color);
    Box::new(Full::new(lang, color))
}

/// What options said is no question any more.
fn answer_given(
    interview: &mut Interview<'_>,
    given: &HowArgs,
    province: Option<u32>,
) -> Result<(), Faulty> {
    let order = Place::now(Node::Order);
    let id = |choices: &'static [crate::fields::Choice], code: Option<u8>| {
        let choice = choices.get(usize::from(code?))?;
        Some(Value::Choice(choice.id))
    };
    for (field, value) in [
        (OrderField::FilingProvince, province.map(Value::Division)),
        (OrderField::FilingProvider, id(PROVIDERS, given.provider)),
        (OrderField::FilingKind, id(FILING_KINDS, given.filing)),
    ] {
        if let Some(value) = value {
            interview.answer(Ask::Field(order.field(field as usize)), &value)?;
        }
    }
    Ok(())
}

/// What is said before the first question.
fn greet(terminal: &mut dyn Terminal, interview: &Interview<'_>, keeper: &Keeper, lang: Lang) {
    let path = shown(keeper.path());
    let text = if keeper.exists() {
        Text::new(format!("接着填 {path}。"), format!("Going on with {path}."))
    } else {
        Text::new(
            format!(
                "一题一题地问，只问规则要用的。每答一题就存进 {path}（只有你能读），\n\
                 随时可以退出（Ctrl-C），以后接着填。"
            ),
            format!(
                "Only what the rules need is asked. Each answer is saved in {path} (readable by you\n\
                 alone); leave whenever you want (Ctrl-C) and go on later."
            ),
        )
    };
    terminal.say(text.get(lang));
    // What has been answered by options is in memory only.
    let text = interview.text();
    let source = SourceFile::new(path.as_str(), text.as_str());
    let parsed = parse(&source, Format::Toml);
    let reading = read_parsed(&parsed, &Overrides::default());
    let faults: Vec<_> = reading
        .faults
        .iter()
        .filter(|fault| fault.kind != crate::draft::FaultKind::Missing)
        .collect();
    if keeper.exists() && !faults.is_empty() {
        let count = faults.len();
        let text = Text::new(
            format!("文件里有 {count} 处读不出；值会重新问，没有的键请以后自己删去："),
            format!(
                "{count} places cannot be read; values are asked for again, unknown keys are left to you:"
            ),
        );
        terminal.say(text.get(lang));
        for fault in faults {
            let (line, column) = source.line_column(fault.span.start);
            terminal.say(&format!("  {line}:{column} {}", fault.message.get(lang)));
        }
    }
    if matches!(interview.next(), Stage::Done) {
        let nothing = Text::fixed("没有要问的了。", "There is nothing left to ask.");
        terminal.say(nothing.get(lang));
    }
}

/// What is said to whoever leaves a draft that is saved.
fn saved_words(keeper: &Keeper) -> Text {
    let (path, next) = (shown(keeper.path()), shell_word(&shown(keeper.path())));
    Text::new(
        format!("已答的都存在 {path}。接着填：beian new {next}"),
        format!("All answers are saved in {path}. Go on: beian new {next}"),
    )
}

/// The same where it is not.
fn unsaved_words(keeper: &Keeper) -> Text {
    let path = shown(keeper.path());
    if keeper.exists() {
        let next = shell_word(&path);
        Text::new(
            format!("最后的回答没能存进 {path}，文件里是之前的。接着填：beian new {next}"),
            format!(
                "The last answers could not be saved in {path}, which has those before. Go on: beian new {next}"
            ),
        )
    } else {
        Text::new(
            format!("{path} 写不了，回答没有存下来。"),
            format!("{path} could not be written; the answers are not saved."),
        )
    }
}

/// A path as it is told.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
