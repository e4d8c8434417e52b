//! What cannot be read costs itself only, and says where and why.

use std::io::Write;

use serde_json::Value;

use super::{batch, batch_on, folder, lines, settings, sources, text};

/// The first error of a record: line, column, message.
fn error(record: &Value) -> (u64, u64, &str) {
    assert_eq!(text(record, "/verdict"), "unreadable", "{record}");
    let number = |key| record["errors"][0][key].as_u64().unwrap_or(0);
    (
        number("line"),
        number("column"),
        text(record, "/errors/0/message"),
    )
}

/// Where the kind of filing is refused.
fn kind_at(record: &Value) -> (u64, u64) {
    let mut errors = record["errors"].as_array().unwrap().iter();
    let error = errors
        .find(|own| text(own, "/path") == "filing.kind")
        .unwrap();
    let number = |key: &str| error[key].as_u64().unwrap();
    (number("line"), number("column"))
}

#[test]
fn lines_of_every_bad_kind() {
    let good = |number| settings(21).line(number);
    let mut input = Vec::new();
    input.extend_from_slice(b"\xef\xbb\xbf"); // 1, after a mark
    input.extend_from_slice(good(0).as_bytes());
    input.extend_from_slice(b"{\"format\": 1,\n"); // 2
    input.extend_from_slice(b"   \r\n\n"); // 3, 4
    input.extend_from_slice(good(1).trim_end().as_bytes()); // 5
    input.extend_from_slice(b"\r\n");
    input.extend_from_slice(b"{\"format\":1,\"filing\":{\"kind\":7}}\n"); // 6
    input.extend_from_slice(b"[[{}],[]]\n"); // 7
    input.extend_from_slice(b"{\"format\":1,\"subject\":{\"name\":\"\xff\xfe\"}}\n"); // 8
    input.extend_from_slice(b"null\n"); // 9
    input.extend_from_slice("草稿\n".as_bytes()); // 10
    input.extend_from_slice(good(2).as_bytes()); // 11
    let last = good(3);
    input.extend_from_slice(&last.as_bytes()[..last.len() / 2]); // 12
    let folder = folder(&[("a.jsonl", &input)]);
    for jobs in ["1", "3"] {
        let run = batch(folder.path(), &["a.jsonl", "-j", jobs]);
        assert_eq!(run.status, 2);
        let records = run.records();
        let wanted = [1, 2, 5, 6, 7, 8, 9, 10, 11, 12];
        let wanted: Vec<String> = wanted.map(|line| format!("a.jsonl:{line}")).into();
        assert_eq!(sources(&records), wanted);
        for good in [0, 2, 8] {
            assert_ne!(text(&records[good], "/verdict"), "unreadable", "{good}");
        }
        for (index, line) in [(1, 2), (3, 6), (4, 7), (5, 8), (6, 9), (7, 10), (9, 12)] {
            let (at, column, message) = error(&records[index]);
            assert_eq!(at, line, "{message}");
            assert!(column > 0 && !message.is_empty());
        }
        assert_eq!(kind_at(&records[3]), (6, 30), "{}", records[3]);
        assert_eq!(error(&records[5]).1, 32, "{}", records[5]);
    }
}

#[test]
fn a_line_of_twenty_megabytes_is_passed_over() {
    let mut input = lines(22, 2).into_bytes();
    input.extend_from_slice(b"{\"format\":1,\"meta\":{\"note\":\"");
    input.resize(input.len() + 20 * 1024 * 1024, b'x');
    input.extend_from_slice(b"\"}}\n");
    input.extend_from_slice(lines(23, 1).as_bytes());
    let folder = folder(&[("a.jsonl", &input)]);
    let run = batch(folder.path(), &["a.jsonl", "--detail", "compact"]);
    let records = run.records();
    assert_eq!(
        sources(&records),
        ["a.jsonl:1", "a.jsonl:2", "a.jsonl:3", "a.jsonl:4"]
    );
    let (line, column, message) = error(&records[2]);
    assert_eq!((line, column), (3, 1));
    assert!(message.contains("MiB"), "{message}");
    assert_ne!(text(&records[3], "/verdict"), "unreadable");
}

/// However long the blocks are in which an input is read.
#[test]
fn the_longest_line_is_read_and_a_longer_one_is_not() {
    const MOST: usize = 8 * 1024 * 1024;
    let padded = |number, length| {
        let mut line = settings(25).draft(number).to_string();
        line.push_str(&" ".repeat(length - line.len()));
        line + "\n"
    };
    let input = [
        lines(25, 2),
        padded(2, MOST),
        lines(25, 1),
        padded(3, MOST + 1),
        padded(4, MOST + 4_000_000),
        lines(25, 1),
    ]
    .concat();
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let wanted = [false, false, false, false, true, true, false];
    for args in [
        &["--detail", "compact", "-j", "1"][..],
        &["--detail", "compact", "-j", "8"],
        &["--detail", "full"],
    ] {
        let file = batch(folder.path(), &[&["a.jsonl"], args].concat());
        let pipe = batch_on(folder.path(), &[&["-"], args].concat(), input.as_bytes());
        for run in [file, pipe] {
            let records = run.records();
            let unread = records
                .iter()
                .map(|own| text(own, "/verdict") == "unreadable");
            assert_eq!(unread.collect::<Vec<_>>(), wanted, "{args:?}");
            assert_eq!((error(&records[4]).0, error(&records[4]).1), (5, 1));
        }
    }
}

