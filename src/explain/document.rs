//! A document explained: whose it is, what it must look like, when it is needed, and by whom.

use serde::Serialize;

use super::atlas::{Atlas, Seen, Sheet};
use super::form::form_words;
use super::place::place;
use super::rule::{Gathered, gather_guidance};
use super::scribe::Scribe;
use super::sources::{FactWords, Sources};
use super::words::{GuidanceWords, LayerWords, PeriodWords, RequireWords, maybe_severity, period};
use crate::fields::Mount;
use crate::ruleset::{Document, FormChange, Papers, Rule, Severity, Stage, Value};
use crate::text::{Lang, Text};

/// A document in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentWords {
    /// The version of this format.
    pub format: u32,
    /// What is explained.
    pub explains: &'static str,
    /// Its id.
    pub id: String,
    /// The id that was asked for, where it is another spelling.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// Other spellings of its id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// What it is called.
    pub name: String,
    /// Where it is written.
    pub place: String,
    /// Whom it concerns; absent: whom the requirement says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whose: Option<String>,
    /// When it is handed in.
    pub stage: &'static str,
    /// The same in words.
    #[serde(skip)]
    pub stage_label: String,
    /// What it must look like.
    pub form: String,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What provinces and providers ask of its form.
    pub limits: Vec<LimitWords>,
    /// When it is needed.
    pub needed: Vec<NeedWords>,
    /// What is good to know about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guidance: Vec<GuidanceWords>,
    /// What all that rests on.
    pub facts: Vec<FactWords>,
}

/// What a layer asks of a form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LimitWords {
    /// Who asks it.
    #[serde(flatten)]
    pub at: LayerWords,
    /// When; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Since when and until when.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// What.
    pub form: String,
    /// How grave it is not to keep to it.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "maybe_severity"
    )]
    pub severity: Option<Severity>,
    /// What it rests on.
    pub facts: Vec<String>,
}

/// When a document is needed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NeedWords {
    /// The requirement.
    #[serde(flatten)]
    pub require: RequireWords,
    /// How it comes about: `required`, or `stands-in` for passing a branch of the rule.
    pub how: &'static str,
    /// The layers whose value of the rule's parameter names it; empty: the requirement itself
    /// does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub named_by: Vec<String>,
}

/// Explains a document by its id or another spelling.
pub fn explain_document(
    atlas: &Atlas,
    sources: &Sources<'_>,
    id: &str,
    lang: Lang,
) -> Option<DocumentWords> {
    let (first, document) = atlas
        .sheets()
        .iter()
        .find_map(|sheet| Some((sheet, sheet.ruleset.document(id)?)))?;
    let of = first.name(lang);
    let mut gathered = Gathered::default();
    gathered.cite(&document.facts, of.as_deref());
    let mut seen = Seen::default();
    let (mut limits, mut needed) = (Vec::new(), Vec::new());
    for sheet in atlas.sheets() {
        let of = sheet.name(lang);
        let scribe = Scribe::new(sheet, lang);
        for change in &sheet.ruleset.forms {
            if concerns(change, document) && seen.is_new(&sheet.ruleset, change.origin) {
                gathered.cite(&change.facts, of.as_deref());
                limits.push(limit(scribe, change));
            }
        }
        for require in &sheet.ruleset.requires {
            if names(&require.papers, document) && seen.is_new(&sheet.ruleset, require.origin) {
                gathered.cite(&require.facts, of.as_deref());
                needed.push(NeedWords {
                    require: scribe.require(None, require),
                    how: "required",
                    named_by: Vec::new(),
                });
            }
        }
        for rule in &sheet.ruleset.rules {
            needed.extend(by_rule(
                atlas,
                scribe,
                rule,
                document,
                &mut seen,
                &mut gathered,
            ));
        }
    }
    let guidance = gather_guidance(atlas, &mut gathered, &document.id, &document.aliases, lang);
    Some(DocumentWords {
        format: 1,
        explains: "document",
        id: document.id.clone(),
        asked: (document.id != id).then(|| id.to_owned()),
        aliases: document.aliases.clone(),
        name: document.name.get(lang).to_owned(),
        place: place(&first.ruleset, document.origin),
        whose: document.of.map(|mount| whose(mount).get(lang).to_owned()),
        stage: document.stage.id(),
        stage_label: stage(document.stage).get(lang).to_owned(),
        form: form_words(&document.form, lang),
        note: document.note.as_ref().map(|note| note.get(lang).to_owned()),
        limits,
        needed,
        guidance,
        facts: gathered.look_up(sources),
    })
}

/// A change of forms in words.
pub fn limit(scribe: Scribe<'_>, change: &FormChange) -> LimitWords {
    LimitWords {
        at: scribe.layer(change.origin),
        when: scribe.selection(&[], &change.selection),
        period: period(&change.selection.period),
        form: form_words(&change.form, scribe.lang),
        severity: Some(change.severity),
        facts: change.facts.clone(),
    }
}

