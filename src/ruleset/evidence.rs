//! The facts that rules rest on: who said so, where, and as of when. They are looked up one by one,
//! since a run shows few of them: the block of a fact is found in the text and parsed alone.

use memchr::memmem;

use super::library::Library;
use super::plain_toml;
use crate::source::{Node, SourceFile, Table, parse_toml};

/// A fact of the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvidenceEntry {
    /// Its id.
    pub id: String,
    /// What it says, in our own words.
    pub statement: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// Where it was read.
    pub sources: Vec<EvidenceReference>,
    /// What another source says against it; empty: nothing.
    pub conflicts: String,
}

/// Where a fact was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvidenceReference {
    /// Who says it.
    pub who: String,
    /// What the page is called.
    pub title: String,
    /// Where it is.
    pub place: String,
    /// As of when, as it was noted down.
    pub as_of: String,
}

const OPENING: &str = "[[fact]]";

impl Library {
    /// The fact of an id: of the directories laid over, else of the evidence below them.
    pub fn evidence(&self, id: &str) -> Option<EvidenceEntry> {
        let own = self.directory_files().find_map(|file| find(&file.text, id));
        own.or_else(|| match self.tree() {
            Some(tree) => tree
                .files()
                .filter(|(name, _)| name.starts_with("evidence/"))
                .find_map(|(_, file)| find(&file.text, id)),
            None => read_block(Library::embedded_fact(id)?, id),
        })
    }

    /// All facts of the evidence and of the directories laid over it.
    pub fn all_evidence(&self) -> Vec<EvidenceEntry> {
        let grounded: Vec<SourceFile> = self.evidence_files().collect();
        grounded
            .iter()
            .chain(self.directory_files())
            .flat_map(|file| {
                let parsed = parse_toml(file);
                let facts = parsed.root.get("fact").and_then(Node::as_array);
                facts
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|node| read(node.as_table()?))
                    .collect::<Vec<_>>()
            })
            .collect()
    }
}

/// Finds a fact in a text.
fn find(text: &str, id: &str) -> Option<EvidenceEntry> {
    let needle = format!("id = \"{id}\"");
    let at = memmem::find(text.as_bytes(), needle.as_bytes())?;
    let start = text.get(..at)?.rfind(OPENING)?;
    read_block(text.get(start..)?, id)
}

/// Reads the fact that a text begins with.
fn read_block(text: &str, id: &str) -> Option<EvidenceEntry> {
    let inside = text.strip_prefix(OPENING)?;
    let end = inside.find("\n[[").unwrap_or(inside.len());
    let entry = match plain_toml::read(inside.get(..end)?) {
        Some(table) => read(&table),
        None => {
            let end = OPENING.len().checked_add(end)?;
            let block = SourceFile::new("", text.get(..end)?);
            let parsed = parse_toml(&block);
            let facts = parsed.root.get("fact")?.as_array()?;
            facts.first().and_then(|node| read(node.as_table()?))
        }
    };
    entry.filter(|entry| entry.id == id)
}

fn read(table: &Table) -> Option<EvidenceEntry> {
    let text = |table: &Table, key: &str| {
        table
            .get(key)
            .and_then(Node::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let sources = table.get("sources").and_then(Node::as_array);
    Some(EvidenceEntry {
        id: table.get("id")?.as_str()?.to_owned(),
        statement: text(table, "statement"),
        confidence: text(table, "confidence"),
        conflicts: text(table, "conflicts"),
        sources: sources
            .unwrap_or_default()
            .iter()
            .filter_map(Node::as_table)
            .map(|source| EvidenceReference {
                who: text(source, "who"),
                title: text(source, "title"),
                place: text(source, "ref"),
                as_of: text(source, "as_of"),
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_facts_are_of_plain_form() {
        let blocks: Vec<&str> = Library::embedded_files("evidence")
            .flat_map(|(_, text)| text.split(OPENING).skip(1))
            .collect();
        let plain = |block: &&str| {
            let end = block.find("\n[[").unwrap_or(block.len());
            block.get(..end).and_then(plain_toml::read).is_some()
        };
        let count = blocks.iter().filter(|block| plain(block)).count();
        assert!(count * 10 > blocks.len() * 9, "{count} of {}", blocks.len());
    }

    #[test]
    fn a_fact_found_alone_is_the_fact_of_the_whole() {
        let library = Library::embedded();
        let all = library.all_evidence();
        assert!(all.len() > 1400, "{}", all.len());
        for entry in &all {
            assert_eq!(library.evidence(&entry.id).as_ref(), Some(entry));
        }
        assert_eq!(library.evidence("nat-domain"), None);
    }
}
