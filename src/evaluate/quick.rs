//! What a draft certainly passes, told without tracing: the plan's conditions once more, with what is
//! fixed for the kind of filing folded away and every fact of a draft computed once. Most rules say
//! nothing of most drafts; only what may say something is evaluated in full (`run`, `papers`), so
//! that this decides nothing but what need not be looked at.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use super::binding::Binding;
use super::condition::View;
use super::plan::{Key, Prepared, condition_of};
use super::run::lacks_value;
use super::test::{
    Values, compare_int, decide, lowered, passes_none, resolve_bool, resolve_int, resolve_mask,
    resolve_words,
};
use super::truth::Truth;
use crate::facts::{Element, Fact, Facts};
use crate::fields::{FactItem, FactRef, Kind, Mount, OrderField, Scope, TextRole};
use crate::ruleset::{Compare, Condition, Exception, Require, Test, WordMatch};

/// What may have to be evaluated in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A rule, by its position in the plan.
    Rule(usize),
    /// A requirement of the ruleset, by its position in the plan.
    Require(usize),
    /// The documents that a rule asks for, or accepts instead of passing.
    Papers(usize),
}

/// What the plans of a run share. Provinces differ in few rules, and a draft is looked over in less
/// time than its plan takes to come from memory: where plans have the same conditions, they have
/// them once.
#[derive(Debug, Default)]
pub struct Shared<'r> {
    slots: Arc<Slots>,
    programs: HashMap<String, Arc<Program<'r>>>,
}

/// The facts that conditions test, each once.
#[derive(Debug, Default, Clone)]
struct Slots {
    facts: Vec<(FactRef, Kind)>,
    /// Those that differ from element to element, by their number.
    bound: Vec<u16>,
}

/// The quick conditions of a plan.
#[derive(Debug, Default)]
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

#[derive(Debug)]
struct Program<'r> {
    guard: Node<'r>,
    /// The conditions that bindings are chosen by, for each group: the number of its first binding.
    groups: Vec<(usize, Vec<Node<'r>>)>,
    /// What must not be false, by binding.
    bodies: Vec<Node<'r>>,
}

