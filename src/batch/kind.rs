//! What an input is written in: its name tells, else its first bytes.

use std::io::{self, ErrorKind, Read};
use std::path::Path;

use memchr::memmem;

use crate::draft::{is_of_rules, is_written_here, may_be_rules, may_be_written_here};
use crate::sheet;
use crate::source::{Format, from_bytes, parse_json, parse_toml};

/// So many bytes are read to see what an input is.
const HEAD: usize = 64 * 1024;

/// What an input is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// One JSON object a line.
    Lines,
    /// A JSON array, or a JSON object.
    Json,
    /// One draft in TOML.
    Toml,
    /// Rows of drafts: CSV, or a workbook.
    Sheet,
}

/// The keys of which every draft has one.
const OWN: [&str; 2] = ["format", "filing"];

/// Whether a file of a directory is well formed and no draft: every draft has one of two keys, and
/// none has those of what the program itself writes, which may lie beside drafts.
pub(super) fn is_something_else(head: &[u8], kind: InputKind) -> bool {
    let speaks = memmem::find(head, b"filing").is_some();
    // Most files of a directory are drafts, which is told without taking them apart.
    let may_be_ours = match kind {
        InputKind::Toml => may_be_rules(head),
        _ => kind == InputKind::Json && may_be_written_here(head),
    };
    if head.len() >= HEAD || (speaks && !may_be_ours) {
        return !speaks || may_be_ours;
    }
    let Ok(file) = from_bytes("", head.to_vec()) else {
        return false;
    };
    let parsed = match kind {
        InputKind::Toml => parse_toml(&file),
        _ if file.text.trim_start().starts_with('[') => return !speaks,
        _ => parse_json(&file),
    };
    if kind == InputKind::Toml && may_be_ours && is_of_rules(&parsed.root) {
        return true;
    }
    let is_neither = !OWN.iter().any(|key| parsed.root.get(key).is_some());
    parsed.problems.is_empty() && (is_neither || (may_be_ours && is_written_here(&parsed.root)))
}

/// Reads as much as is needed to see what an input is, however slowly it comes; of one that the user
/// says it of, what comes first.
pub(super) fn read_head(from: &mut dyn Read, kind: Option<InputKind>) -> io::Result<Vec<u8>> {
    let mut head = vec![0; HEAD];
    let mut length = 0usize;
    loop {
        let room = head.get_mut(length..).unwrap_or_default();
        match from.read(room) {
            Ok(0) => break,
            Ok(read) => length = length.saturating_add(read),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
        let read = head.get(..length).unwrap_or_default();
        if is_decided(read) || (kind.is_some() && !read.is_empty()) {
            break;
        }
    }
    head.truncate(length);
    Ok(head)
}

/// Whether what comes behind the first bytes changes nothing about what [`kind_of`] takes them for.
fn is_decided(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut lines = head
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| !line.trim_ascii().is_empty());
    let Some(first) = lines.next() else {
        return false;
    };
    let is_whole = first.ends_with(b"\n");
    match first.trim_ascii_start() {
        [b'[', rest @ ..] => is_whole || !rest.trim_ascii().is_empty(),
        [b'{', ..] => {
            let is_more = |line: &[u8]| line.trim_ascii() != b"{" || line.ends_with(b"\n");
            is_whole
                && (first.trim_ascii_end().ends_with(b"}") || lines.next().is_some_and(is_more))
        }
        _ => false,
    }
}

/// Whether bytes begin as UTF-16 does.
pub(super) fn is_utf_16(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff")
}

/// What an input is: by its name, and by its first bytes where the name leaves it open.
pub(super) fn kind_of(path: Option<&Path>, head: &[u8]) -> InputKind {
    let ending = path
        .and_then(Path::extension)
        .and_then(|ending| ending.to_str())
        .map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("jsonl" | "ndjson") => return InputKind::Lines,
        Some("toml") => return InputKind::Toml,
        _ if path.is_some_and(sheet::is_sheet) || sheet::is_workbook(head) => {
            return InputKind::Sheet;
        }
        _ => {}
    }
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = String::from_utf8_lossy(head.trim_ascii_start());
    if ending.as_deref() != Some("json") && Format::sniff(&text) == Format::Toml {
        return match sheet::looks_like_rows(head) {
            true => InputKind::Sheet,
            false => InputKind::Toml,
        };
    }
    // An object that ends on the line it begins on is one of many, unless it is all there is; and
    // only lines of many objects begin with a brace twice.
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let (first, second) = (lines.next().unwrap_or_default(), lines.next());
    let begins = first.starts_with('{');
    let ends = first.trim_end().ends_with('}') && ending.as_deref() != Some("json");
    // A brace alone on its line begins an object of several, before another one too.
    let goes_on = second.is_some_and(|line| {
        let is_slip = first.trim_end() == "{" && line.trim_end() == "{";
        line.starts_with('{') && !is_slip
    });
    if begins && (ends || goes_on) {
        InputKind::Lines
    } else {
        InputKind::Json
    }
}

/// Whether an input holds many drafts, by its name and its first bytes: rows, an array, or lines of
/// JSON.
pub fn holds_many(path: Option<&Path>, head: &[u8]) -> bool {
    match kind_of(path, head) {
        InputKind::Sheet => true,
        InputKind::Toml => false,
        InputKind::Lines | InputKind::Json => {
            let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
            let lines = head.split(|byte| *byte == b'\n');
            let lines: Vec<&[u8]> = lines.filter(|line| !line.trim_ascii().is_empty()).collect();
            let before = std::iter::once(&b""[..]).chain(lines.iter().copied());
            // Behind a brace that is alone on its line another one is a slip.
            let begun = |(line, before): &(&&[u8], &[u8])| {
                let is_slip = before.trim_ascii() == b"{" && line.trim_ascii() == b"{";
                line.starts_with(b"{") && !is_slip
            };
            head.trim_ascii_start().starts_with(b"[")
                || lines.iter().zip(before).filter(begun).count() > 1
        }
    }
}
