//! `beian rules diff`: what changed between two versions of the rules, and for which drafts.

use std::collections::HashMap;
use std::path::Path;

use chrono::NaiveDate;

use super::args::Cli;
use super::evaluated::{Against, DraftText};
use super::option_values::ProseFormatArg;
use super::output::{Failure, tell, width, write_result};
use super::rules_args::DiffArgs;
use super::{clock, setup};
use crate::casebook::choice_of;
use crate::compare::{
    Diff, DraftDiff, DraftsDiff, Extent, Manner, Version, contrast_drafts, layers,
};
use crate::draft::{Overrides, drafts as drafts_in, nothing_in};
use crate::explain::{Atlas, Sheet};
use crate::identifiers::declare_divisions;
use crate::render::{Markup, diff_text, pretty};
use crate::report::DraftReport;
use crate::ruleset::{Choice, Library, Ruleset};
use crate::text::{Lang, Text};

/// One side of a comparison.
struct Side {
    name: String,
    library: Library,
    day: Option<NaiveDate>,
    rulesets: HashMap<Choice, Ruleset>,
}

/// Compares two versions of the rules.
pub fn run(cli: &Cli, args: &DiffArgs) -> Result<u8, Failure> {
    let lang: Lang = cli.lang.into();
    let mut old = side(cli, &args.old)?;
    let mut new = side(cli, &args.new)?;
    // Rules of a day are compared with those of a day.
    if old.day.is_some() != new.day.is_some() {
        let day = args.as_of.unwrap_or_else(clock::today);
        old.day = old.day.or(Some(day));
        new.day = new.day.or(Some(day));
    }
    let mut declared = old.library.declared_divisions();
    for division in new.library.declared_divisions() {
        if !declared.iter().any(|known| known.code == division.code) {
            declared.push(division);
        }
    }
    declare_divisions(declared);
    let mut choices = Atlas::choices(&old.library);
    for choice in Atlas::choices(&new.library) {
        if !choices.contains(&choice) {
            choices.push(choice);
        }
    }
    let mut pairs = Vec::new();
    for choice in &choices {
        let before = old.sheet(*choice, lang)?;
        pairs.push((before, new.sheet(*choice, lang)?));
    }
    let manner = Manner {
        extent: Extent::of(args.filing, args.subject),
        lang,
        guidance: args.guidance,
        only: None,
        but: &[],
    };
    let drafts = match &args.drafts {
        Some(path) => Some(drafts(&mut old, &mut new, path, args, lang)?),
        None => None,
    };
    let unreadable = drafts
        .as_ref()
        .is_some_and(|own| !own.unreadable.is_empty());
    let national = pairs.first();
    let diff = Diff {
        format: 1,
        old: old.version(national.map(|(old, _)| &old.ruleset)),
        new: new.version(national.map(|(_, new)| &new.ruleset)),
        layers: layers(pairs.iter().map(|(old, new)| (old, new)), &manner),
        compared: choices.len(),
        drafts,
    };
    let width = width(args.output.as_deref());
    let text = match args.format {
        ProseFormatArg::Json => pretty(&diff),
        ProseFormatArg::Text => diff_text(&diff, Markup::Text { width }, lang),
        ProseFormatArg::Markdown => diff_text(&diff, Markup::Markdown, lang),
    };
    write_result(&text, args.output.as_deref())?;
    Ok(if unreadable { 2 } else { 0 })
}

/// What a side of the command line means: `embedded`, a day, or a directory.
fn side(cli: &Cli, given: &str) -> Result<Side, Failure> {
    let lang: Lang = cli.lang.into();
    let embedded = Text::fixed("内置规则", "embedded rules");
    let of = |name: String, library: Library, day: Option<NaiveDate>| Side {
        name,
        library,
        day,
        rulesets: HashMap::new(),
    };
    if given == "embedded" {
        let library = setup::layers(cli, Library::embedded(), None)?;
        return Ok(of(embedded.get(lang).to_owned(), library, None));
    }
    if let Ok(day) = NaiveDate::parse_from_str(given, "%Y-%m-%d") {
        let library = setup::layers(cli, Library::embedded(), None)?;
        return Ok(of(embedded.get(lang).to_owned(), library, Some(day)));
    }
    let path = Path::new(given);
    if !path.is_dir() {
        let given = crate::source::escape_control(given);
        return Err(Failure::Told(Text::new(
            format!("{given} 不是目录，不是 embedded，也不是日期（YYYY-MM-DD）"),
            format!("{given} is neither a directory, nor `embedded`, nor a date (YYYY-MM-DD)"),
        )));
    }
    let checkout = path.join("rules");
    let tree = [path, checkout.as_path()]
        .into_iter()
        .find(|path| Library::is_tree(path));
    let library = match tree {
        Some(tree) => {
            let library = Library::of_tree(tree).map_err(|error| Failure::Told(error.text()))?;
            setup::layers(cli, library, None)?
        }
        None => setup::layers(cli, Library::embedded(), Some(path))?,
    };
    let name = match tree {
        Some(tree) => tree.display().to_string(),
        None => match lang {
            Lang::Zh => format!("内置规则 + {given}"),
            Lang::En => format!("embedded rules + {given}"),
        },
    };
    Ok(of(name, library, None))
}

