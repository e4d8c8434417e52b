//! The rules that can apply to one kind of filing and subject on one day, with what layers set of
//! them laid out, so that other rules are never visited.

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use super::binding::Binding;
use super::condition::View;
use super::guidance::Sentences;
use super::outcome::{Ground, Lister};
use super::prepared::{Asked, Prepared};
use super::quick::{Quick, Said};
use super::screen::Target;
use super::shared::{Outline, Shared, lock};
use super::test::Values;
use crate::draft::{Place, Slot};
use crate::facts::Papers;
use crate::facts::{Element, Facts};
use crate::fields::OrderField;
use crate::fields::choices::{FILING_KINDS, SUBJECT_KINDS};
use crate::ruleset::{FormChange, Origin, Require, Rule, Ruleset, Severity};

/// The rules for one kind of filing and subject on one day.
#[derive(Debug)]
pub struct Plan<'r> {
    /// The ruleset.
    pub ruleset: &'r Ruleset,
    key: Key,
    /// What is laid out of the ruleset, for the key among others.
    outline: Arc<Outline<'r>>,
    /// What tells which of them need not be looked at; none where the subject's kind is unknown.
    pub(super) quick: Option<Quick<'r>>,
    /// The sentences that are good to know of some filings of the key.
    guidance: OnceLock<Sentences>,
}

/// What a plan is made for: it serves every draft of the same kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The kind of filing, by its index in the closed list.
    pub filing: u8,
    /// The kind of subject; absent: unknown.
    pub subject: Option<u8>,
    /// The day of submission.
    pub as_of: NaiveDate,
}

impl Key {
    /// The key of a draft; `None` where the kind of filing could not be read.
    pub fn of(facts: &Facts<'_>) -> Option<Key> {
        let order = &facts.draft().order;
        let code = |field: OrderField| match order.slot(field as usize) {
            Slot::Code(code) => Some(*code),
            _ => None,
        };
        Some(Key {
            filing: code(OrderField::FilingKind)?,
            subject: code(OrderField::SubjectKind),
            as_of: facts.as_of(),
        })
    }
}

impl<'r> Plan<'r> {
    /// Lays out a ruleset for one kind of filing and subject on one day.
    pub fn new(ruleset: &'r Ruleset, key: Key) -> Self {
        let rules = ruleset.rules.iter().map(|rule| &**rule).enumerate();
        let requires = ruleset.requires.iter().map(|require| &**require);
        Self::of(ruleset, key, rules, requires)
    }

    /// The same, sharing what it can with the other plans of a run. A run that meets all provinces is
    /// several times faster so.
    pub fn sharing(ruleset: &'r Ruleset, key: Key, shared: &Shared<'r>) -> Self {
        Self::laid(ruleset, key, shared.outline(ruleset), shared)
    }

