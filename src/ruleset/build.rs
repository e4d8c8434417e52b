//! Files of all layers to one ruleset.

use super::keys::{Faults, Keys};
use super::limits::tell_excess;
use super::link::link_params;
use super::load_change::{read_exception, read_off, read_set};
use super::load_document::{read_document, read_form_change, read_guidance, read_require};
use super::load_rule::{need_facts, owned, read_facts, read_rule};
use super::model::{Origin, Papers, Rule, Ruleset, WordList};
use super::parse_condition::Reach;
use super::parse_test::spell_out;
use super::precedence::tell_ambiguities;
use super::sanity::tell_impossible;
use super::shared::Shared;
use super::site::read_site;
use super::step::{check_steps, read_step};
use super::value::Value;
use super::which::{WhichRow, read_which};
use crate::calendar::Calendar;
use crate::fields::{Scope, nearest};
use crate::source::{Node, Parsed, Problem, SourceFile, Span, Table};
use crate::text::Text;

/// A file of a layer, parsed.
#[derive(Debug, Clone)]
pub struct LayerFile {
    /// Its name and text.
    pub source: SourceFile,
    /// Its tree and what is wrong with its text.
    pub parsed: Parsed,
    /// The layer, later ones greater.
    pub layer: usize,
}

/// What is wrong with a ruleset: a file, by its index, and the sentence with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct RulesetFault {
    /// The file, by its index in [`Ruleset::files`].
    pub file: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// The top-level keys of a rule file; the last three are those of cases, read elsewhere.
pub const SECTIONS: &[&str] = &[
    "province",
    "provider",
    "layer",
    "rule",
    "set",
    "except",
    "off",
    "document",
    "require",
    "form",
    "list",
    "guidance",
    "step",
    "which",
    "site",
    "fact",
    "version",
    "as_of",
    "year",
    "review",
    "base",
    "case",
    "digest",
    "indifferent",
];

/// Builds a ruleset from its files, in the order of their layers. What is faulty is left out and
/// told.
pub fn build(files: Vec<LayerFile>) -> (Ruleset, Vec<RulesetFault>) {
    lay_over(Ruleset::default(), files, true)
}

/// Lays files over a ruleset as [`build`] does over none. `thorough`: also tells what can only be
/// seen of the whole, for files that nobody has checked yet.
pub(super) fn lay_over(
    mut ruleset: Ruleset,
    files: Vec<LayerFile>,
    thorough: bool,
) -> (Ruleset, Vec<RulesetFault>) {
    let below = ruleset.files.len();
    let mut faults = Vec::new();
    let mut builder = Builder {
        ruleset: &mut ruleset,
        faults: &mut faults,
    };
    let files: Vec<(usize, LayerFile)> = (below..).zip(files).collect();
    for (index, file) in &files {
        let index = *index;
        builder.take(index, file.parsed.problems.iter().cloned());
        builder.head(index, file);
    }
    // Lists first, then documents and rules, then what refers to them.
    builder.each("list", &files, |builder, keys, _, file, reach| {
        if let Some(list) = read_list(keys, file, reach) {
            builder.ruleset.lists.push(list);
        }
    });
    builder.each("document", &files, |builder, keys, layer, file, reach| {
        if let Some(document) = read_document(keys, layer, file, reach) {
            builder.ruleset.documents.push(document.into());
        }
    });
    builder.each("rule", &files, |builder, keys, layer, file, reach| {
        if let Some(rule) = read_rule(keys, layer, file, reach) {
            need_facts(keys, &rule.facts, None, reach);
            builder.ruleset.rules.push(rule.into());
        }
    });
    for (section, read) in [
        (
            "set",
            read_set as fn(&Keys<'_>, usize, usize, &mut [Shared<Rule>], Reach<'_>),
        ),
        ("except", read_exception),
        ("off", read_off),
    ] {
        builder.each(section, &files, |builder, keys, layer, file, reach| {
            read(keys, layer, file, &mut builder.ruleset.rules, reach);
        });
    }
    link_params(&mut builder.ruleset.rules, below, builder.faults);
    builder.each("require", &files, |builder, keys, layer, file, reach| {
        if let Some(require) = read_require(keys, layer, file, reach) {
            builder.ruleset.requires.push(require.into());
        }
    });
    builder.each("guidance", &files, |builder, keys, layer, file, reach| {
        let guidance = read_guidance(keys, layer, file, reach);
        builder.ruleset.guidance.push(guidance.into());
    });
    builder.each("step", &files, |builder, keys, layer, file, reach| {
        if let Some(step) = read_step(keys, layer, file, reach) {
            builder.ruleset.steps.push(step.into());
        }
    });
    builder.each("which", &files, |builder, keys, layer, file, reach| {
        if let Some(row) = read_which(keys, layer, file, &builder.ruleset.rules, reach) {
            builder.ruleset.which.push(row);
        }
    });
    builder.each("site", &files, |builder, keys, _, file, reach| {
        let rows = read_site(keys, file, &builder.ruleset.site, reach);
        if !rows.is_empty() {
            builder.ruleset.site.extend(rows);
        }
    });
    // Rows of later layers are looked at first; of one layer, in the order of their files.
    let later_first = |row: &WhichRow| std::cmp::Reverse(row.layer);
    if !builder.ruleset.which.is_sorted_by_key(later_first) {
        builder.ruleset.which.sort_by_key(later_first);
    }
    builder.each("form", &files, |builder, keys, _, file, reach| {
        let change = read_form_change(keys, file, reach);
        builder.ruleset.forms.push(change);
    });
    let sources = files.into_iter().map(|(_, file)| file.source.into());
    ruleset.files.extend(sources);
    if thorough {
        faults.extend(check_whole(&ruleset));
    }
    faults.sort_by_key(|fault| (fault.file, fault.problem.span));
    faults.dedup();
    (ruleset, faults)
}

