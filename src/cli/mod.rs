//! Flags and commands: the only room that knows clap, the terminal and the clock.

mod args;
mod baseline;
mod batch;
mod batch_args;
mod batch_results;
mod batch_template;
mod check;
mod checker;
mod checklist;
mod clock;
mod config;
mod convert;
mod digests;
mod draft_args;
mod evaluated;
mod explain;
mod help;
mod interview;
mod manual;
mod option_values;
mod output;
mod plan;
mod progress;
mod redact;
mod rejected;
mod request;
mod rules;
mod rules_args;
mod rules_compare;
mod rules_diff;
mod rules_view;
mod schema;
mod settings;
mod settings_file;
mod setup;
mod site;
mod site_search;
mod standard_output;
mod targets;
mod until_closed;
mod version;
mod which;

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches};

use crate::text::Lang;
use args::{Cli, Command};
use output::Failure;
use rules_args::RulesCommand;
use settings::{Provenance, Setting, Settings};

/// Runs the program; gives the exit status.
pub fn run() -> u8 {
    if version::is_asked() {
        return finish(version::verbose().map(|()| 0), Lang::Zh);
    }
    let parsed = Cli::command()
        .try_get_matches()
        .and_then(|matches| Ok((Cli::from_arg_matches(&matches)?, matches)));
    let (mut cli, matches) = match parsed {
        Ok(parsed) => parsed,
        // Help and versions are no faults.
        Err(error) => return help::finish(&error),
    };
    standard_output::settle(&mut cli);
    if let Err(failure) = settle(&mut cli, &matches) {
        return finish(Err(failure), cli.lang.into());
    }
    let lang = cli.lang.into();
    let outcome = match &cli.command {
        Command::Check(args) if args.drafts.is_empty() => interview::before_check(&cli, args),
        Command::Check(args) => check::run(&cli, args),
        Command::Convert(args) => convert::run(&cli, args),
        Command::Batch(args) => batch::run(&cli, args),
        Command::New(args) => interview::new(&cli, args),
        Command::Checklist(args) => checklist::run(&cli, args),
        Command::Plan(args) => plan::run(&cli, args),
        Command::Explain(args) => explain::run(&cli, args),
        Command::Rejected(args) => rejected::run(&cli, args),
        Command::Which(args) => which::run(&cli, args),
        Command::Rules(RulesCommand::List(args)) => rules_view::list(&cli, args),
        Command::Rules(RulesCommand::Show(args)) => rules_view::show(&cli, args),
        Command::Rules(RulesCommand::Compare(args)) => rules_compare::run(&cli, args),
        Command::Rules(RulesCommand::Diff(args)) => rules_diff::run(&cli, args),
        Command::Rules(RulesCommand::Check { dir }) => rules::check(&cli, dir.as_deref()),
        Command::Rules(RulesCommand::Test(args)) => rules::test(&cli, args),
        Command::Site(args) => site::run(&cli, args),
        Command::Schema(args) => schema::run(args),
        Command::Redact(args) => redact::run(&cli, args),
        Command::Config(args) => config::run(&cli, args),
        Command::Completions(args) => manual::completions(args, lang),
        Command::Man(args) => manual::man(args, lang),
    };
    finish(outcome, lang)
}

/// Puts the environment and the configuration into the places that the command line leaves open.
fn settle(cli: &mut Cli, matches: &ArgMatches) -> Result<(), Failure> {
    // What only writes texts of its own has nothing to be configured.
    if matches!(cli.command, Command::Completions(_) | Command::Man(_)) {
        return Ok(());
    }
    cli.settings = Settings::load(cli.config.as_deref(), cli.lang.into())?;
    let of_option = |matches: &ArgMatches, name: &str| match matches.value_source(name) {
        Some(ValueSource::CommandLine) => Some(Provenance::CommandLine),
        Some(ValueSource::EnvVariable) => Some(Provenance::Environment("BEIAN_LANG")),
        _ => None,
    };
    match (of_option(matches, "lang"), &cli.settings.lang) {
        (Some(from), _) => {
            let value = cli.lang.into();
            cli.settings.lang = Some(Setting { value, from });
        }
        (None, Some(setting)) => cli.lang = setting.value.into(),
        (None, None) => {}
    }
    match &cli.settings.rules {
        _ if !cli.rules.is_empty() => {
            cli.settings.rules = Some(Setting {
                value: cli.rules.clone(),
                from: Provenance::CommandLine,
            });
        }
        Some(setting) => cli.rules = setting.value.clone(),
        None => {}
    }
    if let Some(setting) = &cli.settings.fail_on {
        let (name, own) = match &mut cli.command {
            Command::Check(args) => ("check", &mut args.fail_on),
            Command::Batch(args) => ("batch", &mut args.fail_on),
            Command::Site(args) => ("site", &mut args.fail_on),
            _ => return Ok(()),
        };
        let given = matches.subcommand_matches(name);
        if given.is_none_or(|given| of_option(given, "fail_on").is_none()) {
            *own = setting.value.into();
        }
    }
    Ok(())
}

/// The exit status, and what is to be told of a failure.
fn finish(outcome: Result<u8, Failure>, lang: Lang) -> u8 {
    match outcome {
        Ok(status) => status,
        // Whoever read our output has had enough; that is no fault.
        Err(Failure::ClosedPipe) => 0,
        Err(Failure::Told(message)) => {
            output::tell(message.get(lang));
            2
        }
    }
}
