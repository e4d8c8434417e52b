//! What a document must look like here, as the report says it.

use super::model::FormReport;
use crate::draft::Place;
use crate::evaluate::Plan;
use crate::facts::Facts;
use crate::ruleset::{Document, Form};

/// The form of a document.
pub(super) fn form_of(
    plan: &Plan<'_>,
    facts: &Facts<'_>,
    document: &Document,
    of: Place,
) -> FormReport {
    let forms = &plan.ruleset.forms;
    report(crate::evaluate::form_of(forms, facts, document, of))
}

fn report(form: Form) -> FormReport {
    FormReport {
        original: form.original,
        colour: form.colour,
        sides: form.sides,
        media: form.media,
        formats: form.formats,
        min_bytes: form.min_bytes,
        max_bytes: form.max_bytes,
        signed: form.signed,
        stamped: form.stamped,
        fingerprint: form.fingerprint,
        signed_by: form.signed_by,
        signed_within_days: form.signed_within_days,
        signed_within_working_days: form.signed_within_working_days,
        signed_within_months: form.signed_within_months,
    }
}
