//! Runs the program in a directory of its own.

use std::path::Path;
use std::process::{Command, Output};

/// What a run gave.
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `beian check` on the day of the examples.
pub fn check(dir: &Path, args: &[&str]) -> Run {
    check_with(dir, args, &[])
}

/// The same with variables of the environment.
pub fn check_with(dir: &Path, args: &[&str], variables: &[(&str, &str)]) -> Run {
    run("check", dir, args, variables)
}

/// Runs `beian site` on that day.
pub fn site(dir: &Path, args: &[&str]) -> Run {
    run("site", dir, args, &[])
}

fn run(name: &str, dir: &Path, args: &[&str], variables: &[(&str, &str)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
    command
        .current_dir(dir)
        .env_clear()
        .env("BEIAN_LANG", "zh")
        .envs(variables.iter().copied())
        .args([name, "--as-of", "2026-11-21"])
        .args(args);
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    Run {
        status: status.code().unwrap(),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// An example of this package.
pub fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    std::fs::read_to_string(path).unwrap()
}
