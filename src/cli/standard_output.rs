//! `-o -`: standard output, as where no `-o` is given.

use std::path::PathBuf;

use super::args::{Cli, Command};
use super::output::is_standard_output;
use super::rules_args::RulesCommand;

/// Takes `-o -` for what it says, so that no command has to.
pub fn settle(cli: &mut Cli) {
    if let Some(output) = output(&mut cli.command)
        && output.as_deref().is_some_and(is_standard_output)
    {
        *output = None;
    }
}

/// Where a command is told to write to, if it can be told.
fn output(command: &mut Command) -> Option<&mut Option<PathBuf>> {
    Some(match command {
        Command::Check(args) => &mut args.output,
        Command::Batch(args) => &mut args.output,
        Command::Checklist(args) => &mut args.output,
        Command::Plan(args) => &mut args.output,
        Command::Explain(args) => &mut args.output,
        Command::Which(args) => &mut args.output,
        Command::Rejected(args) => &mut args.output,
        Command::Site(args) => &mut args.output,
        Command::Rules(RulesCommand::List(args)) => &mut args.output,
        Command::Rules(RulesCommand::Show(args)) => &mut args.output,
        Command::Rules(RulesCommand::Compare(args)) => &mut args.output,
        Command::Rules(RulesCommand::Diff(args)) => &mut args.output,
        Command::Schema(args) => &mut args.output,
        Command::Redact(args) => &mut args.output,
        Command::Completions(args) => &mut args.output,
        Command::Man(args) => &mut args.output,
        // Its second argument is no option, and `-` there means the same.
        Command::Convert(_) => return None,
        Command::Rules(RulesCommand::Check { .. } | RulesCommand::Test(_)) => return None,
        Command::New(_) | Command::Config(_) => return None,
    })
}
