//! Rules and requirements to the clauses of the quick look.

use std::sync::Arc;

use super::clause::Form;
use super::literal::{self, Listed, Literal, plain, reference, texts};
use super::mix::Mixed;
use super::node::{Node, all, any, negated};
use super::plan::Key;
use super::prepared::{Prepared, condition_of};
use super::quick::SCREENS;
use super::screen::{Given, Screen};
use super::sieves::Sieves;
use super::test::{Values, decide, passes_none, resolve_words};
use super::truth::Truth;
use super::words::{How, Words};
use crate::facts::{Fact, is_of_file};
use crate::fields::{FactItem, FactRef, Kind, Mount, OrderField, Scope, TextRole};
use crate::ruleset::{Condition, Exception, Require, Test, has_bit};

/// What the plans of a run test, each once. A draft is looked over in less time than its plan takes
/// to come from memory: where plans have the same conditions, they have them once.
#[derive(Debug, Default)]
pub(super) struct Pool<'r> {
    literals: Mixed<literal::Key, Arc<Literal<'r>>>,
    /// The numbers of lists of texts, by what they hold, and by where they stand.
    lists: Mixed<Vec<String>, usize>,
    places: Mixed<(usize, usize), usize>,
    /// Lists made ready, by their numbers.
    words: Mixed<(How, usize), Arc<Words>>,
    /// The clauses of conditions by their numbers, and the numbers by what they hold.
    forms: Vec<Clauses<'r>>,
    numbers: Mixed<Vec<usize>, u32>,
    sieves: Sieves<'r>,
    /// What the screens of a plan are made of, empty between plans: kept for its memory.
    givens: Givens,
}

/// What may be said of the elements of each scope, part after part.
pub(super) type Givens = [Vec<Given>; SCREENS];

/// The clauses of one thing that may be said.
pub(super) type Clauses<'r> = Arc<Form<'r>>;

/// What of a rule or a requirement may be said of the elements of a scope. Plans are made of some
/// hundreds of these, so that they are small and lie together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub part: Part,
    pub scope: Scope,
    /// Of a rule's documents, what asks for them, by its position in the rule.
    pub asking: u16,
    /// When it may be said: the number of a condition.
    pub form: u32,
}

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// What rules find.
    Findings,
    /// The same of attachments, where nobody looks at their files.
    Unseen,
    /// What documents are asked for.
    Papers,
}

impl Part {
    /// All of them.
    pub const ALL: [Part; 3] = [Part::Findings, Part::Unseen, Part::Papers];
}

impl<'r> Pool<'r> {
    /// Empty lists to make the screens of a plan of.
    pub fn givens(&mut self) -> Givens {
        std::mem::take(&mut self.givens)
    }

    /// Keeps the memory of such lists.
    pub fn keep_givens(&mut self, mut givens: Givens) {
        givens.iter_mut().for_each(Vec::clear);
        self.givens = givens;
    }

