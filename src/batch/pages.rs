//! A page for each draft, and one that leads to them, beside the results whatever their form.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::sink::{Form, Judged, Sink};
use super::tally::Counts;
use crate::evaluate::Verdict;
use crate::render::{report_html, reports_index, reports_index_row};
use crate::report::{Detail, DocumentStatus, DraftReport, Masker, Report, RulesetInfo};
use crate::ruleset::{Severity, Stage};
use crate::text::{Lang, Text};

/// The name of the page that leads to the others.
const INDEX: &str = "index.html";

/// A name of a file has at most so many characters of each of its parts, which file systems take
/// even where each has four bytes.
const MOST_CHARS: usize = 24;
/// The place may be longer, since it tells drafts apart.
const MOST_PLACE: usize = 32;

/// Pages in a folder.
#[derive(Debug)]
pub struct Pages {
    folder: PathBuf,
    ruleset: RulesetInfo,
    as_of: String,
    lang: Lang,
    /// Why a page could not be written, until it is told.
    failed: Mutex<Option<io::Error>>,
}

/// A form of results that also writes pages.
#[derive(Debug)]
pub struct PagedForm<'p, F> {
    pages: &'p Pages,
    form: &'p F,
}

/// A sink that also gathers what the page over all pages says.
#[derive(Debug)]
pub struct PagedSink<'p, K> {
    pages: &'p Pages,
    sink: &'p mut K,
    rows: BufWriter<File>,
    counts: Counts,
}

/// Results, and what the page over all says of them.
#[derive(Debug, Default)]
pub struct Paged<P> {
    piece: P,
    rows: String,
    counts: Counts,
}

impl Pages {
    /// Pages in a folder, which is made where there is none. What is in a folder is never replaced.
    ///
    /// # Errors
    ///
    /// It has files already, or cannot be made; in a sentence.
    pub fn new(
        folder: &Path,
        ruleset: RulesetInfo,
        as_of: String,
        lang: Lang,
    ) -> Result<Self, Text> {
        let name = folder.display();
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::read_dir(folder))
            .map_err(|error| {
                Text::new(
                    format!("目录 {name} 用不了：{error}"),
                    format!("the directory {name} cannot be used: {error}"),
                )
            })
            .and_then(|mut entries| match entries.next() {
                None => Ok(()),
                Some(_) => Err(Text::new(
                    format!("目录 {name} 里已经有文件，没有动它们；换一个目录，或先清空"),
                    format!(
                        "the directory {name} has files already, which were left as they are; name another or empty it"
                    ),
                )),
            })?;
        Ok(Self {
            folder: folder.to_path_buf(),
            ruleset,
            as_of,
            lang,
            failed: Mutex::new(None),
        })
    }

    /// A form that writes pages too.
    pub fn form<'p, F: Form>(&'p self, form: &'p F) -> PagedForm<'p, F> {
        PagedForm { pages: self, form }
    }

    /// The sink for it.
    ///
    /// # Errors
    ///
    /// No temporary file can be made.
    pub fn sink<'p, K: Sink>(&'p self, sink: &'p mut K) -> io::Result<PagedSink<'p, K>> {
        let rows = tempfile::tempfile_in(&self.folder).map_err(|error| self.told(&error))?;
        Ok(PagedSink {
            pages: self,
            sink,
            rows: BufWriter::new(rows),
            counts: Counts::default(),
        })
    }

    /// An error with the folder that it is about, its kind kept. A closed pipe is the output's only.
    fn told(&self, error: &io::Error) -> io::Error {
        let kind = match error.kind() {
            ErrorKind::BrokenPipe => ErrorKind::Other,
            kind => kind,
        };
        let name = self.folder.display();
        io::Error::new(kind, format!("{name}: {error}"))
    }

    /// Writes the page of a draft; gives its row of the page over all.
    fn page(&self, report: &DraftReport) -> String {
        let file = file_name(report);
        let row = reports_index_row(report, &file);
        let whole = Report::new(
            self.ruleset.clone(),
            self.as_of.clone(),
            vec![report.clone()],
        );
        let path = self.folder.join(file);
        if let Err(error) = std::fs::write(&path, report_html(&whole)) {
            // Half a page would look like one.
            let _ = std::fs::remove_file(&path);
            let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed.get_or_insert_with(|| self.told(&error));
        }
        row
    }
}

