//! What the user says of columns: `--map 客户名称=subject.name`, `--map C=services[].name`, or a
//! TOML file of such pairs.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::header::{Meaning, letters, nearest_header, target};
use crate::identifiers::fold;
use crate::source::{MAX_BYTES, Value, parse_toml, read_path};
use crate::text::Text;

/// The user's own meanings.
#[derive(Debug, Clone, Default)]
pub struct Map {
    pairs: Vec<(String, Meaning)>,
    /// Which pairs a column was found for, or are told of; of all files together.
    found: Vec<Arc<AtomicBool>>,
}

impl Map {
    /// The meanings of the values of `--map`, each a pair or the path of a file.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or a right side that nothing is called.
    pub fn new<'a>(given: impl IntoIterator<Item = &'a str>) -> Result<Self, Text> {
        let mut map = Map::default();
        for text in given {
            match text.split_once('=') {
                // A path with `=` in it is still a path.
                Some((header, meaning)) if !Path::new(text).is_file() => {
                    map.add(header, meaning)?;
                }
                _ => map.add_file(Path::new(text))?,
            }
        }
        Ok(map)
    }

    fn add(&mut self, header: &str, meaning: &str) -> Result<(), Text> {
        let (header, meaning) = (fold(header), fold(meaning));
        let Some(meant) = target(&meaning) else {
            let near = nearest_header(&meaning);
            let (zh, en) = match near {
                Some(near) => (
                    format!("；是不是“{near}”？"),
                    format!("; did you mean “{near}”?"),
                ),
                None => (
                    "；写草稿里的路径，如 subject.name、services[].domains[].name".to_owned(),
                    "; write a path of the draft, such as subject.name".to_owned(),
                ),
            };
            return Err(Text::new(
                format!("--map {header}={meaning}：没有“{meaning}”这一项{zh}"),
                format!("--map {header}={meaning}: nothing is called “{meaning}”{en}"),
            ));
        };
        self.pairs.push((header.into_owned(), meant));
        self.found.push(Arc::default());
        Ok(())
    }

    fn add_file(&mut self, path: &Path) -> Result<(), Text> {
        let file = read_path(path, MAX_BYTES).map_err(|error| error.text())?;
        let parsed = parse_toml(&file);
        if let Some(problem) = parsed.problems.first() {
            let (line, column) = file.line_column(problem.span.start);
            let name = &file.name;
            return Err(Text::new(
                format!("{name}:{line}:{column}：{}", problem.message.zh),
                format!("{name}:{line}:{column}: {}", problem.message.en),
            ));
        }
        for entry in &parsed.root.entries {
            let Value::String(meaning) = &entry.node.value else {
                let (line, column) = file.line_column(entry.node.span.start);
                let name = &file.name;
                return Err(Text::new(
                    format!("{name}:{line}:{column}：要写 \"表头\" = \"路径\""),
                    format!("{name}:{line}:{column}: write \"header\" = \"path\""),
                ));
            };
            self.add(&entry.key, meaning)?;
        }
        Ok(())
    }

    /// What the user says of a column, by its header, else by its letters.
    pub fn meaning(&self, index: usize, header: &str) -> Option<Meaning> {
        self.by_header(header).or_else(|| self.by_letters(index))
    }

    /// What the user says of a column with that header.
    pub(super) fn by_header(&self, header: &str) -> Option<Meaning> {
        let header = fold(header);
        let mut pairs = self.pairs.iter();
        let found = pairs.find(|(given, _)| !header.is_empty() && *given == header);
        found.map(|(_, meaning)| meaning.clone())
    }

    /// What the user says of a column by its letters, whatever stands over it.
    pub(super) fn by_letters(&self, index: usize) -> Option<Meaning> {
        let mut pairs = self.pairs.iter();
        let found = pairs.find(|(given, _)| letters(given) == Some(index));
        found.map(|(_, meaning)| meaning.clone())
    }

    /// What is said, for a run that is gone on with to be told from another.
    pub fn stamp(&self) -> String {
        format!("{:?}", self.pairs)
    }

    /// A sheet has a column of that header.
    pub(super) fn found(&self, index: usize, header: &str) {
        let header = fold(header);
        for ((given, _), found) in self.pairs.iter().zip(&self.found) {
            if letters(given) == Some(index) || (!header.is_empty() && *given == header) {
                found.store(true, Ordering::Relaxed);
            }
        }
    }

    /// What the user says of columns that no sheet has so far; each is given once.
    pub(super) fn untold(&self) -> Vec<String> {
        let pairs = self.pairs.iter().zip(&self.found);
        let untold = pairs.filter(|(_, found)| !found.swap(true, Ordering::Relaxed));
        untold.map(|((given, _), _)| given.clone()).collect()
    }

    /// How many columns are named by letters, up to the last; none where none is.
    pub fn width(&self) -> Option<usize> {
        let named = self.pairs.iter().filter_map(|(given, _)| letters(given));
        named.max()?.checked_add(1)
    }
}
