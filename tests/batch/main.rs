//! `beian batch` as a whole: the same bytes however it is run, nothing lost whatever the input is
//! and whenever it ends.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "these are tests"
)]

mod across;
mod inputs;
mod options;
mod outputs;
mod pages;
mod policy;
mod resume;
mod same;
mod sheets;
mod straight;
mod unread;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use beian_drafts::Settings;
use serde_json::Value;

/// What a command came to.
pub struct Outcome {
    /// The exit status; -1: a signal ended it.
    pub status: i32,
    /// Standard output.
    pub out: Vec<u8>,
    /// Standard error.
    pub told: String,
}

impl Outcome {
    /// The records that it wrote.
    pub fn records(&self) -> Vec<Value> {
        records(&self.out)
    }
}

/// The program, on a fixed day.
pub fn beian(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
    command
        .current_dir(folder)
        .env("BEIAN_LANG", "zh")
        .arg("batch")
        .args(args)
        .args(["--as-of", "2026-11-22"]);
    command
}

/// Runs `batch`.
pub fn batch(folder: &Path, args: &[&str]) -> Outcome {
    batch_on(folder, args, b"")
}

/// Runs `batch` with something on standard input.
pub fn batch_on(folder: &Path, args: &[&str], input: &[u8]) -> Outcome {
    let mut child = beian(folder, args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || {
        // Whoever has read enough closes the pipe.
        let _ = pipe.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    Outcome {
        status: output.status.code().unwrap_or(-1),
        out: output.stdout,
        told: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The lines of JSON in bytes.
pub fn records(bytes: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(bytes).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Text at a pointer of a record.
pub fn text<'v>(record: &'v Value, pointer: &str) -> &'v str {
    record
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// What records say their sources are.
pub fn sources(records: &[Value]) -> Vec<&str> {
    records.iter().map(|own| text(own, "/source")).collect()
}

/// Made-up drafts of few provinces, of which some fail and some lack data.
pub fn settings(seed: u64) -> Settings {
    Settings {
        seed,
        failing: 30,
        incomplete: 20,
        few: true,
        ..Settings::default()
    }
}

/// So many lines of them.
pub fn lines(seed: u64, count: u64) -> String {
    (0..count)
        .map(|number| settings(seed).line(number))
        .collect()
}

/// A folder with some files.
pub fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

/// The names in a folder.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
