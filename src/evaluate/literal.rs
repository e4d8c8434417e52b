//! A single test of the quick look, ready to be made: the values of parameters are in it.

use std::sync::Arc;

use super::condition::View;
use super::desk::{Desk, Looked};
use super::lexicon::Lexicon;
use super::node::Node;
use super::search::Sought;
use super::sieve::Mask;
use super::test::{
    Values, compare_int, compare_set, decide, is_compared_folded, passes_none, resolve_bool,
    resolve_int, resolve_mask, resolve_words,
};
use super::truth::Truth;
use super::words::{How, Words};
use crate::facts::{Element, Fact, Facts};
use crate::fields::{FactRef, Kind, Scope};
use crate::ruleset::{Compare, Condition, Pattern, SetMatch, Test, Value, WordMatch};

/// A test of an element.
#[derive(Debug)]
pub(super) struct Literal<'r> {
    /// The fact that it tests; none where it is more than one fact's.
    pub fact: Option<FactRef>,
    ask: Ask<'r>,
}

/// What is asked.
#[derive(Debug)]
enum Ask<'r> {
    /// A comparison with a constant; what *none* gives.
    Plain(Op, Truth),
    /// Whether words occur.
    Words(Listed),
    /// Whether a text has that of another fact, so compared; what *none* gives.
    WordOf(How, FactRef, Truth),
    /// Whether a text matches a pattern; what *none* gives.
    Pattern(&'r Pattern, Truth),
    /// Any other test of a fact.
    Test(Tested<'r>),
    /// What ranges over elements: evaluated as it stands.
    Nested(&'r Condition, Box<[Option<&'r Value>]>),
    /// A condition that would make too many clauses.
    Tree(Box<Node<'r>>),
}

/// A list of words that is looked for.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub words: Arc<Words>,
    /// Whether one of them is to occur.
    pub wanted: bool,
    /// What *none* gives.
    pub none: Truth,
}

impl Listed {
    /// The same on behalf of clauses, in which it may have to be false.
    pub fn sought(&self, negate: bool, members: Mask) -> Sought {
        Sought {
            words: Arc::clone(&self.words),
            wanted: self.wanted != negate,
            none: if negate { !self.none } else { self.none },
            members,
        }
    }
}

/// A test of a fact, with what it reads.
#[derive(Debug)]
struct Tested<'r> {
    kind: Kind,
    test: &'r Test,
    or_none: bool,
    /// What *none* gives.
    none: Truth,
    values: Box<[Option<&'r Value>]>,
}

/// What literals are told apart by: one key, one meaning. What a ruleset holds is known by where it
/// stands there.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    fact: Option<FactRef>,
    op: Option<Op>,
    flags: (u8, bool, Truth),
    addresses: Vec<usize>,
}

/// A comparison with a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Op {
    Bool(bool),
    Int(Compare, i64),
    /// Whether a code is among these is so or not.
    Mask(u64, bool),
    Known(bool),
    IsNone(bool),
    /// Whether the members of a set stand so to these is so or not.
    Set(SetMatch, u64, bool),
}

/// In keys, what is no way to look for words.
const OTHER: u8 = 255;

impl Key {
    /// Of a comparison of a fact with a constant.
    pub fn plain(fact: FactRef, op: Op, none: Truth) -> Self {
        Self {
            fact: Some(fact),
            op: Some(op),
            flags: (0, false, none),
            addresses: Vec::new(),
        }
    }

    /// Of a search for words, by the number of their list.
    pub fn words(fact: FactRef, how: How, list: usize, wanted: bool, none: Truth) -> Self {
        Self {
            fact: Some(fact),
            op: None,
            flags: (how as u8, wanted, none),
            addresses: vec![list],
        }
    }

    /// Of any other test or condition, by what it is and what it reads.
    pub fn other<T>(what: &T, or_none: bool, none: Truth, values: &Values<'_>) -> Self {
        let values = values.iter();
        let values = values.map(|value| value.map_or(0, |value| std::ptr::from_ref(value).addr()));
        Self {
            fact: None,
            op: None,
            flags: (OTHER, or_none, none),
            addresses: std::iter::once(std::ptr::from_ref(what).addr())
                .chain(values)
                .collect(),
        }
    }

    /// The same of a fact.
    pub fn of(self, fact: FactRef) -> Self {
        Self {
            fact: Some(fact),
            ..self
        }
    }
}

/// What a search for words costs, whatever their number.
pub(super) const SEARCH: u32 = 8;

