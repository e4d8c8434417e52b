//! The pages of `docs/pages`, for people who never run the program: written anew by
//! `UPDATE_PAGES=1 cargo test --test pages`, and held fresh by it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "a test may fail by panicking"
)]

mod documents;
mod index;
mod markdown;
mod notes;
mod provinces;
mod questions;
mod rejections;
mod rules;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use beian::ruleset::Library;

use self::markdown::anchor;
use self::world::{World, home, is_provincial};

const FOLDER: &str = "docs/pages";
const COMMAND: &str = "UPDATE_PAGES=1 cargo test --test pages";

/// The pages as they should be, by their path below the folder, and the facts that each cites.
struct Pages {
    texts: BTreeMap<String, String>,
    cited: BTreeMap<String, Vec<String>>,
    /// The provinces, with the facts that their files' parts rest on.
    provinces: Vec<(String, BTreeSet<String>)>,
    rules: Vec<String>,
}

/// They are made once for all tests.
fn pages() -> &'static Pages {
    static PAGES: OnceLock<Pages> = OnceLock::new();
    PAGES.get_or_init(make)
}

fn make() -> Pages {
    let world = World::load();
    let sources = world.sources();
    let mut texts = BTreeMap::new();
    let mut cited = BTreeMap::new();
    let mut add = |path: String, (text, facts): (String, Vec<String>)| {
        cited.insert(path.clone(), facts);
        texts.insert(path, text);
    };
    for (at, sheet) in world.provinces() {
        let code = sheet.province().unwrap();
        let page = provinces::page(&world, &sources, at, sheet);
        add(format!("provinces/{code}.md"), page);
    }
    let rules: Vec<String> = world
        .atlas
        .rule_ids()
        .into_iter()
        .map(str::to_owned)
        .collect();
    for id in &rules {
        add(format!("rules/{id}.md"), rules::page(&world, &sources, id));
    }
    for section in &world.outline.sections {
        let page = questions::page(&world, &sources, section);
        if !questions::of(&world, section).is_empty() {
            add(format!("questions/{}.md", section.slug), page);
        }
    }
    add("documents.md".to_owned(), documents::page(&world, &sources));
    add(
        "rejections.md".to_owned(),
        (rejections::page(&world), Vec::new()),
    );
    add("README.md".to_owned(), (index::page(&world), Vec::new()));
    let provinces = world
        .provinces()
        .into_iter()
        .map(|(_, sheet)| (sheet.province().unwrap(), facts_of(sheet)))
        .collect();
    Pages {
        texts,
        cited,
        provinces,
        rules,
    }
}

/// The facts of a province that the parts of its file rest on.
fn facts_of(sheet: &beian::explain::Sheet) -> BTreeSet<String> {
    let ruleset = &sheet.ruleset;
    let mut facts: BTreeSet<String> = BTreeSet::new();
    let mut add = |origin, own: &[String]| {
        if is_provincial(ruleset, origin) {
            facts.extend(own.iter().cloned());
        }
    };
    for rule in &ruleset.rules {
        add(rule.origin, &rule.facts);
        rule.branches
            .iter()
            .for_each(|own| add(own.origin, &own.facts));
        rule.sets.iter().for_each(|own| add(own.origin, &own.facts));
        rule.exceptions
            .iter()
            .for_each(|own| add(own.origin, &own.facts));
        rule.requires
            .iter()
            .for_each(|own| add(own.origin, &own.facts));
    }
    ruleset
        .requires
        .iter()
        .for_each(|own| add(own.origin, &own.facts));
    ruleset
        .forms
        .iter()
        .for_each(|own| add(own.origin, &own.facts));
    ruleset
        .guidance
        .iter()
        .for_each(|own| add(own.origin, &own.facts));
    let code = format!("{}-", sheet.province().unwrap());
    facts.retain(|fact| fact.starts_with(&code));
    facts
}

/// The pages as they are.
fn written() -> BTreeMap<String, String> {
    fn visit(folder: &Path, root: &Path, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, root, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy();
                let text = fs::read_to_string(&path).unwrap();
                found.insert(name.replace('\\', "/"), text.replace("\r\n", "\n"));
            }
        }
    }
    let root = home().join(FOLDER);
    let mut found = BTreeMap::new();
    visit(&root, &root, &mut found);
    found
}