struct Builder<'b> {
    ruleset: &'b mut Ruleset,
    faults: &'b mut Vec<RulesetFault>,
}

impl Builder<'_> {
    fn take(&mut self, file: usize, problems: impl IntoIterator<Item = Problem>) {
        self.faults.extend(
            problems
                .into_iter()
                .map(|problem| RulesetFault { file, problem }),
        );
    }

    /// Reads every table of a section of every file.
    fn each(
        &mut self,
        section: &'static str,
        files: &[(usize, LayerFile)],
        mut read: impl FnMut(&mut Builder<'_>, &Keys<'_>, usize, usize, Reach<'_>),
    ) {
        for (index, file) in files {
            let index = *index;
            let Some(node) = file.parsed.root.get(section) else {
                continue;
            };
            let Some(items) = node.as_array() else {
                let message = Text::new(
                    format!("{section} 要写成 [[{section}]]"),
                    format!("`{section}` is a list of tables, [[{section}]]"),
                );
                self.take(index, [Problem::new(node.span, message)]);
                continue;
            };
            for item in items {
                // Every table has a collector of its own, so that what follows from a first fault
                // in it can be kept silent.
                let faults = Faults::default();
                let lists = std::mem::take(&mut self.ruleset.lists);
                let reach = Reach {
                    scope: Scope::Order,
                    params: &[],
                    lists: &lists,
                    faults: &faults,
                    outer: None,
                };
                let mut added = Vec::new();
                if let Some(keys) = Keys::of(item, &faults) {
                    let mut inner = Builder {
                        ruleset: &mut *self.ruleset,
                        faults: &mut added,
                    };
                    read(&mut inner, &keys, file.layer, index, reach);
                }
                let more = std::mem::replace(&mut self.ruleset.lists, lists);
                if !more.is_empty() {
                    self.ruleset.lists.extend(more.iter().cloned());
                }
                self.faults.extend(added);
                self.take(index, faults.take());
            }
        }
    }

    /// Version, date, calendar, and sections that nobody knows.
    fn head(&mut self, index: usize, file: &LayerFile) {
        let root = &file.parsed.root;
        let mut problems = Vec::new();
        for entry in &root.entries {
            if !SECTIONS.contains(&entry.key.as_str()) {
                let help = nearest(&entry.key, SECTIONS.iter().copied()).map(|near| {
                    Text::new(
                        format!("是不是 {near}？"),
                        format!("did you mean `{near}`?"),
                    )
                });
                problems.push(
                    Problem::new(
                        entry.key_span,
                        Text::new(
                            format!("规则文件里没有叫 {} 的部分", entry.key),
                            format!("a rule file has no section called `{}`", entry.key),
                        ),
                    )
                    .with_help(help),
                );
            }
        }
        if let Some(version) = root.get("version").and_then(Node::as_str) {
            self.ruleset.version = version.to_owned();
        }
        if let Some(as_of) = root.get("as_of").and_then(Node::as_str) {
            self.ruleset.as_of = as_of.to_owned();
        }
        if root.get("year").is_some() || root.get("review").is_some() {
            let (calendar, faults) = Calendar::read(root);
            self.ruleset.calendar = calendar.after(&self.ruleset.calendar).into();
            problems.extend(faults);
        }
        self.take(index, problems);
    }
}

