//! Every layer that there is, laid out: the national rules, and what each province and provider
//! adds to them or changes.

use std::collections::HashSet;

use crate::fields::choices::PROVIDERS;
use crate::identifiers::division_named;
use crate::report::Names;
use crate::ruleset::{Choice, Library, Origin, Rule, Ruleset, RulesetFault, header};
use crate::source::parse_toml;
use crate::text::Lang;

/// The rulesets of the nation, of every province and of every provider.
#[derive(Debug)]
pub struct Atlas {
    sheets: Vec<Sheet>,
}

/// One of them.
#[derive(Debug)]
pub struct Sheet {
    /// What it is built for; nothing: the national rules, and directories laid over all.
    pub choice: Choice,
    /// The ruleset.
    pub ruleset: Ruleset,
}

impl Atlas {
    /// Loads all layers of a library; where `within` names a province or provider, the national
    /// ones and theirs. Fails with the
    /// first ruleset that has faults.
    pub fn load(
        library: &Library,
        within: Choice,
    ) -> Result<Self, (Box<Ruleset>, Vec<RulesetFault>)> {
        let mut choices = Self::choices(library);
        if within.province.is_some() || within.provider.is_some() {
            choices.retain(|choice| {
                (choice.province.is_none() || choice.province == within.province)
                    && (choice.provider.is_none() || choice.provider == within.provider)
            });
        }
        let mut sheets = Vec::new();
        for choice in choices {
            let (ruleset, faults) = library.ruleset(choice);
            if !faults.is_empty() {
                return Err((Box::new(ruleset), faults));
            }
            sheets.push(Sheet { choice, ruleset });
        }
        Ok(Self { sheets })
    }

    /// What sheets there are: of the nation, of every province and provider, and of both together
    /// where a directory has a file for both.
    pub fn choices(library: &Library) -> Vec<Choice> {
        let mut choices = Library::choices();
        choices.extend(pairs(library));
        choices
    }

    /// The sheets, the national one first.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The national sheet.
    pub fn national(&self) -> Option<&Ruleset> {
        self.sheets.first().map(|sheet| &sheet.ruleset)
    }

    /// The sheets that have a rule, with it: the first is where it is declared.
    pub fn rule(&self, id: &str) -> Vec<(&Sheet, &Rule)> {
        self.sheets
            .iter()
            .filter_map(|sheet| Some((sheet, sheet.ruleset.rule(id)?)))
            .collect()
    }

    /// The ids of all rules, each once.
    pub fn rule_ids(&self) -> Vec<&str> {
        self.ids(|ruleset| ruleset.rules.iter().map(|rule| rule.id.as_str()).collect())
    }

    /// The ids of all documents, each once.
    pub fn document_ids(&self) -> Vec<&str> {
        self.ids(|ruleset| {
            let documents = ruleset.documents.iter();
            documents.map(|document| document.id.as_str()).collect()
        })
    }

    fn ids<'a>(&'a self, of: impl Fn(&'a Ruleset) -> Vec<&'a str>) -> Vec<&'a str> {
        let mut ids: Vec<&str> = Vec::new();
        for id in self.sheets.iter().flat_map(|sheet| of(&sheet.ruleset)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }
}

impl Sheet {
    /// What it is for: a province's or provider's name, or both; national: nothing.
    pub fn name(&self, lang: Lang) -> Option<String> {
        self.name_of(self.choice, lang)
    }

    /// What of it a file of rules is for, by where the file stands.
    pub(super) fn choice_of_file(&self, file: &str) -> Choice {
        Choice {
            province: self
                .choice
                .province
                .filter(|_| file.starts_with("rules/provinces/")),
            provider: self
                .choice
                .provider
                .filter(|_| file.starts_with("rules/providers/")),
        }
    }

    /// A province, a provider, or both, by their names.
    pub(super) fn name_of(&self, choice: Choice, lang: Lang) -> Option<String> {
        let names = Names {
            ruleset: &self.ruleset,
            lang,
        };
        let province = choice.province.map(|code| names.division(code));
        let provider = choice
            .provider
            .map(|provider| names.choice(PROVIDERS, provider));
        let both: Vec<String> = province.into_iter().chain(provider).collect();
        (!both.is_empty()).then(|| both.join(" · "))
    }

    /// The short name of its province.
    pub fn province_name(&self, lang: Lang) -> Option<String> {
        let choice = Choice {
            provider: None,
            ..self.choice
        };
        self.name_of(choice, lang)
    }

    /// The province's code, as reports write it.
    pub fn province(&self) -> Option<String> {
        self.choice.province.map(|code| format!("{code:06}"))
    }

    /// The provider's id.
    pub fn provider(&self) -> Option<&'static str> {
        let provider = PROVIDERS.get(usize::from(self.choice.provider?))?;
        Some(provider.id)
    }
}

/// What is new on later sheets: parts of files that an earlier one has are the same parts.
#[derive(Debug, Default)]
pub struct Seen(HashSet<(String, u32)>);

impl Seen {
    /// Whether a part stands on no sheet before.
    pub fn is_new(&mut self, ruleset: &Ruleset, origin: Origin) -> bool {
        // Two parts can begin on one line of a hand-written file, but not at one offset.
        let file = ruleset.files.get(origin.file);
        let name = file.map_or_else(String::new, |file| file.name.clone());
        self.0.insert((name, origin.span.start))
    }
}

/// Files of directories laid over may hold for one province with one provider.
fn pairs(library: &Library) -> Vec<Choice> {
    let mut pairs: Vec<Choice> = Vec::new();
    for file in library.directory_files() {
        let root = parse_toml(file).root;
        let province = header(&root, "province", "code").and_then(division_named);
        let provider = header(&root, "provider", "id")
            .and_then(|id| PROVIDERS.iter().position(|provider| provider.id == id));
        if let (Some(province), Some(provider)) = (province, provider) {
            let pair = Choice {
                province: Some(province.code),
                provider: u8::try_from(provider).ok(),
            };
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    pairs
}