impl<F: Form> Form for PagedForm<'_, F> {
    type Piece = Paged<F::Piece>;

    fn detail(&self) -> Detail {
        Detail::Guided
    }

    fn repeats(&self) -> bool {
        self.form.repeats()
    }

    fn render(&self, judged: &Judged<'_>, piece: &mut Self::Piece) {
        piece.rows.push_str(&self.pages.page(judged.report));
        piece.counts.count(judged.report.verdict);
        let brief = brief(judged.report, self.form.detail());
        let own = Judged {
            report: brief.as_ref().unwrap_or(judged.report),
            record: judged.record,
        };
        self.form.render(&own, &mut piece.piece);
    }
}

impl<K> PagedSink<'_, K> {
    /// The sink of the results.
    pub fn results(&mut self) -> &mut K {
        self.sink
    }
}

impl<K: Sink> Sink for PagedSink<'_, K> {
    type Piece = Paged<K::Piece>;

    fn write(&mut self, piece: &mut Self::Piece) -> io::Result<()> {
        let failed = &self.pages.failed;
        let failed = failed.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(error) = failed {
            return Err(error);
        }
        self.counts.add(std::mem::take(&mut piece.counts));
        self.rows
            .write_all(piece.rows.as_bytes())
            .map_err(|error| self.pages.told(&error))?;
        piece.rows.clear();
        self.sink.write(&mut piece.piece)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.sink.finish()?;
        self.index().map_err(|error| self.pages.told(&error))
    }
}

impl<K> PagedSink<'_, K> {
    /// Writes the page over all, which appears when it is whole.
    fn index(&mut self) -> io::Result<()> {
        self.rows.flush()?;
        let rows = self.rows.get_mut();
        rows.seek(SeekFrom::Start(0))?;
        let (lang, info) = (self.pages.lang, &self.pages.ruleset);
        let counts = [
            (Verdict::Ready, self.counts.ready),
            (Verdict::Incomplete, self.counts.incomplete),
            (Verdict::Blocked, self.counts.blocked),
            (Verdict::Unreadable, self.counts.unreadable),
        ];
        let rules = match lang {
            Lang::Zh => format!("规则截至 {}；这不是管局的决定。", info.as_of),
            Lang::En => format!(
                "Rules as of {}; this is not the authority's decision.",
                info.as_of
            ),
        };
        let (before, behind) = reports_index(lang, &counts, &rules);
        let mut page = tempfile::Builder::new()
            .prefix(".index")
            .tempfile_in(&self.pages.folder)?;
        page.write_all(before.as_bytes())?;
        io::copy(&mut rows.take(u64::MAX), &mut page)?;
        page.write_all(behind.as_bytes())?;
        readable(page.as_file())?;
        page.persist(self.pages.folder.join(INDEX))
            .map_err(|error| error.error)?;
        Ok(())
    }
}

/// A temporary file is its owner's alone; the page is as readable as those beside it.
#[cfg(unix)]
fn readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &File) -> io::Result<()> {
    Ok(())
}

/// As much of a full report as a form shows that is given less; `None`: all of it.
fn brief(report: &DraftReport, detail: Detail) -> Option<DraftReport> {
    if detail == Detail::Guided {
        return None;
    }
    let mut brief = report.clone();
    if detail == Detail::Full {
        brief
            .guidance
            .retain(|guidance| guidance.severity > Severity::Notice);
        return Some(brief);
    }
    brief.documents.retain(|document| {
        detail == Detail::Findings
            && document.status == DocumentStatus::Missing
            && document.stage == Stage::Upload.id()
    });
    for finding in &mut brief.findings {
        if detail == Detail::Compact {
            finding.message.clear();
            finding.help = None;
        }
    }
    brief.stale.clear();
    Some(brief)
}

