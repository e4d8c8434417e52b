//! `beian which`: which kind of filing is needed, from answers given as options or asked for.

use std::io::IsTerminal;

use dialoguer::theme::ColorfulTheme;
use dialoguer::{Input, Select, console};

use super::args::{Cli, WhichArgs};
use super::option_values::{ColorArg, PlainFormatArg, YesNoArg};
use super::output::{Failure, width, write_result};
use super::{clock, setup};
use crate::explain::{Sheet, Sources, explain_which};
use crate::fields::Choice as Member;
use crate::fields::choices::SERVICE_KINDS;
use crate::fields::{AIMS, Answers, SITUATION, Situation};
use crate::identifiers::division_named;
use crate::render::{pretty, which_text};
use crate::ruleset::Choice;
use crate::text::{Lang, Text};
use crate::which::{Answer, Decision, Known, Missing, decide};

/// Answers which kind of filing is needed.
pub fn run(cli: &Cli, args: &WhichArgs) -> Result<u8, Failure> {
    let lang: Lang = cli.lang.into();
    let library = setup::library(cli, None)?;
    let mut choice = Choice {
        province: setup::province(args.province.as_deref())?,
        provider: None,
    };
    let as_of = args.as_of.unwrap_or_else(clock::today);
    // Without a terminal there are no prompts.
    let asks = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    match cli.color {
        ColorArg::Always => console::set_colors_enabled_stderr(true),
        ColorArg::Never => console::set_colors_enabled_stderr(false),
        ColorArg::Auto => {}
    }
    let mut known = given(args, asks);
    let mut sheet = Sheet {
        choice,
        ruleset: setup::ruleset(&library, choice, lang)?,
    };
    let row = loop {
        known.province = choice.province.is_some();
        match decide(&sheet.ruleset, &known, as_of) {
            Decision::Row(row) => break row,
            Decision::Nothing => {
                return Err(Failure::Told(Text::fixed(
                    "规则里没有这种情况，请问接入商",
                    "the rules have no such situation; ask the hosting provider",
                )));
            }
            Decision::Missing(missing) => {
                let first = missing.first().copied();
                match first.filter(|_| asks) {
                    None => return Err(Failure::Told(wanting(&missing))),
                    Some(Missing::Province) => {
                        choice.province = Some(ask_province(lang)?);
                        sheet = Sheet {
                            choice,
                            ruleset: setup::ruleset(&library, choice, lang)?,
                        };
                    }
                    Some(Missing::Answer(index)) => {
                        if let Some(question) = SITUATION.get(index) {
                            known.answer(question.key, ask(question, lang)?);
                        }
                    }
                }
            }
        }
    };
    let sources = Sources::new(&library, &sheet.ruleset.as_of, lang);
    let Some(words) = explain_which(&sheet, &sources, row, &known, lang) else {
        return Ok(0);
    };
    let width = width(args.output.as_deref());
    let text = match args.format {
        PlainFormatArg::Text => which_text(&words, lang, width),
        PlainFormatArg::Json => pretty(&words),
    };
    write_result(&text, args.output.as_deref())?;
    Ok(0)
}

/// What the options say. Who neither changes nor stops anything wants to file.
fn given(args: &WhichArgs, asks: bool) -> Known {
    let mut known = Known::new(args.province.is_some());
    let member = |choices: &[Member], id: &str| {
        let index = choices.iter().position(|choice| choice.id == id)?;
        u8::try_from(index).ok().map(Answer::Choice)
    };
    let mut answer = |key: &str, answer: Option<Answer>| {
        if let Some(answer) = answer {
            known.answer(key, answer);
        }
    };
    let flags = [
        ("mainland_server", args.mainland_server),
        ("subject_on_record", args.subject_on_record),
        ("domain_on_record", args.domain_on_record),
        ("with_this_provider", args.with_this_provider),
    ];
    let says_something = flags.iter().any(|(_, flag)| flag.is_some())
        || args.services_on_record.is_some()
        || args.service_kind.is_some();
    let aim = if args.changing.is_some() {
        Some("change")
    } else if args.stopping.is_some() {
        Some("stop")
    } else if says_something || !asks {
        Some("file")
    } else {
        None
    };
    answer("aim", aim.and_then(|id| member(AIMS, id)));
    let code = |code: u8| Answer::Choice(code);
    answer("changing", args.changing.map(code));
    answer("stopping", args.stopping.map(code));
    // Where nobody can be asked, a service is what it is in drafts that do not say: a website.
    let website = SERVICE_KINDS
        .iter()
        .position(|kind| kind.id == "website")
        .filter(|_| !asks)
        .and_then(|index| u8::try_from(index).ok());
    answer("service_kind", args.service_kind.or(website).map(code));
    for (key, flag) in flags {
        answer(key, flag.map(|flag| Answer::Flag(flag == YesNoArg::Yes)));
    }
    let services = args.services_on_record.map(i64::from);
    answer("services_on_record", services.map(Answer::Count));
    known
}

