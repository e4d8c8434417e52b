//! Flags and commands: the only room that knows clap, the terminal and the clock.

mod args;
mod check;
mod checker;
mod checklist;
mod clock;
mod digests;
mod draft_search;
mod evaluated;
mod explain;
mod output;
mod plan;
mod rejected;
mod rules;
mod rules_compare;
mod rules_diff;
mod rules_view;
mod schema;
mod setup;
mod which;

use clap::Parser;

use args::{Cli, Command, RulesCommand};
use output::Failure;

/// Runs the program; gives the exit status.
pub fn run() -> u8 {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and versions are no faults; a closed pipe is nobody's.
            let _ = error.print();
            return if error.use_stderr() { 2 } else { 0 };
        }
    };
    let lang = cli.lang.into();
    let outcome = match &cli.command {
        Command::Check(args) => check::run(&cli, args),
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
        Command::Schema(args) => schema::run(args),
    };
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
