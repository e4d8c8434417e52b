//! Why a draft came out as it did by one rule: the values in the draft, through the conditions, to
//! the outcome, element by element. Everything from the draft is masked.

use serde::Serialize;

use super::clause::{Clause, Judge};
use super::phrase::Phrases;
use super::place::place;
use super::words::{maybe_severity, severity};
use crate::evaluate::{Account, Evaluation, Key, Plan, Truth, View, accounts, deciders};
use crate::facts::{Element, Facts};
use crate::fields::choices::{FILING_KINDS, SUBJECT_KINDS};
use crate::report::{DocumentReport, DraftReport, ErrorReport, Filling, Masker, Names, Speech};
use crate::ruleset::{Rule, Ruleset, Severity, has_bit};
use crate::text::Lang;

/// What a draft makes of a rule or document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DraftChain {
    /// The draft, as the user calls it.
    pub source: String,
    /// The day of submission.
    pub as_of: String,
    /// The kind of filing.
    pub filing: Option<&'static str>,
    /// The province's code.
    pub province: Option<String>,
    /// The hosting provider.
    pub provider: Option<&'static str>,
    /// The kind of subject.
    pub subject: Option<&'static str>,
    /// Why the rule is not looked at, where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_looked_at: Option<String>,
    /// The rule for each element.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<ElementChain>,
    /// What requires the document, for each element.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<RequireChain>,
    /// How it stands with the document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentReport>,
    /// What of the draft could not be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorReport>,
}

/// A rule for one element.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ElementChain {
    /// The element, by its path and name.
    pub element: String,
    /// `pass`, `fail`, `unknown` or `silent` (the rule says nothing of it).
    pub outcome: &'static str,
    /// How grave a failure is, or would be at most.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "maybe_severity"
    )]
    pub severity: Option<Severity>,
    /// What is said of failures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<String>,
    /// The fields that would have to be known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Asked>,
    /// When the rule says anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Clause>,
    /// Where it says nothing after all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<ExceptionChain>,
    /// What gave each parameter its value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<ParamChain>,
    /// The branches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub branches: Vec<BranchChain>,
}

/// A field that would have to be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The field.
    pub path: String,
    /// What it is called.
    pub label: String,
}

/// An exception, and whether it holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExceptionChain {
    /// The branch that it is of; absent: the whole rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
    /// Its condition.
    pub when: Clause,
    /// Why there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// File and line.
    pub place: String,
}

/// A parameter, and what gave it its value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParamChain {
    /// Its name in rulesets.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// Its value; absent: it has none, and the branches that need one say nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether it is the national value.
    pub national: bool,
    /// File and line of what gave it.
    pub place: String,
    /// Sets that would go before it, of which it is not known whether they hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<UndecidedSet>,
}

/// A set of which it is not known whether it holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UndecidedSet {
    /// Its condition.
    pub when: Clause,
    /// The value that it would give.
    pub value: String,
    /// File and line.
    pub place: String,
}

/// A branch, and how it came out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BranchChain {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How grave it is.
    #[serde(serialize_with = "severity")]
    pub severity: Severity,
    /// Whether a parameter that it needs has no value, so that it says nothing.
    pub silent: bool,
    /// When it fails.
    pub fails: Clause,
    /// When documents stand in for passing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<Clause>,
    /// File and line.
    pub place: String,
}

/// A requirement of a document for one element.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RequireChain {
    /// The element, by its path and name.
    pub element: String,
    /// When it is needed.
    pub when: Clause,
    /// File and line.
    pub place: String,
}

/// A draft evaluated, to be explained.
#[derive(Clone, Copy)]
pub struct Explained<'a> {
    /// The draft's report.
    pub report: &'a DraftReport,
    /// The facts.
    pub facts: &'a Facts<'a>,
    /// The ruleset of its province and provider.
    pub ruleset: &'a Ruleset,
    /// The rules laid out and what came out; absent where the kind of filing is unknown.
    pub outcome: Option<(&'a Plan<'a>, &'a Evaluation)>,
    /// Whether personal numbers are shown in full.
    pub unmask: bool,
}