    /// What may be said of the elements of a scope.
    pub fn screen(&mut self, all: &[Given]) -> Arc<Screen<'r>> {
        self.sieves.screen(all, &self.forms)
    }

    /// What may be said of a rule: what it may find, then what documents it may ask for or accept.
    pub fn of_rule(&mut self, prepared: &Prepared<'r>, key: Key) -> Box<[Look]> {
        let mut folder = Folder {
            key,
            unseen: false,
            pool: self,
        };
        let mut looks = folder.rule(prepared);
        if prepared.scopes.contains(&Scope::Attachment) {
            folder.unseen = true;
            let unseen = folder.findings(prepared, Scope::Attachment);
            looks.extend(unseen.map(|look| Look {
                part: Part::Unseen,
                ..look
            }));
        }
        looks.into()
    }

    /// What may be said of a requirement that stands in no rule.
    pub fn of_require(&mut self, require: &'r Require, key: Key) -> Option<Look> {
        let mut folder = Folder {
            key,
            unseen: false,
            pool: self,
        };
        let node = folder.node(&require.selection.when, &[]);
        let look = self.keep(require.scope, &node);
        look.map(|look| Look {
            part: Part::Papers,
            ..look
        })
    }

    /// What is said where a condition holds; none where it never does.
    fn keep(&mut self, scope: Scope, node: &Node<'r>) -> Option<Look> {
        let mut form = Form::new(node);
        if form.clauses.is_empty() {
            return None;
        }
        let next = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(form.key()).or_insert(next);
        if number == next {
            form.number = next;
            self.forms.push(Arc::new(form));
        }
        Some(Look {
            part: Part::Findings,
            scope,
            asking: 0,
            form: number,
        })
    }

    /// The number of a list of texts: one number, one content.
    fn list(&mut self, texts: &[String]) -> usize {
        let place = (texts.as_ptr().addr(), texts.len());
        if let Some(known) = self.places.get(&place) {
            return *known;
        }
        let next = self.lists.len();
        let number = *self.lists.entry(texts.to_vec()).or_insert(next);
        self.places.insert(place, number);
        number
    }

    /// A search for words.
    fn words(
        &mut self,
        fact: FactRef,
        (how, words): (How, &[String]),
        wanted: bool,
        none: Truth,
    ) -> Node<'r> {
        let list = self.list(words);
        let ready = self.words.entry((how, list));
        let ready = ready.or_insert_with(|| Arc::new(Words::new(how, words)));
        let listed = Listed {
            words: Arc::clone(ready),
            wanted,
            none,
        };
        let key = literal::Key::words(fact, how, list, wanted, none);
        self.leaf(key, || Literal::words(fact, listed))
    }

    /// A literal, which is made where its key is new.
    fn leaf(&mut self, key: literal::Key, make: impl FnOnce() -> Literal<'r>) -> Node<'r> {
        let known = self.literals.entry(key);
        Node::Leaf(Arc::clone(known.or_insert_with(|| Arc::new(make()))))
    }
}

/// Folds conditions for one kind of filing and subject.
struct Folder<'p, 'r> {
    key: Key,
    /// Whether nobody looks at files, so that what they tell is none.
    unseen: bool,
    pool: &'p mut Pool<'r>,
}