impl<'r> Literal<'r> {
    /// A comparison of a fact with a constant.
    pub fn plain(fact: FactRef, op: Op, none: Truth) -> Self {
        Self {
            fact: Some(fact),
            ask: Ask::Plain(op, none),
        }
    }

    /// A search for words in a fact.
    pub fn words(fact: FactRef, listed: Listed) -> Self {
        Self {
            fact: Some(fact),
            ask: Ask::Words(listed),
        }
    }

    /// Any other test of a fact.
    pub fn test(fact: FactRef, test: &'r Test, or_none: bool, values: &Values<'r>) -> Self {
        let none = Truth::from(or_none || passes_none(test));
        let ask = match test {
            Test::Matches(pattern) => Ask::Pattern(pattern, none),
            Test::WordOf(how, other) if !matches!(how, WordMatch::Written | WordMatch::Under) => {
                Ask::WordOf((*how).into(), *other, none)
            }
            _ => Ask::Test(Tested {
                kind: fact.kind(),
                test,
                or_none,
                none,
                values: values.into(),
            }),
        };
        Self {
            fact: Some(fact),
            ask,
        }
    }

    /// A condition that ranges over elements.
    pub fn nested(condition: &'r Condition, values: &Values<'r>) -> Self {
        Self {
            fact: None,
            ask: Ask::Nested(condition, values.into()),
        }
    }

    /// A condition taken as one.
    pub fn tree(node: Node<'r>) -> Self {
        Self {
            fact: None,
            ask: Ask::Tree(Box::new(node)),
        }
    }

    /// The comparison with a constant that it is, if it is one, and what *none* gives.
    pub fn as_plain(&self) -> Option<(Op, Truth)> {
        match self.ask {
            Ask::Plain(op, none) => Some((op, none)),
            _ => None,
        }
    }

    /// The list that it looks for, if it does and others can be looked for with it.
    pub fn as_listed(&self) -> Option<&Listed> {
        match &self.ask {
            Ask::Words(listed) if Lexicon::takes(&listed.words) => Some(listed),
            _ => None,
        }
    }

    /// Whether it may differ between the elements of a scope that it is tested in.
    pub fn is_bound(&self) -> bool {
        let is_bound = |fact: &FactRef| fact.mount.needs() != Scope::Order;
        match (&self.fact, &self.ask) {
            (Some(fact), Ask::Test(tested)) => {
                is_bound(fact) || reference(tested.test).as_ref().is_some_and(is_bound)
            }
            (Some(fact), Ask::WordOf(_, other, _)) => is_bound(fact) || is_bound(other),
            (Some(fact), _) => is_bound(fact),
            _ => true,
        }
    }

    /// About how long it takes, for the cheapest to go first.
    pub fn cost(&self) -> u32 {
        match &self.ask {
            Ask::Plain(..) => 0,
            Ask::Test(tested) => match tested.test {
                Test::Set(..) | Test::IsEmpty(_) | Test::Day(..) | Test::Versus(..) => 1,
                Test::Division(_) | Test::NotDivision(_) => 1,
                Test::SameAs(..) => 4,
                _ => 16,
            },
            Ask::WordOf(..) => 16,
            Ask::Pattern(..) => 40,
            Ask::Words(_) if self.as_listed().is_some() => SEARCH,
            // Words that are looked for more quickly go first.
            Ask::Words(listed) => {
                let words = u32::try_from(listed.words.len()).unwrap_or(u32::MAX);
                words.saturating_add(SEARCH)
            }
            Ask::Tree(_) => 64,
            Ask::Nested(..) => 128,
        }
    }

    /// Whether it holds of an element.
    pub fn holds(&self, facts: &Facts<'_>, element: Element) -> Truth {
        let fact = match self.fact {
            Some(fact) => facts.get(fact, element),
            None => Fact::Unknown,
        };
        self.decide(fact, &mut Desk::of_few(), facts, element)
    }

