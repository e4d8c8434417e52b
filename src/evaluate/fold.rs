//! Rules and requirements to the programs of the quick look.

use std::collections::HashMap;
use std::sync::Arc;

use super::node::{Body, Node, Program, all, any, negated, plain, reference};
use super::plan::Key;
use super::prepared::{Prepared, condition_of};
use super::run::lacks_value;
use super::test::{Values, decide, passes_none, resolve_words};
use super::truth::Truth;
use super::words::Words;
use crate::facts::Fact;
use crate::fields::{FactItem, FactRef, Kind, Mount, OrderField, Scope, TextRole};
use crate::ruleset::{Condition, Exception, Require, Test};

/// The programs of a run, and the facts that they test, each once. A draft is looked over in less
/// time than its plan takes to come from memory: where plans have the same conditions, they have
/// them once.
#[derive(Debug, Default)]
pub(super) struct Pool<'r> {
    slots: Arc<Slots>,
    programs: HashMap<String, Arc<Program<'r>>>,
}

/// The facts that conditions test.
#[derive(Debug, Default, Clone)]
pub(super) struct Slots(Vec<Slot>);

/// A fact that conditions test.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub fact: FactRef,
    pub kind: Kind,
    /// Whether it differs from element to element.
    pub is_bound: bool,
}

/// A program for the elements of a scope.
pub(super) type Scoped<'r> = (Scope, Arc<Program<'r>>);

/// The programs of a rule: what it may find, and which documents it may ask for or accept.
#[derive(Debug, Default)]
pub(super) struct Looks<'r> {
    pub findings: Vec<Scoped<'r>>,
    pub papers: Vec<Scoped<'r>>,
}

impl Slots {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// A fact by its number.
    pub fn get(&self, slot: u16) -> Option<&Slot> {
        self.0.get(usize::from(slot))
    }
}

impl<'r> Pool<'r> {
    /// The facts that its programs test by now.
    pub fn slots(&self) -> Arc<Slots> {
        Arc::clone(&self.slots)
    }

    /// The programs of a rule.
    pub fn of_rule(&mut self, prepared: &Prepared<'r>, key: Key) -> Looks<'r> {
        Folder { key, pool: self }.rule(prepared)
    }

    /// The program of a requirement that stands in no rule.
    pub fn of_require(&mut self, require: &'r Require, key: Key) -> Option<Scoped<'r>> {
        let node = Folder { key, pool: self }.node(&require.selection.when, &[]);
        let guard = Node::Constant(Truth::True);
        let program = Program::new(guard, vec![(0, Vec::new())], vec![Body::new(node, &[])])?;
        Some((require.scope, self.keep(program)))
    }

    /// What is written the same means the same, with the same values.
    fn keep(&mut self, program: Program<'r>) -> Arc<Program<'r>> {
        let known = self.programs.entry(format!("{program:?}"));
        Arc::clone(known.or_insert_with(|| Arc::new(program)))
    }

    fn slot(&mut self, fact: FactRef) -> Option<u16> {
        let known = &self.slots.0;
        let found = known.iter().position(|own| own.fact == fact);
        let slot = u16::try_from(found.unwrap_or(known.len())).ok()?;
        if found.is_none() {
            Arc::make_mut(&mut self.slots).0.push(Slot {
                fact,
                kind: fact.kind(),
                is_bound: fact.mount.needs() != Scope::Order,
            });
        }
        Some(slot)
    }
}

/// Folds conditions for one kind of filing and subject.
struct Folder<'p, 'r> {
    key: Key,
    pool: &'p mut Pool<'r>,
}

impl<'r> Folder<'_, 'r> {
    fn rule(&mut self, prepared: &Prepared<'r>) -> Looks<'r> {
        let mut looks = Looks::default();
        for scope in &prepared.scopes {
            let mut bodies = Vec::new();
            for binding in prepared.bindings.all() {
                let mut own = Vec::new();
                for (index, branch) in prepared.rule.branches.iter().enumerate() {
                    if branch.scope != *scope || lacks_value(&branch.fails, &binding.values) {
                        continue;
                    }
                    let mut parts = vec![self.node(&branch.fails, &binding.values)];
                    if let Some(waiver) = &branch.waiver {
                        parts.push(negated(self.node(&waiver.when, &binding.values)));
                    }
                    parts.extend(self.exceptions(prepared, Some(index), &binding.values));
                    own.push(all(parts));
                }
                bodies.push(Body::new(any(own), &binding.values));
            }
            looks
                .findings
                .extend(self.program(*scope, prepared, bodies));
        }
        for (require, _) in &prepared.requires {
            let condition = &require.selection.when;
            let bodies = prepared.bindings.all().iter().map(|binding| {
                let node = if lacks_value(condition, &binding.values) {
                    Node::Constant(Truth::False)
                } else {
                    self.node(condition, &binding.values)
                };
                Body::new(node, &binding.values)
            });
            let bodies = bodies.collect();
            looks
                .papers
                .extend(self.program(require.scope, prepared, bodies));
        }
        for (index, branch) in prepared.rule.branches.iter().enumerate() {
            let Some(waiver) = &branch.waiver else {
                continue;
            };
            let bodies = prepared.bindings.all().iter().map(|binding| {
                if lacks_value(&waiver.when, &binding.values)
                    || lacks_value(&branch.fails, &binding.values)
                {
                    return Body::new(Node::Constant(Truth::False), &[]);
                }
                let mut parts = vec![
                    self.node(&waiver.when, &binding.values),
                    self.node(&branch.fails, &binding.values),
                ];
                parts.extend(self.exceptions(prepared, Some(index), &binding.values));
                Body::new(all(parts), &binding.values)
            });
            let bodies = bodies.collect();
            looks
                .papers
                .extend(self.program(prepared.rule.scope, prepared, bodies));
        }
        looks
    }

    /// What excepts a branch, or with none the rule, negated.
    fn exceptions(
        &mut self,
        prepared: &Prepared<'r>,
        branch: Option<usize>,
        values: &Values<'_>,
    ) -> Vec<Node<'r>> {
        let rule = prepared.rule;
        let id = branch.and_then(|index| rule.branches.get(index)?.id.as_ref());
        let concerns = |exception: &&Exception| match (&exception.branch, branch) {
            (Some(own), Some(_)) => id == Some(own),
            (None, None) => true,
            _ => false,
        };
        let mut found = Vec::new();
        let exceptions = rule.exceptions.iter().map(|own| &**own);
        for exception in exceptions.filter(concerns) {
            let selection = &exception.selection;
            if condition_of(selection, self.key).is_some() {
                found.push(negated(self.node(&selection.when, values)));
            }
        }
        found
    }

    fn program(
        &mut self,
        scope: Scope,
        prepared: &Prepared<'r>,
        bodies: Vec<Body<'r>>,
    ) -> Option<Scoped<'r>> {
        let mut guards = vec![self.node(&prepared.rule.when, &[])];
        guards.extend(self.exceptions(prepared, None, &[]));
        let groups = prepared.bindings.choices().map(|(start, conditions)| {
            let own = conditions.iter();
            (
                start,
                own.map(|condition| self.node(condition, &[])).collect(),
            )
        });
        let groups = groups.collect();
        let program = Program::new(all(guards), groups, bodies)?;
        Some((scope, self.pool.keep(program)))
    }

    /// What the key decides of a fact.
    fn fixed(&self, fact: FactRef) -> Option<Fact<'static>> {
        if fact.mount != Mount::Order {
            return None;
        }
        match fact.item {
            FactItem::Field(slot) if slot == OrderField::FilingKind as u16 => {
                Some(Fact::Code(self.key.filing))
            }
            FactItem::Field(slot) if slot == OrderField::SubjectKind as u16 => {
                self.key.subject.map(Fact::Code)
            }
            _ => None,
        }
    }

