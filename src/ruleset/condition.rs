//! Conditions, compiled: a tree of tests on facts and parameters.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::pattern::Pattern;
use crate::fields::{FactRef, Scope};

/// A condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// Always the same.
    Constant(bool),
    /// All hold.
    All(Vec<Condition>),
    /// One holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A test on a fact. `or_none`: none passes it.
    Fact {
        /// The fact.
        fact: FactRef,
        /// The test.
        test: Test,
        /// Whether *none* passes.
        or_none: bool,
    },
    /// A test on a parameter of the rule, by its index.
    Param {
        /// Which parameter.
        param: usize,
        /// The test.
        test: Test,
    },
    /// Over elements.
    Each {
        /// Which elements.
        scope: Scope,
        /// How many of them must pass.
        quantifier: Quantifier,
        /// What each must pass.
        condition: Box<Condition>,
    },
    /// A comparison of how many elements pass.
    Count {
        /// Which elements.
        scope: Scope,
        /// What is counted.
        condition: Box<Condition>,
        /// The comparison.
        compare: Compare,
        /// With what.
        with: Operand<i64>,
    },
    /// A comparison of how many different values some facts have.
    Distinct {
        /// The facts, each with the elements that it is spread over.
        facts: Vec<(Option<Scope>, FactRef)>,
        /// The comparison.
        compare: Compare,
        /// With what.
        with: Operand<i64>,
    },
}

/// How many elements must pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quantifier {
    /// At least one.
    Any,
    /// All that are there.
    Every,
    /// None.
    No,
}

/// A comparison of numbers or days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Compare {
    /// `=`
    Is,
    /// `≠`
    IsNot,
    /// `≥`
    AtLeast,
    /// `≤`
    AtMost,
    /// `>`
    Above,
    /// `<`
    Below,
}

/// A constant, or a parameter of the rule by its index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Operand<T> {
    /// A constant.
    Constant(T),
    /// A parameter.
    Param(usize),
}

/// A class of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CharClass {
    /// Han characters.
    Han,
    /// Digits 0–9.
    Digits,
    /// Letters A–Z and a–z.
    Latin,
    /// ASCII.
    Ascii,
    /// Han characters and Latin letters.
    HanLatin,
    /// Han characters, Latin letters and digits.
    HanLatinDigits,
}

/// What of a text is compared with words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WordMatch {
    /// A word occurs in it.
    Contains,
    /// It begins with a word.
    StartsWith,
    /// It ends with a word.
    EndsWith,
    /// It is a word.
    Equals,
    /// As a domain, it lies under a word.
    Under,
    /// A word occurs in it as it is written, nothing normalised.
    Written,
}

/// A comparison of a set with members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Hash)]
pub enum SetMatch {
    /// It has one of them.
    HasAny,
    /// It has all of them.
    HasAll,
    /// It has nothing else.
    Only,
}

/// A test on one fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// A boolean is this.
    Bool(Operand<bool>),
    /// A boolean is not this; none is not either.
    NotBool(Operand<bool>),
    /// A number compares so.
    Int(Compare, Operand<i64>),
    /// A day compares so.
    Day(Compare, Operand<NaiveDate>),
    /// A member of a closed list is among these.
    OneOf(Operand<u64>),
    /// A member of a closed list is not among these.
    NoneOf(Operand<u64>),
    /// A division is among these.
    Division(Vec<u32>),
    /// A division is not among these.
    NotDivision(Vec<u32>),
    /// A text is among these, compared as the field's values are.
    TextIn(Operand<Vec<String>>),
    /// A text is not among these.
    TextNotIn(Operand<Vec<String>>),
    /// A text compares so with words.
    Words(WordMatch, Operand<Vec<String>>),
    /// A text compares so with the text of another fact.
    WordOf(WordMatch, FactRef),
    /// A text compares so with words that the text of another fact does not hold.
    WordsBut(WordMatch, Operand<Vec<String>>, FactRef),
    /// A text matches a pattern.
    Matches(Pattern),
    /// A text has so many Han characters.
    Han(Compare, Operand<i64>),
    /// A text has so many characters.
    Chars(Compare, Operand<i64>),
    /// A text consists of such characters.
    OnlyChars(CharClass),
    /// A set compares so.
    Set(SetMatch, Operand<u64>),
    /// A list of texts has one of these.
    ListHas(Operand<Vec<String>>),
    /// A set or list is empty.
    IsEmpty(bool),
    /// It is known, or known not to be.
    Known(bool),
    /// It is said to be none.
    IsNone(bool),
    /// It is the same as another fact, or not.
    SameAs(FactRef, bool),
    /// It compares so with another fact.
    Versus(Compare, FactRef),
}

impl Condition {
    /// Whether it holds of anything at all.
    pub fn is_always(&self) -> bool {
        match self {
            Condition::Constant(flag) => *flag,
            Condition::All(parts) => parts.iter().all(Condition::is_always),
            _ => false,
        }
    }
}