impl<'r> Folder<'_, 'r> {
    fn rule(&mut self, prepared: &Prepared<'r>) -> Vec<Look> {
        let mut looks = Vec::new();
        let bindings = prepared.bindings.all();
        for scope in &prepared.scopes {
            looks.extend(self.findings(prepared, *scope));
        }
        for (part, asking) in (0u16..).zip(&prepared.asking) {
            let mut bodies = Vec::new();
            for (index, binding) in bindings.iter().enumerate() {
                if asking.is_silent(index) {
                    bodies.push(Node::Constant(Truth::False));
                    continue;
                }
                let mut parts = vec![self.node(asking.when, &binding.values)];
                if let Some(branch) = asking.branch {
                    let own = prepared.rule.branches.get(branch);
                    parts.extend(own.map(|own| self.node(&own.fails, &binding.values)));
                    parts.extend(self.exceptions(prepared, Some(branch), &binding.values));
                }
                bodies.push(all(parts));
            }
            let look = self.guarded(asking.cause.scope, prepared, bodies);
            looks.extend(look.map(|look| Look {
                part: Part::Papers,
                asking: part,
                ..look
            }));
        }
        looks
    }

    /// What the rule may find of the elements of a scope.
    fn findings(&mut self, prepared: &Prepared<'r>, scope: Scope) -> Option<Look> {
        let mut bodies = Vec::new();
        for binding in prepared.bindings.all() {
            let mut own = Vec::new();
            for (index, branch) in prepared.rule.branches.iter().enumerate() {
                if branch.scope != scope || binding.is_silent(index) {
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
        self.guarded(scope, prepared, bodies)
    }

    /// What excepts a branch, or with none the rule, negated.
    fn exceptions(
        &mut self,
        prepared: &Prepared<'r>,
        branch: Option<usize>,
        values: &Values<'r>,
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

    /// The clauses of what a rule says under each of its bindings: the guard holds, the conditions
    /// that a binding is chosen by do, and what it says.
    fn guarded(
        &mut self,
        scope: Scope,
        prepared: &Prepared<'r>,
        bodies: Vec<Node<'r>>,
    ) -> Option<Look> {
        let mut guards = vec![self.node(&prepared.rule.when, &[])];
        guards.extend(self.exceptions(prepared, None, &[]));
        let mut whole = Vec::new();
        let mut choices = prepared.bindings.choices().peekable();
        while let Some((start, conditions)) = choices.next() {
            let end = choices.peek().map_or(bodies.len(), |(next, _)| *next);
            let own: Vec<Node<'r>> = conditions
                .iter()
                .map(|condition| self.node(condition, &[]))
                .collect();
            for (mask, body) in bodies.iter().take(end).skip(start).enumerate() {
                if body.is_never() {
                    continue;
                }
                let mut parts = vec![body.clone()];
                for (bit, condition) in own.iter().enumerate() {
                    let is_held = has_bit(u64::try_from(mask).unwrap_or(0), bit);
                    parts.push(if is_held {
                        condition.clone()
                    } else {
                        negated(condition.clone())
                    });
                }
                whole.push(all(parts));
            }
        }
        guards.push(any(whole));
        self.pool.keep(scope, &all(guards))
    }

    /// What the key decides of a fact.
    fn fixed(&self, fact: FactRef) -> Option<Fact<'static>> {
        if self.unseen && is_of_file(fact) {
            return Some(Fact::None);
        }
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

    fn node(&mut self, condition: &'r Condition, values: &Values<'r>) -> Node<'r> {
        match condition {
            Condition::Constant(flag) => Node::Constant(Truth::from(*flag)),
            Condition::All(parts) => all(parts.iter().map(|part| self.node(part, values))),
            Condition::Any(parts) => any(parts.iter().map(|part| self.node(part, values))),
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
                let (fact, or_none) = (*fact, *or_none);
                let none = Truth::from(or_none || passes_none(test));
                if let Some(op) = plain(test, values) {
                    let key = literal::Key::plain(fact, op, none);
                    return self.pool.leaf(key, || Literal::plain(fact, op, none));
                }
                if let Test::Words(how, words) = test
                    && let Some(words) = resolve_words(words, values)
                {
                    return self.pool.words(fact, ((*how).into(), words), true, none);
                }
                if let Some((texts, wanted)) = texts(fact, test, values) {
                    return self.pool.words(fact, (How::Whole, texts), wanted, none);
                }
                let is_constant =
                    matches!(test, Test::SameAs(..) | Test::Versus(..) | Test::WordOf(..));
                let values = if is_constant { &[] } else { values };
                let key = literal::Key::other(test, or_none, none, values).of(fact);
                let own = self
                    .pool
                    .leaf(key, || Literal::test(fact, test, or_none, values));
                // Where none of the words occurs, which is told of all lists together, nothing need be
                // compared with the other text.
                match test {
                    Test::WordsBut(how, words, _) => match resolve_words(words, values) {
                        Some(words) => {
                            let how = (*how).into();
                            let occur = self.pool.words(fact, (how, words), true, none);
                            all([occur, own])
                        }
                        None => own,
                    },
                    _ => own,
                }
            }
            Condition::Param { param, test } => match values.get(*param) {
                Some(Some(_)) if reference(test).is_some() => self.nested(condition, values),
                Some(Some(value)) => {
                    let kind = Kind::Text(TextRole::Free);
                    let none = |_| Fact::Unknown;
                    let truth = decide(test, value.as_fact(), kind, false, values, &none);
                    Node::Constant(truth)
                }
                _ => Node::Constant(Truth::False),
            },
            Condition::Each { .. } | Condition::Count { .. } | Condition::Distinct { .. } => {
                self.nested(condition, values)
            }
        }
    }

    fn nested(&mut self, condition: &'r Condition, values: &Values<'r>) -> Node<'r> {
        let key = literal::Key::other(condition, false, Truth::Unknown, values);
        self.pool.leaf(key, || Literal::nested(condition, values))
    }
}
