//! The pages below a directory.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::text::Text;

/// Directories are searched no deeper than this.
const DEEPEST: usize = 32;
/// What pages are called.
const ENDINGS: [&str; 4] = ["html", "htm", "xhtml", "shtml"];
/// What home pages are called.
const HOME: [&str; 3] = ["index", "default", "home"];
/// Directories of other people's pages.
const FOREIGN: [&str; 2] = ["node_modules", "bower_components"];

/// A page to be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePath {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it lies beside a home page and need not show all itself.
    pub is_inner: bool,
}

/// The pages of a command line: files as they are, directories searched; and which parts of these
/// have no page or could not be looked into.
pub fn pages(given: &[PathBuf]) -> (Vec<PagePath>, Vec<Text>) {
    let mut out: Vec<PagePath> = Vec::new();
    let mut unread = Vec::new();
    let mut seen = HashSet::new();
    for path in given {
        let found = if path.is_dir() {
            below(path, &mut unread)
        } else {
            let path = path.clone();
            vec![PagePath {
                path,
                is_inner: false,
            }]
        };
        for page in found {
            // A directory and a file in it may both be given.
            if seen.insert(page.path.clone()) {
                out.push(page);
            }
        }
    }
    (out, unread)
}

fn below(folder: &Path, unread: &mut Vec<Text>) -> Vec<PagePath> {
    let told = unread.len();
    let name = folder.display();
    let mut paths = Vec::new();
    // A directory that is built is often one that git ignores, so only what lies below it counts.
    let walk = WalkBuilder::new(folder)
        .max_depth(Some(DEEPEST))
        .parents(false)
        .filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            !FOREIGN.contains(&name.as_ref())
        })
        .sort_by_file_path(Ord::cmp)
        .build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                unread.push(Text::new(
                    format!("{name} 里有读不了的目录：{error}"),
                    format!("part of {name} cannot be read: {error}"),
                ));
                continue;
            }
        };
        // Pipes and devices may never end; a link that leads nowhere is told when it is read.
        let is_file = fs::metadata(entry.path()).map_or(true, |about| about.is_file());
        if is_file && is_page(entry.path()) {
            let path = entry.path();
            paths.push(path.strip_prefix("./").unwrap_or(path).to_path_buf());
        }
    }
    if paths.is_empty() && unread.len() == told {
        unread.push(Text::new(
            format!("{name} 里没有网页（*.html、*.htm、*.xhtml、*.shtml）；别的文件直接写文件名"),
            format!(
                "there is no page in {name} (*.html, *.htm, *.xhtml, *.shtml); name other files themselves"
            ),
        ));
    }
    let depth = |path: &PathBuf| path.components().count();
    let home = paths.iter().filter(|path| is_home(path)).map(depth).min();
    paths
        .into_iter()
        .map(|path| {
            // The home page is the one that lies highest; those below it are of its parts.
            let is_inner = home.is_some_and(|home| !(is_home(&path) && depth(&path) == home));
            PagePath { path, is_inner }
        })
        .collect()
}

fn is_page(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    ENDINGS
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

fn is_home(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    HOME.iter().any(|known| stem.eq_ignore_ascii_case(known))
}
