//! Schemas as the packages that this one is built or tested with carry them.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

/// The text of a file in a package.
pub fn file_of(package: &str, path: &str) -> String {
    // Packages for other platforms are not there.
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", &host()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "cargo metadata fails");
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let own = packages.iter().find(|own| own["name"] == package).unwrap();
    let manifest = PathBuf::from(own["manifest_path"].as_str().unwrap());
    std::fs::read_to_string(manifest.parent().unwrap().join(path)).unwrap()
}

/// The platform that this is built on.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("host: "));
    line.unwrap().to_owned()
}
