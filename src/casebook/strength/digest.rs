//! Digests of word lists: three words of a list stand in cases, the rest in a digest, so that no
//! list is changed unawares.

use sha2::{Digest as _, Sha256};

use super::Survivor;
use crate::casebook::read::{Casebook, Digest};
use crate::ruleset::{Ruleset, WordList};
use crate::source::{Problem, SourceFile};
use crate::text::Text;

/// Lists with so many words stand in cases whole.
const FEW: usize = 3;

/// How the digests of a book stand to the lists that there are.
#[derive(Debug, Default)]
pub struct Digests {
    /// Those that are stale: by their index in the book, and what they would have to be.
    pub stale: Vec<(usize, String)>,
    /// Lists without one: the id, and what it would have to be.
    pub missing: Vec<(String, String)>,
    /// What is told of them.
    pub survivors: Vec<Survivor>,
}

/// Compares the digests of a book with some lists, each with the ruleset it is of.
pub fn digests<'r>(
    book: &Casebook,
    lists: impl IntoIterator<Item = (&'r Ruleset, &'r WordList)>,
) -> Digests {
    let mut found = Digests::default();
    let mut known: Vec<&str> = Vec::new();
    for (ruleset, list) in lists {
        known.push(&list.id);
        let fresh = digest(&list.words);
        let stated = book
            .digests
            .iter()
            .enumerate()
            .find(|(_, digest)| digest.list == list.id);
        match stated {
            Some((index, stated)) if stated.sha256 != fresh => {
                found.stale.push((index, fresh));
                found.survivors.extend(changed(book, stated));
            }
            None if list.words.len() > FEW => {
                if let Some(file) = ruleset.files.get(list.origin.file) {
                    let block = format!("[[digest]] list = \"{}\" sha256 = \"{fresh}\"", list.id);
                    found.survivors.push(without(file, list, &block));
                }
                found.missing.push((list.id.clone(), fresh));
            }
            _ => {}
        }
    }
    for stated in &book.digests {
        if !known.contains(&stated.list.as_str())
            && let Some(file) = book.files.get(stated.file)
        {
            found.survivors.push(Survivor {
                file: file.clone(),
                problem: Problem::new(
                    stated.span,
                    Text::new(
                        format!("没有叫 {} 的词表", stated.list),
                        format!("no word list is called `{}`", stated.list),
                    ),
                ),
            });
        }
    }
    found
}

fn changed(book: &Casebook, stated: &Digest) -> Option<Survivor> {
    let message = Text::new(
        format!("词表 {} 改过了，摘要不符", stated.list),
        format!(
            "the word list `{}` has been changed; its digest differs",
            stated.list
        ),
    );
    Some(Survivor {
        file: book.files.get(stated.file)?.clone(),
        problem: Problem::new(stated.value, message).with_help(Some(Text::fixed(
            "确是有意改的，运行 beian rules test --update-digests",
            "if that was meant, run beian rules test --update-digests",
        ))),
    })
}

fn without(file: &SourceFile, list: &WordList, block: &str) -> Survivor {
    let message = Text::new(
        format!("词表 {} 没有摘要，改了也没有用例发现", list.id),
        format!(
            "the word list `{}` has no digest; nobody would notice a change",
            list.id
        ),
    );
    Survivor {
        file: file.clone(),
        problem: Problem::new(list.origin.span, message).with_help(Some(Text::new(
            format!("在用例文件里写 {block}，或运行 beian rules test --update-digests"),
            format!("write {block} into a file of cases, or run beian rules test --update-digests"),
        ))),
    }
}

/// The digest of words: SHA-256 over them, one a line.
fn digest(words: &[String]) -> String {
    let mut hasher = Sha256::new();
    for word in words {
        hasher.update(word.as_bytes());
        hasher.update(b"\n");
    }
    hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
