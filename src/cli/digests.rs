//! `beian rules test --update-digests`: the digests of word lists written anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::output::{Failure, write_result};
use crate::casebook::{Casebook, Digests};
use crate::text::Text;

/// Where the digests of embedded lists stand, from the root of the sources.
const EMBEDDED: &str = "rules/cases/digests.toml";

/// Writes stale digests anew in the files they stand in, and those that are missing into
/// `digests.toml` of a folder of rules; tells how many.
pub fn update(book: &Casebook, digests: &Digests, own: Option<&Path>) -> Result<Text, Failure> {
    let mut texts: BTreeMap<PathBuf, String> = BTreeMap::new();
    // From the last of a file to the first, so that the places of those before stay true.
    let mut stale: Vec<_> = digests
        .stale
        .iter()
        .filter_map(|(index, fresh)| Some((book.digests.get(*index)?, fresh)))
        .collect();
    stale.sort_by_key(|(digest, _)| std::cmp::Reverse(digest.value.start));
    for (digest, fresh) in &stale {
        let Some(file) = book.files.get(digest.file) else {
            continue;
        };
        let path = PathBuf::from(&file.name);
        let text = match texts.remove(&path) {
            Some(text) => text,
            None => unchanged(&path, &file.text)?,
        };
        let range = digest.value.range();
        let parts = (text.get(..range.start), text.get(range.end..));
        if let (Some(before), Some(after)) = parts {
            texts.insert(path, format!("{before}\"{fresh}\"{after}"));
        }
    }
    if !digests.missing.is_empty() {
        let path = match own {
            Some(folder) => folder.join("digests.toml"),
            None => PathBuf::from(EMBEDDED),
        };
        let text = match texts.remove(&path) {
            Some(text) => text,
            None => read(&path)?,
        };
        texts.insert(path, with_missing(text, &digests.missing));
    }
    for (path, text) in &texts {
        write_result(text, Some(path))?;
    }
    let count = stale.len().saturating_add(digests.missing.len());
    Ok(Text::new(
        format!("改写了 {count} 个词表的摘要；下次运行起生效"),
        format!("the digests of {count} word lists were written; they hold from the next run on"),
    ))
}

fn with_missing(mut text: String, missing: &[(String, String)]) -> String {
    if text.is_empty() {
        text.push_str(
            "# Digests of the word lists, so that none is changed unawares.\n\
             # After a change that is meant: beian rules test --update-digests\n",
        );
    }
    for (list, fresh) in missing {
        text.push_str(&format!(
            "\n[[digest]]\nlist = \"{list}\"\nsha256 = \"{fresh}\"\n"
        ));
    }
    text
}

/// The text of a file, which must be what was read of it: an embedded file is rewritten only where
/// the sources are those that the program was built from.
fn unchanged(path: &Path, known: &str) -> Result<String, Failure> {
    let text = read(path)?;
    if text == known {
        return Ok(text);
    }
    let name = path.display();
    Err(Failure::Told(Text::new(
        format!("{name} 不在这里，或和程序里的不同；在源码目录里重新编译后再运行"),
        format!(
            "{name} is not here or differs from what the program was built with; run this from the sources, after a build"
        ),
    )))
}

fn read(path: &Path) -> Result<String, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => {
            let name = path.display();
            Err(Failure::Told(Text::new(
                format!("读不了 {name}：{error}"),
                format!("cannot read {name}: {error}"),
            )))
        }
    }
}
