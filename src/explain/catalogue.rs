//! The rules as a list, filtered: where they hold, how sure and how new their evidence is.

use chrono::NaiveDate;
use serde::Serialize;

use super::atlas::{Atlas, Seen, Sheet};
use super::place::place;
use super::rule::{filings, filings_brief};
use super::scribe::Scribe;
use super::site::{SiteProvince, SiteTerms, site_provinces, site_terms};
use super::sources::{Sources, Standing};
use super::words::{FilingWords, SetWords};
use crate::ruleset::{ALL_FILINGS, FILINGS, Rule, Severity, SiteCheck, has_bit};
use crate::text::Lang;

/// What of the rules is listed.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A kind of subject, by its index.
    pub subject: Option<u8>,
    /// A kind of filing, by its index.
    pub filing: Option<u8>,
    /// A severity that a branch can have.
    pub severity: Option<Severity>,
    /// How sure the evidence is.
    pub confidence: Option<&'static str>,
    /// The newest source is older than so many months on a day.
    pub stale: Option<(NaiveDate, u32)>,
}

/// The rules of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Catalogue {
    /// The version of this format.
    pub format: u32,
    /// The version of the embedded ruleset.
    pub version: String,
    /// The month up to which the rules were read.
    pub as_of: String,
    /// The rules.
    pub rules: Vec<Entry>,
    /// The checks of pages of a site on record.
    pub site: Vec<SiteEntry>,
}

/// A check of pages in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteEntry {
    /// Its id.
    pub id: &'static str,
    /// What it is called.
    pub title: String,
    /// How it is in general.
    #[serde(flatten)]
    pub terms: SiteTerms,
    /// How sure and how new its evidence is.
    #[serde(flatten)]
    pub standing: Standing,
    /// Where a province has it otherwise, or says so itself.
    pub provinces: Vec<SiteProvince>,
}

/// A rule of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The province or provider whose rule it is; absent: everybody's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Where it holds.
    pub filings: Vec<FilingWords>,
    /// The same, short.
    #[serde(skip)]
    pub filings_brief: Vec<(Severity, String)>,
    /// For which subjects, in words; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subjects: Option<String>,
    /// How sure and how new its evidence is.
    #[serde(flatten)]
    pub standing: Standing,
    /// Whether it is listed for itself, not only for what is set of it.
    pub listed: bool,
    /// What layers set of its parameters.
    pub sets: Vec<SetEntry>,
    /// Where it is written.
    pub place: String,
}

/// What a layer sets, in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetEntry {
    /// The set.
    #[serde(flatten)]
    pub set: SetWords,
    /// How sure and how new its evidence is.
    #[serde(flatten)]
    pub standing: Standing,
}

/// Lists the rules of an atlas.
pub fn catalogue(atlas: &Atlas, sources: &Sources<'_>, filter: &Filter, lang: Lang) -> Catalogue {
    let mut entries = Vec::new();
    for id in atlas.rule_ids() {
        entries.extend(entry(atlas, sources, filter, id, lang));
    }
    let national = atlas.national();
    Catalogue {
        format: 1,
        version: national.map_or_else(String::new, |ruleset| ruleset.version.clone()),
        as_of: national.map_or_else(String::new, |ruleset| ruleset.as_of.clone()),
        rules: entries,
        site: site(atlas, sources, filter, lang),
    }
}

/// The checks of pages. They are of no kind of filing or subject: a list that asks for one has none.
fn site(atlas: &Atlas, sources: &Sources<'_>, filter: &Filter, lang: Lang) -> Vec<SiteEntry> {
    if filter.filing.is_some() || filter.subject.is_some() {
        return Vec::new();
    }
    let entry = |check: SiteCheck| {
        let rule = atlas.national()?.site_rule(check)?;
        let provinces = site_provinces(atlas, &rule, lang);
        let standing = sources.standing(&rule.facts);
        let own = provinces.iter().map(|province| province.terms.severity);
        let severities = std::iter::once(rule.severity).chain(own);
        let is_listed = filter.passes(&standing)
            && filter
                .severity
                .is_none_or(|wanted| severities.into_iter().any(|own| own == wanted));
        is_listed.then(|| SiteEntry {
            id: check.id(),
            title: rule.title.get(lang).to_owned(),
            terms: site_terms(&rule),
            standing,
            provinces,
        })
    };
    SiteCheck::ALL.into_iter().filter_map(entry).collect()
}

