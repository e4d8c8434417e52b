//! A rule explained: what it says, where it holds, what its parameters are in every province, and
//! where all that comes from.

use super::atlas::{Atlas, Seen};
use super::phrase::Phrases;
use super::place::place;
use super::scribe::Scribe;
use super::sources::{FactWords, Sources};
use super::words::{FilingWords, GuidanceWords, RuleWords, period};
use crate::fields::choices::{FILING_KINDS, SUBJECT_KINDS};
use crate::ruleset::{ALL_FILINGS, Rule, Severity, has_bit};
use crate::text::Lang;

/// Explains a rule by its id or a former one.
pub fn explain_rule(
    atlas: &Atlas,
    sources: &Sources<'_>,
    id: &str,
    lang: Lang,
) -> Option<RuleWords> {
    let sheets = atlas.rule(id);
    let (first, rule) = *sheets.first()?;
    let scribe = Scribe::new(first, lang);
    let phrases = scribe.phrases(&rule.params);
    let mut gathered = Gathered::default();
    let national = first.name(lang);
    gathered.cite(&rule.facts, national.as_deref());
    for branch in &rule.branches {
        gathered.cite(&branch.facts, national.as_deref());
    }
    let mut sets = Vec::new();
    let mut exceptions = Vec::new();
    let mut documents = Vec::new();
    let mut seen = Seen::default();
    for (sheet, rule) in &sheets {
        let scribe = Scribe::new(sheet, lang);
        let of = sheet.name(lang);
        for set in &rule.sets {
            if seen.is_new(&sheet.ruleset, set.origin) {
                gathered.cite(&set.facts, of.as_deref());
                sets.push(scribe.set(rule, set));
            }
        }
        for exception in &rule.exceptions {
            if seen.is_new(&sheet.ruleset, exception.origin) {
                gathered.cite(&exception.facts, of.as_deref());
                exceptions.push(scribe.exception(rule, exception));
            }
        }
        for require in &rule.requires {
            if seen.is_new(&sheet.ruleset, require.origin) {
                gathered.cite(&require.facts, of.as_deref());
                documents.push(scribe.require(Some(rule), require));
            }
        }
    }
    let guidance = gather_guidance(atlas, &mut gathered, &rule.id, &rule.aliases, lang);
    let when = phrases.clause(&rule.when, None);
    Some(RuleWords {
        format: 1,
        explains: "rule",
        id: rule.id.clone(),
        asked: (rule.id != id).then(|| id.to_owned()),
        aliases: rule.aliases.clone(),
        title: rule.title.get(lang).to_owned(),
        place: place(&first.ruleset, rule.origin),
        of: national,
        each: rule.scope.name(),
        each_label: phrases.elements(rule.scope),
        filings: filings(rule),
        filings_brief: filings_brief(rule, ALL_FILINGS, &phrases),
        subjects: SUBJECT_KINDS
            .iter()
            .enumerate()
            .filter(|(index, _)| has_bit(rule.subjects, *index))
            .map(|(_, choice)| choice.id)
            .collect(),
        subjects_label: phrases.subjects(rule.subjects),
        when: (!when.is_empty()).then_some(when),
        period: period(&rule.period),
        parameters: rule
            .params
            .iter()
            .map(|param| scribe.param(rule, param))
            .collect(),
        sets,
        exceptions,
        branches: rule
            .branches
            .iter()
            .map(|branch| scribe.branch(rule, branch))
            .collect(),
        documents,
        guidance,
        facts: gathered.look_up(sources),
    })
}

/// What is good to know about a rule or document, of all layers.
pub fn gather_guidance(
    atlas: &Atlas,
    gathered: &mut Gathered,
    id: &str,
    aliases: &[String],
    lang: Lang,
) -> Vec<GuidanceWords> {
    let mut seen = Seen::default();
    let mut found = Vec::new();
    for sheet in atlas.sheets() {
        let scribe = Scribe::new(sheet, lang);
        let of = sheet.name(lang);
        for guidance in &sheet.ruleset.guidance {
            let about = guidance.about.as_deref();
            let is_about = about == Some(id) || aliases.iter().any(|own| about == Some(own));
            if is_about && seen.is_new(&sheet.ruleset, guidance.origin) {
                gathered.cite(&guidance.facts, of.as_deref());
                found.push(scribe.guidance(guidance));
            }
        }
    }
    found
}

/// The facts that parts rest on, each once, with the first who cites it.
#[derive(Debug, Default)]
pub struct Gathered(Vec<(String, Option<String>)>);

impl Gathered {
    /// Adds what a part rests on.
    pub fn cite(&mut self, ids: &[String], of: Option<&str>) {
        for id in ids {
            if !self.0.iter().any(|(known, _)| known == id) {
                self.0.push((id.clone(), of.map(str::to_owned)));
            }
        }
    }

    /// All of them in words.
    pub fn look_up(&self, sources: &Sources<'_>) -> Vec<FactWords> {
        self.0
            .iter()
            .filter_map(|(id, of)| sources.fact(id, of.as_deref()))
            .collect()
    }
}

/// Where a rule holds, by kind of filing.
pub fn filings(rule: &Rule) -> Vec<FilingWords> {
    FILING_KINDS
        .iter()
        .zip(&rule.caps)
        .filter_map(|(choice, cap)| {
            Some(FilingWords {
                filing: choice.id,
                severity: (*cap)?,
            })
        })
        .collect()
}

/// Severities, gravest first, with the filings that they hold for, among some kinds (a bit each).
pub fn filings_brief(rule: &Rule, among: u64, phrases: &Phrases<'_>) -> Vec<(Severity, String)> {
    let gravest = rule.branches.iter().map(|branch| branch.severity).max();
    let mut brief: Vec<(Severity, String)> = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Notice] {
        let mut mask = 0u64;
        for (index, cap) in (0u32..).zip(&rule.caps) {
            let own = cap.map(|cap| gravest.map_or(cap, |gravest| cap.min(gravest)));
            if own == Some(severity) && among.checked_shr(index).unwrap_or(0) & 1 == 1 {
                mask |= 1u64.checked_shl(index).unwrap_or(0);
            }
        }
        if mask != 0 {
            let all = phrases.say("所有备案", "all filings");
            let filings = phrases.filings(mask).unwrap_or_else(|| all.to_owned());
            brief.push((severity, filings));
        }
    }
    brief
}
