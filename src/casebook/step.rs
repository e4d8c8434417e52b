//! What comes out of a case about a step.

use chrono::NaiveDate;

use super::open::Ready;
use super::read::Case;
use crate::plan::{Planned, Timeline, Variant, courses};
use crate::text::Text;

/// How a step comes out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct StepOutcome {
    /// Whether it is there, and surely.
    pub shown: Option<bool>,
    /// When it ends: at the earliest, and at the latest where anybody says.
    pub ends: Vec<NaiveDate>,
    /// Its sentence.
    pub text: Option<Text>,
}

impl StepOutcome {
    /// The word that cases expect.
    pub fn word(&self) -> &'static str {
        match self.shown {
            None => "absent",
            Some(false) => "undetermined",
            Some(true) => "shown",
        }
    }

    /// Whether days and sentence are as a case says.
    pub fn is_as_told(&self, case: &Case) -> bool {
        let ends = case
            .ends
            .is_none_or(|(earliest, latest)| self.ends == [earliest, latest]);
        let says = case.says.as_ref().is_none_or(|says| {
            let text = self.text.as_ref();
            text.is_some_and(|text| {
                text.zh.contains(says.as_str()) || text.en.contains(says.as_str())
            })
        });
        ends && says
    }

    /// Whether a case would still pass.
    pub fn passes(&self, case: &Case) -> bool {
        self.word() == case.expect && self.is_as_told(case)
    }
}

/// What comes out of a step where an entry may be otherwise. The case is submitted on its day, and
/// what waits for a rule has waited enough.
pub(super) fn of_step(ready: &Ready<'_>, id: &str, variant: Option<Variant>) -> StepOutcome {
    let facts = &ready.facts;
    let day = facts.as_of();
    let courses = courses(ready.ruleset, facts, variant);
    let calendar = &ready.ruleset.calendar;
    let timeline = Timeline::new(courses, calendar, day, day, &|_| Some(day));
    let step = timeline.steps.into_iter().find(|step| step.course.id == id);
    step.map_or_else(StepOutcome::default, of_planned)
}

fn of_planned(step: Planned<'_>) -> StepOutcome {
    StepOutcome {
        shown: Some(!step.course.is_perhaps),
        ends: std::iter::once(step.ends.earliest)
            .chain(step.ends.latest)
            .collect(),
        text: Some(step.course.text.clone()),
    }
}
