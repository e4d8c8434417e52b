//! Drafts checked by the rules of their province and provider: what `check` and `checklist` share.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::args::HowArgs;
use super::evaluated::{Against, DraftText};
use super::output::{Failure, tell};
use super::settings::Settings;
use super::{clock, setup};
use crate::batch::{foreign, holds_many};
use crate::casebook::choice_of;
use crate::draft::{Overrides, Reading};
use crate::evaluate::{Severities, Verdict};
use crate::fields::nearest;
use crate::report::{Astray, DraftReport, Manner, Masker, Report, RulesetInfo};
use crate::ruleset::{Choice, Library, Ruleset, SiteCheck};
use crate::source::{escape_control, shell_word};
use crate::text::{Lang, Text};

/// What drafts are checked with.
pub struct Checker<'c> {
    given: Overrides,
    library: &'c Library,
    rulesets: HashMap<Choice, Ruleset>,
    how: &'c HowArgs,
    lang: Lang,
    /// Whether the lines are kept that findings point at.
    quote: bool,
    /// Whether reports list all rules that were applied.
    list_rules: bool,
    severities: Severities,
}

/// A draft that was read, with the rules that hold for it.
pub struct Dossier {
    /// Its file.
    pub text: DraftText,
    /// What was read.
    pub reading: Reading,
    /// The rules.
    pub ruleset: Ruleset,
}

impl<'c> Checker<'c> {
    /// What checks drafts as a command line says.
    pub fn new(
        library: &'c Library,
        how: &'c HowArgs,
        settings: &Settings,
        lang: Lang,
        quote: bool,
    ) -> Result<Self, Failure> {
        Ok(Self {
            given: Overrides {
                province: setup::province(how.province.as_deref())?,
                provider: how.provider,
                filing: how.filing,
                ..settings.usual()
            },
            library,
            rulesets: HashMap::new(),
            how,
            lang,
            quote,
            list_rules: false,
            severities: settings.severities(),
        })
    }

    /// The same, listing all rules that were applied.
    pub fn listing_rules(mut self, list_rules: bool) -> Self {
        self.list_rules = list_rules;
        self
    }

    /// The report of the draft of a path; `-` is standard input.
    pub fn check(&mut self, path: &Path) -> Result<DraftReport, Failure> {
        let name = path.display().to_string();
        let (report, head) = match DraftText::read(path) {
            Ok(text) => (self.check_text(&text)?, text.file.text.as_bytes().to_vec()),
            Err(error) => (
                DraftReport::unread(&name, &error, self.lang),
                beginning(path),
            ),
        };
        let path = (path.as_os_str() != "-").then_some(path);
        if let Some((message, help)) =
            foreign(&head).filter(|_| report.verdict == Verdict::Unreadable)
        {
            let message = message.get(self.lang).to_owned();
            let help = Some(help.get(self.lang).to_owned());
            return Ok(DraftReport::refused(&name, message, help, None, self.lang));
        }
        if report.verdict != Verdict::Unreadable || !holds_many(path, &head) {
            return Ok(report);
        }
        // What a reader of one draft stumbles over in it is of no use.
        let message = Text::fixed(
            "这里面不止一份草稿，要用 beian batch 检查",
            "there is more than one draft in it, which is for `beian batch`",
        );
        let word = shell_word(&name);
        let help = Text::new(
            format!("beian batch {word}；check 的一个文件是一份草稿"),
            format!("beian batch {word}; for `check` a file is one draft"),
        );
        Ok(DraftReport::refused(
            &name,
            message.get(self.lang).to_owned(),
            Some(help.get(self.lang).to_owned()),
            None,
            self.lang,
        ))
    }

