//! `beian explain`, `beian rules list|show` and `beian which`: what the program prints. Layouts are
//! held by snapshots over a small ruleset of the tests' own; of the embedded rules only what is
//! bound to stay is asked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking"
)]

mod canaries;
mod embedded;
mod house;
mod which;

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run of the program gives.
pub struct Run {
    /// Its exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs the program from the repository's root.
pub fn beian(args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("BEIAN_LANG")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    Run {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// What a successful run prints.
pub fn out(args: &[&str]) -> String {
    let run = beian(args);
    assert_eq!(run.status, 0, "{args:?}: {}{}", run.out, run.err);
    run.out
}

/// What a successful run prints, as JSON.
pub fn json(args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&out(args)).unwrap()
}

/// A file of these tests.
pub fn file(name: &str) -> PathBuf {
    Path::new("tests/explain").join(name)
}

/// No line is wider than the terminal, as far as it could be broken.
pub fn is_narrow(text: &str, width: usize) {
    use unicode_width::UnicodeWidthStr;
    for line in text.lines() {
        assert!(line.width() <= width, "{} columns: {line}", line.width());
    }
}