/// What the page of a draft is called: its place, which tells it from all others, and whose it is.
/// Numbers of persons are hidden, whatever the draft's own name is.
fn file_name(report: &DraftReport) -> String {
    let masker = Masker { unmask: false };
    let (source, name) = (
        masker.free(&report.source),
        report.name.as_deref().map(|name| masker.free(name)),
    );
    let mut place = safe(&source, MOST_PLACE);
    let is_ambiguous = source != report.source
        || source.chars().count() > MOST_PLACE
        || source
            .chars()
            .any(|character| is_bad(character) && !MARKS.contains(character))
        || (source.contains('_') && source.contains('/'))
        || trimmed(&source) != bare(&source)
        || looks_like_a_place(&source);
    if is_ambiguous {
        let digest = Sha256::digest(report.source.as_bytes());
        place.push('-');
        for byte in digest.iter().take(4) {
            place.push_str(&format!("{byte:02x}"));
        }
    }
    let name = name.map(|name| safe(&name, MOST_CHARS)).unwrap_or_default();
    match name.is_empty() {
        true => format!("{place}.html"),
        false => format!("{place} {name}.html"),
    }
}

/// What parts a place, and becomes `-` or `_`.
const MARKS: &str = ":#[]!/";

/// Whether a file is called as a record of another would be.
fn looks_like_a_place(source: &str) -> bool {
    let end = source.trim_end_matches(|character: char| character.is_ascii_digit());
    end.len() < source.len() && end.ends_with('-')
}

/// A place without what is not repeated of it, as it tells nothing.
fn bare(source: &str) -> &str {
    source.trim_start_matches("./").trim_end_matches(']')
}

/// The same without what a name of a file neither begins nor ends with.
fn trimmed(source: &str) -> &str {
    bare(source).trim_matches(['.', '-', '_', ' ', '/'])
}

/// What no file system, or no shell, takes well.
fn is_bad(character: char) -> bool {
    character.is_control()
        || character.is_whitespace()
        || "/\\:*?\"<>|#%[]!$&'`;~".contains(character)
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A text as a part of a file's name; of long ones the end, which tells them apart.
fn safe(text: &str, most: usize) -> String {
    let safe: Vec<char> = bare(text)
        .chars()
        .map(|character| match character {
            '/' => '_',
            bad if is_bad(bad) => '-',
            good => good,
        })
        .collect();
    let from = safe.len().saturating_sub(most);
    let safe: String = safe.into_iter().skip(from).collect();
    safe.trim_matches(['.', '-', '_', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(source: &str, name: Option<&str>) -> String {
        let mut report = DraftReport::refused(source, String::new(), None, None, Lang::Zh);
        report.name = name.map(ToOwned::to_owned);
        file_name(&report)
    }

    #[test]
    fn a_page_is_called_by_place_and_name() {
        let name = Some("太原示例网络科技有限公司");
        assert_eq!(
            named("客户.xlsx#2", name),
            "客户.xlsx-2 太原示例网络科技有限公司.html"
        );
        assert_eq!(named("a.jsonl:7", None), "a.jsonl-7.html");
        assert_eq!(named("a.json[0]", None), "a.json-0.html");
        assert_eq!(named("./drafts/甲.toml", None), "drafts_甲.toml.html");
    }

    #[test]
    fn names_are_safe_hide_numbers_and_differ() {
        let hostile = named("../../etc/\u{202e}passwd\n", Some("a/b\\c:<script>"));
        assert!(
            !hostile.contains(['/', '\\', '\n', '<', '\u{202e}']),
            "{hostile}"
        );
        assert!(!hostile.starts_with('.'), "{hostile}");
        let private = named("张示例140105199003070012.toml", Some("13800000001"));
        assert!(!private.contains("14010519900307001"), "{private}");
        assert!(!private.contains("13800000001"), "{private}");
        for (one, other) in [
            ("a_b/c.toml", "a/b_c.toml"),
            ("a.jsonl-7", "a.jsonl:7"),
            ("a b.toml", "a?b.toml"),
            ("张140105199003070012.toml", "张140105199003071111.toml"),
        ] {
            assert_ne!(named(one, None), named(other, None), "{one} {other}");
        }
        let long = "很长的名字".repeat(60);
        assert!(named(&long, Some(&long)).len() < 255);
    }
}
