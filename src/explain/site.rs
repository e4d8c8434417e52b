//! A check of pages in words: what it says, what each province wants of it, where that comes from.

use serde::Serialize;

use super::atlas::{Atlas, Sheet};
use super::sources::{FactWords, Sources};
use crate::ruleset::{SiteCheck, SiteRule};
use crate::text::Lang;

/// A check of pages in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteWords {
    /// The version of this format.
    pub format: u32,
    /// The check's id.
    pub id: &'static str,
    /// What it is called.
    pub title: String,
    /// What to do where it fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// How it is in general.
    #[serde(flatten)]
    pub terms: SiteTerms,
    /// Where a province has it otherwise, or says so itself.
    pub provinces: Vec<SiteProvince>,
    /// The evidence of all of them.
    pub facts: Vec<FactWords>,
}

/// What is wanted, and how grave a failure is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiteTerms {
    /// `error`, `warning` or `notice`.
    pub severity: &'static str,
    /// A word of the check's list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wants: Option<String>,
    /// The hosts that the link may lead to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
}

/// The terms of a province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SiteProvince {
    /// Its code.
    pub province: Option<String>,
    /// Its name.
    pub name: String,
    /// What it wants.
    #[serde(flatten)]
    pub terms: SiteTerms,
    /// What it rests on there.
    pub facts: Vec<String>,
}

/// A check of pages explained; `None` where no layer declares it.
pub fn explain_site(
    atlas: &Atlas,
    sources: &Sources<'_>,
    id: &str,
    lang: Lang,
) -> Option<SiteWords> {
    let check = SiteCheck::of_id(id)?;
    let rule = atlas.national()?.site_rule(check)?;
    let province = |sheet: &Sheet| {
        let own = sheet.ruleset.site_rule(check)?;
        (own != rule && sheet.provider().is_none()).then(|| SiteProvince {
            province: sheet.province(),
            name: sheet.name(lang).unwrap_or_default(),
            terms: terms(&own),
            facts: own
                .facts
                .into_iter()
                .filter(|id| !rule.facts.contains(id))
                .collect(),
        })
    };
    let provinces: Vec<SiteProvince> = atlas.sheets().iter().filter_map(province).collect();
    let own = provinces.iter().flat_map(|province| &province.facts);
    let facts = rule.facts.iter().chain(own);
    Some(SiteWords {
        format: 1,
        id: check.id(),
        title: rule.title.get(lang).to_owned(),
        help: rule.help.as_ref().map(|help| help.get(lang).to_owned()),
        terms: terms(&rule),
        facts: facts.filter_map(|id| sources.fact(id, None)).collect(),
        provinces,
    })
}

fn terms(rule: &SiteRule) -> SiteTerms {
    SiteTerms {
        severity: rule.severity.id(),
        wants: rule.wants.clone(),
        hosts: rule.hosts.clone(),
    }
}