fn entry(
    atlas: &Atlas,
    sources: &Sources<'_>,
    filter: &Filter,
    id: &str,
    lang: Lang,
) -> Option<Entry> {
    let sheets = atlas.rule(id);
    let (first, rule) = *sheets.first()?;
    if !filter.fits(rule) {
        return None;
    }
    let cited = rule
        .facts
        .iter()
        .chain(rule.branches.iter().flat_map(|branch| &branch.facts));
    let standing = sources.standing(cited);
    let listed = filter.passes(&standing);
    let sets = sets(&sheets, sources, filter, lang);
    // Where a list asks for weak or old evidence, what is set by it is listed with its rule.
    if !listed && (sets.is_empty() || !filter.asks_for_evidence()) {
        return None;
    }
    let scribe = Scribe::new(first, lang);
    let phrases = scribe.phrases(&rule.params);
    Some(Entry {
        id: rule.id.clone(),
        title: rule.title.get(lang).to_owned(),
        of: first.name(lang),
        filings: filings(rule),
        filings_brief: filings_brief(rule, ALL_FILINGS, &phrases),
        subjects: phrases.subjects(rule.subjects),
        standing,
        listed,
        sets,
        place: place(&first.ruleset, rule.origin),
    })
}

fn sets(
    sheets: &[(&Sheet, &Rule)],
    sources: &Sources<'_>,
    filter: &Filter,
    lang: Lang,
) -> Vec<SetEntry> {
    let mut seen = Seen::default();
    let mut sets = Vec::new();
    for (sheet, rule) in sheets {
        let scribe = Scribe::new(sheet, lang);
        for set in &rule.sets {
            let holds = filter
                .subject
                .is_none_or(|subject| has_bit(set.selection.subjects, usize::from(subject)))
                && filter
                    .filing
                    .is_none_or(|filing| has_bit(set.selection.filings, usize::from(filing)));
            let standing = sources.standing(&set.facts);
            if seen.is_new(&sheet.ruleset, set.origin) && holds && filter.passes(&standing) {
                sets.push(SetEntry {
                    set: scribe.set(rule, set),
                    standing,
                });
            }
        }
    }
    sets
}

impl Filter {
    /// Whether the list is of what rests on weak or old evidence.
    pub fn asks_for_evidence(&self) -> bool {
        self.confidence.is_some() || self.stale.is_some()
    }

    fn fits(&self, rule: &Rule) -> bool {
        let filings = (0..FILINGS).filter(|index| {
            self.filing
                .is_none_or(|filing| usize::from(filing) == *index)
        });
        let caps: Vec<Severity> = filings
            .filter_map(|index| rule.caps.get(index).copied().flatten())
            .collect();
        let subject = self
            .subject
            .is_none_or(|subject| has_bit(rule.subjects, usize::from(subject)));
        let severity = self.severity.is_none_or(|severity| {
            let mut branches = rule.branches.iter();
            branches.any(|branch| caps.iter().any(|cap| branch.severity.min(*cap) == severity))
        });
        !caps.is_empty() && subject && severity
    }

    fn passes(&self, standing: &Standing) -> bool {
        let confidence = self
            .confidence
            .is_none_or(|confidence| standing.confidence.as_deref() == Some(confidence));
        let stale = self
            .stale
            .is_none_or(|(as_of, months)| standing.is_stale(as_of, months));
        confidence && stale
    }
}
