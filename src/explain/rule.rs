//! A rule explained: what it says, where it holds, what its parameters are in every province, and
//! where all that comes from.

use serde::{Serialize, Serializer};

use super::atlas::{Atlas, Seen, Sheet};
use super::clause::Clause;
use super::phrase::Phrases;
use super::place::{place, target};
use super::sources::{FactWords, Sources};
use crate::fields::choices::{FILING_KINDS, SUBJECT_KINDS};
use crate::report::Names;
use crate::ruleset::{
    ALL_FILINGS, Branch, Exception, Guidance, Hole, Message, Papers, Param, Period, Require, Rule,
    SUBJECTS, Segment, Selection, Set, Severity, has_bit,
};
use crate::text::Lang;

/// A rule in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleWords {
    /// The version of this format.
    pub format: u32,
    /// What is explained.
    pub explains: &'static str,
    /// Its id.
    pub id: String,
    /// The id that was asked for, where it is a former one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// Its former ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// What it is called.
    pub title: String,
    /// Where it is written.
    pub place: String,
    /// The province or provider whose rule it is; absent: everybody's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What it is evaluated for, one by one.
    pub each: &'static str,
    /// The same in words.
    #[serde(skip)]
    pub each_label: &'static str,
    /// Where it holds: the gravest severity by kind of filing.
    pub filings: Vec<FilingWords>,
    /// The same, short: severities with the filings they hold for.
    #[serde(skip)]
    pub filings_brief: Vec<(Severity, String)>,
    /// The kinds of subject that it holds for.
    pub subjects: Vec<&'static str>,
    /// The same in words; absent: all.
    #[serde(skip)]
    pub subjects_label: Option<String>,
    /// When it says anything; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Clause>,
    /// Since when and until when it holds.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// Its parameters with their national values.
    pub parameters: Vec<ParamWords>,
    /// What provinces, providers and directories laid over set.
    pub sets: Vec<SetWords>,
    /// Where it says nothing after all.
    pub exceptions: Vec<ExceptionWords>,
    /// The ways for it to fail.
    pub branches: Vec<BranchWords>,
    /// The documents that it asks for.
    pub documents: Vec<RequireWords>,
    /// What is good to know about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guidance: Vec<GuidanceWords>,
    /// What all that rests on.
    pub facts: Vec<FactWords>,
}

/// A sentence for what no draft can show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GuidanceWords {
    /// Where it holds.
    #[serde(flatten)]
    pub at: LayerWords,
    /// When; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Since when and until when.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// The sentence.
    pub text: String,
    /// What it rests on.
    pub facts: Vec<String>,
}

/// A kind of filing and the gravest severity there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FilingWords {
    /// The kind of filing.
    pub filing: &'static str,
    /// The gravest severity.
    #[serde(serialize_with = "severity")]
    pub severity: Severity,
}

/// Since when and until when something holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct PeriodWords {
    /// The first day; absent: since ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day; absent: for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParamWords {
    /// Its name in rulesets.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// Its national values; none: the rule needs one of a province.
    pub defaults: Vec<DefaultWords>,
    /// The values that it may have, where they are named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Where it is declared.
    pub place: String,
}

/// A national value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DefaultWords {
    /// For which subjects; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subjects: Option<String>,
    /// The value.
    pub value: String,
}

/// What a layer sets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetWords {
    /// Where it holds.
    #[serde(flatten)]
    pub at: LayerWords,
    /// When; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Since when and until when.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// The values.
    pub values: Vec<ValueWords>,
    /// The gravest severity while it is in force.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "maybe_severity"
    )]
    pub severity: Option<Severity>,
    /// What it rests on.
    pub facts: Vec<String>,
}

/// A layer, and a place in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LayerWords {
    /// The province's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// The provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<&'static str>,
    /// Both by their names; absent: it holds everywhere.
    #[serde(skip)]
    pub name: Option<String>,
    /// File and line.
    pub place: String,
}

/// A parameter with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueWords {
    /// The parameter's name in rulesets.
    pub name: String,
    /// What it is called.
    #[serde(skip)]
    pub label: String,
    /// The value.
    pub value: String,
}

/// A case in which a rule says nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExceptionWords {
    /// Where it holds.
    #[serde(flatten)]
    pub at: LayerWords,
    /// The branch that it is of; absent: the whole rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// When; absent: always, the rule is switched off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Since when and until when.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What it rests on.
    pub facts: Vec<String>,
}

/// A way for a rule to fail.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BranchWords {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How grave it is.
    #[serde(serialize_with = "severity")]
    pub severity: Severity,
    /// When it fails.
    pub fails: Clause,
    /// What is said, its holes named.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Where it is reported.
    pub at: String,
    /// The documents that stand in for passing, and when they are accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived_by: Option<WaiverWords>,
    /// What it rests on besides the rule's facts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
    /// File and line.
    pub place: String,
}

