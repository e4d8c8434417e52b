//! Conditions on a draft: Kleene's logic over tests, quantifiers and counts; and, for what stays
//! undecided, the fields that would have to be known.

use super::test::{
    Values, compare_int, decide, first_word, first_word_but, is_same, resolve_int, resolve_words,
};
use super::truth::Truth;
use crate::draft::Path;
use crate::facts::{Element, Fact, Facts, ReadState};
use crate::fields::{FactRef, Kind, Scope, TextRole};
use crate::ruleset::{Compare, Condition, Quantifier, Test};

/// What a condition is evaluated on.
#[derive(Clone, Copy)]
pub struct View<'e, 'd> {
    /// The facts.
    pub facts: &'e Facts<'d>,
    /// The element at hand.
    pub element: Element,
    /// What lies outside it: inside a quantifier, the element that the quantifier is of.
    pub outer: Option<&'e View<'e, 'd>>,
    /// The parameters' values.
    pub values: &'e Values<'e>,
}

impl<'e, 'd> View<'e, 'd> {
    /// A view of an element with parameters' values.
    pub fn new(facts: &'e Facts<'d>, element: Element, values: &'e Values<'e>) -> Self {
        Self {
            facts,
            element,
            outer: None,
            values,
        }
    }
}

impl<'d> View<'_, 'd> {
    pub(super) fn at(&self, element: Element) -> View<'_, 'd> {
        View {
            facts: self.facts,
            element,
            outer: Some(self),
            values: self.values,
        }
    }

    /// The element that a fact is read from: the one at hand, or one around it.
    pub fn reads(&self, fact: FactRef) -> Element {
        match self.outer {
            Some(outer) if !self.element.scope().sees(fact.mount.needs()) => outer.reads(fact),
            _ => self.element,
        }
    }

    pub(super) fn fact(&self, fact: FactRef) -> Fact<'d> {
        match self.outer {
            Some(outer) if !self.element.scope().sees(fact.mount.needs()) => outer.fact(fact),
            _ => self.facts.get(fact, self.element),
        }
    }

    /// Whether a condition holds.
    pub fn holds(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::Constant(flag) => Truth::from(*flag),
            Condition::All(parts) => {
                let mut whole = Truth::True;
                for part in parts {
                    whole = whole.and(self.holds(part));
                    if whole == Truth::False {
                        break;
                    }
                }
                whole
            }
            Condition::Any(parts) => {
                let mut whole = Truth::False;
                for part in parts {
                    whole = whole.or(self.holds(part));
                    if whole == Truth::True {
                        break;
                    }
                }
                whole
            }
            Condition::Not(inner) => !self.holds(inner),
            Condition::Fact {
                fact,
                test,
                or_none,
            } => decide(
                test,
                self.fact(*fact),
                fact.kind(),
                *or_none,
                self.values,
                &|other| self.fact(other),
            ),
            Condition::Param { param, test } => match self.values.get(*param) {
                Some(Some(value)) => decide(
                    test,
                    value.as_fact(),
                    Kind::Text(TextRole::Free),
                    false,
                    self.values,
                    &|other| self.fact(other),
                ),
                _ => Truth::False,
            },
            Condition::Each {
                scope,
                quantifier,
                condition,
            } => self.each(*scope, *quantifier, condition),
            Condition::Count {
                scope,
                condition,
                compare,
                with,
            } => {
                let Some(with) = resolve_int(with, self.values) else {
                    return Truth::Withheld;
                };
                let (count, withheld) = self.count(*scope, condition);
                undecided_as(compare_int(*compare, count, with), withheld)
            }
            Condition::Distinct {
                facts,
                compare,
                with,
            } => {
                let Some(with) = resolve_int(with, self.values) else {
                    return Truth::Withheld;
                };
                self.distinct(facts, *compare, with)
            }
        }
    }

    /// The word of a list by which a condition holds, the first found.
    pub fn hit(&self, condition: &Condition) -> Option<String> {
        if self.holds(condition) != Truth::True {
            return None;
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().find_map(|part| self.hit(part))
            }
            Condition::Fact {
                fact,
                test: Test::Words(how, words),
                ..
            } => match self.fact(*fact) {
                Fact::Text(text) => {
                    first_word(*how, text, resolve_words(words, self.values)?).map(str::to_owned)
                }
                _ => None,
            },
            Condition::Fact {
                fact,
                test: Test::WordsBut(how, words, other),
                ..
            } => {
                let words = resolve_words(words, self.values)?;
                let found = match (self.fact(*fact), self.fact(*other)) {
                    (Fact::Text(text), Fact::Text(held)) => first_word_but(*how, text, words, held),
                    (Fact::Text(text), _) => first_word(*how, text, words),
                    _ => None,
                };
                found.map(str::to_owned)
            }
            Condition::Each {
                scope, condition, ..
            } => {
                let (elements, _) = self.facts.elements(*scope, self.element);
                elements
                    .into_iter()
                    .find_map(|element| self.at(element).hit(condition))
            }
            _ => None,
        }
    }

    fn each(&self, scope: Scope, quantifier: Quantifier, condition: &Condition) -> Truth {
        // `every` is `no … not`; `no` is `not any`.
        let negate = quantifier == Quantifier::Every;
        let mut any = Truth::False;
        let complete = self
            .facts
            .for_each_element(scope, self.element, &mut |element| {
                let holds = self.at(element).holds(condition);
                any = any.or(if negate { !holds } else { holds });
                any != Truth::True
            });
        if !complete {
            any = any.or(Truth::Unknown);
        }
        if quantifier == Quantifier::Any {
            any
        } else {
            !any
        }
    }

    /// How many elements pass, as a number or between bounds; and whether what is open is withheld.
    fn count(&self, scope: Scope, condition: &Condition) -> (Fact<'static>, bool) {
        let (mut least, mut most) = (0i64, 0i64);
        let mut asks = false;
        let complete = self
            .facts
            .for_each_element(scope, self.element, &mut |element| {
                match self.at(element).holds(condition) {
                    Truth::True => {
                        least = least.saturating_add(1);
                        most = most.saturating_add(1);
                    }
                    Truth::False => {}
                    undecided => {
                        asks |= undecided == Truth::Unknown;
                        most = most.saturating_add(1);
                    }
                }
                true
            });
        if !complete {
            most = i64::MAX;
            asks = true;
        }
        if least == most {
            (Fact::Int(least), false)
        } else {
            (Fact::Between(least, most), !asks)
        }
    }

    /// How many different values there are: at least those seen, at most one more for each that is
    /// open.
    fn distinct(&self, facts: &[(Option<Scope>, FactRef)], compare: Compare, with: i64) -> Truth {
        let mut seen: Vec<(Fact<'d>, Kind)> = Vec::new();
        let (mut open, mut asks) = (0i64, false);
        let mut complete = true;
        for (scope, fact) in facts {
            let kind = fact.kind();
            let mut take = |value: Fact<'d>| match value {
                Fact::None => {}
                Fact::Unknown => {
                    open = open.saturating_add(1);
                    asks = true;
                }
                Fact::Withheld => open = open.saturating_add(1),
                Fact::Between(..) | Fact::Set { maybe: 1.., .. } => {
                    open = open.saturating_add(1);
                    asks = true;
                }
                known => {
                    if !seen.iter().any(|(other, _)| is_same(*other, known, kind)) {
                        seen.push((known, kind));
                    }
                }
            };
            match scope {
                None => take(self.fact(*fact)),
                Some(scope) => {
                    complete &= self
                        .facts
                        .for_each_element(*scope, self.element, &mut |element| {
                            take(self.at(element).fact(*fact));
                            true
                        });
                }
            }
        }
        let least = i64::try_from(seen.len()).unwrap_or(i64::MAX);
        let most = if complete {
            least.saturating_add(open)
        } else {
            i64::MAX
        };
        undecided_as(
            compare_int(compare, Fact::Between(least, most), with),
            !asks && complete,
        )
    }

    /// The unknown fields that a condition's being undecided rests on; empty where it is decided.
    pub fn needs(&self, condition: &Condition, found: &mut Vec<Path>) {
        if self.holds(condition) != Truth::Unknown {
            return;
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.needs(part, found);
                }
            }
            Condition::Not(inner) => self.needs(inner, found),
            Condition::Each {
                scope,
                condition: inner,
                ..
            }
            | Condition::Count {
                scope,
                condition: inner,
                ..
            } => {
                let (complete, lists) = self.facts.traced(|| {
                    self.facts
                        .for_each_element(*scope, self.element, &mut |_| true)
                });
                let (elements, _) = self.facts.elements(*scope, self.element);
                for element in elements {
                    self.at(element).needs(inner, found);
                }
                if !complete {
                    add_unknown(lists, found);
                }
            }
            _ => {
                let (_, reads) = self.facts.traced(|| self.holds(condition));
                add_unknown(reads, found);
            }
        }
    }

    /// The known fields that a condition was decided by.
    pub fn known_reads(&self, condition: &Condition) -> Vec<Path> {
        let (_, reads) = self.facts.traced(|| self.holds(condition));
        reads
            .into_iter()
            .filter(|read| read.state == ReadState::Known)
            .map(|read| read.path)
            .collect()
    }
}

fn add_unknown(reads: Vec<crate::facts::Read>, found: &mut Vec<Path>) {
    for read in reads {
        if read.state == ReadState::Unknown && !found.contains(&read.path) {
            found.push(read.path);
        }
    }
}

/// An undecided comparison asks nothing where only malformed values leave it open.
fn undecided_as(truth: Truth, withheld: bool) -> Truth {
    if truth == Truth::Unknown && withheld {
        Truth::Withheld
    } else {
        truth
    }
}
