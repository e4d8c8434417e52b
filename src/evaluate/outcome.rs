//! What an evaluation gives: what fails, what would have to be asked, which documents are needed.
//! It speaks in indices and paths; texts and positions come later.

use std::collections::BTreeMap;

use crate::draft::{Path, Place};
use crate::facts::Element;
use crate::ruleset::{Origin, Ruleset, Severity};

/// A branch of a rule that fails.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The rule, by its index in the ruleset.
    pub rule: usize,
    /// The branch, by its index in the rule.
    pub branch: usize,
    /// How grave it is here.
    pub severity: Severity,
    /// How grave the ruleset calls it, where somebody else says otherwise.
    pub own_severity: Option<Severity>,
    /// The element it was evaluated for.
    pub element: Element,
    /// Where it is reported.
    pub at: Path,
    /// Known fields that it was decided by, other than where it is reported; empty where the extent
    /// of the evaluation leaves them out.
    pub related: Vec<Path>,
    /// The values that the rule's parameters have here, by parameter; the message is filled with
    /// them.
    pub binding: usize,
}

/// A rule that is not decided for an element.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// The rule, by its index in the ruleset.
    pub rule: usize,
    /// How grave a failure would be at most.
    pub severity: Severity,
    /// The element.
    pub element: Element,
    /// The fields to ask for; none where only a malformed value leaves it undecided.
    pub needs: Vec<Path>,
}

/// Whether a document is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It is.
    Certain,
    /// It depends on something unknown.
    Open,
}

/// A document, or one of several alternatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// The document, by its index in the ruleset.
    pub document: usize,
    /// Whose it is.
    pub of: Place,
    /// Which alternative it belongs to: a group, and a bundle within the group. Absent: no choice.
    pub choice: Option<(usize, usize)>,
    /// Whether it is needed.
    pub need: Need,
    /// The fields that its need depends on.
    pub depends_on: Vec<Path>,
    /// What lists it, the first met.
    pub ground: Ground,
    /// What else does, in the order met, each once.
    pub more: Vec<Ground>,
}

/// What lists a document: [`Plan::evidence_of`](super::Plan::evidence_of) tells what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// A requirement, or a branch of the rule.
    pub by: Lister,
    /// The rule that it stands in, by its index in the ruleset, and the values that the rule's
    /// parameters have here, as [`Failure::binding`]; of a requirement that stands in no rule, none.
    pub rule: Option<(usize, usize)>,
    /// Whether it tells why: of a document that is certainly needed, what only may ask for it does not.
    pub tells: bool,
}

/// What in a ruleset lists documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lister {
    /// A requirement, by where it is declared.
    Require(Origin),
    /// A branch that the document stands in for, by its index in the rule.
    Branch(usize),
}

impl Paper {
    /// What lists it, in the order met, each once.
    pub fn grounds(&self) -> impl Iterator<Item = &Ground> + Clone {
        std::iter::once(&self.ground).chain(&self.more)
    }

    /// The rules that ask for it, by index, each once.
    pub fn rules(&self) -> impl Iterator<Item = usize> {
        let rule = |ground: &Ground| ground.rule.map(|(rule, _)| rule);
        let all = self.grounds().enumerate();
        all.filter_map(move |(at, ground)| {
            let own = rule(ground)?;
            let mut before = self.grounds().take(at);
            (!before.any(|other| rule(other) == Some(own))).then_some(own)
        })
    }

    /// The requirements that list it, each once.
    pub fn asked_by(&self) -> impl Iterator<Item = Origin> {
        let origin = |ground: &Ground| match ground.by {
            Lister::Require(origin) => Some(origin),
            Lister::Branch(_) => None,
        };
        let telling = self.grounds().filter(|ground| ground.tells);
        telling.clone().enumerate().filter_map(move |(at, ground)| {
            let own = origin(ground)?;
            let mut before = telling.clone().take(at);
            (!before.any(|other| origin(other) == Some(own))).then_some(own)
        })
    }
}

/// Everything that an evaluation gives.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluation {
    /// What fails, in the order of the rules and elements.
    pub failures: Vec<Failure>,
    /// What is undecided.
    pub open: Vec<Open>,
    /// The documents.
    pub papers: Vec<Paper>,
    /// What is good to know, by its index in the ruleset.
    pub guidance: Vec<usize>,
    /// How many rule instances (a rule for an element) were evaluated.
    pub instances: usize,
}

/// The verdict on a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// No error, and nothing undecided that could become one.
    Ready,
    /// No error, but whether there is one is not decided.
    Incomplete,
    /// An error.
    Blocked,
    /// The draft could not be read.
    Unreadable,
}

impl Verdict {
    /// The id, as in reports.
    pub const fn id(self) -> &'static str {
        match self {
            Verdict::Ready => "ready",
            Verdict::Incomplete => "incomplete",
            Verdict::Blocked => "blocked",
            Verdict::Unreadable => "unreadable",
        }
    }
}

/// How grave somebody else than the ruleset calls the failures of rules, by their ids.
pub type Severities = BTreeMap<String, Severity>;

impl Evaluation {
    /// Takes other severities for the rules that are named: the verdict follows them.
    pub fn regrade(&mut self, ruleset: &Ruleset, severities: &Severities) {
        let given = |rule: usize| severities.get(&ruleset.rules.get(rule)?.id).copied();
        for failure in &mut self.failures {
            if let Some(severity) = given(failure.rule).filter(|own| *own != failure.severity) {
                failure.own_severity.get_or_insert(failure.severity);
                failure.severity = severity;
            }
        }
        for open in &mut self.open {
            if let Some(severity) = given(open.rule) {
                open.severity = severity;
            }
        }
    }

    /// The verdict: of the data alone, not of the documents.
    pub fn verdict(&self) -> Verdict {
        let is_error = |severity: Severity| severity == Severity::Error;
        if self
            .failures
            .iter()
            .any(|failure| is_error(failure.severity))
        {
            Verdict::Blocked
        } else if self.lacks_data() {
            Verdict::Incomplete
        } else {
            Verdict::Ready
        }
    }

    /// Whether something is unknown that an error depends on, whatever else fails.
    pub fn lacks_data(&self) -> bool {
        self.open
            .iter()
            .any(|open| open.severity == Severity::Error && !open.needs.is_empty())
    }
}
