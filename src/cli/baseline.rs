//! A baseline: the findings that were there when it was written, which later runs set aside. Keyed
//! on the draft's path from the baseline's own directory, the rule and the path in the draft, so
//! that it holds from wherever it is used and holds nothing private.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::output::{Failure, tell, write_result};
use crate::render::pretty;
use crate::report::{BaselineKey, DraftReport};
use crate::source::{MAX_BYTES, escape_control, read_path};
use crate::text::{Lang, Text};

/// The version of the format.
const FORMAT: u32 = 1;

/// A baseline as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    /// Findings by draft.
    drafts: BTreeMap<String, Vec<Entry>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    path: String,
}

/// A baseline in use.
pub struct Baseline {
    path: PathBuf,
    drafts: BTreeMap<String, BTreeSet<BaselineKey>>,
}

impl Baseline {
    /// Reads a baseline; one that is about to be written need not be there.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or is no baseline of a known format.
    pub fn read(path: &Path, may_be_absent: bool) -> Result<Self, Failure> {
        let name = path.display();
        if may_be_absent && !path.exists() {
            return Ok(Self {
                path: path.to_path_buf(),
                drafts: BTreeMap::new(),
            });
        }
        let text = read_path(path, MAX_BYTES).map_err(|error| Failure::Told(error.text()))?;
        let file: File = serde_json::from_str(&text.text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            Failure::Told(Text::new(
                format!("{name}:{line}:{column} 从这里起不是基线文件的样子；真是旧基线就删掉，再用 --write-baseline 写一份"),
                format!(
                    "{name}:{line}:{column} from here on it is no baseline; if it was one, delete it and write it anew with --write-baseline"
                ),
            ))
        })?;
        if file.format != FORMAT {
            let found = file.format;
            return Err(Failure::Told(Text::new(
                format!("{name} 的 format 是 {found}，这个版本只认 {FORMAT}"),
                format!("{name} has format {found}; this version knows {FORMAT} only"),
            )));
        }
        let keys = |entries: Vec<Entry>| {
            let keys = entries.into_iter().map(|entry| (entry.rule, entry.path));
            keys.collect()
        };
        let drafts = file.drafts.into_iter();
        Ok(Self {
            path: path.to_path_buf(),
            drafts: drafts.map(|(name, own)| (name, keys(own))).collect(),
        })
    }

    /// What it accepts of the draft of a path.
    pub fn known(&self, source: &str) -> Option<&BTreeSet<BaselineKey>> {
        self.drafts.get(&self.key(source))
    }

    /// What it holds, for telling one baseline from another.
    pub fn stamp(&self) -> String {
        format!("{:?}", self.drafts)
    }

    /// Tells of drafts that are no more.
    pub fn tell_gone(&self, lang: Lang) {
        self.tell_gone_but(&BTreeSet::new(), lang);
    }

    /// Sets aside what it holds of the drafts, and tells of drafts that are no more.
    pub fn set_aside(&self, reports: &mut [DraftReport], lang: Lang) {
        let mut seen = BTreeSet::new();
        for report in reports {
            let key = self.key(&report.source);
            if let Some(known) = self.drafts.get(&key) {
                report.set_aside_known(known);
            }
            seen.insert(key);
        }
        self.tell_gone_but(&seen, lang);
    }

    fn tell_gone_but(&self, seen: &BTreeSet<String>, lang: Lang) {
        for name in self.drafts.keys().filter(|name| !seen.contains(*name)) {
            if name != "-" && !self.folder().join(name).exists() {
                let name = escape_control(name);
                let text = Text::new(
                    format!("基线失效：{name} 已经不在了，其中的条目可以删掉"),
                    format!("stale in the baseline: {name} is no more; its entries can go"),
                );
                tell(text.get(lang));
            }
        }
    }

    /// Writes what is found today; drafts that were not checked keep what was written of them.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn write(&mut self, reports: &[DraftReport]) -> Result<(), Failure> {
        for report in reports {
            // What could not be read shows some of its findings only.
            if report.errors.is_empty() {
                self.drafts
                    .insert(self.key(&report.source), report.baseline_keys());
            }
        }
        let folder = self.folder().to_path_buf();
        self.drafts
            .retain(|name, own| !own.is_empty() && (name == "-" || folder.join(name).exists()));
        let entries = |own: &BTreeSet<BaselineKey>| {
            let entries = own.iter().map(|(rule, path)| Entry {
                rule: rule.clone(),
                path: path.clone(),
            });
            entries.collect()
        };
        let file = File {
            format: FORMAT,
            drafts: self
                .drafts
                .iter()
                .map(|(name, own)| (name.clone(), entries(own)))
                .collect(),
        };
        write_result(&pretty(&file), Some(&self.path))
    }

    fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }

    /// What a draft is called in the baseline: its path from the baseline's directory, with
    /// slashes.
    fn key(&self, source: &str) -> String {
        if source == "-" {
            return source.to_owned();
        }
        let whole = |path: &Path| path.canonicalize().ok();
        let relative = whole(self.folder())
            .zip(whole(Path::new(source)))
            .and_then(|(folder, draft)| from(&folder, &draft));
        relative.unwrap_or_else(|| source.replace('\\', "/"))
    }
}

/// The path from a directory to a file, both absolute; `None` where there is none.
fn from(folder: &Path, file: &Path) -> Option<String> {
    let mut up: Vec<Component<'_>> = folder.components().collect();
    let mut down: Vec<Component<'_>> = file.components().collect();
    let shared = up.iter().zip(&down).take_while(|(a, b)| a == b).count();
    up.drain(..shared);
    down.drain(..shared);
    let mut parts: Vec<&str> = up.iter().map(|_| "..").collect();
    for part in &down {
        match part {
            Component::Normal(name) => parts.push(name.to_str()?),
            _ => return None,
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::from;

    #[test]
    fn a_draft_is_called_by_its_path_from_the_baseline() {
        for (folder, file, wanted) in [
            ("/a/b", "/a/b/c.toml", "c.toml"),
            ("/a/b", "/a/b/d/c.toml", "d/c.toml"),
            ("/a/b", "/a/c.toml", "../c.toml"),
            ("/a/b/e", "/a/d/c.toml", "../../d/c.toml"),
        ] {
            assert_eq!(
                from(Path::new(folder), Path::new(file)).as_deref(),
                Some(wanted)
            );
        }
    }
}
