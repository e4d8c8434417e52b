//! What is left of a date when the review ends: the provider's and the bureau's, at their longest.
//! How long that is, the table of the calendar says.

use chrono::NaiveDate;

use super::domain;
use super::fact::Fact;
use super::view::Facts;

/// The day on which the review ends at the latest.
pub(super) fn ends(facts: &Facts<'_>) -> NaiveDate {
    facts.calendar().review_end(facts.as_of())
}

/// Days from that day to another; negative where that has passed by then.
pub(super) fn days_left<'d>(facts: &Facts<'d>, fact: Fact<'d>) -> Fact<'d> {
    match fact {
        Fact::Day(day) => Fact::Int(facts.calendar().days_after_review(facts.as_of(), day)),
        other => other,
    }
}

/// Calendar months from a day to that day, one that has begun as a whole one.
pub(super) fn months_since<'d>(facts: &Facts<'d>, fact: Fact<'d>) -> Fact<'d> {
    match fact {
        Fact::Day(day) => Fact::Int(domain::begun_months(day, ends(facts)).into()),
        other => other,
    }
}