fn read_list(keys: &Keys<'_>, file: usize, reach: Reach<'_>) -> Option<WordList> {
    let id = keys.need_text("id")?;
    let words = match keys.node("words") {
        Some(node) => spell_out(node, reach).unwrap_or_default(),
        None => {
            keys.missing("words");
            Vec::new()
        }
    };
    let facts = read_facts(keys);
    let reason = keys.bilingual("reason");
    need_facts(keys, &facts, reason.as_ref(), reach);
    let _ = owned(keys.texts("aliases"));
    keys.finish();
    Some(WordList {
        id: id.to_owned(),
        words,
        facts,
        origin: Origin {
            file,
            span: keys.span(),
        },
    })
}

/// What can only be seen of the whole: ids used twice, documents that do not exist, ambiguous sets,
/// impossible conditions.
fn check_whole(ruleset: &Ruleset) -> Vec<RulesetFault> {
    let mut faults = Vec::new();
    let mut rules: Vec<&str> = Vec::new();
    for rule in &ruleset.rules {
        for id in std::iter::once(&rule.id).chain(&rule.aliases) {
            tell_twice(id, &mut rules, rule.origin, "规则", "rule", &mut faults);
        }
        for (branch, at) in rule.branches.iter().map(|branch| (branch, branch.origin)) {
            if let Some(waiver) = &branch.waiver {
                tell_papers(ruleset, &waiver.papers, at.file, at.span, &mut faults);
            }
        }
        for require in &rule.requires {
            let at = require.origin;
            tell_papers(ruleset, &require.papers, at.file, at.span, &mut faults);
        }
        for set in &rule.sets {
            for (_, value) in &set.values {
                if let Value::Bundles(bundles) = value {
                    let papers = Papers::Fixed(bundles.clone());
                    tell_papers(
                        ruleset,
                        &papers,
                        set.origin.file,
                        set.origin.span,
                        &mut faults,
                    );
                }
            }
        }
        tell_ambiguities(rule, &mut faults);
        tell_impossible(rule, &mut faults);
        tell_excess(rule, &mut faults);
    }
    let mut documents: Vec<&str> = Vec::new();
    for document in &ruleset.documents {
        for id in std::iter::once(&document.id).chain(&document.aliases) {
            tell_twice(
                id,
                &mut documents,
                document.origin,
                "材料",
                "document",
                &mut faults,
            );
        }
    }
    for require in &ruleset.requires {
        let at = require.origin;
        tell_papers(ruleset, &require.papers, at.file, at.span, &mut faults);
    }
    check_steps(ruleset, &mut faults);
    for change in &ruleset.forms {
        if let Some(id) = &change.document {
            let papers = Papers::Fixed(vec![vec![id.clone()]]);
            let at = change.origin;
            tell_papers(ruleset, &papers, at.file, at.span, &mut faults);
        }
    }
    faults
}

fn tell_twice<'i>(
    id: &'i str,
    seen: &mut Vec<&'i str>,
    origin: super::model::Origin,
    zh: &str,
    en: &str,
    faults: &mut Vec<RulesetFault>,
) {
    if seen.contains(&id) {
        faults.push(RulesetFault {
            file: origin.file,
            problem: Problem::new(
                origin.span,
                Text::new(
                    format!("已经有一个{zh}叫 {id}；要改它用 [[set]]、[[except]] 或 [[off]]"),
                    format!("there is a {en} called `{id}` already; change it with [[set]], [[except]] or [[off]]"),
                ),
            ),
        });
    }
    seen.push(id);
}

fn tell_papers(
    ruleset: &Ruleset,
    papers: &Papers,
    file: usize,
    span: Span,
    faults: &mut Vec<RulesetFault>,
) {
    let Papers::Fixed(bundles) = papers else {
        return;
    };
    for id in bundles.iter().flatten() {
        if ruleset.document(id).is_none() {
            let ids = ruleset
                .documents
                .iter()
                .map(|document| document.id.as_str());
            let help = nearest(id, ids).map(|near| {
                Text::new(
                    format!("是不是 {near}？"),
                    format!("did you mean `{near}`?"),
                )
            });
            faults.push(RulesetFault {
                file,
                problem: Problem::new(
                    span,
                    Text::new(
                        format!("没有叫 {id} 的材料"),
                        format!("no document is called `{id}`"),
                    ),
                )
                .with_help(help),
            });
        }
    }
}

/// The province or provider that a file is for.
pub fn header<'t>(root: &'t Table, section: &str, key: &str) -> Option<&'t str> {
    root.get(section)?.as_table()?.get(key)?.as_str()
}
