//! `-o -` is standard output, whatever the command.

use std::process::Command;

use crate::run::example;

/// Runs a command; gives what it wrote.
fn run(dir: &std::path::Path, args: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_beian"))
        .current_dir(dir)
        .env_clear()
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.code() < Some(2), "{args:?}: {output:?}");
    output.stdout
}

#[test]
fn a_hyphen_is_standard_output_in_all_commands() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("a.toml"), example("enterprise-ready.toml")).unwrap();
    std::fs::write(dir.join("a.html"), "<html><body></body></html>").unwrap();
    let day = ["--as-of", "2026-11-21"];
    let commands: &[(&[&str], bool)] = &[
        (&["check", "a.toml"], true),
        (&["batch", "a.toml"], true),
        (&["checklist", "a.toml"], true),
        (&["plan", "a.toml"], true),
        (&["explain", "domain-validity"], true),
        (&["which", "--mainland-server", "no"], true),
        (&["rejected", "域名已过期"], true),
        (&["site", "a.html"], true),
        (&["redact", "a.toml"], true),
        (&["rules", "list"], false),
        (&["rules", "show", "山西"], false),
        (&["rules", "compare", "上海", "江苏"], true),
        (&["schema", "draft"], false),
        (&["completions", "bash"], false),
        (&["man"], false),
    ];
    for (command, has_day) in commands {
        let day: &[&str] = if *has_day { &day } else { &[] };
        let plain = run(dir, &[command, day].concat());
        let hyphen = run(dir, &[command, day, &["-o", "-"]].concat());
        assert!(!plain.is_empty(), "{command:?}");
        assert!(plain == hyphen, "{command:?}");
    }
    let ics = run(
        dir,
        &[
            "plan", "a.toml", "--ics", "-", "-o", "p.txt", day[0], day[1],
        ],
    );
    assert!(ics.starts_with(b"BEGIN:VCALENDAR"));
    let mut names: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["a.html", "a.toml", "p.txt"]);
}