#[test]
fn an_element_that_is_broken_costs_itself() {
    let draft = |number| settings(24).draft(number).to_string();
    let input = format!(
        "[\n{},\n{{\"format\": 1, \"filing\": {{\"kind\": \"nope\"}}}},\n[{{}}],\n{{\"format\": 1 \"x\": 2}},\n{}\n]\n",
        draft(0),
        draft(1)
    );
    let folder = folder(&[("a.json", input.as_bytes())]);
    let run = batch(folder.path(), &["a.json"]);
    let records = run.records();
    let wanted = [
        "a.json[0]",
        "a.json[1]",
        "a.json[2]",
        "a.json[3]",
        "a.json[4]",
    ];
    assert_eq!(sources(&records), wanted);
    assert_eq!(kind_at(&records[1]), (3, 34), "{}", records[1]);
    assert_eq!(error(&records[2]).0, 4);
    assert_eq!(error(&records[3]).0, 5);
    for good in [0, 4] {
        assert_ne!(text(&records[good], "/verdict"), "unreadable");
    }
}

#[test]
fn an_array_that_is_cut_off_says_so_after_what_was_whole() {
    let draft = |number| settings(25).draft(number).to_string();
    let whole = format!("[{},\n{},", draft(0), draft(1));
    let folder = folder(&[("a.json", whole.as_bytes())]);
    let run = batch(folder.path(), &["a.json"]);
    let records = run.records();
    assert_eq!(run.status, 2);
    assert_eq!(sources(&records)[..2], ["a.json[0]", "a.json[1]"]);
    let (line, _, message) = error(records.last().unwrap());
    assert_eq!(line, 2);
    assert!(message.contains(']'), "{message}");
}

#[test]
fn what_follows_a_first_text_is_told_of() {
    let draft = settings(21).line(0);
    let draft = draft.trim_end();
    for behind in ["\ngarbage", "}", "]", ", "] {
        let input = format!("{draft}{behind}");
        let folder = folder(&[("a.json", input.as_bytes())]);
        let run = batch(folder.path(), &["a.json"]);
        let records = run.records();
        assert_eq!((run.status, records.len()), (2, 2), "{behind}");
        assert_ne!(text(&records[0], "/verdict"), "unreadable");
        assert!(error(&records[1]).2.contains("JSON"), "{}", records[1]);
    }
}

#[test]
fn a_pipe_is_taken_for_the_same_however_slowly_it_comes() {
    let good = lines(21, 2);
    for first in ["{\"format\":1,", "{", "{\"a\":\"b", "\u{feff}\n"] {
        let input = format!("{first}\n{good}");
        let folder = folder(&[]);
        let quick = batch_on(folder.path(), &["-"], input.as_bytes());
        let mut child = super::beian(folder.path(), &["-"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        pipe.write_all(format!("{first}\n").as_bytes()).unwrap();
        // So that the program sees the first line alone.
        std::thread::sleep(std::time::Duration::from_millis(100));
        pipe.write_all(good.as_bytes()).unwrap();
        drop(pipe);
        let slow = child.wait_with_output().unwrap();
        assert!(slow.stdout == quick.out, "{first}");
        assert!(quick.records().len() >= 2, "{first}");
    }
}

/// A workbook of one part that says it is that large.
fn bomb(name: &str, said: u32) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file(name, options).unwrap();
    archive.write_all(&[b' '; 40_123]).unwrap();
    let mut bytes = archive.finish().unwrap().into_inner();
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == 40_123u32.to_le_bytes() {
            bytes[at..at + 4].copy_from_slice(&said.to_le_bytes());
        }
    }
    bytes
}

#[test]
fn a_workbook_that_unpacks_to_gigabytes_is_refused() {
    let three = 3 * 1024 * 1024 * 1024;
    for name in [
        "xl/sharedStrings.xml",
        "xl/worksheets/sheet1.xml",
        "content.xml",
    ] {
        let bytes = bomb(name, three);
        let folder = folder(&[("a.xlsx", &bytes), ("b.jsonl", lines(21, 1).as_bytes())]);
        let file = batch(folder.path(), &["a.xlsx", "b.jsonl"]);
        let pipe = batch_on(folder.path(), &["-", "b.jsonl"], &bytes);
        for run in [file, pipe] {
            let records = run.records();
            assert_eq!((run.status, records.len()), (2, 2), "{}", run.told);
            let told = text(&records[0], "/errors/0/message");
            assert!(told.contains("3072 MiB") && told.contains(name), "{told}");
            assert_ne!(text(&records[1], "/verdict"), "unreadable");
        }
    }
}

#[test]
fn what_is_no_list_of_drafts_is_told_for_what_it_is() {
    let form = "网站备案信息表,\n主办单位名称,太原示例网络科技有限公司\n域名,example.cn\n手机号,13800000001\n";
    let page = "<html><table><tr><td>主办单位名称</td><td>域名</td></tr></table></html>";
    let folder = folder(&[("a.csv", form.as_bytes()), ("b.xls", page.as_bytes())]);
    let run = batch(folder.path(), &["a.csv", "b.xls"]);
    let records = run.records();
    assert_eq!((run.status, records.len()), (2, 2));
    let told =
        |index: usize, key: &str| text(&records[index], &format!("/errors/0/{key}")).to_owned();
    assert!(
        told(0, "message").contains("竖着填的"),
        "{}",
        told(0, "message")
    );
    assert!(
        told(0, "help").contains("beian batch --template"),
        "{}",
        told(0, "help")
    );
    assert!(
        told(1, "message").contains("HTML"),
        "{}",
        told(1, "message")
    );
    assert!(told(1, "help").contains("xlsx"), "{}", told(1, "help"));
    assert!(!run.told.contains("13800000001"));
}
