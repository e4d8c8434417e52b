//! Conditions as trees of clauses in words; with a draft, each with how it came out and the values
//! that it was read from, masked.

use serde::{Serialize, Serializer};

use super::phrase::Phrases;
use crate::evaluate::{Truth, View};
use crate::facts::{Element, Fact};
use crate::fields::{FactRef, Privacy, Scope};
use crate::report::{Speech, owner_name};
use crate::ruleset::{Condition, Quantifier, Test};
use crate::text::Lang;

/// How the parts of a clause belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Join {
    /// It has no parts: a test.
    Test,
    /// All must hold.
    All,
    /// One must hold.
    Any,
    /// Its part must not hold.
    Not,
    /// Its parts hold of elements, as its text says.
    Elements,
    /// An element of the draft, with what holds of it.
    Element,
}

/// A condition in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Clause {
    /// How the parts belong together.
    pub join: Join,
    /// What is tested; empty where the parts say all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// How it came out for the draft.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "serialize_truth"
    )]
    pub truth: Option<Truth>,
    /// The values that it was read from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<Reading>,
    /// The parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Clause>,
}

/// A value of the draft, masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// The field.
    pub path: String,
    /// What it is called.
    pub label: String,
    /// Whether it is not the field's own value but derived from it.
    pub derived: bool,
    /// The value as it may be shown.
    pub value: String,
}

/// What judges clauses by a draft.
#[derive(Clone, Copy)]
pub struct Judge<'j, 'd> {
    pub(crate) view: View<'j, 'd>,
    pub(crate) speech: &'j Speech<'j>,
}

impl Clause {
    /// What always holds.
    pub fn is_empty(&self) -> bool {
        self.join == Join::All && self.parts.is_empty()
    }

    /// The whole as one phrase.
    pub fn phrase(&self, lang: Lang) -> String {
        let and = match lang {
            Lang::Zh => "，且",
            Lang::En => " and ",
        };
        let or = match lang {
            Lang::Zh => "，或",
            Lang::En => " or ",
        };
        let many = self.parts.len() > 1;
        let joined = |word: &str| {
            let parts: Vec<String> = self
                .parts
                .iter()
                .map(|part| {
                    let phrase = part.phrase(lang);
                    match part.join {
                        Join::All | Join::Any if many && part.parts.len() > 1 => {
                            bracketed(&phrase, lang)
                        }
                        _ => phrase,
                    }
                })
                .collect();
            parts.join(word)
        };
        match self.join {
            Join::Test => self.text.clone(),
            Join::All => joined(and),
            Join::Any => joined(or),
            Join::Not => {
                let inner = bracketed(&joined(and), lang);
                match lang {
                    Lang::Zh => format!("不满足{inner}"),
                    Lang::En => format!("not {inner}"),
                }
            }
            Join::Elements | Join::Element => match (self.parts.is_empty(), lang) {
                (true, _) => self.text.clone(),
                (false, Lang::Zh) => format!("{}{}", self.text, bracketed(&joined(and), lang)),
                (false, Lang::En) => format!("{} {}", self.text, bracketed(&joined(and), lang)),
            },
        }
    }
}

fn bracketed(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("（{text}）"),
        Lang::En => format!("({text})"),
    }
}

impl<'a> Phrases<'a> {
    /// A condition as a clause; with a judge, how it came out.
    pub fn clause(&self, condition: &Condition, judge: Option<Judge<'_, '_>>) -> Clause {
        let truth = judge.map(|judge| judge.view.holds(condition));
        let (join, text, parts) = match condition {
            Condition::Constant(true) => (Join::All, String::new(), Vec::new()),
            Condition::Constant(false) => {
                let text = self.say("从不", "never").to_owned();
                (Join::Test, text, Vec::new())
            }
            Condition::All(parts) => {
                let mut parts = self.parts(parts, Join::All, judge);
                if parts.len() == 1 {
                    return parts.remove(0);
                }
                (Join::All, String::new(), parts)
            }
            Condition::Any(parts) => {
                let mut parts = self.parts(parts, Join::Any, judge);
                if parts.len() == 1 {
                    return parts.remove(0);
                }
                (Join::Any, String::new(), parts)
            }
            Condition::Not(inner) => {
                let inner = self.clause(inner, judge);
                (Join::Not, String::new(), vec![inner])
            }
            Condition::Fact {
                fact,
                test,
                or_none,
            } => (
                Join::Test,
                self.fact_test(*fact, test, *or_none),
                Vec::new(),
            ),
            Condition::Param { param, test } => {
                (Join::Test, self.param_test(*param, test), Vec::new())
            }
            Condition::Each {
                scope,
                quantifier,
                condition,
            } => (
                Join::Elements,
                self.quantified(*scope, *quantifier),
                self.of_elements(*scope, condition, judge),
            ),
            Condition::Count {
                scope,
                condition,
                compare,
                with,
            } => {
                let elements = self.elements(*scope);
                let what = match self.names.lang {
                    Lang::Zh if condition.is_always() => format!("{elements}数"),
                    Lang::Zh => format!("符合下列条件的{elements}数"),
                    Lang::En if condition.is_always() => format!("number of {elements}s"),
                    Lang::En => format!("number of {elements}s as follows"),
                };
                (
                    Join::Elements,
                    self.count(&what, *compare, with),
                    self.of_elements(*scope, condition, judge),
                )
            }
            Condition::Distinct {
                facts,
                compare,
                with,
            } => {
                let named: Vec<String> = facts
                    .iter()
                    .map(|(scope, fact)| self.spread(*scope, *fact))
                    .collect();
                let list = self.names.join(named.iter().map(String::as_str));
                let what = match self.names.lang {
                    Lang::Zh => format!("{list}中不同的值的个数"),
                    Lang::En => format!("number of different values of {list}"),
                };
                (Join::Test, self.count(&what, *compare, with), Vec::new())
            }
        };
        Clause {
            join,
            text,
            truth,
            read: judge.map_or_else(Vec::new, |judge| judge.readings(condition)),
            parts,
        }
    }

