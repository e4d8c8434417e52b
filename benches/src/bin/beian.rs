//! The program itself, built with the profiles of this package.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(beian::cli::run())
}
