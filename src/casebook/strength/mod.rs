//! Whether cases hold a ruleset fast: whether every branch is made to fail, every change of a
//! value by one is noticed, every requirement and exception is exercised.

mod bench;
mod branches;
mod change;
mod digest;
mod forms;
mod lists;
mod needed;
mod papers;
mod parts;
mod steps;
mod trial;
mod words;

use super::open::{Ready, Rulesets};
use super::read::Casebook;
use crate::fields::choices::PROVIDERS;
use crate::identifiers::division_named;
use crate::ruleset::{Choice, Library, Ruleset, header};
use crate::source::{Problem, SourceFile, parse_toml};
use bench::{Bench, Judged};
use digest::digests;

pub use digest::Digests;

/// Something that no case notices.
#[derive(Debug, Clone)]
pub struct Survivor {
    /// The file it stands in.
    pub file: SourceFile,
    /// Where, and what nobody notices.
    pub problem: Problem,
}

/// How fast cases hold a ruleset.
#[derive(Debug, Default)]
pub struct Strength {
    /// What no case notices, in the order of the files.
    pub survivors: Vec<Survivor>,
    /// How many changes were tried.
    pub tried: usize,
    /// How the digests of word lists stand.
    pub digests: Digests,
}

/// Looks for what no case notices: of the embedded ruleset, or where directories are laid over it,
/// of those.
pub fn strength(
    book: &Casebook,
    library: &Library,
    built: &Rulesets,
    cases: &[Ready<'_>],
) -> Strength {
    let extra: Vec<Ruleset> = uncovered(built, wanted(library))
        .map(|choice| library.ruleset(choice).0)
        .collect();
    let mut rulesets = in_order(built);
    rulesets.extend(&extra);
    let judged = if library.directory_count() > 0 {
        let files = library.directory_files();
        Judged::Only(files.map(|file| file.name.as_str()).collect())
    } else {
        Judged::AllButTrial
    };
    let mut bench = Bench::new(cases, book, built, rulesets, judged);
    branches::tell(&mut bench);
    parts::tell(&mut bench);
    needed::tell(&mut bench);
    forms::tell(&mut bench);
    steps::tell(&mut bench);
    let lists = lists::tell(&mut bench);
    bench.tell_unmet(book);
    let mut digests = digests(book, lists);
    let mut survivors = std::mem::take(&mut bench.found);
    survivors.append(&mut digests.survivors);
    // By file and offset, whatever was looked at first.
    survivors.sort_by(|left, right| place(left).cmp(&place(right)));
    Strength {
        survivors,
        tried: bench.tried,
        digests,
    }
}

fn place(survivor: &Survivor) -> (&str, u32) {
    (&survivor.file.name, survivor.problem.span.start)
}

fn in_order(built: &Rulesets) -> Vec<&Ruleset> {
    let mut choices: Vec<&Choice> = built.keys().collect();
    choices.sort_by_key(|choice| (choice.province, choice.provider));
    choices
        .into_iter()
        .filter_map(|choice| built.get(choice))
        .collect()
}

/// Those choices that no ruleset serves yet.
fn uncovered(
    built: &Rulesets,
    wanted: impl IntoIterator<Item = Choice>,
) -> impl Iterator<Item = Choice> {
    let serves = |choice: &Choice, wanted: &Choice| {
        (wanted.province.is_none() || choice.province == wanted.province)
            && (wanted.provider.is_none() || choice.provider == wanted.provider)
    };
    wanted
        .into_iter()
        .filter(move |wanted| !built.keys().any(|choice| serves(choice, wanted)))
}

/// The choices whose rulesets together have every file that is looked at.
fn wanted(library: &Library) -> Vec<Choice> {
    if library.directory_count() == 0 {
        return Library::choices();
    }
    let files = library.directory_files();
    let mut wanted: Vec<Choice> = files
        .map(|file| {
            let root = parse_toml(file).root;
            let provider = header(&root, "provider", "id")
                .and_then(|id| PROVIDERS.iter().position(|provider| provider.id == id));
            Choice {
                province: header(&root, "province", "code")
                    .and_then(division_named)
                    .map(|division| division.code),
                provider: provider.and_then(|index| u8::try_from(index).ok()),
            }
        })
        .collect();
    wanted.sort_by_key(|choice| (choice.province, choice.provider));
    wanted.dedup();
    wanted
}
