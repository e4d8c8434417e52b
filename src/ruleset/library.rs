//! The layers that there are: the embedded ruleset, and directories laid over it. Only the files
//! that a filing needs are parsed.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::build::{LayerFile, RulesetFault, header, lay_over};
use super::model::Ruleset;
use super::overlay::Overlay;
use super::snapshot;
use super::tree::Tree;
use crate::fields::choices::PROVIDERS;
use crate::fields::nearest;
use crate::identifiers::{DIVISIONS, Division, division, division_named, divisions};
use crate::source::{
    MAX_BYTES, Node, Problem, ReadError, SourceFile, Span, Table, parse_toml, read_path,
};
use crate::text::Text;

/// Where a fact of the evidence stands.
struct FactPlace {
    /// The embedded file, by its index.
    file: u16,
    /// Where its block begins there.
    at: u32,
    /// Its id.
    id: Range<u32>,
}

// The embedded files by their path below `rules/`, a digest of those that change outcomes, and the
// facts of the evidence sorted by their ids.
include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// At most so many files are read from one directory.
const MOST_FILES: usize = 2000;

/// The layers that rulesets are built from.
#[derive(Debug, Default)]
pub struct Library {
    /// The rules in place of the embedded ones.
    tree: Option<Tree>,
    directories: Vec<Vec<SourceFile>>,
    /// Whether the last directory is the embedded trial.
    has_trial: bool,
    by_text: bool,
    /// What the texts of the national layer mean, where they had to be read.
    national_texts: OnceLock<(Ruleset, Vec<RulesetFault>)>,
    /// The national layer, for rulesets that share it.
    national_shared: OnceLock<(Ruleset, Vec<RulesetFault>)>,
    /// What files of later layers add, by their names and how many files are below them, for
    /// rulesets that share it.
    overlays: Mutex<HashMap<(String, usize), Arc<Overlay>>>,
}

/// What a ruleset is built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Choice {
    /// The province's code; absent: the national rules only.
    pub province: Option<u32>,
    /// The provider, by its index in the closed list; absent: no provider's rules.
    pub provider: Option<u8>,
}

impl Choice {
    /// The national rules only.
    pub const NATIONAL: Self = Self {
        province: None,
        provider: None,
    };
}

impl Library {
    /// The embedded ruleset alone.
    pub fn embedded() -> Self {
        Self::default()
    }

    /// The same, read from its texts and never from the snapshot of its national layer.
    pub fn embedded_texts() -> Self {
        Self {
            by_text: true,
            ..Self::default()
        }
    }

    /// A library whose rules are those of a tree.
    pub(super) fn standing_on(tree: Tree) -> Self {
        Self {
            tree: Some(tree),
            by_text: true,
            ..Self::default()
        }
    }

    /// Of the files that the directories are laid over, those that are wanted by their names below
    /// `rules/`: embedded ones, or a tree's.
    fn ground(
        &self,
        wanted: impl Fn(&str) -> bool + Copy,
    ) -> impl Iterator<Item = (&str, SourceFile)> {
        let embedded = match self.tree {
            Some(_) => &[],
            None => EMBEDDED,
        };
        let embedded = embedded
            .iter()
            .filter(move |(name, _)| wanted(name))
            .map(|(name, text)| (*name, SourceFile::embedded(embedded_name(name), text)));
        let own = self.tree.iter().flat_map(Tree::files);
        let own = own.filter(move |(name, _)| wanted(name));
        embedded.chain(own.map(|(name, file)| (name, file.clone())))
    }

    /// Whether a province has rules of its own, in a file with its header or by its name.
    pub fn has_province(&self, code: u32) -> bool {
        let name = format!("provinces/{code}.toml");
        let grounded = match &self.tree {
            Some(tree) => tree.files().any(|(own, _)| own == name),
            None => EMBEDDED.iter().any(|(own, _)| *own == name),
        };
        grounded
            || self.directory_files().any(|file| {
                let root = parse_toml(file).root;
                let own = header(&root, "province", "code").and_then(division_named);
                is_rule_file(&root) && own.is_some_and(|division| division.code == code)
            })
    }

