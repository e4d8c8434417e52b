//! What the comparing of drafts leaves on the disk: nothing that could be read, and nothing that
//! stays. A child, this very test program, spills; its open files are looked at from outside.
#![cfg(target_os = "linux")]

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path as FilePath;
use std::process::{Child, ChildStdout, Command, Stdio};

use beian_drafts::Settings;
use chrono::NaiveDate;
use serde_json::Value;

use super::*;
use crate::batch::Lines;
use crate::draft::Overrides;
use crate::ruleset::Library;
use crate::text::Lang;

/// Names the folder that the child spills to; without it, it is no child.
const FOLDER: &str = "BEIAN_TEST_SPILLS_TO";

/// So many drafts, of which some have a mobile, a domain or a principal in common.
const DRAFTS: u64 = 60;

/// So many owners are held in memory, so that the others are in several files.
const HELD: usize = 40;

/// Value, place and owner.
const ROW: usize = 24;

fn settings() -> Settings {
    Settings {
        seed: 61,
        failing: 100,
        ..Settings::default()
    }
}

/// Compares drafts, says that it has, and waits for the end of its input.
#[test]
#[ignore = "the child of the other tests"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let folder = FilePath::new(&folder);
    let across = Across::new(Some(folder));
    across.gate.lock().unwrap().index = Index::new(Some(folder)).holding(HELD);
    let library = Library::embedded();
    let rulebook = Rulebook::new(&library);
    let terms = Terms {
        given: Overrides {
            // One ruleset is read faster than those of all provinces.
            province: Some(140_000),
            provider: Some(0),
            ..Overrides::default()
        },
        as_of: None,
        today: NaiveDate::default(),
        lang: Lang::Zh,
        unmask: false,
    };
    let bytes: String = (0..DRAFTS).map(|number| settings().line(number)).collect();
    let bytes = bytes.into_bytes();
    let lines = Records::Lines(Lines::new("a.jsonl".into(), 1, 0, bytes));
    let hits = across
        .meet(0, &lines, &rulebook, &terms, &AtomicBool::new(false))
        .unwrap()
        .unwrap();
    assert!(
        hits.iter().any(|own| !own.0.is_empty()),
        "nothing in common"
    );
    // The harness has a line of its own open.
    println!("\ncompared");
    std::io::stdout().flush().unwrap();
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

/// A child that has compared its drafts, and what it says from then on.
fn started(folder: &FilePath) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "batch::across::tests::child",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(child.stdout.take().unwrap());
    let compared = told
        .by_ref()
        .lines()
        .any(|line| line.unwrap() == "compared");
    assert!(compared, "the child failed");
    (child, told)
}

/// What the files hold that a child has open in a folder.
fn open_files(child: &Child, folder: &FilePath) -> Vec<Vec<u8>> {
    let handles = std::fs::read_dir(format!("/proc/{}/fd", child.id())).unwrap();
    let handles = handles.map(|entry| entry.unwrap().path());
    let inside = handles
        .filter(|handle| std::fs::read_link(handle).is_ok_and(|target| target.starts_with(folder)));
    inside
        .map(|handle| std::fs::read(handle).unwrap())
        .collect()
}

fn is_empty(folder: &FilePath) -> bool {
    std::fs::read_dir(folder).unwrap().next().is_none()
}

/// All texts of a draft but the words of closed lists, which tell of nobody.
fn texts(draft: &Value, texts: &mut Vec<String>) {
    match draft {
        // Eight bytes of chance hold a shorter text now and then.
        Value::String(text) if text.len() > 4 => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| self::texts(item, texts)),
        Value::Object(table) => table.values().for_each(|item| self::texts(item, texts)),
        _ => {}
    }
}

/// The forms in which a text would still be one: as written, its digits alone, in UTF-16, and the
/// digits as a number.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let mut forms = vec![
        text.as_bytes().to_vec(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ];
    if digits.len() > 6 {
        if let Ok(number) = digits.parse::<u64>() {
            forms.push(number.to_le_bytes().to_vec());
            forms.push(number.to_be_bytes().to_vec());
        }
        forms.push(digits.into_bytes());
    }
    forms
}

/// The hashes in files: the values and the owners of their rows.
fn hashes(files: &[Vec<u8>]) -> HashSet<&[u8]> {
    let rows = files.iter().flat_map(|file| file.chunks_exact(ROW));
    rows.flat_map(|row| [&row[..8], &row[16..]]).collect()
}

#[test]
fn what_is_spilled_tells_nothing_and_goes_with_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut killed, _) = started(folder);
    let (mut ended, mut told) = started(folder);
    let files = open_files(&killed, folder);
    assert!(files.len() > 1, "nothing was spilled");
    for draft in (0..DRAFTS).map(|number| settings().draft(number)) {
        let mut found = Vec::new();
        texts(&draft, &mut found);
        assert!(found.len() > 10);
        for text in found {
            for form in forms(&text) {
                let is_told = |file: &Vec<u8>| memchr::memmem::find(file, &form).is_some();
                assert!(!files.iter().any(is_told), "{text}");
            }
        }
    }
    // The key is another in every run: no hash can be looked up, or compared with another run's.
    let others = open_files(&ended, folder);
    assert_eq!(
        others.iter().map(Vec::len).sum::<usize>(),
        files.iter().map(Vec::len).sum::<usize>(),
    );
    assert!(hashes(&files).is_disjoint(&hashes(&others)));
    assert!(is_empty(folder), "a file has a name while the program runs");
    killed.kill().unwrap();
    assert_eq!(killed.wait().unwrap().code(), None);
    assert!(is_empty(folder));
    // Nothing more comes: it ends by itself.
    drop(ended.stdin.take());
    told.read_to_end(&mut Vec::new()).unwrap();
    assert!(ended.wait().unwrap().success());
    assert!(is_empty(folder));
}