    /// The same with its fact, which several may test.
    pub fn decide<'d>(
        &self,
        fact: Fact<'d>,
        desk: &mut Desk<'d>,
        facts: &Facts<'d>,
        element: Element,
    ) -> Truth {
        match &self.ask {
            Ask::Plain(op, none) => op.decide(*none, fact),
            Ask::Words(listed) => {
                let looked = looked(fact, desk);
                looked.map_or_else(
                    || without_text(fact, listed.none),
                    |looked| Truth::from(listed.words.occur_in(looked) == listed.wanted),
                )
            }
            Ask::WordOf(how, other, none) => {
                let Fact::Text(text) = fact else {
                    return without_text(fact, *none);
                };
                match facts.get(*other, element) {
                    Fact::Text(word) => {
                        let both = desk.both(text, word);
                        both.map_or(Truth::Withheld, |(text, word)| {
                            Truth::from(!word.is_empty() && how.has(text, word))
                        })
                    }
                    open => without_text(open, Truth::False),
                }
            }
            Ask::Pattern(pattern, none) => {
                let looked = looked(fact, desk);
                looked.map_or_else(
                    || without_text(fact, *none),
                    |looked| {
                        let matches = pattern.is_match(looked.folded());
                        matches.map_or(Truth::Withheld, Truth::from)
                    },
                )
            }
            Ask::Test(tested) => match fact {
                Fact::None => tested.none,
                _ => {
                    let other = |other| facts.get(other, element);
                    let Tested {
                        kind,
                        test,
                        or_none,
                        values,
                        ..
                    } = tested;
                    decide(test, fact, *kind, *or_none, values, &other)
                }
            },
            Ask::Nested(condition, values) => View::new(facts, element, values).holds(condition),
            Ask::Tree(node) => node.holds(facts, element),
        }
    }
}

/// A fact's text on the desk, if it is a text.
#[inline]
fn looked<'t, 'd>(fact: Fact<'d>, desk: &'t mut Desk<'d>) -> Option<&'t mut Looked<'d>> {
    match fact {
        Fact::Text(text) => desk.text(text),
        _ => None,
    }
}

/// What a test of a text gives where there is none.
fn without_text(fact: Fact<'_>, none: Truth) -> Truth {
    match fact {
        Fact::Unknown => Truth::Unknown,
        Fact::None => none,
        _ => Truth::Withheld,
    }
}

/// The texts that a fact is looked for among, if a test is that and texts of its kind are the same
/// where they are so folded; and whether it is to be one of them.
pub(super) fn texts<'v>(
    fact: FactRef,
    test: &'v Test,
    values: &Values<'v>,
) -> Option<(&'v [String], bool)> {
    let (with, wanted) = match test {
        Test::TextIn(with) => (with, true),
        Test::TextNotIn(with) => (with, false),
        _ => return None,
    };
    let texts = resolve_words(with, values)?;
    is_compared_folded(fact.kind()).then_some((texts, wanted))
}

/// A test with a constant, if it is a simple one.
pub(super) fn plain(test: &Test, values: &Values<'_>) -> Option<Op> {
    Some(match test {
        Test::Bool(with) => Op::Bool(resolve_bool(with, values)?),
        Test::NotBool(with) => Op::Bool(!resolve_bool(with, values)?),
        Test::Int(compare, with) => Op::Int(*compare, resolve_int(with, values)?),
        Test::OneOf(with) => Op::Mask(resolve_mask(with, values)?, true),
        Test::NoneOf(with) => Op::Mask(resolve_mask(with, values)?, false),
        Test::Known(wanted) => Op::Known(*wanted),
        Test::IsNone(wanted) => Op::IsNone(*wanted),
        Test::Set(how, with) => Op::Set(*how, resolve_mask(with, values)?, true),
        _ => return None,
    })
}

impl Op {
    /// The comparison that holds where this one does not.
    pub fn negated(self) -> Self {
        match self {
            Op::Bool(wanted) => Op::Bool(!wanted),
            Op::Int(compare, with) => Op::Int(
                match compare {
                    Compare::Is => Compare::IsNot,
                    Compare::IsNot => Compare::Is,
                    Compare::AtLeast => Compare::Below,
                    Compare::Below => Compare::AtLeast,
                    Compare::AtMost => Compare::Above,
                    Compare::Above => Compare::AtMost,
                },
                with,
            ),
            Op::Mask(mask, wanted) => Op::Mask(mask, !wanted),
            Op::Known(wanted) => Op::Known(!wanted),
            Op::IsNone(wanted) => Op::IsNone(!wanted),
            Op::Set(how, mask, wanted) => Op::Set(how, mask, !wanted),
        }
    }

    /// How a fact compares; `none` is what *none* gives.
    #[inline]
    pub fn decide(self, none: Truth, fact: Fact<'_>) -> Truth {
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
            (Op::Set(how, mask, wanted), Fact::Set { yes, maybe }) => {
                let truth = compare_set(how, yes, maybe, mask);
                if wanted { truth } else { !truth }
            }
            _ => Truth::Withheld,
        }
    }
}

/// The fact that a test compares with.
pub(super) fn reference(test: &Test) -> Option<FactRef> {
    match test {
        Test::SameAs(other, _)
        | Test::Versus(_, other)
        | Test::WordOf(_, other)
        | Test::WordsBut(_, _, other) => Some(*other),
        _ => None,
    }
}