    /// Lays the trial over: made-up provinces that give national parameters the values which few
    /// provinces or none use, so that every branch can have a case. For the running of cases alone.
    pub fn add_trial(&mut self) {
        let files = Library::embedded_files("trial");
        self.directories.push(
            files
                .map(|(name, text)| SourceFile::embedded(name, text))
                .collect(),
        );
        self.has_trial = true;
    }

    /// Whether a file is of the trial.
    pub fn is_trial(name: &str) -> bool {
        name.starts_with("rules/trial/")
    }

    /// Lays a directory of rule files over what is there; tells how many files it has.
    ///
    /// # Errors
    ///
    /// It, or a file in it, cannot be read.
    pub fn add_directory(&mut self, path: &Path) -> Result<usize, ReadError> {
        let mut files = Vec::new();
        let mut paths = Vec::new();
        list(path, &mut paths, 0).map_err(|error| ReadError::Unreadable {
            name: path.display().to_string(),
            reason: error.to_string(),
        })?;
        paths.sort();
        let count = paths.len();
        for path in paths {
            match read_path(&path, MAX_BYTES) {
                Ok(file) => files.push(file),
                // A file without a rule is no fault.
                Err(ReadError::Empty { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        self.directories.push(files);
        Ok(count)
    }

    /// The provinces that the directories declare beyond those of the table: a header with a code
    /// that the table lacks, and a name.
    pub fn declared_divisions(&self) -> Vec<Division> {
        let mut declared: Vec<Division> = Vec::new();
        let of_tree = self.tree.iter().flat_map(Tree::files);
        let of_tree = of_tree
            .filter(|(name, _)| name.starts_with("provinces/"))
            .map(|(_, file)| file);
        for file in of_tree.chain(self.directory_files()) {
            let root = parse_toml(file).root;
            let code = header(&root, "province", "code").and_then(|code| code.parse().ok());
            let Some(code) = code.filter(|code| *code >= 100_000 && *code <= 999_999) else {
                continue;
            };
            if DIVISIONS.iter().any(|known| known.code == code)
                || declared.iter().any(|known| known.code == code)
            {
                continue;
            }
            let Some(name) = root
                .get("province")
                .and_then(|node| node.as_table()?.get("name")?.as_table())
            else {
                continue;
            };
            // Few and as long-lived as the process.
            let text = |key: &str| -> &'static str {
                let text = name.get(key).and_then(Node::as_str).unwrap_or_default();
                Box::leak(text.to_owned().into_boxed_str())
            };
            let abbreviation = header(&root, "province", "abbreviation");
            let letter = abbreviation.and_then(|text| text.chars().next());
            declared.push(Division {
                code,
                name: text("zh"),
                short: text("zh"),
                en: text("en"),
                pinyin: text("en"),
                icp: letter.or(Some('？')),
                police: letter,
                cn_label: "",
            });
        }
        declared
    }

    /// How many directories of the user's are laid over the embedded ruleset.
    pub fn directory_count(&self) -> usize {
        self.directories
            .len()
            .saturating_sub(usize::from(self.has_trial))
    }

    /// The choice with the same ruleset that says the least: without the provider that has no rules
    /// of its own.
    pub fn plainest(&self, choice: Choice) -> Choice {
        // What a user's directories hold for is found out file by file.
        let has_rules = || {
            let name = provider_file(choice);
            self.needs_checks()
                || EMBEDDED
                    .iter()
                    .any(|(own, _)| Some(*own) == name.as_deref())
        };
        Choice {
            provider: choice.provider.filter(|_| has_rules()),
            ..choice
        }
    }

    /// Builds the ruleset for a province and a provider. What is faulty is left out and told, by
    /// its index in [`Ruleset::files`]. The embedded files alone are not checked as a whole again
    /// at every start; their tests do that.
    pub fn ruleset(&self, choice: Choice) -> (Ruleset, Vec<RulesetFault>) {
        self.built(self.national(), choice, self.needs_checks())
    }

    /// The same, sharing what no layer changes with the others that are built so: for those who
    /// hold many. A ruleset of the province alone, built so, spares its being read again.
    pub fn shared_ruleset(
        &self,
        choice: Choice,
        of_province: Option<&Ruleset>,
    ) -> (Ruleset, Vec<RulesetFault>) {
        let thorough = self.needs_checks();
        // A user's own directory comes over the provider's layer, so it cannot be there already.
        if let Some(base) = of_province.filter(|_| !thorough) {
            let provider = Choice {
                province: None,
                ..choice
            };
            return self.built((base.clone(), Vec::new()), provider, false);
        }
        let base = self.national_shared.get_or_init(|| self.national());
        self.built(base.clone(), choice, thorough)
    }

    /// The same, with every check.
    pub fn checked_ruleset(&self, choice: Choice) -> (Ruleset, Vec<RulesetFault>) {
        self.built(self.national(), choice, true)
    }

    /// Whether anything may have been written that no test has seen.
    fn needs_checks(&self) -> bool {
        self.tree.is_some() || !self.directories.is_empty()
    }

    fn built(
        &self,
        (base, mut faults): (Ruleset, Vec<RulesetFault>),
        choice: Choice,
        thorough: bool,
    ) -> (Ruleset, Vec<RulesetFault>) {
        let (mut base, mut files) = (base, Vec::new());
        let province = choice.province.map(|code| format!("provinces/{code}.toml"));
        for (layer, name) in [(1, province), (2, provider_file(choice))] {
            let wanted = |own: &str| name.as_deref() == Some(own);
            for (name, source) in self.ground(wanted) {
                // What lies over a file that is read has to be read too.
                match self.overlay(name, base.files.len()) {
                    Some(overlay) if files.is_empty() => base = overlay.over(base, source),
                    _ => files.push(layer_file(source, layer)),
                }
            }
        }
        let below = base.files.len();
        for (index, directory) in self.directories.iter().enumerate() {
            let layer = index.saturating_add(3);
            for source in directory {
                let parsed = parse_toml(source);
                let file = LayerFile {
                    source: source.clone(),
                    parsed,
                    layer,
                };
                if is_rule_file(&file.parsed.root) && holds_for(&file.parsed.root, choice) {
                    files.push(file);
                }
            }
        }
        if files.is_empty() && !thorough {
            return (base, faults);
        }
        let heads = check_headers(&files, below);
        let (ruleset, more) = lay_over(base, files, thorough);
        faults.extend(more);
        faults.extend(heads);
        (ruleset, faults)
    }

    /// The national layer: as it was read beforehand, where that was from the texts of today.
    pub(super) fn national(&self) -> (Ruleset, Vec<RulesetFault>) {
        if !self.by_text
            && let Some(mut ruleset) = snapshot::national()
        {
            ruleset.files = self.national_files().map(Into::into).collect();
            return (ruleset, Vec::new());
        }
        let read = self.national_texts.get_or_init(|| {
            let files: Vec<LayerFile> = self
                .national_files()
                .map(|source| layer_file(source, 0))
                .collect();
            let heads = check_headers(&files, 0);
            let (ruleset, mut faults) = lay_over(Ruleset::default(), files, false);
            faults.extend(heads);
            (ruleset, faults)
        });
        read.clone()
    }

    /// What a file of a later layer adds where so many files are below it, as it was read
    /// beforehand, where that was from its text of today.
    fn overlay(&self, name: &str, below: usize) -> Option<Arc<Overlay>> {
        if self.by_text {
            return None;
        }
        let mut known = self.overlays.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (name.to_owned(), below);
        if let Some(overlay) = known.get(&key) {
            return Some(Arc::clone(overlay));
        }
        let overlay = Arc::new(snapshot::overlay(name, below)?);
        known.insert(key, Arc::clone(&overlay));
        Some(overlay)
    }

    /// The files of the national layer.
    fn national_files(&self) -> impl Iterator<Item = SourceFile> {
        let is_national = |name: &str| {
            matches!(
                name.split_once('/'),
                None | Some(("national" | "tables", _))
            )
        };
        self.ground(is_national).map(|(_, source)| source)
    }

    /// Whether the snapshot of the national layer was made of the texts and the program of today.
    pub fn has_snapshot() -> bool {
        snapshot::national().is_some()
    }

    /// The embedded files that change outcomes, by their names below `rules/`.
    pub(super) fn rule_texts() -> impl Iterator<Item = (&'static str, &'static str)> {
        let others = ["evidence/", "cases/", "trial/"];
        let is_rule = move |name: &str| !others.iter().any(|folder| name.starts_with(folder));
        EMBEDDED
            .iter()
            .copied()
            .filter(move |(name, _)| is_rule(name))
    }

    /// All choices of a province or a provider, whose rulesets together read every file.
    pub fn choices() -> Vec<Choice> {
        let provinces = divisions()
            .filter(|division| division.has_administration())
            .map(|division| Choice {
                province: Some(division.code),
                provider: None,
            });
        let providers = (0u8..).take(PROVIDERS.len()).map(|provider| Choice {
            province: None,
            provider: Some(provider),
        });
        let national = Choice {
            province: None,
            provider: None,
        };
        std::iter::once(national)
            .chain(provinces)
            .chain(providers)
            .collect()
    }

    /// The embedded files below a folder, with the names that messages give them.
    pub fn embedded_files(folder: &str) -> impl Iterator<Item = (String, &'static str)> {
        EMBEDDED
            .iter()
            .filter(move |(name, _)| {
                name.strip_prefix(folder)
                    .is_some_and(|rest| rest.starts_with('/'))
            })
            .map(|(name, text)| (embedded_name(name), *text))
    }

    /// The files of the evidence.
    pub(super) fn evidence_files(&self) -> impl Iterator<Item = SourceFile> {
        self.ground(|name| name.starts_with("evidence/"))
            .map(|(_, source)| source)
    }

    /// The tree whose rules take the place of the embedded ones.
    pub(super) fn tree(&self) -> Option<&Tree> {
        self.tree.as_ref()
    }

    /// The embedded evidence from the block of a fact on.
    pub(super) fn embedded_fact(id: &str) -> Option<&'static str> {
        let text = |place: &FactPlace| Some(EMBEDDED.get(usize::from(place.file))?.1);
        let id_of = |place: &FactPlace| {
            let start = usize::try_from(place.id.start).ok()?;
            let end = usize::try_from(place.id.end).ok()?;
            text(place)?.get(start..end)
        };
        let found = FACTS
            .binary_search_by(|place| id_of(place).cmp(&Some(id)))
            .ok()?;
        let place = FACTS.get(found)?;
        text(place)?.get(usize::try_from(place.at).ok()?..)
    }

    /// The files of the directories laid over, in their order.
    pub fn directory_files(&self) -> impl Iterator<Item = &SourceFile> {
        self.directories.iter().flatten()
    }

    /// A digest of every rule file, embedded and laid over, so that two runs can be told apart.
    /// Cases and evidence are left out: they change no outcome.
    pub fn digest(&self) -> String {
        use sha2::{Digest, Sha256};
        let mut digest = RULES_DIGEST;
        let of_tree = self.tree.iter().flat_map(Tree::files);
        let of_tree = of_tree
            .filter(|(name, _)| !name.starts_with("evidence/"))
            .map(|(_, file)| file);
        if self.tree.is_some() {
            digest = [0; 32];
        }
        for file in of_tree.chain(self.directory_files()) {
            let mut hasher = Sha256::new();
            hasher.update(digest);
            hasher.update(file.text.as_bytes());
            digest = hasher.finalize().into();
        }
        let mut out = String::from("sha256:");
        for byte in digest {
            out.push_str(&format!("{byte:02x}"));
        }
        out
    }
}

/// The file of a choice's provider, by its name below `rules/`.
fn provider_file(choice: Choice) -> Option<String> {
    let provider = PROVIDERS.get(usize::from(choice.provider?))?;
    Some(format!("providers/{}.toml", provider.id))
}

fn embedded_name(name: &str) -> String {
    format!("rules/{name}")
}

pub(super) fn layer_file(source: SourceFile, layer: usize) -> LayerFile {
    let parsed = parse_toml(&source);
    LayerFile {
        source,
        parsed,
        layer,
    }
}

/// Whether a file of a directory holds rules, not only cases or bases of cases.
fn is_rule_file(root: &Table) -> bool {
    root.entries.is_empty()
        || root.entries.iter().any(|entry| {
            !matches!(
                entry.key.as_str(),
                "case" | "base" | "digest" | "indifferent" | "as_of"
            )
        })
}

/// Whether a file's header lets it hold for a choice. A header that names nothing known is told
/// elsewhere and holds nowhere.
fn holds_for(root: &Table, choice: Choice) -> bool {
    let province = header(root, "province", "code");
    let provider = header(root, "provider", "id");
    let fits_province = province.is_none_or(|code| {
        choice.province.is_some() && division_named(code).map(|d| d.code) == choice.province
            || division_named(code).is_none()
    });
    let fits_provider = provider.is_none_or(|id| {
        let known = PROVIDERS.iter().position(|provider| provider.id == id);
        known.is_none() || known == choice.provider.map(usize::from)
    });
    fits_province && fits_provider
}

/// What is wrong with the headers of files, the first of which has an index.
fn check_headers(files: &[LayerFile], first: usize) -> Vec<RulesetFault> {
    let mut faults = Vec::new();
    for (index, file) in (first..).zip(files) {
        for problem in check_header(&file.parsed.root) {
            faults.push(RulesetFault {
                file: index,
                problem,
            });
        }
    }
    faults
}

/// What is wrong with a file's header.
fn check_header(root: &Table) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(code) = header(root, "province", "code")
        && code
            .parse()
            .ok()
            .and_then(division)
            .is_none_or(|division| !division.has_administration())
    {
        problems.push(Problem::new(
            span(root, "province", "code"),
            Text::fixed(
                "没有这个省份；写六位代码，如 code = \"140000\"（新的省份还要写 name = { zh, en }）",
                "there is no such province; write the six-digit code, such as code = \"140000\" (a new one needs name = { zh, en } too)",
            ),
        ));
    }
    if let Some(id) = header(root, "provider", "id")
        && !PROVIDERS.iter().any(|provider| provider.id == id)
    {
        let help = nearest(id, PROVIDERS.iter().map(|provider| provider.id)).map(|near| {
            Text::new(
                format!("是不是 {near}？"),
                format!("did you mean `{near}`?"),
            )
        });
        problems.push(
            Problem::new(
                span(root, "provider", "id"),
                Text::fixed("没有这个接入商", "there is no such provider"),
            )
            .with_help(help),
        );
    }
    problems
}

fn span(root: &Table, section: &str, key: &str) -> Span {
    root.get(section)
        .and_then(|node| node.as_table()?.get(key))
        .map(|node| node.span)
        .unwrap_or_default()
}

/// The TOML files below a folder.
pub(super) fn list(path: &Path, files: &mut Vec<PathBuf>, depth: usize) -> std::io::Result<()> {
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        if files.len() >= MOST_FILES {
            return Err(std::io::Error::other("too many files"));
        }
        if path.is_dir() {
            if depth < 8 {
                list(&path, files, depth.saturating_add(1))?;
            }
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            files.push(path);
        }
    }
    Ok(())
}
