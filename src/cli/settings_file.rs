//! `beian.toml`: read whole, every fault told with its place.

use std::path::{Path, PathBuf};

use super::output::{Failure, tell};
use super::settings::{
    Provenance, Setting, Settings, fail_on_expected, one_of, provider, provider_expected, province,
    province_expected,
};
use crate::fields::nearest;
use crate::render::problem_text;
use crate::report::FailOn;
use crate::ruleset::Severity;
use crate::source::{
    Entry, MAX_BYTES, Node, Problem, SourceFile, Table, Value, parse_toml, read_path,
};
use crate::text::{Lang, Text};

/// The keys.
const KEYS: [&str; 6] = [
    "province", "provider", "rules", "fail-on", "lang", "severity",
];
/// The levels of `[severity]`, the gravest first.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Notice];

/// What a file says.
pub struct SettingsFile {
    /// The settings, all of them from the file.
    pub settings: Settings,
}

impl SettingsFile {
    /// Reads a file; `None` where it is a draft.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or says something that cannot be used.
    pub fn read(path: &Path, lang: Lang) -> Result<Option<Self>, Failure> {
        let file = read_path(path, MAX_BYTES).map_err(|error| Failure::Told(error.text()))?;
        let parsed = parse_toml(&file);
        if parsed.root.get("filing").is_some() {
            return Ok(None);
        }
        let mut reader = Reader {
            file: &file,
            folder: path.parent().unwrap_or(Path::new("")),
            problems: parsed.problems,
            settings: Settings {
                file: Some(path.to_path_buf()),
                ..Settings::default()
            },
        };
        reader.read(&parsed.root);
        let Reader {
            problems, settings, ..
        } = reader;
        if problems.is_empty() {
            return Ok(Some(Self { settings }));
        }
        for problem in &problems {
            tell(&problem_text(&file, problem, lang, false));
        }
        let (name, count) = (path.display(), problems.len());
        Err(Failure::Told(Text::new(
            format!("{name} 有 {count} 处问题，先改好"),
            format!("{name} has {count} problems; mend them first"),
        )))
    }
}

struct Reader<'f> {
    file: &'f SourceFile,
    folder: &'f Path,
    problems: Vec<Problem>,
    settings: Settings,
}

impl Reader<'_> {
    fn read(&mut self, root: &Table) {
        for entry in &root.entries {
            let node = &entry.node;
            match entry.key.as_str() {
                "province" => {
                    self.settings.province = self.one(entry, province, &province_expected());
                }
                "provider" => {
                    self.settings.provider = self.one(entry, provider, &provider_expected());
                }
                "fail-on" => {
                    self.settings.fail_on = self.one(entry, FailOn::of_id, &fail_on_expected());
                }
                "lang" => {
                    let lang = |id: &str| match id {
                        "zh" => Some(Lang::Zh),
                        "en" => Some(Lang::En),
                        _ => None,
                    };
                    self.settings.lang = self.one(entry, lang, &one_of(&["zh", "en"]));
                }
                "rules" => self.rules(node),
                "severity" => self.severities(node),
                _ => self.unknown(entry),
            }
        }
    }

    fn one<T>(
        &mut self,
        entry: &Entry,
        read: impl Fn(&str) -> Option<T>,
        expected: &Text,
    ) -> Option<Setting<T>> {
        // What the parser could not read it has told of.
        if entry.node.value == Value::Null {
            return None;
        }
        match entry.node.as_str().and_then(read) {
            Some(value) => Some(self.here(&entry.node, value)),
            None => {
                self.wrong(&entry.node, &entry.key, expected);
                None
            }
        }
    }

    fn here<T>(&self, node: &Node, value: T) -> Setting<T> {
        let (line, _) = self.file.line_column(node.span.start);
        Setting {
            value,
            from: Provenance::File(line),
        }
    }

    fn rules(&mut self, node: &Node) {
        let expected = Text::fixed(
            "目录的列表，如 [\"rules\"]",
            "a list of directories, such as [\"rules\"]",
        );
        let Some(items) = node.as_array() else {
            return self.wrong(node, "rules", &expected);
        };
        let mut folders: Vec<PathBuf> = Vec::new();
        for item in items {
            match item.as_str() {
                Some(folder) => folders.push(self.folder.join(folder)),
                None => self.wrong(item, "rules", &expected),
            }
        }
        self.settings.rules = Some(self.here(node, folders));
    }

    fn severities(&mut self, node: &Node) {
        let ids = SEVERITIES.map(Severity::id);
        let Some(table) = node.as_table() else {
            let expected = Text::fixed(
                "一张表：规则 = \"级别\"",
                "a table of rules and their levels",
            );
            return self.wrong(node, "severity", &expected);
        };
        for entry in &table.entries {
            let level = |id: &str| SEVERITIES.into_iter().find(|level| level.id() == id);
            if let Some(setting) = self.one(entry, level, &one_of(&ids)) {
                self.settings.severity.insert(entry.key.clone(), setting);
            }
        }
    }

    fn wrong(&mut self, node: &Node, key: &str, expected: &Text) {
        if node.value == Value::Null {
            return;
        }
        self.problems.push(Problem::new(
            node.span,
            Text::new(
                format!("{key} 要写{}", expected.zh),
                format!("{key} must be {}", expected.en),
            ),
        ));
    }

    fn unknown(&mut self, entry: &Entry) {
        let help = match nearest(&entry.key.replace('_', "-"), KEYS) {
            Some(near) => Text::new(format!("是不是 {near}？"), format!("did you mean {near}?")),
            None => Text::new(
                format!("可写的键：{}", KEYS.join(" ")),
                format!("the keys are {}", KEYS.join(" ")),
            ),
        };
        let key = &entry.key;
        self.problems.push(
            Problem::new(
                entry.key_span,
                Text::new(
                    format!("配置里没有 {key} 这个键"),
                    format!("the configuration has no key `{key}`"),
                ),
            )
            .with_help(Some(help)),
        );
    }
}
