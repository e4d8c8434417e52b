//! Where drafts come from.

use super::{batch, batch_on, folder, lines, settings, sources};

#[test]
fn inputs_follow_one_another_and_a_missing_one_is_told() {
    let input = lines(31, 2);
    let folder = folder(&[("a.jsonl", input.as_bytes()), ("b.jsonl", input.as_bytes())]);
    let run = batch(
        folder.path(),
        &["a.jsonl", "missing.jsonl", "b.jsonl", "-j", "4"],
    );
    assert_eq!(
        sources(&run.records()),
        [
            "a.jsonl:1",
            "a.jsonl:2",
            "missing.jsonl",
            "b.jsonl:1",
            "b.jsonl:2"
        ]
    );
    assert_eq!(run.status, 2);
}

#[test]
fn a_directory_stands_for_its_drafts() {
    let draft = settings(32).draft(0).to_string();
    let toml: &[u8] = include_bytes!("../../examples/enterprise-ready.toml");
    let folder = folder(&[
        ("d/b.toml", toml),
        ("d/a.json", draft.as_bytes()),
        ("d/sub/c.toml", toml),
        ("d/.hidden.toml", toml),
        ("d/package.json", b"{\"name\": \"x\"}"),
        ("d/list.json", b"[1, 2]"),
        ("d/broken.toml", b"format = \n"),
        ("d/readme.txt", b"text"),
    ]);
    let run = batch(folder.path(), &["d"]);
    assert_eq!(
        sources(&run.records()),
        ["d/a.json", "d/b.toml", "d/broken.toml", "d/sub/c.toml"]
    );
    let empty = super::folder(&[("e/readme.txt", b"text")]);
    let run = batch(empty.path(), &["e"]);
    assert_eq!((run.status, run.out.len()), (2, 0));
    assert!(run.told.contains('e'), "{}", run.told);
}

#[test]
fn standard_input_is_seen_for_what_it_is() {
    let folder = folder(&[]);
    let input = lines(33, 3);
    let run = batch_on(folder.path(), &["-"], input.as_bytes());
    assert_eq!(sources(&run.records()), ["-:1", "-:2", "-:3"]);
    let array = format!("[{}]", input.trim_end().replace('\n', ","));
    let run = batch_on(folder.path(), &["-"], array.as_bytes());
    assert_eq!(sources(&run.records()), ["-[0]", "-[1]", "-[2]"]);
    let toml = include_bytes!("../../examples/enterprise-ready.toml");
    let run = batch_on(folder.path(), &["-"], toml);
    assert_eq!(sources(&run.records()), ["-"]);
    let csv = "草稿,备案类型,省份\n甲,首次备案,山西\n乙,首次备案,山西\n";
    let run = batch_on(folder.path(), &["-"], csv.as_bytes());
    assert_eq!(sources(&run.records()), ["-#2", "-#3"]);
    let run = batch_on(folder.path(), &["-"], b"");
    assert_eq!(run.status, 2);
}
