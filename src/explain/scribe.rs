//! The parts of a rule put in words: its parameters, sets, exceptions, branches and requirements.

use super::atlas::Sheet;
use super::phrase::Phrases;
use super::place::{place, target};
use super::words::{
    BranchWords, DefaultWords, ExceptionWords, GuidanceWords, LayerWords, ParamWords, RequireWords,
    SetWords, ValueWords, WaiverWords, period,
};
use crate::report::Names;
use crate::ruleset::{
    Branch, Exception, Guidance, Hole, Message, Papers, Param, Require, Rule, SUBJECTS, Segment,
    Selection, Set,
};
use crate::text::Lang;

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
