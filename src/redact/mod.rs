//! A copy of a draft that is safe to share: what tells who somebody is becomes synthetic, and what
//! rules look at stays: validity, province, kind of number, age class, and which values are equal.
//!
//! The text is changed in place, so that keys, order and layout stay; comments go, because anything
//! may stand in them. What stands in for a value depends on a secret of the draft (a digest of its
//! text), so that no dictionary of names leads back. That the copy gives the same findings cannot be
//! known here, where there are no rules: whoever asks compares, and tries another `salt`.

mod synthetic;
mod walk;

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::draft::Draft;
use crate::source::{Format, Parsed, SourceFile};
use synthetic::Synthetic;

/// What a copy is made with.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// Words that stay in names and free text, because rules look for them.
    pub words: &'a [&'a str],
    /// The day on which the draft is submitted: ages stay on their side of it.
    pub as_of: chrono::NaiveDate,
    /// Which of many copies.
    pub salt: u32,
    /// Attachments whose file a rule does not find, by position: it must not be found again.
    pub lost_files: &'a [usize],
    /// Whether names of services stay, which the public sees anyway.
    pub keep_service_names: bool,
}

/// A change of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    range: Range<usize>,
    text: String,
}

/// The copy of a draft that was read without problems.
pub fn redact(
    file: &SourceFile,
    format: Format,
    parsed: &Parsed,
    draft: &Draft<'_>,
    manner: Manner<'_>,
) -> String {
    let synthetic = Synthetic::new(&file.text, &manner, walk::known_values(draft));
    let mut changes = walk::changes(&parsed.root, draft, synthetic, manner);
    if format == Format::Toml {
        changes.extend(comments(&file.text));
    }
    apply(&file.text, changes)
}

/// The draft itself, but that attachments count as they do in a copy, where their files are not.
pub fn without_files(
    file: &SourceFile,
    parsed: &Parsed,
    draft: &Draft<'_>,
    manner: Manner<'_>,
) -> String {
    let synthetic = Synthetic::new(&file.text, &manner, walk::known_values(draft));
    let changes = walk::file_changes(&parsed.root, synthetic, manner);
    apply(&file.text, changes)
}

fn comments(text: &str) -> Vec<Change> {
    let comment = |token: toml_parser::lexer::Token| {
        let span = token.span();
        (token.kind() == TokenKind::Comment).then(|| Change {
            range: span.start()..span.end(),
            text: String::new(),
        })
    };
    Source::new(text).lex().filter_map(comment).collect()
}

/// The text with changes made; of two that overlap the first counts.
fn apply(text: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|change| (change.range.start, change.range.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for change in changes {
        let Some(kept) = text.get(done..change.range.start) else {
            continue;
        };
        out.push_str(kept);
        out.push_str(&change.text);
        done = change.range.end;
    }
    out.push_str(text.get(done..).unwrap_or(""));
    // Where a comment stood alone there is nothing left to see.
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
    let mut tidy = lines.get(first..).unwrap_or_default().join("\n");
    tidy.push('\n');
    tidy
}
