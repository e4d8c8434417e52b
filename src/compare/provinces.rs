//! Provinces side by side, and what a draft faces in each.

use serde::Serialize;

use super::contrast::{Contrast, Manner, contrast};
use super::drafts::{DraftContrast, contrast_drafts};
use crate::explain::Sheet;
use crate::report::DraftReport;
use crate::ruleset::Library;
use crate::text::Lang;

/// Provinces side by side. All values stand in the order of the provinces.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The version of this format.
    pub format: u32,
    /// The version of the embedded ruleset.
    pub version: String,
    /// The month up to which the rules were read.
    pub as_of: String,
    /// The day on which the rules are in force.
    pub day: String,
    /// The provider; absent: whichever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<&'static str>,
    /// The kind of filing; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filing: Option<&'static str>,
    /// The kind of subject; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<&'static str>,
    /// The provinces.
    pub provinces: Vec<Province>,
    /// The one rule that is compared; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What their rules say differently; of one rule, all that they say.
    #[serde(flatten)]
    pub contrast: Option<Contrast>,
    /// What a draft faces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<Faced>,
}

/// A province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Province {
    /// Its code.
    pub code: String,
    /// Its short name.
    pub name: String,
    /// Whether it has rules of its own; else the national ones are all there is.
    pub own_rules: bool,
}

/// What a draft faces.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Faced {
    /// Where it was read from.
    pub source: String,
    /// `meta.id`, as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The day on which it is taken to be submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// The province that it names itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_province: Option<String>,
    /// What came of it, in the order of the provinces.
    #[serde(flatten)]
    pub contrast: DraftContrast,
}

/// What a comparison is made for.
#[derive(Debug, Clone, Copy)]
pub struct Heading {
    /// The day on which the rules are in force.
    pub day: chrono::NaiveDate,
    /// The kind of filing.
    pub filing: Option<&'static str>,
    /// The kind of subject.
    pub subject: Option<&'static str>,
}

impl Comparison {
    /// The heading of a comparison, with nothing compared yet.
    pub fn new(library: &Library, sheets: &[&Sheet], heading: Heading, lang: Lang) -> Self {
        let first = sheets.first();
        Self {
            format: 1,
            version: first.map_or_else(String::new, |sheet| sheet.ruleset.version.clone()),
            as_of: first.map_or_else(String::new, |sheet| sheet.ruleset.as_of.clone()),
            day: heading.day.to_string(),
            provider: first.and_then(|sheet| sheet.provider()),
            filing: heading.filing,
            subject: heading.subject,
            provinces: sheets
                .iter()
                .map(|sheet| Province {
                    code: sheet.province().unwrap_or_default(),
                    name: sheet.province_name(lang).unwrap_or_default(),
                    own_rules: sheet
                        .choice
                        .province
                        .is_some_and(|code| library.has_province(code)),
                })
                .collect(),
            rule: None,
            contrast: None,
            draft: None,
        }
    }

    /// The names of the provinces.
    pub fn names(&self) -> Vec<&str> {
        let provinces = self.provinces.iter();
        provinces.map(|province| province.name.as_str()).collect()
    }

    /// Lays the rules side by side. `false`: there is no such rule as the one that is asked for.
    pub fn rules(&mut self, sheets: &[&Sheet], manner: &Manner<'_>) -> bool {
        let contrast = contrast(sheets, manner);
        if manner.only.is_some() {
            let Some(rule) = contrast.rules.first() else {
                return false;
            };
            self.rule = Some(rule.id.clone());
        }
        self.contrast = Some(contrast);
        true
    }

    /// Lays side by side what came of a draft.
    pub fn draft(&mut self, reports: &[DraftReport], own_province: Option<String>, lang: Lang) {
        let names: Vec<Option<String>> = self
            .provinces
            .iter()
            .map(|province| Some(province.name.clone()))
            .collect();
        let mut contrast = contrast_drafts(reports, &names, lang);
        if let Some(rule) = &self.rule {
            contrast.findings.retain(|own| own.rule == *rule);
            contrast
                .questions
                .retain(|own| own.rules.iter().flatten().any(|ids| ids.contains(rule)));
            contrast.documents.clear();
        }
        self.draft = reports.first().map(|report| Faced {
            source: report.source.clone(),
            id: report.id.clone(),
            as_of: report.as_of.clone(),
            own_province,
            contrast,
        });
    }
}
