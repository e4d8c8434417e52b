//! What a draft certainly passes, told without tracing: the plan's conditions once more, with what is
//! fixed for the kind of filing folded away and every fact of a draft computed once. Most rules say
//! nothing of most drafts; only what may say something is evaluated in full (`run`, `papers`), so
//! that this decides nothing but what need not be looked at.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::condition::View;
use super::fold::{Scoped, Slots};
use super::node::{Body, Node, Program};
use super::prepared::{Asked, Laid};
use super::test::{Values, decide};
use super::truth::Truth;
use super::words::{Looked, Words};
use crate::facts::{Element, Fact, Facts};
use crate::fields::{Kind, Scope};

/// What may have to be evaluated in full, by its position in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A rule.
    Rule(u32),
    /// A requirement of the ruleset.
    Require(u32),
    /// The documents that a rule asks for, or accepts instead of passing.
    Papers(u32),
}

/// The programs of a plan.
#[derive(Debug)]
pub(super) struct Quick<'r> {
    slots: Arc<Slots>,
    /// By scope, so that facts of an element are computed once.
    rules: Vec<(Scope, Vec<Aimed<'r>>)>,
    papers: Vec<(Scope, Vec<Aimed<'r>>)>,
    /// How many rules are evaluated for each element of a scope.
    counts: Vec<(Scope, usize)>,
}

/// A program, and what is evaluated in full where it does not rule that out.
type Aimed<'r> = (Target, Arc<Program<'r>>);

impl<'r> Quick<'r> {
    /// The programs of what a plan has laid out, testing some facts.
    pub fn new(rules: &[Arc<Laid<'r>>], requires: &[Arc<Asked<'r>>], slots: Arc<Slots>) -> Self {
        let mut quick = Self {
            slots,
            rules: Vec::new(),
            papers: Vec::new(),
            counts: Vec::new(),
        };
        for (position, laid) in (0u32..).zip(rules) {
            for scope in &laid.full.scopes {
                quick.count(*scope);
            }
            for look in &laid.looks.findings {
                aim(&mut quick.rules, Target::Rule(position), look);
            }
            for look in &laid.looks.papers {
                aim(&mut quick.papers, Target::Papers(position), look);
            }
        }
        for (position, asked) in (0u32..).zip(requires) {
            if let Some(look) = &asked.look {
                aim(&mut quick.papers, Target::Require(position), look);
            }
        }
        for (_, aimed) in quick.rules.iter_mut().chain(&mut quick.papers) {
            aimed.shrink_to_fit();
        }
        quick
    }

    fn count(&mut self, scope: Scope) {
        match self.counts.iter_mut().find(|(own, _)| *own == scope) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => self.counts.push((scope, 1)),
        }
    }

    /// How many rules are evaluated for elements.
    pub fn instances(&self, facts: &Facts<'_>) -> usize {
        let mut instances = 0usize;
        for (scope, count) in &self.counts {
            facts.for_each_element(*scope, Element::Order, &mut |_| {
                instances = instances.saturating_add(*count);
                true
            });
        }
        instances
    }

    /// What of a draft must be evaluated in full, in order: rules, and where asked for, documents.
    pub fn open(&self, facts: &Facts<'_>, with_papers: bool) -> Vec<Target> {
        let frame = Frame {
            facts,
            slots: &self.slots,
            cache: vec![Cell::new(None); self.slots.len()],
            bound: RefCell::default(),
            looked: RefCell::default(),
            element: Cell::new(Element::Order),
        };
        let mut found = Vec::new();
        let papers: &[_] = if with_papers { &self.papers } else { &[] };
        for (scope, programs) in self.rules.iter().chain(papers) {
            facts.for_each_element(*scope, Element::Order, &mut |element| {
                frame.enter(element);
                for (target, program) in programs {
                    if !found.contains(target) && frame.may(program) {
                        found.push(*target);
                    }
                }
                true
            });
        }
        found.sort_unstable();
        found
    }
}

fn aim<'r>(scopes: &mut Vec<(Scope, Vec<Aimed<'r>>)>, target: Target, look: &Scoped<'r>) {
    let (scope, program) = look;
    let aimed = (target, Arc::clone(program));
    match scopes.iter_mut().find(|(own, _)| own == scope) {
        Some((_, programs)) => programs.push(aimed),
        None => scopes.push((*scope, vec![aimed])),
    }
}