/// How a rule makes a document needed: by its requirements, and by branches that it stands in for.
fn by_rule(
    atlas: &Atlas,
    scribe: Scribe<'_>,
    rule: &Rule,
    document: &Document,
    seen: &mut Seen,
    gathered: &mut Gathered,
) -> Vec<NeedWords> {
    let ruleset = &scribe.sheet.ruleset;
    let of = scribe.sheet.name(scribe.lang);
    let mut needed = Vec::new();
    for require in &rule.requires {
        // Who names it is looked up on all sheets at once, so that once is enough.
        if !seen.is_new(ruleset, require.origin) {
            continue;
        }
        if let Some(named_by) = named_by(atlas, scribe, rule, &require.papers, document) {
            gathered.cite(&require.facts, of.as_deref());
            gathered.cite(&rule.facts, of.as_deref());
            needed.push(NeedWords {
                require: scribe.require(Some(rule), require),
                how: "required",
                named_by,
            });
        }
    }
    for branch in &rule.branches {
        let Some(waiver) = &branch.waiver else {
            continue;
        };
        if !seen.is_new(ruleset, branch.origin) {
            continue;
        }
        if let Some(named_by) = named_by(atlas, scribe, rule, &waiver.papers, document) {
            gathered.cite(&branch.facts, of.as_deref());
            gathered.cite(&rule.facts, of.as_deref());
            let phrases = scribe.phrases(&rule.params);
            let both =
                crate::ruleset::Condition::All(vec![waiver.when.clone(), branch.fails.clone()]);
            let words = scribe.branch(rule, branch);
            needed.push(NeedWords {
                require: RequireWords {
                    at: scribe.layer(branch.origin),
                    rule: Some(rule.id.clone()),
                    documents: words
                        .waived_by
                        .as_ref()
                        .map(|waiver| waiver.documents.clone())
                        .unwrap_or_default(),
                    names: scribe.papers(&rule.params, &waiver.papers),
                    when: Some(phrases.clause(&both, None).phrase(scribe.lang)),
                    period: period(&rule.period),
                    why: None,
                    asks: None,
                    facts: branch.facts.clone(),
                },
                how: "stands-in",
                named_by,
            });
        }
    }
    needed
}

/// Whether papers name a document; where they are a parameter's, which layers' values do.
fn named_by(
    atlas: &Atlas,
    scribe: Scribe<'_>,
    rule: &Rule,
    papers: &Papers,
    document: &Document,
) -> Option<Vec<String>> {
    let Papers::Param(index) = papers else {
        return names(papers, document).then(Vec::new);
    };
    let has = |value: &Value| match value {
        Value::Bundles(bundles) => bundles.iter().flatten().any(|id| is(document, id)),
        _ => false,
    };
    let lang = scribe.lang;
    let everywhere = Text::fixed("全国", "national").get(lang).to_owned();
    let mut layers: Vec<String> = Vec::new();
    let param = rule.params.get(*index)?;
    if param.defaults.iter().any(|(_, value)| has(value)) {
        layers.push(everywhere.clone());
    }
    for (sheet, rule) in atlas.rule(&rule.id) {
        let set = rule.sets.iter().any(|set| {
            set.values
                .iter()
                .any(|(param, value)| param == index && has(value))
        });
        let name = sheet.name(lang).unwrap_or_else(|| everywhere.clone());
        if set && !layers.contains(&name) {
            layers.push(name);
        }
    }
    (!layers.is_empty()).then_some(layers)
}

fn names(papers: &Papers, document: &Document) -> bool {
    match papers {
        Papers::Fixed(bundles) => bundles.iter().flatten().any(|id| is(document, id)),
        Papers::Param(_) => false,
    }
}

fn is(document: &Document, id: &str) -> bool {
    document.id == id || document.aliases.iter().any(|alias| alias == id)
}

fn concerns(change: &FormChange, document: &Document) -> bool {
    match &change.document {
        Some(id) => is(document, id),
        None => document.stage == Stage::Upload,
    }
}

/// Whose a document is, in words.
pub fn whose(mount: Mount) -> Text {
    match mount {
        Mount::Order | Mount::PreviousOrder => Text::fixed("主体", "the subject"),
        Mount::Principal | Mount::PreviousPrincipal => Text::fixed("主体负责人", "the principal"),
        Mount::LegalRepresentative | Mount::PreviousLegalRepresentative => {
            Text::fixed("法定代表人", "the legal representative")
        }
        Mount::Service | Mount::PreviousService => Text::fixed("每项服务", "each service"),
        Mount::ServicePrincipal | Mount::PreviousServicePrincipal => {
            Text::fixed("服务负责人", "the service principal")
        }
        Mount::Domain => Text::fixed("每个域名", "each domain"),
        Mount::Person => Text::fixed("每位负责人", "each person"),
        Mount::Platform => Text::fixed("每个 App 平台", "each app platform"),
        Mount::PreApproval => Text::fixed("每项前置审批", "each approval"),
        Mount::Attachment => Text::fixed("每份材料", "each document"),
    }
}

/// When a document is handed in, in words.
pub fn stage(stage: Stage) -> Text {
    match stage {
        Stage::Prepare => Text::fixed("提交前准备好", "to have at hand before filing"),
        Stage::Upload => Text::fixed("提交时上传", "uploaded with the filing"),
        Stage::OnSite => Text::fixed("核验时当场出示或办理", "shown or done on the spot"),
        Stage::AfterApproval => Text::fixed("备案通过之后", "due after approval"),
    }
}

/// A sheet's name, or that it is everybody's.
pub fn sheet_name(sheet: &Sheet, lang: Lang) -> String {
    sheet
        .name(lang)
        .unwrap_or_else(|| Text::fixed("全国", "national").get(lang).to_owned())
}
