//! `beian --version --verbose`: the program and its rules, for a report of a fault.

use super::output::{Failure, write_result};
use crate::ruleset::{Choice, Library};

/// Whether the command line is that and nothing else; clap answers `--version` alone.
pub fn is_asked() -> bool {
    let is_version = |arg: &str| matches!(arg, "--version" | "-V");
    let is_verbose = |arg: &str| matches!(arg, "--verbose" | "-v");
    let given: Vec<_> = std::env::args_os().skip(1).collect();
    let any = |is: &dyn Fn(&str) -> bool| given.iter().filter_map(|arg| arg.to_str()).any(is);
    let only = given.iter().all(|arg| {
        arg.to_str()
            .is_some_and(|arg| is_version(arg) || is_verbose(arg))
    });
    only && any(&is_version) && any(&is_verbose)
}

/// Writes it.
pub fn verbose() -> Result<(), Failure> {
    let library = Library::embedded();
    let (ruleset, _) = library.ruleset(Choice::NATIONAL);
    let text = format!(
        "beian {}\nruleset {} (as of {})\ndigest {}\n",
        env!("CARGO_PKG_VERSION"),
        ruleset.version,
        ruleset.as_of,
        library.digest()
    );
    write_result(&text, None)
}