    /// The parts of a conjunction or disjunction, nested ones of the same kind taken up.
    fn parts(
        &self,
        conditions: &[Condition],
        join: Join,
        judge: Option<Judge<'_, '_>>,
    ) -> Vec<Clause> {
        let mut parts = Vec::new();
        for condition in conditions {
            let part = self.clause(condition, judge);
            if part.join == join && part.text.is_empty() {
                parts.extend(part.parts);
            } else if !part.is_empty() || join == Join::Any {
                parts.push(part);
            }
        }
        parts
    }

    fn quantified(&self, scope: Scope, quantifier: Quantifier) -> String {
        let elements = self.elements(scope);
        match (self.names.lang, quantifier) {
            (Lang::Zh, Quantifier::Any) => format!("有一个{elements}符合"),
            (Lang::Zh, Quantifier::Every) => format!("每个{elements}都符合"),
            (Lang::Zh, Quantifier::No) => format!("没有一个{elements}符合"),
            (Lang::En, Quantifier::Any) => format!("some {elements} is so"),
            (Lang::En, Quantifier::Every) => format!("every {elements} is so"),
            (Lang::En, Quantifier::No) => format!("no {elements} is so"),
        }
    }

    fn spread(&self, scope: Option<Scope>, fact: FactRef) -> String {
        let name = self.fact(fact);
        match (scope, self.names.lang) {
            (None, _) => name,
            (Some(scope), Lang::Zh) => format!("各{}的{name}", self.elements(scope)),
            (Some(scope), Lang::En) => format!("{name} of each {}", self.elements(scope)),
        }
    }

    /// What must hold of elements; with a judge, element by element.
    fn of_elements(
        &self,
        scope: Scope,
        condition: &Condition,
        judge: Option<Judge<'_, '_>>,
    ) -> Vec<Clause> {
        let Some(judge) = judge else {
            let inner = self.clause(condition, None);
            return if inner.is_empty() {
                Vec::new()
            } else {
                vec![inner]
            };
        };
        let (elements, _) = judge.view.facts.elements(scope, judge.view.element);
        elements
            .into_iter()
            .map(|element| {
                let judge = judge.at(element);
                let inner = self.clause(condition, Some(judge));
                Clause {
                    join: Join::Element,
                    text: judge.name(),
                    truth: Some(judge.view.holds(condition)),
                    read: Vec::new(),
                    parts: if inner.is_empty() {
                        Vec::new()
                    } else {
                        vec![inner]
                    },
                }
            })
            .collect()
    }
}

impl<'d> Judge<'_, 'd> {
    fn at(&self, element: Element) -> Judge<'_, 'd> {
        Judge {
            view: View {
                facts: self.view.facts,
                element,
                outer: Some(&self.view),
                values: self.view.values,
            },
            speech: self.speech,
        }
    }

    /// The element at hand, by its path and name.
    pub fn name(&self) -> String {
        let place = self.view.element.place();
        let path = place.to_string();
        let name = owner_name(self.speech, place);
        match (path.is_empty(), self.speech.lang) {
            (true, _) => self.speech.names().fixed("整单", "the order"),
            (false, Lang::Zh) => format!("{path}（{name}）"),
            (false, Lang::En) => format!("{path} ({name})"),
        }
    }

    /// The values that a test reads.
    fn readings(&self, condition: &Condition) -> Vec<Reading> {
        match condition {
            Condition::Fact { fact, test, .. } => {
                let mut read = vec![self.reading(*fact)];
                if let Test::SameAs(other, _)
                | Test::Versus(_, other)
                | Test::WordOf(_, other)
                | Test::WordsBut(_, _, other) = test
                {
                    read.push(self.reading(*other));
                }
                read
            }
            Condition::Distinct { facts, .. } => {
                let mut read = Vec::new();
                for (scope, fact) in facts {
                    match scope {
                        None => read.push(self.reading(*fact)),
                        Some(scope) => {
                            let (elements, _) = self.view.facts.elements(*scope, self.view.element);
                            read.extend(
                                elements
                                    .into_iter()
                                    .map(|element| self.at(element).reading(*fact)),
                            );
                        }
                    }
                }
                read
            }
            _ => Vec::new(),
        }
    }

    fn reading(&self, fact: FactRef) -> Reading {
        let facts = self.view.facts;
        let element = self.view.reads(fact);
        let path = facts.path(fact, element).to_string();
        // What is counted from a day of birth tells the day, or nearly so.
        let tells_birth = fact.privacy() == Privacy::Birth && !self.speech.masker.unmask;
        let value = match facts.get(fact, element) {
            Fact::Int(_) | Fact::Between(..) if tells_birth => "**".to_owned(),
            _ => self.speech.fact(fact, element),
        };
        Reading {
            path: if path.is_empty() { fact.path() } else { path },
            label: fact.label().get(self.speech.lang).to_owned(),
            derived: fact.derived().is_some(),
            value,
        }
    }
}

/// How a clause came out, as scripts read it.
pub const fn truth_id(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "true",
        Truth::False => "false",
        Truth::Unknown => "unknown",
        Truth::Withheld => "withheld",
    }
}

fn serialize_truth<S: Serializer>(truth: &Option<Truth>, serializer: S) -> Result<S::Ok, S::Error> {
    match truth {
        Some(truth) => serializer.serialize_str(truth_id(*truth)),
        None => serializer.serialize_none(),
    }
}
