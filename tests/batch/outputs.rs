//! What takes the results no more: a closed pipe, a full disk, a file that may not grow.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Outcome, batch, beian, folder, lines, names};

/// Runs `batch` where no file may have more than so many blocks of 512 bytes.
#[cfg(unix)]
pub fn limited(folder: &Path, args: &[&str], blocks: u32) -> Outcome {
    let output = Command::new("sh")
        .current_dir(folder)
        .env("BEIAN_LANG", "zh")
        .args(["-c", &format!("ulimit -f {blocks}; exec \"$@\""), "sh"])
        .arg(env!("CARGO_BIN_EXE_beian"))
        .arg("batch")
        .args(args)
        .args(["--as-of", "2026-11-22"])
        .output()
        .unwrap();
    Outcome {
        status: output.status.code().unwrap_or(-1),
        out: output.stdout,
        told: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn whoever_has_read_enough_may_go() {
    let input = lines(61, 400);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    for jobs in ["1", "4"] {
        let mut child = beian(folder.path(), &["a.jsonl", "-j", jobs])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.starts_with("{\"source\":\"a.jsonl:1\""));
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    }
}

/// Whoever has read enough of the results takes neither totals nor pages with him.
#[test]
fn totals_and_pages_are_whole_where_the_results_are_not_read() {
    let input = lines(61, 400);
    for format in ["jsonl", "csv", "xlsx", "summary"] {
        let folder = folder(&[("a.jsonl", input.as_bytes())]);
        let folder = folder.path();
        let wanted = batch(folder, &["a.jsonl", "--summary-json", "wanted.json"]);
        let args = [
            "a.jsonl",
            "--format",
            format,
            "--summary-json",
            "s.json",
            "--reports",
            "pages",
        ];
        let mut child = beian(folder, &args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            output.status.code(),
            Some(wanted.status),
            "{format}: {told}"
        );
        assert!(told.contains("没有读完"), "{format}: {told}");
        let totals = |name: &str| {
            let text = std::fs::read(folder.join(name)).unwrap();
            let mut totals: serde_json::Value = serde_json::from_slice(&text).unwrap();
            for key in ["seconds", "per_second", "time"] {
                totals.as_object_mut().unwrap().remove(key);
            }
            totals
        };
        assert_eq!(totals("s.json"), totals("wanted.json"), "{format}");
        // One for each draft, and the list of them.
        let pages = std::fs::read_dir(folder.join("pages")).unwrap().count();
        assert_eq!(pages, 401, "{format}");
    }
}

#[test]
fn a_hyphen_is_standard_output() {
    let input = lines(61, 3);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let folder = folder.path();
    let wanted = batch(folder, &["a.jsonl"]);
    let hyphen = batch(folder, &["a.jsonl", "-o", "-"]);
    assert_eq!((hyphen.out, hyphen.status), (wanted.out, wanted.status));
    let totals = batch(folder, &["a.jsonl", "-o", "r.jsonl", "--summary-json", "-"]);
    assert!(totals.out.starts_with(b"{"), "{}", totals.told);
    // Neither can be gone on with, nor can two share it.
    for args in [
        &["a.jsonl", "-o", "-", "--resume"][..],
        &["a.jsonl", "--summary-json", "-"],
    ] {
        let run = batch(folder, args);
        assert_eq!((run.status, run.out.len()), (2, 0), "{args:?}");
        assert!(run.told.contains("标准输出"), "{}", run.told);
    }
    assert_eq!(names(folder), ["a.jsonl", "r.jsonl"]);
}

#[test]
fn a_name_of_no_format_is_refused_before_anything_is_written() {
    let input = lines(63, 3);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    for name in ["r.html", "r.PDF", "r.docx", "r.json", "r.txt"] {
        let run = batch(folder.path(), &["a.jsonl", "-o", name]);
        assert_eq!(run.status, 2, "{name}");
        assert!(run.told.contains(name), "{}", run.told);
        assert_eq!(names(folder.path()), ["a.jsonl"]);
    }
    let args = ["a.jsonl", "--format", "jsonl", "-o", "r.txt"];
    batch(folder.path(), &args);
    assert_eq!(names(folder.path()), ["a.jsonl", "r.txt"]);
}

#[test]
fn results_in_a_file_are_told_by_what_is_most_frequent() {
    let input = lines(64, 60);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    for name in ["r.jsonl", "r.csv", "r.xlsx"] {
        let run = batch(folder.path(), &["a.jsonl", "-o", name]);
        assert!(run.told.contains("最常见的问题"), "{}", run.told);
        let run = batch(folder.path(), &["a.jsonl", "-o", name, "-q"]);
        assert_eq!(run.told, "");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let input = lines(62, 60);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    for format in ["jsonl", "csv", "summary", "xlsx"] {
        let run = batch(
            folder.path(),
            &["a.jsonl", "--format", format, "-o", "/dev/full"],
        );
        assert_eq!(run.status, 2, "{format}");
        assert!(run.told.contains("/dev/full"), "{format}: {}", run.told);
        // A device cannot be gone on with.
        assert!(!run.told.contains("--resume"), "{format}: {}", run.told);
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = beian(folder.path(), &["a.jsonl", "--format", format])
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{format}");
        assert!(!output.stderr.is_empty());
    }
    assert_eq!(names(folder.path()), ["a.jsonl"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_is_told_and_gone_on_with() {
    let input = lines(63, 560);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let folder = folder.path();
    for (format, jobs) in [("jsonl", "1"), ("csv", "2")] {
        let out = format!("out.{format}");
        let args = ["a.jsonl", "-o", &out, "-j", jobs];
        let run = limited(folder, &args, 200);
        assert_eq!(run.status, 2, "{}", run.told);
        assert!(run.told.contains(&out), "{}", run.told);
        assert!(run.told.contains("--resume"), "{}", run.told);
        assert!(!folder.join(&out).exists());
        assert!(folder.join(format!("{out}.part")).exists());
        let last = batch(folder, &[&args[..], &["--resume"]].concat());
        let wanted = batch(folder, &["a.jsonl", "--format", format]);
        assert_eq!(last.status, wanted.status, "{}", last.told);
        assert!(
            std::fs::read(folder.join(&out)).unwrap() == wanted.out,
            "{format}"
        );
    }
}

#[test]
fn an_input_is_never_the_output() {
    let input = lines(64, 3);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    let run = batch(folder.path(), &["a.jsonl", "-o", "./a.jsonl"]);
    assert_eq!(run.status, 2);
    let kept = std::fs::read(folder.path().join("a.jsonl")).unwrap();
    assert_eq!(kept, input.as_bytes());
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_written_and_the_link_stays() {
    let input = lines(21, 2);
    let folder = folder(&[("a.jsonl", input.as_bytes()), ("old.jsonl", b"old")]);
    let folder = folder.path();
    std::os::unix::fs::symlink("old.jsonl", folder.join("link.jsonl")).unwrap();
    assert!(batch(folder, &["a.jsonl", "-o", "link.jsonl"]).status < 2);
    assert!(folder.join("link.jsonl").is_symlink());
    let written = std::fs::read(folder.join("old.jsonl")).unwrap();
    assert_eq!(super::records(&written).len(), 2);
}

#[test]
fn what_was_left_unfinished_is_not_read_while_it_is_written() {
    let input = lines(21, 2);
    for ending in ["part", "resume", "resume.new"] {
        let name = format!("x.jsonl.{ending}");
        let folder = folder(&[(&name, input.as_bytes())]);
        let args = [&name, "--from", "jsonl", "-o", "x.jsonl"];
        assert_eq!(batch(folder.path(), &args).status, 2, "{ending}");
        let left = std::fs::read(folder.path().join(&name)).unwrap();
        assert_eq!(left, input.as_bytes(), "{ending}");
    }
}

#[test]
fn two_results_do_not_go_to_one_file() {
    let input = lines(21, 2);
    let folder = folder(&[("a.jsonl", input.as_bytes())]);
    for more in ["--summary-json", "--reports"] {
        let run = batch(folder.path(), &["a.jsonl", "-o", "x", more, "./x"]);
        assert_eq!(run.status, 2, "{}", run.told);
        assert_eq!(names(folder.path()), ["a.jsonl"]);
    }
}

#[cfg(unix)]
#[test]
fn whoever_stops_reading_changes_nothing_about_what_a_check_came_to() {
    let draft: &[u8] = include_bytes!("../../examples/enterprise-blocked.toml");
    let folder = folder(&[("a.toml", draft)]);
    for format in ["text", "json"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_beian"))
            .current_dir(folder.path())
            .args([
                "check",
                "a.toml",
                "--format",
                format,
                "--as-of",
                "2026-11-22",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(1), "{format}");
    }
}