impl Explained<'_> {
    /// What the draft makes of a rule; `None` where its ruleset has no such rule.
    pub fn rule(&self, id: &str) -> Option<DraftChain> {
        let index = self
            .ruleset
            .rules
            .iter()
            .position(|rule| rule.id == id || rule.aliases.iter().any(|alias| alias == id))?;
        let rule = self.ruleset.rules.get(index)?;
        let mut chain = self.blank();
        let Some(((plan, evaluation), key)) = self.outcome.zip(Key::of(self.facts)) else {
            chain.not_looked_at = Some(self.names().fixed(
                "草稿没有可用的备案类型或省份，规则没有运行",
                "the draft has no usable kind of filing or province, so no rule was run",
            ));
            return Some(chain);
        };
        match accounts(plan, index, self.facts) {
            None => chain.not_looked_at = Some(self.why_not(rule, key)),
            Some(accounts) if accounts.is_empty() => {
                let phrases = self.phrases(rule, None);
                let elements = phrases.elements(rule.scope);
                chain.not_looked_at = Some(match self.lang() {
                    Lang::Zh => format!("草稿里没有{elements}，这条规则没有可看的"),
                    Lang::En => {
                        format!("the draft has no {elements}, so there is nothing to look at")
                    }
                });
            }
            Some(accounts) => {
                chain.elements = accounts
                    .iter()
                    .map(|account| self.element(plan, evaluation, index, rule, key, *account))
                    .collect();
            }
        }
        Some(chain)
    }

    /// What the draft makes of a document; `None` where its ruleset has none of that id.
    pub fn document(&self, id: &str) -> Option<DraftChain> {
        let document = self.ruleset.document(id)?;
        let mut chain = self.blank();
        chain.documents = self
            .report
            .documents
            .iter()
            .filter(|own| own.id == document.id)
            .cloned()
            .collect();
        let Some(key) = Key::of(self.facts) else {
            return Some(chain);
        };
        let asks = |papers: &crate::ruleset::Papers| match papers {
            crate::ruleset::Papers::Fixed(bundles) => bundles
                .iter()
                .flatten()
                .any(|own| *own == document.id || document.aliases.contains(own)),
            crate::ruleset::Papers::Param(_) => false,
        };
        for require in &self.ruleset.requires {
            let selection = &require.selection;
            if !asks(&require.papers)
                || !has_bit(selection.filings, usize::from(key.filing))
                || !selection.period.contains(key.as_of)
                || key
                    .subject
                    .is_some_and(|subject| !has_bit(selection.subjects, usize::from(subject)))
            {
                continue;
            }
            let (elements, _) = self.facts.elements(require.scope, Element::Order);
            for element in elements {
                let speech = self.speech();
                let judge = self.judge(&speech, element, &[]);
                let phrases = Phrases {
                    names: self.names(),
                    params: &[],
                    values: None,
                    whole: false,
                };
                chain.requirements.push(RequireChain {
                    element: judge.name(),
                    when: phrases.clause(&selection.when, Some(judge)),
                    place: place(self.ruleset, require.origin),
                });
            }
        }
        Some(chain)
    }

    fn element(
        &self,
        plan: &Plan<'_>,
        evaluation: &Evaluation,
        index: usize,
        rule: &Rule,
        key: Key,
        account: Account<'_>,
    ) -> ElementChain {
        let speech = self.speech();
        let judge = self.judge(&speech, account.element, account.values);
        let phrases = self.phrases(rule, Some(account.values));
        let failures: Vec<_> = evaluation
            .failures
            .iter()
            .filter(|failure| failure.rule == index && failure.element == account.element)
            .collect();
        let open: Vec<_> = evaluation
            .open
            .iter()
            .filter(|open| open.rule == index && open.element == account.element)
            .collect();
        let failing = failures.iter().map(|failure| failure.severity).max();
        let undecided = open.iter().map(|open| open.severity).max();
        let (outcome, severity) = if account.applies == Truth::False {
            ("silent", None)
        } else if failing.is_some() {
            ("fail", failing)
        } else if undecided.is_some() {
            ("unknown", undecided)
        } else {
            ("pass", None)
        };
        let messages = failures
            .iter()
            .filter_map(|failure| {
                let branch = rule.branches.get(failure.branch)?;
                let values = plan.values(failure.rule, failure.binding);
                let hit = View::new(self.facts, failure.element, values).hit(&branch.fails);
                let filling = Filling {
                    speech: &speech,
                    element: failure.element,
                    params: &rule.params,
                    values,
                    hit: hit.as_deref(),
                };
                Some(filling.fill(&branch.message))
            })
            .collect();
        let mut questions: Vec<Asked> = Vec::new();
        for path in open.iter().flat_map(|open| &open.needs) {
            let asked = Asked {
                path: path.to_string(),
                label: speech.label(path),
            };
            if !questions.contains(&asked) {
                questions.push(asked);
            }
        }
        let when = phrases.clause(&rule.when, Some(judge));
        let silent = outcome == "silent";
        ElementChain {
            element: judge.name(),
            outcome,
            severity,
            messages,
            questions,
            when: (!when.is_empty()).then_some(when),
            exceptions: self.exceptions(rule, key, &phrases, judge),
            parameters: if silent {
                Vec::new()
            } else {
                self.parameters(rule, key, &phrases, judge)
            },
            branches: if silent {
                Vec::new()
            } else {
                self.branches(rule, account, key, &phrases, judge)
            },
        }
    }

    fn exceptions(
        &self,
        rule: &Rule,
        key: Key,
        phrases: &Phrases<'_>,
        judge: Judge<'_, '_>,
    ) -> Vec<ExceptionChain> {
        rule.exceptions
            .iter()
            .filter(|exception| {
                let selection = &exception.selection;
                has_bit(selection.filings, usize::from(key.filing))
                    && selection.period.contains(key.as_of)
                    && key
                        .subject
                        .is_none_or(|subject| has_bit(selection.subjects, usize::from(subject)))
            })
            .map(|exception| ExceptionChain {
                branch: exception.branch.clone(),
                when: phrases.clause(&exception.selection.when, Some(judge)),
                reason: exception
                    .reason
                    .as_ref()
                    .map(|reason| reason.get(self.lang()).to_owned()),
                place: place(self.ruleset, exception.origin),
            })
            .collect()
    }

    fn parameters(
        &self,
        rule: &Rule,
        key: Key,
        phrases: &Phrases<'_>,
        judge: Judge<'_, '_>,
    ) -> Vec<ParamChain> {
        let deciders = deciders(rule, key, &judge.view);
        let decided = rule.params.iter().enumerate().zip(deciders);
        decided
            .map(|((index, param), decider)| {
                let of_set = |set: usize| {
                    let set = rule.sets.get(set)?;
                    let (_, value) = set.values.iter().find(|(own, _)| *own == index)?;
                    Some((phrases.value(param, value), place(self.ruleset, set.origin)))
                };
                let default = param.defaults.iter().find(|(subjects, _)| {
                    key.subject
                        .is_none_or(|subject| has_bit(*subjects, usize::from(subject)))
                });
                let (value, at) = match decider.set.and_then(of_set) {
                    Some((value, place)) => (Some(value), place),
                    None => (
                        default.map(|(_, value)| phrases.value(param, value)),
                        place(self.ruleset, param.origin),
                    ),
                };
                let undecided = decider.open.iter().filter_map(|set| {
                    let (value, place) = of_set(*set)?;
                    let selection = &rule.sets.get(*set)?.selection;
                    Some(UndecidedSet {
                        when: phrases.clause(&selection.when, Some(judge)),
                        value,
                        place,
                    })
                });
                ParamChain {
                    name: param.name.clone(),
                    label: param.label.get(self.lang()).to_owned(),
                    value,
                    national: decider.set.is_none(),
                    place: at,
                    undecided: undecided.collect(),
                }
            })
            .collect()
    }

    fn branches(
        &self,
        rule: &Rule,
        account: Account<'_>,
        key: Key,
        phrases: &Phrases<'_>,
        judge: Judge<'_, '_>,
    ) -> Vec<BranchChain> {
        let cap = rule
            .caps
            .get(usize::from(key.filing))
            .copied()
            .flatten()
            .unwrap_or(Severity::Error);
        let scope = account.element.scope();
        rule.branches
            .iter()
            .filter(|branch| branch.scope == scope)
            .map(|branch| BranchChain {
                id: branch.id.clone(),
                severity: branch.severity.min(cap),
                silent: account.lacks_value(&branch.fails),
                fails: phrases.clause(&branch.fails, Some(judge)),
                waived: branch
                    .waiver
                    .as_ref()
                    .map(|waiver| phrases.clause(&waiver.when, Some(judge)))
                    .filter(|clause| !clause.is_empty()),
                place: place(self.ruleset, branch.origin),
            })
            .collect()
    }

    /// Why a rule is not among those that are run.
    fn why_not(&self, rule: &Rule, key: Key) -> String {
        let names = self.names();
        let filing = names.choice(FILING_KINDS, key.filing);
        let cap = rule.caps.get(usize::from(key.filing)).copied().flatten();
        if cap.is_none() {
            return match self.lang() {
                Lang::Zh => format!("这条规则不管“{filing}”"),
                Lang::En => format!("the rule does not hold for this kind of filing: {filing}"),
            };
        }
        if !rule.period.contains(key.as_of) {
            return match self.lang() {
                Lang::Zh => format!("这条规则在 {} 不成立", key.as_of),
                Lang::En => format!("the rule does not hold on {}", key.as_of),
            };
        }
        if let Some(subject) = key.subject
            && !has_bit(rule.subjects, usize::from(subject))
        {
            let subject = names.choice(SUBJECT_KINDS, subject);
            return match self.lang() {
                Lang::Zh => format!("这条规则不管主办单位性质为“{subject}”的备案"),
                Lang::En => format!("the rule does not hold for this kind of subject: {subject}"),
            };
        }
        let off = rule.exceptions.iter().find(|exception| {
            exception.branch.is_none()
                && exception.selection.when.is_always()
                && exception.selection.period.contains(key.as_of)
        });
        let place = off.map(|off| place(self.ruleset, off.origin));
        let reason = off
            .and_then(|off| off.reason.as_ref())
            .map(|reason| reason.get(self.lang()).to_owned())
            .unwrap_or_default();
        match self.lang() {
            Lang::Zh => format!(
                "这条规则在这里不说话（{}）{reason}",
                place.unwrap_or_default()
            ),
            Lang::En => format!(
                "the rule is switched off here ({}) {reason}",
                place.unwrap_or_default()
            ),
        }
    }

    fn blank(&self) -> DraftChain {
        DraftChain {
            source: self.report.source.clone(),
            as_of: self.facts.as_of().to_string(),
            filing: self.report.filing,
            province: self.report.province.clone(),
            provider: self.report.provider,
            subject: self.report.subject,
            not_looked_at: None,
            elements: Vec::new(),
            requirements: Vec::new(),
            documents: Vec::new(),
            errors: self.report.errors.clone(),
        }
    }

    fn lang(&self) -> Lang {
        self.report.lang
    }

    fn names(&self) -> Names<'_> {
        Names {
            ruleset: self.ruleset,
            lang: self.lang(),
        }
    }

    fn speech(&self) -> Speech<'_> {
        Speech {
            facts: self.facts,
            ruleset: self.ruleset,
            masker: Masker {
                unmask: self.unmask,
            },
            lang: self.lang(),
        }
    }

    fn phrases<'p>(
        &'p self,
        rule: &'p Rule,
        values: Option<&'p [Option<&'p crate::ruleset::Value>]>,
    ) -> Phrases<'p> {
        Phrases {
            names: self.names(),
            params: &rule.params,
            values,
            whole: false,
        }
    }

    fn judge<'j>(
        &'j self,
        speech: &'j Speech<'j>,
        element: Element,
        values: &'j [Option<&'j crate::ruleset::Value>],
    ) -> Judge<'j, 'j> {
        Judge {
            view: View::new(self.facts, element, values),
            speech,
        }
    }
}
