//! Compiles the files of `rules/` into the program: as texts, as digests of them, and, while it
//! fits, as the national layer read beforehand (see `docs/design.md`, start-up).

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};

/// The national layer read beforehand.
const SNAPSHOT: &str = "rules/compiled/national.postcard";

/// What decides what a snapshot means besides the texts: the types that it holds, the vocabulary
/// that it points into, and the reader of rules.
const MEANING: &[&str] = &[
    "src/ruleset",
    "src/fields",
    "src/calendar",
    "src/draft/path.rs",
    "src/source/node.rs",
    "src/text.rs",
];

fn main() -> io::Result<()> {
    let home = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = home.join("rules");
    println!("cargo::rerun-if-changed=rules");
    let mut files = collected(&root, "toml")?;
    // Tables about the rules are for tests and readers.
    files.retain(|file| !file.starts_with(root.join("accounts")));
    let mut out = String::from("const EMBEDDED: &[(&str, &str)] = &[\n");
    let mut rules = Sha256::new();
    let mut national = Sha256::new();
    let mut facts = Vec::new();
    let mut layers = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let name = name(file, &root);
        out.push_str(&format!("    ({name:?}, include_str!({file:?})),\n"));
        if name.starts_with("evidence/") {
            let text = fs::read_to_string(file)?;
            facts.extend(facts_of(&text).map(|(id, at, from)| (id.to_owned(), index, at, from)));
        }
        // Cases, evidence and what only cases use change no outcome.
        if !["evidence/", "cases/", "trial/"]
            .iter()
            .any(|folder| name.starts_with(folder))
        {
            put(&mut rules, &name, file)?;
        }
        if !name.contains('/') || name.starts_with("national/") || name.starts_with("tables/") {
            put(&mut national, &name, file)?;
        } else if name.starts_with("provinces/") || name.starts_with("providers/") {
            let digest: [u8; 32] = Sha256::digest(fs::read(file)?).into();
            layers.push((name, digest));
        }
    }
    for path in MEANING {
        println!("cargo::rerun-if-changed={path}");
        for file in collected(&home.join(path), "rs")? {
            put(&mut national, &name(&file, &home), &file)?;
        }
    }
    out.push_str("];\n");
    facts.sort();
    out.push_str("static FACTS: &[FactPlace] = &[\n");
    for (id, file, at, from) in &facts {
        let to = from.saturating_add(id.len());
        out.push_str(&format!(
            "    FactPlace {{ file: {file}, at: {at}, id: {from}..{to} }},\n"
        ));
    }
    out.push_str("];\n");
    let rules: [u8; 32] = rules.finalize().into();
    out.push_str(&format!("const RULES_DIGEST: [u8; 32] = {rules:?};\n"));
    let national: [u8; 32] = national.finalize().into();
    let mut read = format!("pub const NATIONAL_DIGEST: Digest = {national:?};\n");
    layers.sort();
    read.push_str(&format!(
        "const LAYER_DIGESTS: &[(&str, Digest)] = &{layers:?};\n"
    ));
    let snapshot = home.join(SNAPSHOT);
    read.push_str(&if snapshot.exists() {
        format!("static SNAPSHOT: &[u8] = include_bytes!({snapshot:?});\n")
    } else {
        String::from("static SNAPSHOT: &[u8] = &[];\n")
    });
    let target = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    fs::write(target.join("rules.rs"), out)?;
    fs::write(target.join("snapshot.rs"), read)
}

/// The facts of a text of evidence: the id of each, where its block begins, and where its id does.
fn facts_of(text: &str) -> impl Iterator<Item = (&str, usize, usize)> {
    const OPENING: &str = "[[fact]]\nid = \"";
    text.match_indices(OPENING).filter_map(|(at, opening)| {
        let from = at.checked_add(opening.len())?;
        let (id, _) = text.get(from..)?.split_once('"')?;
        Some((id, at, from))
    })
}

/// The files of an ending below a path, sorted.
fn collected(path: &Path, ending: &str) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(path, ending, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(path: &Path, ending: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), ending, files)?;
        }
    } else if path.extension().is_some_and(|own| own == ending) {
        files.push(path.to_owned());
    }
    Ok(())
}

/// A file's path below a folder, written the same on every system.
fn name(file: &Path, root: &Path) -> String {
    let name = file.strip_prefix(root).unwrap_or(file);
    name.to_string_lossy().replace('\\', "/")
}

/// Names and texts go into a digest with an end each, so that they cannot run into one another.
fn put(digest: &mut Sha256, name: &str, file: &Path) -> io::Result<()> {
    for part in [name.as_bytes(), &fs::read(file)?] {
        digest.update(part);
        digest.update([0]);
    }
    Ok(())
}
