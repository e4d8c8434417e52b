//! Why a document is listed: the sentence of the requirement, the rule that asks for it, or the
//! evidence; and what would decide whether it is needed, where that is open.

use super::evidence::Remembered;
use super::finding::path_text;
use super::model::AskReport;
use super::questions::ask;
use super::speech::Speech;
use crate::evaluate::{Need, Paper, Plan};
use crate::fields::OrderField;
use crate::ruleset::{Require, Rule};
use crate::text::{Lang, Text};

/// Who gives reasons.
pub(super) struct Reasoner<'a, 'r> {
    pub speech: &'a Speech<'a>,
    pub plan: &'a Plan<'r>,
    pub evidence: &'a Remembered<'a>,
}

impl Reasoner<'_, '_> {
    /// The reasons, each once.
    pub fn why(&self, paper: &Paper) -> Vec<String> {
        let mut why: Vec<String> = Vec::new();
        let mut told: Vec<&str> = Vec::new();
        for origin in paper.asked_by() {
            let Some((rule, require)) = self.plan.require(origin) else {
                continue;
            };
            told.extend(rule.map(|rule| rule.id.as_str()));
            let sentence = match (&require.why, rule) {
                (Some(text), _) => self.speech.say(text),
                (None, Some(rule)) => self.by_rule(rule),
                (None, None) => self.by_layer(require),
            };
            if !why.contains(&sentence) {
                why.push(sentence);
            }
        }
        // What is left stands in for passing a branch.
        let rules = &self.plan.ruleset.rules;
        for rule in paper.rules().filter_map(|index| rules.get(index)) {
            let title = self.speech.say(&rule.title);
            if !told.contains(&rule.id.as_str()) {
                why.push(match self.speech.lang {
                    Lang::Zh => format!("“{title}”这一条以它代替（{}）", rule.id),
                    Lang::En => format!("stands in for “{title}” ({})", rule.id),
                });
            }
        }
        why
    }

    /// What would decide it: fields of the draft, and what no draft tells.
    pub fn asks(&self, paper: &Paper) -> Vec<AskReport> {
        if paper.need != Need::Open {
            return Vec::new();
        }
        let mut asks: Vec<AskReport> = Vec::new();
        for path in &paper.depends_on {
            asks.push(AskReport {
                path: Some(path_text(path)),
                label: Some(self.speech.label(path)),
                ask: self.speech.say(&ask(path)),
            });
        }
        for origin in paper.asked_by() {
            let question = self
                .plan
                .require(origin)
                .and_then(|(_, require)| require.asks.as_ref());
            let question = question.map(|text| self.speech.say(text));
            asks.extend(question.map(|ask| AskReport {
                path: None,
                label: None,
                ask,
            }));
        }
        asks
    }

    /// The evidence that listing a paper rests on.
    pub fn cited(&self, paper: &Paper) -> Vec<String> {
        let mut facts: Vec<String> = self.plan.evidence_of(&paper.ground).cloned().collect();
        let more = paper.more.iter();
        for id in more.flat_map(|other| self.plan.evidence_of(other)) {
            if !facts.contains(id) {
                facts.push(id.clone());
            }
        }
        facts
    }

    /// The evidence that a paper rests on: what it cites, else the rules', else the document's.
    pub fn facts(&self, paper: &Paper, cited: &[String]) -> Vec<String> {
        if !cited.is_empty() {
            return cited.to_vec();
        }
        let ruleset = self.plan.ruleset;
        let rules = paper.rules().filter_map(|index| ruleset.rules.get(index));
        let of_rules: Vec<String> = rules.flat_map(|rule| rule.facts.iter().cloned()).collect();
        if !of_rules.is_empty() {
            return of_rules;
        }
        let document = ruleset.documents.get(paper.document);
        document.map_or_else(Vec::new, |document| document.facts.clone())
    }

    fn by_rule(&self, rule: &Rule) -> String {
        let title = self.speech.say(&rule.title);
        match self.speech.lang {
            Lang::Zh => format!("“{title}”这一条要它（{}）", rule.id),
            Lang::En => format!("asked for by “{title}” ({})", rule.id),
        }
    }

    /// Who asks for it; in Chinese, as the evidence is, also in the evidence's words.
    fn by_layer(&self, require: &Require) -> String {
        let order = |field| {
            let fact = super::speech::order_fact(field);
            let text = self.speech.fact(fact, crate::facts::Element::Order);
            Text::new(text.clone(), text)
        };
        let name = match require.layer {
            0 => Text::fixed("全国", "the national rules"),
            1 => order(OrderField::FilingProvince),
            2 => order(OrderField::FilingProvider),
            _ => Text::fixed("所加的规则", "the rules laid over"),
        };
        let statement = require
            .facts
            .iter()
            .find_map(|id| self.evidence.fact(id))
            .map(|cited| cited.fact.statement.clone())
            .filter(|statement| !statement.is_empty());
        match (self.speech.lang, statement) {
            (Lang::Zh, Some(statement)) => format!("{}：{statement}", name.zh),
            (Lang::Zh, None) => format!("{}的要求", name.zh),
            (Lang::En, _) => format!("asked for by {}", name.en),
        }
    }
}