#[test]
fn pages_are_fresh() {
    let should = &pages().texts;
    let root = home().join(FOLDER);
    if std::env::var_os("UPDATE_PAGES").is_some() {
        for name in written().keys().filter(|name| !should.contains_key(*name)) {
            fs::remove_file(root.join(name)).unwrap();
        }
        for (name, text) in should {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let are = written();
    let mut wrong: Vec<String> = Vec::new();
    for (name, text) in should {
        match are.get(name) {
            None => wrong.push(format!("missing: {FOLDER}/{name}")),
            Some(own) if own != text => wrong.push(format!("stale: {FOLDER}/{name}")),
            Some(_) => {}
        }
    }
    for name in are.keys().filter(|name| !should.contains_key(*name)) {
        wrong.push(format!("superfluous: {FOLDER}/{name}"));
    }
    assert!(
        wrong.is_empty(),
        "{}\nWrite the pages anew: {COMMAND}",
        wrong.join("\n")
    );
}

#[test]
fn every_province_and_rule_has_a_page() {
    let pages = pages();
    assert_eq!(pages.provinces.len(), 31);
    for (code, facts) in &pages.provinces {
        let name = format!("provinces/{code}.md");
        let cited = pages.cited.get(&name).expect(&name);
        let left: Vec<&String> = facts.iter().filter(|fact| !cited.contains(fact)).collect();
        assert!(
            left.is_empty(),
            "{name} does not tell what rests on {left:?}"
        );
    }
    for id in &pages.rules {
        assert!(pages.texts.contains_key(&format!("rules/{id}.md")), "{id}");
    }
}

#[test]
fn cited_facts_exist() {
    let library = Library::embedded();
    let known: BTreeSet<String> = library
        .all_evidence()
        .into_iter()
        .map(|own| own.id)
        .collect();
    for (page, facts) in &pages().cited {
        for fact in facts {
            assert!(known.contains(fact), "{page} cites {fact}");
        }
    }
}

#[test]
fn links_lead_somewhere() {
    let texts = &pages().texts;
    let mut wrong = Vec::new();
    for (name, text) in texts {
        for target in targets(text) {
            if target.starts_with("https://") {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let path = if file.is_empty() {
                name.clone()
            } else {
                resolve(name, file)
            };
            let there = match texts.get(&path) {
                Some(page) => heading.is_empty() || anchors(page).contains(heading),
                None => heading.is_empty() && home().join(FOLDER).join(&path).is_file(),
            };
            if !there {
                wrong.push(format!("{name}: {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_are_in_words() {
    for (name, text) in &pages().texts {
        // A heading of its own for everything, so that addresses are unique.
        let headings: Vec<&str> = headings(text).collect();
        let unique: BTreeSet<String> = headings.iter().map(|own| anchor(own)).collect();
        assert_eq!(unique.len(), headings.len(), "{name}: two headings alike");
        for bad in ["{", "}", "$", "「…」", "](#)"] {
            assert!(!text.contains(bad), "{name} holds {bad}");
        }
        let mut longest = 0;
        let mut run = 0;
        for line in text.lines() {
            let breaks = line.is_empty() || line.starts_with('#');
            run = if breaks { 0 } else { run + 1 };
            longest = longest.max(run);
        }
        assert!(longest <= 100, "{name}: {longest} lines without a break");
    }
}

#[test]
fn there_are_questions_enough() {
    let index = &pages().texts["README.md"];
    let count = index.matches("](questions/").count();
    assert!(count >= 40, "{count}");
}

/// Where the links of a page lead to.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let rest = text.split("](").skip(1);
    rest.filter_map(|rest| rest.split(')').next())
}

fn headings(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| line.starts_with('#'));
    lines.map(|line| line.trim_start_matches('#').trim())
}

fn anchors(text: &str) -> BTreeSet<String> {
    headings(text).map(anchor).collect()
}

/// A relative path from a page, below the folder or beside it.
fn resolve(page: &str, file: &str) -> String {
    let mut path = PathBuf::from(page);
    path.pop();
    for part in file.split('/') {
        match part {
            ".." if path.file_name().is_some_and(|own| own != "..") => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.to_string_lossy().replace('\\', "/")
}