    /// Lays out only some rules, each with its index in the ruleset, and some requirements. They
    /// need not be the ruleset's own: what would come out if one were otherwise is asked so.
    pub fn of(
        ruleset: &'r Ruleset,
        key: Key,
        rules: impl IntoIterator<Item = (usize, &'r Rule)>,
        requires: impl IntoIterator<Item = &'r Require>,
    ) -> Self {
        let outline = Outline::of(ruleset, rules.into_iter(), requires.into_iter());
        Self::laid(ruleset, key, Arc::new(outline), &Shared::default())
    }

    fn laid(
        ruleset: &'r Ruleset,
        key: Key,
        outline: Arc<Outline<'r>>,
        shared: &Shared<'r>,
    ) -> Self {
        let (rules, requires) = outline.lay(key, &shared.pool);
        let quick = key
            .subject
            .map(|_| Quick::new(&rules, &requires, &mut lock(&shared.pool)));
        Self {
            ruleset,
            key,
            outline,
            quick,
            guidance: OnceLock::new(),
        }
    }

    /// The rules that can apply, with the gravest severity that each may have here.
    pub fn rules(&self) -> impl Iterator<Item = (&'r Rule, Severity)> + '_ {
        let all = self.outline.rules(self.key);
        all.map(|(_, own)| (own.rule, own.full.cap))
    }

    /// The values of a rule's parameters under a binding of an evaluation.
    pub fn values(&self, rule: usize, binding: usize) -> &Values<'r> {
        self.binding(rule, binding)
            .map_or(&[], |binding| &binding.values)
    }

    /// The evidence that the values of a rule's parameters rest on under a binding.
    pub fn facts(&self, rule: usize, binding: usize) -> &[String] {
        self.binding(rule, binding)
            .map_or(&[], |binding| &binding.facts)
    }

    /// A requirement by where it is declared, and the rule that it stands in, if it does.
    pub fn require(&self, origin: Origin) -> Option<(Option<&'r Rule>, &'r Require)> {
        self.outline.index.require(origin)
    }

    /// The evidence that listing a document rests on: of the values in force, then of what lists it,
    /// then of the rule.
    pub fn evidence_of(&self, ground: &Ground) -> impl Iterator<Item = &String> {
        let in_force = ground.rule.map(|(rule, binding)| self.facts(rule, binding));
        let rule = ground
            .rule
            .and_then(|(rule, _)| self.ruleset.rules.get(rule));
        let (own, of_rule): (Option<&[String]>, Option<&[String]>) = match ground.by {
            Lister::Require(origin) => {
                let require = self.require(origin);
                (require.map(|(_, require)| &*require.facts), None)
            }
            Lister::Branch(branch) => {
                let branch = rule.and_then(|rule| rule.branches.get(branch));
                let own = branch.map(|branch| &*branch.facts);
                (own, rule.map(|rule| &*rule.facts))
            }
        };
        let groups = [in_force, own, of_rule];
        groups.into_iter().flatten().flatten()
    }

    /// Who knows what is asked of attachments under the ruleset.
    pub fn papers_asked(&self) -> &(dyn Papers + 'r) {
        &*self.outline.index
    }

    /// The changes of a document's form, by the document's index, that hold for what somebody has.
    pub fn form_changes<'c>(
        &'c self,
        facts: &'c Facts<'_>,
        document: usize,
        of: Place,
    ) -> impl Iterator<Item = &'c FormChange> {
        let own = self.outline.index.asked_of(document);
        own.into_iter()
            .flat_map(move |own| own.changes(&self.ruleset.forms, facts, of))
    }

    /// A document of the ruleset by its id or another spelling.
    pub(super) fn document(&self, id: &str) -> Option<usize> {
        self.outline.index.document(id)
    }

    /// The sentences that are good to know of the filing of a view, or only those that warn, by their
    /// index in the ruleset.
    pub(super) fn guidance(&self, view: &View<'_, '_>, with_notices: bool) -> Vec<usize> {
        let all = &self.ruleset.guidance;
        let new = || Sentences::new(all, self.key, &self.outline.index.lists);
        let own = self.guidance.get_or_init(new);
        own.holding(all, self.key, view, with_notices)
    }

    /// All that may ask for documents.
    pub(super) fn all_papers(&self, facts: &Facts<'_>) -> Vec<Said> {
        let requires = self.outline.requires(self.key);
        let requires =
            requires.map(|(position, asked)| (Target::Require(position), asked.cause.scope));
        let rules = self.outline.rules(self.key);
        let of_rules = rules.flat_map(|(position, laid)| {
            let parts = (0u16..).zip(&laid.full.asking);
            parts.map(move |(part, own)| (Target::Papers(position, part), own.cause.scope))
        });
        let mut found = Vec::new();
        for (target, scope) in requires.chain(of_rules) {
            facts.for_each_element(scope, Element::Order, &mut |element| {
                let number = found.len();
                found.push(Said {
                    target,
                    element,
                    number,
                    is_sure: false,
                });
                true
            });
        }
        found
    }

    /// The rules that can apply, in full.
    pub(super) fn rules_in_full(&self) -> impl Iterator<Item = &Prepared<'r>> {
        self.outline.rules(self.key).map(|(_, laid)| &*laid.full)
    }

    /// A rule by its position.
    pub(super) fn rule_at(&self, position: u16) -> Option<&Prepared<'r>> {
        self.outline
            .rule(position, self.key)
            .map(|laid| &*laid.full)
    }

    /// A requirement by its position.
    pub(super) fn asked_at(&self, position: u16) -> Option<&Asked<'r>> {
        self.outline.require(position, self.key)
    }

    /// A rule by its index in the ruleset.
    pub(super) fn rule_of(&self, index: usize) -> Option<&Prepared<'r>> {
        self.outline
            .rule_of(index, self.key)
            .map(|laid| &*laid.full)
    }

    fn binding(&self, rule: usize, binding: usize) -> Option<&Binding<'r>> {
        self.rule_of(rule)?.bindings.get(binding)
    }
}

/// Every kind of filing and subject, for checks over all plans.
pub fn all_keys(as_of: NaiveDate) -> impl Iterator<Item = Key> {
    let filings = (0u8..).take(FILING_KINDS.len());
    filings.flat_map(move |filing| {
        std::iter::once(None)
            .chain((0u8..).take(SUBJECT_KINDS.len()).map(Some))
            .map(move |subject| Key {
                filing,
                subject,
                as_of,
            })
    })
}