/// Documents that stand in for passing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WaiverWords {
    /// Alternative bundles of ids.
    pub documents: Vec<Vec<String>>,
    /// By their names.
    #[serde(skip)]
    pub names: String,
    /// When they are accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// When documents are needed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RequireWords {
    /// Where it holds.
    #[serde(flatten)]
    pub at: LayerWords,
    /// The rule that asks for them; absent: a requirement of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Alternative bundles of ids; empty: as the parameter says.
    pub documents: Vec<Vec<String>>,
    /// By their names.
    #[serde(skip)]
    pub names: String,
    /// When; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Since when and until when.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// Why, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What decides it and no draft tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<String>,
    /// What it rests on.
    pub facts: Vec<String>,
}

/// What puts the parts of a sheet's rules in words.
#[derive(Clone, Copy)]
pub struct Scribe<'a> {
    pub(crate) sheet: &'a Sheet,
    pub(crate) lang: Lang,
    /// Whether all parts are said to be of the sheet's province and provider; else each is said to
    /// be of whom its file is.
    pub(crate) names_layer: bool,
    /// Whether all words of a list are named, however many there are.
    pub(crate) whole: bool,
}

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

impl<'a> Scribe<'a> {
    /// A scribe of a sheet that is one layer.
    pub fn new(sheet: &'a Sheet, lang: Lang) -> Self {
        Self {
            sheet,
            lang,
            names_layer: true,
            whole: false,
        }
    }

