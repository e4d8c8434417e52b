//! The `beian` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(beian::cli::run())
}
