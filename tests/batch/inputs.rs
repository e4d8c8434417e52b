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

#[test]
fn rows_of_totals_are_no_drafts() {
    let csv = "序号,草稿,备案类型,省份,域名,实名认证\n\
        1,甲,首次备案,山西,example-a.cn,已实名\n\
        小 计：,1 家,,,,\n\
        2,合计科技,首次备案,山西,example-b.cn,未实名\n\
        合计,2 家,,,2,\n";
    let folder = folder(&[("a.csv", csv.as_bytes())]);
    let run = batch(folder.path(), &["a.csv", "--province", "山西"]);
    assert_eq!(sources(&run.records()), ["a.csv#2", "a.csv#4"]);
    assert!(run.told.contains("第 3 行是合计"), "{}", run.told);
    assert!(run.told.contains("第 5 行是合计"), "{}", run.told);
    for record in run.records() {
        assert_eq!(
            record["errors"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|own| own["column"] == 6)
                .count(),
            0
        );
    }
}