impl Side {
    fn version(&self, ruleset: Option<&Ruleset>) -> Version {
        Version {
            name: self.name.clone(),
            version: ruleset.map_or_else(String::new, |ruleset| ruleset.version.clone()),
            as_of: ruleset.map_or_else(String::new, |ruleset| ruleset.as_of.clone()),
            day: self.day.map(|day| day.to_string()),
            digest: self.library.digest(),
        }
    }

    /// The ruleset for a province and a provider, of the side's day if it has one.
    fn ruleset(&self, choice: Choice, lang: Lang) -> Result<Ruleset, Failure> {
        let ruleset = setup::ruleset(&self.library, choice, lang)?;
        Ok(match self.day {
            Some(day) => ruleset.on(day),
            None => ruleset,
        })
    }

    fn sheet(&self, choice: Choice, lang: Lang) -> Result<Sheet, Failure> {
        Ok(Sheet {
            choice,
            ruleset: self.ruleset(choice, lang)?,
        })
    }

    /// What comes of a draft.
    fn report(
        &mut self,
        text: &DraftText,
        args: &DiffArgs,
        lang: Lang,
    ) -> Result<DraftReport, Failure> {
        let reading = text.reading(&Overrides::default());
        let choice = choice_of(&reading.draft);
        if !self.rulesets.contains_key(&choice) {
            let ruleset = self.ruleset(choice, lang)?;
            self.rulesets.insert(choice, ruleset);
        }
        let empty = Ruleset::default();
        let ruleset = self.rulesets.get(&choice).unwrap_or(&empty);
        let against = Against {
            ruleset,
            evidence: &self.library,
            as_of: args.as_of,
            severities: None,
            manner: crate::report::Manner {
                lang,
                unmask: args.unmask,
                quote: false,
            },
        };
        Ok(text.report(&reading, against))
    }
}

/// For which drafts something changed.
fn drafts(
    old: &mut Side,
    new: &mut Side,
    path: &Path,
    args: &DiffArgs,
    lang: Lang,
) -> Result<DraftsDiff, Failure> {
    let found = drafts_in(path);
    let mut drafts = DraftsDiff::default();
    for path in found {
        let text = match DraftText::read(&path) {
            Ok(text) => text,
            Err(error) => {
                tell(error.text().get(lang));
                drafts.unreadable.push(path.display().to_string());
                continue;
            }
        };
        let reports = [
            old.report(&text, args, lang)?,
            new.report(&text, args, lang)?,
        ];
        let [_, report] = &reports;
        if let Some(error) = report.errors.first() {
            let place = match (error.line, error.column) {
                (Some(line), Some(column)) => format!("{}:{line}:{column} ", report.source),
                _ => format!("{} ", report.source),
            };
            tell(&format!("{place}{}", error.message));
            drafts.unreadable.push(report.source.clone());
            continue;
        }
        drafts.read = drafts.read.saturating_add(1);
        let (source, id) = (report.source.clone(), report.id.clone());
        let mut contrast = contrast_drafts(&reports, &[None, None], lang);
        if contrast.differs() {
            contrast.only_differing();
            drafts.changed.push(DraftDiff {
                source,
                id,
                contrast,
            });
        } else {
            drafts.same = drafts.same.saturating_add(1);
        }
    }
    if drafts.read == 0 && drafts.unreadable.is_empty() {
        return Err(nothing_in(path).into());
    }
    Ok(drafts)
}
