//! What is in force of a rule's parameter for one kind of filing and of subject: its values in the
//! order in which they decide, in words. What changes nothing is left out, so that a province that
//! confirms the national value does not differ from one that is silent.

use std::collections::HashMap;

use super::extent::settled;
use super::words::Words;
use crate::explain::{Scribe, Sheet, period};
use crate::ruleset::{Condition, Period, Rule, Severity, Value, has_bit, ordered};
use crate::text::Lang;

/// A parameter of a rule on one sheet.
pub(super) struct Terms<'a> {
    scribe: Scribe<'a>,
    rule: &'a Rule,
    param: usize,
    /// Those that go before others first; the national values last.
    all: Vec<Term<'a>>,
    /// What was put in words already, by which terms are in force.
    known: HashMap<Vec<usize>, Words>,
}

/// A value, and when it holds.
struct Term<'a> {
    filings: u64,
    subjects: u64,
    when: Condition,
    period: Period,
    value: &'a Value,
    cap: Option<Severity>,
}

impl Term<'_> {
    fn is_always(&self) -> bool {
        self.when.is_always() && self.period == Period::default()
    }
}

impl<'a> Terms<'a> {
    /// The values of a parameter, by its index.
    pub fn new(scribe: Scribe<'a>, rule: &'a Rule, param: usize) -> Self {
        let sheet: &Sheet = scribe.sheet;
        let mut all = Vec::new();
        for set in ordered(&rule.sets)
            .into_iter()
            .filter_map(|index| rule.sets.get(index))
        {
            let Some((_, value)) = set.values.iter().find(|(own, _)| *own == param) else {
                continue;
            };
            let when = settled(&set.selection.when, sheet);
            if !matches!(when, Condition::Constant(false)) {
                all.push(Term {
                    filings: set.selection.filings,
                    subjects: set.selection.subjects,
                    when,
                    period: set.selection.period,
                    value,
                    cap: set.cap,
                });
            }
        }
        let defaults = rule
            .params
            .get(param)
            .map(|param| param.defaults.as_slice());
        for (subjects, value) in defaults.unwrap_or_default() {
            all.push(Term {
                filings: u64::MAX,
                subjects: *subjects,
                when: Condition::Constant(true),
                period: Period::default(),
                value,
                cap: None,
            });
        }
        Self {
            scribe,
            rule,
            param,
            all,
            known: HashMap::new(),
        }
    }

    /// What is in force for a kind of filing and of subject, by their indices, in words.
    pub fn words(&mut self, filing: usize, subject: usize) -> Words {
        let mut held: Vec<usize> = Vec::new();
        for (index, term) in self.all.iter().enumerate() {
            if has_bit(term.filings, filing) && has_bit(term.subjects, subject) {
                held.push(index);
                if term.is_always() {
                    break;
                }
            }
        }
        // What says the same as what would hold without it says nothing.
        while let [.., before, last] = held.as_slice()
            && let (Some(one), Some(other)) = (self.all.get(*before), self.all.get(*last))
            && other.is_always()
            && one.value == other.value
            && one.cap == other.cap
        {
            let last = *last;
            held.truncate(held.len().saturating_sub(2));
            held.push(last);
        }
        if let Some(words) = self.known.get(&held) {
            return words.clone();
        }
        let words = Words::by(self.scribe, |scribe| self.phrase(scribe, &held));
        self.known.insert(held, words.clone());
        words
    }

    fn phrase(&self, scribe: Scribe<'a>, held: &[usize]) -> String {
        let lang = scribe.lang;
        let phrases = scribe.phrases(&self.rule.params);
        let Some(param) = self.rule.params.get(self.param) else {
            return String::new();
        };
        let value = |term: &Term<'_>| {
            let text = phrases.value(param, term.value);
            match (term.cap, lang) {
                (None, _) => text,
                (Some(cap), Lang::Zh) => format!("{text}（至多{}）", phrases.severity(cap)),
                (Some(cap), Lang::En) => format!("{text} (at most {})", phrases.severity(cap)),
            }
        };
        let terms: Vec<&Term<'_>> = held.iter().filter_map(|own| self.all.get(*own)).collect();
        let mut parts = Vec::new();
        match terms.last().filter(|term| term.is_always()) {
            Some(general) => parts.push(value(general)),
            None if terms.is_empty() => {
                parts.push(phrases.say("没有设定", "not set").to_owned());
            }
            None => {}
        }
        for term in terms.iter().filter(|term| !term.is_always()) {
            let when = phrases.clause(&term.when, None);
            let mut conditions = Vec::new();
            if !when.is_empty() {
                conditions.push(match lang {
                    Lang::Zh => format!("当{}", when.phrase(lang)),
                    Lang::En => format!("when {}", when.phrase(lang)),
                });
            }
            let period = period(&term.period).phrase(lang);
            if !period.is_empty() {
                conditions.push(period);
            }
            let (comma, colon) = match lang {
                Lang::Zh => ("，", "："),
                Lang::En => (", ", ": "),
            };
            parts.push(format!("{}{colon}{}", conditions.join(comma), value(term)));
        }
        parts.join(match lang {
            Lang::Zh => "；",
            Lang::En => "; ",
        })
    }
}