/// A condition.
#[derive(Debug)]
enum Node<'r> {
    Constant(Truth),
    All(Box<[Node<'r>]>),
    Any(Box<[Node<'r>]>),
    Not(Box<Node<'r>>),
    Test {
        slot: u16,
        /// The other fact of a comparison; the same where there is none.
        other: u16,
        or_none: bool,
        test: &'r Test,
    },
    /// A test with a constant.
    Plain {
        slot: u16,
        /// What *none* gives.
        none: Truth,
        op: Op,
    },
    /// A test for words.
    Words {
        slot: u16,
        none: Truth,
        how: WordMatch,
        /// As texts are when words are looked for in them.
        words: Box<[String]>,
        /// A mark of the first character of each word.
        marks: Box<[u8]>,
    },
    /// What ranges over elements: evaluated as it stands.
    Nested(&'r Condition),
}

/// A comparison with a constant, parameters' values being in it.
#[derive(Debug, Clone, Copy)]
enum Op {
    Bool(bool),
    Int(Compare, i64),
    /// Whether a code is among these is so or not.
    Mask(u64, bool),
    Known(bool),
    IsNone(bool),
}

impl<'r> Quick<'r> {
    /// The quick conditions of what a plan has laid out; `None` where the subject's kind is unknown.
    pub fn new(
        key: Key,
        rules: &[Prepared<'r>],
        requires: &[(&'r Require, Cow<'r, Condition>)],
        shared: &mut Shared<'r>,
    ) -> Option<Self> {
        key.subject?;
        let mut builder = Builder {
            key,
            shared,
            quick: Quick::default(),
        };
        for (position, prepared) in rules.iter().enumerate() {
            builder.rule(position, prepared);
        }
        for (position, (require, _)) in requires.iter().enumerate() {
            let body = builder.node(&require.selection.when, &[]);
            let program = Program {
                guard: Node::Constant(Truth::True),
                groups: vec![(0, Vec::new())],
                bodies: vec![body],
            };
            builder.add(
                false,
                require.scope,
                Target::Require(position),
                program,
                &[],
            );
        }
        let slots = Arc::clone(&builder.shared.slots);
        let mut quick = builder.quick;
        quick.slots = slots;
        Some(quick)
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
    pub fn open(
        &self,
        facts: &Facts<'_>,
        rules: &[Prepared<'r>],
        with_papers: bool,
    ) -> Vec<Target> {
        let frame = Frame {
            facts,
            quick: self,
            cache: vec![Cell::new(None); self.slots.facts.len()],
            looked: RefCell::new(None),
            element: Cell::new(Element::Order),
        };
        let mut found = Vec::new();
        let papers: &[_] = if with_papers { &self.papers } else { &[] };
        for (scope, programs) in self.rules.iter().chain(papers) {
            facts.for_each_element(*scope, Element::Order, &mut |element| {
                frame.enter(element);
                for (target, program) in programs {
                    if !found.contains(target) && frame.may(*target, program, rules) {
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

struct Builder<'s, 'r> {
    key: Key,
    shared: &'s mut Shared<'r>,
    quick: Quick<'r>,
}

impl<'r> Builder<'_, 'r> {
    fn rule(&mut self, position: usize, prepared: &Prepared<'r>) {
        for scope in &prepared.scopes {
            self.count(*scope);
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
                bodies.push(any(own));
            }
            self.program(true, Target::Rule(position), *scope, prepared, bodies);
        }
        for (require, _) in &prepared.requires {
            let condition = &require.selection.when;
            let bodies = prepared.bindings.all().iter().map(|binding| {
                if lacks_value(condition, &binding.values) {
                    Node::Constant(Truth::False)
                } else {
                    self.node(condition, &binding.values)
                }
            });
            let bodies = bodies.collect();
            self.program(
                false,
                Target::Papers(position),
                require.scope,
                prepared,
                bodies,
            );
        }
        for (index, branch) in prepared.rule.branches.iter().enumerate() {
            let Some(waiver) = &branch.waiver else {
                continue;
            };
            let bodies = prepared.bindings.all().iter().map(|binding| {
                if lacks_value(&waiver.when, &binding.values)
                    || lacks_value(&branch.fails, &binding.values)
                {
                    return Node::Constant(Truth::False);
                }
                let mut parts = vec![
                    self.node(&waiver.when, &binding.values),
                    self.node(&branch.fails, &binding.values),
                ];
                parts.extend(self.exceptions(prepared, Some(index), &binding.values));
                all(parts)
            });
            let bodies = bodies.collect();
            let target = Target::Papers(position);
            self.program(false, target, prepared.rule.scope, prepared, bodies);
        }
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
        for exception in rule.exceptions.iter().filter(concerns) {
            let selection = &exception.selection;
            if condition_of(selection, self.key).is_some() {
                found.push(negated(self.node(&selection.when, values)));
            }
        }
        found
    }

    fn program(
        &mut self,
        rules: bool,
        target: Target,
        scope: Scope,
        prepared: &Prepared<'r>,
        bodies: Vec<Node<'r>>,
    ) {
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
        let program = Program {
            guard: all(guards),
            groups,
            bodies,
        };
        self.add(rules, scope, target, program, prepared.bindings.all());
    }

    fn add(
        &mut self,
        rules: bool,
        scope: Scope,
        target: Target,
        program: Program<'r>,
        bindings: &[Binding<'_>],
    ) {
        let is_false = |node: &Node<'_>| matches!(node, Node::Constant(Truth::False));
        if is_false(&program.guard) || program.bodies.iter().all(is_false) {
            return;
        }
        // What is written the same means the same, with the same values.
        let mut text = format!("{program:?}");
        for binding in bindings {
            let _ = write!(text, "{:?}", binding.values);
        }
        let shared = self.shared.programs.entry(text);
        let program = (
            target,
            Arc::clone(shared.or_insert_with(|| Arc::new(program))),
        );
        let scopes = if rules {
            &mut self.quick.rules
        } else {
            &mut self.quick.papers
        };
        match scopes.iter_mut().find(|(own, _)| *own == scope) {
            Some((_, programs)) => programs.push(program),
            None => scopes.push((scope, vec![program])),
        }
    }

    fn count(&mut self, scope: Scope) {
        let counts = &mut self.quick.counts;
        match counts.iter_mut().find(|(own, _)| *own == scope) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => counts.push((scope, 1)),
        }
    }

    fn slot(&mut self, fact: FactRef) -> Option<u16> {
        let known = &self.shared.slots.facts;
        let found = known.iter().position(|(own, _)| *own == fact);
        let slot = u16::try_from(found.unwrap_or(known.len())).ok()?;
        if found.is_none() {
            let slots = Arc::make_mut(&mut self.shared.slots);
            slots.facts.push((fact, fact.kind()));
            if fact.mount.needs() != Scope::Order {
                slots.bound.push(slot);
            }
        }
        Some(slot)
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
                let Some(slot) = self.slot(*fact) else {
                    return Node::Nested(condition);
                };
                let none = Truth::from(*or_none || passes_none(test));
                if let Some(op) = plain(test, values) {
                    return Node::Plain { slot, none, op };
                }
                if let Test::Words(how, words) = test
                    && let Some(words) = resolve_words(words, values)
                    && !matches!(how, WordMatch::Under | WordMatch::Written)
                    && let Some((words, marks)) = marked(words)
                {
                    return Node::Words {
                        slot,
                        none,
                        how: *how,
                        words,
                        marks,
                    };
                }
                let other = reference.map_or(Some(slot), |other| self.slot(other));
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

/// A test with a constant, if it is a simple one.
fn plain(test: &Test, values: &Values<'_>) -> Option<Op> {
    Some(match test {
        Test::Bool(with) => Op::Bool(resolve_bool(with, values)?),
        Test::NotBool(with) => Op::Bool(!resolve_bool(with, values)?),
        Test::Int(compare, with) => Op::Int(*compare, resolve_int(with, values)?),
        Test::OneOf(with) => Op::Mask(resolve_mask(with, values)?, true),
        Test::NoneOf(with) => Op::Mask(resolve_mask(with, values)?, false),
        Test::Known(wanted) => Op::Known(*wanted),
        Test::IsNone(wanted) => Op::IsNone(*wanted),
        _ => return None,
    })
}

impl Op {
    fn decide(self, none: Truth, fact: Fact<'_>) -> Truth {
        match (self, fact) {
            (_, Fact::Withheld) => Truth::Withheld,
            (Op::Known(wanted), Fact::Unknown) => Truth::from(!wanted),
            (Op::Known(wanted), _) => Truth::from(wanted),
            (_, Fact::Unknown) => Truth::Unknown,
            (Op::IsNone(wanted), Fact::None) => Truth::from(wanted),
            (Op::IsNone(wanted), _) => Truth::from(!wanted),
            (_, Fact::None) => none,
            (Op::Bool(wanted), Fact::Bool(flag)) => Truth::from(flag == wanted),
            (Op::Mask(mask, wanted), Fact::Code(code)) => {
                let has = mask.checked_shr(u32::from(code)).unwrap_or(0) & 1 == 1;
                Truth::from(has == wanted)
            }
            (Op::Int(compare, with), number) => compare_int(compare, number, with),
            _ => Truth::Withheld,
        }
    }
}

type Marked = (Box<[String]>, Box<[u8]>);

/// Words ready to be looked for, with a mark of the first character of each; none where one is empty.
fn marked(words: &[String]) -> Option<Marked> {
    let words: Box<[String]> = words
        .iter()
        .map(|word| lowered(word).into_owned())
        .collect();
    let marks = words.iter().map(|word| word.chars().next().map(mark));
    let marks = marks.collect::<Option<_>>()?;
    Some((words, marks))
}

/// A number below 64 for a character.
fn mark(character: char) -> u8 {
    let mixed = u32::from(character).wrapping_mul(0x9e37_79b1) >> 26;
    u8::try_from(mixed).unwrap_or(0)
}

/// A text made ready to look for words in.
#[derive(Debug)]
struct Looked<'d> {
    text: Cow<'d, str>,
    /// The marks of its characters, a bit each.
    marks: u64,
}

impl<'d> Looked<'d> {
    fn new(text: &'d str) -> Self {
        let text = lowered(text);
        let bit = |character| 1u64.checked_shl(u32::from(mark(character))).unwrap_or(0);
        let marks = text
            .chars()
            .fold(0, |marks, character| marks | bit(character));
        Self { text, marks }
    }

    fn has(&self, how: WordMatch, words: &[String], marks: &[u8]) -> bool {
        marks.iter().zip(words).any(|(mark, word)| {
            self.marks.checked_shr(u32::from(*mark)).unwrap_or(0) & 1 == 1
                && match how {
                    WordMatch::Contains => self.text.contains(word.as_str()),
                    WordMatch::StartsWith => self.text.starts_with(word.as_str()),
                    WordMatch::EndsWith => self.text.ends_with(word.as_str()),
                    _ => self.text == *word,
                }
        })
    }
}

/// The fact that a test compares with.
fn reference(test: &Test) -> Option<FactRef> {
    match test {
        Test::SameAs(other, _) | Test::Versus(_, other) | Test::WordOf(_, other) => Some(*other),
        _ => None,
    }
}

fn negated(node: Node<'_>) -> Node<'_> {
    match node {
        Node::Constant(truth) => Node::Constant(!truth),
        Node::Not(inner) => *inner,
        other => Node::Not(Box::new(other)),
    }
}

fn all(parts: Vec<Node<'_>>) -> Node<'_> {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Node::Constant(Truth::True) => {}
            Node::Constant(Truth::False) => return Node::Constant(Truth::False),
            Node::All(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    joined(flat, Truth::True, Node::All)
}

fn any(parts: Vec<Node<'_>>) -> Node<'_> {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Node::Constant(Truth::False) => {}
            Node::Constant(Truth::True) => return Node::Constant(Truth::True),
            Node::Any(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    joined(flat, Truth::False, Node::Any)
}

fn joined<'r>(
    mut parts: Vec<Node<'r>>,
    empty: Truth,
    join: impl FnOnce(Box<[Node<'r>]>) -> Node<'r>,
) -> Node<'r> {
    // The order decides nothing but what it costs.
    parts.sort_by_key(Node::cost);
    if parts.len() > 1 {
        return join(parts.into_boxed_slice());
    }
    parts.pop().unwrap_or(Node::Constant(empty))
}

impl Node<'_> {
    /// About how long it takes, for the cheapest to go first.
    fn cost(&self) -> u32 {
        match self {
            Node::Constant(_) => 0,
            Node::All(parts) | Node::Any(parts) => {
                let sum = parts.iter().map(Node::cost).fold(0u32, u32::saturating_add);
                sum.saturating_add(1)
            }
            Node::Not(inner) => inner.cost(),
            Node::Test { test, .. } => match test {
                Test::Set(..) | Test::IsEmpty(_) | Test::Day(..) | Test::Versus(..) => 2,
                Test::Division(_) | Test::NotDivision(_) => 2,
                Test::SameAs(..) => 4,
                _ => 16,
            },
            Node::Plain { .. } => 1,
            Node::Words { marks, .. } => {
                let words = u32::try_from(marks.len()).unwrap_or(u32::MAX);
                words.saturating_add(8)
            }
            Node::Nested(_) => 32,
        }
    }
}

/// The facts of one draft, each computed once.
struct Frame<'f, 'r, 'd> {
    facts: &'f Facts<'d>,
    quick: &'f Quick<'r>,
    cache: Vec<Cell<Option<Fact<'d>>>>,
    /// The text that words were looked for in last, with the fact that it is.
    looked: RefCell<Option<(u16, Looked<'d>)>>,
    element: Cell<Element>,
}

impl<'d> Frame<'_, '_, 'd> {
    fn enter(&self, element: Element) {
        if self.element.replace(element) == element {
            return;
        }
        self.looked.take();
        for slot in &self.quick.slots.bound {
            if let Some(cell) = self.cache.get(usize::from(*slot)) {
                cell.set(None);
            }
        }
    }

    fn fact(&self, slot: u16) -> Fact<'d> {
        let slot = usize::from(slot);
        let (Some(cell), Some((fact, _))) =
            (self.cache.get(slot), self.quick.slots.facts.get(slot))
        else {
            return Fact::Unknown;
        };
        if let Some(known) = cell.get() {
            return known;
        }
        let value = self.facts.get(*fact, self.element.get());
        cell.set(Some(value));
        value
    }

    /// Whether a program's target may say something; false only where it certainly does not.
    fn may(&self, target: Target, program: &Program<'_>, rules: &[Prepared<'_>]) -> bool {
        if self.holds(&program.guard, &[]) == Truth::False {
            return false;
        }
        let bindings = match target {
            Target::Rule(position) | Target::Papers(position) => {
                rules.get(position).map(|prepared| prepared.bindings.all())
            }
            Target::Require(_) => None,
        };
        let values = |index: usize| {
            let binding = bindings.and_then(|bindings| bindings.get(index));
            binding.map_or(&[][..], |binding| binding.values.as_slice())
        };
        for (start, conditions) in &program.groups {
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
            let index = start.saturating_add(held);
            match program.bodies.get(index) {
                Some(body) if self.holds(body, values(index)) == Truth::False => {}
                _ => return true,
            }
        }
        false
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
                let kind = self.quick.slots.facts.get(usize::from(*slot));
                let kind = kind.map_or(Kind::Bool, |(_, kind)| *kind);
                let fact = self.fact(*slot);
                decide(test, fact, kind, *or_none, values, &|_| self.fact(*other))
            }
            Node::Plain { slot, none, op } => op.decide(*none, self.fact(*slot)),
            Node::Words {
                slot,
                none,
                how,
                words,
                marks,
            } => match self.fact(*slot) {
                Fact::Text(text) => Truth::from(self.has_word(*slot, text, *how, words, marks)),
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
    fn has_word(
        &self,
        slot: u16,
        text: &'d str,
        how: WordMatch,
        words: &[String],
        marks: &[u8],
    ) -> bool {
        let mut looked = self.looked.borrow_mut();
        match &*looked {
            Some((own, ready)) if *own == slot => ready.has(how, words, marks),
            _ => {
                let ready = Looked::new(text);
                let has = ready.has(how, words, marks);
                *looked = Some((slot, ready));
                has
            }
        }
    }
}
