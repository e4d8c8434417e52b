//! What keeps a draft from being read, told where it stands and not at endless length.

use serde_json::Value;

use crate::run::{check, example};

fn errors(stdout: &str) -> Vec<Value> {
    let report: Value = serde_json::from_str(stdout).unwrap();
    report["errors"].as_array().unwrap().clone()
}

#[test]
fn a_blank_reason_accepts_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let allow = "\n[[allow]]\nrule = \"domain-validity\"\npath = \"x\"\nreason = \" \u{3000}\"\n";
    let draft = example("enterprise-ready.toml") + allow;
    std::fs::write(dir.path().join("a.toml"), &draft).unwrap();
    let line = draft
        .lines()
        .position(|line| line.starts_with("reason"))
        .unwrap()
        + 1;
    let run = check(dir.path(), &["a.toml", "--format", "jsonl"]);
    assert_eq!(run.status, 2);
    let told = &errors(&run.stdout)[0];
    assert_eq!(told["path"], "allow[0].reason");
    assert_eq!(
        (told["line"].as_u64(), told["column"].as_u64()),
        (Some(line as u64), Some(10))
    );
    let run = check(dir.path(), &["a.toml", "--format", "github"]);
    let place = format!("file=a.toml,line={line},endLine={line},col=10,");
    assert!(run.stdout.contains(&place), "{}", run.stdout);
    // The reader of many drafts says the same.
    let json = r#"{"format":1,"filing":{"kind":"first","province":"140000"},"allow":[{"rule":"a","path":"b","reason":"REASON"}]}"#;
    for (reason, wanted) in [("", 1), (" ", 1), ("已续费", 0)] {
        std::fs::write(dir.path().join("b.json"), json.replace("REASON", reason)).unwrap();
        for command in ["check", "batch"] {
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_beian"))
                .current_dir(dir.path())
                .args([command, "b.json", "--format", "jsonl"])
                .output()
                .unwrap();
            let told = errors(std::str::from_utf8(&output.stdout).unwrap());
            assert_eq!(told.len(), wanted, "{command} {reason:?}: {told:?}");
        }
    }
}

#[test]
fn more_than_anybody_mends_at_a_time_is_counted() {
    let dir = tempfile::tempdir().unwrap();
    let keys: String = (0..1000).map(|at| format!("x{at} = 1\n")).collect();
    std::fs::write(dir.path().join("a.toml"), format!("format = 1\n{keys}")).unwrap();
    let run = |args: &[&str]| check(dir.path(), &[&["a.toml"], args].concat());
    let all = errors(&run(&["--format", "jsonl"]).stdout).len();
    assert!(all >= 1000);
    // The verdict begins so as well.
    let told = |text: &str| {
        text.lines()
            .filter(|line| line.starts_with("读不出："))
            .count()
            - 1
    };
    let text = run(&[]);
    assert_eq!(text.status, 2);
    assert_eq!(told(&text.stdout), 50);
    let rest = all - 50;
    let counted = format!("还有 {rest} 处读不出（-v 全部列出）");
    assert!(text.stdout.contains(&counted), "{}", text.stdout);
    assert_eq!(told(&run(&["-v"]).stdout), all);
    let counted = format!("还有 {rest} 处读不出（--format json 全部列出）");
    assert!(run(&["-q"]).stdout.contains(&counted));
}
