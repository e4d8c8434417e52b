//! A check of pages in words: what it says, what each province wants of it, where that comes from.

use serde::Serialize;

use super::atlas::{Atlas, Sheet};
use super::sources::{FactWords, Sources};
use super::words::severity;
use crate::ruleset::{Severity, SiteCheck, SiteRule};
use crate::text::{Lang, Text};

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
    /// How grave a failure is.
    #[serde(serialize_with = "severity")]
    pub severity: Severity,
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
    let provinces = site_provinces(atlas, &rule, lang);
    let own = provinces.iter().flat_map(|province| &province.facts);
    let facts = rule.facts.iter().chain(own);
    Some(SiteWords {
        format: 1,
        id: check.id(),
        title: rule.title.get(lang).to_owned(),
        help: rule.help.as_ref().map(|help| help.get(lang).to_owned()),
        terms: site_terms(&rule),
        facts: facts.filter_map(|id| sources.fact(id, None)).collect(),
        provinces,
    })
}

/// Where a province has a check otherwise than the nation, or says so itself.
pub fn site_provinces(atlas: &Atlas, national: &SiteRule, lang: Lang) -> Vec<SiteProvince> {
    let province = |sheet: &Sheet| {
        let own = sheet.ruleset.site_rule(national.check)?;
        (own != *national && sheet.provider().is_none()).then(|| SiteProvince {
            province: sheet.province(),
            name: sheet.name(lang).unwrap_or_default(),
            terms: site_terms(&own),
            facts: own
                .facts
                .into_iter()
                .filter(|id| !national.facts.contains(id))
                .collect(),
        })
    };
    atlas.sheets().iter().filter_map(province).collect()
}

/// What a check wants, and how grave a failure is.
pub fn site_terms(rule: &SiteRule) -> SiteTerms {
    SiteTerms {
        severity: rule.severity,
        wants: rule.wants.clone(),
        hosts: rule.hosts.clone(),
    }
}

/// What a word of [`SiteCheck::wants`] means.
pub fn wants_words(word: &str, lang: Lang) -> String {
    let text = match word {
        "service" => Text::fixed("标网站备案号", "the site's number"),
        "subject" => Text::fixed(
            "标主体备案号，不带序号",
            "the subject's number, without suffix",
        ),
        "none" => Text::fixed("不要求", "not asked for"),
        "shown" => Text::fixed("要有", "has to be there"),
        "subject-name" => Text::fixed(
            "要有，名称与备案主体一致",
            "has to be there, with the subject's name",
        ),
        _ => return word.to_owned(),
    };
    text.get(lang).to_owned()
}

/// How grave a failure is, in words.
pub fn severity_words(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Zh) => "不符为错误",
        (Severity::Error, Lang::En) => "an error where it fails",
        (Severity::Warning, Lang::Zh) => "不符为警告",
        (Severity::Warning, Lang::En) => "a warning where it fails",
        (Severity::Notice, Lang::Zh) => "不符为提示",
        (Severity::Notice, Lang::En) => "a notice where it fails",
    }
}