    /// What puts conditions in words.
    pub fn phrases(&self, params: &'a [Param]) -> Phrases<'a> {
        Phrases {
            names: Names {
                ruleset: &self.sheet.ruleset,
                lang: self.lang,
            },
            params,
            values: None,
            whole: self.whole,
        }
    }

    /// Where a part stands, and what it holds for.
    pub fn layer(&self, origin: crate::ruleset::Origin) -> LayerWords {
        let place = place(&self.sheet.ruleset, origin);
        let whose = if self.names_layer {
            self.sheet.choice
        } else {
            self.sheet.choice_of_file(&place)
        };
        LayerWords {
            province: self.sheet.province().filter(|_| whose.province.is_some()),
            provider: self.sheet.provider().filter(|_| whose.provider.is_some()),
            name: self.sheet.name_of(whose, self.lang),
            place,
        }
    }

    /// For which filings, subjects and conditions something holds; `None`: for all.
    pub fn selection(&self, params: &'a [Param], selection: &Selection) -> Option<String> {
        let phrases = self.phrases(params);
        let when = phrases.clause(&selection.when, None);
        let parts: Vec<String> = [
            phrases.filings(selection.filings),
            phrases.subjects(selection.subjects),
            (!when.is_empty()).then(|| when.phrase(self.lang)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let separator = match self.lang {
            Lang::Zh => "；",
            Lang::En => "; ",
        };
        (!parts.is_empty()).then(|| parts.join(separator))
    }

    /// A set of a layer.
    pub fn set(&self, rule: &'a Rule, set: &Set) -> SetWords {
        let phrases = self.phrases(&rule.params);
        SetWords {
            at: self.layer(set.origin),
            when: self.selection(&rule.params, &set.selection),
            period: period(&set.selection.period),
            values: set
                .values
                .iter()
                .filter_map(|(index, value)| {
                    let param = rule.params.get(*index)?;
                    Some(ValueWords {
                        name: param.name.clone(),
                        label: param.label.get(self.lang).to_owned(),
                        value: phrases.value(param, value),
                    })
                })
                .collect(),
            severity: set.cap,
            facts: set.facts.clone(),
        }
    }

    /// A parameter with its national values.
    pub fn param(&self, rule: &'a Rule, param: &Param) -> ParamWords {
        let phrases = self.phrases(&rule.params);
        ParamWords {
            name: param.name.clone(),
            label: param.label.get(self.lang).to_owned(),
            defaults: param
                .defaults
                .iter()
                .map(|(subjects, value)| DefaultWords {
                    subjects: (subjects & SUBJECTS != SUBJECTS)
                        .then(|| phrases.subjects(*subjects))
                        .flatten(),
                    value: phrases.value(param, value),
                })
                .collect(),
            choices: param.kind.ids().into_iter().map(str::to_owned).collect(),
            place: place(&self.sheet.ruleset, param.origin),
        }
    }

    /// An exception of a layer.
    pub fn exception(&self, rule: &'a Rule, exception: &Exception) -> ExceptionWords {
        ExceptionWords {
            at: self.layer(exception.origin),
            branch: exception.branch.clone(),
            when: self.selection(&rule.params, &exception.selection),
            period: period(&exception.selection.period),
            reason: exception
                .reason
                .as_ref()
                .map(|reason| reason.get(self.lang).to_owned()),
            facts: exception.facts.clone(),
        }
    }

    /// A sentence that is good to know.
    pub fn guidance(&self, guidance: &Guidance) -> GuidanceWords {
        GuidanceWords {
            at: self.layer(guidance.origin),
            when: self.selection(&[], &guidance.selection),
            period: period(&guidance.selection.period),
            text: guidance.text.get(self.lang).to_owned(),
            facts: guidance.facts.clone(),
        }
    }

    /// A branch of a rule.
    pub fn branch(&self, rule: &'a Rule, branch: &Branch) -> BranchWords {
        let phrases = self.phrases(&rule.params);
        let message = |message: &Message| self.message(&phrases, message);
        BranchWords {
            id: branch.id.clone(),
            severity: branch.severity,
            fails: phrases.clause(&branch.fails, None),
            message: message(&branch.message),
            help: branch.help.as_ref().map(message),
            at: target(branch.at),
            waived_by: branch.waiver.as_ref().map(|waiver| WaiverWords {
                documents: fixed(&waiver.papers),
                names: self.papers(rule.params.as_slice(), &waiver.papers),
                when: {
                    let when = phrases.clause(&waiver.when, None);
                    (!when.is_empty()).then(|| when.phrase(self.lang))
                },
            }),
            facts: branch.facts.clone(),
            place: place(&self.sheet.ruleset, branch.origin),
        }
    }

    /// A requirement, of a rule or its own.
    pub fn require(&self, rule: Option<&'a Rule>, require: &Require) -> RequireWords {
        let params = rule.map_or(&[] as &[Param], |rule| &rule.params);
        RequireWords {
            at: self.layer(require.origin),
            rule: rule.map(|rule| rule.id.clone()),
            documents: fixed(&require.papers),
            names: self.papers(params, &require.papers),
            when: self.selection(params, &require.selection),
            period: period(&require.selection.period),
            why: require
                .why
                .as_ref()
                .map(|why| why.get(self.lang).to_owned()),
            asks: require
                .asks
                .as_ref()
                .map(|asks| asks.get(self.lang).to_owned()),
            facts: require.facts.clone(),
        }
    }

    /// Documents by their names.
    pub fn papers(&self, params: &'a [Param], papers: &Papers) -> String {
        let phrases = self.phrases(params);
        match papers {
            Papers::Fixed(bundles) => phrases.names.bundles(bundles),
            Papers::Param(index) => phrases.param(*index),
        }
    }

    /// A message with its holes named.
    fn message(&self, phrases: &Phrases<'_>, message: &Message) -> String {
        let hole = |hole: &Hole| match hole {
            Hole::Fact(fact) => phrases.fact(*fact),
            Hole::Param(index) => phrases
                .params
                .get(*index)
                .map_or_else(String::new, |param| param.label.get(self.lang).to_owned()),
            Hole::Hit => phrases.say("命中的词", "the word found").to_owned(),
        };
        let mut out = String::new();
        for segment in &message.get(self.lang).0 {
            match segment {
                Segment::Text(text) => out.push_str(text),
                Segment::Hole(one) => out.push_str(&format!("{{{}}}", hole(one))),
                Segment::Moved { day, by, back } => {
                    let sign = if *back { '-' } else { '+' };
                    out.push_str(&format!("{{{} {sign} {}}}", hole(day), hole(by)));
                }
            }
        }
        out
    }
}

fn fixed(papers: &Papers) -> Vec<Vec<String>> {
    match papers {
        Papers::Fixed(bundles) => bundles.clone(),
        Papers::Param(_) => Vec::new(),
    }
}

impl PeriodWords {
    /// A condition with since when and until when it holds.
    pub fn after(&self, text: String, lang: Lang) -> String {
        let period = self.phrase(lang);
        match (text.is_empty(), period.is_empty(), lang) {
            (_, true, _) => text,
            (true, false, _) => period,
            (false, false, Lang::Zh) => format!("{text}；{period}"),
            (false, false, Lang::En) => format!("{text}; {period}"),
        }
    }

    /// In words; empty where it is always.
    pub fn phrase(&self, lang: Lang) -> String {
        match (&self.from, &self.until, lang) {
            (None, None, _) => String::new(),
            (Some(from), None, Lang::Zh) => format!("{from} 起"),
            (Some(from), None, Lang::En) => format!("since {from}"),
            (None, Some(until), Lang::Zh) => format!("到 {until} 为止"),
            (None, Some(until), Lang::En) => format!("until {until}"),
            (Some(from), Some(until), Lang::Zh) => format!("{from} 至 {until}"),
            (Some(from), Some(until), Lang::En) => format!("{from} to {until}"),
        }
    }
}

/// Since when and until when, as scripts read it.
pub fn period(period: &Period) -> PeriodWords {
    PeriodWords {
        from: period.from.map(|day| day.to_string()),
        until: period.until.map(|day| day.to_string()),
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

/// A severity, as scripts read it.
pub fn severity<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.id())
}

/// A severity that may be absent.
pub fn maybe_severity<S: Serializer>(
    severity: &Option<Severity>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match severity {
        Some(severity) => serializer.serialize_str(severity.id()),
        None => serializer.serialize_none(),
    }
}