/// Which options would answer what is not known.
fn wanting(missing: &[Missing]) -> Text {
    let option = |missing: &Missing, lang: Lang| match missing {
        Missing::Province => match lang {
            Lang::Zh => "--province 省份（在哪个省备案）".to_owned(),
            Lang::En => "--province NAME (where the filing is)".to_owned(),
        },
        Missing::Answer(index) => match SITUATION.get(*index) {
            Some(question) => {
                let label = question.label.get(lang);
                let (option, values) = (question.option(), question.values());
                match lang {
                    Lang::Zh => format!("{option} {values}（{label}）"),
                    Lang::En => format!("{option} {values} ({label})"),
                }
            }
            None => String::new(),
        },
    };
    let list = |lang: Lang| {
        let options = missing.iter().map(|missing| option(missing, lang));
        let lines: Vec<String> = options.map(|option| format!("  {option}")).collect();
        lines.join("\n")
    };
    Text::new(
        format!(
            "还不能判断；没有终端可问，请给出（先给第一个，其余视情况）：\n{}",
            list(Lang::Zh)
        ),
        format!(
            "this cannot be told yet and there is no terminal to ask on; give (the first, others as it turns out):\n{}",
            list(Lang::En)
        ),
    )
}

fn ask(question: &Situation, lang: Lang) -> Result<Answer, Failure> {
    let prompt = question.ask.get(lang);
    match question.answers {
        Answers::YesNo => {
            let items = match lang {
                Lang::Zh => ["是", "否"],
                Lang::En => ["yes", "no"],
            };
            Ok(Answer::Flag(select(prompt, &items)? == 0))
        }
        Answers::OneOf(choices) => {
            let items: Vec<&str> = choices
                .iter()
                .map(|choice| choice.label.get(lang))
                .collect();
            let index = select(prompt, &items)?;
            Ok(Answer::Choice(u8::try_from(index).unwrap_or(u8::MAX)))
        }
        Answers::Count => {
            let count: u32 = Input::with_theme(&ColorfulTheme::default())
                .with_prompt(prompt)
                .interact_text()
                .map_err(stopped)?;
            Ok(Answer::Count(i64::from(count)))
        }
    }
}

fn ask_province(lang: Lang) -> Result<u32, Failure> {
    let prompt = match lang {
        Lang::Zh => "在哪个省备案？",
        Lang::En => "In which province is the filing?",
    };
    let unknown = match lang {
        Lang::Zh => "没有这个省份；写代码、名称或拼音",
        Lang::En => "no such province; write a code, name or pinyin",
    };
    let administered = |text: &str| {
        division_named(text)
            .filter(|division| division.has_administration())
            .map(|division| division.code)
    };
    let name: String = Input::with_theme(&ColorfulTheme::default())
        .with_prompt(prompt)
        .validate_with(|text: &String| match administered(text) {
            Some(_) => Ok(()),
            None => Err(unknown),
        })
        .interact_text()
        .map_err(stopped)?;
    administered(&name)
        .ok_or_else(|| Failure::Told(Text::fixed("没有这个省份", "no such province")))
}

fn select(prompt: &str, items: &[&str]) -> Result<usize, Failure> {
    Select::with_theme(&ColorfulTheme::default())
        .with_prompt(prompt)
        .items(items)
        .default(0)
        .interact()
        .map_err(stopped)
}

fn stopped(error: dialoguer::Error) -> Failure {
    Failure::Told(Text::new(
        format!("没有问完：{error}"),
        format!("the questions were not finished: {error}"),
    ))
}
