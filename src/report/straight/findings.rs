//! What fails, in full: what is said of this draft, and what the failure rests on, which many
//! drafts have in common.

use super::object::{Object, key, list};
use super::{Straight, Teller};
use crate::evaluate::{Failure, evidence_asked};
use crate::report::finding::{Told, related};

/// What every detail tells of a failure.
pub(super) fn head(told: &Told<'_>, object: &mut Object<'_>) {
    object.text(key!("rule"), &told.rule.id);
    object.plain(key!("severity"), told.failure.severity.id());
    object.path(key!("path"), &told.failure.at);
    object.number(key!("line"), told.mark.map(|mark| mark.line));
    object.number(key!("column"), told.mark.map(|mark| mark.column));
}

/// The known fields that decided a failure, where there are any.
fn others(teller: &Teller<'_, '_>, failure: &Failure, object: &mut Object<'_>) {
    let mut related = related(failure).peekable();
    if related.peek().is_none() {
        return;
    }
    list(object.key(key!("related")), related, |out, path| {
        let mark = teller.finder.mark(path);
        let mut object = Object::open(out);
        object.path(key!("path"), path);
        object.text(key!("label"), &teller.finder.speech.label(path));
        object.number(key!("line"), mark.map(|mark| mark.line));
        object.number(key!("column"), mark.map(|mark| mark.column));
        if let Some(mark) = mark {
            object.number(key!("end_column"), Some(mark.end_column));
        }
        object.close();
    });
}

impl<'r> Straight<'r> {
    /// Writes the findings; gives what is old of the evidence that they cite.
    pub(super) fn findings(
        &mut self,
        teller: &Teller<'_, 'r>,
        told: &[Told<'_>],
        object: &mut Object<'_>,
    ) -> Vec<String> {
        let mut old = Vec::new();
        list(object.key(key!("findings")), told, |out, told| {
            let mut object = Object::open(out);
            head(told, &mut object);
            object.text(key!("message"), &told.message);
            object.text_or_null(key!("help"), told.help.as_deref());
            self.ground(teller, told, &mut object, &mut old);
            others(teller, told.failure, &mut object);
            if let Some(mark) = told.mark {
                object.number(key!("end_column"), Some(mark.end_column));
            }
            if let Some(severity) = told.failure.own_severity {
                object.plain(key!("own_severity"), severity.id());
            }
            object.close();
        });
        old
    }

    /// What a failure rests on.
    fn ground(
        &mut self,
        teller: &Teller<'_, 'r>,
        told: &Told<'_>,
        object: &mut Object<'_>,
        old: &mut Vec<String>,
    ) {
        let (finder, plan) = (&teller.finder, teller.usual.plan);
        let failure = told.failure;
        let asked = evidence_asked(
            plan.ruleset,
            teller.usual.facts,
            told.branch,
            failure.element,
        );
        let mut key = self.grounds.key();
        key.address(told.rule);
        key.number(failure.branch);
        key.number(teller.province_number());
        key.texts(&asked);
        key.texts(plan.facts(failure.rule, failure.binding));
        let part = key.part(|part| {
            let ground = finder.ground(told, &asked);
            let mut object = Object::more(&mut part.json);
            object.value(key!("facts"), &ground.facts);
            object.value(key!("sources"), &ground.sources);
            object.text(key!("title"), told.rule.title.get(finder.speech.lang));
            object.some(key!("confidence"), ground.confidence.as_ref());
            let cited = ground.facts.iter();
            part.old = finder
                .old_sources(cited)
                .map_or_else(Vec::new, |old| old.facts);
        });
        object.out().extend_from_slice(&part.json);
        old.extend_from_slice(&part.old);
    }
}