    fn node(&mut self, condition: &'r Condition, values: &Values<'_>) -> Node<'r> {
        match condition {
            Condition::Constant(flag) => Node::Constant(Truth::from(*flag)),
            Condition::All(parts) => {
                all(parts.iter().map(|part| self.node(part, values)).collect())
            }
            Condition::Any(parts) => {
                any(parts.iter().map(|part| self.node(part, values)).collect())
            }
            Condition::Not(inner) => negated(self.node(inner, values)),
            Condition::Fact {
                fact,
                test,
                or_none,
            } => {
                let reference = reference(test);
                if let (Some(fixed), None) = (self.fixed(*fact), reference) {
                    let none = |_| Fact::Unknown;
                    let truth = decide(test, fixed, fact.kind(), *or_none, values, &none);
                    return Node::Constant(truth);
                }
                let Some(slot) = self.pool.slot(*fact) else {
                    return Node::Nested(condition);
                };
                let none = Truth::from(*or_none || passes_none(test));
                if let Some(op) = plain(test, values) {
                    return Node::Plain { slot, none, op };
                }
                if let Test::Words(how, words) = test
                    && let Some(words) = resolve_words(words, values)
                    && let Some(words) = Words::new(*how, words)
                {
                    return Node::Words {
                        slot,
                        none,
                        words: Box::new(words),
                    };
                }
                let other = reference.map_or(Some(slot), |other| self.pool.slot(other));
                match other {
                    Some(other) => Node::Test {
                        slot,
                        other,
                        or_none: *or_none,
                        test,
                    },
                    None => Node::Nested(condition),
                }
            }
            Condition::Param { param, test } => match values.get(*param) {
                Some(Some(_)) if reference(test).is_some() => Node::Nested(condition),
                Some(Some(value)) => {
                    let kind = Kind::Text(TextRole::Free);
                    let none = |_| Fact::Unknown;
                    let truth = decide(test, value.as_fact(), kind, false, values, &none);
                    Node::Constant(truth)
                }
                _ => Node::Constant(Truth::False),
            },
            Condition::Each { .. } | Condition::Count { .. } | Condition::Distinct { .. } => {
                Node::Nested(condition)
            }
        }
    }
}