/// The facts of one draft, each computed once.
struct Frame<'f, 'd> {
    facts: &'f Facts<'d>,
    slots: &'f Slots,
    cache: Vec<Cell<Option<Fact<'d>>>>,
    /// The facts computed of the element at hand that are not the order's.
    bound: RefCell<Vec<u16>>,
    /// The texts that words were looked for in, by their facts.
    looked: RefCell<Vec<(u16, Looked<'d>)>>,
    element: Cell<Element>,
}

impl<'d> Frame<'_, 'd> {
    fn enter(&self, element: Element) {
        if self.element.replace(element) == element {
            return;
        }
        let is_bound = |slot: u16| self.slots.get(slot).is_some_and(|slot| slot.is_bound);
        self.looked
            .borrow_mut()
            .retain(|(slot, _)| !is_bound(*slot));
        for slot in self.bound.borrow_mut().drain(..) {
            if let Some(cell) = self.cache.get(usize::from(slot)) {
                cell.set(None);
            }
        }
    }

    fn fact(&self, slot: u16) -> Fact<'d> {
        let (Some(cell), Some(own)) = (self.cache.get(usize::from(slot)), self.slots.get(slot))
        else {
            return Fact::Unknown;
        };
        if let Some(known) = cell.get() {
            return known;
        }
        let value = self.facts.get(own.fact, self.element.get());
        cell.set(Some(value));
        if own.is_bound {
            self.bound.borrow_mut().push(slot);
        }
        value
    }

    /// Whether a program's target may say something; false only where it certainly does not.
    fn may(&self, program: &Program<'_>) -> bool {
        let (guard, groups, bodies) = match program {
            Program::One(body) => return self.is_open(body),
            Program::Several {
                guard,
                groups,
                bodies,
            } => (guard, groups, bodies),
        };
        if self.holds(guard, &[]) == Truth::False {
            return false;
        }
        for (start, conditions) in groups {
            let (mut held, mut open) = (0usize, 0usize);
            let mut flag = 1usize;
            for condition in conditions {
                match self.holds(condition, &[]) {
                    Truth::True => held |= flag,
                    Truth::False => {}
                    Truth::Unknown | Truth::Withheld => open |= flag,
                }
                flag = flag.saturating_mul(2);
            }
            if open != 0 {
                return true;
            }
            let body = bodies.get(start.saturating_add(held));
            if body.is_none_or(|body| self.is_open(body)) {
                return true;
            }
        }
        false
    }

    fn is_open(&self, body: &Body<'_>) -> bool {
        self.holds(&body.node, &body.values) != Truth::False
    }

    fn holds(&self, node: &Node<'_>, values: &Values<'_>) -> Truth {
        match node {
            Node::Constant(truth) => *truth,
            Node::All(parts) => {
                let mut whole = Truth::True;
                for part in parts {
                    whole = whole.and(self.holds(part, values));
                    if whole == Truth::False {
                        break;
                    }
                }
                whole
            }
            Node::Any(parts) => {
                let mut whole = Truth::False;
                for part in parts {
                    whole = whole.or(self.holds(part, values));
                    if whole == Truth::True {
                        break;
                    }
                }
                whole
            }
            Node::Not(inner) => !self.holds(inner, values),
            Node::Test {
                slot,
                other,
                or_none,
                test,
            } => {
                let kind = self.slots.get(*slot).map_or(Kind::Bool, |slot| slot.kind);
                let fact = self.fact(*slot);
                decide(test, fact, kind, *or_none, values, &|_| self.fact(*other))
            }
            Node::Plain { slot, none, op } => op.decide(*none, self.fact(*slot)),
            Node::Words { slot, none, words } => match self.fact(*slot) {
                Fact::Text(text) => Truth::from(self.has_word(*slot, text, words)),
                Fact::Unknown => Truth::Unknown,
                Fact::None => *none,
                _ => Truth::Withheld,
            },
            Node::Nested(condition) => {
                View::new(self.facts, self.element.get(), values).holds(condition)
            }
        }
    }

    /// Whether one of some words is in a fact's text.
    fn has_word(&self, slot: u16, text: &'d str, words: &Words) -> bool {
        let mut looked = self.looked.borrow_mut();
        if let Some((_, ready)) = looked.iter().find(|(own, _)| *own == slot) {
            return ready.has(words);
        }
        let ready = Looked::new(text);
        let has = ready.has(words);
        looked.push((slot, ready));
        has
    }
}
