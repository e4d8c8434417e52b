//! Which kind of filing a situation needs, by the table of the ruleset and a few answers. What is
//! not answered and would decide is asked for. It knows neither text, the terminal nor the clock.

use chrono::NaiveDate;

use crate::fields::SITUATION;
use crate::fields::choices::FILING_KINDS;
use crate::ruleset::{
    Rule, Ruleset, SUBJECTS, Value, Wanted, WhichRow, WhichTest, has_bit, ordered,
};

/// An answer to a question of [`SITUATION`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes or no.
    Flag(bool),
    /// How many.
    Count(i64),
    /// A member of the question's list.
    Choice(u8),
}

/// What is known of a situation.
#[derive(Debug, Clone, Default)]
pub struct Known {
    answers: Vec<Option<Answer>>,
    /// Whether the ruleset is a province's, so that its parameters decide.
    pub province: bool,
}

/// What would have to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The answer to a question, by its index.
    Answer(usize),
    /// The province.
    Province,
}

/// What comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// A row of the table, by its index.
    Row(usize),
    /// Something would have to be known first: what comes first, then what else may come.
    Missing(Vec<Missing>),
    /// The table has no row for the situation.
    Nothing,
}

/// Kleene's three values, without the malformed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    No,
    Open(Missing),
    Yes,
}

impl Known {
    /// Nothing is known.
    pub fn new(province: bool) -> Self {
        Self {
            answers: vec![None; SITUATION.len()],
            province,
        }
    }

    /// Answers a question, by its key.
    pub fn answer(&mut self, key: &str, answer: Answer) {
        let index = SITUATION.iter().position(|question| question.key == key);
        if let Some(slot) = index.and_then(|index| self.answers.get_mut(index)) {
            *slot = Some(answer);
        }
    }

    /// The answer to a question, by its index.
    pub fn get(&self, index: usize) -> Option<Answer> {
        self.answers.get(index).copied().flatten()
    }
}

/// Decides by the table. Rows are looked at in their order; the first that cannot be excluded is
/// the answer, or tells what to ask.
pub fn decide(ruleset: &Ruleset, known: &Known, as_of: NaiveDate) -> Decision {
    let mut missing: Vec<Missing> = Vec::new();
    for (index, row) in ruleset.which.iter().enumerate() {
        if !row.period.contains(as_of) {
            continue;
        }
        match holds(ruleset, row, known, as_of) {
            Holds::No => {}
            Holds::Yes if missing.is_empty() => return Decision::Row(index),
            Holds::Yes => break,
            Holds::Open(open) => {
                if !missing.contains(&open) {
                    missing.push(open);
                }
            }
        }
    }
    if missing.is_empty() {
        Decision::Nothing
    } else {
        Decision::Missing(missing)
    }
}

/// The row that tells the filing whatever the missing answers are: where all rows that cannot be
/// excluded and name a filing name the same one.
pub fn only_filing(ruleset: &Ruleset, known: &Known, as_of: NaiveDate) -> Option<usize> {
    let mut only: Option<(usize, u8)> = None;
    for (index, row) in ruleset.which.iter().enumerate() {
        if !row.period.contains(as_of) {
            continue;
        }
        let held = holds(ruleset, row, known, as_of);
        if let (Holds::Yes | Holds::Open(_), Some(filing)) = (held, row.filing) {
            if only.is_some_and(|(_, other)| other != filing) {
                return None;
            }
            only = Some((index, filing));
        }
        if held == Holds::Yes {
            break;
        }
    }
    only.map(|(index, _)| index)
}

/// Whether all conditions of a row hold; if that is open, what to ask first.
fn holds(ruleset: &Ruleset, row: &WhichRow, known: &Known, as_of: NaiveDate) -> Holds {
    let mut open = None;
    for test in &row.when {
        match tested(ruleset, test, known, as_of) {
            Holds::No => return Holds::No,
            Holds::Yes => {}
            Holds::Open(missing) => open = open.or(Some(missing)),
        }
    }
    open.map_or(Holds::Yes, Holds::Open)
}

fn tested(ruleset: &Ruleset, test: &WhichTest, known: &Known, as_of: NaiveDate) -> Holds {
    let yes = |flag: bool| if flag { Holds::Yes } else { Holds::No };
    match test {
        WhichTest::Answer(index, wanted) => match (known.get(*index), wanted) {
            (None, _) => Holds::Open(Missing::Answer(*index)),
            (Some(Answer::Flag(flag)), Wanted::Flag(wanted)) => yes(flag == *wanted),
            (Some(Answer::Count(count)), Wanted::Count(wanted)) => yes(count == *wanted),
            (Some(Answer::Choice(choice)), Wanted::Choice(mask)) => {
                yes(has_bit(*mask, usize::from(choice)))
            }
            _ => Holds::No,
        },
        WhichTest::Param { rule, param, value } => {
            if !known.province {
                return Holds::Open(Missing::Province);
            }
            yes(flag_of(ruleset, rule, param, as_of) == *value)
        }
    }
}

/// A yes-or-no parameter as a province has it; where it depends on more than that, or nobody says,
/// it is taken for no.
fn flag_of(ruleset: &Ruleset, rule: &str, param: &str, as_of: NaiveDate) -> bool {
    let Some(rule) = ruleset.rule(rule) else {
        return false;
    };
    let Some(index) = rule.params.iter().position(|own| own.name == param) else {
        return false;
    };
    let filings = filings(rule);
    let sets = ordered(&rule.sets).into_iter().filter_map(|set| {
        let set = rule.sets.get(set)?;
        let selection = &set.selection;
        let everywhere = selection.when.is_always()
            && selection.subjects & SUBJECTS == SUBJECTS
            && filings & !selection.filings == 0
            && selection.period.contains(as_of);
        let (_, value) = set.values.iter().find(|(own, _)| *own == index)?;
        everywhere.then_some(value)
    });
    let own = rule.params.get(index).into_iter();
    let default = own
        .flat_map(|param| &param.defaults)
        .map(|(_, value)| value);
    sets.chain(default).next() == Some(&Value::Bool(true))
}

/// The kinds of filing that a rule holds for, a bit each.
fn filings(rule: &Rule) -> u64 {
    (0u32..)
        .zip(&rule.caps)
        .take(FILING_KINDS.len())
        .filter(|(_, cap)| cap.is_some())
        .fold(0, |mask, (index, _)| {
            mask | 1u64.checked_shl(index).unwrap_or(0)
        })
}
