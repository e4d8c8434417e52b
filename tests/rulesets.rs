//! Rulesets laid over the embedded one: they load, and all their cases pass.
#![allow(clippy::expect_used, reason = "a test may fail by panicking")]

use std::path::Path;
use std::process::Command;

#[expect(clippy::expect_used, reason = "a test")]
fn run(command: &str, directory: &str) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .args(["rules", command])
        .arg(directory)
        .output()
        .expect("the program starts");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn parameters_of_national_rules() {
    run("check", "tests/rulesets/parameters");
    run("test", "tests/rulesets/parameters");
}