    /// The report of a draft that has been read.
    pub fn check_text(&mut self, text: &DraftText) -> Result<DraftReport, Failure> {
        let reading = text.reading(&self.given);
        let choice = choice_of(&reading.draft);
        let library = self.library;
        let ruleset = match self.rulesets.entry(choice) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(setup::ruleset(library, choice, self.lang)?)
            }
        };
        let manner = Manner {
            lang: self.lang,
            unmask: self.how.unmask,
            quote: self.quote,
        };
        let masker = Masker {
            unmask: self.how.unmask,
        };
        // A draft may list such papers, so that is told and no finding.
        for astray in Astray::of(&text.parsed.root, &reading.draft, ruleset, masker) {
            let (line, column) = text.file.line_column(astray.span.start);
            let name = escape_control(&text.file.name);
            let message = astray.in_draft();
            tell(&format!(
                "{name}:{line}:{column} {}",
                message.get(self.lang)
            ));
        }
        let against = Against {
            ruleset,
            evidence: library,
            as_of: self.how.as_of,
            severities: Some(&self.severities),
            manner,
        };
        Ok(match self.list_rules {
            true => text.report_with_rules(&reading, against),
            false => text.report(&reading, against),
        })
    }

    /// A draft with its rules, or why its file cannot be read.
    pub fn open(&self, path: &Path) -> Result<Result<Dossier, DraftReport>, Failure> {
        let text = match DraftText::read(path) {
            Ok(text) => text,
            Err(error) => {
                let name = path.display().to_string();
                return Ok(Err(DraftReport::unread(&name, &error, self.lang)));
            }
        };
        let reading = text.reading(&self.given);
        let choice = choice_of(&reading.draft);
        let ruleset = setup::ruleset(self.library, choice, self.lang)?;
        Ok(Ok(Dossier {
            text,
            reading,
            ruleset,
        }))
    }

    /// The layers of rules, where sources are looked up too.
    pub fn library(&self) -> &'c Library {
        self.library
    }

    /// How reports are made.
    pub fn manner(&self) -> Manner {
        Manner {
            lang: self.lang,
            unmask: self.how.unmask,
            quote: self.quote,
        }
    }

    /// The severities that the configuration gives rules.
    pub fn severities(&self) -> &Severities {
        &self.severities
    }

    /// What identifies the rules.
    pub fn info(&self, ruleset: &Ruleset) -> RulesetInfo {
        setup::info(self.library, ruleset)
    }

    /// The report of a run.
    pub fn report(&self, drafts: Vec<DraftReport>) -> Result<Report, Failure> {
        let ruleset = match self.rulesets.values().next() {
            Some(ruleset) => self.info(ruleset),
            None => self.info(&setup::ruleset(self.library, Choice::NATIONAL, self.lang)?),
        };
        let day = self.how.as_of.unwrap_or_else(clock::today);
        Ok(Report::new(ruleset, day.to_string(), drafts))
    }

    /// Tells of rules whose severity the configuration gives and that none of the rulesets has.
    pub fn tell_unknown_severities(&self) {
        let rulesets: Vec<&Ruleset> = self.rulesets.values().collect();
        self.tell_severities_unknown_in(&rulesets);
    }

    /// The same of rulesets that were opened.
    pub fn tell_severities_unknown_in(&self, rulesets: &[&Ruleset]) {
        tell_unknown_severities(&self.severities, rulesets.iter().copied(), self.lang);
    }
}

/// Tells of rules whose severity a configuration gives and that none of some rulesets has.
pub fn tell_unknown_severities<'r>(
    severities: &Severities,
    rulesets: impl Iterator<Item = &'r Ruleset>,
    lang: Lang,
) {
    if severities.is_empty() {
        return;
    }
    let ids: BTreeSet<&str> = rulesets
        .flat_map(|ruleset| &ruleset.rules)
        .map(|rule| rule.id.as_str())
        .chain(SiteCheck::ALL.map(|check| check.id()))
        .collect();
    for id in severities.keys() {
        if ids.is_empty() || ids.contains(id.as_str()) {
            continue;
        }
        let near = nearest(id, ids.iter().copied());
        let id = escape_control(id);
        let (zh, en) = near.map_or_else(Default::default, |near| {
            (
                format!("；是不是 {near}？"),
                format!("; did you mean {near}?"),
            )
        });
        let text = Text::new(
            format!("配置 severity 里的 {id} 不是这些草稿用到的规则{zh}"),
            format!("`{id}` under severity is no rule that these drafts are checked by{en}"),
        );
        tell(text.get(lang));
    }
}

/// The first bytes of a file; nothing where there are none to be had.
fn beginning(path: &Path) -> Vec<u8> {
    const ENOUGH: u64 = 64 * 1024;
    let mut head = Vec::new();
    if let Ok(file) = File::open(path)
        && path.is_file()
    {
        // Whatever came before a fault will do.
        let _ = file.take(ENOUGH).read_to_end(&mut head);
    }
    head
}
